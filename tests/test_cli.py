"""The command as people run it: a real process, its two outputs and its exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from good_tables import SENTENCED, tables
from pyoxigraph import Quad, RdfFormat, Store, parse

from rehabkg.cli import COMMANDS
from rehabkg.pipeline import Assembled
from rehabkg.settings import DEFAULT_BASE
from rehabkg.store.engine import open_store
from rehabkg.store.version import write_version

GOOD, BAD_DATA, BAD_CALL = 0, 1, 2
SRX = "{http://www.w3.org/2005/sparql-results#}"
SENTENCES = "SELECT ?d ?day { ?d a rehab:Sentence ; rehab:firstDay ?day } ORDER BY ?d LIMIT 3"
Run = subprocess.CompletedProcess[str]


def environment(**changed: str) -> dict[str, str]:
    """Return the environment of a call: nothing of ours set, a terminal's name, English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REHABKG_", "LC_", "PYTEST_"))}
    return {**kept, "LANG": "C.UTF-8", "TERM": "xterm-256color", **changed}


def rehabkg(*args: str | bytes | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Run:
    """Run the command; whatever happens, it shows no traceback and, off a terminal, no colours."""
    run = subprocess.run(
        [sys.executable, "-m", "rehabkg", *args],
        input=stdin,
        env=env or environment(),
        capture_output=True,
        check=False,
    )
    out, err = run.stdout.decode(), run.stderr.decode()
    for text in (out, err):
        assert "Traceback" not in text, text
        assert "\x1b[" not in text
    return Run(run.args, run.returncode, out, err)


def refused(run: Run, code: int, message: str) -> None:
    """Hold a call to one way of saying no: an exit code, no data, and one line that says what is off."""
    assert (run.returncode, run.stdout) == (code, ""), run.stderr
    assert message in run.stderr
    lines = run.stderr.splitlines()
    # click shows how the command is used before its own line, and the choices below it.
    assert len(lines) == 1 or lines[0].startswith("Usage: ")
    assert sum(line.startswith(("rehabkg: ", "Error: ")) for line in lines) == 1


@pytest.fixture(scope="session")
def built(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The curated graph in a store, written without the checks that take most of a build."""
    path = tmp_path_factory.mktemp("cli") / "store"
    write_version(path, assembled.nquads(), DEFAULT_BASE)
    return path


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_shows_how_it_is_called(name: str) -> None:
    """People learn a command from its examples, so each has some and they name it."""
    run = rehabkg(*filter(None, (name, "--help")))

    assert (run.returncode, run.stderr) == (GOOD, "")
    examples = run.stdout.partition("Examples:\n")[2].splitlines()
    assert any(line.strip().split("  ")[0].startswith(f"rehabkg {name}".strip()) for line in examples)


def test_version_is_told() -> None:
    """A report of a fault needs it."""
    run = rehabkg("--version")

    assert run.returncode == GOOD
    assert "0." in run.stdout


def test_status_is_data_on_one_output_and_the_title_on_the_other(built: Path) -> None:
    """Whoever pipes a table into a file must not find messages in it."""
    run = rehabkg("status", "Osip Mandelstam", "--as-of", "1957-01-01", "--jurisdiction", "ussr", "--store", built)

    assert run.returncode == GOOD
    assert run.stderr == "Osip Mandelstam, 1957-01-01\n"
    assert "Osip Mandelstam, 1957-01-01" not in run.stdout
    assert "rehabilitated" in run.stdout
    assert "refused" in run.stdout


def test_status_as_json_is_nothing_but_json(built: Path) -> None:
    """A program reads it; codes are for it, labels for people."""
    run = rehabkg("status", "g-katyn", "--jurisdiction", "russia", "--as-of", "2026-01-01", "--format", "json",
                  "--store", built, "--lang", "ru")  # fmt: skip

    assert (run.returncode, run.stderr) == (GOOD, "")
    document = json.loads(run.stdout)
    assert document["who"] == f"{DEFAULT_BASE}id/group/katyn"
    assert document["main"] == "refused"
    assert {row["status"] for row in document["standing"]} == {"acknowledged", "refused"}
    assert all(row["labels"]["evidence"] for row in document["standing"])


def test_status_of_somebody_without_a_case_is_an_answer(built: Path) -> None:
    """Nothing known by a day is good data, not a bad call."""
    run = rehabkg("status", "p0050", "--as-of", "1920-01-01", "--store", built)

    assert (run.returncode, run.stdout) == (GOOD, "no decision is known by that day\n")


def test_russian_output_is_russian(built: Path) -> None:
    """Half of the readers read Russian; the language is asked for or taken from LANG."""
    queries = rehabkg("queries", "--lang", "ru")
    status = rehabkg(
        "status", "Мандельштам", "--as-of", "1920-01-01", "--store", built, env=environment(LANG="ru_RU.UTF-8")
    )
    show = rehabkg("show", "f-sostav", "--lang", "ru", "--store", built)

    assert queries.returncode == status.returncode == show.returncode == GOOD
    assert "вопрос" in queries.stdout
    assert status.stderr.startswith("Мандельштам")
    assert status.stdout == "на этот день решений не известно\n"
    assert "источник, место" in show.stdout


def test_every_stored_query_is_listed() -> None:
    """A question that is not listed is not asked."""
    run = rehabkg("queries", "--lang", "en")

    assert (run.returncode, run.stderr) == (GOOD, "")
    assert "status-as-of" in run.stdout
    assert "amnesty-without-rehabilitation" in run.stdout


def test_stored_query_takes_values_and_gives_w3c_formats(built: Path) -> None:
    """The same rows for a spreadsheet and for a program."""
    call = ("query", "status-as-of", "-p", "who=p0057", "-p", "day=2002-01-01", "-p", "asked=russia", "--store", built)

    table = rehabkg(*call)
    values = rehabkg(*call, "--format", "csv")

    assert table.returncode == values.returncode == GOOD
    assert table.stderr.startswith("What stood about a person or group")
    assert "revoked" in table.stdout
    rows = list(csv.DictReader(io.StringIO(values.stdout)))
    assert [row["status"].rpartition("/")[2] for row in rows] == ["revoked"]
    assert values.stderr == ""


def test_results_parse_in_every_format(built: Path) -> None:
    """Each format is read by its own reader, and all say the same."""
    found = {
        name: rehabkg("sparql", "-e", SENTENCES, "--format", name, "--store", built)
        for name in ("json", "csv", "tsv", "xml")
    }

    assert {run.returncode for run in found.values()} == {GOOD}
    assert {run.stderr for run in found.values()} == {""}
    bindings = json.loads(found["json"].stdout)["results"]["bindings"]
    expected = [(row["d"]["value"], row["day"]["value"]) for row in bindings]
    assert len(expected) == 3
    assert [tuple(row) for row in csv.reader(io.StringIO(found["csv"].stdout))][1:] == expected
    lines = [line.split("\t") for line in found["tsv"].stdout.splitlines()][1:]
    assert [(node.strip("<>"), day.split('"')[1]) for node, day in lines] == expected
    root = ElementTree.fromstring(found["xml"].stdout)  # noqa: S314 - our own output
    values = [
        [str(value.text) for value in row.iter() if value.tag in (f"{SRX}uri", f"{SRX}literal")]
        for row in root.iter(f"{SRX}result")
    ]
    assert [tuple(row) for row in values] == expected


def test_question_and_graph_forms_of_sparql_are_answered(built: Path, tmp_path: Path) -> None:
    """ASK and CONSTRUCT are SPARQL too, from a file and from standard input."""
    file = tmp_path / "ask.rq"
    file.write_text("\ufeffASK { ?s a rehab:Case }", encoding="utf-8")

    ask = rehabkg("sparql", file, "--format", "json", "--store", built)
    told = rehabkg("sparql", "-", "--store", built, stdin=b"CONSTRUCT WHERE { ?s rehab:scope ?o }")

    assert json.loads(ask.stdout)["boolean"] is True
    assert told.returncode == GOOD
    assert len(list(parse(told.stdout, format=RdfFormat.N_TRIPLES))) == len(told.stdout.splitlines()) > 10


def test_store_is_found_by_the_environment(built: Path) -> None:
    """A path that is always the same is given once; what is given in the call goes before it."""
    here = rehabkg("sparql", "-e", "ASK {}", env=environment(REHABKG_STORE=str(built)))
    there = rehabkg("sparql", "-e", "ASK {}", "--store", built.parent, env=environment(REHABKG_STORE=str(built)))

    assert (here.returncode, here.stdout) == (GOOD, "true\n")
    refused(there, BAD_DATA, "no store here")


def test_show_gives_each_statement_its_source(built: Path) -> None:
    """The command that answers "who says so?"."""
    run = rehabkg("show", "g-katyn", "--store", built)

    assert run.returncode == GOOD
    assert run.stderr.endswith(f"<{DEFAULT_BASE}id/group/katyn>\n")
    assert "source, locator, evidence" in run.stdout


# What is called for, the exit code, and what the one line says.
REFUSED = {
    "unknown command": (("ask",), BAD_CALL, "No such command 'ask'"),
    "unknown option": (("queries", "--long"), BAD_CALL, "No such option"),
    "unknown query": (("query", "nothing-like-it"), BAD_CALL, "'rehabkg queries' lists them"),
    "query misspelt": (
        ("query", "amnesty-without-rehabilitatio"),
        BAD_CALL,
        "do you mean amnesty-without-rehabilitation",
    ),
    "query by a path": (("query", "../queries/figures"), BAD_CALL, "is not stored"),
    "unknown parameter": (
        ("query", "status-as-of", "-p", "when=1957-01-01"),
        BAD_CALL,
        "a parameter of it (it has: who, day",
    ),
    "parameter without a value": (
        ("query", "status-as-of", "-p", "who"),
        BAD_CALL,
        "'who' is not of the form NAME=VALUE",
    ),
    "bad day": (("query", "status-as-of", "-p", "day=1957-02-30"), BAD_CALL, "'1957-02-30' is not xsd:date"),
    "value that would leave its place": (
        ("query", "status-as-of", "-p", "who=p0050 }"),
        BAD_CALL,
        "'p0050 }' is not an IRI",
    ),
    "half a letter": (("query", "status-as-of", "-p", b"lang=\xff"), BAD_CALL, "an argument is not in UTF-8"),
    "unknown name": (("status", "Nemo Nobody"), BAD_CALL, "'Nemo Nobody': nothing of that name or id in the store"),
    "no name": (("status", ""), BAD_CALL, "nothing of that name"),
    "ambiguous name": (("status", "Lev"), BAD_CALL, "'Lev' names "),
    "not an actor": (("status", "a-1953-03-27-nothing"), BAD_CALL, "nothing of that name or id"),
    "unknown jurisdiction": (
        ("status", "p0050", "--jurisdiction", "atlantis"),
        BAD_CALL,
        "jurisdiction 'atlantis' is not in",
    ),
    "jurisdiction of another kind": (
        ("status", "p0050", "--jurisdiction", "p0050"),
        BAD_CALL,
        "'p0050' is not in the store",
    ),
    "blank jurisdiction": (("status", "p0050", "--jurisdiction", ""), BAD_CALL, "jurisdiction '' is not in the store"),
    "no such day": (("status", "p0050", "--as-of", "1957-02-30"), BAD_CALL, "'1957-02-30' is not a day, such as"),
    "day in another form": (("status", "p0050", "--as-of", "19570101"), BAD_CALL, "'19570101' is not a day"),
    "unknown thing": (("show", "p9999"), BAD_CALL, "nothing of that name or id in the store"),
    "unknown IRI": (("show", "https://example.org/x"), BAD_CALL, "no such thing in the store"),
    "no IRI": (("show", "https://example.org/a b"), BAD_CALL, "is no IRI"),
    "unknown graph": (
        ("export", "--format", "trig", "--graph", "no-such"),
        BAD_CALL,
        "graph 'no-such' is not in the store",
    ),
    "graph that is no name": (("export", "--format", "trig", "--graph", "a b/../<c>"), BAD_CALL, "is not in the store"),
    "graph and thing": (("export", "--format", "trig", "--graph", "memory", "--thing", "p0050"), BAD_CALL, "not both"),
    "unknown format": (("export", "--format", "n3"), BAD_CALL, "'n3' is not one of"),
    "no format": (("export",), BAD_CALL, "Missing option '--format'"),
    "folder that is missing": (
        ("export", "--format", "nquads", "--graph", "memory", "--out", "/nowhere/x"),
        BAD_DATA,
        "No such file",
    ),
    "neither file nor text": (("sparql",), BAD_CALL, "give either a FILE"),
    "file and text": (("sparql", "a.rq", "-e", "ASK {}"), BAD_CALL, "give either a FILE"),
    "missing file": (("sparql", "/nowhere/a.rq"), BAD_DATA, "/nowhere/a.rq: cannot be read"),
    "folder for a file": (("sparql", "/"), BAD_DATA, "/: cannot be read"),
    "no SPARQL": (("sparql", "-e", "SELECT everything"), BAD_CALL, "the query cannot be run"),
    "no UTF-8": (("sparql", "-e", b"ASK { ?s ?p '\xff' }"), BAD_CALL, "the query is no Unicode text"),
    "update": (("sparql", "-e", "DELETE WHERE { ?s ?p ?o }"), BAD_CALL, "the query cannot be run"),
    "service": (
        ("sparql", "-e", "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"),
        BAD_CALL,
        "reaches out by SERVICE",
    ),
    "from": (("sparql", "-e", "ASK FROM <http://127.0.0.1:9/> { ?s ?p ?o }"), BAD_CALL, "reaches out by FROM"),
    "brackets": (
        ("sparql", "-e", f"ASK {{ FILTER {'(' * 5_000}1{')' * 5_000} }}"),
        BAD_CALL,
        "nests 5001 brackets deep",
    ),
    "no address": (("sparql", "-e", "ASK {}", "--endpoint", "ftp://127.0.0.1/"), BAD_CALL, "starts with http"),
    "nobody answers": (
        ("sparql", "-e", "ASK {}", "--endpoint", "http://127.0.0.1:9/"),
        BAD_DATA,
        "http://127.0.0.1:9/: ",
    ),
}
STORELESS = ("ask", "queries")


@pytest.mark.parametrize(("call", "code", "message"), REFUSED.values(), ids=REFUSED)
def test_slip_is_told_in_one_line(call: tuple[str | bytes, ...], code: int, message: str, built: Path) -> None:
    """Whoever mistypes gets told what was found and what is wanted: 1 for bad data, 2 for a bad call."""
    store = () if call[0] in STORELESS else ("--store", built)

    refused(rehabkg(*call, *store), code, message)


def test_file_that_is_not_utf8_is_told(built: Path) -> None:
    """Old questions lie in old encodings."""
    for env in (environment(), environment(LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")):
        refused(
            rehabkg("sparql", "-", "--store", built, stdin=b"ASK { ?s ?p '\xcf' }", env=env),
            BAD_DATA,
            "-: cannot be read",
        )


def test_stores_that_are_none_are_told(tmp_path: Path) -> None:
    """Missing, a file, garbage, cut short: each call that reads says which, and what to do."""
    (tmp_path / "file").write_text("a file")
    (tmp_path / "garbage").mkdir()
    (tmp_path / "garbage" / "CURRENT").write_bytes(b"MANIFEST-000005\n")
    cut = tmp_path / "cut"
    write_version(cut, b'<http://e/s> <http://e/p> "o" <http://e/g> .\n', DEFAULT_BASE)
    manifest = next((cut / "v000001" / "db").glob("MANIFEST-*"))
    manifest.write_bytes(manifest.read_bytes()[:-20])

    refused(rehabkg("status", "p0050", "--store", tmp_path / "none"), BAD_DATA, "make one with 'rehabkg build'")
    refused(rehabkg("show", "p0050", "--store", tmp_path / "file"), BAD_CALL, "is a file")
    refused(rehabkg("query", "figures", "--store", tmp_path / "garbage"), BAD_DATA, "names no version of a store")
    refused(rehabkg("export", "--format", "trig", "--store", cut), BAD_DATA, "run 'rehabkg build' again")


def test_damage_met_while_reading_is_told(tmp_path: Path) -> None:
    """A disk may return other bytes long after the store was opened."""
    lines = (f'<http://e/s{n}> <http://e/p> "{n}" <http://e/g{n % 5}> .\n' for n in range(20_000))
    write_version(tmp_path / "store", "".join(lines).encode(), DEFAULT_BASE)
    for table in (tmp_path / "store" / "v000001" / "db").glob("*.sst"):
        content = bytearray(table.read_bytes())
        if len(content) > 100_000:
            content[len(content) // 2] ^= 0xFF
            table.write_bytes(content)

    run = rehabkg("export", "--format", "nquads", "--store", tmp_path / "store")

    refused(run, BAD_DATA, "the store is damaged")
    assert "run 'rehabkg build' again" in run.stderr


def test_base_that_makes_no_iri_is_told(built: Path) -> None:
    """A slip in the environment must not name a hundred thousand things wrongly."""
    run = rehabkg("build", "--store", built.parent / "new", env=environment(REHABKG_BASE="rehabkg"))

    refused(run, BAD_CALL, "REHABKG_BASE: 'rehabkg' is not")
    assert not (built.parent / "new").exists()


@pytest.mark.parametrize(
    "call",
    [
        ("export", "--format", "nquads", "--store"),
        ("show", "p0050", "--store"),
        ("status", "p0050", "--format", "json", "--store"),
        ("sparql", "-e", SENTENCES, "--format", "csv", "--store"),
        ("queries",),
        ("--help",),
    ],
    ids=lambda call: call[0],
)
def test_reader_that_goes_away_is_no_fault(call: tuple[str, ...], built: Path) -> None:
    """People end a pipe with head or less; Python must not complain into their terminal."""
    args = (*call, built) if call[-1] == "--store" else call
    with subprocess.Popen(
        [sys.executable, "-m", "rehabkg", *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read().decode()

    assert process.returncode == GOOD
    assert "Traceback" not in said
    assert "Broken pipe" not in said
    assert "Exception ignored" not in said


def test_disk_that_is_full_is_told(built: Path) -> None:
    """Output that did not arrive must not look like success."""
    small = ("sparql", "-e", "ASK {}", "--store", built)
    for args in (("queries",), small, ("export", "--format", "nquads", "--store", built)):
        with Path("/dev/full").open("wb") as full:
            run = subprocess.run(
                [sys.executable, "-m", "rehabkg", *args],
                stdout=full,
                stderr=subprocess.PIPE,
                env=environment(),
                check=False,
            )
        assert run.returncode == BAD_DATA
        assert run.stderr.decode().splitlines() == ["rehabkg: standard output: No space left on device"]


def test_terminal_of_another_encoding_gets_numbers_for_letters(built: Path) -> None:
    """A terminal without Cyrillic must still show the answer."""
    run = rehabkg("show", "f-sostav", "--lang", "ru", "--store", built, env=environment(PYTHONIOENCODING="ascii"))

    assert run.returncode == GOOD
    assert "\\u0438" in run.stdout


def test_export_goes_to_standard_output_or_whole_into_a_file(built: Path, tmp_path: Path) -> None:
    """One thing, one graph or all of it; the same bytes both ways."""
    file = tmp_path / "katyn.ttl"
    call = ("export", "--format", "turtle", "--thing", "g-katyn", "--store", built)

    printed, kept = rehabkg(*call), rehabkg(*call, "--out", file)

    assert printed.returncode == kept.returncode == GOOD
    assert (printed.stderr, kept.stdout, kept.stderr) == ("", "", "")
    assert file.read_bytes() == printed.stdout.encode()
    assert "\ngroup:katyn a " in printed.stdout


def test_one_graph_is_exported_by_the_sources_that_it_cites(built: Path, store: Store) -> None:
    """What one source says can be taken by itself, and what several say together, in whatever order named."""
    joint = next(
        quad.subject.value.rpartition("/")[2]
        for quad in store.quads_for_pattern(None, None, None, None)
        if "/graph/" in quad.subject.value and "+" in quad.subject.value
    )
    turned = "+".join(reversed(joint.split("+")))

    for given, name in (("memory", "memory"), (turned, joint)):
        run = rehabkg("export", "--format", "nquads", "--graph", given, "--store", built)
        assert run.returncode == GOOD
        found = set(parse(run.stdout, format=RdfFormat.N_QUADS))
        assert found
        assert {quad.graph_name.value for quad in found} == {f"{DEFAULT_BASE}graph/{name}"}


def test_tree_of_a_thing_is_exported_as_json(built: Path) -> None:
    """A thing found by its name comes as one tree."""
    run = rehabkg("export", "--format", "jsonld", "--thing", "Осип Мандельштам", "--store", built)

    assert run.returncode == GOOD
    assert json.loads(run.stdout)["id"] == f"{DEFAULT_BASE}id/person/p0050"


def test_build_checks_before_it_writes(tmp_path: Path) -> None:
    """The main job as people run it: good tables come into force, bad ones change nothing and say where."""
    store = tmp_path / "store"
    good = tables(tmp_path / "good")
    broken = tables(tmp_path / "broken", decisions_persons=({**SENTENCED, "date": "May 1938", "posthumous": "1"},))
    unjust = tables(tmp_path / "unjust", decisions_persons=(SENTENCED,))

    built = rehabkg("build", "--data", good, "--store", store)
    quads: set[Quad] = set(open_store(store))
    bad_cells = rehabkg("build", "--data", broken, "--store", store)
    violation = rehabkg("build", "--data", unjust, "--store", store)

    assert built.returncode == GOOD, built.stderr
    assert f"v000001 in force in {store}" in built.stdout
    assert "no violation" in built.stdout
    assert built.stderr.splitlines()[0] == "reading the tables"
    assert (bad_cells.returncode, bad_cells.stdout) == (BAD_DATA, "")
    places = [line for line in bad_cells.stderr.splitlines() if "decisions-persons.csv:2: column" in line]
    assert len(places) == 2
    assert (violation.returncode, violation.stdout) == (BAD_DATA, "")
    assert "[Violation Sentence-outcome, decision/d9001-1]" in violation.stderr
    assert violation.stderr.endswith("1 violations; nothing was written\n")
    assert set(open_store(store)) == quads


def test_build_tells_what_it_cannot_use(tmp_path: Path) -> None:
    """Folders and engines that are not there are slips of the call."""
    (tmp_path / "empty").mkdir()

    missing = rehabkg("build", "--data", tmp_path / "none", "--store", tmp_path / "store")
    refused(missing, BAD_CALL, "does not exist")
    empty = rehabkg("build", "--data", tmp_path / "empty", "--store", tmp_path / "store")
    assert (empty.returncode, empty.stdout) == (BAD_DATA, "")
    assert "sources.csv: cannot be read: No such file or directory" in empty.stderr
    assert not (tmp_path / "store").exists()


def test_check_reads_files_and_says_what_to_mend(tmp_path: Path) -> None:
    """The shapes serve whoever has a graph: exit code 1 where one is broken, and a report to work through."""
    text = "@prefix rehab: <https://w3id.org/rehabkg/ontology#> .\n<http://e/c> a rehab:Case .\n"
    days = '<http://e/d> rehab:earliest "1937-13-45"^^<http://www.w3.org/2001/XMLSchema#date> ; a rehab:Dating .\n'
    (tmp_path / "bad.ttl").write_text(text + days)
    (tmp_path / "empty.ttl").write_text("")
    (tmp_path / "broken.ttl").write_text("<http://e/a>\n")

    bad = rehabkg("check", tmp_path / "bad.ttl", "--report", tmp_path / "faults.csv", "--lang", "ru")
    good = rehabkg("check", tmp_path / "empty.ttl")

    assert bad.returncode == BAD_DATA
    assert "[Violation Case-attested, http://e/c]" in bad.stdout
    assert "violations" in bad.stderr.splitlines()[-1]
    assert len(bad.stderr.splitlines()) == 1
    with (tmp_path / "faults.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(bad.stdout.splitlines())
    assert {"Case-attested"} <= {row["shape"] for row in rows}
    assert (good.returncode, good.stdout) == (GOOD, "")
    refused(rehabkg("check", tmp_path / "broken.ttl"), BAD_DATA, "broken.ttl:2: is no Turtle")
    refused(rehabkg("check", tmp_path / "none.ttl"), BAD_DATA, "none.ttl: cannot be read: No such file or directory")
    refused(rehabkg("check", tmp_path / "bad.ttl", "--engine", "jena"), BAD_CALL, "engine 'jena' is not one of pyshacl")
