"""The claims that a document tells, and what it took from whom, or others from it: by what the board holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from firsthand.claims import Derivation, Paper, Told
from firsthand.kinds import DerivationKind
from firsthand.show.claims.wording import count_words, derived, range_words
from firsthand.show.desk.rendering import claim_path, document_path
from firsthand.show.desk.served import Shown
from firsthand.show.marked import ClaimRef
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext, number_of
from firsthand.store.board import BoardRow
from firsthand.store.records import record_of

__all__ = ["InClaims", "Passed", "TellsClaim", "in_claims", "known_words"]

_MOST = 400
"""Claims of one document that its page tells of."""
_MOST_PASSED = 200


@dataclass(frozen=True, slots=True)
class TellsClaim:
    """A claim that the document tells: `statements` are the numbers of those that belong to it, from 1."""

    ref: ClaimRef
    language: str
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """That this document comes from another, or another from it. `how` is what the later one does, such as "copies";
    `sure` how surely it does so, `because` the reasons, `claims` those on which it was seen."""

    key: str
    address: str
    title: str
    outlet: str
    language: str
    moment: str
    how: tuple[str, ...]
    sure: str
    because: tuple[str, ...]
    claims: tuple[ClaimRef, ...]


@dataclass(frozen=True, slots=True)
class InClaims:
    """What the claims of a case say of one document. `by_statement` are the claims by the numbers of its statements;
    `more` says how many claims were left out."""

    claims: tuple[TellsClaim, ...]
    by_statement: Mapping[int, tuple[ClaimRef, ...]]
    taken: tuple[Passed, ...]
    given: tuple[Passed, ...]
    more: int = 0


@dataclass(slots=True)
class _Passing:
    kinds: Counter[DerivationKind] = field(default_factory=Counter)
    score: float = 0.0
    because: dict[str, None] = field(default_factory=dict)
    claims: dict[str, ClaimRef] = field(default_factory=dict)


def in_claims(shown: Shown, paper: Paper) -> InClaims:
    """What the claims say of a document.

    Raises:
        CaseError: the board was replaced and closed meanwhile.
    """
    board, key = shown.board, paper.key
    numbers = {id(each): number for number, each in enumerate(paper.report.statements, 1)}
    places = board.claims_in(key)
    claims: list[TellsClaim] = []
    by_statement: defaultdict[int, list[ClaimRef]] = defaultdict(list)
    passing: dict[tuple[bool, str], _Passing] = {}
    for place, row in zip(places[:_MOST], board.rows_at(places[:_MOST]), strict=True):
        ref = ClaimRef(str(claim_path(row.id)), one_line(row.title), known_words(row), row.language)
        view = board.view_in(place, key)
        own = sorted({numbers[id(each)] for told in _told(view, key) if (each := told.statement(paper)) is not None})
        for number in own:
            by_statement[number].append(ref)
        claims.append(TellsClaim(ref, row.language, tuple(own)))
        for how in _derivations(view, key):
            taking = how.taker == key
            one = passing.setdefault((taking, how.taken if taking else how.taker), _Passing())
            one.kinds[how.kind] += 1
            one.score = max(one.score, how.score)
            one.because |= dict.fromkeys(one_line(tie.detail or tie.rule) for tie in how.ties)
            one.claims[row.id] = ref
    return InClaims(
        tuple(claims),
        {number: tuple(refs) for number, refs in by_statement.items()},
        _passed(shown, passing, taking=True),
        _passed(shown, passing, taking=False),
        len(places) - len(claims),
    )


def known_words(row: BoardRow) -> str:
    """ "disputed · unlikely · 14 documents → 1 to 3 origins"."""
    status, word = named(row.status, "status"), named(row.word, "likelihood")
    documents, origins = count_words(row.documents, "document"), range_words(row.at_least, row.at_most)
    return f"{status} · {word} · {documents} → {origins}"


def _told(view: object, key: str) -> Iterator[Told]:
    """The tellings of a document in the view of a claim: the rest of it is not made into records."""
    for line in _objects(view, "lines"):
        told = line["told"]
        if isinstance(told, Mapping) and told["document"] == key:
            yield record_of(Told, told)


def _derivations(view: object, key: str) -> Iterator[Derivation]:
    account = view["account"] if isinstance(view, Mapping) else None
    for how in _objects(account, "derivations"):
        if key in (how["taker"], how["taken"]) and how["taker"] != how["taken"]:
            yield record_of(Derivation, how)


def _objects(held: object, name: str) -> Iterator[Mapping[str, object]]:
    found = held[name] if isinstance(held, Mapping) else ()
    assert isinstance(found, Sequence)
    yield from (each for each in found if isinstance(each, Mapping))


def _passed(shown: Shown, passing: Mapping[tuple[bool, str], _Passing], *, taking: bool) -> tuple[Passed, ...]:
    """In the order of time."""
    own = {key: each for (is_taking, key), each in passing.items() if is_taking == taking}
    rows = shown.board.documents(list(own))
    found = [
        Passed(
            key,
            document_path(key),
            one_line(rows[key].title),
            one_line(rows[key].outlet),
            rows[key].language,
            rows[key].moment,
            tuple(derived(kind) for kind, _ in each.kinds.most_common()),
            gettext("%(number)s%%", number=number_of(round(100 * min(each.score, 0.99)))),
            tuple(each.because)[:3],
            tuple(each.claims.values()),
        )
        for key, each in own.items()
        if key in rows
    ]
    return tuple(sorted(found, key=lambda each: (each.moment, each.key))[:_MOST_PASSED])
