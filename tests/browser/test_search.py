"""Material's search in the browser: inflected Norwegian, titles first, the kind in the results."""

from __future__ import annotations

import pytest
from index_reader import read_index
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Open, Served


def search(page: Page, query: str) -> Locator:
    """The results of a query, once there are some."""
    page.locator(".md-search__input").fill(query)
    page.locator(".md-search__input").press("End")  # Material looks at the query when a key comes up
    expect(page.locator(".md-search-result__meta")).to_contain_text("treff")
    return page.locator(".md-search-result__item")


@pytest.mark.parametrize(
    ("query", "form"),
    [
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
)
def test_an_inflected_word_finds_other_forms(page_at: Open, query: str, form: str) -> None:
    page = page_at()
    marked = search(page, query).locator("mark").all_text_contents()
    assert form in {word.lower().strip(",.") for word in marked}
    expect(page.locator(".md-search-result__terms")).to_have_count(0)  # nothing is said to be missing


@pytest.mark.parametrize("query", ["brevene", "handlingsrommet", "samskapingens", "ungdomsavdelingene"])
def test_titles_come_first(page_at: Open, query: str) -> None:
    results = search(page_at(), query)
    found = results.first.locator("h1")
    expect(found.locator("mark").first).to_be_attached()


@pytest.mark.parametrize(
    ("query", "kind", "style"),
    [
        ("kompass", "Funn", "finding"),
        ("temporarisering", "Begrep", "concept"),
        ("togbane", "Utsagn", "statement"),
        ("Trender og translasjoner", "Kilde", "source"),
        ("innvandrere", "Punkt i brevet", "letter-item"),
        ("godkjenning NSD", "Vedlegg", "appendix"),
    ],
)
def test_results_tell_their_kind(page_at: Open, query: str, kind: str, style: str) -> None:
    results = search(page_at(), query)
    tag = results.locator(f".md-tag--spor-{style}", has_text=kind).first
    expect(tag).to_be_attached()
    assert tag.evaluate("tag => getComputedStyle(tag, '::before').maskImage").startswith("url")


def test_the_index_comes_only_with_the_first_search(page_at: Open) -> None:
    page = page_at()
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    loaded = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not any("search_index" in name for name in loaded)
    search(page, "brev")
    assert any("search_index" in name for name in asked)


def test_words_searched_for_are_marked_on_the_page(page_at: Open) -> None:
    page = page_at()
    search(page, "kompasset").first.locator("a").first.click()
    page.wait_for_load_state("networkidle")
    marked = page.evaluate("[...CSS.highlights.get('spor-search')].map(range => range.toString().toLowerCase())")
    assert marked and all(word.startswith("kompass") for word in marked)


def test_results_are_narrowed_by_chips(page_at: Open) -> None:
    page = page_at()
    results = search(page, "samskaping")
    chips = page.get_by_role("group", name="Vis bare").get_by_role("button")
    findings, concepts = chips.filter(has_text="Funn"), chips.filter(has_text="Begreper")
    expect(chips).to_have_count(10)
    findings.click()
    expect(page.locator(".md-search__input")).to_have_value("Funn: samskaping")
    expect(findings).to_have_attribute("aria-pressed", "true")
    expect(results.locator("h1").locator("..").locator(".md-tag:not(.md-tag--spor-finding)")).to_have_count(0)
    concepts.click()
    expect(page.locator(".md-search__input")).to_have_value("Funn, Begreper: samskaping")
    expect(results.first.locator(".md-tag").first).to_have_text("Begrep")
    findings.click()
    concepts.click()
    expect(page.locator(".md-search__input")).to_have_value("samskaping")
    expect(concepts).to_have_attribute("aria-pressed", "false")


def test_chips_show_what_is_typed_and_are_reached_by_keyboard(page_at: Open) -> None:
    page = page_at()
    box = page.locator(".md-search__input")
    search(page, "begreper: rom")
    chips = page.get_by_role("group", name="Vis bare").get_by_role("button")
    expect(chips.nth(1)).to_have_attribute("aria-pressed", "true")
    box.press("Tab")
    expect(chips.first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(chips.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(box).to_have_value("rom")
    page.keyboard.press("Space")
    expect(box).to_have_value("Begreper: rom")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__output")).not_to_be_visible()


def test_an_index_that_did_not_come_is_asked_for_again(page_at: Open) -> None:
    page = page_at()
    page.context.route("**/search_index.json", lambda route: route.fulfill(body="{"))
    page.locator(".md-search__input").fill("rom")
    page.locator(".md-search__input").press("End")
    expect(page.locator(".md-search-result__meta")).to_have_text("Ingen treff")
    page.context.unroute("**/search_index.json")
    search(page, "brev")


def test_a_query_of_signs_is_no_error(page_at: Open) -> None:
    page = page_at()
    page.locator(".md-search__input").fill('"(:^~ +-*')
    page.locator(".md-search__input").press("End")
    expect(page.locator(".md-search-result__meta")).to_have_text("Ingen treff")
    search(page, "brev")


def test_entries_and_panels_stay_out_of_the_index(served: Served) -> None:
    documents = read_index(served.site)
    entries = {doc["location"]: doc["text"] for doc in documents if doc["location"].startswith("litteratur/#ref-")}
    assert len(entries) > 20
    for entry in entries.values():
        holders = [doc["location"] for doc in documents if entry in doc["text"]]
        assert len(holders) == 1, entry
