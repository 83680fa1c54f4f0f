"""The words of each language: all are there, each once, and whatever asks for words finds some."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from project import ROOT

from spor.locale import languages, load
from spor.read.text import doubled_keys

#: What asks for words by names that stand there.
_ASKED = re.compile(r"""\blabel\(((?:["'][\w.-]+["'](?:,\s*)?)+)\)""")


def paths(texts: Mapping[str, Any], *above: str) -> Iterator[tuple[str, ...]]:
    """The paths of all texts."""
    for name, value in texts.items():
        if isinstance(value, dict):
            yield from paths(value, *above, name)
        else:
            yield (*above, name)


def test_each_language_has_all_words() -> None:
    known = {name: set(paths(load(name).words)) for name in languages()}
    assert set(known) == {"en", "nb"}
    assert known["en"] == known["nb"]


@pytest.mark.parametrize("name", languages())
def test_no_word_stands_twice(name: str) -> None:
    text = (ROOT / "hooks" / "spor" / "locale" / f"{name}.yml").read_text("utf-8")
    assert list(doubled_keys(text, f"{name}.yml")) == []


@pytest.mark.parametrize("name", languages())
def test_whatever_asks_for_words_finds_some(name: str) -> None:
    """Where there are none, the reader would see the name."""
    files = [file for file in (ROOT / "hooks" / "spor").rglob("*") if file.suffix in (".py", ".html")]
    asked = {
        tuple(re.findall(r"[\w.-]+", found)) for file in files for found in _ASKED.findall(file.read_text("utf-8"))
    }
    assert len(asked) > 80
    assert [path for path in sorted(asked) if not load(name).has(*path)] == []
