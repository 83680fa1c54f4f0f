"""How pages become one book: its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from lxml.html import HtmlElement
from pypdf import PdfReader

from spor.publish.book.clean import Rules, clean
from spor.publish.book.compose import Chapter, Document, Section, compose
from spor.publish.book.figures import alternative, drawing_file, is_figure, read_drawing
from spor.publish.book.markup import typst
from spor.publish.book.pdf import make_pdf, running_heads, without_glyph
from spor.publish.html import HEADINGS, parse


def composed(*chapters: Chapter, rules: Rules | None = None, site_url: str = "https://example.org/") -> str:
    return "".join(written(section.root) for section in compose(chapters, rules or Rules(), {}, site_url).sections)


def cleaned(html: str, rules: Rules | None = None) -> str:
    return written(clean(html, rules or Rules())[0])


def written(root: HtmlElement) -> str:
    """The XHTML of what an element holds."""
    return (root.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in root)


def test_headings_stand_at_the_level_of_the_chapter_and_leave_none_out() -> None:
    html = composed(Chapter(2, "T", "a/", "<h1>A</h1><h4>B</h4><h2 id='s1'>C</h2><h5>D</h5>", listed=("s1",)))
    headings = list(parse(html).iter(*HEADINGS))
    assert [(node.tag, node.text_content(), "unlisted" in node.classes) for node in headings] == [
        ("h2", "A", False),
        ("h3", "B", True),
        ("h3", "C", False),
        ("h4", "D", True),
    ]


def test_a_page_without_a_heading_gets_its_title() -> None:
    assert ">Tittel</h1>" in composed(Chapter(1, "Tittel", "a/", "<p>x</p>"))


def test_links_between_pages_become_links_within() -> None:
    html = composed(
        Chapter(1, "A", "a/", '<h1 id="top">A</h1><p id="here">x</p><a href="../b/#there">1</a><a href="../b/">2</a>'),
        Chapter(1, "B", "b/", '<h1>B</h1><p id="there">y</p><a href="../a/#here">3</a><a href="../a/#top">4</a>'),
    )
    assert re.findall(r'href="#([^"]*)">(\d)', html) == [("k2-there", "1"), ("k2", "2"), ("k1-here", "3"), ("k1", "4")]
    assert set(re.findall(r'href="#([^"]*)"', html)) <= set(re.findall(r' id="([^"]*)"', html))


def test_a_heading_without_a_page_does_not_take_the_links_to_the_front_page() -> None:
    html = composed(
        Chapter(1, "Start", "", "<h1>S</h1>"), Chapter(1, "Del"), Chapter(2, "A", "a/", '<a href="../">s</a>')
    )
    assert 'href="#k1"' in html and ">Del</h1>" in html


def test_links_out_of_the_book_lead_to_the_site_or_nowhere() -> None:
    page = Chapter(1, "A", "a/", '<a href="../c/#x">c</a> <a href="https://else.org/">e</a>')
    assert 'href="https://example.org/c/#x"' in composed(page) and 'href="https://else.org/"' in composed(page)
    assert re.findall("href=[^>]*", composed(page, site_url="")) == ['href="https://else.org/"']


def test_a_place_that_is_not_in_the_book_gives_way_to_its_page() -> None:
    html = composed(Chapter(1, "A", "a/", '<a href="#gone">x</a><p class="spor-screen" id="gone">y</p>'))
    assert 'href="#k1"' in html and ">y<" not in html


def test_the_same_id_on_two_pages_is_two_ids() -> None:
    page = '<p id="x">x</p><a href="#x">x</a>'
    html = composed(Chapter(1, "A", "a/", page), Chapter(1, "B", "b/", page))
    assert re.findall(r'<p id="([^"]*)"', html) == ["k1-x", "k2-x"]


def test_an_id_that_no_link_leads_to_is_left_out() -> None:
    assert "m-x-1" not in composed(Chapter(1, "A", "a/", '<p><a id="m-x-1" href="https://else.org/">x</a></p>'))


def test_no_line_ends_between_an_abbreviation_and_its_number() -> None:
    assert "s.\u00a012, nr.\u00a03, side 4. 5 av" in composed(
        Chapter(1, "A", "a/", "<p>s. 12, nr. 3, side 4. 5 av</p>")
    )


def test_what_only_works_on_a_screen_goes() -> None:
    aids = '<script>x</script><a class="headerlink">¶</a><svg><path d="M0 0"/></svg><p data-search-exclude>x</p>'
    assert cleaned(f"<div id='x'>a{aids}b</div>") == '<div id="x">ab</div>'


HEADING = '#heading(level: 2)[#"A"]<k2>'


def test_the_words_of_the_thesis_stay_though_no_search_finds_them() -> None:
    words = '<a href="#s">§ 1</a><q lang="nb" title="x">«det er slik»</q>'
    html = cleaned(f'<p>It is (<span class="spor-warrant" data-search-exclude>{words}</span>).</p>')
    assert '(<span><a href="#s">§ 1</a> <span lang="nb">«det er slik»</span></span>).' in html


def test_what_a_book_does_not_know_goes() -> None:
    assert cleaned('<p onclick="x()"><font color="red">a</font> <b style="x">b</b></p>') == "<p>a <b>b</b></p>"
    assert cleaned('<ol start="x"><li>a</li></ol><table><tr><td colspan="0">b</td></tr></table>') == (
        "<ol><li>a</li></ol><table><tr><td>b</td></tr></table>"
    )
    assert "script" not in composed(Chapter(1, "A", "a/", '<a href=" javascript:x()">b</a>'))


PANEL = """<aside class="spor-panel spor-panel--finding"><details><summary>Spor</summary>
<div class="spor-group spor-group--evidence"><p class="spor-group__title">Bæres av</p>
<ul><li><a href="#u">Kim</a>: hele utsagnet</li><li><a href="#s">§ 1</a></li></ul></div>
<div class="spor-group spor-group--mentioned"><p class="spor-group__title">Omtalt i</p>
<ul><li><a href="#m">§ 2</a> · <a href="#n">2</a></li></ul></div></details></aside>"""


def test_a_panel_is_a_line_a_group_if_it_is_shown_at_all() -> None:
    html = cleaned(PANEL, Rules(panels={"finding": ("evidence",)}))
    assert parse(html).text_content() == "Bæres av: Kim; § 1"
    assert "hele utsagnet" not in html and "§ 2" not in html
    assert cleaned(PANEL) == ""


def test_a_folded_group_has_its_title_without_the_number() -> None:
    title = '<p class="spor-group__title">Bæres av</p>'
    folded = PANEL.replace(title, '<details><summary class="spor-group__title">Bæres av (2)</summary></details>')
    assert parse(cleaned(folded, Rules(panels={"finding": ("evidence",)}))).text_content() == "Bæres av: Kim; § 1"


def test_what_the_editors_say_is_set_apart() -> None:
    said = '<aside class="spor-editors" role="note"><p class="spor-editors__name">The editors</p><p>Ours.</p></aside>'
    html = cleaned(said)
    assert html == '<div class="book-editors"><p class="book-editors-name">The editors</p><p>Ours.</p></div>'
    assert typst(parse(html)).startswith('#book-editors[#book-editors-name[#"The editors"]')


def test_a_withheld_table_is_replaced_by_words() -> None:
    table = '<table data-table="data/x.yml"><tr><td>secret</td></tr></table>'
    assert cleaned(table, Rules(withheld={"data/x.yml": "Not here."})) == "<p>Not here.</p>"


def test_the_head_of_a_table_holds_no_links() -> None:
    html = cleaned(
        '<table><thead><tr><th><a href="#x">A</a></th></tr></thead><tr><td><a href="#x">B</a></td></tr></table>'
    )
    assert html.count("<a ") == 1 and "<th>A</th>" in html


def test_a_footnote_is_one() -> None:
    html = cleaned(
        '<p>x<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p>'
        '<div class="footnote"><ol><li id="fn:1"><p>note <a class="footnote-backref" href="#">↩</a></p></li></ol></div>'
    )
    assert '<a href="#fn:1" role="doc-noteref">1</a>' in html
    assert '<aside id="fn:1" role="doc-footnote"><p>note </p></aside>' in html


def test_language_is_kept() -> None:
    assert cleaned('<p lang="en">x</p>') == '<p lang="en">x</p>'
    assert cleaned('<div lang="en"><p>x</p></div>') == '<div lang="en"><p>x</p></div>'


SVG = """<svg viewBox="0 0 9 9" role="img"><title>Figur 1</title><desc>To
sirkler.</desc><circle class="a" r="3" fill="none"/><g class="b"><path d="M0 0"/></g></svg>"""
CSS = """/* .a { fill: none } */ :root { --one: var(--two); --two: #123456; }
@media print { .a { fill: red; } } [data-dark] .a { fill: white; } .a:hover { fill: blue; }
.figur .a, .b { fill: var(--one); stroke: var(--none); } .a { fill: red; width: 100%; stroke-width: 2px }
.b > path { opacity: 0.5 } .figur > path { opacity: 0 }"""


def test_a_drawing_takes_the_colours_of_the_site_with_it() -> None:
    drawing = read_drawing(SVG)
    assert is_figure(drawing) and alternative(drawing) == "Figur 1. To sirkler."
    file = drawing_file(drawing, frozenset({"figur"}), CSS)
    (style,) = re.findall("<style>(.*)</style>", file, re.DOTALL)
    assert style.splitlines() == [
        ".figur .a { fill: #123456; stroke: #1a1a1a }",
        ".b { fill: #123456; stroke: #1a1a1a }",
        ".a { fill: red; stroke-width: 2px }",
        ".b &gt; path { opacity: 0.5 }",
        ".figur &gt; path { opacity: 0 }",
    ]
    assert 'viewBox="0 0 9 9"' in file and 'xmlns="http://www.w3.org/2000/svg"' in file
    assert not is_figure(read_drawing('<svg><title>Kart</title><a href="#x"><rect/></a></svg>'))
    assert not is_figure(read_drawing('<svg aria-hidden="true"><path d="M0 0"/></svg>'))


def test_a_drawing_that_no_style_sheet_knows_is_refused() -> None:
    """It would be a black shape."""
    with pytest.raises(RuntimeError, match=r"no style sheet says how \.a in the drawing 'Figur 1' looks"):
        drawing_file(read_drawing(SVG), frozenset(), ".b { fill: red }")
    own = SVG.replace("<title>", "<style>.a, .b { fill: red }</style><title>")
    assert "<style>" in drawing_file(read_drawing(own), frozenset(), "")


def test_a_drawing_becomes_an_image_at_its_place() -> None:
    document = compose([Chapter(1, "A", "a/b/", f'<figure class="figur">{SVG}</figure>')], Rules(styles=CSS), {}, "")
    (name,) = document.images
    assert f'<img src="{name}" alt="Figur 1. To sirkler."/>' in written(document.sections[0].root)


def test_images_of_the_site_are_found_and_others_become_their_words() -> None:
    page = Chapter(1, "A", "a/b/", '<img src="../../bilder/x.png" alt="X"><img src="https://else.org/y.png" alt="Y">')
    document = compose([page], Rules(), {"bilder/x.png": b"", "unused.png": b""}, "")
    assert '<img src="bilder/x.png" alt="X"/><span>Y</span>' in written(document.sections[0].root)
    assert document.images.keys() == {"bilder/x.png"}


def test_columns_are_as_wide_as_what_they_hold() -> None:
    long = "ord " * 200
    table = cleaned(f"<table><tr><th>Nr.</th><th>Svar</th></tr><tr><td>1</td><td>{long}</td></tr></table>")
    widths = [float(found) for found in re.findall(r"width: ([\d.]+)%", table)]
    assert len(widths) == 2 and abs(sum(widths) - 100) < 0.2 and 5 < widths[0] < 15
    assert "width" not in cleaned("<table><tr><td>a</td><td>b</td></tr></table>")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a <b>b </b> c\n d</p>", '#"a "#strong[#"b "]#"c d"\n'),
        ('<p>"x" \\ #y *z* $</p>', r'#"\"x\" \\ #y *z* $"' + "\n"),
        ('<p lang="en-GB">x<br> y</p>', '#text(lang: "en")[#"x"#linebreak()#"y"]\n'),
        ("<p>🌱 <code>🌱</code></p>", '#"🌱 "#raw("🌱")\n'),
        ('<h2 id="k2">A</h2><h3 class="unlisted">B</h3>', HEADING + '\n#heading(level: 3, outlined: false)[#"B"]'),
        ('<p><a href="#k2">a</a></p>', '#underlined(to("k2")[#"a"])\n'),
        ('<p><a href="https://a.b/">a</a></p>', '#underlined(link("https://a.b/")[#"a"])\n'),
        ('<div class="book-note"><a href="#k2">a</a></div>', '#book-note[#to("k2")[#"a"]]'),
        ('<p><span class="book-ref"><a href="#k1">A</a></span></p>', '#underlined(to("k1")[#"A"])#book-ref("k1")\n'),
        (
            '<p class="x"><span class="book-places"><a href="#k1">1</a><a href="#k2">2</a></span></p>',
            '#book-places("k1", "k2")\n',
        ),
        (
            '<p>x<sup><a role="doc-noteref" href="#n">1</a></sup>.</p><aside id="n">N</aside>',
            '#"x"#footnote[#"N"]#"."\n',
        ),
        (
            "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>",
            '#list(tight: true, [#"a"], [#"b"\n#list(tight: true, [#"c"])])',
        ),
        ('<ol start="3" type="a"><li><p>a</p></li></ol>', '#enum(tight: false, start: 3, numbering: "a.", [#"a"\n])'),
        ("<dl><div><dt>t</dt><dd>d</dd></div></dl>", '#terms(terms.item([#"t"], [#"d"]))'),
        (
            '<figure><img src="a.svg" alt="A"><figcaption>F</figcaption></figure>',
            '#figure(caption: [#"F"], [#image("a.svg", alt: "A")])',
        ),
        ('<p><img src="a.png"></p>', '#box(pdf.artifact(image("a.png")))\n'),
    ],
)
def test_html_becomes_typst(html: str, expected: str) -> None:
    assert typst(parse(html)) == expected


def test_a_table_becomes_typst() -> None:
    """Its short rows are filled up, or the next one would begin in them; an id stands where its first word does."""
    head, row = (
        "<thead><tr><th>A</th><th>B</th></tr></thead>",
        '<tr id="r"><td colspan="2">1</td></tr><tr><td>2</td></tr>',
    )
    assert typst(parse(f"<table><caption>C</caption>{head}<tbody>{row}</tbody></table>")) == (
        '#book-table(caption: [#"C"], columns: 2, table.header([#"A"], [#"B"]), '
        'table.cell(colspan: 2)[#metadata(none)<r>#"1"], [#"2"], [])'
    )


def test_the_running_head_tells_part_and_chapter() -> None:
    begins = [(1, "Del", 3), (2, "A", 3), (2, "B", 5), (3, "b", 6), (2, "C", 6), (1, "Slutt 🌱", 7), (2, "D", 8)]
    sections = [Section(Chapter(level, title), f"k{at}{level}", parse("")) for level, title, at in begins]
    places = {f"k{at}{level}": [at, 0.0, 0.0] for level, _, at in begins}
    assert running_heads(sections, places) == [
        *(None, None, None, ("Del", "A"), ("Del", "B"), ("Del", "C"), None),
        ("Slutt 🌱", "D"),
    ]


EDITION = {
    **{"title": "T", "full_title": "T", "subtitle": "", "author": "F", "description": "", "language": "nb-NO"},
    **{"date": "2025-05-01", "contents": "Innhold", "page": "s.", "pages": "s."},
}


def set_pages(*sections: Section, notes: Mapping[str, str] | None = None) -> list[Any]:
    """The pages of the PDF that a book becomes."""
    return list(PdfReader(BytesIO(make_pdf(Document(sections, {}), EDITION, notes or {}))).pages)


def test_a_character_without_glyph_is_replaced_wherever_it_stands() -> None:
    """In the text, in code, in tables, and in the running heads of the pages that follow."""
    text = '<h1 id="k1">🌱</h1><p>a🌱 <code>🌱</code></p><table><tr><td>🌱\x01</td></tr></table>'
    begins = (
        Section(Chapter(1, "Del 🌱"), "k1", parse(text)),
        Section(Chapter(2, "A"), "k2", parse('<h2 id="k2">A</h2>')),
    )
    pages = [page.extract_text() for page in set_pages(*begins, notes={"🌱": "[1]", "\x01": "[2]"})]
    assert pages[0].split() == ["[1]", "a[1]", "[1]", "[1][2]", "1"] and "Del [1]" in pages[1]


def test_references_tell_the_page_that_their_links_lead_to() -> None:
    references = '<span class="book-ref"><a href="#k2">B</a></span>; <span class="book-places">{}</span>'
    places = "".join(f'<a href="#{name}">x</a>' for name in ("k2", "k2-a", "k1"))
    pages = f'<h1 id="k1">A</h1><p>{references.format(places)}</p>', '<h1 id="k2">B</h1><p id="k2-a">b</p>'
    first, second = set_pages(*(Section(Chapter(1, "AB"[n]), f"k{n + 1}", parse(html)) for n, html in enumerate(pages)))
    told = ["B (s. 2); s. 1, 2" in page.extract_text().replace("\xa0", " ") for page in (first, second)]
    assert told == [True, False]
    annotations = [note.get_object()["/Dest"] for note in first["/Annots"]]
    leads = [target[0].idnum == second.indirect_reference.idnum for target in annotations]
    assert leads == [True, False, True]


def test_characters_without_glyph_are_known() -> None:
    """Arrows, check marks and other alphabets have one, even where it is from another font."""
    assert without_glyph("→✔●đŋЖαש½") == []
    assert without_glyph("→🌱漢a❌\x01") == ["\x01", "❌", "漢", "🌱"]
