"""The words of the search page, in English and Russian."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rehabkg.pages.links import LANGUAGES

_WORDS = {
    "title": ("Search", "Поиск"),
    "ask": ("A name, place, act, body or phrase", "Имя, место, акт, орган или формулировка"),
    "hint": (
        "In Cyrillic or Latin letters; a slip of a letter or a part of a name will do.",
        "Кириллицей или латиницей; можно с опиской или только часть имени.",
    ),
    "find": ("Find", "Найти"),
    "found": ("Found: {}", "Найдено: {}"),
    "none": ("Nothing fits.", "Ничего не найдено."),
    "unreadable": (
        "Ask one to sixteen words, at most 200 characters.",
        "Введите от одного до шестнадцати слов, не более 200 знаков.",
    ),
    "counts": (
        "Counts are of records and things, not of people: one person may stand in several sources.",
        "Считаются записи и предметы, а не люди: об одном человеке могут говорить несколько источников.",
    ),
    "deepest": (
        "The first {} are shown; narrow the search to see others.",
        "Показаны первые {}; чтобы увидеть другие, уточните запрос.",
    ),
    "hits": ("What was found", "Что найдено"),
    "narrow": ("Narrow the search", "Уточнить поиск"),
    "chosen": ("Chosen", "Выбрано"),
    "remove": ("remove", "убрать"),
    "as": ("as", "как"),
    "pages": ("Pages", "Страницы"),
    "former": ("Previous", "Предыдущая"),
    "next": ("Next", "Следующая"),
    "page": ("Page {} of {}", "Страница {} из {}"),
    "facet_kind": ("Kind", "Вид"),
    "facet_group": ("Group or nationality", "Группа или национальность"),
    "facet_body": ("Sentencing body", "Орган, вынесший приговор"),
    "facet_measure": ("Measure", "Мера"),
    "facet_outcome": ("What became of it", "Чем кончилось"),
    "facet_year": ("Year of the decision", "Год решения"),
    "facet_region": ("Region of birth or residence", "Регион рождения или жительства"),
    "facet_source": ("Source of the record", "Источник записи"),
    "kind_person": ("person", "человек"),
    "kind_group": ("group", "группа"),
    "kind_act": ("legal act", "правовой акт"),
    "kind_phrase": ("phrase", "формулировка"),
    "kind_body": ("body", "орган"),
    "kind_place": ("place", "место"),
    "kind_jurisdiction": ("state", "государство"),
    "kind_article": ("article of a code", "статья кодекса"),
    "kind_concept": ("concept", "понятие"),
    "kind_recorded-place": ("place in a list", "место из списка"),
    "kind_observation": ("record of a list", "запись списка"),
}


def search_words(language: str) -> Mapping[str, str]:
    """Return the words in a language of `LANGUAGES`."""
    place = LANGUAGES.index(language)
    return MappingProxyType({name: words[place] for name, words in _WORDS.items()})
