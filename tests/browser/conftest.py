"""Fixtures for the browser tests: both languages of the site at the address it was built for, and pages in a Chromium.

Whatever opens a page with `page_at` runs over both languages: the paths are the same, and the words are `edition`'s.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from conftest import Build
from playwright.sync_api import Browser, Page, Request, sync_playwright
from project import ROOT

from browser.answers import address, answer
from browser.find_browser import NONE, find_browser, launch
from spor.locale import Locale
from spor.read.translation import Project, read_standalone
from spor.trace.trace import Trace

Open = Callable[..., Page]
SERIF = """async () => {
    for (const { href } of document.querySelectorAll("link[rel=preload][as=font]")) {
        const weight = href.includes("bold") ? "600 700" : "400";
        document.fonts.add(await new FontFace("Spor Serif", `url(${href})`, { weight }).load());
    }
}"""


#: The configuration of each language, below the project's root.
CONFIGURATIONS = {"nb": "mkdocs.yml", "en": "projects/en/mkdocs.yml"}


@dataclass(frozen=True)
class Edition:
    """The real site in one language: its address, with a slash at the end, its folder, its words and its trace."""

    language: str
    url: str
    site: Path
    locale: Locale
    trace: Trace

    @property
    def other(self) -> str:
        """The other language."""
        return next(language for language in CONFIGURATIONS if language != self.language)


@cache
def project(language: str) -> Project:
    """The project of a language, read once: tests that name their languages take turns."""
    return read_standalone(ROOT / CONFIGURATIONS[language])


@pytest.fixture(scope="session", params=["nb", pytest.param("en", marks=pytest.mark.thorough)])
def edition(request: pytest.FixtureRequest, editions: dict[str, Build]) -> Edition:
    """Each language of the site in turn: previews work at no other address than that which it was built for."""
    language = str(request.param)
    site = editions[language].site
    told = project(language)
    return Edition(language, address(site), site, told.layout.locale, told.trace)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium. Where there is none, the tests are skipped, but fail with CI=true."""
    path = find_browser()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NONE)
        pytest.skip(NONE)
    with sync_playwright() as playwright:
        started = launch(playwright, path)
        yield started
        started.close()


@dataclass
class Faults:
    """What no page may do, gathered over a test: errors in the console, requests to other addresses."""

    own: str
    found: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.found.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._console(page, message.type, message.text))
        page.on("request", self._request)

    def _console(self, page: Page, kind: str, text: str) -> None:
        expected = page.url.endswith("/no-such-page/") and "404" in text
        if kind in ("error", "warning") and not expected:
            self.found.append(f"{page.url}: {text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.own, "data:", "blob:")):
            self.found.append(f"a request to {request.url}")


def in_serif(page: Page) -> None:
    """Waits for the site's own font, for what is measured: one that comes late stays away until the next page."""
    page.evaluate(SERIF)


@pytest.fixture
def page_at(edition: Edition, editions: dict[str, Build], browser: Browser) -> Iterator[Open]:
    """Opens a page of an edition in a context of its own: `page_at("funn/", width=360, scheme="dark")`.

    `script` runs in the page before its own. Without JavaScript, `javascript=False`. A telephone is touched.
    The test fails at its end if a page has written an error to its console or asked another address for anything.
    """
    contexts = []
    norwegian = editions["nb"].site
    faults = Faults(address(norwegian))

    def open_page(
        path: str = "",
        width: int = 1440,
        height: int = 900,
        scheme: str = "light",
        javascript: bool = True,
        script: str = "",
        permissions: list[str] | None = None,
        telephone: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=edition.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=javascript,
            permissions=permissions,
            has_touch=telephone,
            is_mobile=telephone,
        )
        context.set_default_timeout(10_000)
        answer(context, norwegian, below={"en": editions["en"].site})
        if script:
            context.add_init_script(script)
        contexts.append(context)
        page = context.new_page()
        faults.watch(page)
        page.goto(path)
        if javascript:
            page.wait_for_function("() => window.component$ && document.readyState === 'complete'")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults.found == []
