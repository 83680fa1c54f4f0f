"""Works as files that managers of references read: BibTeX, RIS and CSL-JSON, all UTF-8.

Written by hand and not by pandoc, which starts once more for it and takes one file at a time. Sources: Oren Patashnik,
"BibTeXing" (1988), for the types and fields (`day`, `url`, `doi` and `langid` are what today's styles know besides);
"RIS Format Specifications" (Research Information Systems, 2011): a tag of two letters, two spaces, a hyphen, a space
and the value; `TY` first, `ER` last, lines end in CR LF.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping

from spor.publish.works import Record, date_parts, family, plain

#: What the types of CSL are in BibTeX and in RIS.
_TYPES = {
    "book": ("book", "BOOK"),
    "chapter": ("incollection", "CHAP"),
    "article-journal": ("article", "JOUR"),
    "article-magazine": ("article", "MGZN"),
    "article-newspaper": ("article", "NEWS"),
    "entry-encyclopedia": ("misc", "ENCYC"),
    "entry-dictionary": ("misc", "DICT"),
    "paper-conference": ("inproceedings", "CPAPER"),
    "report": ("techreport", "RPRT"),
    "thesis": ("mastersthesis", "THES"),
    "webpage": ("misc", "ELEC"),
}
_OTHER = ("misc", "GEN")
#: What holds the work, by BibTeX's type of the entry; for others it is how the work was published.
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"mastersthesis": "school", "phdthesis": "school", "techreport": "institution"}
_DOCTORAL = re.compile(r"ph\.? ?d|doctor|doktor", re.IGNORECASE)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
#: babel's names, by the first part of BCP 47's.
_BABEL = {"nb": "norsk", "no": "norsk", "nn": "nynorsk", "da": "danish", "sv": "swedish", "en": "english"}
#: What means something to TeX.
_SPECIAL = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {sign: f"\\{sign}" for sign in "{}$&%#_"}
)
#: RIS' tags, by the variable of CSL.
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


def bibtex(records: Iterable[Record]) -> str:
    """Records as a file of BibTeX."""
    return "\n".join(map(_bibtex, records))


def _bibtex(record: Record) -> str:
    kind, _ = _TYPES.get(record["type"], _OTHER)
    if kind == "mastersthesis" and _DOCTORAL.search(record.get("genre", "")):
        kind = "phdthesis"
    date, genre = date_parts(record), _tex(record.get("genre", ""))
    fields = {
        "author": " and ".join(map(_bibtex_name, record.get("author", ()))),
        "editor": " and ".join(map(_bibtex_name, record.get("editor", ()))),
        # The inner braces keep a style from changing the letters: these titles are in sentence case already.
        "title": f"{{{_tex(record['title'])}}}" if "title" in record else "",
        _CONTAINERS.get(kind, "howpublished"): _tex(record.get("container-title", "")),
        "type": genre if kind in _PUBLISHERS else "",
        _PUBLISHERS.get(kind, "publisher"): _tex(record.get("publisher", "")),
        "address": _tex(record.get("publisher-place", "")),
        "edition": _tex(str(record.get("edition", ""))),
        "volume": _tex(str(record.get("volume", ""))),
        "number": _tex(str(record.get("issue", ""))),
        "pages": _tex(record.get("page", "")).replace("-", "--"),
        "year": str(date[0]) if date else "",
        "doi": record.get("DOI", ""),
        "url": record.get("URL", ""),
        "urldate": "-".join(f"{part:02}" for part in date_parts(record, "accessed")),
        "langid": _BABEL.get(record.get("language", "").split("-")[0], ""),
        "note": "" if kind in _PUBLISHERS else genre,
        "annote": _tex(record.get("annote", "")),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    if len(date) > 1:
        lines.append(f"  month = {_MONTHS[date[1] - 1]},\n")
    if len(date) > 2:
        lines.append(f"  day = {{{date[2]}}},\n")
    return f"@{kind}{{{record['id']},\n{''.join(lines)}}}\n"


def _bibtex_name(name: Mapping[str, str]) -> str:
    """`von Family, Jr., Given`, or the name of an organisation in braces, so that it is not taken apart."""
    return f"{{{_tex(name['literal'])}}}" if "literal" in name else _tex(_name(name, "suffix", "given"))


def _name(name: Mapping[str, str], *order: str) -> str:
    """The family name and what comes after it, or the name of an organisation."""
    return name.get("literal") or ", ".join(filter(None, [family(name), *(name.get(part) for part in order)]))


def _tex(text: str) -> str:
    return plain(text).translate(_SPECIAL)


def ris(records: Iterable[Record]) -> str:
    """Records as a file of RIS."""
    return "\r\n".join(map(_ris, records))


def _ris(record: Record) -> str:
    first, _, last = str(record.get("page", "")).partition("-")
    issued = date_parts(record)
    lines = [
        ("TY", _TYPES.get(record["type"], _OTHER)[1]),
        ("ID", record["id"]),
        *(("AU", _name(name, "given", "suffix")) for name in record.get("author", ())),
        *(("A2", _name(name, "given", "suffix")) for name in record.get("editor", ())),
        *((tag, str(record.get(variable, ""))) for variable, tag in _TAGS.items()),
        ("TT", record.get("custom", {}).get("translated-title", "")),
        ("SP", first),
        ("EP", last),
        ("PY", str(issued[0]) if issued else ""),
        ("DA", _ris_date(issued)),
        ("Y2", _ris_date(date_parts(record, "accessed"))),
    ]
    # each value on one line, without markup
    written = [f"{tag}  - {' '.join(plain(value).split())}\r\n" for tag, value in lines if value]
    return "".join(written) + "ER  - \r\n"


def _ris_date(parts: list[int]) -> str:
    """`YYYY/MM/DD/`, with nothing between the slashes for what is not known; empty for no date."""
    known = [f"{part:02}" for part in parts[:3]]
    return "/".join(known + [""] * (4 - len(known))) if parts else ""


#: The forms of a bibliography, by the suffix of the file.
CITATION_FORMATS: dict[str, Callable[[Iterable[Record]], str]] = {
    "bib": bibtex,
    "ris": ris,
    "json": lambda records: json.dumps(list(records), ensure_ascii=False, indent=2) + "\n",  # CSL-JSON
}
