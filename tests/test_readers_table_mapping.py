"""A mapping file, in the short form and in the standard: what it says is what is read, and each fault is one line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_files import CASES, COLUMNS, HEAD, mapping_of, read_file

from rehabkg.errors import SourceError
from rehabkg.readers.table import TableMapping, load_mapping
from rehabkg.readers.table.date_format import date_reader
from rehabkg.readers.table.mapping import Dialect, Numerals, Place
from rehabkg.readers.table.node import LONGEST_FILE_BYTES
from rehabkg.readers.table.target import FIELD_NAMESPACE, MOST_CASES, Target, parse_target, target_of_iri
from rehabkg.records.fields import CASE_FIELDS, PERSON_FIELDS

untimed = settings(deadline=None, max_examples=100)
ONE = '[columns]\n"а" = "surname"\n'


def fault(folder: Path, text: str | bytes, name: str = "map.toml") -> str:
    """Return the one line that says what is wrong with a mapping."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(SourceError) as raised:
        load_mapping(path, folder / "t.csv")
    message = str(raised.value).removeprefix(f"{folder}/")
    assert len(message.splitlines()) == 1
    return message


# Targets


@pytest.mark.parametrize("field", [*PERSON_FIELDS, "body", *(f"case.1.{field}" for field in CASE_FIELDS)])
def test_every_field_has_a_name_and_an_iri_that_lead_back_to_it(field: str) -> None:
    """What the TOML form can say, the standard can say."""
    target = parse_target(field)

    assert str(target) == field
    assert target_of_iri(target.iri) == target


@pytest.mark.parametrize("field", CASE_FIELDS)
@pytest.mark.parametrize("number", [2, MOST_CASES])
def test_a_case_has_a_number(field: str, number: int) -> None:
    """The second case of a person has the same fields."""
    assert parse_target(f"case.{number}.{field}") == Target(field, number)
    assert target_of_iri(f"{FIELD_NAMESPACE}case/{number}/{field}") == Target(field, number)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("surnme", "'surnme' is no field of a record; did you mean 'surname'"),
        ("Surname", "'Surname' is no field of a record; did you mean 'surname'"),
        ("articles", "'articles' is a field of a case; write 'case.1.articles'"),
        ("case.1.article", "'case.1.article' is no field of a record; did you mean 'case.1.articles'"),
        ("case.0.articles", f"'case.0.articles' has no case number from 1 to {MOST_CASES}"),
        ("case.21.articles", f"'case.21.articles' has no case number from 1 to {MOST_CASES}"),
        ("case.01.articles", f"'case.01.articles' has no case number from 1 to {MOST_CASES}"),
        ("case.١.articles", f"'case.١.articles' has no case number from 1 to {MOST_CASES}"),
        ("case.1.surname", "'case.1.surname' is no field of a record"),
        ("x" * 500, f"'{'x' * 79}…' is no field of a record"),
    ],
)
def test_a_name_that_is_no_field_is_told_with_the_nearest(name: str, message: str) -> None:
    """A misspelt field would be a column that nobody reads."""
    with pytest.raises(ValueError, match=re.escape(message)):
        parse_target(name)


def test_an_iri_of_another_vocabulary_is_none_of_ours() -> None:
    """A table may say what its columns are in other vocabularies too."""
    assert target_of_iri("http://schema.org/familyName") is None
    with pytest.raises(ValueError, match="'birth' is no field"):
        target_of_iri(f"{FIELD_NAMESPACE}birth")


# Date formats


@pytest.mark.parametrize("form", [
    "yyyy-MM-dd", "yyyyMMdd", "dd-MM-yyyy", "d-M-yyyy", "MM-dd-yyyy", "M-d-yyyy", "dd/MM/yyyy", "d/M/yyyy",
    "MM/dd/yyyy", "M/d/yyyy", "dd.MM.yyyy", "d.M.yyyy", "MM.dd.yyyy", "M.d.yyyy",
])  # fmt: skip
@untimed
@given(st.dates())
def test_every_format_of_the_standard_reads_every_day_written_in_it(form: str, day: Any) -> None:
    """Model for Tabular Data, section 6.4.4: these formats are recognised by every reader."""
    parts = {"yyyy": f"{day.year:04}", "MM": f"{day.month:02}", "M": str(day.month),
             "dd": f"{day.day:02}", "d": str(day.day)}  # fmt: skip
    written = re.sub("yyyy|MM|M|dd|d", lambda found: parts[found[0]], form)

    assert date_reader(form)(written) == f"{day.day:02}.{day.month:02}.{day.year:04}"


@pytest.mark.parametrize(
    "form", ["", "dd.MM.yy", "MMMM yyyy", "dd.MM", "dd.yyyy", "yyyy yyyy", "Q yyyy", "dd.MM.yyyy" * 9, "HH:mm"]
)
def test_what_is_no_date_format_is_refused(form: str) -> None:
    """A year of two digits would need a century, and names of months are no part of the standard."""
    with pytest.raises(ValueError, match="date"):
        date_reader(form)


# The short form


def test_the_short_form_says_what_is_read(tmp_path: Path) -> None:
    """Every key has its place."""
    found = mapping_of(tmp_path, (CASES / "map.toml").read_text(encoding="utf-8"))

    assert found.kind == "csv"
    assert found.number == (Place(("№",)),)
    assert found.dialect == Dialect(encoding="windows-1251", delimiter=";")
    columns = {str(column.target): column for column in found.columns}
    assert columns["case.1.articles"].separator == ","
    assert columns["case.1.articles"].null == ("нет данных", "-", "ЧСИР")
    assert columns["case.1.decision_date"].dates == ("dd.MM.yyyy", "yyyy")
    assert columns["file_number"].place == Place(position=14)
    assert columns["file_number"].language == "uk"
    assert dict(found.constants)[Target("book")] == "Книга памяти Вымышленской области"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "map.toml: file: is missing; a table [file] with its kind is wanted"),
        ("[file]\n", "map.toml: file.kind: is missing; one of csv, xlsx, parquet is wanted"),
        ('[file]\nkind = "xls"\n', "map.toml:2: file.kind: 'xls' is no kind of file known here; did you mean 'xlsx'?"),
        ('[file]\nkind = "csv"\n' + ONE, "map.toml: file.encoding: is missing; state it, such as 'utf-8'"),
        ('[file]\nkind = "csv"\nencoding = "utf-88"\n', "map.toml:3: file.encoding: 'utf-88' is no encoding known"),
        ('[file]\nkind = "csv"\nencodng = "utf-8"\n', "map.toml:3: file.encodng: is no key known here; did you mean"),
        ('[file]\nkind = "csv"\nsheet = "x"\n', "map.toml:3: file.sheet: belongs to a file of kind 'xlsx'"),
        ('[file]\nkind = "xlsx"\ndelimiter = ";"\n', "map.toml:3: file.delimiter: belongs to a file of kind 'csv'"),
        ('[file]\nkind = "parquet"\nheader = 2\n' + ONE, "map.toml:3: file.header: is always 1 where"),
        (HEAD, "map.toml: columns: is missing; a table [columns] of heading = field is wanted"),
        (HEAD + "[columns]\n", "map.toml: no column is mapped to a field; at least one is wanted"),
        (HEAD + '[columns]\n"а" = ""\n', "map.toml: no column is mapped to a field; at least one is wanted"),
        (HEAD + 'delimiter = ";;"\n' + ONE, "map.toml:4: file.delimiter: ';;' is not one character"),
        (HEAD + 'delimiter = ""\n' + ONE, "map.toml:4: file.delimiter: is blank; one character is wanted"),
        (HEAD + "delimiter = '\"'\n" + ONE, "map.toml: delimiter, quote and escape are not three different characters"),
        (HEAD + 'header = "1"\n' + ONE, "map.toml:4: file.header: '1' is not a whole number"),
        (HEAD + "header = -1\n" + ONE, "map.toml:4: file.header: -1 is not a whole number from 0 to 1000"),
        (HEAD + "header = true\n" + ONE, "map.toml:4: file.header: True is not a whole number from 0 to 1000"),
        (HEAD + '[columns]\n"а" = "surnme"\n', "map.toml:5: columns.а: 'surnme' is no field of a record; did you mean"),
        (HEAD + '[columns]\n"а" = "articles"\n', "map.toml:5: columns.а: 'articles' is a field of a case; write"),
        (HEAD + '[columns]\n"а" = 5\n', "map.toml:5: columns.а: '5' is no field, nor a table with one"),
        (HEAD + '[columns]\n"а" = { null = "x" }\n', "map.toml:5: columns.а.field: is missing"),
        (HEAD + '[columns]\n"а" = { field = "note", nul = "x" }\n',
         "map.toml:5: columns.а.nul: is no key known here; did you mean 'null'?"),
        (HEAD + '[columns]\n"а" = { field = "note", date = "dd.MM.yy" }\n', "map.toml:5: columns.а.date: 'yy' in"),
        (HEAD + '[columns]\n"а" = { field = "note", required = "yes" }\n',
         "map.toml:5: columns.а.required: 'yes' is not true or false"),
        (HEAD + '[columns]\n"а" = { field = "note", language = "русский" }\n',
         "map.toml:5: columns.а.language: 'русский' is no language tag such as 'ru'"),
        (HEAD + '[columns]\n"а" = { field = "note", null = [1] }\n', "map.toml:5: columns.а.null: '[1]' is not a text"),
        (HEAD + '[columns]\n"а" = "note"\n"б" = "note"\n',
         "map.toml: 'note' is given by column 'а' and by column 'б'; leave one out"),
        (HEAD + ONE + '[constants]\nsurname = "В"\n',
         "map.toml: 'surname' is given by column 'а' and by the constant; leave one out"),
        (HEAD + ONE + '[constants]\nbok = "В"\n', "map.toml:7: constants.bok: 'bok' is no field of a record; did you"),
        (HEAD + ONE + '[constants]\n"case.3.note" = "В"\n',
         "map.toml: the constant 'case.3.note' has no case: no column tells of case 3"),
        (HEAD + '[columns]\n"а" = "note"\n"а" = "book"\n', "map.toml:6: is no TOML: Cannot overwrite a value"),
        (HEAD + "[columns\n", "map.toml:4: is no TOML: "),
        ('colums = "x"\n' + HEAD + ONE, "map.toml:1: colums: is no key known here; did you mean 'columns'?"),
        (HEAD + ONE + "x = " + "[" * 5_000 + "]" * 5_000, "map.toml: is nested too deeply"),
        (HEAD.encode("utf-16"), "map.toml:1: byte 0xff is not UTF-8; save the mapping as UTF-8"),
        (b"#" * (LONGEST_FILE_BYTES + 1), "map.toml: has more than 1,048,576 bytes; a mapping file is wanted"),
    ],
)  # fmt: skip
def test_a_fault_of_the_short_form_is_one_line_with_its_place(text: str | bytes, message: str, tmp_path: Path) -> None:
    """A person edits it by hand: what is wrong, where, and what was meant."""
    assert fault(tmp_path, text).startswith(message)


def test_a_missing_mapping_is_one_line(tmp_path: Path) -> None:
    """A wrong path is the user's to mend."""
    with pytest.raises(SourceError, match=r"map\.toml: cannot be read: No such file"):
        load_mapping(tmp_path / "map.toml", tmp_path / "t.csv")


# The standard


def metadata(**changes: Any) -> dict[str, Any]:
    """Return metadata of one table with one column of ours."""
    columns = [{"titles": "а", "propertyUrl": f"{FIELD_NAMESPACE}surname"}]
    return {"@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "tableSchema": {"columns": columns}, **changes}


def columns(*described: dict[str, Any], **schema: Any) -> dict[str, Any]:
    return metadata(tableSchema={"columns": list(described), **schema})


def load(folder: Path, document: Any) -> TableMapping:
    path = folder / "t.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return load_mapping(path, folder / "t.csv")


OURS = {"titles": "а", "propertyUrl": f"{FIELD_NAMESPACE}surname"}


def test_the_standard_says_what_is_read() -> None:
    """Names, titles in several languages, inherited properties and virtual columns."""
    found = load_mapping(CASES / "list-metadata.json", CASES / "list.tsv")

    assert found.notes == ()
    assert found.dialect == Dialect(delimiter="\t", quote=None)
    assert found.number == (Place(("№",), 1),)
    by_target = {str(column.target): column for column in found.columns if column.target}
    assert by_target["surname"].place == Place(("Фамилия", "Surname"), 2)
    assert by_target["surname"].required
    assert by_target["birth_date"].null == ("", "-", "нет данных")
    assert by_target["case.1.articles"].null == ("ЧСИР",)
    assert by_target["file_number"].language == "uk"
    assert dict(found.constants)[Target("book")] == "Книга памяти Вымышленской области"


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (None, Dialect(comment="#")),
        ({}, Dialect(comment="#")),
        ({"commentPrefix": None}, Dialect()),
        ({"delimiter": ";", "encoding": "Windows-1251"}, Dialect(delimiter=";", encoding="windows-1251", comment="#")),
        ({"quoteChar": None}, Dialect(quote=None, comment="#")),
        ({"quoteChar": "'", "doubleQuote": False}, Dialect(quote="'", escape="\\", comment="#")),
        ({"header": False}, Dialect(header_rows=0, comment="#")),
        ({"header": False, "headerRowCount": 2}, Dialect(header_rows=2, comment="#")),
        ({"skipRows": 3, "skipColumns": 1}, Dialect(skip_rows=3, skip_columns=1, comment="#")),
        ({"trim": False}, Dialect(trim="false", comment="#")),
        ({"trim": "end"}, Dialect(trim="end", comment="#")),
        ({"skipInitialSpace": True}, Dialect(trim="start", comment="#")),
    ],
)
def test_a_dialect_is_read_as_the_standard_says(dialect: Any, expected: Dialect, tmp_path: Path) -> None:
    """Metadata Vocabulary, section 5.9, with its defaults."""
    document = metadata() if dialect is None else metadata(dialect=dialect)

    assert load(tmp_path, document).dialect == expected


def test_skipped_columns_and_rows_move_the_columns(tmp_path: Path) -> None:
    """The first column described is the first that is not skipped."""
    mapping = load(tmp_path, metadata(dialect={"skipColumns": 1, "skipRows": 1}))
    path = tmp_path / "t.csv"
    path.write_text("Список,\nx,а\n1,Выдумов\n", encoding="utf-8")
    records, messages = read_file(path, mapping)

    assert (messages, records[0].fields, records[0].line) == ([], {"surname": "Выдумов"}, 3)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("x\n1\n", "t.csv:1: column 1 is headed 'x', 'а' is wanted there"),
        ("а,б\n1,2\n", "t.csv:1: has 2 columns, the mapping describes 1"),
    ],
)
def test_a_table_of_other_columns_is_not_compatible(content: str, message: str, tmp_path: Path) -> None:
    """Columns are matched by their order, so the headings must agree (section 5.5.1)."""
    path = tmp_path / "t.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=re.escape(message)):
        read_file(path, load(tmp_path, metadata()))


@pytest.mark.parametrize(
    ("datatype", "cell", "value"),
    [
        ("date", "1937-05-12", "12.05.1937"),
        ("date", "1937-05-12Z", "12.05.1937"),
        ({"base": "date", "format": "M/d/yyyy"}, "5/12/1937", "12.05.1937"),
        ("gYear", "1937", "1937"),
        ("gYearMonth", "1937-05", "05.1937"),
        ("dateTime", "1937-05-12T00:00:00", "12.05.1937"),
        ("integer", "45", "45"),
        ({"base": "decimal", "format": {"decimalChar": ",", "groupChar": " "}}, "1 055,75", "1055.75"),
        ({"base": "boolean", "format": "да|нет"}, "да", "да"),
        ({"base": "string"}, "x", "x"),
    ],
)
def test_a_cell_of_a_datatype_is_read(datatype: Any, cell: str, value: str, tmp_path: Path) -> None:
    """Dates come as sources print them, numbers in plain digits."""
    assert through(tmp_path, {"datatype": datatype}, cell) == ([value], [])


@pytest.mark.parametrize(
    ("datatype", "cell", "expected"),
    [
        ("date", "12.05.1937", "a date in the form yyyy-MM-dd or yyyy-MM-ddX"),
        ("date", "1937-02-31", "a day of the calendar"),
        ("integer", "45.5", "a whole number"),
        ("decimal", "45,5", "a number"),
        ("boolean", "да", "one of 'true', 'false', '1', '0'"),
    ],
)
def test_a_cell_that_is_not_of_its_datatype_is_reported(
    datatype: Any, cell: str, expected: str, tmp_path: Path
) -> None:
    """The standard makes it an error of the cell."""
    assert through(tmp_path, {"datatype": datatype}, cell) == (
        [],
        [f"t.csv:2: column 'а': {cell!r} is not {expected}"],
    )


def through(folder: Path, properties: dict[str, Any], cell: str) -> tuple[list[str], list[str]]:
    """Return what one cell becomes in a column of these properties, and the messages."""
    column = {**OURS, **properties}
    mapping = load(folder, metadata(dialect={"delimiter": "|"}, tableSchema={"columns": [column]}))
    path = folder / "t.csv"
    path.write_text(f"а\n{cell}\n", encoding="utf-8")
    records, messages = read_file(path, mapping)
    return [record.fields["surname"] for record in records], messages


def test_numerals_are_those_of_the_format(tmp_path: Path) -> None:
    """A comma is a point where the format says so."""
    datatype = {"base": "decimal", "format": {"decimalChar": ","}}
    found = load(tmp_path, columns({**OURS, "datatype": datatype}))

    assert found.columns[0].numerals == Numerals(whole=False, decimal=",")


def test_the_table_of_a_group_is_the_one_of_the_file_s_name(tmp_path: Path) -> None:
    """One metadata file describes all tables of an archive; addresses are compared by their last part, not fetched."""
    first = {"url": "https://example.org/lists/t.csv", "tableSchema": {"columns": [OURS]}}
    second = {"url": "other.csv", "tableSchema": {"columns": [{**OURS, "titles": "б"}]}}
    group = {"@context": "http://www.w3.org/ns/csvw", "null": "-", "tables": [second, first]}
    found = load(tmp_path, group)

    assert found.columns[0].place.headings == ("а",)
    assert found.columns[0].null == ("-",)
    with pytest.raises(SourceError, match=r"0 of them describe 't\.csv'; they name 'other\.csv', 'more\.csv'"):
        load(tmp_path, {**group, "tables": [second, {**first, "url": "more.csv"}]})


def test_a_schema_beside_the_metadata_is_read_and_nothing_is_fetched(tmp_path: Path) -> None:
    """A reference may name a file of the same folder; a path elsewhere or an address is refused."""
    (tmp_path / "schema.json").write_text(json.dumps({"columns": [OURS]}), encoding="utf-8")

    assert load(tmp_path, metadata(tableSchema="schema.json")).columns[0].target == Target("surname")
    for elsewhere in ("https://example.org/schema.json", "../schema.json", "/etc/passwd", "..", "a/b.json", ""):
        with pytest.raises(SourceError, match=r"nothing is fetched"):
            load(tmp_path, metadata(tableSchema=elsewhere))


@pytest.mark.parametrize(
    ("document", "note"),
    [
        (metadata(url="other.csv"), "the metadata describe 'other.csv' and are used for 't.csv'"),
        (metadata(aboutUrl="#{а}"), "aboutUrl has no effect on records"),
        (columns(OURS, foreignKeys=[{"columnReference": "а"}]), "foreignKeys has no effect on records"),
        (columns({**OURS, "datatype": {"base": "string", "format": "(a+)+"}}),
         "column 'а': the regular expression of its format is not checked"),
        (columns({**OURS, "datatype": {"base": "integer", "format": "#0"}}), "column 'а': the number pattern is not"),
        (columns({**OURS, "datatype": {"base": "string", "maxLength": 9}}), "column 'а': maxLength is not checked"),
        (columns(OURS, {"name": "x", "virtual": True}), "the virtual column 'x' has no field and default"),
        (columns(OURS), "there is no primaryKey, so records are numbered by their lines"),
    ],
)  # fmt: skip
def test_what_has_no_effect_here_is_said(document: Any, note: str, tmp_path: Path) -> None:
    """Valid metadata may say more than a reader of records uses."""
    assert any(said.startswith(note) for said in load(tmp_path, document).notes)


def test_common_properties_and_foreign_vocabularies_say_nothing_to_us(tmp_path: Path) -> None:
    """Titles, licences and columns of other vocabularies are welcome."""
    foreign = {"titles": "б", "propertyUrl": "http://schema.org/name", "dc:description": "x"}
    document = columns(OURS, foreign, {**OURS, "titles": "в", "suppressOutput": True})
    document["dc:license"] = {"@id": "https://creativecommons.org/publicdomain/zero/1.0/"}
    found = load(tmp_path, document)

    assert [column.target for column in found.columns] == [Target("surname"), None, None]


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "t.json:1: is no object; CSV on the Web metadata are wanted"),
        ({}, "t.json: @context: 'None' is not 'http://www.w3.org/ns/csvw'"),
        (metadata(**{"@context": "https://example.org/"}), "t.json: @context: 'https://example.org/' is not"),
        (metadata(url=None), "t.json: url: is missing"),
        (metadata(tableSchema=None), "t.json: tableSchema: is missing; the columns are wanted"),
        (metadata(tableSchema=5), "t.json: tableSchema: '5' is not an object"),
        (metadata(tabelSchema={}), "t.json: tabelSchema: is no key known here; did you mean 'tableSchema'?"),
        (metadata(dialect={"delimeter": ";"}), "t.json: dialect.delimeter: is no key known here; did you mean 'delim"),
        (metadata(dialect={"delimiter": "ab"}), "t.json: dialect.delimiter: 'ab' is not one character"),
        (metadata(dialect={"header": "yes"}), "t.json: dialect.header: 'yes' is not true or false"),
        (metadata(dialect={"trim": "maybe"}), "t.json: dialect.trim: 'maybe' is no way of trimming known here"),
        (metadata(dialect={"lineTerminators": "|"}), "t.json: dialect.lineTerminators: is not one of"),
        (metadata(dialect={"encoding": "utf-7"}), "t.json: dialect.encoding: 'utf-7' is no encoding known here"),
        (metadata(dialect={"quoteChar": ","}), "t.json: delimiter, quote and escape are not three different"),
        (metadata(tables=[]), "t.json: url: is no key known here"),
        (columns({"titles": "а", "propertyUrl": f"{FIELD_NAMESPACE}surnme"}),
         "t.json: tableSchema.columns[1].propertyUrl: 'surnme' is no field of a record; did you mean 'surname'"),
        (columns({"titles": "а", "propertyUrl": f"{FIELD_NAMESPACE}case/1/artcles"}),
         "t.json: tableSchema.columns[1].propertyUrl: 'case/1/artcles' is no field of a record; did you mean 'case/1/"),
        (columns({"titles": "а"}), "t.json: no column is mapped to a field; at least one is wanted"),
        (columns(OURS, {**OURS, "titles": "б"}), "t.json: 'surname' is given by column 'а' and by column 'б'"),
        (columns(OURS, {"titles": "а"}), "t.json: tableSchema.columns[2].name: '%D0%B0' stands twice"),
        (columns({"virtual": True, "default": "x", "propertyUrl": f"{FIELD_NAMESPACE}book"}, OURS),
         "t.json: tableSchema.columns[2].name: '%D0%B0' stands after a virtual column"),
        (columns(OURS, primaryKey="б"), "t.json: tableSchema.primaryKey: 'б' is the name of no column"),
        (columns({**OURS, "datatype": "dat"}), "t.json: tableSchema.columns[1].datatype: 'dat' is no datatype known"),
        (columns({**OURS, "datatype": {"base": "date", "format": "dd MMM"}}),
         "t.json: tableSchema.columns[1].datatype.format: 'MMM' in 'dd MMM' is no part of a date"),
        (columns({**OURS, "datatype": {"base": "boolean", "format": "да"}}),
         "t.json: tableSchema.columns[1].datatype.format: 'да' is not two words such as 'Y|N'"),
        (columns({**OURS, "lang": "по-русски"}), "t.json: tableSchema.columns[1].lang: 'по-русски' is no language tag"),
        (columns({**OURS, "null": 5}), "t.json: tableSchema.columns[1].null: '5' is not a text or a list of texts"),
        (columns(*([{}] * 1_001)), "t.json: tableSchema.columns: are 1001, at most 1000 are read"),
    ],
)  # fmt: skip
def test_a_fault_of_the_standard_form_is_one_line_with_its_place(document: Any, message: str, tmp_path: Path) -> None:
    """Where the standard lets a reader warn and go on, a column would go unread without a word."""
    assert fault(tmp_path, json.dumps(document, ensure_ascii=False), "t.json").startswith(message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "t.json:1: is no JSON: "),
        ('{"url": "a",\n"url": "b"}', "t.json: the key 'url' stands twice in one object"),
        ("[" * 100_000, "t.json: is nested too deeply"),
        ('{"a": ' + "9" * 5_000 + "}", "t.json: is nested too deeply or holds an endless number"),
        (b"\xff\xfe{}", "t.json:1: byte 0xff is not UTF-8"),
        ('{"@context": "http://www.w3.org/ns/csvw", "tables": []}', "t.json: tables: is empty"),
        ('{"@context": "http://www.w3.org/ns/csvw", "tables": [5]}', "t.json: tables: is not a list of objects"),
    ],
)
def test_what_is_no_metadata_is_one_line(text: str | bytes, message: str, tmp_path: Path) -> None:
    """Hostile or broken JSON is no traceback."""
    assert fault(tmp_path, text, "t.json").startswith(message)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "а", "utf-8", "date", FIELD_NAMESPACE]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["columns", "base", "x"]), inner),
    max_leaves=5,
)


@untimed
@given(
    key=st.sampled_from(
        ["url", "dialect", "tableSchema", "null", "datatype", "lang", "default", "separator", "tables"]
    ),
    value=JSON,
)
def test_no_value_of_any_key_is_a_traceback(key: str, value: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each member is read for its type."""
    folder = tmp_path_factory.mktemp("json")
    for change in (lambda: metadata(**{key: value}), lambda: columns({**OURS, key: value})):
        assert _loads_or_refuses(folder, change)


def _loads_or_refuses(folder: Path, document: Callable[[], Any]) -> bool:
    try:
        load(folder, document())
    except SourceError as error:
        return len(str(error).splitlines()) == 1
    return True


def test_a_mapping_is_frozen(tmp_path: Path) -> None:
    """It is shared by all rows, and by several processes."""
    found = mapping_of(tmp_path, HEAD + COLUMNS)

    with pytest.raises(AttributeError):
        found.kind = "xlsx"  # type: ignore[misc]
    assert hash(found) == hash(mapping_of(tmp_path, HEAD + COLUMNS))
