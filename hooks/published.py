"""The publication of the build that is under way, for the hook files that need it."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from build_state import STATE
from spor.publish.publication import Publication, publication

_last: Publication | None = None


def published(config: MkDocsConfig) -> Publication:
    """What the configuration says of the site that is being built; made anew when that is another.

    Only after the trace has been read (`on_files` of `spor_hook`). Raises PluginError for settings that are wrong.
    """
    global _last
    assert STATE.site is not None
    if _last is None or _last.site is not STATE.site:
        try:
            _last = publication(
                STATE.site,
                config.site_url or "",
                config.site_name,
                config.site_description or "",
                config.extra["spor"],
            )
        except ValueError as error:
            raise PluginError(str(error)) from error
    return _last
