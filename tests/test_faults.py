"""Seeded faults in the real content: each is harmless or reported with its place, whatever it is.

`FAULT_SEED` and `FAULT_COUNT` in the environment choose the seeds; `make faults` tries five hundred. One that fails can
be repeated alone: `FAULT_SEED=17 FAULT_COUNT=1 pytest tests/test_faults.py`.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from conftest import build
from faults.content import Content, Mutation
from faults.harness import MUTATORS, is_well_said, mutation, put_into, said, watched
from project import ROOT, copy_of

SEED = int(os.environ.get("FAULT_SEED", "20230609"))
COUNT = int(os.environ.get("FAULT_COUNT", "60"))
CONTENT = Content.of(ROOT)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(ROOT, tmp_path_factory.mktemp("faults") / "thesis")


@pytest.mark.parametrize("seed", range(SEED, SEED + COUNT))
def test_a_fault_is_harmless_or_reported(seed: int, root: Path) -> None:
    fault = mutation(seed, CONTENT)
    with put_into(root, fault, CONTENT), watched():
        found = said(fault, root)
    assert found or not fault.must_report, f"{fault.what[:300]}: it was not reported"
    odd = [message for message in found if not is_well_said(message, fault, CONTENT)]
    assert odd == [], f"{fault.what[:300]}: this is no message"


def test_content_without_a_fault_is_not_reported(root: Path) -> None:
    """Else each fault would count as reported."""
    assert said(Mutation("nothing", {}), root) == []


def test_every_kind_of_fault_comes_as_often() -> None:
    kinds = Counter(MUTATORS[seed % len(MUTATORS)] for seed in range(SEED, SEED + 5 * len(MUTATORS)))
    assert set(kinds.values()) == {5} and len(kinds) == len(MUTATORS)


#: Faults that MkDocs, the theme or pandoc meet as well, so that only a whole build shows what becomes of them.
WHOLE = (
    "strange_front_matter",
    "markup_in_title",
    "rename_file",
    "bad_citation",
    "path_trick",
    "retitle",
    "strange_value",
    "withdraw",
)


@pytest.mark.thorough
@pytest.mark.parametrize("name", WHOLE if COUNT >= 500 else WHOLE[:4])
def test_a_whole_build_fails_cleanly_or_not_at_all(name: str, tmp_path: Path) -> None:
    seeds = range(SEED, SEED + len(MUTATORS))
    fault = mutation(next(s for s in seeds if MUTATORS[s % len(MUTATORS)].__name__ == name), CONTENT)
    thesis = copy_of(ROOT, tmp_path / "thesis")
    with put_into(thesis, fault, CONTENT):
        done = build(thesis / "mkdocs.yml", thesis / "site")
    assert "Traceback" not in done.output, f"{fault.what}\n{done.output}"
    if done.code == 0:
        assert (done.site / "index.html").is_file(), fault.what
    else:
        assert "WARNING" in done.output or "rror" in done.output, fault.what
