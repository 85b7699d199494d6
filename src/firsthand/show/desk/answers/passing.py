"""How a document changed from sighting to sighting, and what it took from others, or others from it."""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.errors import MissingInput
from firsthand.show.desk.answers.asking import plain
from firsthand.show.desk.documents.seen import seen_of, versions_of
from firsthand.show.desk.documents.told import Passed, in_claims
from firsthand.show.desk.served import Served, Shown
from firsthand.show.json_report import Json
from firsthand.show.plain import one_line

__all__ = ["derivations", "versions"]


def versions(served: Served, shown: Shown, key: str) -> Json:
    """The latest sightings of a document, with where each lies in the archive, and what changed between two: the words
    that went and came, and which statements did.

    Raises:
        MissingInput: there is no such document.
        CaseError: the case cannot be read.
    """
    with served.case() as case, case.snapshot():
        paper = served.paper(case, shown, key)
        if paper is None:
            raise _missing(key)
        seen, times = seen_of(case, key, paper.report.document.sha256)
        changed, changes = versions_of(case, key)
    told = [
        {**plain(each), "statements": [{"how": how, "words": words} for how, words in each.statements]}
        for each in changed
    ]
    return {"sightings": [plain(each) for each in seen], "seen": times, "versions": told, "changes": changes}


def derivations(served: Served, shown: Shown, key: str) -> Json:
    """Which claims each statement of a document belongs to; what it took from others (`taken`) and who took from it
    (`given`): how, how surely, why, and on which claims.

    Raises:
        MissingInput: there is no such document.
        CaseError: the case cannot be read.
    """
    with served.case() as case:
        paper = served.paper(case, shown, key)
    if paper is None:
        raise _missing(key)
    told = in_claims(shown, paper)
    return {
        "claims": [
            {"id": _id(each.ref.address), "title": each.ref.title, "statements": list(each.statements)}
            for each in told.claims
        ],
        "more_claims": told.more,
        "taken": list(_passed(told.taken)),
        "given": list(_passed(told.given)),
    }


def _passed(those: Iterable[Passed]) -> Iterable[Json]:
    for each in those:
        named = plain(each)
        named.pop("address")
        yield {**named, "claims": [{"id": _id(one.address), "title": one.title} for one in each.claims]}


def _id(address: str) -> str:
    """Of a claim, by the address of its page."""
    return address.rpartition("/")[2]


def _missing(key: str) -> MissingInput:
    return MissingInput(f"The case has no document of the key {one_line(key[:200])!r}.")
