"""In a real browser: the pages keep to their policy, fetch nothing elsewhere, and what comes from data never runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pytest
from conftest import Build, build
from playwright.sync_api import Browser, BrowserContext, Page
from project import TINY, copy_of

from browser.answers import address, answer

#: Pages whose scripts differ, and those whose scripts do what those of another do.
PAGES = (
    *("", "funn/faerre-ledd/", "kapitler/3/", "utsagn/", "oversikter/informanter/", "sporkart/", "404.html"),
    *(
        pytest.param(path, marks=pytest.mark.thorough)
        for path in (
            *("sporsmal/fs1/", "funn/", "begreper/handlingsrom/", "kapitler/sammendrag/", "intervjuguide/"),
            *("informanter/", "brevene/", "coreq/", "litteratur/", "spor/kilder/", "oversikter/begreper/"),
            *("vedlegg/vedlegg-6/", "om/"),
        )
    ),
)
#: Runs wherever it gets into a page as it is: as an element, as an attribute, in a title, in a script.
EVIL = (
    'Ondskapsfullt <script>window.ran=1</script><img src=x onerror="window.ran=1">"\' onmouseover="window.ran=1" x="'
    "</title></textarea></script><svg onload=window.ran=1>javascript:window.ran=1"
)


@dataclass
class Visit:
    """A page of the site at its own address, and what went wrong with it."""

    root: str
    page: Page
    elsewhere: list[str]
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Opens a page and waits until all that it loads is there."""
        self.page.goto(self.root + path)


def visit(context: BrowserContext, site: Path, extra: str = "") -> Visit:
    """A page whose every request is answered from the folder `site`; `extra` ends each page's body."""
    context.set_default_timeout(10_000)
    elsewhere = answer(context, site, extra)
    seen = Visit(address(site), context.new_page(), elsewhere)
    seen.page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    return seen


@pytest.fixture(scope="module")
def real_page(browser: Browser, real: Build) -> Iterator[Visit]:
    """The real site in the browser."""
    assert real.code == 0, real.output
    context = browser.new_context(reduced_motion="reduce")
    yield visit(context, real.site)
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_to_its_policy(path: str, real_page: Visit) -> None:
    """Also with what its scripts do later: the palette, a preview."""
    real_page.open(path)
    page = real_page.page
    page.locator("[data-md-component=palette] label:visible").click()
    for link in page.locator(".md-content a[href]:not(.headerlink):visible").all()[:2]:
        link.hover(force=True)  # also where the preview of the one before lies over it
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert (real_page.errors, real_page.elsewhere) == ([], [])


@pytest.mark.parametrize("path", ["", "funn/faerre-ledd/", "404.html"])
def test_the_search_keeps_to_the_policy(path: str, real_page: Visit) -> None:
    real_page.open(path)
    search(real_page.page, "handlingsrom")
    assert (real_page.errors, real_page.elsewhere) == ([], [])


def search(page: Page, words: str) -> None:
    """Types words into the search and waits for what it finds."""
    page.locator("input.md-search__input").click()
    page.keyboard.type(words)
    page.locator(".md-search-result__item").first.wait_for()


@pytest.mark.parametrize(
    "extra",
    [
        "<script>window.ran=1</script>",
        '<img src="assets/images/favicon.png" onload="window.ran=1">',
        '<iframe src="javascript:parent.ran=1"></iframe>',
        '<script src="https://elsewhere.example/x.js"></script>',
        '<p style="color: red">x</p>',
    ],
)
def test_the_policy_stops_what_a_page_must_not_hold(extra: str, browser: Browser, real: Build) -> None:
    context = browser.new_context()
    seen = visit(context, real.site, extra)
    seen.open("")
    assert seen.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in error for error in seen.errors)
    assert seen.elsewhere == []
    context.close()


def put_everywhere(root: Path) -> None:
    """Puts what would run into every kind of data of a copy of the tiny thesis."""
    quoted = "'" + EVIL.replace("'", "''") + "'"
    for file, old in [
        ("docs/funn/ting-er-store.md", "title: Små ting er store"),
        ("docs/begreper/relativitet.md", "title: Relativitet"),
        ("docs/sporsmal/sp.md", "title: Er små ting store?"),
        ("docs/sporsmal/sp.md", "label: Spørsmålet"),
        ("docs/vedlegg/vedlegg-1.md", "title: Brev"),
        ("docs/data/utsagn.yml", "text: Ola synes små ting er store."),
        ("docs/data/intervjuguide.yml", "theme: Innledning"),
        ("docs/data/intervjuguide.yml", "text: Hva regner du som smått?"),
        ("docs/data/informanter.yml", "name: Ola"),
        ("docs/data/coreq.yml", "text: Ada spurte."),
        ("docs/data/brev.yml", "title: Andre brev"),
        ("docs/data/brevpunkter.yml", "text: Et nytt krav."),
        ("docs/data/brevpunkter.yml", "deadline: seks uker"),
    ]:
        replace(root / file, old, f"{old.split(':')[0]}: {quoted}")
        if old.startswith("title:") and file.endswith(".md"):  # the heading says the same, written as Markdown wants it
            heading = f"{old.removeprefix('title: ')}\n"
            label = "Vedlegg 1: " if "vedlegg" in file else ""
            replace(root / file, f"# {label}{heading}", f"# {label}{escape(EVIL)}\n")
    replace(root / "docs/kapittel.md", "| a |", f"| `{EVIL}` |")
    replace(root / "docs/index.md", "# Liten oppgave", f"---\ndescription: {quoted}\n---\n# Liten oppgave `{EVIL}`")
    replace(root / "docs/oversikter.md", "# Oversikter", f"# Oversikter `{EVIL}`")
    replace(root / "references.bib", "{Om små ting}", "{" + EVIL + "}")
    replace(root / "references.bib", "{Eksempelforlaget}", "{" + EVIL + "}")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text, (file, old)
    file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site of a tiny thesis whose data is out to do harm."""
    root = copy_of(TINY, tmp_path_factory.mktemp("evil") / "thesis")
    put_everywhere(root)
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 0, done.output
    return done


def test_what_comes_from_data_is_shown_and_never_runs(evil: Build, browser: Browser) -> None:
    """With the policy off, so that it is the escaping that is tested."""
    context = browser.new_context(bypass_csp=True)
    seen = visit(context, evil.site)
    places = 0
    for file in sorted(evil.site.rglob("*.html")):
        seen.open(file.relative_to(evil.site).as_posix())
        seen.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert seen.page.evaluate("window.ran") is None, file
        assert seen.page.locator("[onerror], [onload], [onmouseover]").count() == 0, file
        assert seen.page.locator("a[href^='javascript:' i]").count() == 0, file
        places += seen.page.locator("main", has_text="<script>window.ran=1</script>").count()
    assert places > 8
    search(seen.page, "ondskapsfullt")
    assert seen.page.evaluate("window.ran") is None
    assert seen.page.locator(".md-search-result [onerror], .md-search-result svg[onload]").count() == 0
    assert seen.elsewhere == []
    context.close()


def test_it_would_run_if_it_were_not_escaped(evil: Build, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True)
    seen = visit(context, evil.site, EVIL)
    seen.open("")
    assert seen.page.evaluate("window.ran") == 1
    context.close()
