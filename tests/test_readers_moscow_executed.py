"""The Moscow lists: every person of a page is read, cut into cells as far as that is certain, and placed."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehabkg import assets
from rehabkg.errors import SourceError
from rehabkg.readers import encoding, moscow_addresses, moscow_executed
from rehabkg.readers.moscow_biography import cut
from rehabkg.readers.moscow_executed import read_moscow_executed
from rehabkg.records.fields import PERSON_FIELDS
from rehabkg.records.printed import PrintedRecord

CASES = Path(__file__).parent / "cases" / "records" / "moscow-executed"
PAGE = CASES / "pages" / "1.htm"
REAL = assets.ROOT.parent / "shared" / "data" / "moscow-executed"
TAIL = ". Адрес: Кривая ул., д.3. Рассстрелян 9.12.1937. Место захоронения: Бутово."
OF_TAIL = {
    "residence": "Кривая ул., д.3", "sex": "Рассстрелян", "execution_date": "9.12.1937", "burial_place": "Бутово",
}  # fmt: skip


def read(path: Path) -> tuple[list[PrintedRecord], list[str]]:
    """The records at *path*, and what is reported."""
    errors: list[SourceError] = []
    records = list(read_moscow_executed(path, report=errors.append))
    return records, [str(error).removeprefix(f"{path}/") for error in errors]


def read_page(folder: Path, content: bytes) -> tuple[list[PrintedRecord], list[str]]:
    """The records of a page of *content*."""
    (folder / "1.htm").write_bytes(content)
    errors: list[SourceError] = []
    records = list(read_moscow_executed(folder / "1.htm", report=errors.append))
    return records, [str(error).removeprefix(f"{folder}/") for error in errors]


def test_a_folder_is_read_page_by_page_with_what_its_tables_tell() -> None:
    """A person has the address of the page and a point on the map, where the tables beside have them."""
    records, errors = read(CASES)

    assert errors == []
    assert records[0] == PrintedRecord(
        number="shot-1-1",
        file="pages/1.htm",
        locator="page pages/1.htm, Кривоколенная ул., д.3а, кв.1, person 1",
        line=9,
        text="Кривоколенная ул.\nд.3а (2 чел.)\nкв.1\nВыдумкин Иван Петрович, род. 1884, Небыльская губ. (Кривская "
        'волость), г. Выдумск, русский, б/п, завод "Небыль": токарь. Адрес: Кривоколенная ул., д.3а, кв. 1. '
        "Рассстрелян 17.05.1938. Место захоронения: Бутово.",
        name="Выдумкин Иван Петрович",
        fields={
            "birth_date": "1884", "birth_place": "Небыльская губ. (Кривская волость), г. Выдумск",
            "nationality": "русский", "party": "б/п", "occupation": 'завод "Небыль": токарь',
            "residence": "Кривоколенная ул., д.3а, кв. 1", "sex": "Рассстрелян", "execution_date": "17.05.1938",
            "burial_place": "Бутово", "book_address": "http://mos.memo.ru/shot-1.htm#s1",
            "longitude": "37.707961", "latitude": "55.763564",
        },
    )  # fmt: skip
    assert [record.number for record in records] == ["shot-1-1", "shot-1-2", "shot-1-3", "shot-2-1", "all_2014-06-3"]


def test_people_of_pages_that_are_not_there_come_from_the_table() -> None:
    """The table repeats the pages, so only what they lack is taken from it."""
    record = read(CASES)[0][-1]

    assert (record.name, record.file, record.locator) == ("Ярков Семён Ильич", "all_2014-06.csv", "line 3")
    assert record.fields["occupation"] == "шофер"
    assert record.fields["book_address"] == "http://mos.memo.ru/shot-77.htm#s3"


def test_an_address_is_found_however_its_tables_write_it() -> None:
    """The geocoded table has no comma where the pages have one, and two blanks where they have one."""
    record = read(CASES)[0][2]

    assert (record.fields["latitude"], record.fields["longitude"]) == ("55.2", "37.1")
    assert "latitude" not in read(CASES)[0][3].fields


def test_a_name_that_is_not_closed_ends_where_the_life_begins() -> None:
    """One entry of the real pages lacks the tag that closes its name."""
    record = read(PAGE)[0][2]

    assert record.name == "Сочинов Лев Ильич (Израилевич)"
    assert record.fields["birth_place"] == "в Двинске"
    assert record.fields["party"] == "исключен из ВКП(б) в 1937 г. (бывший эсер)"


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        (
            "род. 1.02.1901, Польша, г. Выдумск, поляк, член КП Польши 1920-1925, член ВКП(б) с 1926, слесарь",
            {
                "birth_date": "1.02.1901", "birth_place": "Польша, г. Выдумск", "nationality": "поляк",
                "party": "член КП Польши 1920-1925, член ВКП(б) с 1926", "occupation": "слесарь",
            },
        ),
        (
            "род. 1901 (по другим данным - в 1902), д. Выдумка, бывш., польский еврей, б/п, до 1934 счетовод, маляр",
            {
                "birth_date": "1901", "birth_comment": "по другим данным - в 1902", "birth_place": "д. Выдумка, бывш.",
                "nationality": "польский еврей", "party": "б/п", "occupation": "до 1934 счетовод, маляр",
            },
        ),
        (
            "род. 3 декабря (по другим данным - февраля) 1914, местечка, русский (или немец), член ВЛКСМ",
            {
                "birth_date": "1914", "birth_comment": "3 декабря (по другим данным - февраля) 1914",
                "birth_place": "местечка", "nationality": "русский (или немец)", "party": "член ВЛКСМ",
            },
        ),
        (
            "род. в мае 1901, г. Выдумск, член ВКП(б) (бывший член Бунда, КП США), член коллегии, секретарь ЦК ВЛКСМ",
            {
                "birth_date": "в мае 1901", "birth_place": "г. Выдумск",
                "party": "член ВКП(б) (бывший член Бунда, КП США)", "occupation": "член коллегии, секретарь ЦК ВЛКСМ",
            },
        ),
        (
            "род. 1901, г. Выдумск (Польша0, поляк, член ВКП(б) (бывший член ППС (левица), начальник отдела, комкор",
            {
                "birth_date": "1901", "birth_place": "г. Выдумск (Польша0", "nationality": "поляк",
                "party": "член ВКП(б) (бывший член ППС (левица)", "occupation": "начальник отдела, комкор",
            },
        ),
        (
            'род. 1901, латыш, "Небыль": токарь',
            {"birth_date": "1901", "nationality": "латыш", "occupation": '"Небыль": токарь'},
        ),
        ("род. 1901, г. Выдумск, пенсионер", {"birth_date": "1901", "note": "г. Выдумск, пенсионер"}),
        ("род. 1901", {"birth_date": "1901"}),
    ],
)  # fmt: skip
def test_a_life_is_cut_where_its_order_shows_how(told: str, fields: dict[str, str]) -> None:
    """What no order shows stays whole: an occupation is no nationality, though both are a word in small letters."""
    assert cut(told + TAIL) == fields | OF_TAIL


@pytest.mark.parametrize("told", ["", "род. 1901, русский", "Адрес неизвестен. Рассстрелян 1.01.1938"])
def test_a_paragraph_of_another_form_stays_whole(told: str) -> None:
    """Nothing is lost of what the reader does not understand."""
    assert cut(told) == {"note": told}


@settings(deadline=None)
@given(st.text(st.sampled_from("абвг ,.()1БП/"), max_size=60))
def test_nothing_of_a_paragraph_is_lost(told: str) -> None:
    """Whatever stands before the address, its letters are in the cells, each as often as printed."""
    fields = cut(told + TAIL)

    kept = "".join(cell for name, cell in fields.items() if name not in OF_TAIL or cell != OF_TAIL[name])
    lost = Counter(told.replace(" ", "").replace(",", "")) - Counter(kept)
    assert not lost or set(lost) <= set("()")
    assert set(fields) <= set(PERSON_FIELDS)


@pytest.mark.parametrize("hostile", ["(a, ", "a), (", "член ", "род. (", ". Адрес: ", ". Рас", "а-б ", "в 1901, "])
def test_a_hostile_paragraph_takes_no_longer(hostile: str) -> None:
    """A megabyte of brackets or of words that begin something is cut in a moment."""
    told = hostile * (1_000_000 // len(hostile))
    start = time.perf_counter()

    cut("род. 1901, " + told + ")" * told.count("(") + TAIL)
    cut(told)

    assert time.perf_counter() - start < 10


def test_a_cut_page_gives_its_whole_people_and_says_so(tmp_path: Path) -> None:
    """The last person of a broken download would have a life cut short."""
    content = PAGE.read_bytes()

    records, errors = read_page(tmp_path, content[: content.index("Двинске".encode("windows-1251"))])

    assert len(records) == 2
    assert errors == [
        "1.htm:12: the page ends within this person",
        "1.htm:12: the page ends without </html>; it may be cut off",
    ]


@pytest.mark.parametrize(
    ("bad", "line", "message"),
    [(b"\x98", 9, "byte 0x98 does not fit the file's encoding"), (b"\x00", 9, "there is a NUL byte")],
)
def test_bad_bytes_cost_that_person(bad: bytes, line: int, message: str, tmp_path: Path) -> None:
    """The people around one are read."""
    content = PAGE.read_bytes().replace("токарь".encode("windows-1251"), bad)

    records, errors = read_page(tmp_path, content)

    assert [record.number for record in records] == ["shot-1-2", "shot-1-3"]
    assert errors == [f"1.htm:{line}: {message}"]


def test_bad_bytes_in_a_street_cost_its_people(tmp_path: Path) -> None:
    """The street is part of what is printed of each of them."""
    records, errors = read_page(tmp_path, PAGE.read_bytes().replace(b"s2></a>", b"s2></a>\x98"))

    assert [record.number for record in records] == ["shot-1-1", "shot-1-2"]
    assert errors == ["1.htm:12: byte 0x98 does not fit the file's encoding"]


def test_a_paragraph_beyond_any_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no person, and cutting it would take its time."""
    monkeypatch.setattr(moscow_executed, "LONGEST_RECORD_CHARACTERS", 240)
    records, errors = read_page(tmp_path, PAGE.read_bytes())

    assert [record.number for record in records] == ["shot-1-3"]
    assert [error.partition(" characters")[0] for error in errors] == [
        f"1.htm:9: more than {encoding.LONGEST_RECORD_CHARACTERS:,}"
    ] * 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"<html><p class=name>x</p></html>",
            "holds no paragraph of the class 'pers'; a page of mos.memo.ru is wanted",
        ),
        (b"PK\x03\x04", "is a zip archive (xlsx, docx and ods are such), a text is wanted"),
        (b"", "holds no paragraph of the class 'pers'; a page of mos.memo.ru is wanted"),
    ],
)
def test_what_is_no_page_of_the_lists_is_told(content: bytes, message: str, tmp_path: Path) -> None:
    """Alone it is the end; among pages it costs itself."""
    with pytest.raises(SourceError) as raised:
        read_page(tmp_path, content)
    assert str(raised.value) == f"{tmp_path}/1.htm: {message}"

    shutil.copy(PAGE, tmp_path / "2.htm")
    records, errors = read(tmp_path)
    assert [record.number for record in records] == ["shot-2-1", "shot-2-2", "shot-2-3"]
    assert errors == [f"1.htm: {message}"]


def test_a_folder_without_pages_is_told(tmp_path: Path) -> None:
    """Neither pages nor the table: nothing can be read."""
    with pytest.raises(SourceError, match=r"holds no page \(\*.htm, \*.html\)"):
        read(tmp_path)

    shutil.copy(CASES / "all_2014-06.csv", tmp_path)
    assert [record.name for record in read(tmp_path)[0]] == ["Выдумкин Иван Петрович", "Ярков Семён Ильич"]


def test_a_page_that_is_there_twice_is_read_once(tmp_path: Path) -> None:
    """Its people would have the same numbers."""
    shutil.copy(PAGE, tmp_path / "1.htm")
    shutil.copy(PAGE, tmp_path / "shot-1.htm")

    records, errors = read(tmp_path)

    assert len(records) == 3
    assert errors == ["shot-1.htm: page shot-1 is here twice; the second is left out"]


def test_an_address_placed_twice_differently_stays_unplaced(tmp_path: Path) -> None:
    """A wrong point on a map is worse than none."""
    shutil.copytree(CASES, tmp_path, dirs_exist_ok=True)
    table = tmp_path / "skugarevsky_addresses_geocoded.csv"
    with table.open("a", encoding="utf-8") as opened:
        opened.write("Кривоколенная ул.,д.3а,2,38.0,56.0,1\n")

    records, errors = read(tmp_path)

    assert errors == [
        f"{table.name}:6: Кривоколенная ул., д.3а: is placed at 56.0, 38.0, before at 55.763564, 37.707961"
    ]
    assert "latitude" not in records[0].fields
    assert records[2].fields["latitude"] == "55.2"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("addresses.csv", "ADDRESS_ID,ADDRESS\n", "addresses.csv:1: the header is without 'LINK'"),
        ("addresses.csv", "ADDRESS,LINK,LINK\n", "addresses.csv:1: the header is with doubled 'LINK'"),
        ("all_2014-06.csv", "", "all_2014-06.csv:1: the table is empty; a header line is wanted"),
        ("skugarevsky_addresses_geocoded.csv", "\x00" * 99, "is a binary file"),
    ],
)
def test_a_table_that_is_none_is_told(name: str, content: str, message: str, tmp_path: Path) -> None:
    """A table that has another form must not pass for one that knows nothing."""
    shutil.copytree(CASES, tmp_path, dirs_exist_ok=True)
    (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(SourceError, match=message):
        read(tmp_path)


def test_a_table_of_addresses_beyond_any_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is held whole."""
    monkeypatch.setattr(moscow_addresses, "LARGEST_JOINED_BYTES", 10)

    with pytest.raises(SourceError, match=r"addresses.csv: has \d+ bytes, at most 10 are wanted of addresses"):
        read(CASES)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real lists (../shared/data/moscow-executed) are not here")
def test_the_real_lists_are_read_whole_and_cut() -> None:
    """9,505 people on 59 pages, 897 more of the other pages; all but four are cut to the last cell."""
    records, errors = read(REAL)

    assert errors == []
    assert Counter(record.file.partition("/")[0] for record in records) == {"pages": 9_505, "all_2014-06.csv": 897}
    assert len({record.number for record in records}) == len(records)
    assert sum("note" in record.fields for record in records) == 4
    assert {name for record in records for name in record.fields} <= set(PERSON_FIELDS)
    for name, least in (("execution_date", 10_402), ("nationality", 10_350), ("party", 10_350), ("latitude", 9_539)):
        assert sum(name in record.fields for record in records) >= least
