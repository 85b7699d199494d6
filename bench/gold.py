"""Reads the reports annotated by hand, and anchors every string of theirs in the report's text.

The format is described in docs/developers/annotating.md. A gold file that cannot be anchored is
refused with the file, the statement and the string, so that a slip of the pen is not measured as
a mistake of the reader.

    python -m bench.gold data/reports        check every gold report below a folder
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from firsthand.model import Bound, Mode, Span, VoiceKind
from firsthand.resolve.events import event_types

__all__ = [
    "REPORTS",
    "GoldError",
    "GoldEvent",
    "GoldQuantity",
    "GoldReport",
    "GoldStatement",
    "GoldVoice",
    "digest",
    "gold_files",
    "load",
    "reports_of",
    "shared_data",
    "shared_posts",
]

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "data" / "reports"

_REPORT_KEYS = {
    "about",
    "headline",
    "statements",
    "warnings",
    "places",
    "note",
    "written_for",
    "no_statement",
}
_REPORT_KEYS |= {"published", "outlet", "language"}
_REPORT_KEYS |= {"voices_named_persons", "voices_unnamed", "origins_of_capture_claim"}
_STATEMENT_KEYS = {"id", "content", "continued", "voices", "cue", "mode", "quoted", "hedge", "medium"}
_STATEMENT_KEYS |= {"condition", "event", "quantity", "about", "evidence_cited", "note"}
_VOICE_KEYS = {"text", "kind", "same_as", "condition", "role", "affiliation", "note"}
_EVENT_KEYS = {"type", "actor", "target", "place", "time", "quantity", "note"}
_QUANTITY_KEYS = {"value", "low", "high", "unit", "bound"}


class GoldError(Exception):
    """A gold file that does not follow the format, or a string of it that is not in the report."""


@dataclass(frozen=True, slots=True)
class GoldQuantity:
    value: float | None
    unit: str | None
    bound: Bound
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """What is said to have happened. `type` is None where none fits, and only a figure is noted."""

    type: str | None = None
    actor: str | None = None
    target: str | None = None
    place: str | None = None
    time: str | None = None
    quantity: GoldQuantity | None = None


@dataclass(frozen=True, slots=True)
class GoldVoice:
    """`span` is None for the outlet only. `same_as` is the fullest earlier mention, if it is another one."""

    kind: VoiceKind
    text: str
    span: Span | None = None
    same_as: Span | None = None
    condition: Span | None = None


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """`voices` runs from the outlet inwards, without the outlet; empty where it is the outlet's own word."""

    contents: tuple[Span, ...]
    voices: tuple[GoldVoice, ...]
    mode: Mode
    cue: Span | None = None
    quoted: bool | None = None
    hedge: Span | None = None
    medium: Span | None = None
    condition: Span | None = None
    event: GoldEvent | None = None
    quantity: GoldQuantity | None = None

    @property
    def voice(self) -> GoldVoice:
        """The innermost voice."""
        return self.voices[-1] if self.voices else GoldVoice(VoiceKind.OUTLET, "")


@dataclass(frozen=True, slots=True)
class GoldReport:
    """One report and what a careful reader takes from it. Spans count characters of `text`.

    `no_statement` are lines that say nothing, such as subheadings; a statement found there is spurious.
    """

    name: str
    path: Path
    text: str
    title: Span
    about: str
    statements: tuple[GoldStatement, ...]
    warnings: tuple[str, ...]
    no_statement: tuple[Span, ...] = ()

    @property
    def held(self) -> bool:
        """Whether it only measures: its mistakes are not to be read by who writes the rules."""
        return self.name.startswith("held-")


def shared_data() -> Path | None:
    """The folder with the data to measure against: $FIRSTHAND_DATA, or `shared` beside the checkout."""
    given = os.environ.get("FIRSTHAND_DATA")
    folder = Path(given) if given else ROOT.parent / "shared"
    return folder if folder.is_dir() else None


def shared_posts() -> Path | None:
    """The posts of Russian channels among that data, a JSON record a line, packed; None where they are not there."""
    folder = shared_data()
    path = folder / "bench/copies/telegram_ru/posts.jsonl.gz" if folder else None
    return path if path is not None and path.is_file() else None


def reports_of(language: str) -> Path:
    """The folder with the annotated reports of a language."""
    return REPORTS if language == "en" else REPORTS.with_name(f"reports-{language}")


def gold_files(folder: Path = REPORTS) -> list[Path]:
    """The gold files below a folder, by name."""
    return sorted([*folder.glob("**/*.gold.yaml"), *folder.glob("**/*.gold.json")])


def digest(folder: Path = REPORTS) -> str:
    """SHA-256 over the names and bytes of all gold files and their reports."""
    seen = hashlib.sha256()
    for gold in gold_files(folder):
        for path in (_report_path(gold), gold):
            data = path.read_bytes()
            seen.update(f"{path.relative_to(folder).as_posix()} {len(data)}\n".encode())
            seen.update(data)
    return seen.hexdigest()


def load(path: Path) -> GoldReport:
    """Read NAME.gold.yaml or NAME.gold.json with NAME.txt beside it. Raises GoldError."""
    if not path.is_file():
        raise GoldError(f"{path}: no such file or folder")
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise GoldError(f"{path}: not YAML: {error}") from error
    if not _report_path(path).is_file():
        raise GoldError(f"{path}: there is no {_report_path(path).name} beside it")
    return _Reader(path, _report_path(path).read_text(encoding="utf-8")).report(raw)


def _report_path(gold: Path) -> Path:
    return gold.with_name(re.sub(r"\.gold\.(yaml|json)$", ".txt", gold.name))


class _Reader:
    """Reads one gold file. Keeps the text, and the place in the file for messages."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.where = "the report"
        self.title = Span(0, text.index("\n") if "\n" in text else len(text))

    def report(self, raw: object) -> GoldReport:
        record = self._record(raw, _REPORT_KEYS)
        listed = self._list(record.get("statements"), "statements")
        statements: list[GoldStatement] = []
        for number, item in enumerate(listed, 1):
            self.where = f"statement {number}"
            statements.append(self._statement(item, statements[-1] if statements else None))
        self.where = "the report"
        return GoldReport(
            name=self.path.name.split(".gold.")[0],
            path=self.path,
            text=self.text,
            title=self.title,
            about=self._optional(record, "about") or "",
            statements=tuple(statements),
            warnings=self._warnings(record),
            no_statement=self._silent(record),
        )

    def _silent(self, record: Mapping[str, object]) -> tuple[Span, ...]:
        """Where the lines that are no statements stand; a line of just these words, if there is one."""
        silent = []
        for item in self._list(record.get("no_statement"), "no_statement"):
            words = self._string(item, "no_statement")
            found = self._occurrences(words, self.title.end)
            if not found:
                raise self._error(f"no_statement is not in the body of the report: {words!r}")
            silent.append(next((s for s in found if self._whole_line(s)), found[0]))
        return tuple(silent)

    def _whole_line(self, span: Span) -> bool:
        return self.text[span.start - 1] == "\n" and self.text[span.end : span.end + 1] in ("", "\n")

    def _warnings(self, record: Mapping[str, object]) -> tuple[str, ...]:
        kinds = [
            self._string(item["kind"] if isinstance(item, dict) and "kind" in item else item, "warnings")
            for item in self._list(record.get("warnings"), "warnings")
        ]
        if len(set(kinds)) < len(kinds):
            raise self._error("a kind of warning stands twice")
        return tuple(kinds)

    def _statement(self, raw: object, previous: GoldStatement | None) -> GoldStatement:
        record = self._record(raw, _STATEMENT_KEYS)
        contents = self._contents(record, previous)
        voices = [self._voice(item, contents) for item in self._list(record.get("voices"), "voices")]
        if any(voice.kind is VoiceKind.OUTLET for voice in voices[1:]):
            raise self._error("the outlet stands inside another voice")
        if voices and voices[0].kind is VoiceKind.OUTLET:
            voices = voices[1:]
        event = self._event(record.get("event"))
        quoted = record.get("quoted")
        if quoted is not None and not isinstance(quoted, bool):
            raise self._error("quoted must be true or false")
        return GoldStatement(
            contents=contents,
            voices=tuple(voices),
            mode=self._mode(record),
            cue=self._near(record, "cue", contents),
            quoted=quoted,
            hedge=self._near(record, "hedge", contents, inside=True),
            medium=self._near(record, "medium", contents),
            condition=self._near(record, "condition", contents),
            event=event,
            quantity=self._quantity(record.get("quantity")) or (event.quantity if event else None),
        )

    def _mode(self, record: Mapping[str, object]) -> Mode:
        mode = self._string(record.get("mode"), "mode")
        if mode not in set(Mode):
            raise self._error(f"no such mode: {mode!r}")
        return Mode(mode)

    def _contents(self, record: Mapping[str, object], previous: GoldStatement | None) -> tuple[Span, ...]:
        first = self._string(record.get("content"), "content")
        found = self._occurrences(first, self.title.end)
        if not found:
            raise self._error(f"content is not in the body of the report: {first!r}")
        # After the previous content; or inside it, as a nested statement is; or anywhere.
        floors = (previous.contents[-1].end, previous.contents[0].start) if previous else ()
        parts = [next((s for floor in floors for s in found if s.start >= floor), found[0])]
        for item in self._list(record.get("continued"), "continued"):
            later = self._occurrences(self._string(item, "continued"), parts[-1].end)
            if not later:
                raise self._error(f"continued is not in the report after the part before it: {item!r}")
            parts.append(later[0])
        return tuple(parts)

    def _voice(self, raw: object, contents: Sequence[Span]) -> GoldVoice:
        record = self._record(raw, _VOICE_KEYS)
        kind = self._string(record.get("kind"), "voices[].kind")
        if kind not in set(VoiceKind):
            raise self._error(f"no such kind of voice: {kind!r}")
        if kind == VoiceKind.OUTLET:
            return GoldVoice(VoiceKind.OUTLET, "")
        text = self._string(record.get("text"), "voices[].text")
        span = self._near(record, "text", contents)
        same_as = self._earlier(record, span) if span else None
        return GoldVoice(VoiceKind(kind), text, span, same_as, self._near(record, "condition", contents))

    def _earlier(self, record: Mapping[str, object], voice: Span) -> Span | None:
        """Where `same_as` stands: the last place before the voice, or else the first."""
        text = self._optional(record, "same_as")
        if text is None:
            return None
        found = self._occurrences(text, 0)
        if not found:
            raise self._error(f"same_as is not in the report: {text!r}")
        return max((s for s in found if s.end <= voice.start), default=found[0])

    def _near(
        self, record: Mapping[str, object], key: str, contents: Sequence[Span], *, inside: bool = False
    ) -> Span | None:
        """Where the string stands nearest to the content; outside of it, unless that is where it belongs."""
        text = self._optional(record, key)
        if text is None:
            return None
        found = self._occurrences(text, self.title.end) or self._occurrences(text, 0)
        if not found:
            raise self._error(f"{key} is not in the report: {text!r}")

        def rank(span: Span) -> tuple[bool, int, int]:
            overlaps = any(span.overlaps(part) for part in contents)
            gap = min(max(part.start - span.end, span.start - part.end, 0) for part in contents)
            return (overlaps and not inside, gap, span.start)

        return min(found, key=rank)

    def _event(self, raw: object) -> GoldEvent | None:
        if raw is None:
            return None
        record = self._record(raw, _EVENT_KEYS)
        kind = self._optional(record, "type")
        if kind is not None and kind not in event_types():
            raise self._error(f"no such type of event: {kind!r}")
        return GoldEvent(
            type=kind,
            actor=self._optional(record, "actor"),
            target=self._optional(record, "target"),
            place=self._optional(record, "place"),
            time=self._optional(record, "time"),
            quantity=self._quantity(record.get("quantity")),
        )

    def _quantity(self, raw: object) -> GoldQuantity | None:
        if raw is None:
            return None
        record = self._record(raw, _QUANTITY_KEYS)
        bound = self._optional(record, "bound") or Bound.EXACT
        if bound not in set(Bound):
            raise self._error(f"no such bound: {bound!r}")
        return GoldQuantity(
            value=self._number(record, "value"),
            unit=self._optional(record, "unit"),
            bound=Bound(bound),
            low=self._number(record, "low"),
            high=self._number(record, "high"),
        )

    def _occurrences(self, needle: str, start: int) -> list[Span]:
        """Every place where the string stands as whole words."""
        head = r"(?<!\w)" if needle[0].isalnum() else ""
        tail = r"(?!\w)" if needle[-1].isalnum() else ""
        pattern = re.compile(head + re.escape(needle) + tail)
        return [Span(m.start(), m.end()) for m in pattern.finditer(self.text, start)]

    def _record(self, raw: object, allowed: Iterable[str]) -> Mapping[str, object]:
        if not isinstance(raw, dict):
            raise self._error(f"expected named fields, found {raw!r}")
        unknown = sorted(set(map(str, raw)) - set(allowed))
        if unknown:
            raise self._error(f"unknown field {', '.join(unknown)}")
        return raw

    def _list(self, raw: object, key: str) -> list[object]:
        if raw is None:
            return []
        if not isinstance(raw, list):
            raise self._error(f"{key} must be a list")
        return raw

    def _string(self, raw: object, key: str) -> str:
        if not isinstance(raw, str) or not raw:
            raise self._error(f"{key} must be a text, found {raw!r}")
        return raw

    def _optional(self, record: Mapping[str, object], key: str) -> str | None:
        value = record.get(key)
        return None if value is None else self._string(value, key)

    def _number(self, record: Mapping[str, object], key: str) -> float | None:
        value = record.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._error(f"quantity.{key} must be a number, found {value!r}")
        return float(value)

    def _error(self, what: str) -> GoldError:
        return GoldError(f"{self.path}: {self.where}: {what}")


def main(arguments: Sequence[str]) -> int:
    """Check every gold file that is named, or that is below a named folder; print what is wrong."""
    places = [Path(argument) for argument in arguments] or [REPORTS]
    files = [found for place in places for found in (gold_files(place) if place.is_dir() else [place])]
    failed = 0
    for path in files:
        try:
            report = load(path)
        except GoldError as error:
            failed += 1
            print(error, file=sys.stderr)
        else:
            print(f"{report.name}: {len(report.statements)} statements, {len(report.warnings)} warnings")
    print(f"{len(files) - failed} of {len(files)} gold reports are sound")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
