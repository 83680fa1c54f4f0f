"""The rules, case by case: each file in cases/ changes the tiny thesis and says what the check must answer."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
import yaml
from project import TINY, copy_content, messages

from spor import rules
from spor.check import RULES

CASES = sorted((Path(__file__).parent / "cases").glob("*.yml"))


def apply(case: dict[str, Any], root: Path) -> None:
    """Makes a case's changes: `files` (content, or nothing to take the file out) and `replace` (words in a file)."""
    for name, content in case.get("files", {}).items():
        path = root / name
        if content is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for name, changes in case.get("replace", {}).items():
        path = root / name
        text = path.read_text("utf-8")
        for old, new in changes.items():
            assert old in text, f"{name} does not hold {old!r}"
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    root = copy_content(TINY, tmp_path)
    apply(case, root)
    assert messages(root) == case["messages"]


def test_every_rule_has_a_case() -> None:
    """A rule's docstring names what it reports; each of these names stands in some case."""
    reported = {line.split(": ")[1] for path in CASES for line in yaml.safe_load(path.read_text("utf-8"))["messages"]}
    for rule in RULES:
        names = (rule.__doc__ or "").split(":")[0].replace("unused-…", "unused-statement, unused-concept")
        for name in names.split(", "):
            assert name in reported, f"{rule.__name__} reports {name}, and no case shows it"


def test_every_rule_is_kept() -> None:
    """A function of the package that reads as a rule stands in RULES."""
    written = {
        function
        for part in (rules.relations, rules.findings, rules.data, rules.whole)
        for function in vars(part).values()
        if inspect.isfunction(function) and function.__module__ == part.__name__ and function.__name__[0] != "_"
    }
    assert written == set(RULES)
