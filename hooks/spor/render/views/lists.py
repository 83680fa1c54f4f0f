"""The views that list entities, each kind in its own way or any kind as headings or as a table, and each claim in a row
of a matrix: with what it answers, who is behind it, or which concepts it uses; and ways out."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from itertools import chain
from typing import Any

from markupsafe import Markup

from spor.locale import dated
from spor.render.backlinks import backlinks
from spor.render.site import Site
from spor.render.templates import render
from spor.render.views.claims import by_question, claims_of, persons_behind
from spor.trace.schema import DAY, FORM, Field
from spor.trace.trace import Entity, Trace, grouped
from spor.trace.view import view


@view("findings", searched=False)
def findings(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """All claims in the order of the alphabet."""
    return {"findings": sorted(site.trace.of_role("claim"), key=lambda claim: _key(site, claim))}


@view("findings-of", takes="question", searched=False)
def findings_of(site: Site, here: str, arguments: list[str]) -> Markup:
    """The claims that answer a question."""
    question = site.trace.entities[arguments[0] if arguments else site.trace.pages[here].owner]
    claims = site.trace.in_thesis_order(site.trace.relating(question, "answers"))
    return render("findings.html", site=site, here=here, findings=claims)


@view("concepts", searched=False)
def concepts(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """All concepts by theory, each with its definition."""
    return {"theories": by_theory(site, site.trace.of_role("concept"))}


@view("guide")
def guide(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The questions of the guide by theme, each with the statements that answer it and the claims that use them."""

    def answers(question: Entity) -> Markup:
        given = site.trace.relating(question, "asked")
        found = [(statement, claims_of(site, statement)) for statement in given]
        return site.deferred.put(partial(render, "guide_answers.html", site=site, here=here, answers=found))

    return {"themes": by_field(listed(site, "guide"), "theme"), "answers": answers}


@view("statements")
def statements(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The statements by the part of the thesis that reports them, to be narrowed by person, theme, question, claim."""
    trace = site.trace
    found = listed(site, "statements")
    ends = ((trace.entities[each.target], said) for said in found for each in trace.outgoing.get(said.id, ()))
    by_section = grouped(dict.fromkeys(end for end in ends if trace.kind(end[0]).part))
    used = {s.id: tuple(dict.fromkeys(trace.relating(s, "evidence") + trace.relating(s, "against"))) for s in found}
    asked = [question for question in trace.of_role("instrument") if trace.sources(question.id, "asked")]
    claims = sorted(dict.fromkeys(chain(*used.values())), key=lambda claim: _key(site, claim))
    narrowed = ("person", "person", trace.of_role("person")), ("asked", "instrument", asked), ("claim", "claim", claims)
    choices = [(name, site.role(role), [(e.id, e.title) for e in own]) for name, role, own in narrowed if own]
    if themes := [(theme, site.label("themes", theme)) for theme in by_field(found, "theme") if theme]:
        choices.append(("theme", site.label("filter", "theme"), themes))
    return {"sections": by_section, "choices": choices, "used": used, "number": len(found)}


@view("statements-compare", searched=False)
def compare(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The statements by theme, each person in a fixed order; who is silent on a theme is named as well."""
    found = [statement for statement in listed(site, "statements") if not statement.withdrawn]
    persons, by = site.trace.of_role("person"), site.trace.persons
    themes = {
        theme: [(person, [said for said in group if person in by(said)]) for person in persons]
        for theme, group in by_field(found, "theme").items()
        if theme
    }
    return {"themes": themes}


@view("informants")
def informants(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The persons, each with what they say."""
    return {"informants": listed(site, "informants")}


@view("checklist")
def checklist(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The items of a checklist by domain, each with its answer and where it is told."""
    return {"domains": by_field(listed(site, "checklist"), "domain")}


@view("list", takes="kind")
def entities(site: Site, here: str, arguments: list[str]) -> Markup:
    """The entities of a kind: with a heading each, or in a table with their fields as columns.

    What stands in the heading already is not told once more.
    """
    kind, found = site.trace.schema.kinds[arguments[0]], site.trace.of_kind(arguments[0])
    named = {"id", "unused", "withdrawn", kind.title, *FORM.findall(kind.short)}
    unnamed = [field for field in kind.fields.values() if not field.targets and field.name not in named]
    fields = [field for field in unnamed if any(entity.fields.get(field.name) for entity in found)]

    def shown(field: Field, value: Any) -> str:
        if field.type == DAY and value:
            return dated("{long}", date.fromisoformat(value), site.locale.language)
        return value if isinstance(value, str) else ", ".join(map(str, value))

    told = {"kind": kind, "fields": fields, "entities": found, "shown": shown, "backlinks": backlinks}
    return render("entities.html" if kind.heading else "entities_table.html", site=site, here=here, **told)


def tags(trace: Trace, claim: Entity) -> dict[str, tuple[str, ...]]:
    """What a claim can be found by, as ids by their role: what it answers, who is for or against it, what it uses."""
    persons = persons_behind(trace, claim) + persons_behind(trace, claim, relation="against")
    return {
        "question": trace.targets(claim.id, "answers"),
        "person": tuple(dict.fromkeys(persons)),
        "concept": trace.targets(claim.id, "concepts"),
    }


@view("matrix-questions", searched=False)
@view("matrix-informants", searched=False)
def matrix(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """Claims by questions, or by persons with how many there are behind each; with what there is to choose from."""
    found = [(claim, tags(site.trace, claim)) for claim in site.trace.of_role("claim")]
    choices = []
    for role in ("question", "person", "concept"):
        used = {identifier for _, own in found for identifier in own[role]}
        options = [(entity.id, site.short(entity)) for entity in site.trace.of_role(role) if entity.id in used]
        choices += [(role, site.role(role), options)] if options else []
    return {"claims": found, "choices": choices, "persons_behind": persons_behind}


@view("matrix-concepts", searched=False)
def matrix_concepts(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The concepts that some claim uses, by theory, with the claims that use each."""
    used = [concept for concept in site.trace.of_role("concept") if site.trace.sources(concept.id, "concepts")]
    return {"theories": by_theory(site, used)}


@view("doors", searched=False)
def doors(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The book as PDF, with its size, and this page in the other languages; nothing where there is neither."""
    return {}


def listed(site: Site, name: str) -> tuple[Entity, ...]:
    """The entities whose place is in a view."""
    return site.trace.of_kind(*site.trace.schema.listed_by(name))


def _key(site: Site, entity: Entity) -> str:
    return site.locale.alphabetical(entity.title)


def by_field(entities: Iterable[Entity], field: str) -> dict[str, tuple[Entity, ...]]:
    """Entities by the value of a field; empty for those that have none."""
    return grouped((str(entity.fields.get(field, "")), entity) for entity in entities)


def by_theory(site: Site, concepts: Iterable[Entity]) -> list[tuple[str, tuple[Entity, ...]]]:
    """Concepts, in the order of the alphabet, by the theory that they belong to.

    The theories come in the order of the words for them, what belongs to none comes last.
    """
    groups = by_field(sorted(concepts, key=lambda concept: _key(site, concept)), "theory")
    order = [*site.locale.keys("theories"), *filter(None, groups), ""]
    return sorted(groups.items(), key=lambda group: order.index(group[0]))


def sequences(site: Site) -> tuple[tuple[str, ...], ...]:
    """Pages to read one after the other: the claims under each question, the concepts, the pages of the chains."""
    claims = (tuple(claim.page for claim in claims) for _, claims in by_question(site.trace))
    theories = by_theory(site, site.trace.of_role("concept"))
    concepts = tuple(concept.page for _, group in theories for concept in group)
    chains = tuple(site.chain_pages[kind] for kind in site.trace.schema.kinds if kind in site.chain_pages)
    return (*claims, concepts, chains)
