"""How well words that name the same happening are brought together across documents: ECB+.

    python -m bench.coreference [--part dev|train] [--json FILE] [--write]

The mentions of events are given, as in `$FIRSTHAND_DATA/bench/linking/ecbplus` (Cybulska and Vossen 2014, CC BY 3.0);
which documents are about one thing is not: they are brought together here. The figure is the mean of the F1 of MUC,
B-cubed and CEAF by entities, with mentions that stand alone counted. The baselines join what has the same lemma, in all
documents and in those that were brought together. Everything was chosen on the train part.

`--write` makes the table of weights that is shipped, from the train part.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.clusterings import Conll, conll
from bench.gold import ROOT, shared_data
from bench.logistic import fit
from bench.stamp import write_result
from firsthand.link.happenings import RULES, Mention, gathered, happenings, pairs_of
from firsthand.link.terms import terms_of

__all__ = ["Part", "load_part", "mention_of", "shared_part", "table"]

_TABLE = ROOT / "src" / "firsthand" / "link" / "data" / "happenings.tsv"
_HEAD = """\
# How much each rule of happenings.py weighs. Made by `python -m bench.coreference --write` of the train part of ECB+
# (Cybulska and Vossen 2014, CC BY 3.0)."""
_BESIDE = 4  # words before, and after
_ENDS = frozenset(".!?")
_PENALTY = 5.0


@dataclass(frozen=True, slots=True)
class Part:
    """The mentions of one part, the terms of its documents, and which happening people put each mention under."""

    mentions: tuple[Mention, ...]
    documents: Mapping[str, frozenset[str]]
    gold: tuple[str, ...]


def shared_part(name: str) -> Path | None:
    """The file of a part, "train" or "dev"; None where it is not there."""
    folder = shared_data()
    path = folder / f"bench/linking/ecbplus/{name}.json.gz" if folder else None
    return path if path is not None and path.is_file() else None


def load_part(path: Path) -> Part:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = json.load(file)
    texts = {row["doc_id"]: row["mention_context"] for row in rows}
    documents = {key: terms_of(" ".join(words), "en") for key, words in texts.items()}
    return Part(tuple(map(mention_of, rows)), documents, tuple(row["coref_chain"] for row in rows))


def mention_of(row: Mapping[str, Any]) -> Mention:
    """A mention as it is compared, of a row with the words of its document and the numbers of its own."""
    words, own = row["mention_context"], frozenset(row["tokens_number"])
    first, last = min(own), max(own)
    begin, end = first, last
    while begin > 0 and words[begin - 1] not in _ENDS:
        begin -= 1
    while end < len(words) - 1 and words[end] not in _ENDS:
        end += 1

    def terms(numbers: Iterable[int]) -> frozenset[str]:
        return terms_of(" ".join(words[number] for number in numbers if number not in own), "en")

    lemma = row["mention_head_lemma"].lower()
    return Mention(
        document=row["doc_id"],
        sentence=row["sent_id"],
        word=lemma,
        terms=terms_of(f"{row['tokens_str']} {lemma}", "en"),
        beside=terms(range(max(begin, first - _BESIDE), min(end, last + _BESIDE + 1))),
        around=terms(range(begin, end + 1)),
    )


def measured(part: Part) -> dict[str, Conll]:
    """The baselines and ours, by name."""
    group = gathered(part.documents)
    found: dict[str, Sequence[Hashable]] = {
        "every mention alone": range(len(part.mentions)),
        "same lemma": [mention.word for mention in part.mentions],
        "same lemma, documents brought together": [
            (group[mention.document], mention.word) for mention in part.mentions
        ],
        "firsthand": happenings(part.mentions, part.documents),
    }
    return {name: conll(clusters, part.gold) for name, clusters in found.items()}


def table(part: Part) -> str:
    """The table of weights made of a part, as it is shipped."""
    pairs = list(pairs_of(part.mentions, part.documents))
    rows = np.array([[rule(pair) for rule in RULES] for _, pair in pairs])
    same = np.array([part.gold[one] == part.gold[other] for (one, other), _ in pairs])
    fitted = fit(rows, same, _PENALTY)
    base = fitted.base - float(fitted.means @ fitted.weights)
    weights = (f"{rule.__name__}\t{weight:.4f}" for rule, weight in zip(RULES, fitted.weights, strict=True))
    return "\n".join([_HEAD, f"(always)\t{base:.4f}", *weights]) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.coreference", description="Find the same happenings.")
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--write", action="store_true", help="make the table that is shipped, of the train part")
    options = parser.parse_args(arguments)
    name = "train" if options.write else options.part
    kept = shared_part(name)
    if kept is None:
        print("there is no such part in $FIRSTHAND_DATA/bench/linking/ecbplus", file=sys.stderr)
        return 1
    part = load_part(kept)
    if options.write:
        _TABLE.write_text(table(part), encoding="utf-8")
        return 0
    scores = measured(part)
    Console().print(_shown(scores))
    if options.json:
        given = sys.argv[1:] if arguments is None else list(arguments)
        figures = {method: asdict(each) | {"conll": each.f1} for method, each in scores.items()}
        write_result(options.json, "bench.coreference", given, {"part": name, "scores": figures})
    return 0


def _shown(scores: Mapping[str, Conll]) -> Table:
    shown = Table("method", "MUC", "B-cubed", "CEAF-e", "CoNLL")
    for method, each in scores.items():
        figures = (each.muc.f1, each.b_cubed.f1, each.ceaf_e.f1, each.f1)
        shown.add_row(method, *(f"{100 * value:.1f}" for value in figures))
    return shown


if __name__ == "__main__":
    sys.exit(main())
