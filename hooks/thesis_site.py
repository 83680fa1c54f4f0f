"""Builds the site in all of its languages at once, a process each: `python -m thesis_site --strict --site-dir site`.

Beside mkdocs.yml; the other languages are projects/*/mkdocs.yml, and come to lie within the site where they begin. What
is said besides goes to `mkdocs build`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from spor.read.layout import read_configuration
from spor.render.editions import editions


def main(arguments: Sequence[str]) -> int:
    """Builds; 1 where a language could not be built, and nothing is in the folder then."""
    parser = argparse.ArgumentParser(prog="thesis_site")
    parser.add_argument("-d", "--site-dir", type=Path, default=Path("site"))
    told, rest = parser.parse_known_args(arguments)
    first, others = Path("mkdocs.yml"), sorted(Path("projects").glob("*/mkdocs.yml"))
    with tempfile.TemporaryDirectory(prefix="site.", dir=told.site_dir.resolve().parent) as name:
        folders = {file: Path(name, str(number)) for number, file in enumerate((first, *others))}
        running = {file: _build(file, [*rest, "--site-dir", str(folder)]) for file, folder in folders.items()}
        codes = [_ended(file, process) for file, process in running.items()]
        if any(codes):
            return 1
        for file in others:
            shutil.move(folders[file], folders[first] / _path(file))
        shutil.rmtree(told.site_dir, ignore_errors=True)
        shutil.move(folders[first], told.site_dir)
    return 0


def _build(file: Path, arguments: Sequence[str]) -> subprocess.Popen[str]:
    """A build under way; what it says goes into a pipe. The other languages are not its own to build."""
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(file), *arguments]
    settings = {**os.environ, "SPOR_PROJECTS": "false"}
    return subprocess.Popen(
        command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )


def _ended(file: Path, process: subprocess.Popen[str]) -> int:
    """The code with which a build ends, once what it said is told."""
    said, _ = process.communicate()
    print(f"{file}\n{said}", flush=True)
    return process.returncode


def _path(file: Path) -> str:
    """Where the language of a configuration begins within the site."""
    settings = read_configuration(file)["extra"]["spor"]
    return editions(settings.get("languages", {}), settings["language"]).path or file.parent.name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
