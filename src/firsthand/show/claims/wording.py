"""Plain words for what stands across documents: origins, derivations, drift, answers, moments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime

from firsthand.claims import Account, Derivation, Origin, Origins
from firsthand.kinds import DerivationKind, DriftKind, Mode
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.show.speaking import ENGLISH, day_of, gettext, month_of, ngettext, number_of, spoken
from firsthand.show.words import OWN_VOICE, SOMEBODY, SOMEBODY_FIRST

__all__ = [
    "AGAINST",
    "DERIVED",
    "against_words",
    "answer_words",
    "count_words",
    "day_words",
    "derived",
    "derived_words",
    "documents_words",
    "drift_words",
    "kind_words",
    "origins_words",
    "range_words",
    "root_words",
    "voice_called",
    "voices_words",
    "when_words",
    "where_words",
]

AGAINST = (Mode.DENIED, Mode.DOUBTED, Mode.RETRACTED)
"""Answers that make a claim disputed."""

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
"""What the document that takes does, in files, which are in English; see `derived` for views."""

_COUNTED: Mapping[str, Callable[[int], str]] = {
    "claim": lambda n: ngettext("%(num)s claim", "%(num)s claims", n),
    "copy": lambda n: ngettext("%(num)s copy", "%(num)s copies", n),
    "day": lambda n: ngettext("%(num)s day", "%(num)s days", n),
    "document": lambda n: ngettext("%(num)s document", "%(num)s documents", n),
    "more document": lambda n: ngettext("%(num)s more document", "%(num)s more documents", n),
    "origin": lambda n: ngettext("%(num)s origin", "%(num)s origins", n),
    "place": lambda n: ngettext("%(num)s place", "%(num)s places", n),
    "source": lambda n: ngettext("%(num)s source", "%(num)s sources", n),
    "telling": lambda n: ngettext("%(num)s telling", "%(num)s tellings", n),
    "warning": lambda n: ngettext("%(num)s warning", "%(num)s warnings", n),
}
"""What views count, each with its forms; a language may have more of them than two."""


def count_words(number: int, one: str, many: str = "") -> str:
    """ "1 document", "2,000 documents"; of what is not in the table in English."""
    if one in _COUNTED:
        return _COUNTED[one](number)
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def range_words(least: int, most: int) -> str:
    """ "1 origin", "1 to 3 origins"."""
    if least == most:
        return count_words(most, "origin")
    return ngettext("%(least)s to %(num)s origin", "%(least)s to %(num)s origins", most, least=number_of(least))


def documents_words(account: Account) -> str:
    """ "14 documents → 1 origin", "14 documents → 1 to 3 origins"."""
    return f"{count_words(len(account.documents), 'document')} → {origins_words(account.origins)}"


def origins_words(origins: Origins) -> str:
    """How many independent origins, as the range that it is."""
    return range_words(origins.at_least, origins.at_most)


def root_words(root: Origin) -> str:
    """Who it is, and the side where it is known."""
    side = one_line(root.side or "")
    return (one_line(root.voice) or gettext("somebody")) + (f" ({side})" if side else "")


def derived_words(how: Derivation, number: str) -> str:
    """ "copies 4", with the number of what it takes from."""
    return f"{derived(how.kind)} {number}"


def derived(kind: DerivationKind) -> str:
    """What the document that takes does, before the one that it takes from: "copies"."""
    return named(kind, "derived")


def drift_words(kinds: Iterable[DriftKind]) -> str:
    """ "quantity ×2, lost attribution": in the order of the closed list."""
    counted = Counter(kinds)
    return ", ".join(
        kind_words(kind) + (f" ×{number_of(counted[kind])}" if counted[kind] > 1 else "")
        for kind in DriftKind
        if counted[kind]
    )


def kind_words(kind: DriftKind) -> str:
    """What kind of drift it is: "lost attribution"."""
    return named(kind, "drift")


def answer_words(mode: Mode, *, independent: bool) -> str:
    """What an answer does. Only who has it from elsewhere confirms a claim; others say that they do."""
    if mode is Mode.CONFIRMED:
        if independent:
            return gettext("confirms it, as an origin of its own")
        return gettext("claims to confirm it: no origin of its own")
    answered = {
        Mode.DENIED: gettext("denies it"),
        Mode.DOUBTED: gettext("doubts it"),
        Mode.RETRACTED: gettext("takes it back"),
    }
    return answered.get(mode) or named(mode, "mode")


def against_words(account: Account) -> str:
    """By whom it is denied, and in how many tellings it is doubted or taken back; empty where it is not."""
    counted = Counter(answer.mode for answer in account.claim.answers)
    denied, doubted, back = (counted[mode] for mode in AGAINST)
    parts = []
    if account.denied_by:
        parts.append(gettext("denied by %(voices)s", voices=voices_words(account.denied_by)))
    elif denied:
        parts.append(ngettext("denied in %(num)s telling", "denied in %(num)s tellings", denied))
    if doubted:
        parts.append(ngettext("doubted in %(num)s telling", "doubted in %(num)s tellings", doubted))
    if back:
        parts.append(ngettext("taken back in %(num)s telling", "taken back in %(num)s tellings", back))
    return "; ".join(parts)


def voices_words(voices: Sequence[str], shown: int = 3) -> str:
    """ "A; B; C and 2 more"."""
    first, more = "; ".join(map(voice_called, voices[:shown])), len(voices) - shown
    if more <= 0:
        return first
    return ngettext("%(voices)s and %(num)s more", "%(voices)s and %(num)s more", more, voices=first)


def voice_called(words: str) -> str:
    """A voice by its words; those that stand for one without any are in the language that is spoken."""
    said = one_line(words)
    return gettext(said) if said in (SOMEBODY, SOMEBODY_FIRST, OWN_VOICE) else said


def where_words(account: Account) -> str:
    """The place, or nothing."""
    return one_line(account.place[0]) if account.place else ""


def when_words(account: Account) -> str:
    """The day or days that it speaks of, or nothing: "21 to 22 Nov 2025", "by 9 Dec 2025"."""
    since, until = day_words(account.since or ""), day_words(account.until or "")
    if since == until:
        return since
    if not until:
        return gettext("since %(day)s", day=since)
    if not since:
        return gettext("by %(day)s", day=until)
    if spoken() != ENGLISH:
        return f"{since} – {until}"
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
        return month_of(int(month[1]), int(month[2])) if month else one_line(moment)
    if not isinstance(read, datetime):
        return day_of(read)
    with suppress(OverflowError):  # the last hours that there are have no later ones
        read = read.astimezone(UTC) if read.tzinfo else read
    return f"{day_of(read)}, {read:%H:%M}{' UTC' if read.tzinfo else ''}"
