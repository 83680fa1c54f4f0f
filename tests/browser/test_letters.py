"""A civil servant's and a researcher's questions to the letters, each answered in at most three steps."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Edition, Open, in_serif

ROWS = ".spor-change:visible"


class Words(NamedTuple):
    """What the page about the letters says itself: by when, what the thesis holds, of what, what is found, a word."""

    deadline: str
    identical: str
    parameters: str
    new: str
    verdict: str
    interpreter: str


WORDS = {
    "nb": Words(
        "Frist: innen 12 uker", "tilnærmet identiske", "Styringsparametrene", "tre er nye", "Nei, for kravene", "tolk"
    ),
    "en": Words(
        "Deadline: within 12 weeks",
        "almost identical",
        "The steering parameters",
        "three are new",
        "No, for the requirements",
        "interpreter",
    ),
}


@pytest.fixture
def words(edition: Edition) -> Words:
    """The words of the page itself; those of its filter and its kinds are in the locale."""
    return WORDS[edition.language]


def values_in_sight(page: Page, name: str) -> set[str]:
    """The values of a filter that the rows in sight have."""
    own = page.locator(ROWS).evaluate_all(f"rows => rows.map(row => row.closest('[data-{name}]').dataset.{name})")
    return {value for values in own for value in values.split(" ")}


def narrowed(page: Page, address: str) -> None:
    """Waits until a link has led to the page at such an address, and its script has narrowed it."""
    page.wait_for_url(re.compile(address))
    page.wait_for_function("""() => document.readyState === "complete"
        && document.documentElement.dataset.sporNarrowed === undefined""")


def test_what_is_new_for_my_office_on_sick_leave(page_at: Open, edition: Edition, words: Words) -> None:
    label = edition.locale.label
    page = page_at("brevene/")
    theme = label("values", "theme", "sykefravaer")
    page.locator(".spor-changes-matrix").get_by_role("link", name=theme).click()  # 1
    narrowed(page, "theme=sykefravaer")
    office = label("values", "addressee", "kontor")
    page.get_by_label(label("filter", "addressee")).select_option(label=office)  # 2
    assert values_in_sight(page, "theme") == {"sykefravaer"}
    addressees = page.locator(ROWS).evaluate_all("rows => rows.map(row => row.dataset.addressee.split(' '))")
    assert all("kontor" in own or "*" in own for own in addressees)
    row = page.locator("#sak-sykmeldte-uten-arbeidsgiver")
    expect(row).to_be_visible()
    expect(row.locator(".spor-kind")).to_contain_text(label("values", "change", "skjerpet"))  # what
    expect(row.locator(".spor-kind")).to_contain_text(label("values", "force", "skal"))  # how binding
    expect(row.locator(".spor-after")).to_contain_text(words.deadline)  # by when
    expect(page).to_have_url(re.compile("addressee=kontor"))


def test_are_the_parameters_nearly_identical(page_at: Open, edition: Edition, words: Words) -> None:
    page = page_at("brevene/")
    page.locator(".md-nav--secondary").get_by_role("link", name=words.identical).click()  # 1
    row = page.locator(".spor-editors tr", has_text=words.parameters)
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text(words.new)
    expect(row).to_contain_text(words.verdict)
    lines = page.locator(".spor-lines--result tbody tr")
    assert lines.count() == 13
    new = page.get_by_text(edition.locale.label("values", "change", "nytt"), exact=True)
    expect(lines.filter(has=new)).to_have_count(3)


def test_where_did_a_request_become_a_duty(page_at: Open, edition: Edition) -> None:
    label = edition.locale.label
    force, asked, duty = label("filter", "force"), *(label("values", "force", word) for word in ("bes", "skal"))
    page = page_at("brevene/")
    every = page.locator(".spor-change").count()
    page.get_by_label(f"{force} 2021").select_option(label=asked)  # 1
    page.get_by_label(f"{force} 2022").select_option(label=duty)  # 2
    rows = page.locator(ROWS)
    assert 0 < rows.count() < 10
    expect(page.locator("#sak-kort-programtid .spor-kind")).to_contain_text(f"{asked} → {duty}")
    count = label("filter", "shown").format(shown=rows.count(), all=every)
    expect(page.locator(".spor-filter__count")).to_have_text(count)
    assert page.locator("details:has(.spor-change):visible").count() <= rows.count()
    found = rows.count()
    page.reload()
    expect(rows).to_have_count(found)  # the address keeps the choice
    page.get_by_role("button", name=label("filter", "reset")).click()
    expect(page.locator(".spor-changes > details:visible")).to_have_count(16)
    expect(page.locator(".spor-changes > details[open]")).to_have_count(0)


def test_a_word(page_at: Open, edition: Edition, words: Words) -> None:
    page = page_at("brevene/")
    box = page.get_by_label(edition.locale.label("filter", "word"), exact=True)
    box.fill(words.interpreter.upper())
    rows = page.locator(ROWS)
    expect(rows.first).to_be_visible()
    assert all(words.interpreter in text.lower() for text in rows.all_inner_texts())
    box.press("Tab")
    expect(page).to_have_url(re.compile(f"word={words.interpreter.upper()}"))


def test_a_number_of_the_matrix_leads_to_what_it_counts(page_at: Open, edition: Edition) -> None:
    page = page_at("brevene/")
    theme = edition.locale.label("values", "theme", "personvern-og-sikkerhet")
    row = page.locator(".spor-changes-matrix tr", has_text=theme)
    number = row.locator("td a").first
    count = int(number.inner_text())
    number.click()
    narrowed(page, "theme=personvern-og-sikkerhet")
    expect(page.locator(ROWS)).to_have_count(count)
    expect(page.locator(ROWS).first).to_be_in_viewport()


def test_without_a_script(page_at: Open, edition: Edition) -> None:
    page = page_at("brevene/", javascript=False)
    expect(page.locator(".spor-filter")).to_be_hidden()
    name = edition.locale.label("values", "theme", "innvandrere")
    theme = page.locator(".spor-changes > details", has=page.get_by_role("heading", name=name))
    theme.locator("summary").click()
    expect(theme.locator(".spor-change").first).to_be_visible()
    page = page_at("brevene/#brev-2022-unge", javascript=False)
    expect(page.locator("#brev-2022-unge")).to_be_in_viewport()


#: In English the same takes a tenth more, and a note on the translation.
HIGHEST = {("nb", 1440): 6_000, ("nb", 390): 12_000, ("en", 1440): 6_700, ("en", 390): 12_000}


@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_is_short(page_at: Open, edition: Edition, width: int) -> None:
    page = page_at("brevene/", width=width)
    in_serif(page)
    assert page.evaluate("document.documentElement.scrollHeight") <= HIGHEST[edition.language, width]


def test_on_the_narrowest_screen_nothing_sticks_out(page_at: Open) -> None:
    page = page_at("brevene/?theme=helse", width=360)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_on_paper_all_is_open(page_at: Open) -> None:
    page = page_at("brevene/")
    page.emulate_media(media="print")
    heights = page.locator(".spor-change").evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
    assert len(heights) > 200 and min(heights) > 0
