"""The statements of a batch of records, read from the lines that the mapping writes and indexed for checking.

A term is the text that stands for it in the line: `<https://...>`, `"words"@ru`. Two texts are one term where one
writer wrote them, and `mapping.nquads` writes them all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from rehabkg.errors import ShapesError
from rehabkg.namespaces import RDF, XSD, A

TYPE = f"<{A.value}>"
STRING = f"{XSD}string"
LANGUAGE_STRING = f"{RDF}langString"

Node = Mapping[str, Collection[str]]
NO_NODE: Node = {}
_SHOWN = 80
# What stands behind the object of N-Triples.
_END = " ."
# RDF 1.1 N-Triples, productions [153s] ECHAR and [10] UCHAR.
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Statements:
    """What each thing of a batch states: `of[subject][predicate]` holds its objects, each once, in their order."""

    __slots__ = ("_inverse", "of")

    def __init__(self, data: bytes) -> None:
        """Read N-Triples or N-Quads; all graphs are taken together. Raises `ShapesError` for anything else."""
        self.of: dict[str, dict[str, tuple[str, ...]]] = {}
        self._inverse: dict[str, dict[str, list[str]]] = {}
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise ShapesError(f"the batch is no UTF-8 at byte {error.start}") from None
        self._read(text)

    def _read(self, text: str) -> None:
        # A third of the time of a check is spent here, so each line is first taken to end as the first one does.
        of, end = self.of, _end(text[: text.find("\n")])
        cut, in_no_graph = -len(end), end == _END
        for line in text.split("\n"):
            try:
                subject, predicate, rest = line.split(" ", 2)
                value = rest[:cut] if rest.endswith(end) else _object(rest)
                if in_no_graph and value[-1] == ">" and " " in value:
                    value = _object(rest)
                if subject[0] != "<" or predicate[0] != "<" or value[0] not in '<"':
                    raise ValueError
            except (ValueError, IndexError):
                if not line.strip():
                    continue
                raise ShapesError(f"the batch holds a line that is no statement: {line[:_SHOWN]!r}") from None
            node = of.get(subject)
            if node is None:
                node = of[subject] = {}
            values = node.get(predicate)
            if values is None:
                node[predicate] = (value,)
            elif value not in values:
                node[predicate] = (*values, value)

    def values(self, subject: str, predicate: str) -> Collection[str]:
        """Return the objects of one property of one thing."""
        return self.of.get(subject, NO_NODE).get(predicate, ())

    def subjects(self, predicate: str, value: str) -> Collection[str]:
        """Return the things that have *value* in a property."""
        return self._inverted(predicate).get(value, ())

    def _inverted(self, predicate: str) -> dict[str, list[str]]:
        found = self._inverse.get(predicate)
        if found is None:
            found = self._inverse[predicate] = {}
            for subject, node in self.of.items():
                for value in node.get(predicate, ()):
                    found.setdefault(value, []).append(subject)
        return found

    def lines(self, predicates: Collection[str] | None) -> str:
        """Return the statements of some properties (None: of all) as N-Triples."""
        return "".join([
            f"{subject} {predicate} {value} .\n"
            for subject, node in self.of.items()
            for predicate in (node if predicates is None else node.keys() & predicates)
            for value in node[predicate]
        ])  # fmt: skip


def _end(line: str) -> str:
    """Return what stands behind the object of a line, and so behind those of all lines of its graph."""
    start = line.rfind(" <", 0, -2)
    named = line.endswith("> .") and start > line.rfind('"') and line.count(" ", 0, start) > 1
    return line[start:] if named else _END


def _object(rest: str) -> str:
    """Return the object of what follows the predicate, which may be in any graph or in none."""
    body = rest.rstrip("\r").removesuffix(".").rstrip(" ")
    if body == rest:
        raise ValueError
    space = body.find(" ", body.rfind('"') + 1 if body.startswith('"') else 0)
    return body if space < 0 else body[:space]


def iri(name: str) -> str:
    """Return the term of an IRI."""
    return f"<{name}>"


def is_iri(term: str) -> bool:
    """Tell an IRI from a literal."""
    return term[0] == "<"


def words(term: str) -> str:
    r"""Return the letters of a term: the IRI, or the lexical form of a literal.

    >>> words("<http://e/a>"), words('"say \\"no\\""@en')
    ('http://e/a', 'say "no"')
    """
    if term[0] == "<":
        return term[1:-1]
    found = term[1 : term.rfind('"')]
    return _ESCAPE.sub(_letter, found) if "\\" in found else found


def language(term: str) -> str | None:
    """Return the language tag of a literal that has one."""
    tail = term[term.rfind('"') + 1 :] if term[0] == '"' else ""
    return tail[1:] if tail.startswith("@") else None


def datatype(term: str) -> str | None:
    """Return the IRI of the datatype of a literal; None for an IRI.

    >>> datatype('"1937-11-02"^^<http://www.w3.org/2001/XMLSchema#date>')
    'http://www.w3.org/2001/XMLSchema#date'
    """
    return None if term[0] == "<" else _datatype(term[term.rfind('"') + 1 :])


@lru_cache(maxsize=256)
def _datatype(tail: str) -> str:
    if not tail:
        return STRING
    return LANGUAGE_STRING if tail[0] == "@" else tail[3:-1]


def _letter(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _LETTERS.get(found[3], found[3])
