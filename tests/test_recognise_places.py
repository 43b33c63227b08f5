"""Places as chains: one chain for all orders and cases, and never one region out of two."""

from __future__ import annotations

from itertools import islice

import pytest

from rehabkg import assets
from rehabkg.readers.memorial_lists import read_memorial_lists
from rehabkg.recognise.coverage import coverage_of
from rehabkg.recognise.list_body import recognise_body
from rehabkg.recognise.places import place_of, region_of

RECORDS = assets.ROOT.parent / "shared" / "data" / "memorial-lists" / "records.txt"


def chain(text: str) -> list[tuple[str, str]]:
    """The parts of a place as pairs of kind and name."""
    found = place_of(text)
    return [(part.kind, part.name) for part in found.parts] if found else []


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        (
            [("autonomous-republic", "Башкирская АССР"), ("raion", "Бижбулякский"), ("derevnya", "Калинка")],
            ["Башкирия, Бижбулякский р-н, д. Калинка", "д. Калинка, Бижбулякский р-н, Башкирия",
             "д.Калинка Бижбулякского района Башкирской АССР"],
        ),
        (
            [("oblast", "Ульяновская область"), ("raion", "Сурский"), ("selo", "Барышская Слобода")],
            ["с.Барышская Слобода, Сурский р-н Ульяновской обл.",
             "Ульяновская обл., Сурский р-н, с. Барышская Слобода"],
        ),
        (
            [("guberniya", "Витебская губерния"), ("uezd", "Полоцкий"), ("volost", "Юровичская"),
             ("derevnya", "Заходы")],
            ["д. Заходы Юровичской вол. Полоцкого уезда Витебской губ.",
             "Витебская губ., Полоцкий уезд, Юровичская вол., д. Заходы"],
        ),
        (
            [("krai", "Восточно-Сибирский край"), ("raion", "Абанский"), ("selsovet", "Апано-Ключинский"),
             ("selo", "Ключи")],
            ["с. Ключи Апано-Ключинского сельсовета Абанского р-на ВСК"],
        ),
        ([("town", "Калуга")], ["г. Калуге", "г. Калуга", "г.Калуги"]),
        ([("city", "Москва"), ("address", "Перовский пр., 14, барак 14")], ["Москва, Перовский пр., 14, барак 14"]),
        ([("oblast", "Орловская область"), ("selo", "Цуриковка")], ["Орловская обл., Цуриковка с"]),
        ([("selo", "Александровское")], ["с. Александровского", "с. Александровское"]),
        ([("oblast", "Томская область")], ["Томская обл., на спецпоселении", "в Томской обл."]),
    ],
    ids=lambda value: "" if isinstance(value, list) and isinstance(value[0], str) else None,
)  # fmt: skip
def test_order_and_case_do_not_change_a_chain(parts: list[tuple[str, str]], printed: list[str]) -> None:
    """Two people of one village must not be born in two because two books print it in two ways."""
    assert {text: chain(text) for text in printed} == dict.fromkeys(printed, parts)


@pytest.mark.parametrize(
    ("region", "printed"),
    [
        ("bashkirskaya-assr", "Башкирия, Уфимский р-н"),
        ("kurskaya-oblast", "Курск. обл., д. Сосновка"),
        ("donskaya-oblast", "Донского Войска обл., ст. Вёшенская"),
        ("assr-nemtsev-povolzhya", "с.Франк Франкский р-н бывш/АССР Немцев Поволжья"),
        ("khakasskaya-ao", "пос. Соломенный Бейского р-на Хакасской АО ЗСК"),
        ("polsha", "Польша, г. Люблин"),
        ("kitaj", "Китай, Манчжурия, г. Харбин"),
        ("gorod-leningrad", "г. Ленинград, пр. Майорова, д. 10"),
        ("leningradskaya-oblast", "Ленинградская обл., г. Ленинград"),
        ("uralskaya-oblast-kazakhstan", "Казахстан, Уральская обл."),
        ("yuzhno-kazakhstanskaya-oblast", "Южно-Казахстанская обл. (Чимкентская)"),
    ],
)
def test_region_is_told(region: str, printed: str) -> None:
    """The smaller unit wins over the larger, a name of old over nothing."""
    assert region_of(printed) == region
    found = place_of(printed)
    assert found is not None
    assert found.region == region


@pytest.mark.parametrize(
    "printed",
    [
        "Уральская обл., Верещагинский р-н",  # round Sverdlovsk, or round Uralsk in Kazakhstan
        "с. Кежма Кежемского р-на КК",  # Krasnoyarsk or Krasnodar
        "Приморская обл.*Уссурийская обл., с. Гродеково",
        "Омская обл., Томская обл.",
        "Львовская губ., Жавка",  # there was none
        "Кировский р-н, с. Ключи",
        "д. Китай",
        "г. Тверь, ул. Ленинградское шоссе, 5",
    ],
)
def test_no_region_is_chosen_out_of_two_or_of_none(printed: str) -> None:
    """A region that is not told must stay blank: the count of a region is read as a fact."""
    assert region_of(printed) is None
    found = place_of(printed)
    assert found is not None
    assert found.region is None


@pytest.mark.parametrize("printed", [None, "", "   ", ",,,", "АССР", "б" * 400, "\x00", "()"])
def test_what_names_no_place_has_no_chain(printed: str | None) -> None:
    """A blank or a text is no place."""
    assert place_of(printed) is None
    assert region_of(printed) is None


def test_parts_can_be_asked_for_by_kind() -> None:
    """A page shows the village beside the district."""
    found = place_of("Пензенская обл., Лунинский р-н, с. Мичкасс")

    assert found is not None
    assert found.name_of("raion", "uezd") == "Лунинский"
    assert found.name_of("selo", "derevnya") == "Мичкасс"
    assert found.name_of("krai") is None


@pytest.mark.skipif(not RECORDS.is_file(), reason="the record bodies (../shared/data/memorial-lists) are not here")
def test_regions_of_real_records_are_found() -> None:
    """Nine of ten regions that a place names are known, and the short way finds what the long one does."""
    people = [recognise_body(record) for record in islice(read_memorial_lists(RECORDS, report=pytest.fail), 0, None, 5)]
    coverage = coverage_of(people)

    for kind in ("birth-region", "residence-region"):
        share = coverage.kinds[kind].share
        assert share is not None
        assert share >= 0.9
    printed = [person.birth_place for person in people] + [person.residence for person in people]
    assert [text for text in printed if region_of(text) != (found.region if (found := place_of(text)) else None)] == []
