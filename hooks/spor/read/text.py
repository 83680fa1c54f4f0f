"""Reads a text file, and YAML whose every value knows its line."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard

import yaml

from spor.locale import LOADER, languages, load
from spor.read.syntax import Fault, Lines, slips
from spor.trace.problem import Problem, Reading, collect, loss_at, reports

#: More than any text of a thesis; whoever has more has put something else there.
_LARGEST = 32_000_000
#: How many lists and records may lie within each other: far more than anything that is written here needs.
_DEEPEST = 10
#: What no text holds, and what Python-Markdown, HTML or XML would stumble over.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")
#: UTF-8 that has been read as another encoding, the sign for what could not be read, and a mark of order in mid-text.
_GARBLED = re.compile("\ufffd|\ufeff|[ÃÂ][\u0080-\u00bf¡-¿]|â€[\u0080-\u00ff™œ“”˜]?")
#: The end of an address for mail, which is found much faster than its beginning; those of example domains are nobody's.
_MAIL = r"@(?<=\w@)(?!(?:[\w-]+\.)*example\b)[\w-]+(?:\.[\w-]+)+"
#: A telephone number with that of its country, after which the locales have theirs.
_ABROAD = r"\+\d{1,3}(?:[^\S\n]?\d{2,4}){2,5}(?![\w/-])"
#: A comment after a text, on its line.
_COMMENT = re.compile(r"[ \t]*#")


class Record(dict[str, Any]):
    """A YAML mapping; `line` is where it begins, `lines` where each of its keys stands."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A YAML list; `lines` is where each of its items stands."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


@reports(
    too_large="A file holds no more than a thesis can.",
    unreadable_file="Each file that is named is there and can be read.",
    not_utf8="A text file is UTF-8.",
    control_character="No text holds signs that are no letters.",
)
def read_text(root: Path, where: str) -> Reading[str | None]:
    """The text of the UTF-8 file `where` below `root`, with line ends as `\\n`; None (and a problem) if it is none.

    Each letter is one sign (NFC): what a Mac copies out of a PDF has `å` as two, and looks the same.
    """
    path, line = root / where, 1
    try:
        if (size := path.stat().st_size) > _LARGEST:
            rule, what = "too-large", f"holds {size:,} bytes, more than {_LARGEST:,}: is it the right file?"
        else:
            raw = path.read_bytes()
            text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
            if not (control := _CONTROL.search(text)):
                return unicodedata.normalize("NFC", text)
            line += text.count("\n", 0, control.start())
            rule, what = "control-character", f"holds {control[0]!a}, which is no letter: take it out"
    except FileNotFoundError:
        rule, what = "unreadable-file", "is not there: make it, or take it out where it is named"
    except OSError as error:
        rule, what = "unreadable-file", f"cannot be read: {error.strerror}"
    except UnicodeDecodeError as error:
        line += raw.count(b"\n", 0, error.start)
        rule, what = "not-utf8", f"byte {error.start} is not UTF-8: save the file as UTF-8"
    yield loss_at(where, line, rule, what)
    return None


@reports(garbled_text="No text holds signs that another encoding has left.")
def garbled(text: str) -> Iterator[Fault]:
    """Where a text holds such signs, and what to do about them."""
    for match in _GARBLED.finditer(text):
        what = f"'{match[0]}' ({' '.join(f'U+{ord(sign):04X}' for sign in match[0])}) is no letter of the text"
        yield match.start(), "garbled-text", f"{what}: write it again, and save the file as UTF-8"


@reports(contact_data="Nothing that is read has an e-mail address, a telephone number or the number of a person.")
def contacts(text: str) -> Iterator[Fault]:
    """Where a text has such a thing, written as in any of the languages, and what to do about it."""
    mends = (
        "readers write to extra.spor.report: {mail: …}",
        "a comma parts numbers; a large one is '12 345 678'",
    )
    for form, mend in zip(_contact(), mends, strict=True):
        for match in form.finditer(text):
            what = f"'{match[0]}' looks like the address or the number of somebody: take it out"
            yield match.start(), "contact-data", f"{what} ({mend})"


@cache
def _contact() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What addresses for mail look like, and numbers: none that stands in a row of numbers."""
    national = "|".join(form for language in languages() for form in load(language).personal)
    return re.compile(_MAIL), re.compile(rf"{_ABROAD}|(?<![\w./:=+-])(?<!\d\s)(?:{national})(?![\w/-]|\s\d)")


@reports(
    yaml_syntax="Front matter and data are YAML.",
    yaml_alias="YAML is written out, without aliases.",
    yaml_duplicate_key="A key stands once.",
    yaml_comment="No comment swallows the end of a text.",
    yaml_comma="No comma parts a text in two.",
)
def read_yaml(text: str, where: str, first: int = 1) -> Reading[Any]:
    """The value of a YAML text, mappings as :class:`Record` and lists as :class:`Items`.

    None (and a problem) if it is malformed. `first` is the line of the file on which the text begins.

    Scalars stay text, as the writer typed them (`null` and nothing become None): no field of a trace
    is a number or a date. Aliases are refused, since a few of them can stand for gigabytes.
    """
    line_of = Lines(text, first)
    yield from (Problem(where, line_of(offset), rule, what) for offset, rule, what in (*garbled(text), *contacts(text)))
    if conflicts := [*slips("conflict-marker", "conflicts", text)]:
        yield from (loss_at(where, line_of(offset), rule, what) for offset, rule, what in conflicts)
        return None
    node = yield from compose(text, where, first)
    return (yield from _value(node, text.split("\n"), where, first)) if node else None


def compose(text: str, where: str, first: int = 1) -> Reading[yaml.Node | None]:
    """The nodes of a YAML text as PyYAML has them; None (and a problem) if it is malformed, or has an alias."""
    try:
        for event in yaml.parse(text, Loader=LOADER) if "*" in text else ():
            if isinstance(event, yaml.AliasEvent):
                line = first + (event.start_mark.line if event.start_mark else 0)
                yield loss_at(where, line, "yaml-alias", f"'*{event.anchor}': write the value out instead")
                return None
        return yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = first + (mark.line if mark else 0)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        written = [*text.split("\n"), ""]  # it may end too early
        for at in (line, max(line - 1, first)):  # what begins above may not end
            if slip := next(slips("yaml-syntax", "yaml", written[at - first]), None):
                yield loss_at(where, at, "yaml-syntax", f"{what}: {slip[2]}")
                return None
        yield loss_at(where, line, "yaml-syntax", f"{what}: check indentation, quotes and colons")
    except RecursionError:
        yield loss_at(where, first, "yaml-syntax", "nested too deeply")
    return None


def is_text(value: Any) -> TypeGuard[str]:
    """Whether a value is a text that says something."""
    return isinstance(value, str) and bool(value.strip())


def read_by_page(text: str, form: re.Pattern[str], what: str) -> dict[str, list[tuple[str, ...]]]:
    """What one of our own files says of each page: the page's path on a line, then lines of a form, indented.

    Raises ValueError, with its number and `what` it should be, for a line that is none of these.
    """
    found: dict[str, list[tuple[str, ...]]] = {}
    page = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith(" "):
            page = line
            if page in found or not re.search(r"\w\.\w+$", page):
                raise ValueError(f"line {number} names no page, or one for the second time")
            found[page] = []
        elif page in found and (match := form.fullmatch(line.strip())):
            found[page].append(match.groups())
        else:
            raise ValueError(f"line {number} is no {what}")
    return found


def doubled_keys(text: str, where: str) -> Iterator[Problem]:
    """The keys that stand twice in a mapping of a YAML text that can be read: all but the last would be lost."""
    node = yaml.compose(text, Loader=LOADER)
    _, problems = collect(_value(node, text.split("\n"), where, 1)) if node else (None, ())
    yield from (problem for problem in problems if problem.rule == "yaml-duplicate-key")


def _value(node: yaml.Node, lines: list[str], where: str, first: int, depth: int = 0) -> Reading[Any]:
    if depth > _DEEPEST:
        yield loss_at(where, first + node.start_mark.line, "yaml-syntax", "nested too deeply")
        return None
    if isinstance(node, yaml.ScalarNode):
        text = str(node.value)
        if not node.style and text and _COMMENT.match(lines[node.end_mark.line][node.end_mark.column :]):
            what = "what follows ' #' is a comment, and is lost: put the text in quotes, or the comment on its own line"
            yield Problem(where, first + node.start_mark.line, "yaml-comment", what)
        if control := _CONTROL.search(text):
            what = f"a value holds {control[0]!a}, which is no letter: take it out"
            yield Problem(where, first + node.start_mark.line, "control-character", what)
        return None if node.tag == "tag:yaml.org,2002:null" else text
    if isinstance(node, yaml.SequenceNode):
        items = Items()
        prose = [i for i in node.value if node.flow_style and isinstance(i, yaml.ScalarNode) and not i.style]
        if len(node.value) > 1 and (split := next((i for i in prose if " " in str(i.value)), None)):
            what = f"'{split.value}' stands in a list whose items commas part: put each text in it in quotes"
            yield Problem(where, first + split.start_mark.line, "yaml-comma", what)
        for item in node.value:
            items.append((yield from _value(item, lines, where, first, depth + 1)))
            items.lines.append(first + item.start_mark.line)
        return items
    record = Record(first + node.start_mark.line)
    for key_node, value_node in node.value:
        line = first + key_node.start_mark.line
        if not isinstance(key_node, yaml.ScalarNode):
            yield loss_at(where, line, "yaml-syntax", "a key must be a word")
            continue
        key = key_node.value
        empty = value_node.end_mark.index == key_node.end_mark.index
        if isinstance(node, yaml.MappingNode) and node.flow_style and " " in key and empty:
            what = f"'{key}' stands between braces, where commas part: put the text that it belongs to in quotes"
            yield Problem(where, line, "yaml-comma", what)
        if key in record:
            what = f"'{key}' stands already on line {record.lines[key]}: make one of them"
            yield Problem(where, line, "yaml-duplicate-key", what)
            continue
        record[key] = yield from _value(value_node, lines, where, first, depth + 1)
        record.lines[key] = line
    return record
