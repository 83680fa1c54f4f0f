"""Reads what a site is held against: the thesis' fingerprint, and what may stand as it does there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spor.locale import Locale
from spor.trace.fingerprint import read
from spor.trace.original import Original, allowed_runs


def read_original(root: Path, settings: Mapping[str, Any], locale: Locale) -> Original:
    """The original of the project at `root`; nothing is asked where its settings name no fingerprint.

    Raises OSError for a file that cannot be read, and ValueError for one that holds no fingerprint.
    """
    told = settings.get("fingerprint")
    if not told:
        return Original()
    fingerprint = read((root / told["file"]).read_text("utf-8"))
    allowed = allowed_runs((root / told["allowed"]).read_text("utf-8") if "allowed" in told else "")
    return Original(fingerprint, allowed, locale.hedges, locale.speakers, locale.reservations)
