"""Lists of invented people in two sources, with planted cases, and what linking them comes to."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from load_fixture import CURATED, Run, lines, load_table, rehabkg, written

from rehabkg.link.known import Known
from rehabkg.load.formats import ReadOptions
from rehabkg.settings import DEFAULT_BASE
from rehabkg.store.version import write_version

HEADINGS = (
    "id", "surname", "given_name", "patronymic", "sex", "birth_date", "birth_place", "nationality", "residence",
    "occupation", "book", "arrest_date", "decision_date", "articles", "rehabilitation_date", "death_date",
)  # fmt: skip
MAPPING = "\n".join(
    (
        'number = "id"', "[file]", 'kind = "csv"', 'encoding = "utf-8"', 'delimiter = ","', "header = 1", "[columns]",
        *(
            f'"{name}" = "{"case.1." if name in ("arrest_date", "decision_date", "articles") else ""}{name}"'
            for name in HEADINGS[1:]
        ),
        "",
    )
)  # fmt: skip
GRAPH = "link-records"
Row = Mapping[str, str]

WELL_TOLD = {
    "surname": "Бекасов", "given_name": "Аристарх", "patronymic": "Пантелеймонович", "sex": "м",
    "birth_date": "14.02.1891", "birth_place": "Тульская обл., Белёвский р-н, д. Выдумка", "nationality": "русский",
    "arrest_date": "03.09.1937", "decision_date": "21.11.1937", "rehabilitation_date": "05.06.1957",
}  # fmt: skip
FATHER = {
    "surname": "Небылицын", "given_name": "Иван", "patronymic": "Иванович", "sex": "м", "birth_date": "1871",
    "birth_place": "Тульская обл., д. Небыль", "arrest_date": "02.10.1937", "decision_date": "30.11.1937",
}  # fmt: skip
BROTHER = {
    "surname": "Сказкин", "given_name": "Пётр", "patronymic": "Фомич", "sex": "м", "birth_date": "1901",
    "birth_place": "Орловская обл., д. Сказка", "nationality": "русский", "arrest_date": "11.12.1937",
    "decision_date": "15.02.1938", "residence": "Орловская обл., д. Сказка",
}  # fmt: skip
HUSBAND = {
    "surname": "Вымыслов", "given_name": "Лука", "patronymic": "Егорович", "sex": "м", "birth_date": "1888",
    "birth_place": "Курская обл., д. Вымысел", "nationality": "русский", "arrest_date": "05.01.1938",
    "decision_date": "10.03.1938",
}  # fmt: skip
NAMESAKE = {"surname": "Иванов", "given_name": "Иван", "patronymic": "Иванович", "sex": "м", "birth_date": "1900"}

# Numbers of one person in both lists are the same, those of others differ.
LEFT: Sequence[Row] = (
    {**WELL_TOLD, "id": "1", "book": "Первая книга"},
    {**FATHER, "id": "2", "book": "Первая книга"},
    {**BROTHER, "id": "3", "book": "Первая книга"},
    {**HUSBAND, "id": "4", "book": "Первая книга"},
    {**NAMESAKE, "id": "5", "book": "Первая книга"},
    {**NAMESAKE, "id": "6", "book": "Первая книга"},
    {**WELL_TOLD, "id": "7", "surname": "Ковальская", "given_name": "Юзефа", "patronymic": "Осиповна", "sex": "ж",
     "birth_date": "1899", "book": "Первая книга", "arrest_date": "17.08.1937", "decision_date": "24.08.1937"},
)  # fmt: skip
RIGHT: Sequence[Row] = (
    {**WELL_TOLD, "id": "1", "book": "Вторая книга", "birth_date": "1891"},
    {**FATHER, "id": "12", "birth_date": "1903", "book": "Вторая книга"},
    {**BROTHER, "id": "13", "given_name": "Павел", "birth_date": "1905", "book": "Вторая книга"},
    {**HUSBAND, "id": "14", "given_name": "Анна", "patronymic": "Петровна", "surname": "Вымыслова", "sex": "ж",
     "birth_date": "1890", "book": "Вторая книга"},
    {**BROTHER, "id": "3", "book": "Вторая книга", "surname": "Сказкинъ", "occupation": "плотник"},
    {**WELL_TOLD, "id": "7", "surname": "Ковальска", "given_name": "Йозефа", "patronymic": "Йосифовна", "sex": "ж",
     "birth_date": "1899", "book": "Вторая книга", "arrest_date": "17.08.1937", "decision_date": "24.08.1937"},
)  # fmt: skip
TOGETHER = {("left.1", "right.1"), ("left.3", "right.3"), ("left.7", "right.7")}


def csv_of(rows: Sequence[Row], headings: Sequence[str] = HEADINGS) -> str:
    """Return a table of *rows*."""
    text = StringIO()
    writer = csv.DictWriter(text, headings, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def bare_store(folder: Path) -> Path:
    """Write a store of a handful of statements, without records."""
    path = folder / "store"
    write_version(path, CURATED, DEFAULT_BASE)
    return path


def load_rows(store: Path, source: str, rows: Sequence[Row]) -> None:
    """Load *rows* as a table of a source."""
    folder = store.parent
    mapping = written(folder / "map.toml", MAPPING)
    file = written(folder / f"{source}.csv", csv_of(rows))
    load_table(store, file, source=source, format="table", options=ReadOptions(mapping=mapping))


def store_of(folder: Path, left: Sequence[Row] = LEFT, right: Sequence[Row] = RIGHT) -> Path:
    """Write a store with the two lists loaded as the sources `left` and `right`."""
    path = bare_store(folder)
    load_rows(path, "left", left)
    load_rows(path, "right", right)
    return path


def linked(store: Path, *arguments: object) -> Run:
    """Link the records of a store."""
    return rehabkg("link", "records", "--store", store, "--jobs", 1, *arguments)


def people_of(store: Path) -> set[tuple[str, ...]]:
    """Return the records of each linked person."""
    found: dict[str, set[str]] = {}
    for line in lines(store, GRAPH):
        subject, predicate, value = line.split(" ")[:3]
        if predicate.endswith("#reconstructedFrom>"):
            found.setdefault(subject, set()).add(value.strip("<>").rpartition("/")[2])
    return {tuple(sorted(members)) for members in found.values()}


def known(record: str = "a.1", **told: object) -> Known:
    """Return somebody of a source that is told by the id."""
    return Known(**{"id": record, "source": record.partition(".")[0], **told})  # type: ignore[arg-type]
