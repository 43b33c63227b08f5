"""Bodies by their printed names: one code for all ways to print one body, never one code for two bodies."""

from __future__ import annotations

import csv
import re
from itertools import islice

import pytest

from rehabkg import assets
from rehabkg.readers.memorial_lists import read_memorial_lists
from rehabkg.recognise.bodies import body_of, describe_body
from rehabkg.recognise.coverage import coverage_of
from rehabkg.recognise.list_body import recognise_body

RECORDS = assets.ROOT.parent / "shared" / "data" / "memorial-lists" / "records.txt"


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        (
            "oso",
            ["ОСО при НКВД СССР", "Особое совещание при НКВД СССР", "Особым Совещанием НКВД СССР", "ОС НКВД",
             "Особое совещание при МГБ СССР #48-а", "ОСО при Наркоме ВД СССР", "постановлением ОС при МГБ СССР"],
        ),
        (
            "ogpu-oso",
            ["особое совещание при Коллегии ОГПУ", "ОС КОГПУ", "ОСО при Коллегии ОГПУ СССР", "Особым Совещанием ОГПУ"],
        ),
        (
            "troika-unkvd--irkutskaya-oblast",
            ["Тройка при УНКВД Иркутской обл.", "тройки УНКВД Иркутской области", "Тройкой УНКВД по Иркутской обл",
             '"тройкой" НКВД Иркутской обл.', "ТРОЙКА ПРИ УНКВД ПО ИРКУТСКОЙ ОБЛ."],
        ),
        (
            "dvoika",
            ["Комиссия НКВД СССР и Прокурора СССР", "комиссией НКВД и прокурором СССР", "двойка",
             "НКВД и прокурора СССР"],
        ),
        (
            "milcoll-ussr",
            ["ВКВС СССР", "ВК ВС СССР", "Выездной сессией Военной коллегии Верховного суда СССР в г. Тюмень"],
        ),
        (
            "voennyj-tribunal--sibirskij-voennyj-okrug",
            ["военным трибуналом СибВО", "ВТ Сиб. ВО", "Военный трибунал Сибирского военного округа"],
        ),
        (
            "oblastnoj-sud--smolenskaya-oblast",
            ["Смоленский облсуд", "Смолоблсуд", "Облсуд Смоленской обл.", "Смол. обл. судом"],
        ),
        (
            "prokuratura--smolenskaya-oblast",
            ["Прокуратурой Смоленской обл.", "прокурор Смоленской области", "Смоленской облпрокуратурой"],
        ),
        ("kraevoj-sud--zapadno-sibirskij-kraj", ["Запсибкрайсуд", "Западно-Сибирским краевым судом", "крайсуд ЗСК"]),
        ("oblastnoj-sud--vostochno-kazakhstanskaya-oblast", ["ВКОблсуд", "ВК облсуд", "Облсуд ВКО", "ВКОбл суд"]),
        ("voennyj-tribunal--217-strelkovaya-diviziya", ["Военный трибунал 217 сд", "ВТ по 217-й стрелковой дивизии"]),
        ("rik--elabuzhskij-rajon", ["Елабужский РИК", "решением Елабужского райисполкома", "ЕЛАБУЖСКИМ РИК"]),
        (
            "troika-pp-ogpu--sredne-volzhskij-kraj",
            ["тройка при ПП ОГПУ по СВК", "тройка при ОГПУ по Средневолжскому краю"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_ways_to_print_one_body_have_one_code(code: str, printed: list[str]) -> None:
    """A question by body would otherwise count a part of what a body did."""
    assert {name: found and found.code for name in printed for found in [body_of(name)]} == dict.fromkeys(printed, code)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ОСО при НКВД СССР", "ОСО при Коллегии ОГПУ"),
        ("Саратовский облсуд", "Саратовский крайсуд"),
        ("тройка УНКВД по Омской обл.", "тройка УНКВД по Томской обл."),
        ("Елабужский РИК", "Псковский РИК"),
        ("Военный трибунал 18 армии", "Военный трибунал 118 армии"),
        ("ВТ 32 отд. стр. бригады", "ВТ 151 отд. стр. бригады"),
        ("Верховный суд РСФСР", "Верховный суд РФ"),
        ("Военный трибунал ПриВО", "Военная прокуратура ПриВО"),
        ("Президиум Омского облсуда", "Омский облсуд"),
        ("Верховный суд СССР", "Президиум Верховного Совета СССР"),
        ("тройка при НКВД ДАССР", "тройка при НКВД СОАССР"),
        ("НКВД СССР", "НКВД ТАССР"),
        ("3-го СК МВО", "СК облсуда"),
        ("Комиссия НКВД и Прокурора СССР", "Комиссия НКВД СССР"),
        ("тройка", "тройка при УНКВД"),
        ("особая тройка УНКВД по Кировской обл.", "тройка УНКВД по Кировской обл."),
    ],
)
def test_two_bodies_have_two_codes(one: str, other: str) -> None:
    """A merger lays the sentences of one body upon another; two codes for one body can be mended later."""
    first, second = body_of(one), body_of(other)

    assert first is None or second is None or first.code != second.code


@pytest.mark.parametrize(
    ("year", "code"),
    [(None, "osoboe-soveshchanie"), (1929, "ogpu-oso"), (1934, "osoboe-soveshchanie"), (1938, "oso"), (1952, "oso"),
     (1965, "osoboe-soveshchanie")],
)  # fmt: skip
def test_year_tells_the_special_boards_apart(year: int | None, code: str) -> None:
    """ОСО alone is that of the OGPU or of the NKVD; in 1934, when one ended and the other began, it is not told."""
    found = body_of("ОСО", year=year)

    assert found is not None
    assert found.code == code
    assert found.curated == (f"b-{code}" if code != "osoboe-soveshchanie" else None)


def test_short_form_of_several_regions_tells_none() -> None:
    """КК is Krasnoyarsk or Krasnodar: the year or another region of the record may tell, a guess may not."""
    unknown = body_of("тройкой УНКВД КК")
    before_krasnodar = body_of("НКВД КК", year=1936)
    lived_there = body_of("тройкой УНКВД КК", year=1938, near="krasnoyarskij-kraj")
    lived_elsewhere = body_of("тройкой УНКВД КК", year=1938, near="omskaya-oblast")

    assert unknown is not None
    assert (unknown.code, unknown.region) == ("troika-unkvd", None)
    assert before_krasnodar is not None
    assert before_krasnodar.region == "krasnoyarskij-kraj"
    assert lived_there is not None
    assert lived_there.code == "troika-unkvd--krasnoyarskij-kraj"
    assert lived_elsewhere == unknown


def test_near_region_never_overrules_the_name() -> None:
    """Where the name tells its region, what is told elsewhere says nothing of the body."""
    assert body_of("Омский облсуд", near="tomskaya-oblast") == body_of("Омский облсуд")


@pytest.mark.parametrize("printed", ["Первомайский РИК", "Кировское РО НКВД", "Введенский сельсовет"])
def test_name_that_many_districts_bear_does_not_tell_which(printed: str) -> None:
    """There are dozens of Первомайский districts; with its region a district is told."""
    found = body_of(printed)

    assert found is not None
    assert (found.code, found.local) == (found.organ, None)
    named = body_of(f"{printed} Омской обл.")
    assert named is not None
    assert named.region == "omskaya-oblast"
    assert named.code != found.code


@pytest.mark.parametrize(
    "printed",
    [None, "", "   ", "спецпоселение", "по Закону от 18 октября 1991 г.", "Следствие закончено", "под стражей в тюрьме",
     "сведений о реабилитации нет", "Омская область", "тройкой хлебопёков", "суд" * 400, "NKVD", "12345", "\x00", "«»"],
)  # fmt: skip
def test_what_names_no_known_body_is_not_recognised(printed: str | None) -> None:
    """A string that stays unknown is shown to a person; one that is known wrongly is shown to nobody."""
    assert body_of(printed) is None


def test_ground_or_act_behind_a_body_is_not_a_part_of_it() -> None:
    """Lists print the ground in the same breath."""
    body = body_of("Карагандинский облсуд")

    assert body is not None
    for tail in (
        " за отсутствием состава преступления",
        ". ЗА НЕДОКАЗАННОСТЬЮ ОБВИНЕНИЯ",
        " УКАЗ ПВС СССР ОТ 16.01.1989",
    ):
        assert body_of("Карагандинский облсуд" + tail) == body


def test_place_of_a_session_is_not_a_part_of_the_body() -> None:
    """A travelling session is the court itself, wherever it sat."""
    assert body_of("Выездная сессия Верховного суда СССР в г. Омске") == body_of("Верховный суд СССР")


def test_curated_body_keeps_its_iri() -> None:
    """A code is the local name of an IRI; that of a curated body must lead to the curated thing."""
    for printed in ("ВКВС СССР", "ОСО при НКВД СССР", "Коллегия ОГПУ", "Верховный суд РСФСР", "ГВП РФ"):
        found = body_of(printed)
        assert found is not None
        assert found.curated == f"b-{found.code}"
        assert describe_body(found) is None


@pytest.mark.parametrize(
    "printed",
    ["Тройка УНКВД по Омской обл.", "Альметьевский РИК", "Военный трибунал 3 гвардейской армии Западного фронта",
     "ВТ гарнизона г. Комсомольска-на-Амуре", "Райтройка Дубъязского р-на", "Верховный суд КазССР", "облсуд",
     "тройка при ПП ОГПУ СКК и ДССР", "Охотское РО НКВД по ДВК", "РВТ XII армии"],
)  # fmt: skip
def test_body_is_described_by_its_code_alone(printed: str) -> None:
    """The pages that describe bodies are written by another process than the one that read the records."""
    found = body_of(printed)

    assert found is not None
    assert found.code.isascii()
    described = describe_body(found)
    assert described == describe_body(found.code)
    if described is not None:
        assert described.code == found.code
        assert re.search("[а-я]", described.ru)
        assert not re.search("[а-я]", described.en)


def test_description_says_kind_parent_and_jurisdiction() -> None:
    """A law speaks of kinds of bodies, so each recognised body has one."""
    troika = describe_body("troika-unkvd--omskaya-oblast")
    court = describe_body("verkhovnyj-sud--latvijskaya-ssr")

    assert troika is not None
    assert (troika.ru, troika.kind) == ("тройка при НКВД—УНКВД (Омская область)", "extrajudicial")
    assert (troika.parent, troika.jurisdiction, troika.region) == ("b-nkvd", "ussr", "omskaya-oblast")
    assert court is not None
    assert court.jurisdiction == "latssr"
    assert describe_body("no-such-body--anywhere") is None


@pytest.mark.skipif(not RECORDS.is_file(), reason="the record bodies (../shared/data/memorial-lists) are not here")
def test_bodies_of_real_records_are_recognised() -> None:
    """97 of 100 printed bodies lead to a code."""
    records = islice(read_memorial_lists(RECORDS, report=pytest.fail), 0, None, 5)
    coverage = coverage_of(map(recognise_body, records))

    for kind in ("deciding-body", "rehabilitating-body"):
        counted = coverage.kinds[kind]
        assert counted.printed > 1_000
        assert counted.share is not None
        assert counted.share >= 0.97


def test_curated_bodies_are_recognised_by_their_own_names() -> None:
    """The curated name of a court or board in Russian is itself a printed name."""
    with (assets.DATA / "bodies.csv").open(encoding="utf-8", newline="") as file:
        names = {row["id"]: row["name_ru"] for row in csv.DictReader(file) if row["name_ru"]}
    wanted = ["b-ogpu-coll", "b-sc-ussr", "b-sc-rsfsr", "b-sc-rsfsr-pres", "b-proc-ussr", "b-milcoll-ussr", "b-vchk",
              "b-mgb", "b-kgb", "b-mil-tribunal-lvo", "b-presidium-ss-ussr", "b-gvp", "b-proc-rsfsr"]  # fmt: skip

    found = {identifier: body_of(names[identifier]) for identifier in wanted}

    assert {identifier: body and body.curated for identifier, body in found.items()} == {name: name for name in wanted}
