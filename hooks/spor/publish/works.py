"""Works as CSL-JSON records: those of the bibliography by pandoc, the thesis and the site's own pages by hand.

CSL-JSON is the one form from which all others are made (:func:`apa`, `bibliography.py`).
Source: the CSL 1.0.2 specification, appendices III (types) and IV (variables).
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from spor.publish.publication import Publication, filled
from spor.render.cache import cached
from spor.render.citations import VERSION, run_pandoc

#: One work in CSL-JSON.
Record = Mapping[str, Any]

#: Names of languages that pandoc leaves as BibLaTeX has them; babel's `norwegian` is bokmål.
_LANGUAGES = {"norwegian": "nb-NO"}
#: The variable of CSL that holds a note, by the field of BibLaTeX.
_NOTES = {"annotation": "annote", "annote": "annote", "note": "note"}
#: What tells of the work's reader or is another's text; notes are refused where the bibliography is read.
_PRIVATE = ("abstract", "keyword")


def read_records(bibliography: Path, cache: Path) -> tuple[Record, ...]:
    """The entries of a BibLaTeX file as CSL-JSON, in the order of the file.

    The result lies in the folder `cache` under a hash of the file, so that pandoc starts only when the bibliography
    has changed. Raises ProjectError if pandoc fails.
    """
    text = bibliography.read_text("utf-8")
    arguments = ["--from=biblatex", "--to=csljson"]
    records = cached(cache, "records", [VERSION, text], lambda: json.loads(run_pandoc(text, arguments)))
    for record in records:
        for name in _PRIVATE:
            record.pop(name, None)
        if language := record.get("language"):
            record["language"] = _LANGUAGES.get(language, language)
    return tuple(records)


def told(publication: Publication, records: Iterable[Record]) -> dict[str, Record]:
    """The records by their keys; on a translated site, with what it says of each entry in its own language.

    The bibliography has the notes in the language of the original, and does not say what a title means in another.
    """
    found = {str(record["id"]): record for record in records}
    if publication.site.trace.translation:
        for source in publication.site.trace.of_role("source"):
            notes = {_NOTES[name]: text for name, text in source.fields.items() if name in _NOTES}
            meaning = filled({"translated-title": source.fields.get("gloss", "")})
            if source.id in found:
                found[source.id] = {**found[source.id], **notes, **filled({"custom": meaning})}
    return found


def thesis_record(publication: Publication) -> Record:
    """The thesis itself."""
    thesis = publication.thesis
    author = {"family": thesis.family, "given": thesis.given}
    return filled(
        {
            "id": thesis.key,
            "type": "thesis",
            "author": [author if thesis.family else {"literal": publication.name}],
            "title": thesis.title,
            "genre": thesis.genre,
            "publisher": thesis.institution,
            "issued": _date(thesis.date),
            "URL": thesis.url,
            "language": thesis.language,
        }
    )


def page_record(publication: Publication, page: str, title: str) -> Record:
    """A page of the site as a work of its own: it restates the thesis, and the thesis' author has not written it.

    The site stands as its author, as APA has it where a text has no named one; the genre tells whose work it restates.
    """
    thesis = publication.thesis
    restates = publication.site.label("cite", "restates")
    whose = f"{restates} {thesis.family}, {thesis.date[:4]}" if thesis.family else ""
    return filled(
        {
            "id": _key(publication, page),
            "type": "webpage",
            "author": [{"literal": publication.name}],
            "title": title,
            "genre": whose,
            "issued": _date(publication.published),
            "URL": publication.url(page),
            "language": publication.language,
        }
    )


def _key(publication: Publication, page: str) -> str:
    """A citation key of ASCII letters, digits and hyphens, from the name of the site and the path of the page."""
    words = f"{publication.name}/{page.removesuffix('.md').removesuffix('index')}".lower()
    plain = words.replace("æ", "ae").replace("ø", "o").replace("å", "a")
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")


def _date(date: str) -> dict[str, Any] | None:
    """`2023-06-09` as CSL has a date; None for none."""
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else None


def family(name: Mapping[str, str]) -> str:
    """A family name with its particles (`van der Berg`): CSL keeps them apart, BibTeX and RIS have one field."""
    parts = (name.get(part) for part in ("dropping-particle", "non-dropping-particle", "family"))
    return " ".join(filter(None, parts))


def plain(text: str) -> str:
    """A text without the markup that CSL-JSON may hold in it: <i>, <b>, <sup> …"""
    return re.sub(r"</?\w+[^>]*>", "", text)


def date_parts(record: Record, variable: str = "issued") -> list[int]:
    """The year, month and day of a date of a record, as far as it has them; empty for none."""
    dates = record.get(variable, {}).get("date-parts") or [[]]
    return [int(part) for part in dates[0]]


def apa(record: Record, undated: str) -> Markup:
    """The thesis or a page of the site as an entry of a list of references in APA's style, seventh edition, as the
    Norwegian manual has it, as HTML.

    `undated` stands for the year that it has not. What a thesis refers to goes through citeproc with the CSL style, all
    in one run. There each page would get a letter after its year, since all have one author; and a run a page is too
    slow. A test holds these lines against citeproc's.
    """
    (author,) = record["author"]
    initials = " ".join(f"{part[0]}." for part in author.get("given", "").split())
    named = author.get("literal") or ", ".join(filter(None, [author.get("family"), initials]))
    named += "" if named.endswith((".", "?", "!")) else "."
    year = next(iter(date_parts(record)), undated)
    genre = f" [{record['genre']}]" if "genre" in record else ""
    ends = "" if not genre and record["title"].endswith(("?", "!", ".")) else "."
    where = record["publisher"] + "." if "publisher" in record else record.get("URL", "")
    before, after = f"{named} ({year}).", f"{genre}{ends} {where}"
    return Markup(f"{escape(before)} <em>{escape(record['title'])}</em>{escape(after)}")
