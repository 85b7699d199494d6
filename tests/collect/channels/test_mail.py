"""Mails: who, when, under which number, and the text that a reader would read."""

from __future__ import annotations

import base64
import hashlib
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.collect.channels import mail as mail_channel
from firsthand.collect.channels import packed
from firsthand.collect.channels.mail import Mailbox
from firsthand.collect.channels.mail_html import text_of_html
from firsthand.errors import EmptyInput, InputError
from firsthand.model import Capture, Skip
from firsthand.plugins import Wanted
from firsthand.read import read_document

PLAIN = b"""\
From: The Courier <news@courier.example>
To: readers@courier.example
Subject: Ferries stay in port
Date: Tue, 04 Nov 2025 08:15:00 +0200
Message-ID: <ferry-1@courier.example>
List-Id: Morning letter <morning.courier.example>

The harbour office said on Tuesday that no ferries
would sail. More: https://courier.example/ferry.
"""


def encoded(text: str, charset: str, method: str = "B") -> str:
    data = text.encode(charset)
    if method == "B":
        return f"=?{charset}?B?{base64.b64encode(data).decode()}?="
    return f"=?{charset}?Q?{''.join(f'={byte:02X}' for byte in data)}?="


NEWSLETTER = (
    f"From: {encoded('Вісник', 'utf-8')} <list@visnyk.example>\n"
    f"Subject: {encoded('Міст зачинено', 'utf-8')}\n {encoded(' до ранку', 'utf-8')}\n"
    "Date: Tue, 04 Nov 2025 10:00:00 +0200 (EET)\n"
    "Message-ID: <mist-1@visnyk.example>\n"
    "List-Id: <ranok.visnyk.example>\nList-Post: NO\nContent-Language: uk-UA\nMIME-Version: 1.0\n"
    'Content-Type: multipart/mixed; boundary="outer"\n\n'
    "--outer\nContent-Type: multipart/alternative; boundary=inner\n\n"
    "--inner\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    + base64.b64encode("Очільниця громади повідомила, що міст\nзачинено до ранку.".encode()).decode()
    + "\n--inner\nContent-Type: text/html; charset=windows-1251\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(
        (
            "<html><head><title>x</title><style>p{}</style></head><body>"
            '<div style="display:none">Перегляньте у браузері&#847;&zwnj;</div><table>'
            "<tr><td><h1>Міст зачинено</h1></td></tr>"
            "<tr><td><p>Очільниця громади повідомила,\n"
            "що <a href='https://visnyk.example/mist'>міст  зачинено</a> до ранку.</p>"
            "<p>«Їжі вистачає»,<br>&mdash; додала вона.</p><img src='https://t.example/pixel'></td></tr></table>"
            "<script>alert(1)</script><a href='javascript:alert(1)'>Тисніть</a></body></html>"
        ).encode("cp1251")
    ).decode()
    + "--inner--\n"
    f'--outer\nContent-Type: image/jpeg\nContent-Disposition: attachment; filename="{encoded("міст.jpg", "utf-8")}"\n'
    "Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(bytes(3000)).decode() + "--outer--\n"
).encode()

DISCUSSION = (
    f"From: {encoded('Олег Петренко', 'koi8-r', 'Q')} <oleg@list.example>\n"
    f"Subject: {encoded('Re: Мост', 'windows-1251')}\n"
    "Date: 04 Nov 2025 09:00 GMT\nMessage-ID: <answer@list.example>\nIn-Reply-To: <question@list.example>\n"
    'List-Id: "Новости района" <rajon.list.example>\nList-Post: <mailto:rajon@list.example>\n'
    "Archived-At: <https://list.example/archive/7>\nContent-Type: text/plain; charset=koi8-r\n\n"
).encode() + "Глава района сообщил, что мост закрыт до утра.\n".encode("koi8-r")


def taken(path: Path, data: bytes, since: datetime | None = None) -> tuple[list[Capture], list[Skip]]:
    """What the channel makes of a file."""
    path.write_bytes(data)
    channel = Mailbox()
    assert channel.takes(str(path))
    found = list(channel.captures(Wanted(str(path), since=since), lambda address: None))
    captures = [one for one in found if isinstance(one, Capture)]
    assert all(one.sha256 == hashlib.sha256(one.data).hexdigest() for one in captures)
    return captures, [one for one in found if isinstance(one, Skip)]


def test_a_plain_mail(tmp_path: Path) -> None:
    """The mail is kept as it is; sender, time with zone, number and links are told."""
    path = tmp_path / "ferry.eml"
    (mail,), skips = taken(path, PLAIN)
    assert not skips
    assert (mail.data, mail.address, mail.media_type) == (PLAIN, path.as_uri(), "message/rfc822")
    assert mail.key == "mid:ferry-1@courier.example"
    about = mail.about
    assert (about.title, about.outlet, about.author) == ("Ferries stay in port", "The Courier", None)
    assert str(about.published) == "2025-11-04 08:15:00+02:00"
    assert about.links == (("https://courier.example/ferry",) * 2,)
    assert read_document(mail).text.startswith("Ferries stay in port\n\nThe harbour office said")


def test_a_newsletter_in_two_forms(tmp_path: Path) -> None:
    """Its HTML is read: whole sentences, links on their words, nothing hidden; the picture is told and kept within."""
    (mail,), skips = taken(tmp_path / "mist.eml", NEWSLETTER)
    assert mail.data == NEWSLETTER
    assert mail.about.text == (
        "Міст зачинено\n\nОчільниця громади повідомила, що міст зачинено до ранку.\n\n"
        "«Їжі вистачає»,\n— додала вона.\n\nТисніть"
    )
    assert mail.about.links == (("міст зачинено", "https://visnyk.example/mist"),)
    assert (mail.about.title, mail.about.outlet, mail.about.language) == ("Міст зачинено до ранку", "Вісник", "uk")
    assert mail.about.published == datetime(2025, 11, 4, 8, tzinfo=UTC)
    assert [skip.record for skip in skips] == ["mist.eml: міст.jpg (image/jpeg, 4 kB as sent)"]
    document = read_document(mail)
    assert [link.span.of(document.text) for link in document.links] == ["міст зачинено"]


def test_a_list_that_many_write_to(tmp_path: Path) -> None:
    """There the list is the outlet and who writes the author; an answer names what it answers."""
    (mail,), _ = taken(tmp_path / "answer.eml", DISCUSSION)
    about = mail.about
    assert (about.outlet, about.author) == ("Новости района", "Олег Петренко")
    assert (about.title, about.answers) == ("Re: Мост", "mid:question@list.example")
    assert about.text == "Глава района сообщил, что мост закрыт до утра."
    assert mail.address == "https://list.example/archive/7"


@pytest.mark.parametrize(
    ("sender", "outlet"),
    [
        ("news@courier.example", "Morning letter"),
        ('"Courier, The" <news@courier.example>', "Courier, The"),
        ("Вестник <news@vestnik.example>", "Вестник"),  # bytes as they are, against the standard
        ("=?utf-8?B?!!!?= <x@vestnik.example>", None),
        ("=?no-such-charset?Q?Vestnik?= <x@vestnik.example>", "Vestnik"),
    ],
)
def test_senders(tmp_path: Path, sender: str, outlet: str | None) -> None:
    """Whatever stands after From, something is made of it, and the mail is not lost."""
    (mail,), _ = taken(tmp_path / "a.eml", PLAIN.replace(b"The Courier <news@courier.example>", sender.encode()))
    assert outlet is None or mail.about.outlet == outlet


def test_bytes_of_an_old_encoding_in_a_header(tmp_path: Path) -> None:
    """A subject in Windows-1251 without a word of it is read as what it is."""
    (mail,), _ = taken(
        tmp_path / "a.eml", PLAIN.replace(b"Ferries stay in port", "Мост закрыт до утра".encode("cp1251"))
    )
    assert mail.about.title == "Мост закрыт до утра"


def test_flowed_lines_are_joined(tmp_path: Path) -> None:
    """Lines that a program broke are one paragraph again (RFC 3676)."""
    body = b"Subject: x\nContent-Type: text/plain; format=flowed\n\nThe road \nis open.\nAll of it.\n\nYes.\n"
    (mail,), _ = taken(tmp_path / "a.eml", body)
    assert mail.about.text == "The road is open.\nAll of it.\n\nYes."


def test_plain_text_where_the_html_says_less(tmp_path: Path) -> None:
    """HTML that only says to look elsewhere does not stand for a mail with a long plain text."""
    body = (
        b"Subject: x\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        + b"The road is open again, the mayor said. " * 5
        + b"\n--b\nContent-Type: text/html\n\n<p>Enable pictures.</p>\n--b--\n"
    )
    (mail,), _ = taken(tmp_path / "a.eml", body)
    assert mail.about.text is not None
    assert mail.about.text.startswith("The road is open again")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"just some text\n\nand more", "none of the headers"),
        (b"Subject: x\n\n  \n", "no text"),
        (b"Subject: x\nContent-Type: image/png; name=a.png\n\nabc", "only a.png (image/png"),
        (b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 5000, "more lines or parts"),
        (b"Subject: x\n" + b"a:\n" * 500_000, "more lines or parts"),
    ],
)
def test_mails_without_a_text_are_told(tmp_path: Path, data: bytes, reason: str) -> None:
    """What is no mail, has no text, or was made to overwhelm leaves the reason."""
    captures, skips = taken(tmp_path / "a.eml", data)
    assert not captures
    assert reason in skips[0].reason


def test_parts_in_parts_without_end(tmp_path: Path) -> None:
    """Parts nested a thousand deep end in a reason or a text, not in a crash."""
    data = b"Subject: x\n"
    for number in range(900):
        data += f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n".encode()
    captures, skips = taken(tmp_path / "a.eml", data + b"\nThe road is open.\n")
    assert len(captures) + len(skips) == 1


# ---------------------------------------------------------------- mailboxes


def mailbox(*mails: bytes) -> bytes:
    lines = b"From - Tue Nov 04 08:15:00 2025\n"
    return b"".join(lines + mail.replace(b"\nFrom ", b"\n>From ") + b"\n" for mail in mails)


@pytest.mark.parametrize("name", ["inbox.mbox", "inbox.mbox.gz", "Inbox"])
def test_a_mailbox_gives_its_mails(tmp_path: Path, name: str) -> None:
    """Every mail of a mailbox is the mail that it would be alone, also where a line begins with “From ”."""
    import gzip

    story = PLAIN.replace(
        b"The harbour office said", b"From noon on:\n\nFrom Ostrov to Oster, 10:30 ferries only.\nNone"
    )
    data = mailbox(story, NEWSLETTER, DISCUSSION)
    captures, skips = taken(tmp_path / name, gzip.compress(data) if name.endswith("gz") else data)
    assert [one.key for one in captures] == [
        "mid:ferry-1@courier.example",
        "mid:mist-1@visnyk.example",
        "mid:answer@list.example",
    ]
    assert captures[0].data == story.replace(b"\nFrom ", b"\n>From ")
    assert captures[0].about.text is not None
    assert "\nFrom Ostrov to Oster" in captures[0].about.text
    assert captures[1].data == NEWSLETTER
    assert captures[1].address.endswith(f"{name}#mail=2")
    assert len(skips) == 1


def test_a_line_that_begins_with_from_ends_no_mail(tmp_path: Path) -> None:
    """Mailboxes whose writer did not mark such lines are not cut in the middle of a letter."""
    data = b"From x@y.example Tue Nov  4 08:15:00 2025\nSubject: x\n\nHello.\n\nFrom 10:30 the road is open.\n\nBye.\n"
    (mail,), _ = taken(tmp_path / "a.mbox", data)
    assert mail.about.text == "Hello.\n\nFrom 10:30 the road is open.\n\nBye."


def test_mails_from_before_are_not_wanted(tmp_path: Path) -> None:
    """`since` leaves out what was sent earlier, and says how many."""
    captures, skips = taken(
        tmp_path / "a.mbox", mailbox(PLAIN, PLAIN, DISCUSSION), datetime(2025, 11, 4, 8, tzinfo=UTC)
    )
    assert [one.key for one in captures] == ["mid:answer@list.example"]
    assert skips == [Skip("collect", "a.mbox: 2, the first is a.mbox, mail 1", "sent before the time asked for")]


def test_a_mail_that_is_too_large_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that would fill the memory is told, and the next one read."""
    monkeypatch.setattr(packed, "LONGEST", 2000)
    monkeypatch.setattr(mail_channel, "LONGEST", 2000)
    captures, skips = taken(tmp_path / "a.mbox", mailbox(PLAIN + b"more\n" * 1000, PLAIN + b"a" * 9000 + b"\n", PLAIN))
    assert len(captures) == 1
    assert [skip.record for skip in skips] == ["a.mbox, mail 1", "a.mbox, mail 2"]


def test_memory_stays_flat(tmp_path: Path) -> None:
    """A mailbox ten times as large needs no more memory."""
    peaks = []
    for count in (200, 4_000):
        path = tmp_path / f"{count}.mbox"
        path.write_bytes(mailbox(PLAIN) * count)
        tracemalloc.start()
        assert sum(1 for _ in Mailbox().captures(Wanted(str(path)), lambda address: None)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 300_000  # the file itself is 1.4 MB larger


@pytest.mark.parametrize("name", ["a.eml", "a.mbox"])
@pytest.mark.parametrize("data", [b"", b"\n\n"])
def test_an_empty_file_is_told(tmp_path: Path, name: str, data: bytes) -> None:
    """A file with no mail in it is an error."""
    with pytest.raises(EmptyInput):
        taken(tmp_path / name, data)


def test_a_mailbox_that_is_none_is_told(tmp_path: Path) -> None:
    """Text that does not begin as a mailbox does is no mailbox."""
    for data in (b"Some text.\n", b"Some text.\n\nFrom - Tue Nov 04 08:15:00 2025\nSubject: x\n\ny\n"):
        with pytest.raises(EmptyInput, match="mailbox"):
            taken(tmp_path / "a.mbox", data)


# ---------------------------------------------------------------- whatever there is


_PIECES = [
    b"From: ",
    b"Subject: =?utf-8?B?",
    b"=?koi8-r?Q?=FF?=",
    b"Date: ",
    b"Content-Type: multipart/mixed; boundary=b\n",
    b"Content-Type: text/html; charset=",
    b"utf-7",
    b"unicode_escape",
    b"punycode",
    b"--b\n",
    b"--b--\n",
    b"\n",
    b"\n\n",
    b"\xff\x00",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: quoted-printable\n",
    b"=",
    b"<p>",
    b"<a href='",
    b"Content-Type: message/rfc822\n",
    b"From - Tue Nov 04 08:15:00 2025\n",
    b"Message-ID: <",
    b"x@y>",
    b"begin 644 a\n",
    b"List-Id: <",
    b"; name*0*=utf-8''%FF",
    b"Content-Disposition: attachment; filename*=",
    b"hex",
    b"Hello. ",
]


@settings(max_examples=250, deadline=None)
@given(
    pieces=st.lists(st.sampled_from(_PIECES) | st.binary(max_size=8), max_size=30),
    name=st.sampled_from(["a.eml", "a.mbox"]),
)
def test_any_mail_gives_captures_and_skips(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes], name: str
) -> None:
    """Headers, parts and encodings in any disorder give captures, skips, or one error that says what is wrong."""
    start = b"From - Tue Nov 04 08:15:00 2025\nSubject: x\n" if name == "a.mbox" else b"Subject: x\n"
    try:
        captures, _ = taken(tmp_path_factory.mktemp("mail") / name, start + b"".join(pieces))
    except InputError:
        return
    for capture in captures:
        assert capture.about.text
        repr(capture.about).encode()
        (capture.address + capture.key + capture.about.text + (capture.about.outlet or "")).encode()


@settings(max_examples=100, deadline=None)
@given(
    source=st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<a href='https://a.example'>",
                "</a>",
                "<!--",
                "-->",
                "<br>",
                "<td hidden>",
                "мост ",
                "&#0;",
                "&#xD800;",
                "<svg>",
                "\0",
            ]
        ),
        max_size=30,
    )
)
def test_any_markup_gives_text(source: list[str]) -> None:
    """Tags in any order give text that can be written to a file, and links that lie on words of it."""
    text, links = text_of_html("".join(source))
    text.encode()
    assert all(" ".join(words.split()) in " ".join(text.split()) for words, _ in links)
