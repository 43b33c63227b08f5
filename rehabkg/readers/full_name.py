"""Part a full name as lists print it, "Фамилия Имя Отчество", where its parts are sure."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = r"[А-ЯЁІЇЄҐ][А-ЯЁІЇЄҐа-яёіїєґ'’]+(?:-[А-ЯЁІЇЄҐа-яёіїєґ'’]+)*"
_PATRONYMIC = (
    r"[А-ЯЁІЇЄҐ][а-яёіїєґ'’]+(?:[оеёіиь]вич|[ьмкр]ич|[оеёіиь]вна|[їй]вна|ична|івна)|"
    r"[А-ЯЁ][а-яё]+[ -](?:оглы|оглу|углы|кызы|гызы|улы|уулу)"
)
_SURNAME = rf"(?P<surname>{_WORD})"
_GIVEN = rf"(?P<given_name>{_WORD})"
_OTHER = r"\((?P<name_variants>[^()]+)\)"
_LAST = rf"(?P<patronymic>{_PATRONYMIC})"
_FORMS = tuple(
    map(
        re.compile,
        (
            rf"{_SURNAME} {_GIVEN} {_LAST}",
            rf"{_SURNAME} {_OTHER} {_GIVEN} {_LAST}",
            rf"{_SURNAME} {_GIVEN} {_OTHER} {_LAST}",
            # The name taken in a religious order, then the name in the world.
            rf"(?P<name_variants>[^()]+?) \({_SURNAME} {_GIVEN} {_LAST}\)",
        ),
    )
)
# "Имя Отчество Фамилия": the last word may end as a patronymic does (Рабинович), and so does the second.
_ENDS_AS_PATRONYMIC = ("ович", "евич", "овна", "евна", "ична", "івна")
_LONGEST = 200
_KEPT = 4_096


def parts_of_name(name: str) -> dict[str, str]:
    """Return surname, given name and patronymic, and what stands in brackets as `name_variants`, one a line.

    Sure is a name of three words that ends in a patronymic, with another name in brackets or inside them. Nothing is
    returned for any other order.

    >>> parts_of_name("Выдумкина (Образцова) Вера Ильинична")["surname"], parts_of_name("Магомед Керим Али")
    ('Выдумкина', {})
    """
    if len(name) > _LONGEST:
        return {}
    for form in _FORMS:
        found = form.fullmatch(name)
        if found and not found["given_name"].endswith(_ENDS_AS_PATRONYMIC):
            parts = found.groupdict()
            if "name_variants" in parts:
                parts["name_variants"] = _lines(parts["name_variants"])
            return parts
    return {}


@lru_cache(maxsize=_KEPT)
def _lines(names: str) -> str:
    return "\n".join(filter(None, map(str.strip, re.split("[,;]", names))))
