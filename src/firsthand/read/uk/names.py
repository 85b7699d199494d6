"""Names of persons in Ukrainian: a known first name, or words with capital letters behind a person's office."""

from __future__ import annotations

from firsthand.read.uk.morphology import morphology
from firsthand.read.uk.tokens import Token

__all__ = ["name_from", "name_lemma", "names_in"]

_VOWELS = "аеєиіїоуюяйь"
_PARTICLES = frozenset(
    ["ван", "фон", "де", "да", "аль", "ель", "бін", "ібн", "ат", "ад", "аз", "аш", "ді", "ла", "дер"]
)
_CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")


def names_in(tokens: list[Token]) -> dict[int, int]:
    """Where each name of a person starts, and the number behind its last word."""
    found: dict[int, int] = {}
    number = 0
    while number < len(tokens):
        end = _name_end(tokens, number)
        if end:
            found[number] = end
            number = end
        else:
            number += 1
    return found


def _name_end(tokens: list[Token], start: int) -> int:
    words = morphology()
    token = tokens[start]
    if not _capitalised(token):
        return 0
    end = start + 1
    while end < len(tokens) and (_capitalised(tokens[end]) or _joins(tokens, end)):
        end += 1
    if _initial(token):
        return end if end > start + 1 else 0
    if token.word in words.first_names:
        return end if end > start + 1 or _alone(tokens, start) else 0
    if start == 0 and len(tokens) > 1 and tokens[1].word == ":" and not token.form.known and _surname(token.word):
        return 1
    if end == start + 1 and not token.form.known and _surname(token.word) and _beside_verb(tokens, start):
        return end
    if start and _office(tokens, start - 1):
        return end
    if end - start >= 2 and start and tokens[start - 1].word not in ".!?:":
        if _office_before(tokens, start) and not token.form.known:
            return end
        return end if _surname(tokens[end - 1].word) and not token.form.known and token.pos != "ADJ" else 0
    return 0


def _capitalised(token: Token) -> bool:
    return (
        token.capital
        and token.pos in ("NOUN", "PROPN", "ADJ", "VERB")
        and token.name != "ORG"
        and not (token.form.known and token.form.pos == "NOUN" and not token.form.animate)
    )


def _initial(token: Token) -> bool:
    return len(token.word) == 2 and token.word.endswith(".")


def _joins(tokens: list[Token], number: int) -> bool:
    """«Ван дер Ліндт», «Омар ат-Тайїб»: a particle of a name before another capital word; an initial's full stop."""
    token = tokens[number]
    after = number + 1 < len(tokens) and tokens[number + 1].capital
    if token.word == "." and len(tokens[number - 1].word) == 1:
        return after
    return (token.word in _PARTICLES and after) or (token.word.partition("-")[0] in _PARTICLES and "-" in token.word)


def _alone(tokens: list[Token], start: int) -> bool:
    """A first name without a surname counts where it cannot be anything else."""
    return not tokens[start].form.known


def _office(tokens: list[Token], number: int) -> bool:
    """Whether the word before is a person's office or title."""
    token = tokens[number]
    return token.pos == "NOUN" and (token.form.animate or token.word in morphology().titles) and not token.capital


def _beside_verb(tokens: list[Token], start: int) -> bool:
    """«сказала Костенко», «Костенко додала»: a surname alone, right before or behind a verb."""
    around = tokens[max(0, start - 1) : start] + tokens[start + 1 : start + 2]
    return any(token.pos == "VERB" and token.form.known and token.form.verb == "Fin" for token in around)


def _office_before(tokens: list[Token], start: int) -> bool:
    """«Власниця гостьового будинку Чан Соріт»: an office some words before, with no mark or verb between."""
    for number in range(start - 1, max(-1, start - 6), -1):
        token = tokens[number]
        if token.pos in ("PUNCT", "VERB", "SCONJ", "CCONJ") or (token.pos == "ADP" and number > start - 2):
            return False
        if token.pos == "NOUN" and token.form.animate:
            return True
    return False


def _surname(word: str) -> bool:
    """Whether a word ends as surnames do, in any case."""
    stem = name_lemma(word)
    return any(stem.endswith(name_lemma(ending)) for ending in morphology().surnames if len(ending) > 2) or (
        word.endswith(morphology().surnames)
    )


def name_lemma(word: str) -> str:
    """What all cases of a surname have in common: «Мироненко», «Мироненка» → «миронен», «Чалого» → «чал»."""
    for ending in (
        "ого",
        "ому",
        "ова",
        "ові",
        "еві",
        "єві",
        "ою",
        "ею",
        "єю",
        "ій",
        "ий",
        "ої",
        "им",
        "ім",
        "ом",
        "ем",
        "єм",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word.rstrip(_VOWELS) if len(word.rstrip(_VOWELS)) >= 2 else word


def name_from(tokens: list[Token], start: int, end: int) -> frozenset[tuple[str, str, str]]:
    """Cases of a name: those of its first name if that is known, else any that its words can have."""
    readings: set[tuple[str, str, str]] = set()
    if _initial(tokens[start]) and any(form.animate for form in tokens[end - 1].forms):
        return frozenset((f.case, "Sing", f.gender) for f in tokens[end - 1].forms if f.case)  # «М. Коваль»
    for number in range(start, end):
        for form in morphology().first_names.get(tokens[number].word, ()):
            readings.add((form.case, "Sing", form.gender))
    if readings:
        return frozenset(readings)
    for number in range(start, end):
        readings |= {(f.case, "Sing", f.gender) for f in tokens[number].forms if f.case and f.number == "Sing"}
    if tokens[end - 1].word[-1:] not in "аяиью" or _surname(tokens[end - 1].word):
        readings.add(("Nom", "Sing", ""))
    return frozenset(readings) or frozenset((case, "Sing", "") for case in _CASES)
