"""Files of invented people to load, a small store to load them into, and the command run within this process."""

from __future__ import annotations

import contextlib
import csv
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pyoxigraph import NamedNode, RdfFormat, serialize

from rehabkg.cli import main
from rehabkg.errors import SourceError
from rehabkg.load.run import LoadRequest, load
from rehabkg.readers.memorial_table import HEADER
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.engine import open_store
from rehabkg.store.loaded import LoadedSource

CASES = Path(__file__).parent / "cases" / "records"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GOOD, BAD_DATA, BAD_CALL = 0, 1, 2

# What a build would have written: graphs of sources, one derived with blank nodes in it.
CURATED = "".join(
    (
        f'<{DEFAULT_BASE}id/source/book> <http://purl.org/dc/terms/title> "Книга" <{DEFAULT_BASE}graph/book> .\n',
        f'<{DEFAULT_BASE}id/person/p1> <http://e/p> "a \\"word\\""@en <{DEFAULT_BASE}graph/book+leaflet> .\n',
        f'<{DEFAULT_BASE}id/source/leaflet> <http://e/p> "1938-05-09" <{DEFAULT_BASE}graph/derived> .\n',
        f"_:one <http://e/p> _:two <{DEFAULT_BASE}graph/derived> .\n",
    )
).encode()

PERSON = {
    "surname": "Выдумов", "name": "Иван", "patronimic": "Небылович", "birth_year": "1890", "sex": "м",
    "birth_place": "Тульская обл., д. Выдумка", "nation": "русский", "occupation": "плотник", "live_place": "г. Тула",
    "arest_date": "3.3.1938", "judicial_organ": "тройка при УНКВД", "process_date": "9.3.1938",
    "criminal_article": "58-10 УК РСФСР", "sentence": "10 лет ИТЛ", "rehabilitation_organ": "Тульский облсуд",
    "rehabilitation_date": "5.5.1957", "rehabilitation_reason": "за отсутствием состава преступления",
}  # fmt: skip


def table_row(number: object, **cells: str) -> str:
    """Return a row of Memorial's table."""
    found = {**PERSON, **cells, "person_id": str(number)}
    return "\t".join(found.get(name, "None") for name in HEADER)


def table(*rows: str) -> bytes:
    """Return Memorial's table of *rows*."""
    return "".join(f"{line}\n" for line in ("\t".join(HEADER), *rows)).encode()


def people(count: int, first: int = 1, **cells: str) -> bytes:
    """Return a table of *count* people who differ in their names and dates, numbered from *first* on."""
    return table(
        *(
            table_row(n, **{"surname": f"Выдумов{n}", "process_date": f"{n % 28 + 1}.{n % 12 + 1}.1938", **cells})
            for n in range(first, first + count)
        )
    )


def written(path: Path, content: str | bytes) -> Path:
    """Write *content* to *path*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


class Silent:
    """A progress that nobody watches; *on_step* may do something meanwhile."""

    def __init__(self, on_step: Callable[[str], None] = lambda _: None) -> None:
        self.step = on_step

    def advance(self, *, records: int, rejected: int, source_bytes: int) -> None:
        """Nothing is shown."""


def load_table(store: Path, *files: Path, source: str = "list", **said: Any) -> LoadedSource:
    """Load files in this process, unchecked, as Memorial's table if nothing else is said."""
    settings = Settings(store_path=store, base=said.pop("base", DEFAULT_BASE))
    progress = said.pop("progress", Silent())
    request = {"format": "memorial-table", "now": NOW, "jobs": 1, "check": False, **said}
    return load(settings, LoadRequest(files=files, source=source, **request), progress)


def lines(store: Path, *graphs: str) -> list[str]:
    """Return the sorted N-Quads of the store, or of some of its graphs."""
    opened = open_store(store)
    names = [NamedNode(f"{DEFAULT_BASE}graph/{name}") for name in graphs] or [None]
    quads = [quad for name in names for quad in opened.quads_for_pattern(None, None, None, name)]
    return sorted(serialize(quads, format=RdfFormat.N_QUADS).decode().splitlines())


def rejects(path: Path) -> list[dict[str, str]]:
    """Return the rows of a reject report."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Run:
    """What a call of the command came to."""

    code: int
    out: str
    err: str


def rehabkg(*args: object) -> Run:
    """Run the command within this process; it shows no traceback and, off a terminal, no colour."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        with (
            patch.object(sys, "argv", ["rehabkg", *map(str, args)]),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                main()
                code = 0
            except SystemExit as stop:
                code = int(stop.code or 0)
        texts = []
        for file in (out, err):
            file.flush()
            file.seek(0)
            texts.append(file.read())
    for text in texts:
        assert "Traceback" not in text, text
        assert "\x1b[" not in text
    return Run(code, *texts)


def refusal(run: Run, code: int) -> str:
    """Return the one line by which a call was refused; the steps before it may be told."""
    assert (run.code, run.out) == (code, ""), run
    *steps, last = run.err.splitlines()
    assert all(step in STEPS for step in steps), run.err
    assert last.startswith("rehabkg: "), run.err
    assert len(last) < 600
    return last.removeprefix("rehabkg: ")


def refuse() -> None:
    """Refuse to be made ready, as a wrong row of the lexicon does."""
    raise SourceError("lexicon/bodies.csv", 7, "is no body")


def fall(_: int) -> None:
    """Show a bug."""
    raise ZeroDivisionError("a bug")


def nothing() -> None:
    """Be ready at once."""


def die_while_answering(_: int) -> bytes:
    """Return more than a pipe holds, and be killed while it goes through."""
    answering = threading.main_thread().ident
    size = 64 << 20

    def watch() -> None:
        while True:
            frame = sys._current_frames()[answering]
            # Of `multiprocessing.connection.Connection`: a long message goes behind one that tells its length.
            if frame.f_code.co_name == "_send" and len(frame.f_locals["buf"]) > size:
                time.sleep(0.005)
                os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()
    return bytes(size)


STEPS = ("checksums", "records", "counting", "names", "bringing it into force")


def said(run: Run) -> Sequence[str]:
    """Return what a call told beside its steps."""
    return [line for line in run.err.splitlines() if line not in STEPS]
