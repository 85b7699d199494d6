"""Whether somebody whose word is given may be a source: by the words for what it is.

Reports seldom use the name that a channel bears: "the ministry", "a local newspaper", «в ведомстве заявили». Each list
holds the beginnings of such words in the three languages; they are the same for every country and side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from firsthand.model import Source, SourceKind, Span
from firsthand.text import fold

__all__ = ["of_that_kind", "words_of_kind"]

_STATE = "authorit official government власт чиновник правительств влад урядов уряду"
_ARMED = (
    "army military troops forces general staff brigade corps command soldiers армия армии армию военн войск генштаб"
    " бригад корпус командован армія армії армію військ"
)
_PRESS = (
    "press media outlet journalist reporter пресс сми издани журналист корреспондент преса прес змі видан журналіст"
)
_WORDS = {
    SourceKind.GOVERNMENT: _STATE,
    SourceKind.MINISTRY: (
        f"minist department agency министер министр минобор ведомств міністер міністр міноборон відомств {_STATE}"
    ),
    SourceKind.MILITARY: _ARMED,
    SourceKind.OFFICIAL: "president minister governor mayor president президент министр губернатор мэр міністр мер",
    SourceKind.PARTY: "party партия партии партія партії",
    SourceKind.INTERNATIONAL: "mission organisation organization миссия миссии организац місія місії організац",
    SourceKind.NGO: (
        "group union organisation organization charity volunteers activists группа группы групп профсоюз организац"
        " волонтер активист група групи профспілк організац волонтер активіст environmental"
        " эколог еколог institute институт інститут"
    ),
    SourceKind.AGENCY: f"agency agencies wire агентств агенці {_PRESS}",
    SourceKind.NEWSPAPER: f"newspaper daily газет {_PRESS}",
    SourceKind.MAGAZINE: f"magazine weekly журнал {_PRESS}",
    SourceKind.BROADCASTER: f"broadcaster television radio телекан телевид радио телебач радіо {_PRESS}",
    SourceKind.SITE: f"website site portal сайт портал {_PRESS}",
    SourceKind.CHANNEL: "channel channels telegram канал телеграм паблик паблік chat чат blogger блогер",
    SourceKind.COMPANY: "company owner firm operator компани владелец владельц фирм оператор компані власник фірм",
}
_SHORT = {SourceKind.MINISTRY: frozenset({"mod", "mfa", "moi", "мо", "мид", "мвд", "мзс", "мвс"})}
"""Whole words; initials of a state's bodies, the same for every state."""
_WORD = re.compile(r"[^\W\d_]+")


def of_that_kind(voice: str, source: Source) -> bool:
    """Whether the words for a voice say that it is a body or an outlet of the kind of this source."""
    return next(words_of_kind(voice, source), None) is not None


def words_of_kind(text: str, source: Source) -> Iterator[Span]:
    """Where a text has words for a body or an outlet of the kind of a source."""
    beginnings, short = _beginnings(source.kind), _SHORT.get(source.kind, frozenset())
    for match in _WORD.finditer(fold(text)):
        if match[0] in short or (beginnings and match[0].startswith(beginnings)):
            yield Span(*match.span())


@cache
def _beginnings(kind: SourceKind) -> tuple[str, ...]:
    return tuple(_WORDS.get(kind, "").split())
