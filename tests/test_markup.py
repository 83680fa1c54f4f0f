"""The HTML of each sort of page, held against the W3C's own checker (Nu Html Checker, from npm, run by Java)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import Build

CHECKER = "vnu-jar@26.9.27"
#: One of each sort of page; the checker takes a second for each.
PAGES = (
    "index.html",
    "404.html",
    "begreper/index.html",
    "begreper/samstyring/index.html",
    "brevene/index.html",
    "data/index.html",
    "funn/index.html",
    "funn/aktiv-leder/index.html",
    "intervjuguide/index.html",
    "kapitler/6-2/index.html",
    "kapitler/6-3/index.html",
    "litteratur/index.html",
    "oversikter/begreper/index.html",
    "oversikter/informanter/index.html",
    "spor/kilder/index.html",
    "sporkart/index.html",
    "sporsmal/fs2/index.html",
    "utsagn/index.html",
)
#: Material's own: no error of ours, and not for us to mend.
MATERIAL = re.compile(
    "Attribute “autocomplete” is only allowed when the input type is"  # on the boxes that open its menus
    "|Bad value “” for attribute “tabindex” on element “label”"
    "|The value of the “for” attribute of the “label” element must be the ID of a non-hidden form control"
)


def errors(site: Path) -> list[str]:
    """Each error that is not Material's: the page, what is wrong, and where."""
    npx = shutil.which("npx")
    if npx is None or shutil.which("java") is None:
        pytest.skip("the checker comes from npm and needs Java")
    files = [str(site / page) for page in PAGES if (site / page).is_file()]
    command = [npx, "--yes", CHECKER, "--errors-only", "--format", "json", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stderr[done.stderr.index('{"') :])["messages"]
    return [
        f"{Path(one['url'].removeprefix('file:')).relative_to(site)}: {one['message']} {one.get('extract', '')}"
        for one in found
        if not MATERIAL.search(one["message"])
    ]


@pytest.mark.parametrize("language", ["real", pytest.param("english", marks=pytest.mark.thorough)])
def test_no_page_has_an_error_of_ours(language: str, request: pytest.FixtureRequest) -> None:
    site: Build = request.getfixturevalue(language)
    assert errors(site.site) == []


def test_an_error_would_be_found(tmp_path: Path) -> None:
    page = '<!doctype html><html lang="nb"><title>Feil</title><p><div id=a></div><div id=a></div></html>'
    (tmp_path / "index.html").write_text(page, "utf-8")
    assert any("Duplicate ID “a”" in error for error in errors(tmp_path))
