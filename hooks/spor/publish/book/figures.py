"""Figures and tables of a page, for where no style sheet and no window is.

An inline SVG becomes a file of its own, in the site's colours and with its words; a table's columns get their widths.
"""

import re
from math import sqrt
from typing import Any

from lxml import etree

from spor.publish.book.trees import E, HtmlElement

#: What text and lines are drawn with where no style sheet says it.
_INK = "#1a1a1a"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"(?P<selectors>[^{}]+)\{(?P<body>[^{}]*)\}")
_PROPERTY = re.compile(r"([\w-]+)\s*:\s*([^;]*[^;\s])")
_VARIABLE = re.compile(r"var\(\s*(?P<name>--[\w-]+)\s*(?:,\s*(?P<fallback>[^()]*))?\)")
#: A selector of elements, classes and what they stand in, and a step of it.
_SELECTOR = re.compile(r"[\w.-]+(?:[\s>]+[\w.-]+)*")
_STEP = re.compile(r"(>?)\s*([\w-]*)((?:\.[\w-]+)*)")
#: The properties of drawings that SVG has as attributes as well.
_ATTRIBUTE = re.compile(r"color|(fill|stroke)(-\w+)*|opacity|font-(family|size|style|weight)|text-anchor")
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

    What these say of it on a light page becomes attributes: whoever shows the file knows no style sheet. A variable
    that no sheet sets is the colour of text. Raises RuntimeError for a class that no sheet speaks of, since the reader
    would see a black shape.
    """
    within = " ".join(style.text or "" for style in drawing.iter(f"{{{_SVG}}}style"))
    classes = {name for inner in drawing.iter(f"{{{_SVG}}}*") for name in inner.get("class", "").split()}
    unknown = {name for name in classes if f".{name}" not in within}
    drawing.set("class", " ".join(sorted(around.union(drawing.get("class", "").split()))))
    drawing.set("color", _INK)
    for selector, look in _looks(styles):
        for inner in drawing.xpath(_path(selector), namespaces={"svg": _SVG}):
            unknown.difference_update(_classes(selector))
            inner.attrib.update(look)
    if unknown:
        title = drawing.findtext(f".//{{{_SVG}}}title")
        raise RuntimeError(f"no style sheet says how .{min(unknown)} in the drawing '{title}' looks")
    return str(etree.tostring(drawing, encoding="unicode", with_tail=False))


def _looks(styles: str) -> list[tuple[str, dict[str, str]]]:
    """What each rule without a condition says of drawings, by its selector; the last one counts most."""
    properties: dict[str, str] = {}
    rules: list[tuple[str, dict[str, str]]] = []
    for match in _RULE.finditer(_AT_RULE.sub("", _COMMENT.sub("", styles))):
        declarations = dict(_PROPERTY.findall(match["body"]))
        for selector in (part.strip() for part in match["selectors"].split(",")):
            if selector == ":root":
                properties |= declarations
            elif _SELECTOR.fullmatch(selector):
                rules.append(
                    (selector, {name: value for name, value in declarations.items() if _ATTRIBUTE.fullmatch(name)})
                )
    rules.sort(key=lambda rule: (len(_classes(rule[0])), len(_STEP.findall(rule[0]))))
    return [(selector, {n: _resolve(v, properties) for n, v in look.items()}) for selector, look in rules]


def _classes(selector: str) -> list[str]:
    return re.findall(r"\.([\w-]+)", selector)


def _path(selector: str) -> str:
    """An XPath to what a selector means."""
    steps = (
        ("/" if child else "//")
        + (f"svg:{tag}" if tag else "*")
        + "".join(f"[contains(concat(' ', @class, ' '), ' {name} ')]" for name in _classes(classes))
        for child, tag, classes in _STEP.findall(selector)
        if tag or classes
    )
    return "".join(steps)


def _resolve(text: str, properties: dict[str, str]) -> str:
    """The text with each variable replaced by its value."""
    for _ in range(8):  # a variable may name another
        text = _VARIABLE.sub(lambda m: properties.get(m["name"], (m["fallback"] or _INK).strip()), text)
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
