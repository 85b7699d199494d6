"""Who has a claim from whom, as a tree in words; and its statements, by document over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from firsthand.claims import Derivation, Origin
from firsthand.show.assets import language_tag
from firsthand.show.claims.board import is_disputed
from firsthand.show.claims.tree import Branch, Fold, branches
from firsthand.show.claims.view import Byline, ClaimView, DriftView, Line
from firsthand.show.claims.wording import answer_words, day_words, derived, kind_words, voice_called
from firsthand.show.desk.claim.cut import MOST
from firsthand.show.desk.claim.places import address_of, document_address, place_words, slot_of
from firsthand.show.languages import language_name
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext

__all__ = ["Document", "Edge", "Told", "Tree", "about", "documents_of", "edges_of", "trees_of"]

_DEEPEST = 8
_ALSO = 6


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its tellings that follow each other in time. `address` is its page on the desk."""

    key: str
    who: str
    about: str
    title: str
    language: str
    address: str
    tellings: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A telling in its own words. `place` is what a form calls it, `slot` where a translation of it is kept;
    `translation` what this person wrote."""

    number: int
    words: str
    language: str
    language_name: str
    voice: str
    manner: str
    against: bool
    address: str
    place: str
    slot: str
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """What changed between one document and the one that has it from there: `anchor` is where the page tells it."""

    anchor: str
    earlier: Document
    later: Document
    how: str
    drift: tuple[DriftView, ...]

    @property
    def kinds(self) -> str:
        return ", ".join(dict.fromkeys(kind_words(each.kind) for each in self.drift))


@dataclass(frozen=True, slots=True)
class How:
    """ "copies 4": what it does, and to which document, and why that is thought."""

    words: str
    number: int
    who: str
    because: str


@dataclass(frozen=True, slots=True)
class Row:
    """A document of a tree, or copies of the one above: then `copies` are those."""

    depth: int
    number: int = 0
    document: Document | None = None
    how: How | None = None
    also: tuple[How, ...] = ()
    edges: tuple[Edge, ...] = ()
    copies: tuple[tuple[int, Document], ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """An origin and what comes from it."""

    voice: str
    side: str
    sure: bool
    why: str
    rows: tuple[Row, ...] = field(default=())
    more: bool = False


def about(byline: Byline) -> str:
    """Side, moment and language: "RU · 22 Nov 2025, 11:05 · Russian"."""
    moment = day_words(byline.moment)
    when = moment if byline.published or not moment else gettext("first seen %(day)s", day=moment)
    return " · ".join(part for part in (byline.side, when, language_name(byline.language) or byline.language) if part)


def _document(byline: Byline, key: str, tellings: tuple[Told, ...] = ()) -> Document:
    return Document(
        key, byline.outlet, about(byline), byline.title, language_tag(byline.language), document_address(key), tellings
    )


# ---------------------------------------------------------------- statements


def documents_of(view: ClaimView, translations: Mapping[str, str]) -> tuple[Document, ...]:
    """The documents in the order of the tellings, each with those that stand in a row.

    Args:
        translations: by the slot of the statement (see `slot_of`).
    """
    found = []
    for key, lines in groupby(view.lines, key=lambda line: line.told.document):
        own = tuple(_told(line, view, translations) for line in lines)
        found.append(_document(view.bylines[key], key, own))
    return tuple(found)


def _told(line: Line, view: ClaimView, translations: Mapping[str, str]) -> Told:
    slot = slot_of(line.told)
    language = line.byline.language
    return Told(
        number=line.number,
        words=line.words,
        language=language_tag(language),
        language_name=language_name(language) or language,
        voice=voice_called(line.voice),
        manner=_manner(line),
        against=line.answer is not None and is_disputed(view.account) and line.answer.value != "confirmed",
        address=address_of(line.told),
        place=place_words(line.told),
        slot=slot,
        translation=translations.get(slot, ""),
    )


def _manner(line: Line) -> str:
    if line.answer is not None:
        return answer_words(line.answer, independent=line.independent)
    mode = named(line.mode, "mode")
    return gettext("%(mode)s, quoted", mode=mode) if line.quoted else mode


# ---------------------------------------------------------------- drift


def edges_of(view: ClaimView) -> tuple[Edge, ...]:
    """What changed on the way, by pairs of documents, in the order of the drifts."""
    pairs: dict[tuple[str, str], list[DriftView]] = defaultdict(list)
    for each in view.drift:
        pairs[each.earlier.spot.document, each.later.spot.document].append(each)
    between = {(each.taken, each.taker): each for each in view.account.derivations}
    return tuple(
        Edge(
            f"drift-{number}",
            _document(drift[0].earlier.byline, ends[0]),
            _document(drift[0].later.byline, ends[1]),
            derived(between[ends].kind) if ends in between else "",
            tuple(drift),
        )
        for number, (ends, drift) in enumerate(pairs.items(), 1)
    )


# ---------------------------------------------------------------- trees


def trees_of(view: ClaimView, edges: Sequence[Edge]) -> tuple[Tree, ...]:
    """Each origin with the documents that come from it, `MOST` rows in all."""
    drawn = _Drawn(view, edges)
    return tuple(drawn.trees())


class _Drawn:
    def __init__(self, view: ClaimView, edges: Sequence[Edge]) -> None:
        self._view = view
        self._into: dict[str, list[Edge]] = defaultdict(list)
        for edge in edges:
            self._into[edge.later.key].append(edge)

    def trees(self) -> Iterator[Tree]:
        left = MOST
        for root in self._view.account.origins.roots:
            rows = list(islice(branches(self._view.account, root), left + 1))
            yield self._tree(root, rows[:left], more=len(rows) > left)
            left = max(0, left - len(rows))

    def _tree(self, root: Origin, rows: Sequence[Branch | Fold], *, more: bool) -> Tree:
        drawn = tuple(self._branch(row) if isinstance(row, Branch) else self._fold(row) for row in rows)
        voice, side = voice_called(root.voice) or gettext("somebody"), one_line(root.side or "")
        return Tree(voice, side, root.sure, one_line(root.why), drawn, more)

    def _branch(self, row: Branch) -> Row:
        return Row(
            depth=min(row.depth, _DEEPEST),
            number=self._number(row.document),
            document=self._of(row.document),
            how=self._how(row.how) if row.how else None,
            also=tuple(self._how(each) for each in row.also[:_ALSO]),
            edges=tuple(self._into.get(row.document, ())),
        )

    def _fold(self, row: Fold) -> Row:
        copies = tuple((self._number(key), self._of(key)) for key in row.documents[:MOST])
        return Row(depth=min(row.depth, _DEEPEST), copies=copies)

    def _how(self, how: Derivation) -> How:
        because = dict.fromkeys(one_line(tie.detail or tie.rule) for tie in how.ties)
        return How(derived(how.kind), self._number(how.taken), self._of(how.taken).who, "; ".join(because))

    def _number(self, key: str) -> int:
        return next(iter(self._view.numbers(key)), 0)

    def _of(self, key: str) -> Document:
        return _document(self._view.bylines[key], key)
