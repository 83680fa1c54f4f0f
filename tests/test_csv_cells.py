"""The cells of the CSV files: none is a formula for the spreadsheet that opens it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from conftest import build
from project import TINY, changed, copy_of

from spor.publish.exports.export import rows_csv

FORMULAS = ["=1+2", "=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"]


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_run(formula: str) -> None:
    text = rows_csv(["id", "text"], [{"id": "a", "text": formula}, {"id": "b", "text": [formula, "x"]}])
    assert cells(text) == [["id", "text"], ["a", f"'{formula}"], ["b", f"'{formula} | x"]]


@pytest.mark.parametrize(
    "plain", ["a=b", "§1.0", "«-»", "'sitat'", "1-2", "a@b", "–2 grader", "https://x.example/?a=-1"]
)
def test_all_other_cells_stay_as_they_are(plain: str) -> None:
    assert cells(rows_csv(["text"], [{"text": plain}]))[1] == [plain]


def test_the_published_files_hold_no_formula(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path)
    changed(root, "docs/data/utsagn.yml", "text: ", "text: =1+1 og ")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 0, done.output
    files = sorted((root / "site").rglob("*.csv"))
    found = [cell for file in files for row in cells(file.read_text("utf-8")) for cell in row]
    assert [cell for cell in found if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert any(cell.startswith("'=1+1 og ") for cell in found)
    assert "=1+1 og" in (root / "site" / "data" / "trace.json").read_text("utf-8"), "the data itself stays as written"
