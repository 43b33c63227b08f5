"""Write terms as N-Quads text (RDF 1.1 N-Quads, section 3), for the millions of statements of case records.

Objects of a library cost some six times as much (the figures are in `docs/performance.md`); a test holds every line
to what pyoxigraph reads of it.
"""

from __future__ import annotations

import re
from datetime import date

from rehabkg.namespaces import XSD, term

# What cannot stand in a literal as it is (grammar, production [9] STRING_LITERAL_QUOTE), and other control letters,
# which take UCHAR [10]; a tab may stand.
_ESCAPED = re.compile(r'["\\\x00-\x08\x0a-\x1f\x7f]')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_INTEGER = f'"^^<{XSD}integer>'
_DATE = f'"^^<{XSD}date>'


def predicate(name: str) -> str:
    """Return a predicate with the blanks around it, ready to stand between subject and object.

    >>> predicate("rdf:type")
    ' <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> '
    """
    return f" <{term(name).value}> "


def typed(name: str) -> str:
    """Return predicate and object of a statement that a thing is of a class.

    >>> typed("rehab:Record")[-42:]
    '<https://w3id.org/rehabkg/ontology#Record>'
    """
    return f"{predicate('rdf:type')}<{term(name).value}>"


def line_end(graph: str | None) -> str:
    """Return what ends a line: the graph of an N-Quads line, or nothing but the dot of N-Triples."""
    return " .\n" if graph is None else f" <{graph}> .\n"


def text(value: str) -> str:
    r"""Return a plain literal.

    >>> print(text('say "no"'))
    "say \"no\""
    """
    if _ESCAPED.search(value):
        # Four passes of C over a text are faster than a call for each letter found.
        value = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        if _CONTROL.search(value):
            value = _CONTROL.sub(_escape, value)
    return f'"{value}"'


def integer(value: int) -> str:
    """Return an `xsd:integer`."""
    return f'"{value}{_INTEGER}'


def day(value: date) -> str:
    """Return an `xsd:date`."""
    return f'"{value.isoformat()}{_DATE}'


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04X}"
