"""Spoil one name as typists, scanners, clerks and speakers do."""

from __future__ import annotations

from random import Random

from bench.invented.family import man_of, woman_of
from bench.invented.names import one_of

_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_KEYS = {
    letter: "".join(row[place] for place in (at - 1, at + 1) if 0 <= place < len(row))
    for row in _ROWS
    for at, letter in enumerate(row)
}
# Letters that a scan of poor print takes for each other; the last are Latin letters of the same look.
_SCANNED = (
    ("и", "н"), ("н", "и"), ("п", "л"), ("л", "п"), ("ш", "щ"), ("щ", "ш"), ("с", "о"), ("о", "с"), ("е", "с"),
    ("й", "и"), ("и", "й"), ("т", "г"), ("г", "т"), ("ц", "и"), ("ы", "ьі"), ("м", "ш"), ("в", "з"), ("к", "н"),
    ("Б", "В"), ("В", "Б"), ("П", "Н"), ("З", "Э"), ("О", "С"), ("С", "О"), ("Г", "Т"), ("Ш", "Щ"), ("И", "Н"),
    ("а", "a"), ("о", "o"), ("е", "e"), ("р", "p"), ("с", "c"), ("ш", "пт"), ("ю", "іо"),
)  # fmt: skip
# What is heard alike, or spelt one way here and another there.
_HEARD = (
    ("о", "а"), ("а", "о"), ("е", "и"), ("и", "е"), ("ы", "и"), ("и", "ы"), ("г", "х"), ("х", "г"), ("ё", "е"),
    ("е", "ё"), ("ь", ""), ("э", "е"), ("е", "э"), ("нн", "н"), ("сс", "с"), ("лл", "л"), ("мм", "м"), ("тт", "т"),
    ("ман", "манн"), ("ий", "ей"), ("ье", "ие"), ("ие", "ье"), ("ья", "ия"), ("ия", "ья"), ("в", "ф"), ("ф", "в"),
    ("д", "т"), ("т", "д"), ("б", "п"), ("з", "с"), ("с", "з"), ("ж", "ш"), ("ц", "тс"), ("цк", "ск"), ("ск", "цк"),
    ("ов", "ев"), ("ев", "ов"), ("ен", "ин"), ("я", "е"), ("ю", "у"), ("у", "ю"), ("й", ""), ("к", "г"), ("гу", "ху"),
)  # fmt: skip
# Names of the Chinese and of Koreans, written down by ear.
_HEARD_FROM_AFAR = (
    ("чж", "дж"), ("чж", "ч"), ("цз", "дз"), ("цз", "ц"), ("ш", "с"), ("с", "ш"), ("ун", "он"), ("ан", "ян"),
    ("ян", "ан"), ("ин", "ын"), ("ын", "ин"), ("ю", "у"), ("э", "е"), ("и", "ы"), ("ань", "ан"), ("нь", "н"),
    ("т", "д"), ("д", "т"), ("х", "г"), ("п", "б"), ("-", " "), (" ", "-"), (" ", ""), ("-", ""), ("ао", "о"),
)  # fmt: skip
_FORMS = (
    ("Иосиф", "Осип", "Йосиф", "Юзеф", "Иозеф"), ("Иван", "Иоган", "Иоганн", "Ян", "Йоганнес", "Янис"),
    ("Георгий", "Егор", "Юрий"), ("Михаил", "Михайло", "Михаэль"), ("Николай", "Микола", "Никалай"),
    ("Дмитрий", "Димитрий", "Дмитро"), ("Федор", "Фёдор", "Теодор", "Фридрих"), ("Петр", "Пётр", "Пиотр", "Петер"),
    ("Алексей", "Алексий", "Олексей"), ("Семен", "Семён", "Симон", "Шимон"), ("Степан", "Стефан", "Штефан"),
    ("Илья", "Ильяс", "Элиас"), ("Кузьма", "Козьма", "Косьма"), ("Никифор", "Микифор"), ("Андрей", "Андреас", "Анджей"),
    ("Яков", "Якоб", "Якуб"), ("Генрих", "Генрик", "Хенрик", "Гейнрих"), ("Карл", "Кароль", "Карол"),
    ("Антон", "Антоний", "Антони"), ("Павел", "Пауль", "Павло"), ("Исаак", "Исак", "Ицхак", "Айзик"),
    ("Абрам", "Авраам", "Аврам"), ("Моисей", "Мойша", "Мовша", "Мозес"), ("Давид", "Давыд"), ("Лейба", "Лев", "Лейб"),
    ("Самуил", "Шмуль", "Самойло"), ("Израиль", "Срул", "Изроил"), ("Магомед", "Мухамед", "Магомет", "Мухаммед"),
    ("Ахмед", "Ахмет"), ("Хасан", "Гасан"), ("Ибрагим", "Ибрахим"), ("Мустафа", "Мустапа"), ("Юсуф", "Юсуп"),
    ("Сергей", "Сергий"), ("Василий", "Василь"), ("Григорий", "Григор"), ("Игнатий", "Игнат"), ("Афанасий", "Афанас"),
    ("Гавриил", "Гаврила", "Гаврил"), ("Даниил", "Данила", "Данил"), ("Емельян", "Емилиан"), ("Корней", "Корнелий"),
    ("Наталья", "Наталия"), ("Мария", "Марья", "Мариа"), ("София", "Софья"), ("Анастасия", "Настасья"),
    ("Евдокия", "Авдотья"), ("Ксения", "Аксинья", "Оксана"), ("Елена", "Олена", "Алена"), ("Татьяна", "Татиана"),
    ("Прасковья", "Параскева"), ("Екатерина", "Катерина", "Катарина"), ("Анна", "Ганна"), ("Агафья", "Агафия"),
    ("Матрена", "Матрёна"), ("Пелагея", "Пелагия"), ("Эмилия", "Эмилья"), ("Дарья", "Дария"), ("Акулина", "Акилина"),
)  # fmt: skip
_OTHER_FORMS = {form: tuple(other for other in forms if other != form) for forms in _FORMS for form in forms}


def mistyped(rng: Random, name: str) -> str:
    """Return *name* with a slip of the fingers: a key beside, a letter lost, doubled or out of turn."""
    if len(name) < 3:
        return name
    at, drawn = 1 + int(rng.random() * (len(name) - 1)), rng.random()
    if drawn < 0.5 and name[at] in _KEYS:
        return name[:at] + one_of(rng, tuple(_KEYS[name[at]])) + name[at + 1 :]
    if drawn < 0.7:
        return name[:at] + name[at + 1 :]
    if drawn < 0.85 and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + name[at] + name[at:]


def misread(rng: Random, name: str) -> str:
    """Return *name* as a scan of poor print gives it."""
    return _exchanged(rng, name, _SCANNED)


def misheard(rng: Random, name: str) -> str:
    """Return *name* as somebody spells it who has only heard it."""
    return _exchanged(rng, name, _HEARD)


def misheard_from_afar(rng: Random, name: str) -> str:
    """Return a Chinese or Korean *name* as another clerk wrote it down."""
    return _exchanged(rng, name, _HEARD_FROM_AFAR)


def other_form(rng: Random, given: str) -> str:
    """Return another form of the given name *given*, or the same where it has none."""
    forms = _OTHER_FORMS.get(given)
    return one_of(rng, forms) if forms else given


def other_patronymic(rng: Random, patronymic: str) -> str:
    """Return *patronymic* of another form of the father's name, or in another spelling: Осипович, Василиевич."""
    for form, others in _OTHER_FORMS.items():
        if patronymic.startswith(form) and len(patronymic) - len(form) in (4, 5):
            return one_of(rng, others) + patronymic[len(form) :]
    for ending, other in (("ьев", "иев"), ("иев", "ьев"), ("йлов", "илов"), ("ович", "ов"), ("евич", "ев")):
        if ending in patronymic:
            return patronymic.replace(ending, other)
    return patronymic


def married(rng: Random, surname: str, husband: str) -> tuple[str, str]:
    """Return the surname that she took, and the whole of what a book prints as the other one."""
    return woman_of(man_of(husband)), one_of(rng, (surname, f"урожд. {surname}", f"{surname} (дев.)"))


def _exchanged(rng: Random, name: str, table: tuple[tuple[str, str], ...]) -> str:
    """Return *name* with one exchange of *table*, drawn among those that it allows."""
    allowed = [pair for pair in table if pair[0] in name[1:] or (pair[0][0].isupper() and pair[0] in name)]
    if not allowed:
        return name
    old, new = allowed[int(rng.random() * len(allowed))]
    starts = [at for at in range(len(name)) if name.startswith(old, at) and (at or old[0].isupper())]
    at = starts[int(rng.random() * len(starts))]
    return name[:at] + new + name[at + len(old) :]
