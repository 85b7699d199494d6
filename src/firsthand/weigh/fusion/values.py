"""Values as they are compared: words and marks made alike, figures read, moments by the clock."""

from __future__ import annotations

import re
import unicodedata

from firsthand.errors import TableError
from firsthand.weigh.fusion.records import Kind, ValueType

__all__ = ["kind_of", "normal_code", "normal_text", "read_number"]

_LONGEST = 1000
_NOTHING = frozenset(
    "- -- --- ? n/a na none null unknown tba tbd not\u00a0available not\u00a0provided".replace(" ", "|")
    .replace("\u00a0", " ")
    .split("|")
)
_HALL = r"(?:[a-z]+\s+)?(?:term(?:inal)?|conc(?:ourse)?|hall)\b"
_BEHIND = re.compile(rf"^{_HALL}.*?\s-\s(.+)$")
_ONLY_HALL = re.compile(rf"^{_HALL}")
_LEAD = re.compile(r"^(?:gates?|no\.?|nr\.?|#)\s+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_FIGURE = re.compile(r"^[^\d\s+-]{0,3}\s*([+-]?\d[\d\s',.]*)\s*([^\d\s][^\d]{0,12})?$")
_UNITS = {"": 1.0, "min": 1.0, "m": 1.0, "h": 60.0, "d": 1440.0, "s": 1 / 60}


def normal_text(text: str) -> str | None:
    """Words without case, doubled spaces and marks at the ends; None where they say nothing."""
    folded = " ".join(unicodedata.normalize("NFKC", text[:_LONGEST]).replace("&nbsp", " ").casefold().split())
    if not folded or folded in _NOTHING or folded.startswith("not provided"):
        return None
    return folded.strip(" .,;:!?*\"'") or None


def normal_code(text: str) -> str | None:
    """A mark such as a gate: "Terminal D - D09", "d9/D" and "D-9" are "D9"; "Terminal D" alone is none."""
    code = normal_text(text)
    if code is None:
        return None
    behind = _BEHIND.match(code)
    if behind is not None:
        code = behind[1]
    elif _ONLY_HALL.match(code):
        return None
    code = re.sub(r"[\s\-]", "", _LEAD.sub("", code).split("/")[0])
    return _ZEROS.sub("", code).upper() or None


def read_number(text: str) -> float | None:
    """A figure: "1,234.5", "1 234,5", "$ 12.50", "22 buildings"; None where it is none, or more than one."""
    if _PLAIN.fullmatch(text):  # as most are, and a hundred million of them take their time
        return float(text)
    found = _FIGURE.match(unicodedata.normalize("NFKC", text[:60]).strip())
    if found is None:
        return None
    digits = re.sub(r"[\s']", "", found[1]).rstrip(".,")
    if "," in digits and "." in digits:
        thousands = "," if digits.rfind(",") < digits.rfind(".") else "."
        digits = digits.replace(thousands, "").replace(",", ".")
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", digits):
        digits = digits.replace(",", "")
    else:
        digits = digits.replace(",", ".")
    try:
        value = float(digits)
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None


def kind_of(name: str, type_: str | None = None, tolerance: str | None = None) -> Kind:
    """A kind of item as a person writes it: type "time", tolerance "10min"; "5%" for a share.

    Raises:
        TableError: no such type, or no such tolerance.
    """
    what = repr(name) if name else "the value"
    try:
        value_type = ValueType(type_ or "text")
    except ValueError as error:
        known = ", ".join(each.value for each in ValueType)
        raise TableError(f"{what} cannot be of type {type_!r}. There are: {known}.") from error
    if tolerance is None:
        return Kind(name, value_type)
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(%|min|[mhds]|)\s*", tolerance)
    if found is None or (found[2] not in ("", "%") and value_type not in (ValueType.TIME, ValueType.DATE)):
        raise TableError(
            f"The tolerance of {what} cannot be {tolerance!r}: give a number, 5%, or 10min for times and 2d for days."
        )
    if value_type in (ValueType.TEXT, ValueType.CODE):
        raise TableError(f"{what} is of type {value_type}, which knows no tolerance: say --type number, time or date.")
    if found[2] == "%":
        return Kind(name, value_type, float(found[1]) / 100, relative=True)
    unit = found[2] or ("d" if value_type is ValueType.DATE else "")
    return Kind(name, value_type, float(found[1]) * _UNITS[unit])
