"""The views that a page can ask for (`/// view | name`). In: a site, the page and arguments. Out: HTML made from the
trace. Each declares itself with `@view`, in `trace/view.py`."""

from __future__ import annotations

from markupsafe import Markup

from spor.render.site import Site
from spor.render.views import (  # noqa: F401  (each declares its views)
    chains,
    changes,
    chapter,
    claims,
    lists,
    literature,
    matrix,
    tables,
)
from spor.render.views.map import view  # noqa: F401
from spor.trace.view import VIEWS


def render_view(site: Site, here: str, call: str) -> Markup:
    """The view that `call` (a name and its arguments) asks for, as shown on the page `here`."""
    name, *arguments = call.split()
    asked = VIEWS[name]
    if asked.searched:
        made: Markup = asked.make(site, here, arguments)
        return made
    return site.deferred.put(lambda: asked.make(site, here, arguments), searched=False)
