"""The comparison of the letters is computed: change one datum, and its row changes its class."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Build
from html_pages import document, page_file
from project import ROOT, TINY, copy_of, trace_of

from spor.render.views.letters import Row, compare

ITEMS = "docs/data/brevpunkter.yml"


def rows(root: Path) -> dict[str, Row]:
    trace = trace_of(root)
    return {row.matter: row for row in compare(trace)}


def test_each_class() -> None:
    found = {matter: (row.status, row.changed) for matter, row in rows(TINY).items()}
    assert found == {
        "unge": ("same", ()),
        "frist": ("changed", ("deadline",)),
        "nytt": ("new", ()),
        "gammelt": ("gone", ()),
    }


@pytest.mark.parametrize(
    ("old", "new", "matter", "status"),
    [
        ("title: Unge, text: Gjelder unge.}\n- {id: brev-2-frist", None, "unge", "changed"),
        ("deadline: seks uker", "deadline: åtte uker", "frist", "same"),
        ("matter: nytt", "matter: gammelt", "gammelt", "changed"),
        ("brev-1, matter: unge", "brev-1, matter: eldre", "unge", "new"),
        ("brev-2, matter: unge", "brev-2, matter: eldre", "unge", "gone"),
    ],
)
def test_one_datum_moves_a_row(tmp_path: Path, old: str, new: str | None, matter: str, status: str) -> None:
    root = copy_of(TINY, tmp_path)
    path = root / ITEMS
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(
        text.replace(old, new if new is not None else old.replace("Gjelder unge", "Gjelder flere")), "utf-8"
    )
    assert rows(root)[matter].status == status


def test_one_datum_of_the_real_letters_moves_a_row(tmp_path: Path) -> None:
    root = copy_of(ROOT, tmp_path)
    before = rows(root)["serviceklager"]
    assert before.status == "same"
    path = root / ITEMS
    text = path.read_text("utf-8")
    place = text.index("id: brev-2022-serviceklager")
    path.write_text(text[:place] + text[place:].replace("innen tre uker", "innen to uker", 1), "utf-8")
    after = rows(root)["serviceklager"]
    assert (after.status, after.changed) == ("changed", ("deadline",))


def test_the_page_shows_each_row(real: Build) -> None:
    page = document(page_file(real.site, "brevene.md"))
    computed = rows(ROOT)
    shown = page.xpath("//table[contains(@class, 'spor-letters')]/tbody/tr")
    assert len(shown) == len(computed)
    for status in ("same", "changed", "new", "gone"):
        listed = [row for row in shown if row.get("class") == f"spor-{status}"]
        assert len(listed) == sum(row.status == status for row in computed.values()) > 0
