"""What is kept from build to build: a file that is whole or not there; a broken one is thrown away."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any


def cached(folder: Path, name: str, inputs: Iterable[str], make: Callable[[], Any]) -> Any:
    """What `make` returns, as JSON has it: from the file of this name and these inputs, or made anew and kept there.

    Of each name one file stays: the last. Two builds at once do not read each other's halves.
    """
    digest = hashlib.sha256("\0".join(inputs).encode()).hexdigest()[:32]
    file = folder / f"{name}-{digest}.json"
    with suppress(OSError, ValueError):
        return json.loads(file.read_text("utf-8"))
    made = make()
    part = file.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):  # what cannot be kept is made once more the next time
        folder.mkdir(parents=True, exist_ok=True)
        try:
            part.write_text(json.dumps(made), "utf-8")
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
        for old in folder.glob(f"{name}-*.json"):
            if old != file:
                old.unlink(missing_ok=True)
    return made
