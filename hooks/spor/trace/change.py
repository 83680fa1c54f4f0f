"""A matter that two documents speak of: what each says, the older first, and what can be asked of both."""

import re
from dataclasses import dataclass
from typing import Any

from spor.trace.schema import Change, Field
from spor.trace.trace import Entity, Trace

#: The relations of a change to what the older and the newer document say.
SIDES = ("before", "after")
#: The number of a part.
NUMBER = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True)
class Matter:
    """A change as a whole: the entity that tells it, of which kind it is, and the items of either side."""

    entity: Entity
    kind: Change
    before: tuple[Entity, ...]
    after: tuple[Entity, ...]

    def __str__(self) -> str:
        """What a message calls it: `'sak-x' is skjerpet`."""
        return f"'{self.entity.id}' is {self.kind.id}"

    @property
    def items(self) -> tuple[Entity, ...]:
        """The items of both sides."""
        return (*self.before, *self.after)

    def side(self, name: str) -> tuple[Entity, ...]:
        """The items of a side, `before` or `after`."""
        return self.before if name == "before" else self.after


def matters(trace: Trace) -> tuple[Matter, ...]:
    """Every change of the trace whose kind is known, in the order of the data."""
    return tuple(
        Matter(entity, kind, *(trace.related(entity, side) for side in SIDES))
        for entity in trace.of_role("change")
        if (kind := trace.kind(entity).changes.get(str(entity.fields.get("change", ""))))
    )


def compared(trace: Trace) -> tuple[Entity, ...]:
    """Every item that a change compares with others, each once."""
    return tuple(dict.fromkeys(item for matter in matters(trace) for item in matter.items))


def documents(trace: Trace) -> tuple[Entity, ...]:
    """The documents whose items are compared, each once."""
    return tuple(dict.fromkeys(found for item in compared(trace) if (found := trace.document(item))))


def values(matter: Matter, name: str) -> tuple[str, ...]:
    """What a matter has in a field, each value once: `theme` in its own or in its items', `before.x` on one side."""
    side, _, field = name.rpartition(".")
    own = (matter.entity,) if field in matter.entity.fields else matter.items
    asked = matter.side(side) if side else own
    return tuple(dict.fromkeys(value for entity in asked for value in texts(entity.fields.get(field))))


def texts(value: Any) -> tuple[str, ...]:
    """The texts in a field, which may hold none, one or several."""
    return value if isinstance(value, tuple) else (str(value),) if value else ()


def item_field(trace: Trace, name: str) -> Field | None:
    """The field of that name of whatever changes compare."""
    compared = [trace.schema.fields(change) for change in trace.schema.of_role("change")]
    targets = {kind for fields in compared for side in SIDES if side in fields for kind in fields[side].targets}
    return next((field for kind in targets if (field := trace.schema.fields(kind).get(name))), None)


def restating(trace: Trace, item: Entity) -> Entity | None:
    """The page that restates the document of an item."""
    document = trace.document(item)
    return trace.document(document) if document else None


def place_of(trace: Trace, item: Entity) -> tuple[Field | None, str]:
    """The field of an item that says where in its document it stands, and what it says."""
    for field in trace.schema.fields(item.kind).values():
        if field.anchors and item.fields.get(field.name):
            return field, str(item.fields[field.name])
    return None, ""


def anchor(field: Field, number: str) -> str:
    """The anchor that a number in a field leads to: `2.1` to `del-2-1`."""
    return field.anchors + number.replace(".", "-")


def anchors(trace: Trace, item: Entity) -> tuple[tuple[str, str], ...]:
    """The numbers of the parts that an item stands in, each with its anchor; those after a comma lie within a part."""
    field, text = place_of(trace, item)
    return tuple((number, anchor(field, number)) for number in NUMBER.findall(text.partition(",")[0])) if field else ()
