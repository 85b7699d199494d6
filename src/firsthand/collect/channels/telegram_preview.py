"""Public channels of Telegram as anybody sees them without an account: t.me/s/NAME, page after page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from heapq import nlargest
from itertools import islice

from firsthand.collect.channels.telegram_names import Target, key_of, post_capture, post_of_key, target_of
from firsthand.collect.channels.telegram_page import Page, Post, page_of
from firsthand.errors import AddressRefused, FetchError, InputError
from firsthand.model import About, Capture, Skip
from firsthand.plugins import Fetch, Wanted

__all__ = ["AGAIN", "TelegramPreview"]

AGAIN = 100
"""Posts of a channel, the newest of those that are known, that each later visit looks at again: some five pages."""


class TelegramPreview:
    """A public channel (`@NAME`, `t.me/NAME`, `https://t.me/s/NAME`), or one post of it (`t.me/NAME/123`).

    A post's bytes are its own HTML element, but for what changes while the post stays the same: views, reactions and
    votes, the channel's picture, the quoted beginning of the post it answers, and the addresses of pictures and films,
    which are good for some hours only.
    """

    name = "telegram"

    def takes(self, what: str) -> bool:
        return target_of(what) is not None

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        """Every post, the newest page first and the oldest post of a page first.

        The last page is the one that reaches behind `wanted.since`, or that holds a key which `wanted.reached` knows.

        Raises:
            InputError: there is no such channel, or it shows no preview.
            FetchError, AddressRefused: the first page cannot be had, or after all that came, an older one: posts are
                missing.
        """
        target = target_of(wanted.what)
        if target is None:
            raise InputError(f"{wanted.what} is no public channel of Telegram. Write @NAME or https://t.me/NAME.")
        if target.post is not None:
            yield from _single(target, target.post, fetch)
            return
        media: Counter[str] = Counter()
        left_out: Counter[str] = Counter()
        broke: FetchError | InputError | AddressRefused | None = None
        try:
            for page, fetched in _pages(target.name, None, fetch):
                if not page.whole:
                    broke = FetchError(f"a page of {_address(target.name, None)} broke off: posts may be missing.")
                for post in page.posts:
                    if post.left_out:
                        left_out[post.left_out] += 1
                    elif _wants(post, wanted.since):
                        media += post.media
                        yield _capture(post, fetched)
                if _is_last(page, wanted):
                    break
        except (FetchError, InputError, AddressRefused) as error:
            broke = error
        yield from _told(target.name, media, left_out)
        if broke is not None:
            raise broke

    def again(self, wanted: Wanted, now: Collection[str], fetch: Fetch) -> Iterator[Capture | Skip]:
        """The newest known posts but those of `now`, as `revisit` gives them; of a post's address that post alone."""
        target = target_of(wanted.what)
        if target is None:
            return
        if target.post is not None:
            keys = [key_of(target.name, target.post)]
            known = {key for key in wanted.known(keys[0]) if key in keys}
        else:
            posts = {post[1]: key for key in wanted.known(_stem(target.name)) if (post := post_of_key(key))}
            known = {posts[number] for number in nlargest(AGAIN, posts)}
        yield from self.revisit(known.difference(now), fetch)

    def revisit(self, known: Iterable[str], fetch: Fetch) -> Iterator[Capture | Skip]:
        """Look again at posts that are known by their keys: each as it is now, or with `gone` where it no longer is.

        A post is gone where its page shows older and newer numbers, or the beginning of the channel, but not it. Keys
        of other kinds are passed over.

        Raises:
            InputError: a channel is not there any more, or shows no preview now: none of its posts is called gone.
            FetchError, AddressRefused: the first page of a channel cannot be had.
        """
        channels: dict[str, set[int]] = {}
        for key in known:
            post = post_of_key(key)
            if post and not post[0].isdigit():
                channels.setdefault(post[0], set()).add(post[1])
        for name, numbers in channels.items():
            yield from _again(name, numbers, fetch)


def _stem(channel: str) -> str:
    """How the keys of all its posts begin."""
    return key_of(channel, 0).removesuffix("0")


def _is_last(page: Page, wanted: Wanted) -> bool:
    """Whether nothing behind it is wanted."""
    reports = [post for post in page.posts if not post.left_out]
    return any(wanted.reached(key_of(post.channel, post.number)) for post in reports) or any(
        not _wants(post, wanted.since) for post in page.posts
    )


def _single(target: Target, number: int, fetch: Fetch) -> Iterator[Capture | Skip]:
    for page, fetched in islice(_pages(target.name, number + 1, fetch), 1):
        for post in page.posts:
            if number in post.numbers and not post.left_out:
                yield _capture(post, fetched)
                yield from _told(post.channel, post.media, Counter())
                return
    yield Skip("collect", key_of(target.name, number), "the channel does not show this post: it is gone, or none")


def _again(name: str, numbers: set[int], fetch: Fetch) -> Iterator[Capture | Skip]:
    shown = False
    while numbers:
        before = max(numbers) + 1
        step = next(_pages(name, before, fetch), None)
        if step is None:  # nothing has changed there since the last visit
            return
        page, fetched = step
        shown = shown or bool(page.posts) or _shows_posts(name, fetch)
        if not page.whole or not shown:
            yield Skip("collect", _address(name, before), "an empty or broken page: no post of it is called gone")
            return
        lowest = min((number for number in page.numbers if number < before), default=0)
        for post in page.posts:
            if post.numbers & numbers and not post.left_out:
                yield _capture(post, fetched)
        for number in sorted(number for number in numbers if number >= lowest and number not in page.numbers):
            yield post_capture(b"", name, number, fetched, media_type="text/html", about=About(), gone=True)
        numbers = {number for number in numbers if number < lowest}


def _shows_posts(name: str, fetch: Fetch) -> bool:
    """Whether the newest page has posts: a channel that shows none at all may only be hidden for now."""
    step = next(_pages(name, None, fetch), None)
    return step is not None and bool(step[0].posts)


def _pages(name: str, before: int | None, fetch: Fetch) -> Iterator[tuple[Page, datetime]]:
    """Page after page, back from `before` to the beginning, or to one that has not changed since the last visit.

    Raises:
        FetchError: one behind the first cannot be had, or does not show the older posts that there should be.
        AddressRefused, FetchError, InputError: the first cannot be had.
    """
    first, promised = True, False
    while True:
        address = _address(name, before)
        try:
            found = _page(name, address, fetch)
        except (AddressRefused, FetchError, InputError) as error:
            if first:
                raise
            raise FetchError(f"{address}: older posts are not read: {error}") from error
        if found is None:
            return
        page, _ = found
        if promised and not page.posts:
            raise FetchError(f"{address}: older posts are not read: it shows none, though there should be some.")
        yield found
        older, promised = min(page.numbers, default=page.before or 0), page.before is not None
        if before is not None and older >= before:
            raise FetchError(f"{address}: older posts are not read: it shows the same posts again.")
        if older <= 1:
            return
        before, first = older, False


def _page(name: str, address: str, fetch: Fetch) -> tuple[Page, datetime] | None:
    """None where it has not changed since the last visit."""
    capture = fetch(address)
    if capture is None:
        return None
    page = None if capture.gone else page_of(capture.data)
    if page is None:
        raise InputError(_no_preview(name, capture))
    return page, capture.fetched


def _address(name: str, before: int | None) -> str:
    return f"https://t.me/s/{name}" + (f"?before={before}" if before is not None else "")


def _no_preview(name: str, capture: Capture) -> str:
    if b"tgme_page" not in capture.data and not capture.gone:
        return f"{capture.address} answered with something that is no page of Telegram. Try again later."
    return (
        f"@{name} shows no public preview: it is a private channel, a group, a person or a bot, or there is none of "
        f"that name. Check the name; or export the chat with Telegram Desktop, and add its result.json."
    )


def _wants(post: Post, since: datetime | None) -> bool:
    moment = post.about.published
    if since is None or not isinstance(moment, datetime):
        return True
    return moment.replace(tzinfo=moment.tzinfo or UTC) >= since.replace(tzinfo=since.tzinfo or UTC)


def _capture(post: Post, fetched: datetime) -> Capture:
    return post_capture(post.data, post.channel, post.number, fetched, media_type="text/html", about=post.about)


def _told(name: str, media: Counter[str], left_out: Counter[str]) -> Iterator[Skip]:
    """One summary a visit of what was left out."""
    for kind, count in media.items():
        yield Skip("part", f"https://t.me/s/{name}", f"{count} × {kind}: the post is kept, but not the file itself")
    for reason, count in left_out.items():
        yield Skip("collect", f"https://t.me/s/{name}", f"{count} × {reason}")
