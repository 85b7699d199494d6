"""The claims of the case written for this project as a person marked them, in the form in which the views get them.

Nothing is read by the program: the documents are put together from the files, their statements from the gold.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from firsthand.claims import Account, Answer, Claim, Derivation, Drift, Origin, Origins, Paper, Spot, Tie, Told
from firsthand.kinds import DerivationKind, DriftKind, Mode, SourceKind, ToldBy, VoiceKind
from firsthand.model import Document, Report, Source, Span, Statement, Voice

CASE = Path(__file__).parents[2] / "data" / "case"
_ANSWERS = (Mode.DENIED, Mode.CONFIRMED, Mode.DOUBTED, Mode.RETRACTED)

Gold = dict[str, list[dict[str, Any]]]


@cache
def gold_accounts() -> tuple[tuple[Account, ...], Mapping[str, Paper]]:
    """Every claim of the gold, and every document, by the gold's short names."""
    gold = json.loads((CASE / "gold.json").read_text("utf-8"))
    papers = {key: _with_statements(gold, paper) for key, paper in _papers(gold)}
    return tuple(_account(gold, claim, papers) for claim in gold["claims"]), papers


def _papers(gold: Gold) -> Iterator[tuple[str, Paper]]:
    texts = dict(_texts())
    sources = list(_sources())
    for each in gold["documents"]:
        title, body, published = texts[str(each["key"])]
        text = f"{title}\n{body}" if title else body
        source = next((one for one in sources if _of(one, str(each["key"]))), None)
        document = Document(
            text,
            Span(0, len(title)),
            str(each["language"]),
            published=published,
            outlet=source.name if source else None,
            address=str(each["key"]),
        )
        yield str(each["id"]), Paper(str(each["id"]), Report(document, (), (), ()), source, seen="2026-02-01T08:00:00")


def _texts() -> Iterator[tuple[str, tuple[str, str, datetime | None]]]:
    for line in (CASE / "reports" / "articles.jsonl").read_text("utf-8").splitlines():
        article = json.loads(line)
        published = article.get("published")
        moment = datetime.fromisoformat(published) if published else None
        yield article["url"], (article["title"], article["text"], moment)
    for path in (CASE / "reports" / "telegram").glob("*.json"):
        for post in json.loads(path.read_text("utf-8"))["messages"]:
            parts = [post["text"]] if isinstance(post["text"], str) else post["text"]
            text = "".join(part if isinstance(part, str) else part["text"] for part in parts)
            yield f"t.me/{path.stem}/{post['id']}", ("", text, datetime.fromtimestamp(int(post["date_unixtime"]), UTC))


def _sources() -> Iterator[Source]:
    with (CASE / "sources.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield Source(
                row["id"],
                row["name"],
                SourceKind(row["kind"]),
                country=row["country"] or None,
                language=row["language"] or None,
                side=row["side"] or None,
                family=row["family"] or None,
                domains=(row["domains"],),
                telegram=(row["telegram"],),
            )


def _of(source: Source, key: str) -> bool:
    return any(domain and f"://{domain}/" in key for domain in source.domains) or any(
        name and f"t.me/{name}/" in key for name in source.telegram
    )


def _found(paper: Paper, quote: str) -> Span:
    start = paper.report.document.text.index(quote)
    return Span(start, start + len(quote))


def _with_statements(gold: Gold, paper: Paper) -> Paper:
    told = [each for claim in gold["claims"] for each in claim["statements"] if each["doc"] == paper.key]
    statements = [_statement(_found(paper, each["quote"]), each["voice"], Mode(each["mode"])) for each in told]
    report = paper.report
    ordered = tuple(sorted(statements, key=lambda each: each.content))
    return Paper(paper.key, Report(report.document, ordered, (), ()), paper.source, seen=paper.seen)


def _statement(content: Span, voice: str, mode: Mode) -> Statement:
    outlet = Voice(VoiceKind.OUTLET, "")
    chain = (outlet,) if voice == "outlet" else (outlet, Voice(VoiceKind.NAMED_ORGANISATION, voice))
    return Statement(content, chain, mode, content)


def _account(gold: Gold, claim: dict[str, Any], papers: Mapping[str, Paper]) -> Account:
    marked: list[dict[str, str]] = claim["statements"]
    told = {Told(each["doc"], _found(papers[each["doc"]], each["quote"])): Mode(each["mode"]) for each in marked}
    tellings = tuple(sorted(told, key=lambda each: (_published(papers[each.document]), each)))
    answers = tuple(Answer(each, told[each]) for each in tellings if told[each] in _ANSWERS)
    documents = {each.document for each in tellings}
    near = [other for pair in gold["apart"] if claim["id"] in pair for other in pair if other != claim["id"]]
    since, _, until = str(claim["time"]).partition("/")
    return Account(
        Claim(str(claim["id"]), tellings, answers, tuple(str(each) for each in near)),
        str(claim["title"]),
        "en",
        tuple(claim["said_by"]),
        tuple(claim["denied_by"]),
        _origins(claim["origins"], str(claim["told_by"]), tellings),
        tuple(_derivations(gold, documents, tellings, papers)),
        tuple(_drift(gold, tellings, papers)),
        (str(claim["place"]), 699000) if claim["place"] else None,
        since or None,
        until or since or None,
    )


def _published(paper: Paper) -> str:
    return str(paper.report.document.published or paper.seen)


def _origins(origins: dict[str, Any], told_by: str, tellings: tuple[Told, ...]) -> Origins:
    names: list[str] = origins["roots"]
    first = {name: next((each for each in tellings if each.document in name), tellings[0]) for name in names}
    roots = [
        Origin(
            name,
            first[name].document,
            None,
            index < int(str(origins["at_least"])),
            tuple((each, "it has it from there") for each in tellings if index == 0 or each == first[name]),
            "nobody before says so",
        )
        for index, name in enumerate(names)
    ]
    return Origins(int(str(origins["at_least"])), int(str(origins["at_most"])), tuple(roots), ToldBy(told_by))


def _derivations(
    gold: Gold, documents: set[str], tellings: tuple[Told, ...], papers: Mapping[str, Paper]
) -> Iterator[Derivation]:
    kinds: dict[tuple[str, str], set[DerivationKind]] = {}
    for each in gold["derivations"]:
        kinds.setdefault((str(each["from"]), str(each["to"])), set()).add(DerivationKind(str(each["kind"])))
    for (taker, taken), found in kinds.items():
        if taker in documents and taken in documents:
            pairs = tuple(
                (one, other)
                for one in tellings[:40]
                for other in tellings[:40]
                if one.document == taker and other.document == taken
            )
            name = papers[taken].report.document.outlet or taken
            tie = Tie("named_in_text", f"it names {name}", 0.9, (pairs[0][0].span,), (pairs[0][1].span,))
            yield Derivation(taker, taken, min(found, key=list(DerivationKind).index), (tie,), pairs[:1])


def _drift(gold: Gold, tellings: tuple[Told, ...], papers: Mapping[str, Paper]) -> Iterator[Drift]:
    for each in gold["drift"]:
        ends = [Spot(end["doc"], _found(papers[end["doc"]], end["quote"])) for end in (each["from"], each["to"])]
        if any(told.document == ends[1].document and told.span.overlaps(ends[1].span) for told in tellings):
            yield Drift(DriftKind(str(each["kind"])), ends[0], ends[1], str(each["note"]))
