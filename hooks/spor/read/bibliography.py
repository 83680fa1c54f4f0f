"""Reads `references.bib` (BibLaTeX) into sources. pybtex parses; this finds the lines and says what is wrong.

What reference managers write for their owner alone (notes, abstracts, paths of files) is left out, or told of.
"""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from jsonschema import Draft202012Validator
from pybtex.database import BibliographyData, Entry, Person, parse_string
from pybtex.exceptions import PybtexError

from spor.locale import read_data
from spor.read.syntax import FORMATS, KNOWN, Lines, blanked, slips
from spor.read.text import contacts, garbled
from spor.trace.problem import Place, Problem, Reading, loss_at, problem_at, reports, suggestion
from spor.trace.trace import Entity

_ENTRY = re.compile(r"^[ \t]*@(?P<type>\w+)\s*\{\s*(?P<name>[^,\s}]+)", re.MULTILINE)
_NO_ENTRY = {"comment", "string", "preamble"}
_KEY = re.compile(r"\w+(?:-\w+)*")
_YEAR = re.compile(r"\d{4}")
_PAGES = re.compile(r"(?<![\w.])(\d+)\s*[-–]+\s*(\d+)(?![\w.])")
_FIELD = re.compile(r"^[ \t]*(?P<name>[A-Za-z][\w-]*)[ \t]*=[ \t]*[{\"\d]", re.MULTILINE)
#: A line that is a comment, between the entries.
_COMMENT_LINE = re.compile(r"^[ \t]*%.*$", re.MULTILINE)
_NAMES = "names are joined by 'and' ('and others' for the rest), and an organisation has braces of its own: {{…}}"
#: What each entry must be.
_FORM = Draft202012Validator(read_data(Path(__file__).with_name("entry.yml")), format_checker=FORMATS)
_LINE = re.compile(r"^[ \t]*%.*$", re.MULTILINE)
_NAMES = "names are joined by 'and' ('and others' for the rest), and an organisation has braces of its own: {{…}}"
#: What each entry must be.
_FORM = Draft202012Validator(read_data(Path(__file__).with_name("entry.yml")), format_checker=FORMATS)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_LINE = re.compile(r"line (\d+)")
_DOUBLED = re.compile(r"entry with key (?P<key>\S+) has a duplicate (?P<name>\S+) field")
_QUOTED = re.compile(r"'(.+)'")


@reports(
    malformed_key="A key of the bibliography can be cited.",
    bib_syntax="The bibliography is BibLaTeX.",
    malformed_entry="An entry of the bibliography has what its formatting needs.",
    lost_in_bibliography="What an entry of the bibliography says is read, and comes out as it stands.",
    private_note="A note in the bibliography is published only where the project says so.",
)
def read_bibliography(text: str, where: str, page: str, declared: Collection[str] = ()) -> Reading[tuple[Entity, ...]]:
    """The entries of a bibliography as entities of kind `source`, in the order of the file.

    `page` is the page on which they are listed, `declared` are the fields that the project publishes besides those
    that tell of the work: what else a reference manager has written is left out, and a reader's note is a problem.
    A file that pybtex cannot parse gives one problem and no entries; a key given twice, and one that cannot be
    cited, give a problem each.
    """
    line_of = Lines(text)
    yield from (Problem(where, line_of(offset), rule, what) for offset, rule, what in (*garbled(text), *contacts(text)))
    if conflicts := [*slips("conflict-marker", "conflicts", text)]:
        yield from (loss_at(where, line_of(offset), rule, what) for offset, rule, what in conflicts)
        return ()
    doubled = False
    lines: dict[str, int] = {}
    spelt: dict[str, str] = {}
    for match in _ENTRY.finditer(text):
        if match["type"].lower() in _NO_ENTRY:
            continue
        key, line = match["name"], line_of(match.start("name"))
        same = spelt.setdefault(key.lower(), key)  # pybtex takes keys that differ in case for one
        if key in lines or same != key:
            twice = f"'{key}' stands already on line {lines[same]}" + (f" as '{same}'" if same != key else "")
            doubled = True
            yield loss_at(where, line, "duplicate-id", twice)
        elif not _KEY.fullmatch(key):
            yield Problem(where, line, "malformed-key", f"'{key}' cannot be cited: use letters, digits, - and _")
        lines.setdefault(key, line)
    if doubled:
        return ()
    try:
        data: BibliographyData = parse_string(text, "bibtex")
    except PybtexError as error:
        what = str(error).replace("\n", " ")
        yield loss_at(where, _line(what, text, line_of), "bib-syntax", what)
        return ()
    except RecursionError:
        yield loss_at(where, 1, "bib-syntax", "braces nested too deeply")
        return ()
    written = _pieces(_ENTRY, text)
    for key, line in lines.items():
        if key not in data.entries:
            yield loss_at(where, line, "bib-syntax", f"the entry '{key}' is not closed before the next")
    if not data.entries:
        yield loss_at(where, 1, "bib-syntax", "the bibliography has no entry")
    entities = []
    for key, entry in data.entries.items():
        begin, source = written.get(key, (0, ""))
        place = Place(where, lines.get(key, 1))
        for what in (*_faults(entry), *_inherited(entry, data.entries)):
            yield problem_at(place, "malformed-entry", f"'{key}' {what}")
        for name, rule, what in _odd_fields(entry.fields, declared):
            at, _ = _fields(source).get(name.lower(), (0, ""))
            yield Problem(where, line_of(begin + at) if at else place.line, rule, f"'{key}' has {what}")
        for offset, what in _lost(entry, source):
            yield Problem(where, line_of(begin + offset), "lost-in-bibliography", f"'{key}' {what}")
        title = re.sub(r"[{}]", "", entry.fields.get("title", key))
        own = MappingProxyType(public_fields(entry.fields, declared))
        entities.append(Entity("source", key, title, place, page, f"ref-{key}", own))
    return tuple(entities)


def _inherited(entry: Entry, entries: Mapping[str, Entry]) -> Iterator[str]:
    """What is wrong with the entry from which an entry takes data that it does not have itself."""
    base = entry.fields.get("crossref")
    if base is not None and base not in entries:
        yield f"takes its data from '{base}' (crossref), which is nowhere{suggestion(base, entries)}"
    elif base is not None and entries[base].fields.get("crossref") is not None:
        yield f"takes its data from '{base}' (crossref), which takes its own from another: name that"


def _odd_fields(fields: Collection[str], declared: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """The fields that are notes, or a slip for another: each with the rule that it breaks, and what it is."""
    for name in fields:
        small = name.lower()
        if small in KNOWN["notes"] and small not in declared:
            mend = "take it out, or declare it under extra.spor.kinds.source.fields"
            yield name, "private-note", f"a field '{small}', a note that would be published: {mend}"
        elif small not in declared and (near := _meant(small)):
            yield name, "lost-in-bibliography", f"a field '{name}', which nothing reads (did you mean '{near}'?)"


def _meant(name: str) -> str:
    """The field that somebody meant who has typed a letter amiss; empty for one that there is, or that is no slip."""
    known = [*KNOWN["fields"], *KNOWN["persons"]]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.8) if name not in (*known, *KNOWN["notes"]) else []
    return near[0] if near and abs(len(near[0]) - len(name)) < 2 else ""


def _pieces(begins: re.Pattern[str], text: str) -> dict[str, tuple[int, str]]:
    """The entries of a text, or the fields of an entry, by their names: where each begins, and what is written."""
    found = list(begins.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    both = zip(found, ends, strict=False)
    return {match["name"]: (match.start(), text[match.start() : end]) for match, end in both}


def _fields(source: str) -> dict[str, tuple[int, str]]:
    """The fields of an entry's text, by their names in small letters."""
    return {name.lower(): piece for name, piece in _pieces(_FIELD, source).items()}


def _lost(entry: Entry, source: str) -> Iterator[tuple[int, str]]:
    """What of an entry's text, as written, would not come out, and where: fields, ends of texts, addresses."""
    known, fields = {name.lower() for name in (*entry.fields, *entry.persons)}, _fields(source)
    for name, (begin, _) in fields.items():
        if name not in known:
            yield begin, f"has a field '{name}' that is not read: look for a brace or a comma before it"
    for offset, _, what in slips("lost-in-bibliography", "entries", blanked(_COMMENT_LINE, source)):
        yield offset, what
    for name in ("author", "editor", "translator"):
        begin, written = fields.get(name, (0, ""))
        persons = entry.persons.get(name) or re.split(r"\sand\s", entry.fields.get(name, ""))
        told = [(written, "joints"), *((str(person), "names") for person in persons)]
        for what in dict.fromkeys(what for text, sort in told for _, _, what in slips("", sort, text)):
            yield begin, f"{what} in its {name}: {_NAMES}"
        for person in entry.persons.get(name, ()):
            if (turned := _turned(person)) and turned in " ".join(written.split()):
                mend = "write 'Family, Given', and an organisation with braces of its own: {{…}}"
                yield begin, f"has '{turned}' in its {name}, which is read as '{person}': {mend}"


def _turned(person: Person) -> str:
    """A name without a comma, as it was written: nobody can tell a person's from that of an organisation, of which the
    last word would be the family. Empty where it has but one word, or an initial, which only a person has."""
    if any(slips("", "names", str(person))):  # that is told already
        return ""
    words = [*person.first_names, *person.middle_names, *person.prelast_names, *person.last_names]
    return "" if len(words) < 2 or any(word.endswith(".") for word in words) else " ".join(words)


def _line(message: str, text: str, line_of: Lines) -> int:
    """The line that pybtex names, else that of what it means or quotes; the first where there is neither."""
    named, quoted = _LINE.search(message), _QUOTED.search(message)
    if named:
        return int(named[1])
    if (doubled := _DOUBLED.search(message)) and doubled["key"] in (written := _pieces(_ENTRY, text)):
        begin, source = written[doubled["key"]]
        at, _ = _fields(source).get(doubled["name"].lower(), (0, ""))
        return line_of(begin + at)
    return line_of(max(0, text.find(quoted[1]))) if quoted else 1


def _faults(entry: Entry) -> Iterator[str]:
    """What citeproc would leave out without a word, or the reader's browser would take for something else."""
    written = {"title": "", **{name.lower(): value for name, value in entry.fields.items()}}
    written["entrytype"] = entry.type.lower()
    for error in _FORM.iter_errors(written):
        name = "".join(error.absolute_path)
        yield error.schema["title"].format(error.instance, name=name, entrytype=written["entrytype"])
    year = _YEAR.match(entry.fields.get("date", ""))
    if year and entry.fields.get("year", year[0]) != year[0]:
        yield f"has the year {entry.fields['year']} besides its date {entry.fields['date']}: keep one of them"
    for name in ("pages", "edition", "url"):
        if (value := entry.fields.get(name)) is not None:
            yield from (what for _, _, what in slips("malformed-entry", name, value))
    for pages in _PAGES.finditer(entry.fields.get("pages", "")):
        if len(pages[1]) == len(pages[2]) and int(pages[2]) < int(pages[1]):
            yield f"has '{pages[0]}' as pages: they end before they begin"


def public_fields(fields: Mapping[str, str], declared: Collection[str]) -> dict[str, str]:
    """Those fields of an entry that tell of the work, and those that the project has declared, as they stand."""
    return {name: value for name, value in fields.items() if name.lower() in (*KNOWN["fields"], *declared)}
