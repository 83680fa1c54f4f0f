"""A build that fails leaves the last good site as it was, and nothing half-written beside it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from conftest import build
from project import ROOT, TINY, copy_content

from spor.publish import building, publish, recover


def state(folder: Path) -> dict[str, str]:
    """Every file below a folder with a digest of its bytes."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the tiny thesis, built once."""
    root = copy_content(TINY, tmp_path / "tests" / "tiny")
    shutil.copy(TINY / "mkdocs.yml", root / "mkdocs.yml")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    shutil.copytree(ROOT / "hooks", tmp_path / "hooks")
    (tmp_path / "docs").mkdir()
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 0, done.output
    return root


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("docs/index.md", "[[no-such-thing]]"),  # our own check, before the first page
        ("docs/index.md", "[no page](no-such-page.md)"),  # a warning, which --strict makes an error at the very end
    ],
)
def test_a_failed_build_leaves_the_last_site(file: str, line: str, project: Path) -> None:
    before = state(project / "site")
    path = project / file
    path.write_text(f"{path.read_text('utf-8')}\n\n{line}\n", "utf-8")
    done = build(project / "mkdocs.yml", project / "site")
    assert done.code != 0
    assert state(project / "site") == before
    assert not building(project / "site").exists()


def test_a_good_build_replaces_the_site(project: Path) -> None:
    (project / "site" / "left-over.html").write_text("old", "utf-8")
    path = project / "docs" / "index.md"
    path.write_text(f"{path.read_text('utf-8')}\n\nEt nytt avsnitt.\n", "utf-8")
    assert build(project / "mkdocs.yml", project / "site").code == 0
    assert "Et nytt avsnitt." in (project / "site" / "index.html").read_text("utf-8")
    assert not (project / "site" / "left-over.html").exists()
    assert [path.name for path in project.iterdir() if path.name.startswith("site")] == ["site"]


def test_a_killed_build_is_mended(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (tmp_path / "site.former").mkdir()
    (tmp_path / "site.former" / "index.html").write_text("good", "utf-8")
    building(site).mkdir()
    recover(site)
    assert (site / "index.html").read_text("utf-8") == "good"
    assert not building(site).exists()
    building(site).mkdir()
    (building(site) / "index.html").write_text("better", "utf-8")
    publish(site)
    assert (site / "index.html").read_text("utf-8") == "better"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
