"""Faults that any file can have: lost, cut off, in a wrong encoding, or full of what nobody would type."""

from __future__ import annotations

from random import Random

from faults.content import Content, Mutation, Mutator

MARKS = "[](){}<>*_`~|!#&$@\\:;\"'+-=^%/?.,§ \t"


def drop_file(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    return Mutation(f"{path}: dropped", {path: None})


def empty_file(random: Random, content: Content) -> Mutation:
    return content.changed(random.choice(content.written), "", "emptied")


def cut_off(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    end = random.randrange(len(content.files[path]))
    return content.changed(path, content.files[path][:end], f"cut off after byte {end}")


def rename_file(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    other = random.choice([f"{path[:-3]}-x{path[-3:]}", path.replace("docs/", "docs/ny mappe/"), f"{path}.bak"])
    return Mutation(f"{path}: renamed to {other}", {path: None, other: content.files[path]})


def copy_file(random: Random, content: Content) -> Mutation:
    path = random.choice(content.entity_pages)
    other = path.replace(".md", random.choice(["-kopi.md", " kopi.md", "#1.md", "%20.md", "?.md"]))
    return Mutation(f"{path}: copied to {other}", {other: content.files[path]}, must_report=True)


def swap_files(random: Random, content: Content) -> Mutation:
    one, other = random.sample(content.data, 2)
    files = {one: content.files[other], other: content.files[one]}
    tables = "tabell" in one and "tabell" in other  # rows of texts, whatever they say
    return Mutation(f"{one} and {other}: swapped", files, must_report=not tables)


def latin_1(random: Random, content: Content) -> Mutation:
    path = random.choice([p for p in content.written if any(letter in content.text(p) for letter in "æøå")])
    text = content.text(path).encode("latin-1", "replace")
    return content.changed(path, text, "saved as Latin-1", must_report=True)


def utf_16(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    return content.changed(path, content.text(path).encode("utf-16"), "saved as UTF-16", must_report=True)


def windows(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    ends = random.choice(["\r\n", "\r"])
    text = content.text(path).replace("\n", ends).encode("utf-8-sig")
    return content.changed(path, text, f"byte order mark, lines end in {ends!r}")


def control_character(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    mark = chr(random.choice([0, 1, 2, 3, 7, 8, 11, 12, 27, 0x7F, 0x85, 0x9F]))
    text = content.text(path)
    at = random.randrange(len(text) + 1)
    return content.changed(path, f"{text[:at]}{mark}{text[at:]}", f"{mark!r} at {at}", must_report=True)


def strange_character(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    mark = chr(random.choice([0xAD, 0x200B, 0x2028, 0x202E, 0xE000, 0xFEFF, 0xFFFD, 0x1F600, 0x301]))
    text = content.text(path)
    at = random.randrange(len(text) + 1)
    return content.changed(path, f"{text[:at]}{mark}{text[at:]}", f"{mark!r} at {at}")


def raw_bytes(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    raw = content.files[path]
    at = random.randrange(len(raw) + 1)
    junk = bytes(random.randrange(256) for _ in range(random.randrange(1, 9)))
    return content.changed(path, raw[:at] + junk + raw[at:], f"{junk!r} at {at}")


def one_mark(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    text = content.text(path)
    at = random.randrange(len(text) + 1)
    mark = random.choice(MARKS)
    gone = random.choice([0, 0, 1])
    return content.changed(path, text[:at] + mark + text[at + gone :], f"{mark!r} at {at}, {gone} deleted")


def drop_line(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    lines = content.text(path).split("\n")
    number = random.randrange(len(lines))
    return content.changed(path, "\n".join(lines[:number] + lines[number + 1 :]), f"line {number + 1} dropped")


def double_line(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    lines = content.text(path).split("\n")
    number = random.randrange(len(lines))
    return content.changed(
        path, "\n".join([*lines[:number], lines[number], *lines[number:]]), f"line {number + 1} twice"
    )


def swap_lines(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    lines = content.text(path).split("\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return content.changed(path, "\n".join(lines), f"lines {one + 1} and {other + 1} swapped")


def long_line(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    word = random.choice(
        ["a", "ord ", "å", "[[fs1]] ", "a-", "1. ", "\\", "`a` ", "[@rovik2007] ", "a@b.no ", "<b>", "&amp;"]
    )
    return content.changed(path, f"{content.text(path)}\n{word * (300_000 // len(word))}\n", f"{word!r} 300,000 long")


def many_lines(random: Random, content: Content) -> Mutation:
    path = random.choice(content.pages)
    line = random.choice(
        ["", "- a", "> a", "# a", "a", "|a|b|", "    a", "* * *", "```", "[^a]: b", "<div>", "/// view | guide"]
    )
    return content.changed(path, f"{content.text(path)}\n" + f"{line}\n" * 5_000, f"{line!r} on 5,000 lines")


def a_run_of_marks(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    mark = random.choice(
        [*MARKS, "[[", "]]", "[@", "<!--", "${", "](", "![", "{#", "> ", "- ", "**", "\\[", "`` ", "&#", "@{"]
    )
    text = content.text(path)
    at = random.choice([0, text.find("\n") + 1, len(text)])
    return content.changed(
        path, f"{text[:at]}{mark * (60_000 // len(mark))}{text[at:]}", f"{mark!r} 60,000 long at {at}"
    )


def nested(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    before, after = random.choice(
        [
            ("[", "]"),
            ("[[", "]]"),
            ("(", ")"),
            ("{", "}"),
            ("<b>", "</b>"),
            ("<div>", "</div>"),
            ("**", "**"),
            ("[a](", ")"),
            ("![", "](x)"),
        ]
    )
    depth = random.choice([30, 300, 3_000])
    text = f"{content.text(path)}\n\n{before * depth}x{after * depth}\n"
    return content.changed(path, text, f"{before}x{after} {depth} deep")


def nested_blocks(random: Random, content: Content) -> Mutation:
    path = random.choice(content.pages)
    depth = random.choice([20, 200, 2_000])
    lead, words = random.choice([("> ", "a\n"), ("    ", "- a\n"), ("    ", "1. a\n\n")])
    text = content.text(path) + "\n\n" + "".join(lead * level + words for level in range(1, depth))
    return content.changed(path, text, f"blocks {depth} deep")


def huge_file(random: Random, content: Content) -> Mutation:
    path = random.choice(content.written)
    return content.changed(
        path, content.files[path] + b"\n" + b"en linje til\n" * 3_000_000, "39 MB long", must_report=True
    )


MUTATORS: tuple[Mutator, ...] = (
    drop_file,
    empty_file,
    cut_off,
    rename_file,
    copy_file,
    swap_files,
    latin_1,
    utf_16,
    windows,
    control_character,
    strange_character,
    raw_bytes,
    one_mark,
    drop_line,
    double_line,
    swap_lines,
    long_line,
    many_lines,
    a_run_of_marks,
    nested,
    nested_blocks,
    huge_file,
)
