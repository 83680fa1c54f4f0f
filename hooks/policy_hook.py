"""Keeps the output safe: escapes what the theme prints as it is, and gives each page its Content-Security-Policy."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from spor.publish.policy import with_policy

_serving = False


def on_startup(command: str, **_: Any) -> None:
    """Remembers the command: `mkdocs serve` adds a script of its own to each page, for the live reload."""
    global _serving
    _serving = command == "serve"


def on_env(env: Any, files: Files, **_: Any) -> Any:
    """Escapes the titles before the first template is filled: other pages show them too.

    The theme prints a title of the front matter as it is, and takes a heading apart and its escapes off
    (`striptags`) where there is no title: so each page has one, escaped already.
    """
    for file in files.documentation_pages():
        page = file.page
        if page is None:
            continue
        if "title" in page.meta:
            page.meta["title"] = escape(page.meta["title"])
        elif page.title and not page.is_homepage:
            page.meta["title"] = Markup(page.title)  # from the heading or the navigation: HTML already
    return env


@event_priority(-100)  # last: other hooks read the description as the writer typed it
def on_page_context(context: Any, page: Page, **_: Any) -> Any:
    """Escapes the description, which the theme prints as it is."""
    if "description" in page.meta:
        page.meta["description"] = escape(page.meta["description"])
    return context


@event_priority(-100)  # last: the policy holds for the page as it goes out
def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Puts the policy into a page."""
    return output if _serving else _guard(output, page.file.src_uri, page.content or "")


@event_priority(-100)
def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    """Puts the policy into a page of the theme's own (404.html)."""
    return output_content if _serving or not template_name.endswith(".html") else _guard(output_content, template_name)


def _guard(html: str, name: str, content: str = "") -> str:
    try:
        return with_policy(html, content)
    except ValueError as error:
        raise PluginError(f"{name}: {error}") from error
