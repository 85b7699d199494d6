"""The forms of Ukrainian words made from their lemmas, by declension and conjugation; the endings are in YAML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["Endings", "Form", "noun_forms", "verb_forms"]

Endings = dict[str, Any]
_VOWELS = "аеєиіїоуюя"
_HUSHES = "жчшщ"
_SOFTENED = {"г": "з", "к": "ц", "х": "с"}
_SHIFTED = {"д": "дж", "т": "ч", "с": "ш", "з": "ж", "б": "бл", "п": "пл", "в": "вл", "м": "мл", "ф": "фл"}
_PERFECTIVE = (
    "по",
    "за",
    "з",
    "с",
    "від",
    "ви",
    "на",
    "при",
    "про",
    "роз",
    "пере",
    "об",
    "о",
    "у",
    "в",
    "до",
    "під",
    "зі",
)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to read a word: what a dictionary would say of it.

    `verb` is Fin, Inf, Conv, Part or Imps (for -но, -то); `known` tells whether a word list has the lemma.
    """

    lemma: str
    pos: str
    case: str = ""
    number: str = ""
    gender: str = ""
    verb: str = ""
    tense: str = ""
    animate: bool = False
    known: bool = False


# ---------------------------------------------------------------- nouns


def noun_forms(
    lemma: str, gender: str, animate: bool, endings: Endings, stems: dict[str, str]
) -> Iterator[tuple[str, Form]]:
    """Every form of a noun. `gender` is Masc, Fem, Neut, or "" for one that has only a plural."""
    base = Form(lemma, "NOUN", "Nom", "Sing" if gender else "Plur", gender, animate=animate, known=True)
    yield lemma, base
    if lemma.endswith(("ий", "ній")) and gender == "Masc" and len(lemma) > 4:
        yield from _adjectival(lemma[:-2], base, ("ий", endings))
        return
    if gender == "Fem" and lemma.endswith(("на", "ла", "ова", "ка")) and _as_adjective(lemma):
        yield from _adjectival(lemma[:-1], base, ("а", endings))
        return
    kind, stem = _declension(lemma, gender, stems)
    table = endings[kind]
    assert isinstance(table, dict)
    singular = {case: ends for case, ends in table.items() if case != "plural"}
    plural = table.get("plural", {})
    for number, cases in (("Sing", singular), ("Plur", plural)):
        made = {case: list(_joined(stem, lemma, ends, case, number, gender)) for case, ends in cases.items()}
        made.setdefault("Nom", [lemma])
        if "Acc" not in made:
            made["Acc"] = _accusative(made, gender, number, animate)
        for case, words in made.items():
            for word in words:
                yield word, replace(base, case=case, number=number)


def _accusative(made: dict[str, list[str]], gender: str, number: str, animate: bool) -> list[str]:
    if animate and (number == "Plur" or gender == "Masc"):
        return made.get("Gen", [])[:1] or made["Nom"]
    return made["Nom"]


_ADJECTIVES = frozenset(
    ["обвинувачена", "підозрювана", "затримана", "потерпіла", "постраждала", "поранена", "загибла", "військова",
     "поліцейська", "слідча", "вчена", "уповноважена", "ведуча", "дільнична"]
)  # fmt: skip


def _as_adjective(lemma: str) -> bool:
    return lemma in _ADJECTIVES


def _adjectival(stem: str, base: Form, how: tuple[str, Endings]) -> Iterator[tuple[str, Form]]:
    table = how[1]["adjectives_hard"]
    assert isinstance(table, list)
    for entry in table:
        ending, case, number, *rest = entry.split()
        gender = rest[0] if rest and number == "Sing" else ""
        if gender and gender != base.gender:
            continue
        if "Anim" not in rest and case == "Acc" and (number == "Plur" or base.gender == "Masc"):
            continue
        yield stem + ending, replace(base, case=case, number=number)


def _declension(lemma: str, gender: str, stems: dict[str, str]) -> tuple[str, str]:
    """The class of a noun and the stem of its other cases."""
    last = lemma[-1]
    if not gender:
        return "plural_only", lemma[:-1]
    if last in "ая":
        stem = lemma[:-1]
        if gender == "Neut":
            return "long_neuter", stem
        if last == "а":
            return ("hush_feminine" if stem[-1] in _HUSHES else "hard_feminine"), stem
        return ("j_feminine" if stem[-1] in _VOWELS + "'" else "soft_feminine"), stem
    if gender == "Fem":
        return "third_feminine", stems.get(lemma, _open(lemma).removesuffix("ь"))
    if last == "о" and gender == "Neut":
        return "hard_neuter", lemma[:-1]
    if last == "о":
        return "hard_masculine", lemma[:-1]
    if last == "е" and gender == "Neut":
        return ("hush_neuter" if lemma[-2] in _HUSHES else "soft_neuter"), lemma[:-1]
    stem = stems.get(lemma, _open(lemma))
    if last == "й":
        return "j_masculine", stem.removesuffix("й")
    if last == "ь":
        return "soft_masculine", stem.removesuffix("ь")
    return ("hush_masculine" if last in _HUSHES else "hard_masculine"), stem


def _open(lemma: str) -> str:
    """The stem where a vowel moves: речовин-ець → -ц-, будинок → будинк-, область."""
    for ending, stem in (("єць", "йць"), ("ець", "ць"), ("ок", "к"), ("ість", "ость"), ("ень", "нь")):
        if lemma.endswith(ending) and len(lemma) > len(ending) + 2:
            return lemma.removesuffix(ending) + stem
    return lemma


def _joined(stem: str, lemma: str, ends: str, case: str, number: str, gender: str) -> Iterator[str]:
    for ending in ends.split():
        if ending == "=":
            yield lemma
        elif ending == "*":
            yield _shortened(stem)
        elif ending == "-":
            yield _inserted(stem)
        elif ending == "і" and stem[-1] in _SOFTENED and case in ("Dat", "Loc"):
            yield stem[:-1] + _SOFTENED[stem[-1]] + "і"
        elif gender == "Fem" and ending == "ю" and case == "Ins" and lemma[-1] not in "ая":
            yield _doubled(lemma.removesuffix("ь")) + "ю"
        else:
            yield stem + ending
            if lemma.endswith(("ар", "яр", "ир")) and number == "Sing" and ending in ("а", "у", "ом", "ові"):
                yield stem + {"а": "я", "у": "ю", "ом": "ем", "ові": "еві"}[ending]
            elif lemma.endswith(("ар", "яр", "ир")) and ending in ("и", "ам", "ами", "ах"):
                yield stem + {"и": "і", "ам": "ям", "ами": "ями", "ах": "ях"}[ending]


def _shortened(stem: str) -> str:
    """Повідомленн-я → повідомлень; подвір-я → подвір'їв is rare and left out."""
    return stem[:-1] + "ь" if len(stem) > 2 and stem[-1] == stem[-2] else stem + "ь"


def _inserted(stem: str) -> str:
    """Жінк-а → жінок, вікн-о → вікон; other stems stay."""
    if len(stem) > 2 and stem[-1] in "кн" and stem[-2] not in _VOWELS + "стйьл'" and stem[-2] != "с":
        return stem[:-1] + "о" + stem[-1]
    if len(stem) > 2 and stem[-1] == "к" and stem[-2] in "тлсн":
        return stem[:-1] + "о" + stem[-1]
    if stem.endswith("йк"):
        return stem[:-2] + "йок"
    return stem


def _doubled(stem: str) -> str:
    """Ніч → ніччю, область → областю, кров → кров'ю."""
    if stem[-1] in "бпвмфр":
        return stem + "'"
    return stem + stem[-1] if stem[-2] in _VOWELS else stem


# ---------------------------------------------------------------- verbs


def verb_forms(lemma: str) -> Iterator[tuple[str, Form]]:
    """The forms of a verb that its infinitive tells; what it does not tell stands in `words.yaml`."""
    reflexive = lemma.endswith(("ся", "сь"))
    bare = lemma.removesuffix("ся").removesuffix("сь")
    base = Form(lemma, "VERB", verb="Fin", known=True)
    for word, form in _active(bare, base, _perfective(bare)):
        if not reflexive:
            yield word, form
            continue
        soft = "ь" if word.endswith("т") else ""
        yield word + soft + ("ся" if not word.endswith("є") else "ться"), form
        if word[-1] in _VOWELS:
            yield word + "сь", form
        if form.tense in ("Pres", "Fut") and word[-1] == "е":
            yield word + "ться", form


def _perfective(bare: str) -> bool:
    """Whether the present of a verb looks ahead: a prefix, and no ending of lasting action."""
    lasting = bare.endswith(("увати", "ювати", "яти", "ати", "іти", "одити", "осити", "озити"))
    return bare.startswith(_PERFECTIVE) and not lasting


def _active(bare: str, base: Form, perfective: bool) -> Iterator[tuple[str, Form]]:
    yield bare, replace(base, verb="Inf")
    if not bare.endswith("ти"):
        return
    stem = bare[:-2]
    if stem and stem[-1] in _VOWELS:
        for ending, gender in (("в", "Masc"), ("ла", "Fem"), ("ло", "Neut")):
            yield stem + ending, replace(base, tense="Past", number="Sing", gender=gender)
        yield stem + "ли", replace(base, tense="Past", number="Plur")
        yield stem + "вши", replace(base, verb="Conv")
    for word, number in _present(bare):
        yield word, replace(base, tense="Fut" if perfective else "Pres", number=number)
        if number == "Plur" and word.endswith(("ть", "т")):
            yield word.removesuffix("ть") + "чи", replace(base, verb="Conv")
    for ending, number in (("ме", "Sing"), ("муть", "Plur"), ("мемо", "Plur")):
        yield bare + ending, replace(base, tense="Fut", number=number)


def _present(bare: str) -> Iterable[tuple[str, str]]:
    """Third persons, and the first of the plural."""
    if bare.endswith(("давати", "знавати", "ставати")):
        root = bare.removesuffix("вати")
        return ((root + "є", "Sing"), (root + "ють", "Plur"), (root + "ємо", "Plur"))
    for ending, stem in (("увати", "у"), ("ювати", "ю"), ("ати", "а"), ("яти", "я"), ("іти", "і")):
        if bare.endswith(ending):
            root = bare.removesuffix(ending) + stem
            return ((root + "є", "Sing"), (root + "ють", "Plur"), (root + "ємо", "Plur"))
    if bare.endswith("нути"):
        root = bare.removesuffix("ути")
        return ((root + "е", "Sing"), (root + "уть", "Plur"), (root + "емо", "Plur"))
    if bare.endswith("їти"):
        root = bare.removesuffix("ти")
        return ((root + "ть", "Sing"), (bare.removesuffix("їти") + "ять", "Plur"))
    if not bare.endswith("ити"):
        return ()
    root = bare.removesuffix("ити")
    end = "ать" if root[-1] in _HUSHES else "ять"
    many = root + ("л" if root[-1] in "бпвмф" else "") + end
    return ((root + "ить", "Sing"), (many, "Plur"), (root + "имо", "Plur"))
