"""The map, the chains and the tables that can be narrowed and sorted, by pointer, by keyboard and without a script."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Edition, Open
from spor.render.views.lists import tags
from spor.render.views.map.graph import graph
from spor.trace.trace import Trace

MAP = "sporkart/"
MATRIX = "oversikter/informanter/"
SEVERAL = (
    *("aktiv-leder", "u-kim-oppdraget"),
    *(pytest.param(each, marks=pytest.mark.thorough) for each in ("fs2", "frihetsgrader", "rovik2007")),
)


def reach(start: str, steps: Iterable[tuple[str, str]]) -> set[str]:
    """All that one comes to from `start` in any number of steps."""
    found = {start}
    while more := {end for begin, end in steps if begin in found} - found:
        found |= more
    return found


def chain(trace: Trace, start: str) -> set[str]:
    """All that is up or down the chain of an entity."""
    down = [(edge.upper, edge.lower) for edge in graph(trace).edges if edge.chain]
    return reach(start, down) | reach(start, [(lower, upper) for upper, lower in down])


def lit(page: Page) -> set[str]:
    found: list[str] = page.locator("svg.spor-lighting .spor-tile.spor-lit").evaluate_all(
        "tiles => tiles.map(tile => tile.dataset.id)"
    )
    return set(found)


def focused(page: Page) -> str | None:
    found: str | None = page.evaluate("document.activeElement.dataset.id ?? null")
    return found


@pytest.mark.parametrize("identifier", SEVERAL)
def test_pointing_lights_up_the_chain(page_at: Open, edition: Edition, identifier: str) -> None:
    page = page_at(MAP)
    page.locator(f"[data-id='{identifier}']").hover()
    assert lit(page) == chain(edition.trace, identifier)
    assert len(chain(edition.trace, identifier)) < len(page.locator(".spor-tile").all())
    dimmed = page.locator(".spor-tile:not(.spor-lit)").first
    expect(dimmed).to_have_css("opacity", "0.18")
    page.mouse.move(5, 5)
    assert lit(page) == set()


@pytest.mark.parametrize("identifier", SEVERAL)
def test_the_focus_lights_it_up_and_esc_puts_it_out(page_at: Open, edition: Edition, identifier: str) -> None:
    page = page_at(MAP)
    page.locator(f"[data-id='{identifier}']").focus()
    assert lit(page) == chain(edition.trace, identifier)
    title = page.locator(f"[data-id='{identifier}'] :is(title, text)").first.text_content()
    expect(page.locator(".spor-map__status")).to_contain_text(str(title))
    page.keyboard.press("Escape")
    assert lit(page) == set()
    expect(page.locator(".spor-map__status")).to_be_empty()


def test_paths_light_up_with_what_they_join(page_at: Open, edition: Edition) -> None:
    page = page_at(MAP)
    page.locator("[data-id='aktiv-leder']").focus()
    paths = page.locator(".spor-edges path.spor-lit").evaluate_all(
        """paths => paths.map(({ ownerSVGElement, dataset: { upper, lower } }) => {
            const tiles = ownerSVGElement.querySelectorAll("a");
            return [tiles[upper].dataset.id, tiles[lower].dataset.id];
        })"""
    )
    assert paths and all({upper, lower} <= chain(edition.trace, "aktiv-leder") for upper, lower in paths)


def test_keys_walk_over_the_map(page_at: Open, edition: Edition) -> None:
    page = page_at(MAP)
    page.locator(".spor-tile").first.focus()
    first = focused(page)
    page.keyboard.press("Tab")
    second = focused(page)
    assert second and second != first
    page.keyboard.press("ArrowUp")
    assert focused(page) == first
    page.keyboard.press("ArrowDown")
    assert focused(page) == second
    page.keyboard.press("ArrowRight")
    right = focused(page)
    assert right and edition.trace.entities[right].kind == "finding"
    page.keyboard.press("ArrowLeft")
    left = focused(page)
    assert left and edition.trace.entities[left].kind == "question"
    page.keyboard.press("ArrowLeft")
    assert focused(page) == left
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/sporsmal/{left}/")


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("path", [MAP, "funn/aktiv-leder/", "funn/begrenset-standardisering-i-brevet/"])
def test_labels_fit_their_tiles(page_at: Open, path: str, width: int) -> None:
    page = page_at(path, width=width)
    wide = page.locator(".spor-tile:visible").evaluate_all(
        """tiles => tiles.filter(tile => {
            const frame = tile.querySelector("rect").getBBox();
            return [...tile.querySelectorAll("text")].some(text => {
                const box = text.getBBox();
                return box.x + box.width > frame.width - 2 || box.y + box.height > frame.height;
            });
        }).map(tile => tile.dataset.id)"""
    )
    assert wide == []


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_map_scrolls_within_itself(page_at: Open, width: int) -> None:
    page = page_at(MAP, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heights = page.locator(".spor-tile rect:not([class])").evaluate_all(
        "frames => frames.map(frame => frame.getBoundingClientRect().height)"
    )
    assert min(heights) >= 24


def test_the_map_without_a_script(page_at: Open) -> None:
    page = page_at(MAP, javascript=False)
    page.locator("[data-id='aktiv-leder']").click()
    page.wait_for_url("**/funn/aktiv-leder/")
    page.locator(".spor-map--small summary").click()
    expect(page.locator(".spor-map__wide [data-id='fs2']")).to_be_visible()


def test_the_list_without_a_script(page_at: Open) -> None:
    page = page_at(MAP, javascript=False)
    block = page.locator(".spor-map-list details").first
    block.locator("summary").click()
    block.locator("li a.spor-finding").first.click()
    page.wait_for_url("**/funn/*/")


@pytest.mark.parametrize("width", [360, 1440])
def test_a_finding_s_own_map(page_at: Open, width: int) -> None:
    page = page_at("funn/aktiv-leder/", width=width)
    page.locator(".spor-map--small summary").click()
    page.locator(".spor-map--small [data-id='frihetsgrader']:visible").hover()
    assert {"frihetsgrader", "aktiv-leder", "fs2"} <= lit(page)
    assert "translasjon" not in lit(page)
    page.locator(".spor-map--small [data-id='fs2']:visible").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sporsmal/fs2/")


def test_a_finding_s_own_map_fits_a_telephone(page_at: Open) -> None:
    page = page_at("funn/aktiv-leder/", width=360)
    page.locator(".spor-map--small summary").click()
    box = page.locator(".spor-map--small svg:visible").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360
    sizes = page.locator(".spor-map--small .spor-tile:visible text").evaluate_all(
        "texts => texts.map(text => text.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 11
    shapes = page.locator(".spor-map--small .spor-tile:visible").evaluate_all(
        "tiles => tiles.map(tile => tile.getBoundingClientRect().height)"
    )
    assert min(shapes) >= 24


@pytest.mark.parametrize("javascript", [True, False])
def test_a_permalink_shows_one_chain_alone(page_at: Open, edition: Edition, javascript: bool) -> None:
    page = page_at("utsagn/", javascript=javascript)
    page.locator("a.spor-chain-link[href$='#u-kim-oppdraget']").click()
    page.wait_for_url("**/spor/utsagn/#u-kim-oppdraget")
    expect(page.locator(".spor-chain:visible")).to_have_count(1)
    expect(page.locator("#u-kim-oppdraget")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".spor-chain:visible")).to_have_count(1)
    page.emulate_media(media="screen")
    page.locator(".spor-chains__back a").click()
    page.wait_for_url("**/spor/utsagn/")
    expect(page.locator(".spor-chain:visible")).to_have_count(0)
    expect(page.locator(".spor-chains__list li:visible")).to_have_count(len(edition.trace.of_kind("statement")))
    page.locator(".spor-chains__list a").first.click()
    expect(page.locator(".spor-chain:visible")).to_have_count(len(edition.trace.of_kind("statement")))


def test_a_citation_s_card_leads_to_its_chain(page_at: Open) -> None:
    page = page_at("funn/aktiv-leder/")
    page.locator("article p .spor-cite").first.hover()
    page.locator("article p .spor-card .spor-chain-link").first.click()
    page.wait_for_url("**/spor/kilder/#rovik2007--funn-aktiv-leder--*")
    expect(page.locator(".spor-chain:visible")).to_have_count(1)
    expect(page.locator("a:target")).to_be_visible()


def rows(page: Page) -> list[str]:
    """The titles of the findings that the matrix shows, in their order."""
    return [text.strip() for text in page.locator("tbody tr:visible > th").all_inner_texts()]


def wanted(trace: Trace, kind: str, identifier: str) -> set[str]:
    return {finding.title for finding in trace.of_kind("finding") if identifier in tags(trace, finding)[kind]}


@pytest.mark.parametrize(
    ("path", "kind", "identifier"),
    [
        ("sporsmal/", "question", "fs3"),
        (MATRIX, "person", "kari"),
        ("sporsmal/", "concept", "frihetsgrader"),
        pytest.param(MATRIX, "question", "fs3", marks=pytest.mark.thorough),
        pytest.param("sporsmal/", "person", "kari", marks=pytest.mark.thorough),
        pytest.param(MATRIX, "concept", "frihetsgrader", marks=pytest.mark.thorough),
    ],
)
def test_a_matrix_is_narrowed(page_at: Open, edition: Edition, path: str, kind: str, identifier: str) -> None:
    page = page_at(path)
    every = rows(page)
    page.locator(f"select[name={kind}]").select_option(identifier)
    assert set(rows(page)) == wanted(edition.trace, kind, identifier) < set(every)
    count = edition.locale.label("filter", "count").format(shown=len(rows(page)), all=len(every))
    expect(page.locator(".spor-filter__count")).to_have_text(count)
    assert f"{kind}={identifier}" in page.url
    page.reload()
    assert set(rows(page)) == wanted(edition.trace, kind, identifier)
    page.locator(".spor-filter button[type=reset]").click()
    assert rows(page) == every
    assert "=" not in page.url


@pytest.mark.parametrize(("asked", "veiled"), [("", False), ("?person=kim", True)], ids=["all", "fewer"])
def test_rows_are_veiled_only_where_the_address_asks_for_fewer(page_at: Open, asked: str, veiled: bool) -> None:
    """Until the script has looked; should it not come, they are painted all the same."""
    page = page_at("utsagn/")
    page.route("**/javascripts/site.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"utsagn/{asked}")
    first = page.locator(".spor-filterable > article").first
    assert first.evaluate("row => getComputedStyle(row).visibility") == ("hidden" if veiled else "visible")
    assert page.evaluate("document.getAnimations().length > 0") == veiled
    expect(first).to_be_visible(timeout=5_000)


def test_two_choices_hold_at_once(page_at: Open, edition: Edition) -> None:
    page = page_at(MATRIX)
    page.locator("select[name=question]").select_option("fs2")
    page.locator("select[name=person]").select_option("kim")
    assert set(rows(page)) == wanted(edition.trace, "question", "fs2") & wanted(edition.trace, "person", "kim") != set()


def test_a_matrix_is_sorted_by_column(page_at: Open, edition: Edition) -> None:
    page = page_at(MATRIX)
    before = rows(page)
    head = page.locator("th[data-column=count]")
    button = head.locator("button")

    def counts() -> list[int]:
        return [int(text) for text in page.locator("tbody td.spor-number").all_inner_texts()]

    button.focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert counts() == sorted(counts(), reverse=True) != []
    page.reload()
    expect(head).to_have_attribute("aria-sort", "descending")
    button.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert counts() == sorted(counts())
    page.locator("th[data-column=finding] button").click()
    expect(page.locator("[aria-sort]")).to_have_count(1)
    alphabetical = "([titles, language]) => titles.toSorted(new Intl.Collator(language).compare)"
    assert rows(page) == page.evaluate(alphabetical, [before, edition.language])
    button.click()
    button.click()
    button.click()
    expect(page.locator("[aria-sort]")).to_have_count(0)
    assert rows(page) == before


def test_the_table_of_findings_is_sorted_and_narrowed_group_by_group(page_at: Open) -> None:
    page = page_at("funn/")
    for head in page.locator(".spor-sheet th[data-column]").all():
        head.locator("button").click()
        expect(page.locator("[aria-sort]")).to_have_count(1)
    page.locator("th[data-column=evidence] button").click()
    groups: list[list[str]] = page.locator(".spor-sheet tbody").evaluate_all(
        "groups => groups.map(({ rows }) => [...rows].map(({ cells }) => cells[2]?.dataset.sort ?? 'heading'))"
    )
    assert len(groups) > 1
    assert groups == [["heading", *sorted(numbers, reverse=True)] for _, *numbers in groups]
    page.locator("select[name=question]").select_option("fs3")
    assert 0 < page.locator(".spor-sheet tbody:visible").count() < len(groups)


@pytest.mark.parametrize("path", ["sporsmal/", MATRIX, "oversikter/begreper/", "brevene/"])
def test_without_a_script_the_tables_are_plain(page_at: Open, path: str) -> None:
    page = page_at(path, javascript=False)
    expect(page.locator(".spor-filter")).to_be_hidden()
    expect(page.locator(".spor-sort:visible")).to_have_count(0)
    unfolded = page.locator("tbody tr:not(details:not([open]) *)")
    assert unfolded.and_(page.locator(":visible")).count() == unfolded.count() > 20


@pytest.mark.parametrize(
    "path",
    [
        MAP,
        f"{MATRIX}?question=fs3&sort=-count",
        "sporsmal/?person=kim",
        "brevene/?change=nytt",
        "funn/aktiv-leder/",
        "spor/kilder/",
        "spor/kilder/#rovik2007",
    ],
)
def test_nothing_moves_while_the_page_loads(page_at: Open, path: str) -> None:
    page = page_at(path, height=2200)  # so that what stands under a table is in sight before its rows go
    shift = page.evaluate(
        """() => new Promise(done => new PerformanceObserver(list => done(
            list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
        )).observe({type: "layout-shift", buffered: true}) ?? setTimeout(() => done(0), 500))"""
    )
    assert shift == 0
