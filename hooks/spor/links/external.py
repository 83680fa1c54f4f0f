"""`python -m spor.links.external SITE [SITE_URL]`: which links to other sites are dead, moved or unreachable.

What another site does is no fault of ours: the exit code is 0 unless a link is malformed or the check itself fails.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urldefrag

from spor.links.crawl import crawl
from spor.links.lychee import Manners, Verdict, check_urls
from spor.links.model import Reference
from spor.links.read import canonical_root, read_site

_HEADINGS = {
    "dead": "Dead: the page is gone",
    "moved": "Moved for good: write the new address",
    "unreachable": "Unreachable now: look again before changing anything",
    "unchecked": "Not checked",
}
#: As many places of a link as the report names.
_PLACES = 3


def places_of(outside: Iterable[Reference]) -> dict[str, list[Reference]]:
    """The links to pages of other sites, sorted, each with the places where it stands; fragments do not count."""
    found: dict[str, list[Reference]] = {}
    for reference in sorted(outside):
        url = urldefrag(reference.url.strip()).url
        url = f"https:{url}" if url.startswith("//") else url
        if url.lower().startswith(("http://", "https://")):
            found.setdefault(url, []).append(reference)
    return dict(sorted(found.items()))


def report(verdicts: Sequence[Verdict], places: Mapping[str, Sequence[Reference]]) -> str:
    """The verdicts as text: what is dead, moved and unreachable apart, each link with where it stands."""
    lines = []
    for state, heading in _HEADINGS.items():
        chosen = [verdict for verdict in verdicts if verdict.state == state]
        lines += [f"{heading} ({len(chosen)})"] if chosen else []
        for verdict in chosen:
            found = places[verdict.url]
            more = f" and {len(found) - _PLACES} more" if len(found) > _PLACES else ""
            lines += [f"  {verdict.url}", f"    {verdict.detail}"]
            lines += [f"    in {', '.join(f'{place.path}:{place.line}' for place in found[:_PLACES])}{more}"]
            lines += [f"    archived: {verdict.archived}"] if verdict.archived else []
    count = {state: sum(verdict.state == state for verdict in verdicts) for state in ("alive", *_HEADINGS)}
    told = ", ".join(f"{number} {state}" for state, number in count.items())
    return "\n".join([*lines, f"{len(verdicts)} outside links: {told}."])


def main(arguments: list[str], manners: Manners | None = None) -> int:
    """Prints the report; returns 1 for a malformed link, 2 where lychee does not work, else 0."""
    parser = argparse.ArgumentParser(prog="spor.links.external", description=__doc__)
    parser.add_argument("site", type=Path, help="the folder of the built site")
    parser.add_argument("site_url", nargs="?", help="where it is to be served (else the front page's canonical URL)")
    parser.add_argument("--lychee", type=Path, default=Path(sys.executable).parent / "lychee", help="the program")
    chosen = parser.parse_args(arguments)
    site_url = chosen.site_url or canonical_root(chosen.site)
    found = crawl(read_site(chosen.site, site_url), site_url)
    malformed = [problem for problem in found.problems if problem.rule == "malformed-url"]
    places = places_of(found.outside)
    try:
        verdicts = check_urls(list(places), chosen.lychee, manners or Manners())
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 2
    print(report(verdicts, places))
    for problem in malformed:
        print(f"{chosen.site}/{problem}")
    return 1 if malformed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
