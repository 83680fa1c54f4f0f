"""Sets the documents of two years side by side: what is the same, changed, new or gone. Computed, never written."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from spor.render.backlinks import panel
from spor.render.site import Site
from spor.render.templates import render
from spor.trace.trace import Entity, Trace
from spor.trace.view import view

#: The fields that make up what an item says; where it stands in the letter is no change of content.
_CONTENT = ("title", "text", "result", "deadline")
_STATUSES = ("same", "changed", "new", "gone")


@dataclass(frozen=True)
class Row:
    """One matter and what each letter says of it; `changed` names the fields that differ."""

    matter: str
    type: str
    older: Entity | None
    newer: Entity | None
    status: str
    changed: tuple[str, ...] = ()


def compare(trace: Trace) -> tuple[Row, ...]:
    """The rows of the comparison of the oldest letter with the newest, in the order of the data.

    Two items of the same `matter` are a pair. Status is `same`,
    `changed`, `new` (only in the newer) or `gone` (only in the older).
    """
    letters = sorted(trace.of_kind("letter"), key=lambda letter: str(letter.fields.get("year", "")))
    if len(letters) < 2:
        return ()
    older, newer = (_items(trace, letter) for letter in (letters[0], letters[-1]))
    matters = list(older)
    for place, name in enumerate(newer):  # what is new stands where the newer letter has it
        if name not in older:
            before = [known for known in list(newer)[:place] if known in matters]
            matters.insert(matters.index(before[-1]) + 1 if before else 0, name)
    return tuple(_row(name, older.get(name), newer.get(name)) for name in matters)


def _items(trace: Trace, letter: Entity) -> dict[str, Entity]:
    return {str(item.fields.get("matter", item.id)): item for item in trace.relating(letter, "letter")}


def _row(name: str, older: Entity | None, newer: Entity | None) -> Row:
    some = newer or older
    kind = str(some.fields.get("type", "")) if some else ""
    if older is None or newer is None:
        return Row(name, kind, older, newer, "gone" if newer is None else "new")
    changed = tuple(field for field in _CONTENT if older.fields.get(field) != newer.fields.get(field))
    return Row(name, kind, older, newer, "changed" if changed else "same", changed)


@view("letters")
def letters(site: Site, here: str, _: list[str]) -> Markup:
    """The letters of two years side by side, by type."""
    rows = compare(site.trace)
    types: dict[str, list[Row]] = {}
    for row in rows:
        types.setdefault(row.type, []).append(row)
    return render(
        "letters.html",
        site=site,
        here=here,
        panel=panel,
        letters=site.trace.of_kind("letter"),
        types=types,
        statuses=_STATUSES,
        counts={status: sum(row.status == status for row in rows) for status in _STATUSES},
    )
