"""The whole site as one book: the rendered pages become chapters of one document, set as PDF and as EPUB.

Imports run one way::

    figures <- clean <- compose <- markup, typesetter <- pdf, epub <- make

`theme/` holds the look: Typst for the PDF, a style sheet and templates for the EPUB. What the site's templates call
`spor-…` is `book-…` in a book: a function of `theme/book.typ`, and a class of `theme/epub/style.css`.
"""
