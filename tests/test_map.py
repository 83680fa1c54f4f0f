"""The map: its layout is pure and has few crossings, and the built pages draw every entity and relation once."""

from __future__ import annotations

import gzip
import random
from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from conftest import Build
from html_pages import document, page_file, target
from lxml import etree
from project import ROOT, TINY, copy_of, real_trace, trace_of

from spor.render.views.map.graph import COLUMNS, Edge, Graph, chain, crossings, graph, order, sides
from spor.render.views.map.layout import Column, Layout, Tile, lay_out, lay_out_around, layers_of, spread
from spor.trace.trace import Trace

TRACE = real_trace()
WIDE = tuple(Column(200 * number, 120) for number in range(len(COLUMNS)))
KINDS = set(TRACE.schema.of_role(*COLUMNS))


def tiles_of(drawn: Graph) -> list[Tile]:
    return [Tile(e.id, number, (e.title,)) for number, column in enumerate(drawn.columns) for e in column]


def layout_of(trace: Trace) -> Layout:
    drawn = graph(trace)
    return lay_out(tiles_of(drawn), drawn.edges, WIDE)


Node = tuple[int, int]


def counted_one_by_one(layers: Sequence[Sequence[Node]], links: list[tuple[Node, Node]]) -> int:
    """The crossings, by looking at every pair of links."""
    place = {node: number for nodes in layers for number, node in enumerate(nodes)}
    return sum(
        (place[one] - place[other]) * (place[one_end] - place[other_end]) < 0
        for (one, one_end), (other, other_end) in combinations(links, 2)
        if one[0] == other[0]
    )


def test_crossings_are_counted_right() -> None:
    assert crossings([["a", "b"], ["c", "d"]], [("a", "c"), ("b", "d")]) == 0
    assert crossings([["a", "b"], ["c", "d"]], [("a", "d"), ("b", "c")]) == 1
    assert crossings([["a", "b"], ["c", "d"]], [("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")]) == 1
    assert crossings([["a", "b"], ["c"], ["d", "e"]], [("a", "c"), ("b", "c"), ("c", "d"), ("c", "e")]) == 0


def test_ordering_untangles() -> None:
    layers = [["a", "b", "c"], ["x", "y", "z"]]
    links = [("a", "z"), ("b", "y"), ("c", "x")]
    assert crossings(layers, links) == 3
    assert crossings(order(layers, links), links) == 0


@pytest.mark.parametrize("seed", range(20))
def test_ordering_never_adds_crossings_and_loses_nothing(seed: int) -> None:
    chance = random.Random(seed)
    layers = [[(layer, number) for number in range(chance.randint(1, 8))] for layer in range(4)]
    links = [(a, b) for one, other in pairwise(layers) for a in one for b in other if chance.random() < 0.3]
    found = order(layers, links)
    assert [sorted(layer) for layer in found] == layers
    assert crossings(layers, links) == counted_one_by_one(layers, links)
    assert counted_one_by_one(found, links) <= counted_one_by_one(layers, links)


@pytest.mark.parametrize("root", [ROOT, TINY], ids=["real", "tiny"])
def test_the_sweep_leaves_fewer_crossings(root: Path) -> None:
    drawn = graph(trace_of(root))
    layers, links = layers_of(tiles_of(drawn), drawn.edges, len(COLUMNS))
    before, after = crossings(layers, links), crossings(order(layers, links), links)
    assert after < before / 3 if root == ROOT else after <= before


@pytest.mark.parametrize(
    ("wanted", "apart", "positions"),
    [
        ([], [], []),
        ([5.0], [], [5.0]),
        ([0.0, 10.0], [4.0], [0.0, 10.0]),
        ([0.0, 0.0], [4.0], [-2.0, 2.0]),
        ([0.0, 0.0, 0.0], [4.0, 4.0], [-4.0, 0.0, 4.0]),
        ([10.0, 0.0, 20.0], [2.0, 2.0], [4.0, 6.0, 20.0]),
    ],
)
def test_spreading(wanted: list[float], apart: list[float], positions: list[float]) -> None:
    assert spread(wanted, apart) == pytest.approx(positions)


def test_every_entity_and_every_relation_is_in_the_graph_once() -> None:
    drawn = graph(TRACE)
    drawn_ids = [entity.id for column in drawn.columns for entity in column]
    assert len(drawn_ids) == len(set(drawn_ids))
    wanted = {entity.id for entity in TRACE.of_kind(*KINDS) if entity.kind != "letter_item"}
    assert {identifier for identifier in drawn_ids if TRACE.entities[identifier].kind != "letter_item"} == wanted
    assert len(drawn.edges) == len(set(drawn.edges))
    ends = {(edge.relation, frozenset((edge.upper, edge.lower))) for edge in drawn.edges}
    for relation in TRACE.relations:
        if TRACE.entities[relation.source].kind in KINDS and TRACE.entities[relation.target].kind in KINDS:
            assert (relation.name, frozenset((relation.source, relation.target))) in ends
    assert len({edge for edge in drawn.edges if edge.relation == "contrasts"}) == len(
        {end for end in ends if end[0] == "contrasts"}
    )


def test_edges_lead_down_from_the_question() -> None:
    for edge in graph(TRACE).edges:
        upper, lower = (TRACE.role(TRACE.entities[end]) for end in (edge.upper, edge.lower))
        assert COLUMNS.index(upper) <= COLUMNS.index(lower)
        assert edge.chain or upper == lower


def test_no_two_tiles_overlap() -> None:
    layout = layout_of(TRACE)
    for one, other in combinations(layout.tiles, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y, (one, other)
    assert min(tile.y for tile in layout.tiles) >= 0
    assert max(tile.y + tile.height for tile in layout.tiles) == layout.height


def test_the_layout_is_the_same_each_time() -> None:
    assert layout_of(real_trace()) == layout_of(real_trace())


def test_paths_join_their_tiles() -> None:
    """Each path begins at one of its tiles and ends at the other, if one follows its steps."""
    layout = layout_of(TRACE)
    tile = {tile.id: tile for tile in layout.tiles}
    for path in layout.paths:
        ends = [tile[path.edge.upper], tile[path.edge.lower]]
        start, *steps = path.d.replace("c", "|c").replace("h", "|h").split("|")
        x, y = map(int, start.removeprefix("M").split())
        assert any(y == end.middle and x in (end.x, end.x + end.width) for end in ends)
        for step in steps:
            numbers = [int(number) for number in step[1:].split()]
            x, y = (x + numbers[-2], y + numbers[-1]) if step[0] == "c" else (x + numbers[0], y)
        assert any(y == end.middle and x == end.x for end in ends)


def test_an_empty_trace_has_an_empty_map() -> None:
    assert layout_of(Trace()) == Layout(0, (), ())
    assert lay_out([Tile("a", 0, ("A",))], [], WIDE).height == 26


def test_an_edge_over_columns_takes_one_lane_for_all() -> None:
    tiles = [Tile("f", 1, ("F",)), Tile("s", 2, ("S",)), Tile("c", 3, ("C",)), Tile("d", 3, ("D",))]
    layers, links = layers_of(tiles, [Edge("f", "c", "concepts"), Edge("f", "d", "concepts")], 5)
    assert layers[2] == (("s", 2), ("f", 2))
    assert sorted(links) == [(("f", 1), ("f", 2)), (("f", 2), ("c", 3)), (("f", 2), ("d", 3))]


def drawing(site: Build, page: str, name: str = "scroll") -> etree._Element:
    """The drawing of a page: that of the whole map, or the `wide` or `narrow` one of a finding's own."""
    xpath = "//div[@class='spor-map__scroll']/svg" if name == "scroll" else f"//svg[@class='spor-map__{name}']"
    found: etree._Element = document(page_file(site.site, page)).xpath(xpath)[0]
    return found


def test_the_page_draws_the_graph_with_links_that_lead_there(real: Build) -> None:
    svg = drawing(real, "sporkart.md")
    drawn = graph(TRACE)
    tiles = svg.xpath(".//a")
    assert sorted(tile.get("data-id") for tile in tiles) == sorted(e.id for column in drawn.columns for e in column)
    file = page_file(real.site, "sporkart.md")
    for tile in tiles:
        entity = TRACE.entities[tile.get("data-id")]
        assert target(real.site, file, tile.get("xlink:href")) == (page_file(real.site, entity.page), entity.anchor)
        names = [tile.findtext("title"), *tile.xpath("./text/text()")]
        assert names[0] or (len(names) == 2 and names[1])  # what a label of several lines says is read out in one
    paths = svg.xpath(".//path")
    joined = [[tiles[int(path.get(f"data-{end}"))].get("data-id") for end in ("upper", "lower")] for path in paths]
    assert sorted(joined) == sorted([edge.upper, edge.lower] for edge in drawn.edges)
    assert not svg.xpath(".//@style") and not svg.xpath("@width | @height")


def test_the_list_below_says_the_same(real: Build) -> None:
    """Each question with the findings that answer, each finding with all it rests on, each concept with its works."""
    file = page_file(real.site, "sporkart.md")
    *blocks, findings, concepts = document(file).xpath("//section[contains(@class, 'spor-map-list')]/details")

    def listed(block: etree._Element, within: str) -> list[list[tuple[Path, str] | None]]:
        links = "*[not(contains(@class, 'spor-why'))]/@href"
        return [
            [target(real.site, file, href) for href in item.xpath(f"./{links} | ./{within}/{links}")]
            for item in block.xpath("./ul/li")
        ]

    def places(*identifiers: str) -> list[tuple[Path, str] | None]:
        entities = [TRACE.entities[identifier] for identifier in identifiers]
        return [(page_file(real.site, entity.page), entity.anchor) for entity in entities]

    assert [listed(block, "ul/li") for block in blocks] == [
        [places(finding) for finding in TRACE.sources(question.id, "answers")] for question in TRACE.of_kind("question")
    ]
    drawn = {entity.id for column in graph(TRACE).columns for entity in column}
    grounds = ("evidence", "against", "builds_on", "concepts", "sources")
    assert listed(findings, "ul/li/ul/li") == [
        places(finding.id, *(end for name in grounds for end in TRACE.targets(finding.id, name) if end in drawn))
        for finding in TRACE.of_kind("finding")
    ]
    assert listed(concepts, "ul/li") == [
        places(concept.id, *TRACE.targets(concept.id, "sources"))
        for concept in TRACE.of_kind("concept")
        if TRACE.targets(concept.id, "sources")
    ]


def test_each_finding_has_its_own_map(real: Build) -> None:
    for finding in TRACE.of_kind("finding"):
        near = {
            end
            for relation in (*TRACE.outgoing[finding.id], *TRACE.incoming.get(finding.id, ()))
            for end in (relation.source, relation.target)
            if TRACE.entities[end].kind in KINDS
        }
        for name in ("wide", "narrow"):
            tiles = [tile.get("data-id") for tile in drawing(real, finding.page, name).xpath(".//a")]
            assert sorted(tiles) == sorted(near | {finding.id})


def test_a_neighbour_stands_once_on_a_finding_s_map() -> None:
    for finding in TRACE.of_kind("finding"):
        groups = [group for side in sides(TRACE, finding) for group in side]
        neighbours = [entity.id for group in groups for entity, _ in group.neighbours]
        assert len(neighbours) == len(set(neighbours)) and finding.id not in neighbours


def test_a_stacked_map_has_no_tile_over_another() -> None:
    for finding in TRACE.of_kind("finding"):
        groups = sides(TRACE, finding)
        columns = (Column(16, 100), Column(140, 100))
        layout, _ = lay_out_around(finding, groups, columns, lambda entity: (entity.title,))
        tiles = layout.tiles
        assert {tile.id for tile in tiles} == {
            finding.id,
            *(e.id for side in groups for g in side for e, _ in g.neighbours),
        }
        for number in (0, 1):
            column = sorted((tile for tile in tiles if tile.column == number), key=lambda tile: tile.y)
            assert all(above.y + above.height < below.y for above, below in pairwise(column))
        assert len(layout.paths) == len(tiles) - 1
        assert max(tile.y + tile.height for tile in tiles) == layout.height


def test_the_overview_draws_every_entity_and_one_chain_strong(real: Build) -> None:
    (svg,) = document(real.site / "index.html").xpath("//figure[contains(@class, 'spor-overview')]//svg")
    drawn = graph(TRACE)
    assert len(svg.xpath("./rect")) == sum(map(len, drawn.columns))
    strong = chain("aktiv-leder", drawn.edges)
    assert len(svg.xpath("./rect[contains(@class, 'spor-lit')]")) == len(strong)
    assert 1 < len(strong) < sum(map(len, drawn.columns)) / 2
    lines = svg.xpath("./g/path/@d")
    assert sum(d.count("M") for d in lines) == len(drawn.edges)


def test_a_chain_leads_up_and_down_and_no_other_way() -> None:
    edges = [Edge("q", "f", "answers"), Edge("f", "s", "evidence"), Edge("g", "s", "evidence")]
    assert chain("f", edges) == {"q", "f", "s"}
    assert chain("s", edges) == {"q", "f", "g", "s"}
    assert chain("f", [*edges, Edge("f", "h", "broader", False)]) == {"q", "f", "s"}


def test_a_letter_s_item_that_carries_a_finding_is_on_the_map(tmp_path: Path) -> None:
    def items(root: Path) -> list[str]:
        return [e.id for column in graph(trace_of(root)).columns for e in column if e.kind == "letter_item"]

    root = copy_of(TINY, tmp_path)
    assert items(root) == []
    page = root / "docs" / "funn" / "ting-er-store.md"
    page.write_text(page.read_text("utf-8").replace("[u-ola-smatt]", "[u-ola-smatt, brev-2-nytt]", 1), "utf-8")
    assert items(root) == ["brev-2-nytt"]


def test_the_map_s_page_is_light(real: Build) -> None:
    """The page with the style sheets and scripts that it names weighs at most 180 KB, compressed as servers do."""
    file = page_file(real.site, "sporkart.md")
    named = document(file).xpath("//link[@rel='stylesheet']/@href | //script/@src")
    files = {file, *(place[0] for place in (target(real.site, file, href) for href in named) if place)}
    assert {".html", ".css", ".js"} <= {part.suffix for part in files}
    assert sum(len(gzip.compress(part.read_bytes())) for part in files) < 180_000
