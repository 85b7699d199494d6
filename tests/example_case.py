"""The written case of 94 reports with its drawn map, taken in, weighed, and its board made: as `make demo` makes it."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from firsthand.show.cli import app
from firsthand.show.desk.building import build_board
from firsthand.store import Case

__all__ = ["BUILDINGS", "EXCLUSIVE", "GROWN", "REWRITE", "make_example_case"]

BUILDINGS = "22 buildings in a day"
"""Words of the title of the claim that everything is shown on."""

EXCLUSIVE = "https://dailybastion.example/exclusive/22-buildings-mirnograd"
"""A document that tells it, with much to stop at."""

REWRITE = """Ministry in Moscow reports 22 buildings cleared in Myrnohrad

Russian assault troops have cleared 22 buildings in Myrnohrad over the past 24 hours, the Russian Defence Ministry
said on its Telegram channel on Saturday. The ministry calls the town by its former name, Dymytrov.

Soldiers of the 51st Army are fighting in the Skhidnyi and Zakhidnyi districts and in the south of the town, it said.
No footage came with the post, and Kyiv has not commented.
"""
"""One more article on it, which adds nobody who would know; written for the tests."""

GROWN = """Whole town of Myrnohrad cleared

The whole town of Myrnohrad, 22 buildings of it in the past 24 hours alone, has been cleared of Ukrainian troops by
Russian assault units. The 51st Army was fighting in the Skhidnyi and Zakhidnyi districts and in the south of the town.

The post on Telegram named no unit below the army, gave no addresses and came without video. There was no immediate
comment from Kyiv.
"""
"""Another, in which the buildings have become the town; written for the tests."""

_DATA = Path(__file__).parents[1] / "data" / "case"


def make_example_case(folder: Path) -> Path:
    """The case, in `folder`, which is there; it takes a quarter of a minute."""
    case = folder / "case"
    for arguments in (
        ["init", case],
        ["add", case, _DATA / "reports", "--sources", _DATA / "sources.csv", "--quiet"],
        [
            *("evidence", "add", case, "control", _DATA / "evidence" / "map", "--name", "illustrated-map"),
            *("--set", "holder=RU", "--set", "side=UA"),
        ],
        ["evidence", "run", case, "--quiet"],
    ):
        done = CliRunner().invoke(app, list(map(str, arguments)))
        assert done.exit_code == 0, (done.output, done.exception)
    with Case.open(case, write=True) as opened:
        build_board(opened)
    return case
