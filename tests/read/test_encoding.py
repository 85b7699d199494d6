"""Bytes become the characters that were meant, or an error that says they cannot."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.errors import NotText
from firsthand.read.encoding import clean, decode

RUSSIAN = "Над областью за ночь сбиты три беспилотника, сообщил губернатор. Пострадавших нет."
UKRAINIAN = "Над областю за ніч збито три безпілотники, повідомив губернатор. Її дім уцілів."
LOUD = "ВЗРЫВЫ В ЦЕНТРЕ ГОРОДА, РАБОТАЕТ ПВО"
GERMAN = "Zwei Menschen wurden bei der alten Mühle von der Straße gedrängt – sagt die Polizei."
POLISH = "Dwie osoby zostały ranne koło starego młyna. Świadkowie mówili o huku tuż po północy."
ENGLISH = "The mayor said “we have never seen it so high” – and left."

CASES = [
    *((text, name) for text in (RUSSIAN, UKRAINIAN, GERMAN, POLISH, ENGLISH) for name in ("utf-8", "utf-8-sig")),
    *((text, name) for text in (RUSSIAN, UKRAINIAN, ENGLISH) for name in ("utf-16", "utf-32")),
    *((text, name) for text in (RUSSIAN, ENGLISH, GERMAN) for name in ("utf-16-le", "utf-16-be")),
    *((text, name) for text in (RUSSIAN, LOUD) for name in ("cp1251", "koi8-r", "cp866", "iso8859-5")),
    *((UKRAINIAN, name) for name in ("cp1251", "koi8-u")),
    (RUSSIAN, "mac-cyrillic"),
    *((text, "cp1252") for text in (GERMAN, ENGLISH)),
    *((POLISH, name) for name in ("cp1250", "iso8859-2")),
]


@pytest.mark.parametrize(("text", "encoding"), CASES)
def test_an_undeclared_encoding_is_found(text: str, encoding: str) -> None:
    """Nobody says what it is, and every character comes out right."""
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "koi8-r", "cp866", "no-such-charset", "rot13", "idna"])
def test_a_wrong_declaration_is_put_right(declared: str) -> None:
    """The commonest mishap: Russian in Windows-1251, declared as something else."""
    assert decode(RUSSIAN.encode("cp1251"), declared).text == RUSSIAN


def test_utf8_declared_as_latin_is_read_as_utf8() -> None:
    """No "â€œ" where a quotation mark was meant."""
    assert decode(ENGLISH.encode(), "iso-8859-1").text == ENGLISH


def test_what_latin_1_has_no_characters_for_is_windows_1252() -> None:
    """Curly quotes in a page that calls itself Latin-1, as browsers read it."""
    assert decode(ENGLISH.encode("cp1252"), "iso-8859-1").text == ENGLISH


def test_the_page_itself_may_declare() -> None:
    """A meta element counts where the server says nothing."""
    page = f'<html><head><meta charset="cp866"></head><body>{RUSSIAN}</body></html>'
    assert RUSSIAN in decode(page.encode("cp866")).text


def test_a_few_broken_bytes_do_not_spoil_utf8() -> None:
    """One byte lost in a long text is shown as such and reported, and the rest stays readable."""
    data = (RUSSIAN * 20).encode()
    decoded = decode(data[:101] + data[102:])
    assert decoded.encoding == "utf-8"
    assert decoded.text.endswith(RUSSIAN)
    assert any("utf-8" in skip.reason for skip in decoded.skips)


def test_control_characters_are_replaced_and_reported() -> None:
    """A stray NUL moves nothing and does not pass unseen."""
    decoded = decode((ENGLISH * 4 + "\0" + ENGLISH + "\x1b").encode())
    assert decoded.text == f"{ENGLISH * 4} {ENGLISH} "
    assert [skip.record for skip in decoded.skips] == ["2 control characters"]


def test_line_breaks_become_one_kind() -> None:
    """Windows, old Mac and Unicode line breaks; the byte order mark goes."""
    assert clean("\ufeffone\r\ntwo\rthree\u2028four\x0cfive")[0] == "one\ntwo\nthree\nfour\nfive"


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_no_text(seed: int) -> None:
    """Binary data gives an error, not a report in Chinese."""
    with pytest.raises(NotText):
        decode(random.Random(seed).randbytes(400))


def test_bytes_in_no_known_encoding_are_refused() -> None:
    """Bytes that make words in no encoding are refused, whatever is declared."""
    with pytest.raises(NotText):
        decode(bytes(range(128, 256)) * 30, "utf-8")


@settings(deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([None, "utf-8", "utf-16", "cp1251", "idna", "hex", "utf-7", "\0"]),
)
def test_no_bytes_crash(data: bytes, declared: str | None) -> None:
    """Any bytes give clean text or `NotText`."""
    try:
        text = decode(data, declared).text
    except NotText:
        return
    assert clean(text) == (text, ())
    text.encode()


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_always_comes_back(text: str) -> None:
    """UTF-8 is read as UTF-8, however odd the text."""
    assert decode(text.encode()).text == clean(text)[0]


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d", "\u2060", "\u00ad"])
@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN, ENGLISH])
def test_joiners_between_letters_are_left_out_and_counted(text: str, joiner: str) -> None:
    """Joiners that hide words from search are one kind of invisible character, told of once."""
    cleaned, skips = clean(joiner.join(text))
    assert cleaned == text
    assert [skip.record for skip in skips] == [f"{len(text) - 1} invisible characters"]


@pytest.mark.parametrize("text", ["Семья 👨\u200d👩\u200d👧 спаслась", "می\u200cخواهم", "क्\u200dष"])
def test_joiners_that_join_are_kept(text: str) -> None:
    """Emoji, Persian and Devanagari are written with joiners."""
    assert clean(text) == (text, ())


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN, "Привет", LOUD])
@pytest.mark.parametrize("mistaken", ["latin-1", "cp1252"])
def test_cyrillic_that_was_taken_for_latin_is_put_right(text: str, mistaken: str) -> None:
    """«Ïðèâåò» is Windows-1251 that somebody read as a Western encoding: it is repaired, and said so."""
    cleaned, skips = clean(text.encode("cp1251").decode(mistaken))
    assert cleaned == text
    assert ["Windows-1251" in skip.reason for skip in skips] == [True]


@pytest.mark.parametrize("text", [GERMAN, POLISH, "Où êtes-vous né, à Orléans ?", "ÄÖÜ", "Þórður á Ísafirði", "éèêë"])
def test_accents_are_no_mistake(text: str) -> None:
    """Languages with many accented letters stay as they are."""
    assert clean(text) == (text, ())
