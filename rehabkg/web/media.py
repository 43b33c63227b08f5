"""Media types, and the choice of one from an Accept header (RFC 9110, section 12.5.1).

Written here because the common libraries take `q=0` for "not named", so that `text/html;q=0, */*` gets HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A header of more is no browser's; what stands behind is left unread.
_MOST_RANGES = 100
_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # RFC 9110, section 5.6.2
# The strings in quotation marks are taken whole, so that a comma within a profile parts no ranges.
_PARTS = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
_RANGE = re.compile(rf"\s*({_NAME})/({_NAME})\s*(;.*)?", re.DOTALL)
_LANGUAGE_RANGE = re.compile(r"\s*(\*|[A-Za-z]{1,8})(?:-[A-Za-z0-9-]*)?\s*(;.*)?", re.DOTALL)
_WEIGHT = re.compile(r";\s*q\s*=\s*([^;\s]*)\s*(?:;|$)", re.IGNORECASE)
# RFC 9110, section 12.4.2: at most three digits; what is no weight is taken for none.
_QVALUE = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?|\.[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class MediaType:
    """A form that a document is offered in: its type, suffix of files, and other names that clients ask it by."""

    name: str
    suffix: str
    also: tuple[str, ...] = ()
    charset: bool = True

    @property
    def header(self) -> str:
        """The value of Content-Type."""
        return f"{self.name}; charset=utf-8" if self.charset else self.name


HTML = MediaType("text/html", "html", ("application/xhtml+xml",))
TURTLE = MediaType("text/turtle", "ttl", ("application/x-turtle", "application/turtle"))
JSON_LD = MediaType("application/ld+json", "jsonld", ("application/json",), charset=False)
N_TRIPLES = MediaType("application/n-triples", "nt", ("text/plain",))
N_QUADS = MediaType("application/n-quads", "nq", ("text/x-nquads",))
TRIG = MediaType("application/trig", "trig", ("application/x-trig",))
RDF_XML = MediaType("application/rdf+xml", "rdf", ("application/xml", "text/xml"), charset=False)
# Where a client takes all alike, the first is given.
RDF_FORMS = (TURTLE, JSON_LD, N_TRIPLES, TRIG, N_QUADS, RDF_XML)
DOCUMENT_FORMS = (HTML, *RDF_FORMS)


@dataclass(frozen=True, slots=True)
class _Range:
    main: str
    sub: str
    weight: float

    def fit(self, name: str) -> int:
        """Return how closely the range names a media type: 0 not at all, 3 exactly."""
        main, _, sub = name.partition("/")
        if (self.main, self.sub) == (main, sub):
            return 3
        if self.sub == "*" and self.main == main:
            return 2
        return 1 if (self.main, self.sub) == ("*", "*") else 0


def chosen(accept: str | None, offered: Sequence[MediaType]) -> MediaType | None:
    """Return the offered form that a client likes best, None where it takes none of them.

    The weight of a form is that of the range that names it most closely; `q=0` excludes it. Of forms liked alike the
    one named more closely wins, then the one offered first. A header that is missing, or in which nothing can be
    read, takes everything.

    >>> chosen("text/html;q=0, */*;q=0.1", DOCUMENT_FORMS).name
    'text/turtle'
    """
    ranges = _ranges(accept or "")
    if not ranges:
        return offered[0]
    best: tuple[float, int] = (0.0, 0)
    found = None
    for form in offered:
        weight, fit = _liking(form, ranges)
        if weight > 0 and (weight, fit) > best:
            best, found = (weight, fit), form
    return found


def _liking(form: MediaType, ranges: Sequence[_Range]) -> tuple[float, int]:
    """Return the weight of a form and how closely it was named; other names of it count after its own."""
    own = max(((entry.fit(form.name), entry.weight) for entry in ranges), default=(0, 0.0))
    if own[0] == 3:
        return own[1], 4
    others = [(entry.fit(name), entry.weight) for name in form.also for entry in ranges]
    fit, weight = max([own, *(other for other in others if other[0] == 3)])
    return (weight, fit) if fit else (0.0, 0)


def _ranges(accept: str) -> list[_Range]:
    found = []
    for part in _PARTS.findall(accept)[:_MOST_RANGES]:
        match = _RANGE.fullmatch(part)
        if match is not None and (match[1] != "*" or match[2] == "*"):
            found.append(_Range(match[1].lower(), match[2].lower(), _weight(match[3])))
    return found


def _weight(parameters: str | None) -> float:
    match = _WEIGHT.search(parameters or "")
    if match is None:
        return 1.0
    return float(match[1]) if _QVALUE.fullmatch(match[1]) else 0.0


def chosen_language(accept: str | None, offered: Sequence[str]) -> str:
    """Return the language that a client likes best (RFC 9110, section 12.5.4), the first offered where none is named.

    >>> chosen_language("uk, ru;q=0.8, en;q=0.5", ("en", "ru"))
    'ru'
    """
    weights: dict[str, float] = {}
    for part in (accept or "").split(",")[:_MOST_RANGES]:
        match = _LANGUAGE_RANGE.fullmatch(part)
        if match is not None:
            weights.setdefault(match[1].lower(), _weight(match[2]))
    any_other = weights.get("*", 0.0)
    # A language that nobody asked for comes before one that was refused.
    return max(offered, key=lambda language: weights.get(language, any_other))
