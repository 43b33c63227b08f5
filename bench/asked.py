"""What is asked of a store with a large source: look-ups of one record, every stored query, and names."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pyarrow.parquet as pq

from bench.processes import Ran
from bench.report import held, median_seconds, table
from rehabkg.api import Knowledge
from rehabkg.names.transliteration import transliterate
from rehabkg.query.catalog import stored_queries
from rehabkg.store.loaded import COLUMNS_FILE, source_folder

WANTED_LOOK_UP_MS, WANTED_QUERY_MS = 20, 1_000
_LOOKED_UP = 200
_LOOK_UPS = ("history-of-record", "history-by-name")
_NAMES = ("surname", "given_name", "patronymic")
Command = Callable[..., Ran]


@dataclass(frozen=True, slots=True)
class Asked:
    """A store that is open, its source, and some of its records: each its number, surname, given name, patronymic."""

    graph: Knowledge
    source: str
    records: Sequence[tuple[str, ...]]

    @classmethod
    def of(cls, store: Path, source: str) -> Asked:
        """Open *store*, and draw records of *source* from its columns: the same ones each time."""
        columns = pq.read_table(source_folder(store, source) / COLUMNS_FILE, columns=["number", *_NAMES])
        rng = Random(1)  # noqa: S311 - a draw, no secret
        places = sorted(rng.sample(range(columns.num_rows), min(_LOOKED_UP, columns.num_rows)))
        rows = [tuple(row.values()) for row in columns.take(places).to_pylist()]
        return cls(Knowledge.open(store), source, [row for row in rows if all(row)])

    def parameters(self, query: str) -> dict[str, str]:
        """Return what to ask a stored query that is about one record."""
        number, surname, given, _ = self.records[len(self.records) // 2]
        known = {
            "history-of-record": {"who": f"{self.source}.{number}"},
            "history-by-name": {"who": f"{surname} {given}"},
        }
        return known.get(query, {})


def time_look_ups(asked: Asked) -> None:
    """Time look-ups of one record each, every time another one."""
    graph, iris = asked.graph, asked.graph.iris
    nodes = {number: iris.of_record("observation", asked.source, number).value for number, *_ in asked.records}
    ways: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("history-of-record", lambda number: graph.ask("history-of-record", who=f"{asked.source}.{number}")),
        ("SPARQL: what one observation states", lambda number: graph.sparql(_stated(nodes[number]))),
        ("SPARQL: its cases and their events", lambda number: graph.sparql(_events(nodes[number]))),
    )
    rows = []
    for name, look_up in ways:
        times = sorted(_milliseconds(look_up, number) for number, *_ in asked.records)
        median, late = statistics.median(times), times[int(len(times) * 0.95)]
        rows.append((name, f"{median:.2f}", f"{late:.2f}", f"{times[-1]:.2f}", held(median <= WANTED_LOOK_UP_MS)))
    headings = ("look-up", "median ms", "95 % within, ms", "slowest, ms", f"≤ {WANTED_LOOK_UP_MS} ms")
    table((f"{headings[0]} of {len(asked.records)} records", *headings[1:]), rows)


def time_queries(asked: Asked, runs: int, command: Command) -> None:
    """Time every stored query in this process, the first call apart, and as a whole command."""
    rows = []
    for query in stored_queries():
        values = asked.parameters(query.name)
        first = median_seconds(lambda name=query.name, values=values: asked.graph.ask(name, **values), 1) * 1000
        found = len(asked.graph.ask(query.name, **values).texts())
        warm = median_seconds(lambda name=query.name, values=values: asked.graph.ask(name, **values), runs) * 1000
        words = [word for name, value in values.items() for word in ("-p", f"{name}={value}")]
        whole = command("query", query.name, *words)
        wanted = WANTED_LOOK_UP_MS if query.name in _LOOK_UPS else WANTED_QUERY_MS
        rows.append((warm, query.name, found, first, whole.seconds, wanted))
    rows.sort(reverse=True)
    table(
        ("stored query", "rows", "warm, ms", "first call, ms", "whole command, s", "wanted, ms", "held"),
        [
            (name, str(found), f"{warm:.1f}", f"{first:.1f}", f"{whole:.2f}", f"≤ {wanted:,}", held(warm <= wanted))
            for warm, name, found, first, whole, wanted in rows
        ],
    )


def time_finding(asked: Asked, runs: int, command: Command) -> None:
    """Time `find` for names written in several ways."""
    rows = []
    for kind, name in _ways_to_write(*asked.records[0][1:]):
        found = asked.graph.names(name)
        seconds = median_seconds(lambda name=name: asked.graph.names(name), runs)
        whole = command("find", name)
        rows.append((kind, name, str(len(found)), f"{seconds * 1000:.1f}", f"{whole.seconds:.2f}"))
    table(("find", "asked", "found, at most 20", "warm, ms", "whole command, s"), rows)


def _ways_to_write(surname: str, given: str, patronymic: str) -> list[tuple[str, str]]:
    return [
        ("in full", f"{surname} {given} {patronymic}"),
        ("surname", surname),
        ("surname, Latin letters", transliterate(surname, "bgn-pcgn")),
        ("a letter left out", f"{surname[:3]}{surname[4:]} {given}"),
        ("a part of the surname", surname[1:5]),
        ("the commonest given name", "Иван"),
        ("a name that nobody bears", "Щюэфщжы"),
    ]


def _milliseconds(look_up: Callable[[str], object], number: str) -> float:
    started = time.perf_counter()
    look_up(number)
    return (time.perf_counter() - started) * 1000


def _stated(node: str) -> str:
    return f"SELECT ?p ?o WHERE {{ <{node}> ?p ?o }}"


def _events(node: str) -> str:
    return (
        "PREFIX rehab: <https://w3id.org/rehabkg/ontology#>"
        f" SELECT ?case ?event ?p ?o WHERE {{ ?case rehab:againstObserved <{node}> ."
        " ?event rehab:inRecordedCase ?case ; ?p ?o }"
    )
