"""One instance of Python-Markdown for all pages makes of each what an instance of its own would."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.utils.yaml import yaml_load
from project import ROOT

from kept_markdown import _Library, is_pure
from spor.languages import Foreign
from spor.markdown import ForeignTerm

CONFIGURED = yaml_load((ROOT / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
#: What one page could leave behind for the next, and the signs that the patterns begin with.
PARTS = [
    "# En tittel {#a}",
    "## En til",
    "*[Nav]: Arbeids- og velferdsforvaltningen",
    "Nav og [en lenke][x], [x] og ![x]",
    "[x]: https://example.org/",
    "En note.[^1]",
    "[^1]: Noten.",
    "`kode` og \\`ingen\\` og ``to ` i``",
    "```\nkode [x]\n```",
    "| a | b |\n| - | - |\n| [x](y.md) | `c` |",
    "Begrep\n:   Forklaring",
    '<div markdown="1">\nTekst med *vekt*\n</div>',
    "<div>",
    "Ord { .klasse }",
    "Styrt Top-Down, og bottom-up",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PARTS), st.text("`[]()\\!*_<>{}#: \nab", max_size=12)), max_size=5)


def fresh() -> Markdown:
    return Markdown(extensions=list(CONFIGURED), extension_configs=CONFIGURED)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(TEXTS.map("\n\n".join), min_size=2, max_size=4))
def test_no_page_hears_of_the_ones_before_it(pages: list[str]) -> None:
    library, extensions = _Library(), list(CONFIGURED)
    for page in pages:
        kept = library.Markdown(extensions=extensions, extension_configs=CONFIGURED)
        anew = fresh()
        assert kept.convert(page) == anew.convert(page)
        assert getattr(kept, "toc_tokens", []) == getattr(anew, "toc_tokens", [])


def test_one_instance_serves_one_build() -> None:
    library = _Library()
    first, second = list(CONFIGURED), list(CONFIGURED)
    assert library.Markdown(extensions=first) is library.Markdown(extensions=first)
    assert library.Markdown(extensions=first) is not library.Markdown(extensions=second)


def test_an_unknown_extension_gets_an_instance_a_page() -> None:
    library, extensions = _Library(), ["sane_lists"]
    assert not is_pure(extensions)
    assert library.Markdown(extensions=extensions) is not library.Markdown(extensions=extensions)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text("tTop-dDOWNle anIisſuUßK\u212a", max_size=30))
def test_a_term_is_found_only_where_it_may_be(text: str) -> None:
    foreign = Foreign({"en": ["top-down", "Lean", "issue", "kin"], "de": ["Spaß"]})
    term = ForeignTerm(foreign, Markdown())
    assert foreign.may_be_in(text) or not term.compiled_re.search(text)


@pytest.mark.parametrize("text", ["Top-down", "LEAN", "i\u017f\u017fue", "\u212ain", "SPAß"])
def test_a_term_is_known_in_whatever_letters_it_is_found(text: str) -> None:
    foreign = Foreign({"en": ["top-down", "Lean", "issue", "kin"], "de": ["Spaß"]})
    assert foreign.may_be_in(text)
    assert foreign.mark(text).striptags() == text
    assert foreign.mark(text) != text
