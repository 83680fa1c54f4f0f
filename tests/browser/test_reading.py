"""A reader's ways through the site in a browser, with and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.conftest import Edition, Open, in_serif
from browser.pages import PAGES

#: What is marked as the other language: where it stands, and its words.
QUOTED = {
    "nb": (PAGES["summary in two languages"], "room for action"),
    "en": (PAGES["finding"], "har da skapt et større handlingsrom"),
}
#: Terms of the other language, by where they stand: in the text, and in a title.
TERMS = {
    "nb": {PAGES["chapter with figures and notes"]: "top-down", PAGES["concepts"]: "forward mapping"},
    "en": {"kapitler/1-2/": "trygdeetaten", "begreper/organisasjonside/": "Organisasjonsside"},
}
#: Parts of the navigation, and what the first page of each is called.
PARTS = {
    "nb": {"finding": ("Funn", "Alle funn"), "concept": ("Begreper", "Alle begreper")},
    "en": {"finding": ("Findings", "All findings"), "concept": ("Concepts", "All concepts")},
}
#: What leads on from an unknown address, and where to.
WAYS_ON = {"nb": ("Funn", "funn/"), "en": ("English", "")}


def test_from_the_front_page_to_a_statement_and_back(page_at: Open, edition: Edition) -> None:
    page = page_at()
    page.locator("article a.spor-question").first.click()
    expect(page.locator(".spor-kicker")).to_contain_text(edition.locale.label("kinds", "question"))
    page.locator(".spor-findings .spor-finding").first.click()
    expect(page.locator(".spor-kicker")).to_contain_text(edition.locale.label("kinds", "finding"))
    finding = page.url
    page.locator(".spor-panel .spor-statement").first.click()
    assert "/utsagn/#u-" in page.url
    statement = page.locator(":target")
    expect(statement).to_be_in_viewport()
    article = page.locator("article article").filter(has=statement)
    article.locator("summary").click()
    article.locator(f'a[href$="{finding.rstrip("/").rsplit("/", 1)[-1]}/"]').first.click()
    assert page.url == finding
    page.go_back()
    page.go_back()
    assert page.url == finding


#: How many characters each full line of the running text has.
LINES = """() => [...document.querySelectorAll(":is(article, .spor-noted) > p")].flatMap(paragraph => {
    const text = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const range = new Range(), lines = [0];
    let before = -Infinity;
    while (text.nextNode()) {
        if (text.currentNode.parentElement.closest(".spor-card")) continue;
        for (let at = 0; at < text.currentNode.length; at++) {
            range.setStart(text.currentNode, at);
            range.setEnd(text.currentNode, at + 1);
            const { left, height } = range.getBoundingClientRect();
            if (!height) continue;
            if (left < before) lines.push(0);
            lines[lines.length - 1]++;
            before = left;
        }
    }
    return lines.slice(0, -1);
})"""


@pytest.mark.parametrize("path", PAGES.values(), ids=list(PAGES))
def test_every_type_of_page_is_quiet_and_says_its_language(page_at: Open, edition: Edition, path: str) -> None:
    """`page_at` itself fails for an error in the console and for a request to another address.

    What comes late is waited for where a page is weighed.
    """
    page = page_at(path)
    assert page.locator("html").get_attribute("lang") == edition.language
    expect(page.locator("article h1")).to_have_count(1)
    for width in (1440, 768, 360):  # no page is wider than its window
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_other_languages_are_marked(page_at: Open, edition: Edition) -> None:
    path, words = QUOTED[edition.language]
    found = page_at(path).locator("article").get_by_text(words)
    expect(found).not_to_have_count(0)
    for element in found.all():
        assert element.evaluate("element => element.closest('[lang]').lang") == edition.other


def test_a_foreign_term_is_marked_in_text_and_in_titles(page_at: Open, edition: Edition) -> None:
    for path, term in TERMS[edition.language].items():
        found = page_at(path).locator("article").get_by_text(term, exact=True).first
        assert found.evaluate("element => element.closest('[lang]').lang") == edition.other


@pytest.mark.parametrize("width", [768, 1440])
def test_a_line_has_about_66_characters(page_at: Open, width: int) -> None:
    page = page_at(PAGES["chapter"], width=width)
    in_serif(page)
    lengths = page.evaluate(LINES)
    assert 60 <= sum(lengths) / len(lengths) <= 72
    assert max(lengths) <= 85


def test_a_page_outside_the_navigation_stands_where_it_belongs(page_at: Open, edition: Edition) -> None:
    for name, (part, first) in PARTS[edition.language].items():
        page = page_at(PAGES[name])
        expect(page.locator(".md-tabs__item--active")).to_have_text(part)
        expect(page.locator(".md-sidebar--primary").get_by_text(first, exact=True)).to_be_visible()


def test_the_front_page_shows_the_whole_map(page_at: Open) -> None:
    page = page_at(javascript=False)
    overview = page.locator(".spor-overview")
    assert overview.locator("rect").count() == sum(int(n) for n in overview.locator("b").all_inner_texts()) > 100
    expect(overview.locator(".spor-overview__link")).to_be_in_viewport()
    overview.locator(".spor-overview__link").click()
    page.wait_for_url("**/sporkart/")


def test_on_a_narrow_screen_the_answers_come_at_once_and_the_list_before_the_map(page_at: Open) -> None:
    page = page_at(width=390, height=1200)
    expect(page.locator(".spor-overview")).to_be_hidden()
    expect(page.locator("article h2").first).to_be_in_viewport()
    page.goto(PAGES["map"])
    expect(page.locator(".spor-map-list > .spor-map__narrow")).to_be_in_viewport()
    listed, drawn = page.locator(".spor-map-list").bounding_box(), page.locator(".spor-map").bounding_box()
    assert listed and drawn and listed["y"] + listed["height"] <= drawn["y"]


@pytest.mark.parametrize("width", [360, 768])
def test_the_letters_stand_side_by_side_where_there_is_room(page_at: Open, width: int) -> None:
    page = page_at(f"{PAGES['letters']}?change=skjerpet", width=width)
    row = page.locator(".spor-change:visible").first
    older, newer = (row.locator(f".spor-{side}").bounding_box() for side in ("before", "after"))
    assert older and newer
    if width == 360:  # one under the other
        assert newer["y"] >= older["y"] + older["height"] and older["width"] > 300
    else:
        assert newer["y"] == older["y"] and newer["x"] > older["x"]


def test_the_skip_link_comes_first(page_at: Open) -> None:
    page = page_at(PAGES["finding"])
    page.keyboard.press("Tab")
    skip = page.locator(".md-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    skip.press("Enter")
    expect(page.locator("article h1")).to_be_in_viewport()


def test_the_header_hides_nothing_that_has_the_focus(page_at: Open) -> None:
    page = page_at(PAGES["chapter"], width=360)
    page.locator("article p a").last.focus()
    header = page.locator(".md-header").bounding_box()
    for _ in range(15):
        page.keyboard.press("Shift+Tab")
        top = page.evaluate("document.activeElement.getBoundingClientRect().top")
        assert header and top >= header["height"]


def test_the_contents_mark_the_heading_that_they_lead_to(page_at: Open) -> None:
    page = page_at(PAGES["finding"])
    link = page.locator(".md-sidebar--secondary .md-nav__link").nth(1)
    link.click()
    expect(link).to_contain_class("md-nav__link--active")


def test_a_wide_table_scrolls_by_keyboard(page_at: Open) -> None:
    page = page_at(PAGES["matrix"], width=360)
    table = page.locator(".spor-scroll").first
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.spor-scroll').scrollLeft > 0")
    assert table.get_attribute("aria-label")


def test_an_unknown_address_gets_a_page_in_its_language(page_at: Open, edition: Edition) -> None:
    """The one page that there is for the whole site."""
    page = page_at("no/such/page/no-such-page/")
    heading = page.locator("article").get_by_role("heading", name=edition.locale.label("not_found", "title"))
    expect(heading).to_be_in_viewport()
    assert heading.evaluate("heading => heading.closest('[lang]').lang") == edition.language
    name, path = WAYS_ON[edition.language]
    page.locator("article").get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(f"{edition.url}{path}")
    expect(page.locator("article a.spor-finding").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_moves_for_who_wants_no_motion(page_at: Open, scheme: str) -> None:
    page = page_at(PAGES["finding"], scheme=scheme)
    page.emulate_media(reduced_motion="reduce")
    slow = page.evaluate(
        "[...document.querySelectorAll('*')].filter(element => "
        "getComputedStyle(element).transitionDuration.split(', ').some(time => parseFloat(time) > 0.001)).length"
    )
    assert slow == 0


class TestWithoutJavaScript:
    """All that is essential is in the pages themselves."""

    def test_links_and_panels(self, page_at: Open) -> None:
        page = page_at(PAGES["finding"], javascript=False)
        expect(page.locator(".spor-panel .spor-statement").first).to_be_visible()
        page.locator(".spor-panel .spor-statement").first.click()
        assert "/utsagn/#u-" in page.url
        expect(page.locator(":target")).to_be_visible()

    def test_a_sections_panel_opens(self, page_at: Open) -> None:
        page = page_at(PAGES["chapter"], javascript=False)
        panel = page.locator(".spor-panel").first
        expect(panel.locator("a").first).to_be_hidden()
        panel.locator("summary").click()
        expect(panel.locator("a").first).to_be_visible()

    def test_citations_lead_to_their_entries(self, page_at: Open) -> None:
        page = page_at(PAGES["chapter with figures and notes"], javascript=False)
        page.locator("article p > .spor-cite > a").first.click()
        assert "/litteratur/#ref-" in page.url
        expect(page.locator(":target")).to_be_visible()

    def test_what_needs_it_is_not_shown(self, page_at: Open) -> None:
        page = page_at(javascript=False)
        expect(page.locator("[data-spor-previews]")).to_be_hidden()
        page.goto(PAGES["findings"])
        assert page.locator(".spor-filter").first.bounding_box() is None, "nor does it keep a place"
