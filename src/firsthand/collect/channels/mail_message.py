"""One mail: who sent it, when, under which number, and the best of its texts."""

from __future__ import annotations

import codecs
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from urllib.parse import quote

from firsthand.collect.channels.mail_html import text_of_html
from firsthand.collect.channels.published import moment
from firsthand.collect.channels.rows import without_halves
from firsthand.model import About

__all__ = ["Mail", "Unreadable", "read_mail"]

_MOST_LINES, _MOST_PARTS = 400_000, 2_000
"""A mail of 20 MB has 270,000 lines where it is one picture. Each line may be a header, each part a whole message."""
_LONGEST_HEADER = 4_000
_PARTING = re.compile(rb"^--", re.MULTILINE)
_NUMBER = re.compile(r"<([^<>\s]{1,500})>")
_LIST = re.compile(r"^(?P<name>[^<]*)<(?P<id>[^<>]+)>")
_WEB = re.compile(r"https?://[^\s<>\"”»\]]+[^\s<>\"”»\].,;:!?)']", re.IGNORECASE)
_LANGUAGE = re.compile(r"\s*([a-zA-Z]{2,3})(?:-[\w-]{1,20})?\s*(?:,.*)?")
_FLOWED = re.compile(r"(?<=\S) \n(?!\n| ?-- \n|>)")
_NO_CHARSETS = ("idna", "punycode", "unicode_escape", "raw_unicode_escape")
"""Python takes them for charsets, no mail program does; the first two take hours for a long text."""
_LEAST_SHARE = 0.5
"""How much of the plain text's words the HTML must have to be taken before it."""


class Unreadable(Exception):
    """A mail of which nothing can be made; the text says why."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What is told of a mail.

    `number` is its Message-ID without brackets, `seen_at` where its list shows it in the web (RFC 5064); empty where
    there is none. `left_out` names the parts that are not in the text.
    """

    about: About
    number: str
    seen_at: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    links: tuple[tuple[str, str], ...] = ()


def read_mail(data: bytes) -> Mail:
    """What a mail says.

    Raises:
        Unreadable: no mail, or one made to overwhelm; or one without any text.
    """
    if data.count(b"\n") > _MOST_LINES or len(_PARTING.findall(data)) > _MOST_PARTS:
        raise Unreadable("it has more lines or parts than any mail")
    try:
        message = email.message_from_bytes(data)
        parts = list(_leaves(message))
    except (RecursionError, MessageError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable(f"its parts are in disorder ({type(error).__name__})") from error
    if not any(_raw(message, name) for name in ("From", "Date", "Subject", "Message-ID")):
        raise Unreadable("it has none of the headers of a mail: From, Date, Subject, Message-ID")
    best, left_out = _best(parts)
    if not best.text.strip():
        raise Unreadable("it has no text" + (f", only {', '.join(left_out)}" if left_out else ""))
    return Mail(_about(message, best), _number(message, "Message-ID"), _archived_at(message), left_out)


def _about(message: Message, best: _Text) -> About:
    name, sender = _sender(message)
    listed = _LIST.match(_header(message, "List-Id"))
    list_name = (listed["name"].strip(' "') or listed["id"]) if listed else ""
    posted = _header(message, "List-Post").strip()
    many_write = bool(list_name) and bool(posted) and posted.upper() != "NO"  # RFC 2369
    sent = moment(_header(message, "Date").split(" (")[0].strip())
    language = _LANGUAGE.fullmatch(_header(message, "Content-Language"))
    answered = _number(message, "In-Reply-To")
    return About(
        text=best.text,
        title=_header(message, "Subject"),
        published=sent if isinstance(sent, datetime) else None,
        outlet=(list_name if many_write else name or list_name or sender.rpartition("@")[2]) or None,
        author=(name or sender or None) if many_write else None,
        language=language[1].lower() if language else None,
        answers=mid(answered) if answered else None,
        links=best.links,
    )


def mid(number: str) -> str:
    """The address of a mail by its Message-ID (RFC 2392)."""
    return "mid:" + quote(number, safe="@!$&'*+=~-._", errors="replace")


def _sender(message: Message) -> tuple[str, str]:
    """Name and address, as the mail has it: anybody can write anything there."""
    pairs = getaddresses([_raw(message, "From")])
    name, address = pairs[0] if pairs else ("", "")
    return _decoded(name).strip(' "'), without_halves(address)


def _number(message: Message, header: str) -> str:
    found = _NUMBER.search(_header(message, header))
    return found[1] if found else ""


def _archived_at(message: Message) -> str:
    found = re.fullmatch(r"<?(https?://[^\s<>]{1,2000})>?", _header(message, "Archived-At").strip(), re.IGNORECASE)
    return found[1] if found else ""


def _header(message: Message, name: str) -> str:
    """A header on one line, with its encoded words as what they mean."""
    return " ".join(_decoded(_raw(message, name)).split())


def _raw(message: Message, name: str) -> str:
    """A header as it stands; `Message.get` gives bytes that are not ASCII as question marks."""
    for found, value in message.raw_items():
        if found.lower() == name.lower():
            return str(value)[:_LONGEST_HEADER]
    return ""


def _decoded(value: str) -> str:
    """Encoded words (RFC 2047) as characters; bytes that were sent as they are, as UTF-8 or what they may be."""
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        parts = [(value, None)]
    text = ""
    for part, charset in parts:
        if isinstance(part, str):
            part, charset = part.encode("utf-8", "surrogateescape"), None
        text += _characters(part, charset)
    return without_halves(text)


def _characters(data: bytes, charset: str | None) -> str:
    """As the sender says, as UTF-8, or as the likeliest of the encodings that stood in mails before it."""
    for name in (charset, "utf-8"):
        try:
            if name and codecs.lookup(name).name not in _NO_CHARSETS:
                return data.decode(name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=["cp1251", "koi8_u", "cp1252", "cp1250"]).best() if b"\0" not in data else None
    return data.decode(best.encoding if best else "utf-8", "replace")


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that have no parts, but for those of a mail within the mail, which stays one part."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if isinstance(inner, list):
            waiting.extend(one for one in reversed(inner) if isinstance(one, Message))
        else:
            yield part


def _best(parts: list[Message]) -> tuple[_Text, tuple[str, ...]]:
    """The text to read, and the names of the parts that are left out.

    Where the same is there as plain text and as HTML, the HTML is taken: its lines are not broken in the middle of
    sentences, and its links lie on words. Only where it says much less is the plain text taken.
    """
    plain: list[_Text] = []
    marked: list[_Text] = []
    left_out = []
    for part in parts:
        kind = part.get_content_type()
        attached = str(part.get("Content-Disposition") or "").strip().lower().startswith("attachment")
        if attached or kind not in ("text/plain", "text/html"):
            left_out.append(_named(part))
        elif kind == "text/plain":
            plain.append(_plain_text(part))
        else:
            marked.append(_Text(*text_of_html(_content(part))))
    written, shown = _joined(plain), _joined(marked)
    if shown.text and len(shown.text.split()) >= _LEAST_SHARE * len(written.text.split()):
        return shown, tuple(left_out)
    return written, tuple(left_out)


def _joined(texts: list[_Text]) -> _Text:
    return _Text("\n\n".join(one.text for one in texts if one.text), tuple(link for one in texts for link in one.links))


def _plain_text(part: Message) -> _Text:
    text = _content(part).replace("\r\n", "\n")
    if str(part.get_param("format") or "").lower() == "flowed":  # RFC 3676: a space before the break joins the lines
        text = _FLOWED.sub(" ", text)
    text = text.strip("\n")
    return _Text(text, tuple((found, found) for found in _WEB.findall(text)[:2000]))


def _content(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_param("charset")
    return without_halves(_characters(data, charset if isinstance(charset, str) else None))


def _named(part: Message) -> str:
    """An attachment as people call it: "photo.jpg (image/jpeg, 34 kB)"."""
    name = _decoded(str(part.get_filename() or "")[:_LONGEST_HEADER]).strip()
    payload = part.get_payload()
    size = len(payload) if isinstance(payload, str) else 0
    about = f"{part.get_content_type()[:100]}, {max(1, size // 1000)} kB as sent"
    return f"{name[:200]} ({about})" if name else f"a part without a name ({about})"
