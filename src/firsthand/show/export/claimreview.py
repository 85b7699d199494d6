"""What analysts concluded, as schema.org's ClaimReview: decided claims only, each in the name of who decided.

The program's own assessment is no review, and is not in it: a person answers for each of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from firsthand.claims import Account
from firsthand.errors import EmptyInput
from firsthand.kinds import Conclusion, VoiceKind
from firsthand.show.export.harmless import encodable, iri, told, web_address, write_items
from firsthand.show.export.material import Material, WeighedClaim
from firsthand.show.export.names import claim_name
from firsthand.show.plain import one_line
from firsthand.store.verdicts import VerdictGiven

__all__ = ["RATINGS", "write_claimreview"]

RATINGS: dict[Conclusion, int | None] = {
    Conclusion.FALSE: 1,
    Conclusion.PARTLY_TRUE: 3,
    Conclusion.TRUE: 5,
    Conclusion.UNPROVEN: None,
}
"""On a scale from 1 to 5; what is unproven has no place on it."""
_PERSONS = (VoiceKind.NAMED_PERSON, VoiceKind.UNNAMED_PERSON)
_WORST, _BEST = 1, 5
_MOST = 50
"""Documents that are named as appearances of a claim, the earliest."""


def write_claimreview(material: Material, file: BinaryIO) -> int:
    """A graph with a review for each analyst and claim; the analyst's latest verdict counts. How many.

    Raises:
        EmptyInput: no claim that was chosen is decided.
    """
    if not any(each.known and each.known.verdicts for each in material.claims()):
        raise EmptyInput(
            "No claim of these is decided: ClaimReview holds what analysts concluded. See `firsthand decide`."
        )
    return write_items(file, b'{"@context":"https://schema.org","@graph":[', _reviews(material), b"]}\n")


def _reviews(material: Material) -> Iterator[dict[str, object]]:
    for claim in material.claims():
        given = claim.known.verdicts if claim.known else ()
        latest = {each.analyst: each for each in given}
        for each in latest.values():
            yield _review(material, claim, each)


def _review(material: Material, claim: WeighedClaim, given: VerdictGiven) -> dict[str, object]:
    account = claim.account
    return {
        "@type": "ClaimReview",
        "@id": iri("verdict", material.standing.case, str(given.number)),
        "datePublished": given.at[:10],
        "author": {"@type": "Person", "name": one_line(given.analyst)},
        "claimReviewed": one_line(account.title),
        "inLanguage": "und" if not account.language else encodable(account.language),
        "reviewRating": _rating(given.conclusion),
        "reviewBody": encodable(given.reason),
        "itemReviewed": _claim(material, account),
    }


def _rating(conclusion: Conclusion) -> dict[str, object]:
    value = RATINGS[conclusion]
    scale = {} if value is None else {"ratingValue": value, "bestRating": _BEST, "worstRating": _WORST}
    return {"@type": "Rating", **scale, "alternateName": conclusion.value.capitalize()}


def _claim(material: Material, account: Account) -> dict[str, object]:
    """The claim, who starts it, and where it was told; first of all where it was told first."""
    appearances = [each for key in account.documents[:_MOST] if (each := _appearance(material, key))]
    first = appearances[0] if appearances else {}
    return told(
        {
            "@type": "Claim",
            "@id": claim_name(account.claim.id),
            "name": one_line(account.title),
            "author": _claimants(material, account),
            "datePublished": first.get("datePublished"),
            "firstAppearance": first,
            "appearance": appearances[1:],
        }
    )


def _claimants(material: Material, account: Account) -> list[dict[str, object]]:
    """Whose word it is; somebody whom no statement shows to be a person is taken for a body."""
    persons = set()
    for one in account.claim.tellings:
        paper = material.papers.get(one.document)
        statement = one.statement(paper) if paper is not None else None
        if statement is not None and statement.voice.kind in _PERSONS:
            persons.add(one_line(statement.voice.text))
    names = (one_line(each) for each in account.said_by)
    return [{"@type": "Person" if name in persons else "Organization", "name": name} for name in names if name]


def _appearance(material: Material, key: str) -> dict[str, object]:
    paper = material.papers.get(key)
    if paper is None:
        return {}
    document = paper.report.document
    outlet = one_line((paper.source.name if paper.source else "") or document.outlet or "")
    return told(
        {
            "@type": "CreativeWork",
            "headline": one_line(document.title.of(document.text)),
            "url": web_address(document.address),
            "datePublished": document.published.isoformat() if document.published else None,
            "inLanguage": encodable(document.language),
            "publisher": {"@type": "Organization", "name": outlet} if outlet else None,
        }
    )
