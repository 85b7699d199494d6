"""A board after verdicts: only what hangs on them is made anew, and laid over the board.

A verdict shows on its claim. It also says what became of the claim, so it stands in the track record of whoever made it
and of the sources that tell it; so later claims of the same voices may come out otherwise. Nothing else hangs on it:
neither which claims there are, nor their order, their places, or what can be searched. What comes out is what
`build_board` would make, and a test holds it to that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import orjson

from firsthand.assessments import Facts, Record, Witness
from firsthand.claims import Told
from firsthand.kinds import DecisionKind, Outcome
from firsthand.pipeline.assessed import keep_facts, outcome_of, rules_version
from firsthand.pipeline.deciding import assessment_then, placed
from firsthand.pipeline.differences import differences
from firsthand.pipeline.papers import Papers
from firsthand.pipeline.records import as_decided, grouped
from firsthand.pipeline.version import joiner_version
from firsthand.show.claims.claims_json import known_json
from firsthand.show.claims.known import Known
from firsthand.show.claims.view import ClaimView
from firsthand.show.desk.building import RULES, VERDICTS, SourcePage, given_of, state_of, weighed_row
from firsthand.show.desk.columns import COLUMNS, packed, renewed, unpacked
from firsthand.show.desk.patience import open_for_writing
from firsthand.store import Case
from firsthand.store.board import BoardFile
from firsthand.store.board_since import Renewed, write_since
from firsthand.store.log import Entry, entries_after
from firsthand.store.records import record_of
from firsthand.store.verdicts import VerdictGiven, verdicts
from firsthand.weigh.assess import assess
from firsthand.weigh.track_record import TrackRecords

__all__ = ["retouched"]

_MOST_ENTRIES = 10_000
"""Of the log since the board was made: with more it is made anew."""
_NOTHING = frozenset({"began", "ended", "watched", "watches", "reached", "stamped", "stamp upgraded"})
"""Actions of the log that change nothing of what a board shows."""
_LEFT_OUT = frozenset({"skips"})
"""Where a round that brought nothing new writes to at most: what was left out, and why."""


def retouched(case: Case, board: BoardFile) -> str | None:
    """Bring a board up to what was concluded since; the state that it is of then. None where more has changed, so that
    the board has to be made anew.

    Assessments that come out otherwise are kept in the log first.

    Args:
        case: open for reading.

    Raises:
        CaseBusy: another process goes on writing to it.
        CaseError: the case cannot be read or written, or the board cannot be written.
    """
    with case.snapshot():
        if not _only_verdicts(case, board):
            return None
        own = _Retouching(case, board)
        own.look()
        before = state_of(case)
    state = before
    if own.weighed:
        with open_for_writing(case.folder) as writing:
            if state_of(writing) == before:
                keep_facts(writing, own.weighed)
                state = state_of(writing)
    write_since(case.folder, board.base, state, own.claims, own.sources, own.kept())
    return state


def _only_verdicts(case: Case, board: BoardFile) -> bool:
    """Whether nothing but verdicts came into the log since, or went."""
    number, digest, joined_by = (*board.state.split(" "), "", "", "")[:3]
    if joined_by != joiner_version() or board.kept(RULES) != rules_version().encode():
        return False
    if not number.isdecimal() or not case.has_entry(int(number), digest):
        return False
    since = entries_after(case, int(number), _MOST_ENTRIES + 1)
    known = {each.number for each in verdicts(case)}
    return len(since) <= _MOST_ENTRIES and all(
        _is_verdict(each, known) or each.action in _NOTHING or (each.action == "captured" and tables <= _LEFT_OUT)
        for each, tables in since
    )


def _is_verdict(entry: Entry, known: set[int]) -> bool:
    if entry.action == "undone":
        return entry.note.get("decision") in known
    return entry.action == "decided" and entry.note.get("kind") == DecisionKind.VERDICT.value


class _Retouching:
    """What is otherwise now: `claims` by their places, `sources` by their ids, and what was `weighed` anew."""

    def __init__(self, case: Case, board: BoardFile) -> None:
        self._case, self._board = case, board
        self.claims: dict[int, Renewed] = {}
        self.sources: dict[str, SourcePage] = {}
        self.weighed: list[Facts] = []
        every = {each.number: each for each in verdicts(case)}
        found: dict[str, int] = orjson.loads(board.kept(VERDICTS) or b"{}")
        self._before = _by_claim((number, every[int(name)]) for name, number in found.items() if int(name) in every)
        standing = [each for each in every.values() if each.undone is None]
        places = ((found.get(str(each.number), -1), each) for each in standing)
        where = ((self._place(each) if number < 0 else number, each) for number, each in places)
        self._now = _by_claim((number, each) for number, each in where if number is not None)

    def look(self) -> None:
        touched = {n for n in (*self._before, *self._now) if self._before.get(n) != self._now.get(n)}
        turned = [n for n in touched if _outcome(self._before.get(n)) != _outcome(self._now.get(n))]
        known = {number: self._known(number) for number in touched}
        self._decided = {
            row.id: outcome
            for number, row in zip(self._now, self._board.rows_at(list(self._now)), strict=True)
            if (outcome := _outcome(self._now[number])) is not None
        }
        turned_ids = [row.id for row in self._board.rows_at(turned)]
        for number, own in self._weighed_anew(turned_ids):
            known[number] = own
            self.weighed.append(own.facts)
        for number, own in known.items():
            self.claims[number] = self._renewed(number, own)
        for source in dict.fromkeys(
            each.who for claim in turned_ids for each in self._board.resolved_of(claim, sources=True)
        ):
            self._source(source)

    def kept(self) -> dict[str, bytes]:
        """What is kept beside the rows, as it is now."""
        columns = unpacked(self._board.kept(COLUMNS) or b"")
        rows = {
            number: {"likely": row.likely, "status": row.status, "confidence": row.confidence, "verdict": row.verdict}
            for number, row in ((number, each.row) for number, each in self.claims.items())
        }
        places = {str(each.number): number for number, own in self._now.items() for each in own}
        return {COLUMNS: packed(renewed(columns, rows)), VERDICTS: orjson.dumps(places)}

    # ------------------------------------------------------------ which claim

    def _place(self, given: VerdictGiven) -> int | None:
        """The place of the claim that a new verdict is of, by its tellings, as `verdicts_on` finds it."""
        documents = self._board.documents([told.document for told, _ in given.tellings])
        papers = Papers(self._case, {key: row.reading for key, row in documents.items()})
        tellings: dict[str, list[tuple[Told, str]]] = defaultdict(list)
        numbers = {number for key in documents for number in self._board.claims_in(key)}
        for number in numbers:
            view = record_of(ClaimView, _plain(self._board.view(number)))
            for told in view.account.claim.tellings:
                if told.document in documents:
                    tellings[told.document].append((told, view.account.claim.id))
        claim = placed(given, tellings, papers)
        return None if claim is None else self._board.number_of(claim)

    # ------------------------------------------------------------ what hangs on it

    def _known(self, number: int) -> Known:
        return record_of(Known, _plain(self._board.known(number)))

    def _weighed_anew(self, turned: Sequence[str]) -> Iterator[tuple[int, Known]]:
        """The claims that were weighed with a track record in which one of these stands, as they come out now."""
        made: dict[str, date] = {}
        for claim in turned:
            for each in self._board.resolved_of(claim, sources=False):
                made[each.who] = min(each.made, made.get(each.who, each.made))
        resolved = [each for who in made for each in self._board.resolved(who, sources=False)]
        records = TrackRecords(as_decided(resolved, self._decided))
        leaning: dict[str, date] = {}
        for who, first in made.items():
            leaning.update({claim: told for claim, told in self._board.leaning(who).items() if told > first})
        for claim, told in leaning.items():
            number = self._board.number_of(claim)
            if number is None:
                continue
            known = self._known(number)
            witnesses = tuple(_with_record(each, made, records, told) for each in known.facts.witnesses)
            if witnesses != known.facts.witnesses:
                facts = replace(known.facts, witnesses=witnesses)
                yield number, replace(known, facts=facts, assessment=assess(facts))

    def _renewed(self, number: int, known: Known) -> Renewed:
        """The claim with its verdicts as they stand now, and what has changed since the last of them."""
        own = tuple(self._now.get(number, ()))
        then = assessment_then(self._case, own[-1]) if own else None
        changed = differences(then[1], known.assessment) if then is not None else ()
        new = Known(known.facts, known.assessment, own, changed)
        told = orjson.loads(self._board.written(number))
        (row,) = self._board.rows_at([number])
        return Renewed(weighed_row(row, new), orjson.dumps({**told, **known_json(new)}), new)

    def _source(self, name: str) -> None:
        found = self._board.source(name)
        if found is None:
            return
        resolved = as_decided(self._board.resolved(name, sources=True), self._decided)
        page = record_of(SourcePage, _plain(found[1]))
        record = tuple(given_of(each) for each in grouped(resolved, {}, is_source=True))
        self.sources[name] = replace(page, record=record)


def _with_record(witness: Witness, made: Mapping[str, date], records: TrackRecords, told: date) -> Witness:
    """The witness with its track record as it is now. It has one of the same kind as before: what a claim came to
    changes, not that it was made."""
    own: Record | None = witness.record
    if own is None or own.who not in made:
        return witness
    return replace(witness, record=records.record(own.who, own.kind, told))


def _by_claim(placed: Iterator[tuple[int, VerdictGiven]]) -> dict[int, list[VerdictGiven]]:
    found: dict[int, list[VerdictGiven]] = defaultdict(list)
    for number, given in placed:
        found[number].append(given)
    return {number: sorted(own, key=lambda each: each.number) for number, own in sorted(found.items())}


def _outcome(own: Sequence[VerdictGiven] | None) -> Outcome | None:
    return outcome_of(own[-1]) if own else None


def _plain(told: object) -> Mapping[str, object]:
    assert isinstance(told, dict)
    return told
