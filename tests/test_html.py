"""The HTML of every page, read as strictly as the standard has it, and its outline."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from conftest import Build
from html_pages import document


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


@pytest.fixture(params=["real", "english", "tiny"])
def site(request: pytest.FixtureRequest) -> Build:
    found: Build = request.getfixturevalue(request.param)
    assert found.code == 0, found.output
    return found


@pytest.mark.parametrize("site", ["real", "tiny", pytest.param("english", marks=pytest.mark.thorough)], indirect=True)
def test_every_page_is_well_formed(site: Build) -> None:
    """html5lib's strict parser takes the first breach of the standard for an error."""
    parser = html5lib.HTMLParser(strict=True)
    for file in pages(site.site):
        try:
            parser.parse(file.read_text("utf-8"))
        except html5lib.html5parser.ParseError as error:
            pytest.fail(f"{file}: {error} at {parser.errors[-1]}")


def test_the_parser_is_strict() -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        html5lib.HTMLParser(strict=True).parse("<!doctype html><p><div>a block within a paragraph</div></p>")


def test_headings_are_in_order(site: Build) -> None:
    """One first heading a page, and no level is skipped on the way down."""
    for file in pages(site.site):
        levels = [
            int(heading.tag[1])
            for heading in document(file).xpath("//article//*[self::h1 or self::h2 or self::h3 or self::h4]")
        ]
        assert levels[:1] == [1] and levels.count(1) == 1, file
        assert all(after - before <= 1 for before, after in pairwise(levels)), (file, levels)


def test_tables_have_headers_and_a_name(site: Build) -> None:
    for file in pages(site.site):
        for table in document(file).xpath("//article//table"):
            assert table.xpath(".//th"), file
            assert table.xpath("./caption") or not table.get("class"), file
            for cell in table.xpath(".//*[contains(@class, 'spor-')]//th[not(@scope)]"):
                pytest.fail(f"{file}: a header without scope: {cell.text_content()}")


def test_landmarks_have_names_of_their_own(site: Build) -> None:
    """Where a landmark stands more than once on a page, each has a name, and none has another's."""
    for file in pages(site.site):
        names = document(file).xpath("//aside[not(@role='note')]/@aria-label | //*[@role='region']/@aria-label")
        assert len(names) == len(set(names)), (file, names)


def test_every_page_says_its_language(site: Build) -> None:
    for file in pages(site.site):
        assert document(file).get("lang") == ("en" if site.site.parent.name == "real-en" else "nb"), file


def test_a_work_in_another_language_is_marked(real: Build) -> None:
    page = document(real.site / "litteratur" / "index.html")
    languages = {
        article.get("id"): article[0].get("lang") for article in page.xpath("//article/article | //article//article")
    }
    assert languages["ref-krogh2020"] == "da" and languages["ref-rovik2007"] == "nb"
