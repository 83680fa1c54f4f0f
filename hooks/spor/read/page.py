"""Reads one Markdown page: its front matter, its sections, and what its prose mentions and cites."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from spor.read.marks import loss_faults, unmarked
from spor.read.prose import prose_faults
from spor.read.record import read_entity, read_front
from spor.read.safe import code_faults
from spor.read.syntax import MARK, Heading, Lines, blank_code, headings, open_fence, parse_citation, plain, slips, views
from spor.read.text import Record
from spor.trace.block import Block
from spor.trace.problem import Place, Problem, Reading, collect, loss_at, problem_at, reports, suggestion
from spor.trace.schema import Schema
from spor.trace.trace import Entity, Mention, Page, Relation, ViewCall
from spor.trace.warrant import Warrant, parse_warrant

#: Stands before the first heading of a page: the theme gives a page without a title one.
_PAGE = Heading(1, "", "", 0)
#: Makes blocks of a page's text, given the line on which it begins.
Split = Callable[[str, int], tuple[Block, ...]]
#: Makes the entity of a page, and its relations, of the front matter.
Own = Callable[[Record | None], Reading[tuple[Entity | None, list[Relation]]]]


@dataclass(frozen=True)
class PageContent:
    """What one page gives to the trace; `anchors` are the ids of its headings, with their text and line."""

    page: Page
    entity: Entity | None
    relations: list[Relation]
    mentions: list[Mention]
    views: list[ViewCall]
    anchors: dict[str, tuple[str, int]]


@reports(
    duplicate_anchor="An anchor stands once on a page.",
    title_heading="A page's first heading is its title.",
)
def read_page(
    text: str, path: str, where: str, sections: Mapping[str, str], own: Own, split: Split
) -> Reading[PageContent]:
    """Reads the text of the page at `path` (as the site knows it) or `where` (as the writer knows it).

    `sections` maps the anchors of all sections to their ids, so that a mention knows its section. `own` makes the
    page's entity of its front matter, `split` makes blocks of a text in which nothing is wrong.
    """
    (record, start), lost = collect(read_front(text, where))
    yield from lost
    text, first = text[start:], 1 + text.count("\n", 0, start)
    entity, relations = yield from own(record)
    body = blank_code(text)
    found = headings(body, first)
    unread = bool(lost) and not start  # the fields would be told once more, as text
    problems = tuple(_problems(text, body, found, where, first))
    yield from () if unread else problems
    title = next((heading for heading in found if heading.level == 1), Heading(1, "", "", first))
    name, owner = (entity.title, entity.id) if entity else (title.text or path, "")
    blocks = () if problems or unread else split(text, first)
    yield from (Problem(where, line, "not-markdown", what) for line, what in unmarked(blocks))
    page = Page(path, name, owner, Place(where, first), text, blocks)
    anchors: dict[str, tuple[str, int]] = {}
    for heading in found:
        if heading.anchor in anchors:
            what = f"'#{heading.anchor}' stands already on line {anchors[heading.anchor][1]}"
            yield Problem(where, heading.line, "duplicate-anchor", what)
        if heading.anchor:
            anchors[heading.anchor] = (heading.text, heading.line)
    # an entity that has no title of its own is told of already
    told = [value for name, value in entity.fields.items() if name != "id"] if entity else []
    wanted = (entity.title, f"{entity.fields.get('label')}: {entity.title}") if entity else ()
    if entity and entity.title in told and body.strip() and plain(title.text) not in wanted:
        what = f"the page's first heading must be its title, '# {entity.title}'"
        yield Problem(where, title.line, "title-heading", what)
    mentions = yield from _mentions(body, first, page, sections, anchors)
    calls = [ViewCall(call, path, Place(where, line)) for call, line in views(body, first)]
    return PageContent(page, entity, relations, mentions, calls, anchors)


@reports(
    open_code="A code block ends as it begins.",
    empty_heading="A heading has words.",
    heading_level="A heading is one level below the one that it belongs to.",
    double_heading="Headings side by side are not the same.",
)
def _problems(text: str, body: str, found: tuple[Heading, ...], where: str, first: int) -> Iterator[Problem]:
    """What is wrong in the `text` of a page, whose first line is line `first` of its file.

    `body` is the same without its code, every offset as it was, and `found` are its headings.
    """
    line = Lines(text, first)
    for offset, rule, what in (*code_faults(text), *loss_faults(body), *prose_faults(body)):
        yield Problem(where, line(offset), rule, what)
    if (fence := open_fence(text, first)) is not None:
        what = "no code block: begin and end it at the start of a line, with the same marks"
        yield Problem(where, fence, "open-code", what)
    above: list[str] = []
    seen = set()
    for before, heading in pairwise([_PAGE, *found]):
        above = [*above[: heading.level - 1], heading.text]
        if heading.text and tuple(above) in seen:
            what = f"'{heading.text}' stands here for the second time: give one of them another heading, or join them"
            yield Problem(where, heading.line, "double-heading", what)
        seen.add(tuple(above))
        if not heading.text:
            yield Problem(where, heading.line, "empty-heading", "a heading without words")
        if heading.level == 1 and before is not _PAGE:
            what = f"'# {heading.text}' is one more title of the page, which has one: write '## {heading.text}'"
            yield Problem(where, heading.line, "title-heading", what)
        elif heading.level > before.level + 1:
            wanted = "#" * (before.level + 1)
            what = f"'{'#' * heading.level} {heading.text}' leaves out a level: write '{wanted} {heading.text}'"
            yield Problem(where, heading.line, "heading-level", what)


@reports(
    unknown_kind="A page's `kind` is one that there is.",
    id_matches_file="The id of a page's entity is the file's name.",
)
def declared_entity(
    path: str, where: str, schema: Schema, editors: str, record: Record | None
) -> Reading[tuple[Entity | None, list[Relation]]]:
    """The entity that the front matter of a page declares with `kind`; a page without `kind` is plain prose."""
    if record is None:
        return None, []
    kind = record.pop("kind", None)
    if kind is None:
        if "id" in record:
            yield loss_at(where, record.lines["id"], "missing-field", "an id without a kind: add 'kind: …'")
        return None, []
    if not isinstance(kind, str) or kind not in schema.kinds:
        what = f"there is no kind '{kind}'{suggestion(str(kind), schema.kinds)}"
        yield loss_at(where, record.lines["kind"], "unknown-kind", what)
        return None, []
    entity, relations = yield from read_entity(record, schema.kinds[kind], where, editors)
    if entity is None:
        return None, []
    stem = path.rsplit("/", 1)[-1].removesuffix(".md")
    if entity.id != stem:
        what = f"the id '{entity.id}' and the file's name '{stem}.md' must be the same"
        yield loss_at(where, record.lines["id"], "id-matches-file", what)
    return replace(entity, page=path), relations


def _mentions(
    body: str, first: int, page: Page, sections: Mapping[str, str], anchors: Mapping[str, tuple[str, int]]
) -> Reading[list[Mention]]:
    line_of = Lines(body, first)
    starts = [(line, sections.get(anchor, "")) for anchor, (_, line) in anchors.items()]
    count: Counter[str] = Counter()
    mentions: list[Mention] = []

    def numbered(stem: str) -> str:
        """An anchor that no heading and no other mention of the page has."""
        count[stem] += 1
        anchor = f"{stem}-{count[stem]}"
        return numbered(stem) if anchor in anchors else anchor

    for match in MARK.finditer(body):
        place = Place(page.place.path, line_of(match.start()))
        section = next((name for line, name in reversed(starts) if line <= place.line and name), "")
        if match["target"]:
            target, warrant = link_target(match["target"].strip())
            if "«" in target:
                what = f"'{match[0]}' is no warrant: write [[§1.2 «three to seven words»]]"
                yield problem_at(place, "malformed-warrant", what)
                continue
            anchor = numbered(f"m-{_slug(target)}")
            mentions.append(Mention(target, page.path, section, page.owner, anchor, match[0], place, warrant=warrant))
            continue
        works = parse_citation(match["cites"])
        if not works:
            mends = [mend for _, _, mend in slips("malformed-citation", "citations", match["cites"])]
            mend = next(iter(mends), "each work needs an @key")
            yield problem_at(place, "malformed-citation", f"'{match[0]}' is not a citation: {mend}")
            continue
        anchor = numbered(f"c-{_slug(works[0].key)}")
        mentions += [
            Mention(work.key, page.path, section, page.owner, anchor, match[0], place, True, work.locator, work.prefix)
            for work in works
        ]
    return mentions


def link_target(written: str) -> tuple[str, Warrant]:
    """What a link leads to, and the words of the thesis that it quotes (`[[§7.0 «three to seven words»]]`)."""
    warrant = parse_warrant(written, "\0") if "«" in written else None
    return (warrant.section, warrant) if warrant else (written, Warrant())


def _slug(identifier: str) -> str:
    return re.sub(r"[^\w-]+", "-", identifier.replace("§", "s")).strip("-")
