"""The stored queries that the project was founded for, held to the evidence tables and not to a run of their own.

Each test names the question of `questions.md` and the rows of the evidence tables that it holds to.
"""

from __future__ import annotations

from datetime import date

from pyoxigraph import Literal, NamedNode, Store

from rehabkg.query.catalog import stored_query
from rehabkg.query.run import run_stored
from rehabkg.settings import Settings

Row = dict[str, str]

# groups.csv: amnesty = no and a rehabilitation that starts with full or partial (question 2).
REHABILITATED_WITHOUT_AMNESTY = {
    "armenians-bulgarians-crimea",
    "balkars",
    "baltic",
    "basmachi",
    "chechens",
    "clergy",
    "cossacks",
    "crimean-tatars",
    "doctors",
    "harbin",
    "ingrian-finns",
    "ingush",
    "kalmyks",
    "karachais",
    "kronstadt",
    "leningrad",
    "military-1937",
    "partisans-ua",
    "poles-1936",
    "red-army-spies",
    "right",
    "romanovs",
    "svu",
    "tkp",
    "volga-germans",
}
# groups.csv: amnesty = no, first an acknowledgement or nothing, and a rehabilitation later.
REHABILITATED_LATER = {"greeks", "jw", "koreans", "kulaks"}
# phrases.csv: implies_exoneration.
IMPLIED = {
    "full": {"sostav", "sobytie", "reabposm", "neobosn", "nevinoven-lt", "niewazne-pl"},
    "in-law": {"nedokaz"},
    "contested": {"nedostat"},
    "procedure-only": {"vnovotkr", "nadzor"},
    "depends": {"prekrash"},
    "partial": {"perekv"},
    "refusal": {"pravilno", "nepodlezhit"},
    "revocation": {"otmena"},
    "party-only": {"partiyn"},
    "none": {
        *("amnistia", "pomil", "otbytie", "dosrochno", "uslovno", "zachety", "smyagch"),
        *("spetspos", "nevlechet", "naspets", "ssylka", "postrad", "krtd", "soe"),
    },
}
# claims.csv: refines, id and relation. The table holds two texts in C10a that contradict each other (here c10a and
# c10b) and two certificates in C28a (here c28a and c28c).
BEARINGS = {
    ("c01", "refines", "c01a"),
    ("c04", "denies", "c04a"),
    ("c04", "denies", "c04b"),
    ("c05", "denies", "c05a"),
    ("c06", "denies", "c06a"),
    ("c07", "refines", "c07a"),
    ("c08", "denies", "c08a"),
    ("c09", "refines", "c09a"),
    ("c10", "denies", "c10a"),
    ("c10", "confirms", "c10b"),
    ("c13", "confirms", "c13a"),
    ("c14", "denies", "c14a"),
    ("c15", "refines", "c15a"),
    ("c17", "refines", "c17a"),
    ("c17", "denies", "c17b"),
    ("c18", "refines", "c18a"),
    ("c21", "confirms", "c21a"),
    ("c22", "denies", "c22a"),
    ("c22", "denies", "c22b"),
    ("c23", "refines", "c23a"),
    ("c24", "refines", "c24a"),
    ("c24", "refines", "c24b"),
    ("c25", "denies", "c25a"),
    ("c26", "confirms", "c26a"),
    ("c27", "refines", "c27a"),
    ("c28", "denies", "c28a"),
    ("c28", "denies", "c28c"),
    ("c28", "confirms", "c28b"),
    ("c29", "denies", "c29a"),
}
MANDELSTAM, KONDRATIEV, CHAYANOV, SPIRIDONOVA, LEV_GUMILEV = "p0050", "p0067", "p0068", "p0107", "p0115"
PANNWITZ, CHERNOV, REDENS, NIKOLAI_GUMILEV, RYUTIN = "p0057", "p0063", "p0069", "p0051", "p0103"
ROMANOVS = {f"p{number:04}" for number in range(34, 41)}


def ask(store: Store, name: str, **values: str) -> list[Row]:
    """Return the rows of a stored query, each IRI cut to its last segment and "" for what is unbound."""
    rows = run_stored(store, stored_query(name), values, Settings())
    return [{variable: _text(term) for variable, term in zip(rows.variables, row, strict=True)} for row in rows]


def _text(term: Literal | NamedNode | None) -> str:
    if isinstance(term, NamedNode):
        return term.value.rpartition("#" if "#" in term.value else "/")[2]
    return "" if term is None else str(term.value)


def cells(rows: list[Row], *columns: str) -> set[tuple[str, ...]]:
    """Return the given columns of the rows, as a set."""
    return {tuple(row[column] for column in columns) for row in rows}


def column(rows: list[Row], name: str) -> set[str]:
    """Return one column of the rows, as a set."""
    return {row[name] for row in rows}


def test_four_groups_got_amnesty_without_rehabilitation_and_the_kinds_of_absence_stay_apart(store: Store) -> None:
    """Question 1; groups.csv: G-COLLABORATORS, G-POLISH-CITIZENS-1941, G-PROMPARTY, and by the seed G-TROTSKYITES.

    "None known" (Promparty) is not "none" (the others); and who was amnestied in part and cleared in full, as
    G-POW, or cleared in part where the repression was political, as G-ANTISOCIAL, does not belong here.
    """
    rows = ask(store, "amnesty-without-rehabilitation")

    assert cells(rows, "group", "act", "kind_of_absence", "standing") == {
        ("collaborators", "a-1955-09-17", "known-none", "uncontradicted"),
        ("polish-citizens-1941", "a-1941-08-12-pl", "known-none", "uncontradicted"),
        ("promparty", "", "not-known", "uncontradicted"),
        ("trotskyites", "", "known-none", "contradicted"),
    }
    assert len(rows) == 4


def test_the_amnesty_of_the_trotskyites_rests_on_the_article_and_the_sources_against_it_stand_beside(
    store: Store,
) -> None:
    """claims.csv C22 (seed, sentence 12), C22a (UPI, 13 June 1988), C22b (decree of 16 January 1989)."""
    [row] = [row for row in ask(store, "amnesty-without-rehabilitation") if row["group"] == "trotskyites"]

    assert (row["sources_for"], row["sources_of_amnesty"], row["evidence"]) == ("seed-article", "seed-article", "seed")
    assert {"upi-9667582177600", "memorial-890116"} <= set(row["sources_against"].split(" | "))


def test_amnesties_carry_the_dates_of_the_evidence(store: Store) -> None:
    """acts.csv A-1955-09-17 and A-1941-08-12-PL; groups.csv G-PROMPARTY: February 1936."""
    rows = ask(store, "amnesty-without-rehabilitation")

    assert {("collaborators", "1955-09-17"), ("promparty", "1936-02")} <= cells(rows, "group", "date")
    assert ("polish-citizens-1941", "1941-08-12") in cells(rows, "group", "act_date")


def test_one_kind_of_absence_can_be_asked_for(store: Store) -> None:
    """Question 1: of Promparty no rehabilitation is known; that is not the same as none."""
    assert column(ask(store, "amnesty-without-rehabilitation", absence="not-known"), "group") == {"promparty"}
    assert ask(store, "amnesty-without-rehabilitation", absence="refused") == []


def test_groups_rehabilitated_without_amnesty_are_those_of_the_table(store: Store) -> None:
    """Question 2; groups.csv: amnesty = no, and a rehabilitation at first or later."""
    rows = ask(store, "rehabilitation-without-amnesty")

    assert column(rows, "group") == REHABILITATED_WITHOUT_AMNESTY | REHABILITATED_LATER
    assert column(rows, "absence_of_amnesty") == {"known-none"}
    assert {
        ("crimean-tatars", "a-1967-09-05", "partial"),
        ("volga-germans", "a-1964-08-29", "partial"),
        ("koreans", "a-1993-04-01", "full"),
        ("kronstadt", "a-1994-01-10", "full"),
    } <= cells(rows, "group", "act", "scope")
    assert {("leningrad", "1954-04-30"), ("romanovs", "2008-10-01")} <= cells(rows, "group", "date")


def test_a_pardon_by_name_is_no_amnesty_and_is_not_counted_as_its_absence(store: Store) -> None:
    """groups.csv G-DISSIDENTS: "Pardon by name differs from amnesty"; asked for by its own kind of absence."""
    rows = ask(store, "rehabilitation-without-amnesty", absence="not-applicable")

    assert column(rows, "group") == {"dissidents"}


def test_a_rehabilitation_taken_back_is_marked(store: Store) -> None:
    """groups.csv G-CLERGY: Metropolitan Iosif (Chernov) rehabilitated 1992, revoked 2024."""
    rows = ask(store, "rehabilitation-without-amnesty")

    assert cells([row for row in rows if row["standing"] == "revoked"], "group", "date") == {("clergy", "1992-05-14")}


def test_each_phrase_implies_what_the_evidence_says(store: Store) -> None:
    """Questions 22, 24, 29, 35, 45, 48, 49; phrases.csv, column implies_exoneration, all 30 rows."""
    rows = ask(store, "release-phrases")

    assert cells(rows, "implies", "phrase") == {(code, name) for code, names in IMPLIED.items() for name in names}
    assert len(rows) == 30


def test_phrases_can_be_asked_for_by_what_they_imply(store: Store) -> None:
    """Question 24: newly discovered circumstances name a procedure and clear nobody (F-VNOVOTKR, C18a)."""
    rows = ask(store, "release-phrases", exonerates="procedure-only")

    assert column(rows, "phrase") == IMPLIED["procedure-only"]


def test_the_articles_wordings_stand_beside_the_russian_formulas(store: Store) -> None:
    """phrases.csv, column article_en (sentences 9, 10, 12): and an article of a code from memory is marked so."""
    rows = {row["phrase"]: row for row in ask(store, "release-phrases", lang="ru")}

    assert rows["sostav"]["article_wording"] == "due to the lack of a criminal matter"
    assert rows["sostav"]["russian"] == "за отсутствием состава преступления"
    assert rows["vnovotkr"]["article_wording"] == "based on previously unavailable information"
    assert rows["nedokaz"]["article_wording"] == "due to the lack of a proof of guilt"
    assert "UPK RSFSR 1960 Art. 5 p. 2 (memory)" in rows["sostav"]["defined_in"].split(" | ")


def test_every_claim_of_the_article_meets_what_denies_refines_or_confirms_it(store: Store) -> None:
    """Questions 5, 39, 52, 53, 54; claims.csv, every row that bears on another."""
    assert cells(ask(store, "contradictions"), "claim", "stance", "answer") == BEARINGS


def test_contradictions_can_be_narrowed_to_a_stance_and_a_sentence(store: Store) -> None:
    """Question 52: C29 and C28 stand in sentence 15; the certificates of C28a rest on memory."""
    rows = ask(store, "contradictions", asked="denies", number="15")

    assert cells(rows, "answer", "evidence") == {("c28a", "memory"), ("c28c", "memory"), ("c29a", "sourced")}
    assert column(rows, "sentence") == {"15"}


def test_the_sources_of_one_answer_keep_their_own_words(store: Store) -> None:
    """claims.csv C05a: Alexopoulos on 1945, the museum on 1941: two citations, two rows."""
    rows = [row for row in ask(store, "contradictions") if row["answer"] == "c05a"]

    assert cells(rows, "date", "sources") == {
        ("1945-07-07", "core-varnish-new-8bc7722a72fba4a07cd2e311559a"),
        ("1941-08-12", "swiatsybiru-tak-zwana-amnestia"),
    }


def test_acts_are_found_by_state_and_kind(store: Store) -> None:
    """acts.csv: the five acts of kind amnesty, all of the USSR, and the acts of Ukraine, Georgia and Lithuania."""
    amnesties = ask(store, "acts-by-jurisdiction", jurisdiction="ussr", kind="amnesty")
    ukraine = ask(store, "acts-by-jurisdiction", jurisdiction="ukraine")
    georgia = ask(store, "acts-by-jurisdiction", jurisdiction="georgia")

    assert column(amnesties, "act") == {
        *("a-1941-08-12-pl", "a-1945-07-07", "a-1953-03-27", "a-1955-09-17", "a-1957-11-01"),
    }
    assert {"a-1991-04-17-ua", "a-2015-04-09-ua", "a-2018-03-13-ua", "a-2018-12-06-ua"} <= column(ukraine, "act")
    assert column(ukraine, "state") == {"ukraine"}
    assert column(georgia, "act") == {"a-1997-12-11-ge", "a-2007-07-11-ge"}


def test_the_law_of_1991_belongs_to_the_rsfsr_and_to_russia(store: Store) -> None:
    """acts.csv A-1991-10-18, claims.csv C23a: passed by the RSFSR while the USSR existed."""
    rows = [row for row in ask(store, "acts-by-jurisdiction") if row["act"] == "a-1991-10-18"]

    assert cells(rows, "state", "edtf") == {("rsfsr", "1991-10-18"), ("russia", "1991-10-18")}


def test_acts_that_clear_by_their_own_force_are_told_from_those_that_do_not(store: Store) -> None:
    """Question 26: collectively five acts, case by case 1761-1, the laws of Ukraine and Kazakhstan."""
    reach = cells(ask(store, "acts-by-jurisdiction"), "act", "reach")

    collective = ("a-1989-01-16", "a-1990-08-13", "a-1991-04-26", "a-1990-05-02-lt", "a-1989-06-08-lv")
    case_by_case = ("a-1991-10-18", "a-1991-04-17-ua", "a-1993-04-14-kz")
    assert {(act, "collective") for act in collective} <= reach
    assert {(act, "case-by-case") for act in case_by_case} <= reach


def test_releases_with_an_express_bar_on_return_are_those_of_the_evidence(store: Store) -> None:
    """Question 13: Germans 1955, five peoples and Meskhetians 1956, kulaks and nationalists' kin 1958, sects 1965.

    The second act of 1955 about the Germans is provisions.csv A-1955-11-24, clause 2; that of 1960 about
    nationalists' kin is A-1960-01-07.
    """
    asked = {
        *("volga-germans", "crimean-tatars", "balkars", "meskhetians", "chechens", "ingush", "karachais"),
        *("kulaks", "oun-upa", "jw"),
    }
    rows = [row for row in ask(store, "bars-on-return") if row["act_kind"] == "settlement-release"]

    assert cells([row for row in rows if row["group"] in asked], "group", "imposed_by", "bar_kind") == {
        ("volga-germans", "a-1955-11-24", "ban"),
        ("volga-germans", "a-1955-12-13", "ban"),
        ("crimean-tatars", "a-1956-04-28", "ban"),
        ("balkars", "a-1956-04-28", "ban"),
        ("meskhetians", "a-1956-04-28", "ban"),
        ("chechens", "a-1956-07-16", "ban"),
        ("ingush", "a-1956-07-16", "ban"),
        ("karachais", "a-1956-07-16", "ban"),
        ("kulaks", "a-1958-05-19", "by-permission"),
        ("oun-upa", "a-1958-05-19", "by-permission"),
        ("oun-upa", "a-1960-01-07", "by-permission"),
        ("jw", "a-1965-09-30", "by-permission"),
    }


def test_years_of_a_bar_are_reckoned_from_its_dates_and_never_sharper_than_they_are(store: Store) -> None:
    """groups.csv, right_of_return: Germans 1955 to 1972, Chechens July 1956 to January 1957, Tatars 1956 to 1989."""
    rows = {row["bar"]: row for row in ask(store, "bars-on-return")}

    germans = (date(1972, 11, 3) - date(1955, 12, 13)).days / 365.2425
    assert rows["bar-volga-germans-2"]["years"] == f"{germans:.1f}" == "16.9"
    assert rows["bar-volga-germans-2"]["end_evidence"] == "memory"
    assert rows["bar-chechens-2"]["years"] == "0.5"
    assert (rows["bar-crimean-tatars-2"]["end"], rows["bar-crimean-tatars-2"]["years"]) == ("1989", "32.7–33.7")
    assert (rows["bar-jw-1"]["end"], rows["bar-jw-1"]["years"]) == ("", "open")


def test_bars_can_be_asked_for_by_group_and_kind(store: Store) -> None:
    """groups.csv G-JW: "denied save by permission 1965"; G-KULAKS: "denied 1958 save by permission"."""
    assert column(ask(store, "bars-on-return", who="g-jw"), "imposed_by") == {"a-1965-09-30"}
    assert ask(store, "bars-on-return", who="g-kulaks", kind="ban") == []


def test_the_articles_bar_of_1953_rests_on_the_article_alone(store: Store) -> None:
    """claims.csv C08a denies C08: sources that deny the bar must not be cited for it."""
    rows = ask(store, "bars-on-return", who="g-antisocial")

    assert cells(rows, "sources", "evidence") == {("seed-article", "seed")}


def test_rehabilitations_taken_back_are_those_of_the_evidence(store: Store) -> None:
    """Question 10; persons.csv P-PANNWITZ, P-CHERNOV-IOSIF, P-REDENS (memory); groups.csv G-FOREIGN-POW, G-CLERGY."""
    rows = ask(store, "reversals", turn_asked="rehabilitation-revoked")

    assert cells(rows, "who", "first_date", "then_date", "evidence") == {
        (PANNWITZ, "1996-04", "2001-06", "sourced"),
        (CHERNOV, "1992-05-14", "2024-08", "sourced"),
        (REDENS, "1961", "1988", "memory"),
        ("foreign-pow", "1992/1998", "2001", "sourced"),
        ("foreign-pow", "1992/1998", "", "sourced"),
        ("clergy", "1992-05-14", "2024-08-09", "sourced"),
    }


def test_the_later_sentence_fell_first_for_those_of_the_evidence(store: Store) -> None:
    """Question 8: Mandelstam, Kondratiev, Chayanov; persons.csv has two more from memory, each "two-step".

    P-GUMILEV-L: 1956 (case of 1950), 1975 (case of 1938-39); P-SPIRIDONOVA: 1990 (sentence of 1941), 1992 (all).
    """
    rows = ask(store, "reversals", turn_asked="later-sentence-cleared-first")

    assert cells(rows, "who", "evidence") == {
        (MANDELSTAM, "sourced"),
        (KONDRATIEV, "sourced"),
        (CHAYANOV, "memory"),
        (SPIRIDONOVA, "memory"),
        (LEV_GUMILEV, "memory"),
    }
    assert (MANDELSTAM, "1956-07-31", "1987-10-28") in cells(rows, "who", "first_date", "then_date")


def test_refusals_overturned_are_those_of_the_evidence(store: Store) -> None:
    """Question 48; persons.csv: the Romanovs, P-MANDELSTAM, P-GUMILEV-N, P-REDENS.

    confirmations.csv: P-RYUTIN, P-GUMILEV-L. Ryutin was refused three times before 1988; Katyn, Hienijus and
    Kolchak were refused and never cleared.
    """
    rows = ask(store, "reversals", turn_asked="refusal-overturned")

    persons = {MANDELSTAM, NIKOLAI_GUMILEV, REDENS, RYUTIN, LEV_GUMILEV}
    assert column(rows, "who") == ROMANOVS | persons | {"romanovs"}
    assert {row["first_date"] for row in rows if row["who"] == RYUTIN} == {"1956", "1963", "1987-04-21"}


def test_days_between_two_decisions_are_counted_and_left_a_span_where_a_date_is_a_year(store: Store) -> None:
    """persons.csv P-MANDELSTAM: refused 29 October 1956, annulled 28 October 1987; P-KONDRATIEV: 1963 and 1987."""
    mandelstam = ask(store, "reversals", who_asked=MANDELSTAM, turn_asked="refusal-overturned")
    kondratiev = ask(store, "reversals", who_asked=KONDRATIEV)

    least = (date(1987, 1, 1) - date(1963, 12, 31)).days
    most = (date(1987, 12, 31) - date(1963, 1, 1)).days
    assert [row["days"] for row in mandelstam] == [str((date(1987, 10, 28) - date(1956, 10, 29)).days)]
    assert [row["days"] for row in kondratiev] == [f"{least}–{most}"]


def test_the_map_has_every_point_of_the_evidence_and_no_other(store: Store) -> None:
    """coordinates.csv: 84 towns (Natural Earth), 20 villages (GeoNames), 566 camps; none for three killing fields."""
    rows = [row for row in ask(store, "map-of-places") if row["lat"]]

    found = [row["source"] for row in rows]
    assert {source: found.count(source) for source in set(found)} == {
        "natural-earth": 84,
        "geonames-cities500": 20,
        "gulag-api": 566,
    }
    assert all(row["lon"] and row["point_of"] and row["licence"] and row["label"] for row in rows)
    assert not {"butovo", "sandarmokh", "kurapaty"} & column(rows, "place")


def test_the_map_tells_which_places_the_articles_map_marks(store: Store) -> None:
    """The seed's four markers; coordinates.csv has a point for Katyn, the village, and none for whole countries."""
    rows = [row for row in ask(store, "map-of-places", lang="ru") if row["markers"]]

    assert cells(rows, "place", "label", "markers", "lat", "lon") == {
        ("katyn", "Катынь", "Katyn Massacremarker", "54.77455", "31.69041"),
        ("soviet-union", "Союз Советских Социалистических Республик", "Soviet Unionmarker", "", ""),
        ("russian-federation", "Российская Федерация", "Russian Federationmarker", "", ""),
        ("ukraine", "Украина", "Ukrainemarker", "", ""),
    }


def test_the_map_can_be_narrowed_to_one_kind_of_place(store: Store) -> None:
    """coordinates.csv: execution sites with a point are Katyn and Kommunarka, by the settlement."""
    assert column(ask(store, "map-of-places", kind="execution-site"), "place") == {"katyn", "kommunarka"}


def test_the_timeline_of_a_person_runs_from_birth_to_the_last_notice(store: Store) -> None:
    """persons.csv P-MANDELSTAM: sentenced 1934 and 1938, cleared of the second 1956, refused 1956, cleared 1987."""
    rows = ask(store, "timeline", who=MANDELSTAM)

    decisions = [(row["kind"], row["edtf"]) for row in rows if row["kind"] in ("Sentence", "Rehabilitation", "Refusal")]
    assert decisions == [
        ("Sentence", "1934-05-26"),
        ("Sentence", "1938-08-02"),
        ("Rehabilitation", "1956-07-31"),
        ("Refusal", "1956-10-29"),
        ("Rehabilitation", "1987-10-28"),
    ]
    assert ("Birth", "memory") in cells(rows, "kind", "evidence")


def test_the_timeline_of_a_group_holds_the_acts_applied_to_it(store: Store) -> None:
    """groups.csv G-KATYN: R-1940-03-05, A-1990-04-13, A-2010-11-26, refusals of 2009."""
    rows = ask(store, "timeline", who="g-katyn")

    assert {"r-1940-03-05", "a-1990-04-13", "a-2010-11-26"} <= column(rows, "what")
    assert {("Refusal", "2009-03-18/2009-03-19"), ("Refusal", "2009-05-07")} <= cells(rows, "kind", "edtf")


def test_the_timeline_keeps_what_may_fall_into_the_span_asked_for(store: Store) -> None:
    """G-KATYN from 1990 on: no decision of 1940; what is dated 2009/2010 may have been in 2009."""
    rows = ask(store, "timeline", who="g-katyn", **{"from": "1990-01-01", "until": "2009-12-31"})

    assert column(rows, "edtf") == {"1990-04-13", "2009/2010", "2009-03-18/2009-03-19", "2009-05-07"}


def test_the_timeline_of_everything_is_ordered_and_labelled(store: Store) -> None:
    """Each dated thing once, oldest first, with the date, its source and how sure that is."""
    rows = ask(store, "timeline", who="any")

    days = [row["earliest"] or row["latest"] for row in rows]
    assert days == sorted(days)
    assert all(row["label"] and row["edtf"] and row["source"] and row["evidence"] for row in rows)
    assert len(column(rows, "what")) == len(rows)
