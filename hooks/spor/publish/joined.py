"""The site's own style sheets as one file, and its scripts as one: a first view asks for less.

rcssmin and rjsmin take out comments and white space, and change nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from rcssmin import cssmin
from rjsmin import jsmin

#: What the joined files are called, in the folder of those that they hold, since these name others from there.
STYLE_SHEET, SCRIPT = "site.css", "site.js"


def style_sheet(sheets: Iterable[str]) -> str:
    """The text of one style sheet that holds all of `sheets`, in their order."""
    return str(cssmin("\n".join(sheets)))


def script(scripts: Iterable[str]) -> str:
    """The text of one script that runs all of `scripts`, in their order."""
    return str(jsmin(";\n".join(scripts)))  # one may end without
