"""The stored queries of the lawyer and the descendant, held to the evidence and not to a run of their own.

Each test names the question and the rows of the evidence tables that it holds to.
"""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from rehabkg.query.catalog import stored_query
from rehabkg.query.run import run_stored
from rehabkg.settings import Settings

QUERIES = (
    "cases-reached-by-law",
    "children-status",
    "cleared-without-case",
    "court-rulings",
    "equal-to-acquittal",
    "exclusions-of-act",
    "law-covers-body",
    "laws-leaving-out",
    "order-and-measures",
    "party-and-court",
    "refusals",
    "rehabilitation-laws",
    "release-is-no-clearing",
    "revocations",
    "rights-restored",
)
ROMANOVS = {f"p{number:04}" for number in range(34, 41)}

Row = dict[str, str]


def ask(store: Store, name: str, **values: str) -> list[Row]:
    """Return the rows of a stored query, each IRI cut to its last segment."""
    rows = run_stored(store, stored_query(name), values, Settings())
    return [
        {
            variable: ""
            if term is None
            else term.value.rpartition("/" if "#" not in term.value else "#")[2]
            if type(term).__name__ == "NamedNode"
            else term.value
            for variable, term in zip(rows.variables, row, strict=True)
        }
        for row in rows
    ]


def column(rows: list[Row], *names: str) -> set[tuple[str, ...]] | set[str]:
    """Return the values of one column, or the tuples of several, as a set."""
    if len(names) == 1:
        return {row[names[0]] for row in rows}
    return {tuple(row[name] for name in names) for row in rows}


@pytest.mark.parametrize("name", QUERIES)
def test_rows_do_not_repeat_in_either_language(store: Store, name: str) -> None:
    """A row that comes twice is counted twice by whoever counts rows; labels must not multiply them."""
    english = [tuple(row.items()) for row in ask(store, name)]
    russian = ask(store, name, lang="ru")

    assert english
    assert len(set(english)) == len(english) == len(russian)


@pytest.mark.parametrize(
    ("act", "categories"),
    [
        (
            "a-1991-10-18",
            {"justly-convicted", "traitor-who-acted", "war-criminal", "bandit", "crime-against-justice"},
        ),
        (
            "a-1989-01-16",
            {
                "traitor-or-punitive-staff",
                "nazi-criminal",
                "bandit",
                "forged-evidence-official",
                "murderer-or-common-criminal",
            },
        ),
    ],
)
def test_exclusions_of_an_act_are_its_clauses(store: Store, act: str, categories: set[str]) -> None:
    """Question 25: provisions.csv, A-1991-10-18 Art. 4, A-1989-01-16 clause 1; acts.csv for justice."""
    rows = ask(store, "exclusions-of-act", act=act)

    assert column(rows, "act") == {act}
    assert column(rows, "category") == categories
    assert column(rows, "evidence") == {"sourced"}


def test_exclusions_default_to_the_law_of_1991(store: Store) -> None:
    """Question 25 is first of all about law 1761-1, Art. 4."""
    assert column(ask(store, "exclusions-of-act"), "act") == {"a-1991-10-18"}


def test_both_laws_of_question_25_list_exclusions(store: Store) -> None:
    """Question 25: A-1991-10-18 and A-1989-01-16 list whom they exclude; the law on peoples does not."""
    excluding = {row["act"] for row in ask(store, "rehabilitation-laws") if row["excludes"]}

    assert {"a-1991-10-18", "a-1989-01-16"} <= excluding
    assert "a-1991-04-26" not in excluding


def test_acts_that_clear_by_their_own_force_are_told_from_those_that_clear_case_by_case(store: Store) -> None:
    """Question 26 names five and three; Estonia 1988 (confirmations.csv, provisions.csv Art. 2) does both."""
    collective = column(ask(store, "rehabilitation-laws", reach_asked="collective"), "act")
    singly = column(ask(store, "rehabilitation-laws", reach_asked="case-by-case"), "act")

    named = {"a-1989-01-16", "a-1990-08-13", "a-1991-04-26", "a-1990-05-02-lt", "a-1989-06-08-lv"}
    assert named <= collective
    assert {"a-1991-10-18", "a-1991-04-17-ua", "a-1993-04-14-kz"} <= singly
    assert collective & singly == {"a-1988-12-07-ee"}


def test_reach_from_memory_does_not_look_sourced(store: Store) -> None:
    """Acts.csv: A-1992-02-19-EE and A-1992-07-16 are memory, so is what they are said to reach."""
    rows = {row["act"]: row for row in ask(store, "rehabilitation-laws")}

    assert rows["a-1992-02-19-ee"]["evidence"] == rows["a-1992-07-16"]["evidence"] == "memory"


def test_act_whose_reach_no_citation_tells_is_listed_without_one(store: Store) -> None:
    """Acts.csv: nothing is known of the Azerbaijani law but its name; silence is not 'case by case'."""
    rows = [row for row in ask(store, "rehabilitation-laws") if row["act"] == "a-1996-az"]

    assert column(rows, "reach", "evidence") == {("", "memory")}


def test_laws_of_one_state(store: Store) -> None:
    """Acts.csv, jurisdiction Moldova: one law of rehabilitation."""
    assert column(ask(store, "rehabilitation-laws", state="moldova"), "act") == {"a-1992-12-08-md"}


def test_romanovs_wallenberg_and_proskurov_were_cleared_without_a_case(store: Store) -> None:
    """Question 27: Romanovs 2008, Wallenberg 2000, Proskurov 1954; persons.csv for Langfelder."""
    rows = [row for row in ask(store, "cleared-without-case") if row["outcome"] == "Rehabilitation"]

    dates = {row["who"]: row["decided"] for row in rows}
    assert {dates[who] for who in ROMANOVS | {"romanovs"}} == {"2008-10-01"}
    assert dates["p0060"] == dates["p0061"] == "2000-12-22"
    assert dates["p0077"] == "1954-05-11"


def test_katyn_was_refused_for_the_same_lack_and_nothing_reversed_it(store: Store) -> None:
    """Question 27 and groups.csv, G-KATYN: no files, no charge, no trial; every refusal stands."""
    rows = ask(store, "cleared-without-case", who="g-katyn")

    assert column(rows, "outcome") == {"Refusal"}
    assert column(rows, "lacking") == {"case file | charge | sentence"}
    assert column(rows, "set_aside_by") == {""}
    assert {"2009-03-18/2009-03-19", "2009-05-07"} <= column(rows, "decided")


def test_refusal_of_the_romanovs_was_set_aside_by_their_rehabilitation(store: Store) -> None:
    """Persons.csv, P-NICHOLAS-II: refused on 8 November 2007, cleared on 1 October 2008."""
    rows = ask(store, "cleared-without-case", who="p0034")

    set_aside = {row["decision"]: row["set_aside_by"] for row in rows if row["set_aside_by"]}
    assert set_aside == {"d0034-3": "d0034-4"}


def test_missing_file_was_no_bar_for_wallenberg_and_one_for_katyn(store: Store) -> None:
    """Question 27, 'unequal practice': persons.csv for both Swedish prisoners, groups.csv for Katyn."""
    rows = ask(store, "cleared-without-case", matter="case-file")

    assert column(rows, "who", "outcome") == {
        ("katyn", "Refusal"),
        ("p0060", "Rehabilitation"),
        ("p0061", "Rehabilitation"),
    }


def test_exclusion_from_an_amnesty_is_no_refusal_of_rehabilitation(store: Store) -> None:
    """Groups.csv, G-POLISH-CITIZENS-1941: minorities were shut out of the amnesty, not of a clearing."""
    assert "polish-citizens-1941" not in column(ask(store, "cleared-without-case"), "who")
    assert "polish-citizens-1941" not in column(ask(store, "refusals"), "who")


def test_poland_equates_invalidity_with_acquittal(store: Store) -> None:
    """Question 29: A-1991-02-23-PL Art. 2(1), F-NIEWAZNE-PL; F-NEDOKAZ is equal to acquittal in law only."""
    rows = ask(store, "equal-to-acquittal")

    assert column(rows, "thing", "exonerates") == {
        ("niewazne-pl", "full"),
        ("nedokaz", "in-law"),
        ("a-1991-02-23-pl-p05", ""),
    }
    assert column([row for row in rows if row["act"]], "act", "law_of") == {("a-1991-02-23-pl", "Poland")}
    defined = {row["thing"]: row["defined_in"] for row in rows}
    assert defined["niewazne-pl"] == "Act of 23 February 1991 Art. 2(1)"


def test_another_word_finds_the_innocence_before_lithuania(store: Store) -> None:
    """Phrases.csv, F-NEVINOVEN-LT: innocent before the Republic of Lithuania."""
    assert "nevinoven-lt" in column(ask(store, "equal-to-acquittal", word="INNOCENT before"), "thing")


def test_only_the_georgian_law_leaves_deported_peoples_out(store: Store) -> None:
    """Question 30: A-1997-12-11-GE Art. 1(3); relations.csv: reserved for the act of 2007."""
    rows = ask(store, "laws-leaving-out")

    assert column(rows, "act", "clause", "left_to") == {("a-1997-12-11-ge", "Art. 1(3)", "a-2007-07-11-ge")}
    assert rows[0]["law_of"] == "Georgia"


def test_another_category_can_be_asked_of_the_laws(store: Store) -> None:
    """Provisions.csv, 'bandit': the decree of 1989, the law of 1991 and, from memory, the Ukrainian law."""
    rows = ask(store, "laws-leaving-out", category="bandit")

    assert column(rows, "act") == {"a-1989-01-16", "a-1991-10-18", "a-1991-04-17-ua"}


def test_constitutional_court_ruled_twice_on_the_children(store: Store) -> None:
    """Question 32: A-1995-05-23 and A-2019-12-10, both on law 1761-1; the holding of 2019 is from memory."""
    rows = ask(store, "court-rulings", issuer="b-cc-ru")

    assert column(rows, "ruling", "interprets") == {
        ("a-1995-05-23", "a-1991-10-18"),
        ("a-2019-12-10", "a-1991-10-18"),
    }
    children = [row for row in rows if "themselves to be rehabilitated" in row["holding"]]
    assert column(children, "ruling", "evidence") == {("a-1995-05-23", "sourced")}
    cities = [row for row in rows if "city of their parents" in row["holding"]]
    assert column(cities, "ruling", "evidence") == {("a-2019-12-10", "memory")}


def test_strasbourg_decided_three_things_on_katyn(store: Store) -> None:
    """Question 33: A-2013-10-21, no jurisdiction in time, Art. 3 not violated, Art. 38 violated."""
    rows = ask(store, "court-rulings", issuer="b-echr")

    assert column(rows, "ruling", "dated") == {("a-2013-10-21", "2013-10-21")}
    holding = next(row["holding"] for row in rows if "Art. 3" in row["holding"])
    assert all(part in holding for part in ("jurisdiction in time", "Art. 3 not violated", "Art. 38 violated"))


def test_bukharin_was_cleared_by_the_court_in_february_and_by_the_party_in_july(store: Store) -> None:
    """Question 35: 4 February 1988 court, July 1988 party (F-PARTIYN)."""
    (row,) = ask(store, "party-and-court", who="p0003")

    assert row["court_date"] == "1988-02-04"
    assert row["party_date"].startswith("1988-07")
    assert row["first"] == row["court"] == "d0003-3"


def test_party_came_first_for_kosior_and_alone_for_skrypnyk(store: Store) -> None:
    """Persons.csv: P-KOSIOR, named by the Presidium before any court; P-SKRYPNYK, political only."""
    rows = {row["who"]: row for row in ask(store, "party-and-court")}

    assert rows["p0096"]["first"] == rows["p0096"]["party"]
    assert rows["p0095"]["court"] == rows["p0095"]["court_date"] == rows["p0095"]["first"] == ""


def test_order_in_time_is_not_told_where_the_dates_leave_it_open(store: Store) -> None:
    """Persons.csv: party and court cleared Khodzhaev in 1965, Ikramov on the same day of 1957."""
    rows = {row["who"]: row["first"] for row in ask(store, "party-and-court")}

    assert rows["p0073"] == rows["p0074"] == ""


def test_court_acted_before_the_party_in_the_leningrad_affair(store: Store) -> None:
    """Groups.csv, G-LENINGRAD: 30 April 1954, the resolution of the Central Committee came after."""
    rows = ask(store, "party-and-court", who="g-leningrad")

    assert column(rows, "first") == {"dg-leningrad-3", "dg-leningrad-4"}


def test_decree_of_1989_reaches_those_whose_sentence_still_stood(store: Store) -> None:
    """Question 43: persons.csv has two whose Special Board sentence nothing had annulled, from memory."""
    rows = ask(store, "cases-reached-by-law", act="a-1989-01-16", body_kind="extrajudicial")

    people = [row for row in rows if row["who"].startswith("p0")]
    assert column(people, "who", "outcome", "evidence") == {
        ("p0120", "reachedBy", "memory"),
        ("p0129", "reachedBy", "memory"),
    }
    assert column(rows, "provision") == {"a-1989-01-16-p02"}


def test_decree_of_1989_reaches_the_wives_sentenced_by_the_special_board(store: Store) -> None:
    """Question 43 and groups.csv, G-FAMILY: 'OSO decisions annulled A-1989-01-16', a sourced row."""
    (row,) = ask(store, "cases-reached-by-law", act="a-1989-01-16", who="g-family")

    assert (row["outcome"], row["sentenced"], row["evidence"]) == ("reachedBy", "1937-08-15", "sourced")


def test_reach_is_told_with_the_categories_that_nobody_could_test(store: Store) -> None:
    """Question 43, 'unless in an excluded category': provisions.csv, A-1989-01-16 clause 1, para 2."""
    (row,) = ask(store, "cases-reached-by-law", who="p0129")

    assert set(row["unless"].split(" | ")) == {
        "Nazi criminal, in the words of the act",
        "deliberate murder or other ordinary crime",
        "member or helper of an armed band",
    }


@pytest.mark.parametrize("who", ["p0050", "p0062", "p0001", "p0071", "p0115", "p0067"])
def test_no_law_reaches_what_was_annulled_before_or_lies_outside_its_years(store: Store, who: str) -> None:
    """Persons.csv: annulled 1956-1987, and Trotsky's exile of 1927-29, before the decree's '1930s'."""
    assert ask(store, "cases-reached-by-law", who=who) == []


def test_no_law_reaches_perpetrators_or_collaborators(store: Store) -> None:
    """Groups.csv: A-1989-01-16 excludes falsifiers of cases and collaborators."""
    rows = ask(store, "cases-reached-by-law")

    assert not {"red-army-spies", "collaborators", "p0069", "p0124", "p0125"} & column(rows, "who")


def test_law_of_a_successor_reaches_no_deportation_by_the_union(store: Store) -> None:
    """Provisions.csv: Lithuania clears those deported from Lithuania; the model does not say from where."""
    rows = ask(store, "cases-reached-by-law")

    assert column(rows, "act") == {"a-1989-01-16", "a-1993-04-01"}


def test_case_of_a_troika_of_1938_is_covered_by_force_of_law_and_by_a_certificate(store: Store) -> None:
    """Question 43: A-1989-01-16 in general, certificate under A-1991-10-18 (provisions.csv, Art. 3(b))."""
    rows = ask(store, "law-covers-body", body_kind="extrajudicial", day="1938-02-25", state="russia")

    covering = {row["act"]: row for row in rows}
    assert covering["a-1989-01-16"]["reach"] == "by its own force"
    assert "Nazi criminal" in covering["a-1989-01-16"]["excludes"]
    assert covering["a-1991-10-18"]["reach"] == "case by case"


def test_day_before_the_years_of_the_decree_leaves_the_certificate_only(store: Store) -> None:
    """Provisions.csv: the decree speaks of the 1930s to the early 1950s, the law of the time since 1917."""
    acts = column(ask(store, "law-covers-body", day="1921-08-24", state="russia"), "act")

    assert "a-1989-01-16" not in acts
    assert "a-1991-10-18" in acts


def test_order_00486_sent_wives_to_camps_by_the_special_board(store: Store) -> None:
    """Question 44: acts.csv, R-1937-08-15-00486: wives, camp 5-8 years by OSO; children apart."""
    rows = {row["thing"]: row for row in ask(store, "order-and-measures")}

    wives = rows["dg-family-1"]
    assert "Special Board at the NKVD-MGB-MVD of the USSR" in wives["bodies"].split(" | ")
    assert "camp" in wives["measures"]
    assert "5-8 years" in wives["says"]
    assert {thing for thing, row in rows.items() if row["part"] == "Sentence"} == {
        "dg-family-1",
        "dg-children-1",
        "dg-children-2",
    }


def test_order_00486_spared_two_kinds_of_women_and_was_limited_in_1938(store: Store) -> None:
    """Acts.csv, who_it_excluded; confirmations and relations: order 00689 of 17 October 1938."""
    rows = ask(store, "order-and-measures")

    spared = [row for row in rows if row["part"] == "Provision"]
    assert column(spared, "whom") == {"wife who denounced her husband", "nursing mother"}
    limits = [row for row in rows if row["part"] == "limits"]
    assert column(limits, "thing", "dated") == {("r-1938-10-17-00689", "1938-10-17")}


def test_another_order_can_be_asked(store: Store) -> None:
    """Groups.csv, G-KULAKS: order 00447, death or camp."""
    rows = ask(store, "order-and-measures", act="r-1937-07-30-00447")

    kulaks = next(row for row in rows if row["thing"] == "dg-kulaks-2")
    measures = kulaks["measures"].split(" | ")
    assert len(measures) == 2
    assert all(any(word in measure for measure in measures) for word in ("camp", "death"))


def test_release_under_the_amnesty_of_1953_cleared_nobody(store: Store) -> None:
    """Question 45: F-AMNISTIA exonerates none; A-1953-03-27."""
    rows = ask(store, "release-is-no-clearing", manner="amnesty")

    assert column(rows, "phrase", "exonerates") == {("amnistia", "none")}
    assert "a-1953-03-27" in column(rows, "act")
    stern = next(row for row in rows if row["who"] == "p0049")
    assert (stern["released"], stern["cleared_on"], stern["evidence"]) == ("1953", "1955", "memory")


def test_no_manner_of_release_exonerates_in_full(store: Store) -> None:
    """Phrases.csv: F-AMNISTIA, F-POMIL, F-OTBYTIE, F-DOSROCHNO and the like: no; F-PREKRASH: depends."""
    rows = ask(store, "release-is-no-clearing")

    assert column([row for row in rows if row["phrase"]], "exonerates") == {"none", "depends"}
    assert {row["phrase"] for row in rows if row["exonerates"] == "depends"} == {"prekrash"}


def test_korolev_was_freed_in_1944_and_cleared_in_1957(store: Store) -> None:
    """Persons.csv, P-KOROLEV: freed early in 1944, still asked to be cleared in 1955."""
    rows = ask(store, "release-is-no-clearing", manner="early")

    korolev = next(row for row in rows if row["who"] == "p0055")
    assert (korolev["released"], korolev["cleared_on"]) == ("1944-07-27", "1957-04-18")


def test_children_were_victims_first_and_repressed_since_1995(store: Store) -> None:
    """Question 47 and groups.csv, G-CHILDREN: 'victims' first, 'repressed' 1995, others 2003 (memory)."""
    rows = [row for row in ask(store, "children-status") if row["thing"].startswith("dg-")]

    assert column(rows, "thing", "standing", "dated", "evidence") == {
        ("dg-children-6", "VictimRecognition", "", "sourced"),
        ("dg-children-7", "Rehabilitation", "1995-05", "sourced"),
        ("dg-children-8", "Rehabilitation", "2003", "memory"),
        ("dg-children-9", "Restoration", "2019-12-10", "sourced"),
        ("dg-children-9", "Restoration", "2019-12-10", "memory"),
    }


def test_article_2_1_made_victims_of_children(store: Store) -> None:
    """Provisions.csv, A-1991-10-18 Art. 2.1: with the parents, and left without care."""
    rows = ask(store, "children-status")

    victims = [row for row in rows if row["standing"] == "VictimRecognition" and row["category"]]
    assert column(victims, "thing", "category") == {
        ("a-1991-10-18-p04", "child-with-parents"),
        ("a-1991-10-18-p05", "child-left-without-care"),
    }


def test_child_born_in_exile_is_limited_by_the_moldovan_law(store: Store) -> None:
    """Provisions.csv, A-1992-12-08-MD, interpretation law 296-XIII of 1994."""
    rows = ask(store, "children-status", category_asked="child-born-in-exile")

    assert column(rows, "thing", "category") == {("a-1992-12-08-md-p07", "child-born-in-exile")}


def test_convicted_correctly_is_a_refusal_and_was_reversed(store: Store) -> None:
    """Question 48: F-PRAVILNO; persons.csv: Mandelstam refused 29 October 1956, annulled 28 October 1987."""
    rows = ask(store, "refusals", phrase="f-pravilno")

    assert column(rows, "who") == {"p0050", "p0115"}
    mandelstam = next(row for row in rows if row["who"] == "p0050")
    assert (mandelstam["refused_on"], mandelstam["reversed_by"], mandelstam["reversed_on"]) == (
        "1956-10-29",
        "d0050-6",
        "1987-10-28",
    )


def test_ryutin_was_refused_three_times_before_1988(store: Store) -> None:
    """Persons.csv, P-RYUTIN: refused 1956, 1963 and in April 1987, cleared in 1988."""
    rows = ask(store, "refusals", who="p0103")

    assert [row["refused_on"] for row in rows] == ["1956", "1963", "1987-04-21"]
    assert column(rows, "reversed_by") == {"d0103-6"}


def test_reversal_that_was_taken_back_says_so(store: Store) -> None:
    """Persons.csv, P-REDENS: refused 1957, granted 1961, revoked 1988 (memory)."""
    (row,) = ask(store, "refusals", who="p0069")

    assert (row["reversed_by"], row["undone_by"]) == ("d0069-3", "d0069-4")


def test_refusals_of_beria_and_yezhov_stand(store: Store) -> None:
    """Persons.csv: P-BERIA, P-YEZHOV, P-YAGODA, refused and not reversed."""
    rows = [row for row in ask(store, "refusals") if row["who"] in {"p0013", "p0014", "p0015"}]

    assert column(rows, "who") == {"p0013", "p0014", "p0015"}
    assert column(rows, "reversed_by") == {""}


def test_three_named_persons_lost_their_rehabilitation(store: Store) -> None:
    """Questions 49 and 10: Pannwitz 2001, Chernov 2024 (F-OTMENA), Redens (memory)."""
    rows = [row for row in ask(store, "revocations") if row["about"].startswith("p0")]

    assert column(rows, "about", "dated", "evidence") == {
        ("p0057", "2001-06", "sourced"),
        ("p0063", "2024-08", "sourced"),
        ("p0069", "1988", "memory"),
    }
    chernov = next(row for row in rows if row["about"] == "p0063")
    assert chernov["phrases"] == "decision on rehabilitation found unlawful and cancelled"


def test_four_thousand_unnamed_lost_theirs(store: Store) -> None:
    """Question 49: A-2024-09-09, over 4,000 cancelled by the procuracy, over 250 by courts since 2020."""
    rows = [row for row in ask(store, "revocations") if row["about"] == "a-2024-09-09"]

    assert column(rows, "value", "qualifier") == {("4000", "at-least"), ("250", "at-least")}
    assert len([row for row in rows if row["value"] == "4000"]) == 3


def test_revocations_of_one_body(store: Store) -> None:
    """Persons.csv: the prosecutor in Rostov cancelled the rehabilitation of Iosif (Chernov)."""
    rows = ask(store, "revocations", body="b-proc-rostov")

    assert column(rows, "about") == {"p0063", "clergy"}


def test_medals_go_to_spouse_or_child(store: Store) -> None:
    """Question 50: A-1989-08-29."""
    (row,) = ask(store, "rights-restored", measure="loss-of-awards")

    assert (row["provision"], row["category"]) == ("a-1989-08-29-p01", "posthumously-rehabilitated")
    assert "spouse or child" in row["effect"]


def test_rights_restored_are_all_those_of_the_clauses_read(store: Store) -> None:
    """Provisions.csv, kind right-restored: eight clauses of seven acts."""
    rows = ask(store, "rights-restored")

    assert column(rows, "act", "clause") == {
        ("a-1955-09-17", "clause 6"),
        ("a-1972-11-03", "clause 1"),
        ("a-1972-11-03", "clause 2"),
        ("a-1989-08-29", "sole clause"),
        ("a-1991-02-23-pl", "Art. 8(1), 13"),
        ("a-1991-04-26", "Art. 6"),
        ("a-1992-12-08-md", "Arts 10-14 (headings)"),
        ("a-1993-04-01", "points 4-5"),
    }
