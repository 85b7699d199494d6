"""What a fact-checker's verdict comes to: their words, by one table a person can read.

A verdict counts only where all phrases of the table that stand in it say the same: "not true" is one phrase, and
"true, but misleading" is unclear. The words themselves are always told beside it.
"""

from __future__ import annotations

import re
from enum import StrEnum

from firsthand.text import fold

__all__ = ["Rating", "rating_of"]


class Rating(StrEnum):
    """What a verdict comes to."""

    TRUE = "true"
    FALSE = "false"
    MIXED = "mixed"
    MISLEADING = "misleading"
    UNPROVEN = "unproven"
    UNCLEAR = "unclear"


_TABLE: tuple[tuple[Rating, str], ...] = (
    (Rating.TRUE, "true; correct; accurate; confirmed; correct attribution; authentic; genuine; real"),
    (Rating.TRUE, "правда; верно; достоверно; подтверждено; подлинное; подлинная; это правда"),
    (Rating.TRUE, "правда; правдиво; достовірно; підтверджено; справжнє; справжня"),
    (Rating.FALSE, "false; fake; incorrect; wrong; untrue; not true; inaccurate; not accurate; fabricated; hoax; scam"),
    (Rating.FALSE, "pants on fire; no, it isn't; not real; altered; doctored; debunked; four pinocchios; not correct"),
    (Rating.FALSE, "ложь; неправда; фейк; неверно; недостоверно; не соответствует действительности; это не так"),
    (Rating.FALSE, "выдумка; подделка; не правда; неправдиво; фальшивка; вранье; полная ложь"),
    (Rating.FALSE, "неправда; брехня; фейк; невірно; недостовірно; не відповідає дійсності; вигадка; підробка"),
    (Rating.MIXED, "mixture; mixed; half true; half-true; partly true; partially true; partly false; partially false"),
    (Rating.MIXED, "mostly true; mostly false; mostly correct; mostly accurate; partly correct; two pinocchios"),
    (Rating.MIXED, "полуправда; частично правда; частично верно; наполовину правда; по большей части правда"),
    (Rating.MIXED, "по большей части неправда; частично ложь; отчасти верно; скорее правда; скорее неправда"),
    (Rating.MIXED, "напівправда; частково правда; частково неправда; переважно правда; переважно неправда"),
    (Rating.MISLEADING, "misleading; missing context; lacks context; out of context; miscaptioned; distorts the facts"),
    (Rating.MISLEADING, "exaggerated; cherry-picked; misattributed; old video; old photo; false context"),
    (Rating.MISLEADING, "вводит в заблуждение; манипуляция; вырвано из контекста; преувеличение; искажение"),
    (Rating.MISLEADING, "вводить в оману; маніпуляція; маніпулятивно; вирвано з контексту; перебільшення; викривлення"),
    (Rating.UNPROVEN, "unproven; unverified; unsupported; no evidence; not proven; unconfirmed; research in progress"),
    (Rating.UNPROVEN, "insufficient evidence; cannot be verified; not verified; not confirmed; unfounded"),
    (Rating.UNPROVEN, "не доказано; не подтверждено; нет доказательств; бездоказательно; не установлено"),
    (Rating.UNPROVEN, "не доведено; не підтверджено; немає доказів; бездоказово; не встановлено"),
)
"""What comes to what; phrases are parted by ";"."""

_NEGATED = re.compile(r"(?<!\w)(?:not|isn't|никак|не|ні|нет)(?!\w)")
_LONGEST = 200  # characters of a verdict that are looked at


def _phrases() -> tuple[tuple[re.Pattern[str], Rating], ...]:
    """The longest first, so that "not true" is taken before "true"."""
    found = {fold(phrase.strip()): rating for rating, row in _TABLE for phrase in row.split(";")}
    ordered = sorted(found.items(), key=lambda each: (-len(each[0]), each[0]))
    return tuple((re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)"), rating) for phrase, rating in ordered)


_PHRASES = _phrases()


def rating_of(words: str, value: float | None = None, worst: float | None = None, best: float | None = None) -> Rating:
    """What a verdict comes to: by its words; where it has none, by its number between the worst and the best.

    A number alone counts only where both ends are given: scales run either way, and not all are from 1 to 5.
    """
    if words.strip():
        return _by_words(words)
    if value is None or worst is None or best is None or not worst < best or not worst <= value <= best:
        return Rating.UNCLEAR
    return Rating.TRUE if value == best else Rating.FALSE if value == worst else Rating.MIXED


def _by_words(words: str) -> Rating:
    left, found = fold(words[:_LONGEST]), set[Rating]()
    for phrase, rating in _PHRASES:
        left, count = phrase.subn(" ", left)
        if count:
            found.add(rating)
    if len(found) != 1 or _NEGATED.search(left):  # "this is not quite true"
        return Rating.UNCLEAR
    return found.pop()
