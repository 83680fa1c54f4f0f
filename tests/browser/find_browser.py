"""Finds a Chromium for the tests, or brings one: `make browser` runs this file before the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

#: The shell without windows opens a page in half the time of a browser that has them; both have the same engine.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE = "NO BROWSER: neither a Chromium on the path nor Playwright's own. The browser tests are skipped!"


def find_browser() -> str | None:
    """The path of a Chromium: one of the system's, else Playwright's own; None where there is neither."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.is_file() else None


def launch(playwright: Playwright, path: str) -> Browser:
    """Starts the Chromium at `path`: without its sandbox as root, where that cannot start, and without a graphics
    processor, which it would have to imitate; letters are as wide as in a browser with windows."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    always = ["--disable-gpu", "--font-render-hinting=none"]
    return playwright.chromium.launch(executable_path=path, args=[*always, *sandbox])


def bring_browser() -> str | None:
    """A Chromium, installed if there is none: Debian's where that may be done, else Playwright's own."""
    found = find_browser()
    if found is None and shutil.which("apt-get") and os.geteuid() == 0:
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium-headless-shell")
        found = find_browser()
    if found is None:
        _run(sys.executable, "-m", "playwright", "install", "chromium")
        found = find_browser()
    return found


def _run(*command: str) -> None:
    """Runs a command that may fail: where there is no network, there is no browser."""
    subprocess.run(command, check=False)


if __name__ == "__main__":
    browser = bring_browser()
    print(browser or f"\n{'!' * 80}\n{NONE}\n{'!' * 80}\n", file=sys.stderr)
    sys.exit(1 if browser is None and os.environ.get("CI") == "true" else 0)
