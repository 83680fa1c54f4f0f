"""Ways out of a page that lead to no other page: the book, and the site in other languages."""

from __future__ import annotations

from markupsafe import Markup

from spor.render.site import Site
from spor.render.templates import render
from spor.trace.view import view


@view("doors", searched=False)
def doors(site: Site, here: str, _: list[str]) -> Markup:
    """The book as PDF, with its size, and this page in the other languages; nothing where there is neither."""
    return render("doors.html", site=site, here=here) if site.book or site.editions.others else Markup("")
