"""The whole site as one book: one HTML document made from the rendered pages, set as PDF and as EPUB.

Imports run one way::

    tree <- figures <- clean <- compose <- make
"""
