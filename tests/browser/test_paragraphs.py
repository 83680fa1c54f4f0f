"""Paragraphs in a browser: citing one, reporting an error in one, the notes beside it, and the way back to it."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from browser.answers import answer
from browser.conftest import Open, Served

CHAPTER = "kapitler/6-2/"
PARAGRAPH = "#s6-2-1-p3"
#: Wide enough for notes in the margin, and too narrow.
WIDE, NARROW = 1280, 1000


def test_a_paragraph_is_cited_in_two_clicks(page_at: Open, served: Served) -> None:
    page = page_at(CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    mark = page.locator(f"{PARAGRAPH} > .spor-mark")
    assert mark.evaluate("mark => getComputedStyle(mark).opacity") == "0"
    page.locator(PARAGRAPH).hover()
    expect(mark).to_have_css("opacity", "1")
    mark.click()
    page.get_by_role("button", name="Kopier adresse og henvisning").click()
    expect(page.locator(".spor-menu__status")).to_have_text("Kopiert")
    reference, in_text, edition = str(page.evaluate("navigator.clipboard.readText()")).split("\n")
    assert reference.startswith("Handlingsrom i Nav. (2026). 6.2 Hvordan påvirker mål- og disponeringsbrevet")
    assert reference.endswith(f"[Gjenfortelling av Fagerland, 2023]. {served.url}{CHAPTER}{PARAGRAPH}")
    assert in_text == "(Handlingsrom i Nav, 2026, §\u00a06.2.1, avsnitt 3)"
    assert edition.startswith("Utgave ")
    assert page.url.endswith(PARAGRAPH)


def test_by_keyboard(page_at: Open) -> None:
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
    expect(page.get_by_role("dialog", name="avsnitt 4").get_by_role("button")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".spor-menu")).not_to_be_visible()
    expect(page.locator("#s6-2-1-p4 > .spor-mark")).to_be_focused()


def test_without_a_clipboard_the_text_is_shown(page_at: Open) -> None:
    page = page_at(CHAPTER)
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
    page.locator(PARAGRAPH).hover()
    page.locator(f"{PARAGRAPH} > .spor-mark").click()
    page.get_by_role("button", name="Kopier").click()
    expect(page.locator(".spor-menu__status")).to_contain_text(PARAGRAPH)
    assert PARAGRAPH in str(page.evaluate("getSelection().toString()"))


def test_without_scripts_there_is_the_link(page_at: Open, served: Served) -> None:
    page = page_at(CHAPTER, javascript=False)
    page.locator(PARAGRAPH).hover()
    page.locator(f"{PARAGRAPH} > .spor-mark").click()
    assert page.url == f"{served.url}{CHAPTER}{PARAGRAPH}"


def test_in_a_whole_chapter_the_part_is_cited(page_at: Open, served: Served) -> None:
    page = page_at("kapitler/6/", permissions=["clipboard-read", "clipboard-write"])
    page.locator(PARAGRAPH).hover()
    page.locator(f"{PARAGRAPH} > .spor-mark").click()
    page.get_by_role("button", name="Kopier").click()
    expect(page.locator(".spor-menu__status")).to_have_text("Kopiert")
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert "6.2 Hvordan påvirker" in copied and f"{served.url}{CHAPTER}{PARAGRAPH}" in copied
    assert page.url == f"{served.url}kapitler/6/"


def test_an_error_is_reported_at_the_place(page_at: Open, served: Served) -> None:
    """As the page is where the owner has set where to."""
    built = (served.site / CHAPTER / "index.html").read_text("utf-8")

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
        assert title.endswith("§\u00a06.2.1, avsnitt 3")
        assert PARAGRAPH in body and "«Lederen vet at personer med fluktbakgrunn" in body and "Hva er feil?" in body
        assert "Se veien" not in body  # nor what else the page shows beside the words


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


def test_the_way_back_from_a_work(page_at: Open, served: Served) -> None:
    page = page_at(CHAPTER)
    page.locator(f"{PARAGRAPH} a.spor-source").last.click()
    back = page.get_by_role("link", name="Tilbake til teksten")
    expect(back).to_be_visible()
    back.click()
    page.wait_for_url(f"{served.url}{CHAPTER}#c-rovik2007-*")
    page.goto("litteratur/#ref-offerdal2014")
    expect(page.get_by_role("link", name="Tilbake til teksten")).not_to_be_visible()


@pytest.fixture
def telephone(served: Served, browser: Browser) -> Page:
    """The chapter on a telephone, which has nothing to hover with."""
    context = browser.new_context(
        base_url=served.url, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    answer(context, served.site)
    page = context.new_page()
    page.goto(CHAPTER)
    return page


def test_the_first_tap_on_a_citation_opens_the_notes(telephone: Page) -> None:
    citation = telephone.locator(f"{PARAGRAPH} a.spor-source").last
    citation.tap()
    expect(telephone.locator(f".spor-noted:has({PARAGRAPH}) li").first).to_be_visible()
    expect(telephone.locator(f"{PARAGRAPH} .spor-card").last).not_to_be_visible()
    citation.tap()
    telephone.wait_for_url("**/litteratur/#ref-rovik2007")
    expect(telephone.get_by_role("link", name="Tilbake til teksten")).to_be_visible()
    telephone.context.close()


def test_a_tap_on_the_number_of_a_paragraph_opens_its_menu(telephone: Page) -> None:
    telephone.locator(f"{PARAGRAPH} > .spor-mark").tap()
    menu = telephone.get_by_role("dialog", name="§ 6.2.1, avsnitt 3")
    expect(menu).to_be_visible()
    box = menu.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    telephone.context.close()
