"""Drawings (SVG) among the pages: they hold no program and fetch nothing, since a browser opens one as a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from spor.trace.problem import Problem
from spor.trace.rule import reports

#: Elements that run, hold HTML, change others, or bring in what lies elsewhere.
_RUNS = re.compile("(?i)script|foreignobject|iframe|object|embed|handler|listener|set|animate|audio|video|link")
_WITHIN = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?!https?:|mailto:|#)[\w+.\s-]*:")
_FETCHED = re.compile(r"@import|url\(\s*['\"]?(?!#|['\"]?data:image/)", re.IGNORECASE)


@reports(unsafe_picture="A drawing holds no program, and fetches nothing.")
def picture_problems(root: Path, docs: str, files: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with each of the `files` (below the folder `docs` of the project at `root`) that is a drawing."""
    for name in (f"{docs}/{file}" for file in sorted(files) if file.lower().endswith(".svg")):
        yield from (Problem(name, line, "unsafe-picture", what) for line, what in _faults((root / name).read_bytes()))


def _faults(data: bytes) -> Iterator[tuple[int, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.fromstring(data, parser).getroottree()
    except (etree.XMLSyntaxError, ValueError) as error:
        yield getattr(error, "lineno", None) or 1, f"cannot be read: {error}"
        return
    if tree.docinfo.internalDTD is not None and tree.docinfo.internalDTD.entities():
        yield 1, "declares entities: take them out"
    for node in tree.xpath("/processing-instruction()"):
        yield node.sourceline or 1, f"'<?{node.target}' may not stand in a drawing"
    for element in tree.iter(etree.Element):
        line, name = element.sourceline or 1, etree.QName(element).localname
        if _RUNS.fullmatch(name):
            yield line, f"'<{name}>' may not stand in a drawing"
        if name.lower() == "style" and _FETCHED.search(element.text or ""):
            yield line, "its style fetches what lies elsewhere"
        for attribute, value in element.attrib.items():
            own = etree.QName(attribute).localname
            address = own.lower() in ("href", "src")
            if own.lower().startswith("on"):
                yield line, f"'{own}' may not stand in a drawing"
            elif address and name.lower() != "a" and not _WITHIN.match(value.strip()):
                yield line, f"'{own}' fetches '{value.strip()[:40]}': put it into the drawing"
            elif address and name.lower() == "a" and _ELSEWHERE.match(value):
                yield line, f"'{own}' leads to '{value.strip()[:40]}'"
            elif _FETCHED.search(value):
                yield line, f"'{own}' fetches what lies elsewhere"
