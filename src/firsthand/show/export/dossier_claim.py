"""One claim of a dossier as plain values: in full, or as a line of the table of those that are told in short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from firsthand.assessments import Weight
from firsthand.claims import Derivation, Origin
from firsthand.show.assets import language_tag
from firsthand.show.claims.board import facts_words
from firsthand.show.claims.differing import Run
from firsthand.show.claims.known import (
    Known,
    admiralty_words,
    bits_words,
    changed_words,
    evidence_words,
    likelihood_words,
    verdict_words,
)
from firsthand.show.claims.tree import Branch, Fold, branches
from firsthand.show.claims.view import Byline, ClaimView, DriftView, End, Line, view_of
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
    when_words,
    where_words,
)
from firsthand.show.export.dossier_survey import Survey
from firsthand.show.export.material import Material, WeighedClaim
from firsthand.show.plain import one_line
from firsthand.text import fold

__all__ = ["ClaimParts", "Part", "about", "language_of", "short"]

Part = dict[str, object]

_LONGEST = 700
"""Characters of one text; a longer one ends in "…"."""
_BAR = 5.0
"""Bits to each side of the middle that the picture of a reason has room for."""


@dataclass(frozen=True, slots=True)
class ClaimParts:
    """Puts claims into words. `most` are tellings, drifts and documents of one claim that are told; what is more is
    counted."""

    material: Material
    survey: Survey
    most: int

    def entry(self, number: int, claim: WeighedClaim) -> Part:
        """The claim in the contents, or as a line of the table."""
        account, known = claim.account, claim.known
        keys = account.documents
        return {
            "number": number,
            "id": one_line(account.claim.id),
            "short": one_line(self.material.ids.get(account.claim.id, account.claim.id)),
            "title": short(account.title, 240) or "a claim",
            "language": language_of(account.language),
            "count": f"{len(keys):,} {'document' if len(keys) == 1 else 'documents'}",
            "origins": origins_words(account.origins),
            "at": " · ".join(part for part in (when_words(account), where_words(account)) if part),
            "said": voices_words([short(each, 160) for each in account.said_by]) or "nobody named",
            "against": short(against_words(account)),
            "drift": drift_words(each.kind for each in account.drift),
            "status": known.assessment.status.value if known else "",
            "likelihood": _likelihood(known) if known else "",
            "concluded": known.verdicts[-1].conclusion.value if known and known.verdicts else "",
            "documents": [self._source(key) for key in keys[: self.most]],
        }

    def whole(self, number: int, claim: WeighedClaim) -> Part:
        """The claim in full."""
        account, known = claim.account, claim.known
        view = view_of(account, self.material.papers)
        told = _Told(self, view)
        return self.entry(number, claim) | {
            "facts": facts_words(account),
            "said_in_full": voices_words([short(each, 160) for each in account.said_by], 8) or "nobody",
            "told_by": account.origins.told_by.value,
            "known": _known(known) if known is not None else None,
            "roots": [told.root(each) for each in account.origins.roots[: self.most]],
            "drifts": [told.drift(each) for each in view.drift[: self.most]],
            "answers": list(told.answers()),
            "tellings": list(told.tellings()),
            "left_out": self._left_out(view),
        }

    def _source(self, key: str) -> Part:
        """A document by its number; by its name where it has none."""
        number = self.survey.number(key)
        return {"number": number, "name": "" if number else short(key, 80)}

    def source_of(self, byline: Byline, key: str) -> Part:
        """A document where it is told of: its number, who wrote it, and when."""
        number = self.survey.number(key)
        told: Part = {"number": number, "name": "", "who": short(byline.outlet, 160), "about": about(byline)}
        return told | {"address": "" if number else short(byline.address, 300)}

    def _left_out(self, view: ClaimView) -> str:
        counts = {
            "origin": len(view.account.origins.roots),
            "drift": len(view.drift),
            "answer": len(view.answers),
            "telling": len(view.lines),
        }
        parts = [count_words(count - self.most, f"more {what}") for what, count in counts.items() if count > self.most]
        return f"Not told here: {', '.join(parts)}; `firsthand show CLAIM --json` has all." if parts else ""


@dataclass(frozen=True, slots=True)
class _Told:
    """The parts of one claim that its documents tell."""

    parts: ClaimParts
    view: ClaimView

    def root(self, root: Origin) -> Part:
        rows = list(islice(branches(self.view.account, root), self.parts.most + 2))
        if rows and isinstance(rows[0], Branch) and rows[0].document == root.document:
            rows = rows[1:]  # it stands before the list
        return {
            "voice": short(root.voice, 160) or "somebody",
            "side": one_line(root.side or ""),
            "sure": root.sure,
            "why": short(root.why),
            "first": self._document(root.document),
            "rows": [self._row(each) for each in rows[: self.parts.most]],
            "more": len(rows) > self.parts.most,
        }

    def _document(self, key: str) -> Part:
        byline = self.view.bylines.get(key)
        return self.parts.source_of(byline, key) if byline else {**self.parts._source(key), "who": "", "about": ""}

    def _row(self, row: Branch | Fold) -> Part:
        depth = min(row.depth, 6)
        if isinstance(row, Fold):
            words = count_words(len(row.documents), "copy", "copies")
            sources = [self.parts._source(key) for key in row.documents[: self.parts.most]]
            return {"depth": depth, "copies": words, "sources": sources, "source": None, "how": "", "why": ""}
        why = "; ".join(dict.fromkeys(one_line(tie.detail or tie.rule) for tie in row.how.ties)) if row.how else ""
        return {
            "depth": depth,
            "copies": "",
            "sources": [],
            "source": self._document(row.document),
            "how": self._how(row.how) if row.how else "",
            "why": short(why),
        }

    def _how(self, how: Derivation) -> str:
        byline, number = self.view.bylines.get(how.taken), self.parts.survey.number(how.taken)
        return f"{DERIVED[how.kind]} " + (
            f"D{number}" if number else short(byline.outlet if byline else how.taken, 160)
        )

    def drift(self, drift: DriftView) -> Part:
        ends = [self._end(drift.earlier), self._end(drift.later)]
        return {"kind": kind_words(drift.kind), "detail": short(drift.detail), "ends": ends}

    def _end(self, end: End) -> Part:
        return {
            "source": self.parts.source_of(end.byline, end.spot.document),
            "language": language_of(end.byline.language),
            "runs": [[run.text, run.differs] for run in _cut(end.runs)],
        }

    def answers(self) -> Iterator[Part]:
        for line in self.view.answers[: self.parts.most]:
            if line.answer is not None:
                manner = answer_words(line.answer, independent=line.independent)
                yield self._telling([line], manner)

    def tellings(self) -> Iterator[Part]:
        """Those that say it, earliest first; what several have in the same words stands once."""
        alike: dict[tuple[str, str], list[Line]] = {}
        for line in self.view.lines[: self.parts.most]:
            alike.setdefault((fold(line.words), line.mode.value), []).append(line)
        for lines in alike.values():
            yield self._telling(lines, lines[0].mode.value + (", quoted" if lines[0].quoted else ""))

    def _telling(self, lines: Sequence[Line], manner: str) -> Part:
        first = lines[0]
        others = dict.fromkeys(each.told.document for each in lines[1:] if each.told.document != first.told.document)
        return {
            "words": short(first.words),
            "language": language_of(first.byline.language),
            "voice": short(first.voice, 160),
            "manner": manner,
            "source": self.parts.source_of(first.byline, first.told.document),
            "others": [self.parts._source(key) for key in others],
        }


def _known(known: Known) -> Part:
    found = known.assessment
    return {
        "status": found.status.value,
        "status_why": short(found.status_why),
        "likelihood": _likelihood(known),
        "low": found.likelihood.low,
        "value": found.likelihood.value,
        "high": found.likelihood.high,
        "confidence": found.confidence.value,
        "confidence_why": short(found.confidence_why),
        "admiralty": [[head, short(why)] for head, why in admiralty_words(known)],
        "waterfall": [_weight(each) for each in known.reasons[:60]],
        "evidence": [list(map(short, evidence_words(each))) for each in known.facts.evidence[:60]],
        "verdicts": [short(verdict_words(each), 2 * _LONGEST) for each in known.verdicts],
        "changed": [short(each) for each in changed_words(known)],
        "checks": [[short(each.check), short(each.would_say)] for each in found.checks],
    }


def _likelihood(known: Known) -> str:
    return likelihood_words(known.assessment.likelihood).replace(" %", "\u00a0%")


def _weight(weight: Weight) -> Part:
    bits = min(_BAR, max(-_BAR, weight.bits))
    start = (_BAR + min(0.0, bits)) / (2 * _BAR)
    return {
        "bits": bits_words(weight),
        "says": short(weight.says),
        "start": round(start, 4),
        "length": round(abs(bits) / (2 * _BAR), 4),
    }


def _cut(runs: Sequence[Run]) -> Iterator[Run]:
    """The runs up to the longest that a text may be."""
    left = _LONGEST
    for run in runs:
        if left <= 0:
            yield Run("…", differs=False)
            return
        yield Run(run.text[:left], run.differs)
        left -= len(run.text)


def about(byline: Byline) -> str:
    """Side, moment and language of a document: "RU · 22 Nov 2025, 11:05 · ru"."""
    moment = day_words(byline.moment)
    when = moment if byline.published or not moment else f"first seen {moment}"
    return " · ".join(part for part in (byline.side, when, byline.language) if part)


def short(text: str, longest: int = _LONGEST) -> str:
    """One line of so many characters at most."""
    line = one_line(text)
    return line if len(line) <= longest else f"{line[:longest].rstrip()}…"


def language_of(code: str) -> str:
    """A code of two or three letters, as layout takes it for hyphens; English where it is none."""
    tag = language_tag(code).partition("-")[0].lower()
    return tag if tag != "und" else "en"
