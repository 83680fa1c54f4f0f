"""The contents of a page, with the headings that views ask to be listed (`data-contents`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

_HEADING = re.compile(r"<h([1-6])\b([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')


def contents(html: str, known: Mapping[str, str]) -> list[Any] | None:
    """The headings of a page as Python-Markdown's `toc_tokens` have them, those that a view asks for among them.

    `known` maps the ids of the headings that are listed already to their titles. None where no view asks for any.
    """
    if "data-contents" not in html:
        return None
    tokens: list[Any] = []
    path = [(0, tokens)]
    for level, attributes, inner in _HEADING.findall(html):
        identifier = _ID.search(attributes)
        if not identifier or not (identifier[1] in known or "data-contents" in attributes):
            continue
        title = known.get(identifier[1]) or Markup(inner).striptags()
        token: dict[str, Any] = {"level": int(level), "id": identifier[1], "name": title, "children": []}
        while path[-1][0] >= int(level):
            path.pop()
        path[-1][1].append(token)
        path.append((int(level), token["children"]))
    return tokens
