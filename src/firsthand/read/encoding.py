"""From bytes to characters, and what to do with characters that are none.

The order of trust: a byte order mark; UTF-8, which other encodings hardly ever are by accident; what
the sender or the page declares, if the bytes bear it out; a comparison of the likely encodings.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from firsthand.errors import NotText
from firsthand.model import Skip

__all__ = ["Decoded", "clean", "decode"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Readable text, the encoding it was in, and what had to be replaced."""

    text: str
    encoding: str
    skips: tuple[Skip, ...] = ()


_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CYRILLIC = ("cp1251", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
_SAME_IN_PRACTICE = {"iso8859-1": "cp1252", "ascii": "cp1252", "koi8-r": "koi8-u", "iso8859-9": "cp1254"}
_MAX_CONTROLS = 0.01
_MAX_DAMAGE = 0.02
_SAMPLE = 20_000
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:\-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:\-]{2,40})")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NEWLINE = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# How often letters stand in Russian, Ukrainian, Belarusian and Bulgarian text, in thousandths, roughly.
_FREQUENT = {
    **dict(zip("оаеинтсрвлкмдпуяізьгбычйхжшюцщїєўэфё", (
        95, 85, 75, 65, 63, 55, 48, 46, 45, 42, 36, 31, 31, 27, 28, 20, 20, 18, 17, 16,
        16, 14, 13, 12, 10, 9, 7, 6, 5, 4, 4, 4, 4, 3, 3, 2,
    ), strict=True)),
    **dict.fromkeys("ъґ", 1),
}  # fmt: skip
_NO_LETTER_HERE = -100
_LEAST_CYRILLIC = 30
_CYRILLIC_CASE = re.compile(r"[а-яіїєґў][А-ЯІЇЄҐЎ]")
_TYPOGRAPHY = frozenset("“”„‘’‚–—…«»‹›•№§©®™°\u00a0€")
_WESTERN = ("cp1252", "cp1250", "iso8859-2")
_LEAST_WESTERN = 0.95


def decode(data: bytes, declared: str | None = None, name: str = "This") -> Decoded:
    """The characters of `data`, cleaned as `clean` does.

    Args:
        declared: the charset that the sender named, if any; a wrong one is put right where the bytes
            leave no doubt.
        name: what messages call the data.

    Raises:
        NotText: binary data, or an encoding that cannot be made out.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _cleaned(data[len(mark) :].decode(encoding, errors="replace"), encoding, name)
    for encoding in _likely(data, declared):
        text = _strictly(data, encoding)
        if text is not None and _controls(text) <= _MAX_CONTROLS:
            return _cleaned(text, encoding, name)
    damaged = data.decode("utf-8", errors="replace")
    if _utf8_damaged(data, damaged):
        return _cleaned(damaged, "utf-8", name)
    guessed = _guess(data)
    if guessed is None:
        raise NotText(f"{name} is no text: binary data, or an encoding that cannot be made out. Save it as UTF-8.")
    return _cleaned(data.decode(guessed, errors="replace"), guessed, name)


_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
"""Spaces without width, and hyphens that only a line break shows."""
_WRITTEN = "\t\n -~\u00a0-\u024f\u0400-\u04ff\u2010-\u2027"
_JOINERS = re.compile(f"[\u200c\u200d]+(?=[{_WRITTEN}]|\\Z)|(?<=[{_WRITTEN}])[\u200c\u200d]+|\\A[\u200c\u200d]+")
"""Joiners beside letters that never join; other scripts, and emoji, need theirs."""
_STRESS = re.compile("(?<=[аеиоуыэюяіїєАЕИОУЫЭЮЯІЇЄ])[\u0300\u0301]")


def clean(text: str) -> tuple[str, tuple[Skip, ...]]:
    """One kind of line break, no byte order mark, and no control characters or half characters.

    These become a space, and U+FFFD; invisible characters and stress marks are left out. Each kind is reported with
    its count as a `Skip`. Cyrillic letters that somebody before took for Latin ones («Ïðèâåò») are put right.
    """
    skips = []
    if (meant := _misread(text)) is not None:
        text = meant
        skips.append(Skip("read", "the whole text", "Windows-1251 that was read as Latin-1; put right"))
    text = _NEWLINE.sub("\n", text.removeprefix("\ufeff"))
    text, controls = _CONTROL.subn(" ", text)
    if controls:
        skips.append(Skip("read", f"{controls} control characters", "not readable; a space stands for each"))
    if text.isascii():  # nothing of what follows: a large page need not be looked through for it
        return text, tuple(skips)
    text, invisible = _INVISIBLE.subn("", text)
    joined = "\u200c" in text or "\u200d" in text
    joiners = sum(len(match.group()) for match in _JOINERS.finditer(text)) if joined else 0
    text, invisible = _JOINERS.sub("", text) if joiners else text, invisible + joiners
    if invisible:
        skips.append(Skip("read", f"{invisible} invisible characters", "they cut words in two; left out"))
    text, stresses = _STRESS.subn("", text)
    if stresses:
        skips.append(Skip("read", f"{stresses} stress marks", "words are looked up without them; left out"))
    text, halves = _SURROGATE.subn("\ufffd", text)
    if halves:
        skips.append(Skip("read", f"{halves} half characters", "no characters by themselves; shown as \ufffd"))
    return text, tuple(skips)


_HIGH = re.compile("[\u0080-\u00ff]")
_LEAST_MISREAD, _FEWEST_MISREAD = 0.6, 6


@cache
def _as_1251() -> dict[int, str]:
    """What each character was, for which Windows-1251 was taken that was read as Latin-1 or Windows-1252."""
    table: dict[int, str] = {}
    for byte in range(0x80, 0x100):
        meant = bytes([byte]).decode("cp1251", errors="ignore")
        for encoding in ("latin-1", "cp1252"):
            if meant and (seen := bytes([byte]).decode(encoding, errors="ignore")):
                table[ord(seen)] = meant
    return table


def _misread(text: str) -> str | None:
    """The text as it was meant, where most of its letters are accented ones and make frequent Cyrillic letters."""
    sample = text[:_SAMPLE]
    high = len(_HIGH.findall(sample))
    if high < _FEWEST_MISREAD or high < _LEAST_MISREAD * sum(character.isalpha() for character in sample):
        return None
    meant = sample.translate(_as_1251())
    beyond = [character for character in meant if character > "\x7f" and character not in _TYPOGRAPHY]
    likeness = sum(_FREQUENT.get(character.lower(), _NO_LETTER_HERE) for character in beyond)
    likely = likeness + _NO_LETTER_HERE * len(_CYRILLIC_CASE.findall(meant)) > _LEAST_CYRILLIC * max(1, len(beyond))
    return text.translate(_as_1251()) if likely else None


def _cleaned(text: str, encoding: str, name: str) -> Decoded:
    damaged = text.count("\ufffd")
    if len(text) > 0 and (_controls(text) > _MAX_CONTROLS or damaged / len(text) > _MAX_DAMAGE):
        raise NotText(f"{name} is no text: read as {encoding}, too many of its characters are not readable.")
    text, skips = clean(text)
    if damaged:
        skip = Skip("read", f"{damaged} characters", f"no valid {encoding}; shown as \ufffd")
        skips = (*skips, skip)
    return Decoded(text, encoding, skips)


def _likely(data: bytes, declared: str | None) -> Iterator[str]:
    """Encodings to try strictly, most trusted first."""
    wide = _wide(data)
    if wide:
        yield wide
    yield "utf-8"
    for name in (declared, _in_page(data)):
        encoding = _known(name)
        if encoding and encoding != "utf-8" and _borne_out(data, encoding):
            yield encoding


def _known(name: str | None) -> str | None:
    """Python's name of a charset that turns bytes into text, as browsers understand the name."""
    if not name:
        return None
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not info._is_text_encoding or info.name in (
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
    ):
        return None
    return _SAME_IN_PRACTICE.get(info.name, info.name)


def _in_page(data: bytes) -> str | None:
    head = data[:4096]
    found = _META.search(head) or _XML.search(head)
    return found[1].decode("ascii") if found else None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of it is one of very few values, zero among them."""
    sample = data[:4000]
    if len(sample) < 4 or b"\x00" not in sample or len(data) % 2:
        return None
    even, odd = _few(sample[0::2]), _few(sample[1::2])
    if odd > 0.95 and odd > even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.95 and even > odd else None


def _few(values: bytes) -> float:
    """The share of the three most frequent values, if zero is one of them."""
    common = Counter(values).most_common(3)
    return sum(count for _, count in common) / len(values) if any(value == 0 for value, _ in common) else 0.0


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _controls(text: str) -> float:
    return len(_CONTROL.findall(text)) / len(text) if text else 0.0


def _borne_out(data: bytes, encoding: str) -> bool:
    """Does the declared encoding give plausible text? It is held against its rivals."""
    if encoding.startswith(("utf-16", "utf-32")) and not _wide(data):
        return False
    sample = data[:_SAMPLE]
    if _high(sample) < 8:
        return True
    if encoding in _WESTERN and _western_likeness(sample, encoding) > 0.8:
        return True
    best = _best_cyrillic(data) or (_best_western(sample) if encoding in _WESTERN else None)
    return best is None or best == encoding


def _utf8_damaged(data: bytes, damaged: str) -> bool:
    """UTF-8 but for a few bytes: where most of what is not ASCII is valid, nothing else explains it."""
    sound = sum(1 for character in damaged if character > "\x7f" and character != "\ufffd")
    broken = damaged.count("\ufffd")
    return b"\x00" not in data and sound > 10 * broken


def _guess(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    if b"\x00" in sample or sum(byte < 9 or 13 < byte < 32 for byte in sample) > len(sample) * _MAX_CONTROLS:
        return None
    known = _best_cyrillic(data) or _best_western(sample)
    if known or _high(sample) > 0.9 * len(sample):
        return known
    from charset_normalizer import from_bytes  # only where needed: plain UTF-8 shall not pay for it

    found = from_bytes(sample, threshold=0.15, enable_fallback=False).best()
    return found.encoding if found is not None and not found.encoding.startswith("utf_16") else None


def _best_cyrillic(data: bytes) -> str | None:
    """The Cyrillic encoding in which the bytes are words, or None where they are in none."""
    sample = data[:_SAMPLE]
    high = _high(sample)
    if high < 4 or high < 0.15 * len(sample):
        return None
    scored = [(_cyrillic_likeness(sample, encoding), -i, encoding) for i, encoding in enumerate(_CYRILLIC)]
    likeness, _, encoding = max(scored)
    return encoding if likeness > _LEAST_CYRILLIC else None


def _cyrillic_likeness(sample: bytes, encoding: str) -> float:
    """Mean frequency of the letters beyond ASCII: highest where frequent bytes are frequent letters."""
    text = sample.decode(encoding, errors="replace")
    beyond = [character for character in text if character > "\x7f" and character not in _TYPOGRAPHY]
    total = sum(_FREQUENT.get(character.lower(), _NO_LETTER_HERE) for character in beyond)
    return (total + _NO_LETTER_HERE * len(_CYRILLIC_CASE.findall(text))) / max(1, len(beyond))


def _best_western(sample: bytes) -> str | None:
    """The Latin encoding in which most that is beyond ASCII is letters within words, or typography."""
    likeness, _, encoding = max((_western_likeness(sample, name), -i, name) for i, name in enumerate(_WESTERN))
    return encoding if likeness >= _LEAST_WESTERN else None


def _western_likeness(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, errors="replace")
    beyond = [at for at, character in enumerate(text) if character > "\x7f"]
    fitting = sum(text[at] in _TYPOGRAPHY or (text[at].isalpha() and _within_word(text, at)) for at in beyond)
    plain = sum(character.isascii() and character.isalpha() for character in text)
    return fitting / max(1, len(beyond)) if plain >= len(beyond) else 0.0


def _within_word(text: str, at: int) -> bool:
    """A small letter, or a capital one that begins a word or stands among capitals."""
    before = text[at - 1 : at]
    return text[at].islower() or not before.isalpha() or before.isupper()


def _high(data: bytes) -> int:
    return sum(byte > 127 for byte in data[:_SAMPLE])
