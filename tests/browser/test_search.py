"""Material's search in the browser: inflected words, titles first, the kind in the results."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from index_reader import read_index
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Edition, Open

Search = Callable[[Page, str], Locator]
#: What Material says of results, and what it says where there are none.
FOUND = {"nb": "treff", "en": "matching document"}
NONE = {"nb": "Ingen treff", "en": "No matching documents"}
#: A word that many pages have; one of a concept and of findings; one that is in the title of a concept.
COMMON = {"nb": "brev", "en": "letter"}
SHARED = {"nb": "samskaping", "en": "co-creation"}
IN_TITLE = {"nb": "rom", "en": "room"}

#: A word as it is typed, and another form of it that is found.
INFLECTED = {
    "nb": [
        ("lederes", "ledere"),
        ("lederes", "leder"),
        ("lederne", "ledere"),
        ("brevene", "brevet"),
        ("handlingsrommet", "handlingsrom"),
        ("handlingsrom", "handlingsrommet"),
        ("samskapingens", "samskaping"),
        ("fleksibiliseringen", "fleksibilisering"),
        ("oversettelseskjeder", "oversettelseskjeden"),
    ],
    "en": [
        ("leaders", "leader"),
        ("leader", "leaders"),
        ("municipality", "municipalities"),
        ("priorities", "priority"),
        ("translators", "translator"),
        ("prioritising", "prioritised"),
        ("planned", "plan"),
        ("chose", "choose"),
        ("greatest", "greater"),
    ],
}
#: What some page has in its title, in this or another form.
TITLES = {
    "nb": ["brevene", "handlingsrommet", "samskapingens", "ungdomsavdelingene"],
    "en": ["letters", "co-creating", "temporarised", "youth departments"],
}
#: What somebody looks for, and the kind of what is found.
KINDS = {
    "nb": [
        ("kompass", "finding"),
        ("temporarisering", "concept"),
        ("togbane", "statement"),
        ("Trender og translasjoner", "source"),
        ("innvandrere", "letter_item"),
        ("godkjenning NSD", "appendix"),
    ],
    "en": [
        ("compass", "finding"),
        ("temporarisation", "concept"),
        ("railway", "statement"),
        ("Trender og translasjoner", "source"),
        ("Trends and translations", "source"),
        ("immigrants", "letter_item"),
        ("approval NSD", "appendix"),
    ],
}


@pytest.fixture
def search(edition: Edition) -> Search:
    """Gives the results of a query, once there are some and those of the one before are gone."""

    def results(page: Page, query: str) -> Locator:
        box, meta = page.locator(".md-search__input"), page.locator(".md-search-result__meta")
        box.fill("")
        box.press("End")  # Material looks at the query when a key comes up
        expect(meta).not_to_contain_text(FOUND[edition.language])
        box.fill(query)
        box.press("End")
        expect(meta).to_contain_text(FOUND[edition.language])
        return page.locator(".md-search-result__item")

    return results


def test_an_inflected_word_finds_other_forms(page_at: Open, edition: Edition, search: Search) -> None:
    page = page_at()
    for query, form in INFLECTED[edition.language]:
        marked = search(page, query).locator("mark").all_text_contents()
        assert form in {word.lower().strip(",.") for word in marked}, query
        expect(page.locator(".md-search-result__terms")).to_have_count(0)  # nothing is said to be missing


def test_titles_come_first(page_at: Open, edition: Edition, search: Search) -> None:
    page = page_at()
    for query in TITLES[edition.language]:
        found = search(page, query).first.locator("h1")
        expect(found.locator("mark").first, query).to_be_attached()


def test_results_tell_their_kind(page_at: Open, edition: Edition, search: Search) -> None:
    page = page_at()
    for query, kind in KINDS[edition.language]:
        style, name = kind.replace("_", "-"), edition.locale.label("kinds", kind)
        tag = search(page, query).locator(f".md-tag--spor-{style}", has_text=name).first
        expect(tag, query).to_be_attached()
        assert tag.evaluate("tag => getComputedStyle(tag, '::before').maskImage").startswith("url")


def test_the_index_comes_only_with_the_first_search(page_at: Open, edition: Edition, search: Search) -> None:
    page = page_at()
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    loaded = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not any("search_index" in name for name in loaded)
    search(page, COMMON[edition.language])
    assert any("search_index" in name for name in asked)


@pytest.mark.parametrize(
    ("edition", "query", "stem"), [("nb", "kompasset", "kompass"), ("en", "compasses", "compass")], indirect=["edition"]
)
def test_words_searched_for_are_marked_on_the_page(page_at: Open, search: Search, query: str, stem: str) -> None:
    page = page_at()
    search(page, query).first.locator("a").first.click()
    page.wait_for_load_state("networkidle")
    marked = page.evaluate("[...CSS.highlights.get('spor-search')].map(range => range.toString().toLowerCase())")
    assert marked and all(word.startswith(stem) for word in marked)


def test_results_are_narrowed_by_chips(page_at: Open, edition: Edition, search: Search) -> None:
    label, query = edition.locale.label, SHARED[edition.language]
    names = [label("search", "groups", kind) for kind in ("finding", "concept")]
    page = page_at()
    results = search(page, query)
    chips = page.get_by_role("group", name=label("search", "narrow")).get_by_role("button")
    findings, concepts = (chips.filter(has_text=name) for name in names)
    expect(chips).to_have_count(10)
    findings.click()
    expect(page.locator(".md-search__input")).to_have_value(f"{names[0]}: {query}")
    expect(findings).to_have_attribute("aria-pressed", "true")
    expect(results.locator("h1").locator("..").locator(".md-tag:not(.md-tag--spor-finding)")).to_have_count(0)
    concepts.click()
    expect(page.locator(".md-search__input")).to_have_value(f"{', '.join(names)}: {query}")
    expect(results.first.locator(".md-tag").first).to_have_text(label("kinds", "concept"))
    findings.click()
    concepts.click()
    expect(page.locator(".md-search__input")).to_have_value(query)
    expect(concepts).to_have_attribute("aria-pressed", "false")


def test_chips_show_what_is_typed_and_are_reached_by_keyboard(page_at: Open, edition: Edition, search: Search) -> None:
    name, query = edition.locale.label("search", "groups", "concept"), IN_TITLE[edition.language]
    page = page_at()
    box = page.locator(".md-search__input")
    search(page, f"{name.lower()}: {query}")
    chips = page.get_by_role("group", name=edition.locale.label("search", "narrow")).get_by_role("button")
    expect(chips.nth(1)).to_have_attribute("aria-pressed", "true")
    box.press("Tab")
    expect(chips.first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(chips.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(box).to_have_value(query)
    page.keyboard.press("Space")
    expect(box).to_have_value(f"{name}: {query}")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__output")).not_to_be_visible()


def test_the_search_is_gone_through_by_keyboard_and_closes_behind(page_at: Open, search: Search) -> None:
    page = page_at()
    page.keyboard.press("Tab")
    assert not page.locator(".spor-kinds button").first.is_visible(), "no stop while the search is closed"
    first = search(page, "trust").locator("a").first
    within, panel = "document.activeElement.closest('.md-search') !== null", page.locator(".md-search__output")
    for _ in range(11):  # ten chips, and the first result
        page.keyboard.press("Tab")
        assert page.evaluate(within) and panel.is_visible()
    expect(first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".spor-kinds button").last).to_be_focused()
    page.locator(".md-search__input").focus()
    page.keyboard.press("Shift+Tab")
    assert not page.evaluate(within)
    expect(panel).to_be_hidden()


def test_an_index_that_did_not_come_is_asked_for_again(page_at: Open, edition: Edition, search: Search) -> None:
    page = page_at()
    page.context.route("**/search_index.json", lambda route: route.fulfill(body="{"))
    page.locator(".md-search__input").fill(IN_TITLE[edition.language])
    page.locator(".md-search__input").press("End")
    expect(page.locator(".md-search-result__meta")).to_have_text(NONE[edition.language])
    page.context.unroute("**/search_index.json")
    search(page, COMMON[edition.language])


def test_a_query_of_signs_is_no_error(page_at: Open, edition: Edition, search: Search) -> None:
    page = page_at()
    page.locator(".md-search__input").fill('"(:^~ +-*')
    page.locator(".md-search__input").press("End")
    expect(page.locator(".md-search-result__meta")).to_have_text(NONE[edition.language])
    search(page, COMMON[edition.language])


def test_entries_and_panels_stay_out_of_the_index(edition: Edition) -> None:
    documents = read_index(edition.site)
    entries = {doc["location"]: doc["text"] for doc in documents if doc["location"].startswith("litteratur/#ref-")}
    assert len(entries) > 20
    for entry in entries.values():
        holders = [doc["location"] for doc in documents if entry in doc["text"]]
        assert len(holders) == 1, entry
