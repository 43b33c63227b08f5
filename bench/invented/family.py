"""Form names of kin: patronymics of given names, and the surname of a woman of that of a man."""

from __future__ import annotations

_IRREGULAR = {
    "Илья": "Ильи", "Никита": "Никити", "Лука": "Луки", "Фома": "Фоми", "Кузьма": "Кузьми", "Павел": "Павло",
    "Лев": "Льво", "Яков": "Яковле", "Михаил": "Михайло", "Савва": "Савви",
}  # fmt: skip


def patronymic_of(given: str, *, female: bool) -> str:
    """Return the patronymic of the child of *given*: Иван, Иванович; Андрей, Андреевна."""
    stem = _IRREGULAR.get(given)
    if stem is None:
        if given.endswith("ий"):
            stem = given[:-2] + "ье"
        elif given.endswith(("й", "ь")):
            stem = given[:-1] + "е"
        elif given.endswith(("а", "я", "о", "е")):
            stem = given[:-1] + "о"
        else:
            stem = given + "о"
    if stem.endswith("и"):
        return stem + "чна" if female else stem + "ч"
    return stem + ("вна" if female else "вич")


def woman_of(surname: str) -> str:
    """Return the form of *surname* that his wife or daughter bears."""
    if surname.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return surname + "а"
    if surname.endswith(("ий", "ый", "ой")):
        return surname[:-2] + "ая"
    return surname


def man_of(surname: str) -> str:
    """Return the form of *surname* that her brother or father bears."""
    if surname.endswith(("ова", "ева", "ёва", "ина", "ына")):
        return surname[:-1]
    if surname.endswith(("ская", "цкая")):
        return surname[:-2] + "ий"
    return surname
