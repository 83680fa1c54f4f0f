"""The trace as a site: where each entity is, what it is called, and the HTML of links to it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from spor.citations import Formatted
from spor.index import Index
from spor.languages import language_attribute
from spor.model import Entity, Mention, Relation, Trace

#: Kinds whose name is a common noun, with a small letter inside a sentence.
_COMMON_NOUNS = {"question", "concept", "guide", "appendix"}
#: Kinds that stand under a heading of their own, which Material's instant previews can show with what follows it.
_PREVIEWED = {"question", "finding", "statement", "concept", "section", "guide", "appendix"}


class Deferred:
    """HTML that is made only when all pages have been read: a placeholder now, the text at the end.

    The citations are formatted while the pages render, so no page may wait for them.
    """

    _MARK = re.compile("<!--spor:([0-9]+)-->")

    def __init__(self) -> None:
        self._makers: list[Callable[[], str]] = []

    def put(self, maker: Callable[[], str]) -> Markup:
        """The placeholder for what `maker` will return; that may hold placeholders in its turn."""
        self._makers.append(maker)
        return Markup(f"<!--spor:{len(self._makers) - 1}-->")

    def fill(self, html: str) -> str:
        """`html` with every placeholder replaced."""
        return self._MARK.sub(lambda match: self.fill(self._makers[int(match[1])]()), html)


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
    deferred: Deferred = field(default_factory=Deferred)
    downloads: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, *path: str) -> str:
        """The words at a path of the labels; the last part of the path where there are none."""
        found: Any = self.labels
        for part in path:
            found = found.get(part) if isinstance(found, Mapping) else None
        return str(found) if found is not None else path[-1]

    def href(self, here: str, page: str, anchor: str = "") -> str:
        """The relative URL from the page `here` to an anchor of `page`."""
        fragment = f"#{anchor}" if anchor else ""
        if page == here and fragment:
            return fragment
        target, start = self.urls[page], posixpath.dirname(self.urls[here]) or "."
        relative = posixpath.relpath(target or ".", start)
        return relative + ("/" if not target or target.endswith("/") else "") + fragment

    def file(self, here: str, path: str) -> str:
        """The relative URL from the page `here` to a file of the site that is no page."""
        return posixpath.relpath(path, posixpath.dirname(self.urls[here]) or ".")

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
            told = [self.trace.entities[i] for i in self.index.targets(entity.id, "informant")]
            where = [self.trace.entities[i] for i in self.index.targets(entity.id, "section")]
            return ", ".join([item.title for item in told] + [self.short(item) for item in where])
        return str(entity.fields.get("label", entity.title))

    def link_text(self, entity: Entity, begins_sentence: bool) -> str:
        """The text of a link for which the writer gave none."""
        text = self.short(entity)
        return text if begins_sentence or entity.kind not in _COMMON_NOUNS else text[:1].lower() + text[1:]

    def link(self, here: str, entity: Entity, text: str | None = None, anchor: str = "") -> Markup:
        """A link to an entity; `anchor` is the link's own id, so that others can lead to this very place."""
        own = Markup(' id="{}"').format(anchor) if anchor else ""
        preview = Markup(" data-preview") if entity.kind in _PREVIEWED else ""
        return Markup('<a class="spor-link spor-{}"{}{} href="{}">{}</a>').format(
            entity.kind.replace("_", "-"), own, preview, self.to(here, entity), text or self.name(entity)
        )

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
        entries = "".join(self._card(key, formatted.entries[key]) for key in keys)
        own = f' id="{anchor}"' if anchor else ""
        # No span: the search's parser takes the end of a span within for the end of what is excluded.
        return (
            f'<span class="spor-cite"{own}>{html}'
            f'<small class="spor-card" role="note" data-search-exclude>{entries}</small></span>'
        )

    def _card(self, key: str, entry: str) -> str:
        return f"<span{language_attribute(self.trace.entities[key])}>{_plain_links(entry)}</span>"

    def entry(self, key: str) -> Markup:
        """The formatted entry of a source."""
        return self.deferred.put(lambda: self.formatted().entries[key])

    def where(self, mention: Mention) -> str:
        """What the place of a mention is called: its section, else its page."""
        section = self.trace.entities.get(mention.section)
        return self.name(section) if section else self.trace.pages[mention.page].title


def _plain_links(html: str) -> str:
    """An entry without its links: it stands within a link's own preview."""
    return re.sub(r"</?a\b[^>]*>", "", html)


def citation_of(relation: Relation) -> str:
    """The citation that a relation to a source stands for, as a writer would type it."""
    prefix = f"{relation.prefix} " if relation.prefix else ""
    locator = f", {relation.locator}" if relation.locator else ""
    return f"[{prefix}@{relation.target}{locator}]"


def all_citations(trace: Trace) -> tuple[str, ...]:
    """Every citation of the site as typed, in the prose and in the relations, each once."""
    from_prose = [mention.raw for mention in trace.mentions if mention.citation]
    from_fields = [citation_of(r) for r in trace.relations if r.name == "sources" and r.target in trace.entities]
    return tuple(dict.fromkeys(from_prose + from_fields))
