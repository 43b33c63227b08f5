"""The words of the pages themselves, in English and Russian."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES = ("en", "ru")

_WORDS = {
    "address": ("Address", "Адрес"),
    "alignments": ("What it matches elsewhere", "Соответствия в других словарях"),
    "all_terms": ("All terms", "Все термины"),
    "alt_labels": ("Also", "Также"),
    "because_of": ("by", "по свойству"),
    "broader": ("Broader", "Более широкое"),
    "class": ("Class", "Класс"),
    "classes": ("Classes", "Классы"),
    "concepts": ("Concepts", "Понятия"),
    "contents": ("Contents", "Содержание"),
    "deprecated": (
        "Retired: do not use it in new data.",
        "Термин выведен из употребления; в новых данных не нужен.",
    ),
    "diagram": ("Main classes", "Главные классы"),
    "diagram_alt": (
        "Diagram of the classes and of the properties between them; the tables below list them all.",
        "Схема классов и свойств между ними; все они перечислены в таблицах ниже.",
    ),
    "diagram_full": ("Open the diagram by itself", "Открыть схему отдельно"),
    "diagram_key": (
        "Solid arrow: property; hollow dashed arrow: kind of; dot: narrower property; ↻: leads to another of "
        "the same class; italics: narrower classes; dashed box: reserved.",
        "Сплошная стрелка — свойство; пунктирная с пустым остриём — подкласс; точка — подсвойство; ↻ — ведёт "
        "к другому предмету того же класса; курсив — подклассы; пунктирная рамка — отведено на будущее.",
    ),
    "diagram_of_section": ("Diagram", "Схема"),
    "disjoint": ("Cannot also be", "Не может быть одновременно"),
    "domain": ("Leads from", "Ведёт от"),
    "domain_of": ("Properties that lead from it", "Свойства, ведущие от него"),
    "example": ("Example", "Пример"),
    "facts": ("How it is used", "Как употребляется"),
    "from_class": ("As of any", "Как у любого предмета класса"),
    "licence": ("Licence", "Лицензия"),
    "match_close": ("close match", "близкое соответствие"),
    "match_equivalent": ("same as", "то же, что"),
    "match_exact": ("exact match", "точное соответствие"),
    "match_related": ("related", "связано с"),
    "match_sub": ("narrower than", "частный случай для"),
    "narrower": ("Narrower", "Более узкие"),
    "no_concepts": (
        "The concepts of this scheme are not in its file: they come with the data.",
        "Понятия этой схемы не записаны в её файле: они приходят вместе с данными.",
    ),
    "other_language": ("Русский", "English"),
    "properties": ("Properties", "Свойства"),
    "property_annotation": ("Annotation property", "Свойство-аннотация"),
    "property_data": ("Property with a value", "Свойство со значением"),
    "property_object": ("Property to a thing", "Свойство, ведущее к предмету"),
    "range": ("Leads to", "Ведёт к"),
    "range_data": ("Value", "Значение"),
    "range_of": ("Properties that lead to it", "Свойства, ведущие к нему"),
    "reserved": ("Reserved, nothing uses it yet", "Отведено, пока нигде не употреблено"),
    "scheme": ("Concept scheme", "Схема понятий"),
    "scheme_from": ("from the scheme", "из схемы"),
    "schemes": ("Concept schemes", "Схемы понятий"),
    "schemes_note": (
        "The values that properties take from a closed list, each with a page of its own.",
        "Значения, которые свойства берут из закрытого перечня; у каждой схемы своя страница.",
    ),
    "several_classes": ("several classes", "разные классы"),
    "skip": ("Skip to the text", "К тексту"),
    "sub_class": ("Narrower classes", "Подклассы"),
    "sub_property": ("Narrower properties", "Подсвойства"),
    "super_class": ("Kind of", "Входит в класс"),
    "super_property": ("Narrower than", "Частный случай свойства"),
    "trait_asymmetric": ("never holds both ways", "не действует в обе стороны"),
    "trait_functional": ("at most one value", "не более одного значения"),
    "trait_inverse_functional": ("the value tells the thing", "значение определяет предмет"),
    "trait_irreflexive": ("never leads to itself", "не ведёт к самому себе"),
    "trait_reflexive": ("always leads to itself", "всегда ведёт и к самому себе"),
    "trait_symmetric": ("holds both ways", "действует в обе стороны"),
    "trait_transitive": ("carries on along a chain", "передаётся по цепочке"),
    "traits": ("Traits", "Признаки"),
    "used_by": ("Gives values to", "Даёт значения свойствам"),
    "version": ("Version", "Версия"),
}

# The headings are comments of the ontology's file, and those are in English.
SECTIONS_RU = MappingProxyType(
    {
        "Sources and statements": "Источники и утверждения",
        "Actors and names": "Действующие лица и имена",
        "Events": "События",
        "Law": "Право",
        "Place and time": "Место и время",
        "Derived": "Выведенное",
        "these stand only in the graph of derived statements": "стоит только в графе выведенных утверждений",
        "Records of lists and books of memory": "Записи списков и книг памяти",
        "what one record tells, and what is counted over them": "что говорит одна запись и что по ним считается",
        "Links": "Связи",
        "which things are the same, who says so and why": "какие предметы тождественны, кто это говорит и почему",
        "About the terms themselves": "О самих терминах",
        "Other terms": "Другие термины",
    }
)


def words(language: str) -> Mapping[str, str]:
    """Return the words of the pages in *language*.

    >>> words("ru")["class"]
    'Класс'
    """
    place = LANGUAGES.index(language)
    return MappingProxyType({key: both[place] for key, both in _WORDS.items()})
