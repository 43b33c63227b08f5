"""Write the results of a check to a file that a person or a program can work through."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from rehabkg.errors import CallError
from rehabkg.files import write_whole
from rehabkg.query.results import short_iri
from rehabkg.validation.result import CheckResult, Origins, short_property

COLUMNS = (
    "severity",
    "shape",
    "table",
    "line",
    "column",
    "thing",
    "property",
    "value",
    "message_en",
    "message_ru",
)


def check_suffix(path: Path) -> None:
    """Raise `CallError` for a report that is to be neither CSV nor JSON; asked before the long run, not after."""
    if path.suffix not in (".csv", ".json"):
        raise CallError(f"report {str(path)!r} ends neither in .csv nor in .json")


def write_report(path: Path, results: Sequence[CheckResult], known: Origins) -> None:
    """Write *results* as CSV or JSON, by the suffix of *path*: a row for each cell to mend."""
    check_suffix(path)
    rows = [row for result in results for row in _rows(result, known)]
    if path.suffix == ".json":
        text = json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], ensure_ascii=False, indent=1) + "\n"
    else:
        buffer = StringIO()
        csv.writer(buffer, lineterminator="\n").writerows([COLUMNS, *rows])
        text = buffer.getvalue()
    write_whole(path, text.encode())


def _rows(result: CheckResult, known: Origins) -> list[tuple[str, ...]]:
    cells = result.origins(known)
    return [
        (
            result.severity,
            result.shape.rpartition("#")[2],
            table,
            line,
            column,
            short_iri(result.focus),
            short_property(result.path),
            result.value or "",
            result.message("en"),
            result.message("ru"),
        )
        for table, line, column in [(cell.table, str(cell.line), cell.column) for cell in cells] or [("", "", "")]
    ]
