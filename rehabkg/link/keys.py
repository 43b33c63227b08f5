"""Which pairs are compared at all: those that are equal in one of the keys of `KEYS`.

A key is a hash of its columns, so that a million people have small keys to join by. Where too many share one, as on the
day of a decree that deported a whole people, the key says nothing and is taken away; what those people share beside
it still brings them together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

# Pairs that are compared at all: equal in all columns of one of these rows.
_BLOCKING: tuple[tuple[str, ...], ...] = (
    ("surname", "given_canonical"),
    ("surname", "patronymic_canonical"),
    ("surname", "birth_year"),
    ("surname_skeleton", "given_initial", "birth_year"),
    ("given_canonical", "patronymic_canonical", "birth_year"),
    ("given_canonical", "sentence_day"),
    ("surname_skeleton", "sentence_day"),
    ("given_canonical", "arrest_day"),
    ("surname_skeleton", "arrest_day"),
    ("surname_skeleton", "given_canonical"),
    ("surname_skeleton", "patronymic_canonical"),
    ("surname_sound", "birth_year"),
    ("surname_sound", "given_sound"),
    ("surname_continental", "birth_year"),
    ("surname_continental", "given_canonical"),
    ("sounds", "birth_year"),
    ("given_sound", "birth_year"),
    ("words",),
    ("syllables",),
    ("letters", "birth_year"),
    ("given_canonical", "birth_day"),
    ("given_canonical", "settlement", "birth_year"),
    ("given_canonical", "patronymic_canonical", "settlement"),
    ("file_number",),
)

# In a list that tells of hardly anybody when he was born, names are all that can bring people together.
_WITHOUT_YEARS: tuple[tuple[str, ...], ...] = (
    ("given_canonical", "patronymic_canonical"),
    ("surname_skeleton",),
    ("surname_sound",),
    ("surname_continental",),
    ("sounds",),
    ("letters",),
    ("given_sound",),
)
KEYS = (*_BLOCKING, *_WITHOUT_YEARS)

_MOST_PAIRS = 500_000
_HARDLY_ANY = 0.1
# What says little brings people together only in lists that are short enough for all of it to be compared.
_FEWER: Mapping[tuple[str, ...], int] = {
    ("given_sound", "birth_year"): 2_000,
    **dict.fromkeys(_WITHOUT_YEARS, 10_000),
}


def rules() -> list[str]:
    """Return the conditions by which pairs are found, on the columns that `add_keys` adds."""
    return [f"l.{_key(place)} = r.{_key(place)}" for place in range(len(KEYS))]


def add_keys(connection: duckdb.DuckDBPyConnection, tables: Sequence[str], *, most: int = _MOST_PAIRS) -> int:
    """Add a column for each key to *tables*: one table for pairs within it, two for pairs across.

    A key that would bring together more than *most* pairs is null; returns how many there were. The keys for lists
    without years are null in others.
    """
    used = KEYS if any(_lacks_years(connection, table) for table in tables) else _BLOCKING
    for table in tables:
        keys = ", ".join(
            f"CASE WHEN {' AND '.join(f'{column} IS NOT NULL' for column in columns)}"
            f" THEN hash({', '.join(columns)}) END AS {_key(place)}"
            if place < len(used)
            else f"NULL::UBIGINT AS {_key(place)}"
            for place, columns in enumerate(KEYS)
        )
        connection.execute(f"CREATE OR REPLACE TABLE {table}_keyed AS SELECT *, {keys} FROM {table}")
        connection.execute(f"DROP TABLE {table}")
        connection.execute(f"ALTER TABLE {table}_keyed RENAME TO {table}")
    return sum(
        _without_largest(connection, tables, _key(place), min(most, _FEWER.get(columns, most)))
        for place, columns in enumerate(used)
    )


def _lacks_years(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    ((people, years),) = connection.execute(f"SELECT count(*), count(birth_year) FROM {table}").fetchall()
    return bool(years < people * _HARDLY_ANY)


def _without_largest(connection: duckdb.DuckDBPyConnection, tables: Sequence[str], key: str, most: int) -> int:
    """Take away the values of one key that are shared by too many; return how many values."""
    sizes = f"SELECT {key} AS k, count(*)::DOUBLE AS n FROM {{}} WHERE {key} IS NOT NULL GROUP BY ALL"
    if len(tables) == 1:
        large = f"SELECT k FROM ({sizes.format(tables[0])}) WHERE n * (n - 1) / 2 > {most}"
    else:
        left, right = (sizes.format(table) for table in tables)
        large = f"SELECT k FROM ({left}) l JOIN ({right}) r USING (k) WHERE l.n * r.n > {most}"
    found = [row[0] for row in connection.execute(large).fetchall()]
    for table in tables if found else ():
        connection.execute(
            f"UPDATE {table} SET {key} = NULL WHERE list_contains($found::UBIGINT[], {key})", {"found": found}
        )
    return len(found)


def _key(place: int) -> str:
    return f"key_{place}"
