"""Takes what is withdrawn out of a whole project: its pages, its data and its tables; and finds the editions that were
fixed before, and still hold it."""

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from logging import Logger, LoggerAdapter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from spor.read.layout import Layout
from spor.read.text import Record
from spor.read.translation import read_any
from spor.redact.page import edit_page, tells, without_text
from spor.redact.words import WITHDRAWN, Withdrawn, to_review, withdrawn, without_evidence
from spor.trace.problem import Problem, collect, problem_at, reports, stop_at
from spor.trace.schema import TEXT, Field, Kind
from spor.trace.trace import Entity, Page, Relation, Trace
from spor.trace.warrant import Warrant, with_warrants

#: Whatever a build logs to.
Log = Logger | LoggerAdapter[Logger]
#: Fields that say what an entity is called: without them it has no place on the site.
_NAMES = ("title", "name", "label", "number", "id")
#: Roles that keep their words whoever withdraws: the informants' own names, and the works of others.
_UNTOUCHED = ("person", "source")


@dataclass(frozen=True)
class Redaction:
    """A project without what is withdrawn: its trace, and the source of each page that changed, by path.

    The rules of `problems` say what is to be done: withdrawn-words are in places that no machine can mend, so that
    nothing may be published before someone has written them again, withdrawn-evidence in findings that have lost
    their ground, withdrawn-text where the note stands now, withdrawn-review where someone should read again.
    """

    trace: Trace
    sources: Mapping[str, str]
    problems: tuple[Problem, ...]

    def of(self, rule: str) -> tuple[Problem, ...]:
        """The problems of a rule, sorted by place."""
        return tuple(problem for problem in self.problems if problem.rule == rule)


def redact(layout: Layout, pages: tuple[str, ...], whole: Trace) -> Redaction | None:
    """The project whose trace is `whole` (read, and found without a problem) without what is withdrawn.

    None if nothing is. The pages are read once more, so that the trace knows only what is left in them.
    """
    gone = withdrawn(whole, layout.locale)
    if gone is None:
        return None
    lost = {finding: gone.note(finding) for finding in gone.groundless}
    lost_on = {whole.entities[finding].page: instead for finding, instead in lost.items()}
    sources: dict[str, str] = {}
    problems: list[Problem] = []

    def edit(text: str, path: str, where: str) -> str:
        left = without_text(text, lost_on[path]) if path in lost_on else text
        edited, found = collect(edit_page(left, where, gone))
        edited = gone.renamed(edited)
        if path in lost_on or any(problem.rule == "withdrawn-text" for problem in found):
            sources[path] = edited
        problems.extend(found)
        return edited

    trace = read_any(layout, pages, edit)
    persons = {person.id for person in trace.of_role("person")}
    entities = [
        _without_claim(entity, trace.kind(entity), lost[entity.id])
        if entity.id in lost
        else _entity(entity, trace.kind(entity), gone, problems)
        for entity in trace.entities.values()
    ]
    relations = [  # who said it goes as well, so that no count and no matrix knows of it
        _relation(relation, gone, problems, lost.get(relation.source, ""))
        for relation in trace.relations
        if relation.source not in gone.statements or relation.target not in persons
    ]
    problems += [*without_evidence(whole, gone), *to_review(whole, gone)]
    redacted = replace(
        trace,
        entities=MappingProxyType({entity.id: entity for entity in entities}),
        pages=MappingProxyType({path: _page(page, gone) for path, page in trace.pages.items()}),
        relations=tuple(relations),
        tables=MappingProxyType({file: _table(rows, gone) for file, rows in trace.tables.items()}),
        # the words of the original tell what is withdrawn as well
        translation=trace.translation and replace(trace.translation, original=Trace(), texts=(), declared={}),
    )
    return Redaction(redacted, sources, tuple(sorted(set(problems))))


def without_withdrawn(
    layout: Layout, pages: tuple[str, ...], whole: Trace, editions: str, log: Log
) -> tuple[Trace, Mapping[str, str]]:
    """The trace without what informants have withdrawn, and the text of the pages that changed by that.

    Taking the words out may not wait for a writer, so only what a machine cannot take out raises ProjectError. That a
    finding has lost its ground, or one of the `editions` (a folder) still holds the words, is a warning: it stops a
    build with --strict.
    """
    redaction = redact(layout, pages, whole)
    if redaction is None:
        return whole, {}
    stop_at(redaction.of("withdrawn-words"), "What is withdrawn is still told")
    for problem in redaction.of("withdrawn-text"):
        log.info("must be mended: %s", problem)
    for problem in redaction.of("withdrawn-review"):
        log.info("must be read again: %s", problem)
    gone = whole.entities.keys() - redaction.trace.entities.keys()
    for problem in (*redaction.of("withdrawn-evidence"), *holding(layout.root, editions, gone)):
        log.warning("must be mended: %s", problem)
    return redaction.trace, redaction.sources


@reports(withdrawn_edition="No edition that was fixed before someone withdrew still holds what is withdrawn.")
def holding(root: Path, editions: str, identifiers: Collection[str]) -> Iterator[Problem]:
    """The files in the folder of editions (below `root`) that know a withdrawn statement by its id.

    An edition that was fixed afterwards has other ids for these; so this holds when their words are deleted, too.
    """
    known = re.compile("|".join(rf"(?<![\w-]){re.escape(each)}(?![\w-])" for each in sorted(identifiers)))
    for path in sorted(path for path in (root / editions).rglob("*") if path.is_file() and identifiers):
        if found := sorted({match[0] for text in _texts(path) for match in known.finditer(text)}):
            what = f"this edition still holds {', '.join(found)} (withdrawn): delete its folder, and what was released"
            yield Problem(path.relative_to(root).as_posix(), 1, "withdrawn-edition", what)


def _texts(path: Path) -> Iterator[str]:
    """The text of a file, or of each file that it packs."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    else:
        yield path.read_text("utf-8", "replace")


def _page(page: Page, gone: Withdrawn) -> Page:
    """A page on which no block has an address that was made from withdrawn words (that of a heading is).

    A block can keep the address that it had before, and a translation has those of the original.
    """
    blocks = (
        replace(block, address=f"{WITHDRAWN}text-{number}") if gone.leaks_in(block.address.replace("-", " ")) else block
        for number, block in enumerate(page.blocks, 1)
    )
    return replace(page, blocks=tuple(blocks))


def _relation(relation: Relation, gone: Withdrawn, problems: list[Problem], instead: str) -> Relation:
    """A relation, with the note in the place of a warrant that tells what is withdrawn; these go to `problems`.

    `instead` is the note of a finding that has lost its ground (empty for any other): none of its warrants stays.

    Why a statement carries something tells of it, often in the informant's own words.
    """
    source, target = gone.statement(relation.source), gone.statement(relation.target)
    warrant = Warrant(reason=instead) if instead and relation.warrant else relation.warrant
    if warrant and not instead:
        leaks = gone.leaks_of(warrant)
        if ids := {**leaks, **{end: "leads to" for end in (source, target) if end}}:
            warrant = Warrant(reason=gone.note(next(iter(ids))))
            if not source and not (leaks and relation.place.path.endswith(".md")):  # there its line has been seen
                what = f"the warrant {tells(ids)}: taken out, write it again"
                problems.append(problem_at(relation.place, "withdrawn-text", what))
    renamed = gone.renamed(relation.source), gone.renamed(relation.target)
    return replace(relation, source=renamed[0], target=renamed[1], warrant=warrant)


def _entity(entity: Entity, kind: Kind, gone: Withdrawn, problems: list[Problem]) -> Entity:
    """An entity with the note in the place of each text that tells what is withdrawn; these places go to `problems`."""
    if entity.id in gone.statements:
        identifier, note = gone.renamed(entity.id), gone.note(entity.id)
        left = MappingProxyType({"id": identifier, "text": note, "withdrawn": gone.statements[entity.id]})
        return replace(entity, id=identifier, title=note, anchor=gone.renamed(entity.anchor), fields=left)
    if entity.id in gone.informants:  # keeps the name, so that links hold
        return replace(entity, fields=MappingProxyType({**entity.fields, "text": gone.note(entity.id)}))
    if kind.role in _UNTOUCHED:
        return entity
    if entity.place.path.endswith(".md"):  # the front matter has been seen with its page, or with the original's
        return replace(entity, fields=with_warrants(entity.fields, gone.untold))
    fields = dict(entity.fields)
    for name, value in entity.fields.items():
        ids = gone.within("\n".join(value) if isinstance(value, tuple) else str(value))
        what = f"'{name}' of '{entity.id}' {tells(ids)}"
        besides = kind.part and name == kind.title  # a part has its number, or its label
        if ids and name in _NAMES and not besides:
            problems.append(problem_at(entity.where(name), "withdrawn-words", f"{what}: write that again"))
        elif ids:
            instead = gone.note(next(iter(ids)))
            fields[name] = (instead,) if isinstance(value, tuple) else instead
            problems.append(problem_at(entity.where(name), "withdrawn-text", f"{what}: taken out; write it again"))
    title = str(fields.get(kind.title, entity.title)) if kind.part else entity.title
    return replace(entity, title=title, fields=MappingProxyType(fields))


def _without_claim(finding: Entity, kind: Kind, instead: str) -> Entity:
    """A finding that has lost its ground: the note (`instead`) in the place of each of its texts and warrants."""

    def with_note(field: Field | None, value: Any) -> Any:
        if isinstance(value, Warrant):
            return Warrant(reason=instead)
        if isinstance(value, Mapping):
            return {name: with_note(field and field.parts.get(name), part) for name, part in value.items()}
        plain = field and field.type == TEXT and not field.one_of and not field.targets
        return instead if plain and isinstance(value, str) else value

    fields = {name: with_note(kind.fields.get(name), value) for name, value in finding.fields.items()}
    return replace(finding, title=instead, fields=MappingProxyType({**fields, "id": finding.id}))


def _table(rows: tuple[Record, ...], gone: Withdrawn) -> tuple[Record, ...]:
    """The rows of a table; one that names an informant who has withdrawn keeps the name alone."""
    ids = {**gone.names, **{identifier: identifier for identifier in gone.informants}}

    def row(whole: Record) -> Record:
        whose = next((ids[value] for value in whole.values() if value in ids), "")
        redacted = copy(whole)
        redacted.update({name: gone.note(whose) for name, value in whole.items() if whose and value not in ids})
        return redacted

    return tuple(map(row, rows))
