"""Faults in front matter and data files: wrong types, ids, dates, tags, aliases, and HTML where words should be."""

from __future__ import annotations

from random import Random

from faults.content import Content, Mutation, Mutator, pick, replaced, spots

#: A field with its value on the same line, in a data file or in front matter.
FIELD = r"^(?P<lead>[- ] )?(?P<name>[a-z_]+): (?P<value>.+)$"
IDENTIFIER = r"(?:^(?:- )?id: |\{id: )(?P<id>[^\s,}]+)"
_COLUMNS = "argument|text|number|name|years|office|education|gender"
COLUMN = rf"(?:^- \{{?|^  |(?<=\w), )(?P<name>{_COLUMNS}): (?P<value>[^}}\n]+?)(?=, (?:{_COLUMNS}): |\}}|$)"
MARKUP = "<img src=x onerror=alert(1)>"
PAYLOADS = (
    "<script>alert(1)</script>",
    MARKUP,
    "</title><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "<!--",
    "{{ config }}",
    "{% raw %}",
)


def _field(random: Random, content: Content) -> tuple[str, str, str, int]:
    """A file, its text, and a field's value in it: where it begins and what it is."""
    path, match = pick(random, FIELD, [*content.data, *content.entity_pages], content)
    return path, content.text(path), match["value"], match.start("value")


def _with_value(random: Random, content: Content, value: str, must_report: bool = False, markup: str = "") -> Mutation:
    path, text, old, at = _field(random, content)
    what = f"{old[:40]!r} at {at} made {value[:60]!r}"
    changed = text[:at] + value + text[at + len(old) :]
    return content.changed(path, changed, what, must_report=must_report, markup=markup)


def wrong_type(random: Random, content: Content) -> Mutation:
    values = [
        "[]",
        "{}",
        "[a, [b]]",
        "{a: b}",
        "null",
        "~",
        "true",
        "12",
        "1.5e3",
        "2026-11-24",
        "",
        "''",
        "' '",
        "|\n",
        ">-\n  x",
    ]
    return _with_value(random, content, random.choice(values))


def not_constructible(random: Random, content: Content) -> Mutation:
    values = [
        "2026-13-45",
        "!!python/object/apply:os.system ['true']",
        "!!binary x",
        "!own x",
        "!!int x",
        "9" * 5_000,
        "=",
        "<<",
    ]
    return _with_value(random, content, random.choice(values))


def alias(random: Random, content: Content) -> Mutation:
    return _with_value(random, content, "&a [x, *a]", must_report=True)


def bomb(random: Random, content: Content) -> Mutation:
    levels = "".join(f"\nl{n}: &l{n} [" + ", ".join([f"*l{n - 1}"] * 9) + "]" for n in range(1, 10))
    path = random.choice(content.data)
    return content.changed(path, f"l0: &l0 [x, x]{levels}\n", "a billion laughs", must_report=True)


def bomb_in_front_matter(random: Random, content: Content) -> Mutation:
    levels = "".join(f"l{n}: &l{n} [" + ", ".join([f"*l{n - 1}"] * 9) + "]\n" for n in range(1, 10))
    path = random.choice(content.entity_pages)
    text = content.text(path).replace("---\n", f"---\nl0: &l0 [x, x]\n{levels}", 1)
    return content.changed(path, text, "a billion laughs in the front matter", must_report=True)


def deep_flow(random: Random, content: Content) -> Mutation:
    depth = random.choice([30, 900, 50_000])
    before, after = random.choice([("[", "]"), ("{a: ", "}"), ("[", ""), ("{", ""), ("? ", ""), ("- ", "")])
    return _with_value(random, content, before * depth + "x" + after * depth, must_report=True)


def deep_block(random: Random, content: Content) -> Mutation:
    depth = random.choice([30, 900, 3_000])
    word = random.choice(["a:", "-"])
    path = random.choice(content.data)
    return content.changed(
        path, "".join(f"{' ' * level}{word}\n" for level in range(depth)), f"YAML {depth} deep", must_report=True
    )


def huge_value(random: Random, content: Content) -> Mutation:
    part = random.choice(["ord ", "a", "å", "\\", "[", "'", "@", "u-kim-oppdraget, "])
    return _with_value(random, content, part * (400_000 // len(part)))


def markup_in_value(random: Random, content: Content) -> Mutation:
    return _with_value(random, content, f"'{random.choice(PAYLOADS)}'", markup=MARKUP)


def markup_in_title(random: Random, content: Content) -> Mutation:
    path, match = pick(
        random, r"(?:^|[{ ])(?:title|name|label): (?P<value>[^,}\n]+)", content.data + content.entity_pages, content
    )
    payload = random.choice(PAYLOADS)
    text = replaced(content.text(path), match, f"'{payload}'", "value")
    return content.changed(path, text, f"title {match['value'][:40]!r} made {payload!r}", markup=MARKUP)


def escape_in_value(random: Random, content: Content) -> Mutation:
    escapes = [
        "\\x02wzxhzdk:0\\x03",
        "\\x02klzzwxh:0000\\x03",
        "\\0",
        "\\x1b[31m",
        "\\u202e",
        "\\uE000",
        "\\ud800",
        "\\L",
        "\\a",
        "\\e",
    ]
    return _with_value(random, content, f'"{random.choice(escapes)}"')


def placeholder_in_value(random: Random, content: Content) -> Mutation:
    return _with_value(random, content, f"'<!--spor:{random.choice([0, 1, 999999, -1])}-->'")


def strange_id(random: Random, content: Content) -> Mutation:
    path, match = pick(random, IDENTIFIER, [*content.data, *content.entity_pages], content)
    old = match["id"].strip("'\"")
    new = random.choice(
        [
            "../x",
            "a/b",
            "..",
            ".",
            "/etc/passwd",
            "a b",
            "a#b",
            "a?b",
            "a%2e",
            "<b>",
            'a"b',
            "å",
            "-",
            "a--b",
            "§",
            "§5.x",
            "A",
            "a.md",
            "[[x]]",
            "x|y",
            "@x",
            "con",
            "a" * 3_000,
        ]
    )
    text = replaced(content.text(path), match, f"'{new}'", "id")
    return content.changed(path, text, f"id {old!r} made {new[:40]!r}", must_report=True)


def strange_id_everywhere(random: Random, content: Content) -> Mutation:
    """Renamed with all that refer to it, so that nothing else is wrong."""
    _, match = pick(random, r"^- id: (?P<id>u-[\w-]+)|\{id: (?P<other>ig-[\w-]+|brev-[\w-]+)", content.data, content)
    old = match["id"] or match["other"]
    new = random.choice(
        [f"{old}/..", f"{old} x", f"{old}#a", f"{old}'", f"{old}<b>", f"{old}?", f"{old}.", f"{old}%", old.upper()]
    )
    files = {p: content.text(p).replace(old, new).encode() for p in content.written if old in content.text(p)}
    return Mutation(f"{old!r} renamed to {new!r} everywhere", files)


def double_id(random: Random, content: Content) -> Mutation:
    path, match = pick(random, IDENTIFIER, content.records, content)
    _, other = pick(random, IDENTIFIER, content.records, content)
    text = replaced(content.text(path), match, other["id"], "id")
    same = match["id"] == other["id"]
    return content.changed(path, text, f"id {match['id']!r} made {other['id']!r}", must_report=not same)


def retarget(random: Random, content: Content) -> Mutation:
    """An id in a relation made another that there is, or none."""
    path, match = pick(
        random,
        r"(?<=[\[ ,])(?P<id>(?:u|ig|brev|vedlegg)-[\w-]+)(?=[\],\n])",
        content.entity_pages + content.data,
        content,
    )
    _, other = pick(random, IDENTIFIER, [*content.data, *content.entity_pages], content)
    new = random.choice([other["id"], match["id"] + "x", "", "null", "[]", "kim", "§5.1"])
    return content.changed(path, replaced(content.text(path), match, new, "id"), f"{match['id']!r} made {new!r}")


def rename_field(random: Random, content: Content) -> Mutation:
    path, match = pick(random, FIELD, [*content.data, *content.entity_pages], content)
    new = random.choice(
        [
            match["name"] + "s",
            "template",
            "hide",
            "search",
            "title",
            "id",
            "kind",
            "unused",
            "withdrawn",
            "<<",
            "12",
            "true",
            "[a]",
            "a b",
        ]
    )
    return content.changed(
        path, replaced(content.text(path), match, new, "name"), f"field {match['name']!r} named {new!r}"
    )


def drop_field(random: Random, content: Content) -> Mutation:
    path, match = pick(random, FIELD, [*content.data, *content.entity_pages], content)
    text = content.text(path)
    return content.changed(path, text[: match.start()] + text[match.end() + 1 :], f"field {match['name']!r} dropped")


def withdraw(random: Random, content: Content) -> Mutation:
    path = "docs/data/utsagn.yml"
    match = random.choice(spots(r"^- id: .+$", content.text(path)))
    day = random.choice(["2026-11-24", "2026-11-31", "i går", "", "[2026-11-24]", "20261124", "2026-W48-2"])
    text = content.text(path)
    return content.changed(
        path,
        f"{text[: match.end()]}\n  withdrawn: {day}{text[match.end() :]}",
        f"withdrawn: {day!r}",
        must_report=day != "2026-11-24",
    )


def not_records(random: Random, content: Content) -> Mutation:
    path = random.choice(content.data)
    text = random.choice(
        [
            "a: b\n",
            "x\n",
            "12\n",
            "- x\n",
            "- [a]\n",
            "- - a\n",
            "---\na: b\n---\nc: d\n",
            "- {a: b\n",
            "\t- a\n",
            "- null\n",
            "[]\n",
            "{}\n",
            "%YAML 3.0\n---\n- a\n",
        ]
    )
    return content.changed(path, text, f"made {text!r}", must_report=True)


def merge_key(random: Random, content: Content) -> Mutation:
    path, match = pick(random, r"^- id: ", content.data, content)
    text = content.text(path)
    return content.changed(
        path,
        f"{text[: match.start()]}- <<: {{title: x}}\n  {text[match.start() + 2 :]}",
        "a merge key",
        must_report=True,
    )


def uneven_table(random: Random, content: Content) -> Mutation:
    path = random.choice([p for p in content.data if "tabell" in p])
    match = random.choice(spots(COLUMN, content.text(path)))
    new = random.choice(["annet", "'<b>'", "12", ""])
    text = replaced(content.text(path), match, new, "name")
    return content.changed(path, text, f"column {match['name']!r} named {new!r} in one row", must_report=True)


def cells_that_are_no_text(random: Random, content: Content) -> Mutation:
    path = random.choice([p for p in content.data if "tabell" in p])
    match = random.choice(spots(COLUMN, content.text(path)))
    new = random.choice(["[a]", "{a: b}", "null", "''"])
    return content.changed(
        path, replaced(content.text(path), match, new, "value"), f"a cell made {new}", must_report=True
    )


MUTATORS: tuple[Mutator, ...] = (
    wrong_type,
    not_constructible,
    alias,
    bomb,
    bomb_in_front_matter,
    deep_flow,
    deep_block,
    huge_value,
    markup_in_value,
    markup_in_title,
    escape_in_value,
    placeholder_in_value,
    strange_id,
    strange_id_everywhere,
    double_id,
    retarget,
    rename_field,
    drop_field,
    withdraw,
    not_records,
    merge_key,
    uneven_table,
    cells_that_are_no_text,
)
