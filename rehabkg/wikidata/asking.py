"""Ask an endpoint: the manners that its address calls for, and less patience where somebody waits for the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from rehabkg.errors import CallError, EndpointError
from rehabkg.query.federated import Ask
from rehabkg.settings import Settings
from rehabkg.wikidata.client import Client, Row
from rehabkg.wikidata.manners import Manners

_AT_ONCE = 100
_HERE = ("localhost", "127.0.0.1", "::1")
_FIRST_PAUSE_HERE_SECONDS = 0.05
_TRIES, _FIRST_PAUSE_SECONDS, _LONGEST_WAIT_SECONDS, _PATIENCE_SECONDS = 2, 0.5, 15.0, 90.0


def manners_for(address: str, contact: str | None) -> Manners:
    """Return how to ask the endpoint at *address*: one on this machine has no keepers but its user, and no pauses."""
    try:
        here = urlsplit(address).hostname in _HERE
    except ValueError:
        here = False
    if here:
        return Manners(contact=contact, seconds_between=0.0, first_pause_seconds=_FIRST_PAUSE_HERE_SECONDS)
    return Manners(contact=contact)


def asking(address: str, settings: Settings, contact: str | None) -> Ask:
    """Return what asks the endpoint at *address* about linked items. Raises `CallError` for what is no address.

    An endpoint that answers only who can be reached, where no *contact* is known, is away: `EndpointError` says so.
    """
    manners = replace(
        manners_for(address, contact or settings.contact),
        tries=_TRIES,
        first_pause_seconds=_FIRST_PAUSE_SECONDS,
        longest_wait_seconds=_LONGEST_WAIT_SECONDS,
        patience_seconds=_PATIENCE_SECONDS,
    )
    try:
        client = Client(address, settings, manners)
    except CallError as error:
        if manners.contact is not None:
            raise
        # With any contact it would be asked, or the address is none.
        Client(address, settings, replace(manners, contact="nobody@example.org"))
        return partial(_refused, str(error))

    def ask(
        items: Sequence[NamedNode], text: Callable[[Sequence[NamedNode]], str], variables: Sequence[str]
    ) -> Iterable[Row]:
        for _, rows in client.in_parts("question", items, _AT_ONCE, text, variables):
            yield from rows

    return ask


def _refused(why: str, *_: object) -> Iterable[Row]:
    raise EndpointError(why)
