"""Characters, words and links out of markup that anybody may have written."""

from __future__ import annotations

import codecs
import html
import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

__all__ = ["Line", "Readable", "characters", "clean", "lines_of", "parsed_html", "readable", "root_of", "well_formed"]

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:\-]{2,40})|<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:\-]{2,40})",
    re.IGNORECASE,
)
_HEAD = 4096
_SAMPLE = 1 << 16
_TAG = re.compile(rb"<[^<>]{0,500}>")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BEFORE = re.compile(r"(?:\s++|<!--.{0,2000}?-->|<\?.{0,500}?\?>)*+", re.DOTALL)
"""What may stand before the first element: the declaration, style sheets, comments."""

_ROOT = re.compile(r"<(?:\w+:)?(\w+)")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,1000}(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#(x[0-9a-fA-F]{1,8}|[0-9]{1,8});|([A-Za-z][A-Za-z0-9]{1,31});|)")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})

_UNREAD = frozenset({"script", "style", "noscript", "template", "head", "title", "svg", "iframe", "object", "textarea"})
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
))
# fmt: on
_APART = frozenset({"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "table", "ul", "ol"})
_MOST_LINKS = 1000


def characters(data: bytes, charset: str | None) -> str:
    """The text of markup: by its mark, as UTF-8, as it declares, as the sender says; else as it looks.

    UTF-8 comes before what is declared: other encodings hardly ever are UTF-8 by accident, and declarations are wrong.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    found = _DECLARED.search(data[:_HEAD])
    inside = (found[1] or found[2]).decode("ascii") if found else None
    for name in ("utf-8", inside, charset):
        try:
            if name and codecs.lookup(name)._is_text_encoding:
                return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode(_guess(data), errors="replace")


def _guess(data: bytes) -> str:
    """UTF-8 with some damage, or, where most that is beyond ASCII is none, what it looks like."""
    decoded = data[:_SAMPLE].decode("utf-8", errors="replace")
    sound = sum(char > "\x7f" and char != "\ufffd" for char in decoded)
    if sound > 10 * decoded.count("\ufffd") or b"\0" in data[:_SAMPLE]:
        return "utf-8"
    from charset_normalizer import from_bytes  # only where needed: it takes its time

    words = _TAG.sub(b" ", data[:_SAMPLE])  # letters of tags would make any text look English
    best = from_bytes(words, cp_isolation=["cp1251", "koi8_u", "cp1252", "cp1250"]).best()
    return best.encoding if best is not None else "utf-8"


def clean(text: str) -> str:
    """Without what XML and databases cannot hold: control characters, half characters."""
    return _NOT_IN_XML.sub("\ufffd", text)


def well_formed(text: str) -> bytes:
    """XML as UTF-8, with what most often breaks it put right: control characters, bare “&”, names of HTML's characters.

    The document type goes: it can only define entities, which are how small files grow without end or read others.
    """
    text = clean(text)
    start = _first_element(text)
    lines = "\n" * text.count("\n", 0, start)  # so that what is told of a line is told of the right one
    pieces = (part if plain else _REFERENCE.sub(_reference, part) for plain, part in _parts(text[start:]))
    return (lines + "".join(pieces)).encode("utf-8")


def root_of(head: bytes) -> str:
    """The name of the outermost element, by the first bytes of XML; "" where they are none."""
    text = characters(head, None)
    found = _ROOT.match(text, _first_element(text))
    return found[1] if found else ""


def _first_element(text: str) -> int:
    """Where it begins, or would begin: behind declaration, comments and document type."""
    position = _end(_BEFORE, text, 0)
    return _end(_BEFORE, text, _end(_DOCTYPE, text, position))


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Pieces of XML, and whether each is a section whose characters stand for themselves."""
    end = 0
    while (start := text.find("<![CDATA[", end)) >= 0:
        yield False, text[end:start]
        close = text.find("]]>", start)
        end = close + 3 if close >= 0 else len(text)
        yield True, text[start:end]
    yield False, text[end:]


def _reference(found: re.Match[str]) -> str:
    number, name = found[1], found[2]
    if number:
        code = int(number[1:], 16) if number[0] == "x" else int(number)
        return found[0] if _xml_character(code) else "\ufffd"
    if name in _XML_NAMES:
        return found[0]
    known = html.entities.html5.get(f"{name};") if name else None
    return html.escape(known) if known else f"&amp;{found[0][1:]}"


def _xml_character(code: int) -> bool:
    return code < 0x110000 and not _NOT_IN_XML.match(chr(code))


@dataclass(frozen=True, slots=True)
class Readable:
    """Plain text with its line breaks, and the links in it: words, address."""

    text: str
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of text with nothing around it on its line; `apart` where an empty line goes before it."""

    text: str
    apart: bool = False


def parsed_html(text: str) -> etree._Element | None:
    """The tree of any text as HTML; None where nothing is in it."""
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    data = clean(text).encode("utf-8")
    if not data.strip():
        return None
    try:
        tree: etree._Element | None = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing but rubbish
        return None
    return tree


def readable(markup: str, base: str = "") -> Readable:
    """What a reader sees of a piece of HTML, which may also be plain text.

    Args:
        base: against which its links are to be read.
    """
    tree = parsed_html(markup)
    if tree is None:
        return Readable("")
    text = "".join(f"\n\n{line.text}" if line.apart else f"\n{line.text}" for line in lines_of(tree)).strip()
    return Readable(text, tuple(_links(tree, base)))


def lines_of(tree: etree._Element, unread: frozenset[str] = _UNREAD) -> Iterator[Line]:
    """The lines of a tree, without recursion: markup may be nested as deeply as its writer likes."""
    words: list[str] = []
    apart = False
    for is_line, piece in _pieces(tree, unread):
        if not is_line:
            words.append(piece)
            continue
        text = " ".join("".join(words).split())
        words.clear()
        if text:
            yield Line(text, apart)
            apart = False
        apart = apart or piece in _APART
    text = " ".join("".join(words).split())
    if text:
        yield Line(text, apart)


def _pieces(tree: etree._Element, unread: frozenset[str]) -> Iterator[tuple[bool, str]]:
    """Text (False, words), and where lines end (True, the tag that ends or begins one)."""
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += tag in unread
            if not hidden:
                if tag in _BLOCKS:
                    yield True, tag
                yield False, element.text or ""
            continue
        if not hidden and tag in _BLOCKS:
            yield True, tag
        hidden -= tag in unread
        if not hidden and element is not tree:
            yield False, element.tail or ""


def _links(tree: etree._Element, base: str) -> Iterator[tuple[str, str]]:
    for count, element in enumerate(tree.iter("a")):
        if count >= _MOST_LINKS:
            return
        words = " ".join("".join(map(str, element.itertext())).split())
        try:
            address = urljoin(base, (element.get("href") or "").strip())
        except ValueError:
            continue
        if words and address.lower().startswith(("http://", "https://")):
            yield words, address
