"""Plain words for what stands across documents: origins, derivations, drift, answers, moments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime

from firsthand.claims import Account, Derivation, Origin, Origins
from firsthand.kinds import DerivationKind, DriftKind, Mode
from firsthand.show.plain import one_line

__all__ = [
    "AGAINST",
    "DERIVED",
    "against_words",
    "answer_words",
    "count_words",
    "day_words",
    "derived_words",
    "documents_words",
    "drift_words",
    "kind_words",
    "origins_words",
    "root_words",
    "voices_words",
    "when_words",
    "where_words",
]

DERIVED = {
    DerivationKind.FORWARD: "forwards",
    DerivationKind.NETWORK: "same network as",
    DerivationKind.COPY: "copies",
    DerivationKind.TRANSLATION: "translates",
    DerivationKind.REWRITE: "rewrites",
    DerivationKind.WIRE_CREDIT: "credits",
    DerivationKind.LINK: "names or links",
    DerivationKind.QUOTE: "quotes",
    DerivationKind.SAME_VOICE: "same voice as",
}
"""What the document that takes does, before the one that it takes from."""

AGAINST = (Mode.DENIED, Mode.DOUBTED, Mode.RETRACTED)
"""Answers that make a claim disputed."""

_ANSWERED = {
    Mode.DENIED: "denies it",
    Mode.DOUBTED: "doubts it",
    Mode.RETRACTED: "takes it back",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def count_words(number: int, one: str, many: str = "") -> str:
    """ "1 document", "2,000 documents"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def documents_words(account: Account) -> str:
    """ "14 documents → 1 origin", "14 documents → 1 to 3 origins"."""
    return f"{count_words(len(account.documents), 'document')} → {origins_words(account.origins)}"


def origins_words(origins: Origins) -> str:
    """How many independent origins, as the range that it is."""
    least, most = origins.at_least, origins.at_most
    return count_words(least, "origin") if least == most else f"{least:,} to {count_words(most, 'origin')}"


def root_words(root: Origin) -> str:
    """Who it is, and the side where it is known."""
    side = one_line(root.side or "")
    return (one_line(root.voice) or "somebody") + (f" ({side})" if side else "")


def derived_words(how: Derivation, number: str) -> str:
    """ "copies 4", with the number of what it takes from."""
    return f"{DERIVED[how.kind]} {number}"


def drift_words(kinds: Iterable[DriftKind]) -> str:
    """ "quantity ×2, lost attribution": in the order of the closed list."""
    counted = Counter(kinds)
    return ", ".join(
        kind_words(kind) + (f" ×{counted[kind]:,}" if counted[kind] > 1 else "") for kind in DriftKind if counted[kind]
    )


def kind_words(kind: DriftKind) -> str:
    """What kind of drift it is: "lost attribution"."""
    return kind.value.replace("_", " ")


def answer_words(mode: Mode, *, independent: bool) -> str:
    """What an answer does. Only who has it from elsewhere confirms a claim; others say that they do."""
    if mode is Mode.CONFIRMED:
        return "confirms it, as an origin of its own" if independent else "claims to confirm it: no origin of its own"
    return _ANSWERED.get(mode, mode.value)


def against_words(account: Account) -> str:
    """By whom it is denied, and in how many tellings it is doubted or taken back; empty where it is not."""
    counted = Counter(answer.mode for answer in account.claim.answers)
    parts = []
    if account.denied_by:
        parts.append(f"denied by {voices_words(account.denied_by)}")
    elif counted[Mode.DENIED]:
        parts.append(f"denied in {count_words(counted[Mode.DENIED], 'telling')}")
    for mode, words in ((Mode.DOUBTED, "doubted"), (Mode.RETRACTED, "taken back")):
        if counted[mode]:
            parts.append(f"{words} in {count_words(counted[mode], 'telling')}")
    return "; ".join(parts)


def voices_words(voices: Sequence[str], shown: int = 3) -> str:
    """ "A; B; C and 2 more"."""
    named = "; ".join(one_line(voice) for voice in voices[:shown])
    return f"{named} and {len(voices) - shown:,} more" if len(voices) > shown else named


def where_words(account: Account) -> str:
    """The place, or nothing."""
    return one_line(account.place[0]) if account.place else ""


def when_words(account: Account) -> str:
    """The day or days that it speaks of, or nothing: "21 to 22 Nov 2025", "by 9 Dec 2025"."""
    since, until = day_words(account.since or ""), day_words(account.until or "")
    if not since or not until or since == until:
        return since if since == until else f"since {since}" if since else f"by {until}"
    first, last = since.split(), until.split()
    shared = next((n for n in range(len(first)) if first[n:] == last[n:] and len(first) == len(last)), len(first))
    return f"{' '.join(first[:shared])} to {until}"


def day_words(moment: str) -> str:
    """An ISO 8601 moment in words: "22 Nov 2025", "22 Nov 2025, 18:30"; what is none stays as it is.

    What has a zone is told in UTC, and says so: times of several documents are read beside each other.
    """
    try:
        read = datetime.fromisoformat(moment) if len(moment) > 10 else date.fromisoformat(moment)
    except ValueError:
        month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", moment)
        return f"{_MONTHS[int(month[2]) - 1]} {month[1]}" if month else one_line(moment)
    if not isinstance(read, datetime):
        return _day(read)
    with suppress(OverflowError):  # the last hours that there are have no later ones
        read = read.astimezone(UTC) if read.tzinfo else read
    return f"{_day(read)}, {read:%H:%M}{' UTC' if read.tzinfo else ''}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
