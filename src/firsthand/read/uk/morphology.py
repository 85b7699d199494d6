"""What a Ukrainian word can be: from word lists where they have it, else by its ending. No dictionary is needed."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from firsthand.read.uk.dictionary import dictionary_forms
from firsthand.read.uk.paradigms import Endings, Form, noun_forms, verb_forms

__all__ = ["Morphology", "forms_of", "morphology"]

_VOWELS = "аеєиіїоуюя"
_IMPERSONAL = re.compile(r"\w{2,}(?:[аяую]но|[жшчщлнтдсзбпвмркгіьй]ено|єно|[иуя]то)")
_NOT_IMPERSONAL = frozenset(
    ["місто", "рано", "погано", "нещодавно", "щоденно", "впевнено", "упевнено", "шалено", "одноманітно", "свято",
     "особисто", "широко", "часто", "просто", "вкрай", "болото", "золото", "корито", "сито", "решето", "стільки"]
)  # fmt: skip
_PAST = re.compile(r"\w*(?:[аяиуюо]|[гкбзсрхії](?!в))(?:в|ла|ло|ли)(?:ся|сь)?")
_PAST_TAIL = re.compile(r"(в|ла|ло|ли)(?:ся|сь)?$")
_PRESENT = re.compile(
    r"\w{2,}(?:(?:[аяуюії]є|[аяуюії]ють|[^сьіо]ть|[аяуюії]ємо|[иїу]мо|[жшчщдтвснл]емо)(?:ся|сь)?|(?:є|[иуїаяю]|ме)ться|[жшчщ]е|(?:[уияіа][хгк]|[иа]б)не)"
)
_FUTURE = re.compile(r"\w{2,}ти(?:ся)?(?:ме|муть|мемо)(?:ться|ся|сь)?")
_REFLEXIVE = re.compile(r"\w+(?:ться|лося|лася|лися|вся|лось|лись|лась|тися|тись)")
_INFINITIVE = re.compile(r"\w{2,}(?:[аяиіїуюо]|[лр]о|ер|[зг]|(?:кла|ве|не|па|ме|пле|сі|рос|вес|нес|сес)с)ти(?:ся|сь)?")
_IMPERATIVE = re.compile(r"\w{2,}(?:йте|іте|[жчшщдтвнслзр]іть)(?:ся|сь)?")
_GERUND = re.compile(r"\w{3,}(?:[аюя]чи|вши|[гкзсб]ши|шовши)(?:сь|ся)?")
_NUMBER = re.compile(r"[+-]?\d[\d.,:/%]*")
_ORDINAL = re.compile(r"\d+-?(?:річн|ти|[а-яіїє]{1,4}$)\w*")
_PERFECTIVE = re.compile(r"(?:по|за|з|с|від|ви|на|при|про|роз|пере|об|до|під|зі|вз)\w{3,}")
_CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")


@dataclass(frozen=True)
class Morphology:
    """Word lists with all forms made, and the endings that guess the others."""

    known: dict[str, tuple[Form, ...]]
    governs: dict[str, tuple[str, ...]]
    endings: Endings
    first_names: dict[str, tuple[Form, ...]]
    surnames: tuple[str, ...]
    titles: frozenset[str]
    lists: dict[str, tuple[str, ...]]

    def forms(self, word: str) -> tuple[Form, ...]:
        """Every reading of a folded word, likeliest first; never none."""
        found = self.known.get(word, ())
        if found:
            return (*found, *self._adjective(word)) if found[0].pos == "NOUN" and not found[0].animate else found
        return tuple(self._guess(word)) or (Form(word, "NOUN"),)

    def name_forms(self, word: str) -> tuple[Form, ...]:
        """Readings of a word with a capital letter inside a sentence: a name may look like any other noun."""
        found = self.known.get(word, ())
        return found or tuple(dict.fromkeys((*self._name_adjective(word), *self._noun(word)))) or self.forms(word)

    def _name_adjective(self, word: str) -> Iterable[Form]:
        return (
            form for form in self._adjective(word) if form.lemma.endswith(("ський", "цький", "зький", "ний", "овий"))
        )

    def _guess(self, word: str) -> Iterable[Form]:
        if _NUMBER.fullmatch(word):
            return (Form(word, "NUM"),)
        if word[0].isdigit():
            return self._adjective(re.sub(r"^\d+-?", "н", word)) if _ORDINAL.match(word) else (Form(word, "NUM"),)
        if "-" in word and (last := self.known.get(word.rpartition("-")[2])) and last[0].pos == "NOUN":
            return tuple(replace(form, lemma=word) for form in last)
        adverb = (
            [Form(word, "ADV")]
            if re.fullmatch(r"\w{3,}(?:[нвклртсшбд]|[^о]г)о", word) and not _IMPERSONAL.fullmatch(word)
            else []
        )
        found = [*self._verb(word), *adverb, *self._adjective(word), *self._noun(word)]
        return found or ((Form(word, "X"),) if not re.search("[а-яіїєґ]", word) else ())

    def _verb(self, word: str) -> Iterable[Form]:
        if _IMPERATIVE.fullmatch(word):
            yield Form(word, "VERB", number="Plur", verb="Fin", tense="Imp")
        elif _IMPERSONAL.fullmatch(word) and word not in _NOT_IMPERSONAL:
            yield Form(word, "VERB", verb="Imps", tense="Past", number="Sing", gender="Neut")
        elif _INFINITIVE.fullmatch(word):
            yield Form(word, "VERB", verb="Inf")
        elif _GERUND.fullmatch(word):
            yield Form(word, "VERB", verb="Conv")
        elif _FUTURE.fullmatch(word):
            yield Form(word, "VERB", verb="Fin", tense="Fut", number="Plur" if "муть" in word else "Sing")
        elif _PAST.fullmatch(word) and (tail := _PAST_TAIL.search(word)):
            number = "Plur" if tail[1] == "ли" else "Sing"
            gender = {"в": "Masc", "ла": "Fem", "ло": "Neut", "ли": ""}[tail[1]]
            lemma = word[: tail.start()] + "ти" + ("ся" if word.endswith(("ся", "сь")) else "")
            yield Form(lemma, "VERB", number=number, gender=gender, verb="Fin", tense="Past")
        elif _PRESENT.fullmatch(word) and not word.endswith(("сть", "ість")):
            number = "Plur" if re.search(r"(?:[уюая]ть|мо)(?:ся|сь)?$", word) else "Sing"
            ahead = _PERFECTIVE.fullmatch(word) and not re.search(
                r"(?:[уюая]є|[уюая]ють|[оа][дсз][ия]т[ьи])(?:ся|ться)?$", word
            )
            yield Form(word, "VERB", number=number, verb="Fin", tense="Fut" if ahead else "Pres")
        elif _REFLEXIVE.fullmatch(word):
            yield Form(word, "VERB", number="Sing", verb="Fin", tense="Pres")

    def _adjective(self, word: str) -> Iterable[Form]:
        if word.endswith(("енні", "анні", "янні", "енню", "анню", "янню")) and len(word) > 6:
            return
        stems = self.endings["adjective_stems"]
        assert isinstance(stems, tuple)
        for kind in ("adjectives_hard", "adjectives_soft"):
            table = self.endings[kind]
            assert isinstance(table, list)
            longest = max((len(e.split()[0]) for e in table if word.endswith(e.split()[0])), default=0)
            for entry in table:
                if len(entry.split()[0]) < longest:
                    continue
                ending, case, number, *rest = entry.split()
                stem = word.removesuffix(ending)
                if (
                    not word.endswith(ending)
                    or len(stem) < 3
                    or (stem.endswith(("енн", "анн", "янн", "інн", "итт")) and kind == "adjectives_soft")
                    or (kind == "adjectives_soft" and stem[-1] != "н")
                ):
                    continue
                telling = (len(ending) > 1 and ending not in ("ій", "им", "ім", "ою", "их")) or ending in (
                    "ий",
                    "их",
                    "им",
                )
                if not telling and not stem.endswith(stems):
                    continue
                yield Form(stem + ("ий" if kind == "adjectives_hard" else "ій"), "ADJ", case, number,
                           rest[0] if number == "Sing" else "", animate="Anim" in rest)  # fmt: skip

    def _noun(self, word: str) -> Iterable[Form]:
        guesses = self.endings["guesses"]
        people = self.endings["people"]
        assert isinstance(guesses, list)
        assert isinstance(people, tuple)
        if len(word) < 2 or not re.search("[а-яіїєґ]", word):
            return
        for ending, *readings in guesses:
            if not word.endswith(ending):
                continue
            stem = word.removesuffix(ending)
            for reading in readings:
                case, number, *gender = reading.split()
                animate = len(stem) > 4 and (word if not ending else stem).endswith(people)
                yield Form(_lemma(stem, word, gender[0] if gender else ""), "NOUN", case, number,
                           gender[0] if gender else "", animate=animate)  # fmt: skip
            return


def _lemma(stem: str, word: str, gender: str) -> str:
    """A guess at the form a dictionary would have: enough to tell two mentions of one word."""
    if gender == "Fem":
        return stem + ("я" if stem[-1:] in _VOWELS else "а")
    if gender == "Neut":
        return stem + ("я" if word.endswith(("ння", "ття", "нню", "ттю", "нням", "нні")) else "о")
    return stem or word


# ---------------------------------------------------------------- loading


@cache
def morphology() -> Morphology:
    """The word lists of this folder, read when the first Ukrainian sentence is met."""
    nouns, words = _read("nouns"), _read("words")
    names, tables = _read("names"), _read("endings")
    endings = _endings(tables)
    known: dict[str, list[Form]] = defaultdict(list)
    _add_closed(known, words, tables["determiners"])
    _add_verbs(known, words)
    _add_nouns(known, nouns, endings)
    first: dict[str, list[Form]] = defaultdict(list)
    for kind, gender in (("masculine", "Masc"), ("feminine", "Fem")):
        for name in names[kind].split():
            for word, form in noun_forms(name.lower(), gender, True, endings, {}):
                first[word].append(form)
    return Morphology(
        {word: tuple(dict.fromkeys(forms)) for word, forms in known.items()},
        {word: tuple(cases) for word, cases in words["prepositions"].items()},
        endings,
        {word: tuple(forms) for word, forms in first.items()},
        tuple(names["surnames"]),
        frozenset(names["titles"]),
        {name: tuple(entries) for name, entries in words["lists"].items()},
    )


_CLOSED = frozenset({"ADP", "CCONJ", "SCONJ", "PART", "PRON", "DET", "NUM"})


@lru_cache(maxsize=50_000)
def forms_of(word: str, name: bool = False, dictionary: bool = False) -> tuple[Form, ...]:
    """Every reading of a folded word, likeliest first.

    Args:
        name: whether it stands with a capital letter inside a sentence.
        dictionary: whether to ask the dictionary of the extra `uk-dictionary` first.
    """
    words = morphology()
    own = words.name_forms(word) if name else words.forms(word)
    if name or not dictionary or own[0].pos in _CLOSED or (own[0].known and own[0].pos == "ADV"):
        return own
    found = dictionary_forms(word)
    listed = tuple(form for form in own if form.known)
    return tuple(dict.fromkeys((*listed, *found))) if found else own


def _read(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    read = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - builds nothing but text
    assert isinstance(read, dict)
    return read


def _endings(read: dict[str, Any]) -> Endings:
    adjectives = read["adjectives"]
    return {
        **read["nouns"],
        "adjectives_hard": adjectives["hard"],
        "adjectives_soft": adjectives["soft"],
        "adjective_stems": tuple(read["adjective_stems"]),
        "guesses": read["guesses"],
        "people": tuple(read["people"]),
    }


def _add_closed(known: dict[str, list[Form]], words: dict[str, Any], determined: dict[str, Any]) -> None:
    for kind, pos in (("prepositions", "ADP"), ("coordinators", "CCONJ"), ("subordinators", "SCONJ"),
                      ("particles", "PART"), ("absent", "ADV")):  # fmt: skip
        for word in words[kind]:
            known[word].append(Form(word, pos, known=True))
    for word in words["adverbs"].split():
        known[word].append(Form(word, "ADV", known=True))
    for lemma, forms in words["pronouns"].items():
        for word, tags in forms.items():
            case, number, *gender = tags.split()
            known[word].append(Form(lemma, "PRON", case, number, gender[0] if gender else "", known=True))
    for word in words["numbers"].split():
        known[word].append(Form(word, "NUM", known=True))
    for lemma, *others in words["determiners"]:
        for word in (lemma, *others):
            for tag in _determined(word, determined):
                case, number, gender = [*tag.split(), ""][:3]
                known[word].append(Form(lemma, "DET", case, number, gender, known=True))


def _determined(word: str, determined: dict[str, Any]) -> list[str]:
    """Case, number and gender of a determiner by its ending."""
    tags: list[str] = determined["whole"].get(word) or next(
        tags for ending, *tags in determined["endings"] if word.endswith(ending)
    )
    return tags


def _add_verbs(known: dict[str, list[Form]], words: dict[str, Any]) -> None:
    cues = _read("cues")
    lemmas = {verb for groups in cues["cues"].values() for verbs in groups.values() for verb in verbs}
    lemmas |= {verb for verb in cues["impersonal"] if verb.endswith(("ти", "тися"))}
    lemmas |= {*cues["silent"], *cues["quoting"], *cues["citing"], *words["verbs"].split()}
    lemmas = {lemma for lemma in lemmas if lemma.endswith(("ти", "тися"))}
    for lemma in sorted(lemmas | set(words["verb_forms"])):
        for word, form in verb_forms(lemma):
            known[word].append(form)
    for lemma, forms in words["verb_forms"].items():
        for word, tags in forms.items():
            tense, number, gender = [*tags.split(), "", ""][:3]
            verb = tense if tense in ("Conv", "Fin") else "Fin"
            known[word].insert(
                0, Form(lemma, "VERB", "", number, gender, verb, tense if verb != tense else "", known=True)
            )


def _add_nouns(known: dict[str, list[Form]], nouns: dict[str, Any], endings: Endings) -> None:
    groups = (("people_masculine", "Masc", True), ("people_feminine", "Fem", True), ("masculine", "Masc", False),
              ("feminine", "Fem", False), ("neuter", "Neut", False), ("plural", "", False),
              ("places_masculine", "Masc", False), ("places_feminine", "Fem", False))  # fmt: skip
    still = set(nouns["indeclinable"])
    for kind, gender, animate in groups:
        for lemma in nouns[kind].lower().split():
            if lemma in still or lemma in ("змі", "зсу", "впс", "ввс", "вмс", "нзф"):
                numbers = ("Sing", "Plur") if gender else ("Plur",)
                cases = itertools.product(_CASES, numbers)
                known[lemma] += [Form(lemma, "NOUN", case, number, gender, known=True) for case, number in cases]
                continue
            for word, form in noun_forms(lemma, gender, animate, endings, nouns["stems"]):
                known[word].append(form)
    for name in still - set(nouns["neuter"].split()):
        known[name] += [Form(name, "NOUN", case, "Sing", "Neut", known=True) for case in _CASES]
    for name in nouns["places_still"].lower().split():
        known[name] += [Form(name, "NOUN", case, "Sing", known=True) for case in _CASES]
    for word, entry in nouns["irregular"].items():
        for tag in entry["tags"]:
            case, number = tag.split()
            known[word].append(Form(entry["lemma"], "NOUN", case, number, "", animate=True, known=True))
