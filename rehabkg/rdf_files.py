"""Read RDF files that somebody else made: bounded, without a DTD, fetching nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, Triple, parse

from rehabkg.errors import SourceError

LARGEST_FILE = 512 * 1024 * 1024
# A parser that recurses on brackets overflows its stack long after any real file has ended.
DEEPEST_NESTING = 200
_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
}
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_QUOTED = re.compile(rb'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|#[^\n]*')


def read_rdf(path: Path) -> Iterator[Quad]:
    """Yield the quads of an RDF file, its format told by its suffix.

    Raises `SourceError` for a suffix that is none of RDF's, a file that is too large or nested too deeply, a DTD,
    a remote JSON-LD context, or a syntax error, with the line.
    """
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        raise SourceError(path, None, f"the suffix {path.suffix!r} is not one of {', '.join(_FORMATS)}")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SourceError(path, None, f"is larger than {LARGEST_FILE // 1024 // 1024} MiB")
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error
    if form == RdfFormat.RDF_XML and _DTD.search(content):
        raise SourceError(path, None, "has a document type or entity declaration; RDF/XML is read without one")
    if form == RdfFormat.JSON_LD:
        _refuse_remote_context(path, content)
    if form in (RdfFormat.TURTLE, RdfFormat.TRIG) and _depth(_QUOTED.sub(b" ", content)) > DEEPEST_NESTING:
        raise SourceError(path, None, f"nests more than {DEEPEST_NESTING} brackets deep")
    try:
        for quad in parse(content, format=form, base_iri="urn:x-file:"):
            if isinstance(quad.object, Triple) or getattr(quad.object, "direction", None) is not None:
                raise SourceError(path, None, "holds a triple term or a text direction; RDF 1.1 is read, not 1.2")
            yield quad
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise SourceError(path, line, f"is no {form.name}: {' '.join(str(error).split())[:200]}") from error


def _depth(text: bytes) -> int:
    depth = deepest = 0
    for found in re.finditer(rb"[\[\](){}]", text):
        depth += 1 if found[0] in b"[({" else -1
        deepest = max(deepest, depth)
    return deepest


def _refuse_remote_context(path: Path, content: bytes) -> None:
    if _depth(_QUOTED.sub(b" ", content)) > DEEPEST_NESTING:
        raise SourceError(path, None, f"nests more than {DEEPEST_NESTING} brackets deep")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SourceError(path, getattr(error, "lineno", None), f"is no JSON: {error}") from error
    if any(isinstance(context, str) for context in _contexts(document)):
        raise SourceError(path, None, "names a remote @context; write the context into the file, nothing is fetched")


def _contexts(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("@context", "@import"):
                yield from value if isinstance(value, list) else [value]
            yield from _contexts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _contexts(value)
