"""Pages on paper: what a browser prints of them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from book_files import bare
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from browser.answers import answer
from browser.conftest import Served

#: The width of the text on A4, in pixels of CSS.
PAPER = 627
#: One page of each type; of a longer one, what it is made of.
PAGES = [
    "",
    "funn/aktiv-leder/",
    "begreper/frihetsgrader/",
    "sporsmal/fs1/",
    "kapitler/6-3/",
    "brevene/",
    "litteratur/",
    "oversikter/informanter/",
    "utsagn/",
    "coreq/",
    "bok/",
]
AIDS = ".md-header, .md-tabs, .md-sidebar, .md-footer, .md-top, .headerlink, .footnote-backref, .spor-card"


@pytest.fixture
def address(served: Served) -> str:
    """Where the real site is served."""
    return served.url


@pytest.fixture(scope="module")
def paper(browser: Browser, served: Served) -> Iterator[Page]:
    """A page as it would be printed, though the reader has chosen dark colours."""
    context = browser.new_context(color_scheme="dark", viewport={"width": PAPER, "height": 900})
    answer(context, served.site)
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_prints_well(path: str, address: str, paper: Page) -> None:
    paper.goto(address + path)
    aids = paper.locator(AIDS)
    assert [aids.nth(n).get_attribute("class") for n in range(aids.count()) if aids.nth(n).is_visible()] == []
    assert paper.locator("h1").first.is_visible()
    look = "element => [getComputedStyle(element).color, getComputedStyle(document.body).backgroundColor]"
    assert paper.locator("h1").first.evaluate(look) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert paper.evaluate("document.documentElement.scrollWidth") <= PAPER, "nothing is cut off at the edge"


def test_a_page_prints_its_own_trace_and_no_other(address: str, paper: Page) -> None:
    paper.goto(address + "funn/aktiv-leder/")
    assert paper.locator(".md-content__inner > .spor-panel li").first.is_visible()
    paper.goto(address + "kapitler/6-3/")
    panels = paper.locator(".spor-panel")
    assert panels.count() > 1 and not any(panels.nth(n).is_visible() for n in range(panels.count()))


def test_the_paper_has_all_headings_and_the_address_of_the_page(address: str, paper: Page) -> None:
    paper.goto(address + "funn/aktiv-leder/")
    printed = bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.pdf(format="A4"))).pages))
    headings = paper.locator("article :is(h1, h2)").all_text_contents()
    assert len(headings) > 3
    assert [heading for heading in headings if bare(heading.replace("¶", "")) not in printed] == []
    assert "funn/aktivleder/" in printed
