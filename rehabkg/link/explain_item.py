"""Why a thing of this graph and an item of Wikidata are thought to be the same, or not, as the last run scored them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from rehabkg.errors import CallError, shorten
from rehabkg.link.items import Scored, score_items
from rehabkg.link.kept_items import kept_items
from rehabkg.link.score import Limits, database
from rehabkg.link.sought import KINDS, Sought, sought
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store
from rehabkg.wikidata.dump import label_key
from rehabkg.wikidata.model import Item


def explain_item(settings: Settings, identifier: str, qid: str) -> tuple[Sought, Scored]:
    """Return a thing and what it and an item that `link wikidata` has seen weigh, beside the namesakes that it saw.

    Raises `CallError` where the graph has no such thing, where the item was not seen, or where the two have so little
    in common that no weight was given them.
    """
    thing = _thing(settings, identifier)
    found = [*_items(settings.links_path / "wikidata", thing, qid)]
    if all(item.qid != qid for item in found):
        raise CallError(
            f"item {qid} is none that the last 'rehabkg link wikidata' saw; with --again it looks at what is linked too"
        )
    with tempfile.TemporaryDirectory() as work, database(Limits(Path(work))) as connection:
        scored = score_items(connection, [thing], [(thing.id, item) for item in found])
    for one in scored:
        if one.item.qid == qid:
            return thing, one
    raise CallError(f"{shorten(identifier)!r} and {qid} have too little in common for a weight")


def _thing(settings: Settings, identifier: str) -> Sought:
    store = open_store(settings.store_path)
    for kind in KINDS:
        for thing in sought(store, kind):
            if thing.id == identifier:
                return thing
    raise CallError(
        f"{shorten(identifier)!r} is no person, people, place, body or act of the tables, which alone are compared with"
        " items"
    )


def _items(folder: Path, thing: Sought, qid: str) -> Iterator[Item]:
    """Yield the item and those that bear a name of the thing."""
    names = {label_key(label) for label, _ in thing.labels}
    for item in kept_items(folder):
        if item.qid == qid or names & {label_key(name) for name in item.names()}:
            yield item
