"""What lies among the pages: only what a site is made of is published, and only the pages that something names.

Drawings (SVG) hold no program and fetch nothing, since a browser opens one as a page.
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree

from spor.read.syntax import KNOWN
from spor.trace.problem import Problem, reports
from spor.trace.trace import Trace, grouped

#: A part of the thesis by its number.
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)*(?!\w)")
#: What a navigation calls a page, and its path.
Named = tuple[str, str]
_WITHIN = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?!https?:|mailto:|#)[\w+.\s-]*:")
_FETCHED = re.compile(r"@import|url\(\s*['\"]?(?!#|['\"]?data:image/)", re.IGNORECASE)


@reports(unpublishable_file="Whatever lies among the pages is a page, or of a kind that may be published.")
def unpublishable(files: Iterable[str], docs: str, chosen: Collection[str] = ()) -> tuple[Problem, ...]:
    """Each of the `files` (below the folder `docs`) that would be copied to the site and is not of a kind for it.

    `chosen` are the patterns (`*.pdf`, `CNAME`) of what the project publishes besides: `extra.spor.publish`.
    """
    return tuple(
        Problem(f"{docs}/{file}", 1, "unpublishable-file", what)
        for file in sorted(files)
        if (what := _fault(PurePosixPath(file))) and not _is_meant(file, chosen)
    )


@reports(same_address="No two pages have the same address.")
def written_over(urls: Mapping[str, str], docs: str) -> Iterator[Problem]:
    """Each page below the folder `docs` (with its URL, by its path) that has the address of one before it."""
    known: dict[str, str] = {}
    for path, url in sorted(urls.items()):
        if (first := known.setdefault(url, path)) != path:
            what = f"has the address of '{first}', and would be written over it: give one of them another name"
            yield Problem(f"{docs}/{path}", 1, "same-address", what)


@reports(other_page="The navigation has a page once, and calls it by no number of another.")
def misplaced(trace: Trace, named: Sequence[Named], chosen: Collection[str] = ()) -> Iterator[Problem]:
    """Each page of a trace that has no right place in the navigation (`named`).

    It has none at all, and is no entity's, and no pattern of `chosen` fits: a note that somebody has saved among the
    pages (an interview, a draft) would be published like any other. Or it has two, or that of another page.
    """
    at_fault = {problem.path for problem in trace.problems}  # what such a page is may be unknown for that
    called = grouped((path, title) for title, path in named)
    absent = sorted(path for path in called if path not in trace.pages and "//" not in path)
    for path, page in sorted(trace.pages.items()):
        where, titles = page.place.path, called.get(path, ())
        if not titles and not page.owner and not _is_meant(path, chosen) and where not in at_fault:
            what = "no navigation names this page: put it into 'nav' in mkdocs.yml, or move it out of the folder of the"
            near = get_close_matches(path, absent, n=1)
            instead = f"'nav' in mkdocs.yml names '{''.join(near)}', which is not there, and not this page"
            yield Problem(where, 1, "unpublishable-file", instead if near else f"{what} pages")
        if len(titles) > 1:
            what = f"'nav' in mkdocs.yml has this page {len(titles)} times: let it stand at one place"
            yield Problem(where, 1, "other-page", what)
        label = trace.entities[page.owner].fields.get("label", "") if page.owner else ""
        own = _NUMBER.findall(f"{page.title} {label}")
        for title in titles if own and where not in at_fault else ():
            numbers = _NUMBER.findall(title)
            if numbers and not any(f"{known}.".startswith(f"{number}.") for number in numbers for known in own):
                what = f"'nav' in mkdocs.yml calls this page '{title}', but it is '{page.title}'"
                yield Problem(where, 1, "other-page", what)


def named_in(navigation: Any, title: str = "") -> tuple[Named, ...]:
    """The pages that a navigation names, as `nav` of mkdocs.yml has it, each with what it is called there."""
    if isinstance(navigation, str):
        return ((title, navigation),)
    parts = navigation.items() if isinstance(navigation, dict) else (("", part) for part in navigation or ())
    return tuple(named for name, part in parts for named in named_in(part, name))


def _is_meant(file: str, patterns: Collection[str]) -> bool:
    """Whether one of the patterns means a file: by its name, or by its path where the pattern has one."""
    name = PurePosixPath(file).name
    return any(fnmatchcase(file if "/" in pattern else name, pattern) for pattern in patterns)


def _fault(path: PurePosixPath) -> str:
    suffix = path.suffix.lower()
    name = f"*{suffix}" if suffix else path.name
    otherwise = f"move it out, or name '{name}' under extra.spor.publish"
    if hidden := next((part for part in path.parts if part.startswith(".")), ""):
        return f"'{hidden}' is hidden and would be published: move it out, or name '{path}' under extra.spor.publish"
    if suffix in KNOWN["data"]:
        return f"would be published as it is: data belongs in a folder that exclude_docs names; else {otherwise}"
    return "" if suffix in KNOWN["published"] else f"would be published as it is: {otherwise}"


@reports(symbolic_link="A symbolic link among the pages leads nowhere else.")
def symlink_problems(root: Path, docs: str) -> Iterator[Problem]:
    """Each link below the folder `docs` of the project at `root` that leads nowhere, out of it or in a circle."""
    for folder, folders, files in os.walk(root / docs):
        for path in (Path(folder, name) for name in sorted([*folders, *files])):
            if path.is_symlink() and (what := _fault_of_link(path, root.resolve())):
                yield Problem(path.relative_to(root).as_posix(), 1, "symbolic-link", what)


def _fault_of_link(link: Path, root: Path) -> str:
    target = Path(os.path.realpath(link))  # unlike Path.resolve, it raises nothing for a circle
    if not target.exists():
        return "leads nowhere: take it out"
    if not target.is_relative_to(root):
        return "leads out of the project, and what it leads to would be published: put the file itself there"
    if link.is_relative_to(target):
        return "leads to a folder that it lies in: take it out"
    return ""


@reports(unsafe_picture="A drawing holds no program, and fetches nothing.")
def picture_problems(root: Path, docs: str, files: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with each of the `files` (below the folder `docs` of the project at `root`) that is a drawing."""
    for name in (f"{docs}/{file}" for file in sorted(files) if file.lower().endswith(".svg")):
        yield from (
            Problem(name, line, "unsafe-picture", what) for line, what in _faults_of_drawing((root / name).read_bytes())
        )


def _faults_of_drawing(data: bytes) -> Iterator[tuple[int, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.fromstring(data, parser).getroottree()
    except (etree.XMLSyntaxError, ValueError) as error:
        yield getattr(error, "lineno", None) or 1, f"cannot be read: {error}"
        return
    if tree.docinfo.internalDTD is not None and tree.docinfo.internalDTD.entities():
        yield 1, "declares entities: take them out"
    for node in tree.xpath("/processing-instruction()"):
        yield node.sourceline or 1, f"'<?{node.target}' may not stand in a drawing"
    for element in tree.iter(etree.Element):
        line, name = element.sourceline or 1, etree.QName(element).localname
        if name.lower() in KNOWN["running"]:
            yield line, f"'<{name}>' may not stand in a drawing"
        if name.lower() == "style" and _FETCHED.search(element.text or ""):
            yield line, "its style fetches what lies elsewhere"
        for attribute, value in element.attrib.items():
            own = etree.QName(attribute).localname
            address = own.lower() in ("href", "src")
            if own.lower().startswith("on"):
                yield line, f"'{own}' may not stand in a drawing"
            elif address and name.lower() != "a" and not _WITHIN.match(value.strip()):
                yield line, f"'{own}' fetches '{value.strip()[:40]}': put it into the drawing"
            elif address and name.lower() == "a" and _ELSEWHERE.match(value):
                yield line, f"'{own}' leads to '{value.strip()[:40]}'"
            elif _FETCHED.search(value):
                yield line, f"'{own}' fetches what lies elsewhere"
