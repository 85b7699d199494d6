"""Noun groups of a Ukrainian sentence: preposition, modifiers that agree, noun, names and titles behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from firsthand.read.uk.morphology import morphology
from firsthand.read.uk.names import name_from, names_in
from firsthand.read.uk.paradigms import Form
from firsthand.read.uk.tokens import RELATIVES, Token

__all__ = ["Group", "find_groups"]

Agreement = frozenset[tuple[str, str, str]]
"""Cases, numbers and genders that all words of a group can have together; "" fits any gender."""
_PARTICIPLE = re.compile("(?:[аяе]н|єн|[иуя]т|[^н]ьн|ськ|цьк|лив|[взтслкрпб]н)(?:ий|ій)$")
_CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
_ORDER = (*_CASES, "Voc")
"""Who is called is no subject: «Джордже» is taken for a vocative only where it can be nothing else."""
_ANY: Agreement = frozenset((case, number, "") for case in _CASES for number in ("Sing", "Plur"))
_COUNTED: Agreement = frozenset((case, number, "") for case in _CASES for number in ("Plur", "Sing"))
_OPENING, _CLOSING = '«“„"', '»”“"'
_TITLE = 7
"""Words. A title in quotation marks is no longer."""


@dataclass
class Group:
    """Nodes start ≤ i < end around the noun `head`; `preposition` is its number, -1 where there is none."""

    start: int
    end: int
    head: int
    preposition: int
    agree: Agreement
    counted: bool = False

    def can(self, case: str) -> bool:
        return any(one[0] == case for one in self.agree)

    def settle(self, tokens: list[Token], *cases: str) -> None:
        """Take the first of the cases that the group can have, for its noun and what agrees with it."""
        for case in cases:
            kept = frozenset(one for one in self.agree if one[0] == case)
            if kept:
                self.agree = kept
                break
        _tag(tokens, self)


def find_groups(tokens: list[Token]) -> list[Group]:
    """All groups, in order. Sets heads and relations inside of them, and between a noun and the genitive behind it."""
    found: list[Group] = []
    number = 0
    names = names_in(tokens)
    while number < len(tokens):
        group = _group_at(tokens, number, names)
        if group is None:
            number += 1
            continue
        found.append(group)
        number = max(group.end, number + 1)
    return found


def _group_at(tokens: list[Token], start: int, names: dict[int, int]) -> Group | None:
    number, preposition = start, -1
    allowed: Agreement = _ANY
    cases: tuple[str, ...] = _CASES
    if tokens[number].pos == "ADP":
        cases = morphology().governs.get(tokens[number].word, _CASES)
        allowed = frozenset(one for one in _ANY if one[0] in cases)
        preposition, number = number, number + 1
        while number < len(tokens) and tokens[number].pos in ("ADV", "PART", "ADP") and number < start + 3:
            number += 1
    found = _nominal(tokens, number, allowed, names)
    if found is None:
        return None
    group = replace(found, start=start if preposition >= 0 else found.start, preposition=preposition)
    if preposition >= 0:
        group.settle(tokens, *cases)
        tokens[preposition].head, tokens[preposition].rel = group.head, "case"
        for skipped in range(preposition + 1, found.start):
            tokens[skipped].head, tokens[skipped].rel = group.head, "advmod"
    return group


def _nominal(tokens: list[Token], start: int, allowed: Agreement, names: dict[int, int]) -> Group | None:
    """Modifiers and a noun that agree, from `start`; of modifiers alone the last is the head."""
    agree, number, counted = allowed, start, False
    modifiers: list[int] = []
    while number < len(tokens):
        token = tokens[number]
        if number in names:
            return _with_name(tokens, number, agree, modifiers, start, counted, names)
        if token.word in _OPENING and (close := _title_end(tokens, number)):
            return _titled(tokens, number, close, agree, modifiers, start)
        if token.pos in ("NUM", "SYM"):
            modifiers.append(number)
            counted, number = True, number + 1
            agree = (
                agree
                if token.word in ("один", "№")
                else frozenset({*agree, *_COUNTED} if start == number - 1 else agree)
            )
            continue
        if token.pos == "PRON" and token.word in ("його", "її", "їх") and _heads_next(tokens, number + 1):
            modifiers.append(number)
            number += 1
            continue
        if (kept := _as_modifier(tokens, number, agree)) is not None:
            modifiers.append(number)
            agree, number = kept, number + 1
            continue
        if (kept := _as_head(token, agree, counted)) is not None:
            return _closed(tokens, start, number, kept, modifiers, counted, names)
        break
    return _headless(tokens, start, modifiers, agree, counted, names)


def _heads_next(tokens: list[Token], number: int) -> bool:
    return number < len(tokens) and tokens[number].pos in ("NOUN", "ADJ", "NUM", "X", "DET")


def _readings(token: Token, *classes: str) -> Agreement:
    return frozenset((form.case, form.number, form.gender) for form in token.forms if form.pos in classes and form.case)


def _meet(one: Agreement, other: Agreement) -> Agreement:
    return frozenset(
        (a[0], a[1], a[2] or b[2])
        for a in one
        for b in other
        if a[0] == b[0] and a[1] == b[1] and (not a[2] or not b[2] or a[2] == b[2])
    )


def _as_modifier(tokens: list[Token], number: int, agree: Agreement) -> Agreement | None:
    """What is left of the agreement if the word is an adjective or determiner before a noun; None if it cannot be."""
    token = tokens[number]
    if token.pos not in ("ADJ", "DET", "NOUN", "NUM") or not token.can("ADJ", "DET") or token.form.lemma in RELATIVES:
        return None
    if token.pos == "NOUN" and token.form.known:
        return None
    kept = _meet(agree, _readings(token, "ADJ")) if token.can("ADJ") else agree
    if token.pos == "DET" and not token.can("ADJ"):
        kept = _meet(agree, _readings(token, "DET"))
    following = number + 1
    while following < len(tokens) and tokens[following].pos in ("ADV", "PART"):
        following += 1
    if following >= len(tokens) or not kept:
        return None
    after = tokens[following]
    if after.pos in ("CCONJ",) or after.word == ",":
        return kept if _coordinated(tokens, following, kept) else None
    classes = ("NOUN", "ADJ", "DET", "NUM")
    if after.capital and (first := morphology().first_names.get(after.word)):
        return _meet(kept, frozenset((form.case, "Sing", form.gender) for form in first)) or None
    if after.pos in ("X", "NUM") or after.word in _OPENING:
        return kept
    return kept if after.pos in classes and _meet(kept, _readings(after, "NOUN", "ADJ", "DET")) else None


def _coordinated(tokens: list[Token], number: int, agree: Agreement) -> bool:
    """«Чернігівській, Сумській та Одеській областях»: another adjective, and a noun after all."""
    at = number + 1
    return (
        at < len(tokens)
        and tokens[at].pos == "ADJ"
        and bool(_meet(_readings(tokens[at], "ADJ"), agree))
        and (at + 1 < len(tokens) and tokens[at + 1].pos in ("NOUN", "CCONJ", "ADJ"))
    )


def _as_head(token: Token, agree: Agreement, counted: bool) -> Agreement | None:
    if token.pos == "QUOTE":
        return agree
    if token.pos == "X":
        return agree
    if token.pos == "PRON":
        if token.word in morphology().lists["there"] and agree != _ANY:
            return None
        return _meet(agree, frozenset({*_readings(token, "PRON"), *_accusatives(token)})) or _readings(token, "PRON")
    if token.pos not in ("NOUN", "PROPN") and not (token.pos == "ADJ" and token.can("NOUN") and token.capital):
        return None
    kept = _meet(agree, _readings(token, "NOUN"))
    if counted:
        return _counted(token, agree)
    if not kept and token.form.known and agree != _ANY:
        return _readings(token, "NOUN") or None
    return kept or None


def _counted(token: Token, agree: Agreement) -> Agreement | None:
    """«5 осіб», «три дрони»: the number has the case, and the noun tells which; «9 листопада» is a date."""
    readings = _readings(token, "NOUN")
    if token.word.startswith(morphology().lists["months"]):
        return frozenset({("Gen", "Sing", "Masc")})
    if not {case for case, _, _ in readings} & {"Nom", "Gen"}:
        return _meet(agree, readings) or readings or None
    direct = frozenset(one for one in agree if one[0] in ("Nom", "Acc", "Gen"))
    return direct or agree if readings else None


def _accusatives(token: Token) -> Iterable[tuple[str, str, str]]:
    return ((("Acc", form.number, form.gender)) for form in token.forms if form.pos == "PRON" and form.case == "Gen")


def _headless(tokens: list[Token], start: int, modifiers: list[int], agree: Agreement, counted: bool,
              names: dict[int, int]) -> Group | None:  # fmt: skip
    """«Двоє», «один із них», «обидві»: a number, determiner or adjective in the place of a noun."""
    if not modifiers and start < len(tokens):
        token = tokens[start]
        if (token.pos == "ADJ" and not _PARTICIPLE.search(token.form.lemma)) or (token.capital and start):
            kept = _meet(agree, _readings(token, "NOUN"))
            if token.can("NOUN") and kept:
                token.take(token.can("NOUN")[0])
                return _closed(tokens, start, start, kept, [], False, names)
        readings = _meet(agree, _readings(token, "ADJ", "NOUN", "DET"))
        if token.pos not in ("ADJ", "DET", "NOUN") or not readings:
            return None
        group = Group(start, start + 1, start, -1, readings)
        _tag(tokens, group)
        if token.form.lemma in morphology().lists["single"]:
            token.take(replace(token.form, pos="NOUN", animate=True))
        return group
    if not modifiers:
        return None
    head = modifiers[-1]
    for number in modifiers[:-1]:
        tokens[number].head, tokens[number].rel = head, "amod"
    return Group(start, head + 1, head, -1, agree, counted)


# ---------------------------------------------------------------- what stands behind the noun


def _closed(tokens: list[Token], start: int, head: int, agree: Agreement, modifiers: list[int], counted: bool,
            names: dict[int, int]) -> Group:  # fmt: skip
    for number in modifiers:
        relation = {"NUM": "nummod", "DET": "det", "PRON": "nmod"}.get(tokens[number].pos, "amod")
        tokens[number].head, tokens[number].rel = head, relation
    for number in range(start, head):
        if tokens[number].head < 0 and number not in modifiers:
            tokens[number].head, tokens[number].rel = head, "punct" if tokens[number].pos == "PUNCT" else "cc"
    group = Group(start, head + 1, head, -1, agree, counted)
    _tag(tokens, group)
    return _appositions(tokens, group, names)


def _appositions(tokens: list[Token], group: Group, names: dict[int, int]) -> Group:
    """Names, Latin words, numbers and titles right behind the noun."""
    number = group.end
    while number < len(tokens):
        token = tokens[number]
        if number in names and _fits(tokens, number, names[number], group):
            last = names[number]
            for one in range(number, last):
                tokens[one].head, tokens[one].rel = group.head, "flat"
                tokens[one].name = "PER"
            number = last
        elif token.pos == "X" or (token.pos in ("NUM",) and tokens[number - 1].pos == "X"):
            tokens[number].head, tokens[number].rel = group.head, "flat"
            number += 1
        elif token.word in _OPENING and (close := _title_end(tokens, number)):
            for one in range(number, close + 1):
                tokens[one].head, tokens[one].rel = group.head, "punct" if tokens[one].pos == "PUNCT" else "flat"
                tokens[one].take(
                    replace(tokens[one].form, pos="PROPN") if tokens[one].pos != "PUNCT" else tokens[one].form
                )
            number = close + 1
        elif token.capital and token.pos in ("NOUN", "ADJ", "PROPN") and tokens[number - 1].pos != "PUNCT":
            if not tokens[number].can("NOUN") or (_readings(token, "NOUN") and _starts_new(tokens, number, group)):
                break
            token.take(replace(token.can("NOUN")[0], pos="PROPN"))
            token.head, token.rel = group.head, "flat"
            number += 1
        else:
            break
    group.end = number
    return group


def _starts_new(tokens: list[Token], number: int, group: Group) -> bool:
    """A capital word in the genitive, or before its noun, is a group of its own: «речник Кремля», «мер Києва»."""
    return any(case == "Gen" for case, _, _ in _readings(tokens[number], "NOUN")) or tokens[group.head].form.animate


def _fits(tokens: list[Token], number: int, end: int, group: Group) -> bool:
    """Whether a name belongs to the person right before it: it stands in the same case."""
    head = tokens[group.head]
    cases = {case for case, _, _ in name_from(tokens, number, end)}
    return any(one[0] in cases for one in group.agree) and (
        head.form.animate or head.name == "PER" or head.word in morphology().titles
    )


def _with_name(tokens: list[Token], number: int, agree: Agreement, modifiers: list[int], start: int, counted: bool,
               names: dict[int, int]) -> Group:  # fmt: skip
    """A person's name, with what stands before it."""
    end = names[number]
    cases = name_from(tokens, number, end)
    kept = _meet(agree, cases) or cases
    for one in range(number + 1, end):
        tokens[one].head, tokens[one].rel = number, "flat"
    for one in range(number, end):
        tokens[one].name = "PER"
        tokens[one].take(replace(tokens[one].form, pos="PROPN", animate=True))
    for modifier in modifiers:
        tokens[modifier].head, tokens[modifier].rel = number, "amod"
    group = Group(start, end, number, -1, kept, counted)
    _tag(tokens, group)
    return group


def _title_end(tokens: list[Token], start: int) -> int | None:
    """Where a short title in quotation marks closes."""
    for number in range(start + 2, min(start + 2 + _TITLE, len(tokens))):
        if tokens[number].word in _CLOSING:
            inside = tokens[start + 1 : number]
            spoken = inside[0].pos in ("ADP", "PART", "CCONJ", "SCONJ", "ADV")
            spoken = spoken or any(t.pos == "SCONJ" or t.form.verb in ("Fin", "Imps", "Inf") for t in inside[1:])
            return None if spoken and inside[0].pos != "QUOTE" and len(inside) > 1 else number
    return None


def _titled(tokens: list[Token], start: int, close: int, agree: Agreement, modifiers: list[int], first: int) -> Group:
    """A title that stands for itself: «Укренерго»; a quotation is one too."""
    head = start + 1
    quote = close == start + 2 and tokens[head].pos == "QUOTE"
    for number in range(start, close + 1):
        if number != head:
            tokens[number].head, tokens[number].rel = head, "punct" if tokens[number].pos == "PUNCT" else "flat"
    if not quote:
        tokens[head].take(replace(tokens[head].form, pos="PROPN"))
        tokens[head].name = tokens[head].name or "ORG"
    for modifier in modifiers:
        tokens[modifier].head, tokens[modifier].rel = head, "amod"
    kept = agree if quote else _meet(agree, _readings(tokens[head], "NOUN", "ADJ")) or agree
    return Group(first, close + 1, head, -1, kept)


def _tag(tokens: list[Token], group: Group) -> None:
    """Give the head, and adjectives on it, the case that the group has first in the order of cases."""
    if not group.agree:
        return
    token = tokens[group.head]
    usual = "Plur" if group.counted else "Sing"
    case, number, gender = min(group.agree, key=lambda one: (_ORDER.index(one[0]), one[1] != usual, one[2]))
    fitting = [f for f in token.forms if f.pos in (token.pos, "NOUN") and f.case == case and f.number == number]
    pos = token.pos if token.pos in ("PROPN", "X", "QUOTE", "NUM", "ADJ", "DET", "PRON") else "NOUN"
    if fitting and pos not in ("QUOTE", "NUM"):
        token.take(replace(fitting[0], pos=pos, animate=fitting[0].animate or token.form.animate))
    else:
        token.take(Form(token.form.lemma, pos, case, number, gender, animate=token.form.animate))
