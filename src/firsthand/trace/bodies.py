"""Whether somebody whose word is given may be the body that has a channel of its own: by kind and by country.

Reports seldom use the name a channel bears: "the ministry", "officials in Kyiv", «в Москве заявили». Each list holds
the beginnings of such words in the three languages; they are the same for every country.
"""

from __future__ import annotations

import re
from functools import cache

from firsthand.model import Source, SourceKind
from firsthand.text import fold

__all__ = ["of_that_kind"]

_STATE = "authorit official government власт чиновник правительств влад урядов уряду чиновник"
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
_WORD = re.compile(r"[^\W\d_]+")


def of_that_kind(voice: str, source: Source) -> bool:
    """Whether the words for a voice say that it is a body of the kind of this source."""
    beginnings = _beginnings(source.kind)
    return any(word.startswith(beginnings) for word in _WORD.findall(fold(voice))) if beginnings else False


@cache
def _beginnings(kind: SourceKind) -> tuple[str, ...]:
    return tuple(_WORDS.get(kind, "").split())
