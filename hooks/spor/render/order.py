"""The pages that follow each other though no navigation lists them: findings, concepts and chains."""

from __future__ import annotations

from spor.render.site import Site
from spor.render.views.claims import by_question
from spor.render.views.lists import by_theory, sorted_concepts


def sequences(site: Site) -> tuple[tuple[str, ...], ...]:
    """Pages to read one after the other: the claims under each question, the concepts, the pages of the chains."""
    claims = (tuple(claim.page for claim in claims) for _, claims in by_question(site.trace))
    concepts = tuple(concept.page for _, concepts in by_theory(site, sorted_concepts(site)) for concept in concepts)
    chains = tuple(site.chain_pages[kind] for kind in site.trace.schema.kinds if kind in site.chain_pages)
    return (*claims, concepts, chains)
