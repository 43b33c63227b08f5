"""The sitemap (sitemaps.org, protocol 0.9): written as lists of paths with a release, given as XML at an address.

A list stands for one file of the sitemap: 25,000 things with a page in each language make the 50,000 addresses that a
file may hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import islice
from pathlib import Path

from pyoxigraph import Store

from rehabkg.namespaces import A, term
from rehabkg.release.lines import gzip_lines, sorted_lines, written
from rehabkg.release.model import Release

SITEMAP = "sitemap"
LANGUAGES = ("en", "ru")
_THINGS_A_FILE = 25_000
# What has a page that somebody may look for; decisions and events stand on the pages of their cases.
_CLASSES = (
    "rehab:Person", "rehab:LinkedPerson", "rehab:PersonObservation", "rehab:Group", "rehab:LegalAct", "rehab:Case",
    "rehab:Body", "rehab:Place", "rehab:Phrase", "rehab:Source", "rehab:RecordedPlace",
)  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def write_sitemap(release: Release, store: Store) -> None:
    """Write the paths of the pages of all things into the folder of a release, so many in a file."""
    folder = release.path / SITEMAP
    folder.mkdir()
    paths = sorted_lines((f"{path}\n".encode() for path in _paths(release, store)), release.path)
    number = 1
    while part := list(islice(paths, _THINGS_A_FILE)):
        written(folder / f"{number}.txt.gz", part)
        number += 1


def _paths(release: Release, store: Store) -> Iterator[str]:
    yield from ("index", "data", "article")
    things, concepts = f"{release.base}id/", f"{release.base}vocab/"
    for name in _CLASSES:
        for quad in store.quads_for_pattern(None, A, term(name), None):
            iri = quad.subject.value
            if iri.startswith(things):
                yield f"doc/{iri.removeprefix(things)}"
            elif iri.startswith(concepts):
                yield f"doc/vocab/{iri.removeprefix(concepts)}"


def sitemap_files(release: Release) -> list[Path]:
    """Return the lists of a release, in order."""
    return sorted((release.path / SITEMAP).glob("*.txt.gz"), key=lambda path: int(path.name.partition(".")[0]))


def sitemap_index(release: Release, address: str) -> bytes:
    """Return the index of the sitemap at *address*, which ends in a slash."""
    day = release.created.date().isoformat()
    entries = "".join(
        f"<sitemap><loc>{escape(address)}sitemap-{path.name.partition('.')[0]}.xml</loc><lastmod>{day}</lastmod>"
        "</sitemap>\n"
        for path in sitemap_files(release)
    )
    return f"{_HEAD}<sitemapindex {_SPACE}>\n{entries}</sitemapindex>\n".encode()


def sitemap_of(release: Release, path: Path, address: str) -> bytes:
    """Return one file of the sitemap at *address*: each page in each language, with the others named beside it."""
    day = release.created.date().isoformat()
    out = [f'{_HEAD}<urlset {_SPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n']
    for line in gzip_lines(path):
        page = escape(f"{address}{line.decode().rstrip()}")
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{page}.{language}.html"/>'
            for language in LANGUAGES
        )
        out += [
            f"<url><loc>{page}.{language}.html</loc><lastmod>{day}</lastmod>{others}</url>\n" for language in LANGUAGES
        ]
    out.append("</urlset>\n")
    return "".join(out).encode()


def robots(address: str) -> bytes:
    """Return robots.txt (RFC 9309): pages and documents may be read; what is computed for each question may not."""
    asked = ("sparql", "reconcile", "search", "queries/")
    lines = ["User-agent: *", *(f"Disallow: /{path}" for path in asked), f"Sitemap: {address}sitemap.xml", ""]
    return "\n".join(lines).encode()
