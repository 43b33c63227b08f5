"""A surname in its own letters meets the one that Russian lists print, in one of the keys by which pairs are found."""

from __future__ import annotations

import pyarrow as pa
import pytest

from rehabkg.link.features import feature_table
from rehabkg.link.known import Known
from rehabkg.names.sounds import continental_sound_of, sound_of

_KEYS = ("surname", "surname_skeleton", "surname_sound", "surname_continental")
GERMAN = (
    "Шумахер Schumacher, Бах Bach, Кох Koch, Эрлих Ehrlich, Вебер Weber, Мюллер Müller, Мюллер Mueller, Миллер Müller, "
    "Шмидт Schmidt, Гофман Hoffmann, Гейнц Heinz, Гейдебрехт Heidebrecht, Шнайдер Schneider, Шнейдер Schneider, "
    "Майер Meyer, Мейер Maier, Кёниг König, Шефер Schäfer, Шульц Schultz, Циммерман Zimmermann, Рейхерт Reichert, "
    "Дитрих Dietrich, Гейнрих Heinrich, Юнг Jung, Янцен Janzen, Йогансен Johannsen, Вибе Wiebe, Фризен Friesen, "
    "Клейн Klein, Клайн Klein, Вайс Weiß, Цвейг Zweig, Рот Roth, Бехтольд Bechtold, Тиссен Thiessen, Шварц Schwarz"
)
POLISH = (
    "Кшижановский Krzyżanowski, Вишневский Wiśniewski, Ковальчик Kowalczyk, Войцеховский Wojciechowski, "
    "Пшибыльский Przybylski, Щепаньский Szczepański, Хмелевский Chmielewski, Рыдзевский Rydzewski, "
    "Чайковский Czajkowski, Гжибовский Grzybowski, Дзержинский Dzierżyński"
)
BALTIC = (
    "Аугустайтис Augustaitis, Жукаускас Žukauskas, Чепайтис Čepaitis, Янушкявичюс Januškevičius, Берзиньш Bērziņš, "
    "Озолиньш Ozoliņš, Круминьш Krūmiņš, Тамм Tamm, Мяги Mägi, Юхансон Juhanson, Пыльдмяэ Põldmäe"
)
JEWISH = (
    "Рабинович Rabinowitz, Гурвич Hurvitz, Кац Katz, Коэн Cohen, Шапиро Schapiro, Гольдберг Goldberg, "
    "Айзенберг Eisenberg, Эйзенштейн Eisenstein, Хаймович Chaimowicz, Вайнштейн Weinstein, Рейхман Reichman"
)
TURKIC = "Абдуллаев Abdullayev, Гусейнов Hüseynov, Мамедов Məmmədov, Чагатай Çağatay, Ходжаев Xo‘jayev, Кадыров Qodirov"


def keys(surname: str) -> dict[str, str]:
    table: pa.Table = feature_table([Known("a.1", "a", surname=surname, given_name="A")])
    return {key: table.column(key)[0].as_py() for key in _KEYS}


@pytest.mark.parametrize(
    "pair", [pair for some in (GERMAN, POLISH, BALTIC, JEWISH, TURKIC) for pair in some.split(", ")]
)
def test_surname_of_another_language_meets_its_russian_spelling(pair: str) -> None:
    """A list from Vilnius or Hanover has it as it is written there; a pair that no key holds is never compared."""
    russian, own = map(keys, pair.split(" "))

    assert any(russian[key] == own[key] for key in _KEYS), (russian, own)


@pytest.mark.parametrize("pair", ["Чанов Ханов", "Чернов Хернов", "Бах Бач", "Шварц Шваж", "Юнг Жунг"])
def test_russian_letters_are_read_in_one_way(pair: str) -> None:
    """The other reading is there for Latin letters alone, of which nobody can tell the language."""
    one, other = map(keys, pair.split(" "))

    assert one["surname_continental"] == one["surname_sound"]
    assert all(one[key] != other[key] for key in _KEYS)


@pytest.mark.parametrize(
    ("word", "sound", "continental"),
    [
        ("rabinovich", "RPNFS", "RPNFS"),
        ("heinrich", "KNRS", "KNRK"),
        ("lehmann", "LKMN", "LMN"),
        ("jung", "SNK", "ANK"),
        ("schwarz", "SFS", "SFRS"),
        ("", "", ""),
        ("aeiou", "A", "A"),
    ],
)
def test_two_readings_of_one_spelling(word: str, sound: str, continental: str) -> None:
    """What follows from each rule, so that another rule does not take it back unseen."""
    assert (sound_of(word), continental_sound_of(word)) == (sound, continental)
