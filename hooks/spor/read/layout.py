"""Where a project keeps what, from its configuration (what it inherits, too); of one that translates another, both
layouts."""

import os.path
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from spor.locale import LOADER, Locale, load, merged
from spor.read.addresses import Former, read_addresses
from spor.read.text import compose, read_text
from spor.trace.original import Original, allowed_runs, read
from spor.trace.problem import ProjectError, collect, stop_at
from spor.trace.schema import Schema, read_schema


class _Loader(LOADER):  # type: ignore[misc, valid-type]
    """Reads mkdocs.yml; MkDocs' own tags stand for nothing here."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


@dataclass(frozen=True)
class Layout:
    """Where a project keeps what: folders and files relative to `root`, and which data file holds which kind.

    `data` maps a kind to its YAML file below `docs`; `homes` maps a kind to the page on which a view
    lists its entities, each at an anchor of its own id. `addresses` are those that the pages' blocks have had before,
    and `translates` is the project whose words these are in another language.
    """

    root: Path
    docs: str
    bibliography: str
    data: Mapping[str, str]
    homes: Mapping[str, str]
    schema: Schema = field(default_factory=read_schema)
    locale: Locale = field(default_factory=Locale)
    original: Original = field(default_factory=Original)
    addresses: Mapping[str, tuple[Former, ...]] = field(default_factory=dict)
    translates: "Translated | None" = None

    def path_of(self, file: str) -> str:
        """The path of a file below the pages; where a translation has none of its own, that of the original's."""
        own = f"{self.docs}/{file}"
        return self.translates.layout.path_of(file) if self.translates and not (self.root / own).is_file() else own


@dataclass(frozen=True)
class Translated:
    """What a project translates: the `layout` of the other, and the languages of both, its own last.

    Files, relative to the root: `terms` binds each concept to a term, `record` holds what somebody has declared to be
    translated. `glosses`, below the folder of the pages, has words for those of the thesis and for the editors'
    reasons. `names` are words that stay as they are.
    """

    layout: Layout
    languages: tuple[Locale, Locale]
    terms: str
    record: str
    glosses: str = ""
    names: tuple[str, ...] = ()


def pages_of(layout: Layout) -> tuple[str, ...]:
    """The Markdown files below the folder of the pages, in the order of their names."""
    docs = layout.root / layout.docs
    return tuple(sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md")))


def read_configuration(file: Path) -> dict[str, Any]:
    """A configuration with what it inherits (`INHERIT`), mappings merged as MkDocs does."""
    found: dict[str, Any] = {}
    for _, settings in reversed(_inherited(file).values()):
        found = merged(found, settings)
    found.pop("INHERIT", None)
    return found


def configuration_texts(file: Path) -> dict[str, str]:
    """The text of a configuration, and then of each that it inherits, by their paths.

    These begin at the folder of the configuration, or at that of one it inherits from, if the former lies below it.
    """
    found = _inherited(file)
    above = [each.parent for each in found if file.resolve().is_relative_to(each.parent)]
    root = min(above, key=lambda folder: len(folder.parts))
    return {_from(root, each): text for each, (text, _) in found.items()}


def _inherited(file: Path) -> dict[Path, tuple[str, dict[str, Any]]]:
    """A configuration and then each that it inherits: its text, and what that says."""
    found: dict[Path, tuple[str, dict[str, Any]]] = {}
    current: Path | None = file.resolve()
    while current is not None and current not in found:
        text = _whole(current)
        settings: dict[str, Any] = yaml.load(text, _Loader)  # a SafeLoader
        if not isinstance(settings, dict):
            raise ProjectError(f"{current.name}: the file must be fields with values")
        found[current] = text, settings
        base = settings.get("INHERIT")
        current = (current.parent / base).resolve() if base else None
    return found


def _whole(file: Path) -> str:
    """The text of a configuration. Raises ProjectError, with the line, for one that cannot be read, or is no YAML."""
    text, problems = collect(read_text(file.parent, file.name))
    _, faults = collect(compose(text, file.name)) if text else (None, ())
    stop_at((problem for problem in (*problems, *faults) if problem.rule != "yaml-alias"), "Nothing can be read")
    return text or ""


def layout_of(file: Path, docs: str, bibliography: str, settings: Mapping[str, Any]) -> Layout:
    """The layout of the project with the configuration `file`, whose `extra.spor` holds `settings`.

    `docs` and `bibliography` are as seen from its folder. The root of a translation is that of the project that it
    translates. Raises ProjectError, with the setting that is wrong, for files that cannot be read.
    """
    folder = file.resolve().parent
    locale = load(settings["language"], settings.get("labels"))
    translates = _translated(folder, settings, locale)
    root = translates.layout.root if translates else folder
    works = _from(root, folder / bibliography)
    if translates and works != translates.layout.bibliography:
        own = os.path.relpath(root / translates.layout.bibliography, folder)
        raise ProjectError(f"plugins.bibtex.bib_file: a translation has the works of its original: write {own}")
    return Layout(
        root=root,
        docs=_from(root, folder / docs),
        bibliography=works,
        data=settings["data"],
        homes=settings["homes"],
        schema=read_schema(settings),
        locale=locale,
        original=read_original(root, settings, locale),
        addresses={} if translates else read_addresses(root, settings),
        translates=translates,
    )


def layout_in(file: Path, *left_out: str) -> tuple[Layout, dict[str, Any]]:
    """The layout of the project with the configuration `file`, without the settings `left_out`, and what that says
    under `extra.spor`.

    Raises ProjectError for one that cannot be read, or lacks what a layout needs.
    """
    config = read_configuration(file)
    try:
        settings: dict[str, Any] = config["extra"]["spor"]
        bibliography = config["plugins"]["bibtex"]["bib_file"]
        asked = {name: value for name, value in settings.items() if name not in left_out}
        return layout_of(file, config.get("docs_dir", "docs"), bibliography, asked), settings
    except (LookupError, TypeError, AttributeError) as error:
        what = f"{file.name} is no whole configuration: it needs plugins.bibtex.bib_file and extra.spor"
        raise ProjectError(f"{what} with language, data and homes ({error})") from error


def _translated(folder: Path, settings: Mapping[str, Any], locale: Locale) -> Translated | None:
    setting = settings.get("translates")
    if not setting:
        return None
    file = folder / setting["project"]
    try:
        if read_configuration(file).get("extra", {}).get("spor", {}).get("translates"):  # itself, too, without end
            raise ProjectError(f"{setting['project']} translates: name the original")
        layout, _ = layout_in(file)
    except ProjectError as error:
        raise ProjectError(f"extra.spor.translates.project: {error}") from error
    terms, record = (_from(layout.root, folder / setting[name]) for name in ("terms", "record"))
    names = tuple(map(str, setting.get("names", ())))
    return Translated(layout, (layout.locale, locale), terms, record, setting.get("glosses", ""), names)


def _from(root: Path, path: Path) -> str:
    """A path as seen from the root."""
    return Path(os.path.relpath(path, root)).as_posix()


def read_original(root: Path, settings: Mapping[str, Any], locale: Locale) -> Original:
    """The original of the project at `root`; nothing is asked where its settings name no fingerprint.

    Raises ProjectError for a file that cannot be read, or holds no fingerprint.
    """
    setting = settings.get("fingerprint")
    if not setting:
        return Original()
    try:
        fingerprint = read((root / setting["file"]).read_text("utf-8"))
        if not fingerprint.places or not any(fingerprint.rows.values()):
            raise ValueError("it holds no hashes")
        allowed = allowed_runs((root / setting["allowed"]).read_text("utf-8") if "allowed" in setting else "")
    except OSError as error:
        name, mend = Path(str(error.filename)).name, "is that its name? Else take it from the last commit"
        raise ProjectError(f"extra.spor.fingerprint: '{name}' cannot be read ({error.strerror}): {mend}") from error
    except ValueError as error:
        what = f"{setting['file']}: {error}: take it anew with 'make fingerprint'"
        raise ProjectError(f"extra.spor.fingerprint: {what}") from error
    return Original(fingerprint, allowed, locale)
