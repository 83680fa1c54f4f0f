"""Pages on paper: what a browser prints of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from book_files import bare, page_texts
from playwright.sync_api import Page, expect

from browser.conftest import Open

Paper = Callable[[str], Page]
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
def paper(page_at: Open) -> Paper:
    """Opens a page as it would be printed, though the reader has chosen dark colours."""

    def printed(path: str) -> Page:
        page = page_at(path, width=PAPER, scheme="dark")
        page.emulate_media(media="print")
        return page

    return printed


@pytest.mark.parametrize("path", PAGES)
def test_a_page_prints_well(path: str, paper: Paper) -> None:
    page = paper(path)
    aids = page.locator(AIDS)
    assert [aids.nth(n).get_attribute("class") for n in range(aids.count()) if aids.nth(n).is_visible()] == []
    assert page.locator("h1").first.is_visible()
    look = "element => [getComputedStyle(element).color, getComputedStyle(document.body).backgroundColor]"
    assert page.locator("h1").first.evaluate(look) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER, "nothing is cut off at the edge"


def test_a_page_prints_its_own_trace_and_no_other(paper: Paper) -> None:
    assert paper("funn/aktiv-leder/").locator(".md-content__inner > .spor-panel li").first.is_visible()
    panels = paper("kapitler/6-3/").locator(".spor-panel")
    assert panels.count() > 1 and not any(panels.nth(n).is_visible() for n in range(panels.count()))


def test_the_trace_of_a_page_has_one_entry_a_line_and_leaves_no_sheet_half_empty(paper: Paper) -> None:
    page = paper("funn/aktiv-leder/")
    panel = page.locator(".md-content__inner > .spor-panel")
    width = panel.evaluate("panel => panel.getBoundingClientRect().width / panel.parentElement.clientWidth")
    assert width > 0.95
    lines = panel.locator("li").evaluate_all("entries => entries.map((entry) => entry.getBoundingClientRect().top)")
    assert len(lines) == len(set(lines)) > 10
    sheets = page_texts(page.pdf(format="A4"))
    assert min(map(len, sheets[:-1])) > 600, list(map(len, sheets))


def test_the_table_of_findings_begins_on_the_first_sheet(page_at: Open) -> None:
    page = page_at("funn/")
    first = page.locator(".spor-sheet .spor-finding").first.text_content() or ""
    assert bare(first) in bare(page_texts(page.pdf(format="A4"))[0])


def test_the_map_is_its_list_on_paper(paper: Paper) -> None:
    page = paper("sporkart/")
    expect(page.locator("#map-list")).to_be_visible()
    expect(page.locator(".spor-map-list > .spor-map__narrow")).to_be_visible()
    expect(page.locator(".spor-map__scroll")).to_be_hidden()


def test_the_sheet_for_a_meeting_is_one_sheet(page_at: Open) -> None:
    sheets = page_texts(page_at("mote/").pdf(format="A4"))
    assert len(sheets) == 1 and "5." in sheets[0]


def test_the_paper_has_all_headings_and_the_address_of_the_page(paper: Paper) -> None:
    page = paper("funn/aktiv-leder/")
    printed = bare("".join(page_texts(page.pdf(format="A4"))))
    headings = page.locator("article :is(h1, h2)").all_text_contents()
    assert len(headings) > 3
    assert [heading for heading in headings if bare(heading.replace("¶", "")) not in printed] == []
    assert bare(page.url) in printed
