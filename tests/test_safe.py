"""What a writer's HTML brings: nothing that runs, and nothing that is fetched, however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from project import TINY, copy_of, messages

UNSAFE = [
    '<img/src="x"/onerror=alert(1)>',
    "<IMG SRC=x OnError=alert(1)>",
    '<b title=">" onclick="alert(1)">fet</b>',
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)></svg>",
    "<svg><animate onbegin=alert(1) /></svg>",
    "<svg><foreignObject><p>x</p></foreignObject></svg>",
    '<svg><use href="https://x.example/b.svg#a" /></svg>',
    "<math><mi>x</mi></math>",
    "<custom-element>x</custom-element>",
    '<button formaction="https://x.example/">x</button>',
    '<img srcset="https://x.example/b.png 2x" alt="">',
    '<video poster="https://x.example/b.png"></video>',
    '<a href="b.md"\nonclick="alert(1)">x</a>',
    "Et avsnitt.\n{: onclick=alert(1) }",
    "## Et avsnitt {#et-avsnitt onclick=alert(1)}",
    "*x*{style=color:red}",
    "[x](b.md){: onmouseover='alert(1)' }",
    "```{ .python onclick=alert(1) }\nx = 1\n```",
]
ADDRESSES = [
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="java&#115;cript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    "[x](< javascript:alert(1)>)",
    "[x](java&#115;cript:alert)",
    "[x][r]\n\n[r]: < javascript:alert(1)>",
    "![x][r]\n\n[r]: https://x.example/b.png",
    "![r]\n\n[r]: //x.example/b.png",
    '<img src="https://x.example/b.png" alt="">',
    "![](b.png){: src=https://x.example/b.png }",
]
SAFE = [
    '<figure markdown><img src="b.png" alt="Et bilde" width="3"><figcaption>x</figcaption></figure>',
    '<svg viewBox="0 0 9 9" role="img" aria-label="x"><path d="M0 0" fill="none" stroke="currentColor" /></svg>',
    "Et avsnitt.\n{: #her .viktig lang=en data-x=1 }",
    "[x](https://x.example/?a=b&c=d) og <https://x.example/> og {x = 1}",
    "[x][r] og ![](b.png)\n\n[r]: https://x.example/",
    '<abbr title="a > b">x</abbr> <kbd>y</kbd> H<sub>2</sub>O<br/>',
    "``<script>`` og `{: onclick=x }`\n\n```html\n<script>alert(1)</script>\n```",
]


def said(text: str, folder: Path) -> list[str]:
    root = copy_of(TINY, folder / "thesis")
    (root / "docs" / "mer.md").write_text(f"# Mer\n\n{text}\n", "utf-8")
    return [message for message in messages(root) if message.startswith("docs/mer.md:") and ": unsafe-" in message]


@pytest.mark.parametrize("text", UNSAFE)
def test_what_runs_stops_the_build(text: str, tmp_path: Path) -> None:
    found = said(text, tmp_path)
    assert found and all(": unsafe-html: " in message for message in found)
    lines = {int(message.split(":")[1]) for message in found}
    assert lines <= set(range(3, 5 + text.count("\n")))


@pytest.mark.parametrize("text", ADDRESSES)
def test_what_leads_or_fetches_elsewhere_stops_the_build(text: str, tmp_path: Path) -> None:
    found = said(text, tmp_path)
    assert found and all(": unsafe-address: " in message for message in found)


@pytest.mark.parametrize("text", SAFE)
def test_words_and_pictures_may_stand_in_a_page(text: str, tmp_path: Path) -> None:
    assert said(text, tmp_path) == []
