"""A date in words: what EDTF (ISO 8601-2:2019) writes in signs, as far as its signs are the common ones."""

from __future__ import annotations

import re

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")
_DECADE = re.compile(r"[0-9]{3}X")
_IN_DECADE = {"en": ("{}0s", "{}0s"), "ru": ("{}0-е", "{}0-х")}
_MONTHS = {
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
    "ru": "январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь",
}
# Behind a day, and behind "by", "from" and "about", Russian has the genitive.
_OF_MONTH = {
    "en": _MONTHS["en"],
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
}
_SIGNS = {
    "en": {"": "{}", "~": "about {}", "?": "{} (?)", "%": "about {} (?)"},
    "ru": {"": "{}", "~": "около {}", "?": "{} (?)", "%": "около {} (?)"},
}
_BY = {"en": "by {}", "ru": "не позднее {}"}
_FROM = {"en": "from {}", "ru": "не ранее {}"}


def printed(edtf: str, language: str) -> str:
    """Return a date as people write it; what is not understood stays as it is.

    >>> printed("1956-07-31", "ru"), printed("[..1938]", "en"), printed("1937-08/1938-11", "en")
    ('31 июля 1956', 'by 1938', 'August 1937 – November 1938')
    """
    inner = edtf[1:-1] if edtf.startswith("[") and edtf.endswith("]") else edtf
    for start in ("../", "..", "/"):
        single = _single(inner.removeprefix(start), language, genitive=True) if inner.startswith(start) else None
        if single:
            return _BY[language].format(single)
    for end in ("/..", "..", "/"):
        single = _single(inner.removesuffix(end), language, genitive=True) if inner.endswith(end) else None
        if single:
            return _FROM[language].format(single)
    first, parted, last = inner.partition("..") if inner is not edtf else inner.partition("/")
    if parted:
        ends = (_single(first, language), _single(last, language))
        return f"{ends[0]} – {ends[1]}" if ends[0] and ends[1] else edtf
    return (_single(inner, language) if inner is edtf else None) or edtf


def _single(text: str, language: str, *, genitive: bool = False) -> str | None:
    if _DECADE.fullmatch(text):
        return _IN_DECADE[language][genitive].format(text[:3])
    found = _DATE.fullmatch(text)
    if not found or (found[2] and not 1 <= int(found[2]) <= 12):
        return None
    said = found[1]
    if found[2]:
        genitive = genitive or bool(found[3]) or found[4] in ("~", "%")
        names = (_OF_MONTH if genitive else _MONTHS)[language].split("|")
        said = f"{names[int(found[2]) - 1]} {said}"
    if found[3]:
        said = f"{int(found[3])} {said}"
    return _SIGNS[language][found[4]].format(said)
