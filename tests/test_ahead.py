"""What is made ahead: by a copy of the process where that can be, else when it is asked for."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from spor import ahead
from spor.ahead import Ahead, Shared

HERE = os.getpid()
FORKS = pytest.mark.skipif(sys.platform != "linux", reason="no process is forked here")


@pytest.fixture(params=[True, False], ids=["forked", "not forked"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_FORKS", request.param and sys.platform == "linux")


@pytest.fixture
def forking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_FORKS", True)


def maker(of: Callable[[str], object]) -> Callable[[str], tuple[object, int]]:
    """Tells, beside its value, the process that has made it."""
    return lambda key: (of(key), os.getpid())


@pytest.mark.usefixtures("either")
def test_each_value_comes_in_whatever_order_it_is_taken() -> None:
    # Longer than a pipe holds: the copy must not wait for its reader.
    values = Ahead(lambda key: key * 300_000, "abc")
    assert [values.take(key)[:2] for key in "cab"] == ["cc", "aa", "bb"]


@pytest.mark.usefixtures("either")
def test_a_key_that_was_not_told_is_made_when_it_is_asked_for() -> None:
    values = Ahead(str.upper, "ab")
    assert [values.take(key) for key in "xab"] == ["X", "A", "B"]


@FORKS
@pytest.mark.usefixtures("forking")
def test_a_copy_makes_them_as_things_were() -> None:
    known = {"a": 1}
    values = Ahead(maker(known.__getitem__), "a")
    known["a"] = 2
    value, process = values.take("a")
    assert value == 1
    assert process != HERE


@pytest.mark.usefixtures("either")
def test_an_error_arises_where_the_value_is_asked_for() -> None:
    values = Ahead({"a": 1, "c": 3}.__getitem__, "abc")
    assert values.take("a") == 1
    with pytest.raises(KeyError, match="b"):
        values.take("b")
    assert values.take("c") == 3


@pytest.mark.usefixtures("either")
def test_all_that_is_left_comes_at_once() -> None:
    values = Ahead(str.upper, "abc")
    assert values.take("b") == "B"
    assert values.take_all() == {"a": "A", "c": "C"}
    assert values.take_all() == {}


@pytest.mark.usefixtures("either")
@pytest.mark.parametrize("kind", [Ahead, Shared])
def test_a_warning_comes_where_the_value_is_asked_for(kind: type[Ahead[str]], caplog: pytest.LogCaptureFixture) -> None:
    """`mkdocs build --strict` counts those of its own process."""

    def warn(key: str) -> str:
        logging.getLogger("a test").info("%s is next", key)
        if key == "b":
            logging.getLogger("a test").warning("%s is strange", key)
        return key.upper()

    values = kind(warn, "abc")
    assert [values.take(key) for key in "abc"] == ["A", "B", "C"]
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING] == ["b is strange"]


@FORKS
@pytest.mark.usefixtures("forking")
def test_a_copy_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    def say(key: str) -> str:
        for stream in (1, 2):
            os.write(stream, key.encode())
        return key

    assert Ahead(say, "ab").take_all() == {"a": "a", "b": "b"}
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("either")
def test_what_two_share_is_made_once(tmp_path: Path) -> None:
    keys = [f"page-{number}" for number in range(200)]

    def note(key: str) -> int:
        with (tmp_path / key).open("a") as file:
            file.write("made\n")
        return os.getpid()

    values = Shared(note, keys)
    assert values.left == len(keys)
    makers = [values.take(key) for key in keys]
    assert {(tmp_path / key).read_text() for key in keys} == {"made\n"}
    assert values.left == 0
    ours = [maker == HERE for maker in makers]
    assert ours == sorted(ours, reverse=True), "the copy has the last of them"


@FORKS
@pytest.mark.usefixtures("forking")
def test_both_have_a_share() -> None:
    """Each waits until the other has begun."""
    theirs, ours = os.pipe(), os.pipe()

    def wait(key: str) -> int:
        here = os.getpid() == HERE
        os.write((ours if here else theirs)[1], b"x")
        os.read((theirs if here else ours)[0], 1)
        return os.getpid()

    values = Shared(wait, "ab")
    assert values.take("a") == HERE
    assert values.take("b") != HERE
    for end in (*theirs, *ours):
        os.close(end)


@FORKS
@pytest.mark.usefixtures("forking")
def test_what_the_copy_has_begun_and_not_ended_is_made_here() -> None:
    def fails_there(key: str) -> str:
        if os.getpid() != HERE:
            raise ValueError(key)
        return key.upper()

    assert [Shared(fails_there, "abc").take(key) for key in "abc"] == ["A", "B", "C"]


@FORKS
@pytest.mark.usefixtures("forking")
def test_a_pipe_that_is_too_small_only_ends_the_copy_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_tokens", lambda _, make=ahead._tokens: make(3))
    keys = [str(number) for number in range(9)]
    values = Shared(str, keys)
    assert [values.take(key) for key in keys] == keys


@FORKS
@pytest.mark.usefixtures("forking")
def test_the_copy_ends_with_the_values_that_nobody_took() -> None:
    def endless(key: str) -> int:
        while key == "b":
            pass
        return os.getpid()

    values = Ahead(endless, "ab")
    process = values.take("a")
    os.kill(process, 0)  # it is there
    del values
    gc.collect()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@FORKS
@pytest.mark.usefixtures("forking")
def test_the_copy_is_gone_when_all_is_taken() -> None:
    """`mkdocs serve` would keep what is left of it until the next edit."""
    values = Ahead(maker(str.upper), "ab")
    (_, process), _ = values.take("a"), values.take("b")
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@FORKS
@pytest.mark.usefixtures("forking")
@pytest.mark.parametrize("missing", ["fork", "pipe", "TemporaryFile"])
def test_without_room_for_a_copy_all_is_made_here(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> None:
        raise OSError(f"no room for one more {missing}")

    files = set(Path("/proc/self/fd").iterdir())
    monkeypatch.setattr(tempfile if missing == "TemporaryFile" else os, missing, no_room)
    for kind in (Ahead, Shared):
        values: Ahead[tuple[object, int]] = kind(maker(str.upper), "ab")
        assert [values.take(key) for key in "ab"] == [("A", HERE), ("B", HERE)]
        del values
    assert set(Path("/proc/self/fd").iterdir()) == files, "a file is left open"


@FORKS
@pytest.mark.usefixtures("forking")
def test_what_does_not_fit_into_the_file_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: Path("/dev/full").open("r+b", buffering=0))  # noqa: SIM115
    assert Ahead(maker(str.upper), "a").take("a") == ("A", HERE)


@FORKS
@pytest.mark.usefixtures("forking")
def test_where_nobody_waits_for_processes_nothing_fails() -> None:
    """A parent that ignores SIGCHLD hands that on: then the system clears the copy away by itself."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        values = Ahead(str.upper, "ab")
        assert [values.take(key) for key in "ab"] == ["A", "B"]
    finally:
        signal.signal(signal.SIGCHLD, before)
