"""The citations: formatted once for the whole site, right suffixes, right words, and no more often than need be."""

from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from conftest import Build, build
from html_pages import document, page_file
from project import TINY, copy_of, real_trace

from spor.render.cache import cached

PANDOC = Path(pypandoc.__file__).parent / "files" / "pandoc"


@pytest.fixture
def counted(tmp_path: Path) -> tuple[dict[str, str], Path]:
    """The environment that puts a pandoc in place which notes each start of citeproc, and the file of its notes."""
    notes, program = tmp_path / "starts", tmp_path / "pandoc"
    note = f'case "$*" in *--citeproc*) echo start >> "{notes}";; esac'
    program.write_text(f'#!/bin/sh\n{note}\nexec "{PANDOC}" "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    notes.write_text("")
    return {"PYPANDOC_PANDOC": str(program)}, notes


def test_citeproc_starts_once_a_build(tmp_path: Path, counted: tuple[dict[str, str], Path]) -> None:
    environment, notes = counted
    root = copy_of(TINY, tmp_path / "thesis")
    done = build(root / "mkdocs.yml", root / "site", **environment)
    assert done.code == 0, done.output
    assert notes.read_text().count("start") == 1
    assert build(root / "mkdocs.yml", root / "site", **environment).code == 0
    assert notes.read_text().count("start") == 1, "nothing changed, so nothing was to be formatted anew"
    page = root / "docs" / "kapittel.md"
    page.write_text(page.read_text("utf-8").replace("s. 2]", "s. 3]"), "utf-8")
    assert build(root / "mkdocs.yml", root / "site", **environment).code == 0
    assert notes.read_text().count("start") == 2


@pytest.mark.parametrize("cut", [0, 1, 100])
def test_a_file_of_the_cache_that_is_cut_off_is_thrown_away(cut: int, tmp_path: Path) -> None:
    """A build that is killed, or a full disk, may leave half a file."""
    made: list[int] = []

    def make() -> list[str]:
        made.append(1)
        return ["æ" * 200]

    assert cached(tmp_path, "citations", ["a"], make) == ["æ" * 200]
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:cut])
    assert [cached(tmp_path, "citations", ["a"], make) for _ in range(2)] == [["æ" * 200]] * 2
    assert len(made) == 2
    cached(tmp_path, "citations", ["b"], make)
    assert len(list(tmp_path.iterdir())) == 1, "the former one goes"


@pytest.fixture
def served(tmp_path: Path, counted: tuple[dict[str, str], Path]) -> Iterator[tuple[Path, str, Path]]:
    """`mkdocs serve` on a copy of the tiny thesis: its root, its address, and the notes of pandoc's starts."""
    environment, notes = counted
    root = copy_of(TINY, tmp_path / "thesis")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "-a", address, "-f", str(root / "mkdocs.yml")]
    settings = {**os.environ, **environment, "NO_MKDOCS_2_WARNING": "1"}
    process = subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield root, f"http://{address}", notes
    finally:
        process.terminate()
        process.wait(10)


def wait_for(url: str, words: str, seconds: float = 60) -> str:
    """The page at `url`, once it holds `words`."""
    end = time.monotonic() + seconds
    text = ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                text = str(answer.read(), "utf-8")
            if words in text:
                return text
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{url} never held {words!r}: {text[-2000:]}")


def test_serving_does_not_start_citeproc_for_an_edited_page(served: tuple[Path, str, Path]) -> None:
    root, address, notes = served
    wait_for(f"{address}/kapittel/", "svarte på")
    assert notes.read_text().count("start") == 1
    page = root / "docs" / "kapittel.md"
    page.write_text(page.read_text("utf-8").replace("svarte på", "svarte straks på"), "utf-8")
    text = wait_for(f"{address}/kapittel/", "svarte straks på")
    assert "Kontoret, 2023" in text
    assert notes.read_text().count("start") == 1


def test_two_works_of_one_year_keep_their_letters(real: Build) -> None:
    """The works by Nav from 2023 have the same letter on every page, with and without a page number."""
    trace = real_trace()
    seen: dict[str, set[str]] = {}
    for mention in trace.mentions:
        if mention.citation and mention.target in ("nav2023hva", "nav2023veileder"):
            cite = document(page_file(real.site, mention.page)).xpath(f"//*[@id='{mention.anchor}']")[0]
            text = "".join(cite.xpath("./text() | ./a//text()"))
            found = re.search(r"Nav, 2023([ab])", text)
            assert found, text
            seen.setdefault(mention.target, set()).add(found[1])
    assert {len(letters) for letters in seen.values()} == {1}
    assert set.union(*seen.values()) == {"a", "b"}


def words_of(element: Any) -> str:
    """The text of an element, with plain spaces."""
    return "".join(element.itertext()).replace("\u00a0", " ")


def test_letters_stay_with_and_without_a_page(tiny: Build) -> None:
    text = words_of(document(page_file(tiny.site, "kapittel.md")).xpath("//article")[0])
    assert "(Kontoret, 2023b)" in text
    assert "(Kontoret, 2023a, s. 2)" in text
    assert "(Berg, 2020, s. 12; Kontoret, 2023b, s. 1)" in text


def test_a_citation_leads_to_its_entry_and_shows_it(tiny: Build) -> None:
    cite = document(page_file(tiny.site, "begreper/relativitet.md")).xpath("//*[@id='c-berg2020-1']")[0]
    assert cite.xpath("./a/@href") == ["../../litteratur/#ref-berg2020"] * 2
    assert "Hansen, sitert i Berg, 2020, s. 13" in words_of(cite)
    assert "Om små ting" in "".join(cite.xpath("./*[contains(@class, 'spor-card')]//text()"))


def test_the_literature_reads_as_norwegian(real: Build) -> None:
    text = words_of(document(page_file(real.site, "litteratur.md")).xpath("//article")[0])
    for words in ("(Red.)", "u.å.", "Hentet 5. februar 2023", "3. utg."):
        assert words in text
    for words in ("Eds.", "n.d.", "Retrieved", " ed.", "Ed.)"):
        assert words not in text
