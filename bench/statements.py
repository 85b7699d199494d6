"""Scores the statements and warnings found in a report against its gold.

Two contents match where the characters both cover are at least 0.7 of those either covers (also
told at 0.5), one to one, as many as can be. White space is not counted, so that a text laid out
anew still compares. What is found in the headline is left out, as the gold leaves it out.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from bench.gold import GoldQuantity, GoldReport, GoldStatement, GoldVoice
from bench.prediction import FoundQuantity, FoundStatement, FoundVoice, Prediction, PredictionError
from firsthand.model import Bound, Span, VoiceKind
from firsthand.text import fold

__all__ = [
    "LOOSE",
    "PRIMARY",
    "Ratio",
    "Score",
    "confusions",
    "intervals",
    "match",
    "overlap",
    "same_quantity",
    "same_voice",
    "score",
]

PRIMARY = 0.7
LOOSE = 0.5


@dataclass(frozen=True, slots=True)
class Ratio:
    """Precision, recall and F1 of `right` things among `wanted` and `given` ones; 1 where nothing was."""

    right: int = 0
    wanted: int = 0
    given: int = 0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.right + other.right, self.wanted + other.wanted, self.given + other.given)

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.wanted + self.given) if self.wanted + self.given else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """The counts of one report, or of several added up. `voiced` asks for the right innermost voice too."""

    content: Ratio = Ratio()
    voiced: Ratio = Ratio()
    content_loose: Ratio = Ratio()
    voiced_loose: Ratio = Ratio()
    kind: Ratio = Ratio()
    mode: Ratio = Ratio()
    event: Ratio = Ratio()
    quantity: Ratio = Ratio()
    warning: Ratio = Ratio()
    warnings: Mapping[str, Ratio] = field(default_factory=dict)
    pairs: tuple[tuple[GoldStatement, FoundStatement], ...] = ()
    missed: tuple[GoldStatement, ...] = ()
    spurious: tuple[FoundStatement, ...] = ()

    def __add__(self, other: Score) -> Score:
        """The counts together. Pairs and misses stay with their report, whose text they point into."""
        kinds = sorted({*self.warnings, *other.warnings})
        added = {
            f.name: getattr(self, f.name) + getattr(other, f.name)
            for f in fields(self)
            if isinstance(getattr(self, f.name), Ratio)
        }
        return Score(
            **added,
            warnings={kind: self.warnings.get(kind, Ratio()) + other.warnings.get(kind, Ratio()) for kind in kinds},
        )


def overlap(one: Iterable[Span], other: Iterable[Span]) -> float:
    """The characters both cover, divided by those either covers."""
    left, right = _characters(one), _characters(other)
    return len(left & right) / len(left | right) if left or right else 0.0


def _characters(spans: Iterable[Span]) -> set[int]:
    return {position for span in spans for position in range(span.start, span.end)}


def match(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The largest one-to-one choice of (row, column) with a weight above 0, heavy pairs tried first.

    Kuhn's augmenting paths: a pair once found may be moved, never given up.
    """
    holder: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        columns = sorted(range(len(weights[row])), key=lambda column: -weights[row][column])
        for column in columns:
            if weights[row][column] <= 0 or column in tried:
                continue
            tried.add(column)
            if column not in holder or place(holder[column], tried):
                holder[column] = row
                return True
        return False

    for row in sorted(range(len(weights)), key=lambda row: -max(weights[row], default=0)):
        place(row, set())
    return sorted((row, column) for column, row in holder.items())


def same_voice(gold: GoldVoice, found: FoundVoice) -> bool:
    """Both are the outlet; or they stand, or what they refer to stands, on common words; or say the same."""
    if VoiceKind.OUTLET in (gold.kind, found.kind):
        return gold.kind == found.kind
    wanted = [span for span in (gold.span, gold.same_as) if span]
    given = [span for span in (found.span, found.refers_to) if span]
    if any(one.overlaps(other) for one in wanted for other in given):
        return True
    one, other = _words(gold.text), _words(found.text)
    return bool(one and other) and (f" {one} " in f" {other} " or f" {other} " in f" {one} ")


def _words(text: str) -> str:
    words = re.findall(r"\w+", fold(text))
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)


def score(gold: GoldReport, found: Prediction) -> Score:
    """Everything there is to count in one report. Raises PredictionError where the texts differ."""
    wanted, given = _aligned(gold, found)
    shared = [[overlap(w.contents, g.contents) for g in given] for w in wanted]
    voices = [[same_voice(w.voice, g.voice) for g in given] for w in wanted]
    chosen = _pairs(shared, voices, PRIMARY, must_agree=False)
    pairs = tuple((wanted[row], given[column]) for row, column in chosen)

    def ratio(threshold: float, *, must_agree: bool) -> Ratio:
        right = len(_pairs(shared, voices, threshold, must_agree=must_agree))
        return Ratio(right, len(wanted), len(given))

    warnings = {
        kind: Ratio(
            int(kind in gold.warnings and kind in found.warnings),
            int(kind in gold.warnings),
            int(kind in found.warnings),
        )
        for kind in sorted({*gold.warnings, *found.warnings})
    }
    body = _in_body(found)
    rows, columns = {row for row, _ in chosen}, {column for _, column in chosen}
    return Score(
        content=ratio(PRIMARY, must_agree=False),
        voiced=ratio(PRIMARY, must_agree=True),
        content_loose=ratio(LOOSE, must_agree=False),
        voiced_loose=ratio(LOOSE, must_agree=True),
        kind=_share(w.voice.kind == g.voice.kind for w, g in pairs),
        mode=_share(w.mode == g.mode for w, g in pairs),
        event=_share(w.event.type == g.event for w, g in pairs if w.event and w.event.type),
        quantity=_share(same_quantity(w.quantity, g.quantity) for w, g in pairs if w.quantity),
        warning=sum(warnings.values(), Ratio()),
        warnings=warnings,
        pairs=tuple((gold.statements[row], body[column]) for row, column in chosen),
        missed=tuple(s for row, s in enumerate(gold.statements) if row not in rows),
        spurious=tuple(s for column, s in enumerate(body) if column not in columns),
    )


def _pairs(
    shared: Sequence[Sequence[float]],
    voices: Sequence[Sequence[bool]],
    threshold: float,
    *,
    must_agree: bool,
) -> list[tuple[int, int]]:
    """Who goes with whom. Of equal overlaps, the pair of one voice is preferred."""

    def weight(row: int, column: int) -> float:
        if shared[row][column] < threshold or (must_agree and not voices[row][column]):
            return 0.0
        return shared[row][column] + 0.001 * voices[row][column]

    return match([[weight(row, column) for column in range(len(shared[row]))] for row in range(len(shared))])


def _share(outcomes: Iterable[bool]) -> Ratio:
    listed = list(outcomes)
    return Ratio(sum(listed), len(listed), len(listed))


def same_quantity(gold: GoldQuantity, found: FoundQuantity | None) -> bool:
    """The same figure, open to the same side; or the same range."""
    if found is None:
        return False
    if gold.low is not None or gold.high is not None:
        return (gold.low, gold.high) == (found.low, found.high)
    if gold.value is None:  # "dozens": how many the reader takes that for is its own affair
        return gold.bound == Bound.AT_LEAST and found.high is None
    opened = {Bound.AT_LEAST: (False, True), Bound.AT_MOST: (True, False)}.get(gold.bound, (False, False))
    return gold.value == found.value and opened == (found.low is None, found.high is None)


def _in_body(found: Prediction) -> list[FoundStatement]:
    return [s for s in found.statements if s.contents and s.contents[0].start >= found.title.end]


def _aligned(gold: GoldReport, found: Prediction) -> tuple[list[GoldStatement], list[FoundStatement]]:
    """Both sides with spans that count the characters which are no white space."""
    if _squeezed(gold.text) != _squeezed(found.text):
        raise PredictionError(f"{gold.name}: the text that was read is not the text that was annotated")
    of_gold, of_found = _counter(gold.text), _counter(found.text)

    def gold_voice(voice: GoldVoice) -> GoldVoice:
        return replace(voice, span=of_gold(voice.span), same_as=of_gold(voice.same_as))

    wanted = [
        replace(
            statement,
            contents=tuple(s for part in statement.contents if (s := of_gold(part))),
            voices=tuple(gold_voice(voice) for voice in statement.voices),
        )
        for statement in gold.statements
    ]
    given = [
        replace(
            statement,
            contents=tuple(s for part in statement.contents if (s := of_found(part))),
            voice=replace(
                statement.voice,
                span=of_found(statement.voice.span),
                refers_to=of_found(statement.voice.refers_to),
            ),
        )
        for statement in _in_body(found)
    ]
    return wanted, given


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _counter(text: str) -> Callable[[Span | None], Span | None]:
    before = [0]
    for character in text:
        before.append(before[-1] + (not character.isspace()))

    def count(span: Span | None) -> Span | None:
        return Span(before[span.start], before[span.end]) if span else None

    return count


def intervals(
    scores: Sequence[Score], figures: Mapping[str, Callable[[Score], float]], *, rounds: int = 1000
) -> dict[str, tuple[float, float]]:
    """The middle 95% of each figure when reports are drawn anew with replacement. Same every time."""
    if not scores:
        return dict.fromkeys(figures, (0.0, 0.0))
    bare = [replace(one, warnings={}, pairs=(), missed=(), spurious=()) for one in scores]
    chance = random.Random(20_000)  # noqa: S311 -- resampling, nothing secret
    drawn = [sum(chance.choices(bare, k=len(bare)), Score()) for _ in range(rounds)]
    low, high = int(0.025 * rounds), int(0.975 * rounds)
    ordered = {name: sorted(map(figure, drawn)) for name, figure in figures.items()}
    return {name: (values[low], values[high]) for name, values in ordered.items()}


def confusions(
    scores: Iterable[Score], wanted: Callable[[GoldStatement], str], given: Callable[[FoundStatement], str]
) -> Counter[tuple[str, str]]:
    """How often two labels, wanted and given, differ over the matched statements."""
    labels = ((wanted(gold), given(found)) for score in scores for gold, found in score.pairs)
    return Counter(pair for pair in labels if pair[0] != pair[1])
