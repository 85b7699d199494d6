"""Small PDFs, written by hand so that the tests need no other library."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

__all__ = ["pdf_of"]

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_FILE_ID = bytes(16)


def pdf_of(pages: Sequence[Sequence[tuple[int, str]]], *, foot: str = "", password: str = "") -> bytes:
    """A PDF of pages of (font size, ASCII line); size 0 is an empty line. With a password it is locked."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    key, lock = _lock(password) if password else (b"", b"")
    for number, lines in enumerate(pages):
        content = _content(lines, foot.format(page=number + 1))
        if key:
            content = _rc4(hashlib.md5(key + (5 + 2 * number).to_bytes(3, "little") + b"\0\0").digest()[:10], content)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream")
    return _file(objects, lock)


def _content(lines: Sequence[tuple[int, str]], foot: str) -> bytes:
    parts, height = [], 760
    for size, line in lines:
        if size:
            parts.append(f"BT /F1 {size} Tf 72 {height} Td ({line}) Tj ET")
        height -= round(1.4 * size) if size else 14
    if foot:
        parts.append(f"BT /F1 9 Tf 72 30 Td ({foot}) Tj ET")
    return "\n".join(parts).encode()


def _file(objects: Sequence[bytes], lock: bytes) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate([*objects, lock] if lock else objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    name = _FILE_ID.hex()
    encrypt = f" /Encrypt {len(offsets)} 0 R /ID [<{name}> <{name}>]".encode() if lock else b""
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\n" % (len(offsets) + 1, encrypt)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def _lock(password: str) -> tuple[bytes, bytes]:
    """Key and encryption dictionary of the standard handler, revision 2 (ISO 32000-1, 7.6.3)."""
    padded = (password.encode() + _PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    permissions = (-4).to_bytes(4, "little", signed=True)
    key = hashlib.md5(padded + owner + permissions + _FILE_ID).digest()[:5]
    user = _rc4(key, _PADDING)
    lock = f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P -4 >>"
    return key, lock.encode()


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
