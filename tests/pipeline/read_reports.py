"""Reports of invented happenings as the reader reads them, for the tests of what is asked and weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from firsthand import check
from firsthand.claims import Account, Paper
from firsthand.evidence import Evidence
from firsthand.kinds import Verdict
from firsthand.model import Report, Source
from firsthand.pipeline.assessing import Weighing, weighed_claims
from firsthand.pipeline.claiming import accounted, claims_from

__all__ = ["DAY", "about", "map_says", "paper", "papers", "weighed"]

DAY = date(2025, 12, 18)


@cache
def _read(text: str) -> Report:
    return check(text)


def paper(key: str, text: str, day: date = DAY, source: Source | None = None) -> Paper:
    """A document of that day."""
    report = _read(text)
    document = replace(report.document, published=day)
    return Paper(key, replace(report, document=document), source, seen=f"{day.isoformat()}T12:00:00+00:00")


def papers(*texts: str) -> dict[str, Paper]:
    """Documents of one day, each a text, in their order."""
    return {f"d{number}": paper(f"d{number}", text) for number, text in enumerate(texts)}


def about(some: Mapping[str, Paper], words: str = "") -> Account:
    """The claim of most tellings among those whose title has these words."""
    accounts = [each for each in accounted(some, claims_from(some)) if words in each.title]
    return max(accounts, key=lambda each: len(each.claim.tellings))


def weighed(
    some: Mapping[str, Paper], evidence: Sequence[Evidence] = (), words: str = ""
) -> tuple[Weighing, tuple[Weighing, ...]]:
    """That claim weighed with the evidence, and all of them."""
    accounts = accounted(some, claims_from(some))
    chosen = about(some, words).claim.id
    every = weighed_claims(accounts, some, {chosen: tuple(evidence)})
    return next(each for each in every if each.account.claim.id == chosen), every


def map_says(verdict: Verdict, rule: str, side: str | None = None) -> Evidence:
    """What a map says of a claim."""
    return Evidence("control", "Map", "v1", verdict, rule, "what it shows", "what it cannot show", side=side)
