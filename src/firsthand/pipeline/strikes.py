"""Who is said to have hit whose forces: of strikes that is the boast, whichever word the reader has for the event.

That a side hit the depots, posts and weapons of its enemy it tells in its own favour. That it was hit itself is left
open: "they struck our airfield" may concede a loss, or accuse. So is what was struck where people live.
"""

from __future__ import annotations

import re

__all__ = ["hit_forces"]

_HIT = re.compile(
    r"\b(?:struck|hits?|hitting|destroy\w*|strikes? (?:on|against)|knocked out|wiped out|eliminat\w*"
    r"|порази\w*|пораж[её]н\w*|уничтож\w*|удар\w*|разби(?:л|т)\w*|ликвидир\w*"
    r"|враз\w*|ураз\w*|ураж\w*|знищ\w*|влучи\w*|ліквід\w*)\b",
    re.IGNORECASE,
)
_FORCES = re.compile(
    r"\b(?:(?:ammunition|arms|weapons?|munitions) (?:depot|dump|store|warehouse)s?|command (?:post|cent(?:re|er))s?"
    r"|headquarters|military (?:base|airfield|facilit|target|object)\w*|air ?bases?|airfields?|air defen[cs]e\w*"
    r"|radars?|warships?|(?:missile|rocket|artillery) (?:launcher|system|batter)\w*|troop concentrations?|barracks"
    r"|tanks?|howitzers?|склад\w* (?:боеприпас|боєприпас|вооруж|озбро|оружи|зброї|бк\b)\w*"
    r"|командн\w+ пункт\w*|пункт\w* (?:управл|дислок)\w*"
    r"|штаб\w{0,3}|аэродром\w*|аеродром\w*|авиабаз\w*|авіабаз\w*|пво|ппо|рлс|военн\w+ (?:объект|баз|аэродром)\w*"
    r"|військов\w+ (?:об|баз|аеродром)\w*|казарм\w*|скоплени\w+|скупченн?\w+|танк(?:а|у|и|ов|ів|ам|ами|ах|ом|і|е)?"
    r"|гаубиц\w*|бронетехник\w*|бронетехнік\w*)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:hospital|clinic|school|kindergarten|residential|apartment|house|home|civilian|church|market|hotel|shop"
    r"|больниц|поликлин|школ|детск|жил(?:ой|ые|ого|ых|ом)|квартир|мирн|гражданск|церк|рынок|рынк|гостиниц|магазин"
    r"|лікарн|полікл|дитяч|дитсад|житлов|цивільн|мирн|ринок|ринк|готел|крамниц)",
    re.IGNORECASE,
)


def hit_forces(words: str) -> bool:
    """Whether words say that something of an army was hit, and speak of nothing where people live."""
    return bool(_HIT.search(words) and _FORCES.search(words)) and not _PEOPLE.search(words)
