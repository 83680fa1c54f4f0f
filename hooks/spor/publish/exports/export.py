"""What one exported file is: where it lies, what it holds, and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from spor.publish.exports.llms import Part
from spor.publish.publication import Publication
from spor.publish.works.records import Record

#: The media type of a file by its suffix, as IANA lists it or, where it does not, as its readers call it.
MEDIA_TYPES = {
    "bib": "application/x-bibtex",
    "cff": "application/yaml",
    "csv": "text/csv",
    "epub": "application/epub+zip",
    "graphml": "application/graphml+xml",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "pdf": "application/pdf",
    "qdc": "application/xml",
    "qdpx": "application/zip",
    "ris": "application/x-research-info-systems",
    "trig": "application/trig",
    "ttl": "text/turtle",
    "txt": "text/plain",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Material:
    """What the files are made from besides the publication.

    `records` are the sources as CSL-JSON by their keys, `summaries` the first paragraphs of the pages as plain text,
    `parts` the navigation.
    """

    records: Mapping[str, Record] = field(default_factory=dict)
    summaries: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Export:
    """A file: its `path` from the site's root, the words on what it holds, and what makes it.

    `listed`: it stands in the lists of files; not so those of which there is one for each of many things.
    """

    path: str
    about: str
    make: Callable[[Material], str | bytes]
    listed: bool = True

    @property
    def media_type(self) -> str:
        """Its media type."""
        return MEDIA_TYPES[PurePosixPath(self.path).suffix[1:]]


def about(publication: Publication, what: str, name: str = "") -> str:
    """The words on what a file holds: those of the locale at `files`, with the name of what it is about."""
    return publication.site.label("files", what).format(name=name)


def utf8(content: str | bytes) -> bytes:
    """The bytes of a file."""
    return content.encode("utf-8") if isinstance(content, str) else content
