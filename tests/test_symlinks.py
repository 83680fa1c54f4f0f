"""Symbolic links below docs/: nothing from elsewhere is published through them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import build
from project import TINY, copy_of

from spor.read.publishable import symlink_problems


@pytest.mark.parametrize(
    ("name", "target", "message"),
    [
        ("etc", "/etc", "leads out of the project"),
        ("passord.md", "/etc/passwd", "leads out of the project"),
        ("nabo.yml", "../../nabo.yml", "leads out of the project"),
        ("rundt", "..", "leads to a folder that it lies in"),
        ("ring", "ring", "leads nowhere"),
        ("borte.md", "finnes-ikke.md", "leads nowhere"),
    ],
)
def test_a_link_that_leads_elsewhere_is_told(name: str, target: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "nabo.yml").touch()
    docs = tmp_path / "thesis" / "docs"
    docs.mkdir(parents=True)
    (docs / name).symlink_to(target)
    (problem,) = symlink_problems(tmp_path / "thesis", "docs")
    assert str(problem).startswith(f"docs/{name}:1: symbolic-link: {message}")


def test_a_link_within_the_project_is_none_of_our_business(tmp_path: Path) -> None:
    (tmp_path / "docs" / "a").mkdir(parents=True)
    (tmp_path / "README.md").touch()
    (tmp_path / "docs" / "om.md").symlink_to("../README.md")
    (tmp_path / "docs" / "b").symlink_to("a")
    assert list(symlink_problems(tmp_path, "docs")) == []


def test_the_build_stops_before_it_reads_what_lies_elsewhere(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    (tmp_path / "hemmelig").mkdir()
    (tmp_path / "hemmelig" / "brev.md").write_text("# Hemmelig\n", "utf-8")
    (root / "docs" / "mer").symlink_to(tmp_path / "hemmelig")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 1
    assert "docs/mer:1: symbolic-link: leads out of the project" in done.output
    assert "Traceback" not in done.output
    assert not (root / "site").exists()
