"""Preview pages of public channels, as t.me serves them, from a real server on loopback."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.collect.server import Server, answer, serving

from firsthand.collect import from_address
from firsthand.collect.channels.telegram_page import page_of
from firsthand.collect.channels.telegram_preview import TelegramPreview
from firsthand.errors import BadStatus, FetchError, InputError
from firsthand.model import Capture, Skip
from firsthand.plugins import Fetch, Wanted

NAME = "Ozerne_Hromada"


def post(
    number: int,
    text: str = "",
    *,
    before_text: str = "",
    after_text: str = "",
    views: str = "1.2K",
    day: int = 1,
    meta: str = "",
    kind: str = "text_not_supported_wrap js-widget_message",
) -> str:
    """One post in the markup of t.me, with a counter, a signed picture address and a key that differ at each visit."""
    words = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>' if text else ""
    return (
        f'<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message {kind}" data-post="{NAME}/{number}" data-view="eyJ{views}">'
        f'<div class="tgme_widget_message_user"><a href="https://t.me/{NAME}"><i class="tgme_widget_message_user_photo '
        f'bgcolor3" data-content="О"><img src="https://cdn4.example/file/{views}.jpg"></i></a></div>'
        f'<div class="tgme_widget_message_bubble"><i class="tgme_widget_message_bubble_tail"><svg class="bubble_icon">'
        f'<g fill="none"><path class="background" d="M8,1"></path></g></svg></i>'
        f'<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" '
        f'href="https://t.me/{NAME}"><span dir="auto">Озерне &amp; громада</span></a></div>'
        f"{before_text}{words}{after_text}"
        f'<div class="tgme_widget_message_reactions js-message_reactions"><b class="tgme_reaction">{views}</b></div>'
        f'<div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short '
        f'js-message_info"><span class="tgme_widget_message_views">{views}</span><span class="copyonly"> views</span>'
        f'<span class="tgme_widget_message_meta">{meta}<a class="tgme_widget_message_date" '
        f'href="https://t.me/{NAME}/{number}"><time datetime="2026-01-{day:02}T08:30:00+00:00" class="time">8:30</time>'
        f"</a></span></div></div></div></div></div>"
    )


def page(*posts: str, before: int | None = None) -> bytes:
    more = (
        f'<div class="tgme_widget_message_centered js-messages_more_wrap"><a href="/s/{NAME}?before={before}" '
        f'class="tme_messages_more js-messages_more" data-before="{before}"></a></div>'
        if before
        else ""
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Озерне – Telegram</title></head><body>'
        f'<main class="tgme_main" data-url="/{NAME}"><section class="tgme_channel_history js-message_history">{more}'
        f"{''.join(posts)}</section></main></body></html>"
    ).encode()


LANDING = (
    b'<!DOCTYPE html><html><head><title>Telegram: Contact @nobody</title></head><body><div class="tgme_page">'
    b'<div class="tgme_page_extra">@nobody</div></div></body></html>'
)


def fetching(server: Server) -> Fetch:
    """A fetch that finds t.me on the test's server."""

    def fetch(address: str) -> Capture | None:
        assert address.startswith("https://t.me/")
        return from_address(address.replace("https://t.me", server.url("")), allow_private=True)

    return fetch


@contextmanager
def channel(posts: dict[int, str], size: int = 3) -> Iterator[tuple[Fetch, Server]]:
    """A channel that serves its posts in pages; `posts` may be changed between two visits."""

    def behave(connection: socket.socket, path: str) -> None:
        query = parse_qs(urlsplit(path).query)
        limit = int(query["before"][0]) if "before" in query else 10**9
        shown = sorted(number for number in posts if number < limit)[-size:]
        older = shown[0] if shown and any(number < shown[0] for number in posts) else None
        body = page(*(posts[number] for number in shown), before=older)
        connection.sendall(answer(body, "Content-Type: text/html; charset=utf-8"))

    with serving(behave) as server:
        yield fetching(server), server


def read(fetch: Fetch, what: str = f"@{NAME}", **wanted: object) -> tuple[list[Capture], list[Skip]]:
    found = list(TelegramPreview().captures(Wanted(what, **wanted), fetch))  # type: ignore[arg-type]
    return [one for one in found if isinstance(one, Capture)], [one for one in found if isinstance(one, Skip)]


def until_it_fails(fetch: Fetch) -> tuple[list[Capture], str]:
    """What came, and the error that came then."""
    found: list[Capture | Skip] = []
    with pytest.raises(FetchError) as failure:
        found.extend(TelegramPreview().captures(Wanted(f"@{NAME}"), fetch))
    return [one for one in found if isinstance(one, Capture)], str(failure.value)


def only(markup: str) -> Capture:
    with channel({7: markup}) as (fetch, _):
        (capture,), _skips = read(fetch)
    return capture


@pytest.mark.parametrize(
    ("what", "takes"),
    [
        ("@Ozerne_Hromada", True),
        ("t.me/Ozerne_Hromada", True),
        ("https://t.me/s/Ozerne_Hromada", True),
        ("https://telegram.me/Ozerne_Hromada/", True),
        ("https://t.me/Ozerne_Hromada/17?single", True),
        ("https://t.me/joinchat/AAAA", False),
        ("https://t.me/+AbCdEf", False),
        ("https://t.me/c/1700000001/5", False),
        ("https://t.me/s/Озерне", False),
        ("https://t.me.example/Ozerne", False),
        ("https://example.org/t.me/Ozerne", False),
        ("ozerne.html", False),
    ],
)
def test_names_of_channels_are_known(what: str, takes: bool) -> None:
    """Every way of writing a public channel is taken; invitations, private chats and other hosts are not."""
    assert TelegramPreview().takes(what) is takes


def test_a_post_is_taken_with_all_that_the_page_tells() -> None:
    """Line breaks, emoji, links with their words, time with zone, signature, key and address come through."""
    text = (
        '<b>Перекрито міст</b> <i class="emoji" style="background-image:url(x)"><b>⚠️</b></i><br/><br/>За даними '
        '<a href="https://oblast.example/news/42" target="_blank">адміністрації</a>, рух  відновлять\nзавтра. '
        '<a href="?q=%23%D0%BC%D1%96%D1%81%D1%82">#міст</a> <a href="https://t.me/richkova">@richkova</a>'
    )
    signed = '<span class="tgme_widget_message_from_author" dir="auto">Черговий</span>'
    capture = only(post(7, text, meta=signed))
    about = capture.about
    assert about.text == "Перекрито міст ⚠️\n\nЗа даними адміністрації, рух відновлять завтра. #міст @richkova"
    assert about.links == (
        ("адміністрації", "https://oblast.example/news/42"),
        ("@richkova", "https://t.me/richkova"),
    )
    assert about.published == datetime(2026, 1, 1, 8, 30, tzinfo=UTC)
    assert (about.outlet, about.author) == ("Озерне & громада", "Черговий")
    assert capture.address == f"https://t.me/{NAME}/7"
    assert capture.key == "telegram:ozerne_hromada/7"
    assert capture.data.startswith(b'<div class="tgme_widget_message ')
    assert "Перекрито міст".encode() in capture.data


def test_the_same_post_twice_is_the_same_bytes() -> None:
    """Views, reactions and signed addresses are left out; a changed word, or the mark of an edit, is not."""
    photo = (
        '<a class="tgme_widget_message_photo_wrap 5109473995509140547 {0}_45" href="https://t.me/Ozerne_Hromada/7" '
        "style=\"background-image:url('https://cdn4.example/file/{0}.jpg')\"></a>"
    )
    first = only(post(7, "Дощ.", before_text=photo.format("11"), views="10"))
    again = only(post(7, "Дощ.", before_text=photo.format("22"), views="2.5M"))
    edited = only(post(7, "Дощ.", before_text=photo.format("11"), meta="edited &nbsp;"))
    assert first.sha256 == again.sha256
    assert b"5109473995509140547" in first.data
    assert edited.sha256 != first.sha256 != only(post(7, "Злива.")).sha256


def test_the_mark_of_an_edit_is_told() -> None:
    """The mark beside the time, not a signature or a text that has the word in it."""
    signed = '<span class="tgme_widget_message_from_author">edited by Ira</span>'
    assert only(post(7, "Дощ.", meta="edited &nbsp;")).about.edited is True
    assert only(post(7, "Дощ.", meta=f"edited &nbsp;{signed}, ")).about.edited is True
    assert only(post(7, "edited", meta=signed)).about.edited is None


def test_a_forward_keeps_name_and_address() -> None:
    """The forwarded post's own address is what exports lack; a hidden author leaves a name alone."""
    head = '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;{}</div>'
    named = '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/voda/31"><span>Вода</span></a>'
    hidden = '<span class="tgme_widget_message_forwarded_from_name">Очевидець</span>'
    for markup, name, address in ((named, "Вода", "https://t.me/voda/31"), (hidden, "Очевидець", None)):
        forward = only(post(7, "Води немає.", before_text=head.format(markup))).about.forward
        assert forward is not None
        assert (forward.name, forward.address) == (name, address)


def test_an_answer_names_the_post_but_not_its_words() -> None:
    """The quoted beginning is another's word: it is neither read nor hashed."""
    reply = (
        '<a class="tgme_widget_message_reply user-color-4" href="https://t.me/Ozerne_Hromada/5"><div '
        'class="tgme_widget_message_author"><span class="tgme_widget_message_author_name">Озерне</span></div>'
        '<div class="tgme_widget_message_text js-message_reply_text" dir="auto">Світла {} немає</div></a>'
    )
    one, other = (only(post(7, "Світло є.", before_text=reply.format(word))) for word in ("ще", "вже"))
    assert one.about.answers == f"https://t.me/{NAME}/5"
    assert one.about.text == "Світло є."
    assert one.sha256 == other.sha256


def test_captions_quotes_and_polls_are_read_once() -> None:
    """A caption stands in two elements of one class; a quote stands in lines of its own; a poll's votes pass."""
    caption = '<div class="tgme_widget_message_text js-message_text">Первый.<blockquote>Второй</blockquote>Третий</div>'
    assert only(post(7, caption)).about.text == "Первый.\nВторой\nТретий"
    poll = (
        '<div class="tgme_widget_message_poll js-poll"><div class="tgme_widget_message_poll_question">Оставить маршрут?'
        '</div><div class="tgme_widget_message_poll_type">Quiz</div><a class="tgme_widget_message_poll_options">'
        '<div class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_percent">{0}%</div>'
        '<div class="tgme_widget_message_poll_option_value"><div class="tgme_widget_message_poll_option_text">За</div>'
        '<div class="tgme_widget_message_poll_option_bar" style="width:{0}%"></div></div></div></a></div>'
    )
    one, other = (only(post(7, after_text=poll.format(share))) for share in (40, 60))
    assert one.about.text == "Оставить маршрут?\nЗа"
    assert one.sha256 == other.sha256


def test_all_pages_are_read_back_to_the_beginning() -> None:
    """Every post comes once, page by page, each asked for before the oldest number of the last."""
    with channel({number: post(number, f"Post {number}") for number in (2, 3, 5, 8, 9, 12, 13)}) as (fetch, server):
        captures, skips = read(fetch)
    assert [one.key.rsplit("/")[-1] for one in captures] == ["9", "12", "13", "3", "5", "8", "2"]
    assert not skips
    asked = [request.split(" ")[1] for request in server.requests]
    assert asked == [f"/s/{NAME}{query}" for query in ("", "?before=9", "?before=3", "?before=2")]


def test_paging_stops_at_a_day_and_at_a_known_post() -> None:
    """Nothing older than `since` comes, and no page behind a known key is asked for."""
    posts = {number: post(number, f"Post {number}", day=number) for number in range(1, 10)}
    with channel(posts) as (fetch, server):
        captures, _ = read(fetch, since=datetime(2026, 1, 6, tzinfo=UTC))
        assert [one.about.text for one in captures] == ["Post 7", "Post 8", "Post 9", "Post 6"]
        assert len(server.requests) == 2
        captures, _ = read(fetch, reached=lambda key: key == "telegram:ozerne_hromada/8")
        assert [one.about.text for one in captures] == ["Post 7", "Post 8", "Post 9"]
        assert len(server.requests) == 3


def test_what_is_left_out_is_told_once() -> None:
    """Service messages, what the preview does not show, and files of posts: one line each for a visit."""
    unsupported = '<div class="message_media_not_supported_wrap"><div class="message_media_not_supported">…</div></div>'
    photo = f'<a class="tgme_widget_message_photo_wrap 51{"0" * 17}" href="https://t.me/{NAME}/4?single"></a>'
    posts = {
        1: post(1, "Channel created", kind="service_message js-widget_message"),
        2: post(2, "Channel photo updated", kind="service_message js-widget_message"),
        3: post(3, after_text=unsupported),
        4: post(4, "Дві світлини", before_text=photo + photo),
    }
    with channel(posts, size=10) as (fetch, _):
        captures, skips = read(fetch)
    assert [one.about.text for one in captures] == ["Дві світлини"]
    assert [one.reason for one in skips] == [
        "2 × photo: the post is kept, but not the file itself",
        "2 × service message, which is no report",
        "1 × post of a kind that the preview does not show",
    ]


def test_one_post_alone() -> None:
    """An address with a number gives that post, or says that the channel does not show it."""
    with channel({number: post(number, f"Post {number}") for number in (2, 3, 5)}) as (fetch, server):
        captures, _ = read(fetch, f"https://t.me/{NAME}/3")
        assert [one.about.text for one in captures] == ["Post 3"]
        captures, skips = read(fetch, f"https://t.me/{NAME}/4")
        assert not captures
        assert "does not show this post" in skips[0].reason
        assert len(server.requests) == 2


def test_a_channel_without_a_preview_is_told() -> None:
    """Telegram redirects to the landing page, for groups and for names that nobody has."""

    def behave(connection: socket.socket, path: str) -> None:
        onward = answer(b"", "Location: /nobody", status="302 Found")
        connection.sendall(onward if path.startswith("/s/") else answer(LANDING, "Content-Type: text/html"))

    with serving(behave) as server, pytest.raises(InputError, match="@nobody shows no public preview"):
        read(fetching(server), "@nobody")


@pytest.mark.parametrize("body", [b"", b"<html><body>Checking your browser</body></html>", b"\0\0\xff"])
def test_another_page_is_not_taken_for_an_empty_channel(body: bytes) -> None:
    """A wall in front of Telegram is an error, never silence."""
    with (
        serving(lambda connection, path: connection.sendall(answer(body))) as server,
        pytest.raises(InputError, match="no page of Telegram"),
    ):
        read(fetching(server))


def test_a_failure_on_a_later_page_keeps_the_earlier_ones() -> None:
    """What was read stays; where it broke off is told. On the first page it is an error."""
    posts = {number: post(number, f"Post {number}") for number in range(1, 7)}

    def behave(connection: socket.socket, path: str) -> None:
        shown = page(*(posts[number] for number in (4, 5, 6)), before=4)
        connection.sendall(answer(b"", status="503 Busy") if "before" in path else answer(shown))

    with serving(behave) as server:
        captures, failure = until_it_fails(fetching(server))
    assert len(captures) == 3
    assert f"https://t.me/s/{NAME}?before=4: older posts are not read" in failure
    with (
        serving(lambda connection, path: connection.sendall(answer(b"", status="503 Busy"))) as server,
        pytest.raises(FetchError),
    ):
        read(fetching(server))


def test_an_unchanged_page_gives_nothing() -> None:
    """A fetch that remembers validators answers with nothing: there is nothing new, and nothing is gone."""
    assert read(lambda address: None) == ([], [])
    assert again(lambda address: None, 3, 4) == ({}, [])


def test_pages_that_lead_in_a_circle_end() -> None:
    """A server that always gives the same page is asked twice, and it is told that older posts are missing."""
    body = page(post(5, "Post 5"), before=5)
    with serving(lambda connection, path: connection.sendall(answer(body))) as server:
        captures, failure = until_it_fails(fetching(server))
        assert len(captures) == 2
        assert len(server.requests) == 2
    assert "the same posts again" in failure


@pytest.mark.parametrize(
    ("first", "older", "words"),
    [
        (page(post(5, "Post 5"), before=5), page(), "it shows none"),
        (page(post(5, "Post 5"), before=5), page(post(4, "Post 4")).replace(b"</html>", b""), "broke off"),
    ],
    ids=["empty", "broken off"],
)
def test_older_posts_that_should_be_there_and_are_not_are_missed(first: bytes, older: bytes, words: str) -> None:
    """An empty page where more was promised, and one that is not whole, are no end of the channel."""

    def behave(connection: socket.socket, path: str) -> None:
        connection.sendall(answer(older if "before=5" in path else page() if "before" in path else first))

    with serving(behave) as server:
        captures, failure = until_it_fails(fetching(server))
    assert captures
    assert words in failure


# ------------------------------------------------------------ a second visit


def again(fetch: Fetch, *numbers: int) -> tuple[dict[int, bool], list[Skip]]:
    """Whether each post that came is gone, and what was told."""
    found = list(TelegramPreview().revisit([f"telegram:ozerne_hromada/{number}" for number in numbers], fetch))
    captures = [one for one in found if isinstance(one, Capture)]
    gone = {int(one.key.rsplit("/")[-1]): one.gone for one in captures}
    return gone, [one for one in found if isinstance(one, Skip)]


def test_posts_that_are_gone_between_two_visits_are_found() -> None:
    """Known posts come as they are now, or as gone; unknown ones, and keys of other kinds, do not come."""
    posts = {number: post(number, f"Post {number}") for number in range(1, 13)}
    with channel(posts) as (fetch, server):
        before = {one.key: one for one in read(fetch)[0]}
        for number in (1, 6, 10):
            del posts[number]
        posts[9] = post(9, "Post 9, corrected", meta="edited ")
        server.requests.clear()
        assert again(fetch, 1, 5, 6, 9, 10)[0] == {1: True, 5: False, 6: True, 9: False, 10: True}
        found = list(
            TelegramPreview().revisit(["telegram:ozerne_hromada/9", "telegram:17/3", "https://x.example"], fetch)
        )
    (now,) = [one for one in found if isinstance(one, Capture)]
    assert now.key in before
    assert now.sha256 != before[now.key].sha256
    assert len(server.requests) <= 5


def test_a_gone_post_is_an_empty_capture_under_its_key() -> None:
    """The key is the known one, nothing is claimed of its content."""
    with channel({5: post(5, "Post 5"), 8: post(8, "Post 8")}) as (fetch, _):
        (capture,) = TelegramPreview().revisit(["telegram:ozerne_hromada/6"], fetch)
    assert isinstance(capture, Capture)
    assert (capture.gone, capture.data, capture.key) == (True, b"", "telegram:ozerne_hromada/6")


def test_parts_of_an_album_and_service_messages_are_not_gone() -> None:
    """An album is one element with several numbers; a number that became a service message is still there."""
    part = f'<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap"><a href="https://t.me/{NAME}/8?single"></a></div>'
    posts = {7: post(7, "Album", before_text=part), 9: post(9, "x", kind="service_message")}
    with channel(posts) as (fetch, _):
        assert again(fetch, 8, 9)[0] == {7: False}


def _cut(body: bytes) -> bytes:
    return body.replace(b"</html>", b"")


@pytest.mark.parametrize("change", [_cut, lambda body: page()])
def test_a_broken_or_empty_page_proves_nothing(change: Callable[[bytes], bytes]) -> None:
    """Where a page is not whole, or the channel shows nothing at all, no post is called gone."""
    body = change(page(post(5, "Post 5")))
    with serving(lambda connection, path: connection.sendall(answer(body))) as server:
        gone, skips = again(fetching(server), 3, 4)
    assert not gone
    assert "no post of it is called gone" in skips[0].reason


def test_a_channel_that_closes_its_preview_proves_nothing() -> None:
    """Its posts may all be there still."""
    with (
        serving(lambda connection, path: connection.sendall(answer(LANDING))) as server,
        pytest.raises(InputError, match="shows no public preview"),
    ):
        again(fetching(server), 3)
    with (
        serving(lambda connection, path: connection.sendall(answer(b"", status="500 Oops"))) as server,
        pytest.raises(BadStatus),
    ):
        again(fetching(server), 3)


# ------------------------------------------------------------ hostile pages


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page_or_none(data: bytes) -> None:
    """Whatever a server sends, reading it ends."""
    page_of(data)


MARKUP = page(
    post(3, "Один <a href='https://[bad'>link</a>", before_text='<a class="tgme_widget_message_reply" href="x">q</a>'),
    post(4, "Два"),
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_damage_to_a_page_gives_posts_or_none(data: st.DataObject) -> None:
    """Bytes changed anywhere never crash the reader, and every post that is found has a key."""
    raw = bytearray(MARKUP)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 20))] = data.draw(
            st.sampled_from([b"<", b">", b'"', b"\0", b"\xff", b"</div>"])
        )
    found = page_of(bytes(raw))
    assert all(one.number > 0 and one.data for one in (found.posts if found else ()))


def test_deep_and_wide_pages_end() -> None:
    """A hundred thousand nested elements, and as many posts, are read in bounded time."""
    deep = page(post(5, "<b>" * 100_000 + "Глибоко"))
    found = page_of(deep)
    assert found is None or len(found.posts) <= 1
    wide = page_of(page(*["<div class='tgme_widget_message' data-post='wide_town/5'></div>"] * 20_000))
    assert wide is not None
    assert len(wide.posts) == 1000
    assert not wide.whole
