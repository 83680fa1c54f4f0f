"""An informant withdraws: what is taken out of text and data, and what the build says must be mended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import build
from html_pages import document, page_file
from project import ROOT, TINY, copy_of, layout, messages, pages, real_trace, trace_of
from site_words import found_in, runs
from withdrawing import DAY, ENGLISH, NORWEGIAN, NOTE, project, redacted, side, withdraw

from spor.locale import Locale
from spor.redact.page import edit_page
from spor.redact.project import Redaction, redact
from spor.redact.words import Withdrawn
from spor.render.views.claims import profile
from spor.trace.problem import collect

STATEMENT = "u-kim-oppdraget"
INFORMANT = "kim"
#: What its id is, so that it tells nothing.
NEUTRAL = "withdrawn-1"
TRACE = real_trace()


def redaction(root: Path) -> Redaction:
    return redacted(layout(root), trace_of(root))


def without_ola(root: Path) -> Path:
    """A copy of the tiny thesis from which its one informant has withdrawn."""
    path = copy_of(TINY, root) / "docs/data/informanter.yml"
    path.write_text(path.read_text("utf-8").replace("name: Ola", f"name: Ola, withdrawn: {DAY}"), "utf-8")
    return root


def said_on(site: Path, page: str) -> list[str]:
    """The heading and the paragraphs of the page of a finding, after the line that says what sort of finding it was."""
    texts = document(page_file(site, page)).xpath("//article/h1 | //article/p")
    return [text.text_content().strip("¶ \n").replace("\N{NO-BREAK SPACE}", " ") for text in texts][1:]


def test_a_finding_without_ground_stops_a_strict_build_and_no_other(tmp_path: Path) -> None:
    root = without_ola(tmp_path)
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code != 0
    assert re.search(r"must be mended: docs/funn/ting-er-store\.md:\d+: withdrawn-evidence: ", done.output)
    assert "Traceback" not in done.output
    done = build(root / "mkdocs.yml", root / "site", False)
    assert done.code == 0, done.output
    assert said_on(done.site, "funn/ting-er-store.md") == [NOTE, NOTE]


@pytest.mark.thorough
@pytest.mark.parametrize(("config", "there"), [(NORWEGIAN, NOTE), (ENGLISH, "withdrawn on 24 November 2026")])
def test_it_stops_no_withdrawal(config: str, there: str, tmp_path: Path) -> None:
    """What docs/personvern.md has one do, and the workflow: the page of the finding shows the notice and no more."""
    root = project(tmp_path, INFORMANT)
    done = build(root / config, root / "site", False)
    assert done.code == 0, done.output
    said = said_on(done.site, "funn/malene-er-gitt.md")
    assert said[:2] == [there, there] and len(said) == 2 + (config == ENGLISH)  # and that it is a translation
    titles = [side(each).trace.entities["malene-er-gitt"].title for each in (NORWEGIAN, ENGLISH)]
    assert found_in(done.site, set().union(*(runs(title, 8) for title in titles))) == set()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return copy_of(ROOT, tmp_path)


@pytest.fixture(scope="module")
def without_statement(tmp_path_factory: pytest.TempPathFactory) -> Redaction:
    """The thesis without the one statement."""
    root = copy_of(ROOT, tmp_path_factory.mktemp("without"))
    withdraw(root, STATEMENT)
    return redaction(root)


def test_the_background_of_an_informant_goes_too(content: Path) -> None:
    withdraw(content, INFORMANT)
    rows = redaction(content).trace.tables["data/tabell-2.yml"]
    assert [row for row in rows if row["name"] == "Kim"] == [
        {"number": NOTE, "name": "Kim", "years": NOTE, "office": NOTE, "education": NOTE, "gender": NOTE}
    ]
    assert sum(NOTE in row.values() for row in rows) == 1


def test_nobody_is_said_to_have_said_it(without_statement: Redaction) -> None:
    trace = without_statement.trace
    assert [r for r in trace.relations if r.source in (STATEMENT, NEUTRAL) and r.name == "informant"] == []
    assert STATEMENT not in trace.entities
    assert trace.entities[NEUTRAL].fields == {"id": NEUTRAL, "text": NOTE, "withdrawn": DAY}


def test_no_warrant_tells_why_it_carried_something(without_statement: Redaction) -> None:
    found = without_statement
    leading = [relation for relation in found.trace.relations if relation.target == NEUTRAL and relation.warrant]
    assert len(leading) > 1 and {relation.warrant.reason for relation in leading} == {NOTE}
    places = {(p.path, p.line) for p in found.of("withdrawn-text") if f"leads to {STATEMENT}" in p.message}
    assert places == {(relation.place.path, relation.place.line) for relation in leading}


def test_words_of_the_thesis_beside_it_are_to_be_read_again(without_statement: Redaction) -> None:
    again = [problem.message for problem in without_statement.of("withdrawn-review")]
    assert any("does its warrant «Disse er satt fra sentralt statlig hold» still tell of it?" in each for each in again)


def test_the_words_can_be_deleted_when_all_is_written_again(content: Path) -> None:
    withdraw(content, STATEMENT)
    path = content / "docs/data/utsagn.yml"
    before, record, after = re.split(rf"(^- id: {STATEMENT}\n(?:  .*\n)+)", path.read_text("utf-8"), flags=re.MULTILINE)
    shortened = re.sub(r"(?m)^  (?:text|gist|asked):.*\n", "", record)
    assert shortened.count("\n") < record.count("\n")
    path.write_text(before + shortened + after, "utf-8")
    assert messages(content) == []
    assert redaction(content).trace.entities[NEUTRAL].fields["text"] == NOTE


def test_what_is_withdrawn_counts_for_nothing(without_statement: Redaction) -> None:
    before, after = TRACE, without_statement.trace
    finding = before.entities["malene-er-gitt"]
    one = profile(before, finding).evidence["statement"]
    assert profile(after, finding).evidence["statement"] == one - 1


def test_a_title_with_the_words_becomes_the_note(content: Path) -> None:
    path = content / "docs/funn/aktiv-leder.md"
    title = TRACE.entities["aktiv-leder"].title
    path.write_text(path.read_text("utf-8").replace(title, "Kim er en aktiv leder"), "utf-8")
    withdraw(content, INFORMANT)
    found = redaction(content)
    assert found.of("withdrawn-words") == () and found.trace.entities["aktiv-leder"].title == NOTE
    assert f"# [[kim|{NOTE}]]" in found.sources["funn/aktiv-leder.md"].split("\n")
    line = "docs/funn/aktiv-leder.md:4: withdrawn-text: 'title' names kim (withdrawn): taken out, write it again"
    assert line in map(str, found.of("withdrawn-text"))


def test_a_text_that_no_machine_can_take_out_stops_the_build(content: Path) -> None:
    path = content / "docs/funn/aktiv-leder.md"
    path.write_text(path.read_text("utf-8").replace("title: ", "title: >-\n  Kim. ", 1), "utf-8")
    withdraw(content, INFORMANT)
    assert [str(problem) for problem in redaction(content).of("withdrawn-words")] == [
        "docs/funn/aktiv-leder.md:2: withdrawn-words: the front matter names kim (withdrawn): write it again"
    ]


def test_words_in_other_data_are_taken_out(content: Path) -> None:
    path = content / "docs/data/coreq.yml"
    trace = trace_of(content)
    item = next(e for e in trace.of_kind("checklist_item") if e.fields.get("text"))
    path.write_text(path.read_text("utf-8").replace(str(item.fields["text"]), "Kims svar er tatt med."), "utf-8")
    withdraw(content, INFORMANT)
    found = redaction(content)
    assert found.trace.entities[item.id].fields["text"] == NOTE
    assert any(item.id in str(problem) for problem in found.of("withdrawn-text"))


def test_nothing_withdrawn_changes_nothing() -> None:
    assert redact(layout(ROOT), pages(ROOT), TRACE) is None


def test_the_trace_of_a_tiny_thesis(tmp_path: Path) -> None:
    found = redaction(without_ola(tmp_path))
    assert [problem.rule for problem in found.of("withdrawn-evidence")] == ["withdrawn-evidence"]
    assert "Ola" not in found.sources["funn/ting-er-store.md"]
    raw = {mention.raw for mention in found.trace.mentions if mention.target in ("ola", "withdrawn-1")}
    assert raw == {f"[[withdrawn-1|{NOTE}]]", rf"[[ola\|{NOTE}]]"}


LOCALE = Locale(genitive=("s", "'"), words={"withdrawn": "N"})
GONE = Withdrawn({"u-x": DAY}, {"eva": DAY}, {"Eva": "eva"}, {("dette", "har", "hun", "sagt"): "u-x"}, ("Per",), LOCALE)

PAGES = {
    "a paragraph": ("Før.\n\nHun [[u-x|sier]]\nat ja.\n\nEtter.", "Før.\n\n[[u-x|N]]\n\nEtter."),
    "a name": ("Evas syn.\n\nEvabo er et sted.", "[[eva|N]]\n\nEvabo er et sted."),
    "the same words": ("Men dette **har** hun\nsagt, altså.", "[[u-x|N]]"),
    "two in one": ("[[u-x]] og [[u-x|det]] av Eva", "[[u-x|N]]"),
    "a plain link": ("Se [her](utsagn.md#u-x).", "[[u-x|N]]"),
    "a heading": ("## Slik [[u-x]] ser det {#s1 .a}\n\nJa.", "## [[u-x|N]] {#s1 .a}\n\nJa."),
    "an item": ("- en\n- to [[u-x]]\n- tre", "- en\n- [[u-x|N]]\n- tre"),
    "what an item holds": ("- a [[u-x]]\n\n    mer\n\n    - inni\n- b", "- [[u-x|N]]\n\n\n\n\n- b"),
    "what a colon announces": ("[[u-x]] sier:\n\n- at ja\n- at nei\n\nSlutt.", "[[u-x|N]]\n\n\n\n\nSlutt."),
    "no list within a paragraph": ("[[u-x]] sier\n- at ja", "[[u-x|N]]"),
    "what a term announces": ("Eva\n:   sier at ja\n\nNoe\n:   Annet", "[[eva|N]]\n\n\nNoe\n:   Annet"),
    "what a footnote holds": ("A.[^1]\n\n[^1]: Eva sier\n\n    at ja", "A.[^1]\n\n[^1]: [[eva|N]]\n\n"),
    "a quotation": ("> Eva sier\n> at ja\n>\n> Nei", "> [[eva|N]]\n>\n> Nei"),
    "a row": (
        "| a | b |\n|---|---|\n| 1 | [[u-x\\|x]] |\n| 2 | y |",
        "| a | b |\n|---|---|\n| [[u-x\\|N]] | |\n| 2 | y |",
    ),
    "a footnote": ("Eva.[^1] Nei.\n\nJa.[^2]\n\n[^1]: Om det.\n[^2]: Om ja.", "[[eva|N]]\n\nJa.[^2]\n\n\n[^2]: Om ja."),
    "code": ("```\nEva\n\nmer\n```\n\nSlutt.", "N\n\nSlutt."),
    "a comment": ("<!-- Eva sier -->\n\nJa.", "N\n\nJa."),
    "html": ('<figure>\n<img alt="Eva">\n<p>Eva</p>\n</figure>\n\nJa.', "N\n\nJa."),
    "a line break": ("Eva sier<br>\n<br>\nat ja.", "[[eva|N]]"),
    "a view": ("/// view | findings-of fs1\n///\n\nEva.", "/// view | findings-of fs1\n///\n\n[[eva|N]]"),
    "editors' words": ("/// editors\nEva sier\nja.\n///\n\nNei.", "/// editors\n[[eva|N]]\n///\n\nNei."),
    "front matter": ("---\nevidence: [u-x]\n---\n# A\n\n[[u-x]]", "---\nevidence: [u-x]\n---\n# A\n\n[[u-x|N]]"),
    "nothing": ("Per og [[u-xy]] og Evald.", "Per og [[u-xy]] og Evald."),
}


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.replace(" ", "-"))
def test_what_is_taken_out_of_a_page(case: str) -> None:
    before, after = PAGES[case]
    edited, problems = collect(edit_page(before, "a.md", GONE))
    assert edited == after
    assert any(problem.rule == "withdrawn-text" for problem in problems) == (before != after)


def test_who_is_left_is_listed() -> None:
    _, problems = collect(edit_page("# A\n\nPer sier ja.\n\nEva og Per.", "a.md", GONE))
    assert [(problem.line, problem.rule) for problem in problems] == [(3, "withdrawn-review"), (5, "withdrawn-text")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("trukket {day}.{month}.{year}", "trukket 5.1.2026"),
        ("withdrawn {date}", "withdrawn 2026-01-05"),
        ("{} {x", "{} {x"),
    ],
)
def test_the_note(words: str, said: str) -> None:
    gone = Withdrawn({"u-x": "2026-01-05"}, {}, {}, {}, locale=Locale(words={"withdrawn": words}))
    assert gone.note("u-x") == said
