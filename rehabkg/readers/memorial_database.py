"""Read the database under Memorial's full table: a folder of files in windows-1251, fields between semicolons.

Each table is a file named after it, `persons.csv` (or `persons.txt`, in any letter case), with a header line: `persons`
with 20 columns of ids and packed dates; look-up tables of an id and a text, `books` with two texts, `varnames` with
five; and link tables of a person id and a record id: `linkarestorg`, `linkaresttyp`, `linkbirthye`, `linkdelo`,
`linkeducat`, `linkfams`, `linkmortplace`, `linkparty`, `linkpoddan`, `linkreaborg`, `linkreabreas`, `linkreprnext`,
`linkreprprev`, `linkvarfio`. What `persons` points to must be there; of the links, what the edition has.

A record is the row that the full table would have: the same number, cells and text. A person whom several bodies
rehabilitated on several grounds has them all, one a line in its cell, in the order of the link table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from rehabkg.errors import RowError, SourceError
from rehabkg.readers.binary import binary_kind
from rehabkg.readers.block import Report
from rehabkg.readers.lookups import Lookups, Texts, fields_of, is_number, lines_of, open_lookups
from rehabkg.readers.memorial_table import BLANK, HEADER, record_of_cells
from rehabkg.records.printed import PrintedRecord

ENCODING = "windows-1251"
PERSONS_HEADER = (
    "PERSONID", "FNAME", "NAME", "LNAME", "BIRTHDATE", "BIRTHPLACE", "NATION", "AWORK", "LIVEPLACE", "ARESTDATE",
    "SUDORGAN", "SUDDATE", "STAT", "PRIGOVOR", "RASSTREL", "MORTDATE", "REABDATE", "BOOK", "AGE", "GENDER",
)  # fmt: skip
_COUNT = len(PERSONS_HEADER)
# The column of `persons` → the table that its ids are of, and the column of the full table.
_POINTED = {
    "FNAME": ("fnames", "surname"), "NAME": ("names", "name"), "LNAME": ("lnames", "patronimic"),
    "BIRTHPLACE": ("geoplace", "birth_place"), "NATION": ("nations", "nation"), "AWORK": ("works", "occupation"),
    "LIVEPLACE": ("geoplace", "live_place"), "SUDORGAN": ("sudorg", "judicial_organ"),
    "STAT": ("stat", "criminal_article"), "PRIGOVOR": ("prigovor", "sentence"), "BOOK": ("books", "memory_book"),
    "AGE": ("ages", "age"),
}  # fmt: skip
# The link table → the table that its records are of, and the column of the full table.
_LINKED = {
    "linkarestorg": ("arestorg", "arest_organ"), "linkaresttyp": ("aresttyp", "arest_type"),
    "linkbirthye": ("birthyear", "birth_year_comment"), "linkdelo": ("delos", "criminal_case"),
    "linkeducat": ("educat", "education"), "linkfams": ("fams", "family"), "linkmortplace": ("mortplac", "death_place"),
    "linkparty": ("parties", "party"), "linkpoddan": ("poddan", "citizenship"),
    "linkreaborg": ("reaborg", "rehabilitation_organ"), "linkreabreas": ("reabreas", "rehabilitation_reason"),
    "linkreprnext": ("reprnext", "next_repression"), "linkreprprev": ("reprprev", "previous_repression"),
    "linkvarfio": ("varnames", "all_name_variations"),
}  # fmt: skip
_DATES = {
    "ARESTDATE": "arest_date", "SUDDATE": "process_date", "MORTDATE": "death_date", "REABDATE": "rehabilitation_date",
}  # fmt: skip
_TEXTS_A_ROW = {"books": 2, "varnames": 5}
_COLUMN = {name: place for place, name in enumerate(HEADER)}
_CELL = {name: place for place, name in enumerate(PERSONS_HEADER)}
_SUFFIXES = (".csv", ".txt")
_PEOPLE_A_TIME = 2_000
_SAMPLE_BYTES = 1 << 20
# Day 5 bits, month 4 bits, and a year up to 2055.
_LARGEST_DATE = 1 << 17


def read_memorial_database(folder: Path, *, report: Report) -> Iterator[PrintedRecord]:
    """Yield each person of the database in *folder* as a record; hand what cannot be read to *report* and go on.

    Raises `SourceError` before the first record where a table is missing, its header is not the known one, or a file
    is in another encoding.
    """
    files = _files(folder)
    _check_persons(files["persons"])
    with open_lookups(folder) as lookups:
        for table in sorted({name for name, _ in (*_POINTED.values(), *_LINKED.values())} & set(files)):
            columns = _TEXTS_A_ROW.get(table, 1)
            lookups.add_table(table, files[table], ENCODING, columns=columns, report=report)
        for table in sorted(set(_LINKED) & set(files)):
            lookups.add_links(table, files[table], ENCODING, report=report)
        rows = _rows(files["persons"], report)
        while people := list(islice(rows, _PEOPLE_A_TIME)):
            yield from _records(files["persons"], people, lookups, report)


def unpack_date(packed: int) -> str | None:
    """Return the date that *packed* holds as `day.month.year`, `_` for a part that is not known; None for no date.

    >>> unpack_date((139 << 9) | (5 << 5) | 17), unpack_date(139 << 9), unpack_date(0)
    ('17.5.1939', '_._.1939', None)
    """
    day, month, year = packed & 31, packed >> 5 & 15, packed >> 9
    return f"{day or '_'}.{month or '_'}.{year + 1800 if year else '_'}" if packed else None


Row = tuple[int, list[str], dict[str, int]]


def _rows(path: Path, report: Report) -> Iterator[Row]:
    """Yield the line, the cells and the numbers of each row of `persons` that can be read."""
    for line, text in lines_of(path, ENCODING, report=report):
        cells = [cell.strip().strip('"') for cell in text.split(";")]
        if len(cells) != _COUNT:
            expected = f"a row of {_COUNT} cells: it has {len(cells)}"
            report(RowError(path, line, "(row)", text, expected, printed=text))
        elif not is_number(cells[0]):
            report(RowError(path, line, PERSONS_HEADER[0], cells[0], "the number of a person", printed=text))
        else:
            yield line, cells, _numbers(path, line, cells, report)


def _numbers(path: Path, line: int, cells: list[str], report: Report) -> dict[str, int]:
    """Return the ids and packed dates of a row by column; a cell that is no number is reported and left out."""
    numbers = {"PERSONID": int(cells[0])}
    for column in (*_POINTED, *_DATES, "BIRTHDATE"):
        cell = cells[_CELL[column]]
        if is_number(cell) and (column in _POINTED or int(cell) < _LARGEST_DATE):
            numbers[column] = int(cell)
        elif cell:
            expected = "an id" if column in _POINTED else "a packed date"
            report(RowError(path, line, column, cell, expected, printed=";".join(cells)))
    return numbers


def _records(path: Path, people: list[Row], lookups: Lookups, report: Report) -> Iterator[PrintedRecord]:
    texts = {
        column: lookups.texts(table, (numbers[column] for _, _, numbers in people if column in numbers))
        for column, (table, _) in _POINTED.items()
    }
    links = lookups.links([numbers["PERSONID"] for _, _, numbers in people])
    linked: dict[str, set[int]] = {}
    for (name, _), records in links.items():
        linked.setdefault(name, set()).update(records)
    linked_texts = {name: lookups.texts(_LINKED[name][0], ids) for name, ids in linked.items()}
    for line, cells, numbers in people:
        told = [BLANK] * len(HEADER)
        told[0] = cells[0]
        told[_COLUMN["sex"]] = cells[_CELL["GENDER"]] or BLANK
        told[_COLUMN["was_executed"]] = cells[_CELL["RASSTREL"]].upper() or BLANK
        _fill_dates(told, numbers)
        for column, (table, wanted) in _POINTED.items():
            number = numbers.get(column, 0)
            found = texts[column].get(number)
            if found:
                _fill(told, wanted, found)
            elif number:
                report(RowError(path, line, column, str(number), f"an id of {table}", printed=";".join(cells)))
        for name, by_id in linked_texts.items():
            _fill_linked(told, name, links.get((name, numbers["PERSONID"]), ()), by_id)
        yield record_of_cells(told, path.name, line, "\t".join(told).replace("\n", "; "))


def _fill_dates(told: list[str], numbers: Mapping[str, int]) -> None:
    for column, wanted in _DATES.items():
        told[_COLUMN[wanted]] = unpack_date(numbers.get(column, 0)) or BLANK
    born = unpack_date(numbers.get("BIRTHDATE", 0))
    # A birth has a year and no more, in every edition that is known; a day would be kept.
    told[_COLUMN["birth_year"]] = born.removeprefix("_._.") if born else BLANK


def _fill(told: list[str], wanted: str, found: Texts) -> None:
    """Put the texts of one row of a look-up table into the cells from *wanted* on."""
    for place, text in enumerate(found, _COLUMN[wanted]):
        told[place] = text or BLANK


def _fill_linked(told: list[str], name: str, records: tuple[()] | list[int], by_id: Mapping[int, Texts]) -> None:
    wanted = _LINKED[name][1]
    rows = [by_id[number] for number in records if number in by_id]
    if len(rows) == 1:
        _fill(told, wanted, rows[0])
    elif rows:
        told[_COLUMN[wanted]] = "\n".join(text for texts in rows for text in dict.fromkeys(texts) if text)


def _files(folder: Path) -> dict[str, Path]:
    """Return the file of each table; raise `SourceError` where one is missing or there twice."""
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES and path.is_file())
    except OSError as error:
        raise SourceError(folder, None, f"is no folder that can be read: {error.strerror or error}") from error
    files: dict[str, Path] = {}
    for path in found:
        name = path.stem.lower()
        if name in files:
            raise SourceError(path, None, f"is the table {name!r} a second time; one file a table is wanted")
        files[name] = path
    wanted = {"persons"} | {table for table, _ in _POINTED.values()}
    wanted |= {_LINKED[name][0] for name in files if name in _LINKED}
    missing = sorted(wanted - set(files))
    if missing:
        raise SourceError(folder, None, f"lacks the tables {', '.join(f'{name}.csv' for name in missing)}")
    for name in sorted(set(files) & (wanted | set(_LINKED))):
        _check_encoding(files[name])
    return files


def _check_persons(path: Path) -> None:
    with path.open("rb") as opened:
        header = opened.readline(_SAMPLE_BYTES).decode(ENCODING, "replace").rstrip("\r\n")
    names = [name.upper() for name in fields_of(header, _COUNT + 1)]
    if names != list(PERSONS_HEADER):
        missing = [name for name in PERSONS_HEADER if name not in names]
        found = f"lacks {', '.join(missing)}" if missing else f"is {header[:200]!r}"
        raise SourceError(path, 1, f"the header {found}; {';'.join(PERSONS_HEADER)} is wanted")


def _check_encoding(path: Path) -> None:
    """Raise `SourceError` where the letters of the file are those of UTF-8, or none at all."""
    try:
        with path.open("rb") as opened:
            sample = opened.read(_SAMPLE_BYTES)
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error
    kind = binary_kind(sample)
    if kind:
        raise SourceError(path, None, f"is {kind}; a table in {ENCODING} is wanted")
    if not sample.isascii():
        try:
            # What the sample cuts in half at its end is no fault.
            (sample[: sample.rfind(b"\n") + 1] or sample).decode("utf-8")
        except UnicodeDecodeError:
            return
        raise SourceError(path, None, f"is UTF-8; the database is in {ENCODING}")
