"""Pages and documents over HTTP, from the real command: cold, warm, and where the client has them already.

    rehabkg release && python -m bench.server --releases RELEASES
    python -m bench.server --releases RELEASES --seconds 5 --documents 500

Wants wrk (Debian: apt-get install wrk), whose load comes from a process of its own on the same machine. Documents are
drawn by chance, with a seed, from curated things and from records. "Cold" is the first answer to each address, one
after the other; "warm" are all of them over again, from 32 connections; "304" is the same with the tag that the first
answer gave. Each is asked of the server alone, then beside a hundred heavy SPARQL queries.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from bench.report import machine, table
from rehabkg.namespaces import A, term
from rehabkg.pages.links import document_path
from rehabkg.release.model import open_release
from rehabkg.web.published import Published

_FORMS = ("en.html", "ru.html", "ttl", "jsonld")
_CONNECTIONS = 32
_HEAVY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?p ?b . ?c ?q ?d . FILTER(STR(?a) < STR(?d)) }"


def main() -> None:
    """Run and print."""
    arguments = _arguments()
    wrk = shutil.which("wrk")
    if wrk is None:
        sys.exit("wrk is wanted (Debian: apt-get install wrk)")
    release = open_release(arguments.releases)
    paths = _paths(Published.open(release), arguments.documents)
    print(f"{machine()}\nrelease {release.name}, {len(paths):,} addresses\n")
    with _served(arguments.releases, arguments.processes) as port, tempfile.TemporaryDirectory() as folder:
        cold, tags = _cold(port, paths)
        # Each process keeps answers of its own, so each is asked for all of them before the clock runs.
        plain, conditional = _scripts(Path(folder), paths, tags)
        _wrk(wrk, port, plain, 3 + len(paths) // 500)
        rows = [("cold, one connection", f"{1 / statistics.mean(cold):,.0f}", _milliseconds(_p99(cold)))]
        rows.append(("warm", *_wrk(wrk, port, plain, arguments.seconds)))
        rows.append(("304", *_wrk(wrk, port, conditional, arguments.seconds)))
        with _heavy(port):
            rows.append(("warm, beside heavy queries", *_wrk(wrk, port, plain, arguments.seconds)))
        table(("requests", "per second", "p99"), rows)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--releases", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=10)
    return parser.parse_args()


def _paths(published: Published, count: int) -> list[str]:
    """Return the addresses of documents: half of curated things, half of records where there are any."""
    chance = random.Random(1)  # noqa: S311 - a sample, no secret
    found: list[str] = []
    for name in ("rehab:Actor", "rehab:LegalAct", "rehab:Place", "rehab:Phrase"):
        found += [node.value for node in published.view.instances(name)]
    records = [
        quad.subject.value
        for quad in islice(
            published.store.quads_for_pattern(None, A, term("rehab:PersonObservation"), None), 0, 20 * count, 20
        )
    ]
    chosen = chance.sample(found, min(len(found), count // 2 if records else count)) + records[: count // 2]
    stems = [document_path(iri, published.release.base) for iri in chosen]
    return [f"/{stem}.{form}" for stem in stems if stem for form in _FORMS]


@contextmanager
def _served(releases: Path, processes: int) -> Iterator[int]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    call = [sys.executable, "-m", "rehabkg", "serve", "--releases", str(releases)]
    with subprocess.Popen([*call, "--port", str(port), "--processes", str(processes)]) as process:
        try:
            while True:
                try:
                    _get(port, "/robots.txt")
                    break
                except OSError:
                    time.sleep(0.1)
            yield port
        finally:
            process.terminate()


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers.get("ETag", "")


def _cold(port: int, paths: list[str]) -> tuple[list[float], dict[str, str]]:
    seconds, tags = [], {}
    for path in paths:
        started = time.perf_counter()
        status, tags[path] = _get(port, path)
        seconds.append(time.perf_counter() - started)
        if status != 200:
            sys.exit(f"{path}: {status}")
    return seconds, tags


def _scripts(folder: Path, paths: list[str], tags: dict[str, str]) -> tuple[Path, Path]:
    """Write what wrk asks, an address after the other: plainly, and with the tag of each."""
    listed = ",\n".join(f"  {{[[{path}]], [[{tags[path]}]]}}" for path in paths)
    scripts = []
    for name, headers in (("plain", "{}"), ("conditional", '{["If-None-Match"] = one[2]}')):
        script = folder / f"{name}.lua"
        asked = f"local one = all[n % #all + 1]\n  n = n + 1\n  return wrk.format('GET', one[1], {headers})"
        script.write_text(f"local all = {{\n{listed}\n}}\nlocal n = 0\nrequest = function()\n  {asked}\nend\n")
        scripts.append(script)
    return scripts[0], scripts[1]


def _wrk(wrk: str, port: int, script: Path, seconds: int) -> tuple[str, str]:
    """Return requests per second and the time within which 99 of 100 are answered."""
    call = [wrk, "-t1", f"-c{_CONNECTIONS}", f"-d{seconds}", "--latency", "-s", str(script), f"http://127.0.0.1:{port}"]
    said = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said and "conditional" not in script.name:
        sys.exit(said)
    rate, slowest = (
        re.search(r"Requests/sec:\s*([\d.]+)", said),
        re.search(r"^\s+99%\s+([\d.]+\w+)\s*$", said, re.MULTILINE),
    )
    if rate is None or slowest is None:
        sys.exit(said)
    return f"{float(rate[1]):,.0f}", slowest[1]


@contextmanager
def _heavy(port: int) -> Iterator[None]:
    """Let a hundred clients ask what takes longer than the server allows."""
    stopped = threading.Event()

    def ask() -> None:
        while not stopped.is_set():
            try:
                _get(port, f"/sparql?query={quote(_HEAVY)}")
            except OSError:
                stopped.wait(0.1)

    clients = [threading.Thread(target=ask, daemon=True) for _ in range(100)]
    for client in clients:
        client.start()
    time.sleep(2)
    yield
    stopped.set()


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)]


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1_000:.1f}ms"


if __name__ == "__main__":
    main()
