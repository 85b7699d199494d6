"""What a dossier says, as plain values: texts, numbers and lists, nothing that a layout could run.

    Material → parts → page by page as HTML, or as JSON → dossier.typ → PDF

Both have the same parts, so that who reads the page and who reads the paper read the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from firsthand.claims import Account, Paper
from firsthand.kinds import DecisionKind
from firsthand.show.claims.view import byline_of
from firsthand.show.claims.wording import count_words, day_words
from firsthand.show.export.dossier_claim import ClaimParts, Part, about, language_of, short
from firsthand.show.export.dossier_survey import HEADINGS, Group, Survey, survey_of
from firsthand.show.export.material import Material
from firsthand.show.plain import one_line
from firsthand.store.seen import Seen
from firsthand.text import fold
from firsthand.weigh.likelihood import WORDS

__all__ = ["Dossier", "Part", "dossier_of"]

_MOST_DECISIONS = 1_000
_MOST_INDEXED = 400
"""Names in each part of the index."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier part by part, each made when it is asked for; no more of it is held than `survey` has."""

    material: Material
    survey: Survey
    most: int

    def head(self) -> Part:
        """The first page, and how to read the others."""
        material, stands = self.material, self.material.standing
        return {
            "name": short(material.name) or "a case",
            "case": stands.case,
            "version": one_line(material.version),
            "log_entries": f"{stands.entry:,}",
            "head": stands.head,
            "at": day_words(stands.at),
            "choice": short(material.choice) if material.choice else "",
            "narrowed": material.count < material.whole,
            "summary": self._summary(),
            "in_full": len(self.survey.in_full),
            "in_short": len(self.survey.in_short),
            "groups": list(self.groups()),
            "likelihoods": list(_likelihoods()),
            "bodies": [
                {"name": one_line(each.name), "kind": one_line(each.connector), "hash": one_line(each.version)}
                for each in material.bodies
            ],
        }

    def groups(self) -> Iterator[Part]:
        """The groups of the claims that are told in full, with the numbers of their first and last claim."""
        for group, first, last in self.survey.groups_in_full():
            heading, says = HEADINGS[group]
            if group is Group.CHOSEN and first == 1:
                heading = "The claims"
            yield {"heading": heading, "says": says, "first": first, "last": last}

    def entries(self) -> Iterator[Part]:
        """Each claim that is told in full, in short, for the contents."""
        return self._each(self.survey.in_full, 1, whole=False)

    def claims(self) -> Iterator[Part]:
        """Each claim that is told in full."""
        return self._each(self.survey.in_full, 1, whole=True)

    def rows(self) -> Iterator[Part]:
        """Each of the others, for a line of the table."""
        return self._each(self.survey.in_short, len(self.survey.in_full) + 1, whole=False)

    def sources(self) -> Iterator[Part]:
        """Every sighting of every document; of the first of each also what it is."""
        known: set[int] = set()
        for seen in self.material.captures():
            number = self.survey.number(seen.key)
            again = number in known
            yield _sighting(number, seen, self.material.papers.get(seen.key), again)
            known.add(number)

    def index(self) -> Part:
        """Where claims that are told in full start, and the places they speak of, each with the numbers of those."""
        places: dict[str, _Indexed] = {}
        voices: dict[str, _Indexed] = {}
        for number, claim in enumerate(self.material.claims(self.survey.in_full), 1):
            account = claim.account
            if account.place is not None:
                _index(places, str(account.place[1]), account.place[0], number)
            for name, words in _named(account):
                _index(voices, name, words, number)
        return {"places": _in_order(places), "voices": _in_order(voices)}

    def decisions(self) -> Iterator[str]:
        """What was decided about links."""
        for each in self.material.decisions[:_MOST_DECISIONS]:
            of = "of one claim" if each.kind is DecisionKind.SAME else "of different claims"
            words = f"“{short(each.one_words)}” and “{short(each.other_words)}” are {of}."
            yield f"{one_line(each.analyst)}, {day_words(each.at)}: {words} {short(each.reason)}".strip()

    def _each(self, positions: Sequence[int], first: int, *, whole: bool) -> Iterator[Part]:
        parts = ClaimParts(self.material, self.survey, self.most)
        told = parts.whole if whole else parts.entry
        for number, claim in enumerate(self.material.claims(positions), first):
            yield told(number, claim)

    def _summary(self) -> list[tuple[str, str]]:
        """How much there is, in rows of what and how many."""
        found, material = self.survey, self.material
        days = "not known"
        if found.published:
            days = f"{day_words(found.published[0][:10])} to {day_words(found.published[-1][:10])}"
        of = f" of {material.whole:,} in the case" if material.count < material.whole else ""
        return [
            ("Claims", f"{material.count:,}{of}"),
            ("Told by several, from 1 origin", f"{found.repeated:,}"),
            ("Disputed", f"{found.disputed:,}"),
            ("Changed on the way", f"{found.changed:,}"),
            ("Decided by an analyst", f"{found.decided:,}"),
            ("Documents", f"{len(found.documents):,}, published {days}"),
            ("Outlets and channels", f"{len(found.outlets):,}"),
            ("Languages", ", ".join(sorted(map(one_line, found.languages)))),
        ]


def dossier_of(material: Material, most: int) -> Dossier:
    """Its parts. `most` are tellings, drifts and documents of one claim that it has."""
    return Dossier(material, survey_of(material), most)


def _likelihoods() -> Iterator[tuple[str, str]]:
    """Each word and its range: ("unlikely", "20 to 45 %")."""
    low = 0
    for most, word in WORDS:
        high = round(100 * most)
        yield word, f"{low} to {high}\u00a0%"
        low = high


def _sighting(number: int, seen: Seen, paper: Paper | None, again: bool) -> Part:
    told: Part = {
        "number": number,
        "again": again,
        "seen": day_words(seen.seen),
        "sha256": one_line(seen.sha256 or ""),
        "size": f"{seen.size:,} bytes" if seen.size is not None else "seen to be gone",
        "address": short(seen.address, 500),
        "who": "",
        "title": "",
        "about": "",
        "language": "en",
        "read": paper is not None and seen.sha256 == paper.report.document.sha256,
    }
    if paper is None or again:
        return told
    byline = byline_of(seen.key, paper)
    return told | {
        "who": short(byline.outlet, 160),
        "title": short(byline.title, 200),
        "about": about(byline),
        "language": language_of(byline.language),
    }


@dataclass(slots=True)
class _Indexed:
    words: str
    numbers: list[int]


def _index(into: dict[str, _Indexed], name: str, words: str, number: int) -> None:
    own = into.setdefault(name, _Indexed(short(words, 120), []))
    if not own.numbers or own.numbers[-1] != number:
        own.numbers.append(number)


def _named(account: Account) -> Iterator[tuple[str, str]]:
    """Those that the claim starts with who have a name, and those who deny it."""
    for root in account.origins.roots:
        if root.named and not root.outlet and root.voice:
            yield root.who or fold(root.voice), root.voice
    for voice in account.denied_by:
        yield fold(voice), voice


def _in_order(indexed: Mapping[str, _Indexed]) -> list[Part]:
    found = sorted(indexed.values(), key=lambda each: (fold(each.words), each.words))
    parts: list[Part] = [{"words": each.words, "numbers": each.numbers} for each in found[:_MOST_INDEXED]]
    if len(found) > _MOST_INDEXED:
        parts.append({"words": count_words(len(found) - _MOST_INDEXED, "more name"), "numbers": []})
    return parts
