"""What a clumsy writer or another system does to text and names: harmless, or told so that it can be mended."""

from __future__ import annotations

import html
import unicodedata
from pathlib import Path

import pytest
from conftest import build
from converting import Converter
from html_pages import ids, links
from project import TINY, copy_of, site_of, trace_of

PAGE = "# Mer\n\nSe [[ola]] [@berg2020, s. 2].\n"


def test_a_letter_of_two_signs_is_the_same_letter(tmp_path: Path) -> None:
    """A Mac writes `å` as `a` and a ring in some places: the sight of it is the same, and so must be the site."""
    root = copy_of(TINY, tmp_path / "thesis")
    chapter = root / "docs" / "kapittel.md"
    text = chapter.read_text("utf-8") + "\nOg [[u-ola-smatt|små ting på en måte]] [se også @berg2020, s. 3].\n"
    chapter.write_text(unicodedata.normalize("NFD", text), "utf-8")
    question = root / "docs" / "sporsmal" / "sp.md"
    front, body = question.read_text("utf-8").split("\n---\n", 1)
    question.write_text(unicodedata.normalize("NFD", front) + "\n---\n" + body, "utf-8")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 0, done.output
    page = html.unescape(next((root / "site").glob("kapittel*/index.html")).read_text("utf-8"))
    assert "små ting på en måte</a>" in page and "se også" in page


NAMES = ["med mellomrom", "æ-ø-å", "a#b", "a?b", "50%", "a%20b", "a&b", 'a"b', "a<b>", "{x}"]


def test_a_page_may_have_any_name(tmp_path: Path) -> None:
    """Its name becomes part of ids: of the citation's chain, that leads back to the page."""
    root = copy_of(TINY, tmp_path / "thesis")
    for name in NAMES:
        (root / "docs" / f"{name}.md").write_text(PAGE, "utf-8")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 0, done.output
    page = root / "site" / "spor" / "index.html"
    assert not [identifier for identifier in ids(page) if any(sign in identifier for sign in ' "<>{}%#')]
    leading = {file for file, anchor in links(root / "site", page) if anchor == "c-berg2020-1"}
    assert {root / "site" / name / "index.html" for name in NAMES} <= leading


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("| a |\n|---|\n| [[ola|Ola]] |", "docs/mer.md:5: not-rendered: '[[ola|Ola]]' does not come out: "),
        ("[[ola|se `Ola`]]", "docs/mer.md:3: not-rendered: '[[ola|se ]]' does not come out: "),
    ],
)
def test_what_markdown_cuts_up_is_told_once(text: str, message: str, tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    (root / "docs" / "mer.md").write_text(f"# Mer\n\n{text}\n", "utf-8")
    converter = Converter(site_of(trace_of(root)), ["tables"])
    converter.convert("mer.md", f"# Mer\n\n{text}\n")
    (problem,) = converter.cursor.strange
    assert str(problem).startswith(message) and str(problem).endswith("in a table, write \\| for its bar")


def test_the_build_stops_for_what_markdown_cuts_up(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    (root / "docs" / "mer.md").write_text("# Mer\n\n[[ola|se `Ola`]]\n", "utf-8")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 1 and "do not agree in 1 place(s):\ndocs/mer.md:3: not-rendered: " in done.output
