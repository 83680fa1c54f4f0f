"""Copying a citation in a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

if TYPE_CHECKING:
    from conftest import Build

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SECTION_PAGE = "kapitler/5-1/"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line on each."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def address(real: Build) -> Iterator[str]:
    """Where the real site is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=real.site)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def opened(address: str, script: bool) -> Iterator[Page]:
    """A page with sections, its block open, with or without JavaScript."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium to test with")
        pytest.skip("NO BROWSER: copying a citation is not tested")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        allowed = ["clipboard-read", "clipboard-write"]
        page = browser.new_context(java_script_enabled=script, permissions=allowed).new_page()
        page.goto(address + SECTION_PAGE)
        page.locator(".spor-citing summary").click()
        yield page
        browser.close()


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    with opened(address, script=True) as found:
        yield found


def test_each_citation_can_be_copied(page: Page) -> None:
    texts = page.locator(".spor-citing [data-copyable]")
    buttons = page.locator(".spor-citing__copy")
    assert buttons.count() == texts.count() > 4
    for number in range(buttons.count()):
        buttons.nth(number).focus()
        page.keyboard.press("Enter")
        page.locator(".spor-citing__status").nth(number).filter(has_text="Kopiert").wait_for()
        copied = str(page.evaluate("navigator.clipboard.readText()"))
        assert copied == texts.nth(number).inner_text().strip()


def test_without_a_clipboard_the_text_is_selected(page: Page) -> None:
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
    page.locator(".spor-citing__copy").first.click()
    page.wait_for_function("getSelection().toString() !== ''")
    assert page.evaluate("getSelection().toString()") == page.locator(".spor-citing [data-copyable]").first.inner_text()


def test_without_scripts_the_text_is_there(address: str) -> None:
    with opened(address, script=False) as page:
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
