"""The words that drawings say themselves, in English and Russian, and numbers as each language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

LANGUAGES = ("en", "ru")

_WORDS = {
    "all_of_it": ("Whole map", "Вся карта"),
    "approximate": ("about", "около"),
    "base_map": (
        "Base map: Natural Earth (public domain), today's borders; thick line: outline of the USSR of 1945–1991, "
        "derived from today's borders of the fifteen states.",
        "Основа: Natural Earth (общественное достояние), современные границы; толстая линия — контур СССР "
        "1945–1991 гг., выведенный из современных границ пятнадцати государств.",
    ),
    "by_keys": (
        "Arrow keys move the map, + and − enlarge and reduce it, 0 shows all of it.",
        "Стрелки двигают карту, + и − увеличивают и уменьшают её, 0 показывает её целиком.",
    ),
    "csv": ("These rows as CSV", "Эти строки в формате CSV"),
    "certain_place": ("the point is the place", "точка стоит на самом месте"),
    "uncertain_place": (
        "the point stands for something near by",
        "точка обозначает нечто поблизости",
    ),
    "closer": ("Enlarge", "Увеличить"),
    "cluster": ("several places, with their number", "несколько мест и их число"),
    "counts": ("bars: how many begin in that time", "столбцы: сколько начинается в это время"),
    "drawing_by_itself": ("The drawing as a picture", "Изображение отдельным рисунком"),
    "east": ("E", "в. д."),
    "embed": ("Put this map on your page", "Поставить эту карту на свою страницу"),
    "embed_drawing": ("Put this drawing on your page", "Поставить это изображение на свою страницу"),
    "farther": ("Reduce", "Уменьшить"),
    "full_drawing": ("This drawing with its rows", "Это изображение с таблицей строк"),
    "full_page": ("This map with its sources", "Эта карта с источниками"),
    "key": ("Key", "Обозначения"),
    "lasted": ("full: lasted from one end to the other", "сплошная: длилось от одного конца до другого"),
    "list_of_events": ("All of it as a list", "Всё списком"),
    "list_of_places": ("All places as a list", "Все места списком"),
    "map_by_itself": ("The map as a picture", "Карта отдельным рисунком"),
    "most": ("most", "больше всего"),
    "more": ("and {count} more", "и ещё {count}"),
    "north": ("N", "с. ш."),
    "no_events": ("There is nothing with a date to draw.", "Нет ничего датированного, что можно было бы изобразить."),
    "no_places": ("No place with known coordinates.", "Нет мест с известными координатами."),
    "no_values": ("There are no values to draw.", "Нет значений, которые можно было бы изобразить."),
    "not_dated": ("not dated", "без даты"),
    "not_drawn": ("{count} more are in the list only", "ещё {count} — только в перечне"),
    "not_placed": ("Without known coordinates", "Без известных координат"),
    "other": ("other", "прочее"),
    "outline": ("outline of the USSR, 1945–1991 (derived)", "контур СССР 1945–1991 гг. (выведен)"),
    "places": ("places", "мест"),
    "scale": ("{count} km along the parallel of {latitude}°", "{count} км вдоль параллели {latitude}°"),
    "south": ("S", "ю. ш."),
    "sources": ("Sources", "Источники"),
    "query": ("The query behind it", "Запрос, давший эти строки"),
    "span": ("bar: somewhere between its ends", "полоса: где-то между её концами"),
    "exact_day": ("exact day", "известный день"),
    "open_ended": ("fading: one end is not known", "выцветающая: один из концов не известен"),
    "unknown_kind": ("kind not known", "вид не указан"),
    "west": ("W", "з. д."),
    "values": ("values", "значений"),
}
_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "ru": ("янв.", "февр.", "март", "апр.", "май", "июнь", "июль", "авг.", "сент.", "окт.", "нояб.", "дек."),
}
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        language: MappingProxyType({key: pair[place] for key, pair in _WORDS.items()})
        for place, language in enumerate(LANGUAGES)
    }
)
NO_BREAK_SPACE = "\u00a0"


def word(key: str, language: str, **values: str) -> str:
    """Return a word or sentence, with what it leaves room for."""
    return WORDS[language][key].format(**values)


def counted(value: float, language: str) -> str:
    """Return a number as the language writes it: a comma or a no-break space after thousands.

    >>> counted(12345, "en"), counted(1234.5, "ru").replace(NO_BREAK_SPACE, "_")
    ('12,345', '1234,5')
    """
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")
    if language == "ru":
        # Russian typography parts thousands from five digits on.
        short = abs(value) < 10_000
        return text.replace(",", "" if short else NO_BREAK_SPACE).replace(".", ",")
    return text


def month(day: date, language: str) -> str:
    """Return the month and year of a day, as short as an axis needs it."""
    return f"{_MONTHS[language][day.month - 1]} {day.year}"
