"""What the XML formats share. Text is put together and not built as a tree: a graph has thousands of elements."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import escape

#: What XML 1.0 may not hold, not even as a reference. Seldom there, and slow to compile.
_FORBIDDEN = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def _text(value: str) -> str:
    plain = value if value.isprintable() else re.sub(_FORBIDDEN, "", value)
    return str(escape(plain))


def element(name: str, content: str | Iterable[str] = (), /, **attributes: str) -> str:
    """An element on lines of its own: `content` is a text, or elements within it.

    Attributes that are empty are left out.
    """
    begin = name + "".join(f' {key}="{_text(value)}"' for key, value in attributes.items() if value)
    if isinstance(content, str):
        return f"<{begin}>{_text(content)}</{name}>\n" if content else f"<{begin}/>\n"
    inner = "".join(content)
    return f"<{begin}>\n{inner}</{name}>\n" if inner else f"<{begin}/>\n"


def document(root: str) -> str:
    """A document in UTF-8."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'
