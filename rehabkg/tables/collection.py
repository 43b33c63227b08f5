"""All curated tables together: read whole, references resolved, readable names held to the ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rehabkg.errors import SourceError, TableErrors
from rehabkg.tables.reader import Report, Row, read_table
from rehabkg.tables.schema import ANY, TABLES, Column

# Columns of readable names, with the column of the id that they stand for.
_WHO_NAMES = {
    "life": "person",
    "memberships": "member",
    "cases": "against",
    "decisions-persons": "case",
    "decisions-groups": "case",
    "events": "about",
    "findings": "about",
    "return-bars": "group",
}
_Rows = Mapping[str, tuple[Row, ...]]


# Columns that become labels, one a language.
_LABELS = {
    "persons": ("name_en", "name_ru"),
    "groups": ("name_en", "name_ru"),
    "cases": ("title_en", "title_ru"),
    "acts": ("title_en", "title_ru"),
    "bodies": ("name_en", "name_ru"),
    "jurisdictions": ("name_en", "name_ru"),
    "phrases": ("ru", "literal_en"),
    "places": ("name_en", "name_ru"),
}


@dataclass(frozen=True, slots=True)
class Collection:
    """The rows of every table, in the order of the files, and the kind of thing that each id names."""

    rows: _Rows
    kinds: Mapping[str, str]

    def __iter__(self) -> Iterator[Row]:
        for rows in self.rows.values():
            yield from rows


def read_collection(folder: Path, codes: Mapping[str, frozenset[str]]) -> Collection:
    """Read every table below *folder*; *codes* gives the codes of each SKOS scheme.

    Raises `TableErrors` with every fault of every table, in the order of tables and lines.
    """
    errors: list[SourceError] = []
    rows = {
        name: tuple(read_table(folder / f"{name}.csv", table, report=errors.append)) for name, table in TABLES.items()
    }
    # A table that could not be read at all would make every reference to it an error of its own.
    if not errors:
        _check_together(rows, codes, errors.append)
    if errors:
        places = {str(folder / f"{name}.csv"): place for place, name in enumerate(TABLES)}
        raise TableErrors(sorted(errors, key=lambda error: (places[error.path], error.line or 0)))
    return Collection(rows, _kinds(rows))


def _kinds(rows: _Rows) -> dict[str, str]:
    return {
        row["id"]: kind
        for name, table_rows in rows.items()
        if (kind := TABLES[name].kind) is not None
        for row in table_rows
    }


def _check_together(rows: _Rows, codes: Mapping[str, frozenset[str]], report: Report) -> None:
    """Check what no row shows alone: references, codes, ids and names."""
    known = {
        name: {row["id"] for row in table_rows} for name, table_rows in rows.items() if "id" in TABLES[name].columns
    }
    for table_rows in rows.values():
        for row in table_rows:
            _check_references(row, known, report)
            _check_codes(row, codes, report)
    _check_ids(rows, report)
    _check_keys(rows, report)
    _check_names(rows, report)
    _check_labels(rows, report)


def _check_labels(rows: _Rows, report: Report) -> None:
    """A thing has one label in a language; what another citation calls it is a name of its own."""
    for name, columns in _LABELS.items():
        given: dict[tuple[str, str], Row] = {}
        for row in rows[name]:
            for column in columns:
                if row[column] is None:
                    continue
                first = given.setdefault((row["id"], column), row)
                if first[column] != row[column]:
                    wanted = f"as on line {first.line}; another name goes into names.csv"
                    report(row.error(column, wanted))


def _check_references(row: Row, known: Mapping[str, set[str]], report: Report) -> None:
    for name, column in row.table.columns.items():
        tables = tuple(known) if column.refers_to == (ANY,) else column.refers_to
        for part in _several(row[name]) if tables else ():
            if not any(part in known[table] for table in tables):
                report(row.error(name, f"made of ids of {_where(column)} ({part!r} is none)"))
    for source in row.evidence.sources if row.evidence else ():
        if source not in known["sources"]:
            report(row.error("source", f"made of ids of sources.csv ({source!r} is none)"))


def _where(column: Column) -> str:
    if column.refers_to == (ANY,):
        return "any table"
    return " or ".join(f"{table}.csv" for table in column.refers_to)


def _check_codes(row: Row, codes: Mapping[str, frozenset[str]], report: Report) -> None:
    for name, column in row.table.columns.items():
        if column.scheme is None:
            continue
        known = codes.get(column.scheme, frozenset())
        for part in _several(row[name]):
            # A measure and an article are a code and something more.
            code = getattr(part, "code", part)
            if code not in known:
                alone = f"a code of the scheme {column.scheme!r}"
                among = f"made of codes of the scheme {column.scheme!r} ({code!r} is none)"
                report(row.error(name, alone if row[name] == code else among))


def _several(value: object) -> tuple[Any, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _check_ids(rows: _Rows, report: Report) -> None:
    """Hold each id to one table, since an id alone leads to its IRI; only the source column names sources."""
    home: dict[str, str] = {}
    for name, table_rows in rows.items():
        for row in table_rows if "id" in TABLES[name].columns and name != "sources" else ():
            first = home.setdefault(row["id"], name)
            if first != name:
                report(row.error("id", f"an id of one table: {first}.csv has it too"))


def _check_keys(rows: _Rows, report: Report) -> None:
    for name, table_rows in rows.items():
        seen: dict[tuple[object, ...], int] = {}
        for row in table_rows:
            cited = (*sorted(row.evidence.sources), row.evidence.locator) if row.evidence else ()
            first = seen.setdefault((row.key, cited), row.line)
            if first != row.line:
                expected = f"new: line {first} speaks of it from the same place of the same source"
                report(row.error(TABLES[name].key[0], expected))


def _check_names(rows: _Rows, report: Report) -> None:
    names: dict[str, set[str]] = {}
    for table in ("persons", "groups"):
        for row in rows[table]:
            names.setdefault(row["id"], set()).update(filter(None, (row["name_en"], row["name_ru"])))
    for row in rows["cases"]:
        names.setdefault(row["id"], set()).update(names.get(row["against"], set()))
    for table, column in _WHO_NAMES.items():
        for row in rows[table]:
            wanted = names.get(row[column], set())
            if row["who"] is not None and row["who"] not in wanted:
                report(row.error("who", f"the name of {row[column]!r}: {' or '.join(sorted(wanted))}"))
