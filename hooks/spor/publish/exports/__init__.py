"""The trace as files to download, a module for each family of formats; `plan.py` lists them all.

In: a publication. Out: texts.
"""
