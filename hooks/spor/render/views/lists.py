"""The views a page can ask for: lists, matrices and tables made from the trace."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from spor.ahead import Ahead
from spor.render.views.chains import chains_view
from spor.render.languages import language_attribute
from spor.render.views.letters import Row, compare
from spor.render.views.map.overview import overview
from spor.render.views.map.view import map_view
from spor.render.views.matrix import matrix_concepts, matrix_informants, matrix_questions
from spor.trace.trace import Entity
from spor.render.backlinks import panel
from spor.render.site import Site
from spor.render.templates import render

View = Callable[[Site, str, list[str]], Markup]


def _findings(site: Site, here: str, _: list[str]) -> Markup:
    findings = sorted(site.trace.of_kind("finding"), key=lambda finding: _alphabetical(finding.title))
    return render("findings.html", site=site, here=here, findings=findings)


def _findings_of(site: Site, here: str, arguments: list[str]) -> Markup:
    question = arguments[0] if arguments else site.trace.pages[here].owner
    findings = [site.trace.entities[i] for i in site.index.sources(question, "answers")]
    return render("findings.html", site=site, here=here, findings=findings)


def _guide(site: Site, here: str, _: list[str]) -> Markup:
    themes: dict[str, list[Entity]] = {}
    for question in site.trace.of_kind("guide"):
        themes.setdefault(question.fields["theme"], []).append(question)

    def ways(question: Entity) -> Markup:
        return site.deferred.put(lambda: _guide_ways(site, here, question), searched=False)

    return render("guide.html", site=site, here=here, panel=panel, themes=themes, ways=ways)


def _guide_ways(site: Site, here: str, question: Entity) -> Markup:
    """From a question of the guide to the statements that answer it, and on to the findings that use them."""

    def findings_of(statement: str) -> list[Entity]:
        found = site.index.sources(statement, "evidence") + site.index.sources(statement, "against")
        return [site.trace.entities[i] for i in dict.fromkeys(found)]

    statements = [site.trace.entities[i] for i in site.index.sources(question.id, "asked")]
    return render("guide_ways.html", site=site, here=here, statements=statements, findings_of=findings_of)


def _statements(site: Site, here: str, _: list[str]) -> Markup:
    by_section: dict[str, list[Entity]] = {}
    for statement in site.trace.of_kind("statement"):
        for section in site.index.targets(statement.id, "section"):
            by_section.setdefault(section, []).append(statement)
    sections = [(site.trace.entities[section], found) for section, found in by_section.items()]
    return render("statements.html", site=site, here=here, panel=panel, sections=sections)


def _informants(site: Site, here: str, _: list[str]) -> Markup:
    return render("informants.html", site=site, here=here, panel=panel, informants=site.trace.of_kind("informant"))


def _concepts(site: Site, here: str, _: list[str]) -> Markup:
    concepts = sorted(site.trace.of_kind("concept"), key=lambda concept: _alphabetical(concept.title))
    return render("concepts.html", site=site, here=here, concepts=concepts)


def _alphabetical(word: str) -> str:
    """A key that puts æ, ø and å last, in this order, as Norwegian does."""
    return word.lower().translate(str.maketrans("æøå", "\uf001\uf002\uf003"))


def _letters(site: Site, here: str, _: list[str]) -> Markup:
    rows = compare(site.trace, site.index)
    types: dict[str, list[Row]] = {}
    for row in rows:
        types.setdefault(row.type, []).append(row)
    statuses = ("same", "changed", "new", "gone")
    return render(
        "letters.html",
        site=site,
        here=here,
        panel=panel,
        letters=site.trace.of_kind("letter"),
        types=types,
        statuses=statuses,
        counts={status: sum(row.status == status for row in rows) for status in statuses},
        used=lambda item: item.id in site.index.incoming or item.id in site.index.mentioned,
    )


def _checklist(site: Site, here: str, _: list[str]) -> Markup:
    domains: dict[str, list[Entity]] = {}
    for item in site.trace.of_kind("checklist_item"):
        domains.setdefault(item.fields["domain"], []).append(item)
    return render("checklist.html", site=site, here=here, domains=domains)


def _literature(site: Site, here: str, _: list[str]) -> Markup:
    def listed() -> str:
        order = {key: place for place, key in enumerate(site.formatted().entries)}
        sources = sorted(site.trace.of_kind("source"), key=lambda source: order[source.id])
        context = {"panel": panel, "sources": sources, "language_attribute": language_attribute}
        return render("literature.html", site=site, here=here, **context)

    return site.deferred.put(listed)


def _table(site: Site, here: str, arguments: list[str]) -> Markup:
    file = arguments[0]
    rows = site.trace.tables[file]
    columns = list(rows[0]) if rows else []
    values = {value for row in rows for value in row.values()}
    informants = {name for informant in site.trace.of_kind("informant") for name in (informant.id, informant.title)}

    def made() -> Markup:
        return render("table.html", site=site, here=here, file=file, rows=rows, columns=columns)

    # What a table tells of the informants stays out of the search's file, which holds their statements.
    return site.deferred.put(made, searched=informants.isdisjoint(values))


VIEWS: dict[str, View] = {
    "findings": _findings,
    "findings-of": _findings_of,
    "matrix-questions": matrix_questions,
    "matrix-informants": matrix_informants,
    "matrix-concepts": matrix_concepts,
    "guide": _guide,
    "statements": _statements,
    "informants": _informants,
    "concepts": _concepts,
    "letters": _letters,
    "checklist": _checklist,
    "literature": _literature,
    "map": map_view,
    "map-overview": overview,
    "chains": chains_view,
    "table": _table,
}


#: Views of the whole trace, which take longest.
_WHOLE = {"map", "chains"}
#: Views of nothing but links with the titles of other pages: the search finds those pages themselves.
_UNSEARCHED = {
    *_WHOLE,
    *("findings", "findings-of", "concepts", "matrix-questions", "matrix-informants", "matrix-concepts"),
}


def begin_views(site: Site) -> Ahead[str]:
    """Begins to make the views of the whole trace, by their keys; only once the citations are formatted."""
    calls = {_key(view.page, view.call): view for view in site.trace.views if view.call.split()[0] in _WHOLE}
    return Ahead(lambda key: site.deferred.fill_all(_made(site, calls[key].page, calls[key].call)), calls)


def _key(page: str, call: str) -> str:
    return f"{page}: {call}"


def _made(site: Site, here: str, call: str) -> Markup:
    name, *arguments = call.split()
    return VIEWS[name](site, here, arguments)


def render_view(site: Site, here: str, call: str) -> Markup:
    """The view that `call` (a name and its arguments) asks for, as shown on the page `here`."""
    if call.split()[0] not in _UNSEARCHED:
        return _made(site, here, call)
    return site.deferred.put(lambda: site.views.get(_key(here, call)) or _made(site, here, call), searched=False)
