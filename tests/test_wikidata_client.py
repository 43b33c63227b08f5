"""The client waits when it is told to, gives up with one line, and never asks twice for what it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from random import Random

import pytest
from bad_endpoints import (
    DEEP,
    EMPTY,
    HTML,
    NOTHING,
    REDIRECT,
    BadEndpoint,
    Play,
    good,
    refuse,
    reset,
    say,
    slow,
    truncated,
)
from servers import free_port
from wikidata_world import endpoint, invented_world

from rehabkg.errors import CallError, EndpointError, QueryError, TooMuchError
from rehabkg.settings import Settings
from rehabkg.wikidata.cache import Cache
from rehabkg.wikidata.client import Client
from rehabkg.wikidata.manners import WIKIDATA_ENDPOINT, Manners

QIDS = [f"Q900000000{number}" for number in range(1, 9)]
NOW = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)


class Watch:
    """A clock that goes on when somebody sleeps, and tells how long they did."""

    def __init__(self) -> None:
        self.seconds = 1_000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def clock(self) -> float:
        return self.seconds


def client_of(url: str, watch: Watch, cache: Cache | None = None, *, fresh: bool = False, **manners: float) -> Client:
    return Client(
        url,
        Settings(),
        Manners(**{"seconds_between": 0.0, "tries": 3, "timeout_seconds": 5.0, **manners}),  # type: ignore[arg-type]
        cache=cache,
        fresh=fresh,
        sleep=watch.sleep,
        clock=watch.clock,
        now=lambda: NOW,
        random=Random(1),  # noqa: S311 - chance that is the same each time
    )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The invented world, served."""
    with endpoint(tmp_path_factory.mktemp("world"), invented_world()) as url:
        yield url


def labels(qids: Sequence[str]) -> str:
    values = " ".join(f"<http://www.wikidata.org/entity/{qid}>" for qid in qids)
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    return f"SELECT ?item ?label {{ VALUES ?item {{ {values} }} ?item {label} ?label }}"


def asked_about(query: str) -> list[str]:
    return re.findall(r"Q\d+", query)


def ask(client: Client, size: int = 4) -> list[tuple[list[str], int]]:
    return [
        (list(part), len(rows)) for part, rows in client.in_parts("labels", QIDS, size, labels, ("item", "label"))
    ]  # fmt: skip


def test_endpoint_learns_who_asks() -> None:
    """Wikimedia's policy: name and version of the tool, a way to reach its user, the library."""
    with BadEndpoint(good) as bad:
        client = Client(bad.url, Settings(contact="archive@example.org"), Manners(contact="archive@example.org"))
        client.rows("SELECT ?item {}", ("item",))

    assert re.fullmatch(rf"rehabkg/{version('rehabkg')} \(archive@example\.org\) SPARQLWrapper/\S+", bad.agents[0])


def test_contact_of_the_settings_is_used_where_none_is_given() -> None:
    """`REHABKG_CONTACT` is set once and holds for all commands."""
    with BadEndpoint(good) as bad:
        settings = Settings.from_environment({"REHABKG_CONTACT": "https://example.org/archive"})
        Client(bad.url, settings).rows("SELECT ?item {}", ("item",))

    assert "(https://example.org/archive)" in bad.agents[0]


@pytest.mark.parametrize(
    ("url", "contact", "said"),
    [
        (WIKIDATA_ENDPOINT, None, "give --contact"),
        ("https://commons-query.wikimedia.org/sparql", None, "give --contact"),
        ("https://example.org/sparql", "nobody", "is not an address of mail"),
        ("https://example.org/sparql", "a@example.org\r\nX-Evil: 1", "is not an address of mail"),
        ("https://example.org/sparql", "a@example.org) curl/8 (", "is not an address of mail"),
        ("https://user:secret@example.org/sparql", None, "do not belong into the address"),
        ("ftp://example.org/sparql", None, "http:// or https://"),
        ("http://[", None, "is no address"),
    ],
)
def test_bad_call_is_refused_before_anything_is_sent(url: str, contact: str | None, said: str) -> None:
    """Who does not say who asks is shut out by Wikimedia, with whoever shares the address."""
    with pytest.raises(CallError, match=re.escape(said)) as refused:
        Client(url, Settings(), Manners(contact=contact))

    assert "secret" not in str(refused.value)


def test_an_endpoint_of_others_needs_no_contact() -> None:
    """A store of one's own knows who asks."""
    assert Client("https://notwikidata.org/sparql", Settings()).endpoint == "https://notwikidata.org/sparql"


def test_time_passes_between_two_requests() -> None:
    """One request at a time, and some rest for the endpoint."""
    watch = Watch()
    with BadEndpoint(good) as bad:
        client = client_of(bad.url, watch, seconds_between=1.5)
        for number in range(3):
            client.rows(f"SELECT ?item {{ FILTER(?x = {number}) }}", ("item",))

    assert watch.slept == [1.5, 1.5]


@pytest.mark.parametrize(
    ("play", "pause"),
    [
        (refuse(429, retry_after="37"), 37),
        (refuse(503, retry_after="5"), 5),
        (refuse(429, retry_after="Sun, 17 May 2026 12:02:00 GMT"), 120),
        (refuse(429, retry_after="Sun, 17 May 2026 11:00:00 GMT"), 0),
        (refuse(429, retry_after="soon"), 60),
        (refuse(429), 60),
    ],
)
def test_endpoint_says_how_long_to_wait(play: Play, pause: float) -> None:
    """Who goes on after 429 is shut out of Wikidata for a day."""
    watch = Watch()
    with BadEndpoint(play, good) as bad:
        client_of(bad.url, watch).rows("SELECT ?item {}", ("item",))

    assert sum(watch.slept) == pytest.approx(pause)
    assert len(bad.queries) == 2


def test_a_wait_that_is_too_long_ends_the_run() -> None:
    """An hour is waited for by whoever calls again, not by a process that says nothing."""
    watch = Watch()
    with BadEndpoint(refuse(429, retry_after="3600"), good) as bad:
        with pytest.raises(EndpointError, match=r"asks to wait for 3,600 seconds$"):
            client_of(bad.url, watch).rows("SELECT ?item {}", ("item",))

        assert len(bad.queries) == 1


def test_pauses_double_by_chance_that_is_the_same_each_time() -> None:
    """Many clients must not come back at once; a test must."""
    watches = [Watch(), Watch()]
    for watch in watches:
        with BadEndpoint(refuse(503), refuse(502), refuse(503), good) as bad:
            client_of(bad.url, watch, tries=4).rows("SELECT ?item {}", ("item",))

    first, second, third = watches[0].slept
    assert 2 <= first <= 3
    assert 4 <= second <= 6
    assert 8 <= third <= 12
    assert watches[0].slept == watches[1].slept


@pytest.mark.parametrize(
    ("play", "said", "requests"),
    [
        (HTML, r"the answer \(text/html\) is no SPARQL result in JSON; tried 3 times", 3),
        (say(b""), r"is no SPARQL result in JSON; tried 3 times", 3),
        (NOTHING, r"is no SPARQL result in JSON; tried 3 times", 3),
        (DEEP, r"breaks off or is no SPARQL result in JSON; tried 3 times", 3),
        (truncated, r"breaks off or is no SPARQL result in JSON; tried 3 times", 3),
        (reset, r"tried 3 times", 3),
        (refuse(503, "busy"), r"HTTP 503 Service Unavailable: busy; tried 3 times", 3),
        (refuse(500, "TimeoutException"), r"HTTP 500 .*; tried 3 times", 3),
        (REDIRECT, r"it redirects to http://elsewhere.example/sparql; give that address", 1),
        (refuse(403, "Banned"), r"HTTP 403 Forbidden: Banned; an endpoint shuts out who does not say who asks", 1),
        (refuse(400, "bad \x1b[31mquery\nat line 1"), r"HTTP 400 Bad Request: bad \\x1b\[31mquery at line 1$", 1),
        (say(b'{"head":{"vars":["other"]},"results":{"bindings":[]}}'), r"no SPARQL result in JSON; tried 3", 3),
        (say(b'{"head":{},"boolean":true}'), r"no SPARQL result in JSON; tried 3 times", 3),
    ],
)
def test_bad_answer_is_tried_again_within_bounds_and_told_in_one_line(play: Play, said: str, requests: int) -> None:
    """What the endpoint does wrong must not look like a bug of ours, nor like no answer."""
    with BadEndpoint(play) as bad, pytest.raises(EndpointError, match=said) as failed:
        client_of(bad.url, Watch()).rows("SELECT ?item {}", ("item",))

    assert len(str(failed.value).splitlines()) == 1
    assert len(bad.queries) == requests


@pytest.mark.parametrize("play", [refuse(403), refuse(429, retry_after="3600")], ids=["403", "429"])
@pytest.mark.parametrize("kept", [True, False], ids=["kept", "not kept"])
def test_what_is_kept_is_promised_only_where_it_is(tmp_path: Path, kept: bool, play: Play) -> None:
    """A question that is asked at once keeps nothing, and to ask it again begins anew."""
    with Cache(tmp_path) as cache, BadEndpoint(play) as bad, pytest.raises(EndpointError) as failed:
        client_of(bad.url, Watch(), cache if kept else None).rows("SELECT ?item {}", ("item",))

    assert ("; what was fetched is kept: the same call goes on from there" in str(failed.value)) == kept


def test_endpoint_that_is_down_is_told() -> None:
    """Nobody listens there."""
    with pytest.raises(EndpointError, match=r"onnection refused; tried 3 times"):
        client_of(f"http://127.0.0.1:{free_port()}/sparql", Watch()).rows("SELECT ?item {}", ("item",))


def test_answer_that_is_too_long_is_cut_off() -> None:
    """What never ends must not fill the memory."""
    with BadEndpoint(NOTHING) as bad, pytest.raises(TooMuchError, match="longer than 1000000 bytes; tried 3 times"):
        client_of(bad.url, Watch(), longest_answer=1_000_000).rows("SELECT ?item {}", ("item",))


def test_slow_answer_is_cut_off() -> None:
    """An answer that comes letter by letter would hold the run for hours."""
    with BadEndpoint(slow) as bad, pytest.raises(TooMuchError, match=r"no whole answer within 0\.1 seconds"):
        client_of(bad.url, Watch(), timeout_seconds=0.1, tries=2).rows("SELECT ?item {}", ("item",))


def test_who_waits_for_an_answer_does_not_wait_for_each_half_of_it() -> None:
    """A question asked at a desk would else take the time of seven requests before the extract answers it."""
    manners = Manners(seconds_between=0, first_pause_seconds=0, timeout_seconds=0.2, patience_seconds=0.3)
    with BadEndpoint(slow) as bad:
        with pytest.raises(EndpointError, match=r"not all was answered within 0\.3 seconds"):
            ask(Client(bad.url, Settings(), manners), 8)

        assert len(bad.queries) < 7


def test_query_that_is_no_text_is_not_sent() -> None:
    """The guard of all queries stands here too."""
    with BadEndpoint(good) as bad:
        with pytest.raises(QueryError):
            client_of(bad.url, Watch()).rows("SELECT ?item { " + "{" * 1000, ("item",))

        assert bad.queries == []


@pytest.mark.parametrize("play", [refuse(500, "TimeoutException"), refuse(504), refuse(414), truncated], ids=range(4))
def test_what_is_too_much_goes_in_halves(play: Play, world: str) -> None:
    """A query that a service stops after its sixty seconds is asked again about half of the items, not as it was."""
    with BadEndpoint(play, play, good, behind=world) as bad:
        client = client_of(bad.url, Watch())
        parts = ask(client, 8)

    assert [len(asked_about(query)) for query in bad.queries] == [8, 4, 2, 2, 2, 2]
    assert [qid for part, _ in parts for qid in part] == QIDS
    assert sum(rows for _, rows in parts) == sum(rows for _, rows in ask(client_of(world, Watch()), 8))


def test_a_slow_part_goes_in_halves(world: str) -> None:
    """Ours is the time that ran out; the remedy is the same."""
    with BadEndpoint(slow, good, behind=world) as bad:
        parts = ask(client_of(bad.url, Watch(), timeout_seconds=0.3), 8)

    assert [len(part) for part, _ in parts] == [4, 4]


def test_long_names_make_more_queries_not_longer_ones() -> None:
    """A query has a bound; hundreds of long names in Cyrillic letters are beyond it."""
    names = [f"{number:03} {'Ж' * 240}" for number in range(260)]

    def text(some: Sequence[str]) -> str:
        return "SELECT ?item { VALUES ?x { " + " ".join(f'"{name}"' for name in some) + " } }"

    with BadEndpoint(good) as bad:
        parts = list(client_of(bad.url, Watch()).in_parts("labels", names, 260, text, ("item",)))

        assert [name for part, _ in parts for name in part] == names
        assert [len(part) for part, _ in parts] == [130, 130]
        assert all(len(query.encode()) <= Settings().query_max_bytes for query in bad.queries)


def test_what_is_too_much_even_alone_ends_the_run_within_bounds() -> None:
    """One item that no endpoint can tell of must not be asked for for ever."""
    with BadEndpoint(refuse(504)) as bad:
        with pytest.raises(TooMuchError, match=r"HTTP 504 .*; tried 3 times"):
            ask(client_of(bad.url, Watch()), 8)

        assert [len(asked_about(query)) for query in bad.queries] == [8, 4, 2, 1, 1, 1]


def test_run_goes_on_where_it_stood(tmp_path: Path, world: str) -> None:
    """What was fetched before the endpoint went away is kept, and only what is missing is asked for."""
    with Cache(tmp_path) as cache, BadEndpoint(good, good, refuse(403), behind=world) as bad:
        client = client_of(bad.url, Watch(), cache)
        with pytest.raises(EndpointError, match="HTTP 403"):
            ask(client, 2)
        port, asked = bad.server_port, [asked_about(query) for query in bad.queries]
        bad.plays, bad.queries = [good], []
        again = client_of(f"http://127.0.0.1:{port}/sparql", Watch(), cache)
        parts = ask(again, 2)

        assert asked == [QIDS[:2], QIDS[2:4], QIDS[4:6]]
        assert [asked_about(query) for query in bad.queries] == [QIDS[4:6], QIDS[6:]]
        assert [qid for part, _ in parts for qid in part] == QIDS
        assert (again.asked.sent, again.asked.kept) == (2, 2)


def test_what_was_too_much_is_not_asked_again(tmp_path: Path, world: str) -> None:
    """A run that resumes must not first wait a minute for each query that was stopped before."""
    with Cache(tmp_path) as cache, BadEndpoint(refuse(504), good, behind=world) as bad:
        first = ask(client_of(bad.url, Watch(), cache), 8)
        bad.queries.clear()
        second = ask(client_of(bad.url, Watch(), cache), 8)

        assert first == second
        assert bad.queries == []


def test_outage_is_not_kept_as_too_much(tmp_path: Path, world: str) -> None:
    """The next run would else ask for each item alone, hours longer, for ever."""
    with Cache(tmp_path) as cache, BadEndpoint(refuse(500), behind=world) as bad:
        with pytest.raises(TooMuchError):
            ask(client_of(bad.url, Watch(), cache), 8)
        bad.plays = [good]
        bad.queries.clear()
        parts = ask(client_of(bad.url, Watch(), cache), 8)

        assert [len(part) for part, _ in parts] == [8]
        assert len(bad.queries) == 1


def test_fresh_run_asks_again_and_keeps_what_is_new(tmp_path: Path) -> None:
    """An item may have changed since."""
    with Cache(tmp_path) as cache, BadEndpoint(say(EMPTY), good) as bad:
        text = "SELECT ?item {}"
        for fresh in (False, True, False):
            client_of(bad.url, Watch(), cache, fresh=fresh).rows(text, ("item",))

        assert len(bad.queries) == 2


def test_kept_answer_that_is_damaged_is_asked_for_again(tmp_path: Path) -> None:
    """A cache is a help, never a reason to fail."""
    with Cache(tmp_path) as cache, BadEndpoint(good) as bad:
        client = client_of(bad.url, Watch(), cache)
        cache.put(bad.url, "SELECT ?item {}", b'{"head":')

        assert client.rows("SELECT ?item {}", ("item",)) == []
        assert len(bad.queries) == 1


def test_refusals_of_a_minute_stay_below_what_wikidata_bears() -> None:
    """Thirty errors a minute from one client are the limit, and it is kept even where nothing but errors come."""
    watch = Watch()
    with BadEndpoint(refuse(500)) as bad, pytest.raises(EndpointError):
        ask(client_of(bad.url, watch, tries=5), 8)

    assert len(bad.queries) / (sum(watch.slept) / timedelta(minutes=1).total_seconds()) < 30
