"""The HTML templates, filled with everything from data escaped."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

ENVIRONMENT = Environment(
    loader=PackageLoader("spor.render"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    auto_reload=False,
)
# No template calls any of jinja's functions: to hand them over takes half of the time to fill in a short one.
ENVIRONMENT.globals.clear()


def render(name: str, **context: Any) -> Markup:
    """The template `name`, filled."""
    return Markup(ENVIRONMENT.get_template(name).render(context).strip())
