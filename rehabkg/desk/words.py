"""The words of the desk, in English and Russian."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rehabkg.pages.links import LANGUAGES

_WORDS = {
    "against": ("against", "против"),
    "agrees": ("the same", "совпадает"),
    "became": ("What became of it", "Что было дальше"),
    "birth": ("Birth", "Рождение"),
    "birth_place": ("Place of birth", "Место рождения"),
    "bits": ("bits", "бит"),
    "bits_note": (
        "Each bit for doubles how likely it is that the two are the same; each bit against halves it.",
        "Каждый бит «за» удваивает вероятность тождества, каждый бит «против» уменьшает её вдвое.",
    ),
    "bound_note": (
        "The weight of the pair is less than their sum: that two records are of one person is rare to begin with, and "
        "most of this is alike between relatives and between namesakes too.",
        "Вес пары меньше их суммы: сама по себе запись редко относится к тому же человеку, что и другая, а у "
        "родственников и тёзок многое из этого тоже совпадает.",
    ),
    "book": ("Printed in", "Где напечатано"),
    "changed": (
        "Somebody decided on this pair since you opened it. Nothing was saved; look at it again.",
        "С тех пор, как вы открыли эту пару, её уже решил кто-то другой. Ничего не сохранено; посмотрите ещё раз.",
    ),
    "close": ("Close, but not the same", "Близко, но не то же самое"),
    "close_note": (
        "closeMatch: for example a village and the parish around it.",
        "closeMatch: например, село и окружающая его волость.",
    ),
    "comparison": ("Comparison", "Сравнение"),
    "contradiction": ("Decisions that contradict each other", "Решения, которые друг другу противоречат"),
    "death": ("Death", "Смерть"),
    "decide": ("Your decision", "Ваше решение"),
    "decide_note": (
        "It is saved at once, holds against every score from the next run on, and can be undone.",
        "Решение сохраняется сразу, со следующего запуска действует вопреки любой оценке и может быть отменено.",
    ),
    "decided_before": ("Decided before", "Решено раньше"),
    "description": ("Description", "Описание"),
    "different": ("Different", "Разные"),
    "differs": ("differs", "расходится"),
    "for": ("for", "за"),
    "heading": ("The same or not?", "Одно и то же или нет?"),
    "heading_records": ("Records of one person?", "Записи об одном человеке?"),
    "here": ("What waits", "Что ждёт решения"),
    "how": ("For or against", "За или против"),
    "keys_note": (
        "By the keyboard: Alt and the letter, in Firefox Alt and Shift, on a Mac Ctrl and Option.",
        "С клавиатуры: Alt и буква, в Firefox Alt и Shift, на Mac Ctrl и Option.",
    ),
    "kind": ("Kind", "Вид"),
    "kind_act": ("acts", "акты"),
    "kind_all": ("all kinds", "все виды"),
    "kind_body": ("bodies", "органы"),
    "kind_people": ("groups and peoples", "группы и народы"),
    "kind_person": ("people", "лица"),
    "kind_place": ("places", "места"),
    "kind_record": ("records", "записи"),
    "last": ("Saved", "Сохранено"),
    "later_pairs": ("Next pairs", "Следующие пары"),
    "first_pairs": ("From the first", "С начала"),
    "links": ("Look there", "Где посмотреть"),
    "list": ("List", "Список"),
    "menu": ("Menu", "Меню"),
    "name": ("Name", "Имя"),
    "near": ("near", "близко"),
    "next": ("Next pair", "Следующая пара"),
    "none_lead": (
        "Nothing waits for you here. The next run of 'rehabkg link records' or 'rehabkg link wikidata' may propose "
        "more.",
        "Здесь ничего не ждёт решения. Новые пары может предложить следующий запуск 'rehabkg link records' или "
        "'rehabkg link wikidata'.",
    ),
    "not_known": (
        "Nothing is known of it here any more; this is what the run noted.",
        "Больше здесь о нём ничего не известно; вот что отметил прогон.",
    ),
    "nothing_said": ("nothing is said of it", "об этом ничего не сказано"),
    "occupation": ("Occupation", "Занятие"),
    "one": ("one side only", "только с одной стороны"),
    "other_language": ("Русский", "English"),
    "other_names": ("Other names", "Другие имена"),
    "arrest": ("Arrest", "Арест"),
    "pair": ("Pair", "Пара"),
    "people": ("People", "Национальность"),
    "point": ("Latitude, longitude", "Широта, долгота"),
    "printed": ("As printed", "Как напечатано"),
    "probability": ("probability", "вероятность"),
    "reason": ("Reason", "Основание"),
    "residence": ("Residence", "Место жительства"),
    "row": ("Statement", "Сведение"),
    "same": ("The same", "То же самое"),
    "sentence": ("Sentence", "Приговор"),
    "sex": ("Sex", "Пол"),
    "skip": ("Not sure: next", "Не уверен(а): дальше"),
    "skipped": ("Those that you left are still there:", "Пропущенные пары остались:"),
    "site": ("Decisions on links", "Решения о связях"),
    "to_text": ("Skip to the text", "К тексту"),
    "undecided": ("undecided", "не решено"),
    "undo": ("Undo", "Отменить"),
    "undone": ("taken back on the page", "взято назад на странице"),
    "weight": ("weight", "вес"),
    "who": ("Who decides", "Кто решает"),
    "who_note": (
        "The name under which you want to be named; it is published with the link.",
        "Имя, под которым вы хотите быть названы; оно публикуется вместе со связью.",
    ),
    "why": ("Why", "Почему"),
    "why_note": (
        "In a line; it is published with the link.",
        "Одной строкой; публикуется вместе со связью.",
    ),
    "why_score": ("What the score rests on", "На чём основана оценка"),
    "wrong": ("Not saved", "Не сохранено"),
    "wrong_who": (
        "Say who decides: one line of at most 200 characters.",
        "Укажите, кто решает: одна строка не длиннее 200 знаков.",
    ),
    "wrong_why": (
        "The reason is one line of at most 2,000 characters.",
        "Основание — одна строка не длиннее 2000 знаков.",
    ),
}


def desk_words(language: str) -> Mapping[str, str]:
    """Return the words in *language*.

    >>> desk_words("ru")["same"]
    'То же самое'
    """
    place = LANGUAGES.index(language)
    return MappingProxyType({key: both[place] for key, both in _WORDS.items()})
