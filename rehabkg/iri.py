"""Make the IRIs of things, concepts and graphs; nowhere else are they put together.

People and their cases carry opaque local names (`p0052`), since a name in an IRI cannot be withdrawn; acts,
groups, bodies, phrases and places carry readable ASCII slugs. An id of the curated tables always leads to one
IRI, because the id is unique in its table and the table names the path.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from pyoxigraph import NamedNode

from rehabkg.settings import DEFAULT_BASE

ID_FORM = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
# A record of a loaded source: its id, a dot, the record's number there. No id of the curated tables has a dot.
RECORD_FORM = re.compile(r"([a-z][a-z0-9-]*)\.(\S+)")
RECORD_KINDS = ("record", "observation", "recorded-place")
# A file name on the usual systems holds 255 bytes, and an exported thing may become a file.
_LONGEST_LOCAL_NAME = 160
# RFC 3986, section 5.2.4: a client takes these segments out of a path, and the IRI would be another one.
_NO_SEGMENTS = ("", ".", "..")
# RFC 3629, section 3: a first byte from C2 on, bytes from 80 to BF behind it, perhaps half an escape.
_LAST_LETTER = re.compile(r"(?:%[C-F][0-9A-F](?:%[89AB][0-9A-F])*)?(?:%[0-9A-F]?)?$")


@dataclass(frozen=True, slots=True)
class Iris:
    """IRIs below one base, which is a setting."""

    base: str = DEFAULT_BASE

    def thing(self, kind: str, local: str) -> NamedNode:
        """Return the IRI of a thing of the graph.

        The local name is put into Unicode NFC and percent-encoded whole, so two spellings of one name share
        an IRI and no name can reach another path.

        >>> Iris().thing("body", "b-oso").value
        'https://w3id.org/rehabkg/id/body/b-oso'
        """
        return NamedNode(f"{self.base}id/{kind}/{_local(local)}")

    def of_record(self, kind: str, source: str, number: str) -> NamedNode:
        """Return the IRI of a record of a loaded source, or of what it shows: *kind* is one of `RECORD_KINDS`.

        >>> Iris().of_record("record", "some-list", "17").value
        'https://w3id.org/rehabkg/id/record/some-list.17'
        """
        return NamedNode(f"{self.base}id/{kind}/{source}.{local_name(number)}")

    def concept(self, scheme: str, code: str) -> NamedNode:
        """Return the IRI of a concept in one of the project's SKOS schemes.

        >>> Iris().concept("measure", "camp").value
        'https://w3id.org/rehabkg/vocab/measure/camp'
        """
        return NamedNode(f"{self.base}vocab/{scheme}/{_local(code)}")

    def scheme(self, scheme: str) -> NamedNode:
        """Return the IRI of a SKOS scheme."""
        return NamedNode(f"{self.base}vocab/{scheme}")

    def graph(self, name: str) -> NamedNode:
        """Return the IRI of a named graph."""
        return NamedNode(f"{self.base}graph/{_local(name)}")

    def citation(self, sources: tuple[str, ...]) -> NamedNode:
        """Return the graph of a citation: one source, or several read together, in whatever order.

        >>> Iris().citation(("b", "a")).value
        'https://w3id.org/rehabkg/graph/a+b'
        """
        return NamedNode(f"{self.base}graph/" + _bounded("+".join(sorted(map(_encoded, sources)))))


@lru_cache(maxsize=65_536)
def _local(name: str) -> str:
    return _bounded(_encoded(name))


def local_name(name: str) -> str:
    """Return *name* as the last segment of an IRI: NFC, percent-encoded whole, bounded in length.

    >>> local_name("[1910,1915]")
    '%5B1910%2C1915%5D'
    """
    # Most names of records are numbers; they need no look-up.
    return name if name.isascii() and name.isalnum() and len(name) <= _LONGEST_LOCAL_NAME else _local(name)


def _encoded(name: str) -> str:
    return quote(unicodedata.normalize("NFC", name), safe="")


def _bounded(name: str) -> str:
    if len(name) <= _LONGEST_LOCAL_NAME and name not in _NO_SEGMENTS:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    # The cut must not leave a part of a letter behind.
    head = _LAST_LETTER.sub("", name[: _LONGEST_LOCAL_NAME - 13])
    return f"{head.rstrip('+-.')}~{digest}"
