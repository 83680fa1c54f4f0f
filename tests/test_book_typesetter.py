"""Typst in a process apart: what it gives back, and that nothing is left of it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from project import ROOT

from spor.publish.book.typesetter import typeset

PLACES = "#context [#metadata((a: (1, 2.5, 3)))<places>]"


def test_places_and_pdf_come_back() -> None:
    files = {"main.typ": f'#import "a/b.typ": x\n#x\n{PLACES}'.encode(), "a/b.typ": b"#let x = sys.inputs.y"}
    assert typeset(files, {"y": "z"}) == ({"a": [1, 2.5, 3]}, b"")
    places, pdf = typeset(files, {"y": "z"}, format="pdf")
    assert places == {"a": [1, 2.5, 3]} and pdf.startswith(b"%PDF")


@pytest.mark.parametrize("how", [{}, {"format": "pdf"}])
def test_a_failure_says_where(how: dict[str, str]) -> None:
    with pytest.raises(RuntimeError, match=r"(?s)unknown variable: y.*main\.typ:1:1"):
        typeset({"main.typ": b"#y"}, {}, **how)


def test_a_process_that_ends_too_early_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(RuntimeError, match="Typst ended too early, with exit code 1"):
        typeset({"main.typ": b""}, {})


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_nothing_is_left_when_the_build_is_stopped(tmp_path: Path, name: str) -> None:
    """Whoever stops it in a terminal stops the whole group; a time limit may stop the one process only."""
    endless = "#for a in range(10000) { for b in range(100000) {} }"
    # Whatever began the tests may have told their processes to ignore the signal, as a shell does in the background.
    heeds = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    job = f"from spor.publish.book.typesetter import typeset; typeset({{'main.typ': {endless!r}.encode()}}, {{}})"
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT / "hooks")}
    command = [sys.executable, "-c", f"{heeds}; {job}"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        wait_until(lambda: list(tmp_path.glob("typst-*/main.typ")))
        process.send_signal(signal.Signals[name])
    wait_until(lambda: not list(tmp_path.iterdir()))


def wait_until(condition: Callable[[], object]) -> None:
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")
