"""Every trap of Open List's pages, on invented people; then the real pages where they are."""

from __future__ import annotations

import time
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from rehabkg import assets
from rehabkg.errors import SourceError
from rehabkg.readers.open_list import read_open_list
from rehabkg.records.fields import CASE_FIELDS, PERSON_FIELDS
from rehabkg.records.printed import PrintedRecord

PAGES = Path(__file__).parent / "cases" / "records" / "open-list" / "pages.xml"
REAL = assets.ROOT.parent / "shared" / "data" / "open-list" / "pages.xml"


@pytest.fixture(scope="module")
def records() -> dict[str, PrintedRecord]:
    return {record.number: record for record in read_open_list(PAGES, report=[].append)}


def read_text(tmp_path: Path, wikitext: str, title: str = "Выдумкин Пример Ильич (1900)") -> PrintedRecord:
    """The record of a page that says *wikitext*; nothing may be reported."""
    path = tmp_path / "page.xml"
    said = wikitext.replace("&", "&amp;").replace("<", "&lt;")
    path.write_text(
        f"<mediawiki><page><title>{title}</title><ns>0</ns><id>1</id><revision><text>{said}</text></revision></page>"
        "</mediawiki>",
        encoding="utf-8",
    )
    faults: list[SourceError] = []
    (record,) = read_open_list(path, report=faults.append)
    assert faults == []
    return record


def test_a_record_says_where_it_stands(records: dict[str, PrintedRecord]) -> None:
    """A page is found again by its id in the wiki, and by its line in the dump; its text is whole."""
    record = records["102"]

    assert (record.file, record.locator, record.line) == ("pages.xml", "page 102", 42)
    assert record.text.startswith("Пробный Иван Фомич (1898)\n{{Формуляр\n|дата рождения=12.03.1898\n")
    assert record.text.endswith("[[Категория:Образцовская обл.]]")


def test_only_names_of_the_model_are_used(records: dict[str, PrintedRecord]) -> None:
    """What stands under another name would be read by nobody."""
    used = {name for record in records.values() for name in record.fields}
    used_in_cases = {name for record in records.values() for case in record.cases for name in case}

    assert used - set(PERSON_FIELDS) == set()
    assert used_in_cases - set(CASE_FIELDS) == set()
    assert all(value.strip() for record in records.values() for value in record.fields.values())


def test_a_monastic_name_stands_before_the_name_in_the_world(records: dict[str, PrintedRecord]) -> None:
    record = records["101"]

    assert record.name == "Ксения (Выдумкина Вера Ильинична)"
    assert record.fields["surname"] == "Выдумкина"
    assert record.fields["given_name"] == "Вера"
    assert record.fields["patronymic"] == "Ильинична"
    assert record.fields["name_variants"] == "Ксения"
    assert record.fields["birth_date"] == "1890"


def test_a_name_without_patronymic_is_not_parted(records: dict[str, PrintedRecord]) -> None:
    """Which of three words is the surname is not sure, so no guess is made."""
    record = records["106"]

    assert record.name == "Магомед Керим Али"
    assert {"surname", "given_name", "patronymic"} & record.fields.keys() == set()


def test_the_second_page_of_one_name_and_year_loses_its_number(records: dict[str, PrintedRecord]) -> None:
    assert records["104"].name == "Образцов Михаил Николаевич"


def test_who_arrested_is_parted_from_where_only_if_sure(records: dict[str, PrintedRecord]) -> None:
    first, second = records["101"].cases

    assert first == {"arrest_place": "Ленинград", "arrest_date": "04.10.1932", "note": "Педагог"}
    assert second["arrest_place"] == "Ленинградская о., пос. Образцовый"
    assert second["arrest_body"] == "Образцовским РО НКВД"
    assert second["note"] == 'по делу "Истинная Образцовая Церковь"'
    assert second["served_at"] == "Иркутская о., г. Тайшет (1951—1955 гг.)"


def test_prose_beside_the_form_is_kept_and_empty_headings_are_not(records: dict[str, PrintedRecord]) -> None:
    assert records["101"].fields["note"].split("\n") == [
        "фотография: Выдумкина.jpg",
        "Места проживания: Ленинградская о., пос. Образцовый",
        "С конца 1950-х годов вновь проживала там",
    ]


def test_categories_name_the_book_and_the_region(records: dict[str, PrintedRecord]) -> None:
    """The housekeeping category names neither; without one, the book is what the page cites."""
    assert records["101"].fields["book"] == 'БД "Жертвы политического террора в СССР"'
    assert records["101"].fields["categories"] == 'БД "Жертвы политического террора в СССР"\nВсе мартирологи'
    assert "region" not in records["101"].fields
    assert records["102"].fields["book"] == "Книга памяти Образцовской обл."
    assert records["102"].fields["region"] == "Образцовская обл."
    assert records["103"].fields["book"] == "Книга памяти Выдуманной Республики"
    assert records["103"].fields["region"] == "Башкирия"
    assert records["104"].fields["region"] == "Красноярский край"
    assert records["106"].fields["region"] == "Дагестан"
    assert records["106"].fields["book"] == "Правительство Республики Дагестан"


def test_a_trial_entered_twice_is_one_case_with_both_texts(records: dict[str, PrintedRecord]) -> None:
    """Cases 1 and 3 are one trial; 2 and 4 have only a year, in which one body may sit twice. The order stays."""
    cases = records["102"].cases

    assert [case["decision_date"] for case in cases] == ["03.10.1937", "1930", "1930"]
    assert cases[0]["sentence"] == "ВМН; расстрел"
    assert cases[0]["charge"] == "член к/р организации"
    assert cases[0]["deciding_body"] == "Тройка при УНКВД Образцовской обл."
    assert cases[0]["arrest_date"] == "01.09.1937"
    assert cases[0]["note"] == "дата ареста: 02.09.1937"


def test_a_day_that_does_not_exist_is_left_as_printed(records: dict[str, PrintedRecord]) -> None:
    assert records["102"].fields["execution_date"] == "31.02.1938"


def test_blank_parameters_of_old_pages_are_absent_and_old_names_are_read(records: dict[str, PrintedRecord]) -> None:
    record = records["103"]

    assert record.fields["birth_date"] == "1870"
    assert record.fields["rehabilitation_date"] == "23.10.1989"
    assert record.fields["name_variants"] == "Старов; Старый-Новый"
    assert record.cases == ({"arrest_date": "29.10.1929", "charge": "по ст. 58-10"},)


def test_an_old_name_gives_way_to_the_present_one(tmp_path: Path) -> None:
    """What it says otherwise is not lost."""
    fields = read_text(tmp_path, "{{Формуляр|год рождения=1899|дата рождения=12.03.1898|год смерти=1950}}").fields

    assert fields["birth_date"] == "12.03.1898"
    assert fields["death_date"] == "1950"
    assert fields["note"] == "год рождения: 1899"


def test_a_case_parameter_without_number_tells_of_the_first_case(tmp_path: Path) -> None:
    record = read_text(tmp_path, "{{Формуляр|приговор=5 лет|дата ареста 2=1940}}")

    assert record.cases == ({"sentence": "5 лет"}, {"arrest_date": "1940"})


def test_the_last_of_two_equal_parameters_wins_even_if_blank(tmp_path: Path) -> None:
    """As in MediaWiki; the page shows nothing else."""
    record = read_text(tmp_path, "{{Формуляр|пол=мужчина|пол=|возраст=30|возраст=31}}")

    assert "sex" not in record.fields
    assert record.fields["age"] == "31"


def test_wikitext_inside_values_is_read(records: dict[str, PrintedRecord]) -> None:
    """Comment, link, footnote, inner template and <nowiki> hide bars, equals signs and braces."""
    fields = records["104"].fields

    assert fields["birth_date"] == "1919"
    assert fields["birth_place"] == "с. Новое Образцовского края"
    assert fields["nationality"] == "русский"
    assert fields["education"] == "{{неуверенно|среднее|год=1937}}"
    assert fields["occupation"] == "матрос [[«Заря»]] | }}"
    assert fields["note"].split("\n") == ["любимая книга: «Азбука»", "По анкете | 1937 г. =}}"]


def test_codefendants_are_taken_out_of_the_accusation(records: dict[str, PrintedRecord]) -> None:
    (case,) = records["104"].cases

    assert case["charge"] == "58, п. 9"
    assert case["codefendants"] == "Соседов Павел Фомич (1912)\nСоседова Анна Фомична (1914)"


def test_a_commutation_stays_in_its_sentence(records: dict[str, PrintedRecord]) -> None:
    """Taking decisions out of a sentence is the recogniser's work."""
    assert records["104"].cases[0]["sentence"].endswith("Приговор заменен 17.03.1939 ВС СССР на 15 лет ИТЛ")


def test_a_rehabilitation_in_two_places_is_one(records: dict[str, PrintedRecord]) -> None:
    record = records["105"]

    assert record.cases[0]["rehabilitation_date"] == "09.09.2000"
    assert record.cases[0]["rehabilitation_body"] == "ГУВД Образцовской обл."
    assert {"rehabilitation_date", "rehabilitation_body"} & record.fields.keys() == set()


def test_rehabilitations_of_two_days_stay_two(tmp_path: Path) -> None:
    record = read_text(tmp_path, "{{Формуляр|реабилитация=1989|осуждение 1=1931|дата реабилитации 1=09.09.2000}}")

    assert record.fields["rehabilitation_date"] == "1989"
    assert record.cases[0]["rehabilitation_date"] == "09.09.2000"


def test_an_act_in_the_cell_of_the_body_is_an_act(records: dict[str, PrintedRecord]) -> None:
    _, second, third = records["105"].cases

    assert second["rehabilitation_act"] == "на основании Закона РСФСР от 18.10.91г."
    assert "rehabilitation_body" not in second
    assert third["rehabilitation_body"] == "Прокуратура по Образцовскому краю"
    assert third["rehabilitation_act"] == "п. «а» ст. 3 Закона РФ"


@pytest.mark.parametrize(
    ("printed", "body", "act"),
    [
        ("Прокуратура Образцовской обл.", "Прокуратура Образцовской обл.", None),
        ("Постановление Президиума облсуда", "Постановление Президиума облсуда", None),
        ("по Указу ПВС СССР от 16.01.1989", None, "по Указу ПВС СССР от 16.01.1989"),
        ("Закон РФ от 18.10.1991, прокуратурой области", "прокуратурой области", "Закон РФ от 18.10.1991"),
        ("Комиссия по законодательству", "Комиссия по законодательству", None),
    ],
)
def test_only_an_act_by_its_name_is_an_act(tmp_path: Path, printed: str, body: str | None, act: str | None) -> None:
    (case,) = read_text(tmp_path, "{{Формуляр|реабилитирующий орган 1=" + printed + "}}").cases

    assert (case.get("rehabilitation_body"), case.get("rehabilitation_act")) == (body, act)


def test_kin_are_listed_with_their_relation(records: dict[str, PrintedRecord]) -> None:
    assert records["105"].fields["kin"].split("\n") == [
        "отец: Примеров Фёдор Ильич (1880)",
        "сёстры: Примерова Анна Фёдоровна (1910)",
        "сёстры: Примерова Ольга Фёдоровна (1915)",
    ]


def test_the_newest_revision_is_the_page(records: dict[str, PrintedRecord]) -> None:
    """A dump with its history lists older ones, and not always in order."""
    assert records["106"].cases == ({"decision_date": "03.10.1937", "sentence": "лиш. св."},)


def test_other_pages_are_counted_and_a_broken_form_is_reported() -> None:
    skipped: Counter[str] = Counter()
    faults: list[SourceError] = []

    read = list(read_open_list(PAGES, report=faults.append, skipped=skipped))

    assert len(read) == 6
    assert skipped == {"redirect": 1, "other name space": 1, "no form": 1}
    assert [str(fault) for fault in faults] == ["pages.xml:210: page 110: the braces of its form do not close"]
    assert faults[0].printed is not None
    assert faults[0].printed.startswith("Незакрытый Пётр Ильич (1901)\n{{Формуляр")


def test_a_second_form_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    path.write_text(
        "<mediawiki><page><title>Два</title><ns>0</ns><id>5</id><revision><text>{{Формуляр|пол=мужчина}}"
        "{{Формуляр|пол=женщина}}</text></revision></page></mediawiki>",
        encoding="utf-8",
    )
    faults: list[SourceError] = []

    (record,) = read_open_list(path, report=faults.append)

    assert record.fields["sex"] == "мужчина"
    assert [str(fault) for fault in faults] == ["page.xml:1: page 5: it has 2 forms; the first is read"]


@pytest.mark.parametrize(
    "part",
    ["коллективное дело ", "коллективное дело: [[а]]", " ", "Закон ", "по ст. ", "на основании ", "особ", "ЧК, ", ";",
     "по делу;", "=", "== а ", "[[Категория:а]]", "((", "\n", "{{Формуляр", "<ref>а</ref>"],
)  # fmt: skip
def test_no_page_takes_more_time_than_its_length(tmp_path: Path, part: str) -> None:
    """A pattern that tries twice would take hours for a page of one sign."""
    text = part * (100_000 // len(part))
    cells = (
        "обвинение 1",
        "где и кем арестован 1",
        "реабилитирующий орган 1",
        "приговор 1",
        text[:90_000],
        "варианты ФИО",
    )
    path = tmp_path / "page.xml"
    form = "".join(f"|{cell}=а{text}б\n" for cell in cells)
    said = f"{{{{Формуляр\n{form}}}}}\n{text}".replace("<", "&lt;")
    path.write_text(
        f"<mediawiki><page><title>Долгий</title><id>1</id><revision><text>{said}</text></revision></page></mediawiki>",
        encoding="utf-8",
    )
    start = time.process_time()

    list(read_open_list(path, report=[].append))

    assert time.process_time() - start < 5


def write_dump(path: Path, pages: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("<mediawiki>")
        for number in range(1, pages + 1):
            file.write(
                f"<page><title>Выдумкин{number} Пример Ильич (1900)</title><ns>0</ns><id>{number}</id><revision><text>"
                f"{{{{Формуляр\n|место рождения=д. Новая {number}\n|дата ареста 1=01.01.1938\n|приговор 1=10 лет ИТЛ"
                f"\n|осудивший орган 1=ОСО {number}\n}}}}[[Категория:Книга памяти {number % 9}]]"
                "</text></revision></page>"
            )
        file.write("</mediawiki>")


def peak_bytes(path: Path) -> int:
    tracemalloc.start()
    try:
        for _ in read_open_list(path, report=pytest.fail):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_dump(tmp_path: Path) -> None:
    """Ten times the pages take no more memory, so a dump of any size can be read."""
    small, large = tmp_path / "small.xml", tmp_path / "large.xml"
    write_dump(small, 1_000)
    write_dump(large, 10_000)
    peak_bytes(small)  # fills what is kept of repeated words

    assert peak_bytes(large) < peak_bytes(small) * 1.2 + 100_000


@pytest.mark.skipif(not REAL.is_file(), reason="the real pages (../shared/data/open-list) are not here")
def test_every_filled_parameter_of_the_real_pages_is_told() -> None:
    """Eight pages, no fault, and each value of a parameter somewhere in the cells."""
    faults: list[SourceError] = []

    records = list(read_open_list(REAL, report=faults.append))

    assert (len(records), faults) == (8, [])
    for record in records:
        told = "\n".join([*record.fields.values(), *(value for case in record.cases for value in case.values())])
        for line in record.text.split("\n"):
            name, equals, value = line.partition("=")
            if name.startswith("|") and equals and value and name not in ("|источники данных", "|реабилитация"):
                assert value.split(" / коллективное")[0].split("; по делу")[0] in told
