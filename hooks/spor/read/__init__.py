"""From files to a trace. In: pages, data files, the bibliography and the settings. Out: one `Trace`, with every
problem of reading in it; a reader yields its problems and returns what it has read (`trace/problem.py`)."""
