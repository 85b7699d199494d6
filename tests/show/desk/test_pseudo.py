"""The whole desk in a language that does not exist: whatever is not wrapped in ⟦…⟧ there would stay English."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from tests.show.desk.pages.desks import AtDesk, at_desk, claim_titled
from tests.show.desk.pages.told_desk import make_more
from tests.told_case import POST, REWRITE

import firsthand.show
from firsthand.model import Report
from firsthand.pipeline.papers import Papers, readings_of
from firsthand.show import speaking
from firsthand.show.desk.rendering import document_path
from firsthand.show.export.formats import FORMATS
from firsthand.store import Case
from firsthand.store.board import board_of_case

SHOW = Path(firsthand.show.__file__).parent
_PLACE = re.compile(r"(%\(\w+\)[sd]|\{\w+\}|%%)")
_WRAPPED = re.compile("⟦[^⟦⟧]*⟧")
_BETWEEN = re.compile("\0|”:")
_QUOTES = str.maketrans("", "", '“”"')
_READ = ("aria-label", "title", "placeholder", "alt", "aria-valuetext", "aria-description")
_UNSEEN = ("script", "style", "template")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_NAMES = re.compile(
    r"firsthand|https?:\S*|SHA-256|handed-in:\S*|\bUTC\b|\b[0-9a-f]{6,}\b|\b[A-F][1-6]\b|Admiralty|"
    r"\.?\w+(?:\.\w+)*\.gz|application/\w+|(?<!\w)(?:\.[a-z]+)+\b"
)
"""What is the same in every language: names, addresses, hashes, endings of files."""


def wrapped(words: str) -> str:
    """Each piece of a message in ⟦…⟧, its places between them: what is filled in there has to be wrapped itself."""
    return "".join(piece if _PLACE.fullmatch(piece) else f"⟦{piece}⟧" for piece in _PLACE.split(words) if piece)


def pseudo(folder: Path) -> Path:
    """A catalogue of all messages, three forms each where there are plurals, as Ukrainian has them."""
    made = Catalog(locale="uk")
    with (SHOW / "desk" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    for _, _, message, _, context in extract_from_dir(SHOW, methods, options):
        if isinstance(message, tuple):
            made.add(message, tuple(wrapped(each) for each in (message[0], message[1], message[1])), context=context)
        else:
            made.add(message, wrapped(message), context=context)
    path = folder / "uk" / "LC_MESSAGES" / f"{speaking.DOMAIN}.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as out:
        write_mo(out, made)
    return folder


@dataclass(slots=True)
class Seen(HTMLParser):
    """What somebody reads or hears of a page, with whether it is marked as of another language, or as a name."""

    found: list[str] = field(default_factory=list)
    _open: list[tuple[str, bool, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        inside, hidden = self._open[-1][1:] if self._open else (False, False)
        own = given.get("lang")
        other = (inside if own is None else own != "uk") or tag in ("bdi", "code", "kbd")
        if tag not in ("html",) and own == "uk":
            other = False
        if not other:
            self.found += [given[name] or "" for name in _READ if given.get(name)]
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.found.append(given.get("value") or "")
        if tag not in _VOID:
            self._open.append((tag, other, hidden or tag in _UNSEEN))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and not any(self._open[-1][1:]) and data.strip():
            self.found.append(data)


@dataclass(frozen=True, slots=True)
class Pseudo:
    me: AtDesk
    known: re.Pattern[str]
    texts: str

    def left(self, path: str, status: int = 200) -> set[str]:
        """What of a page stays as it was."""
        return self.left_in(self.me.get(path, status), alone=path.startswith("/document?"))

    def left_in(self, page: str, *, alone: bool = False) -> set[str]:
        """The same of one that was sent already; on that of a document any word of a text may stand alone."""
        seen = Seen()
        seen.feed(page)
        between = (each for words in seen.found for each in _BETWEEN.split(_WRAPPED.sub("\0", words)))
        bare = (piece for each in between if not self._is_text(each, alone) for piece in self._without_names(each))
        return {each for each in bare if re.search(r"[^\W\d_]{2,}", each) and not self._is_text(each, alone)}

    def _without_names(self, words: str) -> list[str]:
        pieces = _NAMES.sub("\0", self.known.sub("\0", words)).split("\0")
        return [" ".join(each.split()) for each in pieces]

    def _is_text(self, piece: str, alone: bool) -> bool:
        """Whether a document has these words: several, or one that no interface in English has; on the page of a
        document `alone` any."""
        inner = (
            re.sub(r"^\d*\. ", "", " ".join(piece.translate(_QUOTES).split()))
            .strip(" .,:;·()")
            .removesuffix("…")
            .casefold()
        )
        return (alone or " " in inner or not inner.isascii()) and inner.rstrip() in self.texts


@pytest.fixture(scope="module")
def desk(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pseudo]:
    folder = make_more(shutil.copytree(told_case, tmp_path_factory.mktemp("pseudo") / "case"))
    catalogue = pseudo(tmp_path_factory.mktemp("locale"))
    with pytest.MonkeyPatch.context() as patch, at_desk(folder) as me:
        patch.setattr(speaking, "catalogue_folder", lambda: catalogue)
        me.browser.headers["accept-language"] = "uk"
        use(me)
        yield Pseudo(me, names_of(folder), texts_of(folder))


def use(me: AtDesk) -> None:
    """Leave something on every page: a verdict, a parted telling, notes, a view, a token, something handed in."""
    row = claim_titled(me.folder, "14")
    claim = f"/claims/{row.id}"
    me.send(f"{claim}/decide", verdict="unproven", reason="14", evidence=[])
    places = re.findall(r'name="telling" value="([^"]+)"', me.get(claim))
    me.send(f"{claim}/different", telling=[unescape(places[-1])], reason="14")
    me.send("/decisions/1/undo", next="/decisions")
    me.send("/notes", kind="claim", about=row.id, words="14", next="/")
    me.send("/views", name="14", query="q=14")
    me.send("/add", text="14", title="14")
    me.send("/tokens", 200, name="14", role="reader", days="9")


def reports_of(folder: Path) -> list[Report]:
    with Case.open(folder) as case:
        return [each.report for each in Papers(case, readings_of(case)).values()]


def texts_of(folder: Path) -> str:
    """The texts of all documents, and the outlets, whose names are cut where there is little room."""
    board = board_of_case(folder)
    assert board is not None
    every = [source.name for source in board.sources()] + [each.document.text for each in reports_of(folder)]
    board.close()
    return " ".join(" ".join(every).split()).translate(_QUOTES).casefold()


def names_of(folder: Path) -> re.Pattern[str]:
    """Names out of the case, which are left untouched; and months, languages and the like as Ukrainian has them."""
    board = board_of_case(folder)
    assert board is not None
    names = {folder.name}
    for row in board.rows_at(range(board.counts["claims"])):
        names |= {row.title, row.place or "", *row.said_by, *row.denied_by, *row.sides, *row.evidence}
    for source in board.sources():
        names |= {source.name, source.id, source.side or "", source.family or "", source.country or ""}
    for document in board.documents_at(range(board.counts["documents"])):
        names |= {document.title, document.outlet, document.key, document.side or ""}
    board.close()
    names |= {each.name for each in FORMATS} | {"telegram", "telegram-export", "table", "folder", "root", "14.txt"}
    names |= {"sources close to the General Staff"}  # in the words before the edit
    names |= {voice.text for report in reports_of(folder) for each in report.statements for voice in each.chain}
    names |= {each.unit or "" for report in reports_of(folder) for each in report.quantities}
    every = sorted((re.escape(each) for each in names if len(each) > 1), key=len, reverse=True)
    days = r"(?:\d+\s)?(?:груд|лист|січ|бер|лют|квіт|трав|черв|лип|серп|вер|жовт)\w*\.?\s\d{4}(?:\sр\.)?"
    return re.compile(rf"(?<!\w)(?:{'|'.join([*every, days, 'англійська|українська|російська'])})(?!\w)")


def pages(folder: Path) -> Iterator[str]:
    board = board_of_case(folder)
    assert board is not None
    rows = board.rows_at(range(board.counts["claims"]))
    names = [source.id for source in board.sources()]
    keys = [document.key for document in board.documents_at(range(board.counts["documents"]))]
    board.close()
    yield from (document_path(key) for key in keys)
    yield from (f"/claims/{row.id}" for row in rows[:40])
    yield from (f"/claims/{row.id}/history" for row in rows[:3])
    yield from (f"/sources/{name}" for name in names[:10])


PLAIN = (
    "/",
    "/?status=single+origin&language=en&q=houses",
    "/?disputed=1&sort=newest",
    "/map",
    "/map?disputed=1",
    "/timeline",
    "/timeline?since=2025-01-01&status=single+origin",
    "/documents",
    "/documents?q=nothing",
    "/sources",
    "/decisions",
    "/feed",
    "/add",
    "/export",
    "/export?language=en",
    "/tokens",
    "/people",
    "/audit",
    "/audit?check=true",
)


WRONG = (
    ("/nowhere", 404),
    ("/claims/none", 404),
    ("/claims/none/history", 404),
    ("/document?key=none", 404),
    ("/sources/none", 404),
    ("/capture/0", 404),
    ("/add/none", 404),
    ("/map/control?body=none&day=none", 400),
    ("/map?at=none", 400),
)


@pytest.mark.parametrize(("path", "status"), WRONG)
def test_what_is_refused_is_said_in_the_language(desk: Pseudo, path: str, status: int) -> None:
    """Errors of the desk's own; what the command line says as well is marked as English."""
    assert desk.left(path, status) <= {"none", "'none'"}


def test_texts_carry_their_own_language(desk: Pseudo) -> None:
    """A screen reader reads each statement in its language, whichever the interface is in."""
    claim = desk.me.get(f"/claims/{claim_titled(desk.me.folder, '14').id}")
    assert '<html lang="uk"' in claim
    assert {"en", "ru", "uk"} <= set(re.findall(r'<q lang="(\w+)"', claim))
    for key, language in ((POST, "uk"), (REWRITE, "en")):
        page = desk.me.get(document_path(key))
        assert f'<article lang="{language}"' in page
        assert '<ol class="notes" lang="uk"' in page


def test_a_form_that_is_refused(desk: Pseudo) -> None:
    """What a person did wrong is told to them in their language."""
    claim = f"/claims/{claim_titled(desk.me.folder, '14').id}"
    for path, form in (
        (f"{claim}/decide", {"verdict": "unproven"}),
        (f"{claim}/different", {}),
        (f"{claim}/same", {"other": claim.rpartition("/")[2]}),
        ("/add", {}),
    ):
        assert not desk.left_in(desk.me.send(path, 400, **form))


def test_parts_of_pages(desk: Pseudo) -> None:
    """What a page asks for by itself is in the same language."""
    desk.me.browser.headers["hx-request"] = "true"
    try:
        for path in (
            "/",
            "/documents",
            "/feed",
            "/progress",
            f"/claims/{claim_titled(desk.me.folder, '14').id}/history",
        ):
            assert not desk.left(path)
    finally:
        del desk.me.browser.headers["hx-request"]


@pytest.mark.parametrize("path", PLAIN)
def test_every_word_of_a_page_is_in_the_language(desk: Pseudo, path: str) -> None:
    """Texts, labels, titles and buttons: only names and what the case holds are left as they are."""
    assert not desk.left(path)


def test_claims_documents_and_sources(desk: Pseudo) -> None:
    """The pages that are made of the case: of every claim, every document, and every source."""
    assert not {words for path in pages(desk.me.folder) for words in desk.left(path)}
