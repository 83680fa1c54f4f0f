"""The trace of a thesis: read, checked, rendered and published. Knows neither MkDocs nor any one thesis.

The rooms are the way of the data: locale and trace → read → check → redact → render → publish. Imports run that way
only; `hooks/README.md` goes through the house.
"""
