"""The guard before the parser: what it refuses, what it must let through, and that nothing it lets through kills."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from rehabkg.errors import QueryError
from rehabkg.query.bind import bound_text
from rehabkg.query.catalog import stored_queries
from rehabkg.query.guard import check_text, names_dataset
from rehabkg.query.header import Parameter, StoredQuery
from rehabkg.query.run import run_text
from rehabkg.settings import Settings

SETTINGS = Settings()
BYTES, DEPTH = SETTINGS.query_max_bytes, SETTINGS.query_max_depth


def check(text: str, **options: Any) -> None:
    """Check a text with the limits that users have."""
    check_text(text, max_bytes=BYTES, max_depth=DEPTH, **options)


def passes(text: str) -> bool:
    """Whether the guard lets *text* through."""
    try:
        check(text)
    except QueryError:
        return False
    return True


def where(pattern: str) -> str:
    """Return a query with *pattern*."""
    return f"SELECT * WHERE {{ {pattern} }}"


def filtered(expression: str) -> str:
    """Return a query with a filter."""
    return where(f"FILTER({expression})")


# Length.


def test_length_is_counted_in_bytes() -> None:
    """A parser sees bytes: a Cyrillic letter is two of them."""
    frame = where("# ")

    check(frame.replace("#", "#" * (BYTES - len(frame) + 1)))
    with pytest.raises(QueryError, match=f"the query has {BYTES + 1} bytes; at most {BYTES} are read"):
        check(frame.replace("#", "#" * (BYTES - len(frame) + 2)))
    with pytest.raises(QueryError, match="bytes; at most"):
        check(frame.replace("#", "#" + "я" * (BYTES // 2)))


# Nesting: n brackets within each other, or n steps in a chain, in every form that SPARQL has.

NESTED: dict[str, Callable[[int], str]] = {
    "( )": lambda n: filtered("(" * n + "1" + ")" * n),
    "( ) not closed": lambda n: "SELECT * WHERE { FILTER" + "(" * n,
    "{ }": lambda n: "SELECT * WHERE " + "{" * n + "}" * n,
    "{ } not closed": lambda n: "SELECT * WHERE " + "{" * n,
    "[ ]": lambda n: where("[ <urn:p> " * n + "1" + " ]" * n + " ."),
    "lists": lambda n: where("(" * n + ")" * n + " <urn:p> 1"),
    "paths": lambda n: where("?s " + "(" * n + "<urn:p>" + ")" * n + " ?o"),
    "OPTIONAL": lambda n: where("OPTIONAL { " * n + "}" * n),
    "EXISTS": lambda n: where("FILTER EXISTS { " * n + "}" * n),
    "NOT EXISTS": lambda n: where("FILTER NOT EXISTS { " * n + "}" * n),
    "functions": lambda n: filtered("STR(" * n + "1" + ")" * n),
    "IF": lambda n: filtered("IF(1,1," * n + "1" + ")" * n),
    "! ( )": lambda n: filtered("!(" * n + "true" + ")" * n),
    "subqueries": lambda n: "SELECT * WHERE { " * n + "}" * n,
    "templates": lambda n: "CONSTRUCT { " + "[ <urn:p> " * n + "1" + " ]" * n + " } WHERE {}",
    "behind a less-than": lambda n: filtered("1<" + "(" * n + "1" + ")" * n + "&&1>0"),
    "behind a string that is none": lambda n: (
        f"PREFIX a: <urn:x-a> SELECT * {{ FILTER(1<a:f#>'''\n({'(' * n}1{')' * n})#'''\n) }}"
    ),
    "behind a string that is none either": lambda n: (
        f"PREFIX a: <urn:x-a> SELECT * {{ FILTER(1<a:f('''>''',{'(' * n}1{')' * n})||1>2) }} #'''"
    ),
    "behind a quote in a name": lambda n: f"PREFIX a: <urn:a> SELECT * {{ FILTER(a:\\'||{'(' * n}1{')' * n}||a:\\') }}",
    "behind a quote in an IRI": lambda n: filtered(
        f"<http://e/\\u0041'''> && {'(' * n}1{')' * n} && <http://e/\\u0041'''>"
    ),
    "in escapes": lambda n: filtered("\\u0028" * n + "1" + "\\U00000029" * n),
    "triple terms": lambda n: where("?x ?y " + "<<( ?s ?p " * n + "?o" + " )>>" * n),
    "annotations": lambda n: where("?s ?p ?o " + "{| ?p ?o " * n + " |}" * n),
}
CHAINS: dict[str, Callable[[int], str]] = {
    "!": lambda n: filtered("!" * n + "true"),
    "! spaced": lambda n: filtered("! " * n + "true"),
    "/": lambda n: where("?s <urn:p>" + "/<urn:p>" * n + " ?o"),
    "|": lambda n: where("?s <urn:p>" + "|<urn:p>" * n + " ?o"),
    "/^": lambda n: where("?s ^<urn:p>" + "/^<urn:p>" * n + " ?o"),
    "||": lambda n: filtered("1" + "||1" * n),
    "&&": lambda n: filtered("1" + "&&1" * n),
    "+": lambda n: filtered("1" + "+1" * n),
    "-": lambda n: filtered("true" + "-true" * n),
    "*": lambda n: filtered("?x" + "*?x" * n),
    "- after a name without prefix": lambda n: "PREFIX : <urn:a> " + filtered(":b||true" + "-true" * n),
    "- in what may be a prefix": lambda n: "PREFIX a: <urn:a> " + filtered("true-" * n + "a:b"),
    "- and * in what may be prefixes": lambda n: "PREFIX a: <urn:a> " + filtered("1" + "*true-a:b" * n),
    "hidden in what may be an IRI": lambda n: filtered("1<1" + "+1" * n + "&&1>0"),
    "UNION": lambda n: where("{}" + " UNION {}" * n),
    "OPTIONAL": lambda n: where("OPTIONAL {} " * n),
    "MINUS": lambda n: where("MINUS {?s ?p ?o} " * n),
    "BIND": lambda n: where(" ".join(f"BIND(1 AS ?v{i})" for i in range(n))),
    "SELECT expressions": lambda n: f"SELECT {' '.join(f'(1 AS ?v{i})' for i in range(n))} WHERE {{}}",
    "HAVING": lambda n: "SELECT (1 AS ?y) WHERE {} GROUP BY ?x HAVING " + "(true) " * n,
    "DESCRIBE": lambda n: "DESCRIBE " + "<urn:x> " * n,
    "DESCRIBE names": lambda n: "PREFIX a: <urn:a> DESCRIBE" + " a:" * n,
    "reifiers": lambda n: where("<< " * n + "?s ?p ?o" + " >>" * n + " ?p ?o"),
}
# Each step of these is one more join, and the planner's time grows with the cube of their number: the parser alone.
JOINS: dict[str, Callable[[int], str]] = {
    ". glued": lambda n: "PREFIX : <urn:x> " + where(":s<urn:p>:o.o." * n)[:-2],
    ". before a prefix": lambda n: "PREFIX a: <urn:a> " + where("?s?p?o" + ".a:b?p?o" * n)[:-2],
    ".": lambda n: where("?s ?p ?o . " * n)[:-2],
    ";": lambda n: where("?s ?p ?o " + "; ?p ?o " * n)[:-2],
    ",": lambda n: where("?s ?p ?o " + ", ?o " * n)[:-2],
    "groups": lambda n: where("{?s ?p ?o} " * n)[:-2],
    "VALUES": lambda n: where("VALUES ?x { 1 } " * n)[:-2],
    "GRAPH": lambda n: where("GRAPH ?g {?s ?p ?o} " * n)[:-2],
    "tildes": lambda n: where("?s ?p ?o " + "~ " * n)[:-2],
}
# Long and flat: what people write by the thousand.
LISTS: dict[str, Callable[[int], str]] = {
    "VALUES": lambda n: where("VALUES ?x { " + "<http://e/a-b/c> " * n + "}"),
    "names": lambda n: "PREFIX a-b: <urn:x>" + where("VALUES ?x { " + "a:b-c " * n + "}").replace("a:", "a-b:"),
    "texts": lambda n: where("VALUES ?x { " + '"(один)"@ru-RU ' * n + "}"),
    "days": lambda n: where("VALUES ?x { " + '"1937-08-05"^^<urn:d> ' * n + "}"),
    "numbers": lambda n: where("VALUES ?x { " + "55.75 " * n + "}"),
    "variables": lambda n: f"SELECT {' '.join(f'?v{i}' for i in range(n))} WHERE {{}}",
    "order": lambda n: "SELECT * WHERE {} ORDER BY " + "?x " * n,
    "comments": lambda n: where("#(((\n" * n),
    "prefixes": lambda n: " ".join(f"PREFIX a{i}: <http://e/>" for i in range(n)) + where(""),
}

KILLER = 5_000


@pytest.mark.parametrize("form", NESTED.values(), ids=NESTED)
def test_brackets_within_brackets_are_bounded(form: Callable[[int], str]) -> None:
    """Ten kilobytes of brackets overflow the parser's stack and end the process, whatever they are disguised as."""
    assert passes(form(10))
    with pytest.raises(QueryError, match=rf"nests \d+ brackets deep; at most {DEPTH} are read"):
        check(form(KILLER)[:BYTES])


@pytest.mark.parametrize("form", (CHAINS | JOINS).values(), ids=[*CHAINS, *(f"{name} joined" for name in JOINS)])
def test_chains_are_bounded(form: Callable[[int], str]) -> None:
    """The parser or the planner recurses on a chain as it does on brackets, only later."""
    assert passes(form(100))
    with pytest.raises(QueryError, match=r"operators, clauses and list items; at most 1000 are read"):
        check(form(KILLER)[:BYTES])


@pytest.mark.parametrize("form", LISTS.values(), ids=LISTS)
def test_long_list_is_no_chain(form: Callable[[int], str]) -> None:
    """A thousand names looked up at once is what the store is for."""
    check(form(1_100))


# Sends each query to the parser of its own process; a parser that dies takes the process along, and the pipe shows it.
PARSE = """
import resource, sys
from pyoxigraph import Store
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
print("ready", flush=True)
for line in sys.stdin:
    try:
        found = Store().query(eval(line), use_default_graph_as_union=True)
        next(iter(found), None) if hasattr(found, "__iter__") else bool(found)
    except (SyntaxError, ValueError, OSError, RuntimeError):
        pass
    print("alive", flush=True)
"""


def most(form: Callable[[int], str]) -> str:
    """Return the longest text of a form that the guard lets through."""
    low, high = 1, 50_000
    while high - low > 1:
        middle = (low + high) // 2
        text = form(middle)
        low, high = (middle, high) if len(text) <= BYTES and passes(text) else (low, middle)
    return form(low)


def test_nothing_that_passes_kills_the_parser() -> None:
    """A dead process answers nobody: at the very limit of the guard the parser and the planner must still stand."""
    forms = NESTED | {f"chain of {name}": form for name, form in (CHAINS | JOINS | LISTS).items()}
    # These are legal and small, but joins of a hundred patterns take the planner a minute: the parser alone.
    forms["annotations"] = lambda n: NESTED["annotations"](n)[:-2]
    forms["chain of /"] = lambda n: CHAINS["/"](n)[:-2]
    forms["chain of /^"] = lambda n: CHAINS["/^"](n)[:-2]
    longest = {name: most(form) for name, form in forms.items()}

    with subprocess.Popen(
        [sys.executable, "-c", PARSE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "ready\n"
        for name, text in longest.items():
            print(repr(text), file=process.stdin, flush=True)
            assert process.stdout.readline() == "alive\n", f"killed by {name}: {text[:60]} … ({len(text)} letters)"
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_the_limit_is_one_that_matters() -> None:
    """If the parser took anything, the guard would only stand in the way: it does die of what is refused."""
    query = NESTED["( )"](20_000)
    done = subprocess.run([sys.executable, "-c", PARSE], input=f"{query!r}\n", capture_output=True, text=True)

    assert done.stdout == "ready\n"
    assert done.returncode < 0


@pytest.mark.parametrize(
    "pattern",
    [
        'FILTER(?x = "%s")', "FILTER(?x = '%s')", 'FILTER(?x = """%s""")', "FILTER(?x = '''%s''')",
        'FILTER(?x = """\n"%s""" || ?x = "\\"" )', "FILTER(?x = '''''%s\\'''')", "?s <http://e/%s> ?o",
        "# %s\n?s ?p ?o", "?s ?p ?o # it's %s\r", '?s <http://e/#%s> "a"', "FILTER(?x = \"it's\" || ?y = '\"%s')",
    ],
)  # fmt: skip
@pytest.mark.parametrize("letter", ["(", ")", "!", "SERVICE ", "from"])
def test_what_stands_in_a_string_an_iri_or_a_comment_does_not_count(pattern: str, letter: str) -> None:
    """Words of sources hold brackets and words of all kinds; they are looked for, not run."""
    letter = letter.strip() if "<http" in pattern else letter
    text = where(pattern % (letter * 2_000)) if "'''''" not in pattern else where(pattern % (letter * 200))

    check(text)


@pytest.mark.parametrize(
    "pattern",
    [
        "?s ?p ?o FILTER(?o < 3 && ?o > 1)", "FILTER(?a<?b)", "FILTER(?a<'x'&&?b>'y')", "FILTER(?a<(?b)&&?b>(1))",
        "?s <#a(b)> ?o", "?s <a'b#c> ?o", "<> <> <>", "?s !(<urn:a>|^<urn:b>)/<urn:c>*/(<urn:d>+)? ?o",
        "?s ?p 'a'@en--ltr", "?s ?p 1.5e-3, -.5, +1 . ?o ?p ''", "_:a ?p [] ; ?q ()", "?s a-b.c:d.e%20\\(f\\) ?o",
    ],
)  # fmt: skip
def test_ordinary_syntax_passes(pattern: str) -> None:
    """A guard that refuses what people write is switched off; '<' alone has three meanings."""
    check(where(pattern))


def test_every_stored_query_passes_with_room_to_spare() -> None:
    """Our own queries are the largest that are known: twice as large must still be read."""
    for query in stored_queries():
        check_text(query.own_text, max_bytes=BYTES // 2, max_depth=DEPTH // 2)


# What reaches out.

REACHING = {
    "SERVICE": where("SERVICE <http://127.0.0.1:1/> { ?s ?p ?o }"),
    "in small letters": where("service silent ?e { ?s ?p ?o }"),
    "in letters of both kinds": where("sErViCe<http://127.0.0.1:1/>{}"),
    "behind a comment": where("SERVICE # for now\n <http://127.0.0.1:1/> { }"),
    "behind a comment that is none": where("?s <http://e/#> ?o . SERVICE <http://127.0.0.1:1/> { }"),
    "behind a string that holds quotes": where("FILTER('\\'' = '#') SERVICE ?x { }"),
    "glued to a bracket": where("VALUES ?x {true}SERVICE<http://127.0.0.1:1/>{}"),
    "glued to a number": where("?s ?p 1SERVICE<http://127.0.0.1:1/>{}"),
    "glued to a name": "PREFIX a: <urn:a> " + where("?s ?p a:o.o.SERVICE<http://127.0.0.1:1/>{}"),
    "glued to a dot": where("?s ?p true.SERVICE<http://127.0.0.1:1/>{}"),
    "glued to SILENT": where("SERVICESILENT<http://127.0.0.1:1/>{}"),
    "glued to a name without prefix": "PREFIX : <http://127.0.0.1:1/> " + where("SERVICE:x {}"),
    "glued to a name with a prefix": "PREFIX a: <http://127.0.0.1:1/> " + where("SERVICEa:x {}"),
    "glued to a prefix that is glued": "PREFIXa:<http://127.0.0.1:1/>SELECT*{SERVICEa:x{}}",
    "written in escapes": where("S\\u0045RVICE <http://127.0.0.1:1/> {}"),
    "FROM": "SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }",
    "FROM NAMED": "ASK from named<http://127.0.0.1:1/> { }",
    "FROM glued": "ASKFROM<http://127.0.0.1:1/>{ }",
    "FROM behind a comment": "SELECT *#\nFROM#\n<http://127.0.0.1:1/> { }",
    "LOAD": "LOAD <http://127.0.0.1:1/>",
    "LOAD behind another update": "CLEAR ALL ; load silent <file:///etc/passwd>",
    "SERVICE behind a less-than": "PREFIX a: <urn:a> SELECT * { FILTER(1<a:b)#>'''\nSERVICE ?e {} #'''\n }",
}


@pytest.mark.parametrize("text", REACHING.values(), ids=REACHING)
def test_what_reaches_out_is_refused_here_and_sent_to_an_endpoint(text: str) -> None:
    """Whoever runs a query that a stranger wrote must not fetch what the stranger names; an endpoint may."""
    with pytest.raises(QueryError, match=r"^the query reaches out by (SERVICE|FROM|LOAD); send it to an endpoint"):
        check(text)

    check(text, remote=True)


@pytest.mark.parametrize("word", ["SERVICE", "service", "From", "load", "FROM", "reloaded", "fromage", "serviceSilent"])
@pytest.mark.parametrize(
    "form",
    [
        "SELECT ?%s WHERE { ?%s ?p $%s }", "SELECT * WHERE { ?s ?p '%s', \"%s\"@en, '''%s''' }",
        "ASK { ?s <urn:%s> ?o }",
        "ASK { ?s <http://%s/%s#%s> ?o } # %s", "PREFIX a: <urn:a> ASK { ?s a:%s a:x.%s, a:%s\\-%s, _:%s }",
        "PREFIX %s: <urn:a> ASK { ?s %s:p %s:%s FILTER(%s:f(?s)) }", "PREFIX x-%s: <urn:a> ASK { ?s x-%s:p 'a'@%s }",
        "PREFIX a: <urn:a> PREFIX %s: <urn:b> ASK { %s:a a:b a:%s }", "PREFIX : <urn:a> ASK { :%s ?p _:%s }",
    ],
)  # fmt: skip
def test_words_in_names_variables_and_strings_pass(form: str, word: str) -> None:
    """A term may be called rehab:service, a variable ?from: only the keyword fetches."""
    check(form.replace("%s", word))


# Any text at all.

ATOMS = (
    '"', "'", "\\", '"""', "'''", '\\"', "<", ">", "<a", "<http://e/>", "#", "\n", "\r", "(", ")", "{", "}", "[", "]",
    "!", "|", "||", "&&", "^", "/", "*", "-", "+", ".", ",", ";", ":", "a:", ":b", "a-", "a.", "1", "1.5", "?x", "$",
    "@en", "@", "^^", "\\u0028", "\\U0010FFFF", "\\u", "SERVICE", "from", "PREFIX", "DESCRIBE", "%", "~", "<<", " ",
    "я", "\ud800", "a",
)  # fmt: skip


@settings(max_examples=300)
@given(st.one_of(st.text(), st.lists(st.sampled_from(ATOMS)).map("".join)), st.booleans())
def test_any_text_passes_or_is_a_query_error(text: str, remote: bool) -> None:
    """A text from outside may be anything; what is no query is the asker's to mend, in one line."""
    try:
        check(text, remote=remote)
    except QueryError as error:
        message = str(error)
    else:
        message = ""

    assert message.isprintable()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(ATOMS), min_size=1, max_size=4), st.lists(st.sampled_from(ATOMS), max_size=2))
def test_hostile_text_is_read_as_fast_as_any_other(repeated: list[str], before: list[str]) -> None:
    """A pattern that goes back and forth takes hours for a hundred thousand quotes; the guard must not be the hole."""
    unit = "".join(repeated)
    text = "".join(before) + unit * (BYTES // len(unit.encode(errors="replace")) // 3)
    started = time.process_time()

    passes(text)

    assert time.process_time() - started < 1


@pytest.mark.parametrize("letter", [*"\"'\\<#(!a1:.-@?$%/ \n", '\\"', '"\\', '"""\\"', "a-", "1.", "<a:", "PREFIX a:"])
def test_a_hundred_thousand_of_one_kind_are_read_in_a_moment(letter: str) -> None:
    """The plain forms of the above, at full length."""
    started = time.process_time()

    passes((letter * BYTES)[:BYTES])

    assert time.process_time() - started < 1


@given(st.one_of(st.text(st.characters(codec="utf-8")), st.lists(st.sampled_from(ATOMS[:-2])).map("".join)))
def test_what_is_bound_passes_whatever_it_says(said: str) -> None:
    """A value becomes a literal before it gets here; the guard must see a literal and nothing in it."""
    said = said[:200]
    line = 'VALUES ?said { "" }'
    parameter = Parameter("said", "xsd:string", {}, line, '""')
    query = StoredQuery("echo", {}, {}, (), "table", {}, {"said": parameter}, where(line))

    check(bound_text(query, {"said": said}))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([atom for atom in ATOMS if atom != "\ud800"]), max_size=30))
def test_running_any_text_gives_a_result_or_one_line(atoms: list[str]) -> None:
    """What the parser says of a text may hold its letters, even those that steer a terminal."""
    try:
        run_text(Store(), " ".join(atoms), SETTINGS)
    except QueryError as error:
        message = str(error)
    else:
        message = ""

    assert message.isprintable()


# An endpoint: graphs are chosen among its own, and few services may be asked.


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * FROM <urn:g> { ?s ?p ?o }", True),
        ("SELECT * FROM NAMED <urn:g> { ?s ?p ?o }", True),
        ("select*from<urn:g>{?s ?p ?o}", True),
        ("SELECT * \\u0046ROM <urn:g> { ?s ?p ?o }", True),
        ("# FROM <urn:g>\nSELECT * { ?from ?p 'FROM <urn:g>' }", False),
    ],
)
def test_dataset_of_a_query_is_noticed(text: str, named: bool) -> None:
    """An endpoint has a default graph of its own for queries that choose none."""
    check(text, datasets=True)

    assert names_dataset(text) is named


@pytest.mark.parametrize(
    ("text", "passing"),
    [
        ("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", True),
        ("SELECT * { SERVICE SILENT <http://a.example/> { ?s ?p ?o } }", True),
        ("SELECT * { service # why\n <http://a.example/> { ?s ?p ?o } }", True),
        ("SELECT * { SERVICE <http://a.example/b> { ?s ?p ?o } }", False),
        ("SELECT * { SERVICE <http://b.example/> { ?s ?p ?o } }", False),
        ("SELECT * { SERVICE ?there { ?s ?p ?o } }", False),
        ("PREFIX a: <http://a.example/> SELECT * { SERVICE a: { ?s ?p ?o } }", False),
        ("SELECT * { SERVICE <http://a.example/> { SERVICE <http://b.example/> { ?s ?p ?o } } }", False),
        ("SELECT * { SERVICE <http://\\u0061.example/> { ?s ?p ?o } }", False),
        ("SELECT * { SERVICESILENT <http://a.example/> { ?s ?p ?o } }", False),
        ("LOAD <http://a.example/>", False),
    ],
)
def test_service_of_the_list_passes_where_it_is_written_in_full(text: str, passing: bool) -> None:
    """What cannot be told from the text alone is refused."""
    services = frozenset({"http://a.example/"})

    if passing:
        check(text, services=services)
    else:
        with pytest.raises(QueryError, match="reaches out by"):
            check(text, services=services)
