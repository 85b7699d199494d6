"""What the printed dossier says, as plain values: texts, numbers and lists, nothing that a layout could run.

Material → parts (JSON) → dossier.typ → PDF
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from firsthand.assessments import Weight
from firsthand.claims import Derivation, Origin
from firsthand.kinds import DecisionKind
from firsthand.show.assets import language_tag
from firsthand.show.claims.board import facts_words, is_disputed
from firsthand.show.claims.differing import Run
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
from firsthand.show.export.material import Material, WeighedClaim
from firsthand.show.plain import one_line
from firsthand.store import Decision
from firsthand.store.seen import Seen

__all__ = ["dossier_parts"]

Part = dict[str, object]

_MOST = 60
"""Tellings, drifts, answers and documents of one claim that are printed; what is more is counted."""
_MOST_CAPTURES = 20_000
_LONGEST = 700
"""Characters of one text; a longer one ends in "…"."""
_BAR = 5.0
"""Bits to each side of the middle that the picture of a reason has room for."""
_WITHOUT_BREAK = re.compile(r"(?<!\S)(?!\S*://)\S{41,}")
"""A line of print ends within an address by itself, and within no other run of characters."""
_ROW = re.compile(r".{40}(?=.)")


def dossier_parts(material: Material) -> Part:
    """All that is printed, in its order."""
    claims = [_claim(material, each) for each in material.claims()]
    captures = [_capture(each) for each in islice(material.captures(), _MOST_CAPTURES + 1)]
    stands = material.standing
    return {
        "name": _short(material.name) or "a case",
        "case": stands.case,
        "version": one_line(material.version),
        "entries": f"{stands.entry:,}",
        "head": stands.head,
        "at": day_words(stands.at),
        "whole": material.whole,
        "summary": _summary(material),
        "narrowed": material.count < material.whole,
        "bodies": [_body(material, number) for number in range(len(material.bodies))],
        "claims": claims,
        "captures": captures[:_MOST_CAPTURES],
        "captures_more": len(captures) > _MOST_CAPTURES,
        "decisions": [_decision(each) for each in material.decisions],
    }


def _summary(material: Material) -> list[tuple[str, str]]:
    """How much there is, in rows of what and how many."""
    accounts = [each.account for each in material.claims()]
    keys = {key for each in accounts for key in each.documents}
    papers = [paper for key in keys if (paper := material.papers.get(key)) is not None]
    languages = sorted({one_line(each.report.document.language) for each in papers})
    outlets = {paper.source.id if paper.source else paper.report.document.outlet or paper.key for paper in papers}
    moments = sorted(published.isoformat() for each in papers if (published := each.report.document.published))
    repeated = sum(each.origins.at_most == 1 and len(each.documents) > 1 for each in accounts)
    decided = sum(bool(each.known and each.known.verdicts) for each in material.claims())
    days = f"{day_words(moments[0][:10])} to {day_words(moments[-1][:10])}" if moments else "not known"
    return [
        ("Claims", f"{material.count:,}" + (f" of {material.whole:,}" if material.count < material.whole else "")),
        ("Told by several, from 1 origin", f"{repeated:,}"),
        ("Disputed", f"{sum(map(is_disputed, accounts)):,}"),
        ("Changed on the way", f"{sum(bool(each.drift) for each in accounts):,}"),
        ("Decided by an analyst", f"{decided:,}"),
        ("Documents", f"{len(keys):,}, published {days}"),
        ("Outlets and channels", f"{len(outlets):,}"),
        ("Languages", ", ".join(languages)),
    ]


def _decision(each: Decision) -> str:
    of = "of one claim" if each.kind is DecisionKind.SAME else "of different claims"
    words = f"“{_short(each.one_words)}” and “{_short(each.other_words)}” are {of}."
    return f"{one_line(each.analyst)}, {day_words(each.at)}: {words} {_short(each.reason)}".strip()


def _body(material: Material, number: int) -> Part:
    held = material.bodies[number]
    return {"name": one_line(held.name), "kind": one_line(held.connector), "hash": one_line(held.version)}


def _capture(seen: Seen) -> Part:
    return {
        "address": _short(seen.address, 300),
        "seen": day_words(seen.seen),
        "sha256": one_line(seen.sha256 or ""),
        "size": f"{seen.size:,} bytes" if seen.size is not None else "seen to be gone",
    }


# ---------------------------------------------------------------- one claim


def _claim(material: Material, claim: WeighedClaim) -> Part:
    account, known = claim.account, claim.known
    view = view_of(account, material.papers)
    return {
        "id": one_line(account.claim.id),
        "title": _short(account.title, 240) or "a claim",
        "language": _language(account.language),
        "facts": facts_words(account),
        "count": f"{len(account.documents):,}",
        "origins": origins_words(account.origins),
        "when": when_words(account),
        "where": where_words(account),
        "said": voices_words([_short(each, 160) for each in account.said_by], 8) or "nobody",
        "told_by": account.origins.told_by.value,
        "against": _short(against_words(account)),
        "drift_kinds": drift_words(each.kind for each in account.drift),
        "known": _known(known) if known is not None else None,
        "roots": [_root(view, each) for each in account.origins.roots[:_MOST]],
        "drift": [_drift(each) for each in view.drift[:_MOST]],
        "answers": list(_answers(view)),
        "tellings": [
            _telling(each, each.mode.value + (", quoted" if each.quoted else "")) for each in view.lines[:_MOST]
        ],
        "left_out": _left_out(view),
    }


def _answers(view: ClaimView) -> Iterator[Part]:
    for line in view.answers[:_MOST]:
        if line.answer is not None:
            yield _telling(line, answer_words(line.answer, independent=line.independent))


def _known(known: Known) -> Part:
    found = known.assessment
    return {
        "line": known_words(known),
        "status": found.status.value,
        "status_why": _short(found.status_why),
        "likelihood": likelihood_words(found.likelihood).replace(" %", "\u00a0%"),
        "low": found.likelihood.low,
        "value": found.likelihood.value,
        "high": found.likelihood.high,
        "confidence": found.confidence.value,
        "confidence_why": _short(found.confidence_why),
        "admiralty": [[head, _short(why)] for head, why in admiralty_words(known)],
        "waterfall": [_weight(each) for each in known.reasons[:_MOST]],
        "evidence": [list(map(_short, evidence_words(each))) for each in known.facts.evidence[:_MOST]],
        "verdicts": [_short(verdict_words(each), 2 * _LONGEST) for each in known.verdicts],
        "concluded": known.verdicts[-1].conclusion.value if known.verdicts else "",
        "changed": [_short(each) for each in changed_words(known)],
        "checks": [[_short(each.check), _short(each.would_say)] for each in found.checks],
    }


def _weight(weight: Weight) -> Part:
    bits = min(_BAR, max(-_BAR, weight.bits))
    start = (_BAR + min(0.0, bits)) / (2 * _BAR)
    return {"bits": bits_words(weight), "says": _short(weight.says), "start": start, "length": abs(bits) / (2 * _BAR)}


def _root(view: ClaimView, root: Origin) -> Part:
    rows = list(islice(branches(view.account, root), _MOST + 1))
    return {
        "voice": _short(root.voice, 160) or "somebody",
        "side": one_line(root.side or ""),
        "sure": root.sure,
        "why": _short(root.why),
        "rows": [_branch(view, each) if isinstance(each, Branch) else _fold(view, each) for each in rows[:_MOST]],
        "more": len(rows) > _MOST,
    }


def _branch(view: ClaimView, row: Branch) -> Part:
    byline = view.bylines[row.document]
    why = "; ".join(dict.fromkeys(one_line(tie.detail or tie.rule) for tie in row.how.ties)) if row.how else ""
    return {
        "depth": min(row.depth, 6),
        "who": _short(byline.outlet, 160),
        "about": _about(byline),
        "how": _how(view, row.how) if row.how else "",
        "why": _short(why),
    }


def _fold(view: ClaimView, row: Fold) -> Part:
    names = voices_words([view.bylines[key].outlet for key in row.documents], 12)
    words = count_words(len(row.documents), "copy", "copies")
    return {"depth": min(row.depth, 6), "who": words, "about": _short(names), "how": "", "why": ""}


def _how(view: ClaimView, how: Derivation) -> str:
    byline = view.bylines.get(how.taken)
    return f"{DERIVED[how.kind]} {_short(byline.outlet if byline else how.taken, 160)}"


def _drift(drift: DriftView) -> Part:
    ends = [_end(drift.earlier), _end(drift.later)]
    return {"kind": kind_words(drift.kind), "detail": _short(drift.detail), "ends": ends}


def _end(end: End) -> Part:
    return {
        "number": end.number,
        "who": _short(end.byline.outlet, 160),
        "about": _about(end.byline),
        "language": _language(end.byline.language),
        "runs": [[run.text, run.differs] for run in _cut(end.runs)],
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


def _telling(line: Line, manner: str) -> Part:
    return {
        "number": line.number,
        "words": _short(line.words),
        "language": _language(line.byline.language),
        "voice": _short(line.voice, 160),
        "manner": manner,
        "who": _short(line.byline.outlet, 160),
        "about": _about(line.byline),
        "address": _short(line.byline.address, 300),
    }


def _left_out(view: ClaimView) -> str:
    counts: Mapping[str, int] = {
        "origin": len(view.account.origins.roots),
        "drift": len(view.drift),
        "answer": len(view.answers),
        "telling": len(view.lines),
    }
    parts = [count_words(count - _MOST, f"more {what}") for what, count in counts.items() if count > _MOST]
    return f"Not printed: {', '.join(parts)}." if parts else ""


# ---------------------------------------------------------------- words


def _about(byline: Byline) -> str:
    moment = day_words(byline.moment)
    when = moment if byline.published or not moment else f"first seen {moment}"
    return " · ".join(part for part in (byline.side, when, byline.language) if part)


def _short(text: str, longest: int = _LONGEST) -> str:
    line = one_line(text)
    line = line if len(line) <= longest else f"{line[:longest].rstrip()}…"
    return _WITHOUT_BREAK.sub(lambda run: _ROW.sub("\\g<0>\u200b", run[0]), line)


def _language(code: str) -> str:
    """A code of two or three letters, as layout takes it for hyphens; English where it is none."""
    tag = language_tag(code).partition("-")[0].lower()
    return tag if tag != "und" else "en"
