"""Tell one fact as another book would: dates, places, bodies, articles and nationalities."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from bench.invented.names import one_of
from bench.invented.people import Day
from bench.invented.places import Place

# Regions by the names of other times. Each stands once as today's lists print it, then as older papers do.
_RENAMED = {
    "Калининская обл.": ("Тверская обл.", "Тверская губ."),
    "Горьковская обл.": ("Нижегородская губ.", "Горьковский край"),
    "Самарская обл.": ("Куйбышевская обл.", "Самарская губ.", "Средневолжский край"),
    "Свердловская обл.": ("Екатеринбургская губ.", "Уральская обл."),
    "Пермская обл.": ("Молотовская обл.", "Пермская губ."),
    "Оренбургская обл.": ("Чкаловская обл.", "Оренбургская губ."), "Ульяновская обл.": ("Симбирская губ.",),
    "Кировская обл.": ("Вятская губ.",), "Ленинградская обл.": ("Петроградская губ.", "С.-Петербургская губ."),
    "Сталинградская обл.": ("Царицынская губ.", "Волгоградская обл.", "Нижневолжский край"),
    "Новосибирская обл.": ("Новониколаевская губ.", "Западно-Сибирский край"), "Кемеровская обл.": ("Томская губ.",),
    "Ставропольский край": ("Орджоникидзевский край", "Ставропольская губ."), "Томская обл.": ("Томская губ.",),
    "Краснодарский край": ("Кубанская обл.", "Азово-Черноморский край"),
    "Ростовская обл.": ("Область Войска Донского",),
    "Хабаровский край": ("Дальневосточный край",), "Приморский край": ("Приморская обл.", "Дальневосточный край"),
    "Читинская обл.": ("Забайкальская обл.",), "Архангельская обл.": ("Северный край", "Архангельская губ."),
    "Смоленская обл.": ("Западная обл.", "Смоленская губ."), "Красноярский край": ("Енисейская губ.",),
    "Алтайский край": ("Алтайская губ.",), "Татарская АССР": ("Казанская губ.", "Татарстан"),
    "Башкирская АССР": ("Уфимская губ.", "Башкортостан"), "Удмуртская АССР": ("Вотская АО", "Вятская губ."),
    "Чечено-Ингушская АССР": ("Терская обл.",), "Карельская АССР": ("Олонецкая губ.", "Карело-Финская ССР"),
    "Коми АССР": ("Коми-Зырянская АО", "Вологодская губ."), "Минская обл.": ("Минская губ.",),
    "Винницкая обл.": ("Подольская губ.",), "Киевская обл.": ("Киевская губ.",), "Одесская обл.": ("Херсонская губ.",),
    "Карагандинская обл.": ("Акмолинская губ.",), "Алма-Атинская обл.": ("Семиреченская обл.",),
}  # fmt: skip
# The town of a region, by its name between the wars and those of other times. In these regions a place that is a town
# is this one; elsewhere, and where it is a village, places are invented and keep their names.
_TOWNS = {
    "Калининская обл.": ("Калинин", "Тверь"), "Горьковская обл.": ("Горький", "Нижний Новгород", "Н. Новгород"),
    "Самарская обл.": ("Куйбышев", "Самара"), "Свердловская обл.": ("Свердловск", "Екатеринбург"),
    "Пермская обл.": ("Пермь", "Молотов"), "Оренбургская обл.": ("Чкалов", "Оренбург"),
    "Ульяновская обл.": ("Ульяновск", "Симбирск"), "Кировская обл.": ("Киров", "Вятка"),
    "Ленинградская обл.": ("Ленинград", "Петроград", "С.-Петербург"), "Кемеровская обл.": ("Кемерово", "Щегловск"),
    "Сталинградская обл.": ("Сталинград", "Царицын", "Волгоград"),
    "Новосибирская обл.": ("Новосибирск", "Новониколаевск"),
    "Ставропольский край": ("Ставрополь", "Ворошиловск"), "Краснодарский край": ("Краснодар", "Екатеринодар"),
    "Алма-Атинская обл.": ("Алма-Ата", "Верный"), "Удмуртская АССР": ("Ижевск", "Ижевский завод"),
}  # fmt: skip
_BODIES = (
    ("Особое совещание при НКВД СССР", "ОСО при НКВД СССР", "Особое Совещание НКВД СССР", "ОСО НКВД", "ОСО"),
    ("ВКВС СССР", "Военная Коллегия Верховного Суда СССР", "ВК ВС СССР", "Воен. коллегия Верх. суда СССР"),
    ("Комиссия НКВД СССР и Прокурора СССР", "Комиссией НКВД и Прокуратуры СССР", "двойка", "НКВД и Прокурор СССР"),
    ("Тройка при УНКВД по ", "Тройка УНКВД ", "особая тройка при УНКВД по ", "тройкой УНКВД по ", "тройка НКВД по "),
    ("Тройка при ПП ОГПУ по ", "тройка ПП ОГПУ ", "особая тройка ОГПУ по "),
    ("Коллегия ОГПУ", "КОГПУ", "Коллегией ОГПУ", "особое совещание при Коллегии ОГПУ"),
    ("Военный трибунал", "ВТ", "военным трибуналом"), ("облсуд", "областной суд", "обл. суд"),
    ("крайсуд", "краевой суд"), ("губЧК", "коллегия губЧК", "губчека"), ("РИК", "райисполком"),
    ("народный суд", "нарсуд"), ("Ревтрибунал", "революционный трибунал", "РВТ"), ('"тройка"', "тройка"),
)  # fmt: skip
_ARTICLES = (
    ("по ст. ст. ", "ст. "), ("по ст. ", ""), ("по ст. ", "ст. "), (" УК РСФСР", ""), ("58 п. 10", "58-10"),
    ("58-10", "58 п.10"), ("58-10, 58-11", "58-10, 11"), ("58-10, 11", "58-10, 58-11"), ("58-10-11", "58-10, 58-11"),
    ("за а/с агитацию", "АСА"), ("АСА", "антисоветская агитация"), ("КРД", "за контрреволюционную деятельность"),
    ("антисоветская агитация", "за а/с агитацию"), ("КРА", "к/р агитация"), (" ч. 1", " ч.1"), (" ч. 2", " ч.2"),
    ("как кулаки", "кулак"), ("кулаки (", "кулак ("), ("58-10", "58-10 ч.1"), ("СОЭ", "социально опасный элемент"),
    ("ЧСИР", "член семьи изменника Родины"), ("осужден по ", ""), ("осуждена по ", ""),
)  # fmt: skip
_NATIONALITIES = {
    "русский": ("великоросс", "русские"), "украинец": ("малоросс", "украинцы"), "русская": ("великоросска",),
    "немец": ("немцы", "из немцев-колонистов"), "еврей": ("евреи", "из евреев"),
    "поляк": ("поляки", "польский подданный"),
    "белорус": ("белоруссец", "белорусы"), "татарин": ("татары", "тюрк"), "казах": ("киргиз", "казахи"),
    "латыш": ("латвиец", "латыши"), "удмурт": ("вотяк",), "мари": ("черемис",), "мариец": ("мари",),
    "коми": ("зырянин",),
    "эстонец": ("эстонцы", "эст"), "осетин": ("осетины",), "карел": ("финн",), "молдаванин": ("румын",),
}  # fmt: skip
_TOWN = "г. "
_DAYS_OFF = (1, 1, 1, 2, 2, 3, 5, 7, 10, 20)


def printed(day: Day) -> str:
    """Return *day* in ISO 8601, no sharper than it is: 1937, 1937-11, 1937-11-05."""
    year, month, number = day
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{number:02}" if month and number else "")


def shifted(rng: Random, day: Day) -> Day:
    """Return *day* some days off, mostly few."""
    if not (day[1] and day[2]):
        return day
    days = one_of(rng, tuple(str(each) for each in _DAYS_OFF))
    moved = date(*day) + timedelta(days=int(days) * (1 if rng.random() < 0.5 else -1))
    return moved.year, moved.month, moved.day


def turned(day: Day) -> Day:
    """Return *day* with day and month exchanged, where that is a day."""
    return (day[0], day[2], day[1]) if day[2] and day[2] <= 12 else day


def another_year(rng: Random, year: int, most: int) -> int:
    """Return *year* off by one to *most*."""
    return year + (1 + int(rng.random() * most)) * (1 if rng.random() < 0.5 else -1)


def place(rng: Random, told: Place, renamed: float) -> str:
    """Return *told* at the level that a book gives; with the share *renamed*, by names of another time."""
    text = told.printed(_level(rng))
    others = _RENAMED.get(told.region)
    if others is None:
        return text
    towns = _TOWNS.get(told.region, (told.village,)) if told.kind == _TOWN else (told.village,)
    if rng.random() >= renamed:
        return text.replace(told.village, towns[0])
    other = one_of(rng, others)
    # In the genitive only the first word bends, and only adjectives stand first.
    bent = other.replace("ая ", "ой ").replace("ий ", "ого ")
    return text.replace(told.village, towns[-1]).replace(told.region, other).replace(told.region_of, bent)


def _level(rng: Random) -> int:
    drawn = rng.random()
    return 0 if drawn < 0.45 else 1 if drawn < 0.65 else 2 if drawn < 0.85 else 3


def other_body(rng: Random, body: str) -> str:
    """Return *body* in another abbreviation."""
    for names in _BODIES:
        for name in names:
            if body.startswith(name) or (len(name) > 4 and name in body):
                return body.replace(name, one_of(rng, tuple(other for other in names if other != name)), 1)
    return body


def other_articles(rng: Random, articles: str) -> str:
    """Return *articles* as another clerk writes them."""
    allowed = [pair for pair in _ARTICLES if pair[0] in articles]
    if not allowed:
        return articles
    old, new = allowed[int(rng.random() * len(allowed))]
    return articles.replace(old, new, 1)


def other_nationality(rng: Random, nationality: str) -> str:
    """Return another word for *nationality*, or the same where there is none."""
    others = _NATIONALITIES.get(nationality)
    return one_of(rng, others) if others else nationality
