"""A page of t.me/s/NAME, the public preview of a channel: its posts as HTML elements, and where older ones are.

The names of classes are those that Telegram's own pages use; this file is the only one that knows them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree, html

from firsthand.collect.channels.telegram_names import Target, target_of
from firsthand.collect.channels.telegram_words import readable
from firsthand.model import About, Forward

__all__ = ["Page", "Post", "page_of"]

_CLASS = etree.XPath("descendant::*[contains(concat(' ', normalize-space(@class), ' '), concat(' ', $name, ' '))]")
_MESSAGE = "tgme_widget_message"
_MOST_POSTS = 1000
"""Telegram shows some twenty a page."""

_NOT_THE_POST = (
    f"{_MESSAGE}_views",
    f"{_MESSAGE}_reactions",
    f"{_MESSAGE}_user",  # the channel's picture
    f"{_MESSAGE}_bubble_tail",
    f"{_MESSAGE}_poll_option_percent",
    f"{_MESSAGE}_poll_option_bar",
    f"{_MESSAGE}_poll_votes",
    f"{_MESSAGE}_voters",
    "copyonly",  # the word "views"
)
"""Elements that change while the post stays the same, or that are the page's ornament."""

_PASSING = ("data-view", "style", "src", "srcset")
"""Attributes with a counter's key, or with addresses of pictures and films that are good for some hours."""

_SIZE_TOKEN = re.compile(r"[0-9]+_[0-9]+")
_MEDIA = (
    (f"{_MESSAGE}_photo_wrap", "photo"),
    (f"{_MESSAGE}_video_player", "video"),
    (f"{_MESSAGE}_roundvideo_player", "video"),
    (f"{_MESSAGE}_document_wrap", "file"),
    (f"{_MESSAGE}_voice_player", "voice message"),
    (f"{_MESSAGE}_sticker_wrap", "sticker"),
    (f"{_MESSAGE}_location_wrap", "map"),
)


@dataclass(frozen=True, slots=True)
class Post:
    """One post. `numbers` are all that it stands for: an album is one element. `left_out` says why it is no report."""

    channel: str
    number: int
    numbers: frozenset[int]
    data: bytes
    about: About
    media: Counter[str]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The posts of a page, oldest first.

    `before` is the number before which there are more, where the page says so; `whole` says that it came to its end.
    """

    posts: tuple[Post, ...]
    before: int | None
    whole: bool

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(number for post in self.posts for number in post.numbers)


def page_of(data: bytes) -> Page | None:
    """The page; None where it is no preview of a channel."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(data.replace(b"\0", b""), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None
    elements = [element for element in _having(tree, _MESSAGE) if element.get("data-post")]
    if not elements and not _having(tree, "tgme_channel_history"):
        return None
    posts = [post for element in elements[:_MOST_POSTS] if (post := _post(element))]
    whole = len(elements) <= _MOST_POSTS and b"</html>" in data[-1000:].lower()
    return Page(tuple(sorted(posts, key=lambda post: post.number)), _before(tree), whole)


def _before(tree: html.HtmlElement) -> int | None:
    found = [element.get("data-before") or "" for element in _having(tree, "tme_messages_more")]
    numbers = [int(one) for one in found if re.fullmatch(r"[0-9]{1,15}", one)]
    return min(numbers, default=None)


def _post(element: html.HtmlElement) -> Post | None:
    target = target_of(f"t.me/{element.get('data-post')}")
    if target is None or target.post is None:
        return None
    about = _about(element, target)
    media = Counter({kind: len(found) for name, kind in _MEDIA if (found := _having(element, name))})
    left_out = _left_out(element, about, media)
    numbers = frozenset((target.post, *_album(element, target)))
    return Post(target.name, target.post, numbers, _lasting(element), about, media, left_out)


def _left_out(element: html.HtmlElement, about: About, media: Counter[str]) -> str:
    if "service_message" in (element.get("class") or "").split():
        return "service message, which is no report"
    if not about.text and not media and _having(element, "message_media_not_supported_wrap"):
        return "post of a kind that the preview does not show"
    return ""


def _album(element: html.HtmlElement, target: Target) -> Iterator[int]:
    for wrap in _having(element, f"{_MESSAGE}_grouped_wrap"):
        for link in wrap.iter("a"):
            part = target_of(link.get("href") or "")
            if part and part.post and part.name.lower() == target.name.lower():
                yield part.post


def _about(element: html.HtmlElement, target: Target) -> About:
    texts = [readable(one, target.name) for one in _outermost(_having(element, "js-message_text"))]
    poll = [*_having(element, f"{_MESSAGE}_poll_question"), *_having(element, f"{_MESSAGE}_poll_option_text")]
    parts = [text for text, _ in texts] + ["\n".join(readable(one, target.name)[0] for one in poll)]
    return About(
        text="\n\n".join(part for part in parts if part),
        published=_moment(element),
        outlet=_line(element, f"{_MESSAGE}_owner_name"),
        author=_line(element, f"{_MESSAGE}_from_author"),
        forward=_forward(element),
        answers=next((_web(one) for one in _having(element, f"{_MESSAGE}_reply")), None),
        links=tuple(link for _, links in texts for link in links),
        edited=_is_edited(element) or None,
    )


def _is_edited(element: html.HtmlElement) -> bool:
    """Whether the mark stands beside the time; a signature, which has an element of its own there, is none."""
    beside = [
        words for meta in _having(element, f"{_MESSAGE}_meta") for words in (meta.text, *(one.tail for one in meta))
    ]
    return any("edited" in (words or "") for words in beside)


def _outermost(elements: list[html.HtmlElement]) -> list[html.HtmlElement]:
    """Telegram writes the caption of a picture in two elements of one class, one in the other."""
    kept: list[html.HtmlElement] = []
    for element in elements:
        if not kept or kept[-1] not in element.iterancestors():
            kept.append(element)
    return kept


def _moment(element: html.HtmlElement) -> datetime | None:
    for link in _having(element, f"{_MESSAGE}_date"):
        for time in link.iter("time"):
            try:
                return datetime.fromisoformat(time.get("datetime") or "")
            except ValueError:
                continue
    return None


def _forward(element: html.HtmlElement) -> Forward | None:
    for named in _having(element, f"{_MESSAGE}_forwarded_from_name"):
        return Forward(" ".join(named.text_content().split()) or "unknown", _web(named))
    return None


def _line(element: html.HtmlElement, name: str) -> str | None:
    return next((text for one in _having(element, name) if (text := " ".join(one.text_content().split()))), None)


def _web(element: html.HtmlElement) -> str | None:
    address = (element.get("href") or "").strip()
    return address if address.lower().startswith(("https://", "http://")) else None


def _lasting(element: html.HtmlElement) -> bytes:
    """The element as UTF-8, without what passes; it is changed on the way."""
    for name in _NOT_THE_POST:
        for one in _having(element, name):
            if one.getparent() is not None:
                one.drop_tree()
    for answered in _having(element, f"{_MESSAGE}_reply"):  # another's words, which may change by themselves
        for child in list(answered):
            answered.remove(child)
        answered.text = None
    for one in element.iter():
        for attribute in _PASSING:
            one.attrib.pop(attribute, None)
        names = (one.get("class") or "").split()
        if any(_SIZE_TOKEN.fullmatch(name) for name in names):
            one.set("class", " ".join(name for name in names if not _SIZE_TOKEN.fullmatch(name)))
    return bytes(etree.tostring(element, encoding="utf-8", method="html", with_tail=False))


def _having(element: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    found = _CLASS(element, name=name)
    return [one for one in found if isinstance(one, html.HtmlElement)] if isinstance(found, list) else []
