"""What the finder of figures may look at: the words around an amount, and the noun that it counts."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from firsthand.model import Bound, Span
from firsthand.resolve.lexicon import Words
from firsthand.resolve.numerals import numeral_at
from firsthand.resolve.quantity_words import Unit, Vocabulary

__all__ = ["Amount", "Counted", "Scan", "counted_after", "near_people", "noun_from", "whole_after"]

_SHORTEST = 4  # letters of an adjective; what is shorter is a preposition
_QUOTES = frozenset('«»“”„"')
_ADJECTIVES = 4  # words looked at between a figure and its noun
_OWNER = 3  # words of "the river valley's"
_NEAR = 4  # words looked at for "killed 12" and "12 were wounded"


@dataclass(frozen=True, slots=True)
class Scan:
    """What is being read: tokens lo ≤ i < hi of the words, and where time expressions stand."""

    words: Words
    known: Vocabulary
    lo: int
    hi: int
    dated: tuple[Span, ...]

    def low(self, i: int) -> str:
        """The folded token, empty outside the text."""
        low = self.words.low
        return low[i] if 0 <= i < len(low) else ""

    def in_date(self, i: int) -> bool:
        """Whether token `i` stands in a time expression."""
        k = bisect_right(self.dated, self.words.starts[i], key=lambda span: span.start) - 1
        return k >= 0 and self.dated[k].end > self.words.starts[i]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or a vague one, in tokens `start` to `end`; `unit` where the wording fixes it (money, per
    cent); `whole_next` where a share needs no "of" before its whole.
    """

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    bound: Bound
    unit: str | None = None
    needs_noun: bool = False
    whole_next: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """The counted noun, as it is reported, and the token after it; `known` where the table has it."""

    end: int
    unit: str
    known: bool = True


def counted_after(scan: Scan, amount: Amount) -> Counted | None:
    """The counted noun after the amount."""
    i = amount.end
    if scan.known.has("of", scan.low(i)) and i < scan.hi:
        of_them = scan.known.has("them", scan.low(i + 1))  # "two of them bombers"
        return None if of_them else _counted_of_whole(scan, i + 1, amount)
    if i < scan.hi and scan.low(i) == "-" and scan.words.glued(i):
        return _joined(scan, i + 1)
    return noun_from(scan, i, amount)


def _joined(scan: Scan, i: int) -> Counted | None:
    """“a 20-kilometre column”, “a 60-day truce”, «15-километровая колонна»: what stands after the hyphen."""
    joined = scan.known.joined.at(scan.words, i, scan.hi)
    if joined:
        return Counted(*joined)
    found = scan.known.units.at(scan.words, i, scan.hi)
    measured = found is not None and scan.known.group_of(found[1].name) in ("length", "mass")
    return Counted(found[0], found[1].name) if found and measured else None


def _counted_of_whole(scan: Scan, i: int, amount: Amount) -> Counted | None:
    """“dozens of houses”, “12 of the 37 drones”: the noun after “of”; a figure there keeps its own span."""
    while scan.known.has("determiners", scan.low(i)):
        i += 1
    i = _after_owner(scan, i)
    if i >= scan.hi:
        return None
    inner = numeral_at(scan.words, i, scan.hi, scan.known) if scan.known.opens(scan.low(i)) else None
    found = noun_from(scan, inner.end if inner else i, amount)
    return Counted(amount.end, found.unit, found.known) if inner and found else found


def _after_owner(scan: Scan, i: int) -> int:
    """“4,000 of the valley's 11,500 residents”: the token after the owner, where a figure follows it, else `i`."""
    for k in range(i, min(i + _OWNER, scan.hi)):
        if scan.low(k).endswith("'s"):
            return k + 1 if scan.known.opens(scan.low(k + 1)) else i
    return i


def whole_after(scan: Scan, amount: Amount) -> Counted | None:
    """What the share after which it stands is a share of: "30 per cent of buildings", «треть домов»."""
    if scan.known.has("of", scan.low(amount.end)) and amount.end < scan.hi:
        return _counted_of_whole(scan, amount.end + 1, amount)
    if not amount.whole_next and not scan.known.head_first:
        return None
    found = _counted_of_whole(scan, amount.end, amount)
    return found if found and found.known and scan.known.group_of(found.unit) != "time" else None


def noun_from(scan: Scan, i: int, amount: Amount) -> Counted | None:
    """The counted noun from token `i` on."""
    if scan.known.stems["adjective_endings"]:
        return _noun_after_adjectives(scan, i, amount)
    return _noun_before_stop(scan, i, amount)


def _noun_before_stop(scan: Scan, i: int, amount: Amount) -> Counted | None:
    """A noun of the table within a few words, else the first word that looks like a plural."""
    guess = people = None
    last = k = i - 1
    while k < min(last + _ADJECTIVES, scan.hi - 1):
        k += 1
        model = _model(scan, k)
        if model:
            guess = guess or (Counted(model[0], model[1]) if model[1] else None)
            last, k = last + model[0] - k, model[0] - 1
            continue
        found = _unit_at(scan, k, amount)
        if found and (not found[1].singular or amount.value == 1 or amount.unit == "percent"):
            return _head(scan, found[0], found[1].name, amount)
        word = scan.low(k)
        if not word[0].isalpha() or scan.known.has("stop", word) or scan.known.opens(word):
            break
        if people is None and scan.words.capitalised(k) and scan.known.demonyms.at(scan.words, k, scan.hi):
            people = Counted(k + 1, scan.known.people)
        elif guess is None and k < last + 4 and _looks_plural(scan, word, amount) and word not in scan.known.money:
            tail = scan.known.units.of_word(word.rpartition("-")[2])  # "narco-messages"
            guess = Counted(k + 1, tail.name if tail else word, known=tail is not None)
        if word.endswith("ed") and k > i and not scan.known.has("adjectives_like_verbs", word):
            break
    return guess or people


def _unit_at(scan: Scan, k: int, amount: Amount) -> tuple[int, Unit] | None:
    """The longest noun of the table at token `k`. Only shares have a whole: "a third of the town" is not of towns."""
    fit = [each for each in scan.known.units.each_at(scan.words, k, scan.hi) if amount.unit or each[1].group != "whole"]
    return max(fit, key=lambda each: (each[0], each[1].group == "whole"), default=None)


def _noun_after_adjectives(scan: Scan, i: int, amount: Amount) -> Counted | None:
    """The noun of the table after nothing but adjectives, else a word there that looks like a plural."""
    for k in range(i, min(i + _ADJECTIVES, scan.hi)):
        word = scan.low(k)
        found = _unit_at(scan, k, amount)
        if found and not (scan.words.capitalised(k) and len(word) == 1):
            dated = found[1].group == "time" and scan.in_date(k)  # «800 млн годом ранее»
            return None if dated else Counted(found[0], found[1].name)
        if not word[0].isalpha():
            return _in_quotes(scan, k, amount)
        model = _model(scan, k)
        if model:
            return Counted(model[0], model[1]) if model[1] else None
        people = scan.known.demonyms.at(scan.words, k, scan.hi)
        if people:
            return Counted(people[0], scan.known.people)
        if _looks_plural(scan, word, amount):
            return Counted(k + 1, word, known=False)
        if (len(word) < _SHORTEST or not scan.known.ends("adjective_endings", word)) and not scan.known.has(
            "determiners", word
        ):
            return None
    return None


def _model(scan: Scan, k: int) -> tuple[int, str | None] | None:
    """“T-72”, “Shahed-136”, «Су-34»: the token after the model that starts at token `k`, and what it is a model of."""
    words = scan.words
    if k + 2 >= scan.hi or not words.capitalised(k) or scan.low(k + 1) != "-" or not scan.low(k + 2)[0].isdecimal():
        return None
    if not words.glued(k + 1) or not words.glued(k + 2):
        return None
    end = k + 3
    while end < scan.hi and words.glued(end) and scan.low(end)[0].isalnum():
        end += 1
    return end, scan.known.models.get(scan.low(k))


def _in_quotes(scan: Scan, k: int, amount: Amount) -> Counted | None:
    """«104 „Шахеда“»: a known noun between quotation marks."""
    if scan.low(k) not in _QUOTES or k + 1 >= scan.hi:
        return None
    found = _unit_at(scan, k + 1, amount)
    closed = found and scan.low(found[0]) in _QUOTES
    return Counted(found[0] + 1, found[1].name) if found and closed else None


def _head(scan: Scan, end: int, name: str, amount: Amount) -> Counted:
    """The last of two nouns side by side is the counted one: "police officers", "school buildings"."""
    following = scan.known.units.at(scan.words, end, scan.hi)
    plural = following and following[1].group != "whole" and not following[1].singular
    if following and plural and amount.value != 1 and not scan.known.has("not_heads", scan.low(following[0] - 1)):
        return Counted(following[0], following[1].name)
    return Counted(end, name)


def _looks_plural(scan: Scan, word: str, amount: Amount) -> bool:
    if amount.value == 1 or len(word) < 4 or word.endswith(("ss", "us", "is", "'s")):
        return False
    return scan.known.ends("plural_endings", word) and not scan.known.has("not_nouns", word)


def near_people(scan: Scan, start: int, end: int) -> bool:
    """Whether "killed", "wounded" and the like stand right before or after, or "toll" a little before."""
    for k in range(start - 1, max(scan.lo, start - _NEAR) - 1, -1):
        if scan.low(k) in ".;:!?":
            break
        if _of_people(scan, "people_near", k):
            return True
    for k in range(end, min(scan.hi, end + _NEAR)):
        if scan.low(k) in ".;:!?,":
            break
        if _of_people(scan, "people_near", k) or scan.known.has("people_acts", scan.low(k)):
            return True
    return any(_of_people(scan, "toll", k) for k in range(max(0, start - scan.known.toll_window), start))


def _of_people(scan: Scan, name: str, k: int) -> bool:
    return scan.known.has(name, scan.low(k)) or scan.known.starts(f"{name}_stems", scan.low(k))
