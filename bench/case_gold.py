"""The cases written for this project, read by the program, with what a careful reader takes from them beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from firsthand.claims import Claim, Paper, Told
from firsthand.collect.sources import own_table, source_of
from firsthand.model import Capture, Report, Span, Statement
from firsthand.pipeline import adding
from firsthand.pipeline.own_sources import table_of, use_own
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Wanted
from firsthand.store import Case, report_under, schema
from firsthand.store.about import about_of

__all__ = ["CASES", "Marked", "gold_claims", "keys_of_case", "marked", "papers_of_case", "place_of"]

CASES = Path(__file__).parent.parent / "data"
"""The folders `case` and `case-dev` lie in it; the second is the one to tune on."""
_OVERLAP = 0.5  # of the shorter of quote and content: then the content is what was marked


@dataclass(frozen=True, slots=True)
class Marked:
    """A statement as a person marked it: the claim it belongs to, and what the program read there, if anything. An
    oblique one names nothing of its claim ("the figure was false"): only who has read the rest knows what is meant."""

    claim: str
    document: str
    language: str
    quote: str
    report: Report
    statement: Statement | None
    key: str
    place: Span
    oblique: bool = False

    @property
    def span(self) -> Span:
        """Where it is told: from the first to the last character of the content; of the quote if nothing was read."""
        parts = self.statement.contents if self.statement is not None else (self.place,)
        return Span(parts[0].start, parts[-1].end)

    @property
    def text(self) -> str:
        """The words that the program took for the content; the quote where it read nothing there."""
        if self.statement is None:
            return self.quote
        return " ".join(part.of(self.report.document.text) for part in self.statement.contents)


def papers_of_case(folder: Path, processes: int = 1) -> dict[str, Paper]:
    """The documents of a case by key, with all that the case knows of each, taken in and read as a user would. For a
    hundred reports a second process takes longer to start than it spares."""
    with TemporaryDirectory() as name, Case.make(Path(name) / "case") as case, Workers(processes) as workers:
        use_own(case, own_table(folder / "sources.csv"))
        adding.add(case, [Wanted(str(folder / "reports"))], _no_network, workers=workers)
        columns = ("key", "payload", "address", "about", "seen")
        query = select(*(schema.captures.c[name] for name in columns)).order_by(schema.captures.c.id)
        rows = [tuple(row) for row in case.connection.execute(query)]
        return {row[0]: paper for row in rows if (paper := _paper(case, *row)) is not None}


def _paper(case: Case, key: str, payload: int, address: str, told: str, seen: str) -> Paper | None:
    report, about = report_under(case, key, payload), about_of(told)
    if report is None:
        return None
    source = source_of(about, address, table_of(case))
    return Paper(key, report, source, report.credits, about.forward, about.answers, seen)


def gold_claims(folder: Path, papers: Mapping[str, Paper]) -> tuple[Claim, ...]:
    """The claims of a case as a person marked them, over the statements that were read there; where none was read, its
    document tells the claim by the words that were marked."""
    told: dict[str, list[Told]] = {}
    reports = {key: paper.report for key, paper in papers.items()}
    for each in marked(folder, reports):
        told.setdefault(each.claim, []).append(Told(each.key, each.span))
    return tuple(Claim(claim, tuple(dict.fromkeys(tellings))) for claim, tellings in told.items())


def keys_of_case(folder: Path) -> dict[str, str]:
    """The key of each document of the gold in a case, by the short name that the gold has for it."""
    gold, channels = json.loads((folder / "gold.json").read_text("utf-8")), dict(_channels(folder))
    return {each["id"]: _key(each["key"], channels) for each in gold["documents"]}


def marked(folder: Path, reports: dict[str, Report]) -> Iterator[Marked]:
    """Every marked statement of a case. Raises LookupError where its document was not read, or lacks the quote."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    keys, languages = keys_of_case(folder), {each["id"]: each["language"] for each in gold["documents"]}
    for claim in gold["claims"]:
        for told in claim["statements"]:
            key, language = keys[told["doc"]], languages[told["doc"]]
            place = place_of(reports[key].document.text, told["quote"])
            statement = _read_there(reports[key], place)
            oblique = bool(told.get("oblique"))
            yield Marked(
                claim["id"], told["doc"], language, told["quote"], reports[key], statement, key, place, oblique
            )


def _channels(folder: Path) -> Iterator[tuple[str, int]]:
    """The number of each channel by the name that its file has."""
    for path in (folder / "reports" / "telegram").glob("*.json"):
        yield path.stem, int(json.loads(path.read_text("utf-8"))["id"])


def _key(address: str, channels: dict[str, int]) -> str:
    if not address.startswith("t.me/"):
        return address
    _, name, post = address.split("/")
    return f"telegram:{channels[name]}/{post}"


def place_of(text: str, quote: str) -> Span:
    """Where a quote of the gold stands in a text, white space aside. Raises LookupError where it does not."""
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
