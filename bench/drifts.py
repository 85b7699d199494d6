"""How much of what changed on the way is found in the two cases written for this project, from gold derivations.

    python -m bench.drifts [--case case-dev] [--as-read] [--show] [--json FILE]

A drift that was found is one that was planted where kind and both documents agree and the later spots overlap. A
planted one may show in several places (`also`), and is found in any of them; found in several tellings it counts once.
`--as-read` takes statements, voices and modes as the program read them, not as marked; `--show` prints what was missed,
and what was found beside.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table

from bench.case_gold import CASES, papers_of_case, place_of
from bench.origins_gold import GoldCase, gold_case, gold_options
from bench.stamp import write_result
from firsthand.claims import Drift, Spot
from firsthand.kinds import DriftKind
from firsthand.link.terms import terms_of
from firsthand.trace.drift import drifts_of

__all__ = ["Compared", "Planted", "compared", "found_in", "planted_in"]


@dataclass(frozen=True, slots=True)
class Planted:
    """A drift that a person marked: its kind, the document it comes from, and the later spots, the plainest first."""

    kind: DriftKind
    earlier: str
    later: tuple[Spot, ...]

    def fits(self, drift: Drift) -> bool:
        spots = [spot.span for spot in self.later if spot.document == drift.later.document]
        same = drift.earlier.document == self.earlier and drift.kind is self.kind
        return same and any(drift.later.span.overlaps(span) for span in spots)


@dataclass(frozen=True, slots=True)
class Compared:
    """How many were planted, and of these found; and how many were found, and of these planted."""

    planted: int
    found: int
    shown: int
    right: int

    @property
    def recall(self) -> float:
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.shown if self.shown else 1.0


def found_in(case: GoldCase) -> list[Drift]:
    """What the rules find along the marked derivations."""
    return list(drifts_of(case.derivations, case.papers, case.claims, terms_of))


def planted_in(case: GoldCase) -> list[Planted]:
    """What a person marked."""
    entries = []
    for each in case.gold["drift"]:
        earlier, later = each["from"], each["to"]
        key = case.keys[later["doc"]]
        text = case.papers[key].report.document.text
        spots = tuple(Spot(key, place_of(text, quote)) for quote in (later["quote"], *later.get("also", ())))
        entries.append(Planted(DriftKind(each["kind"]), case.keys[earlier["doc"]], spots))
    return entries


def compared(found: Sequence[Drift], planted: Sequence[Planted]) -> Compared:
    """Both ways."""
    return Compared(
        len(planted),
        sum(any(each.fits(drift) for drift in found) for each in planted),
        len(found),
        sum(any(each.fits(drift) for each in planted) for drift in found),
    )


def _show(case: GoldCase, found: Sequence[Drift], planted: Sequence[Planted], console: Console) -> None:
    names = {key: name for name, key in case.keys.items()}

    def words(spot: Spot) -> str:
        return f"{names[spot.document]} “{spot.span.of(case.papers[spot.document].report.document.text)}”"

    for each in planted:
        if not any(each.fits(drift) for drift in found):
            console.print(f"missed {each.kind.value}: {names[each.earlier]} → {words(each.later[0])}", markup=False)
    for drift in found:
        if not any(each.fits(drift) for each in planted):
            spots = f"{words(drift.earlier)} → {words(drift.later)}"
            console.print(f"beside {drift.kind.value}: {spots}: {drift.detail}", markup=False)


def main() -> int:
    options = gold_options("bench.drifts", "Find what drifted on the way.")
    console = Console()
    table = Table("case", "kind", "planted", "found", "recall", "shown", "right", "precision")
    result: dict[str, dict[str, object]] = {}
    for name in [options.case] if options.case else ["case-dev", "case"]:
        case = gold_case(CASES / name, papers_of_case(CASES / name), as_marked=not options.as_read)
        found, planted = found_in(case), planted_in(case)
        if options.show:
            _show(case, found, planted, console)
        for kind in (*DriftKind, None):
            of_kind = [each for each in found if kind in (None, each.kind)]
            each = compared(of_kind, [mark for mark in planted if kind in (None, mark.kind)])
            result.setdefault(name, {})[kind.value if kind else "all"] = asdict(each)
            counts = (str(each.planted), str(each.found), f"{each.recall:.0%}", str(each.shown), str(each.right))
            table.add_row(name, kind.value if kind else "all", *counts, f"{each.precision:.0%}")
    console.print(table)
    if options.json:
        write_result(options.json, "bench.drifts", sys.argv[1:], result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
