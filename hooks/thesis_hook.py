"""What MkDocs calls, in the order in which it does. What a build knows is on one object, made anew each time."""

import gc
import os
import time
import unicodedata
from collections.abc import Callable, Sequence
from functools import wraps
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import write_file
from mkdocs.utils.meta import get_data

from spor.locale import languages, load
from spor.publish.assets import SCRIPT, STYLE_SHEET, fonts, script, style_sheet, with_policy
from spor.publish.book.epub import IMAGES
from spor.publish.book.make import SIZE, Book, bind, book, with_sizes
from spor.publish.editions import EDITIONS, build_day, last_changes, listed, updated
from spor.publish.exports.columns import tables
from spor.publish.exports.export import Material
from spor.publish.exports.plan import export_paths, exports
from spor.publish.html import contents, summary
from spor.publish.metadata import page_metadata
from spor.publish.search import groups, search_index
from spor.publish.works import read_records, told
from spor.read.layout import Layout, configuration_texts, layout_of
from spor.read.publishable import picture_problems, symlink_problems, unpublishable, written_over
from spor.read.settings import absent_files, needed_problems, settings_problems
from spor.read.syntax import citations_on_one_line
from spor.read.wording import Recite
from spor.render.citations import SiteRegistry
from spor.render.languages import editions, unbroken
from spor.render.markdown import TraceExtension, page_end
from spor.render.pages import kicker, whole_chapters
from spor.render.site import classes
from spor.render.templates import render
from spor.render.views.lists import sequences
from spor.trace.problem import ProjectError, stop_at
from thesis_build import Build, begin, report
from thesis_nav import BookOrder, Shelf, copied, escape_title, joined, media_of_original, titles

# Only warnings of loggers below `mkdocs.` count for --strict.
log = get_plugin_logger("spor")
#: Whether `mkdocs serve` runs: it builds many times, and adds a script of its own to each page.
_serving = False
#: The build that is under way, for each project: by its configuration file.
_builds: dict[str, Build] = {}
#: New objects until Python looks for garbage: a trace is many objects that all stay.
_GARBAGE_THRESHOLD = 50_000


def _build(config: MkDocsConfig) -> Build:
    return _builds[config.config_file_path]


def _stopping(event: Callable[..., Any]) -> Callable[..., Any]:
    """Has an event stop the build, with one clear message, at what only its writer can mend."""

    @wraps(event)
    def stopped(*arguments: Any, **more: Any) -> Any:
        try:
            return event(*arguments, **more)
        except ProjectError as error:
            raise PluginError(str(error)) from error

    return stopped


# 1. Before anything is written ----------------------------------------------------------------------------------


def on_startup(command: str, **_: Any) -> None:
    """Remembers the command, and lets the garbage wait."""
    global _serving
    _serving = command == "serve"
    gc.set_threshold(_GARBAGE_THRESHOLD)


@event_priority(50)  # before mkdocs-bibtex parses the bibliography, whose faults are ours to report
@_stopping
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Reads and checks the whole project; stops with every problem while the last good site still stands."""
    file = Path(config.config_file_path).resolve()
    settings = _settings(config, file)
    docs = Path(config.docs_dir).relative_to(file.parent).as_posix()
    bibliography = config.plugins["bibtex"].config.bib_file
    layout = layout_of(file, docs, bibliography, settings)
    _look_for_files(layout, config, file)
    urls = _pages(layout, config, settings.get("publish", ()))
    called = (config.site_url or "", config.site_name, config.site_description or "")
    build = begin(layout, settings, file, urls, called, config.nav, log, _serving)
    if former := _builds.pop(config.config_file_path, None):
        former.close()
    _builds[config.config_file_path] = build
    _take_part(build, config)
    return config


def _settings(config: MkDocsConfig, file: Path) -> dict[str, Any]:
    """What `extra.spor` of a configuration (`file`) says; the site's address becomes that of its language.

    Raises ProjectError where the configuration is not as it must be, and where symbolic links lead out of the pages.
    """
    settings: dict[str, Any] = config.extra.get("spor", {})
    root, docs, texts = file.parent, Path(config.docs_dir), configuration_texts(file)
    needed = needed_problems([*config.plugins], [*map(str, config.markdown_extensions)], docs, root, texts)
    stop_at([*needed, *settings_problems(settings, texts)], "The configuration is at fault")
    stop_at(symlink_problems(root, docs.relative_to(root).as_posix()), "The pages lead elsewhere")
    path = editions(settings.get("languages", {}), settings["language"]).path
    if config.site_url and path:  # inherited: where the whole site begins
        config.site_url = f"{config.site_url.rstrip('/')}/{path}"
    without_book = {"book": {**settings.get("book", {}), "enabled": False}} if _serving else {}  # it takes too long
    return {**settings, **without_book}


def _look_for_files(layout: Layout, config: MkDocsConfig, file: Path) -> None:
    """Stops where the theme, or what is added to it, names files that are nowhere: Jinja and browsers would not say."""
    theme = {name: config.theme.get(name) for name in ("icon", "logo", "favicon")}
    added = {name: [*map(str, config[name])] for name in ("extra_css", "extra_javascript")}
    layouts = (layout, layout.translates.layout) if layout.translates else (layout,)
    folders = [*map(Path, config.theme.dirs), *(each.root / each.docs for each in layouts)]
    stop_at(absent_files(theme, added, folders, configuration_texts(file)), "The configuration is at fault")


def _pages(layout: Layout, config: MkDocsConfig, chosen: Sequence[str]) -> dict[str, str]:
    """The addresses of the pages; stops where other files would be published with them, unless these are `chosen`."""
    found = get_files(config)
    set_exclusions(found, config)
    beside = copied(found, layout, config).items()
    problems = [fault for folder, paths in beside for fault in unpublishable(paths, folder, chosen)]
    problems += [fault for folder, paths in beside for fault in picture_problems(layout.root, folder, paths)]
    stop_at(problems, "What is not for the site lies among the pages")
    urls = {page.src_uri: page.url for page in found.documentation_pages()}
    stop_at(written_over(urls, layout.docs), "Two pages are one")
    return urls


def _take_part(build: Build, config: MkDocsConfig) -> None:
    """Puts our registry in the place of mkdocs-bibtex's own, and our extension with Markdown's; names the tags."""
    bibtex: Any = config.plugins["bibtex"]
    bibtex.registry = SiteRegistry(build.bibliography, build.site.formatted.inline)
    bibtex.last_configured = time.time()  # it keeps what is newer than the bibliography
    config.markdown_extensions = [*config.markdown_extensions, TraceExtension(build.cursor)]
    # as Material does for tags with an icon; it puts `md-tag--` before what stands here
    kinds = build.layout.schema.kinds.values()
    tags = {build.site.label("kinds", kind.id): " md-tag--".join(classes(kind)) for kind in kinds}
    config.extra["tags"] = {**tags, **config.extra.get("tags", {})}


# 2. Files and navigation ----------------------------------------------------------------------------------------


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Makes our files known, so that pages may link to them; takes what is withdrawn out of the pages."""
    build = _build(config)
    for path in export_paths(build.planned):
        files.append(File.generated(config, path, content="", inclusion=InclusionLevel.INCLUDED))
    for page in files.documentation_pages():
        if page.src_uri in build.sources:
            page.content_string = build.sources[page.src_uri]
    for file in media_of_original(build.layout, config):
        files.append(file)
    config.extra_css = joined(config, files, config.extra_css, style_sheet, STYLE_SHEET)
    config.extra_javascript = joined(config, files, config.extra_javascript, script, SCRIPT)
    return files


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
    build, path = _build(config), page.file.src_uri
    build.cursor.enter(path)
    if translated := build.layout.translates:
        original = (translated.layout.root / translated.layout.docs / path).read_text("utf-8-sig")
        page.meta = {**get_data(original)[1], **page.meta}  # what is for the theme stands in the original alone
        markdown = Recite(translated.languages).text(markdown)
    template = page.meta.get("template")
    if template and not any((Path(folder) / template).is_file() for folder in config.theme.dirs):
        raise PluginError(f"{path}:1: wrong-value: the theme has no template '{template}'")
    return unicodedata.normalize("NFC", citations_on_one_line(markdown))


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Adds what leads to and from the page's own entity; to the page of the book its files, to that of the data the
    columns of the tables, and the editions."""
    build, path = _build(config), page.file.src_uri
    build.cursor.leave()
    if path == build.settings.get("book", {}).get("page"):
        html += str(render("book_files.html", site=build.site, here=path))
    if path == build.publication.names.page:
        html += str(render("columns.html", site=build.site, tables=tables(build.publication)))
        html += str(listed(build.site, path, build.layout.root / EDITIONS))
    html = unbroken(html + page_end(build.site, path), build.site.locale)
    if path in build.site.chapters:  # they may stand once more on the page of their whole chapter
        build.site.contents[path] = html
    escape_title(page)
    return html


# 4. When all pages stand ----------------------------------------------------------------------------------------


@_stopping
def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Stops where Markdown and the trace do not agree; makes our files, and begins the book."""
    build = _build(config)
    stop_at(build.cursor.strange, "Markdown and the trace do not agree")
    for path, day in updated(build.layout, build.site.trace, last_changes(build.layout.root), build_day()).items():
        if (file := files.get_file_from_path(path)) and file.page:
            file.page.update_date = day.isoformat()  # for the sitemap
    _write_files(build, files)
    if build.site.book:
        log.info("setting the book")
        build.book = build.workers.submit(bind, _book(build, config, files), build.cache, log.info)
    _prepare(build, env)
    return env


def _write_files(build: Build, found: Files) -> None:
    """Hands MkDocs what each of our files holds, to write with the others."""
    summaries = {file.src_uri: summary(file.page.content or "") for file in found.documentation_pages() if file.page}
    parts = build.shelf.parts(build.site.label("exports", "pages"))
    records = told(build.publication, read_records(build.bibliography, build.cache))
    for path, content in exports(build.publication, build.planned, Material(records, summaries, parts)).items():
        if file := found.get_file_from_path(path):
            file.content_bytes = content
            build.made.append(file)


def _book(build: Build, config: MkDocsConfig, found: Files) -> Book:
    """All that goes into the book."""
    sheets = [found.get_file_from_path(str(sheet)) for sheet in config.extra_css]
    css = "\n".join(sheet.content_string for sheet in sheets if sheet)
    settings = build.settings["book"]
    for page in build.shelf.pages.values():
        build.filled[page.content or ""] = build.site.deferred.fill(page.content or "")
    order = BookOrder(build.shelf, settings.get("leave_out", ()), build.site.trace, build.filled)
    chapters = tuple(order.chapters())
    images = [file for file in found.media_files() if file.src_uri.endswith(tuple(IMAGES))]
    shown = [file for file in images if any(file.name in chapter.html for chapter in chapters)]
    pictures = {file.dest_uri: file.content_bytes for file in shown}
    return book(build.publication, settings, chapters, pictures, css, build_day())


def _prepare(build: Build, env: Environment) -> None:
    """Keeps the theme's templates as Python has compiled them, and hands them what stands on every page."""
    env.trim_blocks = env.lstrip_blocks = True  # lines of the templates that say nothing would weigh on every page
    compiled = build.cache.with_name("theme")
    compiled.mkdir(parents=True, exist_ok=True)
    if os.fsencode(compiled).decode(errors="replace") == str(compiled):  # Jinja keeps none where paths are not UTF-8
        env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    env.globals["spor_words"] = build.site.locale.words
    env.globals["spor_elsewhere"] = [
        (other, build.site.editions.path_to(other), load(other.language).words["not_found"])
        for other in build.site.editions.others
        if other.language in languages()
    ]
    env.globals["spor_edition"] = build.publication.edition.words(build.site.locale)
    env.globals["spor_search_groups"] = list(groups(build.site))


# 5. Each page, from its HTML to its file ------------------------------------------------------------------------


@event_priority(-50)  # after the search has read the page: what follows it finds elsewhere
def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any) -> dict[str, Any]:
    """Fills in backlinks and entries, and hands the page's metadata to the theme."""
    build, path = _build(config), page.file.src_uri
    while build.made:  # written by now; MkDocs would keep what they hold to the end
        build.made.pop().content_bytes = b""
    content = build.filled.pop(page.content or "", None) or build.site.deferred.fill(page.content or "")
    if path in build.site.urls:
        written = page.meta.get("description", "")
        about, for_theme = page_metadata(
            build.publication, build.planned, path, str(page.title), written, content, build.settings
        )
        context.update(for_theme)
        page.meta["description"] = escape(about)  # the theme does not escape it
        content = str(kicker(build.site, path)) + content
        if (tokens := contents(content, titles(page.toc))) is not None:
            page.toc = get_toc(tokens)
    page.content = content
    build.shelf.open(path)
    build.shelf.list_parts(page, whole_chapters(build.site.trace).get(path, ()))
    return context


@_stopping
def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    """Puts the policy into a page of the theme's own (404.html)."""
    whole = _serving or not template_name.endswith(".html")
    return output_content if whole else with_policy(output_content, template_name)


@_stopping
def on_post_page(output: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Puts the policy into a page, and takes note of its letters."""
    build, path = _build(config), page.file.src_uri
    build.shelf.open(path, False)
    build.letters.update(unescape(output))
    if build.site.book and SIZE in output:
        build.sized.append(Path(page.file.abs_dest_path))
    content, page.content = page.content or "", None  # written now; the pages of a large site would fill the memory
    return output if _serving else with_policy(output, path, content)


# 6. The end -----------------------------------------------------------------------------------------------------


@event_priority(-50)  # after the search has written its index, in whose place ours comes
def on_post_build(config: MkDocsConfig) -> None:
    """Writes the fonts, the index of the search, which knows more than Material's, and the book; sums the build up."""
    build, site = _build(config), Path(config.site_dir)
    if folder := build.settings.get("fonts"):
        for name, content in fonts(build.letters, build.cache).items():
            write_file(content, str(site / folder / name))
    if search := config.plugins.get("material/search"):
        index = search_index(build.site, search.search_index.entries, build.synonyms)
        (site / "search" / "search_index.json").write_text(index, "utf-8")
    _write_book(build, site)
    for line in report(build.site.trace):
        log.info(line)
    build.close()


def _write_book(build: Build, site: Path) -> None:
    try:
        made = build.book.result() if build.book else {}
    except RuntimeError as error:
        raise PluginError(f"The book could not be made: {error}") from error
    for name, content in made.items():
        write_file(content, str(site / build.site.book[name]))
    for page in build.sized:
        page.write_text(with_sizes(page.read_text("utf-8"), made, build.site.locale), "utf-8")


def on_build_error(error: Exception, **_: Any) -> None:
    """Ends what is made beside a build that has failed; says in one line which file the system gives no access to."""
    for build in _builds.values():
        build.close()
    if isinstance(error, OSError) and error.errno:
        where = error.filename2 or error.filename or "a file"
        raise PluginError(f"{where} cannot be read or written: {error.strerror}") from error


def on_serve(server: Any, config: MkDocsConfig, **_: Any) -> Any:
    """Has `mkdocs serve` build anew when the bibliography changes; it watches the pages and the settings itself."""
    build = _build(config)
    server.watch(str(build.bibliography))
    if build.layout.translates:
        server.watch(str(build.layout.root / build.layout.translates.layout.docs))
    return server
