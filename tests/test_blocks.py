"""Blocks: what a page is split into, the addresses of the parts, and what each of them tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Build
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown
from project import ROOT

from spor.read.addresses import Former, addressed, likeness, read, write
from spor.read.blocks import EXTENSIONS, Splitter, fields
from spor.read.plain import dates, numbers, plain_text
from spor.read.translation import read_standalone
from spor.trace.block import Block, Cited

SPLIT = Splitter(language="nb-NO")

#: What a page is made of, and what it is split into: kind, address, line and words.
GOLDEN: list[tuple[str, str, list[tuple[str, str, int, str]]]] = [
    (
        "paragraphs under sections",
        "# 6.2 Brevet {#s6-2}\n\nFørst.\n\n## 6.2.1 En leder {#s6-2-1}\n\nSå\ndette.\n\nOg *dette*.\n",
        [
            ("heading", "s6-2", 1, "6.2 Brevet"),
            ("paragraph", "s6-2-p1", 3, "Først."),
            ("heading", "s6-2-1", 5, "6.2.1 En leder"),
            ("paragraph", "s6-2-1-p1", 7, "Så dette."),
            ("paragraph", "s6-2-1-p2", 10, "Og dette."),
        ],
    ),
    (
        "headings without an id of their own",
        "# Øl og ærlighet\n\nEn.\n\n## Del {#del}\n\nTo.\n\n## Del\n\nTre.\n",
        [
            ("heading", "øl-og-ærlighet", 1, "Øl og ærlighet"),
            ("paragraph", "p1", 3, "En."),
            ("heading", "del", 5, "Del"),
            ("paragraph", "del-p1", 7, "To."),
            ("heading", "del_1", 9, "Del"),
            ("paragraph", "p2", 11, "Tre."),
        ],
    ),
    (
        "lists",
        "- En\n- To\n\n    Mer om to.\n\n    - Inni\n\n1. Tre\n2. Fire\n",
        [
            ("item", "p1", 1, "En"),
            ("item", "p2", 2, "To"),
            ("paragraph", "p3", 4, "Mer om to."),
            ("item", "p4", 6, "Inni"),
            ("item", "p5", 8, "Tre"),
            ("item", "p6", 9, "Fire"),
        ],
    ),
    (
        "tables, quotations, definitions",
        "| Navn | Tall |\n| --- | --- |\n| Kim | 2 |\n\n> Sitat\n\nOrd\n:   Forklaring\n",
        [
            ("cell", "p1", 1, "Navn"),
            ("cell", "p2", 1, "Tall"),
            ("cell", "p3", 3, "Kim"),
            ("cell", "p4", 3, "2"),
            ("paragraph", "p5", 5, "Sitat"),
            ("term", "p6", 7, "Ord"),
            ("definition", "p7", 8, "Forklaring"),
        ],
    ),
    (
        "what the editors say, views, notes, code and HTML",
        "Tekst.[^n]\n\n/// editors\nVårt.\n///\n\n/// view | list guide\n///\n\n```\nkode\n```\n\n<b>hei</b> du\n\n"
        '<div class="a" markdown>\n\nInni.\n\n</div>\n\n'
        "<figure>\n<figcaption>F</figcaption>\n</figure>\n\n[^n]: Note.\n",
        [
            ("paragraph", "p1", 1, "Tekst."),
            ("paragraph", "p2", 4, "Vårt."),
            ("view", "p3", 7, "list guide"),
            ("code", "p4", 10, "<pre><code>kode </code></pre>"),
            ("paragraph", "p5", 14, "hei du"),
            ("paragraph", "p6", 18, "Inni."),
            ("html", "p7", 22, "<figure> <figcaption>F</figcaption> </figure>"),
            ("footnote", "fn:n", 26, "Note."),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in GOLDEN], ids=[case[0] for case in GOLDEN])
def test_a_page_is_split(text: str, expected: list[tuple[str, str, int, str]]) -> None:
    assert [(b.kind, b.address, b.line, b.text) for b in SPLIT(text)] == expected


def test_who_speaks_and_which_level() -> None:
    own, ours = SPLIT("## Overskrift\n\n/// editors\nVårt.\n///\n")
    assert (own.level, own.editors) == (2, False)
    assert ours.editors


def test_a_block_tells_where_it_leads_and_what_it_counts() -> None:
    (block,) = SPLIT(
        "Den 9. juni 2023 sa [[kim|Kim]] at 12\u202f600 av [[§5.2.1]] ([[§7.0 «tre ord her»]]) er 2,5 "
        "[Elmore, sitert i @offerdal2014, s. 2; @rovik2007]; se [siden](om.md#a) og <https://example.org>."
    )
    assert block.links == ("kim", "§5.2.1", "§7.0")
    assert block.citations == (Cited("offerdal2014", "s. 2", "Elmore, sitert i"), Cited("rovik2007"))
    assert (block.dates, block.numbers) == (("2023-06-09",), ("12600", "2.5"))
    assert block.urls == ("om.md#a", "https://example.org")
    assert block.text == (
        "Den 9. juni 2023 sa Kim at 12 600 av §5.2.1 (§7.0 «tre ord her») er 2,5; se siden og https://example.org."
    )


@pytest.mark.parametrize(
    ("norwegian", "english"),
    [
        ("15. mars 2021 og 1. mai, 7", "15 March 2021 and 1 May, 7"),
        ("i juni 2022 var det 1\u00a0250,5", "in June 2022 there were 1,250.5"),
        ("§ 6.2.1, s. 212–215, 12 600", "§ 6.2.1, pp. 212–215, 12,600"),
        ("3. og 4. plass av 10", "3 and 4 out of 10"),
        ("trukket 24.11.2026, i 6.2.1", "withdrawn on 24 November 2026, in 6.2.1"),
    ],
)
def test_dates_and_numbers_are_told_alike_in_two_languages(norwegian: str, english: str) -> None:
    found = [dates(text, language) for text, language in ((norwegian, "nb-NO"), (english, "en-GB"))]
    assert found[0][0] == found[1][0]
    assert numbers(found[0][1], "nb-NO") == numbers(found[1][1], "en-GB") != ()


def test_a_fingerprint_knows_words_and_links_but_no_spaces() -> None:
    def fingerprint(text: str) -> str:
        return SPLIT(text)[0].fingerprint

    assert fingerprint("Et  *ord*\nog [[kim|Kim]].") == fingerprint("Et ord og [[kim|Kim]].")
    assert fingerprint("A\u030a [[kim]]") == fingerprint("\u00c5 [[kim]]")
    others = ["Et ord og [[kari|Kim]].", "Et ord og Kim.", "Et ord og [[kim|Kim]]!", "Et ord [@a, s. 1]", "Et ord [@a]"]
    assert len({fingerprint(text) for text in others}) == len(others)


# Addresses that survive edits


def former(text: str) -> tuple[Former, ...]:
    return read(write({"a.md": SPLIT(text)}, {}))["a.md"]


A, B, C = (
    "Flere av lederne sier at budsjettrammen kan begrense handlingsrommet, men at det også finnes et innenfor.",
    "Brevet lar med andre ord lederen ha kontroll på pengene innenfor rammen, og det er verdt å merke seg for andre.",
    "Til slutt viser forfatteren til tidligere studier av handlingsrom hos dem som leder lokale kontorer i etaten.",
)
NEW = "Noe helt annet, som ingen har skrevet før, står nå midt på siden og handler om været på Vestlandet."


@pytest.mark.parametrize(
    ("now", "addresses"),
    [
        ((A, NEW, B, C), ["p1", "p4", "p2", "p3"]),
        ((NEW, C), ["p4", "p3"]),
        ((A, B.replace("pengene", "budsjettet"), C), ["p1", "p2", "p3"]),
        ((A, NEW, B.replace("pengene", "budsjettet"), C), ["p1", "p4", "p2", "p3"]),
        ((NEW, A.replace("Flere", "Noen"), NEW + " Og mer."), ["p4", "p1", "p5"]),
    ],
)
def test_an_address_survives_edits(now: tuple[str, ...], addresses: list[str]) -> None:
    blocks = SPLIT("\n\n".join(now), 1, former("\n\n".join((A, B, C))))
    assert [block.address for block in blocks] == addresses


def test_a_heading_keeps_the_address_that_it_was_published_with() -> None:
    before = "## Med hvilke forbehold forfatteren sier det\n"
    (block,) = SPLIT("## Med hvilke viktige forbehold forfatteren sier det\n", 1, former(before))
    assert block.address == "med-hvilke-forbehold-forfatteren-sier-det"


def test_the_address_of_what_is_gone_stays_taken() -> None:
    first = read(write({"a.md": SPLIT(f"{A}\n\n{B}")}, {}))
    second = read(write({"a.md": SPLIT(A, 1, first["a.md"])}, first))
    assert [block.address for block in SPLIT(f"{A}\n\n{NEW}", 1, second["a.md"])] == ["p1", "p3"]


def test_a_section_gives_no_address_of_another() -> None:
    before = former(f"# En {{#en}}\n\n{A}\n\n# To {{#to}}\n")
    assert [b.address for b in SPLIT(f"# En {{#en}}\n\n# To {{#to}}\n\n{A}\n", 1, before)] == ["en", "to", "to-p1"]


def test_a_file_of_addresses_that_is_none() -> None:
    with pytest.raises(ValueError, match="line 2"):
        read("a.md\n p1 x\n")


# What holds for any text

WORDS = st.lists(
    st.sampled_from(["Kim", "sier", "brevet", "gir", "rom", "og", "i", "2021", "§"]), min_size=1, max_size=8
)
LINES = WORDS.map(" ".join)
PIECES = st.one_of(
    LINES,
    st.builds("{} {}".format, st.sampled_from(["#", "##", "###"]), LINES),
    st.lists(LINES.map("- {}".format), min_size=1, max_size=3).map("\n".join),
    st.lists(LINES.map("1. {}".format), min_size=1, max_size=3).map("\n\n".join),
    LINES.map("- En\n\n    {}".format),
    LINES.map("    {}".format),
    LINES.map("> {}".format),
    LINES.map("Ord\n:   {}".format),
    st.tuples(LINES, LINES).map(lambda two: f"| {two[0]} | b |\n|---|---|\n| {two[1]} | d |"),
    LINES.map("/// editors\n{}\n///".format),
    LINES.map("```\n{}\n```".format),
    LINES.map("<div markdown>\n\n{}\n\n</div>".format),
    LINES.map("{}\n{{: #egen }}".format),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=8).map("\n\n".join)
EXAMPLES = settings(max_examples=150, deadline=None, derandomize=True, database=None)
ELEMENTS = "p|li|th|td|dt|dd|pre|h1|h2|h3"


@EXAMPLES
@given(TEXTS)
def test_blocks_are_the_elements_that_markdown_makes(text: str) -> None:
    without = re.sub(r"^///.*$", "", text, flags=re.MULTILINE)
    made = Markdown(extensions=[*EXTENSIONS]).convert(without)
    tree = html.fragment_fromstring(made, create_parent="div")
    elements = [
        element.tag
        for element in tree.iter(*ELEMENTS.split("|"))
        if not (element.tag == "p" and element.getparent().tag in ("li", "dd") and _is_first(element))
    ]
    kinds = {"heading": "h", "paragraph": "p", "item": "li", "term": "dt", "definition": "dd", "code": "pre"}
    found = [kinds.get(block.kind, "t") for block in SPLIT(without)]
    assert found == [tag if tag in kinds.values() else tag[0] for tag in elements]


def _is_first(element: html.HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.index(element) == 0 and not (parent.text or "").strip()


@EXAMPLES
@given(TEXTS, st.integers(1, 50))
def test_each_block_has_an_address_of_its_own_and_its_line(text: str, first: int) -> None:
    blocks = SPLIT(text, first)
    lines = text.split("\n")
    assert len({block.address for block in blocks}) == len(blocks) or "#egen" in text
    assert [block.line for block in blocks] == sorted(block.line for block in blocks)
    for block in blocks:
        if block.kind not in ("code", "html", "view"):
            assert block.source.split("\n")[0].strip() in lines[block.line - first]


@EXAMPLES
@given(TEXTS, TEXTS)
def test_what_was_published_keeps_its_address(text: str, more: str) -> None:
    before = SPLIT(text)
    after = addressed([_bare(b) for b in SPLIT(f"{text}\n\n{more}")], read(write({"a.md": before}, {}))["a.md"])
    assert [b.address for b in after[: len(before)]] == [b.address for b in before] or not _ends(text)


def _bare(block: Block) -> Block:
    own = block.address == "egen"
    return Block(block.kind, "egen" if own else "", block.line, block.source, block.text, block.level)


def _ends(text: str) -> bool:
    """Whether what follows a text cannot become a part of its last block."""
    return not re.search(r"(^|\n)([-|>:] ?|1\. |    |Ord|<)[^\n]*$", text.rsplit("\n\n", 1)[-1])


@given(st.text(max_size=200))
@EXAMPLES
def test_no_text_is_too_strange(text: str) -> None:
    assert isinstance(plain_text(text), str)
    assert 0 <= likeness(text) < 2**64
    dates(text, "nb")
    numbers(text, "en-GB")


# The site


def test_each_text_of_an_entity_is_a_block() -> None:
    trace = read_standalone(ROOT / "mkdocs.yml").trace
    found = {b.address: b for e in trace.entities.values() for b in fields(e, trace.kind(e), "nb")}
    for statement in trace.of_kind("statement"):
        assert found[f"{statement.id}.text"].text
    assert not [address for address in found if address.endswith((".id", ".type", ".unused"))]
    lines = Path(ROOT, "docs/data/utsagn.yml").read_text("utf-8").split("\n")
    first = next(iter(trace.of_kind("statement")))
    assert "text:" in lines[found[f"{first.id}.text"].line - 1]


def test_each_page_has_the_addresses_of_its_blocks(real: Build) -> None:
    """The same count in the same order, on all pages; and no paragraph, item, cell or heading is without one."""
    trace = read_standalone(ROOT / "mkdocs.yml").trace
    for path, page in trace.pages.items():
        addresses = [block.address for block in page.blocks]
        assert addresses, path
        folder = path.removesuffix("index.md") if path.endswith("index.md") else path.removesuffix(".md")
        article = html.parse(real.site / folder / "index.html").getroot().find_class("md-content__inner")[0]
        own = set(addresses)
        ids = [element.get("id") for element in article.iter() if element.get("id") in own]
        assert ids[: len(addresses)] == addresses, path
        for made in article.xpath(
            "descendant-or-self::*[contains(@class, 'spor-view') or contains(@class, 'spor-section-end')"
            " or @data-search-exclude or contains(@class, 'spor-panel') or contains(@class, 'footnote')"
            " or self::template]"
        ):
            made.clear()
        elements = list(article.iter(*ELEMENTS.split("|")))
        last = max(place for place, element in enumerate(elements) if element.get("id") in own)
        for element in elements[:last]:  # what follows the text is no part of it
            parent = element.getparent()
            inner = parent.tag in ("li", "dd") if element.tag == "p" else parent.get("id") in own
            named = re.search("spor-(kicker|editors__name)", element.get("class", ""))
            assert element.get("id") in own or inner or named, (path, html.tostring(element)[:200])
