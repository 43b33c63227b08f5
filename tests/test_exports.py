"""What leaves the store: the same bytes every time, the same statements when read back, sources never left behind."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
    serialize,
)

from rehabkg.errors import SourceError
from rehabkg.export import jsonld as our_jsonld
from rehabkg.export.framing import Frame, read_frame
from rehabkg.export.jsonld import (
    CONTEXT_PATH,
    FRAMES,
    context_text,
    expanded,
    framed_by_pyld,
    published_context,
    write_framed,
    write_jsonld,
)
from rehabkg.export.neighbourhood import neighbourhood
from rehabkg.export.rdf import FORMATS, write_rdf
from rehabkg.files import write_whole
from rehabkg.iri import Iris
from rehabkg.namespaces import REHAB, A, term
from rehabkg.pipeline import Assembled
from rehabkg.store.view import View
from rehabkg.vocabulary import read_ontology

IRIS = Iris()
READ = {**FORMATS, "jsonld": RdfFormat.JSON_LD}
KEEPS_GRAPHS = ("trig", "nquads", "jsonld")
# A thing of each kind that has a frame, those with the most turns first.
THINGS = (
    "person/p0050", "group/katyn", "act/a-1953-03-27", "body/oso", "decision/d0050-2", "case/c0050-1",
    "jurisdiction/ussr", "source/seed-article",
)  # fmt: skip
FRAME_OFFLINE = """
import sys
def no_network(event, _):
    if event.startswith("socket."):
        raise OSError("nothing is fetched")
sys.addaudithook(no_network)
from pyoxigraph import NamedNode, RdfFormat, parse
from rehabkg.export.jsonld import write_framed
quads = parse(sys.stdin.buffer.read(), format=RdfFormat.N_QUADS)
sys.stdout.buffer.write(write_framed(quads, NamedNode(sys.argv[1])))
"""
FILL = """
import resource, signal, sys
from pathlib import Path
from rehabkg.errors import SourceError
from rehabkg.files import write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))
try:
    write_whole(Path(sys.argv[1]), b"x" * 20_000)
except SourceError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def written(quads: list[Quad], form: str) -> bytes:
    """Return quads in any of the six formats."""
    return write_jsonld(quads) if form == "jsonld" else write_rdf(quads, form)


def canonical(quads: list[Quad]) -> Dataset:
    """Return quads with their blank nodes named in the one way of RDFC-1.0, so that equal is isomorphic."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


@pytest.fixture(scope="module")
def whole(assembled: Assembled) -> Dataset:
    """The whole graph, canonical."""
    return canonical(list(assembled.quads))


@pytest.fixture(scope="module")
def union(assembled: Assembled) -> Dataset:
    """The statements of all graphs together, canonical."""
    return canonical([Quad(quad.subject, quad.predicate, quad.object) for quad in assembled.quads])


def around(store: Store, path: str) -> list[Quad]:
    """Return the neighbourhood of a thing."""
    quads = neighbourhood(store, IRIS.thing(*path.split("/")), IRIS)
    assert quads, f"no such thing: {path}"
    return quads


@pytest.mark.parametrize("form", READ)
def test_whole_graph_comes_back_as_it_went_out(form: str, assembled: Assembled, whole: Dataset, union: Dataset) -> None:
    """An export that loses or changes one statement in a hundred thousand would go unnoticed for years."""
    quads = list(assembled.quads)
    content = written(quads, form)

    random.Random(1937).shuffle(quads)  # noqa: S311 - the same order in every run
    assert hashlib.sha256(written(quads, form)).digest() == hashlib.sha256(content).digest()
    back = canonical(list(parse(content, format=READ[form])))
    assert back == (whole if form in KEEPS_GRAPHS else union)


def test_every_format_has_its_own_test() -> None:
    """A seventh format must come with its reader."""
    assert set(READ) == {"turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld"}


def test_names_are_written_short_under_any_base(store: Store) -> None:
    """People read Turtle: a person is written person:p0050, whoever publishes the graph."""
    quads = around(store, "person/p0050")
    moved = serialize(quads, format=RdfFormat.N_QUADS).decode().replace(IRIS.base + "id/", "https://example.org/x/id/")
    theirs = list(parse(moved, format=RdfFormat.N_QUADS))

    for found, base in ((quads, IRIS.base), (theirs, "https://example.org/x/")):
        text = write_rdf(found, "turtle", base).decode()
        assert "\nperson:p0050 a rehab:Person" in text or "\nperson:p0050 a rehab:Actor" in text
        assert f"<{base}id/person/p0050>" not in text.replace(f"@prefix person: <{base}id/person/>", "")
        triples = [Quad(quad.subject, quad.predicate, quad.object) for quad in found]
        assert canonical(list(parse(text, format=RdfFormat.TURTLE))) == canonical(triples)


def test_published_context_is_what_the_ontology_calls_for() -> None:
    """A property added to the ontology must be added to the context that others download."""
    assert CONTEXT_PATH.read_text(encoding="utf-8") == context_text()


def _plain(value: Any) -> Any:
    """Return JSON-LD in which order and single values in lists tell nothing, as in the data model; no context."""
    if isinstance(value, dict):
        plain = {key: _plain(found) for key, found in value.items() if key != "@context"}
        # A document of one graph may be that graph.
        return plain["@graph"] if set(plain) == {"@graph"} else plain
    if isinstance(value, list):
        plain = sorted(map(_plain, value), key=lambda found: json.dumps(found, sort_keys=True))
        return plain[0] if len(plain) == 1 else plain
    return value


def _by_pyld(quads: list[Quad]) -> Any:
    # pyoxigraph begins a graph or node anew wherever the quads leave it, and pyld does not join them.
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))
    return jsonld.compact(expanded(ordered), published_context(), {"documentLoader": our_jsonld._refuse})


@pytest.mark.parametrize("path", THINGS)
def test_our_compaction_is_that_of_pyld(path: str, store: Store) -> None:
    """Our writer is forty times faster than the reference; it must not differ from it in anything else."""
    quads = around(store, path)

    ours = json.loads(write_jsonld(quads))
    theirs = _by_pyld(quads)

    assert _plain(ours) == _plain(theirs)


def test_every_kind_of_value_is_compacted_as_pyld_does() -> None:
    """The graph may not hold every kind of value today."""
    one, graph = NamedNode(f"{IRIS.base}id/person/p1"), NamedNode(f"{IRIS.base}graph/g")
    date, integer = term("xsd:date"), term("xsd:integer")
    values = (
        Literal("Ада", language="ru"), Literal("plain"), Literal("1937-01-01", datatype=date),
        Literal("7", datatype=integer), Literal("true", datatype=term("xsd:boolean")),
        Literal("1.50", datatype=term("xsd:decimal")),
        Literal("", language="en"), Literal("x", datatype=NamedNode("https://example.org/type")),
        NamedNode("https://example.org/a"), NamedNode(f"{REHAB}Person"), term("rdfs:label"), NamedNode("urn:x:y"),
    )  # fmt: skip
    names = (
        "rehab:earliest",
        "rehab:weight",
        "rehab:text",
        "rehab:dated",
        "rehab:posthumous",
        "rdfs:label",
        "skos:note",
    )
    quads = [Quad(one, term(name), value, graph) for name in names for value in values]
    quads += [Quad(one, NamedNode("https://example.org/p"), value, graph) for value in values]
    quads += [Quad(one, A, NamedNode(iri), graph) for iri in (f"{REHAB}Person", "https://example.org/C")]

    ours = json.loads(write_jsonld(quads))
    theirs = _by_pyld(quads)

    assert _plain(ours) == _plain(theirs)
    assert canonical(list(parse(write_jsonld(quads), format=RdfFormat.JSON_LD))) == canonical(quads)


def _every(value: Any) -> list[Any]:
    """Return the values of a property that may have none, one or several."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _full(local: str) -> str:
    """Return the IRI of an id as the context shortens it."""
    return local if local.startswith("http") else f"{IRIS.base}{local}"


def _decisions(view: View, who: NamedNode) -> dict[str, set[str]]:
    """Return the decisions of each case against somebody."""
    return {
        case.value: {node.value for node in view.subjects("rehab:inCase", case) if view.is_a(node, "rehab:Decision")}
        for case in view.subjects("rehab:against", who)
    }


@pytest.mark.parametrize("path", ["person/p0050", "person/p0057", "person/p0001", "group/katyn"])
def test_tree_of_an_actor_leads_from_cases_to_decisions_to_sources(path: str, store: Store, view: View) -> None:
    """A program that reads one file must find the conviction, what became of it, and who says so."""
    who = IRIS.thing(*path.split("/"))

    tree = json.loads(write_framed(around(store, path), who))

    assert tree["id"] == who.value
    cases = {case["id"]: case for case in _every(tree["cases"])}
    expected = _decisions(view, who)
    assert {_full(case) for case in cases} == set(expected)
    for name, case in cases.items():
        decisions = _every(case.get("decisions"))
        assert expected[_full(name)] <= {_full(decision["id"]) for decision in decisions}
        for decision in decisions:
            attestations = _every(decision["attestations"])
            assert attestations
            for attestation in attestations:
                assert attestation["evidenceLevel"]
                for source in _every(attestation["cites"]):
                    assert _every(source["dcterms:title"]), source


def test_corrected_decision_is_in_the_tree_and_says_so(store: Store) -> None:
    """What was corrected stays for whoever asks how it was told before."""
    tree = json.loads(write_framed(around(store, "person/p0120"), IRIS.thing("person", "p0120")))

    ranks = {
        decision["id"].rpartition("/")[2]: [str(node["rank"]) for node in _every(decision["attestations"])]
        for case in _every(tree["cases"])
        for decision in _every(case["decisions"])
    }
    assert all("deprecated" in rank for rank in ranks["d0120-5"])


@cache
def classes() -> frozenset[str]:
    """The names of the project's classes."""
    found = (quad.subject for quad in read_ontology() if quad.predicate == A and quad.object == term("owl:Class"))
    return frozenset(node.value.removeprefix(REHAB) for node in found if node.value.startswith(REHAB))


def test_every_frame_belongs_to_a_class_and_is_used(store: Store, view: View) -> None:
    """A frame that no class names would lie there and be thought in use."""
    by_stem = {name.lower(): name for name in classes()}
    stems = sorted(path.stem for path in FRAMES.glob("*.jsonld"))
    assert len(stems) > 5

    for stem in stems:
        if stem == "thing":
            continue
        name = by_stem[stem.replace("-", "")]
        # What linking alone makes is not in the curated graph.
        some = (view.instances(f"rehab:{name}") or [IRIS.thing("person", "r-0")])[0]
        quads = [*neighbourhood(store, some, IRIS), Quad(some, A, term(f"rehab:{name}"))]
        assert our_jsonld._frame_path(quads, some).stem == stem
    assert our_jsonld._frame_path([], NamedNode("https://example.org/x")).stem == "thing"


@pytest.mark.parametrize("path", THINGS)
def test_framing_is_the_same_every_time_and_fetches_nothing(path: str, store: Store) -> None:
    """A document that needs another server to be read is lost with that server."""
    quads = around(store, path)
    who = IRIS.thing(*path.split("/"))
    here = write_framed(quads, who)

    if path == THINGS[0]:
        run = subprocess.run(
            [sys.executable, "-c", FRAME_OFFLINE, who.value],
            input=b"".join(serialize(quads[::-1], format=RdfFormat.N_QUADS).splitlines(keepends=True)),
            env=os.environ | {"PYTHONHASHSEED": "1937"},
            capture_output=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr.decode()
        assert run.stdout == here
    assert write_framed(quads[::-1], who) == here
    assert json.loads(here)["id"] == who.value


def a_thing_of_each_kind(assembled: Assembled) -> Iterator[NamedNode]:
    """Yield a thing of each kind that the graph names: people, cases, concepts of each scheme, graphs, terms."""
    kinds: dict[str, str] = {}
    for quad in assembled.quads:
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(IRIS.base):
            kind, _, name = quad.subject.value.rpartition("/")
            kinds[kind] = max(name, kinds.get(kind, ""))
    yield from (NamedNode(f"{kind}/{name}") for kind, name in sorted(kinds.items()))
    yield from (IRIS.thing(*path.split("/")) for path in THINGS)


def test_our_framing_is_that_of_pyld(assembled: Assembled, store: Store) -> None:
    """Documents are framed many times faster than by the reference; not a byte may differ from it."""
    looked_at = 0
    for thing in a_thing_of_each_kind(assembled):
        quads = neighbourhood(store, thing, IRIS)
        assert write_framed(quads, thing) == framed_by_pyld(quads, thing), thing
        looked_at += 1
    assert looked_at > 60


@pytest.mark.parametrize("seed", range(30))
def test_our_framing_is_that_of_pyld_for_any_graph(seed: int) -> None:
    """Circles, things that refer to themselves, things that a frame leaves out: the graph may not hold all today."""
    quads, thing = _any_graph(random.Random(seed))  # noqa: S311 - the same graphs in every run

    assert write_framed(quads, thing) == framed_by_pyld(quads, thing)


def _any_graph(chance: random.Random) -> tuple[list[Quad], NamedNode]:
    """Return some statements about a few things, by the properties that frames name, and one of the things."""
    named = {name for path in FRAMES.glob("*.jsonld") for name in _names_in(json.loads(path.read_text()))}
    terms = {name: published_context()["@context"].get(name, {"@id": name}) for name in sorted(named)}
    told = [our_jsonld._published_terms().expanded(term.get("@reverse") or term["@id"]) for term in terms.values()]
    graph = IRIS.graph("g")
    things = [NamedNode(f"{IRIS.base}id/x/n{number}") for number in range(chance.randint(1, 4))]
    of = ("Person", "Group", "Case", "Decision", "LegalAct", "Place", "Page", "Claim", "Body", "Phrase")
    quads = [Quad(things[0], A, NamedNode(f"{REHAB}{chance.choice(of)}"), graph)]
    for _ in range(chance.randint(1, 14)):
        predicate = NamedNode(chance.choice([*told, f"{REHAB}other"]))
        quads.append(Quad(chance.choice(things), predicate, chance.choice(things), graph))
    values = (Literal("a", language="en"), Literal("b"), Literal("1937-01-01", datatype=term("xsd:date")), Literal(3))
    quads += [Quad(one, term("rdfs:label"), chance.choice(values), graph) for one in things if chance.random() < 0.6]
    return quads, things[0]


def _names_in(frame: dict[str, Any]) -> Iterator[str]:
    for name, inner in frame.items():
        if not name.startswith("@"):
            yield name
            yield from _names_in(inner)


@pytest.mark.parametrize("flag", ["embed", "explicit"])
def test_wrong_framing_is_noticed(flag: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What holds our framing to the reference must see a frame that is read wrongly anywhere in it."""
    thing = IRIS.thing("person", "p0050")
    quads = around(store, "person/p0050")

    def turned(frame: Frame) -> Frame:
        cases = frame.reverse[f"{REHAB}against"]
        wrong = replace(cases, embed=False) if flag == "embed" else replace(cases, explicit=True)
        return replace(frame, reverse={**frame.reverse, f"{REHAB}against": wrong})

    right = our_jsonld._frame(FRAMES / "person.jsonld")
    monkeypatch.setattr(our_jsonld, "_frame", lambda _: turned(right))

    assert write_framed(quads, thing) != framed_by_pyld(quads, thing)


def test_frame_that_asks_for_more_is_refused() -> None:
    """A frame with a flag that is not done here would give another tree than its author means."""
    for told in ({"@embed": "@once"}, {"@requireAll": True}, {"dated": {"@default": "x"}}):
        with pytest.raises(ValueError, match="not done here"):
            read_frame(told, published_context()["@context"], our_jsonld._published_terms().expanded)


def test_blank_nodes_are_framed_too(store: Store) -> None:
    """The graph has some; the reference gives them their names."""
    quads = [*around(store, "case/c0050-1"), Quad(IRIS.thing("case", "c0050-1"), term("rdfs:seeAlso"), BlankNode("b"))]

    assert b"rdfs:seeAlso" in write_framed(quads, IRIS.thing("case", "c0050-1"))


def test_remote_context_is_refused() -> None:
    """What pyld would fetch by itself, it may not fetch here."""
    with pytest.raises(jsonld.JsonLdError, match=r"loading remote context failed|Dereferencing a URL"):
        jsonld.expand({"@context": "https://example.org/context"}, {"documentLoader": our_jsonld._refuse})


def test_neighbourhood_of_an_actor_holds_all_of_its_cases(store: Store, view: View) -> None:
    """A conviction must never leave without what became of it, for anybody in the graph."""
    for who in (*view.instances("rehab:Person"), *view.instances("rehab:Group")):
        cases = _decisions(view, who)
        if not cases:
            continue
        found = set(neighbourhood(store, who, IRIS))
        for case, decisions in cases.items():
            for node in (case, *decisions):
                assert set(store.quads_for_pattern(NamedNode(node), None, None, None)) <= found, node


def test_neighbourhood_of_a_decision_holds_what_became_of_it(store: Store, view: View) -> None:
    """The same where the conviction itself is asked for."""
    for sentence in view.instances("rehab:Sentence"):
        reviews = view.subjects("rehab:reviews", sentence)
        if reviews:
            subjects = {quad.subject for quad in neighbourhood(store, sentence, IRIS)}
            assert set(reviews) <= subjects


def test_neighbourhood_describes_each_source_that_it_cites(store: Store) -> None:
    """A citation that leads nowhere is none."""
    quads = neighbourhood(store, IRIS.thing("person", "p0050"), IRIS)

    graphs = {quad.graph_name for quad in quads} - {IRIS.graph("sources"), IRIS.graph("derived")}
    described = {quad.subject for quad in quads if quad.graph_name == IRIS.graph("sources")}
    assert graphs <= described
    cited = {quad.object for quad in quads if quad.predicate == term("rehab:cites")}
    assert cited <= described
    titled = {quad.subject for quad in quads if quad.predicate == term("dcterms:title")}
    assert cited <= titled


def test_neighbourhood_leaves_other_people_alone(store: Store, view: View) -> None:
    """Asking for one person must not hand out the cases of those named beside them."""
    who = IRIS.thing("person", "p0050")
    quads = neighbourhood(store, who, IRIS)

    others = set(view.instances("rehab:Person")) - {who}
    assert {quad.predicate for quad in quads if quad.subject in others} <= {term("rdfs:label")}
    cases = {quad.subject for quad in quads if quad.predicate == A and quad.object == term("rehab:Case")}
    assert cases <= set(view.subjects("rehab:against", who))


def test_neighbourhood_of_nothing_is_empty(store: Store) -> None:
    """A name that is not in the graph gives no quads rather than an error."""
    assert neighbourhood(store, IRIS.thing("person", "p9999"), IRIS) == []


@pytest.fixture
def umask() -> Iterator[None]:
    """Files made meanwhile may be read by the group and by nobody else."""
    former = os.umask(0o027)
    yield
    os.umask(former)


@pytest.mark.usefixtures("umask")
def test_file_is_written_whole_with_the_permissions_of_any_file(tmp_path: Path) -> None:
    """What is written aside is made for its owner alone; others may have to read the file."""
    path = tmp_path / ("x" * 250)

    write_whole(path, b"first")
    write_whole(path, b"second")

    assert path.read_bytes() == b"second"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("former", [None, b"former"])
def test_full_disk_leaves_the_former_file(former: bytes | None, tmp_path: Path) -> None:
    """Half an export would be taken for a whole one."""
    path = tmp_path / "export.nq"
    if former is not None:
        path.write_bytes(former)

    run = subprocess.run([sys.executable, "-c", FILL, str(path)], capture_output=True, text=True, check=False)

    assert (run.returncode, run.stdout) == (1, f"{path}: cannot be written: File too large\n"), run.stderr
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == (
        [] if former is None else [("export.nq", former)]
    )


def test_failure_of_any_kind_leaves_no_half_file(tmp_path: Path) -> None:
    """A bug of the caller or an interrupt must not leave litter either."""
    with pytest.raises(TypeError):
        write_whole(tmp_path / "export.nq", "text")  # type: ignore[arg-type]

    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "folder", tmp_path / "nowhere" / "x", Path("/dev/null/x")):
        with pytest.raises(SourceError, match="cannot be written: "):
            write_whole(path, b"content")

    assert [found.name for found in tmp_path.rglob("*")] == ["folder"]
