"""What the RDF formats share: IRIs, literals and triples as Turtle 1.1 (TriG) writes them.

Text is put together: to load a library that knows every form of RDF would take a build as long as all
other exports together. The tests read what comes out with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

PREFIXES = {
    "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
    "np": "http://www.nanopub.org/nschema#",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
#: A verb and what it leads to, each as Turtle writes it.
Fact = tuple[str, str]
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r"})


def prefixes(*names: str) -> str:
    """The declarations of prefixes."""
    return "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in names) + "\n"


def iri(address: str) -> str:
    """An IRI; what may not stand in one is percent-encoded. Empty for none."""
    return f"<{_FORBIDDEN.sub(lambda sign: f'%{ord(sign[0]):02X}', address)}>" if address else ""


def text(words: str, language: str = "") -> str:
    """A literal, of a language or none; empty for no words."""
    return f'"{words.translate(_ESCAPES)}"' + (f"@{language}" if language else "") if words else ""


def date(day: str) -> str:
    """A year, a month or a day as XML Schema has it; empty for none."""
    kind = ("gYear", "gYearMonth", "date")[day.count("-")]
    return f'"{day}"^^xsd:{kind}' if day else ""


def node(subject: str, facts: Iterable[Fact]) -> str:
    """All that is said of one subject; facts whose object is empty are left out, nothing where none is left or the
    subject is empty."""
    said = [f"{verb} {value}" for verb, value in facts if value]
    joined = " ;\n    ".join(said)
    return f"{subject} {joined} .\n" if subject and said else ""


def graph(name: str, nodes: Iterable[str]) -> str:
    """A named graph, as TriG has it."""
    inner = "".join(nodes).rstrip("\n").replace("\n", "\n  ")
    return f"{name} {{\n  {inner}\n}}\n"
