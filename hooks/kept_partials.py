"""Fills in once what the theme's partials say alike on many pages: the navigation, the tabs, the search, the words."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import material
from jinja2 import Environment, Template
from jinja2.runtime import Context
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

#: The partials that say the same on all pages of one place, each with those that it draws on.
_ALIKE = {
    "partials/nav.html": ("partials/nav-item.html", "partials/logo.html", "partials/source.html"),
    "partials/tabs.html": ("partials/tabs-item.html",),
    "partials/search.html": (),
    "partials/palette.html": (),
}
_LANGUAGE = "partials/language.html"
_THEME = Path(material.__file__).parent


def keep_partials(env: Environment) -> None:
    """Has the partials kept for as long as the environment lives: for one build. Those that are not Material's own
    may say anything, and are left alone.
    """
    for name, drawn_on in _ALIKE.items():
        if all(_is_of_theme(env.get_template(each)) for each in (name, *drawn_on)):
            _keep(env.get_template(name))
    if _is_of_theme(env.get_template(_LANGUAGE)):
        _keep_words(env.get_template(_LANGUAGE))


def place(page: Page, nav: Navigation) -> tuple[str, ...] | None:
    """What the kept partials of a page depend on: its folder, from which links start, and what the navigation opens.

    None for a page that the navigation holds: there it says more of the page than that.
    """
    opened = tuple(each.url for each in nav.pages if each.active)
    return None if page.url in opened else (posixpath.dirname(page.url.removesuffix("/")), *opened)


def _is_of_theme(template: Template) -> bool:
    return Path(template.filename or "").is_relative_to(_THEME)


def _keep(template: Template) -> None:
    render, kept = template.root_render_func, dict[Any, str]()

    def keeping(context: Context) -> Iterator[str]:
        where = context.get("spor_place")
        if where is None:
            yield from render(context)
            return
        if where not in kept:
            kept[where] = "".join(render(context))
        yield kept[where]

    template.root_render_func = keeping


def _keep_words(template: Template) -> None:
    """Looks each of the theme's words up once: they depend on the configuration alone."""
    make, kept = template.make_module, list[Any]()

    def making(*arguments: Any) -> Any:
        if not kept:
            module: Any = make(*arguments)
            kept.append(SimpleNamespace(t=cache(module.t)))
        return kept[0]

    template.make_module = making  # type: ignore[method-assign, assignment]
