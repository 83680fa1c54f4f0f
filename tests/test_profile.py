"""The evidence profile: its numbers are those of the trace, and change with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Build
from html_pages import document, page_file
from project import TINY, copy_of, real_trace, trace_of

from spor.render.views.claims import Profile, profile
from spor.trace.trace import Entity

TRACE = real_trace()


def of(root: Path, finding: str) -> Profile:
    trace = trace_of(root)
    return profile(trace, trace.entities[finding])


@pytest.mark.parametrize("finding", TRACE.of_kind("finding"), ids=lambda finding: finding.id)
def test_the_page_shows_what_the_trace_has(finding: Entity, real: Build) -> None:
    """Counted here from the relations alone, and read from the page as a reader would."""
    article = document(page_file(real.site, finding.page)).xpath("//article")[0]
    (element,) = article.xpath(".//dl[contains(@class, 'spor-profile')]")
    before = element.xpath("preceding::h1")
    assert len(before) == 1 and not element.xpath("preceding::article//p | preceding::h2[ancestor::article]")
    rows = {
        re.sub(r"\s+", " ", term.text_content()).strip(): re.sub(r"\s+", " ", value.text_content()).strip()
        for term, value in zip(element.xpath(".//dt"), element.xpath(".//dd"), strict=True)
    }
    outgoing = [r for r in TRACE.relations if r.source == finding.id]

    def count(name: str, kind: str) -> int:
        return len({r.target for r in outgoing if r.name == name and TRACE.entities[r.target].kind == kind})

    statements = {r.target for r in outgoing if r.name == "evidence"}
    people = {r.target for r in TRACE.relations if r.source in statements and r.name == "informant"}
    said = rows.get("Gjengitte utsagn fra", "○○○○○○○ 0 av 7 informanter")
    shown = {r.target for r in outgoing if r.name == "evidence" and not r.warrant.reason}
    others = {r.target for r in TRACE.relations if r.source in shown and r.name == "informant"}
    ours = {"Gjengitte utsagn fra": len(people - others), "Hviler på": len(statements - shown)}
    for row, number in ours.items():
        note = f"({number} av dem bare ved redaksjonens kobling)"
        assert rows.get(row, "").endswith(note) if number else "(" not in rows.get(row, ""), row
    assert f" {len(people)} av 7 informanter" in said
    assert (said.count("●"), said.count("○")) == (len(people), 7 - len(people))
    for row, name, kinds in [
        ("Hviler på", "evidence", {"statement": "utsagn", "section": "avsnitt", "letter_item": "brevpunkt"}),
        ("Nyanseres av", "against", {"statement": "utsagn", "finding": "funn", "source": "kilde"}),
    ]:
        for kind, word in kinds.items():
            number = count(name, kind)
            assert (f"{number} {word}" in rows[row]) == bool(number), (row, kind)
    if not any(r.name == "against" for r in outgoing):
        assert rows["Nyanseres av"] == "ingen"
    assert rows.get("Bygger på", "0 funn") == f"{count('builds_on', 'finding')} funn"
    above = {r.source for r in TRACE.relations if r.name == "builds_on" and r.target == finding.id}
    assert rows.get("Bærer videre", "0 funn") == f"{len(above)} funn"


@pytest.mark.parametrize("question", ["fs1", "fs2", "fs3"])
def test_the_front_page_says_what_an_answer_rests_on(question: str, real: Build) -> None:
    claims = {r.source for r in TRACE.relations if r.name == "answers" and r.target == question}
    page = document(real.site / "index.html")
    (element,) = page.xpath(f"//dl[contains(@class, 'spor-ground')][.//a[@href='sporsmal/{question}/']]")
    rows = dict(
        zip(*([e.text_content().strip() for e in element.xpath(f".//{tag}")] for tag in ("dt", "dd")), strict=True)
    )
    assert rows[TRACE.entities[question].fields["label"]] == f"{len(claims)} funn"
    for row, name in (("Hviler på", "evidence"), ("Nyanseres av", "against")):
        targets = {r.target for r in TRACE.relations if r.source in claims and r.name == name}
        assert sum(map(int, re.findall(r"\d+", rows[row].partition("(")[0]))) == len(targets) > 0
    statements = {r.target for r in TRACE.relations if r.source in claims and r.name == "evidence"}
    people = {r.target for r in TRACE.relations if r.source in statements and r.name == "informant"}
    assert f" {len(people)} av 7 informanter" in rows["Gjengitte utsagn fra"]


def test_the_profile_of_a_tiny_finding() -> None:
    assert of(TINY, "ting-er-store") == Profile(1, 1, {"statement": 1}, {}, 0, 1, {})
    assert of(TINY, "smatt-er-relativt") == Profile(0, 1, {"section": 1}, {}, 1, 0, {"concept": 1, "source": 1})


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "value"),
    [
        ("funn/ting-er-store.md", "[u-ola-smatt]", "[u-ola-smatt, brev-2-nytt]", "evidence", 2),
        ("funn/ting-er-store.md", "sections:", "against: [u-ola-smatt, smatt-er-relativt]\nsections:", "against", 2),
        ("funn/ting-er-store.md", "sections:", "concepts: [relativitet]\nsections:", "theory", 1),
        ("funn/smatt-er-relativt.md", "builds_on: [ting-er-store]\n", "", "carries", 0),
        ("data/informanter.yml", "name: Ola}", "name: Ola}\n- {id: eva, name: Eva}", "of", 2),
        ("funn/ting-er-store.md", "[u-ola-smatt]", "[brev-2-nytt]", "persons", 0),
    ],
)
def test_one_datum_changes_it(tmp_path: Path, file: str, old: str, new: str, field: str, value: int) -> None:
    root = copy_of(TINY, tmp_path)
    path = root / "docs" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = getattr(of(root, "ting-er-store"), field)
    assert (found if isinstance(found, int) else sum(found.values())) == value


def test_two_statements_of_one_informant_count_once(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path)
    statements = root / "docs" / "data" / "utsagn.yml"
    more = "- {id: u-ola-mer, informant: ola, section: '§1.0', text: Ola sier mer.}\n"
    statements.write_text(statements.read_text("utf-8") + more, "utf-8")
    page = root / "docs" / "funn" / "ting-er-store.md"
    page.write_text(page.read_text("utf-8").replace("[u-ola-smatt]", "[u-ola-smatt, u-ola-mer]", 1), "utf-8")
    found = of(root, "ting-er-store")
    assert (found.persons, found.evidence) == (1, {"statement": 2})


def test_only_findings_have_a_profile(real: Build) -> None:
    with_profile = {file for file in real.site.rglob("*.html") if document(file).xpath("//dl[@class='spor-profile']")}
    assert with_profile == {page_file(real.site, finding.page) for finding in TRACE.of_kind("finding")}
