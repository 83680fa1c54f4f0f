"""Declares that blocks translate what they stand beside: `python -m spor.check.translated MKDOCS.YML [PAGE…]`.

In: the configuration of a translation, and pages or data files of it (all, where none is named). Out: the file that it
keeps the declarations in (`make translated PAGE=…`). Nothing is declared of a page in which a rule finds a fault.
"""

import sys
from pathlib import Path

from spor.check import OF_WORDS
from spor.read.translation import declared, read_standalone, write_declarations
from spor.trace.problem import command

#: What is no fault where somebody declares: it is what they mend by that.
_MENDED = ("outdated-translation", "undeclared-translation")


def main(arguments: list[str]) -> int:
    """Writes the declarations; 1 where a page has faults, exits where there is nothing to declare."""
    file = Path(arguments[0]) if arguments else Path()
    project = read_standalone(file) if file.is_file() else None
    translation = project.trace.translation if project else None
    if project is None or translation is None:
        sys.exit("name a configuration with extra.spor.translates, then the pages")
    wanted = {text.path: text for text in translation.texts if not arguments[1:] or text.path in arguments[1:]}
    for unknown in set(arguments[1:]) - set(wanted):
        print(f"{unknown}: there is no such page or data file", file=sys.stderr)
    found = {*project.trace.problems, *(problem for rule in OF_WORDS for problem in rule(project.trace))}
    faults = [problem for problem in sorted(found) if problem.rule not in _MENDED]
    texts = [text.path for text in translation.texts]
    known = {path: translation.declared[path] for path in texts if path in translation.declared}
    equal = 0
    for text in wanted.values():
        own = [problem for problem in faults if problem.path in (text.words, text.original)]
        print(*own, sep="\n", end="\n" if own else "", file=sys.stderr)
        if not own:
            known |= declared([text])
            equal += 1
    Path(project.layout.root / translation.record).write_text(write_declarations(known), "utf-8")
    print(f"{translation.record}: {equal} of {len(wanted)} page(s) and file(s) declared")
    return 0 if wanted and equal == len(wanted) and set(arguments[1:]) <= set(wanted) else 1


if __name__ == "__main__":
    command(main)
