"""Sets the letters of two years side by side: what is the same, changed, new or gone. Computed, never written."""

from __future__ import annotations

from dataclasses import dataclass

from spor.trace.index import Index
from spor.trace.trace import Entity, Trace

#: The fields that make up what an item says; where it stands in the letter is no change of content.
_CONTENT = ("title", "text", "result", "deadline")


@dataclass(frozen=True)
class Row:
    """One matter and what each letter says of it; `changed` names the fields that differ."""

    matter: str
    type: str
    older: Entity | None
    newer: Entity | None
    status: str
    changed: tuple[str, ...] = ()


def compare(trace: Trace, index: Index) -> tuple[Row, ...]:
    """The rows of the comparison of the oldest letter with the newest, in the order of the data.

    Two items of the same `matter` are a pair. Status is `same`,
    `changed`, `new` (only in the newer) or `gone` (only in the older).
    """
    letters = sorted(trace.of_kind("letter"), key=lambda letter: str(letter.fields.get("year", "")))
    if len(letters) < 2:
        return ()
    older, newer = (_items(trace, index, letter.id) for letter in (letters[0], letters[-1]))
    matters = list(older)
    for place, name in enumerate(newer):  # what is new stands where the newer letter has it
        if name not in older:
            before = [known for known in list(newer)[:place] if known in matters]
            matters.insert(matters.index(before[-1]) + 1 if before else 0, name)
    return tuple(_row(name, older.get(name), newer.get(name)) for name in matters)


def _items(trace: Trace, index: Index, letter: str) -> dict[str, Entity]:
    items = [trace.entities[identifier] for identifier in index.sources(letter, "letter")]
    return {str(item.fields.get("matter", item.id)): item for item in items}


def _row(name: str, older: Entity | None, newer: Entity | None) -> Row:
    some = newer or older
    kind = str(some.fields.get("type", "")) if some else ""
    if older is None or newer is None:
        return Row(name, kind, older, newer, "gone" if newer is None else "new")
    changed = tuple(field for field in _CONTENT if older.fields.get(field) != newer.fields.get(field))
    return Row(name, kind, older, newer, "changed" if changed else "same", changed)
