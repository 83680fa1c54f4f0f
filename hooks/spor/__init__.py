"""The trace: what a thesis claims, on what ground, and how a reader gets from one to the other.

The package reads pages and data into one immutable :class:`~spor.trace.trace.Trace`, checks it, and
renders links, panels and views from it. It knows nothing of MkDocs and nothing of any one thesis.
Imports run one way::

    problems <- syntax <- model <- schema <- read_* <- assemble <- check <- citations <- render
"""
