"""What a clumsy writer or another system does to text and names: harmless, or told so that it can be mended."""

from __future__ import annotations

import html
import unicodedata
from pathlib import Path

import pytest
from conftest import build
from html_pages import document
from project import TINY, copy_of
from spor.links.crawl import crawl
from spor.links.read import canonical_root, read_site

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
    shown = html.unescape(next((root / "site").glob("kapittel*/index.html")).read_text("utf-8"))
    assert "små ting på en måte</a>" in shown and "se også" in shown


@pytest.mark.parametrize("name", ["med mellomrom", "æ-ø-å", "a#b", "a?b", "50%", "a%20b", "a&b", 'a"b', "a<b>", "{x}"])
def test_a_page_may_have_any_name(name: str, tmp_path: Path) -> None:
    """Its name becomes part of ids: of the citation's chain, that leads back to the page."""
    root = copy_of(TINY, tmp_path / "thesis")
    (root / "docs" / f"{name}.md").write_text(PAGE, "utf-8")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 0, done.output
    site_url = canonical_root(root / "site")
    assert [str(problem) for problem in crawl(read_site(root / "site", site_url), site_url).problems] == []
    ids = document(root / "site" / "spor" / "index.html").xpath("//@id")
    assert not [identifier for identifier in ids if any(sign in identifier for sign in ' "<>{}%#')]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "| a |\n|---|\n| [[ola|Ola]] |",
            r"docs/mer.md:5: not-rendered: '[[ola|Ola]]' does not come out: .* \| for its bar",
        ),
        ("[[ola|se `Ola`]]", "docs/mer.md:3: not-rendered: '[[ola|se      ]]' does not come out: "),
    ],
)
def test_what_markdown_cuts_up_is_told_once(text: str, told: str, tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    (root / "docs" / "mer.md").write_text(f"# Mer\n\n{text}\n", "utf-8")
    done = build(root / "mkdocs.yml", root / "site")
    assert "do not agree in 1 place(s)" in done.output
    assert all(part in done.output for part in told.split(".*"))
