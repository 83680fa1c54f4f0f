"""The site builds without a warning, and a broken chain stops the build. No file of yours is known here by its name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from spor.read.layout import read_configuration

ROOT = Path(__file__).parent.parent
#: What the build makes itself, and what belongs to git.
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".cache", "site", "__pycache__")


def build(root: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Runs `mkdocs build --strict` on the project at `root`, without the book."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(root / "mkdocs.yml"), "-d", str(site)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SPOR_BOOK": "false"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=600)


def pages(root: Path) -> list[Path]:
    """The pages of a project, the first page first."""
    docs = root / str(read_configuration(root / "mkdocs.yml").get("docs_dir", "docs"))
    return sorted(docs.rglob("*.md"), key=lambda page: (page != docs / "index.md", page))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project that a test may break."""
    return Path(shutil.copytree(ROOT, tmp_path / "project", ignore=LEFT_OUT))


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    done = build(ROOT, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert (tmp_path / "site" / "index.html").is_file()


def test_a_link_that_leads_nowhere_stops_the_build(copy: Path, tmp_path: Path) -> None:
    page = pages(copy)[0]
    page.write_text(page.read_text("utf-8") + "\nSee [[there-is-no-such-thing]].\n", "utf-8")
    done = build(copy, tmp_path / "site")
    assert done.returncode != 0
    assert "unknown-id" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "site").exists()


def test_a_finding_that_rests_on_nothing_stops_the_build(copy: Path, tmp_path: Path) -> None:
    found = [page for page in pages(copy) if page.read_text("utf-8").startswith("---\nkind: finding\n")]
    if not found:
        pytest.skip("there is no finding yet")
    found[0].write_text(found[0].read_text("utf-8").replace("\nevidence:", "\nevidance:", 1), "utf-8")
    done = build(copy, tmp_path / "site")
    assert done.returncode != 0
    assert "unknown-field" in done.stderr and "Traceback" not in done.stderr
