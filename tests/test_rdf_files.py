"""RDF files of others: each format is read; each trap is one line; nothing is fetched, expanded or recursed into."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from rehabkg.errors import SourceError
from rehabkg.nesting import json_depth, turtle_depth
from rehabkg.rdf_files import DEEPEST_NESTING, read_rdf

STATED = Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal("Катынь", language="ru"), DefaultGraph())
IN_GRAPH = Quad(STATED.subject, STATED.predicate, STATED.object, NamedNode("http://e/g"))
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
ONE = '<rdf:Description rdf:about="http://e/s"><e:p xml:lang="ru">Катынь</e:p></rdf:Description></rdf:RDF>'
READ = {
    "a.ttl": ('@prefix e: <http://e/> . e:s e:p "Катынь"@ru .', STATED),
    "a.TTL": ('PREFIX e: <http://e/> e:s e:p """Катынь"""@ru .', STATED),
    "a.trig": ('@prefix e: <http://e/> . e:g { e:s e:p "Катынь"@ru }', IN_GRAPH),
    "a.nt": ('<http://e/s> <http://e/p> "Катынь"@ru .', STATED),
    "a.nq": ('<http://e/s> <http://e/p> "\\u041Aатынь"@ru <http://e/g> .', IN_GRAPH),
    "a.jsonld": ('{"@id": "http://e/s", "http://e/p": {"@value": "Катынь", "@language": "ru"}}', STATED),
    "b.jsonld": ('{"@context": {"p": {"@id": "http://e/p", "@language": "ru"}}, "@id": "http://e/s", "p": "Катынь"}',
                 STATED),
    "a.rdf": (XML + ONE, STATED),
    "a.xml": (f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- no <!DOCTYPE here -->{XML}{ONE}', STATED),
    "a.owl": (XML + ONE, STATED),
}  # fmt: skip


def told(path: Path, **options: int) -> str:
    """Return the line that a file is refused with."""
    with pytest.raises(SourceError) as caught:
        list(read_rdf(path, **options))
    assert str(caught.value).isprintable()
    assert str(caught.value).startswith(str(path))
    assert len(str(caught.value)) < len(str(path)) + 300
    return str(caught.value).removeprefix(str(path))


def filed(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(("name", "content", "quad"), [(name, *row) for name, row in READ.items()], ids=READ)
def test_each_format_is_read(name: str, content: str, quad: Quad, tmp_path: Path) -> None:
    """Archives hand over what their tools write; the same statement is the same in each."""
    assert list(read_rdf(filed(tmp_path, name, content))) == [quad]


@pytest.mark.parametrize("name", ["a.ttl", "a.trig", "a.nt", "a.nq"])
def test_empty_file_says_nothing(name: str, tmp_path: Path) -> None:
    """A source that has nothing to say is no fault."""
    assert list(read_rdf(filed(tmp_path, name, ""))) == []


@pytest.mark.parametrize("name", ["a.csv", "a", "ttl", "a.ttl.gz", "a.json", "a.html", "/dev/zero"])
def test_unknown_suffix_is_told_with_those_that_are_known(name: str, tmp_path: Path) -> None:
    """A guess at the format would blame the file for what its name does not say."""
    line = told(tmp_path / name)

    assert line.startswith(": the suffix ")
    assert ".ttl, .trig, .nt, .nq, .jsonld, .rdf, .xml, .owl" in line


def test_missing_file_folder_and_locked_file_are_told(tmp_path: Path) -> None:
    """What the system says of a file is passed on in one line."""
    (tmp_path / "folder.ttl").mkdir()
    (tmp_path / "loop.ttl").symlink_to("loop.ttl")

    assert told(tmp_path / "nowhere.ttl") == ": cannot be read: No such file or directory"
    assert told(tmp_path / "folder.ttl") == ": cannot be read: Is a directory"
    assert told(tmp_path / "loop.ttl").startswith(": cannot be read: Too many levels")


SYNTAX = {
    "a.ttl": ("<http://e/a> <http://e/b> 1 .\n<http://e/a> <http://e/b> .\n", ":2: is no Turtle: "),
    "b.ttl": ("<http://e/a> <http://e/b> 'open .\n", ":1: is no Turtle: "),
    "prefix.ttl": ("\n\ne:a e:b e:c .", ":3: is no Turtle: "),
    "a.trig": ("<http://e/g> {\n<http://e/a> <http://e/b> }\n", ":2: is no TriG: "),
    "a.nt": ('<http://e/a> <http://e/b> "1" .\n<http://e/a> <http://e/b> 1 .\n', ":2: is no N-Triples: "),
    "a.nq": ("<http://e/a> <http://e/b> <http://e/c> <http://e/g> <http://e/h> .", ":1: is no N-Quads: "),
    "a.rdf": (f"{XML}\n<rdf:Description>\n</rdf:RDF>", ":3: is no RDF/XML: "),
    "rdfs.rdf": ("<a><b/></a>", ": is no RDF/XML: "),
    "empty.rdf": ("", ":1: is no RDF/XML: "),
    "a.jsonld": ('{\n"a": 1,\n}', ":3: is no JSON: "),
    "empty.jsonld": ("", ":1: is no JSON: "),
    "number.jsonld": (f'{{"http://e/p": {"1" * 5_000}}}', ": is no JSON: "),
    "context.jsonld": ('{"@context": 7, "@id": "http://e/s"}', ": is no JSON-LD: "),
}


@pytest.mark.parametrize(("name", "content", "line"), [(name, *row) for name, row in SYNTAX.items()], ids=SYNTAX)
def test_syntax_error_is_told_with_its_line(name: str, content: str, line: str, tmp_path: Path) -> None:
    """A file may have a million lines; whoever mends it must know which."""
    assert told(filed(tmp_path, name, content)).startswith(line)


BINARY = {
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "UTF-16": b"\xff\xfe<\x00a\x00>\x00",
    "control letters": b"\x1b[2J\x07\x00",
    "all bytes": bytes(range(256)),
    "archive": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", ["a.ttl", "a.trig", "a.nt", "a.nq", "a.jsonld", "a.rdf"])
@pytest.mark.parametrize("content", BINARY.values(), ids=BINARY)
def test_binary_file_is_told(name: str, content: bytes, tmp_path: Path) -> None:
    """A picture under a wrong name must neither break the check nor steer the terminal."""
    assert ": is no " in told(filed(tmp_path, name, content))


def test_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """Memory is bounded by what is promised, not by what somebody sends; a pipe tells no size beforehand."""
    content = '<http://e/s> <http://e/p> "Катынь"@ru .'.encode()
    path = filed(tmp_path, "a.nt", content)

    assert list(read_rdf(path, largest_file=len(content))) == [STATED]
    assert told(path, largest_file=len(content) - 1) == f": is larger than {len(content) - 1} bytes"
    os.mkfifo(tmp_path / "pipe.nt")
    writer = threading.Thread(target=(tmp_path / "pipe.nt").write_bytes, args=(content * 9,))
    writer.start()
    assert told(tmp_path / "pipe.nt", largest_file=len(content)).startswith(": is larger than ")
    writer.join()


# Entities that expand to a gigabyte, and one that names a file.
BOMB = "".join(f'<!ENTITY {name} "{f"&{other};" * 10}">' for other, name in zip("abcdefgh", "bcdefghi", strict=True))
SAYS = "<rdf:Description><e:p>&i;</e:p></rdf:Description></rdf:RDF>"
DTDS = {
    "bomb": f'<!DOCTYPE rdf:RDF [<!ENTITY a "aaaaaaaaaa">{BOMB}]>{XML}{SAYS}',
    "file": f'<!DOCTYPE r [<!ENTITY i SYSTEM "file:///etc/passwd">]>{XML}{SAYS}',
    "remote": f'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/dtd">{XML}</rdf:RDF>',
    "harmless": f'<!DOCTYPE rdf:RDF [<!ENTITY xsd "http://www.w3.org/2001/XMLSchema#">]>{XML}</rdf:RDF>',
    "behind a comment": f"<!-- a -->\n<?pi x?>\n<!DOCTYPE r>{XML}</rdf:RDF>",
}  # fmt: skip


@pytest.mark.parametrize("content", DTDS.values(), ids=DTDS)
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1"])
def test_document_type_is_refused(content: str, encoding: str, tmp_path: Path) -> None:
    """A kilobyte of entities fills any memory, and one entity reads any file; RDF needs none."""
    declared = f'<?xml version="1.0" encoding="{encoding}"?>\n{content}'

    line = told(filed(tmp_path, "a.rdf", declared.encode(encoding)))

    assert line.endswith("has a document type or entity declaration; RDF/XML is read without one")
    assert line.startswith((":2: ", ":4: "))


@pytest.fixture
def called() -> Iterator[tuple[str, list[str]]]:
    """The address of a server that must not be called, and the calls that it got."""
    calls: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/ld+json")
            self.end_headers()
            self.wfile.write(b'{"@context": {"p": "http://e/p"}}')

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", calls
    server.shutdown()
    thread.join()
    server.server_close()


CONTEXTS = {
    "text": '{"@context": "URL", "@id": "http://e/s", "p": 1}',
    "list": '{"@context": [{"q": "http://e/q"}, "URL"], "p": 1}',
    "nested": '{"http://e/p": [{"http://e/q": {"@context": "URL", "p": 1}}]}',
    "scoped": '{"@context": {"p": {"@id": "http://e/p", "@context": "URL"}}, "p": {"q": 1}}',
    "import": '{"@context": {"@import": "URL"}, "p": 1}',
    "import in a list": '[{"@graph": [{"@context": [{"@import": "URL"}], "p": 1}]}]',
    "escaped": '{"\\u0040context": "URL", "p": 1}',
    "relative": '{"@context": "context.jsonld", "p": 1}',
    "file": '{"@context": "file:///etc/passwd", "p": 1}',
}


@pytest.mark.parametrize("content", CONTEXTS.values(), ids=CONTEXTS)
def test_remote_context_is_refused_and_not_fetched(content: str, called: tuple[str, list[str]], tmp_path: Path) -> None:
    """What a context says today it may not say tomorrow, and a file must not make its reader call anybody."""
    address, calls = called

    assert told(filed(tmp_path, "a.jsonld", content.replace("URL", f"{address}/context"))).startswith(
        ": names a remote @context; write the context into the file"
    )
    assert calls == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonld", '{"@context": "URL", "@context": {"p": "http://e/p"}, "p": 1}'),
        ("b.jsonld", '{"@context": [["URL"]], "p": 1}'),
        ("a.ttl", "@base <URL/> . @prefix a: <URL#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
         "<b> a owl:Ontology ; owl:imports <URL/imported> , a:d ; a:p <c> ."),
        ("a.rdf", f'{XML}<rdf:Description rdf:about="URL"><e:p rdf:resource="URL/x"/></rdf:Description></rdf:RDF>'),
        ("b.rdf", '<?xml-stylesheet href="URL"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
         'xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="URL"/></rdf:RDF>'),
    ],
)  # fmt: skip
def test_nothing_that_a_file_names_is_fetched(
    name: str, content: str, called: tuple[str, list[str]], tmp_path: Path
) -> None:
    """An address in a file is a name; reading the file must look up none of them, whether it is accepted or not."""
    address, calls = called
    path = filed(tmp_path, name, content.replace("URL", address))

    with suppress(SourceError):
        list(read_rdf(path))

    assert calls == []


def deep(name: str, depth: int) -> str:
    """Return a file of a form that nests *depth* deep."""
    one = "<http://e/s> <http://e/p> "
    return {
        "blank.ttl": one + "[ <http://e/p> " * depth + "1" + "]" * depth + " .",
        "list.ttl": one + "(" * depth + ")" * depth + " .",
        "open.ttl": one + "[" * depth,
        "single.ttl": one + "'\"' , " + "(" * depth + ")" * depth + " , '\"' .",
        "list.trig": "{" + one + "(" * depth + ")" * depth + " }",
        "object.jsonld": '{"http://e/p":' * depth + "1" + "}" * depth,
        "list.jsonld": '{"http://e/p":' + "[" * (depth - 1) + "1" + "]" * (depth - 1) + "}",
        "open.jsonld": "[" * depth,
        "elements.rdf": XML
        + "<rdf:Description><e:p>" * (depth // 2)
        + "</e:p></rdf:Description>" * (depth // 2)
        + "</rdf:RDF>",
    }[name]


DEEP = (
    "blank.ttl", "list.ttl", "open.ttl", "single.ttl", "list.trig", "object.jsonld", "list.jsonld", "open.jsonld",
    "elements.rdf",
)  # fmt: skip


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_is_refused_before_any_parser(name: str, tmp_path: Path) -> None:
    """A file of brackets may end the process of a parser that recurses; a real file ends long before."""
    started = time.process_time()

    assert told(filed(tmp_path, name, deep(name, 100_000))).endswith(("brackets deep", "elements deep"))
    assert time.process_time() - started < 2


@pytest.mark.parametrize("name", [name for name in DEEP if not name.startswith("open")])
def test_nesting_of_real_files_is_read(name: str, tmp_path: Path) -> None:
    """A limit that real files meet would be a fault of its own."""
    assert list(read_rdf(filed(tmp_path, name, deep(name, DEEPEST_NESTING // 2))))


@pytest.mark.parametrize("name", ["a.nt", "a.nq", "a.ttl", "a.trig"])
def test_triple_terms_are_refused_before_they_kill(name: str, tmp_path: Path) -> None:
    """RDF 1.2 lets a triple stand in a triple; pyoxigraph recurses on them, and this graph is RDF 1.1."""
    one = "<http://e/s> <http://e/p> "
    path = filed(tmp_path, name, one + f"<<( {one}" * 100_000 + "<http://e/o>" + " )>>" * 100_000 + " .")
    done = subprocess.run(
        [sys.executable, "-c", f"from rehabkg.rdf_files import *; list(read_rdf(Path({str(path)!r})))"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "SourceError" in done.stderr.splitlines()[-1]
    shallow = filed(tmp_path, name, f"{one}<<( {one} <http://e/o> )>> .")
    assert told(shallow).endswith("RDF 1.1 is read, not 1.2")


def test_what_looks_like_a_triple_term_in_a_text_is_a_text(tmp_path: Path) -> None:
    """Sources quote with << >>."""
    text = '<http://e/s> <http://e/p> "<<(так)>>" . # <<( no )>>\n<http://e/s> <http://e/<<> <http://e/o> .'

    assert [quad.object for quad in read_rdf(filed(tmp_path, "a.nt", text.splitlines()[0]))] == [Literal("<<(так)>>")]
    assert told(filed(tmp_path, "b.nt", text))


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ('<http://e/((> <urn:p> \'((\' , "[[" , \'\'\'\n(\'\'\' , """{"{""" . # ((', 0),
        ("( [ ( ) ] ) [ ]", 3),
        ("e:\\( e:p ( \"\\\"(\" ) , '\\'(' .", 1),
        ("'it' ( \"'s\" ) # '\n((", 2),
        ("<a> <b> 'open ((", 0),
    ],
)
def test_brackets_of_turtle_are_those_outside_of_strings_iris_and_comments(text: str, depth: int) -> None:
    """Literature is full of brackets; and a quote in a comment must not hide those that are real."""
    assert turtle_depth(text.encode()) == depth


@pytest.mark.parametrize(
    ("text", "depth"),
    [('{"a[": ["]", "\\"[", []]}', 3), ('["<", [{}], ">"]', 3), ("[#[", 2), ("['[']", 2), ('["open [[', 1)],
)
def test_brackets_of_json_are_those_outside_of_strings(text: str, depth: int) -> None:
    """JSON has one kind of string, and no comment that could hide a bracket."""
    assert json_depth(text.encode()) == depth


LETTERS = (b'"', b"'", b"\\", b'"""', b"<", b">", b"#", b"\n", b"(", b"a")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LETTERS), min_size=1, max_size=4))
def test_hostile_text_is_measured_as_fast_as_any_other(repeated: list[bytes]) -> None:
    """The look before the parser must not be what hangs."""
    unit = b"".join(repeated)
    started = time.process_time()

    for measure in (turtle_depth, json_depth):
        measure(unit * (200_000 // len(unit)))

    assert time.process_time() - started < 2


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["ttl", "trig", "nt", "nq", "jsonld", "rdf"]))
def test_any_bytes_are_read_or_told_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    """Whatever stands in a file, nobody sees a traceback."""
    path = filed(tmp_path_factory.getbasetemp(), f"any.{suffix}", content)

    try:
        assert all(isinstance(quad, Quad) for quad in read_rdf(path))
    except SourceError as error:
        line = str(error)
    else:
        line = ""
    assert line.isprintable()
