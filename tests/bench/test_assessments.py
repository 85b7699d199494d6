"""The measure of statuses against those that a person wrote."""

import json
from pathlib import Path

from bench.assessments import Judged, judged, share_right
from bench.case_gold import CASES
from bench.origins_gold import GoldCase
from tests.made_reports import Line, Made, papers_of

from firsthand.claims import Answer, Claim, Told
from firsthand.kinds import Mode, Status

CLAIMS = [Judged("a", "A", "disputed", "disputed", "x"), Judged("b", "B", "retracted", "single origin", "y")]


def test_the_share_is_of_all_claims() -> None:
    """And nothing is right of no claims."""
    assert [each.right for each in CLAIMS] == [True, False]
    assert share_right(CLAIMS) == 0.5
    assert share_right([]) == 0.0


def test_every_claim_of_the_gold_is_judged_in_its_order(tmp_path: Path) -> None:
    """With the status found, why, and how many origins there are: what is told once, and what is told again."""
    papers = papers_of(
        (
            Made("d0", "ru", "ministry_RU", 0, (Line(0, 0, 22),)),
            Made("d1", "en", "wire", 4, (Line(1, 1, 3),)),
            Made("d2", "en", "wire", 5, (Line(1, 1, 3, voice="mayor", mode=Mode.DENIED),)),
        )
    )
    told = {key: Told(key, paper.report.statements[0].content) for key, paper in papers.items()}
    claims = (
        Claim("houses", (told["d0"],)),
        Claim("market", (told["d1"], told["d2"]), (Answer(told["d2"], Mode.DENIED),)),
    )
    gold = {
        "claims": [
            {"id": "market", "title": "A market", "status": "disputed"},
            {"id": "houses", "title": "Houses", "status": "single origin"},
        ],
        "apart": [["houses", "market"]],
    }
    found = list(judged(GoldCase(papers, claims, (), {}, gold), tmp_path))
    assert [(each.claim, each.wanted) for each in found] == [
        ("market", "disputed"),
        ("houses", "single origin"),
    ]
    assert [each.right for each in found] == [True, True]
    assert found[1].why.endswith("[1-1, one party]")


def test_statuses_of_the_gold_are_those_of_the_program() -> None:
    """A word that the program never says could never be found right."""
    for folder in sorted(CASES.iterdir()):
        if (folder / "gold.json").is_file():
            gold = json.loads((folder / "gold.json").read_text("utf-8"))
            every = {each[key] for each in gold["claims"] for key in ("status", "status_with_map") if key in each}
            assert every <= {each.value for each in Status}, folder.name
