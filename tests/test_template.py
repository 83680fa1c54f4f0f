"""`make template` writes a project that works, and each step of the page "Lag din egen" does what the page says."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import build
from project import ROOT, Loader

from spor.read.project import Layout

PAGE = ROOT / "docs" / "lag-din-egen.md"
WRITE: dict[str, Any] = runpy.run_path(str(ROOT / "template" / "write.py"))
_SAMPLE = re.compile(r"^``` \{\.(?P<language>\w+)(?P<more>[^}\n]*)\}\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A sample of the page that changes a file, and the messages that the page shows after it."""

    file: str
    how: str
    text: str
    says: tuple[str, ...]

    def apply(self, root: Path) -> None:
        """Makes the change in the project at `root`; what is added to a page begins after an empty line."""
        path = root / self.file
        if not self.how:
            assert not path.exists()
            path.write_text(self.text, "utf-8")
        else:
            gap = "" if path.suffix == ".yml" else "\n"
            path.write_text(path.read_text("utf-8") + gap + self.text, "utf-8")


def steps() -> Iterator[Step]:
    """The steps of the page, in its order."""
    samples = list(_SAMPLE.finditer(PAGE.read_text("utf-8")))
    for sample, after in zip(samples, [*samples[1:], None], strict=True):
        given = dict(re.findall(r'data-([\w-]+)="([^"]*)"', sample["more"]))
        says = tuple(after["text"].splitlines()) if after and "data-says" in after["more"] else ()
        if "file" in given:
            yield Step(given["file"], given.get("how", ""), sample["text"], says)


def layout(root: Path) -> Layout:
    """The layout that the configuration of the project at `root` tells."""
    told = yaml.load((root / "mkdocs.yml").read_text("utf-8"), Loader)["extra"]["spor"]
    return Layout(root, "docs", "references.bib", told["data"], told["homes"])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project made from the template, with the virtual environment of these tests."""
    root = tmp_path_factory.mktemp("next") / "thesis"
    done = make(ROOT, "template", f"DIR={root}", f"PYTHON={sys.executable}")
    assert done.returncode == 0, done.stderr
    (root / ".venv").symlink_to(sys.prefix)
    return root


def make(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs make in the project at `root`; the virtual environment counts as ready."""
    command = ["make", "--assume-old=.venv/.installed", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=600)


def test_a_folder_that_is_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    done = make(ROOT, "template", f"DIR={tmp_path}", f"PYTHON={sys.executable}")
    assert done.returncode != 0
    assert f"{tmp_path} is not empty: name a folder that does not exist" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_must_be_named() -> None:
    done = make(ROOT, "template", f"PYTHON={sys.executable}")
    assert done.returncode != 0 and "make template DIR=" in done.stderr


def test_the_site_builds_without_a_warning(project: Path) -> None:
    done = make(project, "site")
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stdout + done.stderr
    assert len(list((project / "site").rglob("*.html"))) > 25
    assert (project / "site" / "bok" / "kaffepausen.pdf").is_file()


def test_its_own_checks_pass(project: Path) -> None:
    for target in ("links", "lint", "test"):
        done = make(project, target)
        assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_as_the_readme_says(project: Path) -> None:
    findings = list((project / "docs" / "funn").glob("*-*.md"))
    questions = list((project / "docs" / "sporsmal").glob("fs*.md"))
    assert (len(findings), len(questions)) == (5, 3)
    for name in re.findall(r"`([\w./-]+)`", (project / "README.md").read_text("utf-8")):
        assert (project / name).exists() or name == "main", name


def test_nothing_of_this_thesis_is_left(project: Path) -> None:
    """What was copied or made from this repository's files names neither the thesis nor its parts."""
    for name in ("Makefile", "mkdocs.yml", "pyproject.toml", "README.md", "spor.yml"):
        text = (project / name).read_text("utf-8").lower()
        for word in ("fagerland", "handlingsrom", "make bench", "make template"):
            assert word not in text, (name, word)


def test_all_that_the_configuration_names_is_there(project: Path) -> None:
    told = yaml.load((project / "spor.yml").read_text("utf-8"), Loader)
    scripts = [script["path"] for script in told["extra_javascript"]]
    for name in [*(f"docs/{path}" for path in [*told["extra_css"], *scripts]), *told["hooks"]]:
        assert (project / name).is_file(), name


def test_the_page_says_something_at_each_turn() -> None:
    found = list(steps())
    assert len(found) > 10
    assert sum(bool(step.says) for step in found) >= 5
    assert [step.how for step in found].count("break") == 1


def test_each_step_of_the_page_works(project: Path, tmp_path: Path) -> None:
    """The check says what the page shows, nothing before the step that breaks the chain, and then stops the build."""
    root = tmp_path / "thesis"
    shutil.copytree(project, root, ignore=shutil.ignore_patterns(".venv", "site", ".cache"))
    assert messages(root) == []
    for step in steps():
        if step.how == "break":
            whole = build(root / "mkdocs.yml", root / "site")
            assert whole.code == 0, whole.output
            assert "WARNING" not in whole.output
        step.apply(root)
        if step.says:
            assert messages(root) == list(step.says), step
        if step.how == "break":
            broken = build(root / "mkdocs.yml", root / "site")
            assert broken.code != 0
            assert step.says[0] in broken.output and "Traceback" not in broken.output


def test_parts_of_a_configuration_can_be_left_out() -> None:
    text = "# one\na: 1\nb:\n  # two\n  c:\n  - x\n  # three\n  d: [1]\n  e: >-\n    more\n\n    words\nf: 2\n"
    assert WRITE["without"](text, ["a", "b.c", "b.e"]) == "b:\n  # three\n  d: [1]\nf: 2\n"
    assert WRITE["without"](text, []) == text


def test_targets_of_a_makefile_can_be_left_out() -> None:
    text = ".PHONY: test bench lint\n\ntest: browser\n\trun\n\n# Slow.\nbench: x\n\trun\n\nlint:\n\trun\n"
    assert WRITE["makefile"](text) == ".PHONY: test lint\n\ntest: $(STAMP)\n\trun\n\nlint:\n\trun\n"
