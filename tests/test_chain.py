"""The chains: from every statement and every citation a way up to the research questions, by links alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Build
from html_pages import document, ids, links, page_file, target
from lxml import etree
from project import TINY, copy_of, real_trace, trace_of

from spor.render.site import citation_anchor
from spor.trace.path import path_of
from spor.trace.trace import Entity, Trace

TRACE = real_trace()
#: The page of the chains of each kind.
PAGES = {"statement": "spor/utsagn.md", "letter_item": "spor/brev.md", "source": "spor/kilder.md"}
Places = set[tuple[Path, str]]
#: Of the letters' items only those have a chain that something refers to.
CHAINED = [
    entity
    for entity in TRACE.of_kind("statement", "source", "letter_item")
    if entity.kind != "letter_item" or TRACE.is_used(entity)
]


def carries_or_is_no_item(entity: Entity) -> bool:
    """Among the letters' items, those have a mark that a finding rests on; the others are only mentioned."""
    return entity.kind != "letter_item" or any(TRACE.sources(entity.id, name) for name in ("evidence", "against"))


def chain(site: Path, entity: Entity) -> etree._Element:
    found: etree._Element = document(page_file(site, PAGES[entity.kind])).xpath(
        f"//article[contains(@class, 'spor-chain')][.//@id='{entity.id}']"
    )[0]
    return found


def reached(site: Path, entity: Entity) -> Places:
    return links(site, page_file(site, PAGES[entity.kind]), chain(site, entity))


def place(site: Path, entity: Entity) -> tuple[Path, str]:
    return page_file(site, entity.page), entity.anchor


@pytest.mark.parametrize("entity", CHAINED, ids=lambda entity: entity.id)
def test_each_has_its_chain_and_comes_to_a_question(entity: Entity, real: Build) -> None:
    questions = {place(real.site, question) for question in TRACE.of_kind("question")}
    assert reached(real.site, entity) & questions
    assert place(real.site, entity) in reached(real.site, entity)


@pytest.mark.parametrize("entity", TRACE.of_kind("statement"), ids=lambda entity: entity.id)
def test_a_statement_s_chain_is_whole(entity: Entity, real: Build) -> None:
    """Where it is told, what was asked, each finding it carries or nuances, each question that these answer."""
    findings = [*TRACE.sources(entity.id, "evidence"), *TRACE.sources(entity.id, "against")]
    above = [other for finding in findings for other in TRACE.sources(finding, "builds_on")]
    wanted = [*TRACE.targets(entity.id, "section"), *TRACE.targets(entity.id, "asked"), *findings, *above]
    wanted += [question for finding in (*findings, *above) for question in TRACE.targets(finding, "answers")]
    assert {place(real.site, TRACE.entities[identifier]) for identifier in wanted} <= reached(real.site, entity)


def test_each_citation_has_a_permalink_that_leads_back_to_it(real: Build) -> None:
    file = page_file(real.site, PAGES["source"])
    for mention in TRACE.mentions:
        if not mention.citation:
            continue
        anchor = citation_anchor(mention.target, mention.page, mention.anchor)
        (link,) = document(file).xpath(f"//a[@id='{anchor}']")
        assert target(real.site, file, link.get("href")) == (page_file(real.site, mention.page), mention.anchor)
        within = {node.get("id") for node in link.iterancestors("article").__next__().iter() if node.get("id")}
        assert mention.target in within


def test_each_citation_s_card_leads_to_its_permalink(real: Build) -> None:
    file = page_file(real.site, PAGES["source"])
    for mention in TRACE.mentions:
        if mention.citation:
            page = page_file(real.site, mention.page)
            (cite,) = document(page).xpath(f"//*[@id='{mention.anchor}']")
            assert (file, citation_anchor(mention.target, mention.page, mention.anchor)) in links(real.site, page, cite)


@pytest.mark.parametrize("entity", [e for e in CHAINED if carries_or_is_no_item(e)], ids=lambda entity: entity.id)
def test_its_own_place_leads_to_the_chain(entity: Entity, real: Build) -> None:
    assert (page_file(real.site, PAGES[entity.kind]), entity.id) in links(real.site, page_file(real.site, entity.page))


def test_every_page_cited_is_told(real: Build) -> None:
    for mention in TRACE.mentions:
        if mention.citation and mention.locator:
            assert mention.locator in chain(real.site, TRACE.entities[mention.target]).text_content()


def test_what_founds_nothing_says_so(real: Build) -> None:
    """A source that no finding rests on is not given a way to a single question that it does not have."""
    questions = {place(real.site, question) for question in TRACE.of_kind("question")}
    without = [source for source in TRACE.of_kind("source") if not path_of(TRACE, source).questions]
    assert without
    for source in without:
        assert questions <= reached(real.site, source)
        assert "Ingen funn hviler" in (text := chain(real.site, source).text_content()) or "bruker ikke dette" in text


def test_the_chains_are_no_search_results(real: Build) -> None:
    text = (real.site / "search" / "search_index.json").read_text("utf-8")
    assert '"location":"spor/' not in text


def trace_with(tmp_path: Path, file: str, old: str, new: str) -> Trace:
    root = copy_of(TINY, tmp_path)
    path = root / "docs" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return trace_of(root)


def findings_by_place(trace: Trace, identifier: str) -> dict[str, list[str]]:
    """From each place that uses something to the findings that stand there."""
    found = path_of(trace, trace.entities[identifier])
    return {
        use.place.id if isinstance(use.place, Entity) else use.place.path: [item.finding.id for item in use.findings]
        for use in found.uses
    }


def test_a_source_s_places() -> None:
    assert findings_by_place(trace_of(TINY), "berg2020") == {
        "§1.1": ["smatt-er-relativt"],
        "relativitet": ["smatt-er-relativt"],
        "smatt-er-relativt": ["smatt-er-relativt"],
    }
    assert findings_by_place(trace_of(TINY), "nav2023b") == {"§1.0": ["ting-er-store"]}


def test_a_section_leads_on_through_the_concept_it_explains_from_the_source(tmp_path: Path) -> None:
    trace = trace_with(tmp_path, "funn/smatt-er-relativt.md", "sections: ['§1.1']", "sections: ['§1.0']")
    path = tmp_path / "docs" / "funn" / "smatt-er-relativt.md"
    path.write_text(path.read_text("utf-8").replace("evidence: ['§1.1']", "evidence: ['§1.0']"), "utf-8")
    trace = trace_of(tmp_path)
    found = path_of(trace, trace.entities["berg2020"])
    (use,) = [use for use in found.uses if isinstance(use.place, Entity) and use.place.id == "§1.1"]
    assert [concept.id for concept in use.via] == ["relativitet"]
    assert [item.finding.id for item in use.findings] == ["smatt-er-relativt"]
    assert findings_by_place(trace, "nav2023a")["§1.1"] == [], (
        "the concept that is explained here does not come from this source"
    )


def test_a_letter_s_item_that_carries_a_finding(tmp_path: Path) -> None:
    trace = trace_with(tmp_path, "funn/ting-er-store.md", "[u-ola-smatt]", "[u-ola-smatt, brev-2-nytt]")
    found = path_of(trace, trace.entities["brev-2-nytt"])
    assert [(item.finding.id, item.relation) for item in found.carried] == [("ting-er-store", "evidence")]
    assert [item.finding.id for item in found.above] == ["smatt-er-relativt"]
    assert [question.id for question in found.questions] == ["sp"]


def test_a_work_named_twice_in_one_citation_has_one_permalink(tiny: Build) -> None:
    found = ids(page_file(tiny.site, "spor.md"))
    assert set(found.values()) == {1}
