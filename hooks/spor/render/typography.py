"""What a line may not part: a number from its word, a name from its ending. No writer need think of it."""

from __future__ import annotations

import re

from spor.locale import Locale

_TAG = re.compile(r"(<[^>]*>)")
#: Elements whose text stays as it is.
_AS_TYPED = ("code", "pre", "option", "script", "style", "svg", "textarea")


def unbroken(html: str, locale: Locale) -> str:
    """HTML in which `s. 257`, `15. mars` and `vedlegg 7` hold together, and words such as `Nav-kontor` stay whole."""
    words = "|".join(re.escape(word) for word in locale.before_number)
    months = "|".join(map(re.escape, locale.months))
    spaces = re.compile(
        rf"(?<![\w.])({words}) (?=[\d§])|(?<=\d[.]) (?=(?:{months})\b)|(?<=\d) (?=(?:{months})\b)|(?<=§) (?=\d)", re.I
    )
    whole = re.compile("|".join(rf"(?<!\w)(?:{form})" for form in locale.whole)) if locale.whole else None
    parts = _TAG.split(html)
    skip = ""
    for at, part in enumerate(parts):
        if at % 2:
            name = re.match(r"</?(\w+)", part)
            if name and name[1] in _AS_TYPED and not part.endswith("/>"):
                skip = "" if part.startswith("</") else skip or name[1]
        elif part and not skip:
            text = spaces.sub(lambda match: f"{match[1] or ''}\u00a0", part)
            parts[at] = whole.sub(lambda m: f'<span class="spor-whole">{m[0]}</span>', text) if whole else text
    return "".join(parts)
