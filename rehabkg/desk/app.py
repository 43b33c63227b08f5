"""The pages of the desk: one pair, the list of what waits, and the two forms.

/en/                               the first pair that waits
/en/pair?left=…&right=…&kind=…     one pair; `kind` narrows what comes next
/en/next?after=7&kind=…            leads by 303 to the first pair behind the seventh
/en/list?start=…&kind=…            what waits, a hundred a page
/en/decide, /en/undo               take the forms; lead by 303 to the next pair, or back to the one undone
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from pyoxigraph import Store
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from rehabkg.desk.compare import Explain, compared, reasons
from rehabkg.desk.guard import is_mark
from rehabkg.desk.items import Items, side_of_item
from rehabkg.desk.queue import Queue
from rehabkg.desk.render import Shown, own_static_folder
from rehabkg.desk.session import CHANGED, NOTHING, Session
from rehabkg.desk.sides import Side, side_of_thing
from rehabkg.errors import CallError, RehabkgError, one_line
from rehabkg.iri import RECORD_FORM, Iris
from rehabkg.link.decision import CLOSE, DIFFERENT, ITEM_FORM, KINDS, LONGEST, SAME
from rehabkg.link.kept_items import FILE as ITEMS
from rehabkg.link.named import Named
from rehabkg.pages.links import LANGUAGES
from rehabkg.pages.render import static_folder
from rehabkg.web.forms import form_of
from rehabkg.web.problems import Problem

# Letters of a form may be three bytes, each of them escaped as three.
LONGEST_BODY = 9 * sum(LONGEST.values()) + 2_000
_A_PAGE = 100
_DECIDED = (SAME, CLOSE, DIFFERENT)


class Desk:
    """The desk of one store, for one person at a time. *links* is the folder of the tables, *today* tells the day."""

    def __init__(
        self,
        store: Store,
        iris: Iris,
        links: Path,
        *,
        token: str,
        who: str = "",
        language: str = LANGUAGES[0],
        explain: Explain | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._store, self._iris, self._token, self._language = store, iris, token, language
        self._queue, self._items = Queue(links), Items(links / "wikidata" / ITEMS)
        self._session, self._explain = Session(self._queue, who, today), explain
        self._shown = Shown(token)

    def application(self) -> Starlette:
        """Return the application, without the guard before it."""
        return Starlette(
            routes=[
                Route("/", self._home, methods=["GET"]),
                Route("/{language}/", self._next, methods=["GET"]),
                Route("/{language}/next", self._next, methods=["GET"]),
                Route("/{language}/pair", self._pair, methods=["GET"]),
                Route("/{language}/list", self._list, methods=["GET"]),
                Route("/{language}/decide", self._decide, methods=["POST"]),
                Route("/{language}/undo", self._undo, methods=["POST"]),
                Mount("/desk", StaticFiles(directory=own_static_folder())),
                Mount("/static", StaticFiles(directory=static_folder())),
            ],
            exception_handlers={
                Problem: self._problem,
                HTTPException: self._problem,
                RehabkgError: self._refused,
            },
        )

    def _home(self, request: Request) -> Response:
        return RedirectResponse(_address(self._language, "", kind=_kind(request)), 303)

    def _next(self, request: Request) -> Response:
        language, kind = _language(request), _kind(request)
        after = _number(request.query_params.get("after", "-1"))
        found = self._queue.after(after, kind)
        if found is not None:
            left, right = found.candidate.left, found.candidate.right
            return RedirectResponse(_address(language, "pair", left=left, right=right, kind=kind), 303)
        earlier = self._queue.after(-1, kind) if after >= 0 else None
        return self._page(request, "none.html", kind=kind, earlier=earlier)

    def _list(self, request: Request) -> Response:
        kind = _kind(request)
        found = list(islice(self._queue.waiting(_number(request.query_params.get("start", "0")), kind), _A_PAGE + 1))
        later = found[_A_PAGE].position if len(found) > _A_PAGE else None
        return self._page(request, "list.html", kind=kind, found=found[:_A_PAGE], later=later)

    def _pair(self, request: Request) -> Response:
        left, right = (request.query_params.get(name, "") for name in ("left", "right"))
        return self._pair_page(request, left, right, {})

    def _pair_page(
        self, request: Request, left: str, right: str, given: Mapping[str, str], *wrong: str, status: int = 200
    ) -> Response:
        language = _language(request)
        placed = self._queue.of(left, right)
        if placed is None and not self._are_known(left, right):
            raise Problem(404, "there is no such pair")
        candidate = placed.candidate if placed is not None else None
        if candidate is not None:
            left, right = candidate.left, candidate.right
        else:
            left, right = self._as_known(left), self._as_known(right)
        shows = (candidate.left_shows, candidate.right_shows) if candidate is not None else ("", "")
        sides = self._side(left, language, shows[0]), self._side(right, language, shows[1])
        told = self._explain(left, right) if self._explain is not None else None
        basis = candidate.basis if candidate is not None else ()
        found = [code for code, _ in told] if told is not None else basis
        decisions = self._queue.decisions()
        return self._page(
            request,
            "pair.html",
            status=status,
            kind=_kind(request),
            left=sides[0],
            right=sides[1],
            rows=compared(*sides, found),
            candidate=candidate,
            after=placed.position if placed is not None else -1,
            reasons=reasons(basis, told, language),
            with_bits=told is not None,
            with_item=any(ITEM_FORM.fullmatch(one) for one in (left, right)),
            of_records=all(RECORD_FORM.fullmatch(one) for one in (left, right)),
            history=decisions.history(left, right),
            contradictions=[one for one in decisions.contradictions() if {left, right} & set(one.chain)],
            given={"who": given.get("who", self._session.who), "why": given.get("why", "")},
            longest=LONGEST,
            wrong=wrong,
        )

    async def _decide(self, request: Request) -> Response:
        form = await form_of(request, LONGEST_BODY)
        return await run_in_threadpool(self._take, request, form)

    def _take(self, request: Request, form: Mapping[str, str]) -> Response:
        language, kind = _language(request), _kind(request)
        self._check(form)
        left, right, decision, who, why = (form.get(name, "") for name in ("left", "right", "decision", "who", "why"))
        placed = self._queue.of(left, right)
        if placed is None and not self._are_known(left, right):
            raise Problem(404, "there is no such pair")
        if decision not in _DECIDED:
            raise Problem(400, f"a decision is one of {', '.join(_DECIDED)}")
        of_kind = placed.candidate.kind if placed is not None else self._named.kind_of_pair(left, right)
        left, right = self._as_known(left), self._as_known(right)
        try:
            seen = _number(form.get("seen", ""))
            if not self._session.decide(left, right, decision, of_kind, who, why, seen=seen):
                return self._pair_page(request, left, right, form, "changed", status=409)
        except CallError as error:
            wrong = str(error).partition(" ")[0]
            if wrong not in ("who", "why"):
                raise Problem(400, one_line(error)) from None
            return self._pair_page(request, left, right, form, wrong, status=422)
        after = placed.position if placed is not None else -1
        return RedirectResponse(_address(language, "next", after=str(after), kind=kind), 303)

    async def _undo(self, request: Request) -> Response:
        form = await form_of(request, LONGEST_BODY)
        return await run_in_threadpool(self._take_back, request, form)

    def _take_back(self, request: Request, form: Mapping[str, str]) -> Response:
        language, kind = _language(request), _kind(request)
        self._check(form)
        left, right = form.get("left", ""), form.get("right", "")
        came = self._session.undo(left, right, self._shown.words(language)["undone"])
        if came == CHANGED:
            return self._pair_page(request, left, right, form, "changed", status=409)
        if came == NOTHING:
            return RedirectResponse(_address(language, "next", kind=kind), 303)
        return RedirectResponse(_address(language, "pair", left=left, right=right, kind=kind), 303)

    def _check(self, form: Mapping[str, str]) -> None:
        if not is_mark(form.get("mark", ""), self._token):
            raise Problem(403, "a decision is taken from the forms of the desk only")

    @property
    def _named(self) -> Named:
        return Named(self._store, self._iris)

    def _are_known(self, left: str, right: str) -> bool:
        try:
            self._named.kind_of_pair(left, right)
        except RehabkgError:
            return False
        return left != right

    def _as_known(self, identifier: str) -> str:
        """Return the id as the tables have it; what the store does not know stays as a run wrote it."""
        try:
            return self._named.canonical(identifier)
        except RehabkgError:
            return identifier

    def _side(self, identifier: str, language: str, shows: str) -> Side:
        if ITEM_FORM.fullmatch(identifier):
            return side_of_item(self._items.get(identifier), identifier, language, shows)
        return side_of_thing(self._store, self._iris, identifier, language, shows)

    def _page(self, request: Request, template: str, *, status: int = 200, **shown: Any) -> Response:
        language = _language(request)
        other = next(one for one in LANGUAGES if one != language)
        query = f"?{request.url.query}" if request.url.query and request.method == "GET" else ""
        path = request.url.path.partition(f"/{language}/")[2] if request.method == "GET" else ""
        content = self._shown.page(
            template,
            language,
            other_language=other,
            in_other_language=f"/{other}/{path}{query}",
            counts=self._queue.counts(),
            done=self._session.last,
            **shown,
        )
        return Response(content, status, {"Content-Language": language}, "text/html; charset=utf-8")

    async def _problem(self, request: Request, error: Exception) -> Response:
        if isinstance(error, Problem):
            return self._message(request, error.status, error.detail)
        status = error.status_code if isinstance(error, HTTPException) else 500
        return self._message(request, status, HTTPStatus(status).phrase)

    async def _refused(self, request: Request, error: Exception) -> Response:
        return self._message(request, 503, str(error))

    def _message(self, request: Request, status: int, detail: str) -> Response:
        language = request.path_params.get("language")
        language = language if language in LANGUAGES else self._language
        content = self._shown.page("refused.html", language, status=status, lines=detail.splitlines())
        return Response(content, status, {"Content-Language": language}, "text/html; charset=utf-8")


def _language(request: Request) -> str:
    language = str(request.path_params["language"])
    if language not in LANGUAGES:
        raise Problem(404, "no such page")
    return language


def _kind(request: Request) -> str | None:
    kind = request.query_params.get("kind") or None
    if kind is not None and kind not in KINDS:
        raise Problem(404, f"a kind is one of {', '.join(KINDS)}")
    return kind


def _number(text: str) -> int:
    try:
        return min(max(int(text[:12]), -1), 10**9)
    except ValueError:
        return -1


def _address(language: str, page: str, **asked: str | None) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/{language}/{page}?{query}" if query else f"/{language}/{page}"
