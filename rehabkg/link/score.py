"""Score pairs: Splink on DuckDB, with this project's comparisons; what is found lies in a table on disk."""

from __future__ import annotations

import logging
import shutil
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from rehabkg.errors import StoreError, one_line
from rehabkg.files import held
from rehabkg.link.comparisons import COMPARISONS, Comparison, Level, levels_sql
from rehabkg.link.features import PAIRED
from rehabkg.link.keys import add_keys, rules
from rehabkg.link.learnt import NEUTRAL, RAREST, Learnt, learnt
from rehabkg.link.others import weight_sql

if TYPE_CHECKING:
    from splink import Linker

Progress = Callable[[str], None]
# Pairs that are drawn at random to count how often two people agree; fewer make rare agreements look impossible.
_RANDOM_PAIRS = 3e6
_SEED = 1
# A transaction of the one connection fails for want of disk alone.
_NO_ROOM = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.FatalException,
    duckdb.TransactionException,
)
# Lists of fewer people than this are too short to count in; of them, so many are thought to be in the other one.
COUNTABLE, _SHARE_FOUND = 2_000, 0.3
_ROWS_A_PART = 250_000
# Share of the pairs of one person that agree in one of `_SURE`, as counted on invented pairs.
_SURE_RECALL = 0.55
_SURE = (
    "l.surname = r.surname AND l.given_canonical = r.given_canonical AND "
    "l.patronymic_canonical = r.patronymic_canonical AND l.birth_year = r.birth_year",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may take: `memory` of the database in bytes, what is more goes to `folder`; `threads` at work."""

    folder: Path
    memory: int = 3 * 1024**3
    threads: int = 2


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Give a folder within *folder* for what a run needs while it runs; what a killed run left there goes first.

    Raises `StoreError` where another run is at work, or the disk refuses; what a run raises of its connections passes.
    """
    place = folder / "work"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with held(folder / ".work.lock", f"{folder}: another process is linking; wait for it"):
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            try:
                yield place
            finally:
                shutil.rmtree(place, ignore_errors=True)
    except ConnectionError:
        # A reader or a server that has gone is no fault of the folder.
        raise
    except OSError as error:
        raise StoreError(f"{error.filename or folder}: cannot be used: {error.strerror or error}") from error


@contextmanager
def database(limits: Limits) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a database in *limits*. Raises `StoreError` where the disk or the memory does not suffice."""
    from splink.internals.exceptions import SplinkException

    connection: duckdb.DuckDBPyConnection | None = None
    try:
        limits.folder.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(str(limits.folder / "pairs.duckdb"))
        connection.execute(f"SET memory_limit = '{limits.memory // 1024**2} MiB'")
        connection.execute(f"SET threads = {limits.threads:d}")
        connection.execute("SET temp_directory = $folder", {"folder": str(limits.folder / "spilt")})
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = false")
        yield connection
    except (*_NO_ROOM, SplinkException) as error:
        # Splink tells the whole statement and what the database said as the cause.
        cause = error.__cause__ if isinstance(error, SplinkException) else error
        if not isinstance(cause, _NO_ROOM):
            raise
        raise StoreError(f"{limits.folder}: pairs cannot be scored: {one_line(cause, 300)}") from error
    finally:
        if connection is not None:
            _close(connection)


def _close(connection: duckdb.DuckDBPyConnection) -> None:
    # A database that ran out of disk fails again at its end; the first failure is the one to tell.
    with suppress(duckdb.Error):
        connection.close()


class Scoring:
    """Scores pairs of people whose features lie in tables of a database.

    One table: all pairs within it. Two tables: pairs of one of the first with one of the second. `counted` is
    false for short lists, in which no name is known to be common.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        tables: Sequence[str],
        *,
        model: Learnt | None = None,
        prior: float | None = None,
    ) -> None:
        """Make ready to score. *prior* is the chance that a pair drawn at random is of one person; None reckons it."""
        from splink.backends.duckdb import DuckDBAPI

        self._connection, self._tables = connection, tuple(tables)
        self.counted = prior is None and min(map(self._rows, tables)) >= COUNTABLE
        add_keys(connection, self._tables)
        self._api = DuckDBAPI(connection)
        self._frames = [self._api.register(table) for table in tables]
        self._learnt = model or learnt()
        settings = settings_of(self._learnt, one_table=len(tables) == 1, counted=self.counted)
        if not self.counted:
            settings["probability_two_random_records_match"] = prior or _SHARE_FOUND / max(map(self._rows, tables))
        self.linker = self._linker(settings)

    def _linker(self, settings: dict[str, Any]) -> Linker:
        with quietly():
            from splink import Linker

            return Linker(self._frames, settings, log_level=None)

    def _rows(self, table: str) -> int:
        count: int = self._connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
        return max(count, 1)

    def count(self) -> None:
        """Count in the lists how often two people agree by chance, and how many pairs of one person to expect.

        Short lists hold too few pairs to count: there it stays at what was counted on invented people.
        """
        if not self.counted:
            return
        with quietly():
            self.linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=_SEED)
            self.linker.training.estimate_probability_two_random_records_match(list(_SURE), recall=_SURE_RECALL)
        if not 0 < self._prior() < 1:
            # Lists without years have no pair that is sure.
            self._set_prior(_SHARE_FOUND / max(map(self._rows, self._tables)))
        self.linker = self._linker(_completed(self.model, self._learnt))

    def _prior(self) -> float:
        found: float = self.linker._settings_obj._probability_two_random_records_match
        return found

    def _set_prior(self, prior: float) -> None:
        # Splink has no way to say so after a model is made.
        self.linker._settings_obj._probability_two_random_records_match = prior

    @property
    def model(self) -> dict[str, Any]:
        """The model as it stands, with what was counted."""
        told: dict[str, Any] = self.linker.misc.save_model_to_json()
        return told

    def pairs(self, least_weight: float, table: str, *, parts: int = 1) -> None:
        """Write the pairs that weigh *least_weight* bits or more into *table*.

        Columns: left_id, right_id, weight, and the place of the level of each comparison as `level_*`.
        """
        self._connection.execute(f"CREATE OR REPLACE TABLE {table}_scored (l VARCHAR, r VARCHAR, bits DOUBLE)")
        predict = self.linker.inference
        with quietly():
            for part in range(1, parts + 1):
                if parts == 1:
                    found = predict.predict(threshold_match_weight=least_weight)
                else:
                    found = predict.predict_chunk(right_chunk=(part, parts), threshold_match_weight=least_weight)
                self._connection.execute(
                    f"INSERT INTO {table}_scored SELECT unique_id_l, unique_id_r, match_weight"
                    f" FROM {found.physical_name}"
                )
                found.drop_table_from_database_and_remove_from_cache()
        self._connection.execute(self._against_others(table, least_weight))
        self._connection.execute(f"DROP TABLE {table}_scored")

    def _against_others(self, table: str, least_weight: float) -> str:
        """Return the statement that weighs the scored pairs against kin and namesakes too, and keeps their levels."""
        left, right = self._tables[0], self._tables[-1]
        names = ", ".join(f"level_{each.name}" for each in COMPARISONS)
        return (
            f"CREATE OR REPLACE TABLE {table} AS WITH told AS (SELECT bits, {PAIRED} FROM {table}_scored s"
            f" JOIN {left} l ON l.unique_id = s.l JOIN {right} r ON r.unique_id = s.r),"
            f" levels AS (SELECT unique_id_l AS left_id, unique_id_r AS right_id, bits, {levels_sql()} FROM told),"
            f" weighed AS (SELECT left_id, right_id, {weight_sql('bits')} AS weight, {names}"
            f" FROM levels) SELECT * FROM weighed WHERE weight >= {least_weight:f}"
        )


def settings_of(model: Learnt, *, one_table: bool, counted: bool) -> dict[str, Any]:
    """Return the settings of Splink for the comparisons of `comparisons.COMPARISONS`.

    Where agreement by chance is not *counted* in the lists, it is as learnt, and no value is rarer than another.
    """
    return {
        "link_type": "dedupe_only" if one_table else "link_only",
        "comparisons": [_comparison(each, model, counted=counted) for each in COMPARISONS],
        "blocking_rules_to_generate_predictions": [{"blocking_rule": rule} for rule in rules()],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "unique_id_column_name": "unique_id",
    }


def _comparison(comparison: Comparison, model: Learnt, *, counted: bool) -> dict[str, Any]:
    absent: dict[str, Any] = {
        "sql_condition": comparison.absent,
        "label_for_charts": "absent",
        "is_null_level": True,
    }
    levels = [absent]
    places = [*comparison.levels, Level("ELSE", comparison.otherwise)]
    for place, level in enumerate(places):
        entry: dict[str, Any] = {"sql_condition": level.condition, "label_for_charts": level.basis or "none"}
        if level.neutral:
            entry |= _fixed(NEUTRAL, NEUTRAL)
        else:
            m, u = model.m[comparison.name][place], model.u[comparison.name][place]
            entry |= {"m_probability": m, "fix_m_probability": True} if counted and comparison.counted else _fixed(m, u)
            if level.frequency is not None and counted:
                entry |= {
                    "tf_adjustment_column": level.frequency,
                    "tf_minimum_u_value": RAREST,
                    # The frequency of the value stands in for u, whatever else the level asks for.
                    "disable_tf_exact_match_detection": True,
                }
        levels.append(entry)
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def _completed(settings: dict[str, Any], model: Learnt) -> dict[str, Any]:
    """Return *settings* in which a level that no pair drawn at random was at has the u that was learnt.

    Splink takes it to be one in a million, and few who died on a known day would make the same year a proof.
    """
    for comparison in settings["comparisons"]:
        name = comparison["output_column_name"]
        for level, u in zip(comparison["comparison_levels"][1:], model.u[name], strict=True):
            level.setdefault("u_probability", u)
    return settings


def _fixed(m: float, u: float) -> dict[str, Any]:
    return {"m_probability": m, "u_probability": u, "fix_m_probability": True, "fix_u_probability": True}


def parts_for(rows: int) -> int:
    """Return in how many parts to score, so that what is scored at once stays the same size."""
    return max(1, rows // _ROWS_A_PART)


@contextmanager
def quietly() -> Iterator[None]:
    """Keep what Splink says to people who build models from people who link records."""
    logger = logging.getLogger("splink")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
