"""The cases written for this project as what is traced: their documents, with the statements either as the program
read them or as a person marked them, and the claims and derivations that a person marked."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.case_gold import Marked, keys_of_case, marked
from firsthand.claims import Answer, Claim, Derivation, Paper, Told
from firsthand.kinds import DerivationKind, Mode, VoiceKind
from firsthand.model import Span, Statement, Voice
from firsthand.trace.words import words_of

__all__ = ["GoldCase", "gold_case", "gold_options"]

_ANSWERS = frozenset({Mode.DENIED, Mode.CONFIRMED, Mode.DOUBTED, Mode.RETRACTED})
_OWN = (None, "outlet")


@dataclass(frozen=True, slots=True)
class GoldCase:
    """A case: its documents by key, its claims and derivations, and the gold as it is written."""

    papers: dict[str, Paper]
    claims: tuple[Claim, ...]
    derivations: tuple[Derivation, ...]
    keys: dict[str, str]
    gold: dict[str, Any]


def gold_options(module: str, what: str) -> argparse.Namespace:
    """The options of a measurement on the two cases: which case, as read or as marked, what to print."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=what)
    parser.add_argument("--case", choices=["case", "case-dev"], help="this case alone")
    parser.add_argument("--as-read", action="store_true", help="statements as the program read them, not as marked")
    parser.add_argument("--show", action="store_true", help="print what differs from the gold")
    parser.add_argument("--json", type=Path, help="write the figures here")
    return parser.parse_args()


def gold_case(folder: Path, papers: Mapping[str, Paper], *, as_marked: bool) -> GoldCase:
    """A case to trace; `as_marked` has the statements, voices and modes that a person marked, not those read."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    keys = keys_of_case(folder)
    entries = [(claim["id"], told) for claim in gold["claims"] for told in claim["statements"]]
    found = marked(folder, {key: paper.report for key, paper in papers.items()})
    statements = list(zip(entries, found, strict=True))
    used = dict(_as_marked(statements, papers)) if as_marked else dict(papers)
    claims = tuple(_claims(statements, as_marked=as_marked))
    return GoldCase(used, claims, tuple(_derivations(gold, keys, claims)), keys, gold)


def _claims(statements: list[tuple[tuple[str, Any], Marked]], *, as_marked: bool) -> Iterator[Claim]:
    told: dict[str, dict[Told, Mode]] = {}
    for (claim, entry), each in statements:
        place = Told(each.key, each.place if as_marked else each.span)
        told.setdefault(claim, {}).setdefault(place, Mode(entry["mode"]))
    for claim, tellings in told.items():
        answers = tuple(Answer(place, mode) for place, mode in tellings.items() if mode in _ANSWERS)
        yield Claim(claim, tuple(tellings), answers)


def _derivations(gold: dict[str, Any], keys: Mapping[str, str], claims: tuple[Claim, ...]) -> Iterator[Derivation]:
    kinds: dict[tuple[str, str], list[DerivationKind]] = {}
    for each in gold["derivations"]:
        kinds.setdefault((keys[each["from"]], keys[each["to"]]), []).append(DerivationKind(each["kind"]))
    order = list(DerivationKind)
    for (taker, taken), found in kinds.items():
        pairs = (
            (here, there)
            for claim in claims
            for here in claim.tellings
            if here.document == taker
            for there in claim.tellings
            if there.document == taken
        )
        yield Derivation(taker, taken, min(found, key=order.index), (), tuple(sorted(set(pairs))))


def _as_marked(
    statements: list[tuple[tuple[str, Any], Marked]], papers: Mapping[str, Paper]
) -> Iterator[tuple[str, Paper]]:
    known = _known_voices(papers)
    own: dict[str, dict[Span, Statement]] = {key: {} for key in papers}
    for (_, entry), each in statements:
        own[each.key].setdefault(each.place, _statement(papers[each.key], each, entry, known))
    for key, paper in papers.items():
        marks = sorted(own[key].items())
        read = [each for each in paper.report.statements if not any(each.sentence.overlaps(span) for span, _ in marks)]
        told = (*(statement for _, statement in marks), *read)
        yield key, replace(paper, report=replace(paper.report, statements=told))


def _statement(paper: Paper, each: Marked, entry: dict[str, Any], known: Mapping[str, VoiceKind]) -> Statement:
    document = paper.report.document
    outlet = Voice(VoiceKind.OUTLET, document.outlet or "")
    text, words = document.text, entry["voice"]
    chain: tuple[Voice, ...] = (outlet,)
    if words not in _OWN:
        at = text.find(words)
        full = _fullest(words, paper)
        chain = (
            outlet,
            full
            or Voice(_kind(words, known, document.language), words, Span(at, at + len(words)) if at >= 0 else None),
        )
    sentence = next((s.sentence for s in paper.report.statements if s.sentence.overlaps(each.place)), each.place)
    read = each.statement
    return Statement(
        content=each.place,
        chain=chain,
        mode=Mode(entry["mode"]),
        sentence=sentence,
        cue=read.cue if read else None,
        quoted=read.quoted if read else False,
        hedge=read.hedge if read else None,
        frame=read.frame if read else None,
    )


def _fullest(words: str, paper: Paper) -> Voice | None:
    """The voice that the program read in the same document under the marked words, in the fullest form; whom it may
    refer to is left out, for the marked words name it."""
    voices = [voice for statement in paper.report.statements for voice in statement.chain[1:] if words in voice.text]
    fullest = max(voices, key=lambda voice: len(voice.text), default=None)
    return replace(fullest, refers_to=None) if fullest is not None else None


def _known_voices(papers: Mapping[str, Paper]) -> dict[str, VoiceKind]:
    """The kind that the program gave each voice, in any document of the case."""
    found: dict[str, VoiceKind] = {}
    for _, paper in sorted(papers.items()):
        for voice in (voice for statement in paper.report.statements for voice in statement.chain[1:]):
            found.setdefault(voice.text, voice.kind)
    return found


def _kind(words: str, known: Mapping[str, VoiceKind], language: str) -> VoiceKind:
    """As the program took this voice where it read it; else by its capitals, as names have them, but for who is only
    called by where he was: "a resident of Skhidnyi"."""
    exact = known.get(words)
    if exact is not None:
        return exact
    around = sorted((text, kind) for text, kind in known.items() if words in text)
    if around:
        return around[0][1]
    capitals = [word for word in words.split() if word[:1].isupper()]
    if len(capitals) >= 2 and len(capitals) == len(words.split()):
        return VoiceKind.NAMED_PERSON
    if not words[:1].isupper() and words_of(language).there.has(words.split()[0]):
        return VoiceKind.UNNAMED_PERSON
    return VoiceKind.NAMED_ORGANISATION if capitals else VoiceKind.UNNAMED_GROUP
