"""Break one thing in a copy of the real content: the check must say where."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest
from conftest import build
from project import ROOT, copy_content, messages, trace_of

#: Change it to draw other places; the default is what CI runs.
SEED = 20230609
TRACE = trace_of(ROOT)


def deletions() -> list[str]:
    return [entity.id for entity in TRACE.of_kind("statement", "finding", "source")]


def remove(root: Path, identifier: str) -> str:
    """Takes an entity out of the content; returns the file that it stood in."""
    entity = TRACE.entities[identifier]
    path = root / entity.place.path
    if entity.kind == "finding":
        path.unlink()
        return entity.place.path
    lines = path.read_text("utf-8").split("\n")
    start = entity.place.line - 1
    begins = re.compile(r"- " if entity.kind == "statement" else r"@\w+\{")
    end = next((n for n in range(start + 1, len(lines)) if begins.match(lines[n])), len(lines))
    path.write_text("\n".join(lines[:start] + lines[end:]), "utf-8")
    return entity.place.path


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_content(ROOT, tmp_path_factory.mktemp("content"))


def test_the_content_is_whole() -> None:
    assert messages(ROOT) == []


@pytest.mark.parametrize("identifier", deletions())
def test_nothing_can_be_deleted(identifier: str, content: Path) -> None:
    """Every statement, finding and entry of the bibliography is needed: its users are named if it goes."""
    path = content / TRACE.entities[identifier].place.path
    before = path.read_bytes()
    try:
        remove(content, identifier)
        found = messages(content)
    finally:
        path.write_bytes(before)
    assert found
    users = {r.place.path for r in TRACE.relations if r.target == identifier}
    users |= {mention.place.path for mention in TRACE.mentions if mention.target == identifier}
    named = {message.split(":")[0] for message in found if f"'{identifier}'" in message or f"[[{identifier}" in message}
    assert users - {TRACE.entities[identifier].place.path} <= named


def occurrences() -> list[tuple[str, int, str]]:
    """Every place (file, line, id) in docs/ where an id is written: declared, in a relation or in the prose."""
    places = [(e.place.path, e.lines.get("id", 0), e.id) for e in TRACE.entities.values() if "id" in e.lines]
    places += [(r.place.path, r.place.line, r.target) for r in TRACE.relations]
    places += [(m.place.path, m.place.line, m.target) for m in TRACE.mentions]
    return sorted({place for place in places if place[0].startswith("docs/")})


@pytest.mark.parametrize("place", random.Random(SEED).sample(occurrences(), 200), ids=lambda p: f"{p[0]}:{p[1]}:{p[2]}")
def test_no_id_can_be_misspelled(place: tuple[str, int, str], content: Path) -> None:
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


@pytest.mark.parametrize("kind", ["statement", "finding", "source"])
def test_the_build_stops_before_a_page_is_written(kind: str, tmp_path: Path) -> None:
    root = copy_content(ROOT, tmp_path)
    shutil.copytree(ROOT / "hooks", root / "hooks")
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    victim = random.Random(SEED).choice(TRACE.of_kind(kind))
    remove(root, victim.id)
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code != 0
    assert victim.id in done.output
    assert "Traceback" not in done.output
    assert not list((root / "site").rglob("*.html"))
