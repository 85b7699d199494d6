"""From a capture to a document: what kind it is, its characters, its title, and what it says of itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from firsthand.errors import EmptyInput, NotText
from firsthand.model import Capture, Document, Link, Skip, Span
from firsthand.read.blocks import ReadText
from firsthand.read.encoding import Decoded, clean, decode
from firsthand.read.language import detect
from firsthand.read.plain import read_head, title_span

__all__ = ["Kind", "document_of_text", "kind_of", "read_document"]


class Kind(StrEnum):
    """What the bytes of a capture are."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"


_BINARY: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "an RTF document"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?>(?:(?><!--.{0,2000}?-->)\s*)*)"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|article|main|div|p|h1|script|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = re.compile(r"(?:---[ \t]*\n(?:[\w-]+:.*\n)+---[ \t]*\n|#{1,3} \S)")
_MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_HTML_SUFFIXES = (".html", ".htm", ".xhtml")


def kind_of(capture: Capture) -> Kind:
    """By content first, then by what the sender said, then by the end of the name.

    Raises:
        NotText: a well-known kind of binary file.
    """
    head = capture.data[:4096]
    name = capture.address.lower().split("?")[0].removesuffix(".gz")
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    for magic, what in _BINARY:
        if head.startswith(magic):
            raise NotText(f"{_called(capture)} is {what}, not text. Save it as text, HTML or PDF.")
    if _HTML.match(head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"")):
        return Kind.HTML
    media_type = capture.media_type or ""
    if media_type == "text/markdown" or name.endswith(_MARKDOWN_SUFFIXES):
        return Kind.MARKDOWN
    if media_type in ("text/html", "application/xhtml+xml") or name.endswith(_HTML_SUFFIXES):
        return Kind.HTML
    start = head.decode("utf-8", errors="ignore").lstrip("\ufeff \n\r").replace("\r\n", "\n")
    return Kind.MARKDOWN if _MARKDOWN.match(start) else Kind.TEXT


def read_document(capture: Capture, language: str | None = None) -> Document:
    """The readable text of a capture.

    Args:
        language: ISO 639-1 code, where it is known; else it is detected.

    Raises:
        EmptyInput: nothing but white space, or a page without article text.
        NotText: binary data, an encoding that cannot be made out, or a damaged PDF.
        NoTextLayer: a PDF that is locked or holds pictures only.
    """
    if capture.about.text is not None:
        return _told_document(capture, capture.about.text, language)
    if not capture.data.strip():
        raise EmptyInput(f"{_called(capture)} is empty: there is nothing to read.")
    kind = kind_of(capture)
    if kind is Kind.PDF:
        return _pdf_document(capture, language)
    decoded = decode(capture.data, capture.charset, _called(capture))
    if not decoded.text.strip():
        raise EmptyInput(f"{_called(capture)} holds only white space: there is nothing to read.")
    if kind is Kind.HTML:
        return _html_document(capture, decoded, language)
    if kind is Kind.MARKDOWN:
        return _markdown_document(capture, decoded, language)
    return document_of_text(
        decoded.text,
        language=language,
        address=capture.address,
        sha256=capture.sha256,
        skips=decoded.skips,
    )


def document_of_text(
    text: str,
    *,
    title: str | None = None,
    language: str | None = None,
    published: datetime | date | None = None,
    outlet: str | None = None,
    author: str | None = None,
    address: str | None = None,
    sha256: str | None = None,
    links: Sequence[Link] = (),
    skips: Sequence[Skip] = (),
) -> Document:
    """A document of text that is at hand.

    Args:
        text: with `title`, the body alone; without, the whole report, whose first line may be its
            headline. It stays as it is but for line breaks, control characters, ligatures (“ﬁ”), and
            accents that stand apart from their letters: `Document.text` is in Unicode's composed form
            (NFC), and every span counts its characters, not those of the input.
        title: the headline; "" where it is known to have none.
        links: their spans count characters of `text` as given.
        published, outlet, author: where they are not given, byline, dateline and date are looked for
            at the top of the text.

    Raises:
        EmptyInput: nothing but white space.
    """
    body, cleaned = _composed(text)
    if not body.strip():
        raise EmptyInput("There is nothing to read: the text is empty.")
    moved = _moved(text, body, links)
    heading, more = _composed(" ".join(title.split())) if title else ("", ())
    whole = f"{heading}\n\n{body}" if heading else body
    span = title_span(whole) if title is None else Span(0, len(heading))
    shift = len(whole) - len(body)
    head = read_head(whole, span)
    return Document(
        text=whole,
        title=span,
        language=language or detect(whole),
        published=published or head.published,
        outlet=_nfc(outlet) if outlet else head.outlet,
        author=_nfc(author) if author else head.author,
        address=address,
        sha256=sha256,
        links=tuple(Link(Span(link.span.start + shift, link.span.end + shift), link.target) for link in moved),
        skips=(*skips, *more, *cleaned),
    )


def _composed(text: str) -> tuple[str, tuple[Skip, ...]]:
    """The text as `clean` leaves it, in NFC. No Skip tells of the latter: no letter is lost or changed."""
    cleaned, skips = clean(text)
    return _nfc(cleaned), skips


_LIGATURE = re.compile("[\ufb00-\ufb06]")
"""“ﬁ”, “ﬂ” …: two or three letters that print, and then PDF files, join in one character."""


def _nfc(text: str) -> str:
    apart = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    return unicodedata.normalize("NFC", apart)


def _moved(text: str, composed: str, links: Sequence[Link]) -> list[Link]:
    """The links at their words in the composed text, where line breaks and accents take up less."""
    if text == composed or not links:
        return list(links)
    places, last, length = {}, 0, 0
    for position in sorted({end for link in links for end in (link.span.start, link.span.end)}):
        cut = _whole(text, position)
        piece = text[last:cut]
        length += len(_composed(piece)[0]) + (last > 0 and piece.startswith("\ufeff"))  # a mark only at the top
        places[position], last = length, cut
    return [Link(Span(places[link.span.start], places[link.span.end]), link.target) for link in links]


def _whole(text: str, position: int) -> int:
    """The position, moved behind what melts into the character before it: accents, half a line break."""
    if text[max(0, position - 1) : position + 1] == "\r\n":
        return position + 1
    while position < len(text) and (unicodedata.combining(text[position]) or "\u1160" <= text[position] <= "\u11ff"):
        position += 1
    return position


def _told_document(capture: Capture, text: str, language: str | None) -> Document:
    """A report whose channel gives its text as such, and what it says of it."""
    about = capture.about
    links, position = [], 0
    for words, target in about.links:
        start = text.find(words, position) if words else -1
        if start >= 0:
            position = start + len(words)
            links.append(Link(Span(start, position), target))
    return document_of_text(
        text,
        title=about.title,
        language=language or about.language,
        published=about.published,
        outlet=about.outlet,
        author=about.author,
        address=capture.address,
        sha256=capture.sha256,
        links=links,
    )


def _pdf_document(capture: Capture, language: str | None) -> Document:
    from firsthand.read.pdf import read_pdf

    found = read_pdf(capture.data, _called(capture))
    return document_of_text(
        "\n\n".join(found.paragraphs) or found.title or "",
        title=found.title or "" if found.paragraphs else "",
        language=language,
        author=found.author,
        address=capture.address,
        sha256=capture.sha256,
        skips=found.skips,
    )


def _html_document(capture: Capture, decoded: Decoded, language: str | None) -> Document:
    from firsthand.read.html import read_html

    found = read_html(decoded.text, capture.address)
    return _document_of(found, capture, decoded, language, found.title or "", found.body)


def _markdown_document(capture: Capture, decoded: Decoded, language: str | None) -> Document:
    from firsthand.read.markdown import read_markdown

    found = read_markdown(decoded.text)
    title = found.title or ""
    return _document_of(found, capture, decoded, language, *((title, found.body) if found.body else ("", title)))


def _document_of(
    found: ReadText, capture: Capture, decoded: Decoded, language: str | None, title: str, body: str
) -> Document:
    """A document with all that was found beside its words."""
    return document_of_text(
        body,
        title=title,
        language=language,
        published=found.published,
        outlet=found.outlet,
        author=found.author,
        address=capture.address,
        sha256=capture.sha256,
        links=found.links,
        skips=(*decoded.skips, *found.skips),
    )


def _called(capture: Capture) -> str:
    return "Standard input" if capture.address == "-" else capture.address
