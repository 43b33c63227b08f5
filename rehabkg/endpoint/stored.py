"""The stored queries as an API: a name and its parameters become a task; paging, and the links to other pages."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from rehabkg.endpoint.service import Service
from rehabkg.endpoint.task import Task
from rehabkg.errors import CallError, NotFoundError, ParameterError
from rehabkg.iri import Iris
from rehabkg.query.bind import bound_text
from rehabkg.query.catalog import stored_query
from rehabkg.query.header import StoredQuery
from rehabkg.search.find import observations
from rehabkg.web.problems import Problem

# Parameters of the API itself; no stored query has one of these names.
RESERVED = ("format", "limit", "offset", "page", "view")
DEFAULT_PAGE, LONGEST_PAGE, FURTHEST = 100, 10_000, 10_000_000
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows are asked for; `limit` is None for all of them."""

    limit: int | None = None
    offset: int = 0

    @property
    def clause(self) -> str:
        """The end of the query's text. One row more is asked for, which shows whether there is another page."""
        return "" if self.limit is None else f"\nLIMIT {self.limit + 1}\nOFFSET {self.offset}\n"


@dataclass(frozen=True, slots=True)
class Call:
    """A stored query, the values given for its parameters, and the page asked for."""

    query: StoredQuery
    values: Mapping[str, str]
    page: Page

    async def task(self, service: Service, results: str, **limits: Any) -> Task:
        """Return what a worker is to do. Raises `Problem` naming the parameter whose value is not of its type."""
        iris = Iris(service.published.release.base)
        search = observations(service.published.settings.store_path, iris)
        try:
            # A name is sought in an index on disk.
            text = await asyncio.to_thread(bound_text, self.query, self.values, iris, search)
        except ParameterError as error:
            raise Problem(400, str(error), members={"parameter": error.parameter}) from None
        except CallError as error:
            raise Problem(400, str(error)) from None
        if self.page.limit is not None:
            limits = {**limits, "rows": self.page.limit}
        return service.limited(Task(text + self.page.clause, results, None), **limits)

    def address(self, suffix: str, **changes: object) -> str:
        """Return the address of this query's answer, relative to those of the other queries."""
        pairs = [*self.values.items(), *((name, str(value)) for name, value in changes.items() if value is not None)]
        return f"{self.query.name}{suffix}" + (f"?{urlencode(pairs)}" if pairs else "")

    def links(self, suffix: str, kept: Mapping[str, str]) -> tuple[str, ...]:
        """Return the links to other pages (RFC 8288); the next one is the last."""
        limit, offset = self.page.limit, self.page.offset
        if limit is None:
            return ()

        def link(start: int, relation: str) -> str:
            return f'<{self.address(suffix, **kept, limit=limit, offset=start)}>; rel="{relation}"'

        before = (link(max(offset - limit, 0), "prev"),) if offset else ()
        return (link(0, "first"), *before, link(offset + limit, "next"))


def query_of(name: str) -> StoredQuery:
    """Return a stored query. Raises `Problem` 404 with the nearest names."""
    if not _NAME.fullmatch(name):
        raise Problem(404, "there is no query of that name")
    try:
        return stored_query(name)
    except NotFoundError as error:
        raise Problem(404, str(error)) from None


def call_of(name: str, parameters: QueryParams) -> Call:
    """Return what is asked of a stored query. A blank value, as a form sends it, is taken for none.

    Raises `Problem` for an unknown query, a parameter it does not have or that is given twice, and a bad page.
    """
    query = query_of(name)
    given = [(key, value) for key, value in parameters.multi_items() if value]
    for key, _ in given:
        if key not in query.parameters and key not in RESERVED:
            known = ", ".join((*query.parameters, *RESERVED))
            raise Problem(
                400, f"query {name!r} has no such parameter; it has: {known}", members={"parameter": key[:80]}
            )
    values = dict(given)
    if len(values) < len(given):
        raise Problem(400, "a parameter is given more than once")
    own = {key: value for key, value in values.items() if key in query.parameters}
    return Call(query, own, _page(values))


def _page(values: Mapping[str, str]) -> Page:
    if not {"limit", "offset", "page"} & set(values):
        return Page()
    limit = _number(values, "limit", DEFAULT_PAGE, 1, LONGEST_PAGE)
    if "page" in values:
        return Page(limit, (_number(values, "page", 1, 1, FURTHEST // limit) - 1) * limit)
    return Page(limit, _number(values, "offset", 0, 0, FURTHEST))


def _number(values: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = values.get(name, str(default))
    if not _WHOLE_NUMBER.fullmatch(text) or not least <= int(text) <= most:
        detail = f"parameter {name!r} is not a whole number from {least} to {most}"
        raise Problem(400, detail, members={"parameter": name})
    return int(text)
