"""Refusals as answers: problem+json, or a page where a client likes that better; a fault of ours says nothing more."""

from __future__ import annotations

import sys
import traceback

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from rehabkg.pages.render import Renderer
from rehabkg.web.media import HTML, MediaType, chosen, chosen_language
from rehabkg.web.problems import MEDIA_TYPE, Problem

_PROBLEM = MediaType(MEDIA_TYPE, "json", ("application/json",), charset=False)
_LANGUAGES = ("en", "ru")


class Refusals:
    """Turns what is raised into answers."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def problem(self, request: Request, error: Exception) -> Response:
        """Answer a refusal."""
        if not isinstance(error, Problem):
            raise error
        headers = {**error.headers, "Vary": "Accept, Accept-Language", "Cache-Control": "no-store"}
        if chosen(request.headers.get("accept"), (_PROBLEM, HTML)) == HTML:
            language = _language(request)
            headers["Content-Language"] = language
            path = request.url.path.lstrip("/")
            page = self._renderer.render("problem.html", path, language, problem=error)
            return Response(page, error.status, {**headers, "Content-Type": HTML.header})
        return Response(error.body, error.status, {**headers, "Content-Type": MEDIA_TYPE})

    def of_starlette(self, request: Request, error: Exception) -> Response:
        """Answer what the framework refuses: no such address, no such method."""
        if not isinstance(error, HTTPException):
            raise error
        detail = {404: "there is nothing at this address", 405: "this address takes no such method"}
        said = detail.get(error.status_code, "the request cannot be answered")
        return self.problem(request, Problem(error.status_code, said, headers=error.headers))

    def of_ours(self, request: Request, error: Exception) -> Response:
        """Answer what a user can mend, by the code that a command would end with."""
        code = getattr(error, "exit_code", 1)
        return self.problem(request, Problem(400 if code == 2 else 500, str(error)))

    def fault(self, request: Request, error: Exception) -> Response:
        """Answer a fault of ours; what it was goes to the log."""
        traceback.print_exception(error, file=sys.stderr)
        return self.problem(request, Problem(500, "a fault of the server; it has been noted"))


def _language(request: Request) -> str:
    for language in _LANGUAGES:
        if request.url.path.endswith(f".{language}.html"):
            return language
    return chosen_language(request.headers.get("accept-language"), _LANGUAGES)
