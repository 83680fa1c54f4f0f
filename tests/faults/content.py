"""A project's content as bytes, and a change of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random


@dataclass(frozen=True)
class Mutation:
    """One fault: `files` maps a path below the root to its new bytes, or to None if it goes.

    `must_report`: harmless it cannot be. `markup`: HTML that may appear nowhere as it is written here.
    """

    what: str
    files: Mapping[str, bytes | None]
    must_report: bool = False
    markup: str = ""


@dataclass(frozen=True)
class Content:
    """All files of a project that hold content, by their path below the root."""

    files: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def of(cls, root: Path) -> Content:
        """The content of the project at `root`: pages, data and bibliography."""
        paths = [
            *root.glob("docs/**/*.md"),
            *root.glob("docs/data/*.yml"),
            root / "references.bib",
        ]
        return cls({path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(paths)})

    @cached_property
    def pages(self) -> list[str]:
        return [path for path in self.files if path.endswith(".md")]

    @cached_property
    def entity_pages(self) -> list[str]:
        return [path for path in self.pages if self.files[path].startswith(b"---\nkind: ")]

    @cached_property
    def data(self) -> list[str]:
        return [path for path in self.files if path.startswith("docs/data/") and path.endswith(".yml")]

    @cached_property
    def records(self) -> list[str]:
        """The data files whose ids are entities' own; those of the synonyms are others'."""
        return [path for path in self.data if path != "docs/data/synonymer.yml"]

    @cached_property
    def written(self) -> list[str]:
        """All of it."""
        return [*self.pages, *self.data, "references.bib"]

    def text(self, path: str) -> str:
        return self.files[path].decode("utf-8")

    def changed(self, path: str, text: str | bytes, what: str, **more: bool | str) -> Mutation:
        """The mutation that gives a file this content."""
        content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        return Mutation(f"{path}: {what}", {path: content}, **more)  # type: ignore[arg-type]


#: Makes a fault of one kind; the generator decides where.
Mutator = Callable[[Random, Content], Mutation]


def spots(pattern: str, text: str) -> list[re.Match[str]]:
    """Every place in a text where a pattern matches."""
    return list(re.finditer(pattern, text, re.MULTILINE))


def replaced(text: str, match: re.Match[str], by: str, group: int | str = 0) -> str:
    """A text with one match (or one group of it) replaced."""
    return text[: match.start(group)] + by + text[match.end(group) :]


def with_a(pattern: str, paths: list[str], content: Content) -> Iterator[tuple[str, list[re.Match[str]]]]:
    """Those of `paths` whose text has a match of the pattern, with the matches."""
    for path in paths:
        found = spots(pattern, content.text(path))
        if found:
            yield path, found


def pick(random: Random, pattern: str, paths: list[str], content: Content) -> tuple[str, re.Match[str]]:
    """A match of the pattern somewhere in `paths`."""
    path, found = random.choice(list(with_a(pattern, paths, content)))
    return path, random.choice(found)
