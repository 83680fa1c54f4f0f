"""`python -m spor.links SITE [SITE_URL]`: every link of a built site that leads nowhere, as `file:line: rule: url`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from spor.links.crawl import crawl
from spor.links.read import canonical_root, read_site


def main(arguments: list[str]) -> int:
    """Prints the faults; returns 1 if there are any, else 0."""
    parser = argparse.ArgumentParser(prog="spor.links", description=__doc__)
    parser.add_argument("site", type=Path, help="the folder of the built site")
    parser.add_argument("site_url", nargs="?", help="where it is to be served (else the front page's canonical URL)")
    chosen = parser.parse_args(arguments)
    site_url = chosen.site_url or canonical_root(chosen.site)
    documents = read_site(chosen.site, site_url)
    found = crawl(documents, site_url)
    for problem in found.problems:
        print(f"{chosen.site}/{problem}")
    print(f"{found.checked} links in {len(documents)} files: {len(found.problems)} lead nowhere.")
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
