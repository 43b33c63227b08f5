"""The words of comments, in English and Russian."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rehabkg.pages.links import LANGUAGES

_WORDS = {
    "title": ("Got something to say?", "Хотите что-то сказать?"),
    "lead": (
        "Something here is wrong, or you know more? Say what, and where it can be checked.",
        "Здесь что-то неверно или вы знаете больше? Напишите, что именно и где это можно проверить.",
    ),
    "link": ("Leave a correction or a comment", "Оставить поправку или замечание"),
    "said": ("What visitors say", "Что говорят посетители"),
    "said_note": (
        "Accepted by an editor; the statements above stay as their sources give them.",
        "Принято редактором; сами утверждения остаются такими, как их дают источники.",
    ),
    "about": ("About", "О чём"),
    "statement": ("Which statement? (as it stands on the page)", "Какое утверждение? (как на странице)"),
    "motivation": ("What is it?", "Что это?"),
    "editing": ("a correction", "поправка"),
    "commenting": ("something to add", "дополнение"),
    "text": ("What do you want to say?", "Что вы хотите сказать?"),
    "evidence": (
        "Where can it be checked? (book and page, archive and file, address)",
        "Где это можно проверить? (книга и страница, архив и дело, адрес)",
    ),
    "evidence_note": ("Wanted for a correction.", "Для поправки обязательно."),
    "evidence_shown": ("Evidence", "Где проверить"),
    "name": ("Your name, if it may be shown", "Ваше имя, если его можно показать"),
    "website": ("Leave this field empty", "Оставьте это поле пустым"),
    "send": ("Send", "Отправить"),
    "privacy": (
        "An editor reads it before anyone else does. Your address is not kept. What is accepted is published with the "
        "name that you give, or without one.",
        "Сначала это прочтёт редактор. Ваш адрес не сохраняется. Принятое публикуется с именем, которое вы укажете, "
        "или без имени.",
    ),
    "wrong": ("It was not sent yet.", "Пока не отправлено."),
    "wrong_text": (
        "Say it in 10 to 5,000 characters.",
        "Изложите это в 10–5000 знаках.",
    ),
    "wrong_evidence": (
        "A correction needs a place where it can be checked, at most 1,000 characters.",
        "Для поправки нужно указать, где её можно проверить (до 1000 знаков).",
    ),
    "wrong_statement": ("Name the statement in at most 500 characters.", "Назовите утверждение (до 500 знаков)."),
    "wrong_name": ("A name has at most 100 characters.", "Имя — до 100 знаков."),
    "wrong_motivation": ("Choose what it is.", "Выберите, что это."),
    "wrong_language": ("Choose a language.", "Выберите язык."),
    "wrong_about": ("The address is too long.", "Адрес слишком длинный."),
    "wrong_too-fast": ("That was very quick; please send it once more.", "Слишком быстро; отправьте ещё раз."),
    "wrong_too-old": ("The form was open too long; please send it once more.",
                      "Форма была открыта слишком долго; отправьте ещё раз."),
    "wrong_forged": ("The form had to be made anew; please send it once more.",
                     "Форму пришлось обновить; отправьте ещё раз."),
    "thanks": ("Thank you", "Спасибо"),
    "thanks_text": (
        "An editor will read it. It is shown once it is accepted.",
        "Сообщение прочтёт редактор. Оно появится, когда будет принято.",
    ),
    "back": ("Back to the page", "Назад к странице"),
    "nameless": ("without a name", "без имени"),
}  # fmt: skip


def comment_words(language: str) -> Mapping[str, str]:
    """Return the words in a language of `LANGUAGES`."""
    place = LANGUAGES.index(language)
    return MappingProxyType({name: words[place] for name, words in _WORDS.items()})
