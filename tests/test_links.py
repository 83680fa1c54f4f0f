"""No link in the built sites leads nowhere, and the crawl finds every kind of link that does."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from conftest import Build

from spor.links.__main__ import main
from spor.links.crawl import Crawl, crawl
from spor.links.read import canonical_root, read_site

URL = "https://site.example/base/"
#: A site of two pages, to which each case adds one file.
GOOD = {
    "index.html": f'<link rel="canonical" href="{URL}"><h1 id="top-of-it">Start</h1><a href="page/#here">page</a>',
    "page/index.html": '<p id="here"><a href="../">start</a> <a name="old">old</a></p>',
    "image.png": "",
}


def made(folder: Path, files: dict[str, str]) -> Crawl:
    """The crawl of a site of `files`."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = text.encode("utf-8")
        path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    return crawl(read_site(folder, URL), URL)


@pytest.mark.parametrize("name", ["real", "tiny"])
def test_every_link_of_the_site_leads_somewhere(name: str, request: pytest.FixtureRequest) -> None:
    """Crawls all files: links that a hook has injected are not checked by MkDocs."""
    built: Build = request.getfixturevalue(name)
    site_url = canonical_root(built.site)
    found = crawl(read_site(built.site, site_url), site_url)
    assert [str(problem) for problem in found.problems] == []
    assert found.checked > 100


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.html", '<a href="page/">a folder</a> <a href="page">its bare name</a> <a href="/base/page/#here">root</a>'),
        ("a.html", '<a href="page/#old">a name</a> <a href="#">here</a> <a href="#top">top</a> <a href="?q=1">q</a>'),
        (
            "a.html",
            '<a href="page/#:~:text=old">text</a> <a href="image.png#xywh=1,2,3,4">part</a> <a href="">same</a>',
        ),
        ("a.html", f'<a href="{URL}page/#he%72e">coded</a> <a href="{URL}">start</a> <a href="{URL[:-1]}">start</a>'),
        (
            "a.html",
            '<img src="image.png" srcset="image.png 1x, /base/image.png 2x"><label for="i">i</label><i id="i"></i>',
        ),
        ("a.html", '<a href="mailto:x">m</a> <a href="tel:1">t</a> <img src="data:image/svg+xml,<svg>">'),
        ("a.css", '@import "b.css"; /* url(gone.png) */ a { background: url("image.png") }'),
        ("a.svg", '<svg><g id="g"/><use href="#g"/><a xlink:href="page/"/></svg>'),
        ("404.html", '<a href="/base/page/">page</a> <a href="#x">x</a> <i id="x"></i>'),
        ("data.json", f'{{"page": "{URL}page/#here", "other": "https://elsewhere.example/gone"}}'),
        ("search/search_index.json", '{"docs": [{"location": "page/#here"}, {"location": ""}]}'),
        ("map.xml.gz", f"<urlset><url><loc>{URL}page/</loc></url></urlset>"),
    ],
)
def test_what_leads_somewhere_is_left_alone(file: str, text: str, tmp_path: Path) -> None:
    assert made(tmp_path, GOOD | {"b.css": ""} | {file: text}).problems == ()


@pytest.mark.parametrize(
    ("rule", "url", "file", "text"),
    [
        ("missing-file", "gone/", "a.html", '\n<a href="gone/">x</a>'),
        ("missing-file", "page/gone.html", "a.html", '\n<a href="page/gone.html">x</a>'),
        ("missing-file", "gone.js", "a.html", '\n<script src="gone.js"></script>'),
        ("missing-file", "gone.css", "a.html", '\n<link rel="stylesheet" href="gone.css">'),
        ("missing-file", "gone.png", "a.html", '\n<img src="image.png" srcset="image.png 1x, gone.png 2x">'),
        ("missing-file", "gone.svg", "a.html", '\n<object data="gone.svg"></object>'),
        ("missing-file", "gone.png", "a.html", '\n<p style="background: url(gone.png)">'),
        ("missing-file", "gone.png", "a.html", "\n<style>p { background: url(gone.png) }</style>"),
        ("missing-file", "gone/", "a.html", '\n<meta http-equiv="refresh" content="0; url=gone/">'),
        ("missing-file", f"{URL}gone", "a.html", f'\n<meta property="og:url" content="{URL}gone">'),
        (
            "missing-file",
            f"{URL}gone/",
            "a.html",
            f'\n<script type="application/ld+json">{{"url": "{URL}gone/"}}</script>',
        ),
        ("missing-file", f"{URL}gone", "a.html", f"\n<pre>url = {{{URL}gone}},</pre>"),
        ("missing-file", "/base/gone", "a.html", '\n<a href="/base/gone">x</a>'),
        ("missing-file", "page/", "404.html", '\n<a href="page/">served at any depth</a>'),
        ("missing-fragment", "#gone", "a.html", '\n<a href="#gone">x</a>'),
        ("missing-fragment", "page/#gone", "a.html", '\n<a href="page/#gone">x</a>'),
        ("missing-fragment", "page/#HERE", "a.html", '\n<a href="page/#HERE">x</a>'),
        ("missing-fragment", "#gone", "a.html", '\n<td headers="gone">'),
        ("missing-fragment", "#gone", "a.html", '\n<nav aria-labelledby="gone">'),
        ("duplicate-id", "#twice", "a.html", '<i id="twice"></i>\n<i id="twice"></i>'),
        ("outside-site", "../page/", "a.html", '\n<a href="../page/">x</a>'),
        ("outside-site", "/page/", "a.html", '\n<a href="/page/">x</a>'),
        ("malformed-url", "http://[::1", "a.html", '\n<a href="http://[::1">x</a>'),
        ("malformed-url", "https:///x", "a.html", '\n<a href="https:///x">x</a>'),
        ("malformed-url", "https://a.example:x/", "a.html", '\n<a href="https://a.example:x/">x</a>'),
        ("malformed-url", "https://a.example/b c", "a.html", '\n<a href="https://a.example/b c">x</a>'),
        ("missing-file", "gone.png", "a.css", "\na { background: url(gone.png) }"),
        ("missing-file", "gone.css", "a.css", "\n@import 'gone.css';"),
        ("missing-fragment", "#gone", "a.svg", '<svg>\n<use href="#gone"/></svg>'),
        ("missing-file", "gone/", "a.svg", '<svg>\n<a xlink:href="gone/"/></svg>'),
        ("missing-file", f"{URL}gone/", "sitemap.xml", f"<urlset>\n<loc>{URL}gone/</loc></urlset>"),
        ("missing-file", f"{URL}gone/", "sitemap.xml.gz", f"<urlset>\n<loc>{URL}gone/</loc></urlset>"),
        ("missing-file", f"{URL}gone/", "a.graphml", f"<graphml>\n<data>{URL}gone/</data></graphml>"),
        ("missing-fragment", f"{URL}page/#gone", "a.json", f'\n{{"page": "{URL}page/#gone"}}'),
        ("missing-file", f"{URL}gone", "a.csv", f"id,url\nx,{URL}gone,y"),
        ("missing-file", f"{URL}gone", "a.bib", f"@misc{{x,\nurl = {{{URL}gone}}}}"),
        ("missing-file", f"{URL}gone", "llms.txt", f"# Start\n- [x]({URL}gone): a page"),
        ("missing-file", "../gone/", "search/search_index.json", '{"docs": [{"location": "gone/"}]}'),
    ],
)
def test_what_leads_nowhere_is_found(rule: str, url: str, file: str, text: str, tmp_path: Path) -> None:
    found = made(tmp_path, GOOD | {file: text})
    line = 1 if file.startswith("search/") else 2
    assert [str(problem) for problem in found.problems] == [f"{file}:{line}: {rule}: {url}"]


def test_links_to_other_sites_are_handed_on(tmp_path: Path) -> None:
    text = '<a href="https://elsewhere.example/x?a=1&amp;b=2">x</a> <img src="//cdn.example/y.png">'
    found = made(tmp_path, GOOD | {"a.html": text})
    assert [reference.url for reference in found.outside] == [
        "//cdn.example/y.png",
        "https://elsewhere.example/x?a=1&b=2",
    ]


def test_the_command_fails_and_names_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(tmp_path, GOOD)
    assert main([str(tmp_path)]) == 0  # the site's own address is on its front page
    (tmp_path / "a.html").write_text('<a href="gone/">x</a>', "utf-8")
    assert main([str(tmp_path), URL]) == 1
    assert f"{tmp_path}/a.html:1: missing-file: gone/" in capsys.readouterr().out


def test_a_site_without_an_address_is_an_error(tmp_path: Path) -> None:
    made(tmp_path, {"index.html": "<p>no canonical URL</p>"})
    with pytest.raises(ValueError, match="canonical"):
        canonical_root(tmp_path)
