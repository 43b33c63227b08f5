"""Which forms are one given name: Иосиф, Осип, Józef and Juozas are, by the table `lexicon/given-names.csv`.

A code is the key of the name in the first column (`iosiv`), so no key of a name outside the table equals it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from rehabkg.lexicon import LexiconRow, read_lexicon
from rehabkg.names.keys import NameWord, name_words

# A word more often met than this in a table is a word of that table, not of a language.
_REMEMBERED_WORDS = 65_536
# Letters before these are Latin, those after them Cyrillic and others.
_FIRST_GREEK = "\u0370"


@dataclass(frozen=True, slots=True)
class GivenNames:
    """The table by key: `strong` leads a form to its one name, `weak` to the names that it sometimes stands for.

    `sexes` leads a code to `male` or `female`. `roots` and `weak_roots` are `strong` and `weak` of what is left of a
    patronymic without its ending; a root that several names leave is in `weak_roots` for all but the first.
    """

    strong: Mapping[str, str]
    weak: Mapping[str, tuple[str, ...]]
    sexes: Mapping[str, str]
    roots: Mapping[str, str]
    weak_roots: Mapping[str, tuple[str, ...]]


@cache
def given_names() -> GivenNames:
    """Return the table, which is read once in a process. Raises `SourceError` where it cannot be read."""
    return given_names_of(read_lexicon("given-names"))


def given_names_of(rows: Iterable[LexiconRow]) -> GivenNames:
    """Return the table that *rows* make: `name`, `sex` (m, f), `forms` and `weak` parted by a stroke.

    Of two rows with one form the first keeps it.
    """
    strong: dict[str, str] = {}
    weak: dict[str, dict[str, None]] = {}
    sexes: dict[str, str] = {}
    for row in rows:
        code = _key(row["name"])
        sexes[code] = "female" if row["sex"] == "f" else "male"
        for key in (code, *_keys(row["forms"])):
            strong.setdefault(key, code)
        for key in _keys(row["weak"]):
            weak.setdefault(key, {})[code] = None
    roots: dict[str, str] = {}
    weak_roots: dict[str, dict[str, None]] = {}
    for key, code in strong.items():
        root = root_of(key)
        if sexes[code] == "male" and len(root) > 1 and roots.setdefault(root, code) != code:
            weak_roots.setdefault(root, {})[code] = None
    for key, codes in weak.items():
        weak_roots.setdefault(root_of(key), {}).update({code: None for code in codes if sexes[code] == "male"})
    return GivenNames(
        MappingProxyType(strong),
        MappingProxyType({key: tuple(codes) for key, codes in weak.items()}),
        MappingProxyType(sexes),
        MappingProxyType(roots),
        MappingProxyType({root: tuple(codes) for root, codes in weak_roots.items()}),
    )


# Vowels that fall out before the ending of a patronymic, and a letter that comes in.
_IRREGULAR = MappingProxyType({"pavel": "pavl", "lev": "lv", "iakov": "iakovl"})


def root_of(key: str) -> str:
    """Return what a given name keeps in the patronymic: its key without the vowels at its end.

    A key has v for an f at its end, so a root has it too.

    >>> [root_of(key) for key in ("iosiv", "iosif", "kuzma", "vasili", "lev")]
    ['iosiv', 'iosiv', 'kuzm', 'vasil', 'lv']
    """
    root = _IRREGULAR.get(key) or key.rstrip("aeio")
    return f"{root[:-1]}v" if root.endswith("f") else root


@lru_cache(maxsize=_REMEMBERED_WORDS)
def canonical(word: NameWord) -> str | None:
    """Return the code of the name that *word* is a form of, or `None` where the table has none.

    >>> {canonical(name_words(form)[0]) for form in ("Осип", "Йосиф", "Józef", "Joseph")}
    {'iosiv'}
    """
    strong = given_names().strong
    return next((strong[key] for key in (word.key, *usages(word)) if key in strong), None)


@lru_cache(maxsize=_REMEMBERED_WORDS)
def meanings(word: NameWord) -> tuple[str, ...]:
    """Return every name that *word* may be: first its own code, or its key where the table has none, then others.

    >>> meanings(name_words("Ян")[0]), meanings(name_words("Выдум")[0])
    (('ian', 'ivan'), ('vidum',))
    """
    own = canonical(word) or word.key
    return tuple(dict.fromkeys((own, *given_names().weak.get(word.key, ()))))


def is_given_name(word: NameWord) -> bool:
    """Tell whether the table has *word*, if only as a form that is sometimes another name."""
    return canonical(word) is not None or word.key in given_names().weak


def usages(word: NameWord) -> tuple[str, ...]:
    """Return the other keys of a word in Latin letters, those with signs (Michał) among them."""
    return NameWord(word.latin, word.latin, word.key).usages() if word.letters < _FIRST_GREEK else ()


def _keys(cell: str) -> list[str]:
    return [key for form in cell.split("|") if (key := _key(form))]


def _key(form: str) -> str:
    return next((word.key for word in name_words(form)), "")
