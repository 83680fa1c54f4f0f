"""Faults in the bibliography."""

from __future__ import annotations

from random import Random

from faults.content import Content, Mutation, Mutator, pick, replaced
from faults.in_records import MARKUP, PAYLOADS

BIB = "references.bib"
FIELD = r"^  (?P<name>\w+)\s*= (?P<value>\{.*\}),?$"
ENTRY = r"^@(?P<type>\w+)\{(?P<key>[^,]+),$"


def _value(random: Random, content: Content, value: str, markup: str = "", must_report: bool = False) -> Mutation:
    _, match = pick(random, FIELD, [BIB], content)
    text = replaced(content.text(BIB), match, value, "value")
    what = f"{match['name']} = {match['value'][:40]} made {value[:60]}"
    return content.changed(BIB, text, what, markup=markup, must_report=must_report)


def drop_mark(random: Random, content: Content) -> Mutation:
    _, match = pick(random, r"[{},=@]", [BIB], content)
    return content.changed(BIB, replaced(content.text(BIB), match, ""), f"{match[0]!r} at {match.start()} dropped")


def strange_value(random: Random, content: Content) -> Mutation:
    values = [
        "{}",
        "{{}}",
        "{ }",
        '"x"',
        "x",
        "12",
        "jan",
        "{x} # {y}",
        "nope # {y}",
        "{and}",
        "{and and and}",
        "{,}",
        "{A, B, C, D, E}",
        "{\\",
        "{\\x}",
        "{\\href{javascript:alert(1)}{x}}",
    ]
    values += [
        "{\\input{/etc/passwd}}",
        "{\\include{x}}",
        "{$x^2$}",
        "{\\frac{}{}}",
        "{\\begin{x}}",
        "{%}",
        "{~}",
        "{2026-13-45}",
        "{2021/2020}",
        "{/}",
        "{-99999}",
        "{../..}",
        "{--}",
        "{&}",
        "{#}",
        "{_}",
        "{^}",
    ]
    return _value(random, content, random.choice(values))


def bad_address(random: Random, content: Content) -> Mutation:
    _, match = pick(random, r"^@\w+\{[^,]+,$", [BIB], content)
    url = random.choice(
        [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//x.example",
            "http://[",
            "x y",
            '"onmouseover=alert(1) ',
            "http://a'b",
        ]
    )
    text = content.text(BIB)
    return content.changed(
        BIB,
        f"{text[: match.end()]}\n  url = {{{url}}},{text[match.end() :]}",
        f"url = {url}",
        markup='href="javascript:',
    )


def markup_in_entry(random: Random, content: Content) -> Mutation:
    return _value(random, content, "{" + random.choice(PAYLOADS) + "}", markup=MARKUP)


def deep_braces(random: Random, content: Content) -> Mutation:
    depth = random.choice([30, 300, 5_000, 50_000])
    after = random.choice([1, 1, 0])
    return _value(random, content, "{" * depth + "x" + "}" * depth * after)


def huge_entry(random: Random, content: Content) -> Mutation:
    part = random.choice(["ord ", "a", "A, B and ", "\\'e", "{x}", "-", ", ", "\\"])
    return _value(random, content, "{" + part * (50_000 // len(part)) + "}")


def strange_key(random: Random, content: Content) -> Mutation:
    _, match = pick(random, ENTRY, [BIB], content)
    new = random.choice(
        [
            "",
            " ",
            "a b",
            "a/b",
            "../x",
            "a--b",
            "-a",
            "a-",
            "a:b",
            "å",
            "<b>",
            "12",
            "{x}",
            "a#b",
            "fs1",
            "@x",
            "x" * 3_000,
        ]
    )
    return content.changed(
        BIB, replaced(content.text(BIB), match, new, "key"), f"key {match['key']} made {new[:40]!r}", must_report=True
    )


def double_entry(random: Random, content: Content) -> Mutation:
    _, match = pick(random, r"^@\w+\{[^@]+^\}$", [BIB], content)
    return content.changed(BIB, f"{content.text(BIB)}\n{match[0]}\n", f"{match[0][:40]!r} twice", must_report=True)


def strange_type(random: Random, content: Content) -> Mutation:
    _, match = pick(random, ENTRY, [BIB], content)
    new = random.choice(["nope", "comment", "string", "preamble", "", "@book", "BOOK", "set", "xdata", "1"])
    return content.changed(BIB, replaced(content.text(BIB), match, new, "type"), f"@{match['type']} made @{new}")


def drop_bib_field(random: Random, content: Content) -> Mutation:
    _, match = pick(random, FIELD, [BIB], content)
    return content.changed(
        BIB, replaced(content.text(BIB), match, ""), f"{match['name']} = {match['value'][:40]} dropped"
    )


def double_field(random: Random, content: Content) -> Mutation:
    _, match = pick(random, FIELD, [BIB], content)
    return content.changed(
        BIB, replaced(content.text(BIB), match, f"{match[0]}\n{match[0]}"), f"{match['name']} twice", must_report=True
    )


def junk(random: Random, content: Content) -> Mutation:
    text = random.choice(
        [
            "@",
            "@book",
            "@book{",
            "@book{x",
            "@book{x,",
            "}",
            "@string{a = {x}}",
            "@comment{",
            "@preamble{x}",
            "@include{/etc/passwd}",
            "@book(x, title={y})",
            "%@",
            "\\",
        ]
    )
    return content.changed(BIB, f"{content.text(BIB)}\n{text}\n", f"{text!r} added")


MUTATORS: tuple[Mutator, ...] = (
    drop_mark,
    strange_value,
    bad_address,
    markup_in_entry,
    deep_braces,
    huge_entry,
    strange_key,
    double_entry,
    strange_type,
    drop_bib_field,
    double_field,
    junk,
)
