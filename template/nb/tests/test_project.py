"""The site builds without a warning, no link leads nowhere, and a broken chain stops the build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from spor.links.crawl import crawl
from spor.links.read import canonical_root, read_site

ROOT = Path(__file__).parent.parent
COPIED = ("docs", "hooks", "mkdocs.yml", "references.bib", "spor.yml")


def build(root: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Runs `mkdocs build --strict` on the project at `root`, without the book."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(root / "mkdocs.yml"), "-d", str(site)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SPOR_BOOK": "false"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    folder = tmp_path_factory.mktemp("built") / "site"
    done = build(ROOT, folder)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def test_no_link_leads_nowhere(site: Path) -> None:
    url = canonical_root(site)
    assert crawl(read_site(site, url), url).problems == ()


def test_a_broken_chain_stops_the_build(tmp_path: Path) -> None:
    """Without its statements, the findings have nothing to rest on."""
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    statements = tmp_path / "docs" / "data" / "utsagn.yml"
    statements.write_text("[]\n", "utf-8")
    done = build(tmp_path, tmp_path / "site")
    assert done.returncode != 0
    assert "unknown-id" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "site").exists()
