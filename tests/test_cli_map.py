"""`rehabkg map` as people run it, and the page that explains it, tried command by command."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from test_cli import BAD_CALL, BAD_DATA, GOOD, refused, rehabkg

from rehabkg.readers.table.target import BODY, parse_target, target_of_iri
from rehabkg.records.fields import CASE_FIELDS, PERSON_FIELDS

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "records" / "table"
PAGE = (ROOT / "docs" / "map-a-table.md").read_text(encoding="utf-8")
LIST = CASES / "list-cp1251.csv"


def blocks(language: str) -> list[str]:
    """Return the blocks of the page in one language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def without_padding(text: str) -> list[str]:
    """Return the lines of an output as the page shows them: the blanks that pad a table left out."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the page's reader works, with the list that it shows."""
    (tmp_path / "list.csv").write_bytes(blocks("csv")[0].encode("cp1251"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_page_holds_when_it_is_followed(folder: Path) -> None:
    """A reader who copies each command gets what the page shows, from the list to both mappings."""
    commands = [line for block in blocks("sh") for line in block.splitlines()]
    first, second, *standard = (shlex.split(command)[1:] for command in commands)

    run = rehabkg(*first)
    assert (run.returncode, run.stdout) == (GOOD, "")
    assert without_padding(run.stderr) == without_padding(blocks("text")[0])
    proposal = (folder / "map.toml").read_text(encoding="utf-8")
    assert proposal == blocks("toml")[0]

    (folder / "map.toml").write_text(mended(proposal, blocks("toml")[1]), encoding="utf-8")
    run = rehabkg(*second)
    assert run.returncode == GOOD
    assert without_padding(run.stdout + run.stderr) == without_padding(blocks("text")[1])

    for arguments in standard:
        run = rehabkg(*arguments)
        assert run.returncode == GOOD, run.stderr
    assert run.stderr == "4 records, 0 problems\n"


def mended(proposal: str, changes: str) -> str:
    """Return the proposal as the page's reader edits it: each line of *changes* in the place of that key's."""
    for line in changes.splitlines():
        key = line.partition(" = ")[0].removeprefix("# ")
        if key and not key.startswith("["):
            proposal, found = re.subn(rf"(?m)^(# )?{re.escape(key)} = .*$", line.replace("\\", r"\\"), proposal)
            assert found == 1, key
    return proposal


def test_the_page_names_every_field_and_no_other() -> None:
    """A field that is not there would never be used; one that is not known is refused to whoever believed the page."""
    person, case = PAGE.split("| field of a person")[1].split("| field of a case")
    case = case.split("## ")[0]

    assert names(person) == {*PERSON_FIELDS, BODY}
    assert names(case) == set(CASE_FIELDS)
    for iri in re.findall(r"https://w3id\.org/rehabkg/field/[a-z0-9_/]+[a-z]", PAGE):
        assert target_of_iri(iri) is not None
    for name in re.findall(r"`(case\.[0-9]\.[a-z_]+)`", PAGE):
        assert parse_target(name)


def names(table: str) -> set[str]:
    """Return what stands as code in the first cell of each row."""
    cells = [row.split("|")[1] for row in table.splitlines()[2:] if row.startswith("|")]
    return {name for cell in cells for name in re.findall(r"`([a-z_]+)`", cell)}


def test_a_proposal_is_data_and_its_sum_a_message() -> None:
    """Whoever pipes it into a file must not find messages in it."""
    run = rehabkg("map", "init", LIST)

    assert run.returncode == GOOD
    assert run.stdout.startswith("# How list-cp1251.csv becomes records")
    assert run.stderr == "12 of 14 columns tell a field; records are numbered by '№'\n"


def test_a_proposal_in_the_standard_form_is_json() -> None:
    """Other programs read it."""
    run = rehabkg("map", "init", LIST, "--csvw")

    document = json.loads(run.stdout)
    assert document["@context"] == "http://www.w3.org/ns/csvw"
    assert document["tableSchema"]["primaryKey"] == "c1"


def test_an_edited_mapping_is_not_overwritten(tmp_path: Path) -> None:
    """An hour of editing is lost by one key of the shell's history else."""
    out = tmp_path / "map.toml"
    out.write_text("# edited", encoding="utf-8")

    refused(rehabkg("map", "init", LIST, "--out", out), BAD_DATA, "exists already, and may have been edited")
    assert out.read_text(encoding="utf-8") == "# edited"


def test_a_table_of_which_nothing_is_known_says_so(tmp_path: Path) -> None:
    """Every column is a comment then, and the mapping cannot be used before one is filled in."""
    path = tmp_path / "t.csv"
    path.write_text("Ящик,Полка\nА,Б\n", encoding="utf-8")
    run = rehabkg("map", "init", path)

    assert run.returncode == GOOD
    assert '# "Ящик" = ""  # no known heading; holds \'А\'' in run.stdout
    assert "0 of 2 columns tell a field; write one for at least one column" in run.stderr


def test_rows_that_cannot_be_read_are_told_already_when_a_table_is_looked_at(tmp_path: Path) -> None:
    """The proposal rests on the others."""
    path = tmp_path / "t.csv"
    path.write_text('Фамилия,Имя\nВыдумов,Иван\n"Небылицына"а,Анна\n', encoding="utf-8")
    run = rehabkg("map", "init", path)

    assert run.returncode == GOOD
    assert "t.csv:3: column '(row)'" in run.stderr


def test_a_check_counts_and_tells_what_is_wrong(tmp_path: Path) -> None:
    """Data on one output, problems on the other, and the exit code says that there are some."""
    path = tmp_path / "t.csv"
    path.write_bytes(LIST.read_bytes() + "5;Лишняя;строка\r\n".encode("cp1251"))
    run = rehabkg("map", "check", path, CASES / "map.toml", "--show", "0")

    assert run.returncode == BAD_DATA
    assert re.search(r"surname +Фамилия +4 \(100 %\) +Выдумов", run.stdout)
    assert re.search(r"patronymic +Отчество +3 \(75 %\)", run.stdout)
    assert run.stderr.splitlines() == [
        "t.csv:6: column '(row)': 'строка' is not a row of 14 cells: it has 3",
        "4 records, 1 problems",
    ]


def test_only_so_many_problems_are_printed(tmp_path: Path) -> None:
    """A wrong delimiter must not fill the screen; the count is whole."""
    path = tmp_path / "t.csv"
    path.write_bytes(LIST.read_bytes() + b"x;y\r\n" * 50)
    run = rehabkg("map", "check", path, CASES / "map.toml", "--problems", "5")

    lines = run.stderr.splitlines()
    assert len(lines) == 7
    assert lines[-2:] == ["45 more problems; --problems 50 shows all", "4 records, 50 problems"]


def test_what_of_the_metadata_has_no_effect_is_said(tmp_path: Path) -> None:
    """A pattern that is not checked would be believed else."""
    document = json.loads((CASES / "list-metadata.json").read_text(encoding="utf-8"))
    document["aboutUrl"] = "#{number}"
    metadata = tmp_path / "m.json"
    metadata.write_text(json.dumps(document), encoding="utf-8")
    run = rehabkg("map", "check", CASES / "list.tsv", metadata, "--show", "0")

    assert run.returncode == GOOD
    assert run.stderr.splitlines() == [f"{metadata}: aboutUrl has no effect on records", "4 records, 0 problems"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("map", "init", "missing.csv"), BAD_DATA, "missing.csv: cannot be read: No such file or directory"),
        (("map", "init", LIST, "--sheet", "x"), BAD_CALL, "--sheet goes with a file of kind 'xlsx'"),
        (("map", "init", LIST, "--encoding", "idna"), BAD_CALL, "encoding 'idna' is not known"),
        (("map", "init", LIST, "--encoding", "utf-8"), BAD_DATA, "is not utf-8"),
        (("map", "init"), BAD_CALL, "Missing argument 'FILE'"),
        (("map", "check", LIST, "missing.toml"), BAD_DATA, "missing.toml: cannot be read: No such file or directory"),
        (("map", "check", "missing.csv", CASES / "map.toml"), BAD_DATA, "missing.csv: cannot be read: No such file"),
        (("map", "check", LIST, LIST), BAD_DATA, "is not UTF-8; save the mapping as UTF-8"),
        (("map", "chekc", LIST), BAD_CALL, "No such command 'chekc'"),
    ],
)
def test_a_call_that_cannot_be_answered_is_one_line(
    arguments: tuple[str | Path, ...], code: int, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One way to say no, whatever is wrong."""
    monkeypatch.chdir(tmp_path)

    refused(rehabkg(*arguments), code, message)


@pytest.mark.parametrize("name", ["init", "check"])
def test_help_shows_how_each_is_called(name: str) -> None:
    """People learn a command from its examples."""
    run = rehabkg("map", name, "--help")

    assert run.returncode == GOOD
    assert f"rehabkg map {name} list.csv" in run.stdout
