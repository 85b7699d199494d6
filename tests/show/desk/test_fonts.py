"""The fonts that are shipped have the letters of the languages that are read, also those of a few neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import firsthand.show.desk

FONTS = Path(firsthand.show.desk.__file__).parent / "static" / "vendor" / "fonts"
FAMILIES = ("Source Sans 3 Variable", "Source Serif 4 Variable")
STYLES = ("normal", "italic")
_FACE = re.compile(
    r"font-family: '([^']+)';\s*font-style: (\w+);.*?url\(([^)]+)\).*?unicode-range: ([^;]+);", re.DOTALL
)
LETTERS = {
    "English": "abcdefghijklmnopqrstuvwxyz",
    "Russian": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "Belarusian": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "Serbian": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "Bulgarian": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "marks": "«»„“”’ʼ№—–…→₴€%0123456789",
}
STRESSED = "аеєиіїоуюяэыё"


@cache
def faces() -> tuple[tuple[str, str, str, tuple[tuple[int, int], ...]], ...]:
    """Family, style, file, and the characters that a browser takes from it."""
    found = _FACE.findall((FONTS / "fonts.css").read_text("utf-8"))
    return tuple((family, style, file, tuple(ranges(given))) for family, style, file, given in found)


def ranges(given: str) -> Iterator[tuple[int, int]]:
    for each in given.split(","):
        first, _, last = each.strip().removeprefix("U+").partition("-")
        yield int(first, 16), int(last or first, 16)


@cache
def letters_of(file: str) -> frozenset[int]:
    with TTFont(FONTS / file) as font:
        return frozenset(font.getBestCmap())


def files_with(family: str, style: str, letter: str) -> set[str]:
    """The files that a browser takes the letter from, and that have it."""
    code = ord(letter)
    return {
        file
        for named, own, file, parts in faces()
        if (named, own) == (family, style)
        and any(first <= code <= last for first, last in parts)
        and code in letters_of(file)
    }


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", LETTERS)
def test_no_letter_is_taken_from_another_font(family: str, style: str, language: str) -> None:
    """A single letter of another font within a word is what people see first."""
    small = LETTERS[language]
    wanted = {*small, *(each.upper() for each in small if len(each.upper()) == 1)}
    assert {each for each in wanted if not files_with(family, style, each)} <= _LEFT_TO_THE_SYSTEM


_LEFT_TO_THE_SYSTEM = {"→"}
"""Signs that stand by themselves, which neither font has in the parts that are shipped."""


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("style", STYLES)
def test_a_stress_mark_comes_with_its_vowel(family: str, style: str) -> None:
    """From one file, or it would not stand above the letter: за́мок and замо́к are two words."""
    stress = files_with(family, style, "\u0301")
    assert all(files_with(family, style, vowel) & stress for vowel in STRESSED + STRESSED.upper())


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", ["BGR ", "SRB "])
def test_letters_have_the_forms_of_a_language(family: str, style: str, language: str) -> None:
    """By the `lang` of a text: Serbian and Bulgarian draw some letters otherwise. Russian and Ukrainian take the
    letters as they come."""
    (file,) = files_with(family, style, "б")
    with TTFont(FONTS / file) as font:
        table = font["GSUB"].table
        scripts = {each.ScriptTag: each.Script for each in table.ScriptList.ScriptRecord}
        systems = {each.LangSysTag: each.LangSys for each in scripts["cyrl"].LangSysRecord}
        features = table.FeatureList.FeatureRecord
        assert "locl" in {features[index].FeatureTag for index in systems[language].FeatureIndex}
