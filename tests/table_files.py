"""Tables of invented people in files of every kind, and the reading of them, that several tests share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from rehabkg.errors import RowError, SourceError
from rehabkg.readers.table import TableMapping, load_mapping, read_table
from rehabkg.records.printed import PrintedRecord

CASES = Path(__file__).parent / "cases" / "records" / "table"
HEAD = '[file]\nkind = "csv"\nencoding = "utf-8"\n'
COLUMNS = '[columns]\n"Фамилия" = "surname"\n"Имя" = "given_name"\n'
GOOD = "N,Фамилия,Имя\n1,Выдумов,Иван\n2,Небылицына,Анна\n"
SHEET = '[file]\nkind = "xlsx"\n[columns]\n"Фамилия" = "surname"\n"Имя" = "given_name"\n'
COLUMNAR = SHEET.replace("xlsx", "parquet")
Read = tuple[list[PrintedRecord], list[str]]


def mapping_of(folder: Path, text: str) -> TableMapping:
    path = folder / "map.toml"
    path.write_text(text, encoding="utf-8")
    return load_mapping(path, folder / "t.csv")


def read(folder: Path, content: str | bytes, mapping: str = HEAD + COLUMNS, name: str = "t.csv") -> Read:
    """Return the records of a file and its messages."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, mapping_of(folder, mapping))


def read_file(path: Path, mapping: TableMapping) -> Read:
    errors: list[SourceError] = []
    records = list(read_table(path, mapping, report=errors.append))
    messages = [str(error).removeprefix(f"{path.parent}/") for error in errors]
    assert all(len(message.splitlines()) == 1 for message in messages)
    return records, messages


def refused(folder: Path, content: str | bytes, mapping: str = HEAD + COLUMNS, name: str = "t.csv") -> str:
    """Return the one line that says why a file cannot be read at all."""
    with pytest.raises(SourceError) as raised:
        read(folder, content, mapping, name)
    assert not isinstance(raised.value, RowError)
    message = str(raised.value).removeprefix(f"{folder}/")
    assert len(message.splitlines()) == 1
    return message


def surnames(records: Sequence[PrintedRecord]) -> list[str]:
    return [record.fields["surname"] for record in records]


def workbook(folder: Path, rows: Sequence[Sequence[Any]], title: str = "Лист1") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    path = folder / "t.xlsx"
    book.save(path)
    return path


def columnar(folder: Path, columns: dict[str, Any], **options: Any) -> Path:
    path = folder / "t.parquet"
    parquet.write_table(pa.table(columns), path, **options)
    return path
