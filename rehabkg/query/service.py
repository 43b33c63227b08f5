"""What a stored query asks of another endpoint: its one SERVICE block, and the graph here that stands in for it.

The file runs unchanged in any client that may call the endpoint. Here SERVICE is never handed to an engine: the block
is replaced by rows that were asked for apart (`query.federated`), or read from the extract of the endpoint that the
store holds. The header says where that is:

    #+ [service]
    #+ address = "https://query.wikidata.org/sparql"
    #+ joined = "item"
    #+ extract = "wikidata"

`joined` is the only variable that the block shares with the rest of the query, and it is projected; the line
`VALUES ?answered_by { <address> }` says who answered. Both make the replacements possible without reading SPARQL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rehabkg.settings import DEFAULT_BASE

ANSWERED_BY = "answered_by"
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_VARIABLE = re.compile(r"[a-z][a-z_]*")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9./:_-]+")
# A brace within an IRI, a string or a comment opens nothing.
_PIECE = re.compile(r'<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|#[^\n]*|[{}]')
_USED = re.compile(r"\?(\w+)")
_PREFIX = re.compile(r"^PREFIX .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Service:
    """The SERVICE block of a stored query. `block` is its text, `pattern` what stands in its braces.

    `line` says in the query who answered; `extract` is the name of the graph here that holds what the block finds.
    """

    address: str
    joined: str
    extract: str
    block: str
    pattern: str
    line: str

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of the block, the joined one among them, as they come."""
        return tuple(dict.fromkeys([self.joined, *_USED.findall(self.pattern)]))

    def served(self, text: str, block: str, answered_by: str) -> str:
        """Return *text* with *block* in place of the call and *answered_by* in place of who answers."""
        return text.replace(self.block, block).replace(self.line, answered_by)

    def from_extract(self, text: str) -> str:
        """Return *text* so that it reads the extract, and says of which day that is."""
        graph = f"<{DEFAULT_BASE}graph/{self.extract}>"
        day = f"GRAPH {graph} {{ {graph} <http://purl.org/dc/terms/created> ?fetched_on }}"
        said = f'{day}\n  BIND(CONCAT("extract of ", STR(?fetched_on)) AS ?{ANSWERED_BY})'
        return self.served(text, f"GRAPH {graph} {{{self.pattern}}}", said)

    def asking(self, text: str, values: str) -> str:
        """Return the query that the endpoint is asked: what the block finds for *values* of the joined variable."""
        prefixes, columns = "\n".join(_PREFIX.findall(text)), " ".join(f"?{name}" for name in self.variables)
        given = f"VALUES ?{self.joined} {{ {values} }}"
        return f"{prefixes}\nSELECT DISTINCT {columns} WHERE {{\n    {given}{self.pattern}}}"


def read_service(header: Mapping[str, object], text: str) -> Service | None:
    """Return the service that a header names, None for a query without. Raises `ValueError` for what does not fit."""
    found = header.get("service")
    if found is None:
        if re.search(r"\bSERVICE\b", text):
            raise ValueError("the query calls a SERVICE that its header does not name")
        return None
    if not isinstance(found, dict) or set(found) != {"address", "joined", "extract"}:
        raise ValueError("service is not a table of address, joined and extract")
    for key, form in (("address", _ADDRESS), ("joined", _VARIABLE), ("extract", _NAME)):
        if not form.fullmatch(str(found[key])):
            raise ValueError(f"service.{key} is {found[key]!r}")
    start = f"SERVICE <{found['address']}> {{"
    line = f"VALUES ?{ANSWERED_BY} {{ <{found['address']}> }}"
    for part in (start, line):
        if text.count(part) != 1:
            raise ValueError(f"the query has no one {part!r}")
    begin = text.index(start)
    end = _closing(text, begin + len(start))
    pattern = text[begin + len(start) : end]
    return Service(found["address"], found["joined"], found["extract"], text[begin : end + 1], pattern, line)


def _closing(text: str, start: int) -> int:
    depth = 1
    for piece in _PIECE.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(piece[0], 0)
        if depth == 0:
            return piece.start()
    raise ValueError("the block of the SERVICE is not closed")
