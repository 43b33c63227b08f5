"""The words of what links records: it is a claim that can be undone, and says so."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rehabkg.pages.links import LANGUAGES

_WORDS = {
    "about": (
        "These records are thought to be of one person because of what they have in common. Nobody has stated it in a "
        "source: it is a claim of a comparison, or of somebody who decided on it, and may be wrong and be undone. The "
        "records stay apart, each with what its own source says.",
        "Эти записи, вероятно, об одном человеке: так следует из того, что в них совпадает. Ни один источник этого не "
        "утверждает: это вывод сравнения или решение того, кто их сличил; и то и другое может быть ошибочным и может "
        "быть отменено. Записи остаются отдельными, каждая с тем, что говорит её источник.",
    ),
    "as_table": ("as a table", "таблица"),
    "basis": ("What was found", "Что найдено"),
    "decided": ("decided by {who}, {when}", "решение: {who}, {when}"),
    "differ": ("records differ", "записи расходятся"),
    "heading": ("Probably one person from {count} records", "Вероятно, один человек по {count} записям"),
    "heading_curated": ("Records thought to be of this person", "Записи, вероятно, об этом человеке"),
    "closeMatch": ("is close to, not the same as", "близко к (но не то же самое)"),
    "exactMatch": ("is the same as", "то же самое, что"),
    "items": ("In Wikidata", "В Викиданных"),
    "link": ("Link", "Связь"),
    "matches": ("What this rests on", "На чём это основано"),
    "more": ("Further records, in the data", "Остальные записи — в данных"),
    "nothing_told": ("nothing is told of it", "об этом не сказано"),
    "of_record": (
        "Thought to be of the same person; this may be wrong and can be undone:",
        "Вероятно, об этом же человеке; это может быть ошибкой и может быть отменено:",
    ),
    "of_record_heading": ("The same person?", "Тот же человек?"),
    "one_list": (
        "This is what one list says of one person. That another record is of the same person is a claim apart from it.",
        "Так об одном человеке говорит один список. Что к нему относится и другая запись, — отдельное утверждение.",
    ),
    "one_person": ("the records side by side", "записи рядом"),
    "pair": ("Records", "Записи"),
    "probability": ("Probability", "Вероятность"),
    "probable": ("probability {share}", "вероятность {share}"),
    "source": ("Source", "Источник"),
    "table": ("The records side by side", "Записи рядом"),
    "through_others": ("through other records", "через другие записи"),
    "version": ("Model", "Модель"),
    "who": ("Decision", "Решение"),
    "row_name": ("Name", "Имя"),
    "row_born": ("Born", "Рождение"),
    "row_places": ("Places", "Места"),
    "row_people": ("Nationality", "Национальность"),
    "row_occupation": ("Occupation", "Занятие"),
    "row_arrest": ("Arrest", "Арест"),
    "row_sentence": ("Sentence", "Приговор"),
    "row_became": ("What became of it", "Что было дальше"),
}


def linked_words(language: str) -> Mapping[str, str]:
    """Return the words in a language."""
    place = LANGUAGES.index(language)
    return MappingProxyType({name: forms[place] for name, forms in _WORDS.items()})
