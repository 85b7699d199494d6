"""What one fetched page is: a report, an empty page, or a wall before one; and the name it keeps."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urljoin

import httpx
from lxml import etree

from firsthand.collect.addresses import checked_url
from firsthand.collect.channels.markup import characters, lines_of, parsed_html
from firsthand.errors import AddressRefused, BadStatus
from firsthand.model import About, Capture, Skip

__all__ = ["is_html", "is_web_address", "page_of", "plain_address", "skipped", "there"]

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|yclid|ysclid|msclkid|twclid|mc_[ce]id|igshid|igsh|_openstat|at_\w+|xtor|cmpid|spm",
    re.IGNORECASE,
)
_SAME_SITE = re.compile(r"^(?:www\d?|m|mobile|amp|lite)\.")
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_NO_TEXT = ("image/", "audio/", "video/", "font/")
_CONSENT_HOST = re.compile(r"^(?:consent|cookie-?consent|myprivacy|privacy-?gate|cmp)\.")
_WALL = re.compile(
    r"cookie|consent|your privacy|our partners|personal data|javascript|your browser|not a robot|you are (?:a )?human"
    r"|куки|кук[иі]-файл|соглас(?:ие|ен) на обработку|персональных данных|ваш(?:его)? браузер|не робот|поддержк\w+ java"
    r"|згод[аиу] на обробку|персональних даних|ваш(?:ого)? (?:веб-?)?(?:браузер|переглядач)",
    re.IGNORECASE,
)
_CHECK = re.compile(
    r"just a moment|checking (?:if the site|your browser)|verify(?:ing)? (?:that )?you are|ddos-guard"
    r"|attention required|проверка браузера|проверяем ваш браузер|перевірка браузера|перевіряємо ваш браузер|не робот",
    re.IGNORECASE,
)
_UNREAD = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "textarea", "nav",
                     "footer", "button", "select"})  # fmt: skip
_LEAST = 60
"""Letters beside a wall's own words that make a page worth reading."""
_LITTLE = 400
_LONGEST_READ = 200_000
"""Characters of a page that are looked at: one with more words than that is no wall."""


def is_web_address(what: str) -> bool:
    """Whether it can be asked for, by its look."""
    return what.strip().lower().startswith(("http://", "https://"))


def is_html(capture: Capture) -> bool:
    """By the first bytes, or else by what the server said."""
    return bool(_HTML_START.match(capture.data[:2000])) or capture.media_type in _HTML_TYPES


def plain_address(address: str) -> str:
    """The address without fragment and without marks of the way that led there.

    Raises:
        AddressRefused: it is no web address.
    """
    url = checked_url(address)
    query = url.query.decode("ascii")
    kept = "&".join(pair for pair in query.split("&") if not _TRACKING.fullmatch(pair.partition("=")[0]))
    return str(url if kept == query else url.copy_with(query=kept.encode("ascii") or None))


def skipped(record: str, reason: str) -> Skip:
    """Something of a channel that is not taken."""
    return Skip("collect", record[:500], reason)


def page_of(capture: Capture, about: About, key: str | None = None) -> Capture | Skip:
    """The capture with its key, or why it is no report.

    Args:
        key: where it is None, the page's own link to its canonical address, if that is on the same site, else the
            address.
    """
    if capture.gone:
        return replace(capture, key=key or plain_address(capture.address), about=about)
    if (capture.media_type or "").startswith(_NO_TEXT):
        return skipped(capture.address, f"no text: {capture.media_type}")
    if not capture.data.strip():
        return skipped(capture.address, "an empty page: the server sent nothing")
    if not is_html(capture):
        return replace(capture, key=key or plain_address(capture.address), about=about)
    tree = parsed_html(characters(capture.data, capture.charset))
    reason = "an empty page: there is no word in it" if tree is None else _no_report(capture, tree)
    if tree is None or reason:
        return skipped(capture.address, reason)
    return replace(capture, key=key or _canonical(tree, capture.address), about=about)


def _no_report(capture: Capture, tree: etree._Element) -> str:
    """Why there is nothing to read on a page; "" where there is.

    A wall is a page whose words are about cookies, consent or browsers, and that has hardly any others. An article
    under a banner has.
    """
    wall, other = [], 0
    first = [" ".join((tree.findtext(".//title") or "").split())]
    for line in lines_of(tree, _UNREAD):
        if len(first) <= 2:
            first.append(line.text)
        if _WALL.search(line.text):
            wall.append(line.text)
        else:
            other += sum(map(str.isalpha, line.text))
        if other > _LONGEST_READ:
            return ""
    if _guarded(capture) or (other < _LITTLE and any(map(_CHECK.match, first))):
        return "a wall: the site checks for a human being at a browser, and shows nothing else"
    told = sum(map(len, wall))
    if told and (other < _LEAST or (told > 2 * other and other < _LITTLE and not _an_article(tree))):
        return "a wall: the page is about cookies, consent or the browser, and holds no report"
    if _CONSENT_HOST.match(httpx.URL(capture.address).host):
        return "a wall: the site led to its page for consent"
    return "" if other else "an empty page: without running its scripts there is no word in it"


def there(found: Capture | None, kind: str) -> Capture | None:
    """What a server gave of a feed or a sitemap; None where nothing has changed.

    Raises:
        BadStatus: it is gone.
    """
    if found is not None and found.gone:
        status = int(found.exchange.status[:3]) if found.exchange else 404
        raise BadStatus(f"The {kind} {found.address} is gone.", status)
    return found


def _guarded(capture: Capture) -> bool:
    """Whether a guard before the site says that it answered instead."""
    headers = capture.exchange.headers if capture.exchange else ()
    return any(name.lower() == "cf-mitigated" for name, _ in headers)


def _an_article(tree: etree._Element) -> bool:
    return next(tree.iter("article"), None) is not None or any(
        meta.get("property") == "og:type" and meta.get("content") == "article" for meta in tree.iter("meta")
    )


def _canonical(tree: etree._Element, address: str) -> str:
    """Where the page says that it has its place: on the same site, and not the front page for each of its articles."""
    own = checked_url(address)
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            try:
                found = checked_url(urljoin(_base(tree, address), (link.get("href") or "").strip()))
                if _site(found) == _site(own) and (len(found.path) > 1 or len(own.path) <= 1):
                    return plain_address(str(found))
            except (AddressRefused, ValueError):
                continue
    return plain_address(address)


def _base(tree: etree._Element, address: str) -> str:
    for element in tree.iter("base"):
        return urljoin(address, (element.get("href") or "").strip())
    return address


def _site(url: httpx.URL) -> str:
    return f"{_SAME_SITE.sub('', url.host)}:{url.port or ''}"
