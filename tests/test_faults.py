"""Hundreds of seeded faults in the real content: each is harmless or reported with its place, whatever it is.

`FAULT_SEED` and `FAULT_COUNT` in the environment choose the seeds. One that fails can be repeated alone, with
`FAULT_SEED=17 FAULT_COUNT=1`, or by hand with `PYTHONPATH=hooks:tests python -m faults 17`.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import IO

import pytest
from conftest import Build, build
from faults.content import Content
from faults.harness import MUTATORS, Outcome, apply, mutation
from project import ROOT

SEED = int(os.environ.get("FAULT_SEED", "20230609"))
COUNT = int(os.environ.get("FAULT_COUNT", "500"))
#: Each seed may take ten seconds of the processor's time; one that no longer answers at all is given this long.
SILENCE = 120
WORKERS = 2
CONTENT = Content.of(ROOT)


def tried(seeds: range) -> dict[int, Outcome]:
    """The outcome of each seed, in a process of its own: one that hangs or dies costs its seed, not the rest."""
    found: dict[int, Outcome] = {}
    left = seeds
    while left:
        found.update(_answers(left))
        answered = [seed for seed in left if seed in found]
        left = left[len(answered) :]
        if left:
            name = MUTATORS[left[0] % len(MUTATORS)].__name__
            found[left[0]] = Outcome(left[0], name, "", "FAULT", messages=["the process hung or died"])
            left = left[1:]
    return found


def _answers(seeds: range) -> dict[int, Outcome]:
    """What one process answers until it is done, dies or falls silent."""
    command = [sys.executable, "-m", "faults", str(seeds.start), str(seeds.stop - seeds.start), str(seeds.step)]
    paths = os.pathsep.join([str(ROOT / "hooks"), str(ROOT / "tests")])
    found: dict[int, Outcome] = {}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": paths}
    ) as process:
        lines: queue.Queue[str] = queue.Queue()
        assert process.stdout is not None
        reader = threading.Thread(target=_pass_on, args=(process.stdout, lines))
        reader.start()
        while True:
            try:
                line = lines.get(timeout=SILENCE)
            except queue.Empty:
                break
            if not line:
                break
            outcome = Outcome(**json.loads(line))
            found[outcome.seed] = outcome
        process.kill()
        reader.join()
    return found


def _pass_on(stream: IO[str], lines: queue.Queue[str]) -> None:
    for line in stream:
        lines.put(line)
    lines.put("")


@pytest.fixture(scope="module")
def outcomes() -> dict[int, Outcome]:
    parts = [range(SEED + first, SEED + COUNT, WORKERS) for first in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        return {seed: outcome for part in pool.map(tried, parts) for seed, outcome in part.items()}


@pytest.mark.parametrize("seed", range(SEED, SEED + COUNT))
def test_a_fault_is_harmless_or_reported(seed: int, outcomes: dict[int, Outcome]) -> None:
    found = outcomes[seed]
    if found.kind == "FAULT":
        reason = "\n".join(found.messages)
        pytest.fail(
            f"{found.mutator}: {found.what}\nrepeat it: FAULT_SEED={seed} FAULT_COUNT=1\n{reason}", pytrace=False
        )


@pytest.mark.skipif(len(MUTATORS) > COUNT, reason="too few seeds to say anything of all kinds of faults")
def test_every_kind_of_fault_is_tried(outcomes: dict[int, Outcome]) -> None:
    """Most are reported, and what is reported comes from many kinds: the harness has not gone blind."""
    kinds = Counter(outcome.kind for outcome in outcomes.values())
    assert {outcome.mutator for outcome in outcomes.values()} == {mutator.__name__ for mutator in MUTATORS}
    assert kinds["reported"] > kinds["harmless"] > 0
    assert len({outcome.mutator for outcome in outcomes.values() if outcome.kind == "reported"}) > len(MUTATORS) // 2


#: Faults that MkDocs, the theme or pandoc meet as well, so that only a whole build shows what becomes of them.
WHOLE = (
    "strange_front_matter",
    "markup_in_title",
    "rename_file",
    "path_trick",
    "retitle",
    "bad_citation",
    "strange_value",
    "strange_style",
    "markup_in_label",
    "withdraw",
)


def first_seed(name: str) -> int:
    """The first seed that brings a fault of this kind."""
    return next(seed for seed in range(SEED, SEED + len(MUTATORS)) if MUTATORS[seed % len(MUTATORS)].__name__ == name)


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Build]]:
    """A strict build of the real content with one fault of each kind, and what the fault is."""

    def one(name: str) -> tuple[str, Build]:
        root = tmp_path_factory.mktemp(name)
        shutil.copytree(ROOT / "docs", root / "docs")
        shutil.copytree(ROOT / "hooks", root / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
        (root / "site").mkdir()
        (root / "site" / "good.html").write_text("the last good site", "utf-8")
        fault = mutation(first_seed(name), CONTENT)
        apply(type(fault)("", {**CONTENT.files, **fault.files}), root)
        return fault.what, build(root / "mkdocs.yml", root / "site")

    with ThreadPoolExecutor(WORKERS) as pool:
        return dict(zip(WHOLE, pool.map(one, WHOLE), strict=True))


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_build_fails_cleanly_or_not_at_all(name: str, builds: dict[str, tuple[str, Build]]) -> None:
    what, done = builds[name]
    assert "Traceback" not in done.output, f"{what}\n{done.output}"
    assert not done.site.with_name("site.building").exists()
    if done.code == 0:
        assert (done.site / "index.html").is_file(), what
        assert not (done.site / "good.html").exists(), what
    else:
        assert [path.name for path in done.site.iterdir()] == ["good.html"], what
        assert "WARNING" in done.output or "rror" in done.output, what
