"""Tables without entities: each row of the same shape, no more counted than there is, and ids that lead somewhere."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from spor.read.text import Record
from spor.trace.change import NUMBER, anchor, documents, item_field
from spor.trace.problem import Problem, reports, suggestion
from spor.trace.schema import Field
from spor.trace.trace import Entity, Trace, grouped

#: The views of counts: a row says of which series it is and what was counted in it, and then has numbers.
COUNTS = ("bars", "crossed")
#: How alike two ids are of which one is the other with a slip of the pen.
_SLIP = 0.85


@reports(
    table_shape="Each row of a table has the same fields, each with a text; what is counted is a number.",
    impossible_count="Nothing is counted twice, and no part holds more than the whole of it.",
)
def shape_problems(rows: Sequence[Record], where: str, views: frozenset[str]) -> Iterator[Problem]:
    """What is wrong with the rows of the table `where`, which these views show."""
    whole = True
    usual = Counter(map(tuple, rows)).most_common(1)[0][0] if rows else ()
    for row in rows:
        if tuple(row) != usual or not all(isinstance(cell, str) and cell.strip() for cell in row.values()):
            what = f"each row must have the same fields ({', '.join(usual)}), in this order, each with a text"
        elif "bars" in views and not _counts(row):
            what = "what comes after the first two fields must be whole numbers, the last one more than 0"
        else:
            continue
        whole = False
        yield Problem(where, row.line, "table-shape", what)
    doubled = [*_doubled(rows, where)] if whole and views & {*COUNTS} else []
    yield from doubled
    if whole and rows and "bars" in views and not doubled:
        yield from _too_many(rows, where)
        yield from _too_many_together(rows, where)


def _counts(row: Record) -> bool:
    """Whether a row says of which series it is and of which part of it, how often each was counted, and of how many."""
    numbers = [*row.values()][2:]
    return bool(numbers) and all(n.isascii() and n.isdigit() for n in numbers) and int(numbers[-1]) > 0


def _doubled(rows: Sequence[Record], where: str) -> Iterator[Problem]:
    known: dict[tuple[str, ...], int] = {}
    for row in rows:
        series, part, *_ = *row.values(), ""
        first = known.setdefault((series, part), row.line)
        if first != row.line:
            what = f"'{part}' of '{series}' stands already on line {first}: make one of them"
            yield Problem(where, row.line, "impossible-count", what)


def _too_many(rows: Sequence[Record], where: str) -> Iterator[Problem]:
    """More than the number counted of, and in a part more than in the whole, with which its series begins."""
    wholes: dict[str, Record] = {}
    for row in rows:
        series, part, *_ = row.values()
        *_, (last, all_) = row.items()
        whole = wholes.setdefault(series, row)
        for name in [*row][2:]:
            if int(row[name]) > int(whole[name]):
                more = f"the whole of it only {whole[name]}"
            elif int(row[name]) > int(all_):
                more = f"but only {all_} '{last}'"
            else:
                continue
            what = f"'{part}' of '{series}' has {row[name]} '{name}', {more}"
            yield Problem(where, row.lines[name], "impossible-count", what)


def _too_many_together(rows: Sequence[Record], where: str) -> Iterator[Problem]:
    """More in the parts that are numbered (`2.1`, `2.2`) than in the one that they are parts of (`2`)."""
    series, by, *names = rows[0]
    known = {(row[series], row[by]): row for row in rows}
    parts = (row for row in rows if NUMBER.fullmatch(row[by]))
    inside = grouped(((row[series], row[by].rpartition(".")[0]), row) for row in parts)
    for key, own in inside.items():
        for name in names if key in known else ():
            together, row = sum(int(part[name]) for part in own), known[key]
            if together > int(row[name]):
                what = f"the parts of '{row[by]}' of '{row[series]}' have {together} '{name}', itself only {row[name]}"
                yield Problem(where, row.lines[name], "impossible-count", what)


def naming_problems(trace: Trace, rows: Sequence[Record], where: str) -> Iterator[Problem]:
    """The cells that seem to name an entity, a part of a document or a value of what it holds, and name none."""
    rows = [row for row in rows if all(isinstance(cell, str) for cell in row.values())]
    columns = list(rows[0]) if rows else []
    for column in columns:
        known = {row[column]: trace.entities[row[column]] for row in rows if row.get(column) in trace.entities}
        alike = [entity.id for entity in trace.of_kind(*{entity.kind for entity in known.values()})]
        for row in rows if known else ():
            if row.get(column) not in known and (near := _meant(row.get(column, ""), alike)):
                what = f"'{row[column]}' is no id, as the others in '{column}' are{near}"
                yield Problem(where, row.lines[column], "unknown-id", what)
        yield from _persons(trace, rows, column, where)
    restated = documents(trace)
    fields = {column: field for column in columns if (field := item_field(trace, column))}
    for row in rows:
        document = next((each for each in restated if each.id in row.values()), None)
        for column, field in fields.items() if document else ():
            if column in row and document and (wrong := _misnamed(trace, document, field, row[column])):
                yield Problem(where, row.lines[column], *wrong)


def _persons(trace: Trace, rows: Sequence[Record], column: str, where: str) -> Iterator[Problem]:
    """In a column in which most cells name a person: those that name nobody, and persons who stand there twice."""
    names = [person.title for person in trace.of_role("person")]
    if 2 * sum(row.get(column) in names for row in rows) <= len(rows):
        return
    seen: dict[str, int] = {}
    for row in rows:
        name = row.get(column, "")
        if name not in names:
            what = f"'{name}' is no person, as the others in '{column}' are{suggestion(name, names)}"
            yield Problem(where, row.line, "unknown-id", what)
        elif seen.setdefault(name, row.line) != row.line:
            yield Problem(where, row.line, "duplicate-id", f"'{name}' stands already on line {seen[name]}")


def _meant(cell: str, known: Sequence[str]) -> str:
    """Which id somebody meant who has written another: one that is nearly the same, or has other digits."""
    shapes = {_shape(name): name for name in known}
    if re.search(r"[^\W\d]", cell) and _shape(cell) in shapes:
        return suggestion(cell, [shapes[_shape(cell)], *known])
    return suggestion(cell, known, _SLIP)


def _shape(name: str) -> str:
    return re.sub(r"\d+", "0", name)


def _misnamed(trace: Trace, document: Entity, field: Field, cell: str) -> tuple[str, str] | None:
    """The rule, and what is wrong, where a cell is no part of a document, or hardly a value of what stands in it."""
    restated = trace.document(document)
    page = trace.pages.get(restated.page) if restated else None
    if field.anchors and page and NUMBER.fullmatch(cell):
        name = anchor(field, cell)
        if not re.search(rf"#{name}(?![\w-])", page.text):
            return "unknown-part", f"'{document.id}' has no part {cell}: '{page.path}' has no place '#{name}'"
    if field.one_of and cell not in field.one_of and (near := suggestion(cell, field.one_of, _SLIP)):
        return "wrong-value", f"'{cell}' is no '{field.name}'{near}"
    return None
