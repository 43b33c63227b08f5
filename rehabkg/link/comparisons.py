"""What is compared of two people, and the levels of each comparison: conditions on the columns of `features.FEATURES`.

Dates of one case hang together and are one comparison, so that they are not counted twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a comparison: a condition on the columns of both sides, and the code of the scheme `match-basis`.

    `frequency` is the column whose value at this level is the rarer the better. `basis` is None where the level says
    nothing that a reader would call a reason. A `neutral` level weighs nothing.
    """

    condition: str
    basis: str | None
    frequency: str | None = None
    neutral: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared under one name: `absent` says where a side is silent; the first level that holds counts.

    One that is not `counted` keeps what was learnt: what is met by chance says nothing of it.
    """

    name: str
    absent: str
    levels: tuple[Level, ...]
    otherwise: str | None
    counted: bool = True


def _near(column: str, likeness: float, shortest: int = 5) -> str:
    """Return the condition that two words are alike: jaro_winkler for slips within, edits for those at the start."""
    left, right = f"{column}_l", f"{column}_r"
    return (
        f"(jaro_winkler_similarity({left}, {right}) >= {likeness} OR "
        f"(least(length({left}), length({right})) >= {shortest} AND damerau_levenshtein({left}, {right}) <= 1))"
    )


def _initial(part: str) -> str:
    """Return the condition that one side has but the initial of a part, and the other a part that begins with it."""
    return f"({part}_l IS NULL OR {part}_r IS NULL) AND {part}_initial_l = {part}_initial_r"


def _among(column: str, others: str) -> str:
    """Return the condition that what one side has is among the other names of the other, or that these meet."""
    return (
        f"list_contains({others}_l, {column}_r) OR list_contains({others}_r, {column}_l)"
        f" OR list_has_any({others}_l, {others}_r)"
    )


def _either_null(*columns: str) -> str:
    return " AND ".join(f"({column}_l IS NULL OR {column}_r IS NULL)" for column in columns)


# Parts in each other's place: of a name with two, or of one in syllables, where a list may print them in any order.
_SWAPPED = (
    "((surname_l = given_r AND given_l = surname_r) OR syllables_l = syllables_r OR letters_l = letters_r) "
    "AND NOT coalesce(surname_l = surname_r AND given_l = given_r, false)"
)
_BOTH_DAYS = "birth_day_l IS NOT NULL AND birth_day_r IS NOT NULL"
_APART = "greatest(birth_first_l - birth_last_r, birth_first_r - birth_last_l)"

COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        "surname",
        _either_null("surname"),
        (
            Level("surname_l = surname_r", "surname-same", frequency="surname"),
            Level(_SWAPPED, "names-swapped"),
            Level(
                _among("surname", "other_surnames"),
                "surname-other-name",
            ),
            Level(f"surname_skeleton_l = surname_skeleton_r OR {_near('surname_latin', 0.94)}", "surname-near"),
            Level(
                "surname_sound_l = surname_sound_r OR surname_continental_l = surname_continental_r"
                " OR jaro_winkler_similarity(surname_latin_l, surname_latin_r) >= 0.86",
                "surname-near",
            ),
        ),
        "surname-differs",
    ),
    Comparison(
        "given",
        _either_null("given_initial"),
        (
            Level(_SWAPPED, None, neutral=True),
            Level("given_l = given_r", "given-name-same", frequency="given_canonical"),
            Level("given_canonical_l = given_canonical_r", "given-name-variant", frequency="given_canonical"),
            Level(_initial("given"), "given-name-initial", frequency="given_initial"),
            Level(_among("given_canonical", "other_given"), "given-name-variant"),
            Level(_near("given_latin", 0.9, shortest=4), "given-name-near"),
            Level("given_sound_l = given_sound_r AND length(given_sound_l) > 2", "given-name-near"),
        ),
        "given-name-differs",
    ),
    Comparison(
        "patronymic",
        _either_null("patronymic_initial"),
        (
            Level("patronymic_l = patronymic_r", "patronymic-same", frequency="patronymic_canonical"),
            Level(
                "patronymic_canonical_l = patronymic_canonical_r",
                "patronymic-variant",
                frequency="patronymic_canonical",
            ),
            Level(_initial("patronymic"), "patronymic-initial", frequency="patronymic_initial"),
            Level(_among("patronymic_canonical", "other_patronymics"), "patronymic-variant"),
            Level(_near("patronymic_latin", 0.93), "patronymic-near"),
        ),
        "patronymic-differs",
    ),
    Comparison(
        "birth",
        "(birth_first_l IS NULL AND birth_last_l IS NULL) OR (birth_first_r IS NULL AND birth_last_r IS NULL)",
        (
            Level("birth_day_l = birth_day_r", "birth-day-same"),
            Level(f"birth_year_l = birth_year_r AND NOT ({_BOTH_DAYS})", "birth-year-same", frequency="birth_year"),
            Level("birth_year_l = birth_year_r", "birth-year-same"),
            Level(f"{_APART} <= 0", "birth-year-near"),
            Level("abs(birth_year_l - birth_year_r) <= 1", "birth-year-near"),
            Level(f"abs(birth_year_l - birth_year_r) <= 2 OR {_APART} <= 731", "birth-year-near"),
            Level(f"abs(birth_year_l - birth_year_r) <= 5 OR {_APART} <= 1826", "birth-differs"),
        ),
        "birth-differs",
    ),
    Comparison(
        "birth_place",
        _either_null("settlement", "region"),
        (
            Level(
                "settlement_l = settlement_r AND (region_l = region_r OR district_l = district_r)",
                "birth-place-same",
                frequency="settlement",
            ),
            Level(
                "settlement_l = settlement_r AND (region_l IS NULL OR region_r IS NULL)",
                "birth-place-same",
                frequency="settlement",
            ),
            Level(
                "(region_l = region_r OR district_l = district_r) "
                "AND jaro_winkler_similarity(settlement_l, settlement_r) >= 0.9",
                "birth-place-same",
            ),
            Level("settlement_l = settlement_r", "birth-place-same"),
            Level("district_l = district_r", "birth-region-same", frequency="district"),
            Level(
                "region_l = region_r AND (settlement_l IS NULL OR settlement_r IS NULL)",
                "birth-region-same",
                frequency="region",
            ),
            Level("region_l = region_r", "birth-region-same"),
            # A settlement on one side and another region on the other: they cannot be told to differ.
            Level(_either_null("region"), None, neutral=True),
        ),
        "birth-place-differs",
    ),
    Comparison(
        "proceedings",
        _either_null("arrest_year", "sentence_year"),
        (
            Level("arrest_day_l = arrest_day_r AND sentence_day_l = sentence_day_r", "sentence-same"),
            Level("sentence_day_l = sentence_day_r", "sentence-same", frequency="sentence_day"),
            Level("arrest_day_l = arrest_day_r", "arrest-same", frequency="arrest_day"),
            Level("list_has_any(case_days_l, case_days_r)", "sentence-same"),
            Level("abs(sentence_day_l - sentence_day_r) <= 31", "sentence-near"),
            Level("abs(arrest_day_l - arrest_day_r) <= 31", "arrest-near"),
            Level("sentence_year_l = sentence_year_r OR arrest_year_l = arrest_year_r", "sentence-near"),
        ),
        "sentence-differs",
    ),
    Comparison(
        "death",
        "death_first_l IS NULL OR death_first_r IS NULL OR death_last_l IS NULL OR death_last_r IS NULL",
        (
            Level("death_day_l = death_day_r", "death-same", frequency="death_day"),
            Level("death_year_l = death_year_r AND (death_day_l IS NULL OR death_day_r IS NULL)", "death-same"),
            Level("death_year_l = death_year_r", "death-near"),
            Level("greatest(death_first_l - death_last_r, death_first_r - death_last_l) <= 366", "death-near"),
        ),
        "death-differs",
    ),
    Comparison(
        "rehabilitation",
        _either_null("clearing_day"),
        (Level("list_has_any(clearing_days_l, clearing_days_r)", "rehabilitation-same", frequency="clearing_day"),),
        None,
    ),
    Comparison(
        "people",
        _either_null("people"),
        (Level("people_l = people_r", "people-same", frequency="people"),),
        "people-differs",
    ),
    Comparison(
        "charge",
        "(len(articles_l) = 0 OR len(articles_r) = 0) AND (len(bodies_l) = 0 OR len(bodies_r) = 0)",
        (
            Level("len(articles_l) > 0 AND list_sort(articles_l) = list_sort(articles_r)", "articles-same"),
            Level("list_has_any(articles_l, articles_r)", "articles-shared"),
            Level("list_has_any(bodies_l, bodies_r)", "body-same"),
        ),
        None,
    ),
    Comparison(
        "residence",
        _either_null("residence", "residence_region"),
        (
            Level("residence_l = residence_r", "residence-same", frequency="residence"),
            Level("residence_region_l = residence_region_r", "residence-region-same", frequency="residence_region"),
            Level(_either_null("residence_region"), None, neutral=True),
        ),
        None,
    ),
    Comparison(
        "occupation",
        _either_null("occupation"),
        (Level("occupation_l = occupation_r", "occupation-same", frequency="occupation"),),
        None,
    ),
    Comparison(
        "file_number",
        _either_null("file_number"),
        (Level("file_number_l = file_number_r", "file-number-same", frequency="file_number"),),
        None,
    ),
    Comparison("sex", _either_null("sex"), (Level("sex_l = sex_r", None),), "sex-differs"),
    # Two records of one book are two people, unless much speaks for a mistake of the book.
    Comparison(
        "book",
        "source_l <> source_r",
        (Level("coalesce(book_l, '') = coalesce(book_r, '')", None),),
        None,
        counted=False,
    ),
)


def basis_of(levels: Sequence[int]) -> tuple[str, ...]:
    """Return the codes of the reasons for and against, by the place of the level of each comparison."""
    codes = []
    for comparison, place in zip(COMPARISONS, levels, strict=True):
        if place >= 0:
            last = place == len(comparison.levels)
            codes.append(comparison.otherwise if last else comparison.levels[place].basis)
    return tuple(dict.fromkeys(code for code in codes if code is not None))


def levels_sql() -> str:
    """Return the columns `level_NAME` of a pair: for each comparison the place of the level that it is at."""
    return ", ".join(f"{level_sql(each)} AS level_{each.name}" for each in COMPARISONS)


def level_sql(comparison: Comparison) -> str:
    """Return an expression for the place of the level that a pair is at: -1 where a side is silent."""
    cases = " ".join(f"WHEN {level.condition} THEN {place}" for place, level in enumerate(comparison.levels))
    return f"CASE WHEN {comparison.absent} THEN -1 {cases} ELSE {len(comparison.levels)} END"
