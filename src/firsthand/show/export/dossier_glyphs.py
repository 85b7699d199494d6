"""Which characters the fonts that come with typst can print, and what is printed in the place of others.

The ranges were found by setting every character of the Basic Multilingual Plane alone; later fonts only have more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

__all__ = ["INSTEAD", "printable"]

INSTEAD = "\u25af"
"""An empty box, for each run of characters that cannot be printed."""
_PRINTED = """
20-7E A0-377 37A-37F 384-38A 38C 38E-3A1 3A3-4FF 510-513 51A-51D 531-556 559-58A 58D-58F 591-5C7 5D0-5EA
5EF-5F4 606-60C 615 61B-61C 61F 621-63A 640-655 65A 660-66D 674 679-67B 67E-680 683-684 686-687 691 698 6A4
6A9 6AF 6BE 6CC 6F0-6F9 900-97F E3F E81-E82 E84 E87-E88 E8A E8D E94-E97 E99-E9F EA1-EA3 EA5 EA7 EAA-EAB EAD-
EB9 EBB-EBC EC8-ECD 10D0-10FF 115F-1160 13A0-13F5 13F8-13FD 17B4-17B5 17C1-17C3 180B-180F 1AB0-1ACE 1D00-1F15
1F18-1F1D 1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FC4 1FC6-1FD3 1FD6-1FDB
1FDD-1FEF 1FF2-1FF4 1FF6-1FFE 2000-2040 2042 2044-2052 2054-2064 2066-2071 2074-208E 2090-209C 20A0-20C0
20D0-20F0 2100-211E 2120 2122 2124 2126-2151 2153-2184 2189 2190-23FF 2460-262F 2638-268B 2690-269C 26A0-26A7
26AA-26B2 2701-2704 2706-2709 270C-2727 2729-274B 274F-2752 2758-275E 2761-277F 2798-27AF 27B1-2B73 2B76-2B95
2B97-2BFF 2C60-2CF3 2CF9-2CFF 2E02-2E05 2E22-2E25 A708-A716 A71B-A727 A789-A78E FB00-FB06 FB13-FB17 FB1D-FB36
FB38-FB3C FB46-FB4F FB52-FB81 FB8A-FB95 FBAA-FBAD FBFC-FBFF FE00-FE0F FE20-FE2F FE70-FE74 FE76-FEFC FFF9-FFFD
"""
"""Hexadecimal numbers of characters, first and last."""
_LEFT_OUT = re.compile("[\ufe0e\ufe0f\u200c\u200d]|[\U0001f3fb-\U0001f3ff]")
"""What only says how the character before it is drawn."""


@cache
def _others() -> re.Pattern[str]:
    """Runs of what is not printed."""
    ranges = (each.partition("-") for each in _PRINTED.split())
    known = "".join(f"{re.escape(chr(int(a, 16)))}-{re.escape(chr(int(b or a, 16)))}" for a, _, b in ranges)
    return re.compile(f"[^{known}\u200b]+")


def printable(value: object) -> object:
    """The value with every text in it as it can be printed."""
    if isinstance(value, str):
        return _others().sub(INSTEAD, _LEFT_OUT.sub("", value))
    if isinstance(value, Mapping):
        return {name: printable(each) for name, each in value.items()}
    return [printable(each) for each in value] if isinstance(value, Sequence) else value
