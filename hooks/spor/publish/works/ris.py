"""Works as RIS, the format of EndNote, Zotero and Mendeley, UTF-8.

Source: "RIS Format Specifications" (Research Information Systems, 2011): a tag of two letters, two spaces, a hyphen, a
space and the value; `TY` first, `ER` last, lines end in CR LF. What each variable of CSL becomes is in the table below.
"""

from __future__ import annotations

from spor.publish.works.records import Record, date_parts, family, plain

_TYPES = {
    "book": "BOOK",
    "chapter": "CHAP",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "entry-encyclopedia": "ENCYC",
    "entry-dictionary": "DICT",
    "paper-conference": "CPAPER",
    "report": "RPRT",
    "thesis": "THES",
    "webpage": "ELEC",
}
_TAGS = {
    "title": "TI",
    "title-short": "ST",
    "container-title": "T2",
    "publisher": "PB",
    "publisher-place": "CY",
    "edition": "ET",
    "volume": "VL",
    "issue": "IS",
    "genre": "M3",
    "DOI": "DO",
    "URL": "UR",
    "language": "LA",
    "annote": "N1",
}


def ris(record: Record) -> str:
    """One record."""
    first, _, last = str(record.get("page", "")).partition("-")
    issued = date_parts(record)
    lines = [
        ("TY", _TYPES.get(record["type"], "GEN")),
        ("ID", record["id"]),
        *(("AU", _name(name)) for name in record.get("author", ())),
        *(("A2", _name(name)) for name in record.get("editor", ())),
        *((tag, str(record.get(variable, ""))) for variable, tag in _TAGS.items()),
        ("SP", first),
        ("EP", last),
        ("PY", str(issued[0]) if issued else ""),
        ("DA", _date(issued)),
        ("Y2", _date(date_parts(record, "accessed"))),
    ]
    written = [f"{tag}  - {_line(value)}\r\n" for tag, value in lines if value]
    return "".join(written) + "ER  - \r\n"


def ris_file(records: list[Record]) -> str:
    """A file of records."""
    return "\r\n".join(map(ris, records))


def _name(name: dict[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    return ", ".join(part for part in (family(name), name.get("given", ""), name.get("suffix", "")) if part)


def _date(parts: list[int]) -> str:
    """`YYYY/MM/DD/`, with nothing between the slashes for what is not known; empty for no date."""
    if not parts:
        return ""
    known = [str(parts[0]), *(f"{part:02}" for part in parts[1:3])]
    return "/".join(known + [""] * (4 - len(known)))


def _line(text: str) -> str:
    """A value on one line, without markup."""
    return " ".join(plain(text).split())
