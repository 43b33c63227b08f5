"""Tell that a file is no text, and what it is instead."""

from __future__ import annotations

import re

# The first bytes of kinds of file that archives hand over in place of a text; the first that fits names the file.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a zip archive (xlsx, docx and ods are such)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"AT&TFORM", "a DjVu scan"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x00\x01\x00\x00Standard Jet DB", "an Access database"),
    (b"\x00\x01\x00\x00Standard ACE DB", "an Access database"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (xls, doc)"),
    (b"{\\rtf", "a rich text file (rtf)"),
    (b"\x7fELF", "a program"),
)
# Control characters that no text of an archive needs; tab, line feed, form feed, return and escape are left out.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# A text may have been damaged here and there; compressed or packed bytes hold about one control in nine.
_MOST_CONTROLS = 0.01
# Every second byte of Russian UTF-16 is 04, of its blanks and digits 00.
_HIGH_BYTES = b"\x00\x04"
_MOST_OF_THEM = 0.9


def binary_kind(sample: bytes) -> str | None:
    """Return what kind of binary *sample*, the beginning of a file, shows; None for what can be a text.

    >>> binary_kind(b"%PDF-1.4 ..."), binary_kind("Родился в 1901 г.".encode())
    ('a PDF', None)
    """
    for signature, kind in _SIGNATURES:
        if sample.startswith(signature):
            return kind
    controls = len(_CONTROL.findall(sample))
    if controls <= len(sample) * _MOST_CONTROLS:
        return None
    wide = _wide(sample)
    return wide or f"a binary file ({controls:,} control characters in its first {len(sample):,} bytes)"


def _wide(sample: bytes) -> str | None:
    for name, high, low in (("utf-16-le", sample[1::2], sample[0::2]), ("utf-16-be", sample[0::2], sample[1::2])):
        if _share_of_high(high) >= _MOST_OF_THEM > _share_of_high(low):
            return f"like {name} without its byte order mark (say --encoding {name} if it is)"
    return None


def _share_of_high(codes: bytes) -> float:
    return (len(codes) - len(codes.translate(None, _HIGH_BYTES))) / max(len(codes), 1)
