"""What the tables beside the Moscow lists tell of an address: its page on the site, and where it lies."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from rehabkg.errors import SourceError, SourceNote
from rehabkg.readers.bounds import LARGEST_JOINED_BYTES
from rehabkg.readers.encoding import unreadable
from rehabkg.readers.named_cells import named_cells

Report = Callable[[SourceError], None]

_LINKS = "addresses.csv"
_PLACED = "skugarevsky_addresses_geocoded.csv"
_BETWEEN_WORDS = re.compile(r"[\s,]+")


def address_key(*parts: str) -> str:
    """Return what one address has in common in all the tables and pages, which differ in blanks and commas.

    >>> address_key("Дальняя Слобода, Кривой  пр.", "д.6") == address_key("Дальняя Слобода Кривой пр., д.6")
    True
    """
    return _BETWEEN_WORDS.sub(" ", " ".join(parts)).strip()


def read_addresses(folder: Path, *, report: Report, encoding: str | None = None) -> dict[str, dict[str, str]]:
    """Return the fields that the tables of *folder* give each address: its page, its coordinates in degrees.

    A table that is not there gives none. Two rows that place one address differently go to *report*, and the address
    stays unplaced. Raises `SourceError` where a table is no such table.
    """
    addresses: dict[str, dict[str, str]] = {}
    links, placed = folder / _LINKS, folder / _PLACED
    if _is_there(links):
        for _, (address, link) in named_cells(links, ("ADDRESS", "LINK"), report=report, encoding=encoding):
            if link.strip():
                addresses.setdefault(address_key(address), {})["book_address"] = link.strip()
    if _is_there(placed):
        columns = ("street", "house", "latitude", "longitude")
        for line, (street, house, *degrees) in named_cells(placed, columns, report=report, encoding=encoding):
            if all(degrees):
                found = dict(zip(("latitude", "longitude"), degrees, strict=True))
                error = _place(addresses.setdefault(address_key(street, house), {}), found)
                if error:
                    report(SourceNote(placed, line, f"{street}, {house}: {error}"))
    return addresses


def _is_there(table: Path) -> bool:
    """Tell whether *table* is there; it is held whole, so its size is bounded."""
    try:
        size = table.stat().st_size
    except FileNotFoundError:
        return False
    except OSError as error:
        raise unreadable(table, error) from error
    if size > LARGEST_JOINED_BYTES:
        raise SourceError(table, None, f"has {size:,} bytes, at most {LARGEST_JOINED_BYTES:,} are wanted of addresses")
    return True


def _place(address: dict[str, str], found: Mapping[str, str]) -> str | None:
    before = {name: address[name] for name in found if name in address}
    if before and before != found:
        for name in before:
            address[name] = ""
        return f"is placed at {', '.join(found.values())}, before at {', '.join(before.values())}"
    address.update(found)
    return None
