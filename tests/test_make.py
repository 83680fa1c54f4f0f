"""`make site` puts a finished site into place, and nothing else: with a failure, a stop or another build beside it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from project import ROOT, configured

#: Stands in for `mkdocs build`, and gets `--site-dir FOLDER` as that does: writes a site of the words in $WORDS.
BUILD = 'mkdir "$2" && for name in 1.html 2.html 3.html 4.html 5.html linkset.json; do echo "$WORDS" > "$2/$name"; done'


def start(root: Path, script: str, words: str = "") -> subprocess.Popen[bytes]:
    """Starts `.ci/site` in a folder, with a script for the build."""
    command = [sys.executable, str(ROOT / ".ci" / "site"), "sh", "-c", script, "sh"]
    return subprocess.Popen(command, cwd=root, env={**os.environ, "WORDS": words}, stderr=subprocess.DEVNULL)


def pages_of(root: Path) -> set[str]:
    """All that the pages of the site say."""
    return {page.read_text("utf-8").strip() for page in (root / "site").iterdir()}


def names(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a good site."""
    assert start(tmp_path, BUILD, "first").wait(30) == 0
    assert pages_of(tmp_path) == {"first"}
    return tmp_path


def test_a_finished_site_takes_the_place_of_the_former(root: Path) -> None:
    assert start(root, BUILD, "second").wait(30) == 0
    assert pages_of(root) == {"second"} and names(root) == ["site"]


def test_a_build_that_fails_leaves_the_last_good_site(root: Path) -> None:
    assert start(root, f"{BUILD}; touch half; exit 3", "half").wait(30) == 3
    assert pages_of(root) == {"first"} and names(root) == ["half", "site"]


def test_a_build_without_the_hooks_leaves_the_last_good_site(root: Path) -> None:
    """Where `INHERIT: spor.yml` is lost, MkDocs builds a bare site, and finds no fault in it."""
    assert start(root, f'{BUILD}; rm "$2/linkset.json"', "unchecked").wait(30) == 1
    assert pages_of(root) == {"first"} and names(root) == ["site"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_build_that_is_stopped_leaves_nothing_behind(root: Path, number: signal.Signals) -> None:
    """Neither its folder, nor what it has started (a pandoc that goes on), nor temporary files."""
    beside = '(sleep 60; echo late > late.txt) & echo $! > started; echo x > "$(mktemp)"; sleep 60'
    process = start(root, f"{BUILD}; {beside}", "stopped")
    while not (root / "started").exists() or not (root / "started").read_text():
        time.sleep(0.05)
    process.send_signal(number)
    assert process.wait(30) == 128 + number
    assert pages_of(root) == {"first"} and names(root) == ["site", "started"]
    with pytest.raises(ProcessLookupError):
        for _ in range(50):
            os.kill(int((root / "started").read_text()), 0)
            time.sleep(0.1)


def test_what_a_killed_build_leaves_the_next_takes_away(root: Path) -> None:
    """But not while what it has started still works there, nor what only has a like name."""
    process = start(root, f"{BUILD}; touch started; while test ! -e end; do sleep 0.05; done", "killed")
    while not (root / "started").exists():
        time.sleep(0.05)
    process.kill()
    process.wait(30)
    (left,) = (path.name for path in root.iterdir() if path.name.startswith("site."))
    (root / "site.old").mkdir()
    assert start(root, BUILD, "second").wait(30) == 0
    assert names(root) == ["site", left, "site.old", "started"] and pages_of(root) == {"second"}
    (root / "end").touch()
    time.sleep(1)
    assert start(root, BUILD, "third").wait(30) == 0
    assert names(root) == ["end", "site", "site.old", "started"] and pages_of(root) == {"third"}


def test_two_at_once_do_not_meet(root: Path) -> None:
    both = [start(root, f"{BUILD}; sleep 0.{number}", f"build {number}") for number in (2, 2, 1, 3)]
    assert [process.wait(30) for process in both] == [0] * len(both)
    assert len(pages_of(root)) == 1 and names(root) == ["site"]


def test_a_project_is_put_below_the_site_or_neither_is(root: Path) -> None:
    config = root / "projects" / "en" / "mkdocs.yml"
    config.parent.mkdir(parents=True)
    config.touch()
    assert start(root, BUILD, "both").wait(30) == 0
    assert (root / "site" / "en" / "1.html").read_text("utf-8") == "both\n"
    assert start(root, f'{BUILD}; test -z "$4" || exit 4', "half").wait(30) == 4
    assert (root / "site" / "1.html").read_text("utf-8") == "both\n" and names(root) == ["projects", "site"]


def test_make_builds_in_this_way() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^site:.*\n\t\$\(BIN\)/python \.ci/site \$\(BIN\)/mkdocs build --strict$", makefile, re.MULTILINE)


def test_every_rule_is_printed() -> None:
    command = ["make", "--silent", "--assume-old=.venv/.installed", "rules"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    told = dict(line.split(maxsplit=1) for line in printed.splitlines())
    with_case = {folder.name for folder in (ROOT / "tests" / "cases").iterdir()} - {"silent"}
    assert with_case - {demand.rule for demand in configured().schema.demands} <= told.keys()
    assert all(line.endswith(".") for line in told.values())


def test_every_target_has_a_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    declared = re.search(r"^\.PHONY: ((?:[^\\\n]|\\\n)*)$", makefile, re.MULTILINE)
    printed = subprocess.run(["make", "--silent", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = [line.split()[1] for line in printed.splitlines()]
    assert declared and sorted(declared[1].replace("\\\n", " ").split()) == sorted(targets)
    assert len(set(targets)) == len(targets) > 10
