"""The small case as it is exported: with a control map asked about it, a verdict, and a decision about a link."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.show.export.exported import made_hostile
from tests.told_case import LIBRARY, OTHER_DAY, POST
from typer.testing import CliRunner

from firsthand.pipeline.claiming import claims_of
from firsthand.show.cli import app
from firsthand.show.export.material import Chosen, Material, material_of
from firsthand.store import Case

_BOX = [[[37.4, 49.5], [37.9, 49.5], [37.9, 49.9], [37.4, 49.9], [37.4, 49.5]]]
REASON = "The post names no houses; the map of the day shows the town as held by the other side."


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, list(map(str, arguments)))
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def claim_of(case: Path, document: str) -> str:
    """The id of the claim of the first telling of a document."""
    with Case.open(case) as opened:
        accounts = claims_of(opened).accounts
    return min((one, each.claim.id) for each in accounts for one in each.claim.tellings if one.document == document)[1]


@pytest.fixture(scope="session")
def exported_case(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Not to be written to."""
    folder = tmp_path_factory.mktemp("exported")
    case, maps = folder / "Kupiansk, December", folder / "map"
    shutil.copytree(told_case, case)
    maps.mkdir()
    held = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": _BOX}}
    for day in ("2025-12-02", "2025-12-04", "2025-12-20"):
        (maps / f"held-{day}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [held]}))
    run("evidence", "add", case, "control", maps, "--name", "drawn map", "--set", "holder=RU", "--set", "side=UA")
    run("evidence", "run", case, "--quiet")
    houses = claim_of(case, POST)
    run("decide", case, houses, "--verdict", "false", "--reason", REASON, "--analyst", "Олена Гриценко")
    run(
        "decide",
        case,
        claim_of(case, LIBRARY),
        "--verdict",
        "true",
        "--reason",
        "Seen there.",
        "--analyst",
        "A. Reader",
    )
    run("same", case, claim_of(case, OTHER_DAY), houses, "--analyst", "A. Reader", "--reason", "tried")
    run("decisions", case, "--undo", "3")
    return case


@pytest.fixture(scope="session")
def told(exported_case: Path) -> Iterator[Material]:
    """All of the small case."""
    with Case.open(exported_case) as opened:
        yield material_of(opened, Chosen())


@pytest.fixture(scope="session")
def hostile_material() -> Material:
    """A claim in which every string that comes from outside is hostile."""
    return made_hostile()
