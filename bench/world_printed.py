"""The tables of `bench.worlds`, as they are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from bench.world_independent import Decided
from bench.world_scores import Bin, Method
from bench.world_sweeps import Scored
from bench.world_table import Row

__all__ = ["print_bins", "print_groups", "print_independent", "print_methods", "print_rules", "print_sweep"]


def _table(title: str, heads: Sequence[str]) -> Table:
    table = Table(title=title)
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left")
    return table


def print_methods(console: Console, title: str, methods: Mapping[str, Method]) -> None:
    """One row for each method."""
    heads = ("", "Brier", "95 % interval", "refitted", "log loss", "right", "calibration", "resolution", "slope", "far")
    table = _table(title, heads)
    for name, own in methods.items():
        low, high = own.brier_interval
        rest = (own.refitted, own.log_loss, own.accuracy, own.calibration, own.resolution, own.slope, own.far_from_even)
        table.add_row(name, f"{own.brier:.4f}", f"{low:.3f} to {high:.3f}", *(f"{each:.3f}" for each in rest))
    console.print(table)


def print_bins(console: Console, title: str, bins: Sequence[Bin]) -> None:
    """What was given, and what was so."""
    table = _table(title, ("likelihood", "claims", "mean", "so", "95 % interval", "mean range", "in it"))
    for each in bins:
        table.add_row(
            f"{each.start:.1f} to {each.end:.1f}",
            str(each.claims),
            f"{each.mean:.3f}",
            f"{each.rate:.3f}",
            f"{each.rate_low:.3f} to {each.rate_high:.3f}",
            f"{each.low:.2f} to {each.high:.2f}",
            "yes" if each.within else "no",
        )
    console.print(table)


def print_groups(console: Console, title: str, groups: Mapping[str, Mapping[str, float]]) -> None:
    """Claims by the word or the status they were given."""
    table = _table(title, ("", "claims", "mean", "so"))
    for name, own in groups.items():
        table.add_row(name, str(own["claims"]), f"{own['mean']:.3f}", f"{own['so']:.3f}")
    console.print(table)


def print_sweep(console: Console, title: str, settings: Sequence[Scored]) -> None:
    """One assumption, from one end to the other."""
    heads = ("", "claims", "so", "Brier", "log loss", "right", "calibration", "slope", "in range", "best vote", "right")
    table = _table(title, heads)
    for each in settings:
        figures = (each.brier, each.log_loss, each.accuracy, each.calibration, each.slope, each.within)
        votes = (each.best_vote, each.best_vote_accuracy)
        rest = (f"{figure:.3f}" for figure in (*figures, *votes))
        table.add_row(each.setting, str(each.claims), f"{each.so:.2f}", *rest)
    console.print(table)


def print_rules(console: Console, rows: Sequence[Row]) -> None:
    """The table of weights beside the fitted one."""
    title = "the table of weights beside one fitted to these worlds, in bits"
    table = _table(title, ("rule", "weight", "least to most", "fitted", "±", "claims", "in it"))
    for each in rows:
        within = "yes" if each.within else "no"
        between = f"{each.low:g} to {each.high:g}"
        cells = (f"{each.bits:g}", between, f"{each.fitted:.2f}", f"{each.error:.2f}", str(each.claims), within)
        table.add_row(each.rule, *cells)
    console.print(table)


def print_independent(console: Console, found: Sequence[tuple[str, int, Decided]]) -> None:
    """Weighing beside a vote."""
    title = "equal, independent voices of no side: how often weighing is right, and a vote"
    table = _table(title, ("voices", "record of", "claims", "weighing", "vote", "behind"))
    for name, resolved, each in found:
        shares = (each.weighed / each.claims, each.voted / each.claims, each.behind)
        table.add_row(name, str(resolved), str(each.claims), *(f"{share:.4f}" for share in shares))
    console.print(table)
