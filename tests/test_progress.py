"""What a build tells while it runs and when it ends; what it says is tested, never how long it takes."""

from __future__ import annotations

import logging
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from conftest import Build, build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import DuplicateFilter
from project import TINY, copy_of_tiny, pages, trace_of

import progress_hook
from spor.laps import Laps
from spor.report import Progress, progress, summary

ALWAYS = "extra:\n  spor:\n    progress: {after: 0, every: 0}\n"
NEVER = "extra:\n  spor:\n    progress: {after: 1000000}\n"


def told(tmp_path: Path, settings: str) -> Path:
    """The configuration of a copy of the tiny thesis with these settings of the progress line."""
    root = copy_of_tiny(tmp_path / "thesis")
    (root / "told.yml").write_text(f"INHERIT: mkdocs.yml\n{settings}", "utf-8")
    return root / "told.yml"


def test_a_line_is_due_late_and_seldom() -> None:
    line = Progress(after=2, every=5)
    assert [seconds for seconds in (0.5, 1.9, 2.0, 2.1, 6.9, 7.0, 7.1, 30.0, 34.0, 35.0) if line.due(seconds)] == [
        2.0,
        7.0,
        30.0,
        35.0,
    ]


def test_a_line_tells_how_far_a_step_is() -> None:
    assert progress("render", 120, 440, 2.14) == "render: 120 of 440 pages (27 %), 2.1 s"
    assert progress("render", 0, 0, 3) == "render: 0 of 0 pages, 3.0 s"


def test_the_steps_are_timed_one_after_another() -> None:
    times = iter([10.0, 11.0, 13.0, 16.0, 20.0, 20.5])
    laps = Laps(lambda: next(times))
    laps.reset("read")
    laps.begin("check")
    laps.begin("read")
    laps.begin("write")
    laps.begin("")
    assert dict(laps.taken) == {"read": 1.0 + 3.0, "check": 2.0, "write": 4.0}
    assert laps.elapsed == 10.5


def test_the_summary_counts_the_trace() -> None:
    trace = trace_of(TINY)
    lines = summary(trace, {"read": 0.25, "write": 1.0})
    assert lines[0].startswith(f"{len(trace.entities)} entities: appendix 1, checklist_item 2, concept 1, finding 2, ")
    assert lines[1].startswith(f"{len(trace.relations)} relations: ")
    assert sum(map(int, re.findall(r" (\d+)", lines[1].partition(": ")[2]))) == len(trace.relations)
    cited = [mention for mention in trace.mentions if mention.citation]
    both = len(trace.mentions)
    assert lines[2] == f"{both} mentions in the text: {both - len(cited)} links, {len(cited)} citations"
    assert lines[3].endswith("different citations of 3 sources")
    assert lines[4] == "0 exceptions declared"
    assert lines[5] == "1.2 s: read 0.25, write 1.00"


def test_a_long_build_tells_each_page(tmp_path: Path) -> None:
    found = build(told(tmp_path, ALWAYS), tmp_path / "site")
    total = len(pages(TINY))
    rendered, written = (
        [int(count) for count in re.findall(rf"INFO    -  spor: {step}: (\d+) of {total} pages", found.output)]
        for step in ("render", "write")
    )
    assert rendered == list(range(1, total + 1))
    # A second process writes some of the pages, and says nothing.
    assert written
    assert written == sorted(set(written))
    assert set(written) <= set(rendered)


def test_a_short_build_is_only_summed_up(tmp_path: Path) -> None:
    found = build(told(tmp_path, NEVER), tmp_path / "site")
    assert " of " not in "".join(re.findall("spor: (?:render|write): .*", found.output))
    for words in ("entities: ", "relations: ", "mentions in the text: ", "citations of 3 sources", "0 exceptions"):
        assert words in found.output
    steps = re.findall(r"spor: [\d.]+ s: (.*)", found.output)
    names = [step.rpartition(" ")[0] for step in steps[0].split(", ")]
    assert names == ["set up", "read", "check", "render", "citations", "write", "exports", "finish"]


def test_a_quiet_build_says_nothing(tmp_path: Path) -> None:
    config, site = told(tmp_path, ALWAYS), tmp_path / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-f", str(config), "-d", str(site)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SPOR_BOOK": "false"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True, timeout=300)
    assert done.stdout + done.stderr == ""


def test_a_terminal_has_one_line_that_is_cleared(tmp_path: Path) -> None:
    config, site = told(tmp_path, ALWAYS), tmp_path / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config), "-d", str(site)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SPOR_BOOK": "false"}
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        output = read_all(ours)
        assert process.wait(300) == 0
    shown = re.findall(r"\r\x1b\[Kspor: ((?:render|write): \d+ of \d+ pages)", output)
    assert shown
    assert output.count("\n") == output.count("INFO"), "the progress never takes a line of its own"
    assert re.search(r"pages \(\d+ %\), [\d.]+ s\r\x1b\[K(?:\x1b\[\d+m)?INFO", output), "a message clears it first"


def read_all(terminal: int) -> str:
    """All that was written to the other end of a terminal, until that was closed."""
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux says so at the end
            part = b""
        if not part:
            os.close(terminal)
            return b"".join(parts).decode("utf-8")
        parts.append(part)


@pytest.mark.parametrize("site", ["real", "tiny"])
def test_every_build_is_summed_up(site: str, request: pytest.FixtureRequest) -> None:
    found: Build = request.getfixturevalue(site)
    assert re.search(r"spor: \d+ entities: .*\bfinding \d+", found.output)


def test_a_mistake_made_again_is_told_again() -> None:
    """MkDocs tells nothing twice in one process; `mkdocs serve` is one process for many builds."""
    build_log, told = logging.getLogger("mkdocs.commands.build"), DuplicateFilter()
    build_log.addFilter(told)
    try:
        told.msgs.add("The trace is broken in 1 place(s)")
        progress_hook.on_config(cast(MkDocsConfig, SimpleNamespace(extra={"spor": {}})))
        assert not told.msgs
    finally:
        build_log.removeFilter(told)
