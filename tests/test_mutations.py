"""Break one thing in the real content: the check must say where."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from conftest import build
from project import ROOT, copy_of, messages, real_trace

from spor.check import check
from spor.trace.original import Original
from spor.trace.trace import Entity, Trace

#: Change it to draw other places; the default is what CI runs.
SEED = 20230609
#: Without the thesis' fingerprint: to look for its words takes far longer than all the rest.
TRACE = replace(real_trace(), original=Original())
NEEDED = TRACE.of_kind("statement", "finding", "source")
#: A twentieth of what is tried, by where it begins; `make test` tries the first.
SHARES = pytest.mark.parametrize("share", [0, *(pytest.param(n, marks=pytest.mark.thorough) for n in range(1, 20))])


def without(entity: Entity) -> Trace:
    """The trace without an entity and all that stands in it; what leads to it stays."""
    return replace(
        TRACE,
        entities=MappingProxyType({name: other for name, other in TRACE.entities.items() if name != entity.id}),
        relations=tuple(relation for relation in TRACE.relations if relation.source != entity.id),
        mentions=tuple(mention for mention in TRACE.mentions if mention.owner != entity.id),
    )


def users(identifier: str) -> set[str]:
    """The files in which something leads to an entity."""
    places = [relation.place for relation in TRACE.relations if relation.target == identifier]
    places += [mention.place for mention in TRACE.mentions if mention.target == identifier]
    return {place.path for place in places}


def naming(identifier: str, found: list[str]) -> set[str]:
    """The files whose problems name an entity."""
    return {message.split(":")[0] for message in found if f"'{identifier}'" in message or f"[[{identifier}" in message}


def test_the_content_is_whole() -> None:
    assert messages(ROOT) == []


@SHARES
def test_nothing_can_be_deleted(share: int) -> None:
    """Every statement, finding and entry of the bibliography is needed: its users are named if it goes."""
    for entity in NEEDED[share::20]:
        found = [str(problem) for problem in check(without(entity))]
        assert found, entity.id
        assert users(entity.id) - {entity.place.path} <= naming(entity.id, found), entity.id


@SHARES
def test_no_id_can_be_misspelled(share: int) -> None:
    """Each relation and each link is reported at its place once it leads elsewhere; every seventh is tried."""
    for number in range(SEED % 7 + 7 * share, len(TRACE.relations), 140):
        wrong = replace(TRACE.relations[number], target=f"{TRACE.relations[number].target}qx")
        relations = (*TRACE.relations[:number], wrong, *TRACE.relations[number + 1 :])
        found = check(replace(TRACE, relations=relations))
        assert any(p.path == wrong.place.path and wrong.target in p.message for p in found), wrong
    for number in range(SEED % 7 + 7 * share, len(TRACE.mentions), 140):
        missed = replace(TRACE.mentions[number], target=f"{TRACE.mentions[number].target}qx")
        mentions = (*TRACE.mentions[:number], missed, *TRACE.mentions[number + 1 :])
        found = check(replace(TRACE, mentions=mentions))
        assert any((p.path, p.line) == (missed.place.path, missed.place.line) for p in found), missed


def remove(root: Path, entity: Entity) -> None:
    """Takes an entity out of the content."""
    path = root / entity.place.path
    if entity.kind == "finding":
        path.unlink()
        return
    lines = path.read_text("utf-8").split("\n")
    start = entity.place.line - 1
    begins = re.compile(r"- " if entity.kind == "statement" else r"@\w+\{")
    end = next((n for n in range(start + 1, len(lines)) if begins.match(lines[n])), len(lines))
    path.write_text("\n".join(lines[:start] + lines[end:]), "utf-8")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(ROOT, tmp_path_factory.mktemp("content"))


def drawn(places: Sequence[Any], count: int) -> list[pytest.ParameterSet]:
    """So many of the places; `make test` tries the first four."""
    sample = random.Random(SEED).sample(places, count)
    return [pytest.param(place, marks=[pytest.mark.thorough] * (number >= 4)) for number, place in enumerate(sample)]


@pytest.mark.parametrize("entity", drawn(NEEDED, 8), ids=lambda entity: entity.id)
def test_what_is_deleted_in_its_file_is_missed(entity: Entity, content: Path) -> None:
    path = content / entity.place.path
    before = path.read_bytes()
    try:
        remove(content, entity)
        found = messages(content)
    finally:
        path.write_bytes(before)
    assert users(entity.id) - {entity.place.path} <= naming(entity.id, found)


def occurrences() -> Iterator[tuple[str, int, str]]:
    """Every place (file, line, id) in docs/ where an id is written: declared, in a relation or in the prose."""
    used = (entity for entity in TRACE.entities.values() if TRACE.is_used(entity) and "id" in entity.lines)
    yield from ((entity.place.path, entity.lines["id"], entity.id) for entity in used)
    yield from ((relation.place.path, relation.place.line, relation.target) for relation in TRACE.relations)
    yield from ((mention.place.path, mention.place.line, mention.target) for mention in TRACE.mentions)


PLACES = sorted({place for place in occurrences() if place[0].startswith("docs/")})


@pytest.mark.parametrize("place", drawn(PLACES, 30), ids=lambda p: f"{p[0]}:{p[1]}:{p[2]}")
def test_no_id_can_be_misspelled_in_its_file(place: tuple[str, int, str], content: Path) -> None:
    name, line, identifier = place
    path = content / name
    before = path.read_text("utf-8")
    lines = before.split("\n")
    # In prose the id stands in brackets or after an @: without them, the word may stand in the line as a mere word.
    typed = [rf"(?:\[\[|@){re.escape(identifier)}(?![\w-])", rf"(?<![\w-]){re.escape(identifier)}(?![\w-])"]
    number = next(n for n in range(line - 1, len(lines)) if identifier in lines[n])
    written = next(match for pattern in typed if (match := re.search(pattern, lines[number])))
    lines[number] = f"{lines[number][: written.end() - 1]}qx{lines[number][written.end() :]}"
    try:
        path.write_text("\n".join(lines), "utf-8")
        found = messages(content)
    finally:
        path.write_text(before, "utf-8")
    assert any(identifier in message or identifier[:-1] + "qx" in message for message in found)


def test_the_build_stops_before_a_page_is_written(tmp_path: Path) -> None:
    root = copy_of(ROOT, tmp_path)
    victim = random.Random(SEED).choice(NEEDED)
    remove(root, victim)
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code != 0
    assert victim.id in done.output
    assert "Traceback" not in done.output
    assert not (root / "site").exists()
