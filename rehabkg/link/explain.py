"""Why two records are thought to be of one person, or not: the bits of each comparison as the last run counted."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from rehabkg.errors import CallError, StoreError, one_line, shorten
from rehabkg.files import write_whole
from rehabkg.iri import RECORD_FORM, Iris
from rehabkg.link.comparisons import COMPARISONS, Comparison, levels_sql
from rehabkg.link.curated import known_person
from rehabkg.link.features import PAIRED
from rehabkg.link.gather import gather_known
from rehabkg.link.known import Known
from rehabkg.link.learnt import RAREST, learnt
from rehabkg.link.observed import REGISTERS, known_rows, read_row
from rehabkg.link.others import kin_sql, namesakes_sql, weight_of
from rehabkg.link.reason import Reason
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store
from rehabkg.store.loaded import COLUMNS_FILE, loaded_sources, source_folder
from rehabkg.store.view import View

MODEL_FILE, FREQUENCIES_FILE = "model.json", "frequencies.parquet"
_FREQUENCIES = pa.schema([("column", pa.string()), ("value", pa.string()), ("share", pa.float64())])
_COMPARED = sorted({level.frequency for each in COMPARISONS for level in each.levels if level.frequency})


@dataclass(frozen=True, slots=True)
class Counted:
    """What a run counted: u by comparison, levels in order; the share of a value of a column; the odds before."""

    u: Mapping[str, Sequence[float]]
    before: float
    share: Callable[[str, str], float | None]


@dataclass(frozen=True, slots=True)
class Explained:
    """The reasons for and against, the odds before any of them, and what the pair weighs in all.

    `against_kin` and `against_namesakes` are what it weighs against being of two relatives, and of two people of one
    name: the pair weighs no more than either.
    """

    reasons: tuple[Reason, ...]
    before: float
    against_kin: float
    against_namesakes: float
    weight: float


def keep_counted(folder: Path, connection: duckdb.DuckDBPyConnection, table: str, model: Mapping[str, Any]) -> None:
    """Keep what a run counted, for `explain`: *model* is Splink's, *table* that of the people."""
    u = {
        each["output_column_name"]: [level["u_probability"] for level in each["comparison_levels"][1:]]
        for each in model["comparisons"]
    }
    prior = model["probability_two_random_records_match"]
    rare = any("tf_adjustment_column" in level for each in model["comparisons"] for level in each["comparison_levels"])
    told = {"version": learnt().version, "before": math.log2(prior / (1 - prior)), "rare": rare, "u": u}
    parts = " UNION ALL ".join(
        f"SELECT '{column}' AS \"column\", {column}::VARCHAR AS value,"
        f" count(*) / (SELECT count({column}) FROM {table}) AS share"
        f" FROM {table} WHERE {column} IS NOT NULL GROUP BY {column} HAVING share > {RAREST}"
        for column in _COMPARED
    )
    found = connection.sql(f"{parts} ORDER BY ALL").to_arrow_table().cast(_FREQUENCIES)
    sink = pa.BufferOutputStream()
    pq.write_table(found, sink, compression="zstd")
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / FREQUENCIES_FILE, sink.getvalue().to_pybytes())
    write_whole(folder / MODEL_FILE, (json.dumps(told, indent=1) + "\n").encode())


def counted(folder: Path) -> Counted:
    """Return what the last run counted; what was learnt on invented people where no run with this model is kept."""
    model = learnt()
    try:
        told = json.loads((folder / MODEL_FILE).read_text("utf-8"))
        if told["version"] == model.version:
            u = {name: [float(each) for each in told["u"][name]] for name in model.u}
            share = _shares(folder / FREQUENCIES_FILE) if told["rare"] else _no_share
            return Counted(u, float(told["before"]), share)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise _unkept(folder / MODEL_FILE, error) from error
    return Counted(model.u, math.log2(1e-6), _no_share)


def _unkept(path: Path, error: Exception) -> StoreError:
    return StoreError(f"{path}: is no kept model ({one_line(error, 120)}); run 'rehabkg link records'")


def _no_share(_column: str, _value: str) -> None:
    """Short lists do not tell how rare a value is."""


def _shares(path: Path) -> Callable[[str, str], float | None]:
    def share(column: str, value: str) -> float | None:
        try:
            found = duckdb.execute(
                'SELECT share FROM read_parquet($path) WHERE "column" = $column AND value = $value',
                {"path": str(path), "column": column, "value": value},
            ).fetchone()
        except duckdb.Error as error:
            raise _unkept(path, error) from error
        return RAREST if found is None else float(found[0])

    return share


def explain(left: Known, right: Known, told: Counted) -> Explained:
    """Return the reasons for and against that two people are one."""
    compared = _compared(left, right)
    reasons = tuple(_reason(each, compared[f"level_{each.name}"], compared, told) for each in COMPARISONS)
    against_kin, against_namesakes = float(compared["against_kin"]), float(compared["against_namesakes"])
    bits = told.before + sum(reason.bits for reason in reasons)
    weight = weight_of(bits, against_kin, against_namesakes)
    return Explained(reasons, told.before, against_kin, against_namesakes, weight)


def _compared(left: Known, right: Known) -> Mapping[str, Any]:
    """Return the features of both by column, the levels that they are at, and what they weigh against others."""
    with duckdb.connect() as connection:
        gather_known(connection, "people", [left, right])
        found = connection.execute(
            f"WITH told AS (SELECT {PAIRED} FROM people l, people r"
            f" WHERE l.unique_id = $left AND r.unique_id = $right),"
            f" levels AS (SELECT *, {levels_sql()} FROM told)"
            f" SELECT *, {kin_sql()} AS against_kin, {namesakes_sql()} AS against_namesakes FROM levels",
            {"left": left.id, "right": right.id},
        )
        names = [column[0] for column in found.description or ()]
        return dict(zip(names, found.fetchall()[0], strict=True))


def _reason(comparison: Comparison, place: int, values: Mapping[str, Any], told: Counted) -> Reason:
    if place < 0:
        # A side is silent.
        return Reason(comparison.name, None, 0.0)
    m, u = learnt().m[comparison.name][place], told.u[comparison.name][place]
    if place == len(comparison.levels):
        return Reason(comparison.name, comparison.otherwise, math.log2(m / u))
    level = comparison.levels[place]
    if level.neutral:
        return Reason(comparison.name, level.basis, 0.0)
    if level.frequency is not None:
        shares = [
            told.share(level.frequency, str(value))
            for value in (values[f"{level.frequency}_l"], values[f"{level.frequency}_r"])
            if value is not None
        ]
        found = [share for share in shares if share is not None]
        u = max([*found, RAREST]) if found else u
    return Reason(comparison.name, level.basis, math.log2(m / u))


def known_by_ids(settings: Settings, ids: Iterable[str]) -> dict[str, Known]:
    """Return what is known of each id: a record of a loaded source, or a person of the curated tables.

    Raises `CallError` for one that is neither.
    """
    found: dict[str, Known] = {}
    ids = list(ids)
    if len(set(ids)) < len(ids):
        raise CallError("two records are compared; the same one is named twice")
    loaded = {source.id: source for source in loaded_sources(settings.store_path)}
    view, iris = View(open_store(settings.store_path)), Iris(settings.base)
    for name in ids:
        record = RECORD_FORM.fullmatch(name)
        if record is None:
            person = iris.thing("person", name)
            if not view.is_a(person, "rehab:Person"):
                raise CallError(
                    f"{shorten(name)!r} is no person of the curated tables and no record, such as omsk-book.17"
                )
            found[name] = known_person(view, person)
            continue
        source = loaded.get(record[1])
        if source is None:
            raise CallError(
                f"source {shorten(record[1])!r} of {shorten(name)!r} is not loaded;"
                " 'rehabkg sources' lists those that are"
            )
        found[name] = _known_record(settings, source.id, REGISTERS.get(source.format), name)
    return found


def _known_record(settings: Settings, source: str, register: str | None, name: str) -> Known:
    from urllib.parse import unquote

    path = source_folder(settings.store_path, source) / COLUMNS_FILE
    number = unquote(name.partition(".")[2])
    for known in known_rows(read_row(path, number), source, register):
        return known
    raise CallError(f"{shorten(name)!r}: source {source!r} has no record of this number")
