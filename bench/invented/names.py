"""Invent names: given names and patronymics are vocabulary, surnames are put together from syllables."""

from __future__ import annotations

from random import Random

from bench.invented.weights import Weighted, table

_FIRST = (
    "Ба", "Бе", "Бо", "Бра", "Ва", "Вер", "Га", "Гро", "Да", "Дро", "Ерма", "Жи", "За", "Зве", "Ка", "Ке", "Кли", "Ко",
    "Кра", "Ла", "Ло", "Ма", "Ме", "Му", "На", "Не", "О", "Па", "Пе", "Про", "Ра", "Ро", "Са", "Се", "Сто", "Та", "То",
    "Тру", "Ува", "Фе", "Ха", "Хо", "Ча", "Че", "Ша", "Шу", "Ще", "Яро",
)  # fmt: skip
_MIDDLE = (
    "ба", "бро", "ва", "ве", "го", "гу", "да", "дор", "жа", "зи", "зо", "ки", "ко", "ла", "ли", "лу", "ма", "мо", "на",
    "ни", "но", "пу", "ра", "ри", "ро", "ру", "са", "се", "сто", "та", "ти", "ту", "ха", "че", "ши", "",
)  # fmt: skip
_LAST = (
    "бин", "вин", "гов", "дин", "дов", "ев", "жин", "зин", "ков", "кин", "лев", "лин", "лов", "мин", "мов", "нов",
    "нин", "пов", "рин", "ров", "син", "сов", "тин", "тов", "хин", "хов", "цев", "шин", "шов",
)  # fmt: skip
_KEPT_FORM = ("ненко", "ченко", "рук", "чук", "щук", "нис", "берг", "ман", "лиев", "швили", "дзе", "цян", "кас", "вич")
_ADJECTIVE = ("ский", "цкий", "ной", "вой")
# Surnames that bend by sex, that keep their form, and adjectives.
_FORMS = Weighted((("bend", 70), ("keep", 20), ("adjective", 10)))


class Names:
    """Draws names; a name in full is met twice about as seldom as in the real lists."""

    def __init__(self) -> None:
        rows = table("given_names")
        self._male = Weighted((row["name"], int(row["count"])) for row in rows if row["male"])
        self._female = Weighted((row["name"], int(row["count"])) for row in rows if not row["male"])
        self._patronymics = Weighted(((row["male"], row["female"]), int(row["count"])) for row in rows if row["male"])

    def draw(self, rng: Random, *, female: bool) -> tuple[str, str, str]:
        """Return surname, given name and patronymic."""
        given = (self._female if female else self._male).pick(rng)
        return surname(rng, female=female), given, self._patronymics.pick(rng)[female]


def surname(rng: Random, *, female: bool) -> str:
    """Return an invented surname in the form of its sex."""
    stem = stem_of(rng)
    form = _FORMS.pick(rng)
    if form == "keep":
        return stem + one_of(rng, _KEPT_FORM)
    if form == "adjective":
        ending = one_of(rng, _ADJECTIVE)
        return stem + (ending[:-2] + "ая" if female else ending)
    return stem + one_of(rng, _LAST) + ("а" if female else "")


def stem_of(rng: Random) -> str:
    """Return two or three invented syllables, the first in capitals."""
    return one_of(rng, _FIRST) + one_of(rng, _MIDDLE)


def one_of(rng: Random, values: tuple[str, ...]) -> str:
    """Return one of *values*, each as often."""
    return values[int(rng.random() * len(values))]
