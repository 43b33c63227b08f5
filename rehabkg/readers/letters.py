"""Tell by their letters which of the Russian eight-bit encodings a text has, or that none fits."""

from __future__ import annotations

import math
import re

# Those in which Russian archives wrote: Windows, Unix and mail, DOS, and the ISO's, which nobody used but standards.
CANDIDATES = ("windows-1251", "koi8-r", "cp866", "iso-8859-5")
# Letters per thousand of Russian prose (the frequency dictionary of the National Corpus); ё counts with what is rare.
_PER_THOUSAND = {
    "о": 109.7, "е": 84.5, "а": 80.1, "и": 73.5, "н": 67.0, "т": 62.6, "с": 54.7, "р": 47.3, "в": 45.4, "л": 44.0,
    "к": 34.9, "м": 32.1, "д": 29.8, "п": 28.1, "у": 26.2, "я": 20.1, "ы": 19.0, "ь": 17.4, "г": 17.0, "з": 16.5,
    "б": 15.9, "ч": 14.4, "й": 12.1, "х": 9.7, "ж": 9.4, "ш": 7.3, "ю": 6.4, "ц": 4.8, "щ": 3.6, "э": 3.2, "ф": 2.6,
    "ъ": 0.4, "ё": 0.4,
}  # fmt: skip
# Ukrainian and Belarusian letters, and the signs that lists print; a letter beyond these speaks against an encoding.
_ALSO_PER_THOUSAND = dict.fromkeys("іїєґў«»№–—“”„•°\xa0", 2.0)
_OTHER_PER_THOUSAND = 0.01
_LOG = {letter: math.log(share / 1000) for letter, share in (_PER_THOUSAND | _ALSO_PER_THOUSAND).items()}
_LOG_OTHER = math.log(_OTHER_PER_THOUSAND / 1000)
# Russian has -3.1 on average, lists of names and abbreviations down to -3.4; read in a wrong encoding, below -4.4.
_LEAST_MEAN = -3.9
# A handful of signs is no text: two non-breaking spaces are a word in cp866.
_LEAST_DIFFERENT = 6
# The best encoding must be a million times likelier than the next, which some thirty letters reach.
_LEAST_LEAD = math.log(1e6)
_BESIDE_LATIN = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")
# Russian letters touch Latin ones in slips and Roman numerals only; German or Polish ones touch them in every word.
_MOST_BESIDE_LATIN = 0.2


def russian_encoding(sample: bytes) -> str | None:
    """Return the one of `CANDIDATES` in which the letters of *sample* are Russian; None where none or several fit.

    >>> russian_encoding("Приговорён тройкой при УНКВД к высшей мере наказания".encode("koi8-r"))
    'koi8-r'
    """
    counts = [(code, sample.count(code)) for code in range(0x80, 0x100)]
    letters = sum(count for _, count in counts)
    different = sum(count > 0 for _, count in counts)
    if different < _LEAST_DIFFERENT or len(_BESIDE_LATIN.findall(sample)) > letters * _MOST_BESIDE_LATIN:
        return None
    (best, name), (next_best, _) = sorted(((_likelihood(name, counts), name) for name in CANDIDATES), reverse=True)[:2]
    return name if best >= _LEAST_MEAN * letters and best - next_best >= _LEAST_LEAD else None


def _likelihood(name: str, counts: list[tuple[int, int]]) -> float:
    return sum(
        count * _LOG.get(bytes([code]).decode(name, "replace").lower(), _LOG_OTHER) for code, count in counts if count
    )
