"""What must hold for any input: of the parsers, ids, links, placeholders, marks of what differs, redaction.

The same examples are drawn in each run, and none is timed.
"""

from __future__ import annotations

import posixpath
import re
from functools import partial
from html import unescape
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import urljoin

from converting import Converter
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement, fragment_fromstring
from markdown import Markdown

from spor.locale import Locale
from spor.read.bibliography import read_bibliography
from spor.read.blocks import Splitter
from spor.read.marks import loss_faults
from spor.read.page import PageContent, declared_entity, read_page
from spor.read.prose import prose_faults
from spor.read.safe import code_faults
from spor.read.syntax import (
    IDENTIFIER,
    blank_code,
    headings,
    is_inside,
    open_fence,
    parse_citation,
    section_anchor,
    views,
)
from spor.read.text import read_yaml
from spor.redact.page import edit_page
from spor.redact.words import Withdrawn
from spor.render.citations import Formatted
from spor.render.site import Deferred, Site
from spor.render.views.changes import marked
from spor.trace.block import Cited
from spor.trace.problem import Place, Problem, collect, suggestion
from spor.trace.schema import read_schema
from spor.trace.trace import Entity, Trace

settings.register_profile(
    "same",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("same")

WORD = st.from_regex(r"[a-zæøåA-Z0-9]{1,6}", fullmatch=True)
IDS = st.builds("-".join, st.lists(WORD, min_size=1, max_size=3))
SECTIONS = st.builds(
    lambda parts: "§" + ".".join(parts),
    st.lists(st.from_regex("[0-9]{1,2}[a-c]?", fullmatch=True), min_size=1, max_size=4),
)
#: Words that mean nothing to any parser of ours.
PLAIN = st.builds(" ".join, st.lists(st.from_regex(r"[a-zæøå]{1,8}[.,]?", fullmatch=True), min_size=1, max_size=6))
#: What Markdown is made of, thrown together.
WHOLE = [
    "[[fs1]]",
    "[[fs1|ord]]",
    "[@a1, s. 2]",
    "`",
    "```\n",
    "\n",
    "\n\n",
    "# ",
    "- ",
    "> ",
    "    ",
    "|",
    "ord",
    " ",
    "*",
    "_",
]
WHOLE += [
    "<b>",
    "</b>",
    "<div>\n",
    "</div>\n",
    "[^1]",
    "\n\n[^1]: ",
    ": ",
    "&",
    "!",
    "{#a}",
    "\\",
    "x](y.md)",
    "\n|---|---|\n",
]
PIECES = [
    *WHOLE,
    "[[",
    "]]",
    "[@",
    "@",
    "]",
    "[",
    "``",
    "~~~\n",
    "## Ord {#s1}\n",
    "<!--",
    "-->",
    "<div>",
    "///",
    "{",
    "}",
]
PIECES += ["/// view | guide\n///\n", "---\n", "Eva", "u-x", "(x)", "é"]
MARKDOWN = st.builds("".join, st.lists(st.sampled_from(PIECES), max_size=25)) | st.text(max_size=60)


@given(
    st.text(max_size=80)
    | st.builds("".join, st.lists(st.sampled_from(["@", "a", ";", ",", " ", "-", "s. 1", "\\", "\n"])))
)
def test_citations_are_parsed_or_refused(raw: str) -> None:
    for work in parse_citation(raw):
        assert re.fullmatch(r"\w+(-\w+)*", work.key)
        assert not set("\\<>{}$*`^~|@\n") & set(work.prefix + work.locator)


LOCATOR = st.sampled_from(["", "s. 257", "s. 65–66", "kap. 3", "Vedlegg 1 (2)", "s. 5, note 2"])
PREFIX = st.sampled_from(["", "se", "Elmore, sitert i", "Røiseland & Vabo, sitert i"])
WORKS = st.lists(st.builds(Cited, IDS, LOCATOR, PREFIX), min_size=1, max_size=3)


def typed(works: list[Cited]) -> str:
    """A citation as a writer types it, without its brackets."""
    parts = (f"{w.prefix} @{w.key}".strip() + (f", {w.locator}" if w.locator else "") for w in works)
    return "; ".join(parts)


@given(WORKS)
def test_citations_come_back_as_typed(works: list[Cited]) -> None:
    assert parse_citation(typed(works)) == tuple(works)


SCHEMA, SPLIT = read_schema(), Splitter("nb")
OWN = partial(declared_entity, "a.md", "docs/a.md", SCHEMA, "editors:")


def read(text: str) -> tuple[PageContent, tuple[Problem, ...]]:
    return collect(read_page(text, "a.md", "docs/a.md", {"s1": "§1"}, OWN, SPLIT))


@given(st.lists(st.tuples(IDS | SECTIONS, st.none() | PLAIN), min_size=1, max_size=5), PLAIN)
def test_links_come_back_as_typed(links: list[tuple[str, str | None]], between: str) -> None:
    raw = [f"[[{target}|{text}]]" if text else f"[[{target}]]" for target, text in links]
    found = read("# A\n\n" + f" {between}\n".join(raw))[0].mentions
    assert [(m.target, m.raw, m.place.line) for m in found] == [
        (target, raw[number], 3 + number) for number, (target, _) in enumerate(links)
    ]


@given(WORKS, PLAIN)
def test_citations_are_found_in_prose(works: list[Cited], around: str) -> None:
    found = read(f"# A\n\n{around} [{typed(works)}] {around}")[0].mentions
    assert [Cited(m.target, m.locator, m.prefix) for m in found] == works
    assert len({m.anchor for m in found}) == 1


@given(st.lists(IDS | SECTIONS | st.sampled_from(["s1-1", "§1.1", "§1-1", "s1"]), max_size=8))
def test_no_two_links_of_a_page_have_one_anchor(targets: list[str]) -> None:
    found = read("# A\n\n" + " ".join(f"[[{target}]]" for target in targets))[0].mentions
    assert len({mention.anchor for mention in found}) == len(targets)


@given(st.sets(SECTIONS, min_size=2, max_size=20))
def test_sections_have_anchors_of_their_own(sections: set[str]) -> None:
    assert all(IDENTIFIER.fullmatch(section) for section in sections)
    assert len({section_anchor(section) for section in sections}) == len(sections)


@given(MARKDOWN)
def test_code_is_blanked_out_in_its_place(text: str) -> None:
    masked = blank_code(text)
    assert len(masked) == len(text)
    assert all(now == was or (now == " " and was != "\n") for now, was in zip(masked, text, strict=True))
    assert blank_code(PLAIN_TEXT) == PLAIN_TEXT


PLAIN_TEXT = "Ingen kode her, bare [[fs1]] og [@a1, s. 2].\n\n# Og en overskrift\n"


@given(PLAIN, st.sampled_from(["`{}`", "``{} ` {}``", "<!-- {} -->", "```\n{}\n```", "~~~ yaml\n{}\n\n{}\n~~~"]), PLAIN)
def test_code_is_blanked_out_and_nothing_else(before: str, code: str, after: str) -> None:
    inside = code.replace("{}", "[[fs1]]")
    masked = blank_code(f"{before}\n\n{inside}\n\n{after}")
    assert "fs1" not in masked
    assert masked.startswith(before) and masked.endswith(after)
    assert open_fence(f"{before}\n\n{inside}\n\n{after}") is None


@given(MARKDOWN, st.integers(1, 50))
def test_headings_of_anything(text: str, first: int) -> None:
    lines = text.split("\n")
    for heading in headings(text, first):
        line = lines[heading.line - first]
        assert line.startswith("#" * heading.level) and heading.text in line and heading.anchor in line


@given(st.integers(1, 6), PLAIN, st.none() | IDS, st.sampled_from(["", " ##", "  "]))
def test_headings_come_back_as_typed(level: int, text: str, anchor: str | None, end: str) -> None:
    attributes = f" {{#{anchor} .klasse}}" if anchor else ""
    (found,) = headings(f"{'#' * level} {text}{attributes}{end}")
    assert (found.level, found.text, found.anchor) == (level, text, anchor or "")


@given(MARKDOWN)
def test_views_of_anything(text: str) -> None:
    lines = text.split("\n")
    for call, line in views(text):
        assert call == call.strip() and call in lines[line - 1] and "view" in lines[line - 1].lower()


@given(
    IDS,
    st.lists(IDS, max_size=2),
    st.sampled_from(["", "  ", "> ", "- ", "1. "]),
    st.sampled_from(["///", "////", "/// "]),
)
def test_views_come_back_as_typed(name: str, arguments: list[str], lead: str, marks: str) -> None:
    call = " ".join([name, *arguments])
    assert views(f"Før.\n\n{lead}{marks} view | {call} \n{lead}///\n") == ((call, 3),)


@given(MARKDOWN, MARKDOWN)
def test_a_page_can_be_read_whatever_it_holds(text: str, more: str) -> None:
    for page in (text, f"---\n{more}\n---\n{text}"):
        content, problems = read(page)
        last = page.count("\n") + 2
        places = [m.place.line for m in content.mentions] + [v.place.line for v in content.views]
        assert all(1 <= line <= last for line in [*places, *(problem.line for problem in problems)])


@given(MARKDOWN | st.text(max_size=200))
def test_limits_and_prose_of_anything(text: str) -> None:
    body = blank_code(text)
    found = [*code_faults(text), *loss_faults(body), *prose_faults(body)]
    assert all(0 <= offset <= len(text) for offset, _, _ in found)


YAML = st.builds(
    "".join,
    st.lists(
        st.sampled_from(
            [
                "a: ",
                "- ",
                "\n",
                "  ",
                "[",
                "]",
                "{",
                "}",
                "*a",
                "&a ",
                "!x ",
                "'",
                '"',
                "x",
                ": ",
                "? ",
                "|",
                ">",
                "#",
                "---\n",
                "2026-13-45",
                "<<: ",
            ]
        )
    ),
)


@given(YAML | st.text(max_size=60))
def test_yaml_is_read_or_refused(text: str) -> None:
    _, problems = collect(read_yaml(text, "a.yml"))
    assert all(problem.line >= 1 for problem in problems)


BIB = st.builds(
    "".join,
    st.lists(
        st.sampled_from(
            [
                "@book{",
                "a,",
                "title",
                " = ",
                "{",
                "}",
                '"',
                "x",
                ",",
                "\n",
                "@string{",
                "#",
                "%",
                "\\",
                "date = {2026}",
                "and",
                "@",
            ]
        )
    ),
)


@given(BIB | st.text(max_size=60))
def test_a_bibliography_is_read_or_refused(text: str) -> None:
    sources, problems = collect(read_bibliography(text, "a.bib", "l.md"))
    assert all(source.anchor == f"ref-{source.id}" for source in sources)
    assert all(problem.line >= 1 for problem in problems)


@given(st.text(max_size=20), st.text(max_size=800))
def test_a_message_is_one_line_that_can_be_shown(rule: str, message: str) -> None:
    line = str(Problem("a.md", 1, "rule", message))
    assert line.isprintable() and len(line) < 450 * 10
    assert suggestion(rule, [message, "fs1"]) in ("", f" (did you mean '{message}'?)", " (did you mean 'fs1'?)")


@given(st.lists(IDS, min_size=1, max_size=8))
def test_a_known_word_is_its_own_suggestion(known: list[str]) -> None:
    assert suggestion(known[0], known) == f" (did you mean '{known[0]}'?)"
    assert suggestion("", known) == "" and suggestion("x" * 101, ["x" * 101]) == ""


@given(
    st.builds(
        "/".join,
        st.lists(st.sampled_from(["a", "..", ".", "", "b.yml", "~", "c:", "a\\b", "\x00", "data"]), max_size=5),
    )
)
def test_a_path_inside_leads_out_nowhere(path: str) -> None:
    if is_inside(path):
        joined = posixpath.normpath(posixpath.join("/root/docs", path))
        assert joined.startswith("/root/docs/") and PurePosixPath(joined).parts.count("..") == 0
    assert is_inside("data/tabell-1.yml")


PAGES = st.lists(st.builds("/".join, st.lists(IDS, min_size=1, max_size=3)), min_size=1, max_size=6, unique=True)


@given(PAGES, st.booleans(), IDS, st.data())
def test_a_relative_address_leads_to_its_page(
    pages: list[str], folders: bool, anchor: str, data: st.DataObject
) -> None:
    urls = {f"{page}.md": f"{page}/" if folders else f"{page}.html" for page in pages} | {
        "index.md": "" if folders else "index.html"
    }
    site = Site(Trace(schema=SCHEMA), Locale(), urls, Formatted({}, {}))
    here, page = (data.draw(st.sampled_from(sorted(urls))) for _ in range(2))
    base = "https://x.example/sub/"
    for fragment in ("", anchor):
        href = site.href(here, page, fragment)
        found = urljoin(base + urls[here], href)
        assert found == base + urls[page] + (f"#{fragment}" if fragment else "")


@given(st.lists(st.text(max_size=10), max_size=6), st.lists(st.integers(0, 9), max_size=6))
def test_placeholders_are_filled_in(words: list[str], order: list[int]) -> None:
    assume(not any("<!--spor" in word for word in words))
    deferred = Deferred()
    marks = [deferred.put(partial(str, word)) for word in words]
    used = [number % len(words) for number in order] if words else []
    outer = deferred.put(lambda: "".join(marks[number] for number in used))
    assert deferred.fill(f"a{outer}b") == "a" + "".join(words[number] for number in used) + "b"
    assert deferred.fill("".join(words)) == "".join(words)


SIDE = st.lists(st.text(st.sampled_from("ab cå<&.-"), max_size=20), min_size=1, max_size=3)


@given(SIDE, SIDE)
def test_marks_change_no_text(before: list[str], after: list[str]) -> None:
    for texts, made in zip((before, after), marked(before, after), strict=True):
        assert [unescape(re.sub("</?mark>", "", text)) for text in made] == texts


@given(SIDE)
def test_what_is_the_same_has_no_mark(texts: list[str]) -> None:
    assert all("<mark>" not in text for side in marked(texts, texts) for text in side)


GONE = Withdrawn(
    MappingProxyType({"u-x": "2026-11-24"}),
    MappingProxyType({"eva": "2026-11-24"}),
    MappingProxyType({"Eva": "eva"}),
    MappingProxyType({}),
    locale=Locale(words={"withdrawn": "N"}),
)


@given(MARKDOWN)
def test_nothing_withdrawn_is_left_in_a_page(text: str) -> None:
    assume(not text.startswith("---"))
    edited, _ = collect(edit_page(text, "a.md", GONE))
    left = re.sub(r"\[\[(?:u-x|eva)\\?\|N\]\]", "", edited)
    assert not GONE.within(left)


#: Pieces of a page in which each W becomes a word of its own.
BLOCKS = [
    "W ",
    "W\n",
    "\n",
    "\n\n",
    "- W ",
    "1. W ",
    "  ",
    "    ",
    "> W ",
    "# W\n",
    "| W | W |\n",
    "|---|---|\n",
    ": W ",
    "\n\n[^1]: W ",
]
BLOCKS += [
    "[[u-x]] ",
    "[[u-x|W]]\n",
    "`W` ",
    "```\n",
    "<br>\n",
    "\n\n<div>\n",
    "\n</div>\n\n",
    "W[^1] ",
    "***\n",
    "**W** ",
    "W:\n\n",
    "===\n",
]


@given(st.builds("".join, st.lists(st.sampled_from(BLOCKS), max_size=25)))
def test_what_stands_in_one_block_with_a_withdrawn_link_goes(pieces: str) -> None:
    """A block as Python-Markdown makes it: whatever a reader sees together with the link must be gone."""
    numbers = iter(range(10_000))
    text = re.sub("W", lambda _: f"w{next(numbers)}w", f"# T\n\n{pieces}")
    assume(not any(prose_faults(blank_code(text))) and all(heading.text for heading in headings(text)))
    assume(open_fence(text) is None)
    html = Markdown(extensions=["attr_list", "tables", "footnotes", "fenced_code", "def_list"]).convert(text)
    blocks = [
        b for b in fragment_fromstring(html, "div").iter("p", "li", "tr", "h1", "dd", "dt", "pre") if _of_its_own(b)
    ]
    together = {word for block in blocks for word in re.findall(r"w\d+w", block.text_content())}
    left, _ = collect(edit_page(text, "a.md", GONE))
    assert [word for word in together if word in left] == [], (text, left)


def _of_its_own(block: HtmlElement) -> bool:
    """Whether the link stands in the block itself, and not only in a smaller one within it."""
    inner = "".join(found.text_content() for found in block.iter("p", "li", "tr", "dd") if found is not block)
    return str(block.text_content()).count("u-x") > inner.count("u-x")


ENTITIES = MappingProxyType(
    {
        "fs1": Entity("question", "fs1", "Spørsmål", Place("a", 1), "fs1.md"),
        "a1": Entity("source", "a1", "Verk", Place("b", 1), "l.md", "ref-a1"),
    }
)


EXTENSIONS = ["attr_list", "tables", "toc", "footnotes", "fenced_code", "md_in_html", "def_list"]


@given(st.builds("".join, st.lists(st.sampled_from(WHOLE), max_size=25)))
def test_each_link_of_a_page_comes_out_or_is_reported(text: str) -> None:
    content, problems = read(text)
    assume(not problems and not text.startswith("---") and not content.views)
    assume(all(mention.target in ENTITIES for mention in content.mentions))
    trace = Trace(ENTITIES, (), tuple(content.mentions), (), {"a.md": content.page}, schema=SCHEMA)
    inline = {mention.raw: "(Verk)" for mention in content.mentions}
    urls = {"a.md": "a/", "fs1.md": "fs1/", "l.md": "l/"}
    converter = Converter(Site(trace, Locale(), urls, Formatted(inline, {"a1": "Verk"})), EXTENSIONS)
    html = converter.convert("a.md", text)
    for mention in content.mentions:
        assert html.count(f'id="{mention.anchor}"') == 1 or converter.cursor.strange, (text, html)
