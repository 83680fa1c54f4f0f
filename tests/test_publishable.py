"""What lies among the pages and is no page: only pictures, styles, scripts and letters are published unasked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import build
from project import TINY, changed, copy_of, pages, trace_of

from spor.read.publishable import misplaced, named_in, unpublishable
from spor.trace.problem import Problem


@pytest.mark.parametrize(
    "file",
    [
        "intervju-kim.docx", "notater.txt", "opptak.m4a", "om.md~", "om.md.orig", "om.md.bak", "utsagn.xlsx", "x.html",
        "sikkerhet/utsagn.yml", "utsagn.csv", "Thumbs.db", "LESMEG", ".env", ".git/config", ".obsidian/bilde.png",
        "bilder/.DS_Store", "bilde.png.zip", "BREV.PDF",
    ],
)  # fmt: skip
def test_what_no_site_is_made_of_is_told(file: str) -> None:
    (problem,) = unpublishable([file], "docs")
    assert str(problem).startswith(f"docs/{file}:1: unpublishable-file: ")
    assert "would be published" in problem.message and "extra.spor.publish" in problem.message


def test_pictures_styles_scripts_and_letters_are_published() -> None:
    files = ["a/bilde.png", "BILDE.JPG", "figur.svg", "stil.css", "kode.js", "skrift.woff2", "favicon.ico"]
    assert unpublishable(files, "docs") == ()


def test_what_the_project_has_chosen_is_published() -> None:
    files = ["brev.pdf", "CNAME", ".well-known/security.txt", "vedlegg/a.pdf", "notater.txt"]
    chosen = ["*.pdf", "CNAME", ".well-known/security.txt"]
    assert [problem.path for problem in unpublishable(files, "docs", chosen)] == ["docs/notater.txt"]


def test_the_build_stops_before_anything_is_written(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    (root / "docs" / "intervju.docx").write_bytes(b"PK")
    (root / "docs" / "data" / "arbeid.xlsx").write_bytes(b"PK")  # excluded, as all data is: never copied
    (root / "docs" / ".env").write_text("TOKEN=x", "utf-8")  # MkDocs leaves out what is hidden
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 1 and "Traceback" not in done.output
    assert "docs/intervju.docx:1: unpublishable-file: " in done.output
    assert "arbeid.xlsx" not in done.output and ".env" not in done.output
    assert not (root / "site").exists()
    changed(root, "mkdocs.yml", "  spor:\n", "  spor:\n    publish: ['*.docx']\n")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 0, done.output
    assert (root / "site" / "intervju.docx").is_file() and not (root / "site" / ".env").exists()


def test_a_page_that_nothing_names_stops_the_build(tmp_path: Path) -> None:
    """A note that somebody has saved beside the findings, where MkDocs expects pages that no navigation names."""
    root = copy_of(TINY, tmp_path / "thesis")
    every = sorted(page for page in pages(root) if not page.startswith("funn/"))
    changed(root, "mkdocs.yml", "not_in_nav:", f"nav: {every}\nnot_in_nav:")
    (root / "docs" / "funn" / "intervju-ola.md").write_text("# Intervju\n\nDette sa Ola.\n", "utf-8")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 1 and "docs/funn/intervju-ola.md:1: unpublishable-file: no navigation names " in done.output
    assert "in 1 place(s)" in done.output and not (root / "site").exists()
    changed(root, "mkdocs.yml", "  spor:\n", "  spor:\n    publish: [funn/intervju-ola.md]\n")
    assert build(root / "mkdocs.yml", root / "site").code == 0


def test_of_a_page_that_cannot_be_read_nobody_says_that_it_should_go() -> None:
    read = trace_of(TINY)
    named = set(read.pages) - {"oversikter.md", "index.md"} | {"oversikt.md"}
    fault = Problem(read.pages["index.md"].place.path, 1, "yaml-syntax", "…")
    (problem,) = misplaced(replace(read, problems=(fault,)), [("", page) for page in named])
    assert problem.path == "docs/oversikter.md"
    assert "names 'oversikt.md', which is not there, and not this page" in problem.message


def test_no_page_is_written_over_another(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path)
    (root / "docs" / "kapittel").mkdir()
    (root / "docs" / "kapittel" / "index.md").write_text("# Et kapittel til\n", "utf-8")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 1 and "docs/kapittel/index.md:1: same-address: has the address of 'kapittel.md'" in done.output


def test_the_pages_of_a_navigation() -> None:
    nav = ["index.md", {"Funn": ["a.md", {"B": "b/c.md"}]}, {"Ut": "https://example.org/"}]
    assert named_in(nav) == (("", "index.md"), ("", "a.md"), ("B", "b/c.md"), ("Ut", "https://example.org/"))
    assert named_in(None) == ()


def test_a_page_stands_once_in_a_navigation_and_by_its_own_number() -> None:
    read = trace_of(TINY)
    page = replace(read.pages["kapittel.md"], title="5.1 Styringssignaler")
    known = replace(read, pages={"kapittel.md": page})
    for right in ("5.1 Signaler", "Hele kapittel 5", "Signaler i 2022 (5.1)", "Signaler"):
        assert list(misplaced(known, [(right, "kapittel.md")])) == [], right
    for wrong in ("5.2 Signaler", "Kapittel 51"):
        (problem,) = misplaced(known, [(wrong, "kapittel.md")])
        assert str(problem) == (
            f"docs/kapittel.md:1: other-page: 'nav' in mkdocs.yml calls this page '{wrong}', "
            "but it is '5.1 Styringssignaler'"
        )
    (problem,) = misplaced(known, [("Signaler", "kapittel.md"), ("Mer", "kapittel.md")])
    assert problem.rule == "other-page" and "2 times" in problem.message
