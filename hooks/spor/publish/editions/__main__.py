"""`python -m spor.publish.editions [DAY]`: builds the site anew and fixes it as the edition of a day.

The day is that of SOURCE_DATE_EPOCH (the last commit, under make), else today. MkDocs builds in a process of its own,
into a temporary folder, and is told which edition it makes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from spor.locale import load
from spor.publish.changed import build_day
from spor.publish.edition import MANIFEST
from spor.publish.editions.fix import fix
from spor.read.layout import read_configuration

#: How the sorts of change are told.
_CHANGE_WORDS = {"added": "new", "gone": "gone", "changed": "changed"}


def main() -> int:
    """Fixes the edition; returns 1, with a word on why, where it cannot."""
    parser = argparse.ArgumentParser(description="Fixes an edition of the site.")
    parser.add_argument("day", nargs="?", type=date.fromisoformat, default=build_day())
    parser.add_argument("--config", type=Path, default=Path("mkdocs.yml"))
    parser.add_argument("--editions", type=Path, default=Path("editions"))
    asked = parser.parse_args()
    if (asked.editions / asked.day.isoformat() / MANIFEST).exists():
        print(f"The edition of {asked.day} is fixed already, and does not change.", file=sys.stderr)
        return 1
    settings = read_configuration(asked.config)["extra"]["spor"]
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(asked.config), "-d", str(site)]
        done = subprocess.run(command, env={**os.environ, "SPOR_EDITION": asked.day.isoformat()}, check=False)
        if done.returncode:
            return 1
        trace = site / settings.get("exports", {}).get("folder", "data") / "trace.json"
        locale = load(settings["language"], settings.get("labels"))
        manifest = fix(site, trace, asked.editions, asked.day, locale)
    folder, since = asked.editions / asked.day.isoformat(), ""
    if manifest["since"]:
        counts = (
            f"{sum(found[how] for found in manifest['changes'].values())} {name}" for how, name in _CHANGE_WORDS.items()
        )
        since = f" since {manifest['since']}: {', '.join(counts)}"
    print(f"Fixed {folder}{since}. Attach {folder / 'site.zip'} to a release; commit the rest.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
