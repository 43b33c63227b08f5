"""Items of Wikidata as they were fetched: `wikidata/items.jsonl`, an item a line, found by its number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rehabkg.desk.sides import LONGEST_VALUE, MOST_VALUES, ROWS, Row, Side
from rehabkg.show import Text

# What one item weighs at most; the longest of Wikidata's own are about a tenth of it here.
_LONGEST = 2_000_000


class Items:
    """Finds items in one file. A line that cannot be read shows nothing: the desk then has the row of the candidate."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._state: tuple[int, int] | None = None
        self._offsets: dict[str, int] = {}

    def get(self, qid: str) -> Mapping[str, Any] | None:
        """Return an item as it was written, None where it is not there. The last line of a number counts."""
        try:
            found = self._path.stat()
            if (found.st_size, found.st_mtime_ns) != self._state:
                self._offsets = self._indexed()
                self._state = found.st_size, found.st_mtime_ns
            if qid not in self._offsets:
                return None
            with self._path.open("rb") as file:
                file.seek(self._offsets[qid])
                return _read(file.readline(_LONGEST))
        except OSError:
            return None

    def _indexed(self) -> dict[str, int]:
        found = {}
        with self._path.open("rb") as file:
            offset = 0
            while line := file.readline(_LONGEST):
                item = _read(line)
                if item is not None:
                    found[str(item["qid"])] = offset
                offset = file.tell()
        return found


def side_of_item(item: Mapping[str, Any] | None, qid: str, language: str, shows: str) -> Side:
    """Return what an item tells of itself, as `wikidata.model.Item` was written; *shows* where it is not there."""
    if item is None:
        return Side(qid, Text(shows or qid), {"links": _links_of(qid, ())}, known=False)
    texts: dict[str, list[Text]] = {key: [] for key in ROWS}
    labels = _texts_of(item.get("labels"), language)
    texts["name"] = labels
    texts["other_names"] = _texts_of(item.get("aliases"), language)
    texts["description"] = _texts_of(item.get("descriptions"), language)[:2]
    texts["birth"], texts["death"] = _plain(item.get("birth")), _plain(item.get("death"))
    texts["birth_place"] = _texts_of(item.get("birth_place_labels"), language) or _plain([item.get("birth_place")])
    texts["occupation"] = _plain(item.get("occupations"))
    texts["point"] = _point(item.get("coordinates"))
    rows = {key: Row(key, None, tuple(values[:MOST_VALUES])) for key, values in texts.items() if values}
    rows["links"] = _links_of(qid, _plain(item.get("sitelinks")))
    return Side(qid, labels[0] if labels else Text(shows or qid), rows)


def _read(line: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("qid"), str) else None


def _texts_of(by_language: Any, language: str) -> list[Text]:
    """Return texts by their language, the asked one first, whatever was written there."""
    found = []
    if isinstance(by_language, Mapping):
        for tag, value in by_language.items():
            texts = value if isinstance(value, list) else [value]
            found += [(tag != language, str(tag), Text(str(text)[:LONGEST_VALUE], str(tag))) for text in texts]
    return [text for _, _, text in sorted(found, key=lambda one: (one[0], one[1], one[2].value))]


def _point(coordinates: Any) -> list[Text]:
    """Return latitude and longitude as they stand on our side."""
    try:
        latitude, longitude = coordinates
        return [Text(f"{float(latitude):.3f}, {float(longitude):.3f}")]
    except (TypeError, ValueError):
        return []


def _plain(values: Any) -> list[Text]:
    return [Text(str(value)[:LONGEST_VALUE]) for value in values if value] if isinstance(values, list) else []


def _links_of(qid: str, sitelinks: Iterable[Text]) -> Row:
    """Return the addresses where a person may look; only those of the two projects are made links."""
    found = [Text(f"https://www.wikidata.org/wiki/{qid}", None, f"https://www.wikidata.org/wiki/{qid}")]
    for link in sitelinks:
        parts = urlsplit(link.value)
        if parts.scheme == "https" and (parts.hostname or "").endswith(".wikipedia.org"):
            found.append(Text(link.value, None, link.value))
    return Row("links", None, tuple(found[:MOST_VALUES]))
