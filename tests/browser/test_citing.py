"""Copying a citation in a browser."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from browser.conftest import Edition, Open

SECTION_PAGE = "kapitler/5-1/"


@pytest.fixture
def page(page_at: Open) -> Page:
    """A page with sections, its block open."""
    page = page_at(SECTION_PAGE, permissions=["clipboard-read", "clipboard-write"])
    page.locator(".spor-citing summary").click()
    return page


def test_each_citation_can_be_copied(page: Page, edition: Edition) -> None:
    copied = edition.locale.label("cite", "copied")
    texts = page.locator(".spor-citing [data-copyable]")
    buttons = page.locator(".spor-citing__copy")
    assert buttons.count() == texts.count() > 4
    for number in range(buttons.count()):
        buttons.nth(number).focus()
        page.keyboard.press("Enter")
        page.locator(".spor-citing__status").nth(number).filter(has_text=copied).wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == texts.nth(number).inner_text().strip()


def test_without_a_clipboard_the_text_is_selected(page: Page) -> None:
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
    page.locator(".spor-citing__copy").first.click()
    page.wait_for_function("() => getSelection().toString() !== ''")
    assert page.evaluate("getSelection().toString()") == page.locator(".spor-citing [data-copyable]").first.inner_text()


def test_without_scripts_the_text_is_there(page_at: Open) -> None:
    page = page_at(SECTION_PAGE, javascript=False)
    page.locator(".spor-citing summary").click()
    texts = page.locator(".spor-citing [data-copyable]")
    assert texts.count() > 4
    assert all(texts.nth(number).is_visible() for number in range(texts.count()))
    assert page.locator(".spor-citing button").count() == 0


@pytest.mark.parametrize(("scheme", "name"), [("light", "default"), ("dark", "slate")])
def test_the_open_block_has_no_fault_of_accessibility(scheme: Literal["light", "dark"], name: str, page: Page) -> None:
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function("name => document.body.dataset.mdColorScheme === name", arg=name)
    found = Axe().run(page, context=".spor-citing")
    assert found.violations_count == 0, found.generate_report()
