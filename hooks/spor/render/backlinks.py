"""The backlinks of an entity: everything that leads out of it and to it, grouped; and the sentences that mention it."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape

from spor.read.page import link_target
from spor.read.syntax import CITATION, LINK
from spor.render.citations import citation_of
from spor.render.site import Site
from spor.render.templates import render
from spor.render.warrants import reason
from spor.trace.trace import Entity, Mention, Relation, grouped

#: Where a sentence ends: before what one begins with. `s. 21` and `§ 5.2` go on with a small letter or a digit.
_END = r"(?<=[.!?:])[)»”’]?\s+(?=[{capitals}\[(])"
_MARKS = re.compile(r"\{[^{}]*\}|<[^<>]*>|[*_`]+|^\s*(?:[#>-]+|\d+\.|:)\s+|\[\^[^\]]*\]")
_LINK, _CITATION, _WHOLE = re.compile(LINK), re.compile(CITATION), re.compile(f"{LINK}|{CITATION}")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
#: As many characters of a sentence are shown on either side of the mention.
_AROUND = 110
#: A group of the backlinks: its name, its heading, and the links under it (of mentions, those of each place).
Group = tuple[str, str, Collection[Any]]


def backlinks(
    site: Site, entity: Entity, here: str, open_: bool = True, listed: bool = False, only: str = ""
) -> Markup:
    """The HTML, deferred past the search; nothing where an entity has no relations and is mentioned nowhere.

    `listed`: where it is mentioned, and in which sentences, stands on the page already. `only` is the name of the one
    group that it has, if it has not all.
    """
    trace = site.trace
    mentions = [mention for mention in trace.mentioned.get(entity.id, ()) if mention.owner != entity.id]
    if not (mentions or entity.id in trace.outgoing or entity.id in trace.incoming):
        return Markup("")

    mentioned = "cited" if trace.role(entity) == "source" else "mentioned"

    def made() -> str:
        groups: list[Group] = [*_outgoing(site, entity, here), *_incoming(site, entity, here)]
        groups += [(mentioned, site.label(mentioned), by_place(mentions))] if mentions else []
        found = [group for group in groups if only in ("", group[0])]
        more = {"mentioned": mentioned, "open": open_, "listed": listed, "sentence": sentence}
        return render("backlinks.html", site=site, here=here, entity=entity, groups=found, **more) if found else ""

    return site.deferred.put(made)


def _outgoing(site: Site, entity: Entity, here: str) -> Iterator[Group]:
    for field in site.trace.schema.fields(entity.kind).values():
        items = tuple(
            site.cite(here, citation_of(relation)) if field.cites else _why(site, relation, relation.target, here)
            for relation in site.trace.outgoing.get(entity.id, ())
            if relation.name == field.name
        )
        if items:
            yield field.name, site.locale.relation(entity.kind, field.name), items


def _incoming(site: Site, entity: Entity, here: str) -> Iterator[Group]:
    def link(relation: Relation) -> Markup:
        return _why(site, relation, relation.source, here) + (f" ({relation.locator})" if relation.locator else "")

    incoming = site.trace.incoming.get(entity.id, ())
    by_name = grouped(((site.trace.entities[each.source].kind, each.name), link(each)) for each in incoming)
    for (kind, name), items in by_name.items():
        yield f"{kind}-{name}", site.locale.inverse(kind, name), tuple(dict.fromkeys(items))


def _why(site: Site, relation: Relation, other: str, here: str) -> Markup:
    """The other end of a relation, by its id, and why it stands."""
    ends = item(site, site.trace.entities[other], here), reason(site, here, relation.warrant)
    return Markup("<br>").join(filter(None, ends))


def item(site: Site, entity: Entity, here: str) -> Markup:
    """A link to an entity in a list; of what goes by what it says, with who says it before."""
    if site.names_speaker(entity):
        return Markup(f"{site.link(here, entity, site.short(entity))}: {escape(site.name(entity))}")
    return site.link(here, entity)


def by_place(mentions: Iterable[Mention]) -> Collection[Sequence[Mention]]:
    """The mentions of each place (a section, else a page), in the order in which the places come."""
    return grouped(((mention.page, mention.section), mention) for mention in mentions).values()


def sentence(site: Site, mention: Mention, here: str) -> Markup:
    """The sentence of a mention, as a reader sees it, its own words a link to it; nothing where it cannot be found."""
    page = site.trace.pages[mention.page]
    lines, at = page.text.split("\n"), mention.place.line - page.place.line
    line = lines[at] if 0 <= at < len(lines) else ""
    on_page = site.trace.mentions_on[mention.page]
    same = [m.anchor for m in on_page if m.place.line == mention.place.line and m.raw == mention.raw]
    start = -1
    for _ in range(list(dict.fromkeys(same)).index(mention.anchor) + 1):
        start = line.find(mention.raw.split("\n")[0], start + 1)
    if start < 0:
        return Markup("")
    # the words of a link or a citation may hold the end of a sentence
    hidden = _WHOLE.sub(lambda match: f"[{'_' * (len(match[0]) - 2)}]", line)
    ends = [match.end() for match in re.finditer(_END.format(capitals=site.locale.capitals), hidden)]
    begin = max((end for end in ends if end <= start), default=0)
    end = min((end for end in ends if end > start), default=len(line))
    upto, rest = line[begin:start], line[start + len(mention.raw) : end]
    before, words = _cut(_plain(site, upto, ""), True), _plain(site, mention.raw, upto).strip()
    after = _cut(_plain(site, rest, upto + mention.raw), False)
    href = site.href(here, mention.page, mention.anchor)
    return Markup('<span class="spor-sentence">{}<a href="{}">{}</a>{}</span>').format(
        site.foreign.mark(before), href, site.foreign.mark(words), site.foreign.mark(after)
    )


def _plain(site: Site, text: str, before: str) -> str:
    """Markdown as plain text after `before`: a link by its words, a citation as formatted, without marks."""

    def link(match: re.Match[str]) -> str:
        entity = site.trace.entities.get(link_target(match["target"].strip())[0])
        lead = _MARKS.sub("", before + match.string[: match.start()])
        return match["text"] or (site.link_text(entity, lead) if entity else match["target"])

    text = _LINK.sub(link, text)
    text = _CITATION.sub(lambda match: site.plain_citation(match[0]), text)
    return re.sub(r"\s+", " ", _MARKS.sub("", _MARKDOWN_LINK.sub(r"\1", text)))


def _cut(text: str, end: bool) -> str:
    """A text within its limit: its end, or its beginning, by whole words."""
    if len(text) <= _AROUND:
        return text
    return "… " + text[-_AROUND:].partition(" ")[2] if end else text[:_AROUND].rpartition(" ")[0] + " …"
