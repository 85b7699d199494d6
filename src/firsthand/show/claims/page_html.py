"""A claim as one self-contained page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from firsthand.assessments import Weight
from firsthand.claims import Account, Derivation, Origin, Paper
from firsthand.show.assets import asset, environment, language_tag, policy
from firsthand.show.claims.board import facts_words, is_disputed
from firsthand.show.claims.differing import Run
from firsthand.show.claims.graph_svg import inline_svg
from firsthand.show.claims.known import (
    Known,
    admiralty_words,
    bits_words,
    changed_words,
    evidence_words,
    known_words,
    likelihood_words,
    verdict_words,
)
from firsthand.show.claims.tree import Branch, Fold, branches
from firsthand.show.claims.view import Byline, ClaimView, DriftView, End, Line, LinkView, view_of
from firsthand.show.claims.wording import (
    DERIVED,
    against_words,
    answer_words,
    count_words,
    day_words,
    drift_words,
    kind_words,
    origins_words,
    voices_words,
)
from firsthand.show.plain import one_line

__all__ = ["claim_html"]

_MOST = 400
"""Rows of a tree, drifts, answers and tellings of one claim that the page holds; --json has all."""
_DEEPEST = 8
_BAR = 5.0
"""Bits to each side of the middle that the picture of a reason has room for."""
_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,80}")


@dataclass(frozen=True, slots=True)
class _Ref:
    """A link to a telling, or to a claim: the words of it, and the anchor, empty where there is none."""

    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class _How:
    """ "copies 4": what it does, and to which."""

    words: str
    ref: _Ref


@dataclass(frozen=True, slots=True)
class _Row:
    """A document of a tree, or several copies: then `copies` are those."""

    depth: int
    ref: _Ref | None
    who: str
    about: str
    how: _How | None = None
    others: tuple[_Ref, ...] = ()
    because: str = ""
    also: tuple[_How, ...] = ()
    copies: tuple[_Copy, ...] = ()
    copies_words: str = ""


@dataclass(frozen=True, slots=True)
class _Copy:
    ref: _Ref | None
    who: str
    about: str


@dataclass(frozen=True, slots=True)
class _Root:
    voice: str
    side: str
    sure: bool
    why: str
    rows: tuple[_Row, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class _End:
    ref: _Ref | None
    who: str
    about: str
    language: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Drift:
    kind: str
    detail: str
    earlier: _End
    later: _End


@dataclass(frozen=True, slots=True)
class _Telling:
    """A telling in the timeline, or among the answers: `manner` is its mode, or what it answers."""

    ref: _Ref
    words: str
    language: str
    voice: str
    manner: str
    against: bool


@dataclass(frozen=True, slots=True)
class _Link:
    """Why two tellings are taken to be of one claim: how surely, and what each comparison adds, in bits."""

    one: _Ref | None
    other: _Ref | None
    sure: str
    weighed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Moment:
    """A document in the timeline, with its tellings."""

    who: str
    about: str
    address: str
    tellings: tuple[_Telling, ...]


@dataclass(frozen=True, slots=True)
class _Weight:
    """A reason of the waterfall: its bits in words, what it says, and where its bar runs from and to (see `_BAR`)."""

    bits: str
    says: str
    against: bool
    start: str
    length: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a claim."""

    line: str
    status: str
    status_why: str
    likelihood: str
    confidence: str
    confidence_why: str
    admiralty: tuple[tuple[str, str], ...]
    waterfall: tuple[_Weight, ...]
    evidence: tuple[tuple[str, str, str], ...]
    checks: tuple[tuple[str, str], ...]
    verdicts: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """A claim in full."""

    anchor: str
    id: str
    title: str
    language: str
    facts: str
    said: str
    told_by: str
    against: str
    drift_kinds: str
    near: tuple[str, ...]
    origins: str
    roots: tuple[_Root, ...]
    picture: Markup | None
    picture_name: str
    drift: tuple[_Drift, ...]
    answers: tuple[_Telling, ...]
    links: tuple[_Link, ...]
    moments: tuple[_Moment, ...]
    left_out: str
    known: _Known | None = None


def claim_html(
    account: Account, papers: Mapping[str, Paper], ids: Mapping[str, str], version: str, known: Known | None = None
) -> str:
    """One claim as a page. `ids` are the short ids of the claims of the case."""
    style = "".join(asset(name) for name in ("colours.css", "claims/page.css", "claims/graph.css"))
    return (
        environment(page="claims/page.html.j2")
        .get_template("page")
        .render(
            policy=policy(style),
            style=Markup(style),  # noqa: S704 (our own file)
            claim=_page(account, papers, ids, known),
            version=one_line(version),
        )
    )


def _anchor(name: str) -> str:
    """The id of a claim where it can stand in an address, so that a link to it lasts."""
    return f"claim-{name}" if _SAFE_ID.fullmatch(name) else "claim"


def _page(account: Account, papers: Mapping[str, Paper], ids: Mapping[str, str], known: Known | None) -> _Page:
    view, anchor = view_of(account, papers), _anchor(account.claim.id)
    writer = _Writer(view, anchor)
    drawn = len(account.documents) > 1
    return _Page(
        anchor=anchor,
        id=one_line(account.claim.id),
        title=one_line(account.title),
        language=language_tag(account.language),
        facts=facts_words(account),
        said=voices_words(account.said_by, 12),
        told_by=account.origins.told_by.value,
        against=against_words(account),
        drift_kinds=drift_words(each.kind for each in account.drift),
        near=tuple(ids.get(each, one_line(each)) for each in account.claim.near),
        origins=origins_words(account.origins),
        roots=tuple(writer.root(each) for each in account.origins.roots[:_MOST]),
        picture=Markup(inline_svg(view)) if drawn else None,  # noqa: S704 (written as XML, which escapes)
        picture_name=f"Graph of “{one_line(account.title)}”",
        drift=tuple(writer.drift(each) for each in view.drift[:_MOST]),
        answers=tuple(writer.answer(line) for line in view.answers[:_MOST]),
        links=tuple(writer.link(each) for each in view.links[:_MOST]),
        moments=tuple(writer.moments()),
        left_out=_left_out(view),
        known=_known(known) if known is not None else None,
    )


def _known(known: Known) -> _Known:
    found = known.assessment
    return _Known(
        known_words(known),
        found.status.value,
        one_line(found.status_why),
        likelihood_words(found.likelihood),
        found.confidence.value,
        one_line(found.confidence_why),
        tuple(admiralty_words(known)),
        tuple(_weight(each) for each in known.reasons[:_MOST]),
        tuple(evidence_words(each) for each in known.facts.evidence[:_MOST]),
        tuple((each.check, each.would_say) for each in found.checks),
        tuple(verdict_words(each) for each in known.verdicts),
        changed_words(known),
    )


def _weight(weight: Weight) -> _Weight:
    bits = min(_BAR, max(-_BAR, weight.bits))
    start, length = _BAR + min(0.0, bits), abs(bits)
    return _Weight(bits_words(weight), one_line(weight.says), weight.bits < 0, f"{start:.2f}", f"{length:.2f}")


def _left_out(view: ClaimView) -> str:
    """What is more than the page holds."""
    counts = (
        (len(view.account.origins.roots), "origin"),
        (len(view.drift), "drift"),
        (len(view.answers), "answer"),
        (len(view.links), "link"),
        (len(view.lines), "telling"),
    )
    parts = [count_words(count - _MOST, f"more {what}") for count, what in counts if count > _MOST]
    return f"Left out: {', '.join(parts)}. firsthand show --json has all." if parts else ""


@dataclass(frozen=True, slots=True)
class _Writer:
    """Puts the parts of one claim into words and links; `anchor` is where the claim stands in the page."""

    view: ClaimView
    anchor: str

    def _ref(self, number: int) -> _Ref | None:
        return _Ref(str(number), f"{self.anchor}-{number}" if number <= _MOST else "") if number else None

    def _of(self, document: str) -> _Ref | None:
        return self._ref(next(iter(self.view.numbers(document)), 0))

    def root(self, root: Origin) -> _Root:
        rows = [
            self._branch(row) if isinstance(row, Branch) else self._fold(row)
            for row in islice(branches(self.view.account, root), _MOST + 1)
        ]
        voice, side = one_line(root.voice) or "somebody", one_line(root.side or "")
        return _Root(voice, side, root.sure, one_line(root.why), tuple(rows[:_MOST]), len(rows) > _MOST)

    def _branch(self, row: Branch) -> _Row:
        numbers = self.view.numbers(row.document)
        others = tuple(ref for number in numbers[1:] if (ref := self._ref(number)))
        byline = self.view.bylines[row.document]
        because = dict.fromkeys(one_line(tie.detail or tie.rule) for tie in row.how.ties) if row.how else {}
        return _Row(
            min(row.depth, _DEEPEST),
            self._of(row.document),
            byline.outlet,
            _about(byline),
            self._how(row.how) if row.how else None,
            others,
            "; ".join(because),
            tuple(self._how(each) for each in row.also[:8]),
        )

    def _how(self, how: Derivation) -> _How:
        byline = self.view.bylines.get(how.taken)
        ref = self._of(how.taken) or _Ref(byline.outlet if byline else one_line(how.taken), "")
        return _How(DERIVED[how.kind], ref)

    def _fold(self, row: Fold) -> _Row:
        copies = tuple(
            _Copy(self._of(key), self.view.bylines[key].outlet, _about(self.view.bylines[key]))
            for key in row.documents[:_MOST]
        )
        words = count_words(len(row.documents), "copy", "copies")
        return _Row(min(row.depth, _DEEPEST), None, "", "", copies=copies, copies_words=words)

    def drift(self, drift: DriftView) -> _Drift:
        return _Drift(kind_words(drift.kind), drift.detail, self._end(drift.earlier), self._end(drift.later))

    def _end(self, end: End) -> _End:
        byline = end.byline
        return _End(self._ref(end.number), byline.outlet, _about(byline), language_tag(byline.language), end.runs)

    def answer(self, line: Line) -> _Telling:
        assert line.answer is not None
        return self._telling(line, answer_words(line.answer, independent=line.independent))

    def _telling(self, line: Line, manner: str) -> _Telling:
        ref = self._ref(line.number)
        assert ref is not None
        against = line.answer is not None and is_disputed(self.view.account) and line.answer.value != "confirmed"
        return _Telling(ref, line.words, language_tag(line.byline.language), line.voice, manner, against)

    def link(self, each: LinkView) -> _Link:
        weighed = sorted(each.link.weighed, key=lambda part: -abs(part.bits))
        parts = tuple((f"{part.bits:+.1f}", one_line(part.says)) for part in weighed)
        return _Link(self._ref(each.one), self._ref(each.other), each.sure, parts)

    def moments(self) -> Iterator[_Moment]:
        """The documents in the order of the tellings, each with those that stand in a row."""
        waiting: list[Line] = []
        for line in (*self.view.lines[:_MOST], None):
            if waiting and (line is None or line.told.document != waiting[0].told.document):
                byline = waiting[0].byline
                tellings = tuple(self._telling(each, _manner(each)) for each in waiting)
                yield _Moment(byline.outlet, _about(byline), byline.address, tellings)
                waiting = []
            waiting += [line] if line else []


def _manner(line: Line) -> str:
    return f"{line.mode.value}, quoted" if line.quoted else line.mode.value


def _about(byline: Byline) -> str:
    """Side, moment and language: "RU · 22 Nov 2025, 11:05 · ru"."""
    moment = day_words(byline.moment)
    when = moment if byline.published or not moment else f"first seen {moment}"
    return " · ".join(part for part in (byline.side, when, byline.language) if part)
