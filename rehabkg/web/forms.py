"""The fields of a form that a client sends (HTML, section 4.10.21.5; URL, section 5.1), bounded while they come."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.requests import Request

from rehabkg.web.problems import Problem

FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 20


async def form_of(request: Request, most_bytes: int) -> dict[str, str]:
    """Return the first value of each field.

    Raises `Problem`: 415 for another type of content, 413 beyond *most_bytes*, 400 for what cannot be read.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Problem(415, f"only {FORM} is read")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most_bytes:
            raise Problem(413, f"a form holds at most {most_bytes} bytes")
    try:
        found = parse_qs(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Problem(400, "the form cannot be read") from None
    return {name: values[0] for name, values in found.items()}
