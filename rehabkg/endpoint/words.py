"""The words of the pages of this room, in English and Russian."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rehabkg.query.header import LANGUAGES

_WORDS = {
    "api": ("For programs", "Для программ"),
    "any": ("any", "любое"),
    "bar": ("Chart", "Диаграмма"),
    "bars": ("Bars", "Столбцы по названиям"),
    "cut": (
        "The answer is longer than is shown here; the files below hold more of it.",
        "Ответ длиннее, чем показано здесь; файлы ниже содержат больше.",
    ),
    "cut_drawing": (
        "The answer is longer than is drawn here.",
        "Ответ длиннее, чем здесь изображено.",
    ),
    "default": ("if nothing is given: {}", "если не указано: {}"),
    "downloads": ("The same as a file", "То же в виде файла"),
    "draw": ("Draw the result", "Представить результат"),
    "examples": ("Questions that can be changed", "Вопросы, которые можно изменить"),
    "examples_hint": (
        "Each loads its text into the field above.",
        "Каждый загружает свой текст в поле выше.",
    ),
    "graph_note": ("The answer is a graph, shown as Turtle.", "Ответ — граф, показан в формате Turtle."),
    "load": ("Load", "Загрузить"),
    "map": ("Map", "Карта"),
    "next": ("Next", "Дальше"),
    "no": ("No", "Нет"),
    "nothing": ("No row fits.", "Подходящих строк нет."),
    "page": ("Page {}", "Страница {}"),
    "pages": ("Pages", "Страницы"),
    "parameters": ("Ask for", "Что спросить"),
    "plain": ("Plain field", "Простое поле"),
    "previous": ("Back", "Назад"),
    "queries_lead": (
        "Questions that are asked of this graph again and again. Each has its answer as a page and as data, and its "
        "text can be changed.",
        "Вопросы, которые снова и снова задают этому графу. На каждый есть ответ в виде страницы и данных, а текст "
        "запроса можно изменить.",
    ),
    "queries_title": ("Questions", "Вопросы"),
    "query": ("Query", "Запрос"),
    "query_text": ("Text of the query", "Текст запроса"),
    "refused": ("This query was not answered", "На этот запрос нет ответа"),
    "result": ("Result", "Результат"),
    "run": ("Ask", "Спросить"),
    "sparql_lead": (
        "Ask the graph in SPARQL 1.1. It can be read only. A query may take {seconds} seconds and give {rows} rows.",
        "Граф можно спросить на языке SPARQL 1.1, только на чтение. Запрос может длиться {seconds} секунд и дать "
        "{rows} строк.",
    ),
    "sparql_title": ("SPARQL", "SPARQL"),
    "table": ("Table", "Таблица"),
    "timeline": ("Timeline", "Хронология"),
    "to_editor": ("Change this query", "Изменить этот запрос"),
    "view": ("Show as", "Показать как"),
    "years": ("By year", "По годам"),
    "yes": ("Yes", "Да"),
}


def said(language: str) -> Mapping[str, str]:
    """Return the words in a language."""
    place = LANGUAGES.index(language)
    return MappingProxyType({name: forms[place] for name, forms in _WORDS.items()})
