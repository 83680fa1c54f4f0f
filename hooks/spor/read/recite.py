"""Puts what stands in citations besides names and numbers into another language."""

from __future__ import annotations

import re

from spor.locale import Locale
from spor.read.syntax import CITATION

#: Two locators, or a range of them, after the word for a page.
_SEVERAL = r"(?=\s*\d+\s*[-–,;&]\s*\d)"


class Recite:
    """From the first language to the second: `s. 257` becomes `p. 257`, `sitert i` becomes `as cited in`.

    What is in the second language already stays as it is.
    """

    def __init__(self, languages: tuple[Locale, Locale]) -> None:
        old, new = (locale.citing for locale in languages)
        self._words = {word: new[name] for name, word in reversed(list(old.items())) if name in new}
        self._pages = {new[name] for name in ("page", "pages") if name in new}
        self._many = new.get("pages", "")
        words = sorted({*self._words, *self._pages}, key=len, reverse=True)
        one = "|".join(map(re.escape, words)) or "(?!)"
        self._pattern = re.compile(rf"(?<!\w)(?P<word>{one})(?!\w)(?P<several>{_SEVERAL})?")

    def __call__(self, text: str) -> str:
        """A locator or a prefix in the other language."""
        return self._pattern.sub(self._word, text)

    def _word(self, match: re.Match[str]) -> str:
        word = self._words.get(match["word"], match["word"])
        return self._many if word in self._pages and match["several"] is not None else word

    def text(self, text: str) -> str:
        """A text with all of its citations in the other language."""
        return re.sub(CITATION, lambda match: self(match[0]), text) if "@" in text else text
