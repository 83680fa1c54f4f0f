"""Reads the index of the search as the worker does: with its texts as they stand on the pages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any


def read_index(site: Path) -> list[dict[str, Any]]:
    """The documents of a site's index, each with its title and text written out and the name of its kind."""
    return documents((site / "search" / "search_index.json").read_text("utf-8"))


def documents(text: str) -> list[dict[str, Any]]:
    """The documents of the text of an index."""
    index = json.loads(text)
    names = [kind["name"] for kind in index["kinds"]]
    return [
        {
            **document,
            "title": written_out(document["title"], index["pieces"]),
            "text": written_out(document["text"], index["pieces"]),
            "kind": names[document["kind"]] if "kind" in document else "",
        }
        for document in index["docs"]
    ]


def written_out(signs: str, pieces: list[str]) -> str:
    """A text from its signs: each stands for a word, or for what stands between two words and is more than a space."""
    codes = [ord(sign) for sign in signs]
    found = [pieces[code - (0x41 if code < 0xD800 else 0x841)] for code in codes]
    joined = zip(["", *found], found, strict=False)
    return "".join(f" {piece}" if is_word(before) and is_word(piece) else piece for before, piece in joined)


def is_word(piece: str) -> bool:
    return bool(re.match(r"\w", piece))
