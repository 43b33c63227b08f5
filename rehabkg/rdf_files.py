"""Read RDF files that somebody else made: bounded, without a DTD, fetching nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from pyoxigraph import Quad, RdfFormat, Triple, parse

from rehabkg.errors import SourceError, one_line
from rehabkg.nesting import json_depth, turtle_bare, turtle_depth

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
_NOT_OF_RDF_1_1 = "holds a triple term or a text direction; RDF 1.1 is read, not 1.2"


def read_rdf(path: Path, *, largest_file: int = LARGEST_FILE) -> Iterator[Quad]:
    """Yield the quads of an RDF file, its format told by its suffix.

    Raises `SourceError` for a suffix that is none of RDF's, a file that is too large or nested too deeply, a DTD,
    a remote JSON-LD context, or a syntax error, with the line.
    """
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        raise SourceError(path, None, f"the suffix {path.suffix!r} is not one of {', '.join(_FORMATS)}")
    try:
        with path.open("rb") as file:
            # A pipe or a device tells no size.
            long = os.fstat(file.fileno()).st_size > largest_file
            content = b"" if long else file.read(largest_file + 1)
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error
    if long or len(content) > largest_file:
        raise SourceError(path, None, f"is larger than {largest_file} bytes")
    _refuse_traps(path, form, content)
    try:
        for quad in parse(content, format=form, base_iri="urn:x-file:"):
            if isinstance(quad.object, Triple) or getattr(quad.object, "direction", None) is not None:
                raise SourceError(path, None, _NOT_OF_RDF_1_1)
            yield quad
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise SourceError(path, line, f"is no {form.name}: {one_line(error)}") from error


def _refuse_traps(path: Path, form: RdfFormat, content: bytes) -> None:
    if form == RdfFormat.RDF_XML:
        _refuse_dtd(path, content)
    elif form == RdfFormat.JSON_LD:
        _refuse_remote_context(path, content)
    elif form in (RdfFormat.TURTLE, RdfFormat.TRIG):
        _refuse_depth(path, None, turtle_depth(content))
    elif b"<<" in content and b"<<" in turtle_bare(content):
        # Triple terms are all that nests in N-Triples and N-Quads.
        raise SourceError(path, None, _NOT_OF_RDF_1_1)


def _refuse_depth(path: Path, line: int | None, depth: int) -> None:
    if depth > DEEPEST_NESTING:
        what = "brackets" if line is None else "elements"
        raise SourceError(path, line, f"nests more than {DEEPEST_NESTING} {what} deep")


def _refuse_dtd(path: Path, content: bytes) -> None:
    """Refuse a DTD, whose entities can grow without end, and deep elements, which cost pyoxigraph their square."""
    parser = expat.ParserCreate()
    depth = 0

    def refuse(*_: object) -> None:
        message = "has a document type or entity declaration; RDF/XML is read without one"
        raise SourceError(path, parser.CurrentLineNumber, message)

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        _refuse_depth(path, parser.CurrentLineNumber, depth)

    def closed(_: object) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise SourceError(path, error.lineno, f"is no RDF/XML: {one_line(error)}") from error


def _refuse_remote_context(path: Path, content: bytes) -> None:
    _refuse_depth(path, None, json_depth(content))
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SourceError(path, getattr(error, "lineno", None), f"is no JSON: {one_line(error)}") from error
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
