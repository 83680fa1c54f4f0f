"""Nettstedet bygges uten advarsler, og en brutt kjede stanser byggingen. Ingenting her vet hva filene dine heter."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from spor.read.layout import read_configuration

ROOT = Path(__file__).parent.parent
#: Det byggingen lager selv, og det som hører til git.
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".cache", "site", "__pycache__")


def build(root: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Kjører `mkdocs build --strict` på prosjektet i `root`, uten boken."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(root / "mkdocs.yml"), "-d", str(site)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SPOR_BOOK": "false"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=600)


def pages(root: Path) -> list[Path]:
    """Sidene i et prosjekt, forsiden først."""
    docs = root / str(read_configuration(root / "mkdocs.yml").get("docs_dir", "docs"))
    return sorted(docs.rglob("*.md"), key=lambda page: (page != docs / "index.md", page))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """En kopi av prosjektet, som en test kan ødelegge."""
    return Path(shutil.copytree(ROOT, tmp_path / "project", ignore=LEFT_OUT))


def test_nettstedet_bygges_uten_advarsler(tmp_path: Path) -> None:
    done = build(ROOT, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert (tmp_path / "site" / "index.html").is_file()


def test_en_lenke_som_ikke_forer_noe_sted_stanser_byggingen(copy: Path, tmp_path: Path) -> None:
    page = pages(copy)[0]
    page.write_text(page.read_text("utf-8") + "\nSe [[dette-finnes-ikke]].\n", "utf-8")
    done = build(copy, tmp_path / "site")
    assert done.returncode != 0
    assert "unknown-id" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "site").exists()


def test_et_funn_som_ikke_hviler_pa_noe_stanser_byggingen(copy: Path, tmp_path: Path) -> None:
    found = [page for page in pages(copy) if page.read_text("utf-8").startswith("---\nkind: finding\n")]
    if not found:
        pytest.skip("det er ingen funn ennå")
    found[0].write_text(found[0].read_text("utf-8").replace("\nevidence:", "\nevidance:", 1), "utf-8")
    done = build(copy, tmp_path / "site")
    assert done.returncode != 0
    assert "unknown-field" in done.stderr and "Traceback" not in done.stderr
