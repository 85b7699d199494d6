"""Which pairs of documents are worth a closer look: never all with all, however often a post was copied.

What was copied nearly whole is looked at beside the earliest of its copies, and beside what it names. The earliest,
some copies without a date, which may be earlier yet, and everything else are looked at beside the first and the last
before them that tell the same claim, those they name, copies, links, marks and quotations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from firsthand.claims import Claim
from firsthand.trace.addresses import one_form, own_addresses
from firsthand.trace.copies import Copy
from firsthand.trace.names import plain_words
from firsthand.trace.sheets import Sheet

__all__ = ["Shares", "candidates", "shares_of"]

_WHOLE = 0.9  # of both that are the same words: then they are copies of one text
_FIRST, _LAST = 24, 24  # documents of a claim, the earliest and those right before, that each is looked at beside
_OF_ONE = 4  # documents of one source, the earliest that tell the claim
_UNDATED = 4  # copies of one text without a date that are looked at as its earliest is
_QUOTED = 5  # words of a quotation by which its fellows are found

Shares = Mapping[tuple[str, str], tuple[float, float]]
"""For two documents by their keys, the lesser first, how much of each stands in the other."""


def shares_of(sheets: Sequence[Sheet], copies: Iterable[Copy]) -> dict[tuple[str, str], tuple[float, float]]:
    """What copies say of documents, by their keys."""
    shares = {}
    for copy in copies:
        one, other = sheets[copy.one].key, sheets[copy.other].key
        shares[min(one, other), max(one, other)] = (
            (copy.of_one, copy.of_other) if one < other else (copy.of_other, copy.of_one)
        )
    return shares


def candidates(
    sheets: Mapping[str, Sheet], claims: Iterable[Claim], shares: Shares
) -> tuple[frozenset[tuple[str, str]], Shares]:
    """Pairs of keys, the lesser first; and the shares, with those of copies of one text that were not compared."""
    groups = _whole_copies(sheets, shares)
    shares = {**_shares_in(groups), **shares}
    copied = {key for group in groups for key in group} - {key for group in groups for key in _leading(group, sheets)}
    by_source = {key: _named_in(sheet) for key, sheet in sheets.items()}
    pairs = {(one, other) for one, other in shares if not {one, other} <= copied}
    for claim in claims:
        pairs |= set(_in_claim(claim, sheets, by_source, copied))
    for first, *later in groups:
        pairs |= {_pair(first, key) for key in later}
        pairs |= set(_named_among([sheets[key] for key in (first, *later)], by_source))
    pairs |= set(_linked(sheets.values()))
    pairs |= set(_quoted(sheet for key, sheet in sheets.items() if key not in copied))
    return frozenset(pairs), shares


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _whole_copies(sheets: Mapping[str, Sheet], shares: Shares) -> list[list[str]]:
    """Copies of one text, each group with its earliest first."""
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while leader.get(key, key) != key:
            leader[key] = leader.get(leader[key], leader[key])
            key = leader[key]
        return key

    for (one, other), share in shares.items():
        if min(share) >= _WHOLE:
            first, second = sorted((find(one), find(other)))
            leader[second] = first
            leader.setdefault(first, first)
    groups = defaultdict[str, list[str]](list)
    for key in leader:
        groups[find(key)].append(key)
    return [sorted(group, key=lambda key: sheets[key].order) for _, group in sorted(groups.items())]


def _leading(group: Sequence[str], sheets: Mapping[str, Sheet]) -> Iterator[str]:
    """The copies that stand for the others: the earliest, and some without a date, which may be earlier yet."""
    yield group[0]
    yield from islice((key for key in group[1:] if not sheets[key].when.known), _UNDATED)


def _shares_in(groups: Iterable[Sequence[str]]) -> dict[tuple[str, str], tuple[float, float]]:
    return {_pair(first, key): (_WHOLE, _WHOLE) for first, *later in groups for key in later}


def _in_claim(
    claim: Claim, sheets: Mapping[str, Sheet], named: Mapping[str, frozenset[str]], copied: set[str]
) -> Iterator[tuple[str, str]]:
    """Each document of a claim with the first, with those right before it, and with those it names."""
    keys = sorted({told.document for told in claim.tellings} & sheets.keys(), key=lambda key: sheets[key].order)
    yield from _named_among([sheets[key] for key in keys], named)
    own = [key for key in keys if key not in copied]
    bodies = [key for key in own if sheets[key].speaks_for_itself][:_FIRST]
    for number, key in enumerate(own):
        for other in {*own[:_FIRST], *own[max(0, number - _LAST) : number], *bodies} - {key}:
            yield _pair(key, other)


def _named_among(sheets: Sequence[Sheet], named: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Documents, in order of time, each with the earliest of those whose source it names."""
    of_source = defaultdict[str, list[str]](list)
    for sheet in sheets:
        if sheet.source is not None and len(of_source[sheet.source.id]) < _OF_ONE:
            of_source[sheet.source.id].append(sheet.key)
    of_name = defaultdict[str, list[str]](list)
    for sheet in sheets:
        for name in {sheet.document.outlet or "", sheet.source.name if sheet.source else ""} - {""}:
            if len(of_name[_plain(name)]) < _OF_ONE:
                of_name[_plain(name)].append(sheet.key)
    for sheet in sheets:
        forward = sheet.paper.forward
        others = [other for source in named[sheet.key] for other in of_source.get(source, ())]
        others += of_name.get(_plain(forward.name), []) if forward else []
        yield from (_pair(sheet.key, other) for other in others if other != sheet.key)


def _plain(name: str) -> str:
    return " ".join(plain_words(name))


def _named_in(sheet: Sheet) -> frozenset[str]:
    credited = {credit.source for credit in sheet.paper.credits}
    return frozenset({each.source for each in sheet.named} | credited)


def _linked(sheets: Iterable[Sheet]) -> Iterator[tuple[str, str]]:
    """Documents with those they link to or answer, and with the post they were passed on from where its address is
    told."""
    sheets = list(sheets)
    keys = {sheet.key for sheet in sheets}
    yield from (_pair(each.key, each.paper.answers) for each in sheets if each.paper.answers in keys - {each.key})
    at = {
        address: sheet.key
        for sheet in sorted(sheets, key=lambda each: each.order, reverse=True)
        for address in own_addresses(sheet.key, sheet.document.address, sheet.source)
    }
    for sheet in sheets:
        forward = sheet.paper.forward
        targets = [link.target for link in sheet.document.links]
        targets += [forward.address] if forward and forward.address else []
        for target in targets:
            key = at.get(one_form(target))
            if key is not None and key != sheet.key:
                yield _pair(sheet.key, key)


def _quoted(sheets: Iterable[Sheet]) -> Iterator[tuple[str, str]]:
    """Documents that quote the same words in a row: each with the first, and with the one right before it."""
    quoting = defaultdict[tuple[str, ...], list[Sheet]](list)
    for sheet in sheets:
        for quotation in sheet.quotations:
            words = sheet.words(quotation.span)
            for start in range(len(words) - _QUOTED + 1):
                of_words = quoting[tuple(words[start : start + _QUOTED])]
                if not of_words or of_words[-1] is not sheet:
                    of_words.append(sheet)
    for found in quoting.values():
        ordered = sorted(found, key=lambda each: each.order)
        for before, sheet in pairwise(ordered):
            yield _pair(before.key, sheet.key)
            yield _pair(ordered[0].key, sheet.key)
