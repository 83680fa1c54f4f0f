"""The rules, case by case: each file in cases/ changes the tiny thesis and says what the check must answer."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml
from project import ROOT, TINY, changed, configured, copy_of, layout, messages, pages, trace_of, translated_messages

import spor.read.publishable
import spor.read.settings
import spor.render.markdown  # noqa: F401  (with these, all that reports a problem has said so in HELP)
from spor.redact.project import redact
from spor.trace.original import take, write
from spor.trace.problem import HELP, Problem, ProjectError, stop_at

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(FOLDER.glob("*/*.yml"))
#: Rules that no case can show, since they are not about content alone, with the test that shows each.
ELSEWHERE = {
    "not-rendered": "test_clumsy.py",
    "other-headings": "test_rules.py",
    "other-page": "test_publishable.py",
    "other-side": "test_rules.py",
    "other-year": "test_rules.py",
    "same-address": "test_publishable.py",
    "settings": "test_settings.py",
    "symbolic-link": "test_symlinks.py",
    "synonyms": "test_search.py",
    "too-large": "test_rules.py",
    "undeclared-ground": "test_rules.py",
    "unknown-synonym": "test_search.py",
    "untold-section": "test_rules.py",
    "unpublishable-file": "test_publishable.py",
    "unsafe-picture": "test_pictures.py",
    "withdrawn-edition": "test_editions.py",
}
#: Cases in which nothing is wrong.
SILENT = "silent"


def apply(case: dict[str, Any], root: Path) -> None:
    """Makes a case's changes: `files` (content, or nothing to take the file out) and `replace` (words in a file).

    With `thesis` (its text, section by section; of those in `whole` single words are kept) the content is held against
    it. With `translated`, the English side is
    held against the Norwegian one.
    """
    if "thesis" in case:
        (root / "thesis.fingerprint").write_text(write(take(case["thesis"], case.get("whole", ()))), "utf-8")
        changed(root, "mkdocs.yml", "  spor:\n", "  spor:\n    fingerprint: {file: thesis.fingerprint}\n")
    for name, content in case.get("files", {}).items():
        path = root / name
        if content is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for name, changes in case.get("replace", {}).items():
        path = root / name
        text = path.read_text("utf-8")
        for old, new in changes.items():
            assert old in text, f"{name} does not hold {old!r}"
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")


def withdrawn(root: Path) -> list[str]:
    """What the build says of words that are withdrawn, where nothing else is wrong."""
    found = redact(layout(root), pages(root), trace_of(root))
    said = ("withdrawn-words", "withdrawn-evidence", "withdrawn-text", "withdrawn-review")  # in this order
    return [str(problem) for rule in said for problem in found.of(rule)] if found else []


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    root = copy_of(TINY, tmp_path)
    apply(case, root)
    rule = path.parent.name
    found = translated_messages(root) if case.get("translated") else messages(root) or withdrawn(root)
    if "thesis" in case or case.get("translated"):  # no relation of the tiny thesis says why it stands
        found = [message for message in found if f": {rule}: " in message]
    assert found == case["messages"].splitlines()
    assert found == [] if rule == SILENT else any(f": {rule}: " in message for message in found)


def test_one_page_that_is_built_otherwise_than_all_others_is_told(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path)
    concept = (root / "docs" / "begreper" / "relativitet.md").read_text("utf-8")
    for number in range(10):
        text = concept.replace("relativitet", f"begrep-{number}").replace("Relativitet", f"Begrep nr. {number}")
        (root / "docs" / "begreper" / f"begrep-{number}.md").write_text(
            f"{text}\n## Bruk\n\nSlik.\n\n## Mer\n\nSlik.\n", "utf-8"
        )
    told = "docs/begreper/relativitet.md:{}: other-headings: there is no heading '## Bruk', as (nearly) all other pages"
    line = concept[: concept.index("# ")].count("\n") + 1
    told = f"{told.format(line)} of a concept have it"
    assert [m for m in messages(root) if ": other-headings: " in m] == [told, told.replace("Bruk", "Mer")]
    changed(root, "docs/begreper/begrep-0.md", "## Bruk", "## Om bruk")  # of eleven, two: that is no custom
    assert [m for m in messages(root) if ": other-headings: " in m] == [told.replace("Bruk", "Mer")]
    changed(root, "docs/begreper/begrep-0.md", "## Om bruk", "## Bruk")
    (root / "docs" / "begreper" / "relativitet.md").write_text(
        f"{concept}\n## Mer\n\nSlik.\n\n## Bruk\n\nSlik.\n", "utf-8"
    )
    (message,) = (m for m in messages(root) if ": other-headings: " in m)
    assert message.endswith("another order than on (nearly) all other pages of a concept: ## Bruk, ## Mer")


@pytest.fixture
def grounded(tmp_path: Path) -> Path:
    """The tiny thesis with a dozen claims more, each with a heading for its evidence and one for what is against it."""
    root = copy_of(TINY, tmp_path)
    claim = (root / "docs" / "funn" / "ting-er-store.md").read_text("utf-8")
    claim = claim.replace("\nsections:", "\nagainst: [ting-er-store]\nsections:").replace("\n[[", "\n## Grunnlag\n\n[[")
    for number in range(12):
        text = claim.replace("id: ting-er-store", f"id: ting-{number}").replace("Små ting er", f"Ting nr. {number} er")
        text = f"{text}\n## Forbehold\n\nSe [[ting-er-store]].\n"
        (root / "docs" / "funn" / f"ting-{number}.md").write_text(text, "utf-8")
    return root


SAID = "[[u-ola-smatt|Ola]] sier det."
UNTOLD = {"evidence: [u-ola-smatt]\n": ""}
#: What is done to one claim or to two, and how what is told of it begins.
GROUNDS = {
    "evidence is left out": (1, UNTOLD, "undeclared-ground: 'ting-0' tells of 'u-ola-smatt'"),
    "evidence is left out twice: that is no custom": (2, UNTOLD, ""),
    "the editors tell of it": (1, {**UNTOLD, SAID: f"/// editors\n{SAID}\n///"}, ""),
    "evidence is said to be against": (
        1,
        {**UNTOLD, "against: [": "against: [u-ola-smatt, "},
        "other-side: 'u-ola-smatt' is under 'against' of 'ting-0', but is told under 'Grunnlag'",
    ),
    "a claim is a ground": (1, {SAID: "Se [[ting-1]]."}, "undeclared-ground: 'ting-0' tells of 'ting-1'"),
    "a claim that is declared is a ground": (
        1,
        {SAID: "Se [[ting-1]].", "\nsections:": "\nbuilds_on: [ting-1]\nsections:"},
        "",
    ),
    "a claim is a reservation": (1, {"Se [[ting-er-store]]": "Se [[ting-er-store]] og [[ting-1]]"}, ""),
    "evidence is told as a reservation": (
        1,
        {SAID: "Slik.", "Se [[ting-er-store]]": SAID},
        "other-side: 'u-ola-smatt' is under 'evidence' of 'ting-0', but is told under 'Forbehold'",
    ),
}


@pytest.mark.parametrize("name", GROUNDS)
def test_grounds_are_told_as_they_are_declared(grounded: Path, name: str) -> None:
    claims, changes, told = GROUNDS[name]
    for number in range(claims):
        for old, new in changes.items():
            changed(grounded, f"docs/funn/ting-{number}.md", old, new)
    found = [m.partition(": ")[2] for m in messages(grounded) if ": undeclared-ground: " in m or ": other-side: " in m]
    assert [message[: len(told)] for message in found] == ([told] if told else [])


def test_words_that_tell_of_no_number_are_told_where_others_do(grounded: Path) -> None:
    apply({"thesis": {"§1.0": "Flere av dem sier det. Kontoret har tre ansatte."}}, grounded)
    for number in range(12):
        words = "kontoret har tre" if number == 7 else "flere av dem"
        reach = f"\nreach: {{of: several, words: '§1.0 «{words}»'}}\nanswers:"
        changed(grounded, f"docs/funn/ting-{number}.md", "\nanswers:", reach)
    (message,) = (m for m in messages(grounded) if ": value-not-in-words: " in m)
    assert message.startswith("docs/funn/ting-7.md:6: ") and "tells of no number" in message


def test_a_section_of_which_nothing_tells_is_told_where_that_is_no_custom(grounded: Path) -> None:
    for name in ("ting-3", "ting-5"):
        changed(grounded, f"docs/funn/{name}.md", "sections: ['§1.0']", "sections: ['§1.0', '§1.1']")
    changed(grounded, "docs/funn/ting-5.md", "sier det.", "sier det, se [[§1.1]].")
    (message,) = (m for m in messages(grounded) if ": untold-section: " in m)
    assert message.partition(": ")[2].startswith("untold-section: 'ting-3' lists §1.1, but neither of the two tells")


def test_one_key_with_another_year_than_its_work_is_told(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path)
    entry = "@book{{verk{year}, author = {{Berg, Ada}}, title = {{Verk}}, publisher = {{P}}, date = {{{date}}}}}\n"
    works = [entry.format(year=year, date=year) for year in range(2001, 2010)]
    others = [entry.format(year=2011, date="2012-01-02"), entry.format(year=2013, date=2014)]

    def told(*entries: str) -> list[str]:
        bibliography = (TINY / "references.bib").read_text("utf-8") + "".join(entries)
        (root / "references.bib").write_text(bibliography, "utf-8")
        return [message for message in messages(root) if ": other-year: " in message]

    (message,) = told(*works, others[0])
    assert message.partition(": ")[2].startswith("other-year: 'verk2011': the work is of 2012")
    assert told(*works, *others) == told(*works) == []


def test_every_rule_has_a_case() -> None:
    """Each name in the one list of rules, those that a project declares included, has a folder of its own."""
    declared = set(HELP) | {demand.rule for demand in configured().schema.demands}
    with_case = {path.parent.name for path in CASES} - {SILENT}
    assert declared - with_case - set(ELSEWHERE) == set()
    assert with_case - declared == set(), "no rule has this name"
    assert set(ELSEWHERE) - declared == with_case & set(ELSEWHERE) == set(), "the list of exceptions is out of date"


def reported(folder: Path) -> set[str]:
    """The names of rules that stand in calls of `Problem` and `problem_at` below a folder."""
    places = {"Problem": 2, "loss_at": 2, "problem_at": 1}
    calls = [
        node
        for file in folder.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in places
    ]
    named = [
        call.args[places[call.func.id]] for call in calls if isinstance(call.func, ast.Name) and len(call.args) > 2
    ]
    return {str(name.value) for name in named if isinstance(name, ast.Constant)}


def test_whatever_is_reported_is_declared() -> None:
    found = reported(ROOT / "hooks" / "spor")
    assert len(found) > 40 and found - set(HELP) == set()


def test_a_file_of_too_many_bytes_is_not_read(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path)
    with (root / "docs" / "mer.md").open("wb") as file:
        file.truncate(32_000_001)  # no disk is filled by this
    assert messages(root) == [
        "docs/mer.md:1: too-large: holds 32,000,001 bytes, more than 32,000,000: is it the right file?"
    ]


def test_every_rule_is_explained_in_one_sentence() -> None:
    assert [name for name, line in HELP.items() if not line.endswith(".") or "\n" in line] == []


def test_a_flood_is_told_in_short() -> None:
    """One cause can break a rule in thousands of places; what breaks another rule must not be lost among them."""
    many = [Problem("a.md", line, "unknown-id", "leads nowhere") for line in range(1, 61)]
    with pytest.raises(ProjectError) as stopped:
        stop_at([*many, Problem("b.md", 1, "cycle", "goes round")], "The trace is broken")
    first, *told, last = str(stopped.value).split("\n")
    assert first == "The trace is broken in 61 place(s):"
    assert told == [*map(str, many[:40]), "b.md:1: cycle: goes round"]
    assert last == "… and 20 more of unknown-id"
