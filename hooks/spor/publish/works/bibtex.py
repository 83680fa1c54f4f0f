"""Works as BibTeX, UTF-8.

Written by hand and not by pandoc, which starts once more for it and takes one file at a time. Source: Oren Patashnik,
"BibTeXing" (1988), for the types and fields; `url`, `doi` and `langid` are what today's styles know besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spor.publish.works.records import Record, date_parts, family, plain

_TYPES = {
    "book": "book",
    "chapter": "incollection",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "mastersthesis",
}
#: What holds the work, by the type of the entry; for others it is how the work was published.
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"mastersthesis": "school", "phdthesis": "school", "techreport": "institution"}
_DOCTORAL = re.compile(r"ph\.? ?d|doctor|doktor", re.IGNORECASE)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
#: babel's names, by the first part of BCP 47's.
_BABEL = {"nb": "norsk", "no": "norsk", "nn": "nynorsk", "da": "danish", "sv": "swedish", "en": "english"}
_SPECIAL = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {sign: f"\\{sign}" for sign in "{}$&%#_"}
)


def bibtex(record: Record) -> str:
    """One entry."""
    kind = _TYPES.get(record["type"], "misc")
    if kind == "mastersthesis" and _DOCTORAL.search(record.get("genre", "")):
        kind = "phdthesis"
    date = date_parts(record)
    fields = {
        "author": _names(record.get("author", ())),
        "editor": _names(record.get("editor", ())),
        # The inner braces keep a style from changing the letters: these titles are in sentence case already.
        "title": f"{{{_text(record['title'])}}}" if "title" in record else "",
        _CONTAINERS.get(kind, "howpublished"): _text(record.get("container-title", "")),
        "type": _text(record.get("genre", "")) if kind in _PUBLISHERS else "",
        _PUBLISHERS.get(kind, "publisher"): _text(record.get("publisher", "")),
        "address": _text(record.get("publisher-place", "")),
        "edition": _text(str(record.get("edition", ""))),
        "volume": _text(str(record.get("volume", ""))),
        "number": _text(str(record.get("issue", ""))),
        "pages": _text(record.get("page", "")).replace("-", "--"),
        "year": str(date[0]) if date else "",
        "doi": record.get("DOI", ""),
        "url": record.get("URL", ""),
        "urldate": "-".join(f"{part:02}" for part in date_parts(record, "accessed")),
        "langid": _BABEL.get(record.get("language", "").split("-")[0], ""),
        "note": "" if kind in _PUBLISHERS else _text(record.get("genre", "")),
        "annote": _text(record.get("annote", "")),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    if len(date) > 1:
        lines.append(f"  month = {_MONTHS[date[1] - 1]},\n")
    return f"@{kind}{{{record['id']},\n{''.join(lines)}}}\n"


def bibtex_file(records: list[Record]) -> str:
    """A file of entries."""
    return "\n".join(map(bibtex, records))


def _names(names: Iterable[dict[str, str]]) -> str:
    return " and ".join(map(_name, names))


def _name(name: dict[str, str]) -> str:
    """`von Family, Jr., Given`, or the name of an organisation in braces, so that it is not taken apart."""
    if "literal" in name:
        return f"{{{_text(name['literal'])}}}"
    return ", ".join(_text(part) for part in (family(name), name.get("suffix", ""), name.get("given", "")) if part)


def _text(text: str) -> str:
    return plain(text).translate(_SPECIAL)
