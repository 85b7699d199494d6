"""Credits of wire agencies on the texts written for this project: precision, recall, and the share of right forms.

    python -m bench.credits [--language en|ru|uk] [--set phrases|articles|held] [--errors]

A credit is right if it stands on the agency's name and gives its id. Half of the texts are traps: they name an
agency and credit none, so each credit found there counts against precision.

The set `phrases` was read while the rules were written; `articles` came in three rounds, each measured before the rules
were changed for it. `held` was written last, and measured once as well; since then only a picture “released by” an
agency has been taken for no credit.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from firsthand.collect.sources import credits as credits_of

__all__ = ["FIGURES", "LANGUAGES", "SETS", "Case", "Score", "cases", "figures", "parse", "score"]

LANGUAGES = ("en", "ru", "uk")
SETS = ("phrases", "articles", "held")
FIGURES = ("credit_precision", "credit_recall", "credit_form_accuracy")
_FOLDER = Path(__file__).parents[1] / "data" / "phrases"


@dataclass(frozen=True, slots=True)
class Case:
    """A text, and for each credit the characters it stands on, the id and the form; none for a trap."""

    text: str
    language: str
    gold: tuple[tuple[int, int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over cases, and a line for each text that is read wrongly."""

    right: int
    found: int
    gold: int
    forms: int
    wrong: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0


def cases(language: str, name: str = "phrases") -> tuple[list[Case], list[Case]]:
    """The texts with credits, and the traps, of a set. Raises ValueError on a line that is not as it should be."""
    if name == "phrases":
        raw = yaml.safe_load((_FOLDER / f"credits-{language}.yaml").read_text(encoding="utf-8"))
    else:
        raw = yaml.safe_load((_FOLDER / f"credits-{name}.yaml").read_text(encoding="utf-8"))[language]
    traps = [Case(line.replace(" // ", "\n"), language, ()) for line in str(raw["traps"]).splitlines()]
    return [parse(line, language) for line in str(raw["credits"]).splitlines()], traps


def parse(line: str, language: str) -> Case:
    """A line of the gold. Raises ValueError where the names do not go with the meanings."""
    marked, _, told = line.rpartition(" | ")
    meant = [tuple(each.split()) for each in told.split("; ")]
    text, gold = "", []
    for number, part in enumerate(re.split(r"[{}]", marked.replace(" // ", "\n"))):
        if number % 2:
            gold.append((len(text), len(text) + len(part)))
        text += part
    if len(gold) != len(meant) or any(len(each) != 2 for each in meant):
        raise ValueError(f"{len(gold)} names, {len(meant)} meanings: {line}")
    return Case(text, language, tuple((*span, id_, form) for span, (id_, form) in zip(gold, meant, strict=True)))


def score(told: Iterable[Case]) -> Score:
    """Counts each credit once, by its place and its id; forms among those that are right."""
    right = found = gold = forms = 0
    wrong = []
    for case in told:
        seen = {(c.span.start, c.span.end, c.source): c.form.value for c in credits_of(case.text, case.language)}
        meant = {(start, end, id_): form for start, end, id_, form in case.gold}
        both = seen.keys() & meant.keys()
        right, found, gold = right + len(both), found + len(seen), gold + len(meant)
        forms += sum(seen[each] == meant[each] for each in both)
        if seen != meant:
            wrong.append(f"{case.text!r}\n    meant {_shown(case, meant)}\n    found {_shown(case, seen)}")
    return Score(right, found, gold, forms, tuple(wrong))


def _shown(case: Case, credited: dict[tuple[int, int, str], str]) -> str:
    return ", ".join(f"{case.text[start:end]} = {id_} {form}" for (start, end, id_), form in credited.items()) or "none"


def figures(languages: Sequence[str] = LANGUAGES) -> dict[str, float]:
    """The figures that have floors, over all languages together."""
    whole = score(case for language in languages for part in cases(language) for case in part)
    return {
        "credit_precision": whole.precision,
        "credit_recall": whole.recall,
        "credit_form_accuracy": whole.forms / whole.right if whole.right else 0.0,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.credits", description="Measure the reading of credits.")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--set", choices=SETS, default="phrases", dest="name")
    parser.add_argument("--errors", action="store_true", help="print each text that is read wrongly")
    options = parser.parse_args(arguments)
    for language in [options.language] if options.language else LANGUAGES:
        credited, traps = cases(language, options.name)
        whole, trapped = score([*credited, *traps]), score(traps)
        for line in whole.wrong if options.errors else ():
            print(line)
        print(
            f"{options.name} {language}: precision {whole.precision:.3f}, recall {whole.recall:.3f}, "
            f"forms {whole.forms} of {whole.right}; {len(traps) - len(trapped.wrong)} of {len(traps)} traps"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
