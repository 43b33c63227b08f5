"""Give the files of releases: dumps and changes, in parts if asked, under names that no path can leave."""

from __future__ import annotations

from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from rehabkg.errors import NotFoundError, StoreError
from rehabkg.release.changes import ADDED, REMOVED, change_file
from rehabkg.release.model import CHANGES, Dump, Release, open_release
from rehabkg.web.answers import CACHED, etag_among
from rehabkg.web.problems import Problem

# The files of a release never change.
_KEPT = "public, max-age=31536000, immutable"


def release_named(folder: Path, name: str, current: Release) -> Release:
    """Return a release by its name. Raises `Problem` where there is none."""
    if name == current.name:
        return current
    try:
        return open_release(folder, name)
    except (NotFoundError, StoreError):
        raise Problem(404, "there is no such release") from None


def refuse_closed(release: Release, current: Release) -> None:
    """Raise `Problem` for a release that holds what is withheld since."""
    if release.name in current.closed:
        raise Problem(410, "the files of this release are no longer given: it holds what was withdrawn since")


def dump_file(request: Request, release: Release, name: str, *, lasting: bool) -> Response:
    """Return a dump of a release; *lasting* says that the address is that of this release alone."""
    dump = next((dump for dump in release.files if dump.file == name), None)
    if dump is None:
        raise Problem(404, "there is no such dump in this release")
    return _file(request, release.dumps / dump.file, release, dump, lasting=lasting)


def changes_file(request: Request, release: Release, name: str) -> Response:
    """Return the file of what was added to, or removed from, a graph."""
    for change in release.changes:
        for kind in (ADDED, REMOVED):
            path = change_file(release.path / CHANGES, change.name, kind)
            if path.name == name:
                return _file(request, path, release, None, lasting=True)
    raise Problem(404, "there is no such file of changes in this release")


def _file(request: Request, path: Path, release: Release, dump: Dump | None, *, lasting: bool) -> Response:
    etag = f'"{dump.sha256}"' if dump is not None else f'"{release.name}-{quote(path.name)}"'
    headers = {
        "ETag": etag,
        "Last-Modified": format_datetime(release.created, usegmt=True),
        "Cache-Control": _KEPT if lasting else CACHED,
    }
    if etag_among(etag, request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    # Packed is how the file is kept, not how it is sent: a client shall store it as it is (RFC 9110, section 8.4.1).
    return FileResponse(path, headers=headers, media_type="application/gzip", filename=path.name)
