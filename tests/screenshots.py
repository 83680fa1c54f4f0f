"""Takes the pictures in README.md: `make screenshots`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from browser.find_browser import NONE, find_browser, launch
from browser.server import serving
from conftest import build
from playwright.sync_api import Browser, Page, sync_playwright
from project import ROOT

FOLDER = ROOT / "screenshots"


def _hover(selector: str, shown: str) -> Callable[[Page], None]:
    def show(page: Page) -> None:
        page.locator(selector).first.hover()
        page.locator(shown).first.wait_for(state="visible")
        page.wait_for_timeout(500)  # until it has faded in

    return show


def _search(query: str) -> Callable[[Page], None]:
    def show(page: Page) -> None:
        page.locator(".md-search__input").click()
        page.keyboard.type(query)
        page.locator(".md-search-result__item").first.wait_for(state="visible")
        page.wait_for_timeout(500)

    return show


def _scroll(selector: str) -> Callable[[Page], None]:
    def show(page: Page) -> None:
        page.locator(selector).first.evaluate("element => element.scrollIntoView()")
        page.wait_for_timeout(500)  # until the title in the header has changed

    return show


def _nothing(_: Page) -> None:
    pass


#: Name of the picture: page, width, height, scheme, what to do before it is taken.
PICTURES: dict[str, tuple[str, int, int, str, Callable[[Page], None]]] = {
    "front": ("", 1280, 800, "light", _nothing),
    "finding": ("funn/aktiv-leder/", 1280, 800, "light", _nothing),
    "preview": ("kapitler/5-2/", 1280, 720, "light", _hover("p a.spor-statement", ".md-tooltip2--active")),
    "citation": ("kapitler/3/", 1280, 720, "dark", _hover("p > .spor-cite > a", ".spor-card >> visible=true")),
    "search": ("", 1280, 720, "light", _search("brevene")),
    "map": ("sporkart/", 1280, 800, "light", _nothing),
    "letters": ("brevene/", 1280, 720, "light", _scroll(".spor-comparison h3")),
    "telephone-light": ("funn/aktiv-leder/", 360, 720, "light", _nothing),
    "telephone-dark": ("kapitler/5-2/", 360, 720, "dark", _nothing),
}


def take(browser: Browser, url: str, folder: Path) -> None:
    """Takes every picture of the site at `url` into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, (path, width, height, scheme, show) in PICTURES.items():
        page = browser.new_page(
            base_url=url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page.goto(path)
        page.wait_for_load_state("networkidle")
        show(page)
        page.screenshot(path=folder / f"{name}.png")
        page.close()


def main() -> int:
    """Builds the site, serves it and takes the pictures; 1 where there is no browser or no site."""
    path = find_browser()
    if path is None:
        print(NONE, file=sys.stderr)
        return 1
    with TemporaryDirectory() as folder, serving(Path(folder) / "site") as url, sync_playwright() as playwright:
        done = build(ROOT / "mkdocs.yml", Path(folder) / "site", SITE_URL=url)
        if done.code:
            print(done.output, file=sys.stderr)
            return 1
        browser = launch(playwright, path)
        take(browser, url, FOLDER)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
