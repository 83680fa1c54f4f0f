"""The check of outside links, against a server of our own that answers in every bad way."""

from __future__ import annotations

import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from spor.links.external import main, places_of, report
from spor.links.lychee import Manners, Verdict, check_urls
from spor.links.model import Reference

LYCHEE = Path(sys.executable).parent / "lychee"
#: Quick, but with every step of the real one.
HASTY = Manners(timeout=1, retries=1, wait=1, interval=0.02, limit=30)
REDIRECTS = {
    "circle": (302, "/circle-on"),
    "circle-on": (302, "/circle"),
    "moved": (301, "/200"),
    "elsewhere": (302, "/200"),
    "moved-and-gone": (301, "/404"),
}


@dataclass
class Log:
    """What was asked of the server, and how many requests it had at once."""

    requests: list[tuple[str, str]] = field(default_factory=list)
    under_way: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Handler(BaseHTTPRequestHandler):
    """Answers as the path asks: a status, or a way to go wrong."""

    log: Log

    def do_GET(self) -> None:
        with self.log.lock:
            self.log.requests.append((self.command, self.path))
            self.log.under_way += 1
            self.log.most = max(self.log.most, self.log.under_way)
        name = self.path.removeprefix("/")
        if name == "hangs":
            self.leave()
            self.connection.recv(1)  # nothing comes until the client has had enough
        elif name == "closes":
            self.leave()
            self.connection.shutdown(socket.SHUT_RDWR)
        elif name in REDIRECTS:
            self.answer(*REDIRECTS[name])
        elif name == "no-head":
            self.answer(405 if self.command == "HEAD" else 200)
        else:
            self.answer(int(name))

    do_HEAD = do_GET

    def answer(self, status: int, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.leave()
        self.end_headers()  # only now does anything go out

    def leave(self) -> None:
        """Ends the request for the log, before the client can know of it and begin the next."""
        with self.log.lock:
            self.log.under_way -= 1

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""


@dataclass(frozen=True)
class Asked:
    """All verdicts by path, and the server's log."""

    verdicts: dict[str, Verdict]
    log: Log
    address: str


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, Log]]:
    """A server's address and its log."""
    log = Log()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Logged", (Handler,), {"log": log}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", log
    server.shutdown()
    thread.join()
    server.server_close()


PATHS = (
    *("200", "404", "410", "429", "500", "hangs", "closes"),
    *("circle", "moved", "elsewhere", "moved-and-gone", "no-head"),
)


@pytest.fixture(scope="module")
def asked(address: tuple[str, Log]) -> Asked:
    """Every path asked for once."""
    root, log = address
    verdicts = check_urls([f"{root}/{path}" for path in PATHS], LYCHEE, HASTY)
    return Asked(dict(zip(PATHS, verdicts, strict=True)), log, root)


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("200", "alive"),
        ("elsewhere", "alive"),
        ("no-head", "alive"),
        ("moved", "moved"),
        ("404", "dead"),
        ("410", "dead"),
        ("moved-and-gone", "dead"),
        ("429", "unreachable"),
        ("500", "unreachable"),
        ("hangs", "unreachable"),
        ("closes", "unreachable"),
        ("circle", "unreachable"),
    ],
)
def test_verdict(path: str, state: str, asked: Asked) -> None:
    assert asked.verdicts[path].state == state


def test_details(asked: Asked) -> None:
    assert asked.verdicts["moved"].detail == f"{asked.address}/200"
    assert asked.verdicts["circle"].detail == "redirects without end"
    assert "404" in asked.verdicts["404"].detail
    assert asked.verdicts["404"].archived == f"https://web.archive.org/web/*/{asked.address}/404"
    assert asked.verdicts["200"].archived == ""


def test_is_polite(asked: Asked) -> None:
    """One request at a time; GET only where HEAD has failed; what is busy is asked again, what is gone is not."""
    assert asked.log.most == 1
    times = Counter(asked.log.requests)
    assert ("GET", "/moved") not in times and ("GET", "/elsewhere") not in times
    assert times["GET", "/no-head"] == 1
    assert times["HEAD", "/429"] == times["HEAD", "/hangs"] == 2
    assert times["HEAD", "/410"] == times["GET", "/410"] == 1


def test_time_has_a_limit(address: tuple[str, Log]) -> None:
    verdicts = check_urls([f"{address[0]}/hangs"], LYCHEE, Manners(timeout=20, limit=1))
    assert [verdict.state for verdict in verdicts] == ["unreachable"]
    assert "1 s" in verdicts[0].detail


def site(folder: Path, links: str) -> Path:
    text = f'<link rel="canonical" href="https://site.example/">\n{links}'
    (folder / "index.html").write_text(text, "utf-8")
    return folder


def test_another_sites_fault_is_not_ours(
    address: tuple[str, Log], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = address[0]
    links = f'<a href="{root}/404">x</a>\n<a href="{root}/500#part">x</a>\n<a href="{root}/moved">x</a>'
    assert main([str(site(tmp_path, links))], HASTY) == 0
    out = capsys.readouterr().out
    dead, moved, unreachable = (out.index(word) for word in ("Dead", "Moved", "Unreachable"))
    assert dead < out.index(f"{root}/404") < moved < out.index(f"{root}/moved") < unreachable < out.index(f"{root}/500")
    assert "in index.html:3" in out and "#part" not in out
    assert "3 outside links: 0 alive, 1 dead, 1 moved, 1 unreachable, 0 unchecked." in out


def test_a_malformed_link_is_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(site(tmp_path, '<a href="https://[bad">x</a>'))], HASTY) == 1
    assert "index.html:2: malformed-url: https://[bad" in capsys.readouterr().out


def test_a_missing_program_is_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(site(tmp_path, '<a href="https://a.example/">x</a>'))
    assert main([folder, "--lychee", str(tmp_path / "none")], HASTY) == 2
    assert "cannot be started" in capsys.readouterr().err


def test_an_address_with_every_sign_reaches_the_program_whole() -> None:
    urls = ['http://reserved.invalid/a(b)?c=1&d="2"', "http://reserved.invalid/b"]
    assert [v.url for v in check_urls(urls, LYCHEE, HASTY) if v.state == "unchecked"] == urls


def test_the_report_names_a_few_places() -> None:
    references = [Reference(f"{name}.html", 1, "https://a.example/x#y") for name in "abcde"]
    places = places_of([*references, Reference("a.html", 2, "mailto:x"), Reference("a.html", 3, "//b.example/")])
    assert list(places) == ["https://a.example/x", "https://b.example/"]
    text = report([Verdict("https://a.example/x", "dead", "404"), Verdict("https://b.example/", "alive")], places)
    assert "in a.html:1, b.html:1, c.html:1 and 2 more" in text
