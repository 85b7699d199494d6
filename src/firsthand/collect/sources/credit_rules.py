"""The rules by which a name in a line is a credit, in the order in which they are tried.

A rule sees the line with every name masked, so that its patterns speak of agencies and not of letters: `\\uE000` for an
agency, `\\uE001` for a short form that counts in credit lines only, `\\uE002` for any other source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from firsthand.model import CreditForm, Span

__all__ = ["AGENCY", "OTHER", "RULES", "SHORT", "Line", "is_of_a_picture"]

AGENCY, SHORT, OTHER = "\ue000", "\ue001", "\ue002"

_ONE = rf"(?:the\s+)?[«\"“„]?[{AGENCY}{SHORT}{OTHER}]++[»\"”“]?"
_AND = r"\s*(?:,|/|;|\||&|\+|(?:,\s*)?\b(?:and|и|та|і|й|with|или)\b)\s*"
_ALL = rf"{_ONE}(?:{_AND}{_ONE}){{0,7}}"
_NAMED = rf"[«\"“„]?[{AGENCY}{OTHER}]++[»\"”“]?"
_ALL_NAMED = rf"(?:the\s+)?{_NAMED}(?:{_AND}(?:the\s+)?{_NAMED}){{0,7}}"
_IN_PLACE = r"(?:\s+in\s+(?-i:[A-Z])[\w'’-]+(?:\s+(?-i:[A-Z])[\w'’-]+)?)?"
_ALL_IN_PLACES = rf"{_ONE}{_IN_PLACE}(?:{_AND}{_ONE}{_IN_PLACE}){{0,7}}"
_DASH = r"(?:--|[—–-])"
_BRACKETED = re.compile(rf"[(/\[]\s*(?:корр?\.?\s+)?(?P<who>{_ALL})(?:,[^()/\[\]]{{1,24}})?\s*[)/\]]", re.IGNORECASE)
_AFTER_BRACKET = re.compile(rf"\s*(?:\.?{_DASH}|\.|:|,)(?=\s|$)|\s+(?=[A-ZА-ЯІЇЄҐ])")
_PLAIN = re.compile(rf"(?P<who>{_ALL})(?:,(?:\s+[A-ZА-ЯІЇЄҐ][\w'’-]+){{1,3}})?\s*(?:{_DASH}|\.|:)(?=\s)")
_WITH_DATE = re.compile(rf"\s*(?P<who>{_ALL}),\s*(?P<date>[^.,]{{3,20}})(?:\.|\s*{_DASH})(?=\s)")
_MARKS = rf"[^\w{AGENCY}{SHORT}{OTHER}]*"
_NAME_BAR = re.compile(rf"\s*(?:[^\W\d_][\w'’.-]*\s+){{1,3}}[|•·]\s*(?P<who>{_ALL})\s*")
_INITIALS = re.compile(r"\w{1,4}(?:\s?[/,]\s?\w{1,4}){0,4}")
_COPYRIGHT_MARK = re.compile(rf"\s*\([cс]\)\s*(?P<who>{_ALL})[\s.]*", re.IGNORECASE)
_PLACE = r"(?:(?:,\s*|\s+in\s+)(?-i:[A-ZА-ЯІЇЄҐ])[\w'’-]+(?:\s+(?-i:[A-ZА-ЯІЇЄҐ])[\w'’-]+)?)?"
_NAME_PLACE = re.compile(rf"\s*(?P<who>{_ALL})(?=[, ]){_PLACE}\s*")
_PLACE_DAY_NAME = re.compile(rf"(?P<head>[^.!?]{{3,60}}),\s*(?P<who>{_ALL})\s*\.?")
_SENTENCE_END = re.compile(r"[\w»”\")][\w»”\")][.!?…]\s")
_LONGEST_HEAD = 80  # characters of a dateline before its agency
_TOKENS = re.compile(r"[^\W_][\w'’.-]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its names masked. `first` tells whether it is near the top, `last` that nothing follows it."""

    masked: str
    first: bool
    last: bool
    language: str


Found = Iterator[Span]


@cache
def _words() -> dict[str, dict[str, str]]:
    path = files("firsthand.collect.sources") / "data" / "credit_words.yaml"
    loaded: Any = yaml.safe_load(path.read_text("utf-8"))
    return dict(loaded)


@cache
def _one_of(language: str, name: str) -> str:
    """One of the words of a block; what matches nothing where the language has no such block."""
    listed = _words()[language].get(name, "").splitlines()
    return "(?:" + "|".join(listed) + ")" if listed else "(?!)"


def _any(name: str) -> str:
    return _one_of("any", name)


def dateline(line: Line) -> Found:
    """The line opens with a place, a day or both, and the agency: “KYIV (Reuters) -”, «МОСКВА, 3 ноября. /ТАСС/.»."""
    bracketed = _BRACKETED.search(line.masked, 0, _LONGEST_HEAD * 3)
    if bracketed and _is_place_and_day(line.masked[: bracketed.start()]):
        after = _AFTER_BRACKET.match(line.masked, bracketed.end())
        strong = after is not None and (bool(after[0].strip()) or bracketed.start() > 0)
        if strong and line.masked[bracketed.end() :].strip(" .-—–:"):
            yield _who(bracketed)
        return
    plain = _PLAIN.search(line.masked, 0, _LONGEST_HEAD * 3)
    if plain and line.masked[plain.end() :].strip():
        head = line.masked[: plain.start()].rstrip()
        if head.endswith((".", ",", "-", "—", "–")) and _is_place_and_day(head):
            yield _who(plain)
            return
    whole = _PLACE_DAY_NAME.fullmatch(line.masked)
    if whole and re.search(r"\d", whole["head"]) and _is_place_and_day(whole["head"]):
        yield _who(whole)
        return
    dated = _WITH_DATE.match(line.masked)
    if dated and re.search(rf"\d.*{_any('months')}|{_any('months')}.*\d", dated["date"], re.IGNORECASE):
        yield _who(dated)


def byline(line: Line) -> Found:
    """The agency is the author: “By Lena Sorokina, Associated Press”, «Автор: ТАСС», or its name alone near the top."""
    if len(line.masked) > 2 * _LONGEST_HEAD:
        return
    written = rf"\s*{_any('by')}\s+(?P<crew>.*?)(?P<who>{_ALL}){_PLACE}\s*\.?\s*$"
    found = re.match(written, line.masked, re.IGNORECASE)
    if found and _is_crew(found["crew"]):
        yield _who(found)
        return
    barred = _NAME_BAR.fullmatch(line.masked) or (_NAME_PLACE.fullmatch(line.masked) if line.first else None)
    alone = _alone(line) if line.first and not line.last else None
    if barred:
        yield _who(barred)
    elif alone and not alone["dash"] and AGENCY in alone["who"]:
        yield _who(alone)


def credit_line(line: Line) -> Found:
    """A line or a bracket says where the text is from, or who helped: “Source: Ukrinform”, “With files from AFP”."""
    who = rf"(?P<who>(?:{_role('ru')}|{_role('uk')})?{_ALL_IN_PLACES})(?:\s*(?:,|/|\band|и|та)\s+{_any('others')})?"
    pattern = rf"(?:^{_MARKS}|[.,;!?…»”\")]\s+|[(\[]\s*){_any('source')}\s*{who}"
    for found in re.finditer(pattern, line.masked, re.IGNORECASE):
        rest = line.masked[found.end() :].lstrip()
        if not rest or rest[0] in ".;)]" or _is_rest_of_list(rest) or re.match(_any("citing"), rest, re.IGNORECASE):
            yield _who(found)
    first = rf"(?:^|[.!?…»”\")]\s+|[(\[]\s*){_any('published')}\s+(?P<who>{_ALL})(?![-'’]?\w)"
    yield from (_who(found) for found in re.finditer(first, line.masked, re.IGNORECASE))
    marked = _COPYRIGHT_MARK.fullmatch(line.masked)
    if marked:
        yield _who(marked)
    crew = r"(?:\s+(?:staff\s+)?(?:writer|reporter|journalist|correspondent)s?\b[^.]{1,120})?"
    helped = rf"(?P<who>{_ALL}){crew}\s+contributed\b"
    yield from (_who(found) for found in re.finditer(helped, line.masked))


def sign_off(line: Line) -> Found:
    """The line ends with the agency in brackets or after a dash: “… on Friday. (AFP)”, «… до утра. — ТАСС»."""
    alone = _alone(line)
    if alone:
        if AGENCY in alone["who"] or alone["dash"]:
            yield _who(alone)
        return
    inside = rf"\s[(/\[]\s*(?:{_any('inside')}\s+)?(?P<who>{_ALL})[\s.]*[)/\]][\s.]*$"
    dashed = rf"\s{_DASH}\s*(?P<who>{_ALL})(?:\s*(?:\.\s*)?$|\s+{_any('citing')}\b)"
    for pattern in (inside, dashed):
        found = re.search(pattern, line.masked, re.IGNORECASE)
        if found and _ends_here(line.masked[: found.start()].rstrip(), found):
            yield _who(found)
            return


def _is_rest_of_list(rest: str) -> bool:
    """Whether others follow to the end of the line, as in “Source: Ukrinform, local media”."""
    return re.fullmatch(rf"(?:[,/]\s*[^.,/{AGENCY}{SHORT}{OTHER}]{{2,40}}){{1,4}}\.?", rest) is not None


def _alone(line: Line) -> re.Match[str] | None:
    """The line where it is nothing but names of agencies, with such as "and agencies" or "staff" beside them."""
    others, joined = _any("others"), r"\s*(?:,|/|&|\+|\band\b|\bwith\b|\bи\b|\bта\b|\bі\b)\s*"
    before, after = rf"(?:{others}{joined})?", rf"(?:{joined}{others})?"
    whole = rf"{_MARKS}?(?P<dash>{_DASH}\s*)?[(/\[]?{before}(?P<who>{_ALL}){after}[)/\]]?[\s.]*"
    return re.fullmatch(whole, line.masked, re.IGNORECASE)


def named_before_colon(line: Line) -> Found:
    """A headline or a line opens with the agency and a colon: “Yonhap: Seoul weighs new sanctions”."""
    found = re.match(rf"{_MARKS}(?P<who>{_ALL_NAMED}):\s+(?P<next>\S)", line.masked)
    if found and (line.language not in ("ru", "uk")) <= (not found["next"].islower()):
        yield _who(found)


def passed_on(line: Line) -> Found:
    """A sentence gives the agency as where it is from: “according to Interfax-Ukraine”, «со ссылкой на Reuters»."""
    for language in _languages(line):
        agencies = rf"{_role(language)}(?P<who>{_named_list(language)}){_no_longer_name(language)}"
        pattern = rf"\b{_one_of(language, 'before')}\s+{agencies}"
        yield from (_who(found) for found in re.finditer(pattern, line.masked, re.IGNORECASE))


def agency_reports(line: Line) -> Found:
    """The agency is who reports it: “…, Reuters reported on Tuesday”, «сообщает ТАСС», «ТАСС сообщает, что …»."""
    if "en" in _languages(line):
        yield from _english_reports(line.masked)
    for language in _languages(line):
        if language != "en":
            yield from _cyrillic_reports(line.masked, language)


RULES = (
    (dateline, CreditForm.DATELINE),
    (byline, CreditForm.BYLINE),
    (credit_line, CreditForm.CREDIT_LINE),
    (sign_off, CreditForm.CREDIT_LINE),
    (named_before_colon, CreditForm.REPORT),
    (passed_on, CreditForm.REPORT),
    (agency_reports, CreditForm.REPORT),
)
"""In the order in which they are tried: the first that finds a name decides on it."""


def is_of_a_picture(masked: str, who: Span) -> bool:
    """Whether the sentence credits a photograph, a film or a map: what it names is not where the text is from."""
    start = max((end.end() for end in _SENTENCE_END.finditer(masked, 0, who.start)), default=0)
    masked = masked[start : who.end + 3]
    return (
        re.search(rf"(?:^|[^\w])(?:{_any('picture')})|[{AGENCY}{SHORT}]/[A-ZА-ЯІЇЄҐ][a-zа-яіїєґё]", masked, re.I)
        is not None
    )


def _english_reports(masked: str) -> Found:
    verbs, when, role = _one_of("en", "reports"), _one_of("en", "when"), _role("en")
    agency = rf"{role}(?P<who>{_named_list('en')})"
    clause_end = (
        r"(?=\s*(?:[.,;:!?)”\"]|$)|\s+(?:on|in|late|early|earlier|last|this|citing|quoting|at|from|with|yesterday|today"
        r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)"
    )
    named = rf"\b(?:an?|the)\s+(?P<who>{_NAMED})\s+(?:news\s+)?(?:report|dispatch|story|investigation)\s+"
    told = r"(?:sa(?:id|ys)|found|showed|quoted|claimed|cited|published|from|on)\b"
    yield from (_who(found) for found in re.finditer(named + told, masked, re.I))
    as_told = rf"\b(?:as|what)\s+{agency}\s+(?:{when}\s+)?{verbs}{clause_end}"
    yield from (_who(found) for found in re.finditer(as_told, masked, re.I))
    yield from (
        _who(found) for found in re.finditer(rf"[,”\"]\s+{agency}\s+(?:{when}\s+)?{verbs}{clause_end}", masked, re.I)
    )
    yield from (_who(found) for found in re.finditer(rf"[,”\"]\s+{verbs}\s+{agency}(?=\s*(?:[.,;]|$))", masked, re.I))
    citing = rf"(?:,\s+{_any('citing')}\s[^.,;:]{{1,60}},)?"
    opens = rf"(?:^|[.!?,:;”\"]\s+){agency}(?:\s+\([^()]{{1,30}}\))?{citing}\s+(?:{when}\s+)?"
    cites = r"(?:quotes|quoted|cites|cited)\b"
    follows = (
        r"(?:(?:has |have |had )?(?:reports?|reported)|(?:has|have|had) learn(?:ed|t))"
        r"(?:\s+(?:on|late|early|earlier)(?:\s+\w+)?)?\s*(?:that\b|,|:)"
    )
    yield from (_who(found) for found in re.finditer(rf"{opens}(?:{follows}|{cites})", masked, re.I))
    kind = r"news\s+(?:agency|service)"
    adjectives = rf"(?:the\s+)?(?:(?-i:{_one_of('en', 'adjectives')})\s+){{0,4}}"
    one = rf"(?:{adjectives}{kind}\s+(?P<who>{_NAMED})|{adjectives}(?P<other>{_NAMED})\s+{kind})"
    said = rf"(?:^|[.!?;”\"]\s+){one}\s+(?:{when}\s+)?sa(?:id|ys)\b(?!\s+(?:that\s+)?its?\b)"
    for found in re.finditer(said, masked, re.I):
        name = "who" if found["who"] else "other"
        yield Span(found.start(name), found.end(name))


def _cyrillic_reports(masked: str, language: str) -> Found:
    role, agencies = _role(language), _named_list(language)
    when = rf"(?:\s+{_one_of(language, 'when')}){{0,2}}"
    reports, told = _one_of(language, "reports") + when, _one_of(language, "told") + when
    yield from (_who(found) for found in re.finditer(rf"\b{reports}\s+{role}(?P<who>{agencies})", masked, re.I))
    end = rf"(?=\s*(?:[.,;:!?)»]|$)|\s+{_any('citing')}\b)"
    yield from (_who(found) for found in re.finditer(rf"\b{told}\s+{role}(?P<who>{agencies}){end}", masked, re.I))
    adverb = rf"(?:{_one_of(language, 'when')}\s+)?"
    opens = rf"(?:^|[.!?,:;—–»]\s*){adverb}{role}(?P<who>{agencies})(?:,?\s+{_any('citing')}\s[^.,;:]{{1,60}})?,?\s+"
    that = r"\s*[,:]\s*(?:что|що|как|як)?"
    yield from (_who(found) for found in re.finditer(rf"{opens}(?:{reports}\b(?!-)|{told}{that})", masked, re.I))


def _who(found: re.Match[str]) -> Span:
    return Span(found.start("who"), found.end("who"))


def _ends_here(before: str, found: re.Match[str]) -> bool:
    """Whether what stands before is a text that may end: short forms are words elsewhere ("the agency – AA")."""
    ended = before.endswith(tuple('.,!?…»”"')) or _INITIALS.fullmatch(before.strip()) is not None
    if ended or AGENCY not in found["who"]:
        return ended
    nouns = "|".join(_one_of(language, "nouns") for language in ("en", "ru", "uk"))
    return len(before.split()) > 2 and re.search(rf"\b(?:{nouns})$", before, re.IGNORECASE) is None


def _languages(line: Line) -> tuple[str, ...]:
    """Which words are read: channels write Russian and Ukrainian side by side."""
    if line.language in ("ru", "uk"):
        return ("ru", "uk")
    return (line.language,) if line.language in _words() else ()


@cache
def _role(language: str) -> str:
    """ "the Russian state news agency ", «корреспондент агентства »: what may stand before a name."""
    adjective, noun = _one_of(language, "adjectives"), _one_of(language, "nouns")
    if language == "en":
        return rf"(?:the\s+)?(?:(?-i:{adjective})\s+){{0,4}}(?:{noun}\s+)?(?:the\s+)?"
    return rf"(?:(?:{adjective}\s+){{0,3}}(?:{noun}\s+){{1,2}})?"


@cache
def _named_list(language: str) -> str:
    """One or more agencies that may speak, each perhaps with "news agency" behind it."""
    noun = r"(?:\s+(?:news\s+|wire\s+)?(?:agency|service))?" if language == "en" else ""
    return rf"(?:the\s+)?{_NAMED}{noun}(?:{_AND}(?:the\s+)?{_NAMED}{noun}){{0,5}}"


def _no_longer_name(language: str) -> str:
    """Not "Reuters Institute", "Reuters' lawyer", "Reuters/Ipsos"."""
    nouns = r"|\s+(?:poll|data|staff|lawyers?|employees?|executives?|spokes\w+|calculations?|shares?)\b"
    capital = r"|\s+(?-i:[A-Z])\w+(?<!day)\b" if language == "en" else ""
    return rf"(?!['’]s?\b|['’]\s|[-/]\w{nouns if language == 'en' else ''}{capital})"


def _is_place_and_day(head: str) -> bool:
    """Whether what stands before an agency is nothing but names of places, days and marks; also where it is empty."""
    if len(head) > _LONGEST_HEAD or re.search(r"[!?:;«»\"“”]", head):
        return False
    return all(
        token[0].isupper() or token[0].isdigit() or re.match(_any("months"), token, re.I) or _is_small(token)
        for token in _TOKENS.findall(head)
    )


def _is_small(token: str) -> bool:
    return token.lower() in _words()["any"]["places"].split()


def _is_crew(words: str) -> bool:
    """Names of people, and "staff writers and"."""
    return all(
        token[0].isupper() or re.fullmatch(_any("crew"), token, re.I) is not None for token in _TOKENS.findall(words)
    )
