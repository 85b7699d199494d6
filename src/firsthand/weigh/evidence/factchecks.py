"""Fact-checks as evidence: has somebody checked this claim, and what did they find, in their words?

A fact-check is testimony of its author about evidence that they name. It speaks for or against our claim only where the
claim they checked is plainly the same; where it is merely alike, it is told for a person to look at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import timedelta

from firsthand.errors import EmptyInput, TableError
from firsthand.evidence import Asked, Evidence, Measured
from firsthand.kinds import Verdict
from firsthand.model import Skip
from firsthand.weigh.evidence.factchecks_match import Alike, Index, TermsOf, alike, stems_of
from firsthand.weigh.evidence.factchecks_ratings import Rating
from firsthand.weigh.evidence.factchecks_read import Review, files_of, reviews

__all__ = ["FACT_CHECKS", "FactChecks", "FactChecksConnector"]

_LIMITATION = (
    "A fact-check is testimony of its author about evidence they name, not that evidence itself; it may be of a "
    "similar claim, of another day, or of one part of it. What was never checked is not in it."
)
_SOUGHT, _TOLD = 8, 3  # fact-checks that are looked at for each wording of a claim, and that are told
_SAYS: Mapping[Rating, tuple[Verdict, str]] = {
    Rating.TRUE: (Verdict.SUPPORTS, "factcheck_true"),
    Rating.FALSE: (Verdict.CONTRADICTS, "factcheck_false"),
    Rating.MIXED: (Verdict.CONSISTENT, "factcheck_partly"),
    Rating.MISLEADING: (Verdict.SILENT, "factcheck_partly"),
    Rating.UNPROVEN: (Verdict.SILENT, "factcheck_partly"),
    Rating.UNCLEAR: (Verdict.SILENT, "factcheck_similar"),
}


class FactChecksConnector:
    """Published fact-checks (schema.org ClaimReview)."""

    name = "fact-checks"
    limitation = _LIMITATION
    options: Mapping[str, str] = {}

    def __init__(self, terms: TermsOf = stems_of) -> None:
        """`terms` gives the terms of a text; one that is the same across languages finds fact-checks in others."""
        self._terms = terms

    def open(self, what: str, name: str, options: Mapping[str, str]) -> FactChecks:
        """A file or folder of them: pages, feeds, JSON-LD, one record a line.

        Raises:
            InputError: there is no fact-check in it, or it is too large to be read as a whole.
            TableError: an option was given; it has none.
        """
        if options:
            raise TableError(f"Fact-checks have no option {min(options)!r}; they have none at all.")
        skips: list[Skip] = []
        files = files_of(what, skips)
        found = list(dict.fromkeys(reviews(files, skips)))
        if not found:
            why = f" The first that could not be read: {skips[0].record}: {skips[0].reason}." if skips else ""
            raise EmptyInput(f"{what}: there is no fact-check (ClaimReview) in it.{why}")
        return FactChecks(name, found, skips, self._terms)


FACT_CHECKS = FactChecksConnector()


class FactChecks:
    """One collection of fact-checks, opened."""

    def __init__(self, name: str, found: list[Review], skips: list[Skip], terms: TermsOf) -> None:
        self._name = name
        self._reviews = found
        self._skips = tuple(skips)
        self._index = Index([(each.claim, each.title, each.language) for each in found], terms)
        seen = hashlib.sha256()
        for each in found:
            seen.update(repr(each).encode("utf-8", "replace"))
        self._version = seen.hexdigest()

    @property
    def version(self) -> str:
        """The hash of all that was read of them."""
        return self._version

    @property
    def skips(self) -> tuple[Skip, ...]:
        return self._skips

    def asked(self, asked: Asked) -> Iterator[Evidence]:
        """The fact-checks of this claim, or of one like it, those that are surest first."""
        best: dict[int, tuple[Alike, str]] = {}
        for language, title in asked.titles:
            for number, _ in self._index.best(title, language, _SOUGHT):
                review = self._reviews[number]
                found = alike(self._index, (title, language), (review.claim, review.language))
                if number not in best or _order(found) < _order(best[number][0]):
                    best[number] = found, title
        worth = [(number, *each) for number, each in best.items() if each[0].worth_telling]
        for number, found, title in sorted(worth, key=lambda each: (_order(each[1]), each[0]))[:_TOLD]:
            yield self._evidence(asked, self._reviews[number], found, title)

    def _evidence(self, asked: Asked, review: Review, found: Alike, title: str) -> Evidence:
        against = [*found.against, *_by_time(asked, review)]
        same = found.strong and not against
        verdict, rule = _SAYS[review.rating] if same else (Verdict.SILENT, "factcheck_similar")
        return Evidence(
            FACT_CHECKS.name,
            self._name,
            self._version,
            verdict,
            rule,
            _detail(review, found, title, against, same=same),
            _LIMITATION,
            (
                Measured("share of the checked claim that ours has", round(found.of_theirs, 3)),
                Measured("share of ours that the checked claim has", round(found.of_ours, 3)),
            ),
            None,
            review.published,
            review.published,
            review.url or None,
            testimony=True,
        )


def _order(found: Alike) -> tuple[bool, float]:
    return not found.strong, -(found.of_theirs + found.of_ours)


def _by_time(asked: Asked, review: Review) -> list[str]:
    """A check that was published before the thing happened is of another one."""
    if asked.since and review.published and review.published < asked.since - timedelta(days=1):
        return [f"it was published on {review.published.isoformat()}, before {asked.since.isoformat()}"]
    return []


def _detail(review: Review, found: Alike, title: str, against: list[str], *, same: bool) -> str:
    who = review.author or "Somebody who is not named"
    when = f" on {review.published.isoformat()}" if review.published else ""
    of = f" (said by {review.claimant})" if review.claimant else ""
    verdict = f"“{review.words}”" if review.words else "no verdict in words"
    meant = "" if review.rating is Rating.UNCLEAR else f", which comes to {review.rating.value}"
    shared = ", ".join(dict.fromkeys((*found.figures, *found.names, *found.rare)))[:200]
    said = f"{who}{when} checked “{review.claim}”{of}: {verdict}{meant}. Ours: “{title}”. In common: {shared}."
    if same:
        return said
    why = "; ".join(against) or "too little in common"
    return f"{said} It may be another claim: {why}."
