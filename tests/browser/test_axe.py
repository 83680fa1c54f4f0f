"""axe finds no fault on any type of page: light and dark, on a telephone and on a desk."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from browser.conftest import Open
from browser.pages import PAGES
from playwright.sync_api import Page, expect

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> list[str]:
    """What axe finds: the rule and the element."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", TAGS)
    assert len(found["passes"]) > 20
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found["violations"] for node in fault["nodes"]]


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values(), ids=list(PAGES))
def test_no_fault(page_at: Open, path: str, scheme: str, width: int) -> None:
    page = page_at(path, width=width, scheme=scheme)
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_fault_in_what_opens(page_at: Open, scheme: str) -> None:
    page = page_at(PAGES["chapter"], scheme=scheme)
    page.locator("article p > .spor-concept").first.hover()
    expect(page.locator(".md-tooltip2--active")).to_be_visible()
    page.wait_for_timeout(500)  # axe judges colours as they are: not while they fade in
    assert faults(page) == []
    page.locator(".md-search__input").fill("brev")
    page.locator(".md-search__input").press("End")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    page.wait_for_timeout(500)
    assert faults(page) == []
