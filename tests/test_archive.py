"""A thesis in English, on papers in an archive: kinds declared in its mkdocs.yml stand wherever kinds stand."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Build, build, once
from index_reader import read_index
from jsonschema import Draft202012Validator
from lxml import etree, html
from project import ROOT, messages_of, site_of
from pypdf import PdfReader

from spor.locale import load
from spor.read.layout import read_configuration
from spor.read.settings import settings_problems
from spor.read.translation import read_standalone
from spor.trace.view import VIEWS

ARCHIVE = ROOT / "tests" / "archive"
#: What the thesis declares, and the general kinds that it has besides.
OWN = ("hypothesis", "survey_item", "document", "archive")


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site, built once a run with --strict, with its book."""
    return once(tmp_path_factory, "archive", ARCHIVE / "mkdocs.yml", SPOR_BOOK="true")


def page(archive: Build, path: str) -> html.HtmlElement:
    """A page of the site."""
    return html.parse(str(archive.site / path / "index.html")).getroot()


def words(element: html.HtmlElement) -> str:
    """The text of an element on one line."""
    return " ".join(element.text_content().split())


def only(root: html.HtmlElement, name: str, within: str = "") -> html.HtmlElement:
    """The one element of a class (within the one with an id)."""
    outer = f"//*[@id='{within}']/ancestor-or-self::article[1]" if within else "//article"
    found = root.xpath(f"{outer}//*[contains(concat(' ', @class, ' '), ' {name} ')]")
    assert len(found) == 1, (name, len(found))
    return found[0]


# Words -------------------------------------------------------------------------------------------------------


def test_no_word_is_norwegian(archive: Build) -> None:
    found = {file.relative_to(archive.site) for file in archive.site.rglob("*.html") if _language(file) != "en"}
    assert not found
    for file in archive.site.rglob("*.html"):
        text = words(html.parse(str(file)).getroot())
        assert not re.search(r"[æøåÆØÅ«»]", text), file


def _language(file: Path) -> str:
    return str(html.parse(str(file)).getroot().get("lang"))


def test_no_word_is_a_name_in_the_data(archive: Build) -> None:
    """A kind or a field without words would be shown as it is written in mkdocs.yml."""
    for file in archive.site.rglob("*.html"):
        for body in html.parse(str(file)).getroot().xpath("//article"):
            for code in body.xpath(".//pre"):
                code.drop_tree()
            assert not re.search(r"\b(survey_item|builds_on|asked_as|in_part|informant)\b", words(body)), file


def test_titles_are_sorted_without_their_articles(archive: Build) -> None:
    titles = [words(link) for link in page(archive, "findings").xpath("(//ul[@class='spor-findings'])[1]/li/a")]
    assert [title.split()[0:2] for title in titles] == [
        ["According", "to"], ["The", "end"], ["The", "evenings"], ["The", "visits"],
    ]  # fmt: skip


def test_python_knows_of_none_of_its_kinds() -> None:
    text = "".join(file.read_text("utf-8") for file in (ROOT / "hooks").rglob("*.py"))
    for name in ("hypothesis", "survey_item", "county-record"):
        assert name not in text


# Where kinds stand -------------------------------------------------------------------------------------------


def test_links(archive: Build) -> None:
    link = page(archive, "chapters/4").xpath("//article//a[@id='m-d-minutes-1']")[0]
    assert (link.text, link.get("href")) == ("Minutes of the committee, 1953", "../../evidence/documents/#d-minutes")
    assert link.get("class") == "spor-link spor-document spor-evidence"
    assert "Hence H1 and H2." in words(page(archive, "chapters/1"))


def test_what_kind_of_thing_a_page_is_about(archive: Build) -> None:
    kicker = only(page(archive, "hypotheses/h1"), "spor-kicker")
    assert words(kicker) == "Hypothesis · does not stand"
    assert kicker.get("class") == "spor-kicker spor-hypothesis spor-question"


def test_backlinks(archive: Build) -> None:
    documents, survey = page(archive, "evidence/documents"), page(archive, "evidence/survey")
    panel = words(only(documents, "spor-panel", "d-minutes"))
    for part in (
        "Kept in County Record Office",
        "Used in § 4.1 The hours",
        "Supports the finding The evenings were cut",
    ):
        assert part in panel
    row = survey.xpath("//tr[@id='s-weekly']")[0]
    assert "Supports the finding The visits held" in words(row)
    assert words(survey.xpath("//thead")[0]) == "Item Answer Question Share"
    archives = words(only(page(archive, "evidence/archives"), "spor-panel", "county-record-office"))
    assert "Documents kept here Minutes of the committee (1953) Accounts (1956) Letter" in archives
    about = words(only(page(archive, "hypotheses/h2"), "spor-panel"))
    assert "Findings that bear on it According to those interviewed" in about
    assert "Survey items reported here Item 2: Most members came" in words(page(archive, "chapters/4"))


def test_why_a_link_stands_is_told_in_english_marks(archive: Build) -> None:
    panel = words(only(page(archive, "findings/visits-held"), "spor-panel"))
    assert "Accounts (1956)§ 4.2 ‘accounts for 1956 still’" in panel
    assert "The editors: whoever came to knit may not count as a reader" in panel


def test_matrix(archive: Build) -> None:
    table = page(archive, "hypotheses").xpath("//table")[0]
    assert words(table.find("caption")) == "Which findings bear on which hypothesis?"
    assert [words(head) for head in table.xpath(".//thead//th")] == ["Finding", "H1", "H2"]
    dots = {
        words(row.find("th")): [bool(words(cell)) for cell in row.findall("td")] for row in table.xpath(".//tbody/tr")
    }
    assert dots["The end of the room can be read as a quiet closure"] == [True, True]
    assert dots["The evenings were cut before the visits fell"] == [True, False]


def test_map(archive: Build) -> None:
    drawing = page(archive, "map").xpath("//section[@class='spor-map']//svg[@viewbox or @viewBox]")[-1]
    headings = [words(text) for text in drawing.xpath("./text")]
    assert headings == ["Hypotheses", "Findings", "Pieces of evidence", "Concepts", "Sources"]
    columns = {tile.get("data-id"): tile.get("data-column") for tile in drawing.xpath(".//a")}
    assert [columns[name] for name in ("h1", "quiet-closing", "s-van", "d-letter", "u-edith-chair")] == list("01222")
    assert "county-record-office" not in columns  # a place is where something lies, and carries nothing
    listed = words(page(archive, "map").xpath("//section[@class='spor-map-list']")[0])
    assert "Item 6: Few members thought" in listed and "Letter from the county librarian, 1961" in listed


def test_own_map_of_a_finding(archive: Build) -> None:
    section = page(archive, "findings/visits-held").xpath("//section[contains(@class, 'spor-map--small')]")[0]
    assert {"h1", "d-accounts", "s-weekly", "quiet-closing"} <= set(section.xpath(".//a/@data-id"))


def test_profile(archive: Build) -> None:
    profile = words(only(page(archive, "findings/visits-held"), "spor-profile"))
    assert "1 document, 1 survey item, 1 statement" in profile
    assert "1 of 2 interviewees" in profile


def test_chains(archive: Build) -> None:
    documents = page(archive, "traces/document")
    chain = words(documents.xpath("//article[h2[@id='d-minutes']]")[0])
    for part in (
        "Kept in County Record Office. Used in § 4.1 The hours.",
        "Supports the finding: The evenings were cut before the visits fell answers H1",
        "Hypotheses H1: The room closed because nobody came H2:",
    ):
        assert part in chain
    heading = page(archive, "traces/survey-item").xpath("//h2[@id='s-weekly']")[0]
    assert words(heading) == "Item 2"
    cited = words(page(archive, "traces/source").xpath("//article[h2[@id='oake2011']]")[0])
    assert (
        "Minutes of the committee (1953)" in cited
    )  # the work is cited by a document, and by it leads to a hypothesis


def test_search(archive: Build) -> None:
    entries = {entry["location"]: entry for entry in read_index(archive.site)}
    assert entries["hypotheses/h1/"]["kind"] == "Hypothesis"
    assert entries["evidence/documents/#d-minutes"]["kind"] == "Document"
    assert entries["evidence/archives/#county-record-office"]["kind"] == "Archive"
    item = entries["evidence/survey/#s-van"]
    assert item["kind"] == "Survey item" and item["title"] == "Item 6"
    assert "17 of 140" in item["text"] and "Few members thought" in item["text"]
    index = json.loads((archive.site / "search" / "search_index.json").read_text("utf-8"))
    assert {"Hypotheses", "Survey items", "Documents", "Findings"} <= set(index["groups"])


def test_exports(archive: Build) -> None:
    data = archive.site / "data"
    trace = json.loads((data / "trace.json").read_text("utf-8"))
    Draft202012Validator(json.loads((data / "trace.schema.json").read_text("utf-8"))).validate(trace)
    kinds = {entity["kind"] for entity in trace["entities"]}
    assert set(OWN) <= kinds
    labels = {(relation["kind"], relation["name"]): relation["label"] for relation in trace["relationTypes"]}
    assert labels["document", "archive"] == "Kept in"
    rows = list(csv.DictReader(io.StringIO((data / "tables" / "survey.csv").read_text("utf-8"))))
    assert [(row["id"], row["share"], row["section"]) for row in rows] == [
        ("s-weekly", "91 of 140", "§4.2"),
        ("s-van", "17 of 140", "§4.3"),
    ]
    graph = etree.parse(str(data / "trace.graphml"))
    nodes = graph.xpath("//*[local-name()='node']/@id")
    assert {"h1", "s-van", "d-minutes", "county-record-office"} <= set(nodes)
    sets = etree.parse(str(data / "codebook.qdc")).xpath("//*[local-name()='Set']/@name")
    assert sets == ["H1", "H2"]
    notes = json.loads((data / "statements.jsonld").read_text("utf-8"))["first"]["items"]
    letter = next(note for note in notes if note["canonical"].endswith("#d-letter"))
    assert letter["target"]["selector"]["value"] == "s4-3"
    assert "warrants.jsonld): the thesis’ own words" in (archive.site / "llms.txt").read_text("utf-8")


def test_book(archive: Build) -> None:
    reader = PdfReader(archive.site / "book" / "the-reading-room.pdf")
    text = " ".join(" ".join(each.extract_text() for each in reader.pages).split())
    for part in ("Kept in: County Record Office (p.", "Shelf mark: WR/2/14", "91 of 140", "Cited in: pp."):
        assert part in text, part
    assert "‘still give forty visits’" in text and '"“' not in text
    assert (archive.site / "book" / "the-reading-room.epub").is_file()


# Its faults --------------------------------------------------------------------------------------------------

#: A file, what stands in it, what is to stand there instead, and what is then said.
FAULTS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "a survey item that nobody uses": (
        "docs/findings/few-went-over.md",
        '  - s-van: "§4.3 «few members expected to use»"\n',
        "",
        (
            "docs/data/survey.yml:7: unused-survey-item: nothing uses 's-van' as evidence or against: use it, take it"
            " out, or say why with 'unused: reason'",
        ),
    ),
    "a document that nobody uses": (
        "docs/findings/visits-held.md",
        '  - d-accounts: "§4.2 «accounts for 1956 still»"\n',
        "",
        (
            "docs/data/documents.yml:9: unused-document: nothing uses 'd-accounts' as evidence or against: use it, take"
            " it out, or say why with 'unused: reason'",
        ),
    ),
    "an archive in which nothing lies": (
        "docs/data/archives.yml",
        "- id: county",
        "- {id: attic, title: The attic, text: Nobody has looked.}\n- id: county",
        (
            "docs/data/archives.yml:1: unused-archive: nothing uses 'attic' as archive: use it, take it out, or say why"
            " with 'unused: reason'",
        ),
    ),
    "a finding without data": (
        "docs/findings/hours-first.md",
        '  - d-minutes: "§4.1 «minutes of 1953 cut»"\n  - u-rowan-door: "§4.1 «standing before a locked door»"\n'
        'against:\n  - u-rowan-fines: "editors: it shows that he looked for the reason elsewhere, not that he found'
        ' it"\n',
        '  - §4.1: "§4.1 «minutes of 1953 cut»"\nagainst:\n  - d-minutes: "editors: why not"\n'
        '  - u-rowan-door: "editors: why not"\n  - u-rowan-fines: "editors: why not"\n',
        (
            "docs/findings/hours-first.md:9: empirical-without-data: 'hours-first' is empirical, but nothing that"
            " counts as data carries it",
        ),
    ),
    "an unknown target": (
        "docs/findings/hours-first.md",
        "  - d-minutes:",
        "  - d-minuets:",
        (
            "docs/data/documents.yml:1: unused-document: nothing uses 'd-minutes' as evidence or against: use it, take"
            " it out, or say why with 'unused: reason'",
            "docs/findings/hours-first.md:10: unknown-id: 'evidence' leads to 'd-minuets', which is nowhere (did you"
            " mean 'd-minutes'?)",
        ),
    ),
    "a hypothesis that nothing answers": (
        "docs/hypotheses/h3.md",
        "",
        "---\nkind: hypothesis\nid: h3\nlabel: H3\ntitle: It rained\nstands: falls\n---\n# H3: It rained\n",
        ("docs/hypotheses/h3.md:2: unanswered-question: nothing answers 'h3'",),
    ),
    "a hypothesis of which nobody says whether it stands": (
        "docs/hypotheses/h1.md",
        "stands: falls\n",
        "",
        ("docs/hypotheses/h1.md:2: missing-field: hypothesis 'h1' has no 'stands'",),
    ),
    "a hypothesis that stands in a way that is not declared": (
        "docs/hypotheses/h1.md",
        "stands: falls\n",
        "stands: in-part\n",
        (
            "docs/hypotheses/h1.md:6: wrong-value: 'stands' of hypothesis 'h1' is 'in-part', not one of falls, in_part,"
            " stands (did you mean 'in_part'?)",
        ),
    ),
    "a document that lies with a person": (
        "docs/data/documents.yml",
        "  archive: county-record-office\n  section: '§4.2'\n",
        "  archive: edith\n  section: '§4.2'\n",
        (
            "docs/data/documents.yml:14: wrong-target: 'archive' leads to 'edith' (informant), but must lead to:"
            " archive",
        ),
    ),
    "a document that lies nowhere": (
        "docs/data/documents.yml",
        "  archive: county-record-office\n  section: '§4.2'\n",
        "  section: '§4.2'\n",
        ("docs/data/documents.yml:9: missing-relation: document 'd-accounts' has no 'archive'",),
    ),
    "a field that is not declared": (
        "docs/data/survey.yml",
        "  share: 17 of 140\n",
        "  shares: 17 of 140\n",
        (
            "docs/data/survey.yml:11: unknown-field: no survey_item has a field 'shares' (did you mean 'share'?)",
            "docs/data/survey.yml:7: survey-item-without-number: 's-van' must say how many answered so ('share'), or"
            " give a 'reason' why the thesis does not, and not both",
        ),
    ),
    "a rule that the project declares": (
        "docs/data/survey.yml",
        "  share: 17 of 140\n",
        "  share: 17 of 140\n  reason: The page is torn.\n",
        (
            "docs/data/survey.yml:12: survey-item-without-number: 's-van' must say how many answered so ('share'), or"
            " give a 'reason' why the thesis does not, and not both",
        ),
    ),
    "a page that does not list them": (
        "docs/evidence/survey.md",
        "/// view | list survey_item\n///\n",
        "",
        (
            "docs/evidence/survey.md:1: homeless: the page for each survey_item has no view that lists them: add"
            " '/// view | list survey_item' and '///'",
        ),
    ),
    "a view of what has no chain": (
        "docs/traces/document.md",
        "chains document",
        "chains archive",
        (
            "docs/traces/document.md:6: malformed-view: 'chains' is there for statement, source, survey_item, document,"
            " not for 'archive'",
        ),
    ),
    "words that the thesis does not have": (
        "docs/findings/hours-first.md",
        "«minutes of 1953 cut»",
        "«minutes of 1953 kept»",
        (
            "docs/findings/hours-first.md:10: warrant-not-in-thesis: 'evidence' of 'hours-first' to 'd-minutes':"
            " «minutes of 1953 kept» does not stand in §4.1 or anywhere else in the thesis",
        ),
    ),
    "words that stand elsewhere": (
        "docs/findings/hours-first.md",
        "§4.1 «minutes of 1953 cut»",
        "§4.2 «minutes of 1953 cut»",
        (
            "docs/findings/hours-first.md:10: warrant-not-in-thesis: 'evidence' of 'hours-first' to 'd-minutes':"
            " «minutes of 1953 cut» does not stand in §4.2, but in §4.1",
        ),
    ),
    "a reason in the words of another language": (
        "docs/findings/hours-first.md",
        '"§4.1 «minutes of 1953 cut»"',
        '"redaksjonen: fordi"',
        (
            "docs/findings/hours-first.md:10: malformed-warrant: 'evidence' of 'hours-first' to 'd-minutes':"
            ' \'redaksjonen: fordi\' is no warrant: write "§1.2 «three to seven words»" or "editors: why"',
        ),
    ),
    "a link of which nobody says why": (
        "docs/findings/hours-first.md",
        '  - d-minutes: "§4.1 «minutes of 1953 cut»"\n',
        "  - d-minutes\n",
        (
            "docs/findings/hours-first.md:10: missing-warrant: 'evidence' of 'hours-first' does not say why it leads to"
            " 'd-minutes': '- d-minutes: \"§1.2 «words»\"'",
        ),
    ),
    "a reservation that the thesis does not have": (
        "docs/findings/few-went-over.md",
        "Rowan was a boy when the room closed ([[§3.0]]).",
        "Rowan was a boy when the room closed.",
        (
            "docs/findings/few-went-over.md:27: reservation-without-place: a reservation without a section of the"
            " thesis is the editors': name it, or use '/// editors'",
        ),
    ),
    "eight words of the thesis": (
        "docs/chapters/6.md",
        "the room left them.",
        "it was made smaller, evening by evening, until there was little left.",
        (
            "docs/chapters/6.md:3: copied-words: these are the thesis': «it was made smaller evening by evening until"
            " there was little left»",
        ),
    ),
}


def copy(root: Path) -> Path:
    """A copy of the thesis, whose configuration leads to the same hooks."""
    shutil.copytree(ARCHIVE, root, ignore=shutil.ignore_patterns(".cache"))
    config = (ARCHIVE / "mkdocs.yml").read_text("utf-8").replace("../../", f"{ROOT}/")
    (root / "mkdocs.yml").write_text(config, "utf-8")
    return root


def broken(root: Path, file: str, old: str, new: str) -> Path:
    """A copy with one thing changed."""
    copy(root)
    path = root / file
    text = path.read_text("utf-8") if old else ""
    assert old in text, f"{file} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1) if old else new, "utf-8")
    return root


def test_the_whole_one_has_no_fault(tmp_path: Path) -> None:
    assert messages_of(copy(tmp_path / "thesis") / "mkdocs.yml") == ()


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str, tmp_path: Path) -> None:
    file, old, new, says = FAULTS[name]
    assert messages_of(broken(tmp_path / "thesis", file, old, new) / "mkdocs.yml") == says


def test_a_claim_that_is_surer_than_the_thesis(tmp_path: Path) -> None:
    root = copy(tmp_path / "thesis")
    path = root / "docs" / "findings" / "quiet-closing.md"
    path.write_text(path.read_text("utf-8").replace("can be read as", "is"), "utf-8")
    (said,) = messages_of(root / "mkdocs.yml")
    assert said.startswith(
        "docs/findings/quiet-closing.md:4: surer-than-thesis: 'quiet-closing' has by: author, as: reads, but"
    )


def test_a_kind_of_a_role_that_there_is_not(tmp_path: Path) -> None:
    root = broken(tmp_path / "thesis", "mkdocs.yml", "        role: place\n", "        role: spot\n")
    config = root / "mkdocs.yml"
    problems = settings_problems(read_configuration(config)["extra"]["spor"], {"mkdocs.yml": config.read_text("utf-8")})
    (said,) = map(str, problems)
    assert re.fullmatch(r"mkdocs\.yml:\d+: settings: extra\.spor\.kinds\.archive\.role is 'spot', not one of .*", said)


def test_a_fault_stops_the_build(tmp_path: Path) -> None:
    file, old, new, says = FAULTS["a survey item that nobody uses"]
    root = broken(tmp_path / "thesis", file, old, new)
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code != 0
    assert says[0] in done.output and "Traceback" not in done.output
    assert not (root / "site").exists()


def test_a_day_is_shown_in_words(tmp_path: Path) -> None:
    root = broken(tmp_path / "thesis", "mkdocs.yml", "          mark: {}\n", "          seen: {type: day}\n")
    data = root / "docs" / "data" / "documents.yml"
    data.write_text(re.sub(r"mark: .*", "seen: '1953-01-16'", data.read_text("utf-8")), "utf-8")
    site = replace(site_of(read_standalone(root / "mkdocs.yml").trace), locale=load("en-GB"))
    shown = str(VIEWS["list"].make(site, "evidence/documents.md", ["document"]))
    assert "16 January 1953" in shown and "1953-01-16" not in shown
