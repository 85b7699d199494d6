"""Reading tables of sources, in YAML or CSV, into entries whose every field is checked.

An entry may leave out what another table tells of the same id; a side of `none` takes one away.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from firsthand.collect.sources.names import host_in_ascii, telegram_name
from firsthand.errors import TableError
from firsthand.model import SourceKind

__all__ = ["FIELDS", "Entry", "entries_in", "from_csv", "from_yaml", "text_of"]

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a build of PyYAML without libyaml reads the same, only slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

FIELDS = ("id", "name", "kind", "country", "language", "side", "family", "domains", "telegram", "names", "credits")
_LISTS = ("domains", "telegram", "names", "credits")
_BY_LANGUAGE = ("names", "credits")
_LARGEST = 5_000_000  # bytes: a table is written by hand
_MOST = 500_000  # values in one table: an alias in YAML can repeat a list without end
_DEEPEST = 50  # lists in one another; a table has four
_SHAPES = {
    "id": (r"[A-Za-z0-9][A-Za-z0-9_:.+-]*", "a code of Latin letters and digits, such as ukrinform"),
    "country": (r"[A-Z]{2}", "an ISO 3166-1 code of two capitals, such as UA"),
    "language": (r"[a-z]{2,3}", "an ISO 639 code, such as uk"),
    "side": (r"[A-Z][A-Z0-9_]*|none", "an ISO 3166-1 code such as UA, a short code in capitals, or none"),
    "family": (r"[A-Za-z0-9][A-Za-z0-9_:.+-]*", "a code of Latin letters and digits, such as starlight_media"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What one table tells of a source; None and empty where it tells nothing. A side taken away is ""."""

    id: str
    line: int
    name: str | None = None
    kind: SourceKind | None = None
    country: str | None = None
    language: str | None = None
    side: str | None = None
    family: str | None = None
    domains: tuple[str, ...] = ()
    telegram: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    credits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Value:
    """One value as it was written, with its line, and the language it stands under."""

    text: str
    line: int
    language: str = ""


_Row = Mapping[str, tuple[_Value, ...]]


def text_of(path: Path) -> str:
    """What stands in the file of a table. Raises TableError."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        raise TableError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(data) > _LARGEST:
        raise TableError(f"{path}: larger than {_LARGEST} bytes, the most that a table of sources may have")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{path}: is not UTF-8 (byte {error.start})") from error


def entries_in(text: str, where: str) -> tuple[Entry, ...]:
    """The entries of a table, CSV by the end of its name, else YAML. Raises TableError, which names file and line."""
    if where.lower().endswith((".csv", ".tsv")):
        return from_csv(text, where)
    _refuse_nesting(text, where)
    return from_yaml(text, where)


def _refuse_nesting(text: str, where: str) -> None:
    """Raises TableError for lists in lists without end, which the parser in C would follow beyond its stack."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > _DEEPEST:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise TableError(f"{where}, line {line}: lists in lists without end")
    except (yaml.YAMLError, UnicodeError):
        return  # composing it tells what is wrong, and where


def from_yaml(text: str, where: str) -> tuple[Entry, ...]:
    """The entries of a text in YAML. Raises TableError."""
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TableError(f"{where}, line {line}: is not YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise TableError(f"{where}: is not YAML: {error}") from error
    return tuple(_checked(_YamlRows(where).rows(root), where))


def from_csv(text: str, where: str) -> tuple[Entry, ...]:
    """The entries of a text in CSV, its cells cut at comma, semicolon or tab, a list inside a cell at "|"."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    entries = tuple(_checked(_csv_rows(reader, where), where))
    if not entries:
        raise TableError(f"{where}: there is no source in it, only the names of columns")
    return entries


def _checked(rows: Iterator[tuple[int, _Row]], where: str) -> Iterator[Entry]:
    seen: dict[str, int] = {}
    owners: dict[tuple[str, str], tuple[str, int]] = {}
    values = 0
    for line, row in rows:
        values += sum(map(len, row.values()))
        if values > _MOST:
            raise TableError(f"{where}, line {line}: more than {_MOST} values, the most that a table may have")
        entry = _Fields(where, line, row).entry()
        if entry.id in seen:
            raise TableError(f"{where}, line {line}: the id {entry.id} stands in line {seen[entry.id]} already")
        seen[entry.id] = line
        for field, each in (*(("domain", d) for d in entry.domains), *(("user name", u) for u in entry.telegram)):
            other, at = owners.setdefault((field, each), (entry.id, line))
            if other != entry.id:
                raise TableError(f"{where}, line {line}: the {field} {each} is given to {other} in line {at} already")
        yield entry


@dataclass(frozen=True, slots=True)
class _Fields:
    """Checks the values of one row."""

    where: str
    line: int
    row: _Row

    def wrong(self, what: str, value: _Value | None = None) -> TableError:
        return TableError(f"{self.where}, line {value.line if value else self.line}: {what}")

    def entry(self) -> Entry:
        id_ = self.code("id")
        if id_ is None:
            raise self.wrong("the field id is missing")
        side = self.code("side")
        return Entry(
            id=id_,
            line=self.line,
            name=self.name(),
            kind=self.kind(),
            country=self.code("country"),
            language=self.code("language"),
            side="" if side == "none" else side,
            family=self.code("family"),
            domains=self.each("domains", self.domain),
            telegram=self.each("telegram", self.username),
            names=self.spellings("names"),
            credits=self.spellings("credits"),
        )

    def only(self, field: str) -> _Value | None:
        values = self.row.get(field, ())
        if len(values) > 1:
            raise self.wrong(f"{field} is one value, not a list", values[1])
        return values[0] if values else None

    def code(self, field: str) -> str | None:
        value = self.only(field)
        if value is None:
            return None
        shape, told = _SHAPES[field]
        if not re.fullmatch(shape, value.text):
            raise self.wrong(f"{field} must be {told}; it is {value.text[:80]!r}", value)
        if field == "country" and value.text == "UK":
            raise self.wrong("country: the code of the United Kingdom is GB; UA is that of Ukraine", value)
        return value.text

    def name(self) -> str | None:
        value = self.only("name")
        return self.spelling(value) if value else None

    def kind(self) -> SourceKind | None:
        value = self.only("kind")
        if value is None:
            return None
        try:
            return SourceKind(value.text)
        except ValueError as error:
            known = ", ".join(kind.value for kind in SourceKind)
            raise self.wrong(f"no such kind: {value.text[:80]}; there are {known}", value) from error

    def each(self, field: str, check: object) -> tuple[str, ...]:
        assert callable(check)
        return tuple(dict.fromkeys(check(value) for value in self.row.get(field, ())))

    def spellings(self, field: str) -> tuple[tuple[str, str], ...]:
        return tuple(dict.fromkeys((value.language, self.spelling(value)) for value in self.row.get(field, ())))

    def spelling(self, value: _Value) -> str:
        text = " ".join(value.text.split())
        if not any(char.isalnum() for char in text) or len(text) > 200:
            raise self.wrong(f"a name must have letters or digits in it, at most 200: {value.text[:80]!r}", value)
        return text

    def domain(self, value: _Value) -> str:
        bare = re.sub(r"^https?://", "", value.text.strip(), flags=re.IGNORECASE)
        host, _, path = bare.partition("/")
        encoded = host_in_ascii(host)
        if encoded is None or any(char in bare for char in " ?#@"):
            raise self.wrong(f"{value.text[:80]!r} is no domain, such as reuters.com or bbc.com/russian", value)
        if telegram_name(bare) is not None:
            raise self.wrong(f"{value.text[:80]} is an address of Telegram; write its user name under telegram", value)
        return f"{encoded}/{path.strip('/').lower()}".rstrip("/")

    def username(self, value: _Value) -> str:
        written = value.text.strip()
        found = telegram_name(written) or telegram_name(f"@{written}")
        if not found:
            raise self.wrong(f"{written[:80]!r} is no user name of Telegram, such as tass_agency", value)
        return found


@dataclass(frozen=True, slots=True)
class _YamlRows:
    """Takes the rows from the nodes of the file, which know their line."""

    where: str

    def wrong(self, node: Node | None, what: str) -> TableError:
        line = f", line {node.start_mark.line + 1}" if node is not None else ""
        return TableError(f"{self.where}{line}: {what}")

    def rows(self, root: Node | None) -> Iterator[tuple[int, _Row]]:
        listed = dict(self.fields(root, "a table of sources", ("sources",))).get("sources")
        if not isinstance(listed, SequenceNode) or not listed.value:
            raise self.wrong(root, "expected a list `sources:` with at least one entry")
        for node in listed.value:
            row = {name: tuple(self.values(name, value)) for name, value in self.fields(node, "a source", FIELDS)}
            yield node.start_mark.line + 1, row

    def fields(self, node: Node | None, what: str, known: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
        if not isinstance(node, MappingNode):
            raise self.wrong(node, f"expected {what} with the fields {', '.join(known)}")
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)[:80]
            if name not in known:
                raise self.wrong(key, f"no such field: {name}; there are {', '.join(known)}")
            if name in seen:
                raise self.wrong(key, f"{name} is given twice")
            seen.add(name)
            yield name, value

    def values(self, field: str, node: Node) -> Iterator[_Value]:
        if field in _BY_LANGUAGE and isinstance(node, MappingNode):
            for key, listed in node.value:
                if not isinstance(key, ScalarNode) or not re.fullmatch(r"[a-z]{2,3}", key.value):
                    raise self.wrong(key, f"{field} go by language, such as {{en: [Name], uk: [Назва]}}")
                yield from self.scalars(field, listed, str(key.value))
        else:
            yield from self.scalars(field, node, "")

    def scalars(self, field: str, node: Node, language: str) -> Iterator[_Value]:
        several = isinstance(node, SequenceNode)
        if several and field not in _LISTS:
            raise self.wrong(node, f"{field} is one value, not a list")
        for each in node.value if several else [node]:
            if not isinstance(each, ScalarNode):
                told = " or a list of texts" if field in _LISTS else ""
                raise self.wrong(each, f"{field}: expected a text{told}; a text with a colon needs quotation marks")
            yield _Value(str(each.value), each.start_mark.line + 1, language)


def _csv_rows(reader: Iterator[list[str]], where: str) -> Iterator[tuple[int, _Row]]:
    lines = _lines(reader, where)
    line, header = next(lines, (1, []))
    columns = [cell.strip() for cell in header]
    unknown = [column for column in columns if column not in FIELDS]
    if unknown or "id" not in columns:
        what = f"no such column: {unknown[0][:80]}" if unknown else "the column id is missing"
        raise TableError(f"{where}, line {line}: {what}; there are {', '.join(FIELDS)}")
    if len(set(columns)) < len(columns):
        raise TableError(f"{where}, line {line}: a column is given twice")
    for line, cells in lines:
        if len(cells) > len(columns):
            raise TableError(f"{where}, line {line}: {len(cells)} cells, but {len(columns)} columns")
        yield line, {column: _cell(column, cell, line) for column, cell in zip(columns, cells, strict=False)}


def _lines(reader: Iterator[list[str]], where: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with the line in which it ends."""
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise TableError(f"{where}, line {getattr(reader, 'line_num', 1)}: is not CSV: {error}") from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield getattr(reader, "line_num", 1), cells


def _cell(column: str, cell: str, line: int) -> tuple[_Value, ...]:
    """The values of a cell: "en:Reuters|ru:Рейтер" is two names with their languages."""
    parts = [part.strip() for part in (cell.split("|") if column in _LISTS else [cell])]
    values = []
    for part in filter(None, parts):
        tagged = re.fullmatch(r"([a-z]{2}):\s*(.+)", part) if column in _BY_LANGUAGE else None
        values.append(_Value(tagged[2], line, tagged[1]) if tagged else _Value(part, line))
    return tuple(values)
