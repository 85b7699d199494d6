"""The documents of a case, the captures they were read in, and the sources they are of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.errors import MissingInput
from firsthand.show.desk.answers.asking import Pairs, paged, plain
from firsthand.show.desk.documents.index import Wanted, index_of
from firsthand.show.desk.served import Served, Shown
from firsthand.show.json_report import Json, json_report
from firsthand.show.plain import one_line
from firsthand.store.board import SourceRow
from firsthand.store.contents import captures_under, content_of
from firsthand.store.seen import Seen
from firsthand.text import fold

__all__ = ["capture", "document", "documents", "report", "source", "sources"]

_PAGE, _MOST = 100, 1_000
_PAGE_OF_SOURCES, _MOST_SOURCES = 1_000, 5_000
_MOST_NUMBER = 2**62
_WORD, _MOST_WORDS = re.compile(r"\w+"), 24


def documents(shown: Shown, given: Pairs) -> Json:
    """A page of the documents, those whose title or outlet has the words `q`, all where none are given; `source`
    narrows to one source, `language` to one language.

    Raises:
        InputError: something that was given is not as it should be.
    """
    page, single = paged(given, _PAGE, _MOST), dict(given)
    board, words = shown.board, single.get("q", "").replace("\0", " ")[:500]
    numbers: Sequence[int] = range(board.counts["documents"])
    if words.strip():
        wanted = " AND ".join(f'"{word}"*' for word in _WORD.findall(words)[:_MOST_WORDS])
        numbers = board.documents_titled(wanted) if wanted else []
    source, language = single.get("source"), single.get("language")
    if source or language:
        wanted_by = Wanted("", source or "", language or "")
        fitting = set(index_of(board).find(board, wanted_by).tolist())
        numbers = [n for n in numbers if n in fitting]
    rows = board.documents_at(numbers[page.of(len(numbers))])
    return {**page.told(len(numbers)), "documents": [plain(row) for row in rows]}


def document(served: Served, shown: Shown, key: str) -> Json:
    """A document in short, with its captures, and the claims that it tells.

    Raises:
        MissingInput: there is no such document.
        CaseError: the case cannot be read.
    """
    row = shown.board.document(_clean(key))
    if row is None:
        raise MissingInput(f"The case has no document of the key {one_line(key[:200])!r}.")
    told = shown.board.rows_at(shown.board.claims_in(row.key))
    with served.case() as case:
        seen = captures_under(case, row.key)
    return {
        **plain(row),
        "captures": [_capture(each) for each in seen],
        "claims": [{"id": each.id, "title": each.title, "status": each.status} for each in told],
    }


def report(served: Served, shown: Shown, key: str) -> Json:
    """What was read in a document, as `firsthand check --json` gives it; see `report.schema.json`.

    Raises:
        MissingInput: there is no such document.
        CaseError: the case cannot be read.
    """
    with served.case() as case:
        paper = served.paper(case, shown, _clean(key))
    if paper is None:
        raise MissingInput(f"The case has no document of the key {one_line(key[:200])!r}.")
    return json_report(paper.report)


def capture(served: Served, number: int) -> tuple[Json, bytes]:
    """What a capture is of, and its bytes as they were seen.

    Raises:
        MissingInput: there is none of that number, or it was seen to be gone.
        CaseError: the archive cannot be read, or no longer holds what was seen.
    """
    with served.case() as case:
        found = content_of(case, number) if 0 < number < _MOST_NUMBER else None
    if found is None:
        raise MissingInput(f"The case has no capture {number} with a content.")
    seen, content = found
    return _capture(seen), content


def sources(shown: Shown, given: Pairs = ()) -> Json:
    """A page of the sources with how much each told: those of which name, id, kind, side, family or country have the
    words `q`, all where none are given.

    Raises:
        InputError: a number is none.
    """
    page, words = paged(given, _PAGE_OF_SOURCES, _MOST_SOURCES), fold(dict(given).get("q", "")[:500]).split()
    rows = [row for row in shown.board.sources() if all(word in _searched(row) for word in words)]
    return {**page.told(len(rows)), "sources": [plain(row) for row in rows[page.of(len(rows))]]}


def _searched(row: SourceRow) -> str:
    return fold(" ".join((row.name, row.id, row.kind, row.side or "", row.family or "", row.country or "")))


def source(shown: Shown, name: str) -> Json:
    """A source with its track record by kinds of claims, what it took from whom, the claims that start with it, who
    else is of its family, and its documents by month.

    Raises:
        MissingInput: there is no such source.
    """
    found = shown.board.source(_clean(name))
    if found is None:
        raise MissingInput(f"The case has no source {one_line(name[:200])!r}.")
    row, page = found
    told = plain(page)
    others = [each for each in shown.board.sources() if row.family and each.id != row.id]
    months = [
        {"month": f"{month // 12:04}-{month % 12 + 1:02}", "documents": count}
        for month, count in index_of(shown.board).by_month(row.id)
    ]
    more: Json = {
        "started": told["starts"],
        "relatives": [each.id for each in others if each.family == row.family],
        "months": months,
    }
    return {**plain(row), **told, "starts": row.starts, **more}


def _capture(seen: Seen) -> Json:
    told = plain(seen)
    told["number"] = told.pop("id")
    return told


def _clean(name: str) -> str:
    """As a database can be asked for it."""
    return name.encode("utf-8", "replace").decode()
