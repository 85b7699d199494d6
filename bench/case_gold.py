"""The cases written for this project, read by the program, with what a careful reader takes from them beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from firsthand.collect.sources import own_table
from firsthand.model import Capture, Report, Span, Statement
from firsthand.pipeline import adding
from firsthand.pipeline.own_sources import use_own
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Wanted
from firsthand.store import Case, report_under, schema

__all__ = ["CASES", "Marked", "marked", "reports_of_case"]

CASES = Path(__file__).parent.parent / "data"
"""The folders `case` and `case-dev` lie in it; the second is the one to tune on."""
_OVERLAP = 0.5  # of the shorter of quote and content: then the content is what was marked


@dataclass(frozen=True, slots=True)
class Marked:
    """A statement as a person marked it: the claim it belongs to, and what the program read there, if anything."""

    claim: str
    document: str
    language: str
    quote: str
    report: Report
    statement: Statement | None

    @property
    def text(self) -> str:
        """The words that the program took for the content; the quote where it read nothing there."""
        if self.statement is None:
            return self.quote
        return " ".join(part.of(self.report.document.text) for part in self.statement.contents)


def reports_of_case(folder: Path, processes: int = 2) -> dict[str, Report]:
    """The reports of a case by key, taken in and read as a user would have them."""
    with TemporaryDirectory() as name, Case.make(Path(name) / "case") as case, Workers(processes) as workers:
        use_own(case, own_table(folder / "sources.csv"))
        adding.add(case, [Wanted(str(folder / "reports"))], _no_network, workers=workers)
        captures = schema.captures
        query = select(captures.c.key, captures.c.payload).order_by(captures.c.id)
        found = ((str(key), report_under(case, key, payload)) for key, payload in case.connection.execute(query))
        return {key: report for key, report in found if report is not None}


def marked(folder: Path, reports: dict[str, Report]) -> Iterator[Marked]:
    """Every marked statement of a case. Raises LookupError where its document was not read, or lacks the quote."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    channels = dict(_channels(folder))
    documents = {each["id"]: (_key(each["key"], channels), each["language"]) for each in gold["documents"]}
    for claim in gold["claims"]:
        for told in claim["statements"]:
            key, language = documents[told["doc"]]
            report = reports[key]
            statement = _read_there(report, _place(report.document.text, told["quote"]))
            yield Marked(claim["id"], told["doc"], language, told["quote"], report, statement)


def _channels(folder: Path) -> Iterator[tuple[str, int]]:
    """The number of each channel by the name that its file has."""
    for path in (folder / "reports" / "telegram").glob("*.json"):
        yield path.stem, int(json.loads(path.read_text("utf-8"))["id"])


def _key(address: str, channels: dict[str, int]) -> str:
    if not address.startswith("t.me/"):
        return address
    _, name, post = address.split("/")
    return f"telegram:{channels[name]}/{post}"


def _place(text: str, quote: str) -> Span:
    start = "".join(" " if char.isspace() else char for char in text).find(" ".join(quote.split()))
    if start < 0:
        raise LookupError(f"not in its document: {quote}")
    return Span(start, start + len(quote))


def _read_there(report: Report, quote: Span) -> Statement | None:
    """The statement whose content has most in common with the quote, if any has enough."""
    best = max(report.statements, key=lambda each: _common(each.contents, quote)[1], default=None)
    return best if best is not None and _common(best.contents, quote)[0] >= _OVERLAP else None


def _common(contents: Sequence[Span], quote: Span) -> tuple[float, float]:
    """How much of the shorter one is common, and how much of both together."""
    common = sum(max(0, min(quote.end, part.end) - max(quote.start, part.start)) for part in contents)
    length = sum(map(len, contents))
    return common / min(len(quote), length), common / (len(quote) + length - common)


def _no_network(address: str) -> Capture | None:
    raise LookupError(f"{address} was asked for, and there is no network")
