"""From bytes to text: byte order mark, UTF-8, then the best of the encodings Nordic files are in.

General detectors take Danish windows-1252 for something East European or Turkish now and
then. Here only encodings that Nordic word processors wrote are compared, by whether their
letters stand where letters stand.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from .errors import ReadError, UsageError

EIGHT_BIT = ("cp1252", "mac_roman", "cp865", "latin-1")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive (Word, Excel and OpenDocument files are such)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls) or a password-protected one"),
    (b"SQLite format 3", "a SQLite database"),
    (b"ID3", "a sound file"),
    (b"RIFF", "a sound or video file"),
    (b"OggS", "a sound file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
)
_HIGH = re.compile(rb"(.?)([\x80-\xff])(?=(.?))", re.DOTALL)
_GOOD = frozenset("æøåäöÆØÅÄÖ")
_FAIR = frozenset("éèêëüáàâóòôíïúñçßÉÜÁÓÍðþýÐÞÝ")
_QUOTES = frozenset("“”„‘’«»–—…•·§°€£½¼¾×\u00a0´®©™")


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """The text of `data`, the encoding taken, and warnings; `\\n` ends every line.

    Raises ReadError for what is not text, and where a declared encoding does not fit;
    UsageError for an encoding that does not exist.
    """
    refuse_binary(data, name)
    warnings: tuple[str, ...] = ()
    if declared:
        text, taken = _declared(data, name, declared), declared
    else:
        text, taken, warnings = _detect(data, name)
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, taken, warnings


def refuse_binary(data: bytes, name: str) -> None:
    """Raises ReadError (`binary`) where the first bytes say that this is no text."""
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError(name, f"this is {what}, not text", slug="binary")


def _declared(data: bytes, name: str, encoding: str) -> str:
    try:
        known = codecs.lookup(encoding)
    except LookupError:
        raise UsageError(
            f"there is no encoding {encoding!r}; common ones are utf-8, cp1252, mac_roman, cp865, utf-16",
            slug="unknown_encoding",
        ) from None
    try:
        return known.decode(data)[0]
    except (UnicodeError, ValueError, TypeError, AssertionError):
        pass
    try:
        return codecs.decode(data, encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadError(name, f"line {line} is not {encoding}: {error.reason}", slug="wrong_encoding") from None
    except (UnicodeError, ValueError, TypeError, AssertionError, LookupError):
        raise ReadError(name, f"the file is not {encoding}", slug="wrong_encoding") from None


def _detect(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding, ()
            except UnicodeDecodeError as error:
                if encoding == "utf-8-sig":
                    return _not_utf8(data[len(mark) :], name)
                text = data[: len(data) // 2 * 2].decode(encoding, "replace")
                return text, encoding, (f"broken {encoding} at byte {error.start}: replaced by U+FFFD",)
    if b"\x00" in data:
        wide = _wide(data)
        if wide:
            return data.decode(wide, "replace"), wide, (f"no byte order mark; taken as {wide}",)
        if data.count(b"\x00") > max(8, len(data) // 100):
            raise ReadError(name, "this is not text: it holds many zero bytes", slug="binary")
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        return _not_utf8(data, name)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark has its zero bytes in every other place."""
    sample = data[:4000]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half >= 4 and odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if half >= 4 and even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def _not_utf8(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    try:
        # Programs that store surrogates one by one; pairs become one letter again.
        text = data.decode("utf-8", "surrogatepass")
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    control = sum(data.count(bytes([byte])) for byte in (0, 1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 18))
    if control > max(3, len(data) // 200):
        raise ReadError(name, "this is not text: it holds many control bytes", slug="binary")
    lines = re.split(rb"\r\n|\r|\n", data)
    utf8 = [number for number, line in enumerate(lines) if not line.isascii() and _is_utf8(line)]
    high = sum(1 for line in lines if not line.isascii())
    # A short line of another encoding is UTF-8 by accident once in a while.
    if len(utf8) > 0.05 * high:
        return _mixed(lines)
    encoding = best_eight_bit(data)
    return data.decode(encoding, "replace"), encoding, ()


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mixed(lines: list[bytes]) -> tuple[str, str, tuple[str, ...]]:
    odd = [number for number, line in enumerate(lines) if not _is_utf8(line)]
    encoding = best_eight_bit(b"\n".join(lines[number] for number in odd))
    wrong = set(odd)
    text = "\n".join(
        line.decode(encoding, "replace") if number in wrong else line.decode("utf-8")
        for number, line in enumerate(lines)
    )
    shown = ", ".join(str(number + 1) for number in odd[:10]) + (" ..." if len(odd) > 10 else "")
    which = "line" if len(odd) == 1 else "lines"
    warning = f"two encodings in one file: {which} {shown} read as {encoding}, the rest as utf-8"
    return text, f"utf-8+{encoding}", (warning,)


def best_eight_bit(data: bytes) -> str:
    """The encoding of `EIGHT_BIT` whose letters make most sense; the earlier one wins a tie."""
    seen: Counter[tuple[bytes, bytes, bytes]] = Counter()
    for count, found in enumerate(_HIGH.finditer(data)):
        seen[found.group(1), found.group(2), found.group(3)] += 1
        if count >= 20_000:
            break
    scores = {encoding: _score(seen, encoding) for encoding in EIGHT_BIT}
    return max(EIGHT_BIT, key=lambda encoding: scores[encoding])


def _score(seen: Counter[tuple[bytes, bytes, bytes]], encoding: str) -> float:
    score = 0.0
    for (before, byte, after), count in seen.items():
        try:
            letter = byte.decode(encoding)
        except UnicodeDecodeError:
            score -= 20 * count
            continue
        left = before.decode(encoding, "replace")
        right = after.decode(encoding, "replace")
        score += count * _plausible(left, letter, right)
    return score


def _plausible(left: str, letter: str, right: str) -> float:
    """How well a letter fits between its neighbours."""
    inside = left.isalpha() and right.isalpha()
    if letter in _GOOD or letter in _FAIR:
        value = 3.0 if letter in _GOOD else 1.0
        if letter.isupper() and left.isalpha() and left.islower():
            value -= 4.0
        return value
    if letter in _QUOTES:
        return -3.0 if inside and letter not in "’–\u00a0·" else 0.7
    if letter.isalpha():
        return -1.0
    if not letter.isprintable():
        return -5.0
    return -4.0 if inside else -2.0
