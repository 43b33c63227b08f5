"""Read the articles of law that a charge cites, spelled out: `58-6, 10, 11` is 58-6, 58-10 and 58-11."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rehabkg.lexicon import read_lexicon
from rehabkg.recognise.dates import FOUND
from rehabkg.recognise.phrases import folded, phrase_pattern
from rehabkg.records.model import Article

_KEPT = 65_536
_CITES = r"[0-9]{2,3}\s?[-–/]\s?[0-9]|\bст\b|п\.\s?[0-9]"
# What has numbers and is no article: remarks, orders, waggons, lengths of time, parts of an article.
_NO_ARTICLE = re.compile(
    rf"(?:#|//|\[).*|\((?![^)]*(?:{_CITES}))[^)]*\)|[\"«](?![^\"»]*(?:{_CITES}))[^\"»]{{3,}}[\"»]"
    r"|№\s?[0-9][0-9/\-а-яa-z]*|приказ[а-я]*[^,;]{0,14}?\s?[0-9]+"
    r"|(?<![0-9-])[0-9]+\s?(?:г\b\.?|гг\.|год|лет|мес|руб|категор|-?[йя]\b|-(?:[а-я]{2,}))"
)
_PART = re.compile(
    r"[,;]?\s*(?:по\s)?ч(?:аст[ьи]|\.|\b)?\.?\s?(?:[0-9]+|[iіxv]+)(?![0-9абв])(?:\s?(?:и|,)\s?ч\.?\s?[0-9])*"
)
_TOKEN = re.compile(
    r"(?P<number>[0-9]{1,3})(?:\s?(?:,\s)?(?:п\.?\s?)?[\"«'`]\s?(?P<quoted>[а-еж])\s?[\"»'`]|\s?-\s?\"(?P<dashed>[а-е])\"|"
    r"(?P<letter>[а-е])(?![а-я./])|-(?P<joined>[а-г])(?![а-я./])|\s(?:п\.\s?)?(?P<spaced>[а-г])(?=[\s.,;]|$)(?!\.?[сn]))?"
    r"|(?P<points>\b[плд]\.?\s?п?\.?(?=\s?[0-9])|\bпункт[а-я]*)|(?P<article>\bст(?:\.?\s?ст)?\b\.?(?!\s?уп)|\bстать[а-я]+)"
    r"|(?P<dash>\s?[-–—/\\]\s?(?=[0-9])|\.(?=[0-9]))|(?P<comma>\s?[,;]\s?|\s(?:и|с)\s|\.\s(?=[0-9])|\s+)"
    r"|(?P<more>[\"«]?[а-д][\"»]?(?=[\s,.;]|$))|(?P<other>[а-яa-z]+|.)",
    re.DOTALL,
)
# A list that ends before the name of a code needs no word before it: `А/с агитация, 72, 76 УК БССР`.
_BEFORE_CODE = re.compile(
    r"(?<![0-9-])[0-9]{2,3}[абв]?(?:-[0-9]{1,2}[абв]?)?(?:(?:,\s?|\sи\s)[0-9]{1,3}[абв]?(?:-[0-9]{1,2}[абв]?)?)*\s*$"
)
# The state crimes, whose points the sources cite without their number: `58-6, 10`.
_POINTED = frozenset(("58", "54", "59"))
_LAST_POINT = 14
# Articles of the general part, cited joined to the article of the crime: intent, attempt, complicity.
_GENERAL = frozenset(("14", "15", "16", "17", "19", "20", "22", "24", "8", "9"))
_FIRST_OF_CRIMES = 54
_PARTS = frozenset(("1", "2", "3"))
_GOES_ON = frozenset(
    ("ук", "по", "через", "пост", "санкции", "санкция", "санкцией", "от", "осужден", "осуждена", "обвинение")
)


@lru_cache(maxsize=_KEPT)
def articles_of(text: str | None) -> tuple[Article, ...]:
    """Return the articles that *text* cites, each once, in its order, with the code of law that it names.

    A part of an article (`ч. 1`) is dropped, a letter kept; acronyms such as КРА are no articles.

    >>> [article.number for article in articles_of("ст. 58-2-7-11, 19.58-9 УК РСФСР")]
    ['58-2', '58-7', '58-11', '19-58-9']
    """
    if not text or not any(letter.isdecimal() for letter in text):
        return ()
    low = _PART.sub(" ", _NO_ARTICLE.sub(" @ ", _without_dates(folded(text))))
    cited: dict[Article, None] = {}
    for piece, code, named in _by_code(low):
        goes_on = piece.startswith((",", " ,", " и ")) if cited else low.startswith(piece)
        numbers = _Reading(active=goes_on).numbers(piece)
        if not numbers and named and (list_before := _BEFORE_CODE.search(piece)):
            numbers = _Reading(active=True).numbers(list_before[0])
        for number in numbers:
            cited[Article(number, code)] = None
    return tuple(cited)


def _without_dates(low: str) -> str:
    return FOUND.sub(
        lambda found: (
            " @ " if found["day"] or found["slash_day"] or found["month_only"] or "г" in found[0] else found[0]
        ),
        low,
    )


def _by_code(low: str) -> Iterator[tuple[str, str | None, bool]]:
    """Yield the pieces of *low*, the code of law named next after each, and whether any code is named there."""
    start = 0
    for found in _codes()[0].finditer(low):
        yield low[start : found.start()], _codes()[1][(found.lastindex or 1) - 1] or None, True
        start = found.end()
    if start < len(low):
        yield low[start:], None, False


@cache
def _codes() -> tuple[re.Pattern[str], tuple[str, ...]]:
    rows = sorted(read_lexicon("codes"), key=lambda row: -len(row["words"]))
    pattern = "|".join(f"({phrase_pattern(row['words'])})" for row in rows)
    return re.compile(rf"(?<![а-я])(?:{pattern})"), tuple(row["code"] for row in rows)


@dataclass(slots=True)
class _Reading:
    """The state of reading one list of articles.

    `active` says that a number is an article here; `prefix` is the article of the general part joined before `base`,
    `point` the last point read, `separator` what stood before the next number.
    """

    active: bool
    prefix: str = ""
    base: str = ""
    point: str = ""
    separator: str = ""
    found: list[str] = field(default_factory=list)

    def numbers(self, piece: str) -> list[str]:
        tokens = list(_TOKEN.finditer(piece))
        for place, token in enumerate(tokens):
            kind = token.lastgroup
            if token["number"]:
                self._number(token, tokens[place + 1 :])
            elif kind in ("dash", "points"):
                self.separator = "dash"
            elif kind == "article":
                self.active, self.base, self.prefix, self.point, self.separator = True, "", "", "", ""
            elif kind == "comma":
                self.separator = self.separator if token[0].isspace() and self.separator else "comma"
            elif kind == "more" and self.active and self.found and self.found[-1][-1].isalpha():
                self.found.append(self.found[-1][:-1] + token[0].strip('"«»'))
            elif token[0].strip() and token[0] not in _GOES_ON and token[0] not in ".)(\"«»'":
                self.active, self.base, self.separator = False, "", ""
        return self.found

    def _number(self, token: re.Match[str], rest: list[re.Match[str]]) -> None:
        number = token["number"]
        letter = token["quoted"] or token["dashed"] or token["letter"] or token["joined"] or token["spaced"] or ""
        if not self.active:
            if not _is_pointed(number, rest):
                return
            self.active = True
        if self.separator == "dash" and not self.base:
            # A list that leaves out the article of its points (`-10, -11`) means the one that has such points.
            self.base = "58"
        if self.separator == "dash":
            self._after_dash(number, letter, rest)
        elif self.base in _POINTED and int(number) <= _LAST_POINT and not _is_general(number, rest):
            self._point(number, letter)
        else:
            self._base(number, letter)
        self.separator = ""

    def _base(self, number: str, letter: str) -> None:
        self.prefix, self.base, self.point = "", number, ""
        self.found.append(f"{number}{letter}")

    def _after_dash(self, number: str, letter: str, rest: list[re.Match[str]]) -> None:
        if not self.point and not self.prefix and self.base in _GENERAL and int(number) >= _FIRST_OF_CRIMES:
            self.found.pop()
            self.prefix, self.base = f"{self.base}-", number
            self.found.append(f"{self.prefix}{number}{letter}")
        elif self.point and self._is_part(number, letter, rest):
            return
        else:
            self._point(number, letter)

    def _is_part(self, number: str, letter: str, rest: list[re.Match[str]]) -> bool:
        """`58-10-2` is article 58-10, part 2."""
        if letter or number not in _PARTS:
            return False
        return self.base not in _POINTED or number == "1" or (self.point == "10" and not _dash_next(rest))

    def _point(self, number: str, letter: str) -> None:
        if not self.point and self.found and self.found[-1] == f"{self.prefix}{self.base}":
            self.found.pop()
        self.point = number.lstrip("0") or number
        self.found.append(f"{self.prefix}{self.base}-{self.point}{letter}")


def _is_pointed(number: str, rest: list[re.Match[str]]) -> bool:
    """Tell whether a number that no word announces is an article: one of two or three digits with a point."""
    return len(number) > 1 and _dash_next(rest)


def _is_general(number: str, rest: list[re.Match[str]]) -> bool:
    if number not in _GENERAL or not _dash_next(rest):
        return False
    following = next((token["number"] for token in rest if token["number"]), "0")
    return int(following) >= _FIRST_OF_CRIMES


def _dash_next(rest: list[re.Match[str]]) -> bool:
    return len(rest) > 1 and rest[0].lastgroup == "dash" and rest[1]["number"] is not None
