"""What a build tells at its end, as lines of text."""

from __future__ import annotations

from collections import Counter

from spor.check import exceptions
from spor.render.citations import all_citations
from spor.render.views.claims import editors_share
from spor.trace.trace import Trace


def report(trace: Trace) -> tuple[str, ...]:
    """The lines that sum a build up."""
    kinds = Counter(entity.kind for entity in trace.entities.values())
    names = Counter(relation.name for relation in trace.relations)
    cited = sum(mention.citation for mention in trace.mentions)
    return (
        f"{sum(kinds.values())} entities: {_counts(kinds)}",
        f"{sum(names.values())} relations: {_counts(names)}",
        f"{len(trace.mentions)} mentions in the text: {len(trace.mentions) - cited} links, {cited} citations",
        f"{len(all_citations(trace))} different citations of {len(trace.of_role('source'))} sources",
        f"{len(exceptions(trace))} exceptions declared",
        _editors(trace),
        *(() if trace.original else ("no words are held against the thesis: see 'make fingerprint'",)),
    )


def _editors(trace: Trace) -> str:
    """How many of the relations that say why do so in the editors' words."""
    editors, said = editors_share(trace)
    share = f" ({100 * editors / said:.0f} %)" if said else ""
    return f"{said} relations say why; {editors} of them in the editors' words{share}"


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counted.items()))
