"""Figures and tables of a page, for where no style sheet and no window is.

An inline SVG becomes a file of its own, in the site's colours and with its words; a table's columns get their widths.
"""

import re
from collections.abc import Container, Iterator, Mapping
from math import sqrt
from typing import Any

from lxml import etree
from lxml.html import HtmlElement
from lxml.html.builder import E

#: What text and lines are drawn with where no style sheet says it.
_INK = "#1a1a1a"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"(?P<selectors>[^{}]+)\{(?P<body>[^{}]*)\}")
_PROPERTY = re.compile(r"([\w-]+)\s*:\s*([^;]*[^;\s])")
_VARIABLE = re.compile(r"var\(\s*(?P<name>--[\w-]+)\s*(?:,\s*(?P<fallback>[^()]*))?\)")
#: A selector of elements, classes and what they stand in.
_SELECTOR = re.compile(r"[\w.-]+(?:[\s>]+[\w.-]+)*")
_CLASS = re.compile(r"\.([\w-]+)")
#: The properties of drawings.
_DRAWN = re.compile(r"color|(fill|stroke)(-\w+)*|opacity|font-(family|size|style|weight)|text-anchor")
_SVG = "http://www.w3.org/2000/svg"
#: How many letters of a table's type a line of the book holds, and how many the space beside a column takes.
_LINE, _GAP = 78, 3


def read_drawing(svg: str) -> Any:
    """The element of an `svg` as a page has it, where HTML does without the namespace."""
    start = svg.partition(">")[0]
    named = svg if "xmlns=" in start else svg.replace("<svg", f'<svg xmlns="{_SVG}"', 1)
    return etree.fromstring(named.encode(), etree.XMLParser(recover=True, resolve_entities=False, no_network=True))


def is_figure(drawing: Any) -> bool:
    """Whether an `svg` is a drawing for the reader: it has a title, and no links that make it a way around the site."""
    return drawing.find(f".//{{{_SVG}}}title") is not None and drawing.find(f".//{{{_SVG}}}a") is None


def alternative(drawing: Any) -> str:
    """What a drawing says in words: its title and its description."""
    elements = drawing.iter(f"{{{_SVG}}}title", f"{{{_SVG}}}desc")
    parts = [" ".join("".join(inner.itertext()).split()) for inner in elements]
    return " ".join(f"{part}." if part[-1].isalnum() else part for part in parts if part)


def drawing_file(drawing: Any, around: frozenset[str], styles: str) -> str:
    """A drawing as a file; `around` are the classes of what it stands in, `styles` the site's style sheets.

    What these say of it on a light page goes into it: whoever shows the file knows no style sheet. Raises RuntimeError
    for a class that no sheet speaks of, since the reader would see a black shape.
    """
    within = " ".join(style.text or "" for style in drawing.iter(f"{{{_SVG}}}style"))
    classes = {name for inner in drawing.iter(f"{{{_SVG}}}*") for name in inner.get("class", "").split()}
    look = "\n".join(_rules(styles, around | classes))
    if unknown := classes.difference(_CLASS.findall(within + look)):
        title = drawing.findtext(f".//{{{_SVG}}}title")
        raise RuntimeError(f"no style sheet says how .{min(unknown)} in the drawing '{title}' looks")
    drawing.set("class", " ".join(sorted(around.union(drawing.get("class", "").split()))))
    drawing.set("color", _INK)
    drawing.insert(0, etree.Element(f"{{{_SVG}}}style"))
    drawing[0].text = look
    return str(etree.tostring(drawing, encoding="unicode", with_tail=False))


def _rules(styles: str, known: Container[str]) -> Iterator[str]:
    """What the rules without a condition say of drawings with the `known` classes, each variable as its value."""
    found = [
        (selector.strip(), dict(_PROPERTY.findall(match["body"])))
        for match in _RULE.finditer(_AT_RULE.sub("", _COMMENT.sub("", styles)))
        for selector in match["selectors"].split(",")
    ]
    variables = {name: value for selector, body in found if selector == ":root" for name, value in body.items()}
    for selector, body in found:
        names = _CLASS.findall(selector)
        if names and all(name in known for name in names) and _SELECTOR.fullmatch(selector):
            drawn = (f"{name}: {_resolve(body[name], variables)}" for name in body if _DRAWN.fullmatch(name))
            yield f"{selector} {{ {'; '.join(drawn)} }}"


def _resolve(text: str, variables: Mapping[str, str]) -> str:
    """The text with each variable replaced by its value; one that no sheet sets is the colour of text."""
    for _ in range(8):  # a variable may name another
        text = _VARIABLE.sub(lambda m: variables.get(m["name"], (m["fallback"] or _INK).strip()), text)
    return text


def set_widths(table: HtmlElement) -> None:
    """Tells a table its columns' widths, unless it has cells that span or takes less than a line."""
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table.iter("tr")]
    columns = list(zip(*rows, strict=False))
    longest = [max(map(len, column)) for column in columns]
    if table.xpath(".//*[@colspan or @rowspan]") or sum(longest) + _GAP * len(longest) <= _LINE:
        return
    captions = table.findall("caption")
    table.insert(len(captions), E.colgroup(*(E.col(style=f"width: {width:.1f}%") for width in _widths(columns))))


def _widths(columns: list[tuple[str, ...]]) -> list[float]:
    """The share of each column, in per cent: as the root of what it holds, but never less than its longest word."""
    needed = [max(len(word) for text in column for word in text.split() or [""]) + _GAP for column in columns]
    weights = [sqrt(sum(map(len, column))) for column in columns]
    least = [100 * letters / _LINE for letters in needed]
    fixed: set[int] = set()
    while True:
        free = 100 - sum(least[place] for place in fixed)
        total = sum(weight for place, weight in enumerate(weights) if place not in fixed)
        shares = [least[p] if p in fixed else free * weight / total for p, weight in enumerate(weights)]
        narrow = {place for place, share in enumerate(shares) if place not in fixed and share < least[place]}
        if not narrow or len(fixed | narrow) == len(columns):
            return [100 * share / sum(shares) for share in shares]
        fixed |= narrow
