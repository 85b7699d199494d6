"""Bodies of evidence, what they answered, verdicts and replayed assessments as JSON; see `schemas`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import orjson

from firsthand.evidence import Evidence
from firsthand.model import Skip
from firsthand.pipeline.assessed import Replayed
from firsthand.pipeline.evidence import Asking, Looked
from firsthand.plugins import Connector
from firsthand.show.json_report import Json
from firsthand.store.evidence import Held
from firsthand.store.exact import json_of
from firsthand.store.verdicts import VerdictGiven

__all__ = ["bodies_json", "kinds_json", "replay_json", "run_json", "verdict_json"]


def kinds_json(connectors: Iterable[Connector]) -> Json:
    """The kinds of evidence there are."""
    return {
        "kinds": [
            {"name": each.name, "limitation": each.limitation, "options": dict(each.options)} for each in connectors
        ]
    }


def bodies_json(looked: Iterable[Looked], removed: Iterable[Held]) -> Json:
    """The bodies that belong to a case, and those that were removed from it."""
    return {
        "evidence": [{**_held(each.held), **_found(each), "skips": _skips(each.skips)} for each in looked],
        "removed": [{**_held(each), "removed": each.undone, "removed_by": each.undone_by} for each in removed],
    }


def run_json(
    askings: Iterable[Asking],
    evidence: Mapping[str, Iterable[Evidence]],
    unasked: Iterable[str],
    weighed: int,
    changed: Iterable[int],
) -> Json:
    """What became of asking, what all bodies say of each claim, and what was assessed otherwise than before."""
    return {
        "bodies": [
            {
                "number": each.looked.held.number,
                "name": each.looked.held.name,
                "kind": each.looked.held.connector,
                **_found(each.looked),
                "asked": each.asked,
                "known": each.known,
                "says": {verdict.value: count for verdict, count in each.says},
                "skips": _skips(each.skips),
                "skipped": each.skipped,
            }
            for each in askings
        ],
        "claims": [
            {"claim": claim, "evidence": [orjson.loads(json_of(one)) for one in said]}
            for claim, said in evidence.items()
        ],
        "unasked": list(unasked),
        "assessed": weighed,
        "changed": list(changed),
    }


def verdict_json(given: VerdictGiven) -> Json:
    """What an analyst concluded of a claim."""
    return {
        "number": given.number,
        "at": given.at,
        "analyst": given.analyst,
        "decision": "verdict",
        "claim": given.claim,
        "title": given.title,
        "verdict": given.conclusion.value,
        "evidence": [name for _, name in given.evidence],
        "assessment": given.assessment,
        "reason": given.reason,
        "undone": given.undone,
    }


def replay_json(claim: str, replayed: Iterable[Replayed]) -> Json:
    """Past assessments of a claim as they were, and whether they come out the same now."""
    return {
        "claim": claim,
        "assessments": [
            {
                "number": each.kept.number,
                "at": each.kept.at,
                "version": each.kept.version,
                "weights": each.kept.weights_hash,
                "same_rules": each.same_rules,
                "same": None if each.problem is not None else not each.differs,
                "differs": list(each.differs),
                "rules": list(each.rules),
                "problem": each.problem,
                "facts": orjson.loads(each.kept.facts),
                "assessment": orjson.loads(each.kept.assessment),
            }
            for each in replayed
        ],
    }


def _held(held: Held) -> Json:
    return {
        "number": held.number,
        "name": held.name,
        "kind": held.connector,
        "what": held.what,
        "options": dict(held.options),
        "added": held.at,
        "added_by": held.analyst,
        "version_added": held.version,
    }


def _found(looked: Looked) -> Json:
    return {
        "state": looked.state.value,
        "version": looked.version,
        "limitation": looked.limitation,
        "error": looked.error,
    }


def _skips(skips: Iterable[Skip]) -> list[Json]:
    return [{"record": each.record, "reason": each.reason} for each in skips]
