"""The built sites: they build without a word of warning, and no link in them leads nowhere."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from conftest import Build, build
from html_pages import document, ids, links, target
from project import ROOT, trace_of


@pytest.fixture(params=["real", "tiny"])
def site(request: pytest.FixtureRequest) -> Build:
    found: Build = request.getfixturevalue(request.param)
    assert found.code == 0, found.output
    return found


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_builds_without_a_warning(site: Build) -> None:
    assert "WARNING" not in site.output
    assert len(pages(site.site)) > 5


def test_builds_again(real: Build) -> None:
    assert build(ROOT / "mkdocs.yml", real.site).code == 0


def test_every_link_leads_somewhere(site: Build) -> None:
    """Crawls all pages: links that a hook has injected are not checked by MkDocs."""
    broken = []
    for file in pages(site.site):
        if file.name == "404.html":  # served at any depth, so its links are absolute
            continue
        for found, fragment in links(site.site, file):
            if not found.is_file():
                broken.append(f"{file}: {found}")
            elif fragment and found.suffix == ".html" and fragment not in ids(found):
                broken.append(f"{file}: {found}#{fragment}")
        for source in document(file).xpath("//@src | //link/@href"):
            place = target(site.site, file, source)
            if place and not place[0].is_file():
                broken.append(f"{file}: {source}")
    assert broken == []


def test_no_id_stands_twice_on_a_page(site: Build) -> None:
    for file in pages(site.site):
        twice = [name for name, count in Counter(ids(file)).items() if count > 1]
        assert twice == [], file


def test_nothing_is_left_unfilled(site: Build) -> None:
    for file in pages(site.site):
        text = file.read_text("utf-8")
        assert "<!--spor:" not in text, file
        prose = "".join(document(file).xpath("//article//text()[not(ancestor::code)]"))
        assert "[[" not in prose and "[@" not in prose, file


def test_every_mention_is_a_link_with_its_id(real: Build) -> None:
    """What the reader of the prose found and what the Markdown extension rendered are the same."""
    from html_pages import page_file

    for mention in trace_of(ROOT).mentions:
        assert mention.anchor in ids(page_file(real.site, mention.page)), mention


def test_search_knows_no_panels(site: Build) -> None:
    text = (site.site / "search" / "search_index.json").read_text("utf-8")
    assert "spor-group" not in text and "Omtalt i" not in text
