"""Candidates come from a real endpoint with Wikidata's own form, by exactly the same name or the same day."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import wikidata_world as w
from bad_endpoints import JSON, BadEndpoint, Handler, good, refuse

from rehabkg.errors import CallError, EndpointError
from rehabkg.settings import Settings
from rehabkg.wikidata import properties
from rehabkg.wikidata.cache import Cache
from rehabkg.wikidata.candidates import Wanted, candidates
from rehabkg.wikidata.client import Client
from rehabkg.wikidata.details import details
from rehabkg.wikidata.manners import Manners
from rehabkg.wikidata.model import ENTITY, Item, check_qid

ZVANTSOV = Wanted("p1", (("Иван Петрович Званцов", None),))
QUICK = Manners(seconds_between=0, tries=1, first_pause_seconds=0)


def dated() -> list[Item]:
    """Real persons of the tables, with dates and a Russian name."""
    return [item for item in w.items_from_shared().values() if item.birth and "ru" in item.labels][:20]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The invented world and, where the tables are at hand, some real persons, each with a namesake."""
    real = dated() if w.SHARED.exists() else []
    shared = w.write_world([*real, *w.namesakes(real)])
    with w.endpoint(tmp_path_factory.mktemp("world"), w.invented_world() + shared) as url:
        yield url


@pytest.fixture
def client(world: str) -> Client:
    """A client that does not wait for its own server."""
    return Client(world, Settings(), QUICK)


def found(client: Client, *wanted: Wanted, **options: object) -> list[tuple[str, str]]:
    return [(id_, item.qid) for id_, item in candidates(client, wanted, **options)]  # type: ignore[arg-type]


def test_all_namesakes_are_candidates(client: Client) -> None:
    """Which of them is meant is for the score and for people to say."""
    assert found(client, ZVANTSOV) == [("p1", w.ZVANTSOV), ("p1", w.NAMESAKE)]


def test_alias_leads_to_its_item_and_a_language_holds(client: Client) -> None:
    """`ru` is not `uk`; where none is given, those of the script are tried."""
    wanted = [
        Wanted("alias", (("Званцов, Иван Петрович", "ru"),)),
        Wanted("latin", (("Frieda Berger-Lenz", None),)),
        Wanted("other language", (("Иван Петрович Званцов", "be"),)),
        Wanted("no label", (("", None), ("x" * 300, None), ("a\x00b", None), ("a", "not a tag"))),
        Wanted("nobody", (("Никто Никтоевич Никтоев", None),)),
    ]

    assert found(client, *wanted) == [("alias", w.ZVANTSOV), ("latin", w.BERGER)]


@pytest.mark.parametrize("text", ['A "quoted"\nname \\ } # ?item', "\u202eобратно", "'; DROP ALL #", "}} SELECT * {{"])
def test_no_name_leaves_its_literal(client: Client, text: str) -> None:
    """Names come from books, tables and strangers."""
    assert found(client, Wanted("x", ((text, None),))) in ([("x", w.HOSTILE)], [])
    assert found(client, Wanted("x", ((w.invented()[0][6].labels["en"], "en"),))) == [("x", w.HOSTILE)]


def test_day_leads_to_a_name_in_other_letters(client: Client) -> None:
    """No index of labels takes Zwantzow for Званцов, but the day is the same and a word of the name is."""
    wanted = [
        Wanted("same", (("Iwan Zwantzow", None),), ("1891-01-15",)),
        Wanted("another name", (("Johann Schmidt", None),), ("1891-01-15",)),
        Wanted("old style", (("Iwan Zwantzow", None),), ("1891-01-03",)),
        Wanted("day of death", (("Berger, Fr.", None),), ("1942-11-30",)),
        Wanted("no day", (("Iwan Zwantzow", None),), ("1891", "1891-02-30", "1901-01-01", '" } #')),
    ]

    assert found(client, *wanted) == [("same", w.ZVANTSOV), ("day of death", w.BERGER)]
    assert found(client, *wanted, by_day=False) == []


def test_both_days_lead_to_a_person_of_any_name(client: Client) -> None:
    """Who was born and died on the same days is a candidate though the name was changed."""
    both = Wanted("both", (("Званцов", None),), ("1895-03-15", "1938-02-10"))
    one = Wanted("one", (("Званцов", None),), ("1895-03-15", "1938-02-11"))

    assert found(client, both, one) == [("both", w.RENAMED)]


def test_item_is_told_with_all_that_the_endpoint_knows(client: Client) -> None:
    """The day is that of the best statement, in both calendars; a deprecated year does not count."""
    item = next(iter(details(client, [w.ZVANTSOV])))

    assert item == Item(
        w.ZVANTSOV,
        labels={"en": "Ivan Zvantsov", "ru": "Иван Петрович Званцов", "uk": "Іван Петрович Званцов"},
        aliases={"ru": ("Званцов, Иван Петрович", "И. П. Званцов")},
        descriptions={"en": "invented railwayman (1891–1938)"},
        birth=("1891-01-15",),
        death=("1938-02",),
        birth_place=w.TOWN,
        birth_place_labels={"en": "Zvantsovsk", "ru": "Званцовск"},
        citizenships=(w.STATE,),
        occupations=(w.DRIVER,),
        sitelinks=("https://ru.wikipedia.org/wiki/%D0%97%D0%B2%D0%B0%D0%BD%D1%86%D0%BE%D0%B2",),
        external_ids=("viaf:900000001",),
        old_style={"1891-01-15": "1891-01-03"},
        sitelink_count=1,
    )


def test_day_of_a_calendar_without_a_label_is_the_gregorian_one(tmp_path: Path) -> None:
    """The RDF form has turned it; what cannot be told is only how the papers of its time wrote it."""
    lines = w.invented_world().splitlines(keepends=True)
    unlabelled = "".join(line for line in lines if not line.startswith(f"<{w.JULIAN}> "))
    noted: list[str] = []
    with w.endpoint(tmp_path / "world", unlabelled) as url:
        client = Client(url, Settings(), QUICK, tell=noted.append)
        [item] = [next(iter(details(client, [w.ZVANTSOV]))) for _ in range(2)][1:]

    assert (item.birth, item.old_style) == (("1891-01-15",), {})
    assert noted == [f"{url}: a calendar of dates has no English label; months and years in it are kept as of either"]


def test_date_without_precision_is_a_year_on_the_first_of_january(client: Client) -> None:
    """Where only the truthy value is there, its day may be made up."""
    births = {item.qid: item.birth for item in details(client, [w.JANUARY, w.DECADE, w.CENTURY])}

    assert births == {w.JANUARY: ("1901",), w.DECADE: ("189X",), w.CENTURY: ("[1801..1900]",)}


def test_merged_and_deleted_numbers_give_nothing(client: Client) -> None:
    """They are for the check of links to find."""
    assert list(details(client, [w.MERGED, w.DELETED])) == []


def test_languages_bound_what_is_told(client: Client) -> None:
    """An item of Wikidata has names in hundreds of languages."""
    item = next(iter(details(client, [w.TOWN], languages=("en",))))

    assert (dict(item.labels), item.sitelinks) == ({"en": "Zvantsovsk"}, ("https://en.wikipedia.org/wiki/Zvantsovsk",))
    assert item.sitelink_count == 2


@pytest.mark.parametrize("language", ["", "RU", "ru/> } #", 'ru" , "en', "х"])
def test_what_is_no_language_is_refused(client: Client, language: str) -> None:
    """It becomes part of a query and of the address of a Wikipedia."""
    with pytest.raises(CallError, match="is not a language of Wikidata"):
        list(details(client, [w.TOWN], languages=("ru", language)))
    with pytest.raises(CallError, match="is not a language of Wikidata"):
        found(client, ZVANTSOV, languages=(language,))


def test_kind_and_class_bound_the_candidates(client: Client) -> None:
    """A people is no person; what class a town is of, the user says."""
    people = Wanted("x", (("званцы", None),), kind="people")

    assert found(client, people) == [("x", w.PEOPLE)]
    assert found(client, Wanted("x", people.labels)) == []
    town = Wanted("x", (("Званцовск", None),), kind="place")
    assert found(client, town) == [("x", w.TOWN), ("x", w.VILLAGE)]
    assert found(client, town, instance_of=(w.CLASS_TOWN,)) == [("x", w.TOWN)]


def test_endpoint_that_names_thousands_is_not_asked_about_all() -> None:
    """Who answers a name with a million items would keep a run busy for weeks."""

    def answer(handler: Handler) -> None:
        qids = range(9_000_000_001, 9_000_002_001) if "altLabel" in handler.query and "P31" not in handler.query else ()
        label = {"type": "literal", "value": "Zvantsovsk", "xml:lang": "en"}
        rows = [{"label": label, "item": {"type": "uri", "value": f"{ENTITY}Q{number}"}} for number in qids]
        names = ["label", "item", "what", "value", "more", "calendar"]
        body = {"head": {"vars": names}, "results": {"bindings": rows}}
        handler.reply(200, json.dumps(body).encode(), JSON)

    told: list[str] = []
    with BadEndpoint(answer) as bad:
        client = Client(bad.url, Settings(), QUICK)
        wanted = Wanted("pl-1", (("Zvantsovsk", "en"),), kind="place")
        assert list(candidates(client, [wanted], tell=told.append)) == []

    assert told == ["pl-1: 2,000 items bear its names or days; the first 1,000 are looked at"]
    assert len({qid for query in bad.queries for qid in re.findall(r"Q9\d{9}", query)}) == 1_000


def test_wanted_come_as_a_stream_and_are_held_by_batches(client: Client) -> None:
    """A hundred thousand people are not held at once."""
    taken: list[int] = []

    def stream() -> Iterator[Wanted]:
        for number in range(5):
            taken.append(number)
            yield Wanted(str(number), ZVANTSOV.labels)

    first = next(candidates(client, stream(), batch=2))

    assert first[0] == "0"
    assert taken == [0, 1]


def test_run_that_was_stopped_goes_on_from_the_cache(world: str, tmp_path: Path) -> None:
    """The endpoint shuts us out after the first batch; the next run asks about the rest alone."""
    wanted = [Wanted("1", ZVANTSOV.labels), Wanted("2", (("Frieda Berger", None),))]
    with Cache(tmp_path) as cache, BadEndpoint(good, good, refuse(403), behind=world) as bad:
        got: list[str] = []
        with pytest.raises(EndpointError, match="HTTP 403"):
            got.extend(id_ for id_, _ in candidates(Client(bad.url, Settings(), QUICK, cache=cache), wanted, batch=1))
        assert got == ["1", "1"]
        bad.plays, bad.queries = [good], []
        again = Client(bad.url, Settings(), QUICK, cache=cache)

        assert [id_ for id_, _ in candidates(again, wanted, batch=1)] == ["1", "1", "2"]
        assert len(bad.queries) == 2
        assert all("Berger" in query or w.BERGER in query for query in bad.queries)


@pytest.mark.parametrize("text", ["Q0", "q1", "Q1 ", "P1", "Q1/", "Q" + "1" * 13, ""])
def test_what_is_no_number_of_an_item_is_refused(text: str) -> None:
    """It would become part of an address."""
    with pytest.raises(CallError, match="is not the number of a Wikidata item"):
        check_qid(text)


@pytest.mark.skipif(not w.SHARED.exists(), reason=w.WITHOUT_SHARED)
def test_each_property_is_in_the_list_of_all_properties() -> None:
    """A number that is remembered is wrong often enough."""
    with (w.SHARED / "data/wikidata/properties_all_2019.tsv").open(encoding="utf-8", newline="") as file:
        listed = {row["property"]: row["label_en"] for row in csv.DictReader(file, delimiter="\t")}

    used = {value for name, value in vars(properties).items() if name.isupper() and isinstance(value, str)}
    assert used | set(properties.EXTERNAL_IDS) <= set(properties.LABELS)
    assert {name: listed.get(name) for name in properties.LABELS} == dict(properties.LABELS)


@pytest.mark.skipif(not w.SHARED.exists(), reason=w.WITHOUT_SHARED)
def test_real_items_are_among_their_namesakes(client: Client) -> None:
    """An endpoint with real items and an invented namesake of each gives both."""
    real = dated()
    wanted = [Wanted(item.qid, tuple((name, tag) for tag, name in item.labels.items())) for item in real]
    pairs = found(client, *wanted)

    assert {(item.qid, item.qid) for item in real} <= set(pairs)
    assert len(pairs) >= 2 * len(real)
