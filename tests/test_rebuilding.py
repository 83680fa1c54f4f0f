"""Many builds in one process, and builds that end before their time: nothing is shared, kept, or left behind."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import build
from mkdocs.exceptions import PluginError
from project import ROOT, TINY, changed, copy_of

from thesis_hook import on_build_error

ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0", "SPOR_BOOK": "false"}


def rebuilt(*arguments: str | Path) -> Any:
    """What `rebuilding.py` finds."""
    command = [sys.executable, str(ROOT / "tests" / "rebuilding.py"), *map(str, arguments)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_nothing_is_left_in_memory(tmp_path: Path) -> None:
    """After the first builds, which fill what Python and the theme keep, the number of objects stays what it is."""
    counts = rebuilt("again", copy_of(TINY, tmp_path / "thesis") / "mkdocs.yml")
    assert counts[-1] - counts[-4] < counts[-4] / 200, counts


def test_an_extension_that_is_taken_out_is_out(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    (root / "docs" / "mer.md").write_text("# Mer\n\nEt ord\n:   er et ord.\n", "utf-8")
    assert rebuilt("without", root / "mkdocs.yml", "def_list") in (["a list", "no list"], ["a list", "stopped"])


def test_a_translation_may_lag_behind_while_somebody_writes(tmp_path: Path) -> None:
    """Under `mkdocs serve` both languages are shown as they are; no build takes what nobody has declared."""
    root = copy_of(TINY, tmp_path / "thesis")
    path = root / "projects" / "en" / "docs" / "kapittel.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("It is ", "It is, edited, ", 1), "utf-8")
    english = root / "projects" / "en" / "mkdocs.yml"
    done = build(english, tmp_path / "site")
    assert done.code and "undeclared-translation" in done.output
    assert "It is, edited, " in rebuilt("served", english, "kapittel/index.html")


def test_two_sites_in_one_process_share_nothing(tmp_path: Path) -> None:
    """Each build of one between two of the other is as if it were alone."""
    one, other = copy_of(TINY, tmp_path / "one"), copy_of(TINY, tmp_path / "other")
    changed(other, "mkdocs.yml", "site_name: Liten oppgave", "site_name: Annen oppgave")
    changed(other, "docs/data/informanter.yml", "name: Ola", "name: Eva")
    changed(other, "docs/funn/ting-er-store.md", "|Ola]]", "|Eva]]")
    changed(other, "docs/kapittel.md", "|Ola]]", "|Eva]]")
    changed(other, "docs/kapittel.md", "Ola]]", "Eva]]")
    changed(other, "docs/data/utsagn.yml", "Ola synes", "Eva synes")
    (other / "docs" / "mer.md").write_text("# Mer\n\n[[ola]] [@berg2020, s. 99]\n", "utf-8")
    first, second, first_again, second_again = rebuilt("in_turn", one / "mkdocs.yml", other / "mkdocs.yml")
    assert (first_again, second_again) == (first, second)
    assert second.keys() - first.keys() == {"mer/index.html"} and len(first) > 15
    for pages, own, foreign in ((first, "Ola", "Eva"), (second, "Eva", "Ola")):
        assert sum(own in page for page in pages.values()) > 3
        assert [name for name, page in pages.items() if foreign in page] == []


@pytest.fixture
def slow(tmp_path: Path) -> dict[str, str]:
    """The environment that puts a pandoc in place which is slow to answer, and temporary files into a folder."""
    program = tmp_path / "pandoc"
    program.write_text(f'#!/bin/sh\necho $$ >> "{tmp_path}/started"\nexec sleep 3\n')
    program.chmod(0o755)
    (tmp_path / "tmp").mkdir()
    return {**ENVIRONMENT, "PYPANDOC_PANDOC": str(program), "TMPDIR": str(tmp_path / "tmp")}


def left(tmp_path: Path) -> list[str]:
    """The pandocs that still run, and the temporary files that are there."""
    running = [pid for pid in (tmp_path / "started").read_text().split() if Path("/proc", pid).exists()]
    return running + [path.name for path in (tmp_path / "tmp").iterdir()]


def test_a_build_that_fails_leaves_nothing_running(tmp_path: Path, slow: dict[str, str]) -> None:
    """It fails here because that pandoc answers nothing."""
    root = copy_of(TINY, tmp_path / "thesis")
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(root / "mkdocs.yml")]
    done = subprocess.run(command, env=slow, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert "pandoc finds no citation in [@" in done.stderr
    assert left(tmp_path) == []


def test_a_build_that_is_interrupted_leaves_nothing_running(tmp_path: Path, slow: dict[str, str]) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(root / "mkdocs.yml")]
    process = subprocess.Popen(command, env=slow, stderr=subprocess.DEVNULL, start_new_session=True)
    while not (tmp_path / "started").exists():
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does
    assert process.wait(30) != 0
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left", "site/a.js"), "site/a.js cannot be read or written: No space left"),
        (OSError(errno.EIO, "Input/output error"), "a file cannot be read or written: Input/output error"),
    ],
)
def test_what_the_system_refuses_is_told_in_one_line(error: OSError, said: str) -> None:
    """Wherever in a build it is met; of an error that it does not know, MkDocs tells only where it was raised."""
    with pytest.raises(PluginError, match=f"^{said}$"):
        on_build_error(error=error)
    on_build_error(error=ValueError("another"))  # of others MkDocs tells


def test_a_cache_that_is_no_folder_is_told_in_one_line(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    (root / ".cache").write_text("", "utf-8")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code and "Traceback" not in done.output and ".cache" in done.output
