"""A release made by hand: the whole curated graph and two small lists of invented people."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
from load_fixture import load_table, table, table_row, written
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from rehabkg.pipeline import Assembled
from rehabkg.release.model import open_release
from rehabkg.settings import DEFAULT_BASE
from rehabkg.store.version import write_version
from rehabkg.web.problems import MEDIA_TYPE, Problem
from rehabkg.web.published import Published

NAME = "2026-11-28"
SILENT = {"rehabilitation_organ": "None", "rehabilitation_date": "None", "rehabilitation_reason": "None"}
SHOT = {"sentence": "ВМН", "process_date": "9.10.1937"}
FIRST = (
    table_row(1),
    table_row(2, surname="Выдумов", name="Пётр", patronimic="Небылович", birth_year="1901", nation="поляк", **SHOT),
    table_row(3, surname="Выдумова", name="Анна", patronimic="Ильинична", sex="ж", nation="полька", **SHOT, **SILENT),
    table_row(4, surname="Небылицын", name="Фома", birth_year="1880", live_place="г. Омск", birth_place="Омская обл."),
    table_row(5, surname="Мстиславцев", name="Лев", patronimic="Фомич", **SILENT),
)
SECOND = (
    table_row(1, surname="Выдумов", name="Иван", patronimic="Ильич", birth_year="1895"),
    table_row(2, surname="<script>alert(1)</script>", name="&amp;", patronimic="Знаков"),
)


def made(folder: Path, assembled: Assembled) -> Published:
    """Write the release into *folder* and open it."""
    store = folder / NAME / "store"
    store.parent.mkdir(parents=True)
    write_version(store, assembled.nquads(), DEFAULT_BASE)
    load_table(store, written(folder / "first.tsv", table(*FIRST)), source="first", title="Первый список")
    load_table(store, written(folder / "second.tsv", table(*SECOND)), source="second")
    told = {"format": 1, "created": "2026-11-28T10:00:00+00:00", "base": DEFAULT_BASE, "former": None, "withdrawn": []}
    (folder / NAME / "release.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "CURRENT").write_text(f"{NAME}\n", encoding="utf-8")
    return Published.open(open_release(folder))


def application(routes: list[BaseRoute]) -> Starlette:
    """Return an application of some routes; refusals are answered as the server does."""

    async def refused(_: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return Response(error.body, error.status, {**error.headers, "Content-Type": MEDIA_TYPE})

    return Starlette(routes=routes, exception_handlers={Problem: refused})


def client(routes: list[BaseRoute]) -> httpx.AsyncClient:
    """Return a client that asks the application as over the network; its errors are raised here."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=application(routes)), base_url="http://test", follow_redirects=False
    )
