"""Drawings among the pages hold no program and fetch nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import build
from project import ROOT, TINY, copy_of

from spor.read.publishable import picture_problems

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">\n'
UNSAFE = {
    "a script": "<script>alert(1)</script>",
    "a script of another case": "<SCRIPT>alert(1)</SCRIPT>",
    "a handler": '<path d="M0 0" onclick="alert(1)"/>',
    "HTML": '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
    "an address that is a program": '<a xlink:href="javascript:alert(1)"><path d="M0 0"/></a>',
    "an address that changes": '<animate attributeName="href" values="javascript:alert(1)"/>',
    "a picture from elsewhere": '<image href="https://x.example/b.png"/>',
    "a drawing from elsewhere": '<use xlink:href="//x.example/b.svg#a"/>',
    "a style from elsewhere": "<style>@import 'https://x.example/a.css';</style>",
    "a pattern from elsewhere": '<path d="M0 0" fill="url(https://x.example/b.svg#a)"/>',
    "no end": "<path d='M0 0'>",
}
SAFE = (
    '<title>Ja</title><defs><path id="a" d="M0 0"/></defs><use href="#a"/><path fill="url(#a)" style="stroke: red"/>'
    '<a href="https://x.example/"><text>x</text></a><image href="data:image/png;base64,AA=="/><style>path {}</style>'
)


def said(drawing: str, root: Path) -> list[str]:
    (root / "b.svg").write_text(f"{HEAD}{drawing}</svg>\n", "utf-8")
    return [str(problem) for problem in picture_problems(root, ".", ["b.svg", "b.png"])]


@pytest.mark.parametrize("case", UNSAFE, ids=lambda case: case.replace(" ", "-"))
def test_what_may_not_stand_in_a_drawing_is_told(case: str, tmp_path: Path) -> None:
    (found,) = said(UNSAFE[case], tmp_path)
    assert found.startswith("./b.svg:2: unsafe-picture: ")


def test_a_drawing_may_draw(tmp_path: Path) -> None:
    assert said(SAFE, tmp_path) == []


def test_entities_and_style_sheets_are_told(tmp_path: Path) -> None:
    head = '<?xml-stylesheet href="a.css"?>\n<!DOCTYPE svg [<!ENTITY a "b">]>\n'
    (tmp_path / "b.svg").write_text(f"{head}{HEAD}</svg>", "utf-8")
    assert len(list(picture_problems(tmp_path, ".", ["b.svg"]))) == 2


def test_our_own_drawings_are_whole() -> None:
    own = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.svg")]
    assert list(picture_problems(ROOT, "docs", own)) == []


def test_the_build_stops_before_anything_is_written(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    said(UNSAFE["a script"], root / "docs")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 1 and "docs/b.svg:2: unsafe-picture: '<script>' may not stand in a drawing" in done.output
    assert not (root / "site").exists() and "Traceback" not in done.output
