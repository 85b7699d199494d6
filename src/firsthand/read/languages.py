"""The languages that can be read, by code. Opening one loads its words and models; naming it costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from firsthand.read.en.reading import English
from firsthand.read.reading import Language
from firsthand.read.ru.language import Russian
from firsthand.read.uk.language import Ukrainian

__all__ = ["LANGUAGES"]

_ALL: tuple[Language, ...] = (English(), Russian(), Ukrainian())
LANGUAGES: Mapping[str, Language] = MappingProxyType({language.code: language for language in _ALL})
