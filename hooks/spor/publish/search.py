"""The index of the search, for the site's own worker (`render/theme/assets/javascripts/workers/find.js`).

In: the documents that Material's search has made of the pages, and other words for what they tell of. Out: the text of
the file that the worker reads: texts, each with its kind and its other names, and what the worker must know of the
language. What an informant's background is stands in no document: its table is kept out of Material's.
"""

import html
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from markupsafe import Markup

from spor.publish.html import without_empty_brackets
from spor.read.project import Synonyms
from spor.render.pages import main_entity
from spor.render.site import Site
from spor.trace.schema import general
from spor.trace.trace import Entity, grouped

Document = dict[str, Any]
#: How much a text weighs that is an entity of a role; 1 for others. A place tells what the rest restates.
_WEIGHT = {"question": 1.25, "claim": 1.2, "concept": 1.25, "place": 1.2, "person": 1.1, "source": 0.9, "list": 0.5}
#: Kinds of a project's own that results can be narrowed to have one of these roles.
_CHOSEN = ("question", "claim", "evidence", "concept")
#: How much one weighs that is a row of a table: there are many, and none of them is long.
_ROW = 0.5
_BLOCK_END = re.compile(r"</(?:p|li|pre|ul|ol)>")
_TAG = re.compile(r"<[^>]+>")
_ADDRESS = re.compile(r"https?://\S+")
#: What texts are made of: words, and what stands between them.
_PIECE = re.compile(r"\w+|\W+")
#: The sign of the first piece: none is a digit, or the signs of a text would look like numbers; and none is half a sign
#: of UTF-16.
_FIRST, _HALVES = 0x41, range(0xD800, 0xE000)


def search_index(site: Site, found: Iterable[Document], synonyms: Synonyms) -> str:
    """The index as JSON, from the documents that Material found (`location`, `title`, `text`)."""
    kinds = {kind.id: place for place, kind in enumerate(site.trace.schema.kinds.values())}
    documents = list(_documents(site, found, synonyms, kinds))
    pieces = _pack(documents)
    index = {
        "language": site.locale.search,
        "kinds": [
            {"name": site.label("kinds", kind.id), "weight": _ROW if kind.searched else _WEIGHT.get(kind.role, 1)}
            for kind in site.trace.schema.kinds.values()
        ],
        "groups": {name: [kinds[kind] for kind in members] for name, members in groups(site).items()},
        "pieces": pieces,
        "docs": documents,
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


def _pack(documents: list[Document]) -> list[str]:
    """Writes titles and texts with one sign for each piece, which takes a seventh off the file; returns the pieces.

    The commonest have the shortest signs. A space between two words has none.
    """
    fields = [(document, name) for document in documents for name in ("title", "text")]
    parted = [[piece for piece in _PIECE.findall(document[name]) if piece != " "] for document, name in fields]
    pieces = [piece for piece, _ in Counter(chain.from_iterable(parted)).most_common()]
    codes = chain(range(_FIRST, _HALVES.start), range(_HALVES.stop, sys.maxunicode + 1))
    signs = dict(zip(pieces, map(chr, codes), strict=False))
    for (document, name), parts in zip(fields, parted, strict=True):
        document[name] = "".join(signs[piece] for piece in parts)
    return pieces


def groups(site: Site) -> dict[str, tuple[str, ...]]:
    """What results can be narrowed to: a name, and the kinds that it stands for, of those that the site has any of.

    A kind of the project's own that carries something, or is asked, is a choice of its own.
    """
    named = {kind: str(name) for kind, name in site.locale.words.get("search", {}).get("groups", {}).items()}
    known = general()["kinds"]
    for kind in site.trace.schema.kinds.values():
        if kind.id not in known and kind.role in _CHOSEN:
            named.setdefault(kind.id, site.locale.plural(kind.id))
    return grouped((name, kind) for kind, name in named.items() if site.trace.of_kind(kind))


def _documents(
    site: Site, found: Iterable[Document], synonyms: Synonyms, kinds: Mapping[str, int]
) -> Iterator[Document]:
    """What stands under a heading, page by page, and then what stands under none, the like beside one another."""
    at = _entities(site)
    pages = {site.urls[path]: words for path, words in synonyms.items() if path in site.urls}
    covered: set[str] = set()
    for document in found:
        location, text = document["location"], _plain(document["text"])
        entities = at.get(location, ())
        also = [*pages.get(location, ()), *(name for entity in entities for name in _also(site, entity, synonyms))]
        covered.update(entity.id for entity in entities)
        if text or entities or "#" not in location:
            boost = {"boost": document["boost"]} if "boost" in document else {}
            yield _document(location, _plain(document["title"]), text, also, entities[:1], kinds) | boost
    # none of them tells of rows of tables, works, and places that a list names
    beside = [kind.id for kind in site.trace.schema.kinds.values() if kind.searched or kind.role in ("source", "place")]
    others = (each for each in site.trace.of_kind(*beside) if each.page and each.id not in covered)
    for entity in sorted(others, key=site.name):
        also = list(_also(site, entity, synonyms))
        yield _document(_location(site, entity), site.named(entity), _text_of(site, entity), also, (entity,), kinds)


def _document(
    location: str, title: str, text: str, also: Iterable[str], entity: tuple[Entity, ...], kinds: Mapping[str, int]
) -> Document:
    """A document of the index; `also` are other names of it, `entity` is what it tells of, if it is an entity."""
    document: Document = {"location": location, "title": title, "text": text}
    if names := [name for name in dict.fromkeys(also) if name != title]:
        document["also"] = names
    for one in entity:
        document["kind"] = kinds[one.kind]
        if number := one.fields.get("number"):
            document["number"] = str(number)
    return document


def _entities(site: Site) -> Mapping[str, tuple[Entity, ...]]:
    """The entities that stand at each location of the index, first the one that the page is about."""
    main = ((site.urls[page], entity) for page in site.trace.pages if (entity := main_entity(site, page)))
    all_ = ((_location(site, entity), entity) for entity in site.trace.entities.values() if entity.page)
    return {location: tuple(dict.fromkeys(entities)) for location, entities in grouped(chain(main, all_)).items()}


def _location(site: Site, entity: Entity) -> str:
    return site.urls[entity.page] + (f"#{entity.anchor}" if entity.anchor else "")


def _text_of(site: Site, entity: Entity) -> str:
    """What an entity says that stands under no heading; of a work, all but its address."""
    if site.trace.role(entity) == "source":
        return _ADDRESS.sub("", Markup(site.formatted.entries[entity.id]).striptags()).strip()
    fields = site.trace.kind(entity).searched
    return " ".join(str(entity.fields[name]) for name in fields if entity.fields.get(name))


def _also(site: Site, entity: Entity, synonyms: Synonyms) -> Iterator[str]:
    """What else an entity is called: its short name, the author and the year of a work, and other words for it.

    In a translation, the title of a work in its language is such a name.
    """
    if site.trace.role(entity) == "source":
        yield site.plain_citation(f"[@{entity.id}]")
        if gloss := entity.fields.get("gloss"):
            yield str(gloss)
    elif (short := _plain(site.short(entity))) not in (entity.title, site.name(entity)):
        yield short
    yield from synonyms.get(entity.id, ())


def _plain(text: str) -> str:
    """HTML from which Material has taken most tags, as text: a line for each block."""
    lines = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", text))).splitlines()
    return "\n".join(filter(None, (without_empty_brackets(" ".join(line.split())) for line in lines)))
