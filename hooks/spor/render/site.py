"""The trace as a site: where each entity is, what it is called, and the HTML of links to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from spor.render.citeproc import Formatted
from spor.trace.index import Index
from spor.render.languages import Foreign, language_attribute
from spor.trace.trace import Entity, Mention, Relation, Trace

#: Kinds whose name is a common noun, with a small letter inside a sentence.
_COMMON_NOUNS = {"question", "concept", "guide", "appendix"}
#: Kinds that stand under a heading of their own, which Material's instant previews can show with what follows it.
_PREVIEWED = {"question", "finding", "statement", "concept", "section", "guide", "appendix"}


class Deferred:
    """HTML that is made only when all pages have been read: a placeholder now, the text at the end.

    The citations are formatted while the pages render, so no page may wait for them. What the search is not to find
    is kept for even later: reading it only to leave it out would take the search plugin half of its time.
    """

    _MARK = re.compile("<!--spor:([0-9]+)-->")
    _ANY_MARK = re.compile("<!--spor(?:-unsearched)?:([0-9]+)-->")

    def __init__(self) -> None:
        self._makers: list[Callable[[], str]] = []

    def put(self, maker: Callable[[], str], searched: bool = True) -> Markup:
        """The placeholder for what `maker` will return; that may hold placeholders in its turn."""
        self._makers.append(maker)
        return Markup(f"<!--spor{'' if searched else '-unsearched'}:{len(self._makers) - 1}-->")

    def fill(self, html: str) -> str:
        """`html` with every placeholder replaced but those of what is not searched."""
        return self._MARK.sub(lambda match: self.fill(self._makers[int(match[1])]()), html)

    def fill_all(self, html: str) -> str:
        """`html` with every placeholder replaced."""
        return self._ANY_MARK.sub(lambda match: self.fill_all(self._makers[int(match[1])]()), html)


@dataclass(frozen=True)
class Site:
    """All that rendering needs. `urls` maps a page to its URL from the site's root; `labels` are the words to show.

    `formatted` waits for the citations. `downloads` maps a source to its files: from a form (`bib`) to a path from the
    site's root; empty where nothing is exported.
    """

    trace: Trace
    index: Index
    labels: Mapping[str, Any]
    urls: Mapping[str, str]
    formatted: Callable[[], Formatted]
    foreign: Foreign = field(default_factory=Foreign)
    deferred: Deferred = field(default_factory=Deferred)
    downloads: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: The items of lists and the links made so far: an entity's are the same wherever the way to the root is.
    items: dict[tuple[str, str], Markup] = field(default_factory=dict)
    links: dict[tuple[str, str, str | None, type], Markup] = field(default_factory=dict)
    #: The views made so far, by their keys (`spor.render.views.lists`).
    views: dict[str, str] = field(default_factory=dict)

    def label(self, *path: str) -> str:
        """The words at a path of the labels; the last part of the path where there are none."""
        if path not in self._words:
            self._words[path] = self._label(path)
        return self._words[path]

    @cached_property
    def _words(self) -> dict[tuple[str, ...], str]:
        """The labels looked up so far: they stand on page after page."""
        return {}

    def _label(self, path: tuple[str, ...]) -> str:
        found: Any = self.labels
        for part in path:
            found = found.get(part) if isinstance(found, dict) else None
        return path[-1] if found is None else str(found)

    def href(self, here: str, page: str, anchor: str = "") -> str:
        """The relative URL from the page `here` to an anchor of `page`."""
        fragment = f"#{anchor}" if anchor else ""
        if page == here:
            return fragment or self._paths[page].rpartition("/")[2] or "./"
        return (self.up(here) + self._paths[page] or "./") + fragment

    def up(self, here: str) -> str:
        """The relative URL from the page `here` to the site's root."""
        return self._ups[here]

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        """The URL of each page from the root; empty for the page that is the root itself."""
        return {page: url.removeprefix("./") for page, url in self.urls.items()}

    @cached_property
    def _ups(self) -> Mapping[str, str]:
        return {page: "../" * path.count("/") for page, path in self._paths.items()}

    def file(self, here: str, path: str) -> str:
        """The relative URL from the page `here` to a file of the site that is no page."""
        return self.up(here) + path

    def to(self, here: str, entity: Entity) -> str:
        """The relative URL from the page `here` to an entity."""
        return self.href(here, entity.page, entity.anchor)

    def name(self, entity: Entity) -> str:
        """What an entity is called in a list: its title, with what tells it apart."""
        if entity.kind == "section":
            return f"{self.short(entity)} {entity.title}"
        if entity.kind == "statement":
            return str(entity.fields.get("text", entity.id))
        if entity.kind in ("question", "appendix"):
            return f"{self.short(entity)}: {entity.title}"
        if entity.kind == "letter_item":
            letters = [self.trace.entities[i] for i in self.index.targets(entity.id, "letter")]
            return " ".join([entity.title, *(f"({letter.fields['year']})" for letter in letters)])
        return entity.title

    def short(self, entity: Entity) -> str:
        """What an entity is called within a sentence: `§ 5.2.1`, `Kim, § 5.2.1`, a label or a title."""
        if entity.kind == "section":
            return f"§\u00a0{entity.fields.get('number', entity.id)}"
        if entity.kind == "statement":
            return self._statements[entity.id]
        return str(entity.fields.get("label", entity.title))

    @cached_property
    def _statements(self) -> Mapping[str, str]:
        """What each statement is called: who says it and where it is told."""

        def names(statement: Entity) -> list[str]:
            told = [self.trace.entities[i] for i in self.index.targets(statement.id, "informant")]
            where = [self.trace.entities[i] for i in self.index.targets(statement.id, "section")]
            return [item.title for item in told] + [self.short(item) for item in where]

        return {statement.id: ", ".join(names(statement)) for statement in self.trace.of_kind("statement")}

    def link_text(self, entity: Entity, begins_sentence: bool) -> str:
        """The text of a link for which the writer gave none."""
        text = self.short(entity)
        return text if begins_sentence or entity.kind not in _COMMON_NOUNS else text[:1].lower() + text[1:]

    def link(self, here: str, entity: Entity, text: str | None = None, anchor: str = "") -> Markup:
        """A link to an entity; `anchor` is the link's own id, so that others can lead to this very place."""
        if anchor or entity.page == here:
            return self._link(here, entity, text, anchor)
        known = self.up(here), entity.id, text, type(text)  # a Markup is another text than its letters
        if known not in self.links:
            self.links[known] = self._link(here, entity, text, "")
        return self.links[known]

    def _link(self, here: str, entity: Entity, text: str | None, anchor: str) -> Markup:
        own = f' id="{escape(anchor)}"' if anchor else ""
        preview = " data-preview" if entity.kind in _PREVIEWED else ""
        kind, href = entity.kind.replace("_", "-"), escape(self.to(here, entity))
        words = self.foreign.mark(text or self.name(entity))
        return Markup(f'<a class="spor-link spor-{kind}"{own}{preview} href="{href}">{words}</a>')

    @cached_property
    def _chain_pages(self) -> Mapping[str, str]:
        """The page that shows the chains of a kind, for each kind that has one."""
        calls = [(view.call.split(), view.page) for view in self.trace.views]
        return {call[1]: page for call, page in calls if call[0] == "chains"}

    def has_chain(self, entity: Entity) -> bool:
        """Whether the whole way up from an entity is laid out: on a page of its kind, if anything leads to it."""
        used = entity.id in self.index.incoming or entity.id in self.index.mentioned
        return entity.kind in self._chain_pages and used

    def chain(self, here: str, entity: Entity, anchor: str = "") -> Markup:
        """A link to the chain of an entity, or to an anchor within it; nothing where there is none."""
        if not self.has_chain(entity):
            return Markup("")
        href = escape(self.href(here, self._chain_pages[entity.kind], anchor or entity.id))
        return Markup(f'<a class="spor-chain-link" href="{href}">{escape(self.label("chain", "link"))}</a>')

    def cite(self, here: str, raw: str, anchor: str = "") -> Markup:
        """A citation as typed (`[@key, s. 1]`), formatted, linked to the literature and with its entries to show."""
        return self.deferred.put(lambda: self._cite(here, raw, anchor))

    def _cite(self, here: str, raw: str, anchor: str) -> str:
        formatted = self.formatted()
        html = formatted.inline[raw]
        keys = dict.fromkeys(re.findall(r'href="#ref-([\w-]+)"', html))
        for key in keys:
            target = self.to(here, self.trace.entities[key])
            html = html.replace(f'href="#ref-{key}"', f'class="spor-source" href="{target}"')
        own = f' id="{anchor}"' if anchor else ""
        card = self.deferred.put(lambda: self._card(here, tuple(keys), anchor), searched=False)
        return f'<span class="spor-cite"{own}>{html}{card}</span>'

    def _card(self, here: str, keys: tuple[str, ...], anchor: str) -> str:
        """The entries of the works in a citation, to show beside it, each with the way to its chain.

        No span: the search's parser takes the end of a span within for the end of what is excluded.
        """
        shown = "".join(self._card_entry(here, key, anchor) for key in keys)
        return f'<small class="spor-card" role="note" data-search-exclude>{shown}</small>'

    def _card_entry(self, here: str, key: str, anchor: str) -> str:
        source = self.trace.entities[key]
        way = self.chain(here, source, citation_anchor(key, here, anchor))
        return f"<span{language_attribute(source)}>{self._plain_entries[key]} {way}</span>"

    @cached_property
    def _plain_entries(self) -> Mapping[str, str]:
        """The formatted entries without their links: they stand within a link's own preview."""
        return {key: re.sub(r"</?a\b[^>]*>", "", html) for key, html in self.formatted().entries.items()}

    def entry(self, key: str) -> Markup:
        """The formatted entry of a source."""
        return self.deferred.put(lambda: self.formatted().entries[key])

    def where(self, mention: Mention) -> str:
        """What the place of a mention is called: its section, else its page."""
        section = self.trace.entities.get(mention.section)
        return self.name(section) if section else self.trace.pages[mention.page].title


def citation_anchor(key: str, page: str, anchor: str) -> str:
    """The id, on the page of the chains, of the citation of `key` that stands at an anchor of a page.

    Empty for a citation that has no anchor of its own. A page's name may hold what an id may not.
    """
    name = re.sub(r"[^\w-]", lambda sign: f"_{ord(sign[0]):x}", page.removesuffix(".md").replace("/", "-"))
    return f"{key}--{name}--{anchor}" if anchor else ""


def citation_of(relation: Relation) -> str:
    """The citation that a relation to a source stands for, as a writer would type it."""
    prefix = f"{relation.prefix} " if relation.prefix else ""
    locator = f", {relation.locator}" if relation.locator else ""
    return f"[{prefix}@{relation.target}{locator}]"


def all_citations(trace: Trace) -> tuple[str, ...]:
    """Every citation of the site as typed, in the prose and in the relations, each once.

    After them comes a bare citation of each source: what the maps call it.
    """
    from_prose = [mention.raw for mention in trace.mentions if mention.citation]
    from_fields = [citation_of(r) for r in trace.relations if r.name == "sources" and r.target in trace.entities]
    bare = [f"[@{source.id}]" for source in trace.of_kind("source")]
    return tuple(dict.fromkeys(from_prose + from_fields + bare))
