"""A second engine, Equal Access (from npm), finds no fault of ours either, where it knows other rules than axe."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.conftest import Open
from browser.pages import PAGES

pytestmark = pytest.mark.thorough
ENGINE = "accessibility-checker-engine@4.0.34"
#: Material's own, and not for us to mend: its icons, and the boxes and labels that open its menus.
MATERIAL = ('class="md-', 'viewBox="0 0 24 24"', 'id="__palette')
#: Its rules that never find more than what somebody should look at, and two whose faults axe finds as well: they take
#: nine tenths of the time.
LEFT_OUT = ["element_tabbable_unobscured", "element_tabbable_visible", "style_focus_visible"]
LEFT_TO_AXE = ["text_contrast_sufficient", "target_spacing_sufficient"]
CHECK = """async (leftOut) => {
    const checker = new ace.Checker();
    const all = checker.getGuidelines().find(({ id }) => id === "WCAG_2_2");
    const checkpoints = all.checkpoints.map((point) => ({
        ...point, rules: point.rules.filter(({ id }) => !leftOut.includes(id)),
    }));
    checker.addGuideline({ ...all, id: "ours", checkpoints });
    const { results } = await checker.check(document, ["ours"]);
    return results
        .filter(({ value }) => value.join() === "VIOLATION,FAIL")
        .map(({ ruleId, message, snippet }) => `${ruleId}: ${message} ${snippet}`);
}"""


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The engine's script."""
    folder = tmp_path_factory.mktemp("engine")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("the engine comes from npm")
    done = subprocess.run([npm, "pack", "--json", ENGINE], cwd=folder, capture_output=True, text=True, check=True)
    with tarfile.open(folder / json.loads(done.stdout)[0]["filename"]) as packed:
        packed.extract("package/ace.js", folder, filter="data")
    return Path(folder, "package", "ace.js").read_text("utf-8")


def faults(page: Page, engine: str) -> list[str]:
    """What the engine finds on a page, but for what is Material's."""
    page.evaluate(f"{engine}; window.ace = ace")
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    found: list[str] = page.evaluate(CHECK, [*LEFT_OUT, *LEFT_TO_AXE])
    return [fault[:400] for fault in found if not any(mark in fault for mark in MATERIAL)]


@pytest.mark.parametrize("path", PAGES.values(), ids=list(PAGES))
def test_no_fault_of_ours(page_at: Open, path: str, engine: str) -> None:
    assert faults(page_at(path), engine) == []


def test_it_finds_what_is_wrong(page_at: Open, engine: str) -> None:
    page = page_at(PAGES["about"])
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
    assert any(fault.startswith("img_alt_valid") for fault in faults(page, engine))
