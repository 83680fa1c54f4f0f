"""Faults in the prose of pages: links, citations, views, anchors, front matter that does not end."""

from __future__ import annotations

from random import Random

from faults.content import Content, Mutation, Mutator, pick, replaced, spots
from faults.in_records import MARKUP, PAYLOADS

LINK = r"\[\[(?P<id>[^\[\]|]+)(?:\|(?P<text>[^\[\]]*))?\]\]"
CITATION = r"\[[^\[\]]*@(?P<key>\w+)(?P<rest>[^\[\]]*)\]"


def _appended(random: Random, content: Content, text: str, must_report: bool = False, markup: str = "") -> Mutation:
    path = random.choice(content.pages)
    return content.changed(
        path, f"{content.text(path)}\n\n{text}\n", f"{text[:80]!r} added", must_report=must_report, markup=markup
    )


def front_matter_not_closed(random: Random, content: Content) -> Mutation:
    path = random.choice(content.entity_pages)
    text = content.text(path)
    end = text.index("\n---\n", 4)
    return content.changed(path, text[:end] + text[end + 4 :], "front matter not closed", must_report=True)


def strange_front_matter(random: Random, content: Content) -> Mutation:
    path = random.choice(content.pages)
    front = random.choice(
        [
            "---\n---\n",
            "---\n# bare en kommentar\n---\n",
            "---\n- a\n---\n",
            "---\nx\n---\n",
            "---\ntemplate: finnes-ikke.html\n---\n",
            "---\ntemplate: ../../etc/passwd\n---\n",
            "---\ntitle: 2026-13-45\n---\n",
            "---\ntitle: [a]\n---\n",
            "---\ntitle: {a: b}\n---\n",
            "---\nsearch: x\n---\n",
            "---\nhide: toc\n---\n",
            "---\nstatus: {a: b}\n---\n",
            "---\nicon: ../../x\n---\n",
            "template: finnes-ikke.html\n\n",
            "Kim: sier at\n\n",
            "---\nid: x\n---\n",
            "---\nkind: [finding]\n---\n",
            "---\nkind: finding\n---\n",
            "---\ntitle: a\n...\n",
            "--- \ntitle: a\n---\n",
            "\n---\ntitle: a\n---\n",
        ]
    )
    return content.changed(path, front + content.text(path), f"{front!r} at its beginning")


def retarget_link(random: Random, content: Content) -> Mutation:
    path, match = pick(random, LINK, content.pages, content)
    new = random.choice(
        [
            "nowhere",
            "../x",
            "/etc/passwd",
            "a b",
            "§",
            "§99.9",
            "kim ",
            "",
            " ",
            "@rovik2007",
            "fs1#a",
            "FS1",
            "fs1\\",
            "x" * 2_000,
            "<b>",
        ]
    )
    return content.changed(
        path, replaced(content.text(path), match, new, "id"), f"[[{match['id']}]] made [[{new[:40]}]]"
    )


def markup_in_link(random: Random, content: Content) -> Mutation:
    path, match = pick(random, LINK, content.pages, content)
    payload = random.choice(PAYLOADS)
    text = replaced(content.text(path), match, f"[[{match['id']}|{payload}]]")
    return content.changed(path, text, f"text of [[{match['id']}]] made {payload!r}", markup=MARKUP)


def strange_link(random: Random, content: Content) -> Mutation:
    links = [
        "[[fs1",
        "fs1]]",
        "[[fs1|",
        "[[fs1|]]",
        "[[|x]]",
        "[[]]",
        "[[[fs1]]]",
        "[[fs1|[x]]]",
        "[[fs1]](x)",
        "![[fs1]]",
        "[[fs1|a|b]]",
        "[[fs1\n]]",
        "[[fs1|a\nb]]",
    ]
    links += [
        "[[fs1]]`[[fs1]]`",
        "\\[[fs1]]",
        "[[fs1|`x`]]",
        "**[[fs1|**]]",
        "[a [[fs1]] b](x.md)",
        "<a href='[[fs1]]'>",
        "| [[fs1|x]] |\n|---|\n| [[fs1\\|y]] |",
    ]
    links += [
        "    [[fs1]]",
        "<div>[[fs1]]</div>",
        "<!-- [[fs1]] -->",
        "# [[fs1]]",
        "[[fs1]]: x",
        "[^1]: [[fs1]]",
        "*[[fs1]]: x",
        "`[[fs1]]",
        "~~~\n[[fs1]]",
    ]
    return _appended(random, content, random.choice(links))


def path_trick(random: Random, content: Content) -> Mutation:
    target = random.choice(
        [
            "../../../etc/passwd",
            "/etc/passwd",
            "file:///etc/passwd",
            "..",
            "../../x.md",
            "javascript:alert(1)",
            "//x.example/",
            "index.md#nope",
            "%2e%2e/x",
            "C:\\x",
            "data/utsagn.yml",
            "a\\..\\b",
        ]
    )
    return _appended(
        random, content, random.choice([f"[x]({target})", f"![x]({target})", f"<{target}>", f"[x][1]\n\n[1]: {target}"])
    )


def view_of_a_file(random: Random, content: Content) -> Mutation:
    file = random.choice(
        [
            "../../etc/passwd",
            "/etc/passwd",
            "../references.bib",
            "data/../../mkdocs.yml",
            "data",
            "",
            "data/tabell-9.yml",
            "index.md",
            ".",
            "..",
            "~/x",
            "data/tabell-1.yml/",
            "a" * 5_000,
        ]
    )
    return _appended(random, content, f"/// view | table {file}\n///", must_report=True)


def strange_view(random: Random, content: Content) -> Mutation:
    call = random.choice(
        [
            "view | ",
            "view |  ",
            "view |",
            "view",
            "view | nope",
            "view | guide x",
            "view | findings-of",
            "view | findings-of <b>",
            "view|guide",
            "view  |  nope",
            "VIEW | nope",
            "view | table a b",
            "nope | x",
        ]
    )
    before = random.choice(["", " ", "   ", "    ", "> ", "- ", "\t"])
    marks = random.choice(["///", "////", "/// "])
    return _appended(random, content, f"{before}{marks} {call}\n{before}{marks.strip()}")


def view_with_more(random: Random, content: Content) -> Mutation:
    more = random.choice(["    a: b", "    {a", "    - x", "text", "/// view | nope\n///", "    *a", "", "\n"])
    return _appended(random, content, f"/// view | findings\n{more}\n///")


def view_not_closed(random: Random, content: Content) -> Mutation:
    path = random.choice(content.pages)
    return content.changed(path, content.text(path).replace("\n", "\n\n/// view | findings\n", 1), "a view not closed")


def bad_citation(random: Random, content: Content) -> Mutation:
    path, match = pick(random, CITATION, content.pages, content)
    key = match["key"]
    new = random.choice(
        [
            "[@nope, s. 1]",
            f"[@{key}",
            "[@]",
            "[@;]",
            f"[@{key};]",
            f"[@{key} s. 1]",
            f"[@{key}, ]",
            f"[@{key},,]",
            f"[@{key}--x]",
            f"[@{key}-]",
            f"[-@{key}, s. 1]",
            f"[se\n:::\n@{key}]",
            f"[@{key}, s. 1–]",
            f"[@{key}, s. {{}}]",
            f"[@{key}, {{s. 1}} x]",
            f"[@{key}, s. $x$ *y* `z`]",
            f"[@{key}, s. 1 \\]",
            f"[@{key}, s. {'9' * 5000}]",
            f"[{'x ' * 5000}@{key}]",
            f"[@{key}; {'@' + key + ', s. 1; '}@{key}]",
            f"[@{key}, s. 1][x]",
            f"[@{key}, 'x\" y]",
            f"[a@{key}.no]",
            f"[@{key.upper()}]",
            f"[@{key}, <!-- x]",
            f"[@{key}, &nbsp; &lt;]",
            f"[@{key}, \\x \\alpha {{{{x}}}}]",
            f"[**se @{key}**]",
            f'["@{key}"]',
            f"[(@{key})]",
            f"[@{{{key}}}]",
        ]
    )
    return content.changed(path, replaced(content.text(path), match, new), f"{match[0][:60]!r} made {new[:60]!r}")


def markup_in_citation(random: Random, content: Content) -> Mutation:
    path, match = pick(random, CITATION, content.pages, content)
    payload = random.choice(PAYLOADS)
    new = random.choice([f"[@{match['key']}, s. 1 {payload}]", f"[{payload} @{match['key']}]"])
    return content.changed(
        path, replaced(content.text(path), match, new), f"{match[0][:60]!r} made {new!r}", markup=MARKUP
    )


def double_anchor(random: Random, content: Content) -> Mutation:
    pages = [path for path in content.pages if "```" not in content.text(path)]  # within code, it would be the only one
    path, match = pick(random, r"^#+ .*(?P<anchor>\{#[^}]+\})", pages, content)
    where = random.choice(["", "\n\n# En til "])
    text = content.text(path) + (f"{where}{match['anchor']}\n" if where else f"\n\n## Dobbelt {match['anchor']}\n")
    return content.changed(path, text, f"{match['anchor']} twice", must_report=True)


def strange_anchor(random: Random, content: Content) -> Mutation:
    path, match = pick(random, r"^#+ .*\{#(?P<anchor>[^}\s]+)\}", content.pages, content)
    new = random.choice(
        ["", "a b", "s5.2", 'a"b', "<b>", "../x", "§5.2", "s99", "a}", "{", "æ", " .klasse", "x=y", "m-fs1-1"]
    )
    return content.changed(path, replaced(content.text(path), match, new, "anchor"), f"#{match['anchor']} made #{new}")


def drop_heading(random: Random, content: Content) -> Mutation:
    path, match = pick(random, r"^#+ .*$", content.pages, content)
    return content.changed(path, replaced(content.text(path), match, ""), f"heading {match[0][:60]!r} dropped")


def retitle(random: Random, content: Content) -> Mutation:
    path, match = pick(random, r"^(?P<marks>#+) (?P<title>[^{\n]*)", content.pages, content)
    new = random.choice(
        [
            "",
            " ",
            "x" * 3_000,
            "<b>fet",
            MARKUP,
            "`kode`",
            "[[fs1]]",
            "[@rovik2007]",
            "a {#x} b",
            "#",
            "\\#",
            "&lt;b&gt;",
            "{{ x }}",
            "a\u00a0b",
        ]
    )
    return content.changed(
        path, replaced(content.text(path), match, new, "title"), f"heading {match['title'][:40]!r} made {new[:40]!r}"
    )


def code_not_closed(random: Random, content: Content) -> Mutation:
    path = random.choice([p for p in content.pages if spots(LINK, content.text(p))])
    text = content.text(path)
    match = random.choice(spots(r"\n\n", text))
    fence = random.choice(["```", "~~~", "````", "```yaml"])
    return content.changed(
        path, f"{text[: match.start()]}\n\n{fence}{text[match.start() :]}", f"{fence} at {match.start()} not closed"
    )


def comment_not_closed(random: Random, content: Content) -> Mutation:
    path = random.choice(content.pages)
    text = content.text(path)
    match = random.choice(spots(r"\n|\Z", text))
    mark = random.choice(
        [
            "<!--",
            "<!-- x --",
            "<div",
            "<script>",
            "<style>",
            "<![CDATA[",
            "<?php",
            "<textarea>",
            "</div>",
            "&",
            "`",
            "$$",
        ]
    )
    return content.changed(
        path, text[: match.start()] + f"\n\n{mark}\n" + text[match.start() :], f"{mark} at {match.start()}"
    )


def placeholder(random: Random, content: Content) -> Mutation:
    marks = [
        "<!--spor:0-->",
        "<!--spor:999999-->",
        "<!--spor:-1-->",
        "<!--spor:-->",
        "wzxhzdk:0",
        "klzzwxh:0001",
        "<!--spor:" + "9" * 5_000 + "-->",
    ]
    return _appended(random, content, random.choice(marks))


def footnotes(random: Random, content: Content) -> Mutation:
    return _appended(
        random,
        content,
        random.choice(
            ["[^x]", "[^x]: a", "a[^x]\n\n[^x]: [^x]", "a[^x]\n\n[^x]: a\n[^x]: b", "[^" * 500, "a[^<b>]\n\n[^<b>]: c"]
        ),
    )


MUTATORS: tuple[Mutator, ...] = (
    front_matter_not_closed,
    strange_front_matter,
    retarget_link,
    markup_in_link,
    strange_link,
    path_trick,
    view_of_a_file,
    strange_view,
    view_with_more,
    view_not_closed,
    bad_citation,
    markup_in_citation,
    double_anchor,
    strange_anchor,
    drop_heading,
    retitle,
    code_not_closed,
    comment_not_closed,
    placeholder,
    footnotes,
)
