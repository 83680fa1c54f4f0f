"""The rehearsal: someone withdraws, and no word and no id of theirs is left in any byte of the site, in any language.

`make test` withdraws each informant and some statements from the trace, `make thorough` one informant from both sites,
and `make rehearsal` each informant and each statement.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from types import MappingProxyType

import pytest
from conftest import Build, build
from html_pages import document, ids, page_file
from project import real_trace
from site_words import Run, bytes_of, found_in, runs
from withdrawing import (
    DAY,
    ENGLISH,
    NORWEGIAN,
    NOTE,
    own_words,
    project,
    redacted,
    redaction,
    side,
    statements_of,
    words_taken_out,
)

from spor.read.layout import pages_of
from spor.redact.project import Redaction

ALL = "REHEARSAL" in os.environ
TRACE = real_trace()
INFORMANTS = [entity.id for entity in TRACE.of_kind("informant")]
STATEMENTS = [entity.id for entity in TRACE.of_kind("statement")]
DRAWN = Random(20230609).sample(STATEMENTS, 6)
#: Of whom and of what a whole site is built, book included.
WHOLE = [*INFORMANTS, *DRAWN[:3]] if ALL else ["kim"]


@pytest.mark.thorough
@pytest.mark.parametrize("identifier", WHOLE)
def test_no_word_and_no_id_is_left_in_any_byte(identifier: str, real: Build, english: Build, tmp_path: Path) -> None:
    root = project(tmp_path, identifier)
    gone = statements_of(identifier)
    found = {config: redaction(root / config) for config in (NORWEGIAN, ENGLISH)}
    book = "true" if ALL else "false"
    sites = {
        NORWEGIAN: build(root / NORWEGIAN, root / "site", False, SPOR_BOOK="true"),
        ENGLISH: build(root / ENGLISH, root / "site-en", False, SPOR_BOOK=book),
    }
    forbidden: set[Run] = set()
    for (config, site), before in zip(sites.items(), (real, english), strict=True):
        assert site.code == 0, site.output
        words = own_words(config, identifier), words_taken_out(side(config).layout, found[config])
        forbidden.update(*words)
        present = found_in(before.site, forbidden)
        for sort in words:
            assert len(present & sort) > 0.8 * len(sort), "the search must find the words where they stand"
        problems = [*found[config].of("withdrawn-text"), *found[config].of("withdrawn-evidence")]
        assert [problem for problem in problems if f"must be mended: {problem}" not in site.output] == []
        assert [p for p in found[config].of("withdrawn-review") if f"must be read again: {p}" not in site.output] == []
    for pattern in ("*.pdf", "*.epub", "search_index.json", "*.csv", "*.jsonld"):
        own = own_words(NORWEGIAN, identifier)
        assert len(found_in(real.site, own, pattern)) > 0.5 * len(own), f"nor are they found in {pattern}"
    for site in sites.values():
        assert found_in(site.site, forbidden) == set()
        assert {name for name, data in bytes_of(site.site) if any(each.encode() in data for each in gone)} == set()
    page = page_file(sites[NORWEGIAN].site, TRACE.entities[gone[0]].page)
    places = [f"withdrawn-{number}" for number in range(1, len(gone) + 1)]
    assert set(places) <= set(ids(page))
    said = [document(page).xpath(f"//article[descendant-or-self::*/@id='{place}']")[-1] for place in places]
    assert all(NOTE in article.text_content() for article in said)


@pytest.mark.parametrize("config", [NORWEGIAN, pytest.param(ENGLISH, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("identifier", INFORMANTS)
def test_no_entity_and_no_page_tells_of_an_informant(identifier: str, config: str) -> None:
    found = without(identifier, config)
    name = TRACE.entities[identifier].title
    left = [text for _, text in pages_left(found, config)]
    assert [text for text in left if re.search(rf"\b{name}s?\b", text)] == []


@pytest.mark.parametrize("config", [NORWEGIAN, pytest.param(ENGLISH, marks=pytest.mark.thorough)])
@pytest.mark.parametrize(
    "identifier",
    STATEMENTS if ALL else [*DRAWN[:3], *(pytest.param(each, marks=pytest.mark.thorough) for each in DRAWN[3:])],
)
def test_no_entity_and_no_page_tells_of_a_statement(identifier: str, config: str) -> None:
    without(identifier, config)


def without(identifier: str, config: str) -> Redaction:
    """The project without someone or something; no text in it has a word or an id of that, and nothing stops it."""
    whole = side(config)
    entity = whole.trace.entities[identifier]
    marked = replace(entity, fields=MappingProxyType({**entity.fields, "withdrawn": DAY}))
    entities = MappingProxyType({**whole.trace.entities, identifier: marked})
    found = redacted(whole.layout, replace(whole.trace, entities=entities))
    assert found.of("withdrawn-words") == ()
    forbidden = own_words(NORWEGIAN, identifier) | own_words(config, identifier)
    gone = re.compile("|".join(rf"\b{re.escape(each)}(?![\w-])" for each in statements_of(identifier)))
    texts = [*pages_left(found, config), *texts_of(found)]
    told = {where: (runs(text) & forbidden) | (runs(text, 5) & forbidden) for where, text in texts}
    assert {where: said for where, said in told.items() if said} == {}
    assert [where for where, text in texts_of(found) if gone.search(text)] == []
    return found


def pages_left(found: Redaction, config: str) -> Iterator[tuple[str, str]]:
    """The source of each page as it is after someone has withdrawn, with its path."""
    layout = side(config).layout
    for path in pages_of(layout):
        yield path, found.sources.get(path) or (layout.root / layout.docs / path).read_text("utf-8")


def texts_of(found: Redaction) -> Iterator[tuple[str, str]]:
    """Every text and every id in the trace, each with where it stands."""
    trace = found.trace
    for identifier, entity in trace.entities.items():
        yield identifier, f"{identifier}\n{entity.id}\n{entity.anchor}\n{entity.title}"
        yield from ((identifier, str(value)) for value in entity.fields.values())
    for relation in trace.relations:
        yield str(relation.place), f"{relation.source}\n{relation.target}"
        yield str(relation.place), f"{relation.warrant.words}\n{relation.warrant.reason}"
    for mention in trace.mentions:
        yield str(mention.place), f"{mention.target}\n{mention.anchor}\n{mention.raw}"
