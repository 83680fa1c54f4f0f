"""Editions: fixed once, compared item by item, and named on the pages."""

from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import build
from project import TINY, changed, copy_of, real_trace

from spor.locale import load
from spor.publish.editions import edition, listed
from spor.publish.fix import compare, fix
from spor.redact.project import holding
from spor.render.citations import Formatted
from spor.render.site import Site

NORWEGIAN = load("nb-NO")


def entity(identifier: str, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "kind": "finding", "title": identifier, "label": identifier, "url": "x", **more}


def relation(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"source": source, "name": "builds_on", "target": target, **more}


OLD = {
    "entities": [entity("a"), entity("b", fields={"type": "empirical"}), entity("c", url="here")],
    "relations": [relation("a", "b", words="one two three"), relation("b", "c")],
    "relationTypes": [{"kind": "finding", "name": "builds_on", "label": "Bygger på"}],
}
NEW = {
    "entities": [entity("b", fields={"type": "interpretive"}), entity("c", url="there"), entity("d")],
    "relations": [relation("a", "b", words="four five six"), relation("b", "d")],
    "relationTypes": OLD["relationTypes"],
}


def test_items_come_go_and_change() -> None:
    found = compare(OLD, NEW)
    entities, relations = found["entities"], found["relations"]
    assert [item["id"] for item in entities["added"]] == ["d"] and [item["id"] for item in entities["gone"]] == ["a"]
    ((changed),) = entities["changed"]
    assert changed["item"]["id"] == "b" and changed["fields"] == {"type": ("empirical", "interpretive")}
    assert [[item["target"] for item in relations[how]] for how in ("added", "gone")] == [["d"], ["c"]]
    assert [one["fields"] for one in relations["changed"]] == [{"words": ("one two three", "four five six")}]
    assert not any(items for found in compare(NEW, NEW).values() for items in found.values())


def write(folder: Path, trace: dict[str, Any]) -> tuple[Path, Path]:
    site = folder / "site"
    (site / "data").mkdir(parents=True, exist_ok=True)
    (site / "index.html").write_text("<p>Hei</p>", "utf-8")
    path = site / "data" / "trace.json"
    path.write_text(json.dumps(trace), "utf-8")
    return site, path


def test_an_edition_holds_the_site_and_what_has_changed(tmp_path: Path) -> None:
    editions = tmp_path / "editions"
    first = fix(*write(tmp_path, OLD), editions, date(2026, 11, 24), NORWEGIAN)
    assert first["since"] is None and not (editions / "2026-11-24" / "changes.md").exists()
    manifest = fix(*write(tmp_path, NEW), editions, date(2026, 12, 1), NORWEGIAN)
    assert manifest["since"] == "2026-11-24"
    assert manifest["changes"] == {sort: {"added": 1, "gone": 1, "changed": 1} for sort in ("entities", "relations")}
    folder = editions / "2026-12-01"
    report = (folder / "changes.md").read_text("utf-8")
    assert report.startswith("# Endringer i utgaven 1. desember 2026 siden utgaven 24. november 2026\n")
    assert "- Funn: b (`b`): type" in report and "- b – Bygger på: d" in report
    assert json.loads((folder / "manifest.json").read_text("utf-8")) == manifest
    for file in manifest["files"]:
        assert hashlib.sha256((folder / file["name"]).read_bytes()).hexdigest() == file["sha256"]
    with zipfile.ZipFile(folder / "site.zip") as archive:
        assert set(archive.namelist()) == {"index.html", "data/trace.json"}


def test_an_edition_comes_out_the_same_and_is_fixed_once(tmp_path: Path) -> None:
    files = write(tmp_path, OLD)
    for name in ("one", "two"):
        fix(*files, tmp_path / name, date(2026, 11, 24), NORWEGIAN)
    for name in ("site.zip", "manifest.json"):
        one, two = (tmp_path / edition / "2026-11-24" / name for edition in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
    with pytest.raises(FileExistsError):
        fix(*files, tmp_path / "one", date(2026, 11, 24), NORWEGIAN)


@pytest.mark.parametrize(
    ("fixed", "built", "words"),
    [
        ([], date(2026, 11, 28), "Utgave 28. november 2026"),
        (["2026-11-24"], date(2026, 11, 24), "Utgave 24. november 2026"),
        (["2026-11-01", "2026-11-24"], date(2026, 11, 28), "Utgave 24. november 2026, endret 28. november 2026"),
        (["2026-11-24"], date(1970, 1, 1), "Utgave 24. november 2026"),
    ],
)
def test_an_edition_is_named_after_its_day(tmp_path: Path, fixed: list[str], built: date, words: str) -> None:
    for day in fixed:
        (tmp_path / day).mkdir()
        (tmp_path / day / "manifest.json").touch()
    assert edition(tmp_path, built).words(NORWEGIAN) == words
    assert edition(tmp_path, built, date(2026, 12, 1)).words(NORWEGIAN) == "Utgave 1. desember 2026"


def test_a_page_lists_the_editions_with_what_changed_by_the_names_of_today(tmp_path: Path) -> None:
    trace = real_trace()
    site = Site(trace, NORWEGIAN, dict.fromkeys(trace.pages, "x/"), Formatted({}, {}))
    editions = tmp_path / "editions"
    assert listed(site, "data.md", editions) == ""
    old = {**OLD, "entities": [entity("aktiv-leder", title="Former words"), entity("gone")]}
    new = {**NEW, "entities": [entity("aktiv-leder", title="Words withdrawn later")]}
    first = fix(*write(tmp_path, old), editions, date(2026, 11, 24), NORWEGIAN)
    fix(*write(tmp_path, new), editions, date(2026, 12, 1), NORWEGIAN)
    html = listed(site, "data.md", editions)
    assert html.index("Utgave 1. desember 2026") < html.index("Utgave 24. november 2026")
    assert first["files"][0]["sha256"] in html
    assert trace.entities["aktiv-leder"].title in html and ": title</li>" in html
    assert "<code>gone</code>" in html
    assert "Former words" not in html and "withdrawn later" not in html


def test_an_edition_that_holds_what_is_withdrawn_is_named(tmp_path: Path) -> None:
    for day, statement in ((date(2026, 1, 1), "u-kim-x"), (date(2026, 2, 1), "withdrawn-1")):
        site, trace = write(tmp_path / "made", {**OLD, "entities": [*OLD["entities"], entity(statement)]})
        fix(site, trace, tmp_path / "editions", day, NORWEGIAN)
    found = [str(problem) for problem in holding(tmp_path, "editions", {"u-kim-x", "u-kim"})]
    message = (
        "1: withdrawn-edition: this edition still holds u-kim-x (withdrawn): delete its folder, and what was released"
    )
    files = ["2026-01-01/site.zip", "2026-01-01/trace.json", "2026-02-01/changes.json", "2026-02-01/changes.md"]
    assert found == [f"editions/{file}:{message}" for file in files]
    assert list(holding(tmp_path, "editions", set())) == []


def test_an_edition_that_holds_it_stops_a_strict_build_and_no_other(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    (root / "editions" / "2026-01-01").mkdir(parents=True)
    (root / "editions" / "2026-01-01" / "trace.json").write_text('{"id": "u-ola-smatt"}', "utf-8")
    changed(root, "docs/data/informanter.yml", "name: Ola", "name: Ola, withdrawn: 2026-11-24")
    for strict in (True, False):
        done = build(root / "mkdocs.yml", root / "site", strict)
        assert (done.code != 0) is strict, done.output
        assert "must be mended: editions/2026-01-01/trace.json:1: withdrawn-edition: " in done.output
