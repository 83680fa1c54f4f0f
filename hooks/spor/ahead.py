"""Values made ahead of their use, on another processor core where the system lets a process fork."""

from __future__ import annotations

import gc
import logging
import os
import pickle
import signal
import sys
import tempfile
import warnings
import weakref
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from select import select
from typing import BinaryIO, Generic, NoReturn, TypeVar

Value = TypeVar("Value")
#: macOS has fork too, but its own libraries do not survive it.
_FORKS = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
#: How many bytes tell the length of a value.
_LENGTH = 8


class Ahead(Generic[Value]):
    """The values that `make` gives for `keys`.

    A copy of this process, as it is now, makes them one after the other; what changes here later does not reach it.
    A value that it does not give is made here when it is asked for: where there is no second core, and where its
    maker failed or warned, so that the error or the warning arises where it would without the copy. `make` may depend
    on nothing but the key and what is known now.
    """

    def __init__(self, make: Callable[[str], Value], keys: Iterable[str]) -> None:
        self._make = make
        self._waiting = dict.fromkeys(keys)
        self._made: dict[str, Value] = {}
        self._lengths: BinaryIO | None = None
        self._end: Callable[[], object] = _nothing
        if _FORKS and self._waiting:
            with suppress(OSError):  # without room for one more file or process, all is made here
                self._fork()

    def _fork(self) -> None:
        with ExitStack() as opened:
            # The pipe brings only lengths: the values go to a file, so that the copy need not wait for their reader.
            values = opened.enter_context(tempfile.TemporaryFile())
            reading, writing = os.pipe()
            lengths = opened.enter_context(os.fdopen(reading, "rb", buffering=0))
            opened.callback(os.close, writing)
            with warnings.catch_warnings():
                # Python 3.12 warns that a thread could hold a lock for ever in the copy. The one that formats the
                # citations does nothing that a maker waits for.
                warnings.simplefilter("ignore", DeprecationWarning)
                child = os.fork()
            if child == 0:
                lengths.close()  # so that it cannot wait for a reader that has gone
                _deliver(self._make, self._theirs(), values, writing)
            opened.pop_all()
            os.close(writing)
            self._lengths, self._values, self._at = lengths, values, 0
            self._end = weakref.finalize(self, _end, child, lengths, values)

    def _theirs(self) -> Iterable[str]:
        """The keys whose values the copy makes, in its order."""
        return self._waiting

    def take(self, key: str) -> Value:
        """The value of a key, for the only time; waits for the copy if that has yet to make it."""
        while key in self._waiting and self._receive():
            pass
        self._waiting.pop(key, None)
        return self._made.pop(key) if key in self._made else self._make(key)

    def take_all(self) -> dict[str, Value]:
        """All values that nobody has taken, by their keys."""
        return {key: self.take(key) for key in (*self._made, *self._waiting)}

    def close(self) -> None:
        """Ends the copy, whatever it is at; what it has not given is made here."""
        self._lengths = None
        self._end()

    def _receive(self) -> bool:
        """Reads the next value that the copy has made; False if there will be none."""
        length = self._lengths.read(_LENGTH) if self._lengths else b""
        if not length:
            self.close()
            return False
        size = int.from_bytes(length, "little")
        key, value = pickle.loads(os.pread(self._values.fileno(), size, self._at))
        self._at += size
        self._made[key] = value
        del self._waiting[key]
        if not self._waiting:
            self.close()
        return True


class Shared(Ahead[Value]):
    """Values that this process and its copy make together, each of them those that the other has not begun.

    Here they are asked for in the order of their keys; the copy begins with the last, so that the two meet.
    """

    def __init__(self, make: Callable[[str], Value], keys: Iterable[str]) -> None:
        told = tuple(keys)
        with suppress(OSError):  # without room for a pipe, all is made here
            self._tokens = _tokens(len(told))
            weakref.finalize(self, self._tokens.close)
            super().__init__(make, told)
            return
        super().__init__(make, ())

    def _theirs(self) -> Iterable[str]:
        return (key for key in reversed(self._waiting) if self._tokens.read(1))

    def take(self, key: str) -> Value:
        """The value of a key, for the only time; waits for the copy if that has begun it."""
        while self._waiting and self._lengths and select([self._lengths], [], [], 0)[0]:
            self._receive()
        if key not in self._waiting or not self._tokens.read(1):
            return super().take(key)
        del self._waiting[key]
        return self._make(key)

    @property
    def left(self) -> int:
        """How many values are still to be made, as far as is known here."""
        return len(self._waiting)


def _tokens(number: int) -> BinaryIO:
    """A pipe with a byte for each value: whoever begins one takes a byte out, until there is none.

    Where a pipe holds fewer bytes, the copy ends before all values are begun.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    os.write(writing, bytes(number))
    os.close(writing)
    return os.fdopen(reading, "rb", buffering=0)


def _deliver(make: Callable[[str], object], keys: Iterable[str], values: BinaryIO, lengths: int) -> NoReturn:
    """What the copy does, and all that it does."""
    try:
        gc.freeze()  # what is there stays: looking it through would only copy the memory
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):  # what it says would come out of turn
            os.dup2(nowhere, stream)
        logging.Logger.callHandlers = _refuse  # type: ignore[method-assign, assignment]
        for key in keys:
            data = pickle.dumps((key, make(key)), pickle.HIGHEST_PROTOCOL)
            values.write(data)
            values.flush()
            os.write(lengths, len(data).to_bytes(_LENGTH, "little"))
    finally:
        os._exit(0)  # at once: neither an error nor what this process would do at its end is the copy's


def _refuse(_: logging.Logger, record: logging.LogRecord) -> None:
    """Logs nothing in the copy; a warning ends it, since `--strict` counts those that are logged here."""
    if record.levelno >= logging.WARNING:
        raise RuntimeError(record.getMessage())


def _end(child: int, lengths: BinaryIO, values: BinaryIO) -> None:
    """Ends the copy, whether it has done its work or not."""
    lengths.close()
    values.close()
    with suppress(ProcessLookupError, ChildProcessError):  # where SIGCHLD is ignored, nothing is left of it already
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _nothing() -> None:
    """Ends nothing: there is no copy."""
