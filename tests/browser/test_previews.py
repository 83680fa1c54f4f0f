"""Previews of links and citations: by pointer and by keyboard, closed with Esc, within the window, switched off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Edition, Open

CHAPTER = "kapitler/5-2/"
PREVIEW = ".md-tooltip2--active > .md-tooltip2__inner"
LINKS = {
    "finding": "article p > a.spor-finding",
    "concept": "article p > a.spor-concept",
    "statement": "article p > a.spor-statement",
    "section": "article p > a.spor-section",
}

#: Whether each line of a link can be clicked in its middle.
ON_TOP = """link => [...link.getClientRects()].map((line) =>
    link.contains(document.elementFromPoint(line.x + line.width / 2, line.y + line.height / 2)))"""


def within(page: Page, element: Locator) -> bool:
    """Whether all of it is in the window; it may have more to scroll to within itself."""
    box, window = element.bounding_box(), page.viewport_size
    assert box and window
    return (
        box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= window["width"]
        and box["y"] + box["height"] <= window["height"]
    )


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        *(("kapitler/6-2/", selector) for selector in LINKS.values()),
        ("funn/aktiv-leder/", ".spor-panel a.spor-statement"),
        ("oversikter/informanter/", "tbody th a.spor-finding"),
        ("sporkart/", ".spor-map-list li a.spor-concept"),
    ],
)
def test_a_link_shows_what_it_leads_to(page_at: Open, path: str, selector: str) -> None:
    page = page_at(path)
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    link = page.locator(selector).first
    link.hover()
    preview = page.locator(PREVIEW)
    expect(preview).to_be_visible()
    expect(preview.locator("p").first).to_be_visible()
    assert within(page, preview)
    name = page.locator(".md-tooltip2--active").get_attribute("aria-label")
    assert name and name in preview.locator("h3").inner_text()


def test_a_preview_stays_under_the_pointer_and_closes_with_esc(page_at: Open) -> None:
    page = page_at(CHAPTER)
    page.locator(LINKS["statement"]).first.hover()
    preview = page.locator(PREVIEW)
    expect(preview).to_be_visible()
    box = preview.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 20, steps=8)
    page.wait_for_timeout(700)  # longer than Material waits before it closes one
    expect(preview).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    page.mouse.move(0, 0)
    expect(page.locator(".md-tooltip2")).to_have_count(0)


def test_a_preview_by_keyboard(page_at: Open) -> None:
    page = page_at(CHAPTER)
    link = page.locator(LINKS["concept"]).first
    link.focus()
    preview = page.locator(PREVIEW)
    expect(preview).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.md-tooltip2')") is None


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_a_citation_shows_its_entry_within_the_window(page_at: Open, width: int) -> None:
    page = page_at("kapitler/3/", width=width)
    cites = page.locator("article p > .spor-cite")
    assert cites.count() > 10
    for number in range(0, 12, 3):
        link = cites.nth(number).locator("a").first
        for block in ("start", "end"):
            link.evaluate("(link, block) => { link.scrollIntoView({ block }); link.blur(); }", block)
            page.mouse.move(0, 0)
            link.focus()
            card = cites.nth(number).locator(".spor-card")
            expect(card).to_be_visible()
            if block == "end":  # at the start a link may be under the header
                assert within(page, card), number


def test_an_entry_stays_under_the_pointer_and_closes_with_esc(page_at: Open) -> None:
    page = page_at("kapitler/3/")
    cite = page.locator("article p > .spor-cite").first
    card = cite.locator(".spor-card")
    expect(card).to_be_hidden()
    cite.locator("a").first.hover()
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box
    assert all(cite.locator("a").first.evaluate(ON_TOP)), "a line of the link is covered"
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=12)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.mouse.move(0, 0)
    cite.locator("a").first.hover()
    expect(card).to_be_visible()


def test_an_entry_by_keyboard_without_javascript(page_at: Open) -> None:
    page = page_at("kapitler/3/", javascript=False)
    cite = page.locator("article p > .spor-cite").first
    cite.locator("a").first.focus()
    expect(cite.locator(".spor-card")).to_be_visible()


def test_previews_can_be_switched_off_for_good(page_at: Open, edition: Edition) -> None:
    page = page_at("kapitler/3/")
    switch = page.locator("[data-spor-previews]")
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(switch.get_by_text(edition.locale.label("page", "previews_on"), exact=True)).to_be_visible()
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.goto(CHAPTER)
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(switch.get_by_text(edition.locale.label("page", "previews_off"), exact=True)).to_be_visible()
    page.locator(LINKS["concept"]).first.hover()
    page.wait_for_timeout(900)
    expect(page.locator(".md-tooltip2__inner")).to_be_hidden()
    page.goto("kapitler/3/")
    cite = page.locator("article p > .spor-cite").first
    cite.locator("a").first.hover()
    expect(cite.locator(".spor-card")).to_be_hidden()
    switch.click()
    cite.locator("a").first.hover()
    expect(cite.locator(".spor-card")).to_be_visible()


def test_previews_are_not_offered_where_the_site_is_not_at_its_address(page_at: Open, edition: Edition) -> None:
    page = page_at()
    expect(page.locator("[data-spor-previews]")).to_be_visible()
    text = (
        (edition.site / "om" / "index.html")
        .read_text("utf-8")
        .replace(f'href="{edition.url}om/"', 'href="https://x.example/om/"')
    )
    page.route("**/om/", lambda route: route.fulfill(body=text, content_type="text/html"))
    page.goto("om/")
    expect(page.locator("[data-spor-previews]")).to_be_hidden()
