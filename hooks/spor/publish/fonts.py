"""The site's own serif, cut to the letters that the site has: one look for all readers, and no request to elsewhere.

Source Serif Pro comes with the package `font-source-serif-pro` (SIL Open Font License 1.1, served beside it); fontTools
cuts it and writes WOFF 2.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

import font_source_serif_pro
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from spor.render.cache import cached_bytes

#: The cuts, by the names under which the style sheet asks for them.
CUTS = {
    "serif": "SourceSerifPro-Regular.ttf",
    "serif-italic": "SourceSerifPro-It.ttf",
    "serif-bold": "SourceSerifPro-Semibold.ttf",
}
#: Letters that are there in any case: a script may show others than a page has.
_ALWAYS = "".join(map(chr, range(0x20, 0x7F)))
#: Where the package has the whole fonts.
FOLDER = Path(font_source_serif_pro.__file__).parent / "files"
_FEATURES = ["kern", "liga"]


def fonts(letters: Iterable[str], cache: Path) -> Mapping[str, bytes]:
    """The files of the fonts by their names, cut to some letters, and their licence; kept in `cache`."""
    text = "".join(sorted(set(_ALWAYS).union(letters) - {"\n", "\t"}))
    made = {f"{name}.woff2": _cached(FOLDER / file, text, cache) for name, file in CUTS.items()}
    return {**made, "LICENSE.txt": (FOLDER / "LICENSE.txt").read_bytes()}


def _cached(file: Path, letters: str, cache: Path) -> bytes:
    """A cut of a font; it is made anew only where the letters, the font or the program that cuts it are others."""
    inputs = [file.name, letters, version("fonttools"), version("font-source-serif-pro"), *_FEATURES]
    return cached_bytes(cache, f"font-{file.stem}", inputs, lambda: _cut(file, letters))


def _cut(file: Path, letters: str) -> bytes:
    options = Options()
    options.flavor, options.hinting, options.desubroutinize = "woff2", False, True
    options.layout_features = _FEATURES
    options.name_IDs = [0, 1, 2, 13, 14]  # what it is called, and its licence
    font = TTFont(file, recalcTimestamp=False)  # the same bytes each time
    cutter = Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()
