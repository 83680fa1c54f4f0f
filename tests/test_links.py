"""Every link within the built site leads somewhere, and so does every URL in what machines read."""

from __future__ import annotations

import gzip
import html
import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from conftest import Build, once
from html_pages import BASE, document, file_of, ids
from project import ROOT, TINY

#: Archives; and nanopublications, whose graphs have names that are no addresses (test_machines reads them).
NOT_READ = (".zip", ".qdpx", ".trig")
LYCHEE = Path(sys.prefix) / "bin" / "lychee"


def broken(site: Path, folder: Path) -> list[str]:
    """The links of a site that lead nowhere, as lychee tells of them; `make links` runs it in the same way."""
    command = [str(LYCHEE), "--config", f"{ROOT}/lychee.toml", "--offline", "--root-dir", str(site), "--format", "json"]
    done = subprocess.run(
        [*command, f"{site}/**/*.html"], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    report = json.loads(done.stdout)
    assert (done.returncode == 0) == (report["errors"] == 0), done.stderr
    return [f"{page}: {link['url']}" for page, links in report["error_map"].items() for link in links]


@pytest.fixture(params=["real", "tiny"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with its translation below it, as `make site` puts them."""
    found: Build = request.getfixturevalue(request.param)
    root = ROOT if request.param == "real" else TINY
    english = once(tmp_path_factory, f"{request.param}-en", root / "projects" / "en" / "mkdocs.yml", SPOR_BOOK="true")
    whole = tmp_path_factory.mktemp(request.param) / "site"
    shutil.copytree(found.site, whole)
    shutil.copytree(english.site, whole / "en")
    return whole


def test_every_link_leads_somewhere(site: Path, tmp_path: Path) -> None:
    assert broken(site, tmp_path) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "site" / "b").mkdir(parents=True)
    links = '<a href="b/#here">1</a><a href="b/#gone">2</a><a href="/c/">3</a><img src="d.png" alt="4">'
    (tmp_path / "site" / "index.html").write_text(f"<!doctype html><html><body>{links}</body></html>", "utf-8")
    (tmp_path / "site" / "b" / "index.html").write_text('<!doctype html><p id="here">b</p>', "utf-8")
    found = [link.rpartition("/site/")[2] for link in broken(tmp_path / "site", tmp_path)]
    assert sorted(found) == ["b#gone", "c", "d.png"]


def test_no_page_has_an_id_twice(site: Path) -> None:
    for file in sorted(site.rglob("*.html")):
        assert [name for name, count in ids(file).items() if count > 1] == [], file


@cache
def subjects(file: Path) -> frozenset[str]:
    """What a file of Turtle tells of."""
    return frozenset(re.findall(r"<([^<>\s]+)> a ", file.read_text("utf-8")))


def leads_somewhere(site: Path, url: str) -> bool:
    """Whether an absolute URL of the site, or one relative to its root, leads to a file and an id in it."""
    file, fragment = file_of(site, url), urldefrag(url).fragment
    if file.suffix == ".ttl":  # what the file names stands there as a subject
        return url in subjects(file)
    return file.is_file() and (not fragment or unquote(fragment) in ids(file))


def test_every_result_of_the_search_leads_somewhere(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    locations = [entry["location"] for entry in index["docs"]]
    assert len(locations) > 20
    assert [location for location in locations if not leads_somewhere(site, location)] == []


def test_every_url_for_machines_leads_somewhere(site: Path) -> None:
    """Those in the exports, the metadata of the pages and the sitemap."""
    files = [path for path in site.glob("data/**/*") if path.is_file() and path.suffix not in NOT_READ]
    texts = {path: path.read_text("utf-8") for path in [*files, site / "llms.txt"]}
    texts[site / "sitemap.xml.gz"] = gzip.decompress((site / "sitemap.xml.gz").read_bytes()).decode()
    found = set()
    for path, text in texts.items():
        plain = html.unescape(text) if path.suffix in (".graphml", ".qdc", ".gz") else text
        found |= {(path.name, url) for url in re.findall(re.escape(BASE) + r"[^\s\"<>)\]},|]*", plain)}
    for page in site.rglob("*.html"):
        metadata = document(page).xpath(
            "//head//@content | //head/link/@href | //script[@type='application/ld+json']/text()"
        )
        found |= {("metadata", url) for text in metadata for url in re.findall(re.escape(BASE) + r'[^"\s]*', str(text))}
    assert len({name for name, _ in found}) > 5
    thesis = BASE + "#" + json.loads((site / "data" / "oppgaven.json").read_text("utf-8"))[0]["id"]  # a name, no place
    lost = sorted(pair for pair in found if pair[1] != thesis and not leads_somewhere(site, pair[1]))
    assert lost == []
