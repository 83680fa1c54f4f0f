"""The letters side by side: what belongs together, what changed, how binding it is; each rule is broken once."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Build
from html_pages import document, page_file
from project import ROOT

import spor.render.views  # noqa: F401  (a page may ask for them)
from spor.check import check
from spor.locale import load
from spor.publish.html import contents
from spor.read.layout import Layout, read_configuration
from spor.read.project import read_trace
from spor.read.thesis import Addressees, bound, counted, parts, table
from spor.read.translation import read_standalone
from spor.render.citations import Formatted
from spor.render.site import Site
from spor.render.views.changes import comparison, marked
from spor.trace.change import matters
from spor.trace.original import Original, take
from spor.trace.schema import read_schema
from spor.trace.trace import Trace

#: The kinds of the real letters, and two letters of four lines.
SETTINGS = read_configuration(ROOT / "mkdocs.yml")["extra"]["spor"]
KINDS = {name: SETTINGS["kinds"][name] for name in ("letter", "letter_item", "letter_pair")}
OLD = "Første brev. Kontorene bes om å svare innen frist. Fylket må ha beredskap for storm. Det er likt og skal gjøres."
NEW = "Andre brev. Kontorene skal gi svar straks. Alle bør bruke den nye bokmalen. Det er likt og skal gjøres."
ITEMS = [
    ("brev-1-svar", "1", "bes", "bes om å svare innen", "Kontorene bes om å svare.", {"deadline": "innen frist"}),
    ("brev-1-storm", "1.1", "må", "må ha beredskap for storm", "Fylket må være beredt.", {}),
    ("brev-1-likt", "2", "skal", "likt og skal gjøres", "Dette skal gjøres.", {}),
    ("brev-2-svar", "1", "skal", "Kontorene skal gi svar", "Kontorene skal svare straks.", {}),
    ("brev-2-mal", "1 og 2", "bør", "Alle bør bruke den", "Alle bør bruke malen.", {}),
    ("brev-2-likt", "2", "skal", "likt og skal gjøres", "Dette skal gjøres.", {}),
]
PAIRS: list[dict[str, Any]] = [
    {"id": "sak-svar", "before": ["brev-1-svar"], "after": ["brev-2-svar"], "change": "skjerpet"},
    {"id": "sak-mal", "before": [], "after": ["brev-2-mal"], "change": "nytt", "searched": ["bokmalen"]},
    {"id": "sak-storm", "before": ["brev-1-storm"], "after": [], "change": "borte", "searched": ["beredskap for"]},
    {"id": "sak-likt", "before": ["brev-1-likt"], "after": ["brev-2-likt"], "change": "likt"},
]
Edit = Callable[[dict[str, dict[str, Any]]], object]


def records() -> dict[str, dict[str, Any]]:
    """The records of the small letters by their ids, to be changed."""
    same = {"type": "requirement", "theme": "styring", "addressee": ["alle"], "title": "Tittel"}
    items = {
        name: {
            **{"id": name, "letter": name[:6], "part": part, "force": force, "text": text},
            **{"words": f"vedlegg-{name[5]} «{words}»", **same, **more},
        }
        for name, part, force, words, text, more in ITEMS
    }
    pairs = {pair["id"]: {"title": f"Tittel på {pair['id']}", "theme": "styring", **pair} for pair in PAIRS}
    for pair in pairs.values():
        if pair["change"] != "likt":
            pair["difference"] = "Noe er annerledes."
    return {**items, **pairs}


def written(root: Path, edit: Edit = lambda _: None) -> Trace:
    """The trace of the small letters, with their records edited."""
    made = records()
    edit(made)
    letters = [{"id": f"brev-{n}", "title": f"Brev {n}", "year": n, "appendix": f"vedlegg-{n}"} for n in ("1", "2")]
    data = {
        "brev": letters,
        "punkter": [r for r in made.values() if "letter" in r],
        "par": [r for r in made.values() if "letter" not in r],
    }
    (root / "docs" / "data").mkdir(parents=True)
    for name, rows in data.items():
        (root / "docs" / "data" / f"{name}.yml").write_text(json.dumps(rows), "utf-8")  # JSON is YAML
    for n in ("1", "2"):
        front = f"---\nkind: appendix\nid: vedlegg-{n}\ntitle: Brev\nlabel: Vedlegg {n}\n---\n"
        text = "# Vedlegg: Brev\n\n## Del 1 {#del-1}\n\n### 1.1 {#del-1-1}\n\n## Del 2 {#del-2}\n".replace(
            ":", f" {n}:"
        )
        (root / "docs" / f"vedlegg-{n}.md").write_text(front + text, "utf-8")
    page = "# Brevene\n\n/// view | documents\n///\n\n/// view | changes\n///\n"
    (root / "docs" / "brevene.md").write_text(page, "utf-8")
    source = "@book{a2001, author = {A, B.}, title = {C}, publisher = {D}, date = {2001}}\n"
    (root / "references.bib").write_text(source, "utf-8")
    fingerprint = take({"vedlegg-1": OLD, "vedlegg-2": NEW}, whole=("vedlegg-1", "vedlegg-2"))
    schema = read_schema({"kinds": KINDS})
    kinds = {"letter": "brev", "letter_item": "punkter", "letter_pair": "par"}
    layout = Layout(
        root, "docs", "references.bib", {kind: f"data/{name}.yml" for kind, name in kinds.items()},
        dict.fromkeys(kinds, "brevene.md"), schema, load("nb"), Original(fingerprint),
    )  # fmt: skip
    return read_trace(layout, ("brevene.md", "vedlegg-1.md", "vedlegg-2.md"))


def rules(trace: Trace) -> set[str]:
    """The rules that a trace breaks, but for those about its one source: a file without any would be one not read."""
    return {problem.rule for problem in check(trace) if problem.path != "references.bib"}


def test_the_small_letters_are_whole(tmp_path: Path) -> None:
    assert rules(written(tmp_path)) == set()


@pytest.mark.parametrize(
    ("rule", "edit"),
    [
        ("change-sides", lambda r: r["sak-svar"].update(change="nytt", searched=["straks"])),
        ("change-sides", lambda r: r["sak-mal"].update(change="utvidet")),
        ("change-sides", lambda r: r["sak-svar"].update(before=["brev-2-svar"], after=["brev-1-svar"])),
        ("change-sides", lambda r: r["sak-svar"].update(before=["brev-1-svar", "brev-2-mal"])),
        ("change-alike", lambda r: r["brev-2-likt"].update(text="Det samme skal gjøres.")),
        ("change-alike", lambda r: r["brev-2-likt"].update(addressee=["fylke"])),
        ("change-alike", lambda r: r["sak-svar"].update(change="flyttet")),
        ("change-strength", lambda r: r["sak-svar"].update(change="svekket")),
        ("change-strength", lambda r: r["sak-svar"].update(change="utvidet")),
        (
            "change-strength",
            lambda r: r["brev-2-svar"].update(
                force="opplyses", words="vedlegg-2 «Andre brev Kontorene»", text="Kontorene svarer."
            ),
        ),
        ("change-untold", lambda r: r["sak-svar"].pop("difference")),
        ("change-untold", lambda r: r["sak-likt"].update(difference="Noe er annerledes.")),
        ("change-untold", lambda r: r["sak-svar"].update(difference="Det haster. Det er nytt.")),
        ("searched-words", lambda r: r["sak-mal"].pop("searched")),
        ("searched-words", lambda r: r["sak-mal"].update(searched=["frist"])),  # stands in the other letter
        ("searched-words", lambda r: r["sak-mal"].update(searched=["prikk"])),  # stands in neither
        ("searched-words", lambda r: r["sak-svar"].update(searched=["straks"])),
        ("only-here", lambda r: r["sak-svar"].update(after=["brev-2-svar", "brev-2-mal"])),
        ("item-in-no-pair", lambda r: r["sak-likt"].update(after=["brev-2-mal"])),
        ("value-not-in-words", lambda r: r["brev-2-svar"].update(force="må")),
        ("value-not-in-words", lambda r: r["brev-2-svar"].update(text="Kontorene svarer straks.")),
        ("value-not-in-words", lambda r: r["brev-2-svar"].update(force="opplyses")),
        ("words-of-another", lambda r: r["brev-2-likt"].update(words="vedlegg-1 «likt og skal gjøres»")),
        ("warrant-not-in-thesis", lambda r: r["brev-2-svar"].update(words="vedlegg-2 «Kontorene skal gi bort»")),
        ("unknown-part", lambda r: r["brev-2-svar"].update(part="1 og 7.1")),
        ("wrong-value", lambda r: r["brev-2-svar"].update(addressee=["alle", "naboen"])),
        ("wrong-value", lambda r: r["sak-svar"].update(change="endret")),
    ],
)
def test_each_rule(tmp_path: Path, rule: str, edit: Edit) -> None:
    assert rule in rules(written(tmp_path, edit))


def test_a_number_within_a_part_is_not_looked_up(tmp_path: Path) -> None:
    assert rules(written(tmp_path, lambda r: r["brev-1-storm"].update(part="1.1, punkt 9.9"))) == set()


def test_compared_is_not_used(tmp_path: Path) -> None:
    trace = written(tmp_path)
    assert not any(trace.is_used(item) for item in trace.of_kind("letter_item"))
    assert all(trace.is_used(letter) for letter in trace.of_kind("letter"))


def site_of(trace: Trace) -> Site:
    urls = {page: page.replace(".md", "/") for page in trace.pages}
    return Site(trace, load("nb", SETTINGS["labels"]), urls, Formatted({}, {}))


def test_the_comparison(tmp_path: Path) -> None:
    found = comparison(site_of(written(tmp_path)))
    (rows,) = found.themes.values()
    assert [row.matter.entity.id for row in rows] == ["sak-svar", "sak-mal", "sak-storm", "sak-likt"]
    assert found.filters["before.force"] == ("skal", "må", "bes")
    assert found.filters["change"] == ("skjerpet", "nytt", "borte", "likt")
    assert rows[0].facets["after.force"] == ("skal",)
    anchors = [said.anchor for row in rows for said in (*row.before, *row.after)]
    assert sorted(anchors) == sorted(name for name, *_ in ITEMS)


def test_an_item_has_its_anchor_where_its_theme_is(tmp_path: Path) -> None:
    def edit(made: dict[str, dict[str, Any]]) -> None:
        other = {"id": "sak-annen", "title": "Annen", "theme": "unge", "change": "delvis", "difference": "Noe er likt."}
        pairs = {"sak-annen": {**other, "before": ["brev-1-svar"], "after": ["brev-2-svar"]}, **made}
        made.clear()
        made.update(pairs)

    trace = written(tmp_path, edit)
    assert rules(trace) == set()
    rows = {row.matter.entity.id: row for row in comparison(site_of(trace)).rows}
    assert [said.anchor for said in rows["sak-annen"].after] == [""]
    assert [said.anchor for said in rows["sak-svar"].after] == ["brev-2-svar"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Skal øke i år.", "Skal øke i fjor.", ("Skal øke i <mark>år</mark>.", "Skal øke i <mark>fjor</mark>.")),
        ("Likt & likt.", "Likt & likt.", ("Likt &amp; likt.", "Likt &amp; likt.")),
        ("En helt annen tekst.", "Noe som står for seg.", ("En helt annen tekst.", "Noe som står for seg.")),
        ("Det gjelder nå alle.", "Det gjelder alle.", ("Det gjelder <mark>nå</mark> alle.", "Det gjelder alle.")),
    ],
)
def test_marks(before: str, after: str, expected: tuple[str, str]) -> None:
    (first,), (second,) = marked([before], [after])
    assert (first, second) == expected


def test_marks_over_several_texts() -> None:
    before, after = marked(["Kontoret skal svare innen tre uker."], ["Kontoret skal svare.", "Innen to uker."])
    assert before == ["Kontoret skal svare innen <mark>tre</mark> uker."]
    assert after == ["Kontoret skal svare.", "Innen <mark>to</mark> uker."]


def test_contents_have_the_headings_that_views_ask_for() -> None:
    html = '<h1 id="a">A</h1><h2 id="b">B<a>¶</a></h2><h3 id="c" data-contents>C &amp; d</h3><h4 id="e">E</h4>'
    assert contents(html, {"a": "A", "b": "B"}) == [
        {"level": 1, "id": "a", "name": "A", "children": [
            {"level": 2, "id": "b", "name": "B", "children": [
                {"level": 3, "id": "c", "name": "C &amp; d", "children": []}]}]}
    ]  # fmt: skip
    assert contents('<h2 id="b">B</h2>', {"b": "B"}) is None


LETTER = """Vedlegg 6: Brev
Innledning
Del 1. Mål
Innledning
Her skal noe skje.
Del 1. Mål
Vi ber vi om at det må gjøres: https://skal.example/
1.1. Mer
Det skal være viktig.
2. Rapport
1.1 Dette skal med.
Slutt."""


def test_words_are_counted_part_by_part() -> None:
    found = parts(LETTER, "Innledning", ["1", "1.1", "2"])
    assert list(found) == ["Innledning", "1", "1.1", "2"]
    forms = {"skal": ["skal"], "bes": ["ber vi"]}
    assert counted(found["1"], forms) == {"skal": 0, "bes": 1, "words": 11}
    lines = table({"brev": found}, "alle", forms)
    assert lines[0] == "- {letter: brev, part: 'alle', skal: 3, bes: 1, words: 31}\n"
    assert [re.search(r"part: '([^']+)'", line)[1] for line in lines] == ["alle", "Innledning", "1", "1.1", "2"]  # type: ignore[index]


WORDS = {"skal": ["skal"], "bes": ["bes", "ber vi"], "viktig": ["viktig"]}


@pytest.mark.parametrize(
    ("text", "word", "whom"),
    [
        ("Fylkene skal drive markedsarbeid.", "skal", {"fylke"}),
        ("Ved behov skal NAV-kontorene følge opp.", "skal", {"kontor"}),  # the subject after its verb
        ("NAV fylke og NAV-kontor skal samarbeide.", "skal", {"fylke", "kontor"}),
        ("Loven gjelder alle, og fylkene skal følge den.", "skal", {"fylke"}),
        ("I oppfølgingen ber vi NAV-kontorene være oppmerksomme.", "bes", {"kontor"}),
        ("Da er det viktig at alle kontorene er med.", "viktig", {"kontor"}),
        ("Fylker som har fått opplæring bes om å begynne.", "bes", {"fylke"}),  # the sentence begins with it
        ("Nav har retningslinjer som skal følges.", "skal", {"resten"}),  # whose subject is `som`
        ("Samarbeidet mellom fylkene skal styrkes.", "skal", {"resten"}),  # what stands before belongs to a preposition
        ("Kompetansen i NAV-kontoret skal styrkes.", "skal", {"resten"}),
        ("Det skal sikres at fylkene er med.", "skal", {"resten"}),  # no one is said to ensure it
        ("Brukerne skal få svar.", "skal", {"resten"}),  # a word of the users binds none of those who are named
        ("Fylkene er med.⁹ Der skal det gjøres.", "skal", {"resten"}),  # another sentence
        ("Se https://skal.example/fylkene skal", "skal", {"resten"}),
    ],
)
def test_whom_a_word_binds(text: str, word: str, whom: set[str]) -> None:
    settings = SETTINGS["counts"]["addressees"]
    found = Addressees(settings).counted(text, WORDS, "resten")
    assert {who for who, numbers in found.items() if numbers[word]} == whom


def test_lines_for_whom_something_was_counted() -> None:
    lines = bound({"brev": "Fylkene skal og bes. Det skal gjøres."}, SETTINGS["counts"]["addressees"], WORDS)
    assert lines == [
        "- {letter: brev, addressee: fylke, skal: 1, bes: 0, viktig: 0}\n",
        "- {letter: brev, addressee: resten, skal: 1, bes: 1, viktig: 0}\n",
    ]


@pytest.fixture(scope="module")
def whole() -> Trace:
    """The trace of the real thesis."""
    return read_standalone(ROOT / "mkdocs.yml").trace


def test_the_real_letters_keep_all_rules(whole: Trace) -> None:
    assert [str(p) for p in check(whole) if p.path.startswith("docs/data/brev")] == []
    items = [item.id for matter in matters(whole) for item in matter.items]
    assert set(items) == {item.id for item in whole.of_kind("letter_item")}


@pytest.mark.parametrize(
    ("identifier", "change"),
    [
        # What the first comparison had as gone, new or the same by mistake.
        ("sak-ny-i-nav-3", "skjerpet"),
        ("sak-aktivitetsplan-medvirkning", "delvis"),
        ("sak-nedbemanning", "delvis"),
        ("sak-strategisk-partnerskap", "skjerpet"),
        ("sak-aap-frist", "skjerpet"),
        ("sak-mangfold-dugnad", "svekket"),
        ("sak-omstilling", "svekket"),
        ("sak-sikkerhetsrutiner", "skjerpet"),
        # What was sharper, wider or new, though a word became weaker, or the letter of 2021 has it for one measure.
        ("sak-utviklingsfylke", "delvis"),
        ("sak-gevinst", "svekket"),
        ("sak-tiltak-kvalitet", "delvis"),
    ],
)
def test_what_was_mistaken(whole: Trace, identifier: str, change: str) -> None:
    assert whole.entities[identifier].fields["change"] == change


def test_bes_became_skal(whole: Trace) -> None:
    found = {
        matter.entity.id
        for matter in matters(whole)
        if [{i.fields["force"] for i in side} for side in (matter.before, matter.after)] == [{"bes"}, {"skal"}]
    }
    assert "sak-kort-programtid" in found


def test_the_counts_add_up() -> None:
    rows = yaml.safe_load((ROOT / "docs/data/modalverb.yml").read_text("utf-8"))
    for letter in ("brev-2021", "brev-2022"):
        own = {row["part"]: row for row in rows if row["letter"] == letter}
        top = [part for part in own if part != "alle" and "." not in part]
        for word in ("skal", "må", "bør", "kan", "bes", "viktig", "forventes", "words"):
            assert own["alle"][word] == sum(own[part][word] for part in top)
    assert [row["skal"] for row in rows if row["part"] == "alle"] == [171, 214]
    whom = yaml.safe_load((ROOT / "docs/data/modalverb-adressat.yml").read_text("utf-8"))
    for row in (row for row in rows if row["part"] == "alle"):
        named = [each for each in whom if each["letter"] == row["letter"]]
        for word in ("skal", "må", "bør", "kan", "bes", "viktig", "forventes"):  # some have several addressees
            assert max(each[word] for each in named) <= row[word] <= sum(each[word] for each in named)


@pytest.mark.skipif("THESIS" not in os.environ, reason="the text of the thesis is not published")
def test_the_counts_are_those_of_the_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With THESIS=… : the file that is counted anew is the one that is there."""
    from spor.read.thesis import take_counts

    for name in ("docs", "mkdocs.yml", "references.bib", "thesis.fingerprint", "allowed.txt"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    for more in ROOT.glob("spor*.yml"):
        shutil.copy(more, tmp_path)
    monkeypatch.chdir(tmp_path)
    take_counts([os.environ["THESIS"]])
    for file in ("docs/data/modalverb.yml", "docs/data/modalverb-adressat.yml"):
        assert (tmp_path / file).read_text("utf-8") == (ROOT / file).read_text("utf-8")


def test_the_page(real: Build, whole: Trace) -> None:
    file = page_file(real.site, "brevene.md")
    page = document(file)
    changes = page.xpath("//*[contains(concat(' ', @class, ' '), ' spor-change ')]/@id")
    assert sorted(changes) == sorted(pair.id for pair in whole.of_kind("letter_pair"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {item.id for item in whole.of_kind("letter_item")} <= set(ids)
    numbers = [int(text) for text in page.xpath("//table[contains(@class, 'spor-changes-matrix')]/tbody//td/a/text()")]
    assert sum(numbers) == len(changes)
    whom = yaml.safe_load((ROOT / "docs/data/modalverb-adressat.yml").read_text("utf-8"))
    crossed = page.xpath("//details[contains(@class, 'spor-crossed')]//tbody/tr")
    assert len(crossed) == len({row["addressee"] for row in whom})
    assert crossed[-1].xpath("td/text()")[:2] == [str(row["skal"]) for row in whom if row["addressee"] == "resten"]
    contents_ = page.xpath("//nav[contains(@class, 'md-nav--secondary')]//a/@href")
    assert {f"#theme-{theme}" for theme in SETTINGS["kinds"]["letter_pair"]["fields"]["theme"]["one_of"]} <= set(
        contents_
    )
    assert len(gzip.compress(file.read_bytes())) <= 60 * 1024
    for part in page.xpath("//*[contains(@class, 'spor-change')]/div/div/p[1]/a/@href"):
        target, _, anchor = part.partition("#")
        appendix = (file.parent / target / "index.html").read_text("utf-8")
        assert f'id="{anchor}"' in appendix
