"""Write invented people as record bodies of lists.memo.ru: as text between `---`, or as its HTML pages."""

from __future__ import annotations

import html
from random import Random
from typing import BinaryIO

from bench.invented.mistakes import LONG_CELL, UNDEFINED, Mistake, Truth, contradict, spoil_date
from bench.invented.people import Day, People, Person

_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря", "тринадцатого",
)  # fmt: skip
_IN_MONTHS = (
    "январе", "феврале", "марте", "апреле", "мае", "июне",
    "июле", "августе", "сентябре", "октябре", "ноябре", "декабре",
)  # fmt: skip
MISTAKES = ("bad-date", "nul", "wrong-encoding", "contradictory-dates", "long-cell")
_MISTAKES_IN_LIFE = {"bad-date": spoil_date, "contradictory-dates": contradict}
_DATE_FIELD = {"arrested": "arrests", "decided": "sentences", "died": "death", "rehabilitated": "rehabilitations"}
_BETWEEN = b"\n---\n"
_PAGE_START = (
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
    '<title>Списки</title></head><body>\n<ul class="list-right">\n'
)
_PAGE_END = "</ul>\n</body></html>\n"


def write_bodies(out: BinaryIO, people: People, count: int, errors: float, truth: Truth) -> None:
    """Write *count* bodies in UTF-8 with a line `---` between them; their mistakes go to *truth*."""
    line = 1
    for place, person in enumerate(people.draw(count)):
        content, mistake = _content(people.rng, person, errors, "utf-8")
        if place:
            out.write(_BETWEEN)
            line += 2
        if mistake:
            truth.add(line, person.number, mistake)
        out.write(content)
        line += content.count(b"\n")
    out.write(b"\n")


def write_page(out: BinaryIO, people: People, count: int, errors: float, truth: Truth) -> None:
    """Write one page in windows-1251 with *count* people; their mistakes go to *truth*."""
    out.write(_PAGE_START.encode("windows-1251"))
    line = 1 + _PAGE_START.count("\n")
    for place, person in enumerate(people.draw(count), 1):
        content, mistake = _content(people.rng, person, errors, "windows-1251")
        told = person.cells
        name = " ".join(told[part] for part in ("surname", "given_name", "patronymic") if part in told)
        head = f'<li><p class="name"><a name="n{place}"></a>{name} </p><p class="cont">\n'.encode("windows-1251")
        foot = f'\n</p><p class="author">Источник: {html.escape(told["book"], quote=False)}</p></li>\n'
        if mistake:
            truth.add(line, person.number, mistake)
        entry = head + content.replace(b"\n", b"\n\n<br />") + foot.encode("windows-1251")
        out.write(entry)
        line += entry.count(b"\n")
    out.write(_PAGE_END.encode("windows-1251"))


def body_of(person: Person) -> str:
    """Return the body of *person*, a fact a line."""
    told, a = person.cells, "а" if person.female else ""
    lines = [_origin(person)]
    if "occupation" in told:
        lines.append(f"{told['occupation']}.")
    if "residence" in told:
        lines.append(f"Проживал{a}: {told['residence']}.")
    if person.arrested:
        by = f" {told['arrest_body']}" if "arrest_body" in told else ""
        lines.append(f"Арестован{a}  {_date(person.arrested)}{by}")
    if person.decided:
        body = f"{told['deciding_body']} " if "deciding_body" in told else ""
        charge = f", обв.: {told['charge']}." if "charge" in told else "."
        lines.append(f"Приговорен{a}: {body}{_date(person.decided)}{charge}")
    if "sentence" in told:
        lines.append(f"Приговор: {told['sentence']}")
    if person.died:
        verb = "Расстрелян" if person.executed else "Умер" if not person.female else "Умерл"
        burial = f" Место захоронения - {told['burial_place']}." if "burial_place" in told else ""
        lines.append(f"{verb}{a} {_date(person.died)}{burial}")
    lines += _clearing(person, a)
    return "\n".join(lines)


def _origin(person: Person) -> str:
    told = person.cells
    born = f" в {person.birth_year} г." if person.birth_year else ""
    place = told.get("birth_place", "")
    text = "Родилась" if person.female else "Родился"
    text += (f"{born}, {place}" if born else f"  в {place}") if place else born
    for field in ("nationality", "education", "party"):
        if field in told:
            text += f"; {'образование ' if field == 'education' else ''}{told[field]}"
    return text + (";" if "nationality" in told else "")


def _clearing(person: Person, a: str) -> list[str]:
    told = person.cells
    body, ground = told.get("rehabilitation_body", ""), told.get("rehabilitation_ground", "")
    if person.rehabilitated:
        parts = (f"Реабилитирован{a}", _date(person.rehabilitated), body, ground)
        return [" ".join(part for part in parts if part)]
    return [f"Реабилитирован{a}  {ground}"] if ground else []


def _date(day: Day) -> str:
    if day[2]:
        return f"{day[2]} {_MONTHS[day[1] - 1]} {day[0]} г."
    return f"в {_IN_MONTHS[day[1] - 1]} {day[0]} г." if day[1] else f"в {day[0]} г."


def _content(rng: Random, person: Person, errors: float, encoding: str) -> tuple[bytes, Mistake | None]:
    if rng.random() >= errors:
        return _encoded(person, encoding), None
    kind = MISTAKES[int(rng.random() * len(MISTAKES))]
    if kind in _MISTAKES_IN_LIFE:
        field = _MISTAKES_IN_LIFE[kind](rng, person)
        return _encoded(person, encoding), Mistake(kind, _DATE_FIELD[field])
    if kind == "long-cell":
        person.cells["occupation"] = "слово " * (LONG_CELL // 6)
        return _encoded(person, encoding), Mistake(kind, "occupation")
    content = _encoded(person, encoding)
    foreign = b"\0" if kind == "nul" else UNDEFINED[encoding]
    place = content.find(b" ") + 1
    return content[:place] + foreign + content[place:], Mistake(kind, None)


def _encoded(person: Person, encoding: str) -> bytes:
    """Return the body in *encoding*; a page escapes what HTML means something by."""
    text = body_of(person)
    return (html.escape(text, quote=False) if encoding == "windows-1251" else text).encode(encoding)
