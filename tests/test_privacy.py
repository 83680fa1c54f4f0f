"""No e-mail address, phone number or private person in any file of the site."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from book_files import epub_text, pdf_text
from conftest import Build
from html_pages import document
from index_reader import read_index
from project import ROOT, configured, real_trace
from site_words import THEME

from spor.check.persons import background_in_book

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE)
PHONE = re.compile(
    r"(?<![\w./:-])(?:\+47[ \u00a0]?)?(?:\d{8}|\d{2}(?:[ \u00a0]\d{2}){3}|\d{3}[ \u00a0]\d{2}[ \u00a0]\d{3})(?![\w/-])"
)
#: A row of a table of numbers, as the book has it: the last one, or eight numbers or more and nothing else.
SUMS = re.compile(r"^(?:(?:I alt|Total) [\d ]+| *[^\d\n]*(?: \d+){8,} *)$", re.MULTILINE)
CANDIDATE = re.compile(r"kandidat(?:nummer|nr)\W*\d+", re.IGNORECASE)
NAME = re.compile(r"\b[A-ZÆØÅ][a-zæøå]+(?:[ \u00a0][A-ZÆØÅ][.a-zæøå]*)*[ \u00a0][A-ZÆØÅ][a-zæøå]+\b")
#: Who and what may be named in full: the author and the supervisor as in a catalogue, offices and works.
NAMED = (Path(__file__).parent / "navn.txt").read_text("utf-8").splitlines()


def texts(site: Path) -> list[tuple[str, str]]:
    """What each file of ours says, by its name: the words of a page, and all of any other file."""
    found = []
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        name = file.relative_to(site).as_posix()
        if name.startswith("assets/") and list(THEME.rglob(file.name)):
            continue  # Material's own
        if file.suffix == ".html":
            root = document(file)
            parts = root.xpath("//text()[not(ancestor::script or ancestor::style)]")
            found.append((name, "\n".join([*parts, *root.xpath("//@href | //@content | //@title | //@alt")])))
        elif file.suffix == ".pdf":
            found.append((name, pdf_text(site)))
        elif file.suffix == ".zip":
            with zipfile.ZipFile(file) as packed:
                found += [
                    (f"{name}/{part}", packed.read(part).decode("utf-8", "replace")) for part in packed.namelist()
                ]
        elif file.suffix == ".epub":
            found.append((name, epub_text(site)))
        else:
            found.append((name, file.read_bytes().decode("utf-8", "replace")))
    return found


@pytest.mark.parametrize("language", ["real", "english"])
def test_no_contact_data(language: str, request: pytest.FixtureRequest) -> None:
    site: Build = request.getfixturevalue(language)
    said = ((name, SUMS.sub("", text)) for name, text in texts(site.site) if not name.startswith("assets/"))
    patterns = (EMAIL, PHONE, CANDIDATE)
    assert [(name, hit) for name, text in said for pattern in patterns for hit in pattern.findall(text)] == []


def test_the_patterns_find_what_they_look_for() -> None:
    assert EMAIL.search("skriv til ola.nordmann@example.no.")
    for number in ("ring 22 33 44 55", "ring 22334455", "+47 22 33 44 55", "ring 998 12 345"):
        assert PHONE.search(number), number
    assert not PHONE.search("12 600 treff, 8. mai 2023, doi 10.18261/9788215034393-2019-13")
    assert CANDIDATE.search("Kandidatnummer: 123")


def test_only_those_are_named_who_may_be(real: Build) -> None:
    """Each name of two words or more in the appendices and the letters is one that we have looked at."""
    pages = list((real.site / "vedlegg").rglob("*.html"))
    pages += [real.site / name / "index.html" for name in ("brevene", "sporsmalene", "intervjuguide")]
    found = {
        name for file in pages for text in document(file).xpath("//article//text()") for name in NAME.findall(text)
    }
    fictive = {informant.title for informant in real_trace().of_kind("informant")}
    assert sorted(name for name in found - set(NAMED) if name.split()[-1].removesuffix("s") not in fictive) == []


def test_informants_have_one_name() -> None:
    for informant in real_trace().of_kind("informant"):
        assert re.fullmatch(r"[A-ZÆØÅ][a-zæøå]+", str(informant.fields["name"]))


def test_the_search_has_no_background_of_the_informants(real: Build) -> None:
    """Its index is one file, and holds what they said."""
    said = " ".join(document["text"] for document in read_index(real.site))
    rows = real_trace().tables["data/tabell-2.yml"]
    letters = " ".join(path.read_text("utf-8") for path in (ROOT / "docs" / "vedlegg").glob("*.md"))
    background = {row[column] for row in rows for column in ("education", "office") if row[column] not in letters}
    assert len(background) > 4
    assert [words for words in sorted(background) if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", said)] == []


def test_the_book_withholds_the_background() -> None:
    """It holds all that the informants say: a table of theirs that nothing stands in for stops the build."""
    book = dict(configured().settings["book"])
    assert list(background_in_book(real_trace(), book)) == []
    assert list(background_in_book(real_trace(), {**book, "withheld": {}, "leave_out": ["kapitler/4.md"]})) == []
    (problem,) = background_in_book(real_trace(), {**book, "withheld": {}})
    assert (problem.path, problem.rule) == ("docs/kapitler/4.md", "background")
    assert "'data/tabell-2.yml'" in problem.message
