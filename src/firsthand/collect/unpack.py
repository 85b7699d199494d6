"""Decompressing what may be hostile: the output is capped while it grows, not measured afterwards."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

import brotli

from firsthand.collect.limits import Limits, megabytes
from firsthand.errors import FetchError, NotText, TooLarge

__all__ = ["OFFERED", "is_gzip", "unpack_content", "unpack_file"]

OFFERED = "gzip, deflate, br"
"""The Accept-Encoding of every request: what `unpack_content` can undo."""

_GZIP_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 16
_AFTER = "something else follows after its end"
_AUTO_HEADER = zlib.MAX_WBITS | 32  # gzip or zlib, by the header
_RAW = -zlib.MAX_WBITS


def is_gzip(data: bytes) -> bool:
    return data.startswith(_GZIP_MAGIC)


def unpack_file(data: bytes, limits: Limits, what: str) -> bytes:
    """The content of a gzip file, all members of it.

    Raises:
        TooLarge: it unpacks to more than `limits.unpacked` bytes.
        NotText: it is cut short or damaged.
    """
    try:
        return _joined(_inflate([data], _AUTO_HEADER), limits, what)
    except zlib.error as error:
        raise NotText(f"{what} is a damaged gzip file ({error}). Unpack or download it again.") from error


def unpack_content(chunks: Iterable[bytes], encodings: str | None, limits: Limits, what: str) -> bytes:
    """The body of an HTTP answer, with its Content-Encoding undone and both sizes capped.

    Args:
        encodings: the header's value, e.g. "gzip" or "deflate, gzip".

    Raises:
        TooLarge: over `limits.bytes` as it comes, or over `limits.unpacked` once decompressed.
        FetchError: damaged, or compressed in a way that was not offered.
    """
    stream: Iterable[bytes] = _counted(chunks, limits, what)
    names = [name.strip().lower() for name in (encodings or "").split(",")]
    layers = [name for name in names if name not in ("", "identity")]
    if len(layers) > 2:
        raise FetchError(f"{what} is compressed {len(layers)} times over, which no honest server does.")
    for name in reversed(layers):
        if name in ("gzip", "x-gzip"):
            stream = _inflate(stream, _AUTO_HEADER)
        elif name == "deflate":
            stream = _inflate_either(stream)
        elif name == "br":
            stream = _unbrotli(stream)
        else:
            raise FetchError(f"{what} is compressed with {name}, which was not asked for.")
    try:
        return _joined(stream, limits, what) if layers else b"".join(stream)
    except (zlib.error, brotli.error) as error:
        raise FetchError(f"{what} came damaged: its compression is broken ({error}).") from error


def _counted(chunks: Iterable[bytes], limits: Limits, what: str) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        limits.check_size(size, what)
        yield chunk


def _joined(chunks: Iterable[bytes], limits: Limits, what: str) -> bytes:
    parts, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > limits.unpacked:
            raise TooLarge(f"{what} unpacks to more than the limit of {megabytes(limits.unpacked)}.")
        parts.append(chunk)
    return b"".join(parts)


def _inflate(chunks: Iterable[bytes], window: int) -> Iterator[bytes]:
    """Decompress in bounded steps; several gzip members after one another are one content.

    Zeros after the end are padding. Anything else there would be lost unseen, and is an error.
    """
    decoder = zlib.decompressobj(window)
    started, held = False, b""
    for chunk in chunks:
        data, held = held + chunk, b""
        while data:
            if decoder.eof:
                data = data.lstrip(b"\0")
                if _GZIP_MAGIC.startswith(data):  # also where nothing is left
                    held, data = data, b""
                    continue
                if not is_gzip(data):
                    raise zlib.error(_AFTER)
                decoder = zlib.decompressobj(window)
            started = True
            yield decoder.decompress(data, _CHUNK)
            data = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
    if held:
        raise zlib.error(_AFTER)
    if started:
        yield _tail(decoder)


def _tail(decoder: zlib._Decompress) -> bytes:
    """What the decoder still holds at the end of its input."""
    rest = decoder.flush(_CHUNK)
    if decoder.eof:
        return rest
    raise zlib.error("it ends too early")


def _unbrotli(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Brotli (RFC 7932) in bounded steps: a few bytes of it may stand for gigabytes."""
    decoder = brotli.Decompressor()
    started = False
    for chunk in chunks:
        started = True
        if decoder.is_finished():
            raise brotli.error(_AFTER)
        yield decoder.process(chunk, output_buffer_limit=_CHUNK)
        while not decoder.can_accept_more_data():
            yield decoder.process(b"", output_buffer_limit=_CHUNK)
    while started and not decoder.is_finished():
        rest = decoder.process(b"", output_buffer_limit=_CHUNK)
        if not rest and not decoder.is_finished():
            raise brotli.error("it ends too early")
        yield rest


def _inflate_either(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """“deflate” is a zlib stream by the standard, and a bare one from some servers."""
    stream = iter(chunks)
    head = b""
    while len(head) < 2:
        chunk = next(stream, None)
        if chunk is None:
            break
        head += chunk
    zlib_header = len(head) >= 2 and head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
    return _inflate(_chain(head, stream), _AUTO_HEADER if zlib_header else _RAW)


def _chain(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest
