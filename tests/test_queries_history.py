"""The stored queries of the historian and the archivist, held to the evidence and not to a run of their own.

Each test names the question of `questions.md` and the rows of the evidence tables that it holds to.
"""

from __future__ import annotations

from pyoxigraph import NamedNode, Store

from rehabkg.query.catalog import stored_query
from rehabkg.query.run import run_stored
from rehabkg.settings import Settings

Row = dict[str, str]

THIRD_MOSCOW_TRIAL = {
    ("p0074", "1957-06-03", "19"),
    ("p0101", "1963-07", "25"),
    ("p0073", "1965", "27"),
    *((f"p{number:04}", "1988-02-04", "50") for number in range(3, 13)),
}
CLEARED_BEFORE_THE_SPEECH = {
    "p0119": "1939-07-03",
    "p0088": "1953-04",
    **{f"p{number:04}": "1953-04-04" for number in range(82, 87)},
    "p0041": "1954-04-30",
    "p0042": "1954-04-30",
    "p0077": "1954-05-11",
    "p0053": "1954-12-18",
    "p0054": "1954-12-18",
    **{f"p{number:04}": "1955" for number in range(43, 50)},
    "p0064": "1955",
    "p0117": "1955",
    "p0080": "1955-06-25",
    "p0100": "1955-08",
    "p0033": "1955-08-07",
    "p0052": "1955-11-26",
    "p0099": "1955-12-24",
}


def ask(store: Store, name: str, **values: str) -> list[Row]:
    """Return the rows of a stored query, each IRI cut to its last segment and "" for what is unbound."""
    rows = run_stored(store, stored_query(name), values, Settings())
    return [
        {
            variable: ""
            if term is None
            else term.value.rpartition("#" if "#" in term.value else "/")[2]
            if isinstance(term, NamedNode)
            else str(term.value)
            for variable, term in zip(rows.variables, row, strict=True)
        }
        for row in rows
    ]


def cells(rows: list[Row], *columns: str) -> set[tuple[str, ...]]:
    """Return the given columns of the rows, as a set."""
    return {tuple(row[column] for column in columns) for row in rows}


def column(rows: list[Row], name: str) -> set[str]:
    """Return the values of one column, as a set."""
    return {row[name] for row in rows}


def test_only_katyn_and_by_georgian_law_the_meskhetians_were_acknowledged_and_never_rehabilitated(
    store: Store,
) -> None:
    """Question 3; groups.csv G-KATYN (acknowledged 1990 and 2010, refused) and G-MESKHETIANS (none in Georgia law).

    Refused and known that none are different rows, and the Georgian law says nothing about another state.
    """
    rows = ask(store, "acknowledged-without-rehabilitation")

    assert cells(rows, "who", "act", "absence", "jurisdiction") == {
        ("katyn", "a-1990-04-13", "refused", "russia"),
        ("katyn", "a-1990-04-13", "known-none", ""),
        ("katyn", "a-2010-11-26", "refused", "russia"),
        ("katyn", "a-2010-11-26", "known-none", ""),
        ("meskhetians", "a-1989-11-14", "known-none", "georgia"),
    }
    assert cells(rows, "act", "acknowledged") == {
        ("a-1990-04-13", "1990-04-13"),
        ("a-2010-11-26", "2010-11-26"),
        ("a-1989-11-14", "1989-11-14"),
    }


def test_rehabilitation_began_before_the_speech_of_1956(store: Store) -> None:
    """Question 5 and C14a; every person of persons.csv whose `rehabilitated` lies before 25 February 1956.

    Left out by the evidence itself: Rokossovsky (the case was closed), Zhemchuzhina (confirmations.csv: restored
    in the party only), Charents and Chayanov (the sourced date spans the speech).
    """
    rows = [row for row in ask(store, "rehabilitations-before") if row["certainty"] == "certain"]
    persons = [row for row in rows if row["who"].startswith("p0")]

    assert {row["who"]: row["decided"] for row in persons} == CLEARED_BEFORE_THE_SPEECH
    assert cells([row for row in rows if row not in persons], "who", "decided") == {
        ("doctors", "1953-04-04"),
        ("partisans-ua", "1953"),
        ("leningrad", "1954-04-30"),
        ("family", "1954-04-30"),
        ("jac", "1955"),
    }


def test_a_span_that_holds_the_day_makes_a_rehabilitation_possible_and_not_certain(store: Store) -> None:
    """Question 5; persons.csv P-CHARENTS (1950s) and P-CHAYANOV (1956, day unknown): nothing may sharpen a date."""
    possible = [row for row in ask(store, "rehabilitations-before") if row["certainty"] == "possible"]

    assert {("p0065", "195X"), ("p0068", "1956")} <= cells(possible, "who", "decided")
    assert not {"p0116", "p0120"} & column(possible, "who")


def test_the_day_of_rehabilitations_before_can_be_chosen(store: Store) -> None:
    """Question 5 asked for 1 May 1954: the Leningrad affair is in (30 April), Proskurov is not (11 May)."""
    rows = [row for row in ask(store, "rehabilitations-before", day="1954-05-01") if row["certainty"] == "certain"]

    assert column(rows, "who") == {
        *("p0119", "p0088", "p0041", "p0042", *(f"p{number:04}" for number in range(82, 87))),
        *("doctors", "partisans-ua", "leningrad", "family"),
    }


def test_both_counts_of_the_commission_of_1954_are_kept(store: Store) -> None:
    """Question 6; bodies.csv B-COMM-1954 (14,338 of 153,502) and acts.csv A-1954-05-04 (8,973 of 237,412)."""
    rows = ask(store, "figures", about="b-comm-1954")

    assert cells(rows, "counts", "value", "differs", "sources") == {
        ("reviewed", "153502", "like-count", "polit-reabil"),
        ("rehabilitated", "14338", "", "polit-reabil"),
        ("reviewed", "237412", "like-count", "chitka-p-64"),
        ("cases-closed", "8973", "", "chitka-p-64"),
    }


def test_conflicting_counts_stand_side_by_side(store: Store) -> None:
    """Question 39: the 1953 amnesty, the troikas and the acquittals of 1988 conflict in one and the same count."""
    rows = ask(store, "figures", differing="same-count")

    assert cells(rows, "thing", "value") == {
        ("a-1953-03-27", "1201738"),
        ("a-1953-03-27", "1349263"),
        ("a-1953-03-27", "1200000"),
        ("troika", "767000"),
        ("troika", "800000"),
        ("right", "20"),
        ("right", "10"),
    }
    assert cells(rows, "value", "value_max", "qualifier") >= {
        ("1200000", "", "about"),
        ("1200000", "1350000", "range"),
        ("800000", "", "at-least"),
    }


def test_the_two_numbers_of_accused_doctors_differ(store: Store) -> None:
    """Question 39; groups.csv G-DOCTORS: 9 named in January, 15 in April, each as of its own month."""
    rows = ask(store, "figures", about="g-doctors", differing="like-count")

    assert cells(rows, "counts", "value", "as_of") == {("accused", "9", "1953-01"), ("accused", "15", "1953-04")}


def test_each_defendant_of_the_third_moscow_trial_has_the_date_and_the_years(store: Store) -> None:
    """Questions 11 and 12; persons.csv P-IKRAMOV, P-KHODZHAEV, P-KRESTINSKY (memory), P-BUKHARIN to P-RAKOVSKY.

    Tomsky (P-TOMSKY: never sentenced) has no years; groups.csv G-RIGHT tells of nine cleared in 1956-65.
    """
    rows = [row for row in ask(store, "defendants") if row["kind"] == "Rehabilitation"]

    assert cells([row for row in rows if row["who"].startswith("p0")], "who", "decided", "years") == {
        *THIRD_MOSCOW_TRIAL,
        ("p0102", "1988-06-21", ""),
    }
    assert cells([row for row in rows if row["who"] == "right"], "decided", "years", "scope") == {
        ("1956/1965", "18-27", "partial"),
        ("1988-02-04", "50", "full"),
    }
    assert {row["who"] for row in rows if row["evidence"] == "memory"} == {"p0101", "p0012", "p0102"}


def test_yagoda_alone_of_the_trial_was_never_cleared_and_the_kind_of_absence_is_told(store: Store) -> None:
    """Question 11; persons.csv P-YAGODA: refused 1988, again 2015 (memory), never to this day (confirmations.csv)."""
    rows = [row for row in ask(store, "defendants") if row["kind"] != "Rehabilitation"]
    persons = [row for row in rows if row["who"].startswith("p0")]

    assert cells([row for row in persons if row["who"] == "p0013"], "kind", "decided", "absence", "evidence") == {
        ("Refusal", "1988-02-05", "", "sourced"),
        ("Refusal", "2015-04-02", "", "memory"),
        ("Finding", "1988-02-05", "refused", "sourced"),
        ("Finding", "2015-04-02", "refused", "memory"),
        ("Finding", "", "known-none", "sourced"),
    }
    assert {row["who"] for row in persons if row["kind"] == "Refusal"} == {"p0013"}
    assert {row["who"] for row in persons if row["absence"] in {"refused", "known-none"}} == {"p0013"}


def test_a_sentence_on_which_nothing_was_decided_has_a_row_without_an_outcome(store: Store) -> None:
    """Question 11; persons.csv P-RAKOVSKY: the order of 1941 is a second decision, cleared by nothing we know."""
    rows = [row for row in ask(store, "defendants") if row["sentence"] == "d0012-2"]

    assert cells(rows, "who", "sentenced", "kind", "outcome", "absence") == {("p0012", "1941", "", "", "")}


def test_the_group_of_defendants_can_be_chosen(store: Store) -> None:
    """Question 12 asked of the military case of 1937: persons.csv P-TUKHACHEVSKY to P-PUTNA, all on one day.

    Gamarnik (P-GAMARNIK) was named in the case and never sentenced.
    """
    rows = ask(store, "defendants", group="g-military-1937")

    assert cells([row for row in rows if row["who"].startswith("p0")], "who", "kind", "decided", "years") == {
        *((f"p{number:04}", "Rehabilitation", "1957-01-31", "20") for number in range(25, 33)),
        ("p0033", "Rehabilitation", "1955-08-07", ""),
    }


def test_a_rehabilitation_that_was_lost_is_not_shown_without_its_loss(store: Store) -> None:
    """Questions 10 and 12; persons.csv P-REDENS: cleared in 1961, cancelled in 1988 (memory)."""
    rows = ask(store, "defendants", group="g-red-army-spies")

    assert {("p0069", "1961", "1988")} == cells(
        [row for row in rows if row["kind"] == "Rehabilitation" and row["who"].startswith("p0")],
        *("who", "decided", "lost"),
    )


def test_germans_and_crimean_tatars_never_had_their_autonomy_restored(store: Store) -> None:
    """Question 15; groups.csv G-VOLGA-GERMANS (never) and G-CRIMEAN-TATARS (refused in 1956, by the USSR).

    The Ingush, whose district was not given back, got their autonomy back; residence limits are no autonomy.
    """
    rows = ask(store, "autonomy-not-restored")

    assert cells(rows, "people", "absence", "jurisdiction", "as_of") == {
        ("volga-germans", "known-none", "", ""),
        ("crimean-tatars", "refused", "ussr", "1956-11-24"),
    }


def test_the_decree_of_november_1948_is_told_with_what_repealed_it(store: Store) -> None:
    """Question 16; acts.csv R-1948-11-26 and A-1954-07-13, relations.csv R-1949-01-29 applies R-1948-11-26."""
    rows = ask(store, "act-effect")

    assert cells(rows, "relation", "thing", "adopted") == {
        ("summary", "r-1948-11-26", "1948-11-26"),
        ("applies", "r-1949-01-29", "1949-01-29"),
        ("repeals", "a-1954-07-13", "1954-07-13"),
    }
    summary = rows[0]["text"]
    assert "for ever" in summary
    assert "20 years" in summary


def test_the_act_asked_about_can_be_chosen(store: Store) -> None:
    """Question 16 asked of order 00486; provisions.csv (two groups of wives left out), R-1938-10-17-00689."""
    rows = ask(store, "act-effect", act="r-1937-08-15-00486")

    assert [row["relation"] for row in rows] == ["summary", "provisionOf", "provisionOf", "limits"]
    assert rows[-1]["thing"] == "r-1938-10-17-00689"


def test_every_act_of_repression_with_a_later_limit_or_repeal_is_listed(store: Store) -> None:
    """Question 18; acts.csv (what they did) and relations.csv: all relations that limit or repeal an R- act."""
    rows = ask(store, "limited-orders")

    assert cells(rows, "order", "relation", "act") == {
        ("r-1937-08-15-00486", "limits", "r-1938-10-17-00689"),
        ("r-1948-11-26", "repeals", "a-1954-07-13"),
        ("r-1934-12-01", "repeals", "a-1956-04-19"),
        ("r-1948-02-21", "repeals", "a-1956-03-10"),
        ("r-1948-10-26-66-241ss", "repeals", "a-1954-07-16"),
        ("r-1941-08-28", "repealsInPart", "a-1964-08-29"),
        ("r-1944-05-11", "repealsInPart", "a-1967-09-05"),
        ("r-1941-08-28", "repeals", "a-1991-03-07"),
        ("r-1941-09-07", "repeals", "a-1991-03-07"),
        ("r-1943-12-27", "repeals", "a-1991-03-07"),
    }
    assert all(row["adopted"] < row["act_adopted"] for row in rows)
    assert ("r-1937-08-15-00486", "1938-10-17", "memorial-381017") in cells(rows, "order", "act_adopted", "sources")


def test_commissions_stand_in_the_order_in_which_they_began(store: Store) -> None:
    """Question 19; bodies.csv by start. The commission on the doctors' plot, without a date, stands last."""
    rows = ask(store, "commissions")

    assert [(row["body"], row["began"]) for row in rows] == [
        ("comm-1954", "1954-05"),
        ("pospelov", "1955-12-31"),
        ("comm-1956", "1956-03-24"),
        ("molotov-comm", "1956-04-13"),
        ("shvernik", "1961"),
        ("politcomm-1987", "1987-09-28"),
        ("prescomm-ru", "1992-12-02"),
        ("ua-natcomm", "2018-05-05"),
        ("kz-statecomm", "2020-11-24"),
        ("mvd-comm", ""),
    ]


def test_names_come_in_the_language_asked_for(store: Store) -> None:
    """Question 19 asked in Russian; bodies.csv `name_ru` of B-SHVERNIK."""
    rows = ask(store, "commissions", lang="ru")

    assert ("shvernik", "Комиссия Шверника") in cells(rows, "body", "label")


def test_three_leaders_of_the_security_organs_had_their_charge_changed(store: Store) -> None:
    """Question 21; persons.csv P-ABAKUMOV (1994), P-DEKANOZOV and P-MESHIK (2000, memory)."""
    rows = ask(store, "requalifications")

    assert cells(rows, "who", "decided", "evidence") == {
        ("p0019", "1994-07-28", "sourced"),
        ("p0016", "2000-05-29", "memory"),
        ("p0018", "2000-05-29", "memory"),
    }


def test_the_group_asked_about_for_a_changed_charge_can_be_chosen(store: Store) -> None:
    """Question 21 asked of the third Moscow trial: cleared or refused, nobody was re-qualified."""
    assert ask(store, "requalifications", group="g-right") == []


def test_sentencing_bodies_are_told_for_a_person(store: Store) -> None:
    """Question 36; persons.csv P-GUMILEV-N, P-MANDELSTAM, P-SOLZHENITSYN (no body is told of 1974)."""
    assert cells(ask(store, "sentencing-bodies", who="p0051"), "body", "decided") == {("petrograd-cheka", "1921-08-24")}
    assert cells(ask(store, "sentencing-bodies", who="p0050"), "body", "decided") == {
        ("ogpu-oso", "1934-05-26"),
        ("oso", "1938-08-02"),
    }
    assert cells(ask(store, "sentencing-bodies", who="p0062"), "body", "decided", "body_kind") == {
        ("oso", "1945-07-07", "extrajudicial"),
        ("", "1974", ""),
    }


def test_acts_that_rest_on_memory_are_those_for_which_no_text_was_found(store: Store) -> None:
    """Question 37; acts.csv with status memory and the verdict "not found" in confirmations.csv.

    A text at hand tells at least of the matter of four of them: R-1934-06-08 (its day), A-1956-03-24 (the
    commissions), A-1956-06-29 (the draft), A-1992-07-16 (its legal basis).
    """
    rows = ask(store, "weak-evidence", level="memory")

    assert {row["thing"] for row in rows if "acts.csv" in row["tables"].split(" | ")} == {
        *("r-1932-08-07", "r-1937-07-25-00439", "r-1941-08-16", "r-1944-01-31", "r-1944-04-08"),
        *("a-1956-01-17", "a-1956-03-17", "a-1956-03-27", "a-1974-01-09", "a-1992-02-19-ee"),
        *("a-1995-01-24", "a-1996-az", "a-1996-03-14", "a-1996-06-18"),
    }
    assert column(rows, "ground") == {"memory"}
    assert column(rows, "sources") == {"memory"}


def test_phrases_and_books_that_rest_on_memory_are_listed_too(store: Store) -> None:
    """Question 37; phrases.csv F-NEDOSTAT and F-ZACHETY, bibliography.csv BIB-REAB-2: status memory."""
    rows = ask(store, "weak-evidence", level="memory")

    assert {row["thing"] for row in rows if row["tables"] == "phrases.csv"} == {"nedostat", "zachety"}
    assert {row["thing"] for row in rows if row["tables"] == "books.csv"} == {"bib-reab-2"}


def test_what_rests_on_mirrors_or_on_one_text_is_told_apart(store: Store) -> None:
    """Question 37; the column source of acts.csv: Wikipedia and its mirrors (R-1927-02-25, A-1953-03-27,
    R-1937-09-20-00593), one text (A-1958-05-19, A-1994-01-10; confirmations.csv A-1972-11-03), several
    (A-1955-12-13).
    """
    grounds = dict(cells(ask(store, "weak-evidence", level="any"), "thing", "ground"))

    assert {grounds[act] for act in ("r-1927-02-25", "a-1953-03-27", "r-1937-09-20-00593")} == {"mirror"}
    assert {grounds[act] for act in ("a-1958-05-19", "a-1972-11-03", "a-1994-01-10")} == {"one-source"}
    assert grounds["c22"] == "seed"
    assert not {"a-1955-12-13", "a-1991-10-18", "p0003", "katyn"} & set(grounds)


def test_acts_kept_from_the_press_or_printed_late_are_listed(store: Store) -> None:
    """Question 40; acts.csv A-1955-12-13, A-1956-07-16, A-1964-08-29, A-1967-09-05 (Gazette of 8 September),
    confirmations.csv A-1957-11-01 (the ruling on its application) and A-1972-11-03.
    """
    rows = ask(store, "unpublished-acts")

    assert cells(rows, "act", "publication", "published") == {
        ("a-1955-12-13", "not-published", ""),
        ("a-1956-07-16", "not-published", ""),
        ("a-1957-11-01-application", "not-published", ""),
        ("a-1964-08-29", "published-later", "1965-01-05"),
        ("a-1967-09-05", "published-later", "1967-09-08"),
        ("a-1972-11-03", "not-published", ""),
    }


def test_the_special_board_has_all_its_english_names(store: Store) -> None:
    """Question 42; OSO as Special Board, Special Council, Special Conference."""
    rows = ask(store, "names")

    assert {row["form"] for row in rows if row["language"] == "en" and row["kind"] == "variant"} == {
        "Special Board",
        "Special Council",
        "Special Conference",
    }
    assert {("OSO", "en", "abbreviation"), ("Особое совещание", "ru", "variant")} <= cells(
        rows, "form", "language", "kind"
    )


def test_the_names_of_a_person_hold_the_former_one_and_the_transliterations(store: Store) -> None:
    """Question 42 asked of Trotsky; the Los Angeles Times prints the name at birth."""
    rows = ask(store, "names", about="p0001")

    assert ("Lev D. Bronstein", "former", "latimes-la-xpm-1988-06-17-mn-5682-st") in cells(
        rows, "form", "kind", "sources"
    )
    assert {row["scheme"] for row in rows if row["kind"] == "transliteration"} == {"iso-9", "bgn-pcgn", "ala-lc"}


def test_two_commissions_each_are_called_after_pospelov_and_yakovlev(store: Store) -> None:
    """Question 42; bodies.csv B-POSPELOV (Nerler calls that of 1954 so), B-POLITCOMM-1987 and B-PRESCOMM-RU."""
    rows = ask(store, "shared-names")

    assert cells(rows, "name", "body") == {
        ("pospelov commission", "pospelov"),
        ("pospelov commission", "comm-1954"),
        ("комиссия поспелова", "pospelov"),
        ("комиссия поспелова", "comm-1954"),
        ("yakovlev commission", "politcomm-1987"),
        ("yakovlev commission", "prescomm-ru"),
    }
