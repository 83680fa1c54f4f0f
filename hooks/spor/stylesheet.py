"""One style sheet for a page instead of several: each is a request that the reader waits for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

#: Where a style sheet's source map is, and which encoding it has: true of one file only.
_OF_ITS_FILE = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|^\ufeff?@charset [^;]*;")


def bundle(sheets: Iterable[str]) -> tuple[str, str]:
    """The sheets as one, in their order: its name (`site.1a2b3c4d.css`), which changes with its text, and the text."""
    text = "".join(f"{_OF_ITS_FILE.sub('', sheet).strip()}\n" for sheet in sheets)
    return f"site.{hashlib.sha256(text.encode()).hexdigest()[:8]}.css", text
