"""Each entity's place on the site links to all it is related to, both ways: the built HTML against the trace."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from conftest import Build
from html_pages import document, links, page_file
from lxml import etree
from project import real_trace

from spor.trace.trace import Entity

#: What is compared stands within its matter, and leads to its part of the document: no panel says so again.
COMPARED = ("letter", "before", "after")


def place(site: Path, entity: Entity) -> tuple[Path, etree._Element]:
    """The page of an entity and the part of it that is the entity's: its anchor's element, or the whole page."""
    file = page_file(site, entity.page)
    root = document(file)
    if entity.kind == "letter_item":  # it tells at its place what rests on it; where it is mentioned, in its chain
        file_of_chains = page_file(site, "spor/brev.md")
        chain = document(file_of_chains).xpath(f"//article[.//@id='{entity.id}']")
        return (file_of_chains, chain[0]) if chain else (file, root.xpath(f"//*[@id='{entity.anchor}']")[0])
    if entity.kind == "section":
        panel = root.xpath(
            f"//*[@id='{entity.anchor}']/following::*[contains(@class, 'spor-panel ')][1]",
        )
        return file, panel[0] if panel else root
    if entity.anchor:
        element = root.xpath(f"//*[@id='{entity.anchor}']")[0]
        if element.tag in ("h2", "h3"):
            element = element.getparent()
        return file, element.getparent() if element.tag == "strong" else element  # the first words of an item of a list
    return file, root.xpath("//article")[0]


@cache
def links_from(site: Path, identifier: str) -> frozenset[tuple[Path, str]]:
    """Where the links of the part of the site that is an entity's lead to."""
    return frozenset(links(site, *place(site, real_trace().entities[identifier])))


def leads_to(site: Path, start: str, end: str) -> bool:
    goal = real_trace().entities[end]
    return (page_file(site, goal.page), goal.anchor) in links_from(site, start)


#: A letter's item, what became of it and the letter stand in one row of one table; tests of the letters look at that.
IN_ONE_ROW = {("letter_item", "letter"), ("letter_pair", "before"), ("letter_pair", "after")}


def test_relations_can_be_walked_both_ways(real: Build) -> None:
    trace = real_trace()
    assert len(trace.relations) > 300
    missing = []
    for relation in trace.relations:
        if (trace.entities[relation.source].kind, relation.name) in IN_ONE_ROW:
            continue
        in_prose = trace.kind(trace.entities[relation.source]).listed_by == "prose"  # as far as its words tell it
        if not in_prose and not leads_to(real.site, relation.source, relation.target):
            missing.append(f"{relation.source} -{relation.name}-> {relation.target}")
        if not leads_to(real.site, relation.target, relation.source):
            missing.append(f"{relation.target} <-{relation.name}- {relation.source}")
    assert missing == []


def test_each_place_of_a_mention_is_listed_where_it_leads(real: Build) -> None:
    """Of many mentions in one place, the first few."""
    trace = real_trace()
    missing, seen = [], set()
    for mention in trace.mentions:
        place_of_it = (mention.target, mention.page, mention.section)
        if mention.owner == mention.target or place_of_it in seen:
            continue
        seen.add(place_of_it)
        if (page_file(real.site, mention.page), mention.anchor) not in links_from(real.site, mention.target):
            missing.append(f"{mention.target}: {mention.place}")
    assert missing == []
