"""The site's own fonts, style sheets and scripts, made small: a first view asks for less, and for nothing elsewhere.

Source Serif Pro comes with the package `font-source-serif-pro` (SIL Open Font License 1.1, served beside it); fontTools
cuts it to the letters that the site has and writes WOFF 2. The style sheets become one file, and the scripts: rcssmin
and rjsmin take out comments and white space, and change nothing else.
"""

import io
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

import font_source_serif_pro
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from rcssmin import cssmin
from rjsmin import jsmin

from spor.render.cache import cached

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
#: What a cut tells of itself, by OpenType's numbers: whose it is, what it is called, and where its licence is. Its
#: terms stand in the file beside it.
_NAMES = [0, 1, 2, 14]
#: What the joined files are called, in the folder of those that they hold, since these name others from there.
STYLE_SHEET, SCRIPT = "site.css", "site.js"


def fonts(letters: Iterable[str], cache: Path) -> Mapping[str, bytes]:
    """The files of the fonts by their names, cut to some letters, and their licence.

    The cuts are kept in `cache`, and made anew only where the letters, the fonts or the program that cuts are others.
    """
    text = "".join(sorted(set(_ALWAYS).union(letters) - {"\n", "\t"}))
    programs = version("fonttools"), version("font-source-serif-pro")
    inputs = [text, *CUTS.values(), *programs, *_FEATURES, *map(str, _NAMES)]
    cuts = cached(cache, "font", inputs, lambda: {name: _cut(FOLDER / file, text) for name, file in CUTS.items()})
    made = {f"{name}.woff2": b64decode(cut) for name, cut in cuts.items()}
    return {**made, "LICENSE.txt": (FOLDER / "LICENSE.txt").read_bytes()}


def _cut(file: Path, letters: str) -> str:
    """The file of a font with these letters only, as text (Base64)."""
    options = Options(hinting=False, desubroutinize=True, layout_features=_FEATURES, name_IDs=_NAMES)
    font = TTFont(file, recalcTimestamp=False)  # the same bytes each time
    cutter = Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written)
    return b64encode(written.getvalue()).decode("ascii")


def style_sheet(sheets: Iterable[str]) -> str:
    """The text of one style sheet that holds all of `sheets`, in their order."""
    return str(cssmin("\n".join(sheets)))


def script(scripts: Iterable[str]) -> str:
    """The text of one script that runs all of `scripts`, in their order."""
    return str(jsmin(";\n".join(scripts)))  # one may end without
