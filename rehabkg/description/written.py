"""The description of a release as it lies in its folder, and as it is given at a public address."""

from __future__ import annotations

from pyoxigraph import Quad, RdfFormat, Store, Triple, parse

from rehabkg.description.addresses import moved
from rehabkg.description.dcat import say_catalogue
from rehabkg.description.service import say_service
from rehabkg.description.sitemap import write_sitemap
from rehabkg.description.statements import Statements
from rehabkg.description.statistics import statistics
from rehabkg.description.void import say_void
from rehabkg.errors import StoreError
from rehabkg.release.model import DESCRIPTION_FILE, Release
from rehabkg.store.loaded import loaded_sources


def describe(release: Release, store: Store) -> None:
    """Write the description of a release into its folder, and the paths of its sitemap.

    The description is Turtle under the release's base: VoID, DCAT and the service description. *store* is that of the
    release. Raises `StoreError` where the dumps cannot be counted.
    """
    statements = Statements()
    found = statistics(release)
    say_catalogue(statements, release, found, loaded_sources(release.settings.store_path))
    say_void(statements, release, found, store)
    say_service(statements, release)
    (release.path / DESCRIPTION_FILE).write_bytes(statements.turtle())
    write_sitemap(release, store)


def description(release: Release, address: str) -> list[Quad]:
    """Return the description of a release with all that is fetched at *address*, which ends in a slash.

    A release without a description has none. Raises `StoreError` where it cannot be read.
    """
    path = release.path / DESCRIPTION_FILE
    if not path.exists():
        return []
    try:
        found = [
            Triple(one.subject, one.predicate, one.object) for one in parse(path=str(path), format=RdfFormat.TURTLE)
        ]
    except (OSError, SyntaxError) as error:
        raise StoreError(f"{path}: is no description; make the release anew") from error
    return moved(found, release.base, address)


def service_description(release: Release, address: str) -> list[Quad]:
    """Return the SPARQL 1.1 service description of the endpoint `sparql` at *address*, which ends in a slash."""
    statements = Statements()
    say_service(statements, release)
    return moved(statements.triples, release.base, address)
