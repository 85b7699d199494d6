"""Words of a Ukrainian sentence on their way to a tree: what each can be, and what it is taken for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from firsthand.read.uk.morphology import forms_of, morphology
from firsthand.read.uk.paradigms import Form
from firsthand.text import fold

__all__ = ["RELATIVES", "Token", "nominal", "split_words", "tokens_of"]

_WORDS = re.compile(
    r"https?://\S+|[#@][^\W_][\w-]*|t\.me/\S+"
    r"|\d+(?:[.,:/]\d+)*(?:[-‑][^\W\d_]+)?"
    r"|[^\W\d_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*(?:['’ʼ`´‘\-‑][^\W_]+)*"
    r"|[^\w\s]|\w+"
)
_ACCENTS = re.compile("[\u0300-\u0305\u0309-\u036f\u200b-\u200f\u00ad]")
_LATIN = re.compile("[a-zA-Z]")
_CYRILLIC = re.compile("[а-яА-ЯіїєґІЇЄҐ]")
_LOOKALIKE = str.maketrans("aceiopxyABCEHIKMOPTXkm", "асеіорхуАВСЕНІКМОРТХкм")
RELATIVES = frozenset({"який", "чий", "котрий"})
_OPEN = frozenset({"NOUN", "VERB", "ADJ"})
_STARTS = frozenset(".!?:«“„—–")
_NOMINAL = frozenset({"NOUN", "PROPN", "X", "PRON", "QUOTE"})
_NO_SHORTS: Mapping[str, tuple[Form, ...]] = MappingProxyType({})


@dataclass(slots=True)
class Token:
    """A word, a mark, or a quotation. `forms` are its readings; `form` the one that is taken."""

    surface: str
    word: str
    forms: tuple[Form, ...]
    form: Form
    head: int = -1
    rel: str = ""
    name: str = ""
    short: bool = False
    alone: bool = False

    @property
    def pos(self) -> str:
        return self.form.pos

    @property
    def capital(self) -> bool:
        return self.surface[:1].isupper()

    def take(self, form: Form) -> None:
        self.form = form

    def can(self, *classes: str) -> list[Form]:
        return [form for form in self.forms if form.pos in classes]


def nominal(token: Token) -> bool:
    return token.form.pos in _NOMINAL


def split_words(text: str) -> list[tuple[int, int]]:
    """Where each word or mark starts and ends; apostrophes of any kind and accents stay inside a word."""
    return [(match.start(), match.end()) for match in _WORDS.finditer(text)]


def plain(surface: str) -> str:
    """A word in small letters, without accents, with Cyrillic letters where Latin ones were put in their place."""
    surface = _ACCENTS.sub("", surface)
    if _LATIN.search(surface) and _CYRILLIC.search(surface):
        surface = surface.translate(_LOOKALIKE)
    return fold(surface).replace("´", "'")


def tokens_of(
    row: Sequence[str],
    placeholder: str,
    dictionary: bool = False,
    shorts: Mapping[str, tuple[Form, ...]] = _NO_SHORTS,
) -> list[Token]:
    """The tokens of a sentence, each with its likeliest reading where it stands."""
    tokens = [_short(surface, shorts) or _token(surface, dictionary) for surface in row]
    for number, token in enumerate(tokens):
        following = tokens[number + 1].capital if number + 1 < len(tokens) else False
        if token.word.endswith(".") and len({form.pos for form in token.forms}) > 1:  # «ген. Петренко», «ген. директор»
            token.forms = tuple(token.can("NOUN") if following else token.can("ADJ"))
            token.take(token.forms[0])
            continue
        if number and token.capital and token.forms[0].pos in _OPEN and tokens[number - 1].word not in _STARTS:
            token.forms = forms_of(token.word, True, dictionary)
        if token.word == placeholder and [t.word for t in tokens[number - 1 : number + 2 : 2]] == ["«", "»"]:
            token.forms = (Form(placeholder, "QUOTE", "Acc", "Sing", "Neut"),)
        token.take(_likeliest(tokens, number))
    asides, there, capitals, bodies = (morphology().lists[name] for name in ("asides", "there", "capitals", "bodies"))
    for number, token in enumerate(tokens):
        if token.word in asides and [t.word for t in tokens[max(0, number - 1) : number + 2 : 2]][-2:] == [",", ","]:
            token.take(Form(token.word, "PART"))
        if token.capital and any(form.lemma in capitals for form in token.forms):
            token.name = "ORG"
        if token.capital and token.pos == "NOUN" and _body(token, bodies):
            token.name = "ORG"
        if token.word in there:
            token.take(Form(token.word, "PRON", "Nom", "Plur"))
            token.forms = (token.form,)
        if token.form.lemma == "йтися" and any(after.word == "про" for after in tokens[number + 1 : number + 4]):
            token.take(replace(token.form, lemma="стосуватися"))
    return tokens


def _body(token: Token, beginnings: tuple[str, ...]) -> bool:
    """«Генпрокуратура», «Нацполіція», «Укрзалізниця»: a body by how its name begins, and no word of the lists."""
    return len(token.word) > 7 and token.word.startswith(beginnings) and not token.form.known


def _short(surface: str, shorts: Mapping[str, tuple[Form, ...]]) -> Token | None:
    """An abbreviation that is known, or an initial: both with their full stop."""
    word = fold(surface)
    if len(word) > 1 and word.endswith(".") and (forms := shorts.get(word)):
        return Token(surface, word, forms, forms[0])
    if len(word) == 2 and word.endswith(".") and word[0].isalpha():
        initial = (Form(word, "PROPN"),)
        return Token(surface, word, initial, initial[0])
    return None


_PUNCTUATION = re.compile(r"[^\w\s]+")


def _token(surface: str, dictionary: bool) -> Token:
    word = plain(surface)
    if _PUNCTUATION.fullmatch(surface):
        pos = "SYM" if surface in "%№$€₴+&" else "PUNCT"
        return Token(surface, word, (form := (Form(surface, pos),)), form[0])
    if surface[0] in "#@" or word.startswith(("http", "t.me")):
        return Token(surface, word, (form := (Form(word, "SYM"),)), form[0])
    if (_LATIN.match(surface) and not _CYRILLIC.search(surface)) or (len(surface) > 1 and _acronym(surface)):
        forms = forms_of(word, False, dictionary)
        known = tuple(form for form in forms if form.known and form.pos in ("NOUN", "NUM"))
        if not (known and _CYRILLIC.search(surface)):
            return Token(surface, word, (form := (Form(word, "X"),)), form[0], name="ORG")
        return Token(surface, word, known, known[0], name="ORG")
    forms = forms_of(word, False, dictionary)
    return Token(surface, word, forms, forms[0])


def _acronym(surface: str) -> bool:
    return surface.isupper() and surface.isalpha() and len(surface) <= 6


def _likeliest(tokens: list[Token], number: int) -> Form:
    """A reading that fits what stands before: no verb behind a preposition, or in the middle with a capital letter."""
    token = tokens[number]
    before = tokens[number - 1] if number else None
    forms = token.forms
    if len({form.pos for form in forms}) == 1:
        return forms[0]
    inside = before is not None and before.word not in ".!?:«“„—–" and token.capital
    agreeing = before is not None and (
        before.pos == "ADP"
        or (before.pos == "DET" and before.form.lemma not in RELATIVES)
        or (before.pos == "ADJ" and _agree(before, forms))
    )
    if inside or agreeing:
        named = [form for form in forms if form.pos not in ("VERB", "PART", "ADV", "CCONJ", "SCONJ")]
        return (named or forms)[0]
    return forms[0]


def _agree(before: Token, forms: Sequence[Form]) -> bool:
    return any(
        one.case == other.case and one.number == other.number
        for one in before.can("ADJ")
        for other in forms
        if other.pos == "NOUN" and other.known
    )
