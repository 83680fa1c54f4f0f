"""Starts pandoc: the only place that does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pypandoc

#: The version of pandoc that comes with pypandoc, as the two are released together.
VERSION: str = pypandoc.__version__


def run_pandoc(source: str, arguments: list[str]) -> str:
    """What pandoc makes of `source`.

    pypandoc brings the program, but is not asked to run it: it would start it once more for its version.
    Raises RuntimeError with pandoc's own words if it fails or warns.
    """
    # pandoc reads the names of files in the locale's encoding; a build may have any locale, or none
    always = {"LC_ALL": "C.UTF-8"} if sys.platform == "linux" else {}
    bundled = Path(pypandoc.__file__).parent / "files" / "pandoc"
    program = os.environ.get("PYPANDOC_PANDOC") or (str(bundled) if bundled.exists() else "pandoc")
    done = subprocess.run(
        [program, *arguments],
        input=source,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **always},
    )
    if done.returncode or "[WARNING]" in done.stderr:
        raise RuntimeError(f"pandoc (exit code {done.returncode}): {done.stderr.strip()}")
    return done.stdout
