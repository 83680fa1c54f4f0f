"""The one style sheet of the site."""

from __future__ import annotations

from conftest import Build
from html_pages import document

from spor.stylesheet import bundle


def test_the_sheets_stand_in_their_order_without_what_was_true_of_each_file() -> None:
    name, text = bundle(['@charset "UTF-8";a{}\n/*# sourceMappingURL=a.css.map */', "b{}\n"])
    assert text == "a{}\nb{}\n"
    assert name.startswith("site.") and name.endswith(".css")


def test_the_name_changes_with_the_text() -> None:
    assert bundle(["a{}"])[0] == bundle(["a{}"])[0] != bundle(["b{}"])[0]


def test_each_page_links_it_and_no_other(real: Build) -> None:
    for file in sorted(real.site.rglob("*.html")):
        (link,) = document(file).xpath("//link[@rel='stylesheet']/@href")
        assert "assets/stylesheets/site." in link, file
    (sheet,) = (real.site / "assets" / "stylesheets").glob("site.*.css")
    assert ".md-typeset" in sheet.read_text("utf-8") and ".spor-link" in sheet.read_text("utf-8")
