"""What entities are called: in a list, and within a sentence, as the formats of their kinds say (`kinds.yml`)."""

from __future__ import annotations

import re

from spor.trace.trace import Entity, Trace

_PART = re.compile(r"\{(\w+)(?:\.(\w+))?\}")


def name(trace: Trace, entity: Entity) -> str:
    """What an entity is called in a list: its title, with what tells it apart."""
    return _filled(trace, entity, trace.kind(entity).name)


def short(trace: Trace, entity: Entity) -> str:
    """What an entity is called within a sentence: `§ 5.2.1`, `Kim, § 5.2.1`, a label or a title."""
    return _filled(trace, entity, trace.kind(entity).short)


def within(trace: Trace, entity: Entity, before: str) -> str:
    """What an entity is called in running text after `before`: with a small letter where its name is a common noun."""
    text, ended = short(trace, entity), before.rstrip()
    begins = not ended or (ended[-1] in ".!?:" and ended != before)
    return text if begins or not trace.kind(entity).small else text[:1].lower() + text[1:]


def head(trace: Trace, entity: Entity) -> str:
    """What an entity is called over its own text and on a map: `Kim: Kan ikke bestemme oppdraget`."""
    form = trace.kind(entity).head
    asked = fields(form)
    whole = asked and all(name in entity.fields or trace.targets(entity.id, name) for name in asked)
    return _filled(trace, entity, form) if whole else short(trace, entity)


def fields(form: str) -> tuple[str, ...]:
    """The fields and relations that a format asks for."""
    return tuple(match[1] for match in _PART.finditer(form))


def _filled(trace: Trace, entity: Entity, form: str) -> str:
    """A format with each `{field}`, `{relation}` and `{relation.field}` replaced; a part without a value falls away."""

    def value(match: re.Match[str]) -> str:
        field, inner = match[1], match[2]
        if field == "title":
            return entity.title
        if field in entity.fields:
            return str(entity.fields[field])
        targets = trace.related(entity, field)
        return ", ".join(str(t.fields.get(inner, "")) if inner else short(trace, t) for t in targets)

    if form == "{title}":  # of most kinds
        return entity.title
    return _PART.sub(value, form).strip(" ,:") or entity.title
