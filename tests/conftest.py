"""Fixtures: the real site and the tiny one, each built once with --strict as a user would."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from project import ROOT, TINY


@dataclass(frozen=True)
class Build:
    """A finished build: the folder of the site, the exit code, and all that it printed."""

    site: Path
    code: int
    output: str


def build(config: Path, site: Path, strict: bool = True, /, **environment: str) -> Build:
    """Runs `mkdocs build`, with --strict unless told otherwise, in a process of its own.

    Makes no book, unless `SPOR_BOOK` asks for it.
    """
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(config), "-d", str(site)]
    command += ["--strict"] if strict else []
    always = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0", "SPOR_BOOK": "false"}
    settings = {**os.environ, **always, **environment}
    done = subprocess.run(command, capture_output=True, text=True, env=settings, cwd=ROOT, check=False, timeout=300)
    return Build(site, done.returncode, done.stdout + done.stderr)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The real site, with its book."""
    return build(ROOT / "mkdocs.yml", tmp_path_factory.mktemp("real") / "site", SPOR_BOOK="true")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site of the tiny thesis, with its book."""
    return build(TINY / "mkdocs.yml", tmp_path_factory.mktemp("tiny") / "site", SPOR_BOOK="true")
