"""Words that turn what is told into its contrary, and numbers in words: small, closed lists for comparing texts."""

from __future__ import annotations

import re

__all__ = ["CONFIRMING", "NEGATIONS", "NO_NEGATIONS", "NUMBER_WORDS", "OPPOSITES"]

NEGATIONS = {
    "en": frozenset(
        [
            "not",
            "no",
            "never",
            "without",
            "neither",
            "nor",
            "nobody",
            "none",
            "cannot",
            "isn't",
            "aren't",
            "wasn't",
            "weren't",
            "don't",
            "doesn't",
            "didn't",
            "won't",
            "wouldn't",
            "can't",
            "couldn't",
            "hasn't",
            "haven't",
            "hadn't",
        ]
    ),
    "ru": frozenset(["не", "ни", "нет", "без", "никто", "нельзя", "никогда", "ничего"]),
    "uk": frozenset(["не", "ні", "немає", "нема", "без", "ніхто", "ніколи", "нічого", "неможна"]),
}
"""By language, folded."""

_UNSAID = {  # verbs of saying, knowing and finding: who does not say it denies nothing, who is not found is missing
    "en": r"confirm|den(?:y|ie)|rul(?:e|ing) out|exclude|say|said|report|specif|comment|know|believe|clear|disclose"
    r"|name|found|find|exceed",
    "ru": r"подтвер|опроверг|отриц|исключ|сообщ|говор|сказа|уточн|комментир"
    r"|зна(?:ет|ют|ем|л|ть)|извест|вер(?:ит|ят|ил)|назва|назыв|раскры|найд|превыша",
    "uk": r"підтвер|спросту|запереч|виключ|повідомл|каз(?:ав|ал|ати)|сказа|говор|уточн|комент"
    r"|зна(?:є|ют|в|л|ти)|відом|вір(?:ит|ят|ив)|назва|назив|розкри|знайд|знайш|перевищ",
}
NO_NEGATIONS = {
    "en": re.compile(
        r"\b(?:not (?:only|just|merely)|(?:no|not) (?:less|fewer|more|later|earlier|sooner) than|without"
        rf"|(?:not|\w+n't|cannot|never|no one|nobody|none)(?: \w+)?? (?:{_UNSAID['en']})\w*"
        r"|no (?:doubt|word|report|comment|confirmation|information)\w*)(?!\w)"
    ),
    "ru": re.compile(
        r"\b(?:без|не (?:только|просто|менее|более|меньше|больше|позднее|позже|раньше|ранее|раз)"
        rf"|не (?:\w+ )??(?:{_UNSAID['ru']})\w*|нет (?:данных|сведений|информации|подтвержд\w*|сомнени\w*))(?!\w)"
    ),
    "uk": re.compile(
        r"\b(?:без|не (?:тільки|лише|просто|менше|менш|більше|більш|пізніше|раніше|раз)"
        rf"|не (?:\w+ )??(?:{_UNSAID['uk']})\w*"
        r"|нема(?:є)? (?:даних|відомостей|інформації|підтвердж\w*|сумнів\w*))(?!\w)"
    ),
}
"""By language, folded: what has a negation and negates nothing of what is told: "no fewer than", "did not confirm"."""

CONFIRMING = {"en": re.compile(r"\bconfirm"), "ru": re.compile(r"\bподтвер"), "uk": re.compile(r"\bпідтвер")}
"""By language, folded: the verbs of those who confirm."""

_PAIRS = """
begin end
ban allow
arrest release
detain release
convict acquit
rise decrease
increase decrease
grow decrease
rise fall
increase drop
confirm deny
open close
agree refuse
agree disagree
missing found
win lose-vote
support oppose
support condemn
praise criticise
approve veto-reject
adopt veto-reject
appoint oust
appoint resign
enter exit-go
buy sell
pause resume
offensive retreat
advance retreat
deployment withdraw
dead survive
strengthen weaken
freeze lift-restriction
escalation deescalation
occupation deoccupation
seize deoccupation
win defeat
guilt innocent
true lie
accelerate slowly
break repair
destroy restore
join exit-go
legal illegal
possible impossible
"""
OPPOSITES = tuple((f"={one}", f"={other}") for one, other in (pair.split() for pair in _PAIRS.strip().splitlines()))
"""Pairs of concepts of the glossary, as terms."""

_SPELLED = {
    "en": "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve",
    "ru": "один одна одно одного одной|два две двое двух двум двоих двумя|три трое трех трем троих тремя"
    "|четыре четверо четырех четырем|пять пятеро пяти пятью|шесть шестеро шести|семь семеро семи|восемь восьми"
    "|девять девяти|десять десяти|одиннадцать одиннадцати|двенадцать двенадцати",
    "uk": "один одна одне одного однієї|два дві двоє двох двом двома|три троє трьох трьом трьома"
    "|чотири четверо чотирьох чотирьом|п'ять п'ятеро п'яти п'ятьох|шість шестеро шести шістьох|сім семеро семи сімох"
    "|вісім восьми вісьмох|дев'ять дев'яти|десять десяти|одинадцять одинадцяти|дванадцять дванадцяти",
}
NUMBER_WORDS = {
    language: {word: str(number) for number, words in enumerate(listed.split("|"), 1) for word in words.split()}
    for language, listed in _SPELLED.items()
}
"""By language: the folded word for a number up to twelve, in its commonest cases, and its digits."""
