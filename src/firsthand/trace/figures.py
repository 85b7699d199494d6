"""Whose side public figures are of, by their names alone: the table `figures.yaml`.

Names are compared by what is heard of them, without the endings of cases, so that "Zelensky", «Зеленский» and
«Зеленським» are one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

__all__ = ["Figure", "figures_of", "side_of", "table"]

_ENOUGH = "*"
_ENDING = re.compile(r"(?<=...)[gm]$")  # what is heard of "-ого", "-ому", "-им"
_LANGUAGE = "en"

Heard = Callable[[str, str], frozenset[str]]
"""The names in a text of a language, by what is heard of them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A person: all names by what is heard of them, and whether the last one is enough."""

    names: frozenset[str]
    side: str
    alone: bool

    def is_called(self, names: frozenset[str]) -> bool:
        """Whether somebody with these names, of which one is this person's last, is this person."""
        return self.names <= names or (names <= self.names and (self.alone or len(names) > 1))


@cache
def table() -> Mapping[str, Mapping[str, list[str]]]:
    """Side → office → names as written."""
    text = resources.files("firsthand.trace").joinpath("figures.yaml").read_text("utf-8")
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load(text)
    return loaded


@cache
def figures_of(heard: Heard) -> Mapping[str, tuple[Figure, ...]]:
    """All of the table, by what is heard of their last names."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for last, figure in _read(heard):
        found[last].append(figure)
    return {last: tuple(figures) for last, figures in found.items()}


def _read(heard: Heard) -> Iterator[tuple[str, Figure]]:
    listed: Iterator[tuple[str, Any]] = (
        (side, name) for side, offices in table().items() for names in offices.values() for name in names
    )
    for side, name in listed:
        called = name.removesuffix(_ENOUGH)
        for last in _without_endings(heard(called.split()[-1], _LANGUAGE)):
            yield last, Figure(_without_endings(heard(called, _LANGUAGE)), side, name.endswith(_ENOUGH))


def _without_endings(names: Iterable[str]) -> frozenset[str]:
    return frozenset(_ENDING.sub("", name) for name in names)


def side_of(names: frozenset[str], figures: Mapping[str, tuple[Figure, ...]]) -> str | None:
    """The side of who bears these names; None for anybody else, or where two that bear them are of two sides."""
    called = _without_endings(names)
    sides = {each.side for last in called for each in figures.get(last, ()) if each.is_called(called)}
    return sides.pop() if len(sides) == 1 else None
