"""What a browser loads: the site's own fonts, style sheets and scripts, made small, so that a first view asks for less
and for nothing elsewhere; and the Content-Security-Policy, which allows a page nothing else.

Source Serif Pro comes with the package `font-source-serif-pro` (SIL Open Font License 1.1, served beside it); fontTools
cuts it to the letters that the site has and writes WOFF 2. The style sheets become one file, and the scripts: rcssmin
and rjsmin take out comments and white space, and change nothing else.
"""

import hashlib
import io
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import font_source_serif_pro
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from markupsafe import Markup
from rcssmin import cssmin
from rjsmin import jsmin

from spor.publish.html import parse
from spor.render.cache import cached
from spor.trace.problem import ProjectError

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
#: Nothing is allowed but this; `data:` for the icons in the theme's style sheet.
_ALLOWED = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "img-src": "'self' data:",
    "manifest-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "worker-src": "'self'",
}
#: A script of another type than these is data, which no browser runs.
_RUNS = {None, "", "module", "text/javascript", "application/javascript"}
#: The policy comes right after this: nothing before it can load or run, and the charset stays among the first bytes.
_CHARSET = re.compile(r"<meta\s+charset=[^>]*>", re.IGNORECASE)
#: What the parser must see of a page: to parse the whole of each would take a sixth of the build. The first letter
#: stands outside of what is read in small letters or large: so it is found at once. The metadata, which runs nowhere
#: and is another on each page, is left out.
_ELEMENT = re.compile(r"<(?i:(script|style)\b)(?! type=\"application/ld\+json\">)(?i:.*?</\1\s*>)", re.DOTALL)


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


def policy(*frames: str) -> str:
    """The policy for a page whose theme's parts are `frames`: the inline scripts and styles in them are allowed."""
    found = {source for frame in frames for element in _ELEMENT.finditer(frame) for source in _sources(element[0])}
    return "; ".join(
        " ".join([name, allowed, *sorted(source for rule, source in found if rule == name)])
        for name, allowed in _ALLOWED.items()
    )


def _sources(element: str) -> Iterator[tuple[str, str]]:
    """The rule that a `<script>` or `<style>` element needs, with a hash to allow; none where nothing inline runs."""
    for node in parse(element).iter("script", "style"):
        if node.tag == "style" or ("src" not in node.attrib and node.get("type") in _RUNS):
            digest = hashlib.sha256((node.text or "").encode("utf-8")).digest()
            yield f"{node.tag}-src", f"'sha256-{b64encode(digest).decode('ascii')}'"


def with_policy(html: str, name: str, content: str = "") -> str:
    """A whole page with its policy. `content` is the part of it that the writers made: no script there may run.

    Raises ProjectError, with the page's `name`, where it has no `<meta charset>` or not the content as it was made.
    """
    charset = _CHARSET.search(html)
    if charset is None:
        raise ProjectError(f"{name}: no <meta charset> to put the policy after")
    before, found, after = html.partition(content) if content else (html, "", "")
    if found != content:  # to go on would allow every script that a writer's text may hold
        raise ProjectError(f"{name}: the page's content is not in it as it was made: another plugin has changed it")
    element = Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(policy(before, after))
    return f"{html[: charset.end()]}{element}{html[charset.end() :]}"
