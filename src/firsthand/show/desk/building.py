"""From a case to its board: every claim with what is known of it, every document and every source, ready to be shown.

It is made by a process of its own, whenever the case has changed; the pages read what was made last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import orjson

from firsthand.claims import Account
from firsthand.kinds import Outcome
from firsthand.link.terms import terms_of
from firsthand.pipeline.assessed import keep_weighed, outcomes_of, rules_version, weigh_case
from firsthand.pipeline.assessing import Weighing
from firsthand.pipeline.claiming import CaseClaims, claims_of
from firsthand.pipeline.papers import readings_of
from firsthand.pipeline.records import History, as_decided, grouped, resolved_in
from firsthand.pipeline.version import joiner_version
from firsthand.show.claims.board import is_disputed, short_ids, surprise
from firsthand.show.claims.claims_json import claim_json
from firsthand.show.claims.knowing import known_of
from firsthand.show.claims.known import Known
from firsthand.show.claims.view import ClaimView, byline_of, view_of
from firsthand.show.desk.columns import COLUMNS, columns_of, packed
from firsthand.show.desk.documents.index import DOCUMENTS, packed_index
from firsthand.show.desk.parts import MANY, parts_of
from firsthand.show.desk.patience import open_for_writing
from firsthand.show.plain import one_line
from firsthand.store import Case
from firsthand.store.board import BoardRow, BoardWriter, DocumentRow, SourceRow

__all__ = ["RULES", "VERDICTS", "Given", "SourcePage", "Taken", "build_board", "given_of", "state_of", "weighed_row"]

Progress = Callable[[str, int], None]
"""Called with what is counted ("documents", "claims", "written"), and how many there are so far."""

VERDICTS, RULES = "verdicts", "rules"
"""What is kept beside the rows: of each verdict the place of the claim that it is of; and the rules that weighed."""
_TOLD = 100  # after so many progress is told again
_LONGEST = 20_000
"""Characters of what a claim is told in that can be searched."""
_OPENING = 90
"""Characters that a document without a title is called by: the words it begins with."""
_MOST_GIVEN = 500
"""Derivations that a source's page holds of each source that it took from."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one source took from another: how often, by kind, and some of it as pairs of documents, with the claim."""

    source: str
    kinds: tuple[tuple[str, int], ...]
    pairs: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """How the claims of one kind turned out: the ids of those borne out, contradicted, and open. `low` and `high` are
    the share that was borne out (80 % interval), `early` the days in the middle."""

    kind: str
    borne_out: tuple[str, ...]
    contradicted: tuple[str, ...]
    open: tuple[str, ...]
    low: float
    high: float
    early: float | None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What is known of a source: its track record, from whom it took what, who took from it, and the claims that start
    with it (ids)."""

    record: tuple[Given, ...] = ()
    taken: tuple[Taken, ...] = ()
    given: tuple[Taken, ...] = ()
    starts: tuple[str, ...] = ()


def state_of(case: Case) -> str:
    """What the board hangs on: the last entry of the log, and the versions of what reads, joins and weighs."""
    number, _, digest = case.head()
    return f"{number} {digest} {joiner_version()}"


def build_board(case: Case, progress: Progress = lambda what, count: None) -> str:
    """Make the board of a case anew; the state that it is of.

    What changed in the assessments is kept in the log first. A case that is open for reading only is opened for writing
    for as long as that takes, so that others can write to it while its claims are worked out.

    Raises:
        CaseBusy: another process goes on writing to it.
        CaseError: the case cannot be read or written.
    """
    if case.may_write:
        found = claims_of(case, progress)
        weighed = weigh_case(case, found)
        keep_weighed(case, weighed)
        return _written(case, found, weighed, state_of(case), progress)
    with case.snapshot():
        found = claims_of(case, progress)
        weighed = weigh_case(case, found)
        return _written(case, found, weighed, _kept(case, weighed), progress)


def _written(case: Case, found: CaseClaims, weighed: Sequence[Weighing], state: str, progress: Progress) -> str:
    with case.snapshot(), BoardWriter(case.folder, state, datetime.now(UTC).isoformat()) as writer:
        _Building(case, found, weighed, writer, progress).write()
    return state


def _kept(case: Case, weighed: Sequence[Weighing]) -> str:
    """The state of the case with these assessments, or that of its snapshot, where somebody wrote meanwhile: then the
    board is behind, as its state says."""
    before = state_of(case)
    with open_for_writing(case.folder) as writing:
        if state_of(writing) != before:
            return before
        keep_weighed(writing, weighed)
        return state_of(writing)


class _Building:
    def __init__(
        self, case: Case, found: CaseClaims, weighed: Sequence[Weighing], writer: BoardWriter, progress: Progress
    ) -> None:
        self._case, self._found, self._writer, self._progress = case, found, writer, progress
        self._known = known_of(case, found, found.accounts, weighed)
        self._asked = {each.account.claim.id: each.asked for each in weighed if each.asked}
        self._order = sorted(
            found.accounts,
            key=lambda each: (-surprise(each), -len(each.documents), each.since or "", each.claim.id),
        )
        self._short = short_ids(found.accounts)
        self._resolved = resolved_in(found, weighed)
        self._histories = grouped(as_decided(self._resolved[1], outcomes_of(case, found)), {}, is_source=True)

    def write(self) -> None:
        sources = self._documents()
        for count, account in enumerate(self._order, 1):
            self._claim(account, sources)
            if count % _TOLD == 0:
                self._progress("written", count)
        self._sources(sources)
        self._writer.keep(COLUMNS, packed(columns_of(self._writer.rows())))
        self._writer.keep(DOCUMENTS, packed_index(self._writer.document_fields()))
        self._keep_what_verdicts_touch()

    def _keep_what_verdicts_touch(self) -> None:
        """All that has to be known so that a verdict changes only what hangs on it: see `retouching`."""
        for resolved, sources in zip(self._resolved, (False, True), strict=True):
            self._writer.outcomes(resolved, sources=sources)
        places = {}
        for number, account in enumerate(self._order):
            known, asked = self._known[account.claim.id], self._asked.get(account.claim.id)
            who = dict.fromkeys(each.record.who for each in known.facts.witnesses if each.record is not None)
            if who and asked is not None:
                self._writer.leans(account.claim.id, who, asked.told)
            places.update({str(each.number): number for each in known.verdicts})
        self._writer.keep(VERDICTS, orjson.dumps(places))
        self._writer.keep(RULES, rules_version().encode())

    # ------------------------------------------------------------ documents

    def _documents(self) -> dict[str, str]:
        """Write every document; the source of each that has one."""
        readings, found = readings_of(self._case), {}
        for key, paper in self._found.papers.items():
            byline, document = byline_of(key, paper), paper.report.document
            if paper.source is not None:
                found[key] = paper.source.id
            self._writer.document(
                DocumentRow(
                    key=key,
                    reading=readings[key],
                    title=byline.title or _opening(document.text),
                    outlet=byline.outlet,
                    source=paper.source.id if paper.source else None,
                    side=paper.source.side if paper.source else None,
                    language=document.language,
                    moment=byline.moment,
                    published=byline.published,
                    seen=paper.seen,
                    address=document.address,
                    warnings=len(paper.report.warnings),
                )
            )
        return found

    # ------------------------------------------------------------ claims

    def _claim(self, account: Account, sources: Mapping[str, str]) -> None:
        view, known = view_of(account, self._found.papers), self._known[account.claim.id]
        written = orjson.dumps(claim_json(account, self._found.papers, known))
        words = dict.fromkeys((account.title, *(line.words for line in view.lines)))
        told = " \n".join(words)[:_LONGEST]
        viewed = orjson.dumps(view)
        self._writer.claim(
            self._row(account, known, view, sources),
            orjson.Fragment(viewed),
            written,
            known,
            account.documents,
            told,
            _terms(view),
            parts_of(viewed) if len(account.documents) >= MANY else {},
        )

    def _row(self, account: Account, known: Known, view: ClaimView, sources: Mapping[str, str]) -> BoardRow:
        asked, origins = self._asked.get(account.claim.id), account.origins
        ground = asked.ground if asked else None
        bylines = [view.bylines[key] for key in account.documents]
        row = BoardRow(
            id=account.claim.id,
            short=self._short[account.claim.id],
            title=account.title,
            language=account.language,
            documents=len(account.documents),
            at_least=origins.at_least,
            at_most=origins.at_most,
            told_by=origins.told_by.value,
            said_by=account.said_by,
            denied_by=account.denied_by,
            drift=tuple(sorted({each.kind.value for each in account.drift})),
            disputed=is_disputed(account),
            open=account.open,
            surprise=round(surprise(account), 3),
            place=account.place[0] if account.place else None,
            place_id=str(account.place[1]) if account.place else None,
            lat=ground.lat if ground else None,
            lon=ground.lon if ground else None,
            radius_km=ground.radius_km if ground else 0.0,
            since=account.since,
            until=account.until,
            first=bylines[0].moment if bylines else "",
            event=account.event,
            evidence=tuple(sorted({each.body for each in known.facts.evidence})),
            sides=tuple(sorted({root.side for root in origins.roots if root.side})),
            sources=tuple(sorted({sources[key] for key in account.documents if key in sources})),
            languages=tuple(sorted({each.language for each in bylines})),
        )
        return weighed_row(row, known)

    # ------------------------------------------------------------ sources

    def _sources(self, sources: Mapping[str, str]) -> None:
        papers = self._found.papers
        records = {key: papers[key].source for key in sources}
        known = {each.id: each for each in records.values() if each is not None}
        documents = Counter(sources.values())
        claims: Counter[str] = Counter()
        starts: dict[str, list[str]] = defaultdict(list)
        for account in self._order:
            claims.update({sources[key] for key in account.documents if key in sources})
            for name in dict.fromkeys(sources.get(root.document, "") for root in account.origins.roots):
                starts[name].append(account.claim.id)
        taken, given = _taken(self._order, sources)
        for name, source in sorted(known.items()):
            row = SourceRow(
                *(name, source.name, source.kind.value, source.country, source.language, source.side, source.family),
                *(documents[name], claims[name], len(starts[name])),
            )
            page = SourcePage(self._record(name), taken[name], given[name], tuple(starts[name]))
            self._writer.source(row, page)

    def _record(self, source: str) -> tuple[Given, ...]:
        return tuple(given_of(each) for each in self._histories if each.who == source)


def _opening(text: str) -> str:
    """The first words of a document, as a name for one that has none, as posts have."""
    line = one_line(text[: 2 * _OPENING])
    return line if len(line) <= _OPENING else f"{line[:_OPENING].rpartition(' ')[0] or line[:_OPENING]} …"


def weighed_row(row: BoardRow, known: Known) -> BoardRow:
    """The row with what the claim is assessed as, and what was concluded of it last."""
    made = known.assessment
    return replace(
        row,
        status=made.status.value,
        word=made.likelihood.word,
        likely=made.likelihood.value,
        low=made.likelihood.low,
        high=made.likelihood.high,
        confidence=made.confidence.value,
        admiralty=f"{made.admiralty.source}{made.admiralty.information}",
        verdict=known.verdicts[-1].conclusion.value if known.verdicts else "",
    )


def given_of(history: History) -> Given:
    """A track record as the page of its source shows it."""
    early = history.early
    low, high = history.share
    ids = ([each.claim for each in history.those(outcome)] for outcome in Outcome)
    kinds = dict(zip(Outcome, map(tuple, ids), strict=True))
    return Given(
        history.kind,
        kinds[Outcome.BORNE_OUT],
        kinds[Outcome.CONTRADICTED],
        kinds[Outcome.OPEN],
        low,
        high,
        early[1] if early else None,
    )


def _taken(
    accounts: Iterable[Account], sources: Mapping[str, str]
) -> tuple[defaultdict[str, tuple[Taken, ...]], defaultdict[str, tuple[Taken, ...]]]:
    """For each source what it took from others, and what others took from it, most first."""
    kinds: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    pairs: dict[tuple[str, str], dict[tuple[str, str], str]] = defaultdict(dict)
    for account in accounts:
        for how in account.derivations:
            ends = sources.get(how.taker), sources.get(how.taken)
            if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
                continue
            both = (ends[0], ends[1])
            if (how.taker, how.taken) not in pairs[both]:
                kinds[both][how.kind.value] += 1
                pairs[both][how.taker, how.taken] = account.claim.id
    taken: defaultdict[str, tuple[Taken, ...]] = defaultdict(tuple)
    given: defaultdict[str, tuple[Taken, ...]] = defaultdict(tuple)
    for both in sorted(pairs, key=lambda each: (-len(pairs[each]), each)):
        own = tuple((*ends, claim) for ends, claim in pairs[both].items())[:_MOST_GIVEN]
        one = Taken(both[1], tuple(kinds[both].most_common()), own)
        taken[both[0]] += (one,)
        given[both[1]] += (replace(one, source=both[0]),)
    return taken, given


def _terms(view: ClaimView) -> Iterator[str]:
    """The terms of all its words, each once, as words that the index of words takes apart no further."""
    found = (term for line in view.lines for term in terms_of(line.words, line.byline.language))
    yield from dict.fromkeys(map(as_word, found))


def as_word(term: str) -> str:
    """A term as one word of letters and digits: "=building" → "x3dbuilding"."""
    return "".join(each if each.isalnum() else f"x{ord(each):x}" for each in term)
