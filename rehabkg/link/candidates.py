"""Where the items come from that things may be: an endpoint or a dump, each asked about the same names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from rehabkg.errors import SourceError
from rehabkg.link.sought import PERSON, Sought
from rehabkg.wikidata import candidates as endpoint_candidates
from rehabkg.wikidata.candidates import Wanted
from rehabkg.wikidata.client import Client
from rehabkg.wikidata.dump import items as dump_items
from rehabkg.wikidata.dump import label_key
from rehabkg.wikidata.model import Item

_AT_ONCE = 50
_TELL_EVERY = 500
_BYTES_A_LINE = 1 << 30


class Candidates(Protocol):
    """Tells the items that things may be; `address` says where they come from."""

    address: str

    def of(self, things: Sequence[Sought]) -> Iterable[tuple[str, Item]]:
        """Yield the id of a thing and an item that it may be."""


class FromEndpoint:
    """Candidates from a SPARQL endpoint, asked through *client*; with *instance_of* only items of these classes."""

    def __init__(self, client: Client, tell: Callable[[str], None], instance_of: Sequence[str] = ()) -> None:
        self.address = client.endpoint
        self._client, self._tell, self._instance_of = client, tell, instance_of

    def of(self, things: Sequence[Sought]) -> Iterable[tuple[str, Item]]:
        """Ask about *things* in batches; raises `EndpointError`, and goes on where it stood when called again."""
        return endpoint_candidates.candidates(
            self._client, self._told(things), batch=_AT_ONCE, instance_of=self._instance_of, tell=self._tell
        )

    def _told(self, things: Sequence[Sought]) -> Iterator[Wanted]:
        """Yield what is wanted, and say now and then how far it is: a whole run may take hours."""
        for number, thing in enumerate(things):
            if number and number % _TELL_EVERY == 0:
                asked = self._client.asked
                self._tell(
                    f"{number:,} of {len(things):,} things; {asked.sent:,} requests, {asked.kept:,} kept answers"
                )
            yield thing.wanted


class FromDump:
    """Candidates from a dump, in one pass. Names are compared by their folded keys, and days alone lead to nobody."""

    def __init__(
        self,
        path: Path,
        report: Callable[[SourceError], None],
        tell: Callable[[str], None] = lambda _: None,
        instance_of: Sequence[str] = (),
        julian: str | None = None,
    ) -> None:
        self.address = path.name
        self._path, self._report, self._tell = path, report, tell
        self._instance_of, self._julian = frozenset(instance_of), julian
        self._read = 0

    def of(self, things: Sequence[Sought]) -> Iterable[tuple[str, Item]]:
        """Read the dump once for all *things*; raises `SourceError`."""
        by_key: dict[str, set[str]] = {}
        people = {thing.id for thing in things if thing.kind == PERSON}
        for thing in things:
            for label, _ in thing.labels:
                if key := label_key(label):
                    by_key.setdefault(key, set()).add(thing.id)
        read = dump_items(self._path, by_key.keys(), report=self._report, progress=self._progress, julian=self._julian)
        for item in read:
            if self._instance_of and self._instance_of.isdisjoint(item.instance_of):
                continue
            found = {id_ for name in item.names() for id_ in by_key.get(label_key(name), ())}
            for id_ in sorted(found):
                if id_ not in people or item.may_be_person():
                    yield id_, item

    def _progress(self, size: int) -> None:
        before, self._read = self._read, self._read + size
        if before // _BYTES_A_LINE != self._read // _BYTES_A_LINE:
            self._tell(f"{self._path.name}: {self._read // _BYTES_A_LINE:,} GiB read (unpacked)")
