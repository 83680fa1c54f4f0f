"""The site as a publication: what exports, citations and metadata must know besides the trace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import quote, urljoin

from spor.publish.editions import Edition
from spor.render.site import Site
from spor.trace.trace import Entity, grouped


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are there: no format asks for what is empty; `false` is a value."""
    return {name: value for name, value in values.items() if value or value is False}


def _plain(words: str) -> str:
    """Words without the spaces that no line may part."""
    return words.replace("\u00a0", " ")


@dataclass(frozen=True)
class Person:
    """Who has written something; `url` is a page (an ORCID) that tells who it is."""

    given: str = ""
    family: str = ""
    url: str = ""

    @property
    def name(self) -> str:
        """The name as it is spoken; empty where none is given."""
        return f"{self.given} {self.family}".strip()

    @property
    def inverted(self) -> str:
        """The name with the family's first."""
        return ", ".join(filter(None, [self.family, self.given]))


@dataclass(frozen=True)
class Thesis:
    """The thesis that the site restates. `date` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, `language` is BCP 47."""

    key: str = "thesis"
    title: str = ""
    given: str = ""
    family: str = ""
    date: str = ""
    genre: str = ""
    institution: str = ""
    department: str = ""
    programme: str = ""
    supervisor: str = ""
    translated_title: str = ""
    language: str = ""
    url: str = ""
    archive: str = ""

    @property
    def writer(self) -> Person:
        """Who has written it; without a name where none is given."""
        return Person(self.given, self.family)

    @property
    def author(self) -> str:
        """The writer's name as it is spoken; empty where none is given. Lines of the book's title page ask for it."""
        return self.writer.name


@dataclass(frozen=True)
class Names:
    """What the exported files are called: `folder` holds them all, the others are names in it, without a suffix.

    `tables` are data files, besides those of entities, that may be given away: none unless named, since a table may
    hold what must not be spread. `page` is the page (`data.md`) that tells of the files; empty for none.
    """

    folder: str = "data"
    bibliography: str = "references"
    sources: str = "sources"
    thesis: str = "thesis"
    statements: str = "statements"
    codebook: str = "codebook"
    warrants: str = "warrants"
    concepts: str = "concepts"
    claims: str = "claims"
    bundle: str = "all-data"
    rows: str = "tables"
    page: str = ""
    tables: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class Publication:
    """The site with what it is called, where it is, and what it restates.

    `base` is the site's own URL and ends in `/`; empty where the site has none, so that URLs are relative to its
    root. `published` is the year (or date) of the text, `licence` a URL. `data` maps a kind of entity to its data file.
    `picture` is what stands beside a link to the site where others share it: a `file` of the site, its words (`alt`),
    and its size in pixels (`width`, `height`). `editors` are the persons who answer for the text, where they are named,
    and `about` is where the site tells who they are (`om.md#who`). `edition` says which state of the site this is.
    """

    site: Site
    base: str
    name: str
    description: str
    language: str
    published: str
    licence: str
    thesis: Thesis
    names: Names
    data: Mapping[str, str]
    picture: Mapping[str, Any]
    editors: tuple[Person, ...]
    about: str
    edition: Edition

    @cached_property
    def home(self) -> str:
        """The page that the site begins with; empty for none."""
        return next((page for page, url in self.site.urls.items() if url in ("", ".", "./")), "")

    @cached_property
    def chapters(self) -> Mapping[str, Sequence[Entity]]:
        """The pages that restate a part of the thesis, in its order, each with its sections (or its appendix)."""
        return grouped((part.page, part) for part in self.site.trace.parts() if part.page in self.site.urls)

    @cached_property
    def _urls(self) -> Mapping[str, str]:
        """The absolute URL of each page: what goes out beside the pages asks for each a hundred times."""
        return {page: urljoin(self.base, url) for page, url in self.site.urls.items()}

    def url(self, page: str, anchor: str = "") -> str:
        """The absolute URL of an anchor of a page of the site (`funn/x.md`), or of the page itself."""
        return self._urls[page] + (f"#{quote(anchor)}" if anchor else "")

    def other_urls(self, page: str) -> dict[str, str]:
        """The absolute URL of a page in each language of the site, that of the original first; empty for one alone."""
        editions = self.site.editions
        url = self.site.urls[page].removeprefix("./")
        return {
            edition.language: urljoin(self.base, editions.path_to(edition) + url)
            for edition in editions.all
            if editions.others
        }

    def entity_url(self, entity: Entity) -> str:
        """The absolute URL of an entity; empty for one that no page shows."""
        return self.url(entity.page, entity.anchor) if entity.page in self.site.urls else ""

    def title(self, entity: Entity) -> str:
        """What an entity is called in a list, as plain text; of a statement, the whole of it."""
        return _plain(self.site.name(entity))

    def label(self, entity: Entity) -> str:
        """What an entity is called within a sentence, as plain text."""
        return _plain(self.site.short(entity))

    def apart(self, entity: Entity) -> str:
        """What an entity is called so that no other is called the same, as plain text: a statement by its gist."""
        if self.site.trace.role(entity) != "evidence":
            return self.label(entity)
        return _plain(self.site.head(entity) if self.site.names_speaker(entity) else self.site.name(entity))

    @property
    def editors_name(self) -> str:
        """What the editors are called as a whole."""
        return f"{self.site.label('editors', 'name')}, {self.name}"

    @property
    def thesis_iri(self) -> str:
        """What stands for the thesis in data: its own address, else one of ours."""
        return self.thesis.url or f"{self.base}#{self.thesis.key}"

    @property
    def editors_url(self) -> str:
        """Where the site tells who the editors are; empty where it does not."""
        page, _, anchor = self.about.partition("#")
        return self.url(page, anchor) if page in self.site.urls else ""

    def in_original(self, entity: Entity) -> dict[str, dict[str, str]]:
        """What an entity is called in a list (`title`) and within a sentence (`label`) in the language of the original.

        By that language (BCP 47); empty where the site is translated from none, or what it says there is withdrawn, and
        for a work, which is called the same in both and may be in a third.
        """
        translation = self.site.trace.translation
        own = translation.original.entities.get(entity.id) if translation else None
        if translation is None or own is None or self.site.trace.role(entity) == "source":
            return {}
        original = replace(self.site, trace=translation.original)
        names = {"title": _plain(original.name(own)), "label": _plain(original.short(own))}
        return {translation.languages[0].language: names}

    def path(self, name: str) -> str:
        """The path from the site's root of an exported file."""
        return f"{self.names.folder}/{name}"

    def file_url(self, name: str) -> str:
        """The absolute URL of an exported file, or of a part of it (`x.json#part`)."""
        return urljoin(self.base, quote(self.path(name), safe="/#"))


def publication(
    site: Site, base: str, name: str, description: str, settings: Mapping[str, Any], edition: Edition
) -> Publication:
    """The publication that `settings` (`extra.spor` of the configuration) describe.

    Facts of the thesis that are not given stay empty; its title is then the site's.
    """
    editors = settings.get("editors", {})
    thesis = {"title": name, "language": settings["language"], **settings.get("thesis", {})}
    return Publication(
        site,
        base.rstrip("/") + "/" if base else "",
        name,
        " ".join(description.split()),
        settings["language"],
        str(settings.get("published", "")),
        settings.get("licence", ""),
        Thesis(**{key: str(value) for key, value in thesis.items()}),
        Names(**settings.get("exports", {})),
        settings["data"],
        settings.get("picture", {}),
        tuple(Person(**person) for person in editors.get("persons", ())),
        editors.get("page", ""),
        edition,
    )
