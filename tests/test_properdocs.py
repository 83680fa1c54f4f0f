"""ProperDocs, which goes on where MkDocs 1 ends, builds the same site but for the line that names the generator.

It stands in for MkDocs from within: in a process of its own, `import mkdocs` brings ProperDocs.
"""

from __future__ import annotations

import re
from pathlib import Path

from conftest import Build, build
from project import ROOT

GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')


def files(site: Path) -> dict[str, bytes]:
    """The files of a site, by their paths, without the line that names the generator."""
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    return {name: GENERATOR.sub(b"", data) if name.endswith(".html") else data for name, data in found.items()}


def test_properdocs_builds_the_same_site(real: Build, tmp_path: Path) -> None:
    done = build(ROOT / "mkdocs.yml", tmp_path, program="properdocs", SPOR_BOOK="true")
    assert done.code == 0, done.output
    assert b"ProperDocs" in (done.site / "404.html").read_bytes()  # or this would prove less than it says
    first, second = files(real.site), files(done.site)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
