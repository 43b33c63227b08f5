"""The site as files: whole, with links that live, the same twice, and made anew only where something has changed."""

from __future__ import annotations

import posixpath
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from published import release_of
from pyoxigraph import RdfFormat, parse

from rehabkg.errors import CallError, SourceError
from rehabkg.pages.links import LANGUAGES
from rehabkg.settings import DEFAULT_BASE
from rehabkg.site.book import FILE
from rehabkg.site.run import write_site
from rehabkg.web.media import RDF_FORMS

REHAB = "https://w3id.org/rehabkg/ontology#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def content(*, label: str = "Invented person", people: int = 3) -> bytes:
    """Some invented people of one source, a case against one of them, and an odd name."""
    graph, base = f"<{DEFAULT_BASE}graph/list>", f"{DEFAULT_BASE}id/"
    told = [("place/%5Bodd%5D%20%D0%81", TYPE, f"<{REHAB}Place>"), ("place/%5Bodd%5D%20%D0%81", LABEL, '"[odd] Ё"@ru')]
    for name, degrees in (("latitude", "61.25"), ("longitude", "73.5")):
        told.append(("place/%5Bodd%5D%20%D0%81", f"{REHAB}{name}", f'"{degrees}"^^<{DECIMAL}>'))
    for number in range(people):
        person = f"person/x{number}"
        told += [
            (person, TYPE, f"<{REHAB}Person>"),
            (person, LABEL, f'"{label if number == 0 else "Other"} {number}"@en'),
        ]
    told += [
        ("case/c1", TYPE, f"<{REHAB}Case>"),
        ("case/c1", f"{REHAB}against", f"<{base}person/x0>"),
        ("decision/d1", TYPE, f"<{REHAB}Sentence>"),
        ("decision/d1", f"{REHAB}inCase", f"<{base}case/c1>"),
        ("dating/1937", f"{REHAB}edtf", '"1937"'),
    ]
    catalogue = f"<{DEFAULT_BASE}graph/sources>"
    described = [
        f"{graph} <{TYPE}> <{REHAB}SourceGraph> {catalogue} .\n",
        f"{graph} <{REHAB}evidenceLevel> <{DEFAULT_BASE}vocab/evidence/sourced> {catalogue} .\n",
        f'<{DEFAULT_BASE}vocab/evidence/sourced> <{LABEL}> "sourced"@en {catalogue} .\n',
        f"{graph} <{REHAB}cites> <{base}source/list> {catalogue} .\n",
        f"<{base}source/list> <{TYPE}> <{REHAB}Source> {catalogue} .\n",
        f'<{base}source/list> <{LABEL}> "Invented list"@en {catalogue} .\n',
        f"{catalogue} <{TYPE}> <{REHAB}SourceGraph> {catalogue} .\n",
    ]
    statements = [f"<{base}{thing}> <{prop}> {value} {graph} .\n" for thing, prop, value in told]
    return "".join([*statements, *described]).encode()


class Read(HTMLParser):
    """Gathers the links and the ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        for name in ("href", "src", "action"):
            if found.get(name) and tag != "base":
                self.links.append(str(found[name]))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(release_of(folder / "releases", content()), folder / "out")
    return folder / "out"


def test_every_link_leads_to_a_file(site: Path) -> None:
    """On any host, in any folder, or opened from a disk: no link begins with a slash, and none is dead."""
    pages = {name: text.decode() for name, text in files(site).items() if name.endswith(".html")}
    read = {name: Read(text) for name, text in pages.items()}
    looked_at = 0
    for name, page in read.items():
        for link in page.links:
            split = urlsplit(link)
            if split.scheme:
                assert split.scheme in ("https", "http", "data"), link
                continue
            assert not link.startswith("/"), (name, link)
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(split.path))) if split.path else name
            )
            assert (site / target).is_file(), (name, link)
            if split.fragment and target.endswith(".html"):
                assert unquote(split.fragment) in read[target].ids, (name, link)
            looked_at += 1
    assert looked_at > 100


def test_documents_stand_in_all_forms_and_both_languages(site: Path) -> None:
    """What the server gives, the files give."""
    for suffix in (*(form.suffix for form in RDF_FORMS), *(f"{language}.html" for language in LANGUAGES)):
        assert (site / f"doc/person/x0.{suffix}").is_file()
        assert (site / f"doc/place/[odd] Ё.{suffix}").is_file()
    assert not (site / "doc/dating").exists(), "a dating is told where it dates something"
    turtle = set(parse((site / "doc/person/x0.ttl").read_bytes(), format=RdfFormat.TURTLE))
    assert len(turtle) >= 6
    assert "Invented person 0" in (site / "doc/person/x0.ru.html").read_text()
    assert (site / "ontology.ttl").is_file()
    assert (site / "index.html").read_bytes() == (site / "index.en.html").read_bytes()


def test_drawing_of_a_query_stands_by_itself(site: Path) -> None:
    """Another site may show it in a frame, and a text as a picture; the files do not know where they will lie."""
    page = (site / "queries/map-of-places.ru.html").read_text()

    assert 'hidden data-embed="../embed/queries/map-of-places.ru.html"' in page
    assert "static/embed.js" in page
    framed = (site / "embed/queries/map-of-places.ru.html").read_text()
    assert "[odd] Ё" in framed
    assert "<header" not in framed
    assert "[odd] Ё" in (site / "embed/queries/map-of-places.en.svg").read_text()
    assert (site / "embed/queries/map-of-places.ru.png").read_bytes().startswith(b"\x89PNG")
    assert not (site / "embed/queries/shared-names.en.html").exists(), "a table is no drawing"


def test_two_runs_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Whatever the number of processes; a mirror can be compared with what it mirrors."""
    write_site(release_of(tmp_path / "releases", content()), tmp_path / "out", jobs=2)

    assert files(tmp_path / "out") == files(site)


def test_only_what_has_changed_is_made_anew(tmp_path: Path) -> None:
    """A site of a million records must not be made whole for one correction; and no page may stay behind."""
    out = tmp_path / "out"
    first = write_site(release_of(tmp_path / "a", content()), out)
    again = write_site(release_of(tmp_path / "b", content()), out)
    changed = write_site(release_of(tmp_path / "c", content(label="Corrected", people=2)), out)

    assert (first.taken_over, again.taken_over) == (0, first.documents)
    # The person, the case against the person and its decision tell the label; one person is gone.
    assert changed.documents == first.documents - 1
    assert 0 < changed.taken_over < changed.documents
    write_site(release_of(tmp_path / "d", content(label="Corrected", people=2)), tmp_path / "fresh")
    assert files(out) == files(tmp_path / "fresh")


def test_file_that_was_lost_is_made_again(tmp_path: Path) -> None:
    """The book says what was written; the disk says what is there."""
    out = tmp_path / "out"
    write_site(release_of(tmp_path / "a", content()), out)
    before = files(out)
    (out / "doc/person/x0.ttl").unlink()

    write_site(release_of(tmp_path / "b", content()), out)

    assert files(out) == before


def test_book_that_cannot_be_read_costs_time_only(tmp_path: Path) -> None:
    """Half a book is none."""
    out = tmp_path / "out"
    write_site(release_of(tmp_path / "a", content()), out)
    before = files(out)
    (out / FILE).write_bytes(b"nonsense")

    assert write_site(release_of(tmp_path / "b", content()), out).taken_over == 0
    assert files(out) == before


def test_folder_of_others_is_not_touched(tmp_path: Path) -> None:
    """Somebody's photographs are no former site."""
    release = release_of(tmp_path / "a", content())
    out = tmp_path / "photographs"
    out.mkdir()
    (out / "1937.jpg").write_bytes(b"x")

    with pytest.raises(CallError, match="holds files that are no former site"):
        write_site(release, out)
    with pytest.raises(CallError, match="is a file"):
        write_site(release, out / "1937.jpg")
    assert files(out) == {"1937.jpg": b"x"}


def test_failure_leaves_the_former_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full in the midst of it."""
    out = tmp_path / "out"
    write_site(release_of(tmp_path / "a", content()), out)
    before = files(out)
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "data.ru.html":
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SourceError, match="cannot be written: No space left on device"):
        write_site(release_of(tmp_path / "b", content(label="Corrected")), out)

    monkeypatch.undo()
    assert files(out) == before
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".out")] == []
