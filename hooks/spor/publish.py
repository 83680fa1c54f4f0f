"""Puts a finished site in the place of the last one, so that a failed build leaves that untouched."""

from __future__ import annotations

import shutil
from pathlib import Path


def building(site: Path) -> Path:
    """The folder beside `site` that a build writes to until it is whole."""
    return site.with_name(f"{site.name}.building")


def _former(site: Path) -> Path:
    return site.with_name(f"{site.name}.former")


def recover(site: Path) -> None:
    """Mends what a build that was killed has left: puts the last good site back, takes the half-written one away."""
    if _former(site).is_dir() and not site.exists():
        _former(site).rename(site)
    shutil.rmtree(_former(site), ignore_errors=True)
    discard(site)


def discard(site: Path) -> None:
    """Takes away what a build of `site` has written so far."""
    shutil.rmtree(building(site), ignore_errors=True)


def publish(site: Path) -> None:
    """Makes the finished build the site, by two renames; :func:`recover` mends a stop between them.

    Raises OSError where the folder may not be renamed.
    """
    if site.exists():
        site.rename(_former(site))
    building(site).rename(site)
    shutil.rmtree(_former(site), ignore_errors=True)
