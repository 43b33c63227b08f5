"""Bad input through the command: one clear line, what can be read is loaded, the rest is reported, the store whole."""

from __future__ import annotations

import bz2
import gzip
import random
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from load_fixture import (
    BAD_CALL,
    BAD_DATA,
    CASES,
    CURATED,
    GOOD,
    lines,
    people,
    refusal,
    rehabkg,
    rejects,
    said,
    table,
    table_row,
    written,
)
from workbook_files import parts, sheet, write_parts, write_workbook

from rehabkg.settings import DEFAULT_BASE
from rehabkg.store.version import write_version

# Compressed pictures and programs look like this; the same bytes in every run.
NOISE = b"\x89PNG\r\n\x1a\n" + random.Random(1937).randbytes(20_000)  # noqa: S311
Make = Callable[[Path], tuple[object, ...]]


@dataclass(frozen=True)
class Refused:
    """Input of which nothing can be read: the end of the path that the line begins with, and what it says."""

    make: Make
    message: str
    code: int = BAD_DATA


@dataclass(frozen=True)
class Partly:
    """Input of which a part can be read: the numbers of the records loaded, and the rows of the report.

    A row is its outcome, file, line, column, and parts of the value, the message and the row as printed.
    """

    make: Make
    loaded: set[str]
    report: tuple[tuple[str, str, str, str, str, str, str], ...]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a loaded source that each bad input is to take the place of."""
    path = tmp_path_factory.mktemp("faults") / "store"
    write_version(path, CURATED, DEFAULT_BASE)
    good = written(path.parent / "good.tsv", people(2, first=900))
    assert rehabkg("load", "memorial-table", good, "--source", "list", "--store", path, "--jobs", 1).code == GOOD
    return path


def hold(case: Refused | Partly, store: Path, folder: Path) -> None:
    """Load the input of a case in the place of the good source, and hold what comes of it to the case."""
    report = folder / "rejects.csv"
    before = lines(store)
    arguments = case.make(folder)

    run = rehabkg("load", *arguments, "--source", "list", "--store", store, "--jobs", 1, "--rejects", report)

    if isinstance(case, Refused):
        line = refusal(run, case.code)
        assert case.message in line
        assert lines(store) == before
        return
    assert run.code == GOOD, run.err
    found = lines(store, "list")
    kept = [line for line in lines(store) if "/graph/list>" not in line and "/graph/derived-list>" not in line]
    assert len(kept) == CURATED.count(b"\n")
    start = f"<{DEFAULT_BASE}id/record/list."
    assert {line.split("> ")[0].removeprefix(start) for line in found if line.startswith(start)} == case.loaded
    rows = rejects(report)
    shown = ("outcome", "file", "line", "column", "value", "message", "printed")
    assert len(rows) == len(case.report), rows
    for row, wanted in zip(rows, case.report, strict=True):
        assert tuple(row[name] for name in shown[:4]) == wanted[:4]
        assert all(part in row[name] for name, part in zip(shown[4:], wanted[4:], strict=True)), row
        assert "\n" not in row["message"]
        assert row["rule"]
    counts = Counter(row["outcome"] for row in rows)
    rejected, unread = counts["rejected"], counts["unread"]
    told = [line for line in said(run) if "what was rejected or not read" in line]
    assert told == ([f"what was rejected or not read: {report}"] if rejected or unread else [])
    assert f"list: {len(case.loaded)} records, {rejected} rejected, {unread} cells not read;" in run.out


# What is handed over in place of any source.
ANY: Mapping[str, Callable[[str], Refused]] = {
    "missing file": lambda name: Refused(lambda folder: (name, folder / "nowhere"), "nowhere: is missing"),
    "empty folder": lambda name: Refused(lambda folder: (name, made(folder / "empty")), "empty: holds no file"),
    "device": lambda name: Refused(lambda _: (name, "/dev/zero"), "/dev/zero: is neither a file nor a folder"),
}
FORMATS = ("memorial-table", "memorial-lists", "open-list", "table", "khabarovsk")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kind", ANY)
def test_what_is_no_source_at_all_is_told(kind: str, name: str, store: Path, tmp_path: Path) -> None:
    """A slip in the path is the commonest fault, and /dev/zero would be read for ever."""
    case = ANY[kind](name)
    if name == "table":
        mapping = written(tmp_path / "map.toml", MAPPING)
        case = Refused(lambda folder: (*ANY[kind](name).make(folder), "--mapping", mapping), case.message)

    hold(case, store, tmp_path)


def made(folder: Path) -> Path:
    """Make a folder."""
    folder.mkdir()
    return folder


def memorial(content: bytes) -> Make:
    """Return the call that loads *content* as Memorial's table."""
    return lambda folder: ("memorial-table", written(folder / "t.tsv", content))


FOUR = [table_row(n) for n in range(1, 5)]
LONG = table_row(2, nation="х" * 30_000)
MEMORIAL_TABLE: Mapping[str, Refused | Partly] = {
    "windows-1251": Refused(memorial(people(9).decode().encode("cp1251")), "t.tsv:2: the rows are not UTF-8 but win"),
    "UTF-16": Refused(memorial(people(9).decode().encode("utf-16")), "t.tsv:1: is UTF-16; save the table as UTF-8"),
    "binary": Refused(memorial(NOISE), "t.tsv:1: the header is not UTF-8 (byte 0x89)"),
    "archive": Refused(memorial(gzip.compress(people(3))), "t.tsv: is a gzip archive; the table itself is wanted"),
    "empty": Refused(memorial(b""), "t.tsv: is empty; a header of 39 tab-separated columns is wanted"),
    "column missing": Refused(memorial(people(3).replace(b"\tsex\t", b"\t")), "t.tsv:1: the header lacks 'sex'"),
    "column doubled": Refused(
        memorial(people(3).replace(b"\tsex\t", b"\tsex\tsex\t")), "t.tsv:1: the header names 'sex' more than once"
    ),
    "folder in place of a file": Refused(
        lambda _: ("memorial-table", CASES / "khabarovsk"), "khabarovsk: cannot be read: Is a directory"
    ),
    "cut off": Partly(
        memorial(table(*FOUR)[:-200]),
        {"1", "2", "3"},
        (("rejected", "t.tsv", "5", "(row)", "4\tВыдумов", "is not a row of 39 cells: it has 2", "4\tВыдумов\tИван"),),
    ),
    "row of another encoding": Partly(
        memorial(table(*FOUR).replace(FOUR[1].encode(), FOUR[1].encode("cp1251"))),
        {"1", "3", "4"},
        (("rejected", "t.tsv", "3", "surname", "\\xc2\\xfb", "is not UTF-8 text (byte 0xc2)", "2\t\\xc2\\xfb"),),
    ),
    "too many cells": Partly(
        memorial(table(FOUR[0], FOUR[1] + "\tx\ty", FOUR[2])),
        {"1", "3"},
        (("rejected", "t.tsv", "3", "(row)", "\tx\ty", "is not a row of 39 cells: it has 41", FOUR[1] + "\tx\ty"),),
    ),
    "31 February": Partly(
        memorial(table(FOUR[0], table_row(2, process_date="31.2.1938"))),
        {"1", "2"},
        (("unread", "t.tsv", "3", "decision_date", "31.2.1938", "is not a day that exists", "2\tВыдумов"),),
    ),
    "NUL byte": Partly(
        memorial(table(FOUR[0], table_row(2, nation="рус\0ский"))),
        {"1"},
        (("rejected", "t.tsv", "3", "nation", "рус\\x00ский", "is not text without NUL bytes", "2\tВыдумов"),),
    ),
    "long cell": Partly(
        memorial(table(FOUR[0], LONG, FOUR[2])),
        {"1", "3"},
        (("rejected", "t.tsv", "3", "nation", "ххх", "is not a cell of at most 20,000 char", "2\tВыдумов"),),
    ),
    "cell longer than any row": Partly(
        memorial(table(FOUR[0], table_row(2, nation="х" * 2_000_000), FOUR[2])),
        {"1", "3"},
        (("rejected", "t.tsv", "3", "(row)", "2\tВыдумов", "is not a line of at most 1,048,576 bytes", "2\tВ"),),
    ),
}

BODIES = (
    "Родился в 1901 г., д. Выдумка; плотник.\nПриговор: 10 лет ИТЛ\n---\nРодилась в 1929 г.\n---\nРодился в 1903 г."
)
PAGE = (CASES / "memorial-lists" / "pages" / "d1" / "f1.htm").read_bytes()


def bodies(content: bytes, *more: object) -> Make:
    """Return the call that loads *content* as the bodies of a list."""
    return lambda folder: ("memorial-lists", written(folder / "t.txt", content), *more)


def pages(**contents: bytes) -> Make:
    """Return the call that loads pages of the site from a folder."""

    def make(folder: Path) -> tuple[object, ...]:
        for name, content in contents.items():
            written(folder / "pages" / f"{name}.htm", content)
        return "memorial-lists", folder / "pages"

    return make


MEMORIAL_LISTS: Mapping[str, Refused | Partly] = {
    "no Russian encoding": Refused(
        bodies("Gebürtig in Köln; müde, größer\n---\nÄöü\n".encode("latin-1") * 9),
        "t.txt: is not UTF-8, nor Russian in any of windows-1251, koi8-r, cp866, iso-8859-5; say which it has with",
    ),
    "called by a wrong name": Refused(
        bodies(BODIES.encode("cp1251"), "--encoding", "utf-8"),
        "nothing loaded: 0 records read, 3 rejected, first t.txt:1: byte 0xd0 does not fit the file's encoding; ",
    ),
    "called by no name": Refused(
        bodies(BODIES.encode(), "--encoding", "klingon"), "encoding 'klingon' is not known; known are utf-8", BAD_CALL
    ),
    "binary": Refused(bodies(NOISE), "t.txt: is a PNG picture, a text is wanted"),
    "empty": Refused(bodies(b""), "nothing loaded: 0 records read, 0 rejected"),
    "nothing but separators": Refused(bodies(b"---\n\n---\n"), "nothing loaded: 0 records read, 0 rejected"),
    "UTF-16 cut off": Refused(bodies(BODIES.encode("utf-16")[:-1]), "is not utf-16 from here on: truncated data"),
    "folder without a page": Refused(
        lambda folder: ("memorial-lists", written(folder / "pages" / "x.txt", "x").parent), "pages: holds no page (*.h"
    ),
    "page of another site": Refused(
        pages(a=b"<html><body><p>x</p></body></html>"),
        "nothing loaded: 0 records read, 1 rejected, first a.htm: holds no paragraph of the class 'name'",
    ),
    "letter that is none": Partly(
        bodies(BODIES.encode().replace("плотник".encode(), b"plo\xfftnik")),
        {"l4", "l6"},
        (("rejected", "t.txt", "1", "", "", "byte 0xff does not fit the file's encoding", "Выдумка; plo\\xfftnik"),),
    ),
    "NUL byte": Partly(
        bodies(BODIES.replace("1929", "19\x0029").encode()),
        {"l1", "l6"},
        (("rejected", "t.txt", "4", "", "", "there is a NUL byte", "Родилась в 19\\x0029 г."),),
    ),
    "long line": Partly(
        bodies(BODIES.replace("1929", "9" * 1_100_000).encode()),
        {"l1", "l6"},
        (("rejected", "t.txt", "4", "", "", "more than 1,000,000 characters without an end", "Родилась в 999"),),
    ),
    "picture and a cut page among the pages": Partly(
        pages(a=PAGE, b=NOISE, c=PAGE[:-300]),
        {"a.htm%23n1", "a.htm%23n2"},
        (
            ("rejected", "b.htm", "", "", "", "is a PNG picture, a text is wanted", ""),
            ("rejected", "c.htm", "8", "", "", "the page ends within this record", "Придуманов Иван"),
            ("warning", "c.htm", "16", "", "", "the page ends without </html>; it may be cut off", ""),
        ),
    ),
}


def page(number: int, title: str, form: str) -> str:
    """Return a page of a wiki's export."""
    return (
        f"<page><title>{title}</title><ns>0</ns><id>{number}</id><revision><id>1</id>"
        f"<timestamp>2017-03-01T09:24:20Z</timestamp><text>{{{{Формуляр\n{form}\n}}}}</text></revision></page>\n"
    )


WIKI = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="ru">\n'
    + page(1, "Выдумов Иван (1890)", "|дата рождения=12.03.1890")
    + page(2, "Небылов Пётр (1891)", "|дата рождения=13.03.1891")
    + page(3, "Сказкин Лев (1892)", "|дата рождения=14.03.1892")
    + "</mediawiki>\n"
)


def wiki(content: str | bytes, name: str = "t.xml") -> Make:
    """Return the call that loads *content* as an export of the wiki."""
    return lambda folder: ("open-list", written(folder / name, content))


ENTITY = '<!DOCTYPE mediawiki [<!ENTITY a "ааа"><!ENTITY b "&a;&a;&a;">]>\n'
OPEN_LIST: Mapping[str, Refused | Partly] = {
    "windows-1251": Refused(
        wiki(WIKI.encode("cp1251")),
        "nothing loaded: 0 records read, 1 rejected, first t.xml:2: the XML is broken here: not well-formed",
    ),
    "binary": Refused(wiki(NOISE), "t.xml:1: is no MediaWiki export: the XML is broken here: not well-formed"),
    "other XML": Refused(wiki("<html><body/></html>"), "t.xml:1: is no MediaWiki export: its root is <html>, <medi"),
    "empty": Refused(wiki(""), "t.xml:1: is no MediaWiki export: the XML is broken here: no element found"),
    "entities": Refused(wiki(ENTITY + WIKI), "t.xml:1: is no MediaWiki export: a document type is declared, as no"),
    "another archive": Refused(wiki(b"PK\x03\x04" + NOISE), "t.xml: is a zip archive: unpack it first"),
    "packed file cut off": Refused(
        wiki(bz2.compress(WIKI.encode())[:-20], "t.xml.bz2"), "is no MediaWiki export: the packed file is damaged"
    ),
    "nesting": Refused(
        wiki(WIKI.replace("<timestamp>", "<a>" * 30)),
        "nothing loaded: 0 records read, 1 rejected, first t.xml:2: elements nest deeper than 20",
    ),
    "cut off": Partly(
        wiki(WIKI[: WIKI.index("Сказкин")]),
        {"1", "2"},
        (("rejected", "t.xml", "8", "", "", "the XML is broken here: no element found; the 2 pages before it", ""),),
    ),
    "tags that do not fit": Partly(
        wiki(WIKI[::-1].replace("</revision>"[::-1], "</revisio>"[::-1], 1)[::-1]),
        {"1", "2"},
        (("rejected", "t.xml", "10", "", "", "the XML is broken here: mismatched tag; the 2 pages before it", ""),),
    ),
    "NUL byte": Partly(
        wiki(WIKI.replace("Сказкин", "Сказ\0кин")),
        {"1", "2"},
        (("rejected", "t.xml", "8", "", "", "the XML is broken here: not well-formed", ""),),
    ),
    "page doubled": Partly(
        wiki(WIKI.replace("<id>3</id>", "<id>2</id>")),
        {"1", "2"},
        (("rejected", "t.xml", "8", "", "", "page 2: a page of this id was read before", ""),),
    ),
    "31 February": Partly(
        wiki(WIKI.replace("13.03.1891", "31.02.1891")),
        {"1", "2", "3"},
        (("unread", "t.xml", "5", "birth_date", "31.02.1891", "is not a day that exists", "Небылов Пётр"),),
    ),
    "long text": Partly(
        wiki(WIKI.replace("13.03.1891", "х" * 2_200_000)),
        {"1", "3"},
        (("rejected", "t.xml", "5", "", "", "page 2: its text is longer than 2,097,152 characters", ""),),
    ),
}

MAPPING = """number = "№"
[file]
kind = "xlsx"
[columns]
"Фамилия" = "surname"
"Осуждён" = { field = "case.1.decision_date", date = ["dd.MM.yyyy"] }
"""
HEADINGS = ["№", "Фамилия", "Осуждён"]
ROWS = [HEADINGS, ["1", "Выдумов", "02.12.1937"], ["2", "Небылов", "03.12.1937"]]


def with_mapping(folder: Path, file: Path) -> tuple[object, ...]:
    """Return the call that loads a workbook by the mapping."""
    return "table", file, "--mapping", written(folder / "map.toml", MAPPING)


def workbook(*rows: list[str | int | float | None]) -> Make:
    """Return the call that loads a workbook of *rows*."""
    return lambda folder: with_mapping(folder, write_workbook(folder / "t.xlsx", rows))


def workbook_of(content: str | bytes) -> Make:
    """Return the call that loads what is no workbook: its one sheet as XML, or all of its bytes."""

    def make(folder: Path) -> tuple[object, ...]:
        path = folder / "t.xlsx"
        whole = write_parts(path, parts(content)) if isinstance(content, str) else written(path, content)
        return with_mapping(folder, whole)

    return make


def workbook_cut(folder: Path) -> tuple[object, ...]:
    """Return the call that loads the first half of a workbook."""
    path = write_workbook(folder / "t.xlsx", ROWS)
    return with_mapping(folder, written(path, path.read_bytes()[:400]))


SHEET = sheet(ROWS)
TABLE: Mapping[str, Refused | Partly] = {
    "text": Refused(workbook_of(people(1)), "t.xlsx: is a text, an xlsx workbook is wanted"),
    "binary": Refused(workbook_of(NOISE), "t.xlsx: is a PNG picture, an xlsx workbook is wanted"),
    "cut off": Refused(workbook_cut, "t.xlsx: is no whole xlsx workbook: File is not a zip file"),
    "bomb": Refused(workbook_of(SHEET.replace("Небылов", " " * 40_000_000)), "sheet1.xml' in it unpacks to 1,0"),
    "entities": Refused(
        workbook_of(sheet(ROWS, before='<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>')),
        "t.xlsx: is no whole xlsx workbook: EntitiesForbidden",
    ),
    "headings broken": Refused(
        workbook_of(SHEET.replace("</row>", "</rw>")), "t.xlsx:1: cannot be read from row 1 on: mismatched tag"
    ),
    "column missing": Refused(
        workbook(["№", "Фамилия"], ["1", "Выдумов"]), "t.xlsx:1: there is no heading 'Осуждён'; the headings are"
    ),
    "column doubled": Refused(
        workbook([*HEADINGS, "Фамилия"], ["1", "А", "02.12.1937", "Б"]),
        "t.xlsx:1: the heading 'Фамилия' stands over 2 columns",
    ),
    "headings alone": Refused(workbook(HEADINGS), "nothing loaded: 0 records read, 0 rejected"),
    "no mapping": Refused(
        lambda folder: ("table", write_workbook(folder / "t.xlsx", ROWS)),
        "a table needs --mapping FILE; 'rehabkg map init' proposes one",
        BAD_CALL,
    ),
    "mapping missing": Refused(
        lambda folder: ("table", write_workbook(folder / "t.xlsx", ROWS), "--mapping", folder / "no.toml"),
        "no.toml: cannot be read: No such file or directory",
    ),
    "sheet cut off": Partly(
        workbook_of(SHEET[: SHEET.index("Небылов")]),
        {"1"},
        (("rejected", "t.xlsx", "3", "", "", "cannot be read from row 3 on: ", ""),),
    ),
    "NUL byte": Partly(
        workbook_of(SHEET.replace("Небылов", "Небы\0лов")),
        {"1"},
        (("rejected", "t.xlsx", "3", "", "", "cannot be read from row 3 on: not well-formed", ""),),
    ),
    "too many cells": Partly(
        workbook(*ROWS, ["3", "Третий", "04.12.1937", "лишнее"]),
        {"1", "2"},
        (("rejected", "t.xlsx", "4", "#4", "лишнее", "is not in a row of 3 cells: it has 4", "3\tТретий"),),
    ),
    "31 February": Partly(
        workbook(*ROWS, ["3", "Третий", "31.02.1937"]),
        {"1", "2"},
        (("rejected", "t.xlsx", "4", "Осуждён", "31.02.1937", "is not a day of the calendar", "3\tТретий"),),
    ),
    "long cell": Partly(
        workbook(*ROWS, ["3", "х" * 120_000, "04.12.1937"]),
        {"1", "2"},
        (("rejected", "t.xlsx", "4", "#2", "хххх", "is not a cell of at most 100,000 characters", "3\tхххх"),),
    ),
    "number doubled": Partly(
        workbook(*ROWS, ["1", "Третий", "04.12.1937"]),
        {"1", "2"},
        (("rejected", "t.xlsx", "4", "№", "1", "is not a number of its own: row 2 has it", "1\tТретий"),),
    ),
}


def tables(change: Callable[[Path], object]) -> Make:
    """Return the call that loads the tables of Khabarovsk after a *change*."""

    def make(folder: Path) -> tuple[object, ...]:
        copied = Path(shutil.copytree(CASES / "khabarovsk", folder / "tables"))
        change(copied)
        return "khabarovsk", copied

    return make


def names(change: Callable[[str], str | bytes]) -> Make:
    """Return the call after a *change* of the table of names."""
    return tables(lambda folder: written(folder / "names.csv", change((folder / "names.csv").read_text())))


ALL = {"900001", "900002", "900010"}
KHABAROVSK: Mapping[str, Refused | Partly] = {
    "binary": Refused(names(lambda _: NOISE), "tables/names.csv: is a PNG picture, a text is wanted"),
    "binary beside the names": Refused(
        tables(lambda folder: written(folder / "party.csv", NOISE)), "tables/party.csv: is a PNG picture, a text is"
    ),
    "column missing": Refused(
        names(lambda text: text.replace(",id", "", 1)), "tables/names.csv:1: the header is without 'id'"
    ),
    "column doubled": Refused(
        names(lambda text: text.replace("имя,", "имя,имя,", 1)), "names.csv:1: the header is with doubled 'имя'"
    ),
    "empty": Refused(names(lambda _: ""), "tables/names.csv:1: the table is empty; a header line is wanted"),
    "no names": Refused(
        tables(lambda folder: (folder / "names.csv").unlink()), "tables: holds no names.csv, the table of names"
    ),
    "windows-1251": Partly(names(lambda text: text.encode("cp1251")), ALL, ()),
    "cut off": Partly(
        names(lambda text: text[:-8]),
        {"900001", "900002"},
        (
            ("rejected", "names.csv", "6", "", "", "the row has 4 cells, 5 are wanted", "Вера,Выдумовна"),
            ("rejected", "gender.csv", "3", "id", "900010", "is not an id of names.csv", "пол: женщина"),
        ),
    ),
    "too many cells": Partly(
        names(lambda text: text + "Иван,Н,Лишнев,True,900077,x\n"),
        ALL,
        (("rejected", "names.csv", "7", "", "", "the row has 6 cells, 5 are wanted", "Иван,Н,Лишнев,True,900077,x"),),
    ),
    "NUL byte": Partly(
        names(lambda text: text + "Ив\0ан,Н,Лишнев,True,900077\n"),
        ALL,
        (("rejected", "names.csv", "7", "", "", "there is a NUL byte", "Ив\\x00ан,Н,Лишнев"),),
    ),
    "letter cut": Partly(
        tables(lambda folder: written(folder / "party.csv", (folder / "party.csv").read_bytes()[:-2])),
        ALL,
        (("rejected", "party.csv", "4", "", "", "does not fit the file's encoding", "900001,нет данны"),),
    ),
    "long cell": Partly(
        names(lambda text: text + f"Иван,Н,{'х' * 120_000},True,900077\n"),
        ALL,
        (("rejected", "names.csv", "7", "", "", "a cell has 120,000 letters, at most 100,000", "Иван,Н,хххх"),),
    ),
}
MATRIX = {
    f"{name}, {fault}": case
    for name, cases in (
        ("memorial-table", MEMORIAL_TABLE), ("memorial-lists", MEMORIAL_LISTS), ("open-list", OPEN_LIST),
        ("table", TABLE), ("khabarovsk", KHABAROVSK),
    )
    for fault, case in cases.items()
}  # fmt: skip


@pytest.mark.parametrize("case", MATRIX.values(), ids=MATRIX)
def test_bad_input_costs_what_is_bad_and_nothing_else(case: Refused | Partly, store: Path, tmp_path: Path) -> None:
    """Archives hand over what they have; whatever that is, the line says what is wrong and the store stays whole."""
    hold(case, store, tmp_path)


def test_parsing_tells_of_bad_rows_by_its_exit_code(tmp_path: Path) -> None:
    """Who tries a file before loading it gets the records that are there, and each fault in a line."""
    file = written(tmp_path / "t.tsv", table(FOUR[0], "2\tx", table_row(3, process_date="31.2.1938")))

    run = rehabkg("parse", "memorial-table", file)

    assert run.code == BAD_DATA
    assert run.out.count("\n") == 2
    assert run.err.splitlines() == [
        "t.tsv:3: column '(row)': '2\\tx' is not a row of 39 cells: it has 2",
        "t.tsv:4: column 'decision_date': '31.2.1938' is not a day that exists",
    ]
