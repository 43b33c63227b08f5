"""A server takes up the release that comes into force: no request fails meanwhile, and nothing of the old one stays."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from published import into_force, release_of
from running import Running, running
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from rehabkg.release.model import RELEASE_FILE, Release
from rehabkg.server.shell import Shell
from rehabkg.server.succession import Succession
from rehabkg.settings import DEFAULT_BASE

FIRST, SECOND, BROKEN, THIRD = "2026-11-28", "2026-11-29", "2026-11-29.2", "2026-11-30"
GRAPH = f"<{DEFAULT_BASE}graph/list>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
TYPE = f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{DEFAULT_BASE}ontology#Person>"
GOES = f"{DEFAULT_BASE}id/person/x9"
PAGE, DATA = "/doc/person/x1.en.html", "/doc/person/x1.ttl"
QUERY = {"query": f"SELECT ?label {{ <{DEFAULT_BASE}id/person/x1> {LABEL} ?label }}", "format": "csv"}


def content(word: str) -> bytes:
    people = [f"<{DEFAULT_BASE}id/person/x{number}>" for number in range(1, 10)]
    return "".join(f'{one} {TYPE} {GRAPH} .\n{one} {LABEL} "{word}"@en {GRAPH} .\n' for one in people).encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("succession")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    release_of(folder / "releases", content("Firstborn"))
    with running(folder / "releases", messages=folder / "messages") as server:
        yield server


def until(holds: Callable[[], bool], *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.05)


def everywhere(server: Running, word: str) -> bool:
    """Whether both processes answer so: a new connection each time may reach either."""
    return all(word in httpx.get(f"{server.url}{DATA}", timeout=30).text for _ in range(20))


def test_no_request_fails_while_a_release_takes_over(server: Running, folder: Path) -> None:
    """Pages, data, questions and searches are asked without a pause; each is answered, by one release or the other."""
    addresses = (PAGE, DATA, "/search.en.html?q=Firstborn", "/", "/releases.json")
    over, statuses = threading.Event(), Counter[int]()

    def ask(place: int) -> Counter[int]:
        found, number = Counter[int](), place
        with httpx.Client(base_url=server.url, timeout=60) as client:
            while not over.is_set():
                number += 1
                answer = (
                    client.get("/sparql", params={**QUERY, "nothing": str(number)})
                    if number % 6 == 0
                    else client.get(addresses[number % 6 - 1])
                )
                found[answer.status_code] += 1
        return found

    before = httpx.get(f"{server.url}{PAGE}", timeout=30)
    with ThreadPoolExecutor(4) as clients:
        asked = [clients.submit(ask, place) for place in range(4)]
        try:
            release_of(folder / "releases", content("Secondborn"), withdrawn=[GOES], name=SECOND)
            until(lambda: everywhere(server, "Secondborn"))
        finally:
            over.set()
        for one in asked:
            statuses += one.result()

    assert set(statuses) == {200}, statuses
    after = httpx.get(f"{server.url}{PAGE}", headers={"If-None-Match": before.headers["etag"]}, timeout=30)
    assert after.status_code == 200, "what a client kept of the former release is no longer right"
    assert "Secondborn" in after.text
    assert "Firstborn" not in after.text


def test_all_rooms_answer_from_the_new_release(server: Running) -> None:
    """Questions, search, what was withdrawn and the list of releases follow; the former release keeps its address."""
    until(lambda: everywhere(server, "Secondborn"))

    def get(path: str, **parameters: str) -> httpx.Response:
        return httpx.get(f"{server.url}{path}", params=parameters or None, timeout=30)

    assert "Secondborn" in get("/sparql", **QUERY).text
    assert "Secondborn" in get("/search.en.html", q="Secondborn").text
    assert get("/id/person/x9").status_code == 410
    told = get("/releases.json").json()
    assert told["current"] == SECOND
    assert [release["name"] for release in told["releases"]] == [SECOND, FIRST]
    assert get(f"/releases/{FIRST}.json").status_code == 200


def test_former_release_is_let_go(server: Running, folder: Path) -> None:
    """Its store and the workers of its queries hold memory and files: neither the server nor a worker keeps them."""
    if not Path("/proc/self/task").exists():
        pytest.skip("this system does not tell what a process has open")
    until(lambda: everywhere(server, "Secondborn"))

    def has_open(release: str) -> bool:
        return any(str(folder / "releases" / release) in name for name in _open_files(server.process.pid))

    assert has_open(SECOND)
    until(lambda: not has_open(FIRST))


def _open_files(pid: int) -> Iterator[str]:
    """Yield the names of the files that a process and its children have open."""
    process = Path(f"/proc/{pid}")
    with contextlib.suppress(OSError):
        for entry in (process / "fd").iterdir():
            yield str(entry.readlink())
    with contextlib.suppress(OSError):
        for child in (process / "task" / str(pid) / "children").read_text().split():
            yield from _open_files(int(child))


def test_release_that_cannot_be_opened_is_told_in_a_line_and_not_served(server: Running, folder: Path) -> None:
    """A disk may spoil a release: readers keep the former one, the editor hears why, and the next one is taken up."""
    until(lambda: everywhere(server, "Secondborn"))
    broken = folder / "releases" / BROKEN
    broken.mkdir()
    (broken / RELEASE_FILE).write_text("{")

    into_force(folder / "releases", BROKEN)

    def told() -> list[str]:
        return [line for line in (folder / "messages").read_text().splitlines() if BROKEN in line]

    until(lambda: len(told()) == 2)
    assert all(line.startswith("rehabkg serve, process ") for line in told())
    assert all(f"{SECOND} stays in service" in line for line in told())
    assert everywhere(server, "Secondborn")

    release_of(folder / "releases", content("Thirdborn"), name=THIRD)

    until(lambda: everywhere(server, "Thirdborn"))
    assert len(told()) == 2, "each process says it once"


def test_answer_under_way_is_ended_by_the_release_that_began_it(tmp_path: Path) -> None:
    """A long download or query must not be cut; only then are the workers of its release ended."""
    release_of(tmp_path, content("Firstborn"))
    asyncio.run(asyncio.wait_for(_answer_across(tmp_path), 60))


async def _answer_across(folder: Path) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    ended: list[str] = []

    def opened(release: Release) -> Shell:
        async def slow(_: Request) -> Response:
            begun.set()
            await go_on.wait()
            return PlainTextResponse(f"{release.name}, {ended}")

        async def quick(_: Request) -> Response:
            return PlainTextResponse(release.name)

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            yield
            ended.append(release.name)

        return Shell(Starlette(routes=[Route("/slow", slow), Route("/quick", quick)], lifespan=lifespan), 0)

    app = Succession(folder, opened, looked_every=0.01)
    messages: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    messages.put_nowait({"type": "lifespan.startup"})

    async def unheard(_: object) -> None:
        return

    life = asyncio.create_task(app({"type": "lifespan"}, messages.get, unheard))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://data.example") as client:
        answer = asyncio.create_task(client.get("/slow"))
        await begun.wait()
        release_of(folder, content("Secondborn"), name=SECOND)
        while (await client.get("/quick")).text != SECOND:
            await asyncio.sleep(0.01)
        assert ended == []

        go_on.set()

        assert (await answer).text == f"{FIRST}, []"
        while ended != [FIRST]:
            await asyncio.sleep(0.01)
    messages.put_nowait({"type": "lifespan.shutdown"})
    await life
    assert ended == [FIRST, SECOND]
