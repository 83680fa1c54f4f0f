"""Crawls a built site: finds every link in its files, and the ones that lead nowhere.

The package reads files only; it knows nothing of MkDocs nor of the trace. Imports run one way::

    model <- markup <- read <- crawl <- external
"""
