"""Fixtures: the real site and the tiny one, each built once a run with --strict as a user would, for all processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock
from project import ROOT, TINY

#: Where the sites of the real thesis are built, and from what.
REAL, IN_ENGLISH = ("real", ROOT / "mkdocs.yml"), ("real-en", ROOT / "projects" / "en" / "mkdocs.yml")


@dataclass(frozen=True)
class Build:
    """A finished build: the folder of the site, the exit code, and all that it printed."""

    site: Path
    code: int
    output: str


def build(config: Path, site: Path, strict: bool = True, /, program: str = "mkdocs", **environment: str) -> Build:
    """Runs `mkdocs build` (or another program that does the same), with --strict unless told otherwise, in a process.

    Makes no book, unless `SPOR_BOOK` asks for it.
    """
    command = [sys.executable, "-m", program, "build", "-f", str(config), "-d", str(site)]
    command += ["--strict"] if strict else []
    always = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "86400000", "SPOR_BOOK": "false"}
    settings = {**os.environ, **always, **environment}
    done = subprocess.run(command, capture_output=True, text=True, env=settings, cwd=ROOT, check=False, timeout=300)
    return Build(site, done.returncode, done.stdout + done.stderr)


def once(factory: pytest.TempPathFactory, name: str, config: Path, **environment: str) -> Build:
    """The build of a site, made by whichever process of the test run asks first, and shared by all."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # each worker has a folder of its own below that of the run
    site, record = folder / name / "site", folder / name / "build.json"
    with FileLock(folder / f"{name}.lock"):
        if not record.is_file():
            made = build(config, site, **environment)
            record.parent.mkdir(exist_ok=True)
            record.write_text(json.dumps([made.code, made.output]), "utf-8")
    code, output = json.loads(record.read_text("utf-8"))
    if code:
        pytest.fail(f"the {name} site does not build:\n{output}", pytrace=False)
    return Build(site, code, output)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The real site, with its book."""
    return once(tmp_path_factory, *REAL, SPOR_BOOK="true")


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The English site, with its book."""
    return once(tmp_path_factory, *IN_ENGLISH, SPOR_BOOK="true")


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Build]:
    """The real site and the English one by their languages, built side by side."""
    tmp_path_factory.getbasetemp()  # two threads would make it twice
    with ThreadPoolExecutor() as threads:
        made = [threads.submit(once, tmp_path_factory, *each, SPOR_BOOK="true") for each in (REAL, IN_ENGLISH)]
    return dict(zip(("nb", "en"), (each.result() for each in made), strict=True))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site of the tiny thesis, with its book."""
    return once(tmp_path_factory, "tiny", TINY / "mkdocs.yml", SPOR_BOOK="true")


@pytest.fixture(params=["real", "tiny"])
def built(request: pytest.FixtureRequest) -> Build:
    """The real site, and the tiny one."""
    found: Build = request.getfixturevalue(request.param)
    return found
