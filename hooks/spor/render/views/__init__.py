"""The views that a page can ask for (`/// view | name`). In: a site, the page and arguments. Out: HTML made from the
trace. Each declares itself with `@view` (`trace/view.py`), and returns what the template of its name needs, or HTML."""

from markupsafe import Markup

from spor.render.backlinks import backlinks
from spor.render.site import Site
from spor.render.templates import render
from spor.render.views import changes, chapter, claims, lists, map, tables, uses  # noqa: F401  (each declares its views)
from spor.trace.view import VIEWS


def render_view(site: Site, here: str, call: str) -> Markup:
    """The view that `call` (a name and its arguments) asks for, as shown on the page `here`."""
    name, *arguments = call.split()
    asked = VIEWS[name]

    def made() -> Markup:
        found = asked.make(site, here, arguments)
        if isinstance(found, Markup):
            return found
        return render(f"{name.replace('-', '_')}.html", site=site, here=here, backlinks=backlinks, **found)

    return made() if asked.searched else site.deferred.put(made)
