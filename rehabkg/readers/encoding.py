"""Find and state in which encoding a file is written, and read its lines: strict, bounded, nothing guessed silently.

A byte that does not fit the encoding is decoded to a lone surrogate (PEP 383), so that the rows around it are read;
`fault` finds it, and the reader reports the row.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

from rehabkg.errors import CallError, SourceError, shorten
from rehabkg.readers.binary import binary_kind
from rehabkg.readers.bounds import LONGEST_RECORD_CHARACTERS
from rehabkg.readers.letters import CANDIDATES, russian_encoding

Report = Callable[[SourceError], None]

# What `--encoding` takes. Python knows more, but some of those are no encodings of a text (idna, unicode_escape).
NAMES = (
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1251", "koi8-r", "koi8-u", "cp866", "iso-8859-5",
    "mac-cyrillic", "windows-1250", "windows-1252", "windows-1257", "iso-8859-1", "ascii",
)  # fmt: skip
_BY_CODEC = {codecs.lookup(name).name: name for name in NAMES}
# The mark of UTF-32 begins with that of UTF-16, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES = 1 << 20
# A declaration of HTML stands in the first 1,024 bytes (HTML, section 13.2.3.2), that of XML at the very beginning.
_HEAD_BYTES = 4096
_DECLARED = re.compile(
    rb"""<\?xml[^<>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})|"""
    rb"""<meta\b[^<>]{0,300}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""",
    re.IGNORECASE,
)
# A damaged UTF-8 file has a broken letter here and there; of an eight-bit Russian text no letter is UTF-8.
_MOST_BROKEN = 0.05
_ASCII = bytes(range(0x80))
# A file of mostly ASCII is read on until it has shown this much of the rest; of the ASCII between, the ends are kept.
_ENOUGH_BYTES = 400
_ASCII_RUN = re.compile(rb"([\x00-\x7f])[\x00-\x7f]+([\x00-\x7f])")
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_UNFIT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a file: `name` as Python's codecs know it, `how` it was found, in words for the user."""

    name: str
    how: str

    def __str__(self) -> str:
        return f"{self.name.removesuffix('-sig')} ({self.how})"


def detect(path: Path, *, called: str | None = None) -> Encoding:
    """Return the encoding of the text file at *path*; *called* is what the user says it is.

    A byte order mark decides, then valid UTF-8, then what a page declares if its letters agree, then the letters.
    Raises `SourceError` for a binary and for a text that fits no encoding, `CallError` for a *called* that is none.
    """
    try:
        with path.open("rb") as opened:
            return _detect(path, opened.read(_SAMPLE_BYTES), opened.read, called)
    except OSError as error:
        raise unreadable(path, error) from error


def detect_content(content: bytes, path: Path, *, called: str | None = None) -> Encoding:
    """Return the encoding of the text file at *path* whose whole *content* is at hand; else as `detect`."""
    opened = BytesIO(content)
    return _detect(path, opened.read(_SAMPLE_BYTES), opened.read, called)


def unreadable(path: Path, error: OSError) -> SourceError:
    """Return the error that says that the system does not let *path* be read."""
    return SourceError(path, None, f"cannot be read: {error.strerror or error}")


def _detect(path: Path, sample: bytes, read: Callable[[int], bytes], called: str | None) -> Encoding:
    wanted = _known(called) if called is not None else None
    head = sample[:_HEAD_BYTES]
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return _marked(path, name, wanted)
    kind = binary_kind(sample[:_SAMPLE_BYTES])
    if kind is not None and (wanted is None or not wanted.startswith("utf-")):
        raise SourceError(path, None, f"is {kind}, a text is wanted")
    if wanted is not None:
        return Encoding(wanted, "as called for")
    while len(sample.translate(None, _ASCII)) < _ENOUGH_BYTES and (more := read(_SAMPLE_BYTES)):
        sample = _ASCII_RUN.sub(rb"\1\2", sample) + more
    if sample.isascii():
        return Encoding("utf-8", "ASCII letters only")
    return _utf8(sample, head) or _eight_bit(path, sample, head)


def _known(called: str) -> str:
    try:
        return _BY_CODEC[codecs.lookup(called).name]
    except (LookupError, ValueError):
        raise CallError(f"encoding {shorten(called)!r} is not known; known are {', '.join(NAMES)}") from None


def _marked(path: Path, name: str, wanted: str | None) -> Encoding:
    family = name.removesuffix("-sig")
    if wanted is not None and not wanted.startswith(family):
        raise SourceError(path, None, f"begins with the byte order mark of {family}, so it is not {wanted}")
    return Encoding(name, "byte order mark")


def _utf8(sample: bytes, head: bytes) -> Encoding | None:
    if not _UTF8_LETTER.search(sample):
        return None
    broken = 0
    try:
        # A letter that the sample cuts at its end is not broken.
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        broken = len(_UTF8_LETTER.sub(b"", sample).translate(None, _ASCII))
        if broken > len(sample.translate(None, _ASCII)) * _MOST_BROKEN:
            return None
    declared = _declared(head)
    against = f", although {declared} is declared" if declared and declared != "utf-8" else ""
    return Encoding("utf-8", (f"valid but for {broken:,} bytes" if broken else "valid") + against)


def _declared(head: bytes) -> str | None:
    found = _DECLARED.search(head)
    if not found:
        return None
    name = (found[1] or found[2]).decode("ascii", "replace")
    try:
        return _BY_CODEC.get(codecs.lookup(name).name)
    except LookupError:
        return None


def _eight_bit(path: Path, sample: bytes, head: bytes) -> Encoding:
    declared = _declared(head)
    by_letters = russian_encoding(sample)
    # koi8-u differs from koi8-r in four Ukrainian letters, which the statistics do not part.
    agree = by_letters in (None, declared) or (declared, by_letters) == ("koi8-u", "koi8-r")
    if declared and not declared.startswith("utf-") and agree:
        return Encoding(declared, "as the page declares")
    if declared and by_letters:
        raise SourceError(
            path, None, f"declares {declared}, but its letters are those of {by_letters}; say which with --encoding"
        )
    if by_letters:
        others = ", ".join(name for name in CANDIDATES if name != by_letters)
        return Encoding(by_letters, f"by its letters, which are not Russian in {others}")
    wanted = "say which it has with --encoding"
    raise SourceError(path, None, f"is not UTF-8, nor Russian in any of {', '.join(CANDIDATES)}; {wanted}")


def fault(text: str) -> str | None:
    r"""Return what keeps *text*, as `open_text` reads it, from being a text; None where it is one.

    >>> fault("Ива\udc98нов")
    "byte 0x98 does not fit the file's encoding"
    """
    found = _UNFIT.search(text)
    if not found:
        return None
    code = ord(found[0])
    if code == 0:
        return "there is a NUL byte"
    escaped = 0xDC80 <= code <= 0xDCFF
    return f"byte 0x{code - 0xDC00:02x} does not fit the file's encoding" if escaped else "half a letter stands alone"


def printable(text: str) -> str:
    r"""Return *text* as `open_text` reads it so that it can be written down: what is no letter as `\x98`.

    >>> print(printable("Ива\udc98нов"))
    Ива\x98нов
    """
    return _UNFIT.sub(lambda found: f"\\x{ord(found[0]) & 0xFF:02x}", text)


def open_text(path: Path, encoding: Encoding) -> TextIOWrapper:
    """Open *path* for reading in *encoding*, line ends kept, bytes that do not fit as lone surrogates.

    Raises `SourceError` where it cannot be opened.
    """
    try:
        return path.open(encoding=encoding.name, errors="surrogateescape", newline="")
    except OSError as error:
        raise unreadable(path, error) from error


def bounded_lines(path: Path, encoding: Encoding, *, report: Report) -> Iterator[str]:
    """Yield the lines of *path* with their ends, as `csv.reader` takes them.

    A line longer than `LONGEST_RECORD_CHARACTERS` goes to *report* and is yielded as a blank one, so that the numbers
    of the lines after it hold; it is never held whole. Raises `SourceError` where reading fails.
    """
    number = 0
    with open_text(path, encoding) as opened:
        try:
            while line := opened.readline(LONGEST_RECORD_CHARACTERS + 1):
                number += 1
                if len(line) > LONGEST_RECORD_CHARACTERS:
                    report(too_long(path, number, line))
                    while line and not line.endswith("\n"):
                        line = opened.readline(LONGEST_RECORD_CHARACTERS)
                    line = "\n"
                yield line
        except UnicodeDecodeError as error:  # UTF-16 and UTF-32 cannot go on after half a letter
            raise SourceError(path, number + 1, f"is not {encoding.name} from here on: {error.reason}") from error
        except OSError as error:
            raise unreadable(path, error) from error


def too_long(path: Path | str, line: int, beginning: str) -> SourceError:
    """Return the error that says that what begins at *line* is longer than any record."""
    found = f"more than {LONGEST_RECORD_CHARACTERS:,} characters without an end"
    printed = printable(shorten(beginning, 1000))
    return SourceError(path, line, f"{found}, beginning {shorten(beginning, 40)!r}", printed=printed)
