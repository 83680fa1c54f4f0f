"""Holds one page of every type against Lighthouse, as on a telephone with a slow line: `make lighthouse`.

The site is built for the address at which it is served here, compressed as a server would. Lighthouse comes from npm.
A page that is run alone can be named: `tests/lighthouse.py brevene/`.
"""

from __future__ import annotations

import gzip
import json
import mimetypes
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from browser.find_browser import NONE, find_browser
from browser.pages import PAGES
from conftest import build
from project import ROOT

LIGHTHOUSE = "lighthouse@12.8.2"
PORT = 8799
#: The least score of each category, of 100, and the most milliseconds that the page may be deaf.
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100}
DEAF = 300


class Handler(BaseHTTPRequestHandler):
    """Serves a folder, its texts compressed."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, site: Path) -> None:
        self.site = site
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answers with the file, or with the page for what there is none of."""
        asked = self.site / unquote(urlsplit(self.path).path).lstrip("/")
        asked = asked / "index.html" if asked.is_dir() else asked
        found = asked if asked.is_file() else self.site / "404.html"
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        packed = kind.startswith(("text/", "application/j", "image/svg"))
        body = gzip.compress(found.read_bytes()) if packed else found.read_bytes()
        self.send_response(200 if found is asked else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if packed else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address at which a built site is served."""
    server = ThreadingHTTPServer(("127.0.0.1", PORT), partial(Handler, site=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{PORT}/"
    finally:
        server.shutdown()


def judged(url: str, chromium: str) -> tuple[dict[str, int], float, list[str]]:
    """The scores of a page, how long it is deaf, and what Lighthouse finds wrong with it."""
    npx = shutil.which("npx") or sys.exit("Lighthouse comes from npm, and there is none.")
    categories = f"--only-categories={','.join(LEAST)}"
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage"
    command = [npx, "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", categories, flags]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "CHROME_PATH": chromium}
    )
    report = json.loads(done.stdout)
    scores = {name: round(100 * report["categories"][name]["score"]) for name in LEAST}
    wrong = [
        f"{audit['id']}: {node.get('node', {}).get('snippet', node.get('description', ''))}"
        for name in ("accessibility", "best-practices")
        for reference in report["categories"][name]["auditRefs"]
        if (audit := report["audits"][reference["id"]])["score"] == 0
        for node in (audit.get("details") or {}).get("items", [{}])
    ]
    return scores, report["audits"]["total-blocking-time"]["numericValue"], wrong


def main() -> int:
    """Prints the scores of each page; 1 where one is too low."""
    chromium = find_browser()
    if chromium is None:
        print(NONE, file=sys.stderr)
        return 1
    low = 0
    with TemporaryDirectory() as folder:
        made = build(ROOT / "mkdocs.yml", Path(folder, "site"), SITE_URL=f"http://127.0.0.1:{PORT}/")
        if made.code:
            print(made.output, file=sys.stderr)
            return made.code
        with served(made.site) as address:
            for path in sys.argv[1:] or PAGES.values():
                scores, deaf, wrong = judged(f"{address}{path}", str(chromium))
                is_low = deaf > DEAF or any(scores[name] < least for name, least in LEAST.items())
                low += is_low
                summary = ", ".join(f"{name} {score}" for name, score in scores.items())
                print(
                    f"{'LOW ' if is_low else 'ok  '} /{path}: {summary}, deaf for {deaf:.0f} ms", *wrong, sep="\n     "
                )
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
