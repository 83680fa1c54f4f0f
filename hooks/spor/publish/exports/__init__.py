"""The trace as files to download, a module a format. In: a publication. Out: texts; `plan.py` lists them all."""
