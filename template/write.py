"""Writes a project of its own for the next thesis: `make template DIR=../my-thesis`.

The example in this folder is laid over a copy of what belongs to no thesis: the hooks, the looks, the set-up. The
general part of `mkdocs.yml` becomes `spor.yml`, which the project's own `mkdocs.yml` builds on.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
COPIED = (
    ".ci",
    ".github",
    ".gitignore",
    "LICENSE",
    "docs/javascripts",
    "docs/stylesheets",
    "hooks",
    "requirements.lock",
)
#: What `mkdocs.yml` says of one thesis: the project says it itself.
OWN = (
    "site_name",
    "site_description",
    "site_url",
    "nav",
    *(
        f"extra.spor.{name}"
        for name in (
            "foreign",
            "published",
            "licence",
            "picture",
            "thesis",
            "exports.tables",
            *(f"book.{part}" for part in ("file", "leave_out", "subtitle", "rights", "about", "imprint", "withheld")),
            "data",
            "homes",
            "labels.tables",
        )
    ),
)
#: Targets of the Makefile that work on this repository only.
LEFT_OUT = "bench|browser|screenshots|template"
_KEY = re.compile(r"^( *)([\w-]+):")


def without(text: str, paths: Iterable[str]) -> str:
    """A YAML text without the values at some paths (`extra.spor.data`), and without the comments right above them."""
    dropped = set(paths)
    kept: list[str] = []
    path: list[tuple[int, str]] = []
    depth = -1  # of the key whose value is being left out
    for line in text.splitlines(keepends=True):
        indent = len(line) - len(line.lstrip())
        if depth >= 0 and (not line.strip() or indent > depth or (indent == depth and line.lstrip().startswith("- "))):
            continue
        depth = -1
        match = _KEY.match(line)
        if match:
            path = [(place, name) for place, name in path if place < indent] + [(indent, match[2])]
            if ".".join(name for _, name in path) in dropped:
                depth = indent
                while kept and kept[-1].lstrip().startswith("#") and kept[-1].startswith(" " * indent + "#"):
                    kept.pop()
                continue
        kept.append(line)
    return "".join(kept)


def makefile(text: str) -> str:
    """The Makefile without the targets that are left out; what needed one of them needs the set-up."""
    parts = [part for part in text.split("\n\n") if not re.search(rf"^(?:{LEFT_OUT}):", part, re.MULTILINE)]
    kept = re.sub(rf"^(\w+): (?:{LEFT_OUT})$", r"\1: $(STAMP)", "\n\n".join(parts), flags=re.MULTILINE)
    return re.sub(r"^\.PHONY:.*", lambda match: re.sub(rf" (?:{LEFT_OUT})\b", "", match[0]), kept, flags=re.MULTILINE)


def write(target: Path) -> None:
    """Writes the project into the folder `target`. Raises FileExistsError where there is something already."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FileExistsError(f"{target} is not empty: name a folder that does not exist, or an empty one")
    shutil.copytree(HERE, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(Path(__file__).name, "__pycache__"))
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target / name)
    head = "# What belongs to no thesis: the theme, the extensions, the hooks and the words they show.\n"
    (target / "spor.yml").write_text(head + without((ROOT / "mkdocs.yml").read_text("utf-8"), OWN), "utf-8")
    (target / "Makefile").write_text(makefile((ROOT / "Makefile").read_text("utf-8")), "utf-8")
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    project = re.sub(r'^name = ".*"', 'name = "oppgaven"', project, count=1, flags=re.MULTILINE)
    project = project.replace(f', "{Path(__file__).relative_to(ROOT).as_posix()}"', "")
    (target / "pyproject.toml").write_text(project, "utf-8")


def main(arguments: list[str]) -> int:
    """Writes the project; returns 2, with a word on why, if it cannot."""
    if len(arguments) != 1 or not arguments[0]:
        print("Say where the project is to be: make template DIR=../my-thesis", file=sys.stderr)
        return 2
    target = Path(arguments[0]).expanduser()
    try:
        write(target)
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"A project with an example thesis is in {target}. Go there and run: make serve")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
