"""How much of a place a telling speaks of, in English, Russian and Ukrainian: all of it, most of it, or a part.

A claim that ground was taken is held against maps, and a town is more than its station. All of a place is told only
where the place itself is what was taken: nothing stands before its name that makes it "in", "near" or "the south of".
What is not plain is left open. Words of groups ("Battlegroup West") and other names say nothing of parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.model import PlaceId, Report, Span
from firsthand.resolve.actor_words import lists_of
from firsthand.resolve.lexicon import words_of

__all__ = [
    "ALL",
    "ENEMY",
    "FREED",
    "HELD",
    "HELD_NOW",
    "IN_HANDS",
    "MOST",
    "OURS",
    "OWN",
    "hands_of",
    "of_the_place",
    "share_of",
]

_FORCES = r"(?:troops|forces|units?|soldiers|army|fighters|marines|войск|подраздел|сил|военн|бойц|військ|підрозд|бійц)"
OWN = re.compile(
    rf"\b(?:its|our|their own|наш\w*|сво\w+|ми|мы|we)\b(?:(?<=we)|(?<=мы)|(?<=ми)|\s+(?:own\s+)?{_FORCES})",
    re.IGNORECASE,
)
"""Words of who speaks of its own: "its troops", «наши подразделения», «ми»."""
OURS = re.compile(rf"\b(?:our|наш\w*)\b|{OWN.pattern}", re.IGNORECASE)
"""The same where words tell in whose hands a place is: "under our control"."""
ENEMY = re.compile(
    r"\b(?:enem|occupier|invader|враг|враж|противник|оккупант|ворог|ворож|окупант|загарбник)", re.IGNORECASE
)
FREED = re.compile(
    r"\b(?:liberat|recaptur|re-captur|retook|retak|regain|reclaim|освобо|отбил|отбит|отвоева|верну|возвра|деоккуп"
    r"|звільн|відбил|відбит|відвоюв|поверн|деокуп)",
    re.IGNORECASE,
)
"""Words for ground that is taken back."""
HELD = re.compile(
    r"\b(?:control|held by|holds?\b|captur|seiz|took\b|taken\b|liberat|recaptur|retook|контрол|подконтрол|підконтрол"
    r"|захва|заня|взял|взят|освобо|удержи|держ|захоп|зайня|звільн|утрим|трима)",
    re.IGNORECASE,
)
"""Words that say that a place is held or taken, by how they begin."""
HELD_NOW = re.compile(
    r"\b(?:control|held by|holds?\b|контрол|підконтрол|подконтрол|удержи|держ|утрим|трима"
    r"|in (?:\w+ ){0,2}hands\b|[ву] руках|[ву] руки)",
    re.IGNORECASE,
)
"""Words that say that a place is held."""
IN_HANDS = re.compile(
    r"\bunder (?:\w+ ){0,3}control(?: of)?|\bin (?:\w+ ){0,2}hands(?: of)?"
    r"|\b(?:под|під) (?:\w+ ){0,3}контролем|\b[ву] руках",
    re.IGNORECASE,
)
"""Words that say of a place itself who holds it. «Взяли под контроль» is no state but a deed."""
_WHOSE = 3
"""Words behind those in which it is told who."""
_MOST = re.compile(
    r"\b(?:most|(?:the )?(?:vast )?majority|(?:greater|larger|bigger) part|bulk|(?:almost|nearly|practically) (?:all"
    r"|the whole|the entire|entirely|completely|fully)|больш(?:ую|ая|ей) част\w+|большинств\w+"
    r"|(?:почти|практически) (?:вс\w+|полностью)"
    r"|більш(?:у|а|ою) частин\w+|більшіст\w+|(?:майже|практично) (?:у?вс\w+|весь|повністю))\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"the|a|of|all|whole|entire|full|fully|town|city|village|settlement|hamlet|весь|вс[яюе]|вес[ья]|цел\w+|город\w*|сел[оуае]"
    r"|посел\w+|пгт|станиц\w+|хутор\w*|населенн\w+|пункт\w*|увесь|всього|ціл\w+|міст[оаі]|містом|селищ\w+|смт",
    re.IGNORECASE,
)
"""Words between what is done and the name of the place that leave it all of the place."""
_KIND = re.compile(
    r"\b(?:town|city|village|settlement|город\w*|сел[оауе]|поселок|поселка|посел\w+ пункт|населенн\w+ пункт|міст[оа]"
    r"|селище|населен\w+ пункт)\b",
    re.IGNORECASE,
)
_WITH_OF = re.compile(r"control|capture|seizure|liberation|occupation|recapture|loss|fall|hold", re.IGNORECASE)
_AT = (
    "in near at outside inside around toward towards from to into on off within across through beyond next close by"
    " в во на у под около возле близ вблизи за из от к ко до вглубь через близко"
    " біля під поблизу з із зі від до поза углиб вглиб крізь коло"
)
_OVER = frozenset({"over", "above", "над"})
_CONTROL = re.compile("control|контрол", re.IGNORECASE)
"""A flag over a town is not the town; control over it is."""
_PARTS = re.compile(
    r"parts?|portions?|sections?|areas?|zones?|districts?|outskirts?|edges?|quarters?|blocks?|streets?|suburbs?"
    r"|neighbou?rhoods?|buildings?|houses?|homes?|positions?|strongholds?|(?:north|south)?-?(?:north|south|east|west)(?:ern)?"
    r"|cent(?:er|re)|central|downtown|half|heights?|stations?|plants?|bridges?|airports?|mines?|near|outside|around"
    r"|territory|land|villages|settlements|towns|much|some|foothold|approaches"
    r"|часть|частью|окраин\w*|окрестност\w*|предмест\w+|центр(?:а|е|у|ом)?|центральн\w+|(?:микро)?район(?:а|ы|ов|е|у|ом|ах)?"
    r"|квартал\w*|улиц\w*|дом(?:а|ов|ом|е|у|ами|ах)?|здани\w+|строени\w+|позици\w+|опорн\w+|юг\w?|южн\w+|север(?:а|е|у|ом)?"
    r"|северн\w+|восток\w?|восточн\w+|запад\w?|западн\w+|половин\w+|вокзал\w*|станци\w+|мост\w?|завод\w*|шахт\w*|высот\w*"
    r"|территори\w+|возле|около|вблизи|недалеко|неподалеку"
    r"|частин[ауо]ю?|околиц\w*|передміст\w+|(?:мікро)?район\w{0,3}|вулиц\w*|будин(?:ок|к\w+)|будівл\w+|позиці\w+"
    r"|півд(?:ень|ня|ні|нем)|південн\w+|північ\w*|півночі|схід|сход[уі]|східн\w+|захід|заход[уі]|західн\w+|станці\w+|висот\w*"
    r"|територі\w+|біля|поблизу|неподалік",
    re.IGNORECASE,
)
"""Words for a part of a place, whole: «домовленість» is no house."""
_NEXT_TO = re.compile(r"част(?:и|ей|ям|ях)|частин(?:и|ах|ам)?", re.IGNORECASE)
"""Parts, if they stand next to the place; else units of an army."""
_GROUP = re.compile(
    r"\b(?:battle|task )?(?:group(?:ing)?|command)s?(?: of (?:forces|troops))? \W?\w+"
    r"|\b\w+ (?:group of forces|(?:группировк|угрупованн)\w*)|(?:north|south|east|west)\w* battlegroup"
    r"|\b(?:группировк|угрупованн|командованн|командовани)\w*(?: войск| військ)? \W?\w+",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[«“„\"'‘]\w+[»”“\"'’]")
_ELSEWHERE = re.compile(
    r"(?:\w+ern|на \w+|у \w+|\w+(?:ской|цкой|ском|цком|ській|ському|цькому))\s+(?:¤|(?:област|район)\w*)"
)
ALL = 1.0, 1.0
MOST = 0.5, 1.0
"""What "most of it" says, and "almost all of it" at the least."""
_TOGETHER = re.compile(
    r"\b(?:(?:together|along) with|and|разом (?:з|із|зі)|вместе со?|та|і|й|и) (?:(?:its|the|all|його|її|его|ее) )?"
    r"(?:outskirts|suburbs|околиц\w*|передміст\w*|окраин\w*|предмест\w*|окрестност\w*)",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[.,;:!?()—–\n]")
_WORD = re.compile(r"[\w¤§-]+")
_BEFORE, _AFTER = 6, 3
_LONGEST = 1_000
"""Characters of a telling that are looked at."""


def share_of(span: Span, place: PlaceId | None, report: Report) -> tuple[float, float] | None:
    """Which share of a place words speak of that say that it is taken or lost: (1, 1) for all of it, (.5, 1) for most;
    None where they speak of a part, or it is not plain."""
    words = _masked(span, place, report)
    if "§" not in words and "¤" not in words:
        words = _KIND.sub("§", words, count=1)
    before, found, after = words.partition("§")
    if not found:
        return None
    clause, behind = _BREAK.split(before)[-1], _BREAK.split(after)[0]
    most = _MOST.search(clause)
    if most is not None:
        return MOST if all(map(_ALL.fullmatch, _WORD.findall(clause[most.end() :]))) else None
    near = [*_WORD.findall(clause)[-_BEFORE:], *_WORD.findall(behind)[:_AFTER]]
    if not _taken_itself(_WORD.findall(clause)) or any(map(_PARTS.fullmatch, near)):
        return None
    return ALL


def hands_of(words: str, language: str) -> frozenset[str]:
    """The sides whose adjectives or names stand where it is told in whose hands a place is: "under Ukrainian control",
    «в руках России»."""
    found = IN_HANDS.search(words)
    lists = lists_of(language)
    if found is None or lists is None:
        return frozenset()
    behind = _WORD.findall(_BREAK.split(words[found.end() :])[0])[:_WHOSE]
    told = words_of(" ".join((found[0], *behind)))
    sides = (kind.at(told, i, len(told)) for kind in (lists.adjectives, lists.names) for i in range(len(told)))
    return frozenset(side for _, side in filter(None, sides))


def of_the_place(figure: Span, span: Span, place: PlaceId | None, report: Report) -> bool:
    """Whether a share in words is one of the place: "half of the town of Kupiansk"."""
    rest = Span(min(figure.end, span.end), span.end)
    before, found, _ = _masked(rest, place, report).partition("§")
    return bool(found) and all(map(_ALL.fullmatch, _WORD.findall(before)))


def _taken_itself(words: Sequence[str]) -> bool:
    """Whether what stands before the name of a place leaves it the whole place."""
    place = len(words)
    while place > 0 and _ALL.fullmatch(words[place - 1]):
        place -= 1
        if words[place].lower() == "of" and place > 0:
            whose = words[place - 1]
            if not (_ALL.fullmatch(whose) or _WITH_OF.fullmatch(whose)):
                return False
    last = words[place - 1].lower() if place else ""
    if last in _OVER:
        return place > 1 and _CONTROL.match(words[place - 2]) is not None
    return last not in _AT.split() and not _NEXT_TO.fullmatch(last)


def _masked(span: Span, place: PlaceId | None, report: Report) -> str:
    """The words with § for the place, ¤ for others, and without the names of who does it and of their groups."""
    end = min(span.end, span.start + _LONGEST)
    text, at = "", span.start
    for start, stop, mark in sorted(_marks(span, place, report)):
        if stop <= end:
            text += report.document.text[at:start] + mark if start >= at else ""
            at = max(at, stop)
    text += report.document.text[at:end]
    return _TOGETHER.sub(" ", _ELSEWHERE.sub(" ", text.replace("ё", "е").replace("Ё", "Е")))


def _marks(span: Span, place: PlaceId | None, report: Report) -> Iterator[tuple[int, int, str]]:
    for each in report.places:
        if each.span in span:
            meant = {each.id} if each.id is not None else {candidate.id for candidate in each.candidates}
            yield each.span.start, each.span.end, "§" if place in meant else "¤"
    for actor in report.actors:
        if actor.span in span:
            yield actor.span.start, actor.span.end, " "
    for pattern in (_GROUP, _QUOTED):
        for found in pattern.finditer(span.of(report.document.text)[:_LONGEST]):
            yield span.start + found.start(), span.start + found.end(), " "
