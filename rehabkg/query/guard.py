"""Look at a SPARQL text before any parser does: its length, its nesting, and whether it reaches out.

pyoxigraph's parser overflows its stack on nested brackets and on chains of operators or clauses and takes the
process along, and `SERVICE` and `FROM` fetch what they name (design figures, "Traps met while measuring"). On the
usual stack of 8 MiB it dies of 850 nested EXISTS or 2,600 chained clauses; what passes here needs half of that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rehabkg.errors import QueryError

_STEPS_PER_DEPTH = 10
# SPARQL 1.1, section 19.8. A bracket inside a comment, IRI or string opens nothing. Parsers differ in where a name
# or a number ends, so what is skipped here is what none of them reads in another way. No part can be matched in two
# ways: hostile text costs no more time than any other.
_ESCAPE = r"\\[_~.\-!$&'()*+,;=/?#@%]"
_TOKEN = re.compile(
    r"(?P<iri><(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)"
    r'|(?P<string>"""(?:"{0,2}(?:[^"\\]|\\.))*+"""'
    r"|'''(?:'{0,2}(?:[^'\\]|\\.))*+'''"
    r'|"(?!"")(?:[^"\\\n\r]|\\.)*+"'
    r"|'(?!'')(?:[^'\\\n\r]|\\.)*+')"
    r"|(?P<open>[\"'])"
    r"|(?P<skipped>#[^\n\r]*+|\\.|\^\^|@[A-Za-z]+(?:-[A-Za-z0-9]+)*+)"
    r"|(?P<variable>[?$]\w+)"
    rf"|(?P<prefix>[\w.-]++)?(?P<local>:(?:(?:[\w:%]|{_ESCAPE})(?:[\w:%-]|{_ESCAPE})*+(?:\.++[\w:%-]++)?)?)"
    r"|(?P<word>[\w.-]++)"
    r"|(?P<mark>\|\||&&|<<|[!^/|&+*,;~()[\]{}])",
    re.DOTALL,
)
_STEP = re.compile(r"[!^/|&+*,;~.([{-]")
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(0010[0-9A-Fa-f]{4}|000[0-9A-Fa-f]{5})")
_DECIMAL = re.compile(r"(?<![0-9])[0-9]++\.[0-9]++")
_REACHES_OUT = re.compile(r"(SERVICE|LOAD|FROM)(?:SILENT|NAMED)?", re.IGNORECASE)
_SERVICE = "SERVICE"
_PREFIX = re.compile("PREFIX", re.IGNORECASE)
_SCHEME = re.compile(r"<(?:[A-Za-z0-9]+[+.-])*([A-Za-z0-9]+):")


def check_text(
    text: str,
    *,
    max_bytes: int,
    max_depth: int,
    remote: bool = False,
    datasets: bool = False,
    services: frozenset[str] = frozenset(),
) -> None:
    """Raise `QueryError` for a text that is too long, too deeply nested, or fetches from elsewhere.

    *remote* says that the text goes to an endpoint, which decides for itself what it fetches. *datasets* lets FROM
    through, for a caller that chooses among the graphs it has (`names_dataset`); *services* are the IRIs that SERVICE
    may name, written in full.
    """
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise QueryError("the query is no Unicode text: half of a letter stands alone in it") from None
    if size > max_bytes:
        raise QueryError(f"the query has {size} bytes; at most {max_bytes} are read")
    for form in _forms(text):
        reading = _Reading.of(form, services)
        hint = " (put a space behind each '<' that is no IRI's)" if reading.doubtful else ""
        if reading.deepest > max_depth:
            raise QueryError(f"the query nests {reading.deepest} brackets deep; at most {max_depth} are read{hint}")
        most = max_depth * _STEPS_PER_DEPTH
        if reading.steps > most:
            raise QueryError(
                f"the query has {reading.steps} operators, clauses and list items; at most {most} are read"
                f"{hint or ' (VALUES ?x { ... } takes a long list without commas)'}"
            )
        found = reading.reaches_out(datasets=datasets)
        if found and not remote:
            advice = "nothing is fetched from elsewhere here" if datasets else "send it to an endpoint with --endpoint"
            raise QueryError(f"the query reaches out by {found}; {advice}{hint}")


def names_dataset(text: str) -> bool:
    """Whether a text that `check_text` let through chooses its graphs by FROM or FROM NAMED."""
    # To read a text again takes a moment; most of them do not have the letters anywhere.
    return any("FROM" in form.upper() and "FROM" in _Reading.of(form).keywords() for form in _forms(text))


def _forms(text: str) -> dict[str, None]:
    """Return a text as it stands and with its escapes read.

    SPARQL 1.1, section 19.2: an escape may stand for any letter; to newer parsers it is one in strings and IRIs.
    """
    return dict.fromkeys((text, _CODEPOINT.sub(lambda found: chr(int(found[1] or found[2], 16)), text)))


@dataclass(slots=True)
class _Reading:
    """What a text asks of a parser: brackets within brackets, and steps that each may recurse once."""

    deepest: int = 0
    steps: int = 0
    doubtful: bool = False
    words: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    _depth: int = 0
    _terms: int = 0
    # Whether the last word was SERVICE, and what it names comes next.
    _calls: bool = False

    @classmethod
    def of(cls, text: str, services: frozenset[str] = frozenset()) -> _Reading:
        """Read a text, token by token. Raises `QueryError` for a string without an end."""
        reading = cls()
        for token in _TOKEN.finditer(text):
            if token.lastgroup != "skipped" and reading._calls_allowed(token, services):
                continue
            match token.lastgroup:
                case "open":
                    raise QueryError("a string of the query is not closed")
                case "iri":
                    reading._iri(token[0])
                case "mark":
                    reading._mark(token[0])
                case "word" | "local":
                    reading._name(token["word"], token["prefix"] or "", token["local"])
            reading._terms += token.lastgroup in ("iri", "variable", "local")
            if reading.doubtful:
                reading._take_the_worst(text)
                break
        if reading._calls:
            reading.words.add(_SERVICE)
        # The things that DESCRIBE names follow each other without a mark.
        if any("DESCRIBE" in name.upper() for name in reading.words | reading.prefixes):
            reading.steps += reading._terms
        return reading

    def reaches_out(self, *, datasets: bool = False) -> str | None:
        """Return the keyword by which the text fetches from elsewhere; with *datasets*, a plain FROM does not.

        A parser that asks for no white space reads `SERVICEa:b` as `SERVICE a:b` where `a` is a prefix.
        """
        plain = self.keywords() - ({"FROM"} if datasets and not self.doubtful else set())
        if plain:
            return min(plain)
        for name in sorted(self.prefixes - self.words):
            for found in _REACHES_OUT.finditer(name):
                if name[found.end() :] in self.prefixes:
                    return found[1].upper()
        return None

    def keywords(self) -> set[str]:
        """Return the keywords that name something elsewhere, or graphs."""
        return {found[1].upper() for word in self.words for found in _REACHES_OUT.finditer(word)}

    def _calls_allowed(self, token: re.Match[str], services: frozenset[str]) -> bool:
        """Whether a token belongs to SERVICE with one of the IRIs that it may name; else SERVICE is noted."""
        word = (token["word"] or "").upper()
        if self._calls:
            if word == "SILENT":
                return True
            self._calls = False
            if (token["iri"] or "")[1:-1] in services:
                return True
            self.words.add(_SERVICE)
        self._calls = word == _SERVICE
        return self._calls

    def _mark(self, mark: str) -> None:
        if mark in (")", "]", "}"):
            self._depth = max(self._depth - 1, 0)
            return
        self.steps += 1
        if mark in ("(", "[", "{"):
            self._depth += 1
            self.deepest = max(self.deepest, self._depth)

    def _name(self, word: str | None, prefix: str, local: str | None) -> None:
        if word is None and prefix in self.prefixes:
            # A hyphen within a prefix may be a minus, as in true-a:b, but then another operator comes before the next.
            self.steps += prefix.count(".") + prefix.startswith("-")
        else:
            self.steps += len(_STEP.findall(_DECIMAL.sub("", word or prefix)))
        self.steps += (local or "").count(".")
        if word is not None:
            self.words.add(word)
            return
        for name in (prefix, _PREFIX.split(prefix)[-1]):
            self.prefixes.update((name, re.split(r"[.-]", name)[-1]))

    def _iri(self, iri: str) -> None:
        """Take `1<a:f(2)&&3>2` for what it may be: an operator, unless it has a scheme that is no prefix."""
        scheme = _SCHEME.match(iri)
        if scheme is None or scheme[1] in self.prefixes:
            self.doubtful = any(letter in iri for letter in "#'([")
            self.steps += len(_STEP.findall(iri))

    def _take_the_worst(self, text: str) -> None:
        """Count every mark, as if nothing were a comment, IRI or string and no bracket were closed."""
        self.deepest = sum(text.count(letter) for letter in "([{")
        self.steps = len(_STEP.findall(text))
        self._terms = len(re.findall(r"[<?$:]", text))
        self.words.update(re.findall(r"\w+", text))
