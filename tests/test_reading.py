"""Reading in one go: whole chapters, their reading time, the notes beside them, what follows what, and since when."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from conftest import Build
from index_reader import read_index
from lxml import html
from project import ROOT

from spor.publish.editions import build_day, last_changes, updated
from spor.read.settings import settings_problems
from spor.read.translation import read_standalone
from spor.render.pages import number_of, parts, whole_chapters
from spor.render.views.chapter import move
from spor.trace.block import words

PROJECT = read_standalone(ROOT / "mkdocs.yml")
WHOLE = sorted(whole_chapters(PROJECT.trace))

# A page within another


def test_what_is_moved_goes_down_a_level_and_leads_where_it_led() -> None:
    urls = {"a/1.md": "a/1/", "a/1-1.md": "a/1-1/", "a/1-2.md": "a/1-2/", "om.md": "om/"}
    contents = {
        "a/1-1.md": '<h1 id="s1-1">A<a class="headerlink" href="#s1-1">¶</a></h1><p id="x">'
        '<a href="../1-2/#y">y</a> <a href="../../om/?a=1&amp;b=2#z">om</a> <a href="https://example.org/">ut</a></p>',
        "a/1-2.md": '<h2 id="x">B</h2><p id="y"><a class="spor-mark" href="#y"></a><a href="#x">x</a>'
        '<img src="../../b.png" alt=""><b aria-labelledby="x y"></b><a href="../1-1/">en</a></p>',
    }
    moved = move(contents, urls, "a/1.md", ["y"])
    assert moved["a/1-1.md"] == (
        '<h2 id="s1-1">A<a class="headerlink" href="../../a/1-1/#s1-1">¶</a></h2><p id="x">'
        '<a href="#1-2--y">y</a> <a href="../../om/?a=1&amp;b=2#z">om</a> <a href="https://example.org/">ut</a></p>'
    )
    assert moved["a/1-2.md"] == (
        '<h3 id="1-2--x">B</h3><p id="1-2--y"><a class="spor-mark" href="../../a/1-2/#y"></a><a href="#1-2--x">x</a>'
        '<img src="../../b.png" alt=""><b aria-labelledby="1-2--x 1-2--y"></b><a href="../../a/1-1/">en</a></p>'
    )


def test_the_chapters_are_whole() -> None:
    assert WHOLE == ["kapitler/1.md", "kapitler/5.md", "kapitler/6.md"]
    assert parts(PROJECT.trace, "kapitler/6.md") == ("kapitler/6-1.md", "kapitler/6-2.md", "kapitler/6-3.md")
    assert (number_of(PROJECT.trace, "kapitler/5-3.md"), number_of(PROJECT.trace, "om.md")) == ("5", "")


@pytest.mark.parametrize("page", WHOLE)
def test_a_whole_chapter_has_every_paragraph_once_and_leads_somewhere(real: Build, page: str) -> None:
    trace, url = PROJECT.trace, f"/{page.removesuffix('.md')}/"
    tree = _page(real, url)
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert [name for name, number in ids.items() if number > 1] == []
    for part in parts(trace, page):
        assert [b.address for b in trace.pages[part].blocks if b.address not in ids and b.kind != "footnote"] == []
    article = tree.find_class("md-content__inner")[0]
    assert [panel for part in article.find_class("spor-part") for panel in part.find_class("spor-section-end")] == []
    for link in article.iter("a"):
        target = urlsplit(urljoin(url, link.get("href") or "/"))
        if not target.netloc and target.path == url and target.fragment:
            assert target.fragment in ids, link.get("href")
    own = f"{url.rstrip('/')}-"
    marks = [urljoin(url, mark.get("href")) for mark in article.find_class("spor-part")[0].find_class("spor-mark")]
    assert marks and all(mark.startswith(own) for mark in marks)  # what is cited is the page of the part
    levels = [int(heading.tag[1]) for heading in article.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and all(after <= before + 1 and after > 1 for before, after in pairwise(levels))


def test_a_whole_chapter_is_not_searched_twice(real: Build) -> None:
    index = json.dumps(read_index(real.site), ensure_ascii=False)
    paragraph = next(b for b in PROJECT.trace.pages["kapitler/6-2.md"].blocks if b.kind == "paragraph")
    assert index.count(paragraph.text[:60]) == 1


def test_the_contents_of_a_whole_chapter_are_listed(real: Build) -> None:
    listed = _page(real, "/kapitler/6/").xpath("//nav[contains(@class, 'md-nav--secondary')]//a/@href")
    assert {"#s6-1", "#s6-2-1", "#s6-3"} <= set(listed)


@pytest.mark.parametrize("page", ["begreper", "coreq", "informanter", "intervjuguide", "sammenlign", "utsagn"])
def test_the_contents_of_a_long_view_are_listed(real: Build, page: str) -> None:
    made = _page(real, f"/{page}/")
    listed = made.xpath("//nav[contains(@class, 'md-nav--secondary')]//a/@href")
    assert set(listed) == {f"#{heading.get('id')}" for heading in made.iter("h2")} != set()


@pytest.mark.parametrize("page", ["kapitler/6-2.md", "kapitler/6.md"])
def test_the_reading_time_is_that_of_what_is_read(real: Build, page: str) -> None:
    pages = [page, *parts(PROJECT.trace, page)] if page in WHOLE else [page]
    count = sum(words(PROJECT.trace.pages[path].blocks) for path in pages)
    kicker = _page(real, f"/{page.removesuffix('.md')}/").find_class("spor-kicker")[0].text_content()
    assert int(re.findall(r"(\d+) minutt", kicker)[0]) == -(-count // 200)


# Notes


def test_the_notes_name_what_the_paragraph_holds(real: Build) -> None:
    trace = PROJECT.trace
    tree = _page(real, "/kapitler/6-2/")
    noted = tree.find_class("spor-noted")
    assert len(noted) > 10
    for wrapper in noted:
        block = next(b for b in trace.pages["kapitler/6-2.md"].blocks if wrapper.xpath(f".//*[@id='{b.address}']"))
        notes = wrapper.find_class("spor-notes")[0]
        assert "data-search-exclude" in notes.attrib
        assert all(link.get("tabindex") == "-1" for link in notes.iter("a"))
        named = " ".join(notes.text_content().split())
        for work in block.citations:
            assert work.locator.replace("\u00a0", " ") in named.replace("\u00a0", " ")
        if wrapper[0].tag == "p":
            statements = [link for link in block.links if trace.role(trace.entities[link]) == "evidence"]
            sources = {work.key for work in block.citations}
            kinds = [trace.entities[name].kind for name in {*statements, *sources}]
            assert {item.get("class").split()[0] for item in notes.iter("li")} == {
                f"spor-{kind.replace('_', '-')}" for kind in kinds
            }


# What follows what


def test_findings_concepts_and_chains_lead_on_and_back(real: Build) -> None:
    for folder, fewest in (("funn", 40), ("begreper", 60), ("spor", 2)):
        pages = sorted((real.site / folder).glob("*/index.html"))
        follows = {}
        for file in pages:
            url = f"/{file.parent.relative_to(real.site).as_posix()}/"
            tree = html.parse(file).getroot()
            links = {
                rel: urljoin(url, tree.xpath(f"//link[@rel='{rel}']/@href")[0])
                for rel in ("prev", "next")
                if tree.xpath(f"//link[@rel='{rel}']")
            }
            foot = tree.xpath("//a[contains(@class, 'md-footer__link')]/@href")
            assert {urljoin(url, href) for href in foot} == set(links.values())
            follows[url] = links
        successors = {url: links["next"] for url, links in follows.items() if "next" in links}
        assert len(successors) >= fewest
        assert all(follows[after]["prev"] == url for url, after in successors.items())


def test_a_finding_is_followed_by_one_of_its_own_question(real: Build) -> None:
    trace = PROJECT.trace
    for finding in trace.of_role("claim"):
        tree = _page(real, f"/funn/{finding.id}/")
        for href in tree.xpath("//link[@rel='next']/@href"):
            other = urljoin(f"/funn/{finding.id}/", href).rstrip("/").rpartition("/")[2]
            assert set(trace.targets(finding.id, "answers")) & set(trace.targets(other, "answers"))


# Since when


def test_no_build_is_of_1970(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400000")
    assert build_day() == date(1972, 9, 27)
    for epoch in ("0", "", "soon"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        assert build_day().year > 2020
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert build_day().year > 2020


def test_a_page_is_as_old_as_its_youngest_file() -> None:
    days = {"docs/utsagn.md": date(2023, 1, 1), "docs/data/utsagn.yml": date(2024, 1, 1)}
    days |= {f"docs/kapitler/6{part}.md": date(2022, 1, 1 + at) for at, part in enumerate(("", "-1", "-2", "-3"))}
    found = updated(PROJECT.layout, PROJECT.trace, days, date(2025, 1, 1))
    assert found["utsagn.md"] == date(2024, 1, 1)  # the statements stand in the data
    assert found["kapitler/6-1.md"] == date(2022, 1, 2)
    assert found["kapitler/6.md"] == date(2022, 1, 4)  # it shows its parts
    assert found["om.md"] == date(2025, 1, 1)  # no commit has it


def test_the_history_is_asked_once_for_all_files(tmp_path: Path) -> None:
    def git(*arguments: str, day: str = "2022-05-01") -> None:
        who = {
            "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@b",
        }
        when = {"GIT_COMMITTER_DATE": f"{day}T12:00:00+0000", "GIT_CONFIG_GLOBAL": "/dev/null", "PATH": "/usr/bin:/bin"}
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True, env=who | when)

    assert last_changes(tmp_path) == {}  # no history
    root = tmp_path / "site"
    (root / "docs").mkdir(parents=True)
    for name in ("å.md", "b.md", "c.md"):
        (root / "docs" / name).write_text(name, "utf-8")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "1")
    (root / "docs" / "b.md").write_text("B", "utf-8")
    git("commit", "-qam", "2", day="2023-06-02")
    (root / "docs" / "c.md").write_text("C", "utf-8")
    assert last_changes(root) == {"docs/å.md": date(2022, 5, 1), "docs/b.md": date(2023, 6, 2)}


# What may be done with a paragraph


def test_nothing_is_offered_that_is_not_set(real: Build) -> None:
    assert "report" not in PROJECT.settings
    menu = _page(real, "/kapitler/6-2/").get_element_by_id("spor-menu")
    assert menu.xpath(".//a") == []
    assert menu.get("data-reference").startswith("Handlingsrom i Nav. (2026). {title} [")


@pytest.mark.parametrize("report", [{"issues": "ftp://a.example"}, {"mail": "a b@c.example"}, {"phone": "12345678"}])
def test_where_to_report_is_an_address(report: dict[str, str]) -> None:
    assert list(settings_problems({**PROJECT.settings, "report": report}, {"mkdocs.yml": ""}))
    right = {"issues": "https://example.org/issues/new", "mail": "feil@example.org"}
    assert not list(settings_problems({**PROJECT.settings, "report": right}, {"mkdocs.yml": ""}))


def _page(real: Build, url: str) -> html.HtmlElement:
    return html.parse(real.site / url.strip("/") / "index.html").getroot()
