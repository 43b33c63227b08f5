"""Read the printed name of a body into canonical words, areas and local names.

A name is taken only if every word of it is known or stands where a name of a place, a unit or a line stands; one
strange word, and nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rehabkg.lexicon.areas import ARMY_KINDS, AreaIndex, areas
from rehabkg.lexicon.bodies import BodyLexicon, Word, body_lexicon
from rehabkg.lexicon.spelling import adjective, adjective_stem, folded
from rehabkg.lexicon.towns import nominative_town, town_forms

# Beyond this no name of a body was ever met; a cell that long is a text.
_LONGEST_NAME = 400
_WORD = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
_ASIDE = re.compile(
    r"\([^)]{2,}(?:\)|$)|(?:[#№]|\bN)\s*\d+(?:/\d+)?(?:\s*-?\s*[а-яА-Я]\b)?|\bпротокол\s*№?\s*\d+", re.IGNORECASE
)
# ВКОблсуд is ВКО and облсуд written together.
_KAZAKH = re.compile(r"\b(ВК|СК|ЗК|ЮК)(?=[Оо]бл)")
_NUMBER = re.compile(r"(\d+)(?:-?[а-я]{1,2})?|[ivxхіІ]+")
_ROMAN = str.maketrans("хі", "xi")
_JOINED = re.compile(
    r"([а-я-]{2,}?)((?:обл|край|губ|окр|гор|рай)(?:суд|прокуратур|прокурор|чк|чека|ревтриб|испол|избир|отдел|бот)[а-я]*|"
    r"губчк|губчек[а-я]*|нарсуд[а-я]*|верхсуд[а-я]*|цик|огпу)"
)
_KIND_WORDS = {
    "raion": "район", "okrug": "округ", "uezd": "уезд", "volost": "волость", "railway": "железная дорога",
    "garrison": "гарнизон", "basin": "бассейн", "oblast": "область", "krai": "край", "guberniya": "губерния",
    "autonomous-republic": "АССР", "union-republic": "ССР", "republic": "республика", "front": "фронт",
    "fleet": "флот", "flotilla": "флотилия", "autonomous-oblast": "АО", "military-district": "военный округ",
    "trunk-line": "магистраль",
}  # fmt: skip
_FEMININE = frozenset(("railway", "volost", "oblast", "guberniya", "flotilla", "trunk-line", "republic"))
# Words of a local name that are no names.
COMMON_WORDS = frozenset(word for name in _KIND_WORDS.values() for word in name.split()) | frozenset(
    ("станция", "стрелковая", "стрелковый", "дивизия", "корпус", "бригада", "армия", "полк", "батальон", "отряд",
     "гвардейская", "отдельная", "отдельный", "запасная", "воздушная", "ударная", "танковая", "зенитная", "учебная",
     "войсковая", "часть", "район", "авиационного", "базирования", "трудовая", "конная", "кавалерийская", "саперная",
     "строительная", "морская", "военно-морская", "база", "штаб", "механизированный", "кавалерийский", "пво")
)  # fmt: skip
_BARE_KINDS = frozenset(("garrison", "railway", "basin", "front", "fleet"))
# "ВО" is a military district behind an adjective, else an oblast; "ВК облсуд" lacks the last letter of ВКО.
_MILITARY_DISTRICT = Word("area-kind", ("military-district",), "m")
_AUTONOMOUS_OBLAST = Word("area-kind", ("autonomous-oblast",), "f")


@dataclass(slots=True)
class ReadBody:
    """The parts of a name: canonical words of the organ, areas (each with the codes it can mean), local names."""

    tokens: set[str] = field(default_factory=set)
    areas: list[tuple[str, ...]] = field(default_factory=list)
    local: list[str] = field(default_factory=list)
    of_army: bool = False


def read_body(text: str) -> ReadBody | None:
    """Return the parts of the name of a body, None where a word of it is strange."""
    if len(text) > _LONGEST_NAME:
        return None
    raws = _WORD.findall(_KAZAKH.sub(r"\1О ", _ASIDE.sub(" ", text)))
    reader = _Reader(raws, list(map(folded, raws)), body_lexicon(), areas())
    return reader.found if reader.read() else None


class _Reader:
    def __init__(self, raws: Sequence[str], words: list[str], lexicon: BodyLexicon, index: AreaIndex) -> None:
        self.raws = list(raws)
        self.words = words
        self.lexicon = lexicon
        self.index = index
        self.found = ReadBody()
        self.travelling = False
        # Adjectives and clipped words that wait for the word that they belong to.
        self.waiting: list[str] = []

    def read(self) -> bool:
        position = 0
        while position < len(self.words):
            step = self._step(position)
            if step == 0:
                return False
            if step < 0:
                break
            position += step
        return self._settle("region") and bool(self.found.tokens)

    def _step(self, at: int) -> int:
        """Take the words at *at*; return how many were taken, 0 for a strange one, -1 where the name is over."""
        named = self.index.forms.phrase(self.words, at)
        phrase = self.lexicon.words.phrase(self.words, at)
        if named is not None and (phrase is None or named[0] >= phrase[0]):
            return named[0] if self._settle("region") and self._area(named[1]) else 0
        if phrase is not None:
            return self._word(phrase[1], at, phrase[0])
        if self.words[at] == "ск":
            return self._ambiguous_sk(at)
        return self._single(at)

    def _ambiguous_sk(self, at: int) -> int:
        """Tell the meanings of СК: a rifle corpus, a judicial collegium, North Kazakhstan or Northern Krai."""
        following = self.words[at + 1] if at + 1 < len(self.words) else ""
        if self.waiting and self.waiting[-1].isdigit():
            return int(self._unit("стрелковый корпус", "m"))
        if following.startswith("обл") and (self.found.tokens or following in ("облсуд", "областной", "обл")):
            self.waiting.append("ск")
            return 1
        if not self.found.tokens:
            self.found.tokens.add("коллегия")
            return 1
        return int(self._settle("region") and self._area(self.index.short["ск"]))

    def _single(self, at: int) -> int:
        word, raw = self.words[at], self.raws[at]
        if len(word) > 1 and raw[0].isupper() and word in self.index.short and self._is_short(word, raw, at):
            if word == "во" and self.waiting:
                return self._word(_MILITARY_DISTRICT, at, 1)
            if word == "ао" and self.waiting:
                return self._word(_AUTONOMOUS_OBLAST, at, 1)
            return 1 if self._settle("region") and self._area(self.index.short[word]) else 0
        known = self.lexicon.words.word(word)
        if known is not None:
            return self._word(known, at, 1)
        codes = self.index.forms.word(word)
        if codes is not None:
            return 1 if self._settle("region") and self._area(codes) else 0
        return self._strange(word, at)

    def _is_short(self, word: str, raw: str, at: int) -> bool:
        """Tell an area's short form from a word: СК before a court is its collegium, Во a preposition."""
        if self.lexicon.words.word(word) is None:
            return True
        return raw.isupper() and not (word == "со" and at + 1 < len(self.words))

    def _word(self, word: Word, at: int, taken: int) -> int:
        match word.kind:
            case "tail":
                if self.found.tokens:
                    return -1
                return taken
            case "noise" | "part":
                self.travelling = self.travelling or self.words[at].startswith(("выезд", "сесс"))
                return taken
            case "organ":
                if not self._settle(word.sort or "region", organ=True):
                    return 0
                self.found.tokens.update(word.tokens)
                return taken
            case "area":
                return taken if self._settle("region") and self._area(word.tokens) else 0
            case "area-kind":
                return taken if self._kind(word.tokens[0], word.sort) else 0
            case "unit":
                return taken if self._unit(" ".join(word.tokens), word.sort) else 0
            case _:
                return self._place(word, at, taken)

    def _kind(self, kind: str, gender: str) -> bool:
        if self.waiting:
            return self._settle(kind, gender=gender)
        if kind in _BARE_KINDS:
            self.found.local.append(_KIND_WORDS[kind])
        return True

    def _unit(self, name: str, gender: str) -> bool:
        self.found.of_army = True
        for word in self.waiting:
            stem = adjective_stem(word)
            self.found.local.append(adjective(stem, gender or "f") if stem else word)
        self.waiting.clear()
        if gender == "m" and self.found.local and self.found.local[-1].endswith("ая"):
            self.found.local[-1] = adjective(self.found.local[-1][:-2], "m")
        self.found.local.append(name)
        return True

    def _place(self, word: Word, at: int, taken: int) -> int:
        """Take the name behind г. or ст.; "в г." only says where a court sat."""
        if at + taken >= len(self.words):
            return taken
        sat_there = at > 0 and self.words[at - 1] == "в"
        if not self._settle("region"):
            return 0
        name = self.words[at + taken]
        if self._names_office(at + taken + 1):  # "Ст. Вышковского с/с": an adjective of the office, not a station
            self.words[at + taken] = f"{self.words[at]}-{name}"
            return taken
        codes = self.index.forms.word(name)
        if codes is not None and not sat_there:
            self._area(codes)
        elif not sat_there:
            self.found.local.append(" ".join((*word.tokens, folded(nominative_town(name)))))
        return taken + 1

    def _names_office(self, at: int) -> bool:
        if at >= len(self.words):
            return False
        word = self.lexicon.words.word(self.words[at])
        return word is not None and word.kind == "organ" and word.sort in ("village", "raion")

    def _strange(self, word: str, at: int) -> int:
        number = _NUMBER.fullmatch(word)
        if number is not None:
            if self._is_department(at + 1):
                return 2
            self.waiting.append(number.group(1) or word.translate(_ROMAN).upper())
            return 1
        if len(word) <= 2 and at + 1 < len(self.words) and self._is_adjective(self.words[at + 1]):
            self.words[at + 1] = f"{word}-{self.words[at + 1]}"
            return 1
        joined = _JOINED.fullmatch(word)
        if joined is not None:
            organ = self.lexicon.words.word(joined.group(2))
            if organ is not None:
                short = self.index.short.get(joined.group(1) + "о")
                if short is not None and organ.sort == "oblast":
                    self._area(short)
                elif joined.group(1) in self.index.short:
                    self._area(self.index.short[joined.group(1)])
                else:
                    self.waiting.append(joined.group(1))
                return self._word(organ, at, 1)
        if self.travelling and at > 0 and self.words[at - 1] == "в":
            return 1
        if word in town_forms() and self.found.tokens:
            self.found.local.append(folded(nominative_town(word)))
            return 1
        self.waiting.append(word)
        return 1 if len(self.waiting) <= 3 else 0

    def _is_adjective(self, word: str) -> bool:
        return adjective_stem(word) is not None and self.lexicon.words.word(word) is None

    def _is_department(self, at: int) -> bool:
        """Tell a numbered department ("4 отделом") from a unit ("32 отд. стр. бригады")."""
        if at >= len(self.words) or not (self.words[at].startswith("отдел") or self.words[at] == "отд"):
            return False
        if at + 1 == len(self.words):
            return True
        phrase = self.lexicon.words.phrase(self.words, at + 1) or self.lexicon.words.phrase(self.words, at)
        following = phrase[1] if phrase is not None else self.lexicon.words.word(self.words[at + 1])
        return not self.words[at].startswith("отдельн") and (following is None or following.kind != "unit")

    def _settle(self, kind: str, *, organ: bool = False, gender: str = "m") -> bool:
        """Give the waiting words to an area of *kind*, or to a local name; False where they can be neither."""
        if not self.waiting:
            return True
        waiting, self.waiting = self.waiting, []
        if waiting[0].isdigit() or waiting[0].isupper():
            codes = self._codes(waiting, kind) if len(waiting) > 1 else ()  # 1 Украинский фронт
            if codes:
                return self._area(codes)
            self.found.local.append(waiting.pop(0))
        for start in range(len(waiting)):
            codes = self._codes(waiting[start:], kind)
            if codes:
                if start and not self._local(waiting[:start], "region", "m"):
                    return False
                return self._area(codes)
        return not waiting or self._local(waiting, kind, gender if not organ else "m")

    def _codes(self, waiting: Sequence[str], kind: str) -> tuple[str, ...]:
        stems = [adjective_stem(word) or word for word in waiting]
        codes = self.index.by_adjective(" ".join(stems), kind)
        if codes or len(waiting) > 1:
            return codes
        word = waiting[0]
        if len(word) == 2 and kind == "oblast" and word + "о" in self.index.short:
            return self.index.short[word + "о"]
        return self.index.by_prefix(stems[0], kind) if kind != "region" else ()

    def _local(self, waiting: Sequence[str], kind: str, gender: str) -> bool:
        stems = [adjective_stem(word) for word in waiting]
        if len(waiting) == 1 and kind == "garrison" and stems[0] is None:
            stems = [self.index.whole_adjective(waiting[0])]
        if None in stems:
            return False
        kind_word = _KIND_WORDS.get(kind, "")
        if kind in _FEMININE:
            gender = "f"
        name = " ".join(adjective(stem, gender) for stem in stems if stem)
        self.found.local.append(f"{name} {kind_word}".strip())
        if kind in ARMY_KINDS:
            self.found.of_army = True
        return True

    def _area(self, codes: Sequence[str]) -> bool:
        found = tuple(codes)
        if found not in self.found.areas:
            self.found.areas.append(found)
        if any(self.index.areas[code].kind in ARMY_KINDS for code in found):
            self.found.of_army = True
        return True
