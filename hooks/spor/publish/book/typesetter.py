"""Typst, in a process apart: what it needs of memory goes when it ends, and it ends with the process that began it.

Run as a script, this file is that process. It reads a job, writes what came of it, and keeps what Typst reads in a
folder that is gone afterwards, even if the other process is killed meanwhile.
"""

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

#: Where the places of a document stand: a page, and the distance from its left and its upper edge in points.
Places = dict[str, list[float]]


def typeset(files: Mapping[str, bytes], inputs: Mapping[str, str], **how: Any) -> tuple[Places, bytes]:
    """The places of the document `main.typ` among the files, and what it makes; nothing where it is not told how.

    The document says the places itself, in metadata with the label `places`. Raises RuntimeError, with Typst's words,
    if it fails or warns.
    """
    command = [sys.executable, "-P", __file__]
    try:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin and process.stdout
            pickle.dump((dict(files), dict(inputs), how), process.stdin)
            process.stdin.flush()  # but not closed: that is the sign to end
            problem, places, made = pickle.load(process.stdout)
    except (BrokenPipeError, EOFError, pickle.UnpicklingError) as error:
        raise RuntimeError(f"Typst ended too early, with exit code {process.returncode}") from error
    if problem:
        raise RuntimeError(problem)
    return places, made


def _main() -> NoReturn:
    """Does the job that the other process hands over."""
    for number in (signal.SIGINT, signal.SIGTERM):  # whoever stops the build stops the other process
        signal.signal(number, signal.SIG_IGN)
    job = pickle.load(sys.stdin.buffer)
    with tempfile.TemporaryDirectory(prefix="typst-") as folder:
        threading.Thread(target=_end_with_other, args=[folder], daemon=True).start()
        result = _run(Path(folder), *job)
    pickle.dump(result, sys.stdout.buffer)
    sys.stdout.flush()
    os._exit(0)  # at once: to free the memory piece by piece takes time


def _end_with_other(folder: str) -> NoReturn:
    """Waits until the other process lets go of this one, or ends."""
    while os.read(0, 1):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _run(
    folder: Path, files: Mapping[str, bytes], inputs: dict[str, str], how: Mapping[str, Any]
) -> tuple[str, Places, bytes]:
    """Typst's words where it fails or warns, else the places and what it makes."""
    import typst

    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    # With no letters but its own, so that it is the same on every machine.
    compiler = typst.Compiler(folder / "main.typ", folder, ignore_system_fonts=True, sys_inputs=inputs)
    try:
        made, warnings = compiler.compile_with_warnings(**how) if how else (b"", [])
        places = json.loads(compiler.query("<places>", field="value", one=True))
    except typst.TypstError as error:
        return error.diagnostic, {}, b""
    except RuntimeError as error:  # a query does not say where it failed
        return str(error) if how else _run(folder, {}, inputs, {"format": "pdf"})[0], {}, b""
    assert isinstance(made, bytes)
    return "\n".join(warning.diagnostic for warning in warnings), places, made


if __name__ == "__main__":
    _main()
