"""One commit gives one site, byte for byte: wherever, whenever, in whatever language and by whomever it is built."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Build
from project import ROOT, TINY, copy_of

#: Makes a Python process believe that it is 1,000 days later. (Nothing else in a build has a clock of its own: pandoc
#: and Typst take SOURCE_DATE_EPOCH.)
LATER = """
import datetime, time
AHEAD = 1000 * 86400
_time, _time_ns, _gmtime, _localtime = time.time, time.time_ns, time.gmtime, time.localtime
time.time = lambda: _time() + AHEAD
time.time_ns = lambda: _time_ns() + AHEAD * 10**9
time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)
_datetime, _date = datetime.datetime, datetime.date
class datetime_(_datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())
class Days(type):  # what C code makes of the clock is a date all the same
    def __instancecheck__(cls, value):
        return isinstance(value, _date)
class date_(_date, metaclass=Days):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())
datetime_.__name__, date_.__name__ = "datetime", "date"
datetime.datetime, datetime.date = datetime_, date_
"""
#: What differs from the build of the fixture: the language, the encoding, the time zone and the order of sets.
ELSEWHERE = {
    "LC_ALL": "C",
    "LANG": "C",
    "LANGUAGE": "nb_NO",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "PYTHONHASHSEED": "4711",
    "TZ": "Pacific/Kiritimati",
}
#: What a build reads: hooks, content, and of the history when each page was last changed.
READ = (
    ".git",
    *("hooks", "docs", "projects", "references.bib", "mkdocs.yml", "spor.yml", "spor.nb.yml"),
    *("thesis.fingerprint", "allowed.txt", "addresses.txt"),
)


def digests(site: Path) -> dict[str, str]:
    """Every file of a site with a digest of its bytes."""
    files = sorted(path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def copy_project(target: Path) -> Path:
    """The project's sources in another folder, files listed in another order."""
    target.mkdir()
    for name in reversed(READ):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__", "site", ".cache"))
        elif source.is_file():
            shutil.copy(source, target / name)
    return target


def build_elsewhere(root: Path, clock: Path) -> str:
    """Builds the project at `root` 1,000 days later, in other surroundings; returns what the build says."""
    (clock / "sitecustomize.py").write_text(LATER, "utf-8")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "86400000", "PYTHONPATH": str(clock)}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=root,
        env=environment | ELSEWHERE,
        umask=0o077,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("thesis", ["tiny", pytest.param("real", marks=pytest.mark.thorough)])
def test_two_builds_are_the_same(thesis: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    made: Build = request.getfixturevalue(thesis)
    (tmp_path / "clock").mkdir()
    root = tmp_path / "another folder with spaces, æ ø å"
    if thesis == "real":
        copy_project(root)
    else:
        copy_of(TINY, root)
    build_elsewhere(root, tmp_path / "clock")
    first, second = digests(made.site), digests(root / "site")
    assert len(first) > 100 and first.keys() == second.keys()
    differ = {name for name in first if first[name] != second[name]}
    assert differ <= (set() if thesis == "real" else {"sitemap.xml", "sitemap.xml.gz"})  # a copy has no history


def test_the_clock_is_ahead(tmp_path: Path) -> None:
    """Or the test above would prove less than it says."""
    (tmp_path / "sitecustomize.py").write_text(LATER, "utf-8")
    code = (
        "import datetime, time; print(time.gmtime().tm_year, datetime.date.today().year, datetime.datetime.now().year)"
    )
    command = [sys.executable, "-c", code]
    shifted = subprocess.run(command, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=True)
    plain = subprocess.run(command, env={}, capture_output=True, text=True, check=True)
    years = [int(year) for year in shifted.stdout.split()]
    assert all(year - int(now) in (2, 3) for year, now in zip(years, plain.stdout.split(), strict=True))


def test_the_date_is_the_commits_and_without_git_today(tmp_path: Path) -> None:
    def date(folder: Path) -> str:
        show = ["make", "--silent", "--eval", "show: ; @echo $(SOURCE_DATE_EPOCH)", "show"]
        plain = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
        return subprocess.run(show, cwd=folder, env=plain, capture_output=True, text=True, check=True).stdout.strip()

    shutil.copy(ROOT / "Makefile", tmp_path / "Makefile")
    assert abs(time.time() - int(date(tmp_path))) < 60
    if (ROOT / ".git").exists():
        command = ["git", "log", "-1", "--format=%ct"]
        assert (
            date(ROOT) == subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
        )


def test_no_path_of_this_machine_is_in_the_site(real: Build) -> None:
    places = [str(place).encode() for place in (ROOT, real.site.parent, Path(sys.prefix))]
    for file in real.site.rglob("*"):
        if file.is_file():
            raw = file.read_bytes()
            assert [place for place in places if place in raw] == [], file
