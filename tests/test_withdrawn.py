"""An informant withdraws: no word is left in any byte of the site, and the build says what must be mended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Build, build
from html_pages import document, ids, page_file
from project import ROOT, TINY, copy_of, layout, messages, pages, real_trace, trace_of
from site_words import Run, found_in, runs

from spor.redact.page import edit_page
from spor.redact.project import Redaction, note_of, redact
from spor.redact.words import Withdrawn
from spor.render.views.profile import profile

DAY = "2026-11-24"
NOTE = "trukket 24.11.2026"
STATEMENT = "u-kim-oppdraget"
INFORMANT = "kim"
note = note_of("trukket {day}.{month}.{year}")
TRACE = real_trace()


def withdraw(root: Path, identifier: str) -> None:
    """Marks a statement or an informant as withdrawn, as a writer would."""
    entity = TRACE.entities[identifier]
    path = root / entity.place.path
    lines = path.read_text("utf-8").split("\n")
    number = entity.lines["id"] - 1
    in_one_line = lines[number].startswith("- {")
    lines[number] = (
        lines[number].replace("{", f"{{withdrawn: {DAY}, ", 1)
        if in_one_line
        else f"{lines[number]}\n  withdrawn: {DAY}"
    )
    path.write_text("\n".join(lines), "utf-8")


def redaction(root: Path) -> Redaction:
    found = redact(layout(root), pages(root), trace_of(root), note)
    assert found is not None
    return found


def statements_of(identifier: str) -> list[str]:
    """The statement itself, or all of an informant's."""
    said = [r.source for r in TRACE.relations if r.name == "informant" and r.target == identifier]
    return said or [identifier]


def own_words(identifier: str) -> set[Run]:
    """Four words in a row of the withdrawn statements that stand in no other entity's data."""
    gone = statements_of(identifier)
    others = [e for e in TRACE.entities.values() if e.id not in gone]
    rest = set().union(
        *(runs(str(v)) for e in others for n, value in e.fields.items() if n != "id" for v in _each(value))
    )
    return set().union(*(runs(str(TRACE.entities[i].fields["text"])) for i in gone)) - rest


def _each(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def words_taken_out(found: Redaction) -> set[Run]:
    """Six words in a row that stood in the lines taken out, with no link among them, and in nothing else."""
    whole = {path: (ROOT / "docs" / path).read_text("utf-8") for path in pages(ROOT)}
    left = [found.sources.get(path, text) for path, text in whole.items()]
    kept = {line for text in left for line in text.split("\n")}
    gone = {line for path in found.sources for line in whole[path].split("\n")} - kept
    gone = {part for line in gone for part in re.split(r"\[\[[^\]]*\]\]|\[[^\]]*@[^\]]*\]", line)}
    rest = [*left, *(file.read_text("utf-8") for file in (ROOT / "docs" / "data").glob("*.yml"))]
    return set().union(*(runs(line, 6) for line in gone)) - set().union(*(runs(text, 6) for text in rest))


def project(root: Path, identifier: str) -> Path:
    copy_of(ROOT, root)
    withdraw(root, identifier)
    return root


@pytest.mark.parametrize(("identifier", "strict"), [(STATEMENT, True), (INFORMANT, False)])
def test_no_word_is_left_in_any_byte(identifier: str, strict: bool, real: Build, tmp_path: Path) -> None:
    root = project(tmp_path, identifier)
    found = redaction(root)
    done = build(root / "mkdocs.yml", root / "site", strict, SPOR_BOOK="true")
    assert done.code == 0, done.output
    own, taken_out = own_words(identifier), words_taken_out(found)
    shown = found_in(real.site, own | taken_out)
    for forbidden in (own, taken_out):
        assert len(shown & forbidden) > 0.8 * len(forbidden), "the search must find the words where they stand"
    for pattern in ("*.pdf", "*.epub", "search_index.json", "*.csv", "*.jsonld"):
        assert list((root / "site").rglob(pattern))
        assert len(found_in(real.site, own, pattern)) > 0.5 * len(own), f"nor are they found in {pattern}"
    assert found_in(root / "site", own | taken_out) == set()
    for problem in (*found.replaced, *found.lacking):
        assert f"must be mended: {problem}" in done.output
    for problem in found.review:
        assert f"must be read again: {problem}" in done.output
    for statement in statements_of(identifier):
        page = page_file(root / "site", TRACE.entities[statement].page)
        assert statement in ids(page)
        assert NOTE in document(page).xpath(f"//article[descendant-or-self::*/@id='{statement}']")[-1].text_content()


def test_a_finding_without_ground_stops_a_strict_build(tmp_path: Path) -> None:
    root = project(tmp_path, INFORMANT)
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code != 0
    assert re.search(r"must be mended: docs/funn/malene-er-gitt\.md:\d+: withdrawn-evidence: ", done.output)
    assert "Traceback" not in done.output


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return copy_of(ROOT, tmp_path)


@pytest.mark.parametrize("identifier", [e.id for e in TRACE.of_kind("informant")])
def test_no_entity_and_no_page_tells_of_an_informant(identifier: str, content: Path) -> None:
    withdraw(content, identifier)
    assert messages(content) == []
    found = redaction(content)
    left = [found.sources.get(path) or (content / "docs" / path).read_text("utf-8") for path in pages(content)]
    left += [str(value) for e in found.trace.entities.values() for value in e.fields.values()]
    forbidden = own_words(identifier)
    name = TRACE.entities[identifier].title
    assert [text for text in left if runs(text) & forbidden] == []
    assert [text for text in left[: len(pages(content))] if re.search(rf"\b{name}s?\b", text)] == []
    assert found.forbidding == ()


def test_the_background_of_an_informant_goes_too(content: Path) -> None:
    withdraw(content, INFORMANT)
    rows = redaction(content).trace.tables["data/tabell-2.yml"]
    assert [row for row in rows if row["name"] == "Kim"] == [
        {"number": NOTE, "name": "Kim", "years": NOTE, "office": NOTE, "education": NOTE, "gender": NOTE}
    ]
    assert sum(NOTE in row.values() for row in rows) == 1


def test_nobody_is_said_to_have_said_it(content: Path) -> None:
    withdraw(content, STATEMENT)
    trace = redaction(content).trace
    assert [r for r in trace.relations if r.source == STATEMENT and r.name == "informant"] == []
    assert trace.entities[STATEMENT].fields == {"id": STATEMENT, "text": NOTE, "withdrawn": DAY}


def test_what_is_withdrawn_counts_for_nothing(content: Path) -> None:
    withdraw(content, STATEMENT)
    before, after = TRACE, redaction(content).trace
    finding = before.entities["malene-er-gitt"]
    one = profile(before, finding).evidence["statement"]
    assert profile(after, finding).evidence["statement"] == one - 1


def test_a_title_with_the_words_stops_the_build(content: Path) -> None:
    path = content / "docs/funn/malene-er-gitt.md"
    text = path.read_text("utf-8")
    title = TRACE.entities["malene-er-gitt"].title
    path.write_text(text.replace(title, "Kim bestemmer ikke målene"), "utf-8")
    withdraw(content, INFORMANT)
    assert [str(problem) for problem in redaction(content).forbidding] == [
        "docs/funn/malene-er-gitt.md:2: withdrawn-words: the front matter names kim (withdrawn): write it again"
    ]


def test_words_in_other_data_are_taken_out(content: Path) -> None:
    path = content / "docs/data/coreq.yml"
    trace = trace_of(content)
    item = next(e for e in trace.of_kind("checklist_item") if e.fields.get("text"))
    path.write_text(path.read_text("utf-8").replace(str(item.fields["text"]), "Kims svar er tatt med."), "utf-8")
    withdraw(content, INFORMANT)
    found = redaction(content)
    assert found.trace.entities[item.id].fields["text"] == NOTE
    assert any(item.id in str(problem) for problem in found.replaced)


def test_nothing_withdrawn_changes_nothing() -> None:
    assert redact(layout(ROOT), pages(ROOT), TRACE, note) is None


def test_the_trace_of_a_tiny_thesis(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path)
    path = root / "docs/data/informanter.yml"
    path.write_text(path.read_text("utf-8").replace("name: Ola", f"name: Ola, withdrawn: {DAY}"), "utf-8")
    found = redaction(root)
    assert [problem.rule for problem in found.lacking] == ["withdrawn-evidence"]
    assert "Ola" not in found.sources["funn/ting-er-store.md"]
    raw = {mention.raw for mention in found.trace.mentions if mention.target in ("ola", "u-ola-smatt")}
    assert raw == {f"[[u-ola-smatt|{NOTE}]]", rf"[[ola\|{NOTE}]]"}


GONE = Withdrawn(
    {"u-x": DAY}, {"eva": DAY}, {"Eva": "eva"}, {("dette", "har", "hun", "sagt"): "u-x"}, ("Per",), ("s", "'")
)

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
    "a quotation": ("> Eva sier\n> at ja\n>\n> Nei", "> [[eva|N]]\n>\n> Nei"),
    "a row": (
        "| a | b |\n|---|---|\n| 1 | [[u-x\\|x]] |\n| 2 | y |",
        "| a | b |\n|---|---|\n| [[u-x\\|N]] | |\n| 2 | y |",
    ),
    "a footnote": ("Eva.[^1] Nei.\n\nJa.[^2]\n\n[^1]: Om det.\n[^2]: Om ja.", "[[eva|N]]\n\nJa.[^2]\n\n\n[^2]: Om ja."),
    "code": ("```\nEva\n\nmer\n```\n\nSlutt.", "N\n\nSlutt."),
    "a comment": ("<!-- Eva sier -->\n\nJa.", "N\n\nJa."),
    "html": ('<figure>\n<img alt="Eva">\n<p>Eva</p>\n</figure>', "<figure>\nN<p></p></figure>"),
    "a line break": ("Eva sier<br>\n<br>\nat ja.", "[[eva|N]]"),
    "a view": ("/// view | findings-of fs1\n///\n\nEva.", "/// view | findings-of fs1\n///\n\n[[eva|N]]"),
    "front matter": ("---\nevidence: [u-x]\n---\n# A\n\n[[u-x]]", "---\nevidence: [u-x]\n---\n# A\n\n[[u-x|N]]"),
    "nothing": ("Per og [[u-xy]] og Evald.", "Per og [[u-xy]] og Evald."),
}


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.replace(" ", "-"))
def test_what_is_taken_out_of_a_page(case: str) -> None:
    before, after = PAGES[case]
    edited = edit_page(before, "a.md", GONE, lambda _: "N")
    assert edited.text == after
    assert bool(edited.replaced) == (before != after)


def test_who_is_left_is_listed() -> None:
    edited = edit_page("# A\n\nPer sier ja.\n\nEva og Per.", "a.md", GONE, note)
    assert [(problem.line, problem.rule) for problem in edited.review] == [(3, "withdrawn-review")]


def test_the_note() -> None:
    assert note("2026-01-05") == "trukket 5.1.2026"
    assert note_of("withdrawn {date}")(DAY) == "withdrawn 2026-11-24"
    assert note_of("{} {x")(DAY) == "{} {x"
