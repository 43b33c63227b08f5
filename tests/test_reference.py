"""Each term and scheme has a page in both languages: whole, linked, safe, and the same bytes each time."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from posixpath import dirname, normpath
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from rehabkg import assets
from rehabkg.cli import cli
from rehabkg.errors import CallError, SourceError
from rehabkg.namespaces import REHAB
from rehabkg.reference import pages as pages_module
from rehabkg.reference.diagram import diagrams
from rehabkg.reference.drawing import KEPT, DrawingError, draw, drawings
from rehabkg.reference.folder import MANIFEST, write_folder
from rehabkg.reference.model import Reference
from rehabkg.reference.pages import render
from rehabkg.reference.reading import read_reference
from rehabkg.reference.words import LANGUAGES, words

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
# HTML Standard, section 13.1.2.
VOID = {"br", "img", "link", "meta"}
PREFIXES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rehab: <https://w3id.org/rehabkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference()


@pytest.fixture(scope="module")
def files(reference: Reference) -> dict[str, bytes]:
    return render(reference, drawings(diagrams(reference), tell=pytest.fail))


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(assets.ONTOLOGY / "rehabkg.ttl")


@pytest.fixture(scope="module")
def vocabularies() -> Graph:
    graph = Graph()
    for path in sorted(assets.VOCABULARIES.glob("*.ttl")):
        graph.parse(path)
    return graph


class Page(HTMLParser):
    """The links, anchors and text of a page, and the places where its tags do not fit together."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.faults: list[str] = []
        self.tags: set[str] = set()
        self.language = ""
        self.text = ""
        self._open: list[str] = []
        self.feed(content)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) < len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        if tag == "html":
            self.language = given.get("lang", "")
        self.tags.add(tag)
        self.links += [given[name] for name in ("href", "src") if name in given]
        self.anchors += [given["id"]] if "id" in given else []
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()} closes nothing")

    def handle_data(self, data: str) -> None:
        self.text += data


def read_page(content: bytes) -> Page:
    return Page(content.decode())


def html_of(files: dict[str, bytes]) -> dict[str, Page]:
    return {name: read_page(content) for name, content in files.items() if name.endswith(".html")}


def write_ontology(folder: Path, body: str, vocabulary: str = "") -> Path:
    (folder / "vocabularies").mkdir(parents=True)
    (folder / "rehabkg.ttl").write_text(PREFIXES + body, encoding="utf-8")
    if vocabulary:
        (folder / "vocabularies" / "scheme.ttl").write_text(PREFIXES + vocabulary, encoding="utf-8")
    return folder


# Whether all is there


def terms_of(graph: Graph) -> set[str]:
    declared = {str(subject) for kind in KINDS for subject in graph.subjects(RDF.type, kind)}
    return {iri.removeprefix(REHAB) for iri in declared if iri.startswith(REHAB)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_term_has_a_page(language: str, files: dict[str, bytes], ontology: Graph) -> None:
    """A term without a page is one that a reader cannot look up."""
    pages = [PurePosixPath(name) for name in files if re.match(rf"{language}/(class|property)/", name)]

    assert sorted(page.stem for page in pages) == sorted(terms_of(ontology))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_scheme_has_a_page_with_its_concepts(language: str, files: dict[str, bytes], vocabularies: Graph) -> None:
    """The IRI of a concept is the address of its scheme and a code, and the code leads to it on the page."""
    schemes = {str(scheme) for scheme in vocabularies.subjects(RDF.type, SKOS.ConceptScheme)}

    pages = {name for name in files if name.startswith(f"{language}/scheme/")}
    assert len(pages) == len(schemes)
    for scheme in schemes:
        concepts = vocabularies.subjects(SKOS.inScheme, URIRef(scheme))
        page = read_page(files[f"{language}/scheme/{scheme.rpartition('/')[2]}.html"])
        codes = {anchor for anchor in page.anchors if not anchor.startswith("_")}
        assert codes == {str(concept).rpartition("/")[2] for concept in concepts}


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_label_and_definition_in_its_language(
    language: str, files: dict[str, bytes], ontology: Graph
) -> None:
    """Each tree is for its own readers: a Russian page with English definitions would serve nobody."""
    for name in terms_of(ontology):
        node = URIRef(REHAB + name)
        folder = "class" if (node, RDF.type, OWL.Class) in ontology else "property"
        page = read_page(files[f"{language}/{folder}/{name}.html"])
        for predicate in (RDFS.label, SKOS.definition):
            said = [text for text in ontology.objects(node, predicate) if isinstance(text, Literal)]
            assert [str(text) in page.text for text in said if text.language == language] == [True]
        assert page.language == language


def test_index_lists_every_term_and_scheme(files: dict[str, bytes], reference: Reference) -> None:
    """Who does not know the name of a term finds it under its heading."""
    for language in LANGUAGES:
        links = read_page(files[f"{language}/index.html"]).links
        assert {f"{term.kind.folder}/{name}.html" for name, term in reference.terms.items()} <= set(links)
        assert {f"scheme/{scheme.name}.html" for scheme in reference.schemes} <= set(links)


def test_headings_of_the_ontology_have_russian_words(reference: Reference) -> None:
    """A new heading in the ontology's file must not leave English on a Russian page."""
    texts = [texts for section in reference.sections for texts in (section.titles, section.notes) if texts]

    assert all({text.language for text in one} == set(LANGUAGES) for one in texts)


def test_every_word_of_the_pages_is_asked_for() -> None:
    """A word that no template asks for is dead; one that is not there fails in the rendering."""
    room = Path(pages_module.__file__).parent
    asked = set()
    for path in [*room.rglob("*.html"), room / "pages.py"]:
        asked |= set(re.findall(r"\bword\.(\w+)|\"(\w+)\"", path.read_text("utf-8")))

    known = {name for pair in asked for name in pair}
    assert {word for word in words("en") if not word.startswith("trait_")} - known == set()


# Whether what is there holds


def test_every_internal_link_leads_somewhere(files: dict[str, bytes]) -> None:
    """Files and anchors both: a link to a page that is not there is worse than no link."""
    pages = html_of(files)
    broken = set()
    for name, page in pages.items():
        for link in page.links:
            if link.startswith(("https://", "http://", "data:,")):
                continue
            path, _, anchor = unquote(link).partition("#")
            target = normpath(f"{dirname(name)}/{path}".lstrip("/")) if path else name
            if target not in files or (anchor and anchor not in pages[target].anchors):
                broken.add((name, link))

    assert broken == set()


def test_pages_are_well_formed_and_need_no_script(files: dict[str, bytes]) -> None:
    """Every tag is closed in its turn, no id stands twice, and a reader without JavaScript sees all."""
    pages = html_of(files)

    assert {name: page.faults for name, page in pages.items() if page.faults} == {}
    assert {name for name, page in pages.items() if len(set(page.anchors)) < len(page.anchors)} == set()
    assert not {"script", "iframe", "object", "form"} & {tag for page in pages.values() for tag in page.tags}


def test_fault_in_the_tags_is_found() -> None:
    """The check above can fail."""
    assert Page("<p><b>x</p></b>").faults != []
    assert Page("<p>x").faults == ["<p> is not closed"]
    assert Page('<p id="a" id="b">x</p>').faults == ["<p> has an attribute twice"]


def test_nothing_is_fetched_from_elsewhere(files: dict[str, bytes]) -> None:
    """Whoever reads about repression is nobody's business: no font, script or picture of others."""
    for name, content in files.items():
        text = content.decode()
        assert not re.search(r"(?:src=|url\(|@import|<image|xlink:href=)\s*[\"']?(?:https?:)?//", text), name
        assert not re.search(r'<link[^>]*rel="(?:stylesheet|icon)"[^>]*href="https?:', text), name


def test_what_the_ontology_says_is_text_on_the_page(tmp_path: Path) -> None:
    """An ontology of somebody else may hold markup; it must reach no reader's browser as such."""
    evil = "<script>alert('x')</script>\\\" onmouseover=\\\"x & <b>"
    body = f"""
rehab:Evil a owl:Class ;
  rdfs:label "{evil}"@en, "{evil}"@ru ;
  rdfs:subClassOf <javascript:alert(1)> ;
  skos:definition "see rehab:Evil, rehab:Nowhere, {evil}"@en, "{evil}"@ru ;
  skos:example "{evil}", <https://w3id.org/rehabkg/vocab/bad/c> ;
  rehab:reservedFor "{evil}"@en .
"""
    vocabulary = f"""
<https://w3id.org/rehabkg/vocab/bad> a skos:ConceptScheme ; dcterms:title "{evil}"@en .
<https://w3id.org/rehabkg/vocab/bad/c> a skos:Concept ; skos:inScheme <https://w3id.org/rehabkg/vocab/bad> ;
  skos:prefLabel "{evil}"@en ; skos:altLabel "{evil}"@ru ;
  skos:definition "{evil}"@ru ; skos:example "{evil}"@en .
"""
    files = render(read_reference(write_ontology(tmp_path / "o", body, vocabulary)), {})

    pages = html_of(files)
    assert {"en/class/Evil.html", "ru/class/Evil.html", "en/scheme/bad.html", "ru/scheme/bad.html"} < set(pages)
    for page in pages.values():
        assert page.faults == []
        assert not {"script", "b"} & page.tags
        assert not any(link.startswith("javascript:") for link in page.links)
    assert "<script>alert('x')</script>" in pages["en/class/Evil.html"].text
    assert "rehab:Nowhere" in pages["en/class/Evil.html"].text


def test_term_with_nothing_but_its_name_has_a_page(tmp_path: Path) -> None:
    """An ontology in the making lacks labels and definitions; its pages show what there is."""
    files = render(read_reference(write_ontology(tmp_path / "o", "rehab:bare a owl:ObjectProperty .")), {})

    assert "rehab:bare" in read_page(files["ru/property/bare.html"]).text


def test_text_in_another_language_says_so(tmp_path: Path) -> None:
    """A screen reader must not read English words as Russian ones."""
    body = 'rehab:A a owl:Class ; rdfs:label "Thing"@en .'
    files = render(read_reference(write_ontology(tmp_path / "o", body)), {})

    assert b'<span lang="en">Thing</span>' in files["ru/class/A.html"]
    assert b'<span lang="en">' not in files["en/class/A.html"]


def test_property_takes_the_classes_of_the_wider_one(files: dict[str, bytes]) -> None:
    """A narrower property says nothing of its own about its ends, yet its reader must learn them."""
    links = read_page(files["en/property/annuls.html"]).links

    assert "../class/Decision.html" in links
    assert "reviews.html" in links


# Whether it is the same each time


def test_same_ontology_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two runs in processes of their own, since a set may have another order in another process."""
    outs = [tmp_path / "a", tmp_path / "b"]
    for out, seed in zip(outs, ("1", "2"), strict=True):
        command = [sys.executable, "-m", "rehabkg", "terms", "--out", str(out)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})

    first, second = ({p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()} for out in outs)
    assert first == second


def test_kept_diagrams_are_those_of_the_ontology(reference: Reference) -> None:
    """A change of the ontology asks for new drawings: docs/ontology/README.md says how."""
    made = diagrams(reference)

    assert {path.stem: path.read_text("utf-8") for path in KEPT.glob("*.dot")} == made
    assert {path.stem for path in KEPT.glob("*.svg")} == set(made)


def test_kept_drawing_shows_what_its_text_says(reference: Reference) -> None:
    """A drawing of an older text would pass for the new one; every class and property must stand in it."""
    for name, dot in diagrams(reference).items():
        drawn = (KEPT / f"{name}.svg").read_text("utf-8")
        boxes = set(re.findall(r"<b>(\w+)</b>", dot))
        assert {box for box in boxes if f">{box}</text>" not in drawn} == set()
        width = re.search(r'<svg width="(\d+)pt"', drawn)
        assert width is not None
        assert int(width[1]) * 4 / 3 <= 1680


def test_text_of_a_diagram_is_escaped(tmp_path: Path) -> None:
    """A label with markup is no markup of the diagram."""
    body = """
rehab:A a owl:Class ; rdfs:label "<b>&"@ru .
rehab:p a owl:ObjectProperty ; rdfs:domain rehab:A ; rdfs:range rehab:B .
rehab:B a owl:Class .
"""
    dot = diagrams(read_reference(write_ontology(tmp_path / "o", body)))["diagram"]

    assert "&lt;b&gt;&amp;" in dot


def test_without_graphviz_the_kept_drawing_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: Reference
) -> None:
    """One line names the package, and the pages are written all the same."""
    monkeypatch.setenv("PATH", str(tmp_path))
    told: list[str] = []
    made = diagrams(reference)
    changed = {**made, "diagram": made["diagram"] + "\n"}

    found = drawings(changed, tell=told.append)

    assert found == drawings(made, tell=pytest.fail)
    assert len(told) == 1
    assert "Debian's package graphviz" in told[0]
    assert "\n" not in told[0]


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not on PATH (Debian: graphviz)")
def test_drawing_bears_no_mark_of_its_graphviz() -> None:
    """A comment with a version would change the file with every other Graphviz."""
    drawn = draw('digraph "x" { a -> b; }')

    assert drawn.startswith("<svg ")
    assert "graphviz" not in drawn.lower().replace("http://www.w3.org/graphics", "")
    with pytest.raises(DrawingError, match="Graphviz refuses the diagram"):
        draw("digraph {")


# The folder and the command


def test_output_replaces_a_former_one_whole(tmp_path: Path) -> None:
    """A page of a term that is gone must not stay behind."""
    out = tmp_path / "out"
    write_folder(out, {"en/old.html": b"1", "index.html": b"1"})

    write_folder(out, {"index.html": b"2"})

    assert sorted(path.name for path in out.iterdir()) == [MANIFEST, "index.html"]
    assert (out / "index.html").read_bytes() == b"2"
    assert list(tmp_path.iterdir()) == [out]


def test_empty_folder_is_taken(tmp_path: Path) -> None:
    """Who made the folder beforehand meant it."""
    out = tmp_path / "out"
    out.mkdir()

    write_folder(out, {"index.html": b"1"})

    assert (out / "index.html").exists()


@pytest.mark.parametrize("with_former_output", [False, True])
def test_folder_with_files_of_others_is_refused(tmp_path: Path, with_former_output: bool) -> None:
    """Whatever else lies there would be lost, beside a former output too."""
    out = tmp_path / "out"
    if with_former_output:
        write_folder(out, {"index.html": b"1"})
    out.mkdir(exist_ok=True)
    (out / "thesis.txt").write_text("years of work", encoding="utf-8")

    with pytest.raises(CallError, match=r"holds 'thesis\.txt'"):
        write_folder(out, {"index.html": b"2"})

    assert (out / "thesis.txt").read_text("utf-8") == "years of work"


def test_failed_writing_leaves_the_former_output(tmp_path: Path) -> None:
    """A full disk or a bad name half way through costs the new pages, not the old ones."""
    out = tmp_path / "out"
    write_folder(out, {"index.html": b"1"})

    with pytest.raises(SourceError, match="cannot be written"):
        write_folder(out, {"index.html": b"2", f"{'x' * 300}.html": b"2"})

    assert (out / "index.html").read_bytes() == b"1"
    assert list(tmp_path.iterdir()) == [out]


def test_failed_rename_puts_the_former_output_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The former output steps aside for a moment, and must not stay there."""
    out = tmp_path / "out"
    write_folder(out, {"index.html": b"1"})
    rename = Path.rename

    def refuse_the_new(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError(errno.EACCES, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new)
    with pytest.raises(SourceError, match="cannot be written: Permission denied"):
        write_folder(out, {"index.html": b"2"})

    assert (out / "index.html").read_bytes() == b"1"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("rehab:A a owl:Class", r"rehabkg\.ttl:\d+: is no Turtle"),
        ("", "declares a class or property"),
        ("<https://w3id.org/rehabkg/ontology#a%2Fb> a owl:Class .", "the name 'a%2Fb' is not made of"),
    ],
    ids=["no-turtle", "no-terms", "name-is-no-file"],
)
def test_bad_ontology_is_one_line(tmp_path: Path, body: str, said: str) -> None:
    """The line tells which file and what is wrong; nothing is written."""
    folder = write_ontology(tmp_path / "o", body)
    command = [sys.executable, "-m", "rehabkg", "terms", "--out", str(tmp_path / "out")]

    done = subprocess.run([*command, "--ontology", str(folder)], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stdout == ""
    assert re.search(said, done.stderr)
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_help_has_examples() -> None:
    """The examples are what most readers of a help page read."""
    said = CliRunner().invoke(cli, ["terms", "--help"]).output

    assert "rehabkg terms --out pages" in said
