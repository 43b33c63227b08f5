"""Any table by its mapping: whatever kind of file it comes in, a bad row costs that row and says where it stands."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_files import CASES, COLUMNS, GOOD, HEAD, mapping_of, read, read_file, refused, surnames

from rehabkg.errors import RehabkgError, SourceError
from rehabkg.readers.bounds import LONGEST_CELL_CHARACTERS, LONGEST_RECORD_CHARACTERS
from rehabkg.readers.table import load_mapping, read_table
from rehabkg.readers.table.numbers import Numbers
from rehabkg.readers.table.row import MOST_COLUMNS
from rehabkg.records.fields import CASE_FIELDS, PERSON_FIELDS

untimed = settings(deadline=None, max_examples=60)

# What a record holds


def test_a_row_becomes_a_record_with_its_cells_and_its_place(tmp_path: Path) -> None:
    """The cells go by the names of the fields; the row stands beside them as printed."""
    records, messages = read(tmp_path, GOOD, 'number = "N"\n' + HEAD + COLUMNS)

    assert messages == []
    first = records[0]
    assert (first.number, first.file, first.line, first.locator) == ("1", "t.csv", 2, "line 2")
    assert first.text == "1,Выдумов,Иван"
    assert first.fields == {"surname": "Выдумов", "given_name": "Иван"}
    assert first.cases == ()


@pytest.mark.parametrize(
    ("file", "mapping"),
    [("list-cp1251.csv", "map.toml"), ("list.tsv", "list-metadata.json"), ("list-utf8.csv", "map.toml")],
)
def test_both_forms_of_a_mapping_read_the_same_list_alike(file: str, mapping: str, tmp_path: Path) -> None:
    """The short form and the standard are two ways to say one thing, in whatever encoding the list comes."""
    text = (CASES / mapping).read_text(encoding="utf-8")
    if file == "list-utf8.csv":
        text = text.replace("windows-1251", "utf-8")
    written = tmp_path / mapping
    written.write_text(text, encoding="utf-8")

    records, messages = read_file(CASES / file, load_mapping(written, CASES / file))

    assert messages == []
    assert [record.number for record in records] == ["1", "2", "3", "4"]
    third = records[2]
    assert third.fields == {
        "surname": "Сказкин", "given_name": "Лев", "birth_date": "12.05.1911",
        "birth_place": "с. Сказкино, «Верхнее»", "nationality": "карел", "rehabilitation_date": "16.05.1989",
        "file_number": "Б-3", "book": "Книга памяти Вымышленской области",
    }  # fmt: skip
    assert third.cases == ({
        "arrest_date": "_.5.1938", "articles": "58-6\n58-11", "sentence": "ВМН",
        "deciding_body": 'Комиссия "двойка"', "decision_date": "29.05.1938",
        "rehabilitation_act": "Указ ПВС СССР от 16 января 1989 г.",
    },)  # fmt: skip
    assert third.book == "Книга памяти Вымышленской области"
    assert dict(third.languages)["surname"] == "ru"
    assert dict(third.languages)["file_number"] == "uk"
    assert "articles" not in records[3].cases[0]


def test_every_name_handed_over_is_one_of_the_fields() -> None:
    """Whoever recognises the cells looks for no other name."""
    records, _ = read_file(CASES / "list-cp1251.csv", load_mapping(CASES / "map.toml", CASES / "list-cp1251.csv"))

    assert {name for record in records for name in record.fields} <= set(PERSON_FIELDS)
    assert {name for record in records for case in record.cases for name in case} <= set(CASE_FIELDS)


def test_name_book_and_free_text_stand_where_the_record_has_places_for_them(tmp_path: Path) -> None:
    """The grammar of a list reads `body`, and the heading of an entry is its name."""
    mapping = HEAD + '[columns]\n"ФИО" = "name"\n"Справка" = "body"\n"Книга" = "book"\n'
    records, _ = read(tmp_path, "ФИО,Справка,Книга\nВыдумов И. П.,Родился в 1893 г.,Первая\n", mapping)

    assert (records[0].name, records[0].body, records[0].book) == ("Выдумов И. П.", "Родился в 1893 г.", "Первая")
    assert "body" not in records[0].fields


def test_a_later_case_keeps_its_place_where_an_earlier_one_is_blank(tmp_path: Path) -> None:
    """Else the second case of one person would be the first of another, by a blank cell."""
    mapping = HEAD + '[columns]\n"а" = "surname"\n"б" = "case.1.articles"\n"в" = "case.2.articles"\n'
    records, _ = read(tmp_path, "а,б,в\nВ,,58-10\nН,58-6,\n", mapping)

    assert [record.cases for record in records] == [({}, {"articles": "58-10"}), ({"articles": "58-6"},)]


def test_a_constant_of_a_case_makes_no_case(tmp_path: Path) -> None:
    """A row without a case must not get one because all cases of the book share an act."""
    mapping = HEAD + '[columns]\n"а" = "surname"\n"б" = "case.1.articles"\n[constants]\n"case.1.note" = "x"\n'
    records, _ = read(tmp_path, "а,б\nВ,\nН,58-6\n", mapping)

    assert [record.cases for record in records] == [(), ({"articles": "58-6", "note": "x"},)]


def test_rows_without_a_number_are_numbered_by_their_lines(tmp_path: Path) -> None:
    """A number must be there, and two records never share it."""
    records, _ = read(tmp_path, GOOD)

    assert [record.number for record in records] == ["2", "3"]


def test_a_number_of_several_columns_never_meets_another_by_chance(tmp_path: Path) -> None:
    """Volume 1, page 1/2 is not volume 1/1, page 2."""
    mapping = 'number = ["том", "стр"]\n' + HEAD + '[columns]\n"а" = "surname"\n'
    records, messages = read(tmp_path, "том,стр,а\n1,1/2,В\n1/1,2,Н\n", mapping)

    assert messages == []
    assert len({record.number for record in records}) == 2


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1,Сказкин,Лев", "t.csv:4: column 'N': '1' is not a number of its own: row 2 has it"),
        (",Сказкин,Лев", "t.csv:4: column 'N': '' is not filled, as the number of a record must be"),
    ],
)
def test_a_number_that_names_no_one_row_is_reported(row: str, message: str, tmp_path: Path) -> None:
    """Two records of one number would be one in the graph."""
    records, messages = read(tmp_path, f"{GOOD}{row}\n", 'number = "N"\n' + HEAD + COLUMNS)

    assert surnames(records) == ["Выдумов", "Небылицына"]
    assert messages == [message]


# Options of columns


def one_column(folder: Path, options: str, *cells: str) -> tuple[list[str | None], list[str]]:
    """Return what becomes of the cells of one column, and the messages."""
    mapping = HEAD.replace("[file]", '[file]\ndelimiter = "|"') + f'[columns]\n"а" = {{ field = "note", {options} }}\n'
    table = "".join(f"{number}|{cell}\n" for number, cell in enumerate(cells))
    records, messages = read(folder, f"n|а\n{table}", mapping)
    return [record.fields.get("note") for record in records], messages


def test_words_for_a_blank_are_left_out(tmp_path: Path) -> None:
    """A blank is absent, whatever a list writes in its place; the word itself may stand in a sentence."""
    assert one_column(tmp_path, 'null = ["None", "-"]', "None", "-", "", "None of it") == (
        [None, None, None, "None of it"],
        [],
    )


@pytest.mark.parametrize(
    ("form", "cell", "read_as"),
    [
        ("dd.MM.yyyy", "12.05.1937", "12.05.1937"),
        ("M/d/yyyy", "5/12/1937", "12.05.1937"),
        ("MM/dd/yyyy", "05/12/1937", "12.05.1937"),
        ("yyyy-MM-dd", "1937-05-12", "12.05.1937"),
        ("yyyyMMdd", "19370512", "12.05.1937"),
        ("yyyy-MM-dd HH:mm:ss", "1937-05-12 00:00:00", "12.05.1937"),
        ("yyyy-MM-ddTHH:mm:ssXXX", "1937-05-12T00:00:00+03:00", "12.05.1937"),
        ("MM.yyyy", "05.1937", "05.1937"),
        ("yyyy", "1937", "1937"),
        ("dd.MM.yyyy 'г.'", "12.05.1937 г.", "12.05.1937"),
        ("dd.MM.yyyy", "00.05.1937", "05.1937"),
        ("dd.MM.yyyy", "00.00.1937", "1937"),
        ("dd.MM.yyyy", "29.02.1936", "29.02.1936"),
    ],
)
def test_a_date_is_read_in_its_stated_format(form: str, cell: str, read_as: str, tmp_path: Path) -> None:
    """Day and month cannot be told apart by looking; an unknown part stays unknown."""
    assert one_column(tmp_path, f'date = "{form}"', cell) == ([read_as], [])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("31.02.1938", "a day of the calendar"),
        ("29.02.1937", "a day of the calendar"),
        ("1938", "a date in the form dd.MM.yyyy"),
        ("ок. 1938", "a date in the form dd.MM.yyyy"),
        ("12.05.38", "a date in the form dd.MM.yyyy"),
        ("12.00.1938", "a date with its year, and with a month where it has a day"),
        ("12.05.0000", "a date with its year, and with a month where it has a day"),
        ("1٢.05.1938", "a date in the form dd.MM.yyyy"),
    ],
)
def test_a_cell_not_in_the_stated_format_is_reported(cell: str, expected: str, tmp_path: Path) -> None:
    """Whoever states a format wants to know of what breaks it."""
    found, messages = one_column(tmp_path, 'date = "dd.MM.yyyy"', "12.05.1937", cell)

    assert found == ["12.05.1937"]
    assert messages == [f"t.csv:3: column 'а': {cell!r} is not {expected}"]


def test_one_of_several_formats_is_enough(tmp_path: Path) -> None:
    """Columns of archives mix days and years."""
    found, messages = one_column(tmp_path, 'date = ["dd.MM.yyyy", "yyyy"]', "12.05.1937", "1937", "май")

    assert found == ["12.05.1937", "1937"]
    assert messages == ["t.csv:4: column 'а': 'май' is not a date in the form dd.MM.yyyy or yyyy"]


def test_several_values_come_one_a_line(tmp_path: Path) -> None:
    """What recognises lists takes a line an item; blank items are none."""
    found, _ = one_column(tmp_path, 'separator = "/", null = ["-"]', "А / Б", "-/В/", " ")

    assert found == ["А\nБ", "В", None]


def test_a_default_fills_blanks_and_what_is_required_is_asked_for(tmp_path: Path) -> None:
    """A blank cell may have a meaning, or may not be."""
    assert one_column(tmp_path, 'default = "беспартийный"', "", "ВКП(б)") == (["беспартийный", "ВКП(б)"], [])
    found, messages = one_column(tmp_path, 'required = true, null = ["-"]', "x", "-")
    assert found == ["x"]
    assert messages == ["t.csv:3: column 'а': '-' is not filled, as it must be"]


def test_blanks_around_a_cell_are_none_of_it_and_stay_in_the_text(tmp_path: Path) -> None:
    """Padding is no part of a name; the row stays as printed."""
    records, _ = read(tmp_path, "Фамилия,Имя\n Выдумов , Иван\n")

    assert records[0].fields == {"surname": "Выдумов", "given_name": "Иван"}
    assert records[0].text == " Выдумов , Иван"


# Text files and what is wrong with them


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x", "column '(row)': 'x' is not a row of 3 cells: it has 1"),
        ("3,Сказкин,Лев,surplus", "column '#4': 'surplus' is not in a row of 3 cells: it has 4"),
        ("3,a\x00b,c", "column '(row)': '3,a\\x00b,c' is not text: there is a NUL byte"),
        (f"3,{'я' * (LONGEST_CELL_CHARACTERS + 1)},x",
         f"column '#2': '{'я' * 79}…' is not a cell of at most 100,000 characters: it has 100,001"),
        ('3,"Сказкин"а,Лев', "column '(row)': '3,\"Сказкин\"а,Лев' is not a row of CSV: ',' expected after '\"'"
         "; close the quotes, or say in the mapping that a quote is data"),
        ("x" * (LONGEST_RECORD_CHARACTERS + 1),
         f"more than 1,000,000 characters without an end, beginning '{'x' * 39}…'"),
    ],
    ids=["too few cells", "too many cells", "NUL", "long cell", "odd quote", "long line"],
)  # fmt: skip
def test_a_bad_row_costs_that_row(row: str, message: str, tmp_path: Path) -> None:
    """The rows around it are read, and it is told with its line."""
    records, messages = read(tmp_path, f"№,Фамилия,Имя\n1,Выдумов,Иван\n{row}\n2,Небылицына,Анна\n")

    assert surnames(records) == ["Выдумов", "Небылицына"]
    assert messages == [f"t.csv:3: {message}"]


def test_a_reported_row_is_kept_as_printed(tmp_path: Path) -> None:
    """The reject report shows the row, so that a person can mend it there."""
    path = tmp_path / "t.csv"
    path.write_text(f"{GOOD}3,Сказкин\n", encoding="utf-8")
    errors: list[SourceError] = []
    list(read_table(path, mapping_of(tmp_path, HEAD + COLUMNS), report=errors.append))

    assert [error.printed for error in errors] == ["3,Сказкин"]


def test_blank_cells_beyond_the_headings_mean_nothing(tmp_path: Path) -> None:
    """Spreadsheets write a delimiter for every column that ever held something."""
    records, messages = read(tmp_path, GOOD.replace("Иван", "Иван,, "))

    assert messages == []
    assert surnames(records) == ["Выдумов", "Небылицына"]


@pytest.mark.parametrize("rows", [0, 3, 700])
def test_a_quote_never_closed_costs_its_row_and_not_those_after_it(rows: int, tmp_path: Path) -> None:
    """A parser that honours quotes would swallow all that follows; here it is told, and read on from the next line."""
    after = "".join(f"{number},Сказкин{number},Лев\n" for number in range(4, 4 + rows))
    records, messages = read(tmp_path, f'{GOOD}3,"Присказкина,Ольга\n{after}')

    assert surnames(records) == ["Выдумов", "Небылицына", *(f"Сказкин{number}" for number in range(4, 4 + rows))]
    assert len(messages) == 1
    assert messages[0].startswith("t.csv:4: column '(row)': ")


def test_a_quote_that_meets_another_further_down_is_told_with_its_extent(tmp_path: Path) -> None:
    """The two rows between are read for themselves."""
    records, messages = read(tmp_path, '№,Фамилия,Имя\n1,"Выдумов,Иван\n2,Небылицына,Анна\n3,"Сказкин",Лев\n')

    assert surnames(records) == ["Небылицына", "Сказкин"]
    assert len(messages) == 1
    assert messages[0].startswith("t.csv:2: ")
    assert "up to line 4" in messages[0]


def test_a_cell_of_several_lines_is_one_cell_and_keeps_the_lines_after_it(tmp_path: Path) -> None:
    """The line of a record is that in the editor, not the number of the row."""
    records, messages = read(tmp_path, '№,Фамилия,Имя\n1,"Выдумов\nВымыслов",Иван\n2,Небылицына,Анна\n')

    assert messages == []
    assert surnames(records) == ["Выдумов\nВымыслов", "Небылицына"]
    assert [record.line for record in records] == [2, 4]
    assert records[0].text == '1,"Выдумов\nВымыслов",Иван'


def test_quotes_are_data_where_the_mapping_says_so(tmp_path: Path) -> None:
    """Memorial's own table writes them so; a reader that honours them loses rows."""
    mapping = HEAD.replace("[file]", '[file]\nquote = ""') + COLUMNS
    records, messages = read(tmp_path, '№,Фамилия,Имя\n1,"Выдумов,"Иван"\n2,Небылицына,Анна\n', mapping)

    assert messages == []
    assert [record.fields["surname"] for record in records] == ['"Выдумов', "Небылицына"]


def test_a_backslash_can_keep_a_quote_inside_a_cell(tmp_path: Path) -> None:
    """Databases export so."""
    mapping = HEAD.replace("[file]", '[file]\nescape = "\\\\"') + COLUMNS
    records, messages = read(tmp_path, '№,Фамилия,Имя\n1,"Выдумов \\"Вымысел\\"",Иван\n', mapping)

    assert (surnames(records), messages) == (['Выдумов "Вымысел"'], [])


def test_comments_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    """A comment may hold a lone quote, and a sheet ends with blank rows or the end of file of DOS."""
    mapping = HEAD.replace("[file]", '[file]\ncomment = "#"') + COLUMNS
    content = '# a "list\n№,Фамилия,Имя\n# "\n1,Выдумов,Иван\n\n,,\n2,Небылицына,Анна\n\x1a'
    records, messages = read(tmp_path, content, mapping)

    assert messages == []
    assert [(record.fields["surname"], record.line) for record in records] == [("Выдумов", 4), ("Небылицына", 7)]


def test_headings_may_stand_lower_and_over_two_rows(tmp_path: Path) -> None:
    """A printed list has its title above, and the heading of a group of columns over its own."""
    mapping = HEAD.replace("[file]", "[file]\nheader = 3\nheader_rows = 2") + '[columns]\n"Фамилия" = "surname"\n'
    records, messages = read(tmp_path, "Список,\n,\nКто,Родился\nФамилия,Когда\nВыдумов,1893\n", mapping)

    assert (surnames(records), messages) == (["Выдумов"], [])


def test_a_table_without_headings_is_read_by_the_places_of_its_columns(tmp_path: Path) -> None:
    """The first row is a record then."""
    mapping = HEAD.replace("[file]", "[file]\nheader = 0") + '[columns]\n"#2" = "surname"\n'
    records, messages = read(tmp_path, "1,Выдумов,x\n2,Небылицына\n", mapping)

    assert surnames(records) == ["Выдумов"]
    assert messages == ["t.csv:2: column '(row)': 'Небылицына' is not a row of 3 cells: it has 2"]


def test_a_heading_is_the_same_with_another_blank_or_line_end(tmp_path: Path) -> None:
    """Headings of spreadsheets are broken over lines to fit."""
    mapping = HEAD + '[columns]\n"Дата рождения" = "birth_date"\n'
    records, _ = read(tmp_path, '" Дата\nрождения "\n1893\n', mapping)

    assert records[0].fields == {"birth_date": "1893"}


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("№,Фамилия,Имена", "t.csv:1: there is no heading 'Имя'; did you mean 'Имена'?"),
        ("№,Фамилия", "t.csv:1: there is no heading 'Имя'; the headings are '№', 'Фамилия'"),
        ("Имя,Фамилия,Имя", "t.csv:1: the heading 'Имя' stands over 2 columns; write '#1' or '#3'"),
    ],
)
def test_a_heading_missing_or_doubled_is_told_before_any_row(header: str, message: str, tmp_path: Path) -> None:
    """Under a wrong heading every record would lack the field, and no row would say so."""
    assert refused(tmp_path, f"{header}\n1,2,3\n") == message


def test_one_column_is_not_taken_twice(tmp_path: Path) -> None:
    """By its heading and by its place it is still one column."""
    mapping = HEAD + '[columns]\n"Фамилия" = "surname"\n"#2" = "note"\n'

    assert refused(tmp_path, GOOD, mapping) == "t.csv:1: column #2 is the same as column 'Фамилия'"


def test_a_place_beyond_the_columns_is_told(tmp_path: Path) -> None:
    """A place that is not there is a mapping for another file."""
    message = refused(tmp_path, GOOD, HEAD + '[columns]\n"#9" = "note"\n')

    assert message == "t.csv:1: has 3 columns, so there is no column #9"


@pytest.mark.parametrize(
    ("content", "stated", "message"),
    [
        (GOOD.encode("cp1251") * 20, "utf-8", "t.csv: is not utf-8, as the mapping says, but windows-1251 (by its"),
        (GOOD.encode() * 20, "windows-1251", "t.csv: is not windows-1251, as the mapping says, but utf-8 (valid)"),
        (GOOD.encode("koi8-r") * 20, "windows-1251", "t.csv: is not windows-1251, as the mapping says, but koi8-r"),
        (b"\xff\xfe" + GOOD.encode("utf-16-le"), "utf-8", "t.csv: begins with the byte order mark of utf-16"),
        (b"PK\x03\x04" + b"x" * 90, "utf-8", "t.csv: is a zip archive"),
        (b"%PDF-1.4 \x00\x01", "windows-1251", "t.csv: is a PDF, a text is wanted"),
        (b"", "utf-8", "t.csv: has no row of headings where the mapping wants one"),
    ],
)
def test_a_file_in_another_encoding_or_no_text_is_refused_in_one_line(
    content: bytes, stated: str, message: str, tmp_path: Path
) -> None:
    """Read so, every name would be wrong and no row would say so."""
    mapping = HEAD.replace("utf-8", stated) + COLUMNS

    assert refused(tmp_path, content, mapping).startswith(message)


def test_a_byte_that_is_not_utf_8_costs_its_row(tmp_path: Path) -> None:
    """One damaged letter is no other encoding."""
    content = (GOOD * 3).encode().replace("Иван".encode(), b"\xc8\xe2an", 1)
    records, messages = read(tmp_path, content)

    assert len(records) == 7
    assert messages == ["t.csv:2: column '(row)': '1,Выдумов,\\udcc8\\udce2an' is not text: byte 0xc8 does not fit the"
                        " file's encoding"]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251", "koi8-r", "cp866"])
def test_each_encoding_of_the_field_is_read(encoding: str, tmp_path: Path) -> None:
    """Lists come as their machines wrote them."""
    content = GOOD.encode(encoding) if encoding != "utf-8" else b"\xef\xbb\xbf" + GOOD.encode()
    records, messages = read(tmp_path, content, HEAD.replace("utf-8", encoding) + COLUMNS)

    assert (surnames(records), messages) == (["Выдумов", "Небылицына"], [])


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    """A renamed file is the user's to mend."""
    mapping = mapping_of(tmp_path, HEAD + COLUMNS)
    with pytest.raises(SourceError, match=r"t\.csv: cannot be read: No such file"):
        list(read_table(tmp_path / "t.csv", mapping, report=print))


def test_a_table_of_thousands_of_columns_is_refused(tmp_path: Path) -> None:
    """A file whose rows are not parted has its cells in the wrong direction."""
    header = ",".join(["Фамилия", "Имя", *map(str, range(MOST_COLUMNS))])

    assert refused(tmp_path, f"{header}\n").startswith("t.csv:1: has 2,002 headings, at most 2,000 are read")


def test_a_disk_that_is_full_is_one_line() -> None:
    """The numbers of millions of records lie on it while they are held apart."""
    with Numbers() as numbers:
        numbers._kept.execute("PRAGMA max_page_count = 20")
        with pytest.raises(RehabkgError, match="cannot be kept apart on this disk: database or disk is full"):
            all(numbers.give(f"record {number}", number) is None for number in range(100_000))


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00\x1a"), max_size=20)


@untimed
@given(rows=st.lists(st.tuples(CELL, CELL), max_size=6), quoting=st.booleans())
def test_what_a_csv_writer_wrote_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], quoting: bool
) -> None:
    """No cell may change on its way in without a word, whatever it holds."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL if quoting else csv.QUOTE_MINIMAL)
    written = [(f"n{place}", *(cell if quoting else cell.replace("\r", "") for cell in row))
               for place, row in enumerate(rows)]  # fmt: skip
    writer.writerows([("n", "Фамилия", "Имя"), *written])
    folder = tmp_path_factory.mktemp("csv")

    records, messages = read(folder, file.getvalue(), 'number = "n"\n' + HEAD + COLUMNS)

    assert messages == []
    assert [(record.number, record.fields.get("surname", ""), record.fields.get("given_name", ""))
            for record in records] == [(number, a.strip(), b.strip()) for number, a, b in written]  # fmt: skip


@untimed
@given(st.binary(max_size=400))
def test_no_bytes_make_anything_but_records_and_lines_of_report(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """Hostile bytes are the user's to mend, never a traceback."""
    folder = tmp_path_factory.mktemp("bytes")
    try:
        read(folder, "Фамилия,Имя\n".encode() + content)
    except SourceError as error:
        message = str(error)
    else:
        message = "read"
    assert len(message.splitlines()) == 1


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """A list of three million people is read on the machine that reads one of a thousand."""
    path = tmp_path / "t.csv"
    mapping = mapping_of(tmp_path, 'number = "№"\n' + HEAD + COLUMNS)
    peaks = []
    # The beginning that tells the encoding, a megabyte, is held in any case.
    for rows in (2_000, 8_000):
        table = "".join(f"{number},Выдумов{number},{'Иван' * 100}\n" for number in range(rows))
        path.write_text(f"№,Фамилия,Имя\n{table}", encoding="utf-8")
        tracemalloc.start()
        assert sum(1 for _ in read_table(path, mapping, report=print)) == rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] + 500_000


def test_nothing_large_is_imported_for_a_text_table() -> None:
    """A look at a CSV must not wait for Arrow or openpyxl."""
    script = (
        "import sys; from pathlib import Path; from rehabkg.readers.table import load_mapping, read_table\n"
        f"cases = Path({str(CASES)!r}); file = cases / 'list-cp1251.csv'\n"
        "list(read_table(file, load_mapping(cases / 'map.toml', file), report=print))\n"
        "print([name for name in ('pyarrow', 'openpyxl') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
