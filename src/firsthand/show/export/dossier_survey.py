"""What a dossier is made of, found out in one pass over the claims: which are told in full and in which order, which
fill a line of a table, how much there is, and the numbers that documents and claims go by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import blake2b

from firsthand.claims import Account
from firsthand.kinds import ToldBy, Verdict
from firsthand.show.claims.board import is_disputed
from firsthand.show.export.harmless import encodable
from firsthand.show.export.material import Material, WeighedClaim

__all__ = ["HEADINGS", "Group", "Survey", "survey_of"]

_ALL_IN_FULL = 25
"""A dossier of so few claims tells each of them in full."""
_OFTEN = 3
"""Documents from which on a claim with one origin is told in full: it looks like many witnesses."""


class Group(IntEnum):
    """Why a claim is told in full, in the order of the dossier; the first reason counts."""

    DECIDED = 0
    CONTESTED = 1
    INDEPENDENT = 2
    REPEATED = 3
    CHANGED = 4
    CHOSEN = 5
    IN_SHORT = 6


@dataclass
class Survey:
    """The positions of claims by group, each group in the order of the board; `documents` are those of the claims that
    are told, by what stands for their key (8 bytes); numbers of documents count from 1 in the order of their captures.
    """

    groups: dict[Group, list[int]] = field(default_factory=lambda: {each: [] for each in Group})
    documents: dict[int, int] = field(default_factory=dict)
    outlets: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    published: list[str] = field(default_factory=list)
    disputed: int = 0
    changed: int = 0
    repeated: int = 0

    @property
    def in_full(self) -> Sequence[int]:
        """The positions of the claims that are told in full, in the order of the dossier."""
        return [at for group in Group if group is not Group.IN_SHORT for at in self.groups[group]]

    @property
    def in_short(self) -> Sequence[int]:
        return self.groups[Group.IN_SHORT]

    @property
    def decided(self) -> int:
        return len(self.groups[Group.DECIDED])

    def number(self, key: str) -> int:
        """The number of a document, 0 where no capture of it is listed."""
        return self.documents.get(_mark(key), 0)

    def groups_in_full(self) -> Iterator[tuple[Group, int, int]]:
        """Each group that has claims: the numbers of its first and its last claim, from 1."""
        first = 1
        for group in Group:
            count = len(self.groups[group])
            if count and group is not Group.IN_SHORT:
                yield group, first, first + count - 1
            first += count


def survey_of(material: Material) -> Survey:
    """One pass over captures, claims and documents; nothing of them is held but numbers."""
    found = Survey()
    for seen in material.captures():
        found.documents.setdefault(_mark(seen.key), len(found.documents) + 1)
    few = material.count <= _ALL_IN_FULL
    told: set[int] = set()
    for at, claim in enumerate(material.claims()):
        group = _group(claim)
        found.groups[Group.CHOSEN if few and group is Group.IN_SHORT else group].append(at)
        _count(found, material, claim.account, told)
    return found


def _group(claim: WeighedClaim) -> Group:
    account, known = claim.account, claim.known
    if known is not None and known.verdicts:
        return Group.DECIDED
    looked = () if known is None else known.facts.evidence
    if is_disputed(account) or any(each.verdict is Verdict.CONTRADICTS for each in looked):
        return Group.CONTESTED
    if account.origins.at_least > 1 or account.origins.told_by is ToldBy.BOTH_PARTIES:
        return Group.INDEPENDENT
    if len(account.documents) >= _OFTEN:
        return Group.REPEATED
    if account.drift or any(each.verdict is not Verdict.SILENT for each in looked):
        return Group.CHANGED
    return Group.IN_SHORT


def _count(found: Survey, material: Material, account: Account, told: set[int]) -> None:
    found.disputed += is_disputed(account)
    found.changed += bool(account.drift)
    found.repeated += account.origins.at_most == 1 and len(account.documents) > 1
    for key in account.documents:
        if (mark := _mark(key)) in told:
            continue
        told.add(mark)
        paper = material.papers.get(key)
        if paper is None:
            continue
        document = paper.report.document
        found.languages.add(document.language)
        found.outlets.add(paper.source.id if paper.source else document.outlet or paper.key)
        if document.published is not None:
            found.published = _ends([*found.published, document.published.isoformat()])


def _ends(moments: Sequence[str]) -> list[str]:
    return [min(moments), max(moments)]


def _mark(key: str) -> int:
    return int.from_bytes(blake2b(encodable(key).encode(), digest_size=8).digest(), "big")


HEADINGS: Mapping[Group, tuple[str, str]] = {
    Group.DECIDED: ("Decided by an analyst", "A named person looked into these and concluded something."),
    Group.CONTESTED: (
        "Denied, doubted, taken back or contradicted",
        "Somebody speaks against these, or something that was observed does.",
    ),
    Group.INDEPENDENT: (
        "From more than one origin",
        "Told by several who, as far as can be seen, do not have it from each other.",
    ),
    Group.REPEATED: (
        "Told by many, from one origin",
        "These look confirmed many times over. They are repetitions, which confirm nothing.",
    ),
    Group.CHANGED: (
        "Changed on the way, or looked into",
        "A document differs from what it takes from, a headline from its text, or evidence says something.",
    ),
    Group.CHOSEN: ("The other claims", ""),
}
"""The heading of each group, and what its claims have in common."""
