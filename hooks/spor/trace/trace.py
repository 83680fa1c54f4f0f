"""The trace and its parts. Everything here is immutable; nothing here reads or writes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from spor.trace.block import Block, Translation
from spor.trace.original import Original
from spor.trace.problem import Place, Problem
from spor.trace.schema import Kind, Schema, read_schema
from spor.trace.warrant import NONE, Warrant, warrants_in

Key = TypeVar("Key")
Item = TypeVar("Item")


@dataclass(frozen=True)
class Entity:
    """One question, finding, statement, concept, source …

    `page` and `anchor` say where the reader finds it: a page of the site (`funn/x.md`) and an id
    in it, empty for the page itself. `fields` are its own data, without the relations;
    `lines` tells on which line each field stands.
    """

    kind: str
    id: str
    title: str
    place: Place
    page: str = ""
    anchor: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def unused(self) -> str:
        """The writer's reason why nothing refers to it; empty if something should."""
        return str(self.fields.get("unused", "") or "")

    def where(self, field: str) -> Place:
        """Where a field of it stands; where it begins if it has no such field."""
        return Place(self.place.path, self.lines.get(field, self.place.line))

    @property
    def withdrawn(self) -> str:
        """The day (`2026-11-24`) on which the consent to use it was taken back; empty if it was not."""
        return str(self.fields.get("withdrawn", "") or "")


@dataclass(frozen=True)
class Relation:
    """`source` —`name`→ `target`, as written in a field of `source`, and why; a citation has locator and prefix."""

    source: str
    name: str
    target: str
    place: Place
    locator: str = ""
    prefix: str = ""
    warrant: Warrant = NONE


@dataclass(frozen=True)
class Mention:
    """A link `[[target]]` or a citation of `target` in the prose of a page.

    `section` is the id of the section it stands in (empty outside sections), `owner` the id of the
    entity whose page it is (empty on a page of no entity), `anchor` the id in the page that leads to
    the very place, `raw` what the writer typed between the brackets.
    """

    target: str
    page: str
    section: str
    owner: str
    anchor: str
    raw: str
    place: Place
    citation: bool = False
    locator: str = ""
    prefix: str = ""
    warrant: Warrant = NONE


@dataclass(frozen=True)
class ViewCall:
    """A view that a page asks for: `call` is its name and its arguments, as typed."""

    call: str
    page: str
    place: Place

    @property
    def words(self) -> tuple[str, ...]:
        """The name of the view and its arguments; none where the page names none."""
        return tuple(self.call.split())


@dataclass(frozen=True)
class Page:
    """A page as read: its title (the first heading), its entity if it has one, and its text from the place on.

    `blocks` are what the text is made of, in order: none where a problem keeps the text from being split.
    """

    path: str
    title: str
    owner: str
    place: Place
    text: str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Trace:
    """All that the site says and how it hangs together, in the order in which it was read.

    What follows from the rest is made with it, once: relations by source and by target, and mentions by target and by
    page; the inverse relations are made here and only here. `translation` is what a trace in another language is held
    against; None for one that is not translated. `lost` are the files of which something could not be read.
    """

    entities: Mapping[str, Entity] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    views: tuple[ViewCall, ...] = ()
    pages: Mapping[str, Page] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    schema: Schema = field(default_factory=read_schema)
    original: Original = field(default_factory=Original)
    translation: Translation | None = field(default=None, repr=False)
    lost: frozenset[str] = field(init=False, repr=False, compare=False)
    outgoing: Mapping[str, tuple[Relation, ...]] = field(init=False, repr=False, compare=False)
    incoming: Mapping[str, tuple[Relation, ...]] = field(init=False, repr=False, compare=False)
    mentioned: Mapping[str, tuple[Mention, ...]] = field(init=False, repr=False, compare=False)
    mentions_on: Mapping[str, tuple[Mention, ...]] = field(init=False, repr=False, compare=False)
    sections_on: Mapping[str, Mapping[str, Entity]] = field(init=False, repr=False, compare=False)
    _kinds: Mapping[str, tuple[Entity, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = (entity for entity in self.entities.values() if self.role(entity) == "place")
        sections = grouped((place.page, place) for place in places if place.anchor)
        made = {
            "lost": frozenset(problem.path for problem in self.problems if problem.loses),
            "outgoing": grouped((r.source, r) for r in self.relations),
            "incoming": grouped((r.target, r) for r in self.relations),
            "mentioned": grouped((m.target, m) for m in self.mentions),
            "mentions_on": grouped((m.page, m) for m in self.mentions),
            "sections_on": {page: {place.anchor: place for place in own} for page, own in sections.items()},
            "_kinds": grouped((e.kind, e) for e in self.entities.values()),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)  # the way of a frozen dataclass to set what it derives

    def kind(self, entity: Entity) -> Kind:
        """The kind of an entity."""
        return self.schema.kinds[entity.kind]

    def role(self, entity: Entity) -> str:
        """What generic code knows of an entity's kind."""
        return self.schema.kinds[entity.kind].role

    def of_kind(self, *kinds: str) -> tuple[Entity, ...]:
        """The entities of these kinds, in the order in which they were read."""
        if len(kinds) == 1:
            return self._kinds.get(kinds[0], ())
        return tuple(entity for entity in self.entities.values() if entity.kind in kinds)

    def of_role(self, *roles: str) -> tuple[Entity, ...]:
        """The entities of the kinds that have one of these roles, in the order in which they were read."""
        return self.of_kind(*self.schema.of_role(*roles))

    def parts(self) -> tuple[Entity, ...]:
        """The parts of the thesis' own text (sections, appendices), in the order in which they were read."""
        return self.of_kind(*(kind.id for kind in self.schema.kinds.values() if kind.part))

    def targets(self, identifier: str, name: str) -> tuple[str, ...]:
        """The ids that relation `name` of an entity leads to, in its order, each once."""
        return tuple(dict.fromkeys(r.target for r in self.outgoing.get(identifier, ()) if r.name == name))

    def sources(self, identifier: str, name: str) -> tuple[str, ...]:
        """The ids of the entities whose relation `name` leads to an entity, each once."""
        return tuple(dict.fromkeys(r.source for r in self.incoming.get(identifier, ()) if r.name == name))

    def related(self, entity: Entity, name: str) -> tuple[Entity, ...]:
        """The entities that relation `name` leads to."""
        return tuple(self.entities[i] for i in self.targets(entity.id, name) if i in self.entities)

    def relating(self, entity: Entity, name: str) -> tuple[Entity, ...]:
        """The entities whose relation `name` leads to this one."""
        return tuple(self.entities[i] for i in self.sources(entity.id, name) if i in self.entities)

    def between(self, source: str, target: str) -> tuple[Relation, ...]:
        """The relations that lead from one entity to another."""
        return tuple(relation for relation in self.outgoing.get(source, ()) if relation.target == target)

    def warrants(self) -> Iterator[tuple[Warrant, Place, str]]:
        """Every warrant of the site, where it stands, and of what it is one, as a message calls it."""
        for relation in self.relations:
            yield relation.warrant, relation.place, f"'{relation.name}' of '{relation.source}' to '{relation.target}'"
        for mention in self.mentions:
            yield mention.warrant, mention.place, f"'{mention.raw}'"
        for entity in self.entities.values():
            for name, value in entity.fields.items():
                yield from ((found, entity.where(name), f"'{name}' of '{entity.id}'") for found in warrants_in(value))

    def prose(self) -> Iterator[tuple[Place, str]]:
        """Each text in a field, in its items or in its parts, and each reason of the editors, with its place."""
        for relation in self.relations:
            yield relation.place, relation.warrant.reason
        for entity in self.entities.values():
            fields = entity.fields.items() if self.role(entity) != "source" else ()
            yield from ((entity.where(name), text) for name, value in fields if name != "id" for text in _texts(value))

    def may_be_lost(self, identifier: str) -> bool:
        """Whether an id may be that of something that could not be read: a page's is its name, a data file has any."""
        own = f"{identifier}.md"
        return any(not path.endswith(".md") or path.rpartition("/")[2] == own for path in self.lost)

    def is_used(self, entity: Entity) -> bool:
        """Whether any relation or any mention leads to an entity; that it is compared with another is no use of it."""
        sources = (self.entities.get(relation.source) for relation in self.incoming.get(entity.id, ()))
        return entity.id in self.mentioned or any(not source or self.role(source) != "change" for source in sources)

    def persons(self, entity: Entity) -> tuple[Entity, ...]:
        """Who an entity leads to: whose words it has."""
        targets = (self.entities.get(relation.target) for relation in self.outgoing.get(entity.id, ()))
        return tuple(dict.fromkeys(other for other in targets if other and self.role(other) == "person"))

    def tells_of_persons(self, file: str) -> bool:
        """Whether a table of data, by its file, names any person: it may be their background."""
        named = {name for person in self.of_role("person") for name in (person.id, person.title)}
        values = (value for row in self.tables.get(file, ()) for value in row.values())
        return any(isinstance(value, str) and value in named for value in values)

    def in_thesis_order(self, claims: Iterable[Entity]) -> list[Entity]:
        """Claims in the order in which the thesis makes them: by the first section of each, then as they were read."""
        order = {place.id: number for number, place in enumerate(self.of_role("place"))}

        def first(claim: Entity) -> int:
            return min((order.get(section, len(order)) for section in self.targets(claim.id, "sections")), default=0)

        return sorted(claims, key=first)

    def document(self, entity: Entity) -> Entity | None:
        """The one place that an entity stands in: the document of an item, the page that restates a document."""
        for relation in self.schema.fields(entity.kind).values():
            for place in self.related(entity, relation.name) if relation.targets and not relation.many else ():
                if self.role(place) == "place":
                    return place
        return None


def _texts(value: Any) -> Iterator[str]:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    yield from (text for each in inner for text in _texts(each))
    yield from (value,) if isinstance(value, str) else ()


def grouped(pairs: Iterable[tuple[Key, Item]]) -> dict[Key, tuple[Item, ...]]:
    """The things that come with the same key, keys and things in the order in which they come."""
    found: dict[Key, list[Item]] = defaultdict(list)
    for key, item in pairs:
        found[key].append(item)
    return {key: tuple(items) for key, items in found.items()}
