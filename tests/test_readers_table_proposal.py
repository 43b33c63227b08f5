"""A proposal for a table that no mapping describes: each line with its reason, nothing dropped, usable at once."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_files import CASES, columnar, read_file, workbook

from rehabkg import assets
from rehabkg.errors import CallError, SourceError
from rehabkg.lexicon import read_lexicon
from rehabkg.readers import memorial_table
from rehabkg.readers.table import load_mapping
from rehabkg.readers.table.proposal import ColumnProposal, Proposal, csvw_text, look_at, propose, toml_text
from rehabkg.readers.table.proposal.headings import key, readings
from rehabkg.readers.table.proposal.values import dates_of, hint, sure_field
from rehabkg.readers.table.target import parse_target

SHARED = assets.ROOT.parent / "shared" / "data"
untimed = settings(deadline=None, max_examples=60)
PEOPLE = (("Выдумов", "Иван", "Петрович"), ("Небылицына", "Анна", "Ильинична"), ("Сказкин", "Лев", "Львович"))


def proposed(path: Path, **options: Any) -> Proposal:
    return propose(look_at(path, **options))


def table(folder: Path, rows: list[list[str]], delimiter: str = ";", encoding: str = "utf-8") -> Path:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path = folder / "t.csv"
    path.write_bytes(file.getvalue().encode(encoding))
    return path


def of_heading(folder: Path, heading: str, *values: str) -> ColumnProposal:
    """Return the proposal for one column of a table."""
    rows = [["Фамилия", heading], *(["Выдумов", value] for value in values)]
    return proposed(table(folder, rows)).columns[1]


def targets(proposal: Proposal) -> dict[str, str | None]:
    return {column.place: column.target for column in proposal.columns}


# Headings


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Фамилия", "surname"),
        ("Ф.И.О.", "name"),
        ("Г. р.", "birth_date"),
        ("Год рождения", "birth_date"),
        ("МЕСТО РОЖДЕНИЯ", "birth_place"),
        ("Осуждён/Осуждена", "case.1.decision_date"),
        ("Реабилитирован(а)", "rehabilitation_date"),
        ("Расстреляна", "execution_date"),
        ("familiya", "surname"),
        ("mesto_rozhdeniya", "birth_place"),
        ("birthDate", "birth_date"),
        ("Date of birth", "birth_date"),
        ("дата ареста 2", "case.2.arrest_date"),
        ("реабилитирующий орган 1", "case.1.rehabilitation_body"),
        ("где и кем арестован 3", "case.3.arrest_body"),
        ("Национальност", "nationality"),
        ("Место рожденья", "birth_place"),
        ("nacionalnost", "nationality"),
    ],
)
def test_a_heading_is_known_in_its_forms(heading: str, target: str) -> None:
    """Gendered, abbreviated, transliterated, numbered or misspelt, it is the same column."""
    assert {reading.target for reading in readings(heading)} == {target}


@pytest.mark.parametrize("heading", ["Дата пожара", "Ящик", "x", "", "2", "58", "Место", "№№№", "дата ареста 99"])
def test_a_heading_that_is_none_is_none(heading: str) -> None:
    """A wrong proposal costs more than none: a person may not look."""
    assert [reading for reading in readings(heading) if reading.likeness == 100] == []


def test_every_heading_of_the_lexicon_names_a_field() -> None:
    """A field misspelt there would be a proposal that cannot be loaded."""
    for row in read_lexicon("headings"):
        if row["field"] != "number":
            assert parse_target(row["field"].replace("case.", "case.1."))
        assert key(row["heading"])


def test_no_heading_of_the_lexicon_has_two_meanings_without_a_word_on_which() -> None:
    """Those that do, in different sources, are known; the proposal asks there."""
    meant: dict[str, set[str]] = {}
    for row in read_lexicon("headings"):
        if not row["beside"]:
            meant.setdefault(key(row["heading"]), set()).add(row["field"])

    assert {heading: fields for heading, fields in meant.items() if len(fields) > 1} == {
        "fname": {"given_name", "surname"},
        "lname": {"surname", "patronymic"},
    }


def test_the_headings_of_memorials_table_are_known() -> None:
    """2.6 million rows have them, and whoever took an extract kept them."""
    unknown = [heading for heading in memorial_table.HEADER if not readings(heading)]

    assert unknown == ["patronimic_variations"]


def test_the_fields_of_the_open_list_are_known() -> None:
    """The template Формуляр, as its field list gives it."""
    for heading in (
        "варианты ФИО", "дата рождения", "год рождения", "место рождения", "пол", "возраст", "национальность",
        "гражданство (подданство)", "социальное происхождение", "образование", "профессия / место работы",
        "место проживания", "партийность", "расстрел", "дата смерти", "год смерти", "место смерти",
        "место захоронения", "архивное дело", "источники данных", "примечание", "основания реабилитации",
        "мера пресечения 1", "дата ареста 1", "обвинение 1", "осуждение 1", "осудивший орган 1", "статья 1",
        "приговор 1", "место отбывания 1", "примечание к аресту 1", "дата реабилитации 1",
    ):  # fmt: skip
        assert len({reading.target for reading in readings(heading)}) == 1, heading


def test_the_labels_of_a_person_card_are_known() -> None:
    """Those of base.memo.ru, in both genders."""
    for heading in (
        "Год рождения", "Возраст", "Образование", "Состав семьи", "Члены семьи", "Место рождения",
        "Место проживания", "Адрес", "Работа", "Социальное происхождение", "Реабилитирован", "Реабилитирована",
        "Основание реабилитации", "Дата реабилитации", "Национальность", "Партийность", "Дата ареста",
        "Обстоятельства ареста", "Обвинение", "Приговор", "Осуждён", "Осуждена", "Дата осуждения", "Подданство",
        "Расстрелян", "Расстреляна", "Мера пресечения", "Умер", "Умерла", "Комментарий", "Архивное дело", "Источник",
    ):  # fmt: skip
        assert len({reading.target for reading in readings(heading)}) == 1, heading


def test_a_name_is_a_given_name_beside_a_surname_and_a_whole_one_alone(tmp_path: Path) -> None:
    """What a heading means depends on the others."""
    apart = table(tmp_path, [["Фамилия", "Имя"], ["Выдумов", "Иван"]])
    assert targets(proposed(apart)) == {"Фамилия": "surname", "Имя": "given_name"}
    alone = table(tmp_path, [["Имя", "Адрес"], ["Выдумов Иван", "г. Тверь"]])
    assert targets(proposed(alone)) == {"Имя": "name", "Адрес": "residence"}


def test_a_doubtful_heading_is_told_by_its_values_or_by_what_is_left(tmp_path: Path) -> None:
    """In Memorial's database `fname` is the surname and `lname` the patronymic; elsewhere they are not."""
    path = table(tmp_path, [["fname", "name", "lname"], *map(list, PEOPLE)])

    assert targets(proposed(path)) == {"fname": "surname", "name": "given_name", "lname": "patronymic"}


def test_a_doubtful_heading_that_nothing_tells_is_asked_for(tmp_path: Path) -> None:
    """Two readings are no proposal."""
    path = table(tmp_path, [["fname", "Адрес"], ["Иван", "г. Тверь"], ["Анна", "г. Тверь"]])
    column = proposed(path).columns[0]

    assert column.target is None
    assert column.reason.startswith("may be 'given_name' or 'surname'")


def test_two_columns_are_not_proposed_for_one_field(tmp_path: Path) -> None:
    """The second is listed with the one that has it."""
    path = table(tmp_path, [["Фамилия", "Дата рождения", "Год рождения"], ["В", "12.05.1893", "1893"]])
    second = proposed(path).columns[2]

    assert second.target is None
    assert "but 'Дата рождения' has 'birth_date'; holds '1893'" in second.reason


def test_blank_and_doubled_headings_are_named_by_their_places(tmp_path: Path) -> None:
    """A mapping can name them so."""
    path = table(tmp_path, [["Фамилия", "Дата", "", "Дата"], ["Выдумов", "x", "y", "z"]])

    assert [column.place for column in proposed(path).columns] == ["Фамилия", "#2", "#3", "#4"]


# Values


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["м", "ж", "м"], "sex"),
        (["мужской", "женский"], "sex"),
        (["58-10", "58-6, 58-11", "ст. 58-10 УК РСФСР", "58-1а"], "case.1.articles"),
        (["19-58-9", "58-10 ч.1"], "case.1.articles"),
        (["Петрович", "Ильинична", "Львовна"], "patronymic"),
        (["Выдумов Иван Петрович", "Небылицына Анна Ильинична"], "name"),
        (["12-15", "1937-1938"], None),
        (["Иван", "Анна"], None),
        (["да", "нет"], None),
        ([], None),
    ],
)
def test_some_values_tell_their_field(values: list[str], field: str | None) -> None:
    """Where a heading says nothing, articles and patronymics do."""
    found = sure_field(values)

    assert (found[0] if found else None) == field


@pytest.mark.parametrize(
    ("values", "word"),
    [
        (["https://example.org/1"] * 3, "web addresses (book_address?)"),
        (["1893", "1900"], "years (birth_date?)"),
        (["45", "31 год"], "ages (age?)"),
        (["10 лет ИТЛ", "расстрел"], "sentences (case.1.sentence?)"),
        (["тройка при УНКВД", "ОСО при НКВД СССР"], "deciding bodies (case.1.deciding_body?)"),
        (["за отсутствием состава преступления"], "grounds (rehabilitation_ground?)"),
        (["д. Небывалово Тверской губ.", "г. Тверь"], "places (birth_place? residence?)"),
        (["12.05.1937", "_.5.1938"], "dates such as '12.05.1937' (birth_date? case.1.arrest_date?)"),
        (["А-12", "Б-3"], None),
    ],
)
def test_other_values_give_a_hint(values: list[str], word: str | None) -> None:
    """Several fields could have them, so a person chooses."""
    assert hint(values) == word


@pytest.mark.parametrize(
    ("values", "formats", "word"),
    [
        (["12.05.1937", "1937", "_.5.1938", "ок. 1900"], (), "dates such as '12.05.1937'"),
        (["1937-05-12"], (), "dates such as '1937-05-12'"),
        (["19370512"], ("yyyyMMdd",), "dates such as '19370512'"),
        (["1937-05-12 00:00:00", "1938"], ("yyyy-MM-dd HH:mm:ss", "yyyy"), "dates such as '1937-05-12 00:00:00'"),
        (["5/13/1937", "5/12/1937"], ("M/d/yyyy",), "the month before the day"),
        (["13/5/1937", "5/12/1937"], ("d/M/yyyy",), "the day before the month"),
        (["5/12/1937"], (), "say which is the day, date = 'd/M/yyyy' or 'M/d/yyyy'"),
        (["13/5/1937", "5/13/1937"], (), "say which is the day"),
    ],
)
def test_a_format_is_proposed_where_dates_are_not_read_as_they_stand(
    values: list[str], formats: tuple[str, ...], word: str
) -> None:
    """Day and month of 5/12/1937 are never guessed."""
    found = dates_of(values)

    assert found.formats == formats
    assert word in found.word


def test_a_heading_is_held_against_its_values(tmp_path: Path) -> None:
    """A column 'Реабилитирован' of yes and no is no date."""
    column = of_heading(tmp_path, "Реабилитирован", "да", "нет")

    assert column.target is None
    assert column.reason.startswith("a known heading of 'rehabilitation_date', but its values are not like that")
    assert of_heading(tmp_path, "Реабилитирован", "16.05.1989").target == "rehabilitation_date"


def test_a_proposed_format_tells_what_it_would_refuse(tmp_path: Path) -> None:
    """The person decides whether the odd ones are worth another format."""
    column = of_heading(tmp_path, "Дата ареста", "19370512", "19380203", "19380204", "весна")

    assert column.dates == ("yyyyMMdd",)
    assert column.reason.endswith("also 'весна', which would be reported")


def test_words_for_a_blank_are_counted(tmp_path: Path) -> None:
    """And they tell nothing of a column."""
    path = table(tmp_path, [["Фамилия", "Дата ареста"], ["В", "нет данных"], ["Н", "None"], ["С", "12.05.1937"]])
    proposal = proposed(path)

    assert proposal.null == {"None": 1, "нет данных": 1}
    assert targets(proposal)["Дата ареста"] == "case.1.arrest_date"


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        ([["№", "Фамилия"], ["1", "В"], ["2", "Н"]], "№"),
        ([["№", "Фамилия"], ["1", "В"], ["1", "Н"]], None),
        ([["№", "Фамилия"], ["1", "В"], ["", "Н"]], None),
        ([["№ п/п", "id", "Фамилия"], ["1", "77", "В"], ["1", "78", "Н"]], "id"),
        ([["ID Memorial", "Фамилия"], ["77", "В"], ["78", "Н"]], "ID Memorial"),
        ([["Ящик", "Фамилия"], ["77", "В"], ["78", "Н"]], None),
    ],
)
def test_a_column_numbers_the_records_only_where_each_row_has_its_own(
    rows: list[list[str]], number: str | None, tmp_path: Path
) -> None:
    """Two records of one number would be one."""
    assert proposed(table(tmp_path, rows)).number == number


# The file


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_all_rows_alike(delimiter: str, tmp_path: Path) -> None:
    """Commas inside cells part rows too, but not alike."""
    rows = [["Фамилия", "Место рождения", "Прим."], ["В", "Тверь, ул. Мнимая; 5", "a"], ["Н", "x | y, z", "b"]]
    sample = look_at(table(tmp_path, rows, delimiter))

    assert sample.dialect.delimiter == delimiter
    assert sample.headings == ("Фамилия", "Место рождения", "Прим.")


def test_quotation_marks_that_are_data_are_told_from_quotes(tmp_path: Path) -> None:
    """Taken for quotes, they swallow rows."""
    path = tmp_path / "t.tsv"
    path.write_text('Фамилия\tРабота\nВ\t"Красный" завод\nН\tколхоз\nС\t"Заря\n', encoding="utf-8")
    sample = look_at(path)

    assert sample.dialect.quote is None
    assert sample.reasons["quote"] == "it is data here: taken for a quote, it breaks 1 rows"
    assert len(sample.rows) == 3


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    """A list of names has no delimiter."""
    path = tmp_path / "t.txt"
    path.write_text("Фамилия\nВыдумов\nСказкин\n", encoding="utf-8")
    sample = look_at(path)

    assert (sample.headings, sample.reasons["delimiter"]) == (("Фамилия",), "no sign parts the rows: one column")


def test_headings_are_found_below_a_title(tmp_path: Path) -> None:
    """Printed lists have one."""
    path = table(tmp_path, [["Список репрессированных", "", ""], ["№", "Фамилия", "Имя"], ["1", "Выдумов", "Иван"]])
    proposal = proposed(path)

    assert proposal.sample.dialect.skip_rows == 1
    assert targets(proposal) == {"№": None, "Фамилия": "surname", "Имя": "given_name"}


def test_a_table_without_headings_is_told(tmp_path: Path) -> None:
    """Its first row must not be lost as a heading."""
    proposal = proposed(table(tmp_path, [["1", *PEOPLE[0]], ["2", *PEOPLE[1]], ["3", *PEOPLE[2]]]))

    assert proposal.sample.dialect.header_rows == 0
    assert len(proposal.sample.rows) == 3
    assert targets(proposal)["#4"] == "patronymic"


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r", "cp866", "utf-16"])
def test_the_encoding_is_found_and_said(encoding: str, tmp_path: Path) -> None:
    """It stands in the mapping, so that nothing is guessed when rows are read."""
    rows = [["Фамилия", "Место рождения"], *([name, "деревня Небывалово Вымышленского уезда"] for name, *_ in PEOPLE)]
    proposal = proposed(table(tmp_path, rows, encoding=encoding))

    assert proposal.sample.dialect.encoding == encoding
    assert f'encoding = "{encoding}"  # ' in toml_text(proposal)


def test_a_call_may_say_the_encoding_and_the_sheet(tmp_path: Path) -> None:
    """Where too few letters tell, a person does; what goes with another kind of file is a bad call."""
    path = table(tmp_path, [["ФИО"], ["Ю"]], encoding="koi8-r")
    assert look_at(path, encoding="koi8-r").headings == ("ФИО",)
    with pytest.raises(CallError, match="--sheet goes with a file of kind 'xlsx'"):
        look_at(path, sheet="x")
    with pytest.raises(CallError, match="--encoding goes with a file of kind 'csv'"):
        look_at(workbook(tmp_path, [["ФИО"], ["Ю"]]), encoding="utf-8")


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"PAR1", b"PK\x03\x04", b"%PDF-1"]
)
def test_a_file_that_is_no_table_is_one_line(content: bytes, tmp_path: Path) -> None:
    """The first thing that a person tries may be anything."""
    path = tmp_path / "t"
    path.write_bytes(content)
    with pytest.raises(SourceError) as raised:
        look_at(path)
    assert len(str(raised.value).splitlines()) == 1


# What is written


def written(folder: Path, proposal: Proposal, form: str = "toml") -> Path:
    path = folder / f"map.{'toml' if form == 'toml' else 'json'}"
    path.write_text(toml_text(proposal) if form == "toml" else csvw_text(proposal), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["toml", "csvw"])
@pytest.mark.parametrize("name", ["list-cp1251.csv", "list-utf8.csv", "list.tsv"])
def test_a_proposal_can_be_used_at_once(name: str, form: str, tmp_path: Path) -> None:
    """Whoever edits nothing gets what was proposed, in either form."""
    mapping = load_mapping(written(tmp_path, proposed(CASES / name), form), CASES / name)
    records, messages = read_file(CASES / name, mapping)

    assert messages == []
    assert [record.number for record in records] == ["1", "2", "3", "4"]
    assert records[2].fields["surname"] == "Сказкин"
    assert "patronymic" not in records[2].fields
    assert records[0].cases[0]["articles"] == "58-10"


def test_every_column_of_the_table_is_in_the_proposal() -> None:
    """What is not matched is listed to be filled, never dropped silently."""
    text = toml_text(proposed(CASES / "list-cp1251.csv"))
    for heading in ("№", "Фамилия", "Ящик", "Реабилитирован(а)"):
        assert f'"{heading}"' in text
    assert "# \"Ящик\" = \"\"  # no known heading; holds 'А-12', 'Б-3'" in text


def test_a_workbook_and_a_columnar_file_are_proposed_for_too(tmp_path: Path) -> None:
    """Their kinds, sheets and types are seen."""
    book = workbook(tmp_path, [["Список"], ["№", "Фамилия", "Дата ареста"], [1, "Выдумов", date(1937, 5, 12)]])
    records, messages = read_file(book, load_mapping(written(tmp_path, proposed(book)), book))
    assert messages == []
    assert (records[0].number, records[0].cases) == ("1", ({"arrest_date": "1937-05-12"},))

    arrow = columnar(tmp_path, {"person_id": [7, 8], "surname": ["Выдумов", "Сказкин"], "None": ["", None]})
    records, messages = read_file(arrow, load_mapping(written(tmp_path, proposed(arrow)), arrow))
    assert messages == []
    assert [record.number for record in records] == ["7", "8"]
    with pytest.raises(CallError, match="CSV on the Web describes text files"):
        csvw_text(proposed(arrow))


HEADING = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00\x1a\r"), max_size=12)


@untimed
@given(headings=st.lists(HEADING, min_size=1, max_size=4), values=st.lists(HEADING, min_size=4, max_size=4))
def test_no_heading_or_value_breaks_the_written_mapping(
    headings: list[str], values: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Quotes, line ends, control letters: the TOML stays TOML, and finds its columns again."""
    folder = tmp_path_factory.mktemp("proposal")
    width = len(headings)
    path = table(folder, [["Фамилия", *headings], ["Выдумов", *values[:width]], ["Сказкин", *values[:width]]])
    proposal = proposed(path, encoding="utf-8")

    mapping = load_mapping(written(folder, proposal), path)
    records, messages = read_file(path, mapping)

    assert [column.place.headings for column in mapping.columns if str(column.target) == "surname"]
    assert [record.fields["surname"] for record in records if "surname" in record.fields] or messages


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real data (../shared/data) are not here")
@pytest.mark.parametrize(
    ("name", "expected", "rows"),
    [
        ("north-ossetia/1_Sev_Osetia.xlsx",
         {"fname": "surname", "name": "given_name", "lname": "patronymic", "birthplace": "birth_place",
          "residence": "residence", "Region": "region"}, 2998),
        ("moscow-executed/all_2014-06.csv",
         {"ADDRESS": "residence", "NAME": "name", "BIO": "body", "LINK": "book_address"}, None),
        ("khabarovsk/nationality.csv", {"национальность": "nationality"}, None),
        ("khabarovsk/party.csv", {"партийная принадлежность": "party"}, None),
    ],
)  # fmt: skip
def test_real_tables_are_proposed_for_and_read(
    name: str, expected: dict[str, str], rows: int | None, tmp_path: Path
) -> None:
    """The proposal for what archives really have is right, and every row is read by it."""
    path = SHARED / name
    proposal = proposed(path)
    assert {column.place: column.target for column in proposal.matched} == expected

    records, messages = read_file(path, load_mapping(written(tmp_path, proposal), path))

    assert messages == []
    assert len(records) == rows if rows else len(records) > 1_000
