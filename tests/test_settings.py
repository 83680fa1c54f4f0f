"""The configuration at fault: a message with its place before anything else is done, and nothing written."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import build
from project import ROOT, TINY, changed, configured, copy_of, layout, real_trace

from spor.read.layout import configuration_texts, layout_in
from spor.read.settings import absent, settings_problems
from spor.read.translation import read_standalone
from spor.trace.problem import ProjectError

WRITTEN = configuration_texts(ROOT / "mkdocs.yml")
GONE = object()


def messages(path: str, value: Any) -> list[str]:
    """What is said of the real settings with one of them made `value`; `path` is below extra.spor."""
    edited = copy.deepcopy(dict(configured().settings))
    *above, last = path.split(".")
    inner: dict[str, Any] = edited
    for name in above:
        inner = inner[name]
    if value is GONE:
        del inner[last]
    else:
        inner[last] = value
    return [str(problem) for problem in settings_problems(edited, WRITTEN)]


def innermost(path: list[str]) -> str:
    """The last part of a path below extra.spor that is written in the configuration."""
    inner, name = configured().settings, "spor"
    for part in path:
        if part not in inner:
            break
        inner, name = inner[part], part
    return name


def test_the_real_settings_are_whole() -> None:
    assert list(settings_problems(configured().settings, WRITTEN)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("published", ["2026"]),
        ("published", "snart"),
        ("published", "2022"),
        ("licence", "javascript:alert(1)"),
        ("thesis", ["a"]),
        ("picture", "kort.png"),
        ("picture.file", "../kort.png"),
        ("thesis.date", "juni 2023"),
        ("thesis.date", "2023-13-01"),
        ("thesis.genre", None),
        ("exports", 12),
        ("exports.folder", "../../x"),
        ("exports.tables", "data/tabell-1.yml"),
        ("book", ["a"]),
        ("book.file", "../bok"),
        ("book.about", "en linje"),
        ("book.panels", ["a"]),
        ("labels.panel", ["Spor"]),
        ("labels.kinds", "Slag"),
        ("labels.relations", {"finding": {"answers": ["Svarer på"]}}),
        ("labels.relations", {"letter": "Står i"}),
        ("labels.kinds", {"letter": {"one": "Brev"}}),
        ("labels.panel", {"title": "Spor"}),
        ("labels.kinds.lettr", "Brev"),
        ("labels.cite", {"thesis_page": "side {nummer}"}),
        ("labels.editors", {"share": "{editors av {all}"}),
        ("labels.files", {"letter": "brevene"}),
        ("labels.files", {"trce": "sporet"}),
        ("thesis.date", "2023-02-30"),
        ("labels.countd", {"letter": {"one": "brev", "many": "brev"}}),
        ("edition", "soon"),
        ("language", "xx-XX"),
        ("language", GONE),
        ("kinds.letter.role", "nothing"),
        ("kinds.letter.colour", "red"),
        ("kinds.letter_item.used.by", ["befor"]),
        ("kinds.letter_item.searched", ["txt"]),
        ("kinds.letter_item.fields.force.stands_in", ["wrods"]),
        ("kinds.letter_pair.changes.likt.alike", ["typ"]),
        ("rules.unfounded-answer.both", ["text", "toldin"]),
        ("kinds.letter.name", "{title} ({aar})"),
        ("kinds.letter_item.fields.type.one_of", "priority"),
        ("kinds.letter.relations", {"appendix": {"to": ["nowhere"]}}),
        ("rules.unfounded-answer.of", "nothing"),
        ("rules.unfounded-answer.colour", "red"),
        ("data.nothing", "data/x.yml"),
        ("data.letter", "data/utsagn.yml"),
        ("thesis.langauge", "nb"),
        ("exports.foldr", "data"),
        ("book.fil", "bok"),
        ("picture.heigth", "1"),
    ],
)
def test_a_setting_of_another_shape_is_told_with_its_place(path: str, value: Any) -> None:
    (message,) = messages(path, value)
    place, rule, what = message.split(": ", 2)
    file, line = place.split(":")
    assert rule == "settings"
    assert what.startswith(f"extra.spor.{path}")
    assert f"{innermost(what.split()[0].split('.')[2:])}:" in WRITTEN[file].split("\n")[int(line) - 1]


@pytest.mark.parametrize(
    ("path", "value", "file"),
    [
        ("style", 3, "spor.nb.yml"),
        ("fonts", ["a"], "spor.yml"),
        ("book.panels.question", 3, "spor.yml"),
        ("exports.bundle", 3, "spor.nb.yml"),
        ("published", "snart", "mkdocs.yml"),
        ("thesis.langauge", "nb", "mkdocs.yml"),
    ],
)
def test_the_place_is_in_the_file_that_says_so(path: str, value: Any, file: str) -> None:
    (message,) = messages(path, value)
    assert message.startswith(f"{file}:")


def test_of_a_project_below_another_the_places_begin_at_the_upper_one() -> None:
    assert list(configuration_texts(ROOT / "projects" / "en" / "mkdocs.yml")) == [
        "projects/en/mkdocs.yml", "mkdocs.yml", "spor.nb.yml", "spor.yml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("published", 2026),
        ("published", GONE),
        ("licence", ""),
        ("thesis", GONE),
        ("book", GONE),
        ("labels", GONE),
        ("labels.count", "Antall"),
        ("kinds.letter_item.fields.deadline", None),
        ("rules.unfounded-answer", None),
    ],
)
def test_what_is_left_out_or_a_number_does_no_harm(path: str, value: Any) -> None:
    assert messages(path, value) == []


def test_an_unknown_setting_is_told_with_the_nearest() -> None:
    (message,) = messages("langauge", "nb")
    assert message.endswith("extra.spor.langauge is no setting (did you mean 'language'?)")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"      kinds: {letter": "      kinds: []\n      fields: {letter"}, "extra.spor.labels.kinds must be"),
        ({"extra:\n  spor:\n": "extra:\n  spor:\n    progress: {afterr: 1}\n"}, "extra.spor.progress is no setting"),
        ({"hooks:\n": "markdown_extensions: []\nhooks:\n"}, "markdown_extensions must have attr_list"),
        ({"hooks:\n": "site_name: To\nhooks:\n"}, "yaml-duplicate-key: 'site_name' stands already on line "),
    ],
)
def test_the_build_tells_of_it(changes: Mapping[str, str], message: str, tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    config = root / "mkdocs.yml"
    text = config.read_text("utf-8")
    for old, new in changes.items():
        text = text.replace(old, new.replace("../../", f"{ROOT}/"))
    config.write_text(text, "utf-8")
    done = build(config, root / "site")
    assert "Traceback" not in done.output
    assert message in done.output
    assert done.code == 1
    assert not (root / "site").exists()


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("book.page", "bokk.md", "'bokk.md' is no page (did you mean 'bok.md'?)"),
        ("book.leave_out", ["bok.md", "data.dm"], "'data.dm' is no page (did you mean 'data.md'?)"),
        ("book.withheld", {"data/tabell2.yml": "Tabell 2"}, "'data/tabell2.yml' is no view of any page (did you mean"),
        ("editors.page", "omm.md#redaksjonen", "'omm.md' is no page (did you mean 'om.md'?)"),
        ("exports.page", "dat.md", "'dat.md' is no page (did you mean 'data.md'?)"),
        ("translates.about", "omm.md#engelsk", "'omm.md' is no page (did you mean 'om.md'?)"),
        ("picture.file", "assets/kart.png", "'assets/kart.png' is not there"),
    ],
)
def test_what_a_setting_names_is_there(path: str, value: Any, said: str) -> None:
    edited = copy.deepcopy(dict(configured().settings))
    part, name = path.split(".")
    edited[part] = {**edited.get(part, {}), name: value}
    (problem,) = absent(edited, layout(ROOT), real_trace(), WRITTEN)
    assert problem.rule == "settings" and said in problem.message
    assert problem.message.startswith(f"extra.spor.{path}")


@pytest.mark.parametrize("project", [ROOT, ROOT / "projects" / "en", TINY, TINY / "projects" / "en"])
def test_what_the_real_settings_name_is_there(project: Path) -> None:
    read = read_standalone(project / "mkdocs.yml")
    assert list(absent(read.settings, read.layout, read.trace, configuration_texts(project / "mkdocs.yml"))) == []


def test_a_kind_of_another_shape_is_named() -> None:
    (message,) = messages("kinds.letter_pair.changes", ["a"])
    assert message.endswith("extra.spor.kinds.letter_pair.changes must be kinds of change")
    (message,) = messages("kinds.letter.fields", "year")
    assert message.endswith("extra.spor.kinds.letter.fields must be fields with what they hold")


def test_what_a_text_may_fill_in_is_told() -> None:
    (message,) = messages("labels.cite", {"thesis_page": "side {nummer}"})
    assert message.endswith("extra.spor.labels.cite.thesis_page must be a text that has no braces but {page}")
    assert messages("labels.count", "Antall") == messages("labels.files", {"work": "verket"}) == []


def test_a_translation_of_half_a_configuration_is_told_what_it_needs(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    changed(root, "mkdocs.yml", "    homes:", "    houses:")
    with pytest.raises(
        ProjectError, match=r"needs plugins.bibtex.bib_file and extra.spor with language, data and homes"
    ):
        layout_in(root / "projects" / "en" / "mkdocs.yml")


def test_a_line_of_the_title_page_says_what_it_may_fill_in(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    lines = "    book:\n      about: ['{thesis.titel}']\n"
    changed(root, "mkdocs.yml", "    book:\n", lines)
    done = build(root / "mkdocs.yml", root / "site", SPOR_BOOK="true")
    assert "a line of 'about' or 'imprint' cannot be filled in: a brace stands alone, or around" in done.output
    assert "{thesis.title}" in done.output and "Traceback" not in done.output


def test_a_project_that_translates_itself_is_told(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    changed(root, "projects/en/mkdocs.yml", "project: ../../mkdocs.yml", "project: mkdocs.yml")
    with pytest.raises(ProjectError, match="translates: name the original"):
        layout_in(root / "projects" / "en" / "mkdocs.yml")


def test_a_translation_with_a_bibliography_of_its_own_is_told(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    changed(root, "projects/en/mkdocs.yml", "bib_file: ../../references.bib", "bib_file: references.bib")
    with pytest.raises(ProjectError, match=r"bib_file: .* write \.\./\.\./references\.bib"):
        layout_in(root / "projects" / "en" / "mkdocs.yml")


@pytest.mark.parametrize("text", ["", "\u00a71.0  \n"], ids=["empty", "without hashes"])
def test_a_fingerprint_without_hashes_is_told(text: str, tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    (root / "thesis.fingerprint").write_text(text, "utf-8")
    changed(root, "mkdocs.yml", "  spor:\n", "  spor:\n    fingerprint: {file: thesis.fingerprint}\n")
    with pytest.raises(ProjectError, match="holds no hashes"):
        layout_in(root / "mkdocs.yml")


def test_without_bibtex_the_build_stops_with_one_message(tmp_path: Path) -> None:
    root = changed(copy_of(TINY, tmp_path / "thesis"), "mkdocs.yml", "hooks:\n", "plugins: [search]\nhooks:\n")
    line = (root / "mkdocs.yml").read_text("utf-8").split("\n").index("plugins: [search]") + 1
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 1 and not (root / "site").exists()
    assert "The configuration is at fault in 1 place(s):" in done.output
    assert f"mkdocs.yml:{line}: settings: plugins must have bibtex" in done.output
    assert done.output.count("bibtex") == 1 and "Traceback" not in done.output


def test_files_of_the_theme_that_are_nowhere_are_told_at_once(tmp_path: Path) -> None:
    """Jinja ends in a traceback over an icon, and a browser says nothing of a style sheet or a picture."""
    root = copy_of(TINY, tmp_path / "thesis")
    theme = "theme:\n  logo: bilder/borte.png\n  icon: {logo: spor/borte, repo: material/git}\n  favicon: borte.svg\n"
    changed(root, "mkdocs.yml", "theme:\n", theme)
    changed(root, "mkdocs.yml", "extra_css: []", "extra_css: [stylesheets/borte.css, https://a.example/x.css]")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.code == 1 and not (root / "site").exists() and "Traceback" not in done.output
    told = {
        "theme.icon.logo": ".icons/spor/borte.svg",
        "theme.logo": "bilder/borte.png",
        "theme.favicon": "borte.svg",
        "extra_css": "stylesheets/borte.css",
    }
    assert done.output.count(": settings: ") == len(told)
    for setting, file in told.items():
        assert f"{setting}: there is no file '{file}'" in done.output


def test_a_configuration_that_is_no_yaml_is_told_to_commands_with_its_line(tmp_path: Path) -> None:
    root = copy_of(TINY, tmp_path / "thesis")
    changed(root, "mkdocs.yml", "site_name: ", "site_name: Én: ")
    told = r"^Nothing can be read in 1 place\(s\):\nmkdocs\.yml:\d+: yaml-syntax: "
    with pytest.raises(ProjectError, match=told):
        layout_in(root / "mkdocs.yml")


def test_a_configuration_without_ours_says_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: En\n", "utf-8")
    with pytest.raises(ProjectError, match="is no whole configuration: it needs"):
        layout_in(tmp_path / "mkdocs.yml")
