"""Fixes an edition: packs a built site, and keeps beside it what the next one is compared with."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from spor.locale import Locale
from spor.publish.edition import MANIFEST, days, long_date
from spor.publish.editions.compare import compare, report
from spor.publish.exports.export import packed


def fix(site: Path, trace: Path, editions: Path, day: date, locale: Locale) -> dict[str, Any]:
    """Fixes the built `site` as the edition of a day, in a folder of `editions`; `trace` is its trace.json.

    Returns the manifest: the day, that of the edition before, the files, and how many items came, went and changed.
    Raises FileExistsError where the day has an edition already: what is fixed does not change.
    """
    folder = editions / day.isoformat()
    if (folder / MANIFEST).exists():
        raise FileExistsError(f"{folder} is fixed already: an edition does not change")
    former = max((known for known in days(editions) if known < day), default=None)
    old = json.loads((editions / former.isoformat() / "trace.json").read_text("utf-8")) if former else None
    new = json.loads(trace.read_text("utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    whole = packed({path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(_files(site))})
    (folder / "site.zip").write_bytes(whole)
    (folder / "trace.json").write_bytes(trace.read_bytes())
    changes = compare(old, new) if old else {}
    if former:
        since = locale.label("changes", "title").format(day=long_date(day, locale), since=long_date(former, locale))
        (folder / "changes.json").write_text(_json(changes), "utf-8")
        (folder / "changes.md").write_text(report(changes, new, since, locale), "utf-8")
    manifest = {
        "day": day.isoformat(),
        "since": former.isoformat() if former else None,
        "files": [_described(folder / name) for name in ("site.zip", "trace.json")],
        "changes": {sort: {how: len(items) for how, items in found.items()} for sort, found in changes.items()},
    }
    (folder / MANIFEST).write_text(_json(manifest), "utf-8")  # last: a folder without it is no edition
    return manifest


def _files(site: Path) -> list[Path]:
    return [path for path in site.rglob("*") if path.is_file()]


def _described(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"name": path.name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
