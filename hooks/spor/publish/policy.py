"""The Content-Security-Policy of a page: the page's own files, and the theme's few inline scripts by their hashes."""

import base64
import hashlib
import re
from collections.abc import Iterator

from markupsafe import Markup

from spor.publish.book.trees import parse
from spor.trace.problem import ProjectError

#: Nothing is allowed but this; `data:` for the icons in the theme's style sheet.
_ALLOWED = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "img-src": "'self' data:",
    "manifest-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "worker-src": "'self'",
}
#: A script of another type than these is data, which no browser runs.
_RUNS = {None, "", "module", "text/javascript", "application/javascript"}
#: The policy comes right after this: nothing before it can load or run, and the charset stays among the first bytes.
_CHARSET = re.compile(r"<meta\s+charset=[^>]*>", re.IGNORECASE)
#: What the parser must see of a page: to parse the whole of each would take a sixth of the build. The first letter
#: stands outside of what is read in small letters or large: so it is found at once. The metadata, which runs nowhere
#: and is another on each page, is left out.
_ELEMENT = re.compile(r"<(?i:(script|style)\b)(?! type=\"application/ld\+json\">)(?i:.*?</\1\s*>)", re.DOTALL)


def policy(*frames: str) -> str:
    """The policy for a page whose theme's parts are `frames`: the inline scripts and styles in them are allowed."""
    found = {source for frame in frames for element in _ELEMENT.finditer(frame) for source in _sources(element[0])}
    return "; ".join(
        " ".join([name, allowed, *sorted(source for rule, source in found if rule == name)])
        for name, allowed in _ALLOWED.items()
    )


def _sources(element: str) -> Iterator[tuple[str, str]]:
    """The rule that a `<script>` or `<style>` element needs, with a hash to allow; none where nothing inline runs."""
    for node in parse(element).iter("script", "style"):
        if node.tag == "style" or ("src" not in node.attrib and node.get("type") in _RUNS):
            digest = hashlib.sha256((node.text or "").encode("utf-8")).digest()
            yield f"{node.tag}-src", f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def with_policy(html: str, name: str, content: str = "") -> str:
    """A whole page with its policy. `content` is the part of it that the writers made: no script there may run.

    Raises ProjectError, with the page's `name`, where it has no `<meta charset>` or not the content as it was made.
    """
    charset = _CHARSET.search(html)
    if charset is None:
        raise ProjectError(f"{name}: no <meta charset> to put the policy after")
    before, found, after = html.partition(content) if content else (html, "", "")
    if found != content:  # to go on would allow every script that a writer's text may hold
        raise ProjectError(f"{name}: the page's content is not in it as it was made: another plugin has changed it")
    element = Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(policy(before, after))
    return f"{html[: charset.end()]}{element}{html[charset.end() :]}"
