"""The amounts of a text, without their nouns: numbers, shares, vague words, ranges, and the words that bound them."""

from __future__ import annotations

from dataclasses import replace

from firsthand.model import Bound
from firsthand.resolve.numerals import ABOUT, Numeral, around, hyphenated_pair, numeral_at, times
from firsthand.resolve.quantity_scan import Amount, Scan, counted_after, noun_from, whole_after

__all__ = ["amount_at", "bounded", "led_to", "range_from", "signed"]

_UNSHARED = frozenset({"time", "length", "area", "mass", "money", "temperature"})
_STEP = 6  # tokens that «на 2,5 млн рублей» may have
_ROUND = 5  # "человек двадцать": a number after its noun is a round one


def amount_at(scan: Scan, i: int) -> Amount | None:
    """The amount that starts at token `i`, without the words around it."""
    tight = False
    if not scan.low(i)[0].isdecimal():
        tight = _is_bounded(scan, i)
        worded = _share_at(scan, i) or _inverted_at(scan, i) or _vague_at(scan, i, tight) or _pair_at(scan, i)
        if worded:
            return worded
    numeral = numeral_at(scan.words, i, scan.hi, scan.known, tight)
    if numeral is None:
        return None
    return _ratio(scan, i, numeral) or _crowd(scan, i, numeral) or _measured(scan, i, numeral)


def _vague_at(scan: Scan, i: int, tight: bool) -> Amount | None:
    """“dozens”, “several”; after a bounding word a few of them are numbers."""
    if tight and scan.known.has("bare_bounded", scan.low(i)):
        return None
    vague = scan.known.vague.at(scan.words, i, scan.hi)
    return _vague(scan, i, vague[0], *vague[1]) if vague else None


def _pair_at(scan: Scan, i: int) -> Amount | None:
    """«пять-шесть тысяч»: a range in one word."""
    pair = hyphenated_pair(scan.low(i), scan.known)
    if pair is None:
        return None
    scale = scan.known.scales.get(scan.low(i + 1), 1)
    return Amount(i, i + 1 + (scale > 1), None, times(pair[0], scale), times(pair[1], scale), Bound.RANGE)


def _crowd(scan: Scan, i: int, numeral: Numeral) -> Amount | None:
    """«15-тысячная группировка»: the size of an army or a crowd, in people."""
    at = numeral.end
    if not scan.known.stems["crowd_stems"] or scan.low(at) != "-" or not scan.words.glued(at):
        return None
    scale = scan.known.joined_scales.at(scan.words, at + 1, scan.hi)
    if scale is None or not any(scan.known.starts("crowd_stems", scan.low(k)) for k in (scale[0], scale[0] + 1)):
        return None
    value = times(numeral.value, scale[1])
    return Amount(i, scale[0], value, value, value, Bound.EXACT, scan.known.people)


def _is_bounded(scan: Scan, i: int) -> bool:
    """Whether "about", "over" and the like stand right before: «около сотни» is a hundred, «сотни» hundreds."""
    found = scan.known.before.before(scan.words, i, scan.lo)
    return found is not None and found[1] != "exact"


def _share_at(scan: Scan, i: int) -> Amount | None:
    """“a third of the town”, “half the town”, «каждый третий»: parts of a whole, in per cent."""
    exact = scan.known.exact_shares.at(scan.words, i, scan.hi)
    if exact and not _counts_unshared(scan, exact[0]):
        return Amount(i, exact[0], exact[1], exact[1], exact[1], Bound.EXACT, "percent", whole_next=True)
    share = scan.known.shares.at(scan.words, i, scan.hi)
    part = scan.known.half_of.at(scan.words, i, scan.hi) if share else None
    if part and scan.low(part[0]) in scan.known.scales:
        return None  # "a quarter of a million"
    if share is None or not _is_share(scan, i, share[0]):
        return None
    low, high = share[1] * (1 - ABOUT), min(100.0, share[1] * (1 + ABOUT))
    determined = scan.known.has("determiners", scan.low(share[0]))
    return Amount(i, share[0], share[1], low, high, Bound.ABOUT, "percent", whole_next=determined)


def _is_share(scan: Scan, start: int, end: int) -> bool:
    """“a third of the town”, “half the town”, but not “the third”, “half an hour” or «первая половина мая»."""
    after = scan.low(end)
    if scan.known.head_first:
        before_not = scan.known.has("not_share_before", scan.low(start - 1))
        return not before_not and not scan.known.has("not_share_after", after) and after[:1].isalpha()
    if scan.known.has("of", after):
        return not scan.known.has("no_whole", scan.low(end + 1))  # "half of what it did"
    return scan.known.has("determiners", after)


def _counts_unshared(scan: Scan, i: int) -> bool:
    """“every second day” is no share of days."""
    found = scan.known.units.at(scan.words, i, scan.hi)
    return found is not None and found[1].group in _UNSHARED


def _inverted_at(scan: Scan, i: int) -> Amount | None:
    """«человек двадцать», «тысяч пять демонстрантов»: a noun before its number makes it an approximate one."""
    if not scan.known.has("inverted", scan.low(i)) or i + 1 >= scan.hi:
        return None
    if i > scan.lo and (scan.known.opens(scan.low(i - 1)) or scan.low(i - 1) in scan.known.scales):
        return None
    at = i + 1 + scan.known.has("inverted_joins", scan.low(i + 1))
    numeral = (
        numeral_at(scan.words, at, scan.hi, scan.known) if at < scan.hi and scan.known.opens(scan.low(at)) else None
    )
    if numeral and scan.known.has("inverted_vague", scan.low(i)) and not _is_one_word(scan, at, numeral):
        return None
    if numeral is None or (numeral.value >= _ROUND and numeral.value % _ROUND):
        return None
    scale = scan.known.scales.get(scan.low(i))
    found = scan.known.units.at(scan.words, i, scan.hi)
    unit = found[1].name if found and not scale else None
    value = times(numeral.value, scale or 1)
    return Amount(i, numeral.end, value, *around(value), Bound.ABOUT, unit)


def _is_one_word(scan: Scan, at: int, numeral: Numeral) -> bool:
    """«тысячи две беженцев», but not «тысячи 15 лет ждали»."""
    return numeral.end == at + 1 and 1 < numeral.value < 10 and scan.low(at)[0].isalpha()


def _vague(scan: Scan, i: int, end: int, low: float, high: float | None) -> Amount:
    """“dozens”, “several”, “a few hundred”: limits instead of a value."""
    scale = scan.known.scales.get(scan.low(end))
    if scale and scan.low(end) not in scan.known.glued_scales:
        low, high, end = low * scale, high * scale if high else None, end + 1
    bound = Bound.AT_LEAST if high is None else Bound.ABOUT
    needs = high is not None or scan.known.has("need_noun", scan.low(i))
    of = end + scan.known.has("of", scan.low(end)) * (not scan.known.head_first)  # "tens of millions of dollars"
    money = scan.known.money.at(scan.words, of, scan.hi)
    if money:
        return Amount(i, money[0], None, low, high, bound, money[1])
    return Amount(i, end, None, low, high, bound, needs_noun=needs and scale is None)


def _ratio(scan: Scan, i: int, numeral: Numeral) -> Amount | None:
    """“one in three homes”, “four out of ten voters”: a share, in per cent.

    Where the same words count ("двое из пяти раненых"), only a whole that stands for all makes a share.
    """
    join = scan.known.ratio_joins.at(scan.words, numeral.end, scan.hi)
    if join is None or join[0] >= scan.hi or not scan.known.opens(scan.low(join[0])):
        return None
    whole = numeral_at(scan.words, join[0], scan.hi, scan.known)
    if whole is None or not 0 < numeral.value < whole.value <= 100 or _counts_unshared(scan, whole.end):
        return None
    if scan.known.ratio_wholes and whole.value not in scan.known.ratio_wholes:
        return None
    share = round(100 * numeral.value / whole.value, 6)
    amount = Amount(i, whole.end, share, share, share, Bound.EXACT, "percent", whole_next=True)
    counted = whole_after(scan, amount) or noun_from(scan, whole.end, amount)
    if counted is not None:
        return amount if counted.known else None
    return amount if _stands_alone(scan, numeral.end, whole) else None


def _stands_alone(scan: Scan, join: int, whole: Numeral) -> bool:
    """“Nine in ten are without power”, «девять из десяти остались без света»: a share of all, in words, before a
    word that is none of a score or rank."""
    if not scan.known.has("bare_ratio_joins", scan.low(join)) or whole.value not in scan.known.bare_ratio_wholes:
        return False
    return (
        scan.low(join - 1)[0].isalpha() and scan.low(whole.end - 1)[0].isalpha() and scan.low(whole.end)[:1].isalpha()
    )


def _measured(scan: Scan, i: int, numeral: Numeral) -> Amount:
    """The number with the currency before or after it, or its per cent."""
    words, known, start, end = scan.words, scan.known, i, numeral.end
    unit = None
    before = known.money.before(words, i, scan.lo) if words.glued(i) else None
    if before and not words.low[i - 1].isalpha():
        start, unit = before
        if start > scan.lo and words.glued(start) and words.low[start - 1] in ("us", "a", "c", "nz", "hk"):
            start -= 1
    else:
        code = known.codes.before(words, i, scan.lo)
        if code and not words.capitalised(code[0]):
            code = None
        after = known.money.at(words, end, scan.hi)
        if code:
            start, unit = code
        elif after:
            end, unit = after
    if unit is None:
        points = known.points.at(words, end, scan.hi)
        if points:
            end, unit = points[0], "percentage points"
    if unit is None:
        percent = known.percent.at(words, end, scan.hi)
        if percent:
            end, unit = percent[0], "percent"
    if numeral.loose:
        return Amount(start, end, numeral.value, *around(numeral.value), Bound.ABOUT, unit)
    return Amount(start, end, numeral.value, numeral.value, numeral.value, Bound.EXACT, unit)


# --- ranges


def range_from(scan: Scan, amount: Amount) -> Amount | None:
    """The range that the amount opens: "5-7", "12 to 15", "between 5 and 7", "at least 12 and up to 15",
    "between several hundred and two thousand".
    """
    words, known = scan.words, scan.known
    opened = known.between.before(words, amount.start, scan.lo)
    join = (known.between_joins if opened else known.range_joins).at(words, amount.end, scan.hi)
    if join is None or join[0] >= scan.hi or not (_plain(amount) or (opened and _some(amount))):
        return None
    at = join[0] + (scan.low(join[0]) in known.money)
    other = amount_at(scan, at) if at < scan.hi and known.opens(scan.low(at)) else None
    if other is None or not (_plain(other) or _round(other)) or other.value is None:
        return None
    if amount.unit == "percent" != other.unit and scan.low(join[0] - 1).isalpha():
        return None  # "fell 2.5% to 92.4": a change, and the level it led to
    low = amount.low if amount.value is None else _like_the_second(scan, amount, other)
    if low is None or low >= other.value or scan.in_date(at) or _is_change(scan, amount, opened is not None):
        return None
    start = opened[0] if opened else amount.start
    return Amount(start, other.end, None, low, other.value, Bound.RANGE, other.unit or amount.unit)


def _plain(amount: Amount) -> bool:
    return amount.bound is Bound.EXACT and amount.value is not None


def _some(amount: Amount) -> bool:
    """Whether it is a vague number with a lower limit of its own, such as “several hundred”."""
    return amount.value is None and amount.bound is Bound.ABOUT and amount.unit is None


def _round(amount: Amount) -> bool:
    """Whether it is a round word, as in “two to three dozen”."""
    return amount.bound is Bound.ABOUT and amount.value is not None and amount.unit is None


def _like_the_second(scan: Scan, first: Amount, second: Amount) -> float:
    """“2-3 million” starts at two million."""
    value = first.value or 0.0
    near_end = (scan.low(second.end - 1), scan.low(second.end - 2))
    scale = next((scan.known.scales[word] for word in near_end if word in scan.known.scales), None)
    whole = first.end - first.start == 1 or first.unit is not None
    large = scale is not None and (scale >= 1000 or scan.low(first.start)[0].isalpha())  # "two to three hundred"
    if scale and whole and large and value < min(1000, scale) and value < (second.value or 0) / scale:
        return times(value, scale)
    return value


def _is_change(scan: Scan, amount: Amount, opened: bool) -> bool:
    """“rose from 12 to 15” is a change, “5-3” after “won” a score."""
    before = scan.low(amount.start - 1)
    if opened:
        return False
    if scan.known.has("from", before):
        return not scan.known.has("ranging", scan.low(amount.start - 2))
    return scan.known.has("score_before", before)


# --- the words around


def signed(scan: Scan, amount: Amount) -> Amount:
    """Degrees below zero are negative: “minus 22 degrees”, “−15 °C”."""
    at = amount.start - 1
    if at < scan.lo or amount.value is None or not scan.known.has("minus", scan.low(at)):
        return amount
    counted = counted_after(scan, amount)
    free = scan.low(at).isalpha() or (scan.words.glued(amount.start) and not scan.words.glued(at))
    if counted is None or not counted.unit.startswith("degrees") or not free:
        return amount
    value = -amount.value
    limits = around(value) if amount.bound is Bound.ABOUT else (value, value)
    return replace(amount, start=at, value=value, low=limits[0], high=limits[1])


def bounded(scan: Scan, amount: Amount, floor: int) -> Amount:
    """The amount with the bounding words before or after it."""
    found = scan.known.before.before(scan.words, amount.start, floor)
    start, end, kind = amount.start, amount.end, ""
    if found and not _is_preposition(scan, found[0], amount) and not led_to(scan, amount.start):
        start, kind = found
    through = None if found else _through(scan, amount.start, floor)
    if through:
        start, kind = through
    elif not kind and scan.known.has("with_round", scan.low(start - 1)) and start > floor:
        start -= scan.known.has("round_after", scan.low(start))  # «с десяток лодок»
    after = scan.known.after.at(scan.words, end, scan.hi)
    if after and not kind and not amount.unit:
        end, kind = after
    if not kind or kind == "exact":
        return amount if kind or start == amount.start else replace(amount, start=start)
    low, high, bound = _limits(amount, kind)
    return replace(amount, start=start, end=end, low=low, high=high, bound=bound)


def _through(scan: Scan, at: int, floor: int) -> tuple[int, str] | None:
    """«не менее чем в 12 домах»: a preposition between the bound and the number; where the bound begins, its kind."""
    if at - 1 <= floor or not scan.known.has("through", scan.low(at - 1)):
        return None
    return scan.known.through_bounds.before(scan.words, at - 1, floor)


def _limits(amount: Amount, kind: str) -> tuple[float | None, float | None, Bound]:
    low, high = amount.low, amount.high
    if amount.bound is Bound.RANGE:
        return low, high, amount.bound
    if kind == "at_least":
        return low if amount.value is None else amount.value, None, Bound.AT_LEAST
    if kind == "at_most":
        high = high if amount.value is None else amount.value
        return (
            (low, high, amount.bound) if high is None else (None, high, Bound.AT_MOST)
        )  # “up to thousands” has no top
    if amount.value is None:
        return low, high, amount.bound
    low, high = around(amount.value)
    return low, amount.value if kind == "nearly" else high, Bound.ABOUT


def led_to(scan: Scan, at: int) -> int | None:
    """“has gone up to 38”, «выросло до 38», «с 12 до 38»: where the bound before token `at` begins, if it belongs to a
    verb, or to the figure before it.
    """
    found = scan.known.before.before(scan.words, at, scan.lo)
    if found is None or " ".join(scan.words.low[found[0] : at]) not in scan.known.sets["led_bounds"]:
        return None
    last = _step_before(scan, found[0])
    for k in range(last - 1, max(scan.lo, last - scan.known.led_reach) - 1, -1):
        word = scan.low(k)
        if not word[0].isalnum():
            return None
        if scan.known.has("led_up", word) or scan.known.starts("led_up_stems", word):
            return found[0]
        if scan.known.led_reach > 1 and scan.known.has("from", scan.low(k - 1)) and scan.known.opens(word):
            return found[0]
    return None


def _step_before(scan: Scan, at: int) -> int:
    """Where the step of a change begins that ends before token `at`, such as «на 2,5%» in «упал на 2,5% до 92,4»;
    `at` itself where there is none.
    """
    for k in range(at - 1, max(scan.lo, at - 1 - _STEP) - 1, -1):
        if scan.known.has("steps", scan.low(k)) and scan.known.opens(scan.low(k + 1)):
            return k
        if scan.low(k) in ",.;:!?":
            break
    return at


def _is_preposition(scan: Scan, at: int, amount: Amount) -> bool:
    """“over two days” tells how long, and “handed over 27” what was done, not how much at least."""
    if scan.known.has("handed", scan.low(at - 1)) and amount.start - at == 1:
        return True
    if amount.start - at > 1 or not scan.known.has("time_weak", scan.low(at)):
        return False
    counted = counted_after(scan, amount)
    return counted is not None and scan.known.group_of(counted.unit) == "time" and scan.low(at - 1) != "for"
