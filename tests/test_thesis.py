"""The site against the list of what the thesis has: every section, every citation with its pages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Build
from html_pages import document, page_file
from lxml import etree
from project import real_trace

SECTIONS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "thesis.yml").read_text("utf-8"))
TRACE = real_trace()
HEADINGS = ("h1", "h2", "h3", "h4")


def body(heading: etree._Element) -> str:
    """The text between a heading and the next one, without panels and views."""
    parts: list[str] = []
    for element in heading.itersiblings():
        if element.tag in HEADINGS:
            break
        # A paragraph with notes in its margin is held by a box of its own.
        if element.get("class") == "spor-noted":
            parts.extend(paragraph.text_content() for paragraph in element.findall("p"))
        elif "spor-" not in element.get("class", ""):
            parts.append(element.text_content())
    return " ".join(parts)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section["id"])
def test_section_is_there(section: dict[str, Any], real: Build) -> None:
    entity = TRACE.entities[section["id"]]
    page = document(page_file(real.site, entity.page))
    (heading,) = page.xpath(f"//*[@id='{entity.anchor}']")
    assert re.sub(r"\s+", " ", heading.text_content().rstrip("¶")).strip() == f"{section['number']} {section['title']}"
    assert len(body(heading).split()) >= 30


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section["id"])
def test_section_cites_what_the_thesis_cites(section: dict[str, Any]) -> None:
    """Each citation as often as in the thesis, with the same pages and the same second hand."""
    there = [mention for mention in TRACE.mentions if mention.section == section["id"]]
    cited = [f"{m.prefix} @{m.target}, {m.locator}".strip().removesuffix(",") for m in there if m.citation]
    assert cited == section.get("cites", [])
    appendices = Counter(m.target for m in there if m.target.startswith("vedlegg-"))
    assert Counter(section.get("appendices", [])) <= appendices


def test_the_list_is_whole() -> None:
    assert {section["id"] for section in SECTIONS} == {section.id for section in TRACE.of_kind("section")}
    assert sum(len(section.get("cites", [])) + len(section.get("appendices", [])) for section in SECTIONS) == 126
