"""Faults in the part of mkdocs.yml that is ours: `extra.spor`."""

from __future__ import annotations

from random import Random

from faults.content import Content, Mutation, Mutator, replaced, spots
from faults.in_records import PAYLOADS

SETTINGS = "mkdocs.yml"
_OWN = r"^    (?P<name>bibliography|style|language|data|homes|labels):(?P<value>.*)$"
_FILE = r"^      (?P<name>section|informant|statement|guide|letter|letter_item|checklist_item|source): (?P<value>\S+)$"
_LABEL = r"^      (?P<name>panel|mentioned|cited|count|withdrawn|number|item|answer): (?P<value>.+)$"


def _changed(
    random: Random, content: Content, pattern: str, new: str, group: str, must_report: bool = False
) -> Mutation:
    match = random.choice(spots(pattern, content.text(SETTINGS)))
    text = replaced(content.text(SETTINGS), match, new, group)
    return content.changed(SETTINGS, text, f"{match[0].strip()}: {group} made {new[:60]!r}", must_report=must_report)


def wrong_setting(random: Random, content: Content) -> Mutation:
    return _changed(
        random,
        content,
        _OWN.replace("|data|homes|labels", ""),
        random.choice([" []", " 12", " null", " {a: b}", " ''", " true"]),
        "value",
        True,
    )


def wrong_table(random: Random, content: Content) -> Mutation:
    """The tables of files, homes and labels made something else."""
    name = random.choice(["data", "homes", "labels"])
    text = content.text(SETTINGS)
    at = text.index(f"\n    {name}:\n")
    end = min(
        text.find(f"\n    {other}", at + 1) % len(text) or len(text) for other in ("homes:", "labels:", "# The page")
    )
    value = random.choice(["[]", "12", "null", "x", "[a, b]", "{section: [a]}", "{section: 12}"])
    return content.changed(
        SETTINGS, f"{text[:at]}\n    {name}: {value}{text[end:] if end > at else ''}\n", f"{name} made {value}"
    )


def drop_setting(random: Random, content: Content) -> Mutation:
    return _changed(random, content, _OWN, random.choice(["nope", "Data", "null", "12"]), "name", False)


def file_elsewhere(random: Random, content: Content) -> Mutation:
    new = random.choice(
        [
            "../references.bib",
            "/etc/passwd",
            "..",
            "data",
            "data/nope.yml",
            "index.md",
            "''",
            "[a]",
            "../../../etc/passwd",
            "12",
            "'a\\0b'",
            "data/tabell-1.yml",
            "~",
        ]
    )
    return _changed(random, content, _FILE, new, "value", True)


def unknown_kind(random: Random, content: Content) -> Mutation:
    return _changed(
        random, content, _FILE, random.choice(["nope", "finding", "Section", "question", "12", "''"]), "name", True
    )


def strange_bibliography(random: Random, content: Content) -> Mutation:
    new = random.choice([" nope.bib", " docs", " ../x.bib", " /etc/passwd", " mkdocs.yml", " docs/index.md"])
    return _changed(
        random,
        content,
        _OWN.replace("bibliography|style|language|data|homes|labels", "bibliography"),
        new,
        "value",
        True,
    )


def strange_style(random: Random, content: Content) -> Mutation:
    name = random.choice(["style", "language"])
    new = random.choice(
        [" nope", " ../../etc/passwd", " '<b>'", " 'nb-NO\\n---'", ' "a\\nb: c"', " xx-XX", " 'a: b'", " '-'"]
    )
    return _changed(random, content, _OWN.replace("bibliography|style|language|data|homes|labels", name), new, "value")


def markup_in_label(random: Random, content: Content) -> Mutation:
    new = random.choice([*(f"'{payload}'" for payload in PAYLOADS), "[a]", "{a: b}", "null", "12", "'{x'", "'%s %d'"])
    return _changed(random, content, _LABEL, new, "value")


MUTATORS: tuple[Mutator, ...] = (
    wrong_setting,
    wrong_table,
    drop_setting,
    file_elsewhere,
    unknown_kind,
    strange_bibliography,
    strange_style,
    markup_in_label,
)
