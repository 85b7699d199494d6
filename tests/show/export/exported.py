"""What the tests of exports share: the small case with a verdict and evidence, and claims put together by hand."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import BinaryIO

from tests.show.claims_made import hostile

from firsthand.assessments import Admiralty, Assessment, Check, Facts, Likelihood, Weight, Witness
from firsthand.claims import Account, Paper, Told
from firsthand.evidence import Evidence
from firsthand.kinds import Conclusion, Confidence, Stance, Status, Verdict
from firsthand.pipeline.assessing import weighed_claims
from firsthand.show.claims.board import short_ids
from firsthand.show.claims.known import Known
from firsthand.show.export.material import Material, WeighedClaim
from firsthand.store.holdings import Standing
from firsthand.store.seen import Seen
from firsthand.store.verdicts import VerdictGiven

__all__ = ["made", "made_hostile", "material", "unweighed", "verdict", "written"]

STANDING = Standing("0" * 32, 7, "2026-01-31T10:00:00+00:00", "ab" * 32, 9)


def written(write: Callable[[Material, BinaryIO], int], of: Material) -> bytes:
    """What a writer writes; it may only go on writing, and writes the same twice."""
    out = []
    for _ in range(2):
        file = _OneWay()
        write(of, file)
        out.append(file.getvalue())
        io.BytesIO.close(file)
    assert out[0] == out[1]
    return out[0]


class _OneWay(io.BytesIO):
    """A file that cannot be gone back in, like an answer that is sent while it is written."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise AssertionError("it was gone back in")

    def close(self) -> None:
        """What is written to it is looked at afterwards."""


def material(claims: Sequence[WeighedClaim], papers: Mapping[str, Paper], captures: Iterable[Seen] = ()) -> Material:
    """All that an export needs, of claims at hand."""
    seen = list(captures)
    return Material(
        name="Kupiansk, December",
        standing=STANDING,
        claims=lambda positions=None: iter(claims if positions is None else [claims[each] for each in positions]),
        count=len(claims),
        whole=len(claims),
        papers=papers,
        ids=short_ids([each.account for each in claims]),
        captures=lambda: iter(seen),
        version="0.0.test",
    )


def made(
    accounts: Sequence[Account],
    papers: Mapping[str, Paper],
    verdicts: Mapping[str, Sequence[VerdictGiven]] | None = None,
) -> Material:
    """Claims weighed without evidence, with these verdicts."""
    given = verdicts or {}
    known = [
        WeighedClaim(
            each.account,
            Known(each.facts, each.assessment, tuple(given.get(each.account.claim.id, ()))),
            each.asked,
        )
        for each in weighed_claims(accounts, papers)
    ]
    return material(known, papers)


def unweighed(accounts: Sequence[Account], papers: Mapping[str, Paper]) -> Material:
    """Claims of which nothing more is known."""
    return material([WeighedClaim(each) for each in accounts], papers)


def made_hostile() -> Material:
    """A claim in which every string that comes from outside, or that somebody typed, is hostile."""
    account, papers = hostile()
    words = account.title
    seen = [
        Seen(1, words, words, words, words, words, "a" * 64, 3),
        Seen(2, words, words, words, words, None, None, None),
    ]
    evidence = Evidence(words, words, words, Verdict.SUPPORTS, "map_agrees", words, words, side=words, at=words)
    facts = Facts(words, 4, 1, 2, (Witness(words, words, Stance.TELLS, words),), (evidence,))
    assessment = Assessment(
        words,
        Status.DISPUTED,
        words,
        Likelihood(0.5, 0.2, 0.8, "roughly even chance"),
        Confidence.LOW,
        words,
        Admiralty("F", 6, words, words),
        (Weight("start", words, 0.0, -1.0, 1.0),),
        (Check(words, words, 1.0),),
    )
    given = verdict(words, Conclusion.FALSE, words, words, account.claim.tellings[0], words)
    return material([WeighedClaim(account, Known(facts, assessment, (given,), (words,)))], papers, seen)


def verdict(
    claim: str, conclusion: Conclusion, analyst: str, reason: str, told: Told, title: str = "14 houses", number: int = 1
) -> VerdictGiven:
    """What an analyst concluded."""
    at = f"2026-01-{number:02}T09:00:00+00:00"
    return VerdictGiven(number, at, analyst, claim, title, conclusion, reason, ((told, title),), ((1, "drawn map"),))
