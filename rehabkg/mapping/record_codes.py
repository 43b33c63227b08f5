"""What the codes of recognised records (`memorial-lists/FORMAT.md`) are called in the vocabularies of the graph."""

from __future__ import annotations

from collections.abc import Mapping

# Codes of measures that the scheme `measure` calls otherwise; the others are the same in both.
MEASURES: Mapping[str, str] = {
    "execution": "death",
    "labour-camp": "camp",
    "imprisonment": "deprivation-of-liberty",
    "corrective-labour": "forced-labour",
    "compulsory-treatment": "psychiatric",
}
# The measures that a term can be of, the likeliest first: FORMAT.md, `term_years`.
WITH_TERM = (
    "camp",
    "deprivation-of-liberty",
    "hard-labour",
    "exile",
    "banishment",
    "special-settlement",
    "forced-labour",
    "probation",
)
# The decision that a case is closed is no measure.
CASE_CLOSED = "case-closed"

RELEASES: Mapping[str, str] = {
    "amnesty": "amnesty",
    "term-served": "end-of-term",
    "case-closed": "case-closed",
    "age-or-health": "age-or-health",
    "other": "unstated",
}

# A record that tells of a death seldom says how it came; that it tells of one is kept.
DEATHS: Mapping[str, str] = {"executed": "executed", "died": "unstated"}

# Grounds as concepts of the scheme `phrase`; a ground of another sort has only its words.
GROUNDS: Mapping[str, str] = {
    "no-corpus-delicti": "sostav",
    "no-event-of-crime": "sobytie",
    "not-proven": "nedokaz",
    "newly-discovered-circumstances": "vnovotkr",
    "unjustified": "neobosn",
}

# Acts as ids of data/acts.csv; "belarus" and "other-act" do not say which act.
ACTS: Mapping[str, str] = {
    "ussr-decree-1989-01-16": "a-1989-01-16",
    "rsfsr-law-1991-10-18": "a-1991-10-18",
    "rsfsr-law-1991-04-26": "a-1991-04-26",
    "kazakhstan-law-1993-04-14": "a-1993-04-14-kz",
    "ukraine-law-1991-04-17": "a-1991-04-17-ua",
}
