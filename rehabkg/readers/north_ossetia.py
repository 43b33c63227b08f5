"""Read the list of North Ossetia: a workbook of Memorial's numbers with names, birthplace, residence and district.

The headings mislead: `fname` is the surname, `lname` the patronymic. `residence` repeats the birthplace by a formula
where Memorial gives no residence, so that the compilers could place everyone on a map; what the source says of a
residence is `residence_from_db` alone. A full stop stands for a blank.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from rehabkg.errors import RowError, SourceError, shorten
from rehabkg.readers.bounds import LARGEST_JOINED_BYTES, LONGEST_CELL_CHARACTERS
from rehabkg.readers.encoding import fault, unreadable
from rehabkg.readers.workbook import SheetRow, sheet_rows
from rehabkg.records.printed import PrintedRecord

Report = Callable[[SourceError], None]

_NUMBER, _REGION, _DISTRICT = "ID Memorial DB", "Region", "DistrictName"
# The cells that are read, by the names of `records.fields`.
_FIELDS = {
    "fname": "surname", "name": "given_name", "lname": "patronymic", "birthplace": "birth_place",
    "residence_from_db": "residence",
}  # fmt: skip
_WANTED = (_NUMBER, _REGION, *_FIELDS, _DISTRICT)
# By which place the compilers chose the district: 1 says that it was this one.
_PLACED_BY = ("Address from residence", "Address from birthplace")
_BLANK = (".", "")
_DISTRICTS_FILE = "north-osetia-regions.json"


def read_north_ossetia(path: Path, *, report: Report) -> Iterator[PrintedRecord]:
    """Yield each row of the workbook at *path*, or of the only one in the folder *path*; hand a bad row to *report*.

    The number is Memorial's; of two rows with one number the second is a bad row. The table of districts beside the
    workbook (`north-osetia-regions.json`), where there is one, gives each district its region. Raises `SourceError`
    where the workbook or the table cannot be read, or where a column is missing or doubled.
    """
    workbook = _workbook(path)
    regions = _regions(workbook.parent / _DISTRICTS_FILE)
    rows = sheet_rows(workbook, report=report)
    header = next(rows, None)
    columns = _columns(workbook, header)
    seen: set[str] = set()  # bounded: a sheet has at most MOST_SHEET_ROWS rows
    for row in rows:
        if not any(row.cells) and not row.unknown:
            continue
        printed = "\n".join(f"{heading}: {cell}" for heading, cell in _named(columns, row) if cell is not None)
        cells = {heading: cell.strip() for heading, cell in _named(columns, row) if cell and cell.strip() not in _BLANK}
        if _sound(workbook, row, columns, cells, printed, report):
            number = cells[_NUMBER]
            if number in seen:
                report(_error(workbook, row, _NUMBER, number, "the number of one row only", printed))
            else:
                seen.add(number)
                fields = _fields(cells, regions)
                yield PrintedRecord(number, workbook.name, f"row {row.number}", row.number, printed, fields=fields)


def _workbook(path: Path) -> Path:
    if not path.is_dir():
        return path
    found = sorted(path.glob("*.xlsx"))
    if len(found) != 1:
        raise SourceError(path, None, f"holds {len(found) or 'no'} workbooks (*.xlsx), one is wanted; name the file")
    return found[0]


def _regions(path: Path) -> Mapping[str, str]:
    """Return the region of each district, `{"Дигорский": "Северная Осетия"}`."""
    if not path.is_file():
        return {}
    try:
        with path.open("rb") as opened:
            found = json.loads(opened.read(LARGEST_JOINED_BYTES))
        regions = {name: district["areaName"] + "" for name, district in found.items()}
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(path, None, "is no table of districts, each with its 'areaName'") from error
    unfit = next(filter(None, map(fault, regions.values())), None)
    if unfit:
        raise SourceError(path, None, unfit)
    return regions


def _columns(path: Path, header: SheetRow | None) -> dict[str, int]:
    headings = [(cell or "").strip() for cell in header.cells] if header else []
    missing = [name for name in _WANTED if name not in headings]
    doubled = sorted({shorten(name, 40) for name in headings if name and headings.count(name) > 1})
    for found, names in (("without", missing), ("with doubled", doubled)):
        if names:
            raise SourceError(path, 1, f"the header is {found} {', '.join(map(repr, names))}")
    return {heading: place for place, heading in enumerate(headings) if heading}


def _named(columns: Mapping[str, int], row: SheetRow) -> Iterator[tuple[str, str | None]]:
    for heading, place in columns.items():
        yield heading, row.cells[place] if place < len(row.cells) else None


def _sound(
    path: Path, row: SheetRow, columns: Mapping[str, int], cells: Mapping[str, str], printed: str, report: Report
) -> bool:
    """Tell whether the row can be read; what is wrong goes to *report*, also of a cell that is not needed."""
    unknown = [heading for heading, place in columns.items() if place in row.unknown]
    errors = [_error(path, row, heading, "", "a value stored with its formula", printed) for heading in unknown]
    bad = any(heading in _WANTED for heading in unknown)
    if _NUMBER not in unknown and not re.fullmatch("[0-9]{1,12}", cells.get(_NUMBER, "")):
        errors.append(_error(path, row, _NUMBER, cells.get(_NUMBER, ""), "a whole number", printed))
        bad = True
    for heading, cell in cells.items():
        if len(cell) > LONGEST_CELL_CHARACTERS:
            errors.append(_error(path, row, heading, cell, f"at most {LONGEST_CELL_CHARACTERS:,} letters long", None))
            bad = True
    for error in errors:
        report(error)
    return not bad


def _error(path: Path, row: SheetRow, column: str, value: str, expected: str, printed: str | None) -> RowError:
    return RowError(path, row.number, column, value, expected, printed=printed)


def _fields(cells: Mapping[str, str], regions: Mapping[str, str]) -> dict[str, str]:
    fields = {field: cells[heading] for heading, field in _FIELDS.items() if heading in cells}
    district = cells.get(_DISTRICT)
    region = regions.get(district, cells.get(_REGION)) if district else cells.get(_REGION)
    if region:
        fields["region"] = f"{region}, {district}" if district else region
    if district:
        placed_by = [heading for heading in _PLACED_BY if cells.get(heading) == "1"]
        fields["note"] = "; ".join([f"{_DISTRICT}: {district}", *placed_by])
    return fields
