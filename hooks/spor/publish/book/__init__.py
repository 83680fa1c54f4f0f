"""The whole site as one book: one HTML document made from the rendered pages, set as PDF and as EPUB.

Imports run one way::

    tree <- figures, panels, tables <- clean <- chapters <- compose <- make

`theme/` holds the look: Typst for the PDF, a style sheet for the EPUB. What the site's templates call `spor-…` is
`book-…` in a book: a function of `theme/book.typ`, which `theme/typst.lua` calls, and a class of `theme/epub.css`.
"""
