"""Files that a disk, an editor or another program has damaged: each is told by its name, and nothing raises."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from project import TINY, copy_of, messages

FILES = ["docs/data/utsagn.yml", "docs/data/informanter.yml", "docs/funn/ting-er-store.md", "references.bib"]
_MESSAGE = re.compile(r"(?P<file>[^:\n]+):(?P<line>\d+): [a-z0-9-]+: \S.*")


def _shorter(raw: bytes) -> bytes:
    """What is left when the disk is full: the last sign is cut in two, or a quotation left open."""
    return raw[: len(raw) // 2] + '"å'.encode()[:-1]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut off": _shorter,
    "empty": lambda raw: b"",
    "NUL bytes": lambda raw: raw[:20] + b"\0\0\0" + raw[20:],
    "all NUL bytes": lambda raw: b"\0" * len(raw),
    "Latin-1": lambda raw: raw + "\n# blåbær\n".encode("latin-1"),
    "UTF-16": lambda raw: raw.decode().encode("utf-16"),
    "bad YAML": lambda raw: b"---\nid: [a, {b: \n---\n- : : [\n" + raw,
    "a tab": lambda raw: b"---\nid:\n\t- x\n---\n\t- {a\n" + raw,
    "a huge line": lambda raw: b"- {id: " + b"x" * 3_000_000 + b"\n" + raw,
    "a huge run of brackets": lambda raw: b"---\n" + b"[" * 20_000 + b"\n" + raw,
    "another file": lambda raw: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + raw,
    "a control character": lambda raw: raw[:30] + b"\x1b[31m" + raw[30:],
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda name: name.replace(" ", "-"))
def test_a_damaged_file_is_told_by_its_name(damage: str, file: str, tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path)
    path = root / file
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    if file == "references.bib" and damage in ("bad YAML", "a tab", "a huge line", "a huge run of brackets"):
        assert all(map(_MESSAGE.fullmatch, messages(root)))  # what stands before the first entry is a comment
        return
    found = [match for message in messages(root) if (match := _MESSAGE.fullmatch(message))]
    assert found and len(found) == len(messages(root))
    assert found[0]["file"] == file, "the file itself comes before what follows from it"
    assert all(len(match[0]) < 1000 for match in found)


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_a_folder_is_told(file: str, tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path)
    (root / file).unlink()
    (root / file).mkdir()
    assert any(message.startswith(f"{file}:1: unreadable-file: ") for message in messages(root))
