"""One build of one project: all that it knows, how it begins, and what it tells at its end.

Nothing here knows MkDocs.
"""

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spor.check import check, exceptions
from spor.check.persons import background_files, background_in_book
from spor.publish.bibliography import CITATION_FORMATS
from spor.publish.book.make import forget
from spor.publish.editions import EDITIONS, build_day, edition
from spor.publish.exports.export import Export
from spor.publish.exports.plan import plan
from spor.publish.publication import Names, Publication, publication
from spor.read.layout import Layout, configuration_texts
from spor.read.project import Synonyms, read_synonyms
from spor.read.publishable import misplaced, named_in
from spor.read.settings import absent
from spor.read.translation import read_any
from spor.redact.project import Log, without_withdrawn
from spor.render.blocks import Cursor
from spor.render.citations import all_citations, format_citations, style_file
from spor.render.languages import editions, foreign_in
from spor.render.site import Site
from spor.render.views.claims import editors_share
from spor.trace.problem import collect, stop_at
from spor.trace.trace import Trace

if TYPE_CHECKING:
    from thesis_nav import Shelf

#: What a translation breaks while somebody writes in one of the languages.
_LAGGING = frozenset({"outdated-translation", "undeclared-translation", "unequal-translation"})


@dataclass
class Build:
    """One build of one project.

    `site` is what is rendered (without what was withdrawn), `sources` the text of the pages that changed by that,
    `synonyms` the other words that the search knows. `bibliography` is its file, and `cache` the folder of what is kept
    from build to build. `cursor` is where the conversion is; `book` is made beside it. `shelf` is the
    navigation, once it stands, and `letters` are those of all pages. `sized` are the files of pages that tell how large
    the book is, `made` those files of ours (MkDocs' own objects) that hold what MkDocs has still to write, and `filled`
    has the contents of pages that the book needs whole, by what MkDocs has of them, until they are written.
    """

    layout: Layout
    settings: Mapping[str, Any]
    site: Site
    cursor: Cursor
    publication: Publication
    planned: tuple[Export, ...]
    bibliography: Path
    cache: Path
    sources: Mapping[str, str]
    synonyms: Synonyms
    workers: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1))
    shelf: "Shelf" = field(init=False)
    letters: set[str] = field(default_factory=set)
    book: Future[Mapping[str, bytes]] | None = None
    sized: list[Path] = field(default_factory=list)
    made: list[Any] = field(default_factory=list)
    filled: dict[str, str] = field(default_factory=dict)

    def close(self) -> None:
        """Ends what is made beside the build."""
        self.workers.shutdown(wait=True, cancel_futures=True)


def _book_files(settings: Mapping[str, Any]) -> dict[str, str]:
    """Where the book lies below the site's root, by what the names end in; nothing where none is made."""
    book = settings.get("book", {})
    return {name: f"{book['file']}.{name}" for name in ("pdf", "epub")} if book.get("enabled") else {}


def begin(
    layout: Layout,
    settings: Mapping[str, Any],
    file: Path,
    urls: Mapping[str, str],
    called: tuple[str, str, str],
    navigation: Any,
    log: Log,
    serving: bool = False,
) -> Build:
    """Reads and checks a project, takes out what is withdrawn, and formats the citations.

    `settings` are `extra.spor` of the configuration `file`, `urls` the addresses of the pages, and `called` is the
    site's own address, its name and what it is; `navigation` is `nav` of the configuration. Raises
    ProjectError with every problem of the content; while the site is `serving` a writer, a translation may lag behind.
    """
    locale, pages = layout.locale, tuple(sorted(urls))
    whole = read_any(layout, pages)
    also = settings.get("synonyms")
    synonyms, faults = collect(read_synonyms(layout.root, layout.path_of(also), whole)) if also else ({}, ())
    exported = {file: layout.path_of(file) for file in settings.get("exports", {}).get("tables", ())}
    named = absent(settings, layout, whole, configuration_texts(file)) if not whole.lost else ()
    told = background_in_book(whole, settings["book"]) if "book" in settings else ()
    faults = (*faults, *background_files(whole, exported), *told, *named)
    strays = misplaced(whole, named_in(navigation), settings.get("publish", ())) if navigation else ()
    problems, borne = (*check(whole), *faults, *strays), _LAGGING if serving else frozenset()
    stop_at((problem for problem in problems if problem.rule not in borne), "The trace is broken")
    for problem in problems:  # only those are left that are borne
        log.warning("no build takes this: %s", problem)
    for entity in exceptions(whole):
        log.info("declared exception: %s '%s' is unused: %s", entity.kind, entity.id, entity.unused)
    trace, sources = without_withdrawn(layout, pages, whole, EDITIONS, log)
    cache, bibliography = file.parent / ".cache" / "spor", layout.root / layout.bibliography
    if trace is not whole:
        forget(cache)  # a book of before still holds the words
    style = style_file(settings["style"])
    formatted = format_citations(all_citations(trace), bibliography, style, settings["language"], cache)
    foreign = foreign_in(trace, settings.get("foreign", {}))
    languages = editions(settings.get("languages", {}), settings["language"])
    names = Names(**settings.get("exports", {}))
    files = {form: f"{names.folder}/{names.sources}/{{key}}.{form}" for form in CITATION_FORMATS}
    site = Site(trace, locale, urls, formatted, foreign, languages, downloads=files, book=_book_files(settings))
    dated = edition(layout.root / EDITIONS, build_day(), settings.get("edition"))
    published = publication(site, *called, settings, dated)
    planned, cursor = plan(published), Cursor(site)
    return Build(layout, settings, site, cursor, published, planned, bibliography, cache, sources, synonyms)


def report(trace: Trace) -> tuple[str, ...]:
    """The lines that sum a build up."""
    kinds = Counter(entity.kind for entity in trace.entities.values())
    names = Counter(relation.name for relation in trace.relations)
    cited = sum(mention.citation for mention in trace.mentions)
    editors, said = editors_share(trace)
    share = f" ({100 * editors / said:.0f} %)" if said else ""
    return (
        f"{sum(kinds.values())} entities: {_counts(kinds)}",
        f"{sum(names.values())} relations: {_counts(names)}",
        f"{len(trace.mentions)} mentions in the text: {len(trace.mentions) - cited} links, {cited} citations",
        f"{len(all_citations(trace))} different citations of {len(trace.of_role('source'))} sources",
        f"{len(exceptions(trace))} exceptions declared",
        f"{said} relations say why; {editors} of them in the editors' words{share}",
        *(() if trace.original else ("no words are held against the thesis: see 'make fingerprint'",)),
    )


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counted.items()))
