"""The files that all pages share, answered whole, so that they are kept and coded like pages."""

from __future__ import annotations

import mimetypes
import os
from datetime import UTC, datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from rehabkg.web.answers import Answer, respond


class Static(StaticFiles):
    """Serves a folder whose files fit into memory."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,  # noqa: ARG002 - a page for what is not found, which these files have not
    ) -> Response:
        """Return a file with a tag of its content."""
        kind = mimetypes.guess_type(full_path)[0] or "application/octet-stream"
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        modified = datetime.fromtimestamp(int(stat_result.st_mtime), UTC)
        return respond(Request(scope), Answer(Path(full_path).read_bytes(), kind, modified))
