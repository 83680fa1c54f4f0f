"""How pages become one book: its parts, without pandoc and Typst."""

from __future__ import annotations

import re

import pytest

from spor.publish.book.chapters import Chapter
from spor.publish.book.clean import Rules, clean
from spor.publish.book.compose import compose
from spor.publish.book.figures import alternative, drawing_file, is_figure, read_drawing
from spor.publish.book.tables import with_widths
from spor.publish.book.tree import Node, parse, render, walk


def composed(*chapters: Chapter, rules: Rules | None = None, site_url: str = "https://example.org/") -> str:
    return compose(chapters, rules or Rules(), {}, site_url).html


def cleaned(html: str, rules: Rules | None = None) -> str:
    return render(clean(parse(html), rules or Rules()).nodes)


def first(html: str) -> Node:
    return next(walk(parse(html)))


def test_html_comes_out_as_it_went_in() -> None:
    html = '<p class="a" title="&quot;&amp;">x &lt; y<br>z <em>æ</em></p><!-- away --><ul><li>1<li>2</li></ul>'
    assert render(parse(html)) == (
        '<p class="a" title="&quot;&amp;">x &lt; y<br>z <em>æ</em></p><ul><li>1<li>2</li></li></ul>'
    )
    assert render(parse("</b><i>open")) == "<i>open</i>"


def test_headings_stand_at_the_level_of_the_chapter_and_leave_none_out() -> None:
    html = composed(Chapter(2, "T", "a/", "<h1>A</h1><h4>B</h4><h2 id='s1'>C</h2><h5>D</h5>", listed=("s1",)))
    headings = [node for node in walk(parse(html)) if node.tag.startswith("h")]
    assert [(node.tag, node.text, "unlisted" in node.classes) for node in headings] == [
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
    assert re.findall(r'<span id="([^"]*)"', html) == ["k1-x", "k2-x"]


def test_an_id_that_no_link_leads_to_is_left_out() -> None:
    assert "m-x-1" not in composed(Chapter(1, "A", "a/", '<p><a id="m-x-1" href="https://else.org/">x</a></p>'))


def test_no_line_ends_between_an_abbreviation_and_its_number() -> None:
    assert "s.\u00a012, nr.\u00a03, side 4. 5 av" in composed(
        Chapter(1, "A", "a/", "<p>s. 12, nr. 3, side 4. 5 av</p>")
    )


def test_what_only_works_on_a_screen_goes() -> None:
    aids = '<script>x</script><a class="headerlink">¶</a><svg><path d="M0 0"/></svg><p data-search-exclude>x</p>'
    assert cleaned(f"<p>a{aids}b</p>") == "<p>ab</p>"


PANEL = """<aside class="spor-panel spor-panel--finding"><details><summary>Spor</summary>
<div class="spor-group spor-group--evidence"><p class="spor-group__title">Bæres av</p>
<ul><li><a href="#u">Kim</a>: hele utsagnet</li><li><a href="#s">§ 1</a></li></ul></div>
<div class="spor-group spor-group--mentioned"><p class="spor-group__title">Omtalt i</p>
<ul><li><a href="#m">§ 2</a> · <a href="#n">2</a></li></ul></div></details></aside>"""


def test_a_panel_is_a_line_a_group_if_it_is_shown_at_all() -> None:
    shown = cleaned(PANEL, Rules(panels={"finding": ("evidence",)}))
    assert "".join(node.text for node in walk(parse(shown)) if node.tag == "p") == "Bæres av: Kim; § 1"
    assert "hele utsagnet" not in shown and "§ 2" not in shown
    assert cleaned(PANEL) == ""


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
    assert '<a epub:type="noteref" href="#fn:1">1</a>' in html
    assert '<aside epub:type="footnote" id="fn:1"><p>note </p></aside>' in html


def test_language_is_kept() -> None:
    assert cleaned('<p lang="en">x</p>') == '<div lang="en"><p>x</p></div>'
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
    assert '<circle class="a" r="3" fill="#123456" stroke-width="2px" stroke="#1a1a1a"/>' in file
    assert '<g class="b" fill="#123456" stroke="#1a1a1a"><path d="M0 0" opacity="0.5"/></g>' in file
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
    assert f'<img src="{name}" alt="Figur 1. To sirkler.">' in document.html


def test_images_of_the_site_are_found_and_others_become_their_words() -> None:
    page = Chapter(1, "A", "a/b/", '<img src="../../bilder/x.png" alt="X"><img src="https://else.org/y.png" alt="Y">')
    html = compose([page], Rules(), {"bilder/x.png": b""}, "").html
    assert '<img src="bilder/x.png" alt="X">Y' in html


def test_columns_are_as_wide_as_what_they_hold() -> None:
    long = "ord " * 200
    table = first(f"<table><tr><th>Nr.</th><th>Svar</th></tr><tr><td>1</td><td>{long}</td></tr></table>")
    widths = [float(found) for found in re.findall(r"width: ([\d.]+)%", render([with_widths(table)]))]
    assert len(widths) == 2 and abs(sum(widths) - 100) < 0.2 and 5 < widths[0] < 15
    small = first("<table><tr><td>a</td><td>b</td></tr></table>")
    assert with_widths(small) == small
