"""The synthetic thesis is whole and the same each time, and the report of the benchmarks says what was measured."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import synthetic
from bench_report import Cost, Measured, exponent, report
from conftest import build
from plain import write_plain
from project import messages, trace_of
from synthetic import Size


def digest(folder: Path) -> dict[str, str]:
    """A hash of each file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def thesis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic thesis with thirty findings."""
    root = tmp_path_factory.mktemp("synthetic") / "thesis"
    synthetic.write(root, 30)
    return root


@pytest.mark.parametrize("findings", [1, 2, 3, 7, 50])
def test_it_passes_the_check(findings: int, tmp_path: Path) -> None:
    synthetic.write(tmp_path / "thesis", findings)
    assert messages(tmp_path / "thesis") == []


def test_it_has_what_the_benchmarks_ask_for(thesis: Path) -> None:
    trace = trace_of(thesis)
    findings = trace.of_kind("finding")
    assert len(findings) == 30
    for finding in findings:
        statements = [*trace.targets(finding.id, "evidence"), *trace.targets(finding.id, "against")]
        assert sum(trace.entities[i].kind == "statement" for i in statements) == 5
        assert len(trace.targets(finding.id, "concepts")) == 4
        sources = [r for r in trace.outgoing[finding.id] if r.name == "sources"]
        assert len(sources) == 4 and all(relation.locator for relation in sources)
        here = trace.mentions_on[finding.page]
        assert sum(m.citation for m in here) == 4 and sum(not m.citation for m in here) == 9


def test_works_grow_as_asked_for() -> None:
    assert [Size(n).works for n in (50, 200, 1000, 5000, 9000)] == [30, 100, 250, 500, 500]
    assert Size(50).works < Size(100).works < Size(200).works


def test_the_same_seed_gives_the_same_bytes(thesis: Path, tmp_path: Path) -> None:
    synthetic.write(tmp_path / "again", 30)
    synthetic.write(tmp_path / "other", 30, seed=1)
    assert digest(tmp_path / "again") == digest(thesis)
    assert digest(tmp_path / "other") != digest(thesis)


def test_content_is_not_overwritten(thesis: Path) -> None:
    with pytest.raises(FileExistsError):
        synthetic.write(thesis, 30)


def test_it_builds_with_everything_on(thesis: Path) -> None:
    done = build(thesis / "mkdocs.yml", thesis / "site")
    assert done.code == 0, done.output
    assert (thesis / "site" / "data" / "trace.json").is_file()


def test_it_builds_in_plain_markdown(thesis: Path) -> None:
    """Every link that was written out leads somewhere: MkDocs checks them."""
    write_plain(thesis, thesis / "plain")
    config = synthetic.configuration(
        docs_dir="plain", hooks=[], theme={"name": "material"}, plugins=["search"], extra_css=[], extra_javascript=[]
    )
    (thesis / "plain.yml").write_text(config, "utf-8")
    done = build(thesis / "plain.yml", thesis / "plain-site")
    assert done.code == 0, done.output
    page = (thesis / "plain-site" / "funn" / "funn-3" / "index.html").read_text("utf-8")
    assert "[[" not in page and "[@" not in page and "../../utsagn/#u-15" in page


def cost(findings: int, seconds: float) -> Measured:
    costs = [Cost(seconds * share, seconds * share, findings) for share in (0.5, 1.0, 9.0)]
    return Measured(findings, findings * 2, {"bare": costs, "plain": costs, "warm": costs, "cold": costs}, {})


def test_the_exponent_is_that_of_the_costs() -> None:
    sizes = [cost(n, 0.001 * n**1.3) for n in (50, 200, 1000)]
    assert exponent(sizes, "warm", "cpu") == pytest.approx(1.3)
    assert exponent(sizes, "warm", "peak") == pytest.approx(1.0)


def test_the_report_tells_goals_that_were_missed() -> None:
    def costs(seconds: float) -> list[Cost]:
        return [Cost(seconds, seconds, 100)] * 3

    kinds = {"bare": costs(1.0), "plain": costs(2.0), "warm": costs(2.4), "cold": costs(3.0), "bibtex": costs(9.0)[:1]}
    again = {
        kind: {"sentence": [seconds], "link": [1.2 * seconds]}
        for kind, seconds in (("bare", 1.0), ("plain", 2.0), ("warm", 2.1))
    }
    text = report([Measured(50, 120, kinds, again)])
    assert "| everything on over bare, 50 findings | 1.6 | 2.40 | **missed** |" in text
    assert "| everything on over plain, 50 findings | 1.35 | 1.20 | met |" in text
    assert "| rebuild over bare, 50 findings, a sentence more | 1.6 | 2.10 | **missed** |" in text
    assert "| 50 | a link more | 1.20 | 2.40 | 2.52 | 2.10 | 1.05 |" in text
    assert "| 50 | 120 | mkdocs-bibtex (CSL) | 9.00 | 9.00 | 100 | 9.00 | 9.00 | 4.50 |" in text
