"""Asks lychee about links to other sites: one request at a time to each host, HEAD first, GET where that failed."""

from __future__ import annotations

import html
import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

#: Statuses that say that the page is gone for good, and those that lead to a new address for good.
_GONE, _PERMANENT = {404, 410}, {301, 308}
#: lychee's exit codes for "all well" and "some links failed"; any other is a fault of ours.
_DONE = {0, 2}


@dataclass(frozen=True)
class Manners:
    """How to ask: seconds a request may take, times to ask again and seconds before that, seconds between two
    requests to one host, and seconds that a whole round (HEAD or GET) may take.
    """

    timeout: int = 20
    retries: int = 2
    wait: int = 10
    interval: float = 1.0
    limit: int = 1500


@dataclass(frozen=True)
class Verdict:
    """What became of a link.

    `state`: `alive`, `moved` (for good; `detail` is the new address), `dead` (404 or 410), `unreachable`
    (whatever may pass: refusal, time-out, server error, redirects in a circle) or `unchecked`. `archived` is where an
    archive has, or may have, a copy of a dead or unreachable page.
    """

    url: str
    state: str
    detail: str = ""
    archived: str = ""


def check_urls(urls: Sequence[str], lychee: Path, manners: Manners) -> tuple[Verdict, ...]:
    """The verdict on each of `urls` (http or https), in their order.

    Raises RuntimeError where the program `lychee` cannot do its work; what another site does never raises.
    """
    verdicts = dict(zip(urls, _round(urls, "head", lychee, manners), strict=True))
    failed = [url for url, verdict in verdicts.items() if verdict.state in ("dead", "unreachable")]
    verdicts |= zip(failed, _round(failed, "get", lychee, manners), strict=True)
    return tuple(verdicts[url] for url in urls)


def _round(urls: Sequence[str], method: str, lychee: Path, manners: Manners) -> list[Verdict]:
    """Asks for every URL once by one method. Each stands on a line of its own: the line says whose answer one is."""
    if not urls:
        return []
    with tempfile.TemporaryDirectory() as folder:
        asked, answers = Path(folder) / "links.html", Path(folder) / "answers.json"
        asked.write_text("\n".join(f'<a href="{html.escape(url)}"></a>' for url in urls), "utf-8")
        command = [str(lychee), *_options(method, manners), "--output", str(answers), str(asked)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=manners.limit, check=False)
        except subprocess.TimeoutExpired:
            return [_lost(url, f"not answered within the {manners.limit} s of this check") for url in urls]
        except OSError as error:
            raise RuntimeError(f"{lychee} cannot be started: {error.strerror}") from error
        if done.returncode not in _DONE:
            raise RuntimeError(f"lychee failed: {done.stderr.strip()}")
        return _verdicts(urls, json.loads(answers.read_text("utf-8")))


def _options(method: str, manners: Manners) -> list[str]:
    return [
        f"--method={method}",
        "--host-concurrency=1",
        f"--host-request-interval={int(manners.interval * 1000)}ms",
        f"--timeout={manners.timeout}",
        f"--max-retries={manners.retries}",
        f"--retry-wait-time={manners.wait}",
        "--scheme=http",
        "--scheme=https",
        "--no-progress",
        "--format=json",
        "--verbose",  # or the answer leaves out what is well, redirects included
        *(["--suggest", "--archive=wayback"] if method == "get" else []),
    ]


def _verdicts(urls: Sequence[str], answer: Mapping[str, Any]) -> list[Verdict]:
    """Reads lychee's answer; a URL that it says nothing of is unchecked."""
    archived = {item["original"]: item["suggestion"] for item in _items(answer, "suggestion_map")}
    found: dict[int, Verdict] = {}
    for name in ("excluded_map", "success_map", "timeout_map", "error_map"):
        for item in _items(answer, name):
            number = item["span"]["line"] - 1
            found[number] = _verdict(urls[number], name, item, archived.get(item["url"], ""))
    return [found.get(number, Verdict(url, "unchecked")) for number, url in enumerate(urls)]


def _items(answer: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [item for items in answer[name].values() for item in items]


def _verdict(url: str, name: str, item: Mapping[str, Any], archived: str) -> Verdict:
    status = item["status"]
    if name == "excluded_map":
        return Verdict(url, "unchecked", "an address reserved for examples")
    if name == "success_map":
        moved = _new_address(item.get("redirects", {}).get("redirects", []))
        return Verdict(url, "moved", moved) if moved else Verdict(url, "alive")
    if status.get("code") in _GONE:
        return Verdict(url, "dead", status["text"], archived or _lookup(url))
    circle = 300 <= status.get("code", 0) < 400
    return _lost(url, "redirects without end" if circle else status.get("details") or status["text"], archived)


def _new_address(redirects: Sequence[Mapping[str, Any]]) -> str:
    """Where permanent redirects lead to before the first temporary one; empty if there is none."""
    address = ""
    for step in redirects:
        if step["code"] not in _PERMANENT:
            break
        address = step["url"]
    return address


def _lost(url: str, detail: str, archived: str = "") -> Verdict:
    return Verdict(url, "unreachable", detail, archived or _lookup(url))


def _lookup(url: str) -> str:
    """Where the Wayback Machine lists its copies of a page, for when it could not be asked."""
    return f"https://web.archive.org/web/*/{quote(url, safe=':/?&=%+,;@~()')}"
