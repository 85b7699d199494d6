"""Who has a name of its own: the table `data/organisations.yaml`, and tables of the user's in the same form.

    organisations:
      - id: KHORTYTSIA            # "UA:defence_ministry" for a body of a state, else a short code
        kind: unit                # any word; "media" and "observer" are never doers of what they report
        side: UA                  # for whom it acts or speaks; left out for those who stand apart
        country: UA               # where it is at home, if that differs
        names: {en: [Khortytsia Group], ru: [ОСУВ Хортица], uk: [ОСУВ Хортиця]}

An id that is built in already gets the further names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from firsthand.errors import TableError
from firsthand.resolve.data import load
from firsthand.resolve.declension import forms
from firsthand.text import fold

__all__ = ["LANGUAGES", "Organisation", "built_in", "load_table"]

LANGUAGES = ("en", "ru", "uk")
_FIELDS = frozenset({"id", "kind", "side", "country", "names", "named", "unless"})
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.-]*")
_LARGEST = 5_000_000  # bytes: a table is written by hand


@dataclass(frozen=True, slots=True)
class Organisation:
    """One that has a name: (language, name) each. `named` are ordinary words, names only after "battalion" and the
    like. Beside a word that begins as `unless` says, the name means something else: Wagner and an opera.
    """

    id: str
    kind: str
    side: str | None
    country: str | None
    names: tuple[tuple[str, str], ...]
    named: tuple[tuple[str, str], ...] = ()
    unless: tuple[tuple[str, str], ...] = ()

    def in_language(self, language: str) -> tuple[str, ...]:
        return tuple(name for each, name in self.names if each == language)

    def unless_in(self, language: str) -> tuple[str, ...]:
        return tuple(fold(start) for each, start in self.unless if each == language)

    def named_in(self, language: str) -> tuple[str, ...]:
        return tuple(name for each, name in self.named if each == language)


@cache
def built_in() -> tuple[Organisation, ...]:
    """The table that comes with the package."""
    return tuple(
        Organisation(
            id=each["id"],
            kind=each["kind"],
            side=each.get("side"),
            country=each.get("country", each.get("side")),
            names=_flat(each.get("names", {})),
            named=_flat(each.get("named", {})),
            unless=_flat(each.get("unless", {})),
        )
        for each in load("organisations.yaml")["organisations"]
    )


def _flat(names: dict[str, list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((language, name) for language, listed in names.items() for name in listed)


def load_table(path: Path) -> tuple[Organisation, ...]:
    """The table of the user's. Raises TableError, which names the file, the line, and what is wrong there."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TableError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > _LARGEST:
        raise TableError(f"{path}: {len(data)} bytes; a table of actors may have {_LARGEST}")
    try:
        root = yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise TableError(f"{path}: is not UTF-8 (byte {error.start})") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TableError(f"{path}, line {line}: is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise TableError(f"{path}: is not YAML: {error}") from error
    except RecursionError as error:
        raise TableError(f"{path}: lists in lists without end") from error
    return tuple(_Reader(path).table(root))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes the table from the nodes of the file, which know their line."""

    path: Path

    def wrong(self, node: Node | None, what: str) -> TableError:
        line = f", line {node.start_mark.line + 1}" if node is not None else ""
        return TableError(f"{self.path}{line}: {what}")

    def table(self, root: Node | None) -> Iterator[Organisation]:
        fields = self.fields(root, "a table of actors", frozenset({"organisations"}))
        listed = fields.get("organisations")
        if not isinstance(listed, SequenceNode) or not listed.value:
            raise self.wrong(root, "expected a list `organisations:` with at least one entry")
        lines: dict[str, int] = {}
        for node in listed.value:
            organisation = self.organisation(node)
            if organisation.id in lines:
                raise self.wrong(node, f"the id {organisation.id} stands in line {lines[organisation.id]} already")
            lines[organisation.id] = node.start_mark.line + 1
            yield organisation

    def organisation(self, node: Node) -> Organisation:
        fields = self.fields(node, "an organisation", _FIELDS)
        names = self.names(fields.get("names"))
        named = self.names(fields.get("named"))
        if not names and not named:
            raise self.wrong(node, "no `names:`, such as {en: [Name], uk: [Назва]}")
        side = self.code(fields.get("side"), "side")
        return Organisation(
            id=self.required(node, fields, "id"),
            kind=self.required(node, fields, "kind"),
            side=side,
            country=self.code(fields.get("country"), "country") or side,
            names=names,
            named=named,
            unless=self.names(fields.get("unless")),
        )

    def fields(self, node: Node | None, what: str, known: frozenset[str]) -> dict[str, Node]:
        if not isinstance(node, MappingNode):
            raise self.wrong(node, f"expected {what} with the fields {', '.join(sorted(known))}")
        fields: dict[str, Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name not in known:
                raise self.wrong(key, f"no such field: {name}; there are {', '.join(sorted(known))}")
            if name in fields:
                raise self.wrong(key, f"{name} is given twice")
            fields[name] = value
        return fields

    def required(self, node: Node, fields: dict[str, Node], name: str) -> str:
        code = self.code(fields.get(name), name)
        if code is None:
            raise self.wrong(node, f"the field {name} is missing")
        return code

    def code(self, node: Node | None, name: str) -> str | None:
        if node is None:
            return None
        if not isinstance(node, ScalarNode) or not _CODE.fullmatch(node.value):
            raise self.wrong(node, f"{name} must be a code of Latin letters and digits, such as UA or UA:general_staff")
        return str(node.value)

    def names(self, node: Node | None) -> tuple[tuple[str, str], ...]:
        if node is None:
            return ()
        found: list[tuple[str, str]] = []
        for language, listed in self.fields(node, "names by language", frozenset(LANGUAGES)).items():
            if not isinstance(listed, SequenceNode):
                raise self.wrong(listed, f"the names in {language} must be a list, such as [Name, Other name]")
            found += [(language, self.name(each, language)) for each in listed.value]
        return tuple(found)

    def name(self, node: Node, language: str) -> str:
        if not isinstance(node, ScalarNode) or not any(char.isalnum() for char in node.value):
            raise self.wrong(node, "a name must be a text with letters in it; put it in quotation marks")
        for word in node.value.split():
            try:
                forms(word, language)
            except (KeyError, AttributeError, TypeError) as error:
                raise self.wrong(node, f"{word}: there is no such class of endings in {language}") from error
        return str(node.value)
