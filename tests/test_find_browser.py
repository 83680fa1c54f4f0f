"""`make browser` uses the Chromium that is there, else installs Debian's, else Playwright's, else says so loudly."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from browser import find_browser
from browser.find_browser import NONE, bring_browser

APT, PLAYWRIGHT = "apt-get install", "playwright install"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A machine with apt-get and nothing else, whose programs are told by their paths."""
    found = {"apt-get": "/usr/bin/apt-get"}
    monkeypatch.setattr(shutil, "which", found.get)
    monkeypatch.setattr(find_browser, "_playwrights_own", lambda: found.get("playwright's"))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return found


@pytest.fixture
def tried(machine: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that were run; none of them brings anything."""
    commands: list[str] = []
    monkeypatch.setattr(find_browser, "_run", lambda *command: commands.append(" ".join(command)))
    return commands


def steps(tried: list[str]) -> list[str]:
    return [step for command in tried for step in (APT, PLAYWRIGHT) if step in command]


def test_a_browser_that_is_there_is_used(machine: dict[str, str], tried: list[str]) -> None:
    machine["chromium"] = "/usr/bin/chromium"
    assert bring_browser() == "/usr/bin/chromium"
    assert tried == []


def test_debians_is_tried_before_playwrights(tried: list[str]) -> None:
    assert bring_browser() is None
    assert steps(tried) == [APT, PLAYWRIGHT]


@pytest.mark.parametrize("missing", ["apt-get", "root"])
def test_where_apt_may_not_be_used_playwrights_is_brought(
    missing: str, machine: dict[str, str], tried: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing == "root":
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
    machine.pop(missing, None)
    bring_browser()
    assert steps(tried) == [PLAYWRIGHT]


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_without_any_it_is_said_loudly_and_fails_only_in_ci(ci: str, code: int, tmp_path: Path) -> None:
    """On a machine without a browser, without apt-get and without network."""
    nowhere = {"PATH": str(tmp_path), "HOME": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path), "CI": ci}
    offline = {"PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9"}
    command = [sys.executable, find_browser.__file__]
    done = subprocess.run(command, env=nowhere | offline, capture_output=True, text=True, check=False, timeout=120)
    assert NONE in done.stderr
    assert done.returncode == code
