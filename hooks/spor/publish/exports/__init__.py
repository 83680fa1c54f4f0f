"""The trace as data: each module makes one format, as text, from the publication; nothing here writes a file."""
