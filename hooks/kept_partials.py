"""Fills in once what the theme's partials say alike on many pages: the navigation, the tabs, the search, the words."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
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
#: The blocks that say the same on all pages from which the way to the root is the same.
_BASE, _BLOCKS = "base.html", ("config", "scripts")
_LANGUAGE = "partials/language.html"
_Render = Callable[[Context], Iterator[str]]
_THEME = Path(material.__file__).parent


def keep_partials(env: Environment) -> None:
    """Has the partials kept for as long as the environment lives: for one build. Those that are not Material's own
    may say anything, and are left alone.
    """
    for name, drawn_on in _ALIKE.items():
        if all(_is_of_theme(env.get_template(each)) for each in (name, *drawn_on)):
            template = env.get_template(name)
            template.root_render_func = _keeping(template.root_render_func, "spor_place")
    base = env.get_template(_BASE)
    if _is_of_theme(base):
        base.blocks |= {name: _keeping(base.blocks[name], "base_url") for name in _BLOCKS if name in base.blocks}
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


def _keeping(render: _Render, name: str) -> _Render:
    """Renders once for each value that the variable `name` has; each time where it has none."""
    kept = dict[Any, str]()

    def keeping(context: Context) -> Iterator[str]:
        where = context.get(name)
        if where is None:
            yield from render(context)
            return
        if where not in kept:
            kept[where] = "".join(render(context))
        yield kept[where]

    return keeping


def _keep_words(template: Template) -> None:
    """Looks each of the theme's words up once: they depend on the configuration alone."""
    make, kept = template.make_module, list[Any]()

    def making(*arguments: Any) -> Any:
        if not kept:
            module: Any = make(*arguments)
            kept.append(SimpleNamespace(t=cache(module.t)))
        return kept[0]

    template.make_module = making  # type: ignore[method-assign, assignment]
