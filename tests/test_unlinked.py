"""Without our links, the search finds the same words in a page."""

from __future__ import annotations

import pytest
from material.plugins.search.plugin import Parser

from spor.unlinked import unlinked

LINK = '<a class="spor-link spor-finding" id="m-1" data-preview href="../funn/1/">Funn &amp; mer</a>'
CITED = '<span class="spor-cite">(<a class="spor-source" href="#a">A, 2017, s. 8</a>)<!--spor-unsearched:5--></span>'


def found(html: str) -> list[tuple[str, str, str | None]]:
    """What the search plugin reads in a page: the title, the text and the anchor of each of its sections."""
    parser = Parser()
    parser.feed(html)
    parser.close()
    return [("".join(part.title), "".join(part.text), part.id) for part in parser.data]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>Ord {LINK} ord</p>", "<p>Ord Funn &amp; mer ord</p>"),
        (f"<p>{LINK}, {LINK}</p>", "<p>Funn &amp; mer, Funn &amp; mer</p>"),
        (f"<p>Ord {CITED}.</p>", '<p>Ord <span class="spor-cite">(A, 2017, s. 8)</span>.</p>'),
        ('<h2 id="a">A<a class="headerlink" href="#a">&para;</a></h2><p>B</p>', '<h2 id="a">A</h2><p>B</p>'),
    ],
)
def test_links_give_way_to_their_words(html: str, expected: str) -> None:
    assert unlinked(html) == expected
    assert found(unlinked(html)) == found(html)


@pytest.mark.parametrize(
    "html",
    [
        '<p>&am<a class="spor-link" href="#">p; to tegn</a></p>',  # without the link, a character reference
        '<p>Ord <a class="spor-link" href="#">med <em>vekt</em></a></p>',
        '<p>Ord <a class="spor-link" href="#" data-search-exclude>utelatt</a></p>',
        '<p>Ord <a class="headerlink" href="#">&para;</a></p>',
    ],
)
def test_what_could_be_read_otherwise_stays(html: str) -> None:
    assert unlinked(html) == html
