"""Read the lines of a memorial list one by one; each label (`Проживал:`, `Приговор:`) has its reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rehabkg.recognise.arrests import arrest_in_line, is_unspoken_arrest
from rehabkg.recognise.articles import articles_of
from rehabkg.recognise.dates import date_of
from rehabkg.recognise.death import death_in
from rehabkg.recognise.deciding import heading_of
from rehabkg.recognise.history import history_of
from rehabkg.recognise.measures import measures_of
from rehabkg.recognise.peoples import people_of
from rehabkg.recognise.person_lines import NOT_BORN, Born, born_of, names_of
from rehabkg.recognise.rehabilitation import rehabilitations_of
from rehabkg.recognise.release_clauses import release_in
from rehabkg.recognise.texts import trimmed
from rehabkg.records.model import Arrest, Death, Rehabilitation, Release, Sentence

_ACCUSED = ", обв.:"
_DATE_OF_DECISION = re.compile(
    r"(?:(?P<day>[0-9]{1,2}\s[а-я]{3,8}\s[0-9]{4}\sг\.)|(?P<part>\bв\s(?:[а-я]{3,8}\s)?[0-9]{4}\sг\.))\s*(?P<rest>.*)",
    re.DOTALL,
)
_BURIED = re.compile(r"^\s*(?:(?i:место захоронения)\s?-?\s*)?")
_LIVED = re.compile(r"^\s*(?i:прож(?:ив(?:ал|ает)а?)?\.?:?\s)?")
# A people that the sentence names as its reason: `выслан как чеченец`, `высылка по нац. признаку (калмыки)`.
_AS_PEOPLE = re.compile(r"(?i)(?:\bкак\s|призн[а-я]*\.?\s?\()(?P<people>[а-яё-]{3,20}(?:\s[а-яё-]{4,20})?)")
_FREED_BEFORE = re.compile(r"\s*\((?P<told>[^()]*\b[Оо]своб[^()]*)\)")
# A first line without its verb: a nationality and what follows it, each before a semicolon.
_BORN_WITHOUT_VERB = re.compile(r"[^;]{2,40};(?:\s.*;)?")
_BANISHED = ("высел", "высла")


@dataclass(slots=True)
class Gathered:
    """What the lines of a body read so far tell.

    `last` is the label read last, `heading` a decision whose sentence has not been read yet, `people` a people that a
    sentence gives as its reason.
    """

    born: Born = NOT_BORN
    names: tuple[str, ...] = ()
    occupation: list[str] = field(default_factory=list)
    residence: str | None = None
    arrests: list[Arrest] = field(default_factory=list)
    heading: Sentence | None = None
    sentences: list[Sentence] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    rehabilitations: list[Rehabilitation] = field(default_factory=list)
    rehabilitated_text: str | None = None
    death: Death | None = None
    burial_place: str | None = None
    people: str | None = None
    sex: str | None = None
    unread: list[str] = field(default_factory=list)
    last: str = ""


def read_line(gathered: Gathered, line: str) -> None:
    """Take in one line of a body."""
    label, _, text = line.partition(" ")
    read = _READERS.get(label)
    if read is None or (label == "Место" and not text.startswith(_PLACE_OF_BURIAL)):
        _unlabelled(gathered, line)
        return
    sex = _SEXES.get(label)
    if sex is not None:
        gathered.sex = gathered.sex or sex
    read(gathered, text)


def close_heading(gathered: Gathered) -> None:
    """End a decision that no sentence follows: the list does not tell its measures, but the charge may."""
    heading = gathered.heading
    if heading is None:
        return
    gathered.heading = None
    measures = measures_of(heading.charge)[0] if heading.charge and heading.charge.startswith(_BANISHED) else ()
    gathered.sentences.append(
        Sentence(
            date=heading.date, body=heading.body, charge=heading.charge, articles=heading.articles, measures=measures
        )
    )


def _born(gathered: Gathered, text: str) -> None:
    gathered.born = born_of(text)
    gathered.unread.extend(gathered.born.unread)
    gathered.last = "born"


def _lived(gathered: Gathered, text: str) -> None:
    gathered.residence = trimmed(_LIVED.sub("", text))
    gathered.last = "lived"


def _arrested(gathered: Gathered, text: str) -> None:
    if _DATE_OF_DECISION.search(text) is None and any(letter.isdecimal() for letter in text):
        _story(gathered, f"Арестован {text.strip()}")
        return
    arrest, rest = arrest_in_line(text)
    gathered.arrests.append(arrest)
    gathered.last = "arrested"
    if rest:
        _story(gathered, rest)


def _sentenced(gathered: Gathered, text: str) -> None:
    close_heading(gathered)
    heading, accused, charge = f" {text}".partition(_ACCUSED)
    told = heading_of(heading)
    printed = trimmed(charge) if accused else None
    gathered.heading = Sentence(date=told.date, body=told.body, charge=printed, articles=articles_of(printed))
    gathered.last = "sentenced"


def _sentence(gathered: Gathered, text: str) -> None:
    if gathered.heading is None and _is_heading(text):
        _sentenced(gathered, text)
        return
    text = text.strip()
    gathered.people = _people_in(text) or gathered.people
    main = gathered.heading or Sentence()
    gathered.heading = None
    gathered.last = "sentence"
    _take(gathered, text, main)


@lru_cache(maxsize=4096)
def _people_in(text: str) -> str | None:
    for found in _AS_PEOPLE.finditer(text):
        words = found["people"]
        for named in (words, words.split()[0]):
            if people_of(named):
                return named
    return None


def _is_heading(text: str) -> bool:
    """Tell whether a line `Приговор:` has a decision's body and date, as for a person whose sex the list leaves out."""
    if _ACCUSED in text:
        return True
    dated = _DATE_OF_DECISION.search(text)
    return dated is not None and not dated["rest"].strip(" .") and measures_of(text[: dated.start()]) == ((), None)


def _take(gathered: Gathered, text: str, main: Sentence | None) -> None:
    told = history_of(text, main)
    gathered.sentences.extend(told.sentences)
    if told.arrests:
        gathered.arrests.extend(told.arrests)
    if told.releases:
        gathered.releases.extend(told.releases)
    if told.rehabilitations:
        gathered.rehabilitations.extend(told.rehabilitations)
    if told.unread:
        gathered.unread.extend(told.unread)
    gathered.death = told.death or gathered.death


def _shot(gathered: Gathered, text: str) -> None:
    text, _, burial = text.partition(f"Место {_PLACE_OF_BURIAL}")
    dated = _DATE_OF_DECISION.fullmatch(text.strip())
    if dated is not None and not dated["rest"]:
        gathered.death = Death(date=date_of(dated["day"] or dated["part"]), kind="executed")
    else:
        gathered.death = death_in(f"Расстрелян {text}")
    gathered.last = "shot"
    if burial:
        _buried(gathered, burial)


def _buried(gathered: Gathered, text: str) -> None:
    gathered.burial_place = trimmed(_BURIED.sub("", text.removeprefix(_PLACE_OF_BURIAL)))
    gathered.last = "buried"


def _rehabilitated(gathered: Gathered, text: str) -> None:
    text = text.strip()
    dated = _DATE_OF_DECISION.match(text)
    date, rest = (dated["day"] or dated["part"], dated["rest"]) if dated else (None, text)
    gathered.rehabilitated_text = rest
    gathered.last = "rehabilitated"
    decided = rehabilitations_of(text=rest, date=date)
    if not decided and not rest:
        decided = (Rehabilitation(),)
    gathered.rehabilitations.extend(decided)


def _unlabelled(gathered: Gathered, line: str) -> None:
    """Read a line without a label: other names first, an occupation after the birth, an arrest or a story later."""
    text = line.strip()
    if not text:
        return
    if text.startswith("(") and not gathered.last:
        gathered.names += names_of(text)
    elif gathered.last in ("", "born"):
        _occupied(gathered, line)
    elif gathered.last == "lived" and is_unspoken_arrest(text):
        gathered.arrests.append(arrest_in_line(text)[0])
    else:
        _story(gathered, text)


def _occupied(gathered: Gathered, line: str) -> None:
    if not gathered.last and _BORN_WITHOUT_VERB.fullmatch(line):
        _born(gathered, line)
        return
    freed = _FREED_BEFORE.search(line) if "своб" in line else None
    if freed:
        gathered.releases.append(release_in(freed["told"]))
        line = line[: freed.start()] + line[freed.end() :]
    gathered.occupation.append(line.strip())


def _story(gathered: Gathered, text: str) -> None:
    close_heading(gathered)
    told = history_of(text)
    if not (told.arrests or told.sentences or told.releases or told.rehabilitations or told.death):
        gathered.unread.append(text)
        return
    _take(gathered, text, None)


_PLACE_OF_BURIAL = "захоронения -"
_Reader = Callable[[Gathered, str], None]
_READERS: Mapping[str, _Reader] = {
    **dict.fromkeys(("Родился", "Родилась", "Род."), _born),
    **dict.fromkeys(("Проживал:", "Проживала:", "Прож.:"), _lived),
    **dict.fromkeys(("Арестован", "Арестована", "Арест."), _arrested),
    **dict.fromkeys(("Приговорен:", "Приговорена:"), _sentenced),
    "Приговор:": _sentence,
    **dict.fromkeys(("Расстрелян", "Расстреляна", "Расстрел."), _shot),
    "Место": _buried,
    **dict.fromkeys(("Реабилитирован", "Реабилитирована", "Реабил."), _rehabilitated),
}
_SEXES: Mapping[str, str] = {
    **dict.fromkeys(("Родился", "Проживал:", "Арестован", "Приговорен:", "Расстрелян", "Реабилитирован"), "male"),
    **dict.fromkeys(
        ("Родилась", "Проживала:", "Арестована", "Приговорена:", "Расстреляна", "Реабилитирована"), "female"
    ),
}
