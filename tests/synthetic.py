"""Makes a synthetic thesis of any size, for the benchmarks: the same seed and size give the same bytes.

Every finding has a page of its own, five statements, four citations with pages and four concepts. What a thesis has
more of as it grows (concepts, sections, statements, questions of the guide) grows in proportion; what makes up the
columns of a matrix (informants, questions) with the square root, as no interview study has a thousand informants.

    PYTHONPATH=hooks python tests/synthetic.py DIR --findings 200
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from project import ROOT, TINY, configured

STATEMENTS, CITATIONS, CONCEPTS = 5, 4, 4
#: Works for a number of findings; what lies between is drawn out straight, on logarithmic scales.
WORKS = {1: 3, 50: 30, 200: 100, 1000: 250, 5000: 500}
SECTIONS_A_CHAPTER, LETTER_ITEMS = 10, 20
WORDS = (
    "arbeid avklaring behov bruker deltakelse drøfting enhet erfaring føring grunnlag handling hensikt innsats "
    "kommune kontor krav leder løsning mulighet mål møte nivå oppfølging oppgave plan prioritering ramme retning "
    "rolle rom samarbeid signal spørsmål stat strategi styring tiltak tilpasning tjeneste tillit utfordring "
    "utvikling vurdering ærlig åpen øvrig er har gir viser krever bygger følger styrer velger endrer fordi mens "
    "likevel ofte sjelden ikke mer mindre tydelig lokal"
)


@dataclass(frozen=True)
class Size:
    """How many of each kind a thesis with this many findings has."""

    findings: int

    @property
    def works(self) -> int:
        if self.findings >= max(WORKS):
            return WORKS[max(WORKS)]
        low = max(n for n in WORKS if n <= self.findings)
        high = min(n for n in WORKS if n > self.findings)
        share = math.log(self.findings / low) / math.log(high / low)
        return round(math.exp(math.log(WORKS[low]) + share * math.log(WORKS[high] / WORKS[low])))

    @property
    def statements(self) -> int:
        return self.findings * STATEMENTS

    @property
    def concepts(self) -> int:
        return max(CONCEPTS, self.findings)

    @property
    def sections(self) -> int:
        return self.findings

    @property
    def guide(self) -> int:
        return math.ceil(self.findings / 2)

    @property
    def informants(self) -> int:
        return math.ceil(math.sqrt(self.findings))

    @property
    def questions(self) -> int:
        return math.ceil(math.sqrt(self.findings) / 2)


class _Thesis:
    """The files of one thesis; `random` is drawn from in a fixed order."""

    def __init__(self, size: Size, seed: int) -> None:
        self.size = size
        self.random = random.Random(seed)
        self.words = WORDS.split()

    def sentence(self, *parts: str) -> str:
        """A sentence of everyday words with `parts` (links, citations) spread in it."""
        words = self.random.choices(self.words, k=self.random.randint(10, 16))
        for part in parts:
            words.insert(self.random.randint(2, len(words) - 1), part)
        return f"{words[0].capitalize()} {' '.join(words[1:])}."

    def prose(self, *parts: str) -> str:
        """A paragraph: a sentence for each of `parts`, and one without after each."""
        return " ".join(f"{self.sentence(part)} {self.sentence()}" for part in parts)

    def title(self, name: str, number: int) -> str:
        return f"{name} {number} om {' og '.join(self.random.choices(self.words, k=2))}"

    def works(self, count: int) -> list[str]:
        """So many citations of different works, each with a page."""
        keys = self.random.sample(range(self.size.works), min(count, self.size.works))
        return [f"@verk{key}, s. {self.random.randint(1, 300)}" for key in keys]

    def files(self) -> Iterable[tuple[str, str]]:
        yield "references.bib", self.bibliography()
        for name, records in self.data().items():
            # JSON is YAML.
            lines = (f"- {json.dumps(record, ensure_ascii=False)}\n" for record in records)
            yield f"docs/data/{name}.yml", "".join(lines)
        for number in range(self.size.findings):
            yield f"docs/funn/funn-{number}.md", self.finding(number)
        for number in range(self.size.concepts):
            yield f"docs/begreper/begrep-{number}.md", self.concept(number)
        for number in range(self.size.questions):
            yield f"docs/sporsmal/fs{number}.md", self.question(number)
        for first in range(0, self.size.sections, SECTIONS_A_CHAPTER):
            yield f"docs/kapitler/{first // SECTIONS_A_CHAPTER + 1}.md", self.chapter(first)
        yield "docs/vedlegg/vedlegg-1.md", _page("appendix", "vedlegg-1", "Brev", {"label": "Vedlegg 1"}, _APPENDIX)
        yield from _LISTS.items()

    def bibliography(self) -> str:
        def entry(number: int) -> str:
            # A few of one author and year, so that citeproc has letters to give.
            author = f"Forfatter{number // 3:03d}, {chr(65 + number // 3 % 26)}."
            title, year = self.title("Verk", number), 1990 + number // 3 % 30
            return (
                f"@book{{verk{number},\n  author = {{{author}}},\n  title = {{{title}}},\n"
                f"  publisher = {{Eksempelforlaget}},\n  date = {{{year}}},\n  langid = {{norwegian}},\n}}\n"
            )

        return "\n".join(entry(number) for number in range(self.size.works))

    def data(self) -> Mapping[str, list[Mapping[str, object]]]:
        """The records of each data file."""
        size = self.size
        letters = [f"brev-{year}" for year in (2021, 2022)]
        return {
            "avsnitt": [
                {"id": f"§{_number(place)}", "number": _number(place), "title": f"Avsnitt {place}"}
                for place in range(size.sections)
            ],
            "informanter": [
                {"id": f"informant-{number}", "name": f"Informant {number}"} for number in range(size.informants)
            ],
            "intervjuguide": [
                {
                    "id": f"ig-{number}",
                    "theme": f"Tema {number // 10}",
                    "title": self.title("Tema", number),
                    "text": self.sentence(),
                    "informs": [f"fs{number % size.questions}"],
                }
                for number in range(size.guide)
            ],
            "utsagn": [
                {
                    "id": f"u-{number}",
                    "informant": f"informant-{number % size.informants}",
                    "section": f"§{_number(number // STATEMENTS % size.sections)}",
                    "asked": f"ig-{number % size.guide}",
                    "text": f"{self.sentence()} {self.sentence()}",
                }
                for number in range(size.statements)
            ],
            "brev": [
                {"id": letter, "title": f"Brev {letter[-4:]}", "year": letter[-4:], "appendix": "vedlegg-1"}
                for letter in letters
            ],
            "brevpunkter": [
                {
                    "id": f"{letter}-sak-{number}",
                    "letter": letter,
                    "type": "priority",
                    "part": "1",
                    "force": "skal",
                    "words": "vedlegg-1 «dette skal vi»",
                    "title": f"Sak {number}",
                    "text": f"{self.sentence()} Det skal vi.",
                }
                for letter in letters
                for number in range(LETTER_ITEMS)
            ],
            "brevpar": [
                {
                    "id": f"sak-{number}",
                    "title": f"Sak {number}",
                    "theme": "alt",
                    "before": [f"{letters[0]}-sak-{number}"],
                    "after": [f"{letters[1]}-sak-{number}"],
                    "change": "endret",
                    "difference": "Noe er annerledes.",
                }
                for number in range(LETTER_ITEMS)
            ],
            "coreq": [
                {
                    "id": f"coreq-{number}",
                    "number": str(number),
                    "domain": "Metode",
                    "title": f"Punkt {number}",
                    "text": self.sentence(),
                    "told_in": [f"§{_number(0)}"],
                }
                for number in range(1, 33)
            ],
        }

    def finding(self, number: int) -> str:
        size = self.size
        statements = [f"u-{number * STATEMENTS + n}" for n in range(STATEMENTS)]
        concepts = [f"begrep-{(number * CONCEPTS + n) % size.concepts}" for n in range(CONCEPTS)]
        works, section = self.works(CITATIONS), _number(number % size.sections)
        interpretive = number % 3 == 2
        fields: dict[str, object] = {
            "type": "interpretive" if interpretive else "empirical",
            "answers": [f"fs{number % size.questions}"],
            "evidence": [*statements[1:], f"§{section}"],
            "against": statements[:1],
            "builds_on": [f"funn-{number - 1}"] if interpretive else [],
            "concepts": concepts,
            "sources": works,
            "sections": [f"§{section}"],
            "said": {"by": "author", "as": "holds", "words": f"§{section} «{' '.join(self.words[:4])}»"},
        }
        title = self.title("Funn", number)
        said = self.prose(*(f"[[{identifier}]]" for identifier in statements))
        used = self.prose(*(f"[[{identifier}|{self.random.choice(self.words)}]]" for identifier in concepts))
        cited = self.prose(*(f"[{work}]" for work in works))
        body = f"{said}\n\n## Slik brukes begrepene\n\n{used}\n\n## Kilder\n\n{cited}"
        return _page("finding", f"funn-{number}", title, fields, body)

    def concept(self, number: int) -> str:
        size = self.size
        # Each work is some concept's first source, where there are concepts enough, so that none goes uncited.
        works = [f"@verk{number % size.works}, s. {self.random.randint(1, 300)}", *self.works(1)]
        other = f"begrep-{(number + 1) % size.concepts}"
        section = f"§{_number(number % size.sections)}"
        fields = {"sources": list(dict.fromkeys(works)), "contrasts": [other], "sections": [section]}
        body = f"{self.prose(f'[[{section}]]', f'[[{other}]]')}\n\n{self.prose(*(f'[{work}]' for work in works))}"
        return _page("concept", f"begrep-{number}", self.title("Begrep", number), fields, body)

    def question(self, number: int) -> str:
        answers = range(number, self.size.findings, self.size.questions)
        body = f"{self.prose(*(f'[[funn-{n}]]' for n in answers))}\n\n/// view | findings-of\n///"
        label = {"label": f"Spørsmål {number}"}
        return _page("question", f"fs{number}", self.title("Spørsmål", number), label, body)

    def chapter(self, first: int) -> str:
        """A chapter of sections; each tells of its findings and of what is said in it."""
        parts = []
        for place in range(first, min(first + SECTIONS_A_CHAPTER, self.size.sections)):
            number = _number(place)
            prose = self.prose(f"[[funn-{place}]]", f"[[u-{place * STATEMENTS}]]", f"[{self.works(1)[0]}]")
            parts.append(f"## {number} Avsnitt {place} {{#s{number.replace('.', '-')}}}\n\n{prose}")
        return f"# Kapittel {first // SECTIONS_A_CHAPTER + 1}\n\n" + "\n\n".join(parts) + "\n"


_LISTS = {
    path: f"# {title}\n\n" + "\n\n".join(f"/// view | {view}\n///" for view in views) + "\n"
    for path, title, *views in (
        ("docs/index.md", "Syntetisk oppgave"),
        ("docs/funn/index.md", "Funn", "findings"),
        ("docs/begreper/index.md", "Begreper", "concepts"),
        ("docs/sporsmal/index.md", "Spørsmål", "matrix-questions"),
        ("docs/oversikter/informanter.md", "Hvem står bak?", "matrix-informants"),
        ("docs/utsagn.md", "Utsagn", "statements"),
        ("docs/intervjuguide.md", "Intervjuguide", "guide"),
        ("docs/informanter.md", "Informanter", "informants"),
        ("docs/brevene.md", "Brevene", "documents", "changes-matrix", "changes"),
        ("docs/coreq.md", "COREQ", "checklist"),
        ("docs/litteratur.md", "Litteratur", "literature"),
        ("docs/sporkart.md", "Sporkart", "map"),
        ("docs/spor/utsagn.md", "Fra utsagn til spørsmål", "chains statement"),
        ("docs/spor/kilder.md", "Fra kilde til spørsmål", "chains source"),
    )
}


_APPENDIX = "To brev.\n\n## Del 1 {#del-1}\n\nEn del."


def _number(place: int) -> str:
    """The number of a section: ten sections a chapter."""
    return f"{place // SECTIONS_A_CHAPTER + 1}.{place % SECTIONS_A_CHAPTER}"


def _page(kind: str, identifier: str, title: str, fields: Mapping[str, object], body: str) -> str:
    head = {"kind": kind, "id": identifier, "title": title, **{k: v for k, v in fields.items() if v != []}}
    lines = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in head.items())
    return f"---\n{lines}---\n# {title}\n\n{body}\n"


def write(root: Path, findings: int, seed: int = 0) -> None:
    """Writes a thesis with so many findings into `root`: its content, and a configuration with this repository's hooks.

    Raises FileExistsError if there is content already.
    """
    (root / "docs").mkdir(parents=True)
    for name, text in _Thesis(Size(findings), seed).files():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for assets in ("stylesheets", "javascripts"):
        if (ROOT / "docs" / assets).is_dir():
            shutil.copytree(ROOT / "docs" / assets, root / "docs" / assets)
    (root / "mkdocs.yml").write_text(configuration(), "utf-8")


def pages() -> list[str]:
    """The pages that hold the lists and views, as the navigation names them."""
    return [path.removeprefix("docs/") for path in _LISTS]


def configuration(book: bool = False, **changes: object) -> str:
    """The configuration of this repository for another thesis elsewhere, with `changes` at its top level."""
    own = copy.deepcopy(dict(configured().config))
    own["theme"]["custom_dir"] = str(ROOT / own["theme"]["custom_dir"])
    own["extra"]["spor"] = copy.deepcopy(configured(TINY).config["extra"]["spor"])  # no kind of the real thesis alone
    own["extra"]["spor"]["book"]["enabled"] = book
    own["extra"]["spor"]["publish"] = ["kapitler/*.md"]
    del own["markdown_extensions"]["toc"]["slugify"]  # a function, which plain YAML cannot name
    settings = {
        **own,
        "site_name": "Syntetisk oppgave",
        "hooks": [str(ROOT / hook) for hook in own["hooks"]],
        "nav": pages(),
        "not_in_nav": "*",
        **changes,
    }
    return yaml.safe_dump(settings, allow_unicode=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--findings", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    write(arguments.directory, arguments.findings, arguments.seed)


if __name__ == "__main__":
    main()
