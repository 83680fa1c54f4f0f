"""Reads the other words by which readers may look for something: a list of records with `id` and `words`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from spor.read.project import Layout
from spor.read.text import Record, is_text, item_lines, read_text, read_yaml
from spor.trace.problem import Problem, suggestion
from spor.trace.rule import Reading, collect, reports
from spor.trace.trace import Trace

#: The words for the entity of an id, or for the page of a path.
Synonyms = Mapping[str, tuple[str, ...]]


def synonyms_of(layout: Layout, name: str, trace: Trace) -> Reading[Synonyms]:
    """The synonyms in the file `name` below the pages; a translation without one has those of its original."""
    if not name:
        return {}
    where = layout.path_of(name)
    return (yield from read_synonyms(layout.root, where, trace))


@reports(
    synonyms="Other words for something: an id, of an entity or a page, and words, each once.",
    unknown_synonym="What other words stand for is an entity or a page.",
)
def read_synonyms(root: Path, where: str, trace: Trace) -> Reading[Synonyms]:
    """The synonyms in the YAML file `where` below `root`."""
    text = yield from read_text(root, where)
    if text is None:
        return {}
    records, problems = collect(read_yaml(text, where))
    yield from problems
    if problems or not isinstance(records, list):
        if not problems:
            yield Problem(where, 1, "synonyms", "must be a list of records with 'id' and 'words'")
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for record, line in zip(records, item_lines(text), strict=True):
        name, words = (record.get("id"), record.get("words")) if isinstance(record, Record) else (None, None)
        if (
            not isinstance(name, str)
            or not isinstance(words, list)
            or not words
            or not all(map(is_text, words))
            or len(record) != 2
        ):
            yield Problem(where, line, "synonyms", "must have an 'id', and 'words' that are a list of texts")
        elif name not in trace.entities and name not in trace.pages:
            near = suggestion(name, [*trace.entities, *trace.pages])
            yield Problem(where, line, "unknown-synonym", f"there is no '{name}'{near}")
        elif name in found:
            yield Problem(where, line, "synonyms", f"'{name}' has words already: add these to them")
        else:
            found[name] = tuple(words)
    return found
