"""Names, hosts and user names in the one form in which they are compared."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import SplitResult, unquote, urlsplit

from firsthand.text import fold

__all__ = ["host_and_path", "host_in_ascii", "plain_name", "telegram_name"]

_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,31}")
_TELEGRAM_HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})
_NO_CHANNEL = frozenset(
    {"addemoji", "addlist", "addstickers", "addtheme", "boost", "c", "iv", "joinchat", "login", "proxy", "setlanguage",
     "share", "socks"}
)  # fmt: skip
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LONGEST = 2_000  # characters of an address, or of a name, that are looked at
_WRAPPINGS = 3
_GENERIC = re.compile(
    r"(?:the|an?|газета|журнал|телеканал|телеграм-канал|telegram-канал|канал|агентство|информагентство|інформагентство|"
    r"агенція|издание|видання|радиостанция|радіостанція|сайт|портал|newspaper|news agency|telegram channel)\s+"
)
_ARCHIVED = re.compile(r"/(?:web/)?\d{4,14}[a-z_]*/(?=https?:/|[\w-]+\.)")
_AMP_CACHE = re.compile(r"/[a-z](?:/s)?/(?=[\w-]+\.)")


def plain_name(name: str) -> str:
    """A name without case, marks, spaces, article and words such as "newspaper"; empty where nothing is left."""
    folded = fold(name[:_LONGEST]).strip(" \t\r\n«»\"“”„'")
    bare = _GENERIC.sub("", folded, count=1) if _GENERIC.match(folded) else folded
    return "".join(char for char in bare if char.isalnum() or char == "+") or folded


def host_in_ascii(host: str) -> str | None:
    """A host in lower case and ASCII, without "www."; None where it is none."""
    try:
        encoded = host.strip().rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    encoded = encoded.removeprefix("www.")
    labels = encoded.split(".")
    known = len(labels) > 1 and len(encoded) < 254 and all(_LABEL.fullmatch(label) for label in labels)
    return encoded if known and not labels[-1].isdigit() else None


def host_and_path(address: str) -> tuple[str, str] | None:
    """Where a web page is at home: what an archive, a cache or a translation shows is taken from its address.

    None for what is on no web host. An address without "https://" is taken as one.
    """
    parts = _split(address)
    for _ in range(_WRAPPINGS):
        if parts is None:
            return None
        inner = _wrapped(parts)
        if inner is None:
            break
        parts = _split(inner)
    if parts is None:
        return None
    host = host_in_ascii(parts.hostname or "")
    return (host, unquote(parts.path)) if host else None


def telegram_name(address: str) -> str | None:
    """The user name, in lower case, of the channel that an address of Telegram, or "@name", leads to.

    Empty for an address of Telegram that names no channel: a private one, an invitation. None for any other address.
    """
    bare = address.strip()
    if bare.startswith("@"):
        return bare[1:].lower() if _USERNAME.fullmatch(bare[1:]) else None
    if bare[:3].lower() == "tg:":
        found = re.search(r"[?&]domain=([A-Za-z0-9_]+)", bare[:_LONGEST])
        return found[1].lower() if found else ""
    where = host_and_path(bare)
    if where is None:
        return None
    host, path = where
    if host.endswith(".t.me"):
        host, path = "t.me", f"/{host.removesuffix('.t.me')}"
    if host not in _TELEGRAM_HOSTS:
        return None
    steps = [step for step in islice(path.split("/"), 4) if step]
    if steps and steps[0] == "s":
        steps = steps[1:]
    known = bool(steps) and _USERNAME.fullmatch(steps[0]) and steps[0].lower() not in _NO_CHANNEL
    return steps[0].lower() if known else ""


def _split(address: str) -> SplitResult | None:
    """The parts of a web address, as a browser takes them: a backslash is a slash."""
    bare = address.strip()[:_LONGEST].replace("\\", "/")
    try:
        parts = urlsplit(bare if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)", bare) else f"https://{bare.lstrip('/')}")
        return parts if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _wrapped(parts: SplitResult) -> str | None:
    """The address inside that of an archive, of a cache of quick pages, or of a translated page."""
    host = (parts.hostname or "").removeprefix("www.")
    if host.endswith(".translate.goog"):
        told = host.removesuffix(".translate.goog").replace("--", "\0").replace("-", ".").replace("\0", "-")
        return f"https://{told}{parts.path}"
    pattern = None
    if host in ("web.archive.org", "archive.ph", "archive.is", "archive.today", "archive.li", "archive.md"):
        pattern = _ARCHIVED
    elif host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
        pattern = _AMP_CACHE
    elif re.fullmatch(r"google(?:\.[a-z]{2,3}){1,2}", host):
        pattern = re.compile(r"/amp(?:/s)?/")
    found = pattern.match(parts.path) if pattern else None
    if found is None:
        return None
    rest = parts.path[found.end() :]
    return re.sub(r"^(https?):/+", r"\1://", rest)
