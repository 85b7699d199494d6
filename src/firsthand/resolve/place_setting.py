"""How a name that was found stands in its sentence: what the judges of every language hand over."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Setting"]


@dataclass(frozen=True, slots=True)
class Setting:
    """How a hit stands in its sentence.

    `located`: a locative word before it, or a word of its kind beside it. `plain`: a capital here says
    nothing (start of a sentence, a headline). `person`: it is part of a person's name. `possible` is
    false where it is certainly no place. `befallen`: what is told of it befalls places only ("was shelled").
    """

    located: bool
    plain: bool
    person: bool
    possible: bool
    befallen: bool = False
