"""An informant withdraws: headings, their anchors, and the titles of the thesis' parts tell nothing of it either."""

from __future__ import annotations

from pathlib import Path

import pytest
from project import ROOT, TINY, changed, copy_of, layout, messages, pages, real_trace, trace_of
from withdrawing import DAY, NOTE

from spor.locale import Locale
from spor.redact.page import edit_page
from spor.redact.project import Redaction, redact
from spor.redact.words import Withdrawn
from spor.trace.problem import collect

LOCALE = Locale(genitive=("s", "'"), editors="redaksjonen:", words={"withdrawn": "N"})
GONE = Withdrawn({"u-x": DAY}, {"eva": DAY}, {"Eva": "eva"}, {}, (), LOCALE)

PAGES = {
    "an anchor that names": ("## Eva ser det {#det-eva-ser .a}\n\nJa.", "## [[eva|N]]\n\nJa."),
    "an anchor in capitals": ("## Hun ser det {#Eva}\n\nJa.", "## [[eva|N]]\n\nJa."),
    "an anchor that does not": ("## Eva ser det {#s6-1}\n\nJa.", "## [[eva|N]] {#s6-1}\n\nJa."),
    "a link to such an anchor": ("Les [mer](a.md#det-eva-ser).\n\nJa.", "[[eva|N]]\n\nJa."),
    "another name in an anchor": ("## Noe {#det-evald-ser}\n\nJa.", "## Noe {#det-evald-ser}\n\nJa."),
}


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.replace(" ", "-"))
def test_headings_and_anchors(case: str) -> None:
    before, after = PAGES[case]
    assert collect(edit_page(before, "a.md", GONE))[0] == after


FRONT = {
    "a warrant": ('- u-x: "§1.0 «som Eva sier det her»"', '- u-x: "redaksjonen: N"'),
    "a reason": ('- "§1.0": "redaksjonen: Evas syn"', '- "§1.0": "redaksjonen: N"'),
    "a part": ("reach: {of: one, words: '§1.0 «som Eva sier det»'}", 'reach: {of: one, words: "redaksjonen: N"}'),
    "two parts": (
        "reservation: {text: 'Sier Eva.', words: \"§1.0 «er ikke så sikkert»\"}",
        'reservation: {text: "N", words: "§1.0 «er ikke så sikkert»"}',
    ),
    "a text": ("reservation: Bare om Eva sier det.", 'reservation: "N"'),
    "another": ('- u-y: "§1.0 «som Evald sier»"', '- u-y: "§1.0 «som Evald sier»"'),
}


@pytest.mark.parametrize("case", FRONT, ids=lambda case: case.replace(" ", "-"))
def test_no_warrant_tells_of_it(case: str) -> None:
    before, after = FRONT[case]
    edited, problems = collect(edit_page(f"---\nevidence:\n{before}\n---\n# A\n", "a.md", GONE))
    assert edited == f"---\nevidence:\n{after}\n---\n# A\n"
    assert [(p.line, p.rule) for p in problems] == ([(3, "withdrawn-text")] if before != after else [])


@pytest.fixture(scope="module")
def without_kim(tmp_path_factory: pytest.TempPathFactory) -> Redaction:
    """The thesis without an informant."""
    root = copy_of(ROOT, tmp_path_factory.mktemp("without"))
    changed(root, "docs/data/informanter.yml", "id: kim,", f"id: kim, withdrawn: {DAY},")
    return redaction(root)


def test_no_relation_has_a_warrant_that_tells(without_kim: Redaction) -> None:
    relations = without_kim.trace.relations
    leaking = [r for r in relations if "Kim" in r.warrant.words or "Kim" in r.warrant.reason]
    assert leaking == [] and sum(NOTE in relation.warrant.reason for relation in relations) > 5


def redaction(root: Path) -> Redaction:
    assert messages(root) == []
    found = redact(layout(root), pages(root), trace_of(root))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("title", "goes"),
    [
        ("Ola om små ting", True),
        ("Olas blikk", True),
        ("Hva han synes små ting er", True),
        ("Små ting", False),
    ],
)
def test_the_title_of_a_section_goes_wherever_it_stands(title: str, goes: bool, tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path)
    section = trace_of(root).entities["§1.0"]
    for file in (section.place.path, f"docs/{section.page}"):
        changed(root, file, section.title, title)
    changed(root, "docs/data/informanter.yml", "name: Ola", f"name: Ola, withdrawn: {DAY}")
    found = redaction(root)
    left = found.trace.entities["§1.0"]
    assert (left.title, left.fields["title"]) == ((NOTE, NOTE) if goes else (title, title))
    assert found.of("withdrawn-words") == ()
    source = found.sources.get(section.page) or (root / "docs" / section.page).read_text("utf-8")
    assert (title in source) is not goes
    assert left.fields["number"] == section.fields["number"]
    assert any(section.place.path == problem.path for problem in found.of("withdrawn-text")) is goes


def test_the_heading_of_a_section_that_quotes_an_informant_goes(without_kim: Redaction) -> None:
    assert "mer forringet blir det" in real_trace().entities["§6.3.1"].title
    assert without_kim.trace.entities["§6.3.1"].title == NOTE
    sources = without_kim.sources
    texts = [sources.get(page) or (ROOT / "docs" / page).read_text("utf-8") for page in pages(ROOT)]
    assert [text for text in texts if "mer forringet blir det" in text] == []
