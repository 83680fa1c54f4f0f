"""Every warrant of the real site is the thesis', and a change to any of them is found with its place."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from project import ROOT, TINY, changed, copy_of, real_trace

from spor.check.warrants import claims_are_no_surer, has_word, relations_say_why, warrants_stand_in_the_thesis
from spor.read.thesis import places, take_fingerprint
from spor.read.translation import read_standalone
from spor.trace.original import Original, read, take, write
from spor.trace.trace import Entity, Relation, Trace
from spor.trace.warrant import NONE, Warrant, parse_warrant, plain_words


@pytest.fixture(scope="module")
def trace() -> Trace:
    """The trace of the real site."""
    return read_standalone(ROOT / "mkdocs.yml").trace


def _with_warrants(trace: Trace, change: dict[str, str]) -> tuple[Trace, list[Relation]]:
    """The trace with each quoting warrant of a relation changed, and the relations that have one."""
    changed = [r for r in trace.relations if r.warrant.words]
    relations = tuple(
        replace(r, warrant=replace(r.warrant, **change)) if r.warrant.words else r for r in trace.relations
    )
    return replace(trace, relations=relations), changed


def test_each_relation_that_argues_says_why(trace: Trace) -> None:
    assert not list(relations_say_why(trace))
    without = replace(trace, relations=tuple(replace(r, warrant=NONE) for r in trace.relations))
    argues = [r for r in trace.relations if trace.schema.fields(trace.entities[r.source].kind)[r.name].warrant]
    assert len(list(relations_say_why(without))) == len(argues) > 500


def test_each_word_of_each_warrant_counts(trace: Trace) -> None:
    """A changed word, at any place of any warrant, is found."""
    assert not list(warrants_stand_in_the_thesis(trace))
    quoted = [r for r in trace.relations if r.warrant.words]
    lost = []
    for relation in quoted:
        words = relation.warrant.words.split()
        for at in range(len(words)):
            other = " ".join([*words[:at], "xyzzy", *words[at + 1 :]])
            if trace.original.fingerprint.holds(relation.warrant.section, other):
                lost.append((relation.source, other))
    assert not lost


def test_a_warrant_of_another_section_is_found(trace: Trace) -> None:
    """Each warrant, moved to a section that does not have its words, is reported where it stands."""
    moved, relations = _with_warrants(trace, {"section": "§4.9"})
    found = {(p.path, p.line) for p in warrants_stand_in_the_thesis(moved)}
    missed = [r for r in relations if (r.place.path, r.place.line) not in found]
    assert all("§4.9" in trace.original.fingerprint.anywhere(r.warrant.words) for r in missed)
    assert len(missed) < len(relations) / 100


def test_a_title_without_its_hedge_is_found(trace: Trace) -> None:
    """Each claim that the thesis reads or supposes, with the hedges taken out of its title, is reported."""
    assert not list(claims_are_no_surer(trace))
    hedged = [c for c in trace.of_role("claim") if c.fields.get("said", {}).get("as") in ("reads", "supposes")]
    assert len(hedged) > 10
    for claim in hedged:
        title = claim.title
        for word in sorted(trace.original.locale.hedges, key=len, reverse=True):
            title = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "", title, flags=re.IGNORECASE)
        surer = _titled(trace, claim, title)
        assert [p.rule for p in claims_are_no_surer(surer)] == ["surer-than-thesis"], claim.id


def _titled(trace: Trace, claim: Entity, title: str) -> Trace:
    return replace(trace, entities=MappingProxyType({**trace.entities, claim.id: replace(claim, title=title)}))


def test_a_hedge_is_a_word_of_its_own() -> None:
    assert has_word("Det kan tolkes slik", ("kan",))
    assert not has_word("Kanalen er åpen", ("kan",))
    assert has_word("Sykepleierne venter", ("sykepleier…",))
    assert not has_word("Hjelpesykepleierne venter", ("sykepleier…",))


def test_warrants_are_read_and_refused() -> None:
    assert parse_warrant("§6.2.1 «oppdraget som er gitt»", "redaksjonen:") == Warrant("§6.2.1", "oppdraget som er gitt")
    assert parse_warrant("redaksjonen: brevet nevner gruppen", "redaksjonen:") == Warrant(
        reason="brevet nevner gruppen"
    )
    for wrong in ("", "fordi", "redaksjonen:", "§6.2 «for kort»", "§6.2 «" + "ord " * 8 + "»", "«uten avsnitt her»"):
        assert parse_warrant(wrong, "redaksjonen:") is None, wrong


@pytest.mark.parametrize(("given", "says"), [("gone.txt", "There is no file 'gone.txt'. Name"), ("", "Name the file")])
def test_a_thesis_that_is_not_there_is_told(given: str, says: str) -> None:
    with pytest.raises(SystemExit, match=f"^{says}"):
        take_fingerprint([given])


def test_a_fingerprint_comes_back_as_written() -> None:
    taken = take({"§1": "Dette er en liten tekst som står her", "§2": "og en annen"}, ["§1"])
    assert read(write(taken)) == taken
    assert taken.holds("§1", "en liten tekst") and not taken.holds("§2", "en liten tekst")
    assert taken.holds("§1", "liten") and not taken.holds("§2", "annen")
    with pytest.raises(ValueError, match="line 1"):
        read("§1 ???\n")


def test_eight_words_in_a_row_are_copied_and_seven_are_not() -> None:
    text = "en to tre fire fem seks sju åtte ni ti"
    original = Original(take({"§1": text}))
    assert original.copied("først kom en to tre fire fem seks sju åtte") == [(0, "en to tre fire fem seks sju åtte")]
    assert not original.copied("en to tre fire fem seks sju og ni ti")
    assert not original.copied("sju åtte ni ti en to tre fire fem")
    assert original.copied("linje\nen to tre [[x|fire fem]] seks sju åtte ni")[0][0] == 1


def test_plain_words_leave_out_marks() -> None:
    assert plain_words("«Mål- og *disponeringsbrev*», 2021") == ["mål", "og", "disponeringsbrev", "2021"]


def test_the_summaries_before_the_first_section_are_the_thesis_too() -> None:
    section = real_trace().entities["§7.0"]
    heading = f"{section.fields['number']} {section.title}"
    found = places(f"Sammendrag\nDet er sagt.\n{heading}\nSlutt.", [section])
    assert found == {"front": "Sammendrag\nDet er sagt.", "§7.0": f"{heading}\nSlutt."}


def test_the_fingerprint_is_taken_before_there_is_one_and_in_place_of_a_damaged_one(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    changed(root, "mkdocs.yml", "  spor:\n", "  spor:\n    fingerprint: {file: thesis.fingerprint}\n")
    thesis = tmp_path / "thesis.txt"
    command = [sys.executable, "-m", "spor.read.thesis", "fingerprint", str(thesis)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}

    def taken() -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)

    thesis.write_bytes("1.0 Empiri\n\nEn caf\u00e9.\n".encode("cp1252"))
    done = taken()
    assert done.returncode == 1 and f"{thesis}:3: not-utf8: " in done.stderr and "Traceback" not in done.stderr
    thesis.write_text("1.0 Empiri\nEn \ufb01n caf\u00e9 i byen.\n1.1 Tolkning\nMer.\nVedlegg 1 Brev\nAlt.\n", "utf-8")
    for before in ("", "<<<<<<< HEAD\n"):
        (root / "thesis.fingerprint").write_text(before, "utf-8")
        assert taken().returncode == 0
        fingerprint = read((root / "thesis.fingerprint").read_text("utf-8"))
        assert fingerprint.holds("\u00a71.0", "en fin caf\u00e9 i byen")  # a PDF has `fi` as one sign
