"""Takes a drawing out of a page: an inline SVG as a file of its own, in the site's colours and with its words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spor.publish.book.tree import Node, svg, walk

#: What text and lines are drawn with where no style sheet says it.
_INK = "#1a1a1a"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"(?P<selectors>[^{}]+)\{(?P<body>[^{}]*)\}")
_PROPERTY = re.compile(r"(?P<name>--[\w-]+)\s*:\s*(?P<value>[^;]+)")
_VARIABLE = re.compile(r"var\(\s*(?P<name>--[\w-]+)\s*(?:,\s*(?P<fallback>[^()]*))?\)")
_PLAIN_SELECTOR = re.compile(r"[\w\s.#>-]+")
_CLASS = re.compile(r"\.([\w-]+)")


def is_figure(node: Node) -> bool:
    """Whether an `svg` is a drawing for the reader: it has a title, and no links that make it a way around the site."""
    tags = {inner.tag for inner in walk(node.children)}
    return "title" in tags and "a" not in tags


def alternative(node: Node) -> str:
    """What a drawing says in words: its title and its description."""
    parts = [" ".join(inner.text.split()) for inner in walk(node.children) if inner.tag in ("title", "desc")]
    return " ".join(f"{part}." if part[-1].isalnum() else part for part in parts if part)


def drawing(node: Node, around: frozenset[str], styles: str) -> str:
    """An `svg` element as a file; `around` are the classes of what it stands in, `styles` the site's style sheets.

    The rules for its classes go with it, as they are on a light page, with their variables resolved: whoever shows
    the file knows neither the page nor custom properties. A variable that no sheet sets is the colour of text.
    """
    named = around.union(*(inner.classes for inner in walk([node])))
    properties, rules = _read(styles)
    style = "".join(
        f"{selector}{{{_resolve(body, properties)}}}"
        for selector, body in rules
        if (classes := set(_CLASS.findall(selector))) and classes <= named
    )
    attributes = {**node.attributes, "class": " ".join(sorted(around | node.classes)), "color": _INK}
    return svg(Node("svg", attributes, (Node("style", children=(style,)), *node.children)))


def _read(styles: str) -> tuple[Mapping[str, str], list[tuple[str, str]]]:
    """The custom properties of `:root`, and every rule that has a plain selector and no condition, in order."""
    properties: dict[str, str] = {}
    rules: list[tuple[str, str]] = []
    for match in _RULE.finditer(_AT_RULE.sub("", _COMMENT.sub("", styles))):
        for selector in (part.strip() for part in match["selectors"].split(",")):
            if selector == ":root":
                properties |= {p["name"]: p["value"].strip() for p in _PROPERTY.finditer(match["body"])}
            elif _PLAIN_SELECTOR.fullmatch(selector):
                rules.append((selector, " ".join(match["body"].split())))
    return properties, rules


def _resolve(text: str, properties: Mapping[str, str]) -> str:
    """The text with each variable replaced by its value."""
    for _ in range(8):  # a variable may name another
        text = _VARIABLE.sub(lambda m: properties.get(m["name"], (m["fallback"] or _INK).strip()), text)
    return text
