"""Ask a SPARQL endpoint as its keepers wish to be asked: slowly, by name, and not again when told to wait.

Wikidata's query service takes 60 seconds of processing a minute and 30 errors a minute from one client, a query may
run for 60 seconds, and who goes on after 429 (Too Many Requests, RFC 6585, section 4) is shut out for a day with 403
(Wikidata Query Service, User Manual, "Query limits"; wikitech.wikimedia.org, "Wikidata Query Service/Technical
interactions"). Its operators ask for one request at a time, a pause of `Retry-After` (RFC 9110, section 10.2.3) or a
minute after 429, and a user agent that names the tool and a way to reach its user (Wikimedia Foundation User-Agent
Policy: `<client name>/<version> (<contact information>) <library>/<version>`).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import TypeAlias, TypeVar
from urllib.request import Request

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from rehabkg.errors import EndpointError, TooMuchError, one_line, shorten
from rehabkg.query.guard import check_text
from rehabkg.query.remote import answer_to, parsed_answer, request_of, web_opener
from rehabkg.settings import Settings
from rehabkg.wikidata.cache import Cache
from rehabkg.wikidata.manners import Manners, check_endpoint, pause_asked, user_agent

_Value = TypeVar("_Value")
Term: TypeAlias = NamedNode | Literal | BlankNode
Row = tuple[Term | None, ...]
# Beyond this a GET request may be cut by what lies between (RFC 9110, section 4.1).
_LONGEST_GET = 2_000
# A query that was stopped after its time comes as 500 from Wikidata, as 408 or 504 from what stands before others;
# one that is too long as 413 or 414.
_TOO_MUCH = (408, 413, 414, 500, 504)


@dataclass(slots=True)
class Asked:
    """How many queries were answered: `sent` counts requests, also those refused, `kept` answers that were there."""

    sent: int = 0
    kept: int = 0


class Client:
    """Asks one endpoint, one request at a time. Every method raises `EndpointError` with one line.

    With a *cache* what was answered is not asked again, unless *fresh*; a failure says that *goes_on* goes on from
    there. *sleep*, *clock*, *now* and *random* are those of the machine where a test does not give its own.
    """

    def __init__(
        self,
        endpoint: str,
        settings: Settings,
        manners: Manners | None = None,
        *,
        cache: Cache | None = None,
        fresh: bool = False,
        goes_on: str = "the same call",
        tell: Callable[[str], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        random: Random | None = None,
    ) -> None:
        self.endpoint, self.asked = endpoint, Asked()
        self._settings, self._manners = settings, manners or Manners(contact=settings.contact)
        check_endpoint(endpoint, self._manners)
        self._cache, self._fresh, self._tell = cache, fresh, tell
        self._kept = "" if cache is None else f"; what was fetched is kept: {goes_on} goes on from there"
        self._sleep, self._clock, self._now = sleep, clock, now
        self._random = random or Random(0)  # noqa: S311 - it spreads pauses
        self._opener = web_opener()
        self._next_at: float | None = None
        self._until = clock() + self._manners.patience_seconds
        # The same refusals lead to the same smaller batches in the next run, which finds them in the cache.
        self._most: dict[str, int] = {}
        self._refused: list[str] = []
        self._seen: set[int] = set()
        self._noted: set[str] = set()

    def note(self, said: str) -> None:
        """Tell, once, what holds for all that this endpoint answers."""
        if said not in self._noted:
            self._noted.add(said)
            self._tell(f"{one_line(self.endpoint)}: {said}")

    def rows(self, text: str, variables: Sequence[str]) -> list[Row]:
        """Return the rows of a SELECT query, a term or None for each of *variables*."""
        return self._rows(text, variables, alone=True)

    def in_parts(
        self,
        kind: str,
        values: Sequence[_Value],
        size: int,
        text: Callable[[Sequence[_Value]], str],
        variables: Sequence[str],
    ) -> Iterator[tuple[Sequence[_Value], list[Row]]]:
        """Ask about *values*, *size* at once, by the query that *text* makes of them; yield each part with its rows.

        What is too much for the endpoint goes in halves, and so do later questions of the same *kind*. Raises
        `EndpointError` where even one value is too much.
        """  # fmt: skip
        parts = deque([values])
        while parts:
            part = parts.popleft()
            most = min(size, self._most.get(kind, size))
            if len(part) > most:
                parts.extendleft(reversed([part[start : start + most] for start in range(0, len(part), most)]))
                continue
            if not part:
                continue
            query = text(part)
            if len(part) > 1 and len(query.encode()) > self._settings.query_max_bytes:
                parts.extendleft((part[len(part) // 2 :], part[: len(part) // 2]))
                continue
            try:
                yield part, self._rows(query, variables, alone=len(part) == 1)
            except TooMuchError as error:
                if len(part) == 1:
                    raise
                self._most[kind] = len(part) // 2
                self._tell(f"{shorten(str(error), 200)}; from here on {len(part) // 2} at once")
                parts.appendleft(part)

    def _rows(self, text: str, variables: Sequence[str], *, alone: bool) -> list[Row]:
        known = None if self._cache is None else self._cache.get(self.endpoint, text)
        # A fresh run asks again, but not twice for the same.
        if known is not None and (not self._fresh or hash(text) in self._seen):
            if known.body is None and not alone:
                self.asked.kept += 1
                raise TooMuchError(f"{one_line(self.endpoint)}: was too much before")
            rows = None if known.body is None else _read(known.body, variables)
            if rows is not None:
                self.asked.kept += 1
                return rows
        try:
            body, rows = self._answer(text, variables, alone)
        except TooMuchError:
            self._refused = [] if alone else [*self._refused, text]
            raise
        # What was refused was too much if less is answered; else the endpoint was ill, and the next run asks again.
        for refused in self._refused:
            self._keep(refused, None)
        self._refused = []
        self._keep(text, body)
        return rows

    def _keep(self, text: str, body: bytes | None) -> None:
        if self._cache is not None:
            self._cache.put(self.endpoint, text, body)
            if self._fresh:
                self._seen.add(hash(text))

    def _answer(self, text: str, variables: Sequence[str], alone: bool) -> tuple[bytes, list[Row]]:
        """Send a query, again while the refusal may pass; where it does not go *alone*, too much is told at once."""
        for tried in range(1, self._manners.tries + 1):
            try:
                return self._once(text, variables)
            except EndpointError as error:
                if not alone and _is_too_much(error):
                    self._rest(max(self._backoff(tried), self._pause_asked(error) or 0))
                    raise TooMuchError(str(error), status=error.status) from error
                self._give_up_or_wait(error, tried)
        raise AssertionError  # pragma: no cover - the last try returns or raises

    def _give_up_or_wait(self, error: EndpointError, tried: int) -> None:
        tries = self._manners.tries
        kind = TooMuchError if _is_too_much(error) else EndpointError
        if not error.passing or tried == tries:
            said = f"{error}; tried {tries} times" if error.passing else str(error)
            if error.status == 403:
                said += "; an endpoint shuts out who does not say who asks, or asked too much"
            raise kind(f"{said}{self._kept}", status=error.status) from error
        asked = self._pause_asked(error)
        pause = self._backoff(tried) if asked is None else asked
        self._tell(f"{shorten(str(error), 300)}; again in {pause:,.0f} s")
        self._rest(pause)

    def _pause_asked(self, error: EndpointError) -> float | None:
        """Return the pause that a refusal asks for; raises `EndpointError` where it is longer than anyone waits."""
        pause = pause_asked(error, self._now())
        if pause is not None and pause > self._manners.longest_wait_seconds:
            said = f"{error}; it asks to wait for {pause:,.0f} seconds{self._kept}"
            raise EndpointError(said, status=error.status) from error
        return pause

    def _backoff(self, tried: int) -> float:
        pause = self._manners.first_pause_seconds * 2.0 ** (tried - 1) * (1 + self._random.random() / 2)
        return min(pause, self._manners.longest_wait_seconds)

    def _rest(self, seconds: float) -> None:
        self._next_at = max(self._next_at or 0.0, self._clock() + seconds)

    def _once(self, text: str, variables: Sequence[str]) -> tuple[bytes, list[Row]]:
        manners = self._manners
        if self._next_at is not None and (wait := self._next_at - self._clock()) > 0:
            self._sleep(wait)
        where, left = one_line(self.endpoint), self._until - self._clock()
        if left <= 0:
            raise EndpointError(f"{where}: not all was answered within {manners.patience_seconds:g} seconds")
        self.asked.sent += 1
        try:
            request, seconds = self._request(text), min(left, manners.timeout_seconds)
            kind, body = answer_to(request, self.endpoint, self._opener, seconds, manners.longest_answer)
        finally:
            self._rest(manners.seconds_between)
        rows = _read(body, variables)
        if rows is not None:
            return body, rows
        if body.lstrip()[:1] == b"{":
            # So a query looks that ran out of its time when half of its rows were sent.
            raise TooMuchError(f"{where}: the answer ({kind}) breaks off or is no SPARQL result in JSON", passing=True)
        raise EndpointError(f"{where}: the answer ({kind}) is no SPARQL result in JSON", passing=True)

    def _request(self, text: str) -> Request:
        from SPARQLWrapper import GET, JSON, POST, SELECT, SPARQLWrapper

        limits = self._settings
        check_text(text, max_bytes=limits.query_max_bytes, max_depth=limits.query_max_depth, remote=True)
        wrapper = SPARQLWrapper(self.endpoint, agent=user_agent(self._manners))
        # SPARQLWrapper would guess the form of the query, and take one that speaks of "ADD" for an update.
        wrapper.queryString, wrapper.queryType = text, SELECT
        wrapper.setReturnFormat(JSON)
        wrapper.setMethod(POST if len(text.encode()) > _LONGEST_GET else GET)
        return request_of(wrapper)


def _is_too_much(error: EndpointError) -> bool:
    return isinstance(error, TooMuchError) or error.status in _TOO_MUCH


def _read(body: bytes, variables: Sequence[str]) -> list[Row] | None:
    """Return the rows of an answer, or None where it is none or lacks a variable."""
    try:
        found = parsed_answer(body)
        if not isinstance(found, QuerySolutions):
            return None
        if not {variable.value for variable in found.variables}.issuperset(variables):
            return None
        return [tuple(solution[name] for name in variables) for solution in found]
    except (SyntaxError, ValueError):
        return None
