"""Exports of Telegram Desktop: one chat and a whole account, with files, with wrong JSON, from hostile hands."""

from __future__ import annotations

import gc
import io
import json
import os
import re
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.collect import Limits
from firsthand.collect.channels.telegram_export import TelegramExport
from firsthand.collect.channels.telegram_json import BrokenJson, Pieces, mended
from firsthand.errors import InputError, MissingInput, NotText
from firsthand.model import Capture, Skip
from firsthand.plugins import Wanted

POST: dict[str, object] = {
    "id": 501,
    "type": "message",
    "date": "2026-01-14T05:40:00",
    "date_unixtime": "1768362000",
    "from": "Громада Озерне",
    "from_id": "channel1700000001",
    "text": "Уночі уламки дрона пошкодили школу. Постраждалих немає.",
    "text_entities": [{"type": "plain", "text": "Уночі уламки дрона пошкодили школу. Постраждалих немає."}],
}


def never(address: str) -> Capture | None:
    """An export needs no network."""
    raise AssertionError(address)


def chat(*messages: object, **more: object) -> dict[str, object]:
    facts = {"name": "Громада Озерне", "type": "public_channel", "id": 1700000001}
    return facts | more | {"messages": list(messages)}


def written(folder: Path, export: object, *, indent: int | None = 1) -> Path:
    file = folder / "result.json"
    file.write_text(json.dumps(export, ensure_ascii=False, indent=indent), encoding="utf-8")
    return file


def read(what: Path, **wanted: object) -> tuple[list[Capture], list[Skip]]:
    found = list(TelegramExport().captures(Wanted(str(what), **wanted), never))  # type: ignore[arg-type]
    return [one for one in found if isinstance(one, Capture)], [one for one in found if isinstance(one, Skip)]


def test_a_post_is_taken_with_all_that_the_export_tells(tmp_path: Path) -> None:
    """Words, time with zone, outlet, author, the answered post and the key come through; the bytes are the post's."""
    post = POST | {"author": "Черговий", "reply_to_message_id": 498, "edited_unixtime": "1768365600"}
    captures, skips = read(written(tmp_path, chat(post)))
    (capture,) = captures
    assert not skips
    assert capture.key == capture.address == "telegram:1700000001/501"
    assert json.loads(capture.data) == post
    about = capture.about
    assert about.text == POST["text"]
    assert about.published == datetime(2026, 1, 14, 3, 40, tzinfo=UTC)
    assert (about.outlet, about.author) == ("Громада Озерне", "Черговий")
    assert about.answers == "telegram:1700000001/498"
    assert about.edited == datetime(2026, 1, 14, 4, 40, tzinfo=UTC)


def test_a_folder_is_as_good_as_its_file(tmp_path: Path) -> None:
    """Both are taken, and give the same captures; other JSON is left to other channels."""
    file = written(tmp_path, chat(POST))
    channel = TelegramExport()
    assert channel.takes(str(tmp_path))
    assert channel.takes(str(file))
    assert [one.sha256 for one in read(tmp_path)[0]] == [one.sha256 for one in read(file)[0]]
    other = tmp_path / "feed.json"
    other.write_text('{"version": "https://jsonfeed.org/version/1.1", "items": [], "type": "messages"}')
    assert not channel.takes(str(other))
    assert not channel.takes(str(tmp_path / "no.json"))
    assert not channel.takes("https://t.me/ozerne")
    assert not channel.takes("a\0b")


def test_mixed_text_keeps_its_links_with_their_words(tmp_path: Path) -> None:
    """A text may be a list of words and marks: links, bare addresses and names of channels keep where they lead."""
    text = [
        "По данным ",
        {"type": "text_link", "text": "администрации", "href": "https://region.example/42"},
        ", мост закрыт. Подробнее: ",
        {"type": "link", "text": "region.example/most"},
        " и ",
        {"type": "mention", "text": "@rechnoy"},
        {"type": "bold", "text": "!"},
    ]
    (capture,), _ = read(written(tmp_path, chat(POST | {"text": text})))
    assert capture.about.text == "По данным администрации, мост закрыт. Подробнее: region.example/most и @rechnoy!"
    assert capture.about.links == (
        ("администрации", "https://region.example/42"),
        ("region.example/most", "http://region.example/most"),
        ("@rechnoy", "https://t.me/rechnoy"),
    )


@pytest.mark.parametrize(
    ("fields", "name", "address"),
    [
        ({"forwarded_from": "Річкова варта"}, "Річкова варта", None),
        ({"forwarded_from": "Річкова варта", "forwarded_from_id": "channel99"}, "Річкова варта", "telegram:99"),
        ({"forwarded_from": None, "forwarded_from_id": "user77"}, "user77", "telegram:user77"),
        (
            {"forwarded_from": "Варта", "forwarded_from_id": "channel99", "forwarded_from_message_id": 8},
            "Варта",
            "telegram:99/8",
        ),
    ],
)
def test_a_forward_says_whose_post_it_was(
    tmp_path: Path, fields: dict[str, object], name: str, address: str | None
) -> None:
    """The name is always told, the number where the export has it, also for a deleted account."""
    (capture,), _ = read(written(tmp_path, chat(POST | fields)))
    assert capture.about.forward is not None
    assert (capture.about.forward.name, capture.about.forward.address) == (name, address)


def test_a_whole_account_gives_every_chat(tmp_path: Path) -> None:
    """Chats that were left count too; one whose number stands behind its messages is found out."""
    sorted_chat = {"id": 7, "messages": [POST], "name": "Left", "type": "public_channel"}
    behind = {"messages": [POST, POST | {"id": 502}], "name": "Behind", "type": "private_group", "id": 8}
    account = {
        "about": "Here is the data you requested.",
        "personal_information": {"first_name": "Ada"},
        "contacts": {"about": "…", "list": [{"first_name": "messages"}]},
        "chats": {"about": "…", "list": [chat(POST), behind, "nonsense", {"name": "Empty"}]},
        "left_chats": {"about": "…", "list": [sorted_chat]},
    }
    file = written(tmp_path, account)
    assert TelegramExport().takes(str(file))
    captures, skips = read(file)
    assert not skips
    assert [one.key for one in captures] == [
        "telegram:1700000001/501",
        "telegram:8/501",
        "telegram:8/502",
        "telegram:7/501",
    ]
    assert [one.about.outlet for one in captures] == ["Громада Озерне", "Behind", "Behind", "Left"]


def test_the_same_post_is_the_same_bytes_in_every_export(tmp_path: Path) -> None:
    """White space and reactions change from one export to the next; a changed word changes the hash."""
    reacted = POST | {"reactions": [{"type": "emoji", "count": 12, "emoji": "😢"}]}
    exports = [chat(POST), {"about": "…", "chats": {"list": [chat(reacted)]}}, chat(POST | {"text": "Ні."})]
    hashes = [read(written(tmp_path, one, indent=at))[0][0].sha256 for at, one in enumerate(exports)]
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_poll_is_text_and_its_votes_are_left_out(tmp_path: Path) -> None:
    """Question and answers are words that can be read; how many have voted changes by the hour."""
    answers = [{"text": "За", "voters": 3, "chosen": False}, {"text": "Против", "voters": 4, "chosen": True}]
    poll = {"question": "Оставить маршрут?", "closed": False, "total_voters": 7, "answers": answers}
    (capture,), _ = read(written(tmp_path, chat(POST | {"text": "", "poll": poll})))
    assert capture.about.text == "Оставить маршрут?\nЗа\nПротив"
    assert b"voters" not in capture.data


def test_service_messages_are_told_in_one_line(tmp_path: Path) -> None:
    """Pins and joins are no reports; neither is what the export cannot show."""
    service = [{"id": n, "type": "service", "action": "pin_message", "text": ""} for n in range(3)]
    captures, skips = read(written(tmp_path, chat(*service, POST, {"id": 9, "type": "unsupported"})))
    assert len(captures) == 1
    assert [one.reason for one in skips] == [
        "3 × service message, which is no report",
        "1 × message of a kind that the export does not show",
    ]


def test_posts_before_a_day_are_not_wanted(tmp_path: Path) -> None:
    """`since` holds, also for old exports, whose times have no zone."""
    bare = {name: value for name, value in POST.items() if name != "date_unixtime"}
    old = bare | {"id": 400, "date": "2025-12-31T23:00:00"}
    file = written(tmp_path, chat(old, bare))
    captures, _ = read(file, since=datetime(2026, 1, 1, tzinfo=UTC))
    assert [one.key for one in captures] == ["telegram:1700000001/501"]
    assert captures[0].about.published == datetime(2026, 1, 14, 5, 40)


def test_files_follow_their_post(tmp_path: Path) -> None:
    """Pictures of an album come each with its own message; a file is kept as it is, also where it is packed."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"\xff\xd8\xff picture")
    (tmp_path / "list.csv.gz").write_bytes(b"\x1f\x8b\x08 packed")
    photo = POST | {"photo": "photos/a.jpg", "photo_file_size": 11}
    table = POST | {"id": 502, "text": "", "file": "list.csv.gz", "mime_type": "application/gzip"}
    captures, skips = read(written(tmp_path, chat(photo, table, table | {"id": 503})))
    assert not skips
    assert [(one.key, one.media_type) for one in captures] == [
        ("telegram:1700000001/501", "application/json"),
        ("telegram:1700000001/501#photo", "image/jpeg"),
        ("telegram:1700000001/502", "application/json"),
        ("telegram:1700000001/502#file", "application/gzip"),
        ("telegram:1700000001/503", "application/json"),
    ]
    assert captures[1].data == b"\xff\xd8\xff picture"
    assert captures[1].address == (tmp_path / "photos" / "a.jpg").resolve().as_uri()
    assert captures[3].data == b"\x1f\x8b\x08 packed"
    assert captures[2].about.text == ""


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("(File not included. Change data exporting settings to download.)", "leaves this file out"),
        ("photos/missing.jpg", "No such file"),
        ("../secret.txt", "out of the export's folder"),
        ("/etc/passwd", "out of the export's folder"),
        ("out.txt", "out of the export's folder"),
        ("pipe", "it is no file"),
        ("photos", "it is no file"),
        ("big.bin", "larger than the limit of 100 bytes"),
        ("a\0b", "null byte|null character"),
        ("x" * 5000, "too long"),
    ],
)
def test_a_file_that_cannot_be_kept_is_told(tmp_path: Path, path: str, reason: str) -> None:
    """Files that are left out, missing, outside, too large or none: the post is kept, and the reason with the size."""
    folder = tmp_path / "export"
    (folder / "photos").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(folder / "pipe")
    (folder / "big.bin").write_bytes(b"0" * 101)
    file = written(folder, chat(POST | {"photo": path, "photo_file_size": 77_000}))
    channel = TelegramExport(Limits(bytes=100))
    capture, skip = channel.captures(Wanted(str(file)), never)
    assert isinstance(capture, Capture)
    assert isinstance(skip, Skip)
    assert "telegram:1700000001/501 photo" in skip.record
    assert "77 kB" in skip.record
    assert re.search(reason, skip.reason)


def test_invalid_escapes_are_mended() -> None:
    r"""`\x0B`, lone backslashes, bare control characters and unquoted paths lose nothing."""
    raw = rb'{"text": "one\x0Btwo \q \u0416 \\x41 \ud83d\ude00", "b": "tab' + b'\there"}'
    value, lost = mended(raw)
    assert value == {"text": "one\x0btwo \\q Ж \\x41 😀", "b": "tab\there"}
    assert not lost
    unquoted = b'{\n"type": "custom_emoji",\n"document_id": video_files/sticker (2).webm\n}'
    assert mended(unquoted) == ({"type": "custom_emoji", "document_id": "video_files/sticker (2).webm"}, "")


def test_what_is_lost_in_mending_is_told(tmp_path: Path) -> None:
    """Half a surrogate pair and bytes that are no UTF-8 cannot be kept: the post is, with a note."""
    raw = json.dumps(chat(POST)).replace('"from"', '"note": "\\ud83d", "from"').encode()
    file = tmp_path / "result.json"
    file.write_bytes(raw)
    captures, skips = read(file)
    assert len(captures) == 1
    assert "1 characters could not be made out" in skips[0].reason
    assert json.loads(captures[0].data)["note"] == "\ufffd"


def test_one_broken_message_does_not_spoil_the_next(tmp_path: Path) -> None:
    """Messages that are no JSON, no object, without a number, too deep or too large are told, and the rest is read."""
    deep = "[" * 600 + "]" * 600
    parts = [
        '{"id": 1 "type": "message"}',
        "17",
        '{"type": "message", "text": "no number"}',
        '{"id": true, "type": "message"}',
        f'{{"id": 3, "type": "message", "deep": {deep}}}',
        '{"id": 4, "type": "message", "text": "' + "x" * 4_000_001 + '"}',
        json.dumps(POST),
    ]
    file = tmp_path / "result.json"
    file.write_text('{"name": "Town", "type": "public_channel", "id": 5, "messages": [' + ",".join(parts) + "]}")
    captures, skips = read(file)
    assert [one.key for one in captures] == ["telegram:5/501"]
    assert len(skips) == 6
    assert "larger than 4 MB" in skips[-1].reason


def test_a_file_that_was_cut_short_gives_what_is_there(tmp_path: Path) -> None:
    """An export that broke off is read as far as it goes, and where it ends is told."""
    file = written(tmp_path, chat(POST, POST | {"id": 502}))
    file.write_bytes(file.read_bytes()[:-120])
    captures, skips = read(file)
    assert [one.key for one in captures] == ["telegram:1700000001/501"]
    assert "ends in the middle" in skips[-1].reason


@pytest.mark.parametrize("content", [b"", b"[]", b'{"name": "x"}', b"\xff\xfe\x00", b'{"messages": 3}', b"{", b'{"a"'])
def test_what_is_no_export_is_refused(tmp_path: Path, content: bytes) -> None:
    """Nothing to read at all is an error that names the file."""
    file = tmp_path / "result.json"
    file.write_bytes(content)
    with pytest.raises(NotText, match=r"result\.json is no export"):
        read(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """So is a folder without a result.json."""
    with pytest.raises(MissingInput, match="no file"):
        read(tmp_path)


def test_a_chat_without_a_number_is_told(tmp_path: Path) -> None:
    """Without it no key would stay the same."""
    captures, skips = read(written(tmp_path, chat(POST, POST, id="7")))
    assert not captures
    assert "its 2 messages" in skips[0].reason


class _Endless(io.RawIOBase):
    """A file of a hundred thousand messages that is made as it is read."""

    def __init__(self, count: int) -> None:
        self._parts = self._make(count)
        self._position = 0

    def _make(self, count: int) -> Iterator[bytes]:
        yield b'{"name": "Long", "type": "public_channel", "id": 5, "messages": ['
        for number in range(count):
            yield (b"," if number else b"") + json.dumps(POST | {"id": number}, indent=1).encode()
        yield b"]}"

    def read(self, size: int = -1) -> bytes:
        taken, length = [], 0
        for part in self._parts:
            taken.append(part)
            length += len(part)
            if length >= size:
                break
        self._position += length
        return b"".join(taken)

    def tell(self) -> int:
        return self._position


@pytest.fixture
def little_garbage() -> Iterator[None]:
    """Garbage is looked for often, so that what is measured is held."""
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("little_garbage")
def test_memory_stays_flat() -> None:
    """What is held is one message and one portion of the file, however long it is."""
    pieces = Pieces(_Endless(20_000))  # type: ignore[arg-type]
    tracemalloc.start()
    count = 0
    for name in pieces.members():
        if name == "messages":
            for _ in pieces.items():
                count += bool(pieces.take(10_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 3_000_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(st.lists(JSON, max_size=6), st.integers(0, 3))
def test_pieces_agree_with_a_parser(values: list[object], indent: int) -> None:
    """Values cut out one by one are those that a parser of the whole finds."""
    raw = json.dumps(values, ensure_ascii=indent == 0, indent=indent or None).encode("utf-8", "surrogatepass")
    pieces = Pieces(io.BytesIO(raw))
    found = [json.loads(pieces.take(1 << 20) or b"") for _ in pieces.items()]
    assert found == values
    assert pieces.position == len(raw)


@given(st.binary(max_size=200) | st.text('{}[]",:\\ \n1a', max_size=60).map(str.encode))
def test_pieces_of_any_bytes_end(raw: bytes) -> None:
    """Any bytes are passed over to their end, or told to be broken."""
    pieces = Pieces(io.BytesIO(raw))
    with suppress(BrokenJson):
        while pieces.peek():
            before = pieces.position
            pieces.take(50)
            assert before < pieces.position <= len(raw)


FIELDS = st.sampled_from(
    ["text", "date", "date_unixtime", "from", "forwarded_from", "forwarded_from_id", "reply_to_message_id", "photo",
     "file", "poll", "photo_file_size", "author", "type", "id", "reply_to_peer_id", "mime_type"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(FIELDS, JSON), JSON)
def test_any_types_in_a_message_leave_a_capture_or_a_skip(
    tmp_path_factory: pytest.TempPathFactory, fields: dict[str, object], poll: object
) -> None:
    """No value of a field, of whatever type, stops the import: the good message behind it always comes."""
    folder = tmp_path_factory.mktemp("export")
    odd = POST | {"poll": {"question": poll, "answers": poll}} | fields
    captures, skips = read(written(folder, chat(odd, POST | {"id": 9})))
    assert captures[-1].key == "telegram:1700000001/9"
    assert len(captures) + len(skips) >= 2


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_damage_to_a_file_ends_in_captures_and_skips(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Bytes changed anywhere give captures, skips or the one promised error, never a crash."""
    raw = bytearray(json.dumps(chat(POST, POST | {"id": 2}), ensure_ascii=False).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.sampled_from(b'{}[]",:\\x0\0\xff 9'))
    file = tmp_path_factory.mktemp("export") / "result.json"
    file.write_bytes(bytes(raw))
    try:
        captures, _ = read(file)
    except InputError:
        return
    assert all(one.key.startswith("telegram:") for one in captures)
