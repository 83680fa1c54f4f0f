"""`make template` writes a project that works, and its guide tells the truth at each step, in each language."""

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
from conftest import build
from project import ROOT, messages_of

from spor.locale import languages
from spor.read.layout import read_configuration
from spor.read.translation import read_standalone
from spor.trace.view import VIEWS

WRITE: dict[str, Any] = runpy.run_path(str(ROOT / "template" / "write.py"))
#: The guide of each language, in this repository.
GUIDES = {"en": ROOT / "template" / "en" / "docs" / "make-your-own.md", "nb": ROOT / "docs" / "lag-din-egen.md"}
_SAMPLE = re.compile(r"^``` \{\.(?P<language>\w+)(?P<more>[^}\n]*)\}\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A sample of the guide that changes a file, and the messages that the guide shows after it."""

    file: str
    how: str
    after: str
    text: str
    says: tuple[str, ...]

    def apply(self, root: Path) -> None:
        """Makes the change in the project at `root`; what is added to a page begins after an empty line."""
        path = root / self.file
        if not self.how:
            assert not path.exists()
            path.parent.mkdir(exist_ok=True)
            path.write_text(self.text, "utf-8")
            return
        text = path.read_text("utf-8")
        if self.how == "after":
            lines = text.splitlines(keepends=True)
            at = next(number for number, line in enumerate(lines, 1) if line.strip() == self.after)
            path.write_text("".join([*lines[:at], self.text, *lines[at:]]), "utf-8")
        else:
            gap = "\n" if path.suffix in (".md", ".bib") else ""
            path.write_text(text + gap + self.text, "utf-8")


def steps(language: str) -> list[Step]:
    """The steps of a guide, in its order."""
    return list(_steps(GUIDES[language]))


def _steps(guide: Path) -> Iterator[Step]:
    samples = list(_SAMPLE.finditer(guide.read_text("utf-8")))
    for sample, after in zip(samples, [*samples[1:], None], strict=True):
        given = dict(re.findall(r'data-([\w-]+)="([^"]*)"', sample["more"]))
        says = tuple(after["text"].splitlines()) if after and "data-says" in after["more"] else ()
        if "file" in given:
            yield Step(given["file"], given.get("how", ""), given.get("after", ""), sample["text"], says)


@pytest.fixture(scope="module", params=["nb", pytest.param("en", marks=pytest.mark.thorough)])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def project(language: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project made from the template, with the virtual environment of these tests."""
    root = tmp_path_factory.mktemp("next") / "thesis"
    assert WRITE["main"]([str(root), language]) == 0
    (root / ".venv").symlink_to(sys.prefix)
    return root


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """A copy of the project that a test may change."""
    left_out = shutil.ignore_patterns(".venv", "site", ".cache")
    root = Path(shutil.copytree(project, tmp_path / "thesis", ignore=left_out))
    (root / ".venv").symlink_to(sys.prefix)
    return root


def make(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs make in the project at `root`; the virtual environment counts as ready."""
    command = ["make", "--assume-old=.venv/.installed", "--assume-old=.venv/.tools", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=600)


# How a project is made ---------------------------------------------------------------------------------------


def test_each_language_has_a_template() -> None:
    assert set(GUIDES) == set(languages())


def test_a_folder_that_is_in_use_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    assert WRITE["main"]([str(tmp_path), "en"]) == 2
    assert f"{tmp_path} is not empty: name a folder that does not exist" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_within_this_project_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert WRITE["main"]([str(ROOT / "docs" / "mine"), "en"]) == 2
    assert "lies within this project" in capsys.readouterr().err
    assert not (ROOT / "docs" / "mine").exists()


@pytest.mark.parametrize("arguments", [[], [""], ["../x"], ["../x", "sv"]])
def test_a_folder_and_a_language_must_be_named(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert WRITE["main"](arguments) == 2
    assert "make template DIR=../my-thesis LANGUAGE=en" in capsys.readouterr().err


def test_make_makes_a_project(tmp_path: Path) -> None:
    done = make(ROOT, "template", f"DIR={tmp_path / 'mine'}", "LANGUAGE=nb_NO:nb:en", f"PYTHON={sys.executable}")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mine" / "spor.nb.yml").is_file()


@pytest.mark.parametrize(
    ("tools", "says"),
    [
        ({}, "git is not there"),
        ({"git": "", "make": ""}, "there is no python3"),
        ({"git": "", "make": "", "python3": "echo Python 3.10.12; exit 1"}, "is Python 3.10.12, and Python 3.11"),
        ({"git": "", "make": "", "python3": 'case "$2" in *venv*) exit 1;; esac'}, "has no venv"),
        ({"git": "", "make": "", "python3": ""}, ""),
    ],
)
def test_what_is_missing_is_told_in_one_line(tools: dict[str, str], says: str, tmp_path: Path) -> None:
    for name, script in tools.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    command = ["/bin/sh", str(ROOT / "ready.sh")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": str(tmp_path)})
    assert (done.returncode == 0) == (not says)
    assert done.stderr.count("\n") == bool(says) and says in done.stderr


# What it holds -----------------------------------------------------------------------------------------------


def test_the_site_builds_without_a_warning_and_no_link_leads_nowhere(project: Path) -> None:
    done = make(project, "links")  # builds the site first
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr
    assert len(list((project / "site").rglob("*.html"))) > 25
    book = read_configuration(project / "mkdocs.yml")["extra"]["spor"]["book"]["file"]
    assert (project / "site" / f"{book}.pdf").is_file()


def test_help_tells_of_each_target(project: Path) -> None:
    """Those that the workflows run are among them."""
    listed = re.findall(r"^make (\S+) +\S", make(project, "help").stdout, re.MULTILINE)
    asked = re.search(r"^\.PHONY: (.+)$", (project / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert asked and sorted(listed) == sorted(asked[1].split())
    for workflow in (project / ".github" / "workflows").glob("*.yml"):
        assert set(re.findall(r"\bmake ([a-z-]+)", workflow.read_text("utf-8"))) <= set(listed), workflow.name


def test_what_is_kept_from_edition_to_edition_is_made(copy: Path) -> None:
    done = make(copy, "addresses")
    file = read_configuration(copy / "mkdocs.yml")["extra"]["spor"]["addresses"]
    assert done.returncode == 0, done.stderr
    assert "-p1 " in (copy / file).read_text("utf-8")
    done = make(copy, "edition", "SOURCE_DATE_EPOCH=1796000000")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [file.name for file in sorted((copy / "editions").glob("*/*"))] == [
        "manifest.json",
        "site.zip",
        "trace.json",
    ]


def test_without_another_language_there_is_nothing_to_declare(project: Path) -> None:
    done = make(project, "translated", "PAGE=index.md")
    assert "extra.spor.translates" in done.stderr and "Traceback" not in done.stderr


def test_its_code_is_in_order(project: Path, language: str) -> None:
    if language == "en":  # the hooks are the same in each
        done = make(project, "lint")
        assert done.returncode == 0, done.stdout + done.stderr
    command = [sys.executable, "-m", "ruff", "check", "tests"]
    assert subprocess.run(command, cwd=project, check=False).returncode == 0


def test_it_is_as_the_guide_and_the_readme_say(project: Path, language: str) -> None:
    trace = read_standalone(project / "mkdocs.yml").trace
    counts = {kind: len(trace.of_kind(kind)) for kind in ("question", "finding", "statement", "concept")}
    assert counts == {"question": 3, "finding": 5, "statement": 6, "concept": 3}
    for name in re.findall(r"`([\w./-]+)`", (project / "README.md").read_text("utf-8")):
        assert (project / name).exists() or name == "main", name
    text = GUIDES[language].read_text("utf-8")
    for name in re.findall(r"`((?:docs|hooks)/[\w./-]+)`", text):
        made = {step.file for step in steps(language)}
        assert (project / name).exists() or any(step.startswith(name) for step in made), name


def test_the_guide_names_the_views_that_there_are(language: str) -> None:
    rows = re.findall(r"^\| (`[a-z].*?) \|", GUIDES[language].read_text("utf-8"), re.MULTILINE)
    named = {name.split()[0] for row in rows for name in re.findall(r"`([a-z][a-z-]+(?: [A-Z]+)?)`", row)}
    assert VIEWS.keys() <= named


def test_nothing_of_this_thesis_is_left(project: Path) -> None:
    """What was copied or made from this repository's files names neither the thesis nor its parts."""
    for name in ("Makefile", "mkdocs.yml", "pyproject.toml", "README.md", "spor.yml", "ready.sh"):
        text = (project / name).read_text("utf-8").lower()
        for word in ("fagerland", "handlingsrom", "make bench", "make template"):
            assert word not in text, (name, word)


def test_each_word_is_in_its_language(project: Path, language: str) -> None:
    """The English project has no Norwegian word; but for names of files, the Norwegian has no English comment."""
    for path in [*(project / "docs").rglob("*.md"), *(project / "docs").rglob("*.yml"), project / "mkdocs.yml"]:
        text = path.read_text("utf-8")
        if language == "en":
            assert not re.search(r"[æøåÆØÅ]|\b(og|ikke|som|det)\b", text), path
        else:
            assert not re.search(r"^ *#.*\b(the|and|which|what)\b", text, re.MULTILINE), path


def test_all_that_the_configuration_names_is_there(project: Path) -> None:
    configuration = read_configuration(project / "mkdocs.yml")
    scripts = [script["path"] for script in configuration["extra_javascript"]]
    for name in [*(f"docs/{path}" for path in [*configuration["extra_css"], *scripts]), *configuration["hooks"]]:
        assert (project / name).is_file(), name


# What its guide says -----------------------------------------------------------------------------------------


def test_the_guides_have_the_same_steps() -> None:
    shapes = {name: [(step.how, bool(step.says), Path(step.file).suffix) for step in steps(name)] for name in GUIDES}
    assert shapes["en"] == shapes["nb"]
    assert [how for how, _, _ in shapes["en"]].count("break") == 1


def test_each_step_of_the_guide_works(copy: Path, language: str) -> None:
    """The check says what the guide shows, nothing before the step that breaks the chain, and then stops the build."""
    assert messages_of(copy / "mkdocs.yml") == ()
    for step in steps(language):
        if step.how == "break":
            whole = build(copy / "mkdocs.yml", copy / "site")
            assert whole.code == 0, whole.output
            assert "WARNING" not in whole.output
        step.apply(copy)
        if step.says:
            assert messages_of(copy / "mkdocs.yml") == step.says, step
        if step.how == "break":
            broken = build(copy / "mkdocs.yml", copy / "site")
            assert broken.code != 0
            assert step.says[0] in broken.output and "Traceback" not in broken.output


def test_the_example_can_be_emptied_as_the_guide_says(copy: Path, language: str) -> None:
    """With lists that hold nothing, and a finding for each question, the site is made; what is left can be found."""
    before = read_standalone(copy / "mkdocs.yml").trace
    (work, *_), questions = before.of_kind("source"), before.of_kind("question")
    for file in {entity.place.path for entity in before.of_kind("statement", "informant", "guide")}:
        (copy / file).write_text("[]\n", "utf-8")
    for file in (entity.place.path for entity in before.of_kind("finding", "concept")):
        (copy / file).unlink()
    findings = (copy / before.of_kind("finding")[0].place.path).parent
    for page in (copy / "docs").rglob("*.md"):
        if page.name != GUIDES[language].name:
            page.write_text(re.sub(r"\[\[.*?\]\]|\[@.*?\]", "…", page.read_text("utf-8")), "utf-8")
    for name, question in ((f"new-{question.id}", question.id) for question in questions):
        said = "said: {by: author, as: holds, words: '§5.0 «three words here»'}"
        fields = f"id: {name}\ntitle: {name}\ntype: interpretive\n{said}\nanswers: [{question}]\nevidence: [§5.0]"
        cited = f"sources: ['@{work.id}']\nsections: [§5.0]\n---\n# {name}\n\nNew [@{work.id}].\n"
        (findings / f"{name}.md").write_text(f"---\nkind: finding\n{fields}\n{cited}", "utf-8")
    text = (copy / "references.bib").read_text("utf-8")
    (copy / "references.bib").write_text(text[: text.index("@", text.index(work.id))], "utf-8")
    done = build(copy / "mkdocs.yml", copy / "site")
    assert done.code == 0 and "WARNING" not in done.output, done.output
    (command,) = re.findall(r"`(grep .*)`", GUIDES[language].read_text("utf-8"))
    left = subprocess.run(command, shell=True, cwd=copy, capture_output=True, text=True, check=False).stdout
    assert {line.split(":")[0] for line in left.splitlines()} >= {"mkdocs.yml", "README.md", "docs/index.md"}
    assert all(re.search(rf"[: ]{name}: ", left) for name in ("site_name", "copyright", "subtitle"))


def test_its_own_test_survives_new_names(copy: Path, language: str) -> None:
    """Files and folders may be called otherwise, as the guide says; the project's test asks for none by its name."""
    config = copy / "mkdocs.yml"
    text = config.read_text("utf-8")
    settings = read_configuration(config)["extra"]["spor"]
    for number, old in enumerate({*settings["data"].values(), *settings["homes"].values()}):
        new = f"other/file-{number}{Path(old).suffix}" if old.endswith(".md") else f"data/rows-{number}.yml"
        (copy / "docs" / new).parent.mkdir(exist_ok=True)
        (copy / "docs" / old).rename(copy / "docs" / new)
        text = text.replace(f" {old}\n", f" {new}\n")
        for page in (copy / "docs").rglob("*.md"):
            page.write_text(page.read_text("utf-8").replace(f"({old})", f"({new})").replace(f"../{old}", f"../{new}"))
    config.write_text(text, "utf-8")
    done = make(copy, "test")
    assert done.returncode == 0, done.stdout + done.stderr
