"""All claims in one table, how sure each is, and which links are the editors' own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from spor.render.site import Site
from spor.render.templates import render
from spor.render.views.profile import Profile, profile
from spor.render.warrants import reason, voice, warrants_of
from spor.trace.trace import Entity, Relation, Trace
from spor.trace.view import view


@dataclass(frozen=True)
class Row:
    """A claim as a line of the table: how the thesis puts it, and what it rests on, in numbers."""

    claim: Entity
    voice: str
    why: Mapping[str, Markup]
    profile: Profile


def claims_of(site: Site, evidence: Entity) -> list[tuple[str, list[Entity]]]:
    """The claims that a piece of evidence carries, and those that it speaks against, with the words for either."""
    trace, found = site.trace, []
    for name in ("evidence", "against"):
        claims = [claim for claim in trace.relating(evidence, name) if trace.role(claim) == "claim"]
        if claims:
            found.append((site.locale.inverse(claims[0].kind, name), claims))
    return found


def _row(site: Site, here: str, claim: Entity) -> Row:
    why = {name: reason(site, here, warrant) for name, warrant in warrants_of(claim).items()}
    return Row(claim, voice(site, claim), why, profile(site.trace, claim))


def by_question(trace: Trace) -> list[tuple[Entity, list[Entity]]]:
    """Every claim under one of the questions that it answers, in the order of the thesis; no question without any.

    A question that few answer is asked first, so that a claim stands under the one that it answers most closely.
    """
    seen: set[str] = set()
    groups = {}
    for question in sorted(trace.of_role("question"), key=lambda q: len(trace.sources(q.id, "answers"))):
        own = [c for c in trace.in_thesis_order(trace.relating(question, "answers")) if c.id not in seen]
        seen |= {claim.id for claim in own}
        groups[question.id] = own
    return [(question, groups[question.id]) for question in trace.of_role("question") if groups[question.id]]


@view("findings-table", searched=False)
def table(site: Site, here: str, _: list[str]) -> Markup:
    """Every claim under a question that it answers, in the order of the thesis."""
    groups = [(question, [_row(site, here, claim) for claim in claims]) for question, claims in by_question(site.trace)]
    return render("findings_table.html", site=site, here=here, groups=groups)


@view("certainty", searched=False)
def certainty(site: Site, here: str, _: list[str]) -> Markup:
    """The claims by how the thesis puts them."""
    groups: dict[str, list[Row]] = {}
    for claim in site.trace.in_thesis_order(site.trace.of_role("claim")):
        groups.setdefault(voice(site, claim), []).append(_row(site, here, claim))
    return render("certainty.html", site=site, here=here, groups=sorted(groups.items()))


@view("editors-relations", searched=False)
def editors_relations(site: Site, here: str, _: list[str]) -> Markup:
    """The relations whose reason is the editors', by the name of the relation."""
    groups: dict[tuple[str, str], list[Relation]] = {}
    for relation in site.trace.relations:
        source = site.trace.entities[relation.source]
        if relation.warrant.reason:
            groups.setdefault((source.kind, relation.name), []).append(relation)
    editors, all_ = editors_share(site.trace)
    percent = round(100 * editors / all_) if all_ else 0
    share = site.label("editors", "share").format(editors=editors, all=all_, share=percent)
    return render("editors_relations.html", site=site, here=here, groups=groups, share=share)


def editors_share(trace: Trace) -> tuple[int, int]:
    """How many of the relations that say why are the editors', and of how many."""
    said = [relation for relation in trace.relations if relation.warrant]
    return sum(bool(relation.warrant.reason) for relation in said), len(said)
