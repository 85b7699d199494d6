"""What was decided about links, and concluded of claims, as JSON: the same on the command line and from the desk."""

from __future__ import annotations

from firsthand.show.json_report import Json
from firsthand.show.weighed.weighed_json import verdict_json
from firsthand.store.decisions import Decision
from firsthand.store.verdicts import VerdictGiven

__all__ = ["decision_json"]


def decision_json(decision: Decision | VerdictGiven) -> Json:
    """A decision about a link, or a verdict."""
    if isinstance(decision, VerdictGiven):
        return verdict_json(decision)
    one, other = (
        {"document": told.document, "start": told.span.start, "end": told.span.end, "text": words}
        for told, words in ((decision.one, decision.one_words), (decision.other, decision.other_words))
    )
    return {
        "number": decision.number,
        "at": decision.at,
        "analyst": decision.analyst,
        "decision": decision.kind.value,
        "one": one,
        "other": other,
        "reason": decision.reason,
        "undone": decision.undone,
    }
