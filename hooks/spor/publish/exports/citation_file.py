"""`CITATION.cff`: how to cite the site, and the thesis that it restates.

Source: Citation File Format 1.2.0 (doi.org/10.5281/zenodo.5171937). It is YAML.
The same file stands at the root of the repository, so it says nothing that changes from build to build.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from spor.publish.publication import Publication, Thesis, filled

_CREATIVE_COMMONS = re.compile(r"https?://creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)")


def citation_cff(publication: Publication) -> str:
    """The file."""
    document = {
        "cff-version": "1.2.0",
        "message": publication.site.label("cite", "message"),
        "type": "dataset",
        "title": publication.name,
        "abstract": " ".join(publication.description.split()),
        "authors": _authors(publication),
        "url": publication.base,
        "license": spdx(publication.licence),
        "license-url": "" if spdx(publication.licence) else publication.licence,
        "references": [_thesis(publication.thesis)],
    }
    return yaml.safe_dump(filled(document), allow_unicode=True, sort_keys=False, width=120)


def _authors(publication: Publication) -> list[dict[str, str]]:
    """The persons who answer for the text, else the editors as a whole: the format asks for at least one."""
    persons = [
        {"family-names": person.family, "given-names": person.given, "website": person.url}
        for person in publication.editors
    ]
    editors = {"name": f"{publication.site.label('editors', 'name')}, {publication.name}"}
    return [filled(one) for one in persons or [{**editors, "website": publication.editors_url}]]


def spdx(licence: str) -> str:
    """The identifier that SPDX has for a licence of Creative Commons; empty for any other."""
    found = _CREATIVE_COMMONS.match(licence)
    return f"CC-{found[1].upper()}-{found[2]}" if found else ""


def _thesis(thesis: Thesis) -> dict[str, Any]:
    year = thesis.date[:4]
    return filled(
        {
            "type": "thesis",
            "title": thesis.title,
            "authors": [{"family-names": thesis.family, "given-names": thesis.given}] if thesis.family else [],
            "year": int(year) if year else "",
            "date-released": thesis.date if thesis.date.count("-") == 2 else "",
            "thesis-type": thesis.genre,
            "institution": filled({"name": thesis.institution}),
            "department": thesis.department,
            "languages": [thesis.language.split("-")[0]] if thesis.language else [],
            "url": thesis.url,
        }
    )
