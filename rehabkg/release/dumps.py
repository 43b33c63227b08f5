"""The dumps of a release: a file for each graph, sorted, and a file of all graphs in each format that streams.

The files of all graphs are made of the lines of the others: to read a statement out of a store costs some ten times as
much, since each of its terms is looked up. So the same statements give the same bytes, whatever the store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

from rehabkg.namespaces import RDF
from rehabkg.release.lines import GzipLines, gzip_lines
from rehabkg.release.model import Dump

ALL = "rehabkg"
N_TRIPLES = "application/n-triples"
_LINES_AT_ONCE = 5_000
# A graph with its lines; a suffix, a media type and what writes it.
_Graph: TypeAlias = tuple[str, Iterator[bytes]]
_Format: TypeAlias = tuple[str, str, Callable[[Iterable[_Graph]], Iterator[bytes]]]
_TYPE = f"<{RDF}type>".encode()


class GraphDump:
    """The dump of one graph while it is written."""

    def __init__(self, folder: Path, graph: str, base: str) -> None:
        self._path = folder / graph_file(graph, base)
        self._graph = graph
        self._out = GzipLines(self._path)

    def write(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Write sorted lines as they are taken, and hand them on in larger parts."""
        return self._out.write(iter(lines))

    def closed(self) -> Dump:
        """Close the file and return what it is."""
        self._out.close()
        return _described(self._path, N_TRIPLES, self._out.count, self._out.digest, self._graph)


def graph_file(graph: str, base: str) -> str:
    """Return the name of the dump of a graph.

    >>> graph_file("https://x/graph/a+b", "https://x/")
    'a+b.nt.gz'
    """
    local = graph.removeprefix(f"{base}graph/")
    # A local name is encoded whole; its percent signs would be encoded once more in an address.
    return f"{unquote(local).replace('/', '_').replace('%', '_')}.nt.gz"


def dump_all(dumps: Sequence[Dump], folder: Path) -> list[Dump]:
    """Write all graphs, whose own *dumps* are in *folder*, in each format; return the files.

    The formats are written at once: what packs them leaves Python free.
    """
    with ThreadPoolExecutor(max_workers=len(_FORMATS)) as pool:
        return list(pool.map(partial(_dump, dumps, folder), _FORMATS))


def _dump(dumps: Sequence[Dump], folder: Path, form: _Format) -> Dump:
    suffix, media_type, written = form
    path = folder / f"{ALL}.{suffix}.gz"
    out = GzipLines(path)
    graphs = ((dump.graph, gzip_lines(folder / dump.file)) for dump in dumps if dump.graph is not None)
    try:
        for _ in out.write(written(graphs)):
            pass
    finally:
        out.close()
    return _described(path, media_type, sum(dump.statements for dump in dumps), out.digest, None)


def n_quads(graphs: Iterable[_Graph]) -> Iterator[bytes]:
    """Yield N-Quads (W3C Recommendation of 25 February 2014): each line with its graph, in parts of many lines."""
    for graph, lines in graphs:
        end = f" <{graph}> .\n".encode()
        while part := b"".join(islice(lines, _LINES_AT_ONCE)):
            # No literal holds a raw line feed, so that this stands at the ends of lines only.
            yield part.replace(b" .\n", end)


def trig(graphs: Iterable[_Graph]) -> Iterator[bytes]:
    """Yield TriG: N-Triples are statements of it as they are, with the graph around them."""
    for graph, lines in graphs:
        yield f"<{graph}> {{\n".encode()
        while part := b"".join(islice(lines, _LINES_AT_ONCE)):
            yield part
        yield b"}\n"


def json_ld(graphs: Iterable[_Graph]) -> Iterator[bytes]:
    r"""Yield expanded JSON-LD 1.1, a node a line.

    The escapes of an N-Triples literal are those of a JSON string, but for eight digits (`\U`), which no line here has:
    both what writes them here and the library keep such a letter as it is.
    """
    yield b"["
    first_graph = True
    for graph, lines in graphs:
        yield b'%s{"@id":"%s","@graph":[\n' % (b"" if first_graph else b",\n", graph.encode())
        first_graph = False
        for number, (subject, said) in enumerate(_by_subject(lines)):
            yield b'%s{"@id":"%s",%s}' % (b",\n" if number else b"", _name(subject), b",".join(_properties(said)))
        yield b"]}"
    yield b"]\n"


def _by_subject(lines: Iterable[bytes]) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield what is said of each subject: predicate and object, without the end of the line."""
    current, said = b"", list[bytes]()
    for line in lines:
        subject, _, rest = line.partition(b" ")
        if subject != current:
            if said:
                yield current, said
            current, said = subject, []
        said.append(rest[:-3])
    if said:
        yield current, said


def _properties(said: Sequence[bytes]) -> Iterator[bytes]:
    by_predicate: dict[bytes, list[bytes]] = {}
    for rest in said:
        predicate, _, value = rest.partition(b" ")
        by_predicate.setdefault(predicate, []).append(value)
    for predicate, values in by_predicate.items():
        if predicate == _TYPE:
            yield b'"@type":[%s]' % b",".join(b'"%s"' % _name(value) for value in values)
        else:
            yield b'"%s":[%s]' % (predicate[1:-1], b",".join(map(_object, values)))


def _name(node: bytes) -> bytes:
    """Return an IRI, or a node without one as JSON-LD names it."""
    return node[1:-1] if node.startswith(b"<") else node


def _object(value: bytes) -> bytes:
    if not value.startswith(b'"'):
        return b'{"@id":"%s"}' % _name(value)
    end = value.rindex(b'"')
    # A tab may stand in N-Triples as it is, and not in JSON.
    text, mark = value[: end + 1].replace(b"\t", b"\\t"), value[end + 1 :]
    if mark.startswith(b"@"):
        return b'{"@value":%s,"@language":"%s"}' % (text, mark[1:])
    if mark.startswith(b"^^"):
        return b'{"@value":%s,"@type":"%s"}' % (text, mark[3:-1])
    return b'{"@value":%s}' % text


def _described(path: Path, media_type: str, statements: int, digest: str, graph: str | None) -> Dump:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Dump(path.name, media_type, path.stat().st_size, sha256, statements, digest, graph)


# RDF/XML and Turtle have no named graphs: a whole dataset in them would lose who says what.
_FORMATS = (
    ("nq", "application/n-quads", n_quads),
    ("trig", "application/trig", trig),
    ("jsonld", "application/ld+json", json_ld),
)
