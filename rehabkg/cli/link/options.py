"""Options of the commands that ask Wikidata, at an endpoint or in a dump."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_Function = TypeVar("_Function", bound=Callable[..., Any])

endpoint_option = click.option(
    "--endpoint", metavar="URL", help="Another endpoint of Wikidata's form. Default: query.wikidata.org."
)
contact_option = click.option(
    "--contact", metavar="TEXT", help="How the endpoint's operators reach you. Default: REHABKG_CONTACT."
)
julian_option = click.option(
    "--julian-calendar",
    "julian",
    metavar="QID",
    callback=lambda _context, _parameter, value: value and _number(value),
    help="The item that is the Julian calendar in a JSON dump; an excerpt may not tell which it is.",
)


def dump_option(*, standard_input: bool = False) -> Callable[[_Function], _Function]:
    """Return the option of a dump; one that is read once can come from standard input."""
    return click.option(
        "--dump",
        type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=standard_input),
        help="Read a dump of Wikidata instead: N-Triples or JSON, packed or not"
        + ("; - for standard input." if standard_input else "."),
    )


def check_source(endpoint: str | None, dump: Path | None, julian: str | None) -> None:
    """Raise `CallError` where an option is given that would not be heeded."""
    from rehabkg.errors import CallError

    if dump is not None and endpoint is not None:
        raise CallError("--dump and --endpoint exclude each other")
    if julian is not None and dump is None:
        raise CallError("--julian-calendar is of a dump: give --dump")


def _number(text: str) -> str:
    from rehabkg.wikidata.model import check_qid

    return check_qid(text)
