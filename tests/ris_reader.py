"""A strict reader of RIS, for the tests: whatever departs from the format is an error."""

from __future__ import annotations

import re

_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")
_TAGS = re.compile("TY|ID|AU|A2|TI|TT|ST|T2|PB|CY|ET|VL|IS|M3|DO|UR|LA|N1|SP|EP|PY|DA|Y2|ER")
_REPEATED = frozenset({"AU", "A2"})
_DATE = re.compile(r"\d{4}/(\d\d)?/(\d\d)?/")


def read_ris(raw: bytes) -> list[dict[str, list[str]]]:
    """The records of a RIS file, each from a tag to its values; raises ValueError for a fault."""
    text = raw.decode("utf-8")
    if "\n" in text.replace("\r\n", "") or "\r" in text.replace("\r\n", ""):
        raise ValueError("a line does not end in CR LF")
    records: list[dict[str, list[str]]] = []
    current: dict[str, list[str]] | None = None
    for number, line in enumerate(text.split("\r\n")[:-1], 1):
        if not line and current is None:
            continue
        match = _LINE.fullmatch(line)
        if not match or not _TAGS.fullmatch(match[1]):
            raise ValueError(f"line {number} is no field: {line!r}")
        tag, value = match.groups()
        if (tag == "TY") != (current is None):
            raise ValueError(f"line {number}: a record begins with TY and nothing else does")
        if tag == "ER":
            if value:
                raise ValueError(f"line {number}: ER has a value")
            records.append(current or {})
            current = None
            continue
        current = {} if current is None else current
        if not value or (tag in current and tag not in _REPEATED):
            raise ValueError(f"line {number}: {tag} is empty or stands twice")
        if tag in ("DA", "Y2") and not _DATE.fullmatch(value):
            raise ValueError(f"line {number}: {value!r} is no date")
        current.setdefault(tag, []).append(value)
    if current is not None:
        raise ValueError("the last record has no ER")
    return records
