"""Terms of other languages are marked wherever they stand in the text."""

from __future__ import annotations

import re

import pytest
from conftest import Build
from html_pages import document
from markdown import Markdown
from markupsafe import Markup
from project import configured

from spor.read.settings import settings_problems
from spor.render.languages import Foreign
from spor.render.markdown import ForeignTerm

#: Lists to choose from are text alone, drawings have their own words, code has no language, works have their own.
APART = (
    "ancestor::option or ancestor::svg or ancestor::code"
    " or ancestor::*[contains(@class, 'spor-hidden') or contains(@class, 'spor-cit')]"
)
FOREIGN = Foreign({"en": ["top-down", "mapping", "backward mapping"], "de": ["Bildung"]})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("«top-down» og Bildung", '«<span lang="en">top-down</span>» og <span lang="de">Bildung</span>'),
        ("Top-down", '<span lang="en">Top-down</span>'),
        ("backward mapping", '<span lang="en">backward mapping</span>'),
        ("top-down-perspektivet, mappings", "top-down-perspektivet, mappings"),
        ("<b>mapping & «mer»", '&lt;b&gt;<span lang="en">mapping</span> &amp; «mer»'),
        (Markup("1 &amp; mapping"), '1 &amp; <span lang="en">mapping</span>'),
    ],
)
def test_terms_are_marked(text: str, html: str) -> None:
    assert FOREIGN.mark(text) == html


def test_without_terms_nothing_is_marked() -> None:
    assert Foreign().mark("a & top-down") == "a &amp; top-down"
    assert not re.search(Foreign().pattern, "top-down")


def test_a_term_in_emphasis_is_marked_once() -> None:
    """Markdown looks into emphasis when it has looked at what is within it."""
    markdown = Markdown()
    markdown.inlinePatterns.register(ForeignTerm(FOREIGN, markdown), "foreign", 1)
    assert markdown.convert("*top-down*") == '<p><em><span lang="en">top-down</span></em></p>'


def test_every_term_of_the_site_is_marked(real: Build) -> None:
    foreign = Foreign(configured().settings["foreign"])
    pattern = re.compile(foreign.pattern)
    found = set()
    for file in sorted(real.site.rglob("*.html")):
        for text in document(file).xpath(f"//article//text()[not({APART})]"):
            for match in pattern.finditer(text):
                assert text.getparent().xpath("ancestor-or-self::*[@lang][1]/@lang") != ["nb"], (file, text)
                found.add(match[0].lower())
    assert found == {term.lower() for terms in foreign.terms.values() for term in terms}


@pytest.mark.parametrize("wrong", ["en", {"e": ["top-down"]}, {"en": "top-down"}, {"en": [1]}, {"en": [" "]}])
def test_wrong_terms_are_told(wrong: object) -> None:
    assert list(settings_problems({**configured().settings, "foreign": wrong}, {"mkdocs.yml": ""}))
    assert not list(settings_problems(configured().settings, {"mkdocs.yml": ""}))
