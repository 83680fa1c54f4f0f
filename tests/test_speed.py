"""What makes builds quicker changes nothing of what they write: with it or without, once or again and again."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Build, build
from material.plugins.search.plugin import Parser
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from project import ROOT, TINY, copy_of_tiny
from test_reproducible import digests

from shared_pages import share_pages

#: Builds the site of a configuration again and again in one process, as `mkdocs serve` does. Each edit names a file,
#: what is replaced and by what; the site of each build goes to a folder of its own.
SERVE = """
import json, sys
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
config, sites, edits = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
import logging
logging.basicConfig(format="%(levelname)s %(message)s")
load_config(config).plugins.on_startup(command="serve", dirty=False)
for number, (file, old, new) in enumerate(edits):
    text = Path(file).read_text("utf-8")
    assert not old or old in text, (file, old)
    Path(file).write_text(text.replace(old, new, 1) if old else text + new, "utf-8")
    build(load_config(config, site_dir=str(sites / str(number))), serve_url="http://127.0.0.1:8000/")
"""
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0", "SPOR_BOOK": "false"}


def without_speed(config: Path) -> None:
    """Takes the hook out of a configuration."""
    lines = config.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "speed_hook.py" not in line]
    assert len(kept) == len(lines) - 1
    config.write_text("".join(kept), "utf-8")


def copy_of_real(root: Path) -> Path:
    """A copy of the real project's content, and its configuration with the hooks of this one."""
    for name in ("docs", "hooks"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("references.bib", "mkdocs.yml"):
        shutil.copy(ROOT / name, root / name)
    return root / "mkdocs.yml"


def test_without_the_hook_the_real_site_is_the_same(tmp_path: Path) -> None:
    config = copy_of_real(tmp_path)
    fast = build(config, tmp_path / "fast")
    without_speed(config)
    slow = build(config, tmp_path / "slow")
    assert (fast.code, slow.code) == (0, 0), fast.output + slow.output
    assert digests(tmp_path / "fast") == digests(tmp_path / "slow")


@pytest.mark.skipif(sys.platform != "linux", reason="a process cannot be bound to a core here")
def test_on_one_core_the_site_is_the_same(tiny: Build, tmp_path: Path) -> None:
    bound = (
        "import os, sys; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]); os.execv(sys.argv[1], sys.argv[1:])"
    )
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", TINY / "mkdocs.yml", "-d", tmp_path / "site"]
    environment = {**ENVIRONMENT, "SPOR_BOOK": "true"}
    subprocess.run([sys.executable, "-c", bound, *map(str, command)], env=environment, check=True, timeout=300)
    assert digests(tmp_path / "site") == digests(tiny.site)


@pytest.mark.parametrize("config", [ROOT / "mkdocs.yml", TINY / "mkdocs.yml"], ids=["real", "tiny"])
def test_the_sites_own_hooks_let_two_processes_write(config: Path) -> None:
    """A hook of an unknown name would have all pages written by one, and nothing but the clock would tell."""
    built = load_config(str(config))
    finish = share_pages(built, Files([]), Navigation([], []), built.theme.get_env(), False)
    write = mkdocs_build._build_page
    finish()
    assert write is not mkdocs_build._build_page


@pytest.mark.parametrize("name", ["own.py", "policy_hook.py"])
def test_whoever_listens_hears_of_all_pages(name: str, tmp_path: Path) -> None:
    """What a writer's own hook learns of a page must not be lost in the copy of the process, whatever it is called."""
    root = copy_of_tiny(tmp_path / "thesis")
    (root / name).write_text(
        "heard = []\n"
        "def on_post_page(output, page, **_):\n"
        "    heard.append(page.file.src_uri)\n"
        "def on_post_build(config):\n"
        "    open(config.config_file_path + '.heard', 'w').write(' '.join(heard))\n",
        "utf-8",
    )
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("hooks:\n", f"hooks:\n  - {name}\n"), "utf-8")
    done = build(config, tmp_path / "site")
    assert done.code == 0, done.output
    heard = Path(f"{config}.heard").read_text("utf-8").split()
    assert sorted(heard) == sorted(path.relative_to(root / "docs").as_posix() for path in (root / "docs").rglob("*.md"))


class Counted(list[Any]):
    """A list that counts what is looked at from its end."""

    steps = 0

    def __reversed__(self) -> Iterator[Any]:
        for item in super().__reversed__():
            self.steps += 1
            yield item


def test_the_search_need_not_go_through_all_statements_for_each(real: Build) -> None:
    """Where a heading ends within an element, Material's search looks back for the one that it lies under."""
    page = (real.site / "utsagn" / "index.html").read_text("utf-8")
    parser = Parser()
    parser.data = Counted()
    parser.feed(page)
    statements = page.count('<article class="spor-statement"')
    assert statements > 50
    assert parser.data.steps < 20 * statements


def served(config: Path, sites: Path, edits: list[tuple[str, str, str]]) -> str:
    """Builds the sites, and gives what is printed meanwhile."""
    command = [sys.executable, "-c", SERVE, str(config), str(sites), json.dumps(edits)]
    return subprocess.run(command, env=ENVIRONMENT, check=True, timeout=300, stderr=subprocess.PIPE, text=True).stderr


def test_a_site_that_is_built_again_is_as_one_that_is_built_anew(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path / "thesis")
    page, data = root / "docs" / "index.md", root / "docs" / "data" / "utsagn.yml"
    finding = sorted((root / "docs" / "funn").glob("*.md"))[-1]
    edits = [
        (str(page), "", ""),  # nothing
        (str(page), "", "\nEn setning til.\n"),
        (str(finding), "", f"\nOg en til, med [[{finding.stem}|en lenke]].\n"),
        (str(page), "En setning til.", "En annen setning."),
        (str(data), "synes små ting", "synes de små tingene"),
        (str(root / "mkdocs.yml"), "site_name: Liten oppgave", "site_name: En annen oppgave"),
        (str(root / "mkdocs.yml"), "site_name: En annen oppgave", "site_name: Liten oppgave"),
    ]
    served(root / "mkdocs.yml", tmp_path / "again", edits)
    fresh = copy_of_tiny(tmp_path / "fresh")
    for number, (file, old, new) in enumerate(edits):
        edited = fresh / Path(file).relative_to(root)
        text = edited.read_text("utf-8")
        edited.write_text(text.replace(old, new, 1) if old else text + new, "utf-8")
        served(fresh / "mkdocs.yml", tmp_path / "anew" / str(number), [(str(edited), "", "")])
        anew = digests(tmp_path / "anew" / str(number) / "0")
        assert digests(tmp_path / "again" / str(number)) == anew, f"after edit {number}"


def test_what_was_warned_of_is_warned_of_again(tmp_path: Path) -> None:
    """A page that is kept would keep silent."""
    root = copy_of_tiny(tmp_path / "thesis")
    page, other = str(root / "docs" / "index.md"), str(root / "docs" / "kapittel.md")
    edits = [(page, "", "\n[Borte](finnes-ikke.md)\n"), (other, "", "\nEn setning til.\n"), (other, "", "")]
    assert served(root / "mkdocs.yml", tmp_path / "sites", edits).count("finnes-ikke.md") == len(edits)


def test_a_partial_of_the_writers_own_may_say_anything(tmp_path: Path) -> None:
    """Material's tabs say the same on all pages of a folder; others need not."""
    root = copy_of_tiny(tmp_path / "thesis")
    theme = shutil.copytree(ROOT / "hooks" / "theme", root / "theme")
    (theme / "partials" / "tabs.html").write_text("<nav>Her: {{ page.file.src_uri if page }}</nav>", "utf-8")
    config = root / "mkdocs.yml"
    config.write_text(re.sub("custom_dir: .*", "custom_dir: theme", config.read_text("utf-8"), count=1), "utf-8")
    done = build(config, tmp_path / "site")
    assert done.code == 0, done.output
    findings = sorted((root / "docs" / "funn").glob("*.md"))
    assert len(findings) > 1
    for finding in findings:
        page = (tmp_path / "site" / "funn" / finding.stem / "index.html").read_text("utf-8")
        assert f"Her: funn/{finding.name}" in page
