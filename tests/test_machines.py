"""What machines read: each file held against a validator of its format, and what the pages say of it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import networkx
import pytest
import responses
import yaml
from conftest import Build, build
from html_pages import BASE, read_csv, read_json
from lxml import etree, html
from project import ROOT, TINY, copy_of
from pyshacl import validate as conforms
from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import PROV, SKOS
from rocrate.rocrate import ROCrate
from signposting import find_signposting_html, find_signposting_linkset

from spor.publish.exports.crate import spdx
from spor.publish.exports.graphs import date, iri, text

SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture
def site(built: Build) -> Path:
    return built.site


def names(site: Path) -> dict[str, str]:
    """The name of each file, without its suffix, by what ends it: the two sites call them differently."""
    return {path.suffix: path.stem for path in (site / "data").iterdir() if path.is_file()}


@pytest.fixture
def served(site: Path) -> Iterator[Path]:
    """The site at its address, for those who can only fetch."""
    types = {".html": "text/html", ".json": "application/linkset+json"}
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for path in [*site.rglob("*.html"), site / "linkset.json"]:
            url = BASE + path.relative_to(site).as_posix().removesuffix("index.html")
            mock.get(url, body=path.read_bytes(), content_type=types[path.suffix])
        yield site


# Signposting and Highwire tags


def test_a_page_leads_machines_on(served: Path) -> None:
    for page in ("", "data/"):
        if not (served / page / "index.html").is_file():
            continue
        found = find_signposting_html(BASE + page)
        assert found.citeAs and found.citeAs.target == BASE + page
        assert "https://schema.org/Dataset" in {str(link.target) for link in found.types}
        assert {str(link.target) for link in found.linksets} == {f"{BASE}linkset.json"}
        assert f"{BASE}ro-crate-metadata.json" in {str(link.target) for link in found.describedBy}
        for link in found.items:
            assert (served / str(link.target).removeprefix(BASE)).is_file(), link


def test_the_linkset_says_what_the_pages_say(served: Path) -> None:
    linkset = find_signposting_linkset(f"{BASE}linkset.json")
    for path in sorted(served.glob("funn/*/index.html"))[:5]:
        url = BASE + path.relative_to(served).as_posix().removesuffix("index.html")
        page, same = find_signposting_html(url), linkset.for_context(url)
        assert same.citeAs and page.citeAs and same.citeAs.target == page.citeAs.target == url
        assert {link.target for link in same.describedBy} == {link.target for link in page.describedBy}
        for link in page.describedBy:
            assert (served / str(link.target).removeprefix(BASE)).is_file(), link


def test_authors_are_persons_only(real: Build, tmp_path: Path) -> None:
    """The site is not by the thesis' author, and names no author where the settings name none."""
    page = html.parse(str(real.site / "index.html"))
    assert page.xpath("//meta[@name='citation_author']") == []
    assert page.xpath("string(//meta[@name='citation_title']/@content)") != thesis_title()
    assert "citation_title=" + thesis_title() in page.xpath("string(//meta[@name='citation_reference']/@content)")
    root = copy_of(TINY, tmp_path / "thesis")
    person = {"given": "Ada", "family": "Berg", "url": "https://orcid.example/0000"}
    config = (root / "mkdocs.yml").read_text("utf-8")
    settings = f"  spor:\n    editors: {json.dumps({'persons': [person]})}\n"
    (root / "mkdocs.yml").write_text(config.replace("  spor:\n", settings, 1), "utf-8")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 0, done.output
    page = html.parse(str(root / "site" / "index.html"))
    assert page.xpath("//meta[@name='citation_author']/@content") == ["Berg, Ada"]
    assert page.xpath("//link[@rel='author']/@href") == [person["url"]]
    cff = yaml.safe_load((root / "site" / "CITATION.cff").read_text("utf-8"))
    assert cff["authors"] == [{"family-names": "Berg", "given-names": "Ada", "website": person["url"]}]


def thesis_title() -> str:
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["references"][0]["title"]
    return str(found)


def test_the_thesis_is_found_or_searched_for(real: Build) -> None:
    page = html.parse(str(real.site / "kapitler" / "6-2" / "index.html"))
    citing = page.xpath("string(//details[contains(@class, 'spor-citing')])")
    assert "s. 55 i oppgaven" in citing
    assert "HVL Open" in citing and "Arne Fagerland (2023)" in citing


# Citation File Format, RO-Crate, robots.txt


def test_citation_cff_keeps_to_its_schema(site: Path) -> None:
    """The schema is that of CFF 1.2.0 (CC BY 4.0, doi.org/10.5281/zenodo.5171937)."""
    document = yaml.load((site / "CITATION.cff").read_text("utf-8"), yaml.BaseLoader)
    document["references"][0]["year"] = int(document["references"][0]["year"])
    jsonschema.Draft7Validator(read_json(SCHEMAS / "cff.json")).validate(document)


def test_the_repository_has_the_same_citation_file(real: Build) -> None:
    """After a change in mkdocs.yml: `cp site/CITATION.cff CITATION.cff`."""
    assert (ROOT / "CITATION.cff").read_text("utf-8") == (real.site / "CITATION.cff").read_text("utf-8")


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by-nc-sa/3.0/deed.no", "CC-BY-NC-SA-3.0"),
        ("https://example.org/licence", ""),
    ],
)
def test_spdx(licence: str, expected: str) -> None:
    assert spdx(licence) == expected


def test_the_crate_holds_what_it_describes(site: Path) -> None:
    crate = ROCrate(str(site))
    assert crate.name and crate.root_dataset["license"]
    descriptor = read_json(site / "ro-crate-metadata.json")["@graph"][0]
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    described = {entity.id for entity in crate.data_entities}
    for entity in crate.data_entities:
        content = (site / entity.id).read_bytes()
        assert entity["contentSize"] == str(len(content))
        assert entity["sha256"] == hashlib.sha256(content).hexdigest()
    exported = {path.relative_to(site).as_posix() for path in (site / "data").rglob("*") if path.is_file()}
    left = {path for path in exported - described if not path.endswith((".zip", ".html"))}
    assert left == set()


def test_the_zip_file_is_the_crate(site: Path) -> None:
    path = site / "data" / f"{names(site)['.zip']}.zip"
    with zipfile.ZipFile(path) as archive:
        packed = set(archive.namelist())
        assert archive.testzip() is None
        described = {part["@id"] for part in read_json(site / "ro-crate-metadata.json")["@graph"][1]["hasPart"]}
        assert packed == described | {"ro-crate-metadata.json"}
        assert not [name for name in packed if "tabell-2" in name]


def test_robots_may_read_everything(site: Path) -> None:
    from urllib.robotparser import RobotFileParser

    robots = RobotFileParser()
    robots.parse((site / "robots.txt").read_text("utf-8").splitlines())
    editions = ("", "en/") if site.parent.name.startswith("real") else ("",)
    assert robots.can_fetch("*", BASE) and robots.site_maps() == [f"{BASE}{path}sitemap.xml" for path in editions]


# Tables


def test_each_table_keeps_to_the_package(site: Path) -> None:
    report = frictionless.validate(str(site / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    assert len(report.tasks) == len(list((site / "data").rglob("*.csv")))


def test_the_package_would_see_a_fault(real: Build, tmp_path: Path) -> None:
    shutil.copytree(real.site / "data", tmp_path / "data")
    table = tmp_path / "data" / "relations.csv"
    table.write_text(table.read_text("utf-8") + "nowhere,evidence,nothing,,,,,,\r\n", "utf-8", newline="")
    report = frictionless.validate(str(tmp_path / "data" / "datapackage.json"))
    assert "foreign-key" in {error[0] for error in report.flatten(["type"])}


def test_every_column_is_told(real: Build) -> None:
    """In words of its own, in datapackage.json and on the page."""
    package = read_json(real.site / "data" / "datapackage.json")
    page = html.parse(str(real.site / "data" / "index.html"))
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        if "tabell-" not in resource["path"]:
            assert [f["name"] for f in fields if f["description"] == f["name"]] == [], resource["path"]
        summary = page.xpath(f"//details[summary/code = '{resource['path']}']")
        assert [row.text_content() for row in summary[0].xpath(".//tbody//th")] == [f["name"] for f in fields]


def test_a_claim_has_a_line_of_its_own(real: Build) -> None:
    claims, entities = read_csv(real.site / "data" / "funn.csv"), read_csv(real.site / "data" / "entities.csv")
    assert [claim["id"] for claim in claims] == [e["id"] for e in entities if e["kind"] == "finding"]
    relations = read_csv(real.site / "data" / "relations.csv")
    for claim in claims:
        own = [relation for relation in relations if relation["source"] == claim["id"]]
        assert claim["evidence"].split(" | ") == list(
            dict.fromkeys(r["target"] for r in own if r["name"] == "evidence")
        )
        assert int(claim["thesis_warrants"]) == sum(r["resp"] == "thesis" for r in own)
        assert int(claim["editors_warrants"]) == sum(r["resp"] == "editors" for r in own)
        assert claim["said_words"] and claim["said_section"]


@pytest.fixture(params=["real", "english"])
def data_page(request: pytest.FixtureRequest) -> tuple[Path, str]:
    """A site, and what is written on the page of its data."""
    built: Build = request.getfixturevalue(request.param)
    docs = {"real": "docs", "english": "projects/en/docs"}[request.param]
    return built.site, (ROOT / docs / "data.md").read_text("utf-8")


def snippet(page: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1]


def test_the_python_on_the_data_page_runs(data_page: tuple[Path, str], tmp_path: Path) -> None:
    site, page = data_page
    unpacked(site, tmp_path)
    done = subprocess.run([sys.executable, "-c", snippet(page, "python")], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    counted = sum(int(line.split()[-1]) for line in done.stdout.splitlines())
    statements = {row["id"] for row in read_csv(site / "data" / "tabeller" / "utsagn.csv")}
    relations = read_csv(site / "data" / "relations.csv")
    assert counted == sum(r["name"] == "evidence" and r["target"] in statements for r in relations) > 50


def test_the_r_on_the_data_page_runs(data_page: tuple[Path, str], tmp_path: Path) -> None:
    """Where there is no R, its brackets and quotation marks are counted."""
    site, page = data_page
    code = snippet(page, "r")
    for first, last in ("()", "[]", "{}"):
        assert code.count(first) == code.count(last)
    assert code.count('"') % 2 == 0
    if rscript := shutil.which("Rscript"):
        unpacked(site, tmp_path)
        done = subprocess.run([rscript, "-e", code], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "interpretive" in done.stdout


def unpacked(site: Path, target: Path) -> None:
    with zipfile.ZipFile(site / "data" / "alle-data.zip") as archive:
        archive.extractall(target)


# RDF


def test_the_thesaurus_keeps_to_skos(site: Path) -> None:
    graph = Graph().parse(site / "data" / f"{names(site)['.ttl']}.ttl")
    fine, _, report = conforms(graph, shacl_graph=Graph().parse(SCHEMAS / "skos.ttl"), advanced=True)
    assert fine, report
    concepts = set(graph.subjects(predicate=None, object=SKOS.Concept))
    entities = [row for row in read_csv(site / "data" / "entities.csv") if row["kind"] == "concept"]
    assert {str(concept) for concept in concepts} == {row["url"] for row in entities}


def test_the_thesaurus_would_see_a_fault(real: Build) -> None:
    graph = Graph().parse(real.site / "data" / "begreper.ttl")
    concept, above = next(graph.subject_objects(SKOS.broader))
    graph.add((concept, SKOS.related, above))
    graph.add((above, SKOS.related, concept))
    assert not conforms(graph, shacl_graph=Graph().parse(SCHEMAS / "skos.ttl"), advanced=True)[0]


def nanopublications(site: Path) -> list[Path]:
    found = sorted((site / "data").rglob("*.trig"))
    assert found
    return found


#: rdflib's reader of TriG, and nanopub, use what rdflib has newer names for.
old_names = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@old_names
def test_each_claim_is_a_nanopublication(site: Path) -> None:
    from nanopub import Nanopub  # type: ignore[attr-defined]
    from rdflib import ConjunctiveGraph

    for path in nanopublications(site):
        graph = ConjunctiveGraph()
        graph.parse(data=path.read_text("utf-8"), format="trig")
        assert Nanopub(rdf=graph).is_valid


@old_names
def test_a_nanopublication_has_the_warrants(real: Build) -> None:
    """Each relation of the claim is quoted from a section of the thesis, or the editors'."""
    relations = read_csv(real.site / "data" / "relations.csv")
    for path in nanopublications(real.site):
        graph = Dataset(default_union=True)
        graph.parse(data=path.read_text("utf-8"), format="trig")
        quoted = list(graph.triples((None, PROV.wasQuotedFrom, None)))
        own = [r for r in relations if r["source"] == path.stem and r["resp"]]
        statements = {str(s) for s, _, _ in graph.triples((None, None, URIRef(f"{_RDF}Statement")))}
        assert len(statements) == len(own), path
        assert len([s for s, _, _ in quoted if str(s) in statements]) == sum(r["resp"] == "thesis" for r in own)


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def test_what_rdf_may_not_hold_is_escaped() -> None:
    words = 'A "quote" \\ and\na line'
    graph = Graph().parse(data=f"{iri('https://a.example/x y<>')} <urn:p> {text(words, 'nb')} .", format="turtle")
    ((subject, _, value),) = graph
    assert str(value) == words and str(subject) == "https://a.example/x%20y%3C%3E"
    assert [date(day).split("^^")[1] for day in ("2026", "2026-11", "2026-11-24")] == [
        "xsd:gYear",
        "xsd:gYearMonth",
        "xsd:date",
    ]


# Qualitative analysis, graphs


def test_the_project_keeps_to_refi_qda(site: Path) -> None:
    with zipfile.ZipFile(site / "data" / f"{names(site)['.qdpx']}.qdpx") as archive:
        document = etree.parse(BytesIO(archive.read("project.qde")))
        etree.XMLSchema(etree.parse(str(SCHEMAS / "project.xsd"))).assertValid(document)
        space = {"q": "urn:QDA-XML:project:1.0"}
        statements = {
            row["url"]: row
            for row in read_csv(site / "data" / "entities.csv")
            if row["kind"] in ("statement", "evidence")
        }
        coded = 0
        for source in document.xpath("//q:TextSource", namespaces=space):
            words = archive.read(f"sources/{source.get('plainTextPath').removeprefix('internal://')}").decode("utf-8")
            for place in source.findall("q:PlainTextSelection", space):
                said = words[int(place.get("startPosition")) : int(place.get("endPosition"))]
                assert said == statements[place.findtext("q:Description", namespaces=space)]["title"]
                coded += len(place.findall("q:Coding", space))
        assert coded
    relations = read_csv(site / "data" / "relations.csv")
    ids = {row["id"] for row in statements.values()}
    claims = {
        (r["source"], r["target"]) for r in relations if r["target"] in ids and r["name"] in ("evidence", "against")
    }
    themed = sum(bool(row.get("theme")) for path in (site / "data").rglob("utsagn.csv") for row in read_csv(path))
    assert coded == len(claims) + themed


def test_gephi_reads_the_graph_as_it_is_written(site: Path, tmp_path: Path) -> None:
    graph = networkx.read_graphml(site / "data" / "trace.graphml", force_multigraph=True)
    networkx.write_graphml(graph, tmp_path / "again.graphml")
    again = networkx.read_graphml(tmp_path / "again.graphml", force_multigraph=True)
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert sorted(again.edges(data="type")) == sorted(graph.edges(data="type"))


def test_no_file_asks_the_network(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of the above is read here, as it stands."""

    def forbidden(*_: Any, **__: Any) -> None:
        raise AssertionError("a file asks the network")

    monkeypatch.setattr(urllib.request, "urlopen", forbidden)
    assert Graph().parse(site / "data" / f"{names(site)['.ttl']}.ttl")
    assert TINY.is_dir()


# Editions and the literature


def test_every_page_names_its_edition(real: Build) -> None:
    for path in real.site.rglob("index.html"):
        words = html.parse(str(path)).xpath("string(//div[@class='spor-edition-day'])")
        assert re.fullmatch(r"Utgave \d{1,2}\. [a-z]+ \d{4}(, endret \d{1,2}\. [a-z]+ \d{4})?", words), (path, words)


def test_a_work_shows_page_section_and_sentence(real: Build) -> None:
    page = html.parse(str(real.site / "litteratur" / "index.html"))
    citations = [row for row in read_csv(real.site / "data" / "mentions.csv") if row["citation"] == "true"]
    for source in page.xpath("//article[contains(@class, 'spor-entry')]"):
        key = source.get("id").removeprefix("ref-")
        locators = [" ".join(term.text_content().split()) for term in source.xpath(".//dl[@class='spor-cited']//dt")]
        expected = {row["locator"] or "uten sidetall" for row in citations if row["target"] == key}
        assert set(locators) == {" ".join(locator.split()) for locator in expected}, key
    marked = page.xpath("//dl[@class='spor-cited']//span[@class='spor-sentence']/a")
    assert len(marked) > 200
    links = {link.get("href") for link in page.xpath("//a[starts-with(@href, 'https://doi.org/')]")}
    dois = set(re.findall(r"doi\s*=\s*\{([^}]+)\}", (ROOT / "references.bib").read_text("utf-8")))
    assert links == {f"https://doi.org/{doi}" for doi in dois}


def test_a_link_without_words_is_named_in_a_quoted_sentence_as_on_the_page(tiny: Build) -> None:
    pages = [html.parse(str(path)) for path in tiny.site.rglob("index.html")]
    sentences = {sentence.text_content() for page in pages for sentence in page.xpath("//span[@class='spor-sentence']")}
    assert any("er relativitet avgjørende" in sentence for sentence in sentences), sentences
    assert not any("er Relativitet" in sentence for sentence in sentences)
