"""Takes the pictures in README.md, and the one that stands beside links to the site: `make screenshots`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from browser.answers import address, answer
from browser.find_browser import NONE, find_browser, launch
from conftest import build
from playwright.sync_api import Browser, Page, sync_playwright
from project import ROOT

FOLDER = ROOT / "screenshots"
CARD = ROOT / "docs" / "assets" / "images" / "kort.png"


def _hover(selector: str, target: str) -> Callable[[Page], None]:
    def show(page: Page) -> None:
        page.locator(selector).first.hover()
        page.locator(target).first.wait_for(state="visible")
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
    "letters": ("brevene/", 1280, 720, "light", _scroll("#kart")),
    "telephone-light": ("funn/aktiv-leder/", 360, 720, "light", _nothing),
    "telephone-dark": ("kapitler/5-2/", 360, 720, "dark", _nothing),
}


def take(browser: Browser, site: Path, folder: Path) -> None:
    """Takes every picture of the built site into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, (path, width, height, scheme, show) in PICTURES.items():
        page = browser.new_page(
            base_url=address(site),
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        answer(page.context, site)
        page.goto(path)
        page.wait_for_load_state("networkidle")
        show(page)
        page.screenshot(path=folder / f"{name}.png")
        page.close()


def take_card(browser: Browser, site: Path, file: Path) -> None:
    """Takes the picture for links into `file`: the question and the map from the front page, and nothing else."""
    file.parent.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(base_url=address(site), viewport={"width": 1200, "height": 630}, bypass_csp=True)
    answer(page.context, site)
    page.goto("")
    page.wait_for_load_state("networkidle")
    page.add_style_tag(
        content="""
            .md-header, .md-tabs, .md-footer, .spor-citing, figcaption, .spor-hero > div:first-child, .spor-hero ~ * {
                display: none !important;
            }
            .md-grid { max-width: none; margin: 0 }
            .md-typeset:has(> .spor-front) {
                grid-template-columns: 5fr 6fr; align-items: center; height: 630px; margin: 0 48px; padding: 0;
            }
            .md-typeset:has(> .spor-front)::before { display: none }
            .md-typeset h1.spor-front { grid-row: 1; margin: 0; font-size: 62px }
            .md-typeset .spor-hero > .spor-view { grid-row: 1; margin-top: 40px }
            .spor-overview svg { height: 480px }
            .spor-overview__counts { width: 61%; margin-inline: auto; font-size: 11px }
        """
    )
    page.screenshot(path=file)
    page.close()


def main() -> int:
    """Builds the site and takes the pictures; 1 where there is no browser or no site."""
    path = find_browser()
    if path is None:
        print(NONE, file=sys.stderr)
        return 1
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        done = build(ROOT / "mkdocs.yml", Path(folder) / "site")
        if done.code:
            print(done.output, file=sys.stderr)
            return 1
        browser = launch(playwright, path)
        take(browser, done.site, FOLDER)
        take_card(browser, done.site, CARD)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
