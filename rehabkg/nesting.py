"""How deep the brackets of a file lie within each other, told before a parser that recurses on them reads it.

A string without an end hides what follows it, as it does from the parser, which stops there.
"""

from __future__ import annotations

import re

_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"|".*', re.DOTALL)
# Turtle, section 6.5, and N-Triples, which is a part of it.
_TURTLE_QUOTED = re.compile(
    rb'"""(?:"{0,2}(?:[^"\\]|\\.))*+"""|\'\'\'(?:\'{0,2}(?:[^\'\\]|\\.))*+\'\'\''
    rb'|"(?!"")(?:[^"\\\n\r]|\\.)*+"|\'(?!\'\')(?:[^\'\\\n\r]|\\.)*+\''
    rb"|<[^<>\"{}|^`\x00-\x20]*+>|#[^\n\r]*+|\\.|[\"'].*",
    re.DOTALL,
)
_BRACKET = re.compile(rb"[\[\](){}]")


def json_depth(content: bytes) -> int:
    """Return how deep the brackets of a JSON text lie.

    >>> json_depth(b'{"a": [1, "[["]}')
    2
    """
    return _depth(_JSON_STRING.sub(b"", content))


def turtle_bare(content: bytes) -> bytes:
    """Return a text in Turtle, TriG, N-Triples or N-Quads without its strings, IRIs and comments."""
    return _TURTLE_QUOTED.sub(b" ", content)


def turtle_depth(content: bytes) -> int:
    """Return how deep the brackets of a text in Turtle or TriG lie.

    >>> turtle_depth(b"<urn:a(> <urn:b> [ <urn:c> '[[' ] . # [")
    1
    """
    return _depth(turtle_bare(content))


def _depth(bare: bytes) -> int:
    depth = deepest = 0
    for found in _BRACKET.finditer(bare):
        depth += 1 if found[0] in b"[({" else -1
        deepest = max(deepest, depth)
    return deepest
