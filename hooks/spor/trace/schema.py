"""The kinds of entities, their roles, fields and relations, read from data: `kinds.yml` and what a project declares."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spor.locale import read_data
from spor.trace.problem import suggestion

#: What generic code knows of kinds.
ROLES = ("question", "claim", "evidence", "person", "place", "instrument", "concept", "source", "list", "change")
#: What the form of a name asks for: a field or a relation.
FORM = re.compile(r"\{(\w+)")
#: The part of the words that names the values of a field which the schema does not list.
GROUPS = {"theme": "themes", "theory": "theories"}
#: What a field that is no relation may hold.
TEXT, TEXTS, DAY, PARTS, WARRANT = "text", "texts", "day", "parts", "warrant"


@dataclass(frozen=True)
class Field:
    """A field of an entity; what each part of it means stands in `kinds.yml`.

    `targets` are the kinds that a relation leads to (empty for plain data), `many`: a list of ids (else one id), and
    `cites`: citations (`@key, s. 1`) instead of ids. `type` is one of those above; `parts` are the fields within.
    """

    name: str
    targets: tuple[str, ...] = ()
    many: bool = False
    cites: bool = False
    required: bool = False
    type: str = TEXT
    one_of: tuple[str, ...] = ()
    waived_by: str = ""
    acyclic: bool = False
    sides: bool = False
    warrant: bool = False
    wordless: bool = False
    parts: Mapping[str, "Field"] = field(default_factory=dict)
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stands_in: tuple[str, ...] = ()
    ranks: tuple[tuple[str, ...], ...] = ()
    everyone: str = ""
    anchors: str = ""

    @property
    def in_words(self) -> bool:
        """Whether it holds words of a language: its own, or in parts of it."""
        if self.parts:
            return any(part.in_words for part in self.parts.values())
        plain = self.type in (TEXT, TEXTS) and not (self.targets or self.one_of or self.wordless)
        return plain and self.name not in ("id", "unused")


@dataclass(frozen=True)
class Change:
    """A kind of change from one document to another: what the two sides of a matter must be (see `kinds.yml`)."""

    id: str
    only: str = ""
    alike: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    same: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of entity; what each part of it means stands in `kinds.yml`.

    `fields` are its relations, too; `title` is the field that names it, and `name`, `short` and `head` are formats.
    `used` are the relations of which one must lead to it (empty: any relation or mention), and `used_rule` the rule
    that says so (empty: it may be unused). `searched` are the fields that tell what one says without a heading.
    """

    id: str
    role: str
    fields: Mapping[str, Field]
    title: str = "title"
    name: str = "{title}"
    short: str = "{title}"
    head: str = ""
    small: bool = False
    heading: bool = False
    searched: tuple[str, ...] = ()
    counts_as: str = ""
    listed_by: str = ""
    used_rule: str = ""
    used: tuple[str, ...] = ()
    only_used: bool = False
    part: bool = False
    verbatim: bool = False
    detail: str = ""
    changes: Mapping[str, Change] = field(default_factory=dict)
    filters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Demand:
    """A rule over the fields of one kind, as declared under `rules` (see `kinds.yml`)."""

    rule: str
    of: str
    says: str
    when: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    counts_as: str = ""
    either: tuple[str, ...] = ()
    both: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """All kinds that a site's entities may be of, by id, and what is demanded of them."""

    kinds: Mapping[str, Kind]
    demands: tuple[Demand, ...] = ()

    def of_role(self, *roles: str) -> tuple[str, ...]:
        """The kinds that have one of these roles."""
        return tuple(kind.id for kind in self.kinds.values() if kind.role in roles)

    def listed_by(self, view: str) -> tuple[str, ...]:
        """The kinds whose place is in a view."""
        return tuple(kind.id for kind in self.kinds.values() if kind.listed_by == view)

    def fields(self, kind: str) -> Mapping[str, Field]:
        """All fields that an entity of a kind may have, by name."""
        return self.kinds[kind].fields

    def relations(self, **flags: bool) -> tuple[str, ...]:
        """The names of the relations that have a flag (`acyclic`, `sides`, `cites`), each once."""
        fields = (field for kind in self.kinds.values() for field in kind.fields.values() if field.targets)
        return tuple(dict.fromkeys(f.name for f in fields if all(getattr(f, k) == v for k, v in flags.items())))


def general() -> Mapping[str, Any]:
    """What `kinds.yml` declares, as plain data."""
    return read_data(Path(__file__).with_name("kinds.yml"))


def read_schema(own: Mapping[str, Any] | None = None) -> Schema:
    """The schema of `kinds.yml` with a project's own `kinds` and `rules` laid over it.

    Of a kind that stands in both, the fields and relations are joined, and all else of the project's counts. These have
    the form that `read/settings.yml` asks for; raises ValueError, with the path, for a name that there is not.
    """
    declared, own = general(), own or {}
    kinds: dict[str, Any] = dict(declared["kinds"])
    for name, more in (own.get("kinds") or {}).items():
        base = kinds.get(name, {})
        joined = {part: {**base.get(part, {}), **more.get(part, {})} for part in ("fields", "relations")}
        kinds[name] = {**base, **more, **joined}
    rules = {**declared["rules"], **(own.get("rules") or {})}
    for name, kind in kinds.items():
        if kind.get("role") not in ROLES:
            raise ValueError(f"kinds.{name}.role: is '{kind.get('role')}', not one of {', '.join(ROLES)}")
    for name, rule in rules.items():
        if rule and rule.get("of") not in kinds:
            raise ValueError(f"rules.{name}.of: is '{rule.get('of')}', which is no kind")
    roles = {name: kind["role"] for name, kind in kinds.items()}
    made = {name: _kind(name, kind, roles) for name, kind in kinds.items()}
    demands = tuple(Demand(**_frozen({**rule, "rule": name})) for name, rule in rules.items() if rule)
    known = {
        "id",
        *(name for kind in kinds.values() for part in ("fields", "relations") for name in kind.get(part, ())),
    }
    for path, name in _named(made.values(), demands):
        if name not in known:
            raise ValueError(f"{path}: names '{name}', which is no field of any kind{suggestion(name, known)}")
    return Schema(made, demands)


def _named(kinds: Iterable[Kind], demands: Iterable[Demand]) -> Iterator[tuple[str, str]]:
    """Each field that is named by what does not declare it, with the path of that: a slip would ask for nothing."""
    for kind in kinds:
        lists = [("used.by", kind.used), ("searched", kind.searched)]
        lists += [(f"changes.{change.id}.alike", change.alike) for change in kind.changes.values()]
        lists += [(f"fields.{field.name}.stands_in", field.stands_in) for field in kind.fields.values()]
        yield from ((f"kinds.{kind.id}.{path}", name) for path, names in lists for name in names)
    for demand in demands:
        lists = [(part, getattr(demand, part)) for part in ("when", "needs", "either", "both")]
        yield from ((f"rules.{demand.rule}.{part}", name) for part, names in lists for name in names)


def _kind(name: str, data: Mapping[str, Any], roles: Mapping[str, str]) -> Kind:
    path = f"kinds.{name}"
    fields = {"id": Field("id", required=True), "unused": Field("unused")}
    for part in ("fields", "relations"):
        for field_name, declared in data.get(part, {}).items():
            if declared is not None:  # else the project does without it
                fields[field_name] = _field(field_name, declared, roles, f"{path}.{part}.{field_name}")
    changes = {value: Change(value, **_frozen(change or {})) for value, change in data.get("changes", {}).items()}
    if changes:
        fields["change"] = Field("change", required=True, one_of=tuple(changes))
    used = data.get("used") or {}
    own = {
        "id": name,
        "fields": fields,
        "changes": changes,
        "searched": data.get("searched", _texts(data, fields)),
        "used": used.get("by", ()),
        "used_rule": used.get("rule", ""),
    }
    kind = Kind(**_frozen({**{key: value for key, value in data.items() if key != "relations"}, **own}))
    for form in ("name", "short", "head"):
        for asked in FORM.findall(getattr(kind, form)):
            if asked not in ("title", *fields):
                raise ValueError(f"{path}.{form}: asks for '{asked}', which is no field{suggestion(asked, fields)}")
    return kind


def _texts(data: Mapping[str, Any], fields: Mapping[str, Field]) -> list[str]:
    """The fields that tell what a kind says where it stands in a table, of which the search reads nothing itself."""
    if data.get("heading") or data.get("listed_by") or data["role"] == "source":
        return []
    own = (field for field in fields.values() if field.type in (TEXT, TEXTS) and not field.targets)
    return [field.name for field in own if field.name not in ("id", "unused", data.get("title", "title"))]


def _field(name: str, data: Mapping[str, Any], roles: Mapping[str, str], path: str) -> Field:
    given = {key: value for key, value in data.items() if key != "to"}
    if "to" in data:
        given = {"many": True, **given, "targets": _targets(data["to"], roles, path)}
    if parts := data.get("parts"):
        read = {part: _field(part, inner, roles, f"{path}.{part}") for part, inner in parts.items()}
        given |= {"type": PARTS, "parts": read}
    return Field(**_frozen({**given, "name": name}))


def _targets(names: Iterable[str], roles: Mapping[str, str], path: str) -> tuple[str, ...]:
    """The kinds that a relation may lead to: a name that is a role stands for all kinds of it."""
    found: dict[str, None] = {}
    for name in names:
        kinds = [kind for kind, role in roles.items() if role == name] or [name]
        if kinds == [name] and name not in roles:
            raise ValueError(f"{path}.to: has '{name}', which is no kind and no role")
        found |= dict.fromkeys(kinds)
    return tuple(found)


def _frozen(value: Any) -> Any:
    """Plain data, the lists in it as tuples."""
    if isinstance(value, dict):
        return {name: _frozen(inner) for name, inner in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, (list, tuple)) else value
