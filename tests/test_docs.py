"""The documentation is tried as a new user would, command by command."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from rehabkg.pipeline import Assembled
from rehabkg.query.catalog import stored_queries, stored_query
from rehabkg.query.run import run_stored
from rehabkg.settings import Settings
from rehabkg.store.version import write_version

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
# These build or check for half a minute; 'make answer' runs the first in every CI run.
LONG = ("rehabkg build", "rehabkg check")
# These send to, or are, a real server, read a release or want loaded records: test_publish.py, test_server_browser.py,
# test_site.py, test_release_build.py, test_link_*.py and test_query_federated.py try them.
ELSEWHERE = (
    "rehabkg publish", "rehabkg serve", "rehabkg site", "rehabkg release", "rehabkg link", "rehabkg query wikidata",
)  # fmt: skip
WITHOUT_STORE = ("queries", "formats", "parse")
RECORDS = """Родился в 1890 г., Выдуманная губ.; русский;
Приговорен: тройка при УНКВД 3 мая 1938 г., обв.: по ст. 58-10.
Приговор: 10 лет ИТЛ.
Реабилитирован 25 января 1957 г. военным трибуналом
---
Родилась в 1903 г.
Приговорена: в 1930 г.
Приговор: спецпоселение
"""
COMMANDS = [
    command
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if (command := re.split(r" #| \| ", line)[0].strip()).startswith("rehabkg ")
    and not command.startswith(LONG + ELSEWHERE)
]


@pytest.fixture(scope="module")
def store_path(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk with the whole curated graph."""
    path = tmp_path_factory.mktemp("docs") / "store"
    write_version(path, assembled.nquads(), Settings().base)
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_command_of_the_readme_works(command: str, store_path: Path, tmp_path: Path) -> None:
    """A command that a reader copies must answer."""
    arguments = shlex.split(command)[1:]
    call = [sys.executable, "-m", "rehabkg", *arguments]
    if arguments[0] not in WITHOUT_STORE:
        call += ["--store", str(store_path)]
    (tmp_path / "records.txt").write_text(RECORDS, encoding="utf-8")
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert done.stdout or any(tmp_path.iterdir())


def test_readme_opens_with_the_answer_that_the_graph_gives(store: object) -> None:
    """The page's first table is the query's answer, not a memory of it."""
    rows = run_stored(store, stored_query("amnesty-without-rehabilitation"), {}, Settings())  # type: ignore[arg-type]
    named = {str(value) for row in rows.texts() for value in row}
    table = README.split("\n\n")[2]

    assert len(table.splitlines()) - 2 == len(rows.texts())
    for words in ("Collaborators", "Polish citizens", "Industrial Party", "Trotskyite Opposition"):
        assert words in table
        assert any(words in value for value in named)


def test_every_stored_query_named_in_the_readme_exists() -> None:
    """A renamed query must not leave its name behind."""
    known = {query.name for query in stored_queries()}

    assert set(re.findall(r"rehabkg query ([a-z-]+)", README)) <= known


@pytest.mark.parametrize(
    "page", sorted(path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")]), ids=str
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A reader who follows a link must arrive."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
