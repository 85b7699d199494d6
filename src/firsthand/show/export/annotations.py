"""Statements as annotations on the texts they stand in (W3C Web Annotation Data Model, as JSON-LD).

Each has two targets. One is the text as the case has it: there the positions count, in characters. The other is the
page at its address as it was on the day: there the quote is to be looked for, as a page has more in it than its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from firsthand.claims import Account, Paper, Told
from firsthand.model import Statement
from firsthand.show.claims.view import byline_of
from firsthand.show.export.harmless import encodable, iri, json_bytes, told, web_address, write_items
from firsthand.show.export.material import Material
from firsthand.show.export.names import VOCABULARY, claim_name, document_name, moment, statement_name, term
from firsthand.show.plain import one_line

__all__ = ["write_annotations"]

_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"firsthand": VOCABULARY}]
_AROUND = 32
"""Characters before and behind that tell a quote from the same words elsewhere."""


def write_annotations(material: Material, file: BinaryIO) -> int:
    """An AnnotationCollection with one page that holds all; how many annotations."""
    name = iri("annotations", material.standing.case)
    head = {
        "@context": _CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"Statements of the case {material.name}",
        term("log"): material.standing.head,
    }
    page = {"id": f"{name}:1", "type": "AnnotationPage", "startIndex": 0}
    opened = json_bytes(head)[:-1] + b',"first":' + json_bytes(page)[:-1] + b',"items":['
    file_items = _Counted(_annotations(material))
    write_items(file, opened, file_items, b"]}")
    file.write(b',"total":%d}\n' % file_items.count)
    return file_items.count


class _Counted:
    """Gives items on, and knows how many there were: the number stands behind them."""

    def __init__(self, items: Iterator[object]) -> None:
        self._items = items
        self.count = 0

    def __iter__(self) -> Iterator[object]:
        for item in self._items:
            self.count += 1
            yield item


def _annotations(material: Material) -> Iterator[dict[str, object]]:
    software = {"id": iri("software", material.version), "type": "Software", "name": f"firsthand {material.version}"}
    for claim in material.claims():
        account = claim.account
        answers = {each.told: each.mode.value for each in account.claim.answers}
        for one in account.claim.tellings:
            paper = material.papers.get(one.document)
            if paper is None:
                continue
            yield {
                "id": statement_name(one),
                "type": "Annotation",
                "motivation": "describing",
                "generator": software,
                "generated": moment(material.standing.at),
                "body": list(_bodies(account, one, paper, answers.get(one))),
                "target": list(_targets(one, paper)),
            }


def _bodies(account: Account, one: Told, paper: Paper, answer: str | None) -> Iterator[dict[str, object]]:
    """What is said of it: of which claim it is, whose words they are, and how that voice stands to them."""
    yield told(
        {
            "type": "SpecificResource",
            "purpose": "linking",
            "source": claim_name(account.claim.id),
            term("title"): encodable(account.title),
            term("answers"): answer,
        }
    )
    statement = one.statement(paper)
    if statement is not None:
        yield _described(statement, byline_of(one.document, paper).outlet)
        yield {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": statement.mode.value}


def _described(statement: Statement, outlet: str) -> dict[str, object]:
    voices = [one_line(each.text) or outlet for each in statement.chain]
    quoted = ", in quotes" if statement.quoted else ""
    return {
        "type": "TextualBody",
        "purpose": "describing",
        "format": "text/plain",
        "language": "en",
        "value": f"{statement.mode.value} by {voices[-1]}{quoted}",
        term("mode"): statement.mode.value,
        term("voice"): voices[-1],
        term("voiceKind"): statement.voice.kind.value,
        term("chain"): {"@list": voices},
        term("quoted"): statement.quoted,
    }


def _targets(one: Told, paper: Paper) -> Iterator[dict[str, object]]:
    document = paper.report.document
    span, text = one.span, encodable(document.text)
    quote = {
        "type": "TextQuoteSelector",
        "exact": span.of(text),
        "prefix": text[max(0, span.start - _AROUND) : span.start],
        "suffix": text[span.end : span.end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    yield told(
        {
            "type": "SpecificResource",
            "source": document_name(one.document),
            "selector": [position, quote],
            term("sha256"): document.sha256,
        }
    )
    address, seen = web_address(document.address), moment(paper.seen)
    if address is not None:
        state = {"type": "TimeState", "sourceDate": seen} if seen else None
        yield told({"type": "SpecificResource", "source": address, "selector": quote, "state": state})
