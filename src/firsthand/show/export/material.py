"""What an export is made of: claims one after the other, their documents, and where the case stood.

A writer of a format gets a `Material` and nothing else. It goes through the claims once or several times and holds none
of them, so that memory stays flat however many there are. Nothing in it comes from a clock, or from notes that people
keep for themselves: the same case gives the same file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from firsthand.claims import Account, Paper
from firsthand.errors import InputError
from firsthand.evidence import Asked
from firsthand.pipeline.assessed import weigh_case
from firsthand.pipeline.claiming import CaseClaims, claims_of
from firsthand.pipeline.deciding import verdicts_on
from firsthand.pipeline.version import reader_version
from firsthand.show.claims.board import Wanted, board_of, short_ids
from firsthand.show.claims.knowing import known_with
from firsthand.show.claims.known import Known
from firsthand.show.plain import one_line
from firsthand.store import Case, Decision, decisions
from firsthand.store.evidence import Held, bodies_of
from firsthand.store.holdings import Standing, standing
from firsthand.store.seen import Seen, seen_captures

__all__ = ["Chosen", "Claims", "Material", "WeighedClaim", "documents_of", "material_of"]

_NAMED = 5
EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is wanted of a case. `claims` are ids, or beginnings of ids that no other claim has; `wanted` is what the
    board can be narrowed to. Of a web archive, which has no claims, `keys` are those of captures, and `seen_since` is
    from when on."""

    claims: tuple[str, ...] = ()
    wanted: Wanted = EVERYTHING
    keys: tuple[str, ...] = ()
    seen_since: datetime | None = None

    @property
    def narrows_claims(self) -> bool:
        """Whether some claims of the case may be left out."""
        return bool(self.claims) or self.wanted != EVERYTHING

    @property
    def words(self) -> str:
        """How claims were chosen: "claim 598b0cb6; place Kupiansk; disputed"."""
        wanted = self.wanted
        told = [f"claim {one_line(each)}" for each in self.claims]
        named = ("place", "side", "since", "until", "language")
        told += [f"{name} {one_line(str(value))}" for name in named if (value := getattr(wanted, name)) is not None]
        return "; ".join([*told, *(["disputed"] if wanted.disputed else [])])

    @property
    def narrows_captures(self) -> bool:
        """Whether it is narrowed in a way that only a web archive can be."""
        return bool(self.keys) or self.seen_since is not None


@dataclass(frozen=True, slots=True)
class WeighedClaim:
    """A claim with what is known of it, and with what was asked of evidence about it, where it could be asked."""

    account: Account
    known: Known | None = None
    asked: Asked | None = None


class Claims(Protocol):
    """Gives the chosen claims in the order of the board, each time anew; or only those at these places (from 0)."""

    def __call__(self, positions: Iterable[int] | None = None, /) -> Iterator[WeighedClaim]: ...


@dataclass(frozen=True, slots=True)
class Material:
    """All that an export may tell. `name` is what the case is called, `standing` where its log stood.

    `claims` gives the chosen ones; there are `count` of them, of `whole` in the case, and `choice` says how they were
    chosen, in words, empty where none was left out. `ids` are the short ids of all claims. `captures` gives those of
    the documents that the claims are told in, or taken from; all of the case where no claim is left out. `bodies` is
    the evidence that belongs to the case, `decisions` are those about links that stand.
    """

    name: str
    standing: Standing
    claims: Claims
    count: int
    whole: int
    papers: Mapping[str, Paper]
    ids: Mapping[str, str]
    captures: Callable[[], Iterator[Seen]] = field(default=lambda: iter(()))
    bodies: tuple[Held, ...] = ()
    decisions: tuple[Decision, ...] = ()
    version: str = ""
    choice: str = ""


def material_of(case: Case, chosen: Chosen = Chosen()) -> Material:
    """What a case has to give of what is chosen.

    Raises:
        InputError: a claim is named that the case does not have, or not by one name.
        TableError: the case's own table of sources does not fit this version of the package.
    """
    with case.snapshot():
        found, stands = claims_of(case), standing(case)
        weighed = {each.account.claim.id: each for each in weigh_case(case, found)}
        given = verdicts_on(case, found.accounts, found.papers)
        decided = tuple(each for each in decisions(case) if each.undone is None)
        bodies = bodies_of(case)
    accounts = _chosen(found, chosen)
    keys = frozenset(key for each in accounts for key in documents_of(each)) if chosen.narrows_claims else None

    def one(account: Account) -> WeighedClaim:
        own = weighed[account.claim.id]
        return WeighedClaim(account, known_with(case, own, given.get(account.claim.id, ())), own.asked)

    def claims(positions: Iterable[int] | None = None) -> Iterator[WeighedClaim]:
        return map(one, accounts if positions is None else (accounts[each] for each in positions))

    def captures() -> Iterator[Seen]:
        return (each for each in seen_captures(case, stands.last) if keys is None or each.key in keys)

    return Material(
        name=one_line(case.folder.resolve().name),
        standing=stands,
        claims=claims,
        count=len(accounts),
        whole=len(found.accounts),
        papers=found.papers,
        ids=short_ids(found.accounts),
        captures=captures,
        bodies=bodies,
        decisions=decided,
        version=reader_version(),
        choice=chosen.words,
    )


def _chosen(found: CaseClaims, chosen: Chosen) -> tuple[Account, ...]:
    """In the order of the board."""
    accounts: Sequence[Account] = found.accounts
    if chosen.claims:
        named = dict.fromkeys(_called(found.accounts, name) for name in chosen.claims)
        accounts = [each for each in found.accounts if each.claim.id in named]
    return board_of(accounts, found.papers, chosen.wanted).accounts


def _called(accounts: Iterable[Account], name: str) -> str:
    """The id that is that name, or the only one that begins so."""
    wanted = name.strip()
    fitting = [each.claim.id for each in accounts if wanted and each.claim.id.startswith(wanted)]
    if wanted in fitting or len(fitting) == 1:
        return wanted if wanted in fitting else fitting[0]
    if not fitting:
        raise InputError(f"No claim of the case has an id that begins with {one_line(name)!r}: see `firsthand claims`.")
    ids = ", ".join(map(one_line, fitting[:_NAMED]))
    more = f" and {len(fitting) - _NAMED:,} more" if len(fitting) > _NAMED else ""
    raise InputError(f"{len(fitting):,} claims have an id that begins with {one_line(name)!r}: {ids}{more}.")


def documents_of(account: Account) -> Iterator[str]:
    """The documents that a claim is told in, and those that it is taken from, some of them several times."""
    yield from account.documents
    yield from (root.document for root in account.origins.roots)
    yield from (key for how in account.derivations for key in (how.taker, how.taken))
    yield from (spot.document for each in account.drift for spot in (each.earlier, each.later))
