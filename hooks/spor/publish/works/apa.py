"""A thesis or a page of the site in APA's style, seventh edition, as the Norwegian manual has it.

Only these two kinds of work: what a thesis refers to goes through citeproc with the CSL style, all in one run. There
each page would get a letter after its year, since all have one author; and a run a page is too slow.
A test holds these lines against citeproc's.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from spor.publish.works.records import Record, date_parts


def apa(record: Record, undated: str) -> Markup:
    """`record` as an entry of a list of references, as HTML; `undated` stands for the year that it has not."""
    date = date_parts(record)
    authors = " & ".join(_name(name) for name in record["author"])
    named = authors if authors.endswith((".", "?", "!")) else f"{authors}."
    year = date[0] if date else undated
    genre = f" [{record['genre']}]" if "genre" in record else ""
    ends = "" if not genre and record["title"].endswith(("?", "!", ".")) else "."
    where = record["publisher"] + "." if "publisher" in record else record.get("URL", "")
    before, after = f"{named} ({year}).", f"{genre}{ends} {where}"
    return Markup(f"{escape(before)} <em>{escape(record['title'])}</em>{escape(after)}")


def _name(name: dict[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    initials = " ".join(f"{part[0]}." for part in name.get("given", "").split())
    return f"{name['family']}, {initials}" if initials else name["family"]
