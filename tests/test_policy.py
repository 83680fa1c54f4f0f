"""Safe output: each page has a strict policy and nothing in it that this would forbid; nothing is fetched elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import Build
from html_pages import document

from spor.publish.assets import policy, with_policy

#: How the inline scripts of Material and of our theme begin; the first tells the page's depth. There are no others.
THEME = (
    '__md_scope=new URL("',
    'document.documentElement.toggleAttribute("data-spor-narrowed"',
    'var palette=__md_get("__palette")',
    "var target=document.getElementById(location.hash.slice(1))",
)
#: Elements and attributes whose URL the browser loads at once. A link element loads by these relations only.
LOADED = (
    "//*[self::script or self::img or self::iframe or self::source or self::embed or self::audio or self::video]/@src"
)
RELATIONS = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest"}


@pytest.fixture(params=["real", "tiny"])
def pages(request: pytest.FixtureRequest) -> list[Path]:
    """Every page of a built site."""
    built: Build = request.getfixturevalue(request.param)
    found = sorted(built.site.rglob("*.html"))
    assert len(found) > 5, built.output
    return found


def runs(script: object) -> bool:
    return script.get("type") in (None, "", "module", "text/javascript")  # type: ignore[attr-defined]


def test_each_page_has_a_strict_policy_before_all_that_it_governs(pages: list[Path]) -> None:
    for page in pages:
        head = document(page).xpath("/html/head/*")
        names = [element.get("http-equiv") for element in head]
        assert names.count("Content-Security-Policy") == 1, page
        before = head[: names.index("Content-Security-Policy")]
        assert [element.get("charset") for element in before] == ["utf-8"], page
        content = head[len(before)].get("content")
        assert "default-src 'none'" in content and "unsafe" not in content and "http" not in content, page


def test_only_the_themes_own_inline_scripts_run(pages: list[Path]) -> None:
    for page in pages:
        inline = [s.text for s in document(page).xpath("//script[not(@src)]") if runs(s)]
        assert [text[:20] for text in inline if not text.startswith(THEME)] == [], page
        assert len(inline) == len(THEME), page


def test_no_page_has_inline_styles_or_handlers(pages: list[Path]) -> None:
    for page in pages:
        root = document(page)
        assert root.xpath("//style | //@style") == [], page
        names = {name for element in root.iter() for name in element.attrib}
        assert [name for name in names if name.startswith("on")] == [], page
        urls = [url.strip().lower() for url in root.xpath("//@href | //@src | //@action | //@formaction | //@data")]
        assert [url for url in urls if url.startswith(("javascript:", "vbscript:"))] == [], page


def test_nothing_is_loaded_from_elsewhere(pages: list[Path]) -> None:
    for page in pages:
        root = document(page)
        loaded = [*root.xpath(LOADED), *root.xpath("//object/@data | //video/@poster | //use/@href | //image/@href")]
        loaded += [part.split()[0] for value in root.xpath("//@srcset") for part in value.split(",")]
        for link in root.xpath("//link"):
            loaded += [link.get("href")] if RELATIONS & set((link.get("rel") or "").split()) else []
        assert [url for url in loaded if urlsplit(url).netloc] == [], page


def test_no_style_sheet_loads_from_elsewhere(real: Build) -> None:
    loads = re.compile(r"""(?:url\(|@import)\s*["']?\s*(?!data:|#)([^"')\s;]+)""")
    for sheet in real.site.rglob("*.css"):
        assert [url for url in loads.findall(sheet.read_text("utf-8")) if urlsplit(url).netloc] == [], sheet


FRAME = '<html><head><meta charset="utf-8"><script>theme()</script></head><body>{}</body></html>'


def hashes(text: str) -> list[str]:
    return re.findall("sha256-[^' &]+", text)


def test_a_script_of_the_content_is_not_allowed() -> None:
    content = "<p>text</p><script>writer()</script>"
    assert hashes(with_policy(FRAME.format(content), "x.md", content)) == hashes(with_policy(FRAME.format(""), "x.md"))
    assert len(hashes(with_policy(FRAME.format(content), "x.md"))) == 2


def test_data_and_files_need_no_hash() -> None:
    assert hashes(policy('<script src="a.js"></script><script type="application/ld+json">{}</script>')) == []
    assert hashes(policy("<style>a {}</style>")) == hashes(policy("<style>a {}</style><style>a {}</style>"))


def test_a_page_without_charset_is_an_error() -> None:
    with pytest.raises(ValueError, match="charset"):
        with_policy("<html><head></head></html>", "x.md")


def test_content_that_is_not_in_the_page_as_it_was_made_is_an_error() -> None:
    """A minifier changes it: to go on would allow whatever scripts it holds."""
    with pytest.raises(ValueError, match="another plugin has changed it"):
        with_policy(FRAME.format("<p>a</p><script>writer()</script>"), "x.md", "<p> a </p><script>writer()</script>")
