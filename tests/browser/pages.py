"""One page of every type, by the name of its type, in both languages."""

from __future__ import annotations

PAGES = {
    "front": "",
    "question": "sporsmal/fs2/",
    "questions": "sporsmal/",
    "finding": "funn/aktiv-leder/",
    "findings": "funn/",
    "chapter": "kapitler/5-2/",
    "chapter with figures and notes": "kapitler/3/",
    "summary in two languages": "kapitler/sammendrag/",
    "concept": "begreper/frihetsgrader/",
    "concepts": "begreper/",
    "statements": "utsagn/",
    "guide": "intervjuguide/",
    "informants": "informanter/",
    "letters": "brevene/",
    "matrix": "oversikter/informanter/",
    "matrix of concepts": "oversikter/begreper/",
    "map": "sporkart/",
    "chains": "spor/utsagn/",
    "one chain": "spor/kilder/#rovik2007",
    "checklist": "coreq/",
    "criticism": "kildekritikk/",
    "stages of the questions": "sporsmalene/",
    "appendix": "vedlegg/vedlegg-6/",
    "literature": "litteratur/",
    "about": "om/",
    "data": "data/",
    "book": "bok/",
    "make your own": "lag-din-egen/",
    "not found": "404.html",
}

#: The same, and their English edition.
BOTH = {**PAGES, **{f"{name}, in English": f"en/{path}" for name, path in PAGES.items()}}
