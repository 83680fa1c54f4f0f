"""The search, as its worker answers it in a Chromium: questions of readers, the language, and what the index holds."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from browser.answers import address, answer
from browser.find_browser import NONE, find_browser, launch
from conftest import Build
from html_pages import document, page_file
from hypothesis import given
from hypothesis import strategies as st
from index_reader import read_index, written_out
from playwright.sync_api import Page, Playwright, sync_playwright
from project import ROOT, real_trace

from spor.publish.search import _pack
from spor.read.project import read_synonyms
from spor.trace.problem import collect

#: By one process: each that asks starts a Chromium, and its worker reads the index.
pytestmark = pytest.mark.xdist_group("search")
FOLDER = Path(__file__).parent / "search"
#: How many bytes the index may have as a server sends it.
LIMIT = 200_000
#: Speaks to the worker as Material does: waits until it is ready, then asks one query after the other.
ASK = """
async (queries) => {
  const isNew = !window.worker;
  window.worker ??= new Worker(JSON.parse(document.getElementById("__config").textContent).search);
  const next = (type) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => data.type === type && resolve(data.data);
    worker.onerror = ({ message, filename, lineno }) => reject(new Error(`${filename}:${lineno}: ${message}`));
  });
  if (isNew) await next(1);
  const answers = [];
  for (const data of queries) {
    const answer = next(3);
    worker.postMessage({ type: 2, data });
    answers.push((await answer).items);
  }
  return answers;
}
"""

Item = dict[str, Any]
Ask = Callable[..., list[list[list[Item]]]]
TRACE = real_trace()


@pytest.fixture(scope="module")
def ask(real: Build) -> Iterator[Ask]:
    """Asks the worker of the real site."""
    yield from asking(real.site)


@pytest.fixture(scope="module")
def ask_in_english(english: Build) -> Iterator[Ask]:
    """Asks the worker of its English edition."""
    yield from asking(english.site)


def asking(site: Path) -> Iterator[Ask]:
    """Asks a site's worker; the answer to each query is a list of results, each a page and its parts, the best first.

    Chromium has a thread of its own here: Playwright runs but once in a thread, and other tests have theirs.
    """
    path = find_browser()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NONE)
    with ThreadPoolExecutor(max_workers=1) as thread:

        def start() -> tuple[Playwright, Page]:
            playwright = sync_playwright().start()
            page = launch(playwright, path).new_page()
            answer(page.context, site)
            page.goto(f"{address(site)}om/")
            return playwright, page

        playwright, page = thread.submit(start).result()
        yield lambda *queries: thread.submit(page.evaluate, ASK, queries).result()
        thread.submit(playwright.stop).result()


def page_of(location: str) -> str:
    return location.split("#")[0]


def places(ids: list[str]) -> set[str]:
    """The pages on which what is wanted stands: entities by their ids, pages by their paths, kinds by their names."""
    pages = {path for path in ids if path in TRACE.pages}
    pages |= {TRACE.entities[name].page for name in ids if name in TRACE.entities}
    pages |= {entity.page for name in ids if name in TRACE.schema.kinds for entity in TRACE.of_kind(name)}
    return {path.removesuffix(".md").removesuffix("index").rstrip("/") + "/" for path in pages}


@pytest.mark.parametrize("file", ["questions.yml", "more.yml", "readers.yml", "strangers.yml"])
def test_the_right_page_is_among_the_first_three(ask: Ask, file: str) -> None:
    check_answers(ask, file)


@pytest.mark.parametrize("file", ["english.yml", "strangers-english.yml"])
def test_the_right_page_is_among_the_first_three_in_english(ask_in_english: Ask, file: str) -> None:
    check_answers(ask_in_english, file)


def check_answers(ask: Ask, file: str) -> None:
    """Of every hundred questions ninety are answered, and of no group of them fewer than two of three."""
    groups = yaml.safe_load((FOLDER / file).read_text("utf-8"))
    asked = [
        (group, question["ask"], question["find"]) for group, questions in groups.items() for question in questions
    ]
    missed: dict[str, list[str]] = {group: [] for group in groups}
    for (group, query, wanted), results in zip(asked, ask(*(query for _, query, _ in asked)), strict=True):
        first = [page_of(result[0]["location"]) for result in results[:3]]
        if not places(wanted).intersection(first):
            missed[group].append(f"{query}: {', '.join(first)}")
    assert sum(map(len, missed.values())) <= len(asked) / 10, missed
    assert [group for group in groups if len(missed[group]) > len(groups[group]) / 3] == [], missed


def test_questions_name_what_there_is() -> None:
    questions = yaml.safe_load((FOLDER / "questions.yml").read_text("utf-8"))
    assert sum(map(len, questions.values())) == 100
    for file in FOLDER.glob("*.yml"):
        for questions in yaml.safe_load(file.read_text("utf-8")).values():
            for question in questions:
                known = TRACE.entities.keys() | TRACE.pages.keys() | TRACE.schema.kinds.keys()
                assert question.keys() == {"ask", "find"} and question["find"], question
                assert set(question["find"]) <= known, question


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("lederes", "leder"),
        ("lederne", "leder"),
        ("brevenes", "brevet"),
        ("rommene", "rom"),
        ("prioriteringene", "prioritere"),
        ("samskapning", "samskaping"),
        ("2021", "2021"),
        ("100", "100"),
        ("§ 5.2.1", "5.2.1"),
        ("skaping", "samskaping"),
        ("rom", "handlingsrom"),
        ("grader", "frihetsgrader"),
        ("press", "krysspress"),
        ("rovik", "røvik"),
        ("roevik", "røvik"),
        ("maal", "mål"),
        ("kare", "kåre"),
        ("skjonn", "skjønn"),
        ("laering", "læring"),
        ("handligsrom", "handlingsrom"),
        ("friheitsgrader", "frihetsgrader"),
        ("samstrying", "samstyring"),
        ("wicked problems", "uregjerlige"),
    ],
)
def test_a_word_finds_its_other_forms(ask: Ask, query: str, word: str) -> None:
    (results,) = ask(query)
    assert word in found_in(results)


def test_a_word_finds_its_other_forms_in_english(ask_in_english: Ask) -> None:
    asked = {"anonymous": {"anonymity", "anonymised"}, "organization": {"organisation", "organisations"}}
    for words, results in zip(asked.values(), ask_in_english(*asked), strict=True):
        assert words <= found_in(results)


def found_in(results: list[list[Item]]) -> set[str]:
    """The words that results have of those sought."""
    return {name for result in results for item in result for name, has in item["terms"].items() if has}


def test_every_page_that_has_the_word_is_found(ask: Ask, ask_in_english: Ask, real: Build, english: Build) -> None:
    """Material tells the number of results: untrue, if faint ones, or those after the sixtieth, were left out."""
    words = ["skjønn", "Nav", "leder", "tillit"], ["discretion", "freedom", "trust", "budget", "Nav"]
    for site, asking, queries in zip((real.site, english.site), (ask, ask_in_english), words, strict=True):
        entries = read_index(site)
        for word, results in zip(queries, asking(*queries), strict=True):
            has_word = re.compile(rf"\b{word}\b", re.IGNORECASE).search
            pages = {page_of(entry["location"]) for entry in entries if has_word(entry["text"])}
            assert pages - {page_of(result[0]["location"]) for result in results} == set(), word


def test_a_misspelt_word_is_none_that_tells_nothing(ask: Ask) -> None:
    (results,) = ask("tilit")
    assert "tillit" in results[0][0]["title"].lower().replace("<mark>", "").replace("</mark>", "")
    assert "til" not in found_in(results)


@pytest.mark.parametrize(
    ("query", "location"),
    [
        ("5.2.1", "kapitler/5-2/#s5-2-1"),
        ("§5.3.6", "kapitler/5-3/#s5-3-6"),
        ("kapittel 4", "kapitler/4/"),
        ("vedlegg 4", "vedlegg/vedlegg-4/"),
        ("forskningsspørsmål 2", "sporsmal/fs2/"),
        ("Røvik 2007", "litteratur/#ref-rovik2007"),
        ("frihetsgrader", "begreper/frihetsgrader/"),
        ("degrees of freedom", "begreper/frihetsgrader/"),
    ],
)
def test_what_has_the_very_name_comes_first(ask: Ask, query: str, location: str) -> None:
    (results,) = ask(query)
    assert results[0][0]["location"] == location


def test_words_that_only_look_alike_are_not_found(ask: Ask) -> None:
    for query, word in [("rom", "strøm"), ("møter", "mot"), ("5.2", "5.2.1")]:
        (results,) = ask(query)
        assert word not in {name for result in results for item in result for name in item["terms"]}


def test_results_are_narrowed_to_kinds(ask: Ask) -> None:
    everything, findings, both, listed, none = ask(
        "samskaping", "Funn: samskaping", "funn, begreper: samskaping", "Funn:", "Samskaping: funn"
    )
    assert {page_of(result[0]["location"]).split("/")[0] for result in findings} == {"funn"}
    assert {page_of(result[0]["location"]).split("/")[0] for result in both} == {"funn", "begreper"}
    assert len(findings) < len(both) < len(everything)
    assert len(listed) == len(TRACE.of_kind("finding"))
    assert none  # no kind, so a word like others


def test_letter_items_do_not_drown_the_rest(ask: Ask) -> None:
    for results in ask("fylke", "unge", "oppfølging", "brev"):
        pages = [page_of(result[0]["location"]) for result in results]
        assert len(pages) == len(set(pages)) > 3
        assert max(map(len, results)) <= 7


def test_a_query_of_nothing_is_no_error(ask: Ask) -> None:
    for query in ("", " ", '"(:^~ +-*', "§", "?", "xqzw", ":", "a" * 500):
        (results,) = ask(query)
        assert results == []


def test_results_are_marked_and_safe(ask: Ask) -> None:
    (results,) = ask("handlingsrom")
    for result in results:
        for item in result:
            tags = {part.split(">")[0] for part in (item["title"] + item["text"]).split("<")[1:]}
            assert tags <= {"mark", "/mark", "p", "/p"}
    assert "<mark>" in results[0][0]["title"] and "<mark>" in results[0][0]["text"]


# What the index holds ---------------------------------------------------------------------------------------------


def test_the_index_is_light(real: Build) -> None:
    data = (real.site / "search" / "search_index.json").read_bytes()
    assert len(gzip.compress(data, 6)) <= LIMIT


def test_titles_are_those_of_the_pages(real: Build) -> None:
    """A heading without an id would be read as a part of the one before."""
    read = cache(document)
    for entry in read_index(real.site):
        path, _, anchor = entry["location"].partition("#")
        page = read(real.site / path.removeprefix("./") / "index.html")
        (heading,) = page.xpath("//*[@id=$anchor]", anchor=anchor) if anchor else page.xpath("//article//h1")
        if heading.tag in ("h1", "h2", "h3", "h4"):
            link = heading.xpath("string(.//a[@class='headerlink'])")
            assert " ".join(heading.text_content().removesuffix(link).split()) == entry["title"], entry["location"]


def test_every_other_word_leads_somewhere(real: Build) -> None:
    known = {name for entry in read_index(real.site) for name in (entry["title"], *entry.get("also", ()))}
    synonyms, problems = collect(read_synonyms(ROOT, "docs/data/synonymer.yml", TRACE))
    assert problems == () and len(synonyms) > 60
    assert {word for words in synonyms.values() for word in words} - known == set()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- {id: samskapin, words: [x]}", "2: unknown-synonym: there is no 'samskapin' (did you mean 'samskaping'?)"),
        ("- {id: samskaping}", "2: synonyms: must have an 'id', and 'words' that are a list of texts"),
        ("- {id: samskaping, words: []}", "2: synonyms: must have an 'id', and 'words' that are a list of texts"),
        (
            "- {id: samskaping, words: [x], more: y}",
            "2: synonyms: must have an 'id', and 'words' that are a list of texts",
        ),
        ("- samskaping", "2: wrong-type: item 1 of the list is not a record"),
        (
            "- {id: om.md, words: [x]}\n- {id: om.md, words: [y]}",
            "3: synonyms: 'om.md' has words already: add these to them",
        ),
        ("samskaping: [x]", "1: wrong-type: the file must be a list: begin each record with '- '"),
        ("- {id: [", "3: yaml-syntax: "),
    ],
)
def test_what_is_wrong_with_other_words_is_told(text: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "s.yml").write_text(f"# Words\n{text}\n", "utf-8")
    _, problems = collect(read_synonyms(tmp_path, "s.yml", TRACE))
    assert [str(found)[: len(f"s.yml:{problem}")] for found in problems] == [f"s.yml:{problem}"]


def test_a_file_of_other_words_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, problems = collect(read_synonyms(tmp_path, "s.yml", TRACE))
    assert [problem.rule for problem in problems] == ["unreadable-file"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=80), max_size=5))
def test_texts_come_out_of_their_signs_as_they_were(texts: list[str]) -> None:
    spaced = [" ".join(text.split()) for text in texts]
    packed = [{"title": text, "text": text.swapcase()} for text in spaced]
    pieces = json.loads(json.dumps(_pack(packed)))
    assert [written_out(entry["title"], pieces) for entry in packed] == spaced


def test_many_different_words_have_a_sign_each() -> None:
    text = " ".join(f"w{number}" for number in range(60_000))
    packed = [{"title": "", "text": text}]
    pieces = _pack(packed)
    packed[0]["text"].encode("utf-8")  # no sign is half of one
    assert written_out(packed[0]["text"], pieces) == text


def test_without_a_script_nothing_is_offered(real: Build) -> None:
    page = document(page_file(real.site, "om.md"))
    (chips,) = page.xpath("//div[@class='spor-kinds']")
    assert "hidden" in chips.attrib and len(chips.xpath("button")) > 5
