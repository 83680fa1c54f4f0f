"""The built sites: they build without a word of warning, and all that was to be filled in is there."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import Build
from html_pages import document, ids, page_file
from index_reader import read_index
from project import real_trace


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_builds_without_a_warning(built: Build) -> None:
    assert "WARNING" not in built.output
    assert len(pages(built.site)) > 5


def test_nothing_is_left_unfilled(built: Build) -> None:
    for file in pages(built.site):
        text = file.read_text("utf-8")
        assert "<!--spor" not in text and 'markdown="' not in text, file
        prose = "".join(document(file).xpath("//article//text()[not(ancestor::code)]"))
        prose = prose.replace("[[dette er kode]]", "").replace(
            "[@ikke, s. 1]", ""
        )  # a sentence with code, told elsewhere
        assert "[[" not in prose and "[@" not in prose, file


def test_a_heading_s_anchor_has_its_letters(real: Build) -> None:
    """Python-Markdown's own anchors lose æ, ø and å."""
    found = {
        heading.get("id"): heading.text_content().rstrip("¶").lower()
        for file in pages(real.site)
        for heading in document(file).xpath("//article//*[self::h2 or self::h3][@id]")
        if re.search("[æøå]", heading.text_content().lower()) and re.fullmatch("[a-zæøå-]+", heading.get("id"))
    }
    whole = [
        name for name, words in found.items() if sorted(re.findall("[æøå]", words)) == sorted(re.findall("[æøå]", name))
    ]
    assert len(whole) > 10


def test_every_mention_is_a_link_with_its_id(real: Build) -> None:
    """What the reader of the prose found and what the Markdown extension rendered are the same."""
    for mention in real_trace().mentions:
        assert mention.anchor in ids(page_file(real.site, mention.page)), mention


def test_search_knows_no_panels(built: Build) -> None:
    text = " ".join(entry["text"] for entry in read_index(built.site))
    assert "spor-group" not in text and "Omtalt i" not in text
