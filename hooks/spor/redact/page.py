"""Takes out of a page's source each block of prose that tells what is withdrawn.

The words of a withdrawn statement can stand in any sentence near a link to it. So a block that links to it, names its
informant (where the informant has withdrawn) or has some words of it in a row goes out as a whole.
"""

import re
from collections.abc import Collection, Iterator, Mapping

import yaml

from spor.read.marks import cells
from spor.read.syntax import FRONT_MATTER
from spor.read.text import compose
from spor.redact.blocks import Piece, pieces
from spor.redact.words import Withdrawn, named
from spor.trace.problem import Problem, Reading, collect, reports
from spor.trace.warrant import parse_warrant

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?:\s[^<>]*)?>")
_FOOTNOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\](?P<definition>:?)")
_WORDLESS = ("br", "hr", "img", "wbr")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}[ \t]*$")
_ANCHOR = re.compile(r"#([\w-]+)")


@reports(
    withdrawn_text="No text tells what is withdrawn: what does is taken out, and to be written again.",
    withdrawn_words="No title and no name tells what is withdrawn: no machine can write these again.",
)
def edit_page(text: str, where: str, gone: Withdrawn) -> Reading[str]:
    """The source of the page at `where` with a note in the place of each block that tells what is withdrawn.

    Yields where words were taken out (withdrawn-text), where some are left that need a look (withdrawn-review), and
    that the front matter tells what is withdrawn in more than a text on a line of its own (withdrawn-words). There a
    text becomes the note, a warrant a reason of the editors'.
    """
    front = FRONT_MATTER.match(text)
    if front:
        left = yield from _without_front_matter(front["yaml"], where, gone)
        text = f"{text[: front.start('yaml')]}{left}{text[front.end('yaml') :]}"
        if in_front := gone.leaks_in(left):  # there a link is an id, which tells nothing
            yield Problem(where, 2, "withdrawn-words", f"the front matter {tells(in_front)}: write it again")
    lines, begin = text.split("\n"), front[0].count("\n") if front else 0
    found = pieces(lines, begin, gone.locale.language)
    source = {block: "\n".join(lines[block.first : block.last]) for block in found}
    leaking = {block: ids for block in found if (ids := gone.within(source[block]))}
    dropped = _dropped(source, leaking)
    for block in reversed(found):
        if block in dropped:
            lines[block.first : block.last] = [""]
        elif block in leaking:
            lines[block.first : block.last] = [_instead(source[block], block, leaking[block], gone)]
        elif names := named(source[block], gone.speakers, gone.locale.genitive):
            what = f"names {', '.join(names)}: does it tell what they took back?"
            yield Problem(where, block.first + 1, "withdrawn-review", what)
    for block, ids in leaking.items():
        yield Problem(where, block.first + 1, "withdrawn-text", f"{tells(ids)}: taken out, write it again")
    return "\n".join(lines)


def without_text(page: str, instead: str) -> str:
    """The page of a finding that has lost its ground: its front matter, and the note as heading and text."""
    front = FRONT_MATTER.match(page)
    title = re.sub(r"(?m)^title:.*(?:\n[ ].*)*", f'title: "{instead}"', front[0]) if front else ""
    return f"{title}# {instead}\n\n{instead}\n"


def _without_front_matter(front: str, where: str, gone: Withdrawn) -> Reading[str]:
    """Front matter with the note in the place of each value that tells, and stands on one line."""
    node, _ = collect(compose(front, where, 2))
    for name, value in reversed([*_values(node)] if node else []):
        begin, end = value.start_mark, value.end_mark
        ids = gone.leaks_in(value.value) if name not in ("id", "kind") and begin.line == end.line else {}
        if ids:
            is_warrant = parse_warrant(value.value, gone.locale.editors) is not None  # what must be one stays one
            note = f"{gone.locale.editors} " * is_warrant + gone.note(next(iter(ids)))
            front = f'{front[: begin.index]}"{note}"{front[end.index :]}'
            what = f"{'the warrant' if is_warrant else repr(name)} {tells(ids)}: taken out, write it again"
            yield Problem(where, begin.line + 2, "withdrawn-text", what)
    return front


def _values(node: yaml.Node, name: str = "") -> Iterator[tuple[str, yaml.ScalarNode]]:
    """Each text in fields and lists, with the name of the outermost field."""
    if isinstance(node, yaml.ScalarNode):
        yield name, node
    for part in node.value if not isinstance(node, yaml.ScalarNode) else ():
        yield from _values(part[1], name or part[0].value) if isinstance(part, tuple) else _values(part, name)


def tells(found: Mapping[str, str]) -> str:
    """What of the withdrawn stands in a place, in words: `links to u-kim-x, names kim`."""
    return ", ".join(f"{how} {identifier}" for identifier, how in found.items()) + " (withdrawn)"


def _dropped(source: Mapping[Piece, str], leaking: Collection[Piece]) -> set[Piece]:
    """The blocks that go with those that tell: what an item holds, a colon or term announces, and footnotes to them."""
    dropped: set[Piece] = set()
    holder: Piece | None = None
    announced = False
    for block in source:
        inside = holder is not None and block.depth > holder.depth
        follows = announced and (block.marked or block.kind in ("cell", "code") or ">" in block.lead)
        if inside or follows:
            dropped.add(block)
        announces = block.kind == "term" or source[block].rstrip().endswith(":")
        announced = follows or (block in leaking and announces)
        if not inside:
            holder = block if block.marked and (block in leaking or follows) else None
    return dropped | _footnotes(source, {*leaking, *dropped})


def _footnotes(source: Mapping[Piece, str], going: Collection[Piece]) -> set[Piece]:
    """The footnotes that only blocks in `going` refer to."""
    found = [(match, block) for block, text in source.items() for match in _FOOTNOTE.finditer(text)]
    definitions = {match["name"]: block for match, block in found if match["definition"]}
    referred = {match["name"] for match, _ in found if not match["definition"]}
    kept = {match["name"] for match, block in found if not match["definition"] and block not in going}
    return {block for name, block in definitions.items() if name in referred - kept}


def _instead(source: str, block: Piece, ids: Collection[str], gone: Withdrawn) -> str:
    """The line that takes the place of a block: the note for each day, with a link to the first, and its bare tags."""
    first = source.split("\n", 1)[0]
    words = first[len(block.lead) :]
    statements = [identifier for identifier in ids if identifier in gone.statements]
    notes = {gone.note(identifier): identifier for identifier in reversed(statements or list(ids))}
    if block.kind in ("code", "html", ""):  # a link would stand there as it is written
        return block.lead + ((_tags(source) if not block.kind else "") or ", ".join(notes))
    bar = r"\|" if block.kind == "cell" else "|"
    links = ", ".join(f"[[{identifier}{bar}{text}]]" for text, identifier in notes.items())
    if block.kind == "cell":
        return f"{block.lead}| {links} |" + " |" * (cells(words) - 1)
    attributes = _ATTRIBUTES.search(first) if block.kind == "heading" else None
    if attributes and any(map(gone.persons_of, _ANCHOR.findall(attributes[0]))):  # what leads there goes as well
        attributes = None
    return f"{block.lead}{links}{_tags(source)}" + (f" {attributes[0]}" if attributes else "")


def _tags(source: str) -> str:
    """The tags of a block without their attributes, so that what begins or ends in it still does."""
    return "".join(
        f"<{tag['end']}{tag['name']}>" for tag in _TAG.finditer(source) if tag["name"].lower() not in _WORDLESS
    )
