"""Where a visitor leaves a comment.

/comments.en.html?about=id/person/p0057     the form, with what was accepted before; kept by no cache
/comments                                   takes the form; leads by 303 to
/comments/thanks.en.html?about=…
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from pyoxigraph import NamedNode, Store
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from rehabkg.comments.guard import HONEYPOT, Pace, is_own_form, marked, misuse, visitor
from rehabkg.comments.model import LONGEST, MOTIVATIONS, read
from rehabkg.comments.queue import Queue
from rehabkg.comments.words import comment_words
from rehabkg.errors import StoreError
from rehabkg.pages.links import LANGUAGES
from rehabkg.pages.render import Renderer
from rehabkg.web.forms import form_of
from rehabkg.web.problems import Problem

# Letters of a form may be three bytes, each of them escaped as three.
LONGEST_BODY = 9 * sum(LONGEST.values()) + 2_000
_FORM = "application/x-www-form-urlencoded"
_PATH, _THANKS = "comments", "comments/thanks"
# The policy of the site names no page to anybody, and an older browser would send no origin with the form.
_NOT_KEPT = {"Cache-Control": "no-store", "Content-Type": "text/html; charset=utf-8", "Referrer-Policy": "same-origin"}
_UNPROCESSABLE = 422


def routes(
    renderer: Renderer, queue: Queue, *, address: str | None = None, clock: Callable[[], float] = time.time
) -> list[BaseRoute]:
    """Return the addresses of comments on the things of one release.

    *address* is how the world names the site, *clock* tells seconds since 1970.
    """
    comments = _Comments(renderer, queue, address, clock)
    return [
        Route("/comments.{language}.html", comments.form, methods=["GET", "HEAD"]),
        Route("/comments/thanks.{language}.html", comments.thanks, methods=["GET", "HEAD"]),
        Route("/comments", comments.take, methods=["POST"]),
    ]


def comments_section(renderer: Renderer, queue: Queue, about: str, path: str, language: str) -> Markup:
    """Return the part of a thing's page with the accepted comments and the way to the form.

    *path* is that of the page. A page stands without comments where they cannot be read.
    """
    try:
        found = queue.accepted(about)
    except StoreError:
        found = []
    local = about.removeprefix(renderer.published.release.base)
    shown = renderer.render(
        "comment.html", path, language, says=comment_words(language), comments=found, about=quote(local, safe="/")
    )
    return Markup(shown.decode())  # noqa: S704 - filled by a template that escapes


class _Comments:
    def __init__(self, renderer: Renderer, queue: Queue, address: str | None, clock: Callable[[], float]) -> None:
        self._renderer, self._queue, self._address, self._clock = renderer, queue, address, clock
        self._pace = Pace()

    def form(self, request: Request) -> Response:
        language = _language(request)
        about = self._thing(request.query_params.get("about", ""))
        given = {"statement": request.query_params.get("statement", "")[: LONGEST["statement"]]}
        return self._form(about, language, given, ())

    def thanks(self, request: Request) -> Response:
        language = _language(request)
        about = self._thing(request.query_params.get("about", ""))
        return self._page("comment_thanks.html", _THANKS, language, about, says=comment_words(language))

    async def take(self, request: Request) -> Response:
        if not is_own_form(request.headers, self._address):
            raise Problem(403, "a comment is taken from the form of this site only")
        form = await form_of(request, LONGEST_BODY)
        peer = request.client.host if request.client is not None else None
        address = visitor(peer, request.headers.get("x-forwarded-for"))
        return await run_in_threadpool(self._taken, form, address)

    def _taken(self, form: Mapping[str, str], address: str | None) -> Response:
        about = self._thing(form.get("about", ""))
        language = form.get("language", LANGUAGES[0])
        language = language if language in LANGUAGES else LANGUAGES[0]
        local = about.value.removeprefix(self._renderer.published.release.base)
        thanked = RedirectResponse(f"{_THANKS}.{language}.html?about={quote(local, safe='')}", status_code=303)
        if form.get(HONEYPOT):
            return thanked
        now = self._clock()
        said, wrong = read(form, about.value)
        misused = misuse(self._secret(), form.get("mark", ""), about.value, now)
        if wrong or misused is not None:
            return self._form(about, language, form, (*wrong, *([misused] if misused else [])))
        day = datetime.fromtimestamp(now, UTC)
        if not self._pace.allows(address, day.date()):
            raise Problem(429, "too many comments today", headers={"Retry-After": "86400"})
        try:
            self._queue.add(said, day)
        except StoreError:
            raise Problem(503, "comments cannot be taken just now", headers={"Retry-After": "600"}) from None
        return thanked

    def _form(self, about: NamedNode, language: str, given: Mapping[str, str], wrong: tuple[str, ...]) -> Response:
        return self._page(
            "comment_form.html",
            _PATH,
            language,
            about,
            says=comment_words(language),
            comments=self._accepted(about),
            given={name: given.get(name, "")[:longest] for name, longest in LONGEST.items()},
            motivation=given.get("motivation") if given.get("motivation") in MOTIVATIONS else MOTIVATIONS[0],
            motivations=MOTIVATIONS,
            longest=LONGEST,
            honeypot=HONEYPOT,
            mark=marked(self._secret(), about.value, self._clock()),
            wrong=wrong,
        )

    def _page(self, template: str, path: str, language: str, about: NamedNode, **shown: Any) -> Response:
        local = about.value.removeprefix(self._renderer.published.release.base)
        content = self._renderer.render(
            template,
            path,
            language,
            f"?about={quote(local, safe='/')}",
            thing=self._renderer.labels.of(about.value, language),
            about=local,
            **shown,
        )
        return Response(
            content, _UNPROCESSABLE if shown.get("wrong") else 200, {**_NOT_KEPT, "Content-Language": language}
        )

    def _accepted(self, about: NamedNode) -> list[Any]:
        try:
            return list(self._queue.accepted(about.value))
        except StoreError:
            return []

    def _secret(self) -> bytes:
        try:
            return self._queue.secret()
        except StoreError:
            raise Problem(503, "comments cannot be taken just now", headers={"Retry-After": "600"}) from None

    def _thing(self, local: str) -> NamedNode:
        """Return the thing at a path below the base. Raises `Problem` for what this release does not show."""
        release = self._renderer.published.release
        iri = release.base + local
        if iri in release.withdrawn:
            raise Problem(410, "what stood here has been withdrawn")
        try:
            node = NamedNode(iri)
        except ValueError:
            raise Problem(404, "there is no such thing in this release") from None
        if not local or len(local) > LONGEST["about"] or not _is_shown(self._renderer.published.store, node):
            raise Problem(404, "there is no such thing in this release")
        return node


def _is_shown(store: Store, node: NamedNode) -> bool:
    # In a function of its own: an iterator of the store must not outlive its thread within the traceback of a refusal.
    return next(iter(store.quads_for_pattern(node, None, None, None)), None) is not None


def _language(request: Request) -> str:
    language = str(request.path_params["language"])
    if language not in LANGUAGES:
        raise Problem(404, "no such page")
    return language
