"""Clauses: where a sentence of the outlet's own can be cut, and where a voice's content falls into two."""

from __future__ import annotations

import re

from firsthand.model import Mode, Span
from firsthand.read.en.lexicon import Cue, Lexicon
from firsthand.read.en.tagging import Tagged
from firsthand.text import trim

__all__ = ["evidence_clause", "own_words", "split_content", "without_joint", "without_when_said"]

_JOINS = frozenset(["and", "but", "though", "although", "while", "whereas", "yet", "so", "as", "or"])
_ABSOLUTE = re.compile(r",(?=[DNR#]{1,3}[gG])")
_SHOWING = re.compile(
    r"\b(?:purporting|purportedly|purports?|appearing|appears?|said|claimed|alleged|allegedly|supposedly)"
    r" (?:to )?show(?:s|n|ing)?\b"
)

_DAY = r"(?:late |early )?on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?"
_WHEN = re.compile(rf",? {_DAY}$")
_WHERE = re.compile(
    r",? (?:in|during|at) (?:a|an|its|his|her|their) (?:[\w-]+ ){0,2}?"
    r"(?:statement|interview|tweet|news conference|press conference|press release|briefing)"
    rf"(?:,? {_DAY})?$"
)
_FINITE = re.compile("[AMVv]|[NXO]d")
_EVENT_CUES = frozenset({"report", "claim"})
"""What they take as an object has happened on some day: “reported a leak on Monday”."""
_WHENEVER = frozenset({Mode.ASSERTED, Mode.CONFIRMED, Mode.DENIED, Mode.DOUBTED, Mode.OPINION, Mode.RETRACTED})


def without_when_said(sentence: Tagged, content: Span, cue: Cue | None) -> Span:
    """“Denied the claim on Tuesday”, “… would close in a statement”: when and where it was said is not what was said.

    A day is left where the content is a clause, or foretold or asked for: there it may be the day of what happens.
    """
    text = content.of(sentence.text)
    found = _WHERE.search(text)
    if found is None and cue and cue.mode in _WHENEVER and cue.lemma not in _EVENT_CUES:
        found = _WHEN.search(text)
        if found and _FINITE.search(sentence.tags, sentence.index(content.start), sentence.index(content.end)):
            found = None
    return Span(content.start, content.start + found.start()) if found and found.start() else content


def own_words(sentence: Tagged, taken: list[Span], words: Lexicon) -> list[tuple[Span, ...]]:
    """The clauses of a sentence that belong to no attribution and assert something: the outlet's own word.

    `taken` are the stretches that attributions cover. A clause needs a subject, a finite verb and some words
    of its own; one that an attribution interrupts comes in two parts.
    """
    found: list[tuple[Span, ...]] = []
    condition: Span | None = None
    for start, end in _clauses(sentence):
        runs = [(_past_joint(sentence, first, last), last) for first, last in _free_runs(sentence, start, end, taken)]
        runs = [
            run for run in runs if run[0] < run[1] and (run[0] <= start + 2 or sentence.tags[run[0]] not in "PgdtR(G")
        ]
        if len(runs) > 1 and _only_subject(sentence, *runs[0]) and _only_predicate(sentence, *runs[-1]):
            found.append((_clause_span(sentence, *runs[0]), _clause_span(sentence, *runs[-1])))
            continue
        for run in runs:
            if _condition(sentence, *run):
                condition = _clause_span(sentence, *run)
            elif condition and sentence.tags[run[0]] not in "CSPg" and _has_verb(sentence.tags[slice(*run)]):
                found.append((condition, _clause_span(sentence, *run)))
                condition = None
            elif _asserts(sentence, *run) and not _how_long_before(sentence, *run):
                found.append((_clause_span(sentence, *run),))
    return found


_ON_CONDITION = frozenset(["if", "unless"])
_MARKS = ",;:-.()"


def _condition(sentence: Tagged, start: int, end: int) -> bool:
    """“If it is genuine”, with its main clause elsewhere: what would have to be so, and no statement."""
    if sentence.items[start].word not in _ON_CONDITION:
        return False
    return "," not in sentence.tags[start:end].rstrip(_MARKS) and len(re.findall(_FINITE, sentence.tags[start:end])) < 3


def _how_long_before(sentence: Tagged, start: int, end: int) -> bool:
    """“It was only hours before” somebody said so: when, and nothing else."""
    if end == len(sentence.items) or sentence.tags[end - 1] != "S" or sentence.items[start].word not in ("it", "this"):
        return False
    return re.fullmatch(r"[OD][AMVv]+[RN#D]*S", sentence.tags[start:end]) is not None


def _clause_span(sentence: Tagged, first: int, last: int) -> Span:
    """Without the words that only lead over to what is taken: “… on Friday after | the owner said”, not “goes on”."""
    leads_over = last < len(sentence.items) and sentence.tags[last] not in _MARKS
    while last > first + 1 and sentence.tags[last - 1] in ("WTCSP," if leads_over else "WTC,"):
        last -= 1
    return _without_stop(sentence.text, trim(sentence.text, sentence.over(first, last), " \t\n,;:—–-\u00a0"))


def _only_subject(sentence: Tagged, start: int, end: int) -> bool:
    """A noun phrase at the head of the sentence, waiting for its verb."""
    tags = sentence.tags[start:end].rstrip("W,P")
    return start <= 1 and re.fullmatch(r"[DNX#PRC,d]*[NXO](?:,d.*)?", tags) is not None


def _only_predicate(sentence: Tagged, start: int, end: int) -> bool:
    """A verb whose subject stands further left."""
    while start < end and sentence.tags[start] in ",-":
        start += 1
    return end - start >= 3 and sentence.tags[start] in "AMVv"


def _clauses(sentence: Tagged) -> list[tuple[int, int]]:
    cuts = [0]
    for index, letter in enumerate(sentence.tags):
        if index <= cuts[-1] or letter not in ",;-":
            continue
        if letter == ";" or (letter == "," and _new_clause(sentence, index, cuts[-1])):
            cuts.append(index)
    return list(zip(cuts, [*cuts[1:], len(sentence.items)], strict=True))


def _new_clause(sentence: Tagged, comma: int, start: int) -> bool:
    following = comma + 1
    if following >= len(sentence.items):
        return False
    item = sentence.items[following]
    rest = sentence.tags[following + 1 :]
    if item.word == "with" and re.match(r"[DNX#]+R?[gGdvV]", rest) and "R" in rest.split(",")[0]:
        return True
    if item.word not in _JOINS and not (
        item.word == "even" and sentence.words(following + 1, following + 2) == ["though"]
    ):
        return False
    if rest[:1] in tuple("AMVv!"):
        return False
    return _has_verb(sentence.tags[start:comma]) and re.match(r"[^,;]*?[NXO#DT]R?[AMVvd]", rest) is not None


def _free_runs(sentence: Tagged, start: int, end: int, taken: list[Span]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    first: int | None = None
    for index in range(start, end):
        free = not any(sentence.items[index].span.overlaps(span) for span in taken)
        if free and first is None:
            first = index
        if not free and first is not None:
            runs.append((first, index))
            first = None
    if first is not None:
        runs.append((first, end))
    return runs


def _past_joint(sentence: Tagged, start: int, end: int) -> int:
    while start < end and sentence.tags[start] in ",;:-.":
        start += 1
    words = [item.word for item in sentence.items[start:end]]
    if start > 0 and words[:2] == ["even", "though"]:
        return start + 2
    if start > 0 and words and (words[0] in _JOINS or words[0] == "with"):
        return start + 1
    return start


def _asserts(sentence: Tagged, start: int, end: int) -> bool:
    """Whether a run of items is a clause of its own: some words, a subject, a verb."""
    while start < end and sentence.tags[end - 1] in ",;:.-":
        end -= 1
    tags = sentence.tags[start:end]
    if len(re.sub("[^A-Za-z#]", "", tags)) < (3 if start == 0 else 4):
        return False
    if start > 0 and sentence.items[start - 1].word == "with":
        return True
    if start == 0 and tags[0] in "Vvd" and not re.search("[AMVv]", tags.partition(",")[2]):
        return False  # "Asked whether …" waiting for its main clause
    if tags[0] in ("WTGAMV" if start else "WG") or (tags[0] == "g" and not re.search("[AMVv]", tags)):
        return False
    return _has_verb(tags) or (start == 0 and "d" in tags[1:])


def _has_verb(tags: str) -> bool:
    return re.search(r"[AM]|[NXO#T]R?[Vvd]|[T,]R?[Vv]|Q[vV]|^D[vV]", tags) is not None


def _without_stop(text: str, span: Span) -> Span:
    end = span.end
    while end > span.start and text[end - 1] in ".":
        end -= 1
    return Span(span.start, end)


def evidence_clause(sentence: Tagged, words: Lexicon) -> list[tuple[Span, Span]]:
    """“Grainy footage purporting to show …”: (the whole, the evidence), a statement apart from its sentence."""
    found = []
    text = sentence.span.of(sentence.text)
    for match in _SHOWING.finditer(text):
        before = list(words.phrases["evidence"].finditer(text.lower(), 0, match.start()))
        if not before or match.start() - before[-1].end() > 30:
            continue
        first = sentence.index(sentence.span.start + before[-1].start())
        while first > 0 and sentence.tags[first - 1] in "DNXd#" and sentence.words(first - 1, first) != ["by"]:
            first -= 1
        if sentence.items[first].tag == "D":
            first += sentence.items[first].word not in ("a", "an", "the")
        last = sentence.index(sentence.span.start + match.end())
        while last < len(sentence.items) and sentence.tags[last] not in ",;.":
            last += 1
        evidence = Span(sentence.span.start + before[-1].start(), sentence.span.start + before[-1].end())
        found.append((sentence.over(first, last), Span(sentence.items[first].span.start, evidence.end)))
    return found


_JOINT = re.compile(r"(?:,? (?:and|but|or|nor|because|although|though|whereas))+$")
_LEADING_OVER = re.compile(
    r"(?:,? (?:and|but|or|nor|because|although|though|whereas|that|which|who|as|while|when|if|after|before|since|until"
    r"|with|of|by|from|for|to|than|amid|despite|what))+$"
)


def without_joint(text: str, content: Span) -> Span:
    """“I have read it and | I doubt it”: without the words that only lead over to what stands behind.

    A preposition leads over where no mark follows; “what to look for, he said” ends with its own.
    """
    leads_over = re.compile(r" [a-zà-ÿ]").match(text, content.end)
    found = (_LEADING_OVER if leads_over else _JOINT).search(content.of(text))
    return Span(content.start, content.start + found.start()) if found and found.start() else content


def split_content(sentence: Tagged, content: Span) -> list[Span]:
    """A content, and the absolute clause that trails it ("…, many seeking shelter"): two statements of one voice."""
    first, last = sentence.index(content.start), sentence.index(content.end)
    for match in _ABSOLUTE.finditer(sentence.tags, first, last):
        following = sentence.items[match.end()].word
        if following in ("many", "some", "most", "several", "others", "all", "half", "few"):
            head = Span(content.start, sentence.items[match.start()].span.start)
            tail = Span(sentence.items[match.end()].span.start, content.end)
            return [head, tail]
    return [content]
