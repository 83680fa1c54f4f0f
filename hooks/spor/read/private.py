"""What reference managers write into a bibliography for their owner alone: notes, abstracts, paths of files."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

#: Notes of the reader. A project that writes them for its readers declares the field (`kinds.source.fields`).
NOTES = ("annotation", "annote", "note")
#: What tells of the work, and may be published. Source: the BibLaTeX manual, 2.2.2 and 2.2.5, and its aliases.
_OF_THE_WORK = re.compile(
    "addendum|address|archiveprefix|booksubtitle|booktitle|booktitleaddon|chapter|crossref|date|day|doi"
    "|edition|eid|entrysubtype|eprint|eprintclass|eprinttype|eventdate|eventtitle|eventtitleaddon"
    "|howpublished|institution|isan|isbn|ismn|isrn|issn|issue|issuesubtitle|issuetitle|issuetitleaddon"
    "|iswc|journal|journalsubtitle|journaltitle|journaltitleaddon|label|langid|langidopts|language"
    "|location|mainsubtitle|maintitle|maintitleaddon|month|nameaddon|number|organization|origdate"
    "|origlanguage|origlocation|origpublisher|origtitle|pages|pagetotal|pagination|part|primaryclass"
    "|publisher|pubstate|reprinttitle|school|series|shorthand|shortjournal|shortseries|shorttitle"
    "|sorttitle|subtitle|title|titleaddon|type|url|urldate|venue|version|volume|volumes|year",
    re.IGNORECASE,
)


def public_fields(fields: Mapping[str, str], declared: Collection[str]) -> dict[str, str]:
    """Those fields of an entry that tell of the work, and those that the project has declared, as they stand."""
    return {name: value for name, value in fields.items() if _OF_THE_WORK.fullmatch(name) or name.lower() in declared}


def private_notes(fields: Collection[str], declared: Collection[str]) -> tuple[str, ...]:
    """The notes among an entry's fields, where the project has not declared that it publishes them."""
    return tuple(name for name in NOTES if name in fields and name not in declared)
