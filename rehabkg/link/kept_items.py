"""The items that runs have seen, kept for the people who decide: `wikidata/items.jsonl`, an item a line of JSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rehabkg.files import write_whole
from rehabkg.wikidata.model import Item

FILE = "items.jsonl"
# The longest of Wikidata's own are about a tenth of it here.
_LONGEST = 2_000_000
_TEXTS = ("labels", "descriptions", "birth_place_labels", "old_style")
_LISTS = ("instance_of", "birth", "death", "citizenships", "occupations", "sitelinks", "external_ids")


def keep_items(folder: Path, items: Iterable[Item], others: Collection[str] = ()) -> None:
    """Keep the items that were seen, a line of JSON each, for the people who decide; of former ones those in *others*.

    Raises `SourceError` where the disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = {item.qid: _line(item) for item in kept_items(folder) if item.qid in others} if others else {}
    lines |= {item.qid: _line(item) for item in items}
    write_whole(folder / FILE, "".join(f"{lines[qid]}\n" for qid in sorted(lines)).encode())


def kept_items(folder: Path) -> Iterator[Item]:
    """Yield the items that were kept in *folder*; a line that is none is passed over, whoever wrote it."""
    path = folder / FILE
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        while line := file.readline(_LONGEST):
            item = _item(line)
            if item is not None:
                yield item


def _line(item: Item) -> str:
    return json.dumps(asdict(item), ensure_ascii=False, sort_keys=True)


def _item(line: str) -> Item | None:
    try:
        told = json.loads(line)
        fields: dict[str, Any] = {key: _texts(told[key]) for key in _LISTS if key in told}
        for key in (key for key in _TEXTS if key in told):
            fields[key] = dict(zip(told[key], _texts([*told[key].values()]), strict=True))
        fields["aliases"] = {tag: _texts(names) for tag, names in told.get("aliases", {}).items()}
        if told.get("birth_place") is not None:
            (fields["birth_place"],) = _texts([told["birth_place"]])
        if told.get("coordinates") is not None:
            latitude, longitude = map(float, told["coordinates"])
            fields["coordinates"] = latitude, longitude
        (qid,) = _texts([told["qid"]])
        return Item(qid, sitelink_count=int(told.get("sitelink_count", 0)), **fields)
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError):
        return None


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError("a list of texts is wanted")
    return tuple(values)
