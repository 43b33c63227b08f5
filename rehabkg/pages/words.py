"""The words of the site itself, in English and Russian."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rehabkg.pages.links import LANGUAGES

_WORDS = {
    "api": ("For programs", "Для программ"),
    "api_openapi": ("Stored questions over HTTP (OpenAPI)", "Вопросы по HTTP (OpenAPI)"),
    "api_reconcile": (
        "Reconciliation of a table with this graph (OpenRefine)",
        "Сопоставление таблицы с этим графом (OpenRefine)",
    ),
    "api_sparql": ("SPARQL 1.1 endpoint", "Точка доступа SPARQL 1.1"),
    "bytes": ("bytes", "байт"),
    "changed": ("Changes since the release before", "Изменения с прошлого выпуска"),
    "added": ("added", "добавлено"),
    "removed": ("removed", "удалено"),
    "described": ("Description of the dataset", "Описание набора данных"),
    "file": ("File", "Файл"),
    "format": ("Format", "Формат"),
    "graph": ("Graph", "Граф"),
    "left_out": ("Further rows, in the files", "Остальные строки — в файлах"),
    "licence": ("Licence of the curated data", "Лицензия отобранных данных"),
    "list": ("List", "Список"),
    "loaded": ("Loaded", "Загружен"),
    "policy": ("What is shown of people who may be alive", "Что показывается о людях, которые могут быть живы"),
    "released_on": ("made on", "от"),
    "releases": ("Releases", "Выпуски"),
    "rejected": ("not read", "не прочитано"),
    "statements_count": ("Statements", "Утверждения"),
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
    "map_lead": (
        "Every place for which a source gives a point. A town's point is no grave, and a village's no killing field; "
        "what has no point is named beside the map, and none is made up.",
        "Все места, для которых источник даёт точку. Точка города — не могила, точка села — не место расстрела; места "
        "без точки названы рядом с картой, координаты не выдумываются.",
    ),
    "map_of_article": ("The places of the founding article", "Места исходной статьи"),
    "map_of_places": ("The places of the graph", "Места графа"),
    "map": ("Map", "Карта"),
    "more_in_data": (
        "These are the first hundred; the data hold the others.",
        "Это первая сотня; остальное — в данных.",
    ),
    "menu": ("Main menu", "Главное меню"),
    "more": ("More", "Ещё"),
    "name_to_find": ("A name, a place, an act, a phrase", "Имя, место, акт, формулировка"),
    "needs_script": (
        "Search in files needs JavaScript; the lists of things do not.",
        "Для поиска по файлам нужен JavaScript; для списков он не нужен.",
    ),
    "next": ("Next", "Дальше"),
    "no_answer": ("Nothing bears on this claim yet.", "Об этом утверждении других свидетельств пока нет."),
    "no_standing": ("No decision is known by that day.", "На этот день решений не известно."),
    "not_found": ("Not found", "Не найдено"),
    "nothing_found": ("Nothing is found.", "Ничего не найдено."),
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
    "rest_by_query": ("The rest by a query", "Остальное — запросом"),
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
    "standing_table": ("What stands, as a table", "Правовое положение, таблица"),
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
    "table": ("Table of the rows", "Таблица строк"),
    "terms": ("Vocabulary", "Словарь терминов"),
    "things": ("What is here", "Что здесь есть"),
    "to_search": ("Search the graph", "Поиск по графу"),
    "timeline": ("Timeline", "Лента времени"),
    "value": ("Value", "Значение"),
    "day": ("Day", "День"),
}


def words(language: str) -> Mapping[str, str]:
    """Return the words in a language."""
    place = LANGUAGES.index(language)
    return MappingProxyType({name: forms[place] for name, forms in _WORDS.items()})
