"""The words of the site itself, in English and Russian."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rehabkg.pages.links import LANGUAGES

_WORDS = {
    "about_record": (
        "This is what one list says of one person. Whether another record is of the same person is not said here.",
        "Так об одном человеке говорит один список. Относится ли к тому же человеку другая запись, здесь не сказано.",
    ),
    "all_states": ("each state that decided", "каждого решавшего государства"),
    "article_lead": (
        "The encyclopaedia article from which this graph started, as it stood, sentence by sentence: what each claims, "
        "and what other evidence confirms, refines or denies.",
        "Статья энциклопедии, с которой начался этот граф, в том виде, в каком она была, предложение за предложением: "
        "что в нём утверждается и что другие свидетельства подтверждают, уточняют или опровергают.",
    ),
    "article": ("The founding article", "Исходная статья"),
    "as_printed": ("As printed", "Как напечатано"),
    "ask": ("Ask", "Спросить"),
    "becomes": ("What became of it", "Что было дальше"),
    "belongs": ("What belongs to it", "Что сюда относится"),
    "by": ("by", "на основании"),
    "certainty": ("Dates", "Даты"),
    "data": ("Data", "Данные"),
    "data_dumps": ("Dumps", "Выгрузки"),
    "decision": ("Decision", "Решение"),
    "disputed": ("sources differ", "источники расходятся"),
    "evidence": ("Evidence", "Доказанность"),
    "formats": ("The same as data", "То же в виде данных"),
    "given_by": ("Given by", "Чем вызвано"),
    "gone": ("Withdrawn", "Отозвано"),
    "gone_text": (
        "What stood here has been withdrawn. Nothing more is told of it.",
        "То, что здесь было, отозвано. Больше об этом ничего не сообщается.",
    ),
    "grounds": ("Ground", "Формулировка"),
    "home": ("Home", "Главная"),
    "jurisdiction": ("Before the law of", "По праву"),
    "lead": (
        "People and groups repressed in the Soviet Union, and what became of them: amnesty, release, rehabilitation, "
        "refusal, revocation. Every line has its source; sources that disagree stand side by side.",
        "Люди и группы, подвергшиеся репрессиям в Советском Союзе, и что с ними стало: амнистия, освобождение, "
        "реабилитация, отказ, отмена. У каждой строки есть источник; расхождения показаны рядом.",
    ),
    "lists": ("Lists of people", "Списки людей"),
    "map": ("Map", "Карта"),
    "menu": ("Main menu", "Главное меню"),
    "more": ("More", "Ещё"),
    "name_to_find": ("A name, a place, an act, a phrase", "Имя, место, акт, формулировка"),
    "next": ("Next", "Дальше"),
    "no_answer": ("Nothing bears on this claim yet.", "Об этом утверждении других свидетельств пока нет."),
    "no_standing": ("No decision is known by that day.", "На этот день решений не известно."),
    "not_found": ("Not found", "Не найдено"),
    "nothing_more": ("Nothing else refers to it.", "Больше ничто на это не указывает."),
    "on_day": ("on the day", "на день"),
    "other_language": ("Русский", "English"),
    "page": ("page", "страница"),
    "possible": ("possible", "возможно"),
    "previous": ("Back", "Назад"),
    "property": ("Property", "Свойство"),
    "queries": ("Questions", "Вопросы"),
    "records": ("records", "записей"),
    "record_of": ("In the list", "В списке"),
    "refers": ("What refers to it", "Что на это указывает"),
    "refusal": ("This cannot be answered", "На это нельзя ответить"),
    "release": ("Release", "Выпуск"),
    "search": ("Search", "Поиск"),
    "sentence": ("Sentence", "Предложение"),
    "site": ("Repression and rehabilitation", "Репрессии и реабилитация"),
    "site_full": (
        "Knowledge graph of Soviet political repression and rehabilitation",
        "Граф знаний о политических репрессиях в СССР и реабилитации",
    ),
    "skip": ("To the text", "К тексту"),
    "sources": ("Sources", "Источники"),
    "sources_of_page": ("Sources of this page", "Источники этой страницы"),
    "sparql": ("SPARQL", "SPARQL"),
    "standing": ("What stands", "Правовое положение"),
    "standing_note": (
        "Derived from the chain of decisions: what stood on a day, before the law of a state. It is not a judgement.",
        "Выводится из цепи решений: что действовало на определённый день по праву государства. Это не оценка.",
    ),
    "statements": ("What is stated", "Что утверждается"),
    "state": ("State", "Государство"),
    "stated": ("Rehabilitation, by this record", "Реабилитация, по этой записи"),
    "status": ("Status", "Положение"),
    "story": ("In order of time", "По времени"),
    "terms": ("Vocabulary", "Словарь терминов"),
    "things": ("What is here", "Что здесь есть"),
    "to_search": ("Search the graph", "Поиск по графу"),
    "value": ("Value", "Значение"),
    "day": ("Day", "День"),
}


def words(language: str) -> Mapping[str, str]:
    """Return the words in a language."""
    place = LANGUAGES.index(language)
    return MappingProxyType({name: forms[place] for name, forms in _WORDS.items()})
