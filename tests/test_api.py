"""The Python API does what the command does, and hands the store to those who think in rdflib."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from rdflib import RDF, URIRef

import rehabkg
from rehabkg.errors import NotFoundError, StoreError
from rehabkg.namespaces import REHAB
from rehabkg.pipeline import Assembled
from rehabkg.query.results import Answer, Rows
from rehabkg.settings import Settings
from rehabkg.store.version import write_version

PERSON = URIRef(REHAB + "Person")


@pytest.fixture(scope="module")
def graph(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> rehabkg.Knowledge:
    """The whole curated graph in a store on disk, open for reading."""
    path = tmp_path_factory.mktemp("api") / "store"
    write_version(path, assembled.nquads(), Settings().base)
    return rehabkg.Knowledge.open(path)


def test_stored_question_and_sparql_are_asked_alike(graph: rehabkg.Knowledge) -> None:
    """A notebook asks what the command asks."""
    rows = graph.ask("amnesty-without-rehabilitation")
    counted = graph.sparql(f"SELECT (COUNT(DISTINCT ?who) AS ?people) WHERE {{ ?who a <{PERSON}> }}")

    assert len(rows.texts()) == 4
    assert isinstance(counted, Rows)
    assert counted.texts() == [("130",)]
    assert graph.sparql("ASK { ?s ?p ?o }") == Answer(value=True)


def test_status_names_what_stood_on_the_day(graph: rehabkg.Knowledge) -> None:
    """A rehabilitation of 1996 stood in 2000 and no longer in 2002."""
    before = {row.standing.status for row in graph.status("Pannwitz", date(2000, 1, 1), "russia")}
    after = {row.standing.status for row in graph.status("Pannwitz", date(2002, 1, 1), "russia")}

    assert before == {"rehabilitated"}
    assert after == {"revoked"}


def test_thing_is_found_by_id_name_in_two_scripts_and_iri(graph: rehabkg.Knowledge) -> None:
    """Whoever has a slip of paper has a name in one script, whoever has a link has an IRI."""
    found = {graph.find(asked).value for asked in ("p0050", "Mandelstam", "Мандельштам Осип Эмильевич")}

    assert len(found) == 1
    assert graph.find(found.pop()).value.endswith("/person/p0050")
    with pytest.raises(NotFoundError, match="nothing of that name"):
        graph.find("Nobody Of That Name")


def test_rdflib_sees_the_same_store(graph: rehabkg.Knowledge) -> None:
    """The view is no copy: rdflib walks and queries the store itself, graph by graph or all together."""
    dataset = graph.as_rdflib()

    assert len(set(dataset.subjects(RDF.type, PERSON))) == 130
    assert URIRef(graph.iris.graph("derived").value) in {found.identifier for found in dataset.graphs()}
    asked = dataset.query(f"SELECT DISTINCT ?who WHERE {{ ?who a <{PERSON}> }}")
    assert len(list(asked)) == 130


def test_show_gives_every_statement_its_source(graph: rehabkg.Knowledge) -> None:
    """A statement without a source is no evidence."""
    rows = graph.show("g-katyn")

    assert len(rows) > 50
    assert all(source for *_, source in rows)


def test_open_says_where_it_looked(tmp_path: Path) -> None:
    """A new user who has built nothing yet is told what to do."""
    with pytest.raises(StoreError, match="rehabkg build"):
        rehabkg.Knowledge.open(tmp_path)


def test_command_does_not_wait_for_the_api() -> None:
    """A look-up on the command line must not import rdflib, pySHACL or pyld."""
    script = "import sys, rehabkg.cli.query; print(sorted({'rdflib', 'pyshacl', 'pyld'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
