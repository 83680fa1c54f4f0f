"""The trace as a site: where each entity is, what it is called, and the HTML of links to it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

from markupsafe import Markup, escape

from spor.locale import Locale
from spor.render.citations import Formatted
from spor.render.languages import Editions, Foreign, language_of
from spor.trace.schema import FORM, Kind
from spor.trace.trace import Entity, Trace

_MARK = re.compile("<!--spor:([0-9]+)-->")
#: A part of the format of a name (`kinds.yml`): a field, a relation, or a field of what a relation leads to.
_PART = re.compile(r"\{(\w+)(?:\.(\w+))?\}")
#: The class of what ends a section.
SECTION_END = "spor-section-end"


class Deferred:
    """What the search is not to find: it is filled in when that has read the page.

    To read it only to leave it out would take the search plugin half of its time.
    """

    def __init__(self) -> None:
        self._makers: list[Callable[[], str]] = []

    def put(self, maker: Callable[[], str]) -> Markup:
        """The placeholder for what `maker` will return; that may hold placeholders in its turn."""
        self._makers.append(maker)
        return Markup(f"<!--spor:{len(self._makers) - 1}-->")

    def fill(self, html: str) -> str:
        """`html` with every placeholder replaced."""
        return _MARK.sub(lambda match: self.fill(self._makers[int(match[1])]()), html)


@dataclass(frozen=True)
class Site:
    """All that rendering needs. `urls` maps a page to its URL from the site's root.

    `downloads` are the files of each source: from a form (`bib`) to a path from the site's root, with `{key}` for the
    source's; empty where nothing is exported. `book` are those of the book: from a form (`pdf`), empty where none is
    made. `editions` are the languages that the site is in. `contents` is the HTML of each page that another shows as
    well, once all are converted.
    """

    trace: Trace
    locale: Locale
    urls: Mapping[str, str]
    formatted: Formatted
    foreign: Foreign = field(default_factory=Foreign)
    editions: Editions = field(default_factory=Editions)
    deferred: Deferred = field(default_factory=Deferred)
    contents: dict[str, str] = field(default_factory=dict)
    downloads: Mapping[str, str] = field(default_factory=dict)
    book: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def chain_pages(self) -> Mapping[str, str]:
        """The page that shows the chains of a kind, by kind."""
        calls = [(view.words, view.page) for view in self.trace.views]
        return {call[1]: page for call, page in calls if call[0] == "chains" and len(call) == 2}

    @cached_property
    def chapters(self) -> frozenset[str]:
        """The pages that restate sections."""
        return frozenset(section.page for section in self.trace.of_kind("section") if section.page)

    def owner(self, page: str) -> Entity | None:
        """The entity whose page it is; None for a page of none."""
        found = self.trace.pages.get(page)
        return self.trace.entities.get(found.owner) if found else None

    def label(self, *path: str) -> str:
        """The words at a path of the locale; the last part of the path where there are none."""
        return self.locale.label(*path)

    @property
    def quotation_language(self) -> Markup:
        """The attribute for words of the thesis: ` lang="…"` where they are in another language than the site."""
        translation = self.trace.translation
        return Markup(' lang="{}"').format(translation.languages[0].code) if translation else Markup("")

    def gloss(self, words: str) -> str:
        """What words of the thesis say in the language of the site; empty where that is their own, or not told."""
        return self.trace.translation.glosses.get(words, "") if self.trace.translation else ""

    def role(self, role: str) -> str:
        """What the entities of a role are called: by their kind, or by that of the first if they are of several."""
        kinds = [entity.kind for entity in self.trace.of_role(role)] or self.trace.schema.of_role(role)
        return self.label("kinds", kinds[0])

    def several(self, role: str) -> str:
        """What several things of a role are called, within a sentence: by their kind, if all are of one."""
        kinds = list(dict.fromkeys(entity.kind for entity in self.trace.of_role(role)))
        if len(kinds) == 1 and self.locale.has("counted", kinds[0], "many"):
            return self.label("counted", kinds[0], "many")
        return self.label("several", role)

    def heading(self, role: str) -> str:
        """The same as a heading."""
        words = self.several(role)
        return words[:1].upper() + words[1:]

    def detail(self, entity: Entity) -> str:
        """What is told beside an entity's kind: the value of a field, in words where there are any for it."""
        value = str(entity.fields.get(self.trace.kind(entity).detail, ""))
        return self.label("types", value) if value else ""

    def language(self, source: Entity) -> Markup:
        """The attribute ` lang="…"` for a work's entry; nothing where its language is unknown."""
        language = language_of(source)
        return Markup(f' lang="{language}"' if language else "")

    def href(self, here: str, page: str, anchor: str = "") -> str:
        """The relative URL from the page `here` to an anchor of `page`."""
        fragment = f"#{anchor}" if anchor else ""
        path = self.urls[page].removeprefix("./")
        if page == here:
            return fragment or path.rpartition("/")[2] or "./"
        return (self.up(here) + path or "./") + fragment

    def up(self, here: str) -> str:
        """The relative URL from the page `here` to the site's root."""
        return "../" * self.urls[here].removeprefix("./").count("/")

    def css(self, entity: Entity) -> str:
        """The classes of an entity."""
        return " ".join(classes(self.trace.kind(entity)))

    def to(self, here: str, entity: Entity) -> str:
        """The relative URL from the page `here` to an entity."""
        return self.href(here, entity.page, entity.anchor)

    def name(self, entity: Entity) -> str:
        """What an entity is called in a list: its title, with what tells it apart."""
        return self._filled(entity, self.trace.kind(entity).name)

    def short(self, entity: Entity) -> str:
        """What an entity is called within a sentence: `§ 5.2.1`, `Kim, § 5.2.1`, a label or a title."""
        return self._filled(entity, self.trace.kind(entity).short)

    def head(self, entity: Entity) -> str:
        """What an entity is called over its own text and on a map: `Kim: Kan ikke bestemme oppdraget`."""
        form = self.trace.kind(entity).head
        asked = FORM.findall(form)
        whole = asked and all(name in entity.fields or self.trace.targets(entity.id, name) for name in asked)
        return self._filled(entity, form) if whole else self.short(entity)

    def names_speaker(self, entity: Entity) -> bool:
        """Whether a list calls an entity by what it says, so that who says it (or which one it is) must be told too."""
        return self.trace.role(entity) == "evidence" and "{title}" not in self.trace.kind(entity).name

    def named(self, entity: Entity) -> str:
        """What an entity is called where what it says is told elsewhere: in a list, but never by its words."""
        return self.short(entity) if self.names_speaker(entity) else self.name(entity)

    def _filled(self, entity: Entity, form: str) -> str:
        """A format with its parts filled in; one without a value falls away."""

        def value(match: re.Match[str]) -> str:
            field, inner = match[1], match[2]
            if field == "title":
                return entity.title
            if field in entity.fields:
                return str(entity.fields[field])
            targets = self.trace.related(entity, field)
            return ", ".join(str(t.fields.get(inner, "")) if inner else self.short(t) for t in targets)

        if form == "{title}":  # of most kinds
            return entity.title
        return _PART.sub(value, form).strip(" ,:") or entity.title

    def link_text(self, entity: Entity, before: str) -> str:
        """The text of a link without one, after what stands before it: of a common noun, with a small letter."""
        text, ended = self.short(entity), before.rstrip()
        begins = not ended or (ended[-1] in ".!?:" and ended != before)
        return text if begins or not self.trace.kind(entity).small else text[:1].lower() + text[1:]

    def link(self, here: str, entity: Entity, text: str | None = None, anchor: str = "") -> Markup:
        """A link to an entity; `anchor` is the link's own id, so that others can lead to this very place."""
        own = f' id="{escape(anchor)}"' if anchor else ""
        preview = " data-preview" if self.trace.kind(entity).heading else ""
        href, words = escape(self.to(here, entity)), self.foreign.mark(text or self.name(entity))
        return Markup(f'<a class="spor-link {self.css(entity)}"{own}{preview} href="{href}">{words}</a>')

    def has_chain(self, entity: Entity) -> bool:
        """Whether the whole way up from an entity is laid out: on a page of its kind, if anything leads to it."""
        return entity.kind in self.chain_pages and self.trace.is_used(entity)

    def chain(self, here: str, entity: Entity, anchor: str = "") -> Markup:
        """A link to the chain of an entity, or to an anchor within it; nothing where there is none."""
        if not self.has_chain(entity):
            return Markup("")
        href = escape(self.href(here, self.chain_pages[entity.kind], anchor or entity.id))
        return Markup(f'<a class="spor-chain-link" href="{href}">{escape(self.label("chain", "link"))}</a>')

    def cite(self, here: str, raw: str, anchor: str = "") -> Markup:
        """A citation as typed (`[@key, s. 1]`), formatted, linked to the literature and with its entries to show."""
        html = self.formatted.inline[raw]
        keys = dict.fromkeys(re.findall(r'href="#ref-([\w-]+)"', html))
        for key in keys:
            target = self.to(here, self.trace.entities[key])
            html = html.replace(f'href="#ref-{key}"', f'class="spor-source" href="{target}"')
        own = f' id="{anchor}"' if anchor else ""
        card = self.deferred.put(partial(self._card, here, tuple(keys), anchor))
        return Markup(f'<span class="spor-cite"{own}>{html}{card}</span>')

    def _card(self, here: str, keys: tuple[str, ...], anchor: str) -> str:
        """The entries of the works in a citation, to show beside it, each with the way to its chain.

        No span: the search's parser takes the end of a span within for the end of what is excluded.
        """
        entries = ""
        for key in keys:
            source = self.trace.entities[key]
            entry = re.sub(r"</?a\b[^>]*>", "", self.formatted.entries[key])  # it stands within a link's own preview
            chain = self.chain(here, source, citation_anchor(key, here, anchor))
            entries += f"<span{self.language(source)}>{entry} {chain}</span>"
        return f'<small class="spor-card" role="note" data-search-exclude>{entries}</small>'

    def plain_citation(self, raw: str) -> str:
        """A citation as typed, formatted as plain text; what is none stays as it is."""
        html = self.formatted.inline.get(" ".join(raw.split()), raw)
        return Markup(html).striptags()

    def author_year(self, source: Entity) -> str:
        """A source as citations name it (`Røvik, 2007`)."""
        return self.plain_citation(f"[@{source.id}]").strip("()")


def classes(kind: Kind) -> tuple[str, ...]:
    """The classes of a kind: its own, and its role's where that is another word."""
    return tuple(dict.fromkeys(f"spor-{name}" for name in (kind.id.replace("_", "-"), kind.role)))


def citation_anchor(key: str, page: str, anchor: str) -> str:
    """The id, on the page of the chains, of the citation of `key` that stands at an anchor of a page.

    Empty for a citation that has no anchor of its own. A page's name may hold what an id may not.
    """
    name = re.sub(r"[^\w-]", lambda sign: f"_{ord(sign[0]):x}", page.removesuffix(".md").replace("/", "-"))
    return f"{key}--{name}--{anchor}" if anchor else ""
