"""Read one piece of a printed place, between commas: names with the word of their kind before or behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rehabkg.lexicon.areas import regions
from rehabkg.lexicon.place_words import PlaceWord, place_words
from rehabkg.lexicon.spelling import adjective, adjective_stem, folded
from rehabkg.lexicon.towns import nominative_town

# "Томская обл.", "Ключи": pieces repeat far more than places do.
_REMEMBERED_PIECES = 100_000
_WORD = re.compile(r"\d+(?:-?[а-я]{1,2})?(?![^\W_])|[^\W_]+(?:(?:--?|/)[^\W_]+)*")
# A kind of place that is printed out, not clipped (с., дер., пос.), has at least so many letters.
_SHORTEST_NOUN = 4
_REGION_KINDS = frozenset(
    ("oblast", "krai", "guberniya", "autonomous-republic", "union-republic", "republic", "autonomous-oblast",
     "voivodeship", "okrug")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlacePart:
    """One part of a place: `kind` as in place-words.csv or regions.csv, `name` in the nominative where it is known.

    `code` is the code of a region, None for any other part and for a name that fits several regions.
    """

    kind: str
    name: str
    code: str | None = None


# A part with the codes of the regions that it can mean, none for a part that is no region.
FoundPart = tuple[PlacePart, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """The parts of a piece; `address` is the street or house that starts in it, as printed, None where none does."""

    parts: tuple[FoundPart, ...]
    address: str | None


@lru_cache(maxsize=_REMEMBERED_PIECES)
def read_piece(piece: str) -> ReadPiece:
    """Return the parts that stand between two commas, in their order."""
    reader = _PieceReader(piece)
    parts = tuple(reader.read())
    return ReadPiece(parts, reader.address if reader.in_address else None)


class _PieceReader:
    """Reads one piece between commas: names with the word of their kind before or behind them."""

    def __init__(self, piece: str) -> None:
        self.piece = piece
        found = list(_WORD.finditer(piece))
        self.starts = [word.start() for word in found]
        self.raws = [word.group() for word in found]
        self.words = [folded(raw) for raw in self.raws]
        self.index = regions()
        self.found: list[FoundPart] = []
        # The kind that was printed before a name, and the words of a name so far.
        self.open: PlaceWord | None = None
        self.name: list[str] = []
        self.in_address = False
        self.address = ""

    def read(self) -> list[FoundPart]:
        at = 0
        while at < len(self.words) and not self.in_address:
            at += self._step(at)
        if not self.in_address:
            self._close()
        return self.found

    def _step(self, at: int) -> int:
        if self.open is None or not self.name:
            named = self.index.forms.phrase(self.words, at)
            if named is not None:
                return self._region(named[1], at, named[0])
        phrase = place_words().phrase(self.words, at)
        if phrase is not None:
            return self._word(phrase[1], at, phrase[0])
        word = self.words[at]
        if self._is_short(at):
            return self._region(self.index.short[word], at, 1)
        known = place_words().word(word)
        if known is not None and self._is_kind(known, at):
            return self._word(known, at, 1)
        if not self.name and self.open is None:
            codes = self.index.forms.word(word)
            if codes is not None and not self._adjective_follows(at):
                return self._region(codes, at, 1)
        self.name.append(self.raws[at])
        return 1

    def _is_short(self, at: int) -> bool:
        """Return whether the word is the short form of a region; АО behind its adjective is a kind of place."""
        raw = self.raws[at]
        if len(raw) < 2 or not raw[0].isupper() or self.words[at] not in self.index.short:
            return False
        if self.words[at] == "ао" and self.name:
            return False
        return raw.isupper() or "сср" in self.words[at] or len(raw) == 3

    def _is_kind(self, word: PlaceWord, at: int) -> bool:
        """Tell a word of a kind from a part of a name that looks like one: the second word of Барышская Слобода."""
        if word.stands in ("skip", "after"):
            return word.stands == "skip" or bool(self.name) or word.kind not in ("uezd", "selsovet", "okrug")
        if word.stands == "before" and self.open is not None:
            if self.name:  # Барышская Слобода: a kind that is a part of the name
                return len(self.words[at]) < _SHORTEST_NOUN or self.raws[at].islower()
            return len(self.words[at]) >= _SHORTEST_NOUN and word.kind != "town"
        return True

    def _adjective_follows(self, at: int) -> bool:
        """Return whether the name is the adjective of a kind behind it: Коми обл., but Коми АССР is one name."""
        if at + 1 >= len(self.words):
            return False
        following = place_words().word(self.words[at + 1])
        return following is not None and following.stands == "after" and adjective_stem(self.words[at]) is not None

    def _word(self, word: PlaceWord, at: int, taken: int) -> int:
        if word.stands == "skip":
            self._close()
        elif word.stands == "after":
            self._take_adjective(word)
        elif word.stands == "before":
            if word.kind == "derevnya" and at + 1 < len(self.words) and self.words[at + 1][0].isdigit():
                return self._start_address(at)
            if not (self.name and at + 1 == len(self.words)) or self.open is not None:
                self._close()
            else:
                self.found.append((PlacePart("place", _capitalised(" ".join(self.name))), ()))
                self.name = []
            self.open = word
        else:
            return self._start_address(at)
        return taken

    def _start_address(self, at: int) -> int:
        """A street keeps the words before it as its name; with a house, what stands before is another part."""
        start = at
        if self.name and self.open is None and not self.raws[at][0].isdigit():
            start -= len(self.name)
            self.name = []
        self._close()
        self.address = self.piece[self.starts[start] :].strip()
        self.in_address = True
        return len(self.words)

    def _take_adjective(self, word: PlaceWord) -> None:
        """Give the last word or two of the open name to a kind behind them, and close what stands before."""
        if not self.name:
            self._close()
            return
        for length in (2, 1):
            if len(self.name) < length:
                continue
            words = [folded(raw) for raw in self.name[-length:]]
            stems = [adjective_stem(name) or name for name in words]
            codes = self.index.by_adjective(" ".join(stems), word.kind) if word.kind in _REGION_KINDS else ()
            if not codes and length == 1 and word.kind in _REGION_KINDS:
                codes = self.index.by_prefix(stems[0], word.kind)
            if codes or length == 1:
                del self.name[-length:]
                self._close()
                self._add_adjective(word, words, codes)
                return

    def _add_adjective(self, word: PlaceWord, words: list[str], codes: tuple[str, ...]) -> None:
        if len(codes) == 1:
            self._region_part(codes)
            return
        stems = [adjective_stem(name) for name in words]
        name = " ".join(
            adjective(stem, word.gender) if stem is not None else raw for stem, raw in zip(stems, words, strict=True)
        )
        self.found.append((PlacePart(word.kind, _capitalised(name)), codes))

    def _region(self, codes: tuple[str, ...], at: int, taken: int) -> int:
        self._close()
        if len(codes) == 1:
            self._region_part(codes)
        else:
            kind = self.index.areas[codes[0]].kind
            self.found.append((PlacePart(kind, " ".join(self.raws[at : at + taken])), codes))
        return taken

    def _region_part(self, codes: tuple[str, ...]) -> None:
        area = self.index.areas[codes[0]]
        self.found.append((PlacePart(area.kind, area.ru), codes))

    def _close(self) -> None:
        if self.name:
            kind = self.open.kind if self.open is not None else "place"
            name = " ".join(f"{word}." if len(word) == 1 and word.isalpha() else word for word in self.name)
            codes: tuple[str, ...] = ()
            if kind == "town":
                name = nominative_town(name)
                codes = self.index.forms.word(folded(name)) or ()
                if len(codes) == 1 and self.index.areas[codes[0]].kind == "city":
                    self._region_part(codes)
                    self.name, self.open = [], None
                    return
                codes = ()
            elif self.open is not None:
                name = _agreeing(name, self.open.gender, kind)
            if any(letter.isalpha() for letter in name) or self.open is not None:
                self.found.append((PlacePart(kind, _capitalised(name)), codes))
        elif self.open is not None and self.found and self.found[-1][0].kind == "place":  # "Цуриковка с."
            self.found[-1] = PlacePart(self.open.kind, self.found[-1][0].name), ()
        self.name, self.open = [], None


def _agreeing(name: str, gender: str, kind: str) -> str:
    """Return the name of a village in the nominative, where it is an adjective in the genitive: с. Александровского."""
    low = folded(name)
    if kind == "selo" and low.endswith(("ского", "цкого", "ного")):
        return name[:-3] + "ое"
    if kind in ("stanitsa", "st") and low.endswith(("ской", "цкой")) and gender == "f":
        return name[:-2] + "ая"
    return name


def _capitalised(name: str) -> str:
    """Return a name with a capital at its start and behind each hyphen of a word that is printed small."""
    if not name[:1].islower():
        return name
    return " ".join("-".join(part[:1].upper() + part[1:] for part in word.split("-")) for word in name.split(" "))
