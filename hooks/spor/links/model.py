"""What a crawl works with: links as they are written, and the files that they stand in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Reference:
    """One link: the file it stands in (relative to the site's root), its line there (from 1), the URL as written."""

    path: str
    line: int
    url: str


@dataclass(frozen=True)
class Document:
    """A file of the site: its links, and the ids (each with its line) that a fragment can lead to.

    `anchors` is None for a file whose fragments are not known (an image, a PDF, data).
    """

    path: str
    references: tuple[Reference, ...] = ()
    anchors: tuple[tuple[str, int], ...] | None = None
