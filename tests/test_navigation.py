"""Every page of the site can be reached, and in few clicks."""

from __future__ import annotations

from pathlib import Path

from conftest import Build
from html_pages import links

CLICKS = 3


def reached(site: Path, clicks: int) -> set[Path]:
    """The pages that a reader comes to from the front page with so many clicks at the most."""
    found = ring = {site / "index.html"}
    for _ in range(clicks):
        there = {target for file in ring for target, _ in links(site, file)}
        ring = {file for file in there if file.suffix == ".html" and file.is_file()} - found
        found = found | ring
    return found


def test_every_page_is_within_three_clicks(real: Build) -> None:
    pages = set(real.site.rglob("*.html")) - {real.site / "404.html"}
    assert sorted(str(page) for page in pages - reached(real.site, CLICKS)) == []


def test_not_all_is_one_click_away(real: Build) -> None:
    assert len(reached(real.site, 1)) < len(list(real.site.rglob("*.html")))
