"""Paragraphs in a browser: citing one, reporting an error in one, the notes beside it, and the way back to it."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from browser.conftest import Edition, Open

CHAPTER = "kapitler/6-2/"
PARAGRAPH = "#s6-2-1-p3"
#: Wide enough for notes in the margin, and too narrow.
WIDE, NARROW = 1280, 1000


class Words(NamedTuple):
    """What the site is called, and how the title of the chapter and the paragraph begin."""

    site: str
    title: str
    paragraph: str


WORDS = {
    "nb": Words(
        "Handlingsrom i Nav",
        "6.2 Hvordan påvirker mål- og disponeringsbrevet",
        "«Lederen vet at personer med fluktbakgrunn",
    ),
    "en": Words(
        "Room for action in Nav",
        "6.2 How does the goal and allocation letter affect",
        "‘The leader knows that people with a refugee background",
    ),
}


@pytest.fixture
def words(edition: Edition) -> Words:
    """The words of the pages themselves; those around them are in the locale."""
    return WORDS[edition.language]


@pytest.fixture
def place(edition: Edition) -> str:
    """What the place of the paragraph is called."""
    return f"§\u00a06.2.1, {edition.locale.label('block', 'name')} 3"


def copy(page: Page, edition: Edition) -> list[str]:
    """The lines that the menu of the paragraph copies."""
    page.locator(PARAGRAPH).hover()
    page.locator(f"{PARAGRAPH} > .spor-mark").click()
    page.get_by_role("button", name=edition.locale.label("block", "copy")).click()
    expect(page.locator(".spor-menu__status")).to_have_text(edition.locale.label("cite", "copied"))
    return str(page.evaluate("navigator.clipboard.readText()")).split("\n")


def test_a_paragraph_is_cited_in_two_clicks(page_at: Open, edition: Edition, words: Words, place: str) -> None:
    page = page_at(CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    mark = page.locator(f"{PARAGRAPH} > .spor-mark")
    assert mark.evaluate("mark => getComputedStyle(mark).opacity") == "0"
    page.locator(PARAGRAPH).hover()
    expect(mark).to_have_css("opacity", "1")
    reference, in_text, dated = copy(page, edition)
    restates = edition.locale.label("cite", "restates")
    assert reference.startswith(f"{words.site}. (2026). {words.title} ")
    assert reference.endswith(f"[{restates} Fagerland, 2023]. {edition.url}{CHAPTER}{PARAGRAPH}")
    assert in_text == f"({words.site}, 2026, {place})"
    assert dated.startswith(f"{edition.locale.label('cite', 'edition')} ")
    assert page.url.endswith(PARAGRAPH)


def test_by_keyboard(page_at: Open, edition: Edition) -> None:
    page = page_at(CHAPTER)
    tabbed = "[...document.querySelectorAll('.spor-mark')].filter(mark => mark.tabIndex >= 0).length"
    assert page.evaluate(tabbed) == 1
    page.locator(f"{PARAGRAPH} a:not(.spor-mark)").first.focus()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(f"{PARAGRAPH} > .spor-mark")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#s6-2-1-p4 > .spor-mark")).to_be_focused()
    assert page.evaluate(tabbed) == 1
    page.keyboard.press("Enter")
    fourth = f"{edition.locale.label('block', 'name')} 4"
    expect(page.get_by_role("dialog", name=fourth).get_by_role("button")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".spor-menu")).not_to_be_visible()
    expect(page.locator("#s6-2-1-p4 > .spor-mark")).to_be_focused()


def test_without_a_clipboard_the_text_is_shown(page_at: Open, edition: Edition) -> None:
    page = page_at(CHAPTER)
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
    page.locator(PARAGRAPH).hover()
    page.locator(f"{PARAGRAPH} > .spor-mark").click()
    page.get_by_role("button", name=edition.locale.label("block", "copy")).click()
    expect(page.locator(".spor-menu__status")).to_contain_text(PARAGRAPH)
    assert PARAGRAPH in str(page.evaluate("getSelection().toString()"))


def test_without_scripts_there_is_the_link(page_at: Open, edition: Edition) -> None:
    page = page_at(CHAPTER, javascript=False)
    page.locator(PARAGRAPH).hover()
    page.locator(f"{PARAGRAPH} > .spor-mark").click()
    assert page.url == f"{edition.url}{CHAPTER}{PARAGRAPH}"


def test_in_a_whole_chapter_the_part_is_cited(page_at: Open, edition: Edition, words: Words) -> None:
    page = page_at("kapitler/6/", permissions=["clipboard-read", "clipboard-write"])
    reference = copy(page, edition)[0]
    assert words.title in reference and f"{edition.url}{CHAPTER}{PARAGRAPH}" in reference
    assert page.url == f"{edition.url}kapitler/6/"


def test_an_error_is_reported_at_the_place(page_at: Open, edition: Edition, words: Words, place: str) -> None:
    """As the page is where the owner has set where to."""
    built = (edition.site / CHAPTER / "index.html").read_text("utf-8")

    def with_report(route: Route) -> None:
        links = '<a data-issues="https://example.org/new">Sak</a><a data-mail="feil@example.org">E-post</a>'
        page_ = built.replace('<p class="spor-menu__status"', f'{links}<p class="spor-menu__status"')
        route.fulfill(body=page_, content_type="text/html; charset=utf-8")

    page = page_at("om/")
    page.route(f"**/{CHAPTER}", with_report)
    page.goto(CHAPTER)
    page.locator(PARAGRAPH).hover()
    page.locator(f"{PARAGRAPH} > .spor-mark").click()
    for name, fields in (("Sak", ("title", "body")), ("E-post", ("subject", "body"))):
        query = parse_qs(urlsplit(page.get_by_role("link", name=name).get_attribute("href") or "").query)
        title, body = (query[field][0] for field in fields)
        assert title.endswith(place)
        assert PARAGRAPH in body and words.paragraph in body and edition.locale.label("block", "asks") in body
        assert edition.locale.label("chain", "link") not in body  # nor what else the page shows beside the words


@pytest.mark.parametrize("page_path", [CHAPTER, "kapitler/6/"])
def test_the_notes_stand_in_the_margin(page_at: Open, page_path: str) -> None:
    page = page_at(page_path, width=WIDE)
    paragraph, notes = page.locator(PARAGRAPH), page.locator(f".spor-noted:has({PARAGRAPH}) .spor-notes")
    expect(notes.get_by_role("listitem").first).to_contain_text("Røvik, 2007")
    expect(notes.locator("summary")).not_to_be_visible()
    text, beside = paragraph.bounding_box(), notes.bounding_box()
    assert text and beside
    assert beside["x"] >= text["x"] + text["width"]
    assert abs(beside["y"] - text["y"]) < 10
    assert beside["x"] + beside["width"] <= WIDE
    expect(page.locator(".md-sidebar--secondary")).not_to_be_visible()
    expect(page.locator(".md-sidebar--primary .md-nav--secondary a").first).to_be_visible()


def test_no_note_stands_over_another(page_at: Open) -> None:
    page = page_at("kapitler/5-2/", width=WIDE)
    boxes = [notes.bounding_box() for notes in page.locator(".spor-notes").all()]
    assert len(boxes) > 5
    for above, below in pairwise(boxes):
        assert above and below and above["y"] + above["height"] <= below["y"]


def test_the_notes_open_in_place(page_at: Open) -> None:
    page = page_at(CHAPTER, width=NARROW, javascript=False)
    notes = page.locator(f".spor-noted:has({PARAGRAPH}) .spor-notes")
    expect(notes.get_by_role("listitem").first).not_to_be_visible()
    notes.locator("summary").click()
    expect(notes.get_by_role("listitem").first).to_be_visible()


def test_no_notes_on_paper(page_at: Open) -> None:
    page = page_at(CHAPTER)
    page.emulate_media(media="print")
    expect(page.locator(".spor-notes").first).not_to_be_visible()
    expect(page.locator(".spor-mark").first).not_to_be_visible()


def test_the_way_back_from_a_work(page_at: Open, edition: Edition) -> None:
    page = page_at(CHAPTER)
    page.locator(f"{PARAGRAPH} a.spor-source").last.click()
    back = page.get_by_role("link", name=edition.locale.label("block", "back"))
    expect(back).to_be_visible()
    back.click()
    page.wait_for_url(f"{edition.url}{CHAPTER}#c-rovik2007-*")
    page.goto("litteratur/#ref-offerdal2014")
    expect(back).not_to_be_visible()


@pytest.fixture
def telephone(page_at: Open) -> Page:
    """The chapter on a telephone, which has nothing to hover with."""
    return page_at(CHAPTER, width=390, height=800, telephone=True)


def test_the_first_tap_on_a_citation_opens_the_notes(telephone: Page, edition: Edition) -> None:
    citation = telephone.locator(f"{PARAGRAPH} a.spor-source").last
    citation.tap()
    expect(telephone.locator(f".spor-noted:has({PARAGRAPH}) li").first).to_be_visible()
    expect(telephone.locator(f"{PARAGRAPH} .spor-card").last).not_to_be_visible()
    citation.tap()
    telephone.wait_for_url("**/litteratur/#ref-rovik2007")
    expect(telephone.get_by_role("link", name=edition.locale.label("block", "back"))).to_be_visible()


def test_a_tap_on_the_number_of_a_paragraph_opens_its_menu(telephone: Page, place: str) -> None:
    telephone.locator(f"{PARAGRAPH} > .spor-mark").tap()
    menu = telephone.get_by_role("dialog", name=place.replace("\u00a0", " "))
    expect(menu).to_be_visible()
    box = menu.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
