"""Writes a project of its own for the next thesis: `make template DIR=../my-thesis LANGUAGE=en`.

A project is the folder of its language here, with an invented thesis, and a copy of what belongs to no thesis.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
#: What belongs to no thesis.
GENERAL = (
    ".ci",
    ".github",
    ".gitignore",
    "LICENSE",
    "lychee.toml",
    "docs/javascripts",
    "docs/stylesheets",
    "hooks",
    "pyproject.toml",
    "ready.sh",
    "requirements.lock",
    "requirements-dev.lock",
    "spor.yml",
)
#: What a language needs besides: its part of the configuration, and the guide where the site has it as a page.
OF_LANGUAGE = {"en": (), "nb": ("spor.nb.yml", "docs/lag-din-egen.md")}
#: The faults are put into the thesis of this repository.
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "faults.yml")

#: A step for the many tests of this repository; the project has few.
_THOROUGH = "      - run: make thorough\n"


def write(target: Path, language: str) -> None:
    """Writes the project into the folder `target`. Raises OSError where something is there, or within this project."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FileExistsError(f"{target} is not empty: name a folder that does not exist, or an empty one")
    if target.resolve().is_relative_to(ROOT):
        raise OSError(f"{target} lies within this project: name a folder outside of it, such as ../my-thesis")
    shutil.copytree(HERE / language, target, dirs_exist_ok=True, ignore=_LEFT_OUT)
    for name in (*GENERAL, *OF_LANGUAGE[language]):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=_LEFT_OUT)
        else:
            shutil.copy(ROOT / name, target / name)
    workflow = target / ".github" / "workflows" / "site.yml"
    workflow.write_text(workflow.read_text("utf-8").replace(_THOROUGH, ""), "utf-8")


def main(arguments: list[str]) -> int:
    """Writes the project; returns 2, with a word on why, if it cannot."""
    folder, language = (*arguments, "", "")[:2]
    language = re.split("[_.:]", language)[0]  # make may have it from the environment, as a locale: `nb_NO:nb:en`
    if not folder or language not in OF_LANGUAGE:
        print("Name a folder, and a language (en or nb): make template DIR=../my-thesis LANGUAGE=en", file=sys.stderr)
        return 2
    target = Path(folder).expanduser()
    try:
        write(target, language)
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"A project with an example thesis is in {target}. Go there and run: make serve")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
