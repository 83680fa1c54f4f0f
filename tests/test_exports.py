"""The exports: each valid in its format, whole, with URLs that lead somewhere, and without what must not be spread."""

from __future__ import annotations

import html
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import jsonschema
import networkx
import pytest
import yaml
from conftest import Build
from html_pages import BASE, file_of, ids, read_csv, read_json
from lxml import etree
from project import ROOT, TINY, trace_of
from pybtex.database import parse_string
from ris_reader import read_ris

from spor.publish.bibliography import bibtex, ris
from spor.publish.works import read_records
from spor.trace.trace import Trace

SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture
def trace(built: Build) -> Trace:
    return trace_of(ROOT if built.site.parent.name.startswith("real") else TINY)


def exports(site: Path) -> list[Path]:
    """Every exported file."""
    files = [path for path in sorted((site / "data").rglob("*")) if path.is_file() and path.suffix != ".html"]
    root = ("llms.txt", "linkset.json", "ro-crate-metadata.json", "CITATION.cff", "robots.txt")
    return [*files, *(site / name for name in root)]


def texts(path: Path) -> list[str]:
    """The text of an exported file; of a ZIP file, of each file in it."""
    if path.suffix not in (".zip", ".qdpx"):
        return [path.read_text("utf-8")]
    with zipfile.ZipFile(path) as archive:
        inside = [name for name in archive.namelist() if not name.endswith(".qdpx")]
        return [archive.read(name).decode("utf-8") for name in inside]


def validate(value: Any, schema: Any) -> None:
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema)
    validator(schema, format_checker=validator.FORMAT_CHECKER).validate(value)


@pytest.mark.parametrize("name", ["real", "english", "tiny"])
def test_the_words_on_a_column_name_the_values_that_it_has(name: str, request: pytest.FixtureRequest) -> None:
    site: Build = request.getfixturevalue(name)
    package = read_json(site.site / "data" / "datapackage.json")
    (claims,) = (each for each in package["resources"] if each["path"] in ("funn.csv", "claims.csv"))
    rows = read_csv(site.site / "data" / claims["path"])
    about = {field["name"]: field["description"] for field in claims["schema"]["fields"]}
    for column in ("type", "said_by", "said_as", "reach"):
        assert {row[column] for row in rows} - {""} <= set(re.findall("`(.+?)`", about[column])), column


def test_trace_json_keeps_to_its_schema(built: Build) -> None:
    data = built.site / "data"
    schema = read_json(data / "trace.schema.json")
    document = read_json(data / "trace.json")
    validate(document, schema)
    assert document["$schema"] == schema["$id"] == f"{BASE}data/trace.schema.json"
    with pytest.raises(jsonschema.ValidationError):
        validate({**document, "entities": [{**document["entities"][0], "kind": "nonsense"}]}, schema)


def test_every_part_of_the_schema_is_described(tiny: Build) -> None:
    def undescribed(schema: dict[str, Any], path: str) -> list[str]:
        found = []
        for name, part in schema.get("properties", {}).items():
            found += [] if part.get("description") else [f"{path}/{name}"]
            found += undescribed(part, f"{path}/{name}") + undescribed(part.get("items", {}), f"{path}/{name}")
        return found

    assert undescribed(read_json(tiny.site / "data" / "trace.schema.json"), "") == []


def test_trace_json_is_the_trace(built: Build, trace: Trace) -> None:
    document = read_json(built.site / "data" / "trace.json")
    assert [(e["id"], e["kind"]) for e in document["entities"]] == [(e.id, e.kind) for e in trace.entities.values()]
    relations = [(r["source"], r["name"], r["target"], r.get("locator", "")) for r in document["relations"]]
    assert relations == [(r.source, r.name, r.target, r.locator) for r in trace.relations]
    mentions = [(m["target"], m.get("section", ""), m.get("locator", "")) for m in document["mentions"]]
    assert mentions == [(m.target, m.section, m.locator) for m in trace.mentions]
    assert {m["url"] for m in document["mentions"]} >= {
        m["page"] + f"#{m['url'].split('#')[1]}" for m in document["mentions"]
    }
    known = {(r["kind"], r["name"]) for r in document["relationTypes"]}
    kinds = {entity.id: entity.kind for entity in trace.entities.values()}
    assert {(kinds[r.source], r.name) for r in trace.relations} <= known
    assert all(r["label"] and r["inverse"] for r in document["relationTypes"])


def test_csv_is_the_trace(built: Build, trace: Trace) -> None:
    data = built.site / "data"
    entities = [(row["id"], row["kind"]) for row in read_csv(data / "entities.csv")]
    assert entities == [(e.id, e.kind) for e in trace.entities.values()]
    relations = [tuple(row.values())[:5] for row in read_csv(data / "relations.csv")]
    assert relations == [(r.source, r.name, r.target, r.locator, r.prefix) for r in trace.relations]
    rows = read_csv(data / "mentions.csv")
    mentions = [(row["target"], row["section"], row["owner"], row["locator"], row["citation"]) for row in rows]
    expected = [(m.target, m.section, m.owner, m.locator, str(m.citation).lower()) for m in trace.mentions]
    assert mentions == expected


def test_csv_and_json_tables_hold_the_same(built: Build) -> None:
    tables = sorted((built.site / "data" / "tabeller").glob("*.csv"))
    assert len(tables) > 3
    for path in tables:
        assert "\n" not in path.read_bytes().decode("utf-8").replace("\r\n", ""), path
        rows = read_json(path.with_suffix(".json"))
        assert read_csv(path) == [{name: flat(cell) for name, cell in row.items()} for row in rows], path


def flat(cell: Any) -> str:
    """A cell of a table as CSV has it."""
    if isinstance(cell, dict) and cell.keys() == {"resp", "section", "words"}:
        return f"{cell['section']}: {cell['words']}"
    if isinstance(cell, dict):
        return " | ".join(f"{name}: {value}" for name, value in cell.items())
    return " | ".join(cell) if isinstance(cell, list) else str(cell)


def test_graphml_is_the_trace(built: Build, trace: Trace) -> None:
    path = built.site / "data" / "trace.graphml"
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "graphml.xsd")))
    schema.assertValid(etree.parse(str(path)))
    graph = networkx.read_graphml(path, force_multigraph=True)
    assert {node: graph.nodes[node]["kind"] for node in graph} == {e.id: e.kind for e in trace.entities.values()}
    types = Counter(edge["type"] for *_, edge in graph.edges(data=True))
    in_prose = types.pop("mentions")
    assert types == Counter(r.name for r in trace.relations)
    assert in_prose == sum(bool(m.section or m.owner) for m in trace.mentions)


def test_codebook_keeps_to_refi_qda(built: Build, trace: Trace) -> None:
    document = etree.parse(str(built.site / "data" / "kodebok.qdc"))
    etree.XMLSchema(etree.parse(str(SCHEMAS / "codebook.xsd"))).assertValid(document)
    names = {"q": "urn:QDA-XML:codebook:1.0"}
    codes = document.xpath("//q:Code[@isCodable='true']", namespaces=names)
    expected = Counter(entity.title for entity in trace.of_kind("concept", "finding"))
    assert Counter(code.get("name") for code in codes) == expected
    assert all(code.findtext("q:Description", namespaces=names) for code in codes)
    guids = {code.get("guid"): code.get("name") for code in codes}
    for question in trace.of_kind("question"):
        answers = [claim.title for claim in trace.in_thesis_order(trace.relating(question, "answers"))]
        label = str(question.fields["label"])
        members = document.xpath(f"//q:Set[@name='{label}']/q:MemberCode/@guid", namespaces=names)
        assert [guids[member] for member in members] == answers


def test_annotations_keep_to_the_model(built: Build, trace: Trace) -> None:
    document = read_json(built.site / "data" / "utsagn.jsonld")
    validate(document, read_json(SCHEMAS / "annotations.json"))
    items = document["first"]["items"]
    statements = trace.of_kind("statement")
    assert document["total"] == len(items) == len(statements)
    assert len({item["id"] for item in items}) == len(items)
    for statement, item in zip(statements, items, strict=True):
        said, *rest = item["body"]
        assert said["value"] == statement.fields["text"]
        tags = [body["value"] for body in rest if body["purpose"] == "tagging"]
        assert tags == [trace.entities[i].title for i in trace.sources(statement.id, "evidence")]
        section = trace.entities[trace.targets(statement.id, "section")[0]]
        assert item["target"]["selector"]["value"] == section.anchor
        assert section.anchor in ids(file_of(built.site, item["target"]["source"]))


def bibliographies(built: Build, trace: Trace) -> list[tuple[str, list[str]]]:
    """Each exported bibliography without its suffix, with the keys that it should have."""
    keys = [source.id for source in trace.of_kind("source")]
    thesis = "fagerland2023" if "fagerland2023" in (built.site / "data" / "oppgaven.bib").read_text() else "liten2024"
    return [("litteratur", keys), ("oppgaven", [thesis]), *((f"kilder/{key}", [key]) for key in keys)]


def test_csl_json_keeps_to_csl(built: Build, trace: Trace) -> None:
    schema = read_json(SCHEMAS / "csl.json")
    for name, keys in bibliographies(built, trace):
        records = read_json(built.site / "data" / f"{name}.json")
        validate(records, schema)
        assert [record["id"] for record in records] == keys


def test_bibtex_says_what_csl_says(built: Build, trace: Trace) -> None:
    for name, keys in bibliographies(built, trace):
        records = {r["id"]: r for r in read_json(built.site / "data" / f"{name}.json")}
        entries = parse_string((built.site / "data" / f"{name}.bib").read_text("utf-8"), "bibtex").entries
        assert list(entries) == keys
        for key, entry in entries.items():
            record = records[key]
            assert re.sub(r"[{}\\]", "", entry.fields["title"]) == record["title"]
            assert entry.fields.get("year", "") == str(record.get("issued", {"date-parts": [[""]]})["date-parts"][0][0])
            people = entry.persons.get("author", []) or entry.persons.get("editor", [])
            expected = record.get("author") or record.get("editor")
            families = [re.sub("[{}]", "", " ".join(p.prelast_names + p.last_names)) for p in people]
            assert families == [n.get("literal") or n["family"] for n in expected], key


def test_ris_says_what_csl_says(built: Build, trace: Trace) -> None:
    for name, keys in bibliographies(built, trace):
        records = {r["id"]: r for r in read_json(built.site / "data" / f"{name}.json")}
        found = read_ris((built.site / "data" / f"{name}.ris").read_bytes())
        assert [record["ID"] for record in found] == [[key] for key in keys]
        for record in found:
            source = records[record["ID"][0]]
            assert record["TI"] == [source["title"]]
            for tag, variable in (("AU", "author"), ("A2", "editor")):
                names = [n.get("literal") or f"{n['family']}, {n['given']}" for n in source.get(variable, [])]
                assert record.get(tag, []) == names


def test_a_translation_says_in_its_language_what_the_editors_say_of_a_work(english: Build) -> None:
    said = {row["id"]: row for row in read_csv(english.site / "data" / "tabeller" / "kilder.csv")}
    records = read_json(english.site / "data" / "litteratur.json")
    assert [record for record in records if "annote" in record]
    ris = {record["ID"][0]: record for record in read_ris((english.site / "data" / "litteratur.ris").read_bytes())}
    entries = parse_string((english.site / "data" / "litteratur.bib").read_text("utf-8"), "bibtex").entries
    fields = {
        e["id"]: e["fields"] for e in read_json(english.site / "data" / "trace.json")["entities"] if "fields" in e
    }
    for record in records:
        own = said[record["id"]]
        assert record.get("annote", "") == own["annotation"]
        assert record.get("custom", {}).get("translated-title", "") == own["gloss"]
        assert ris[record["id"]].get("N1", [""]) == [" ".join(own["annotation"].split())]
        assert ris[record["id"]].get("TT", [""]) == [own["gloss"]]
        assert re.sub(r"\\(?=[&%#_$])", "", entries[record["id"]].fields.get("annote", "")) == own["annotation"]
        assert fields[record["id"]] == record


def test_the_title_of_a_work_is_not_said_to_be_in_the_language_of_the_original(english: Build) -> None:
    entities = read_json(english.site / "data" / "trace.json")["entities"]
    assert not [entity["id"] for entity in entities if entity["kind"] == "source" and "original" in entity]
    graph = networkx.read_graphml(english.site / "data" / "trace.graphml")
    assert not [node for node, data in graph.nodes(data=True) if data["kind"] == "source" and "title.nb-NO" in data]


def test_bibtex_has_the_whole_date(real: Build) -> None:
    (thesis,) = parse_string((real.site / "data" / "oppgaven.bib").read_text("utf-8"), "bibtex").entries.values()
    assert [thesis.fields[name] for name in ("year", "month", "day")] == ["2023", "June", "9"]


@pytest.mark.parametrize("name", ["real", "english"])
def test_a_coded_value_has_words(name: str, request: pytest.FixtureRequest) -> None:
    """What a value of a column means stands with the column, where it is not the word itself."""
    site: Build = request.getfixturevalue(name)
    package = read_json(site.site / "data" / "datapackage.json")
    about = {
        (resource["path"].rpartition("/")[2], field["name"]): field["description"]
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    }
    page = (site.site / "data" / "index.html").read_text("utf-8")
    for table, columns in {
        "brevpunkter.csv": ["theme", "addressee"],
        "brevpar.csv": ["theme", "change"],
        "utsagn.csv": ["theme"],
        "modalverb-adressat.csv": ["addressee"],
        "kildekritikk.csv": ["group", "certain"],
    }.items():
        for column in columns:
            rows = read_csv(site.site / "data" / "tabeller" / table)
            told = dict(re.findall("`(.+?)`:? ([^;`]+)", about[table, column]))
            for value in {each for row in rows for each in row[column].split(" | ")} - {""}:
                assert told.get(value) or name == "real", (table, column, value)
                assert f"<code>{value}</code>" in page
    if name == "english":
        assert "<code>skjerpet</code>: Tightened; <code>" in page
        assert "`skal`: shall" in about["brevpunkter.csv", "force"]
    words = [row["words"] for row in read_csv(site.site / "data" / "tabeller" / "brevpunkter.csv")]
    assert all(re.match(r"(§|vedlegg-)\S+: \w", each) for each in words)


def test_no_part_of_a_name_is_lost(tmp_path: Path) -> None:
    """CSL keeps particles and `Jr.` apart from the family name; the other forms have them in it or after it."""
    names = r"van Gogh, Vincent and de la Cruz, Jr., Ana and S\o{}rensen, Åse and {Nav \& co}"
    bibliography = tmp_path / "references.bib"
    bibliography.write_text(f"@book{{x,\n  author = {{{names}}},\n  title = {{X}},\n}}\n", "utf-8")
    records = list(read_records(bibliography, tmp_path))
    (record,) = read_ris(ris(records).encode())
    assert record["AU"] == [
        "van Gogh, Vincent",
        "de la Cruz, Ana, Jr.",
        "Sørensen, Åse",
        "Nav & co",
    ]
    people = parse_string(bibtex(records), "bibtex").entries["x"].persons["author"]
    read = [" ".join([*who.prelast_names, *who.last_names, *who.lineage_names]) for who in people]
    assert read == ["van Gogh", "de la Cruz Jr.", "Sørensen", r"{Nav \& co}"]


@pytest.mark.parametrize(
    "raw",
    [
        b"TY  - BOOK\nER  - \n",
        b"AU  - A\r\nTY  - BOOK\r\nER  - \r\n",
        b"TY  - BOOK\r\nTI  - A\r\nTI  - B\r\nER  - \r\n",
        b"TY  - BOOK\r\n",
        b"TY  - BOOK\r\nDA  - 2023-06-09\r\nER  - \r\n",
    ],
)
def test_the_reader_of_ris_is_strict(raw: bytes) -> None:
    with pytest.raises(ValueError):
        read_ris(raw)


def test_llms_txt_keeps_to_its_form(built: Build) -> None:
    lines = (built.site / "llms.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("# ")] == [lines[0]]
    assert lines[2].startswith("> ")
    begins = next(number for number, line in enumerate(lines) if line.startswith("## "))
    for line in lines[begins:]:
        assert not line or line.startswith("## ") or re.fullmatch(r"- \[.+\]\(https://\S+\)(: \S.*)?", line), line
    assert "## Data" in lines


def test_pandoc_reads_a_bibliography_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bibliography = TINY / "references.bib"
    first = read_records(bibliography, tmp_path)
    monkeypatch.setenv("PYPANDOC_PANDOC", "/nonexistent/pandoc")
    assert read_records(bibliography, tmp_path) == first
    changed = tmp_path / "changed.bib"
    changed.write_text(bibliography.read_text("utf-8") + "\n% more\n", "utf-8")
    with pytest.raises(FileNotFoundError):
        read_records(changed, tmp_path)


def test_every_url_leads_somewhere(built: Build, english: Build) -> None:
    broken = []
    found = 0
    for export in exports(built.site):
        text = "\n".join(map(html.unescape, texts(export)))
        for url in sorted(set(re.findall(re.escape(BASE) + r"[^\s\"<>)\]},|]*", text))):
            found += 1
            site = english.site if url.startswith(f"{BASE}en/") else built.site
            file, fragment = file_of(site, url.replace(f"{BASE}en/", BASE)), unquote(urldefrag(url)[1])
            in_page = fragment and file.suffix == ".html"  # in another file, it stands for a part of the data
            if not file.is_file() or (in_page and fragment not in ids(file)):
                broken.append(f"{export.relative_to(built.site)}: {url}")
    assert found > 20
    assert broken == []


def test_the_data_page_links_to_every_export(real: Build) -> None:
    page = (real.site / "data" / "index.html").read_text("utf-8")
    linked = set(re.findall(r'href="(?:\.\./)?([^"]+)"', page))
    sources = (real.site / "litteratur" / "index.html").read_text("utf-8")
    linked |= set(re.findall(r'href="\.\./data/([^"]+)"', sources))
    missing = [
        name
        for path in exports(real.site)
        if (name := path.relative_to(real.site).as_posix().removeprefix("data/")) not in linked
    ]
    for name in [name for name in missing if name.endswith(".trig")]:  # each finding's page leads to its own
        assert f"data/{name}" in (real.site / name.removesuffix(".trig") / "index.html").read_text("utf-8")
        missing.remove(name)
    assert missing == ["robots.txt"]


def test_no_background_of_informants(real: Build) -> None:
    """What table 2 says of an informant stands in no export."""
    rows = yaml.safe_load((ROOT / "docs" / "data" / "tabell-2.yml").read_text("utf-8"))
    words = {str(row[column]) for row in rows for column in ("office", "education", "gender")}
    assert len(words) > 5
    for path in exports(real.site):
        text = "\n".join(texts(path))
        found = [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)]
        assert found == [], path
        assert path.stem != "tabell-2"
