"""Readings of Ukrainian words from pymorphy3's dictionary, where the extra `uk-dictionary` is installed.

The dictionary (pymorphy3-dicts-uk) is under the GPL, version 3: whoever wants it installs it; nothing needs it.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any

from firsthand.read.uk.paradigms import Form

__all__ = ["dictionary_forms", "installed"]

_POS = {
    "NOUN": "NOUN",
    "ADJF": "ADJ",
    "COMP": "ADV",
    "VERB": "VERB",
    "INFN": "VERB",
    "GRND": "VERB",
    "ADVB": "ADV",
    "PRED": "ADV",
    "NUMR": "NUM",
}
_CASES = {"nomn": "Nom", "gent": "Gen", "datv": "Dat", "accs": "Acc", "ablt": "Ins", "loct": "Loc", "voct": "Voc"}
_GENDERS = {"masc": "Masc", "femn": "Fem", "neut": "Neut"}
_TENSES = {"past": "Past", "pres": "Pres", "futr": "Fut"}
_FORMS = {"INFN": "Inf", "GRND": "Conv", "VERB": "Fin"}


def installed() -> bool:
    """Whether the dictionary is there to be used."""
    return find_spec("pymorphy3_dicts_uk") is not None


@cache
def _analyser() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="uk")


def dictionary_forms(word: str) -> tuple[Form, ...]:
    """Every reading that the dictionary has of a folded word; none where it only guesses."""
    analyser = _analyser()
    if not analyser.word_is_known(word):
        return ()
    found = (_form(word, parse) for parse in analyser.parse(word))
    return tuple(dict.fromkeys(form for form in found if form is not None and form.case != "Voc"))


def _form(word: str, parse: Any) -> Form | None:
    tag = parse.tag
    pos = _POS.get(str(tag.POS))
    if pos is None:
        return None
    verb = "Imps" if "Impe" in tag else _FORMS.get(str(tag.POS), "")
    number = {"sing": "Sing", "plur": "Plur"}.get(str(tag.number), "Sing" if tag.case or verb == "Fin" else "")
    return Form(
        word if verb == "Imps" else str(parse.normal_form).replace("’", "'"),
        pos,
        _CASES.get(str(tag.case), ""),
        number,
        _GENDERS.get(str(tag.gender), ""),
        verb,
        "Past" if verb == "Imps" else _TENSES.get(str(tag.tense), ""),
        str(tag.animacy) == "anim",
        known=pos != "ADJ",
    )
