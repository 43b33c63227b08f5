"""Map the typed table by the objects of a library: what a program does that takes the usual way.

    python -m bench.typed.objects pyoxigraph typed.tsv out.nt

Prints the seconds from the first byte read to the last one written.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph
import rdflib

from bench.typed.statements import COLUMNS, LANGUAGE, STATEMENTS, SUBJECTS, parts
from rehabkg.namespaces import XSD, term

_TYPES = {"integer": f"{XSD}integer", "boolean": f"{XSD}boolean"}


def triples_of(
    path: Path, node: Callable[[str], Any], literal: Callable[[str, str], Any]
) -> Iterator[tuple[Any, Any, Any]]:
    """Yield the triples of the typed table at *path*; *node* makes an IRI, *literal* a text of a kind of statement."""
    place = {column: at for at, column in enumerate(COLUMNS)}
    subjects = {name: parts(template) for name, template in SUBJECTS.items()}
    statements: list[tuple[str, Any, str, Any, str, int | None]] = []
    for statement in STATEMENTS:
        before, column, _ = parts(statement.value)
        if statement.kind != "iri":
            at: int | None = place[statement.value]
        else:
            at = place[column] if column is not None else None
        same = node(before) if at is None else None
        statements.append((statement.subject, node(term(statement.predicate).value), statement.kind, same, before, at))
    with path.open(encoding="utf-8", newline="") as opened:
        for row in islice(csv.reader(opened, delimiter="\t"), 1, None):
            named = {
                name: node(f"{before}{row[place[str(column)]]}{behind}")
                for name, (before, column, behind) in subjects.items()
                if row[place[str(column)]]
            }
            for name, predicate, kind, same, before, at in statements:
                if name not in named:
                    continue
                if at is None:
                    yield named[name], predicate, same
                elif row[at]:
                    value = node(before + row[at]) if kind == "iri" else literal(row[at], kind)
                    yield named[name], predicate, value


def by_pyoxigraph(path: Path, out: Path) -> None:
    """Stream Triple objects into the serializer."""
    types = {kind: pyoxigraph.NamedNode(iri) for kind, iri in _TYPES.items()}

    def literal(value: str, kind: str) -> pyoxigraph.Literal:
        if kind == "said":
            return pyoxigraph.Literal(value, language=LANGUAGE)
        return pyoxigraph.Literal(value, datatype=types.get(kind))

    found = (pyoxigraph.Triple(*triple) for triple in triples_of(path, pyoxigraph.NamedNode, literal))
    with out.open("wb") as written:
        pyoxigraph.serialize(found, written, format=pyoxigraph.RdfFormat.N_TRIPLES)


def by_rdflib(path: Path, out: Path) -> None:
    """Fill a Graph, and serialise it."""
    types = {kind: rdflib.URIRef(iri) for kind, iri in _TYPES.items()}

    def literal(value: str, kind: str) -> rdflib.Literal:
        if kind == "said":
            return rdflib.Literal(value, lang=LANGUAGE)
        return rdflib.Literal(value, datatype=types.get(kind))

    graph = rdflib.Graph()
    for triple in triples_of(path, rdflib.URIRef, literal):
        graph.add(triple)
    graph.serialize(out, format="nt", encoding="utf-8")


MAPPERS = {"pyoxigraph": by_pyoxigraph, "rdflib": by_rdflib}


def main() -> None:
    """Map one file by one library."""
    name, path, out = sys.argv[1:]
    started = time.perf_counter()
    MAPPERS[name](Path(path), Path(out))
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main()
