"""What a first view costs: at most 150 KB over the wire, no shift of the layout, nothing more that blocks rendering."""

from __future__ import annotations

import gzip
from urllib.parse import unquote, urlsplit

import pytest
from fontTools.ttLib import TTFont
from html_pages import document
from playwright.sync_api import Page

from browser.conftest import Edition, Open
from browser.pages import PAGES
from spor.publish.assets import CUTS, FOLDER

LIMIT = 150 * 1024
#: Three pages miss it, since each has all of something: every relation with the words it rests on, both letters, and
#: each point of the source criticism with what it bears on. The English ones have words of the thesis in both
#: languages, and another cut of the font.
HEAVIER = {
    "nb": {"sporkart/": 158 * 1024, "brevene/": 166 * 1024, "kildekritikk/": 151 * 1024},
    "en": {"sporkart/": 167 * 1024, "brevene/": 180 * 1024, "kildekritikk/": 153 * 1024},
}

SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    window.shifts.push([entry.value, entry.sources.map((source) => source.node?.className ?? String(source.node))]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


def size(edition: Edition, url: str) -> int:
    """The bytes of a file as a server sends it: text compressed."""
    path = unquote(urlsplit(url.removeprefix(edition.url)).path)
    file = edition.site / path / "index.html" if path == "" or path.endswith("/") else edition.site / path
    data = file.read_bytes()
    return len(data) if file.suffix in {".png", ".gz"} else len(gzip.compress(data, 6))


def loaded(page: Page) -> list[dict[str, str]]:
    found: list[dict[str, str]] = page.evaluate(
        "performance.getEntriesByType('resource').map(e => ({ name: e.name, blocking: e.renderBlockingStatus }))"
    )
    return found


def weigh(page: Page, edition: Edition) -> dict[str, int]:
    """All that a page has asked for by the time that it is quiet, with what each weighs."""
    page.wait_for_load_state("networkidle")
    return {name: size(edition, name) for name in [page.url, *(entry["name"] for entry in loaded(page))]}


@pytest.mark.parametrize("width", [360, pytest.param(1440, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("path", PAGES.values(), ids=list(PAGES))
def test_first_view_is_light_and_still(page_at: Open, edition: Edition, path: str, width: int) -> None:
    page = page_at(path, width=width, script=SHIFTS)
    sizes = weigh(page, edition)
    assert sum(sizes.values()) <= HEAVIER[edition.language].get(path, LIMIT), sorted(
        sizes.items(), key=lambda item: -item[1]
    )
    assert page.evaluate("window.shifts") == []


def test_no_page_is_heavy(page_at: Open, edition: Edition) -> None:
    """Each page of the site, with all that the front page asks for; a telephone asks for no more.

    What is too heavy with all that is opened: the front page may ask for a cut of the font that another does without.
    """
    front = weigh(page_at(), edition)
    shared = sum(front.values()) - front[edition.url]
    pages = {str(file.relative_to(edition.site)).removesuffix("index.html") for file in edition.site.rglob("*.html")}
    assert len(pages) > 100
    limits = {path: HEAVIER[edition.language].get(path, LIMIT) for path in pages}
    heavy = [path for path in pages if size(edition, edition.url + path) + shared > limits[path]]
    weights = {path: sum(weigh(page_at(path), edition).values()) for path in heavy}
    assert {path: weight for path, weight in weights.items() if weight > limits[path]} == {}


def test_one_style_sheet_of_ours_blocks_rendering(page_at: Open, edition: Edition) -> None:
    """Besides the theme's two style sheets and its script."""
    blocking = [e["name"].removeprefix(edition.url) for e in loaded(page_at()) if e["blocking"] == "blocking"]
    assert [name for name in blocking if not name.startswith("assets/")] == ["stylesheets/site.css"]
    assert len(blocking) <= 4


def test_the_fonts_are_light_and_have_the_letters_of_the_site(edition: Edition) -> None:
    """Each letter that the whole font has; what it lacks, no cut of it can have."""
    cuts = {file.stem: TTFont(file) for file in (edition.site / "assets" / "fonts").glob("*.woff2")}
    assert cuts.keys() == CUTS.keys()
    assert sum(file.stat().st_size for file in (edition.site / "assets" / "fonts").glob("*.woff2")) <= 45 * 1024
    letters = set[str]().union(*(document(file).text_content() for file in edition.site.rglob("*.html")))
    for name, cut in cuts.items():
        whole = TTFont(FOLDER / CUTS[name]).getBestCmap()
        assert {letter for letter in letters if ord(letter) in whole and ord(letter) not in cut.getBestCmap()} == set()
