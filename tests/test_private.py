"""What a reference manager keeps for its owner: no note, abstract, keyword or path of a file is published."""

from __future__ import annotations

from pathlib import Path

from conftest import build
from project import TINY, changed, copy_of

from spor.read.bibliography import public_fields, read_bibliography
from spor.trace.problem import collect

FIELDS = {
    "abstract": "Et sammendrag av forlaget",
    "keywords": "lest-av-ola",
    "file": "/home/ola/Zotero/storage/ABC/berg.pdf:application/pdf",
    "comment": "Ola liker ikke denne",
    "comment-ola": "ikke skriv dette",
    "owner": "ola-nordmann",
    "timestamp": "2026-01-01T10:00",
    "mendeley-tags": "haster",
    "bdsk-file-1": "YnBsaXN0MDDUAQ",
    "readstatus": "halvlest",
    "usera": "privat felt",
}


def test_what_is_not_of_the_work_stays_with_its_owner() -> None:
    work = {"title": "Om små ting", "date": "2020", "langid": "norsk", "doi": "10.1/x"}
    assert public_fields({**work, **FIELDS, "annotation": "x"}, ()) == work
    assert public_fields({**work, **FIELDS, "annotation": "x"}, ["annotation"]) == {**work, "annotation": "x"}


def test_a_note_is_published_only_where_the_project_says_so() -> None:
    text = "@book{berg2020,\n  title = {Om små ting},\n  note = {spør Ola},\n  annotation = {god}\n}\n"
    for declared, lines in (((), [3, 4]), (("annotation",), [3])):
        _, problems = collect(read_bibliography(text, "references.bib", "litteratur.md", declared))
        assert [(problem.line, problem.rule) for problem in problems] == [(line, "private-note") for line in lines]


def test_nothing_of_it_is_in_any_byte_of_the_site(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path)
    added = "".join(f"  {name} = {{{value}}},\n" for name, value in FIELDS.items())
    changed(root, "references.bib", "@online{nav2023b,\n", "@online{nav2023b,\n" + added)
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 0, done.output
    files = [path for path in (root / "site").rglob("*") if path.is_file() and path.suffix != ".zip"]
    texts = {path: path.read_bytes() for path in files}
    assert len(texts) > 50
    for value in FIELDS.values():
        assert [path.name for path, text in texts.items() if value.encode() in text] == [], value


def test_a_note_stops_the_build_with_its_place(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path)
    changed(root, "references.bib", "@online{nav2023b,\n", "@online{nav2023b,\n  note = {spør Ola},\n")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 1 and "Traceback" not in done.output
    assert "references.bib:18: private-note: 'nav2023b' has a field 'note'" in done.output
    assert not (root / "site").exists()
