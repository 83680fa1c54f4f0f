"""axe finds no fault on any type of page: light and dark, on a telephone and on a desk, each pair in one language."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Edition, Open
from browser.pages import PAGES

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What can differ between light and dark: nothing but colours does.
COLOURS = ["color-contrast", "link-in-text-block"]
#: Of what stands on a page a hundred times, in one list or table, so many are enough to see a fault in it.
ENOUGH = 8
#: Takes out the others, and has all that is left laid out: axe measures it.
THIN = """
enough => {
  for (const parent of document.querySelectorAll("article, article *")) {
    const seen = {};
    for (const child of parent.querySelectorAll(":scope > :is(article, details, li, section, tr)")) {
      const sort = `${child.tagName} ${child.className}`;
      seen[sort] = (seen[sort] ?? 0) + 1;
      if (seen[sort] > enough) child.remove();
      child.style.contentVisibility = "visible";
    }
  }
}
"""


def faults(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds by these rules, or by all of WCAG 2.2 AA and its best practice: the rule and the element."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    assert found["passes"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found["violations"] for node in fault["nodes"]]


def darken(page: Page) -> None:
    """Without motion: else Material fades the colours in, far below the window not before axe looks there."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.wait_for_timeout(300)


@pytest.mark.parametrize("width", [1440, pytest.param(360, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("path", PAGES.values(), ids=list(PAGES))
def test_no_fault(page_at: Open, edition: Edition, path: str, width: int) -> None:
    """Dark on the telephone in Norwegian and on the desk in English: both have the same colours and templates.

    The pages are whole where `make thorough` looks.
    """
    page = page_at(path, width=width)
    if (width, edition.language) == (1440, "nb"):
        page.evaluate(THIN, ENOUGH)
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    if (width == 360) == (edition.language == "nb"):
        darken(page)
    assert faults(page) == []


def test_no_fault_in_what_opens(page_at: Open) -> None:
    page = page_at(PAGES["chapter"])
    page.locator("article p > .spor-concept").first.hover()
    expect(page.locator(".md-tooltip2--active")).to_be_visible()
    page.wait_for_timeout(500)
    assert faults(page) == []
    page.locator(".md-search__input").fill("brev")
    page.locator(".md-search__input").press("End")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    page.wait_for_timeout(500)
    assert faults(page) == []
    darken(page)
    assert faults(page, COLOURS) == []


def test_axe_finds_what_is_wrong(page_at: Open) -> None:
    page = page_at(PAGES["chapter"])
    page.evaluate("document.querySelector('h1').style.color = '#ccc'")
    assert any(fault.startswith("color-contrast: <h1") for fault in faults(page, COLOURS))
