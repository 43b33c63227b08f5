"""A dump is read in one pass, by the names in it, however it is packed, cut and damaged."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import wikidata_world as w

from rehabkg.errors import SourceError
from rehabkg.wikidata.dump import items, label_key
from rehabkg.wikidata.model import EARTH, ENTITY, Item

WORLD = w.invented_world(truthy=True).encode()
ZVANTSOV = {label_key("Ivan Petrovich Zvantsov")}
JULIAN_DAY = {
    "time": "+1891-01-03T00:00:00Z",
    "timezone": 0,
    "before": 0,
    "after": 0,
    "precision": 11,
    "calendarmodel": w.JULIAN,
}


def escaped(content: bytes) -> bytes:
    """Write all that is not ASCII as \\uXXXX, as Wikidata's own dumps do."""
    return "".join(letter if ord(letter) < 128 else f"\\u{ord(letter):04X}" for letter in content.decode()).encode()


def statement(kind: str, value: Any, rank: str = "normal") -> dict[str, Any]:
    return {"mainsnak": {"snaktype": "value", "datavalue": {"value": value, "type": kind}}, "rank": rank}


def of_item(qid: str) -> dict[str, Any]:
    return statement("wikibase-entityid", {"entity-type": "item", "id": qid})


ENTITIES: list[dict[str, Any]] = [
    {"type": "property", "id": "P569", "labels": {"ru": {"language": "ru", "value": "Иван Петрович Званцов"}}},
    {
        "type": "item",
        "id": w.ZVANTSOV,
        "labels": {"ru": {"language": "ru", "value": "Иван Петрович Званцов"}, "xx": {"language": "xx", "value": "x"}},
        "descriptions": {"en": {"language": "en", "value": "invented railwayman"}},
        "aliases": {"ru": [{"language": "ru", "value": "Званцов"}]},
        "claims": {
            "P19": [of_item(w.TOWN)],
            "P27": [of_item(w.STATE)],
            "P106": [of_item(w.DRIVER)],
            "P214": [statement("string", "900000001")],
            "P569": [
                statement("time", {**JULIAN_DAY, "time": "+1890-00-00T00:00:00Z", "precision": 9}),
                statement("time", JULIAN_DAY, "preferred"),
                statement("time", {**JULIAN_DAY, "time": "+1880-00-00T00:00:00Z"}, "deprecated"),
            ],
            "P570": [{"mainsnak": {"snaktype": "somevalue"}, "rank": "normal"}],
            "P625": [statement("globecoordinate", {"latitude": 1, "longitude": 2, "globe": ENTITY + "Q9000000001"})],
        },
        "sitelinks": {
            "ruwiki": {"site": "ruwiki", "title": "Званцов, Иван"},
            "frwiki": {"site": "frwiki", "title": "Zvantsov"},
        },
    },
    {"type": "item", "id": w.BERGER, "labels": {"de": {"language": "de", "value": "Frieda Berger"}}, "claims": []},
]
CALENDARS: list[dict[str, Any]] = [
    {"id": item.qid, "labels": {"en": {"language": "en", "value": item.labels["en"]}}} for item in w.CALENDARS
]
ENTITIES += CALENDARS
LINES = [json.dumps(entity, separators=(",", ":")) for entity in ENTITIES]
DUMP = ("[\n" + ",\n".join(LINES) + "\n]\n").encode()


def read(path: Path, wanted: Any = None, **options: Any) -> tuple[list[Item], list[str]]:
    told: list[str] = []
    wanted = ZVANTSOV if wanted is None else wanted
    return list(items(path, wanted, report=lambda error: told.append(str(error)), **options)), told


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress], ids=["plain", "gzip", "bzip2"])
@pytest.mark.parametrize("form", [bytes, escaped], ids=["utf-8", "escaped"])
def test_wanted_items_are_read_from_ntriples(
    tmp_path: Path, pack: Callable[[bytes], bytes], form: Callable[[bytes], bytes]
) -> None:
    """A name in Latin letters finds it under its Cyrillic label, namesakes and articles included."""
    path = tmp_path / "truthy"
    path.write_bytes(pack(form(WORLD)))

    found, told = read(path)

    assert told == []
    assert [item.qid for item in found] == [w.ZVANTSOV, w.NAMESAKE]
    assert found[0] == Item(
        w.ZVANTSOV,
        labels={"en": "Ivan Zvantsov", "ru": "Иван Петрович Званцов", "uk": "Іван Петрович Званцов"},
        aliases={"ru": ("Званцов, Иван Петрович", "И. П. Званцов")},
        descriptions={"en": "invented railwayman (1891–1938)"},
        birth=("1891-01-15",),
        death=("1938-02",),
        birth_place=w.TOWN,
        citizenships=(w.STATE,),
        occupations=(w.DRIVER,),
        sitelinks=("https://ru.wikipedia.org/wiki/%D0%97%D0%B2%D0%B0%D0%BD%D1%86%D0%BE%D0%B2",),
        external_ids=("viaf:900000001",),
        sitelink_count=1,
    )


@pytest.mark.parametrize("chunk", [50, 333, 1_000, 5_000])
@pytest.mark.parametrize("content", [WORLD, DUMP], ids=["ntriples", "json"])
def test_where_the_pieces_of_a_file_end_changes_nothing(tmp_path: Path, chunk: int, content: bytes) -> None:
    """An item that lies across two pieces is read once and whole."""
    path = tmp_path / "dump"
    path.write_bytes(content)
    every = lambda keys: bool(keys)  # noqa: E731 - all that have a name

    assert read(path, every, chunk=chunk) == read(path, every)
    assert len(read(path, every)[0]) >= 2


def test_wanted_items_are_read_from_json(tmp_path: Path) -> None:
    """There a date has its precision and its calendar; the preferred one counts."""
    path = tmp_path / "dump.json.gz"
    path.write_bytes(gzip.compress(DUMP))

    found, told = read(path)

    assert told == []
    assert found == [
        Item(
            w.ZVANTSOV,
            labels={"ru": "Иван Петрович Званцов"},
            aliases={"ru": ("Званцов",)},
            descriptions={"en": "invented railwayman"},
            birth=("1891-01-15",),
            birth_place=w.TOWN,
            citizenships=(w.STATE,),
            occupations=(w.DRIVER,),
            sitelinks=(
                "https://ru.wikipedia.org/wiki/%D0%97%D0%B2%D0%B0%D0%BD%D1%86%D0%BE%D0%B2,_%D0%98%D0%B2%D0%B0%D0%BD",
            ),
            external_ids=("viaf:900000001",),
            old_style={"1891-01-15": "1891-01-03"},
            sitelink_count=2,
        )
    ]


def dump(path: Path, entities: list[dict[str, Any]]) -> Path:
    path.write_bytes(
        ("[\n" + ",\n".join(json.dumps(entity, separators=(",", ":")) for entity in entities) + "\n]\n").encode()
    )
    return path


@pytest.mark.parametrize("first", [True, False], ids=["calendars first", "calendars last"])
def test_calendar_is_known_wherever_the_dump_tells_it(tmp_path: Path, first: bool) -> None:
    """A dump is in no order; items stay in its order, also those that wait for their calendar."""
    people = ENTITIES[:-2]
    path = dump(tmp_path / "dump.json", [*CALENDARS, *people] if first else [*people, *CALENDARS])

    found, told = read(path, {*ZVANTSOV, label_key("Frieda Berger")})

    assert told == []
    assert [item.qid for item in found] == [w.ZVANTSOV, w.BERGER]
    assert found[0].old_style == {"1891-01-15": "1891-01-03"}


def test_item_whose_calendar_is_told_does_not_wait(tmp_path: Path) -> None:
    """What follows it may be a terabyte."""
    path = dump(tmp_path / "dump.json", [*CALENDARS, *ENTITIES[:-2], {"id": 7}])
    told: list[str] = []
    found = items(path, ZVANTSOV | {""}, report=lambda error: told.append(str(error)))

    assert next(found).qid == w.ZVANTSOV
    assert told == []


def test_excerpt_without_the_calendars_keeps_either_day(tmp_path: Path) -> None:
    """Neither day is told; whoever made the excerpt can say which item is the Julian calendar."""
    path = dump(tmp_path / "dump.json", ENTITIES[:-2])
    julian = w.JULIAN.removeprefix(ENTITY)

    found, told = read(path)
    known, nothing = read(path, julian=julian)
    other, _ = read(path, julian=w.GREGORIAN.removeprefix(ENTITY))

    assert found[0].birth == ("[1891-01-03,1891-01-15]",)
    assert found[0].old_style == {}
    assert told == [
        f"{path}: nothing here tells which calendar {julian} is (--julian-calendar names the Julian one);"
        " dates in it are kept as of either"
    ]
    assert (known[0].birth, known[0].old_style, nothing) == (("1891-01-15",), {"1891-01-15": "1891-01-03"}, [])
    assert other[0].birth == ("1891-01-03",)


def test_point_on_another_globe_is_no_place_of_ours(tmp_path: Path) -> None:
    """A crater bears the name of a town."""
    towns = [
        {
            "id": qid,
            "labels": {"en": {"language": "en", "value": "Zvantsovsk"}},
            "claims": {"P625": [statement("globecoordinate", {"latitude": 1, "longitude": 2, **globe})]},
        }
        for qid, globe in ((w.TOWN, {"globe": EARTH}), (w.VILLAGE, {}), (w.STATE, {"globe": w.LUNAR}))
    ]

    found, _ = read(dump(tmp_path / "dump.json", towns), {label_key("Zvantsovsk")})

    assert [item.coordinates for item in found] == [(1.0, 2.0), (1.0, 2.0), None]


def test_description_is_no_name(tmp_path: Path) -> None:
    """Both are written alike in JSON; only a label or an alias leads to an item."""
    path = tmp_path / "dump.json"
    path.write_bytes(DUMP)

    assert read(path, {label_key("invented railwayman")})[0] == []


def test_excerpt_may_be_written_with_spaces(tmp_path: Path) -> None:
    """Many programs leave them behind a colon and a comma; no item was found then, and nothing said."""
    path = tmp_path / "dump.json"
    path.write_text("[\n" + ",\n".join(map(json.dumps, ENTITIES)) + "\n]\n", "utf-8")

    assert [item.qid for item in read(path)[0]] == [w.ZVANTSOV]


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_number_that_is_too_large_is_told(tmp_path: Path, number: str) -> None:
    """JSON bounds no number; one bad entity must not end the reading of a terabyte."""
    path = tmp_path / "dump.json"
    path.write_bytes(DUMP.replace(b'"precision":11', f'"precision":{number}'.encode()))

    found, told = read(path, lambda _: True)

    assert [item.qid for item in found] == [w.BERGER, *(item.qid for item in w.CALENDARS)]
    assert f"{w.ZVANTSOV} is not as the JSON data model has it" in told[0]


def test_bad_lines_are_told_counted_and_passed_over(tmp_path: Path) -> None:
    """A dump of a terabyte has some; the rest is read."""
    lines = WORLD.split(b"\n")
    at = next(number for number, line in enumerate(lines) if b"direct/P27" in line)
    lines.insert(at, f"<{ENTITY}{w.ZVANTSOV}> is no triple .".encode())
    (tmp_path / "dump.nt").write_bytes(b"\n".join(lines))
    named = b'{"id":"Q9000000009","labels":{"ru":{"language":"ru","value":"A"}},"claims":'
    bad = [named[:-12], named + b'{"P569":[7]}}', named + b"[" * 200_000, b'["A",{"language":"ru","value":"A"}]']
    (tmp_path / "dump.json").write_bytes(b"[\n" + b",\n".join([*bad, *(line.encode() for line in LINES)]) + b"\n]")

    triples, said = read(tmp_path / "dump.nt")
    entities, told = read(tmp_path / "dump.json", lambda _: True)

    assert [item.qid for item in triples] == [w.ZVANTSOV, w.NAMESAKE]
    assert triples[0].citizenships == (w.STATE,)
    assert said[0].startswith(f"{tmp_path / 'dump.nt'}:{at + 1}: is no line of N-Triples: ")
    assert said[1].endswith("1 bad lines were passed over")
    assert [item.qid for item in entities] == [w.ZVANTSOV, w.BERGER, *(item.qid for item in w.CALENDARS)]
    assert [line.partition(": ")[0].rpartition(":")[2] for line in told[:-1]] == ["2", "3", "4", "5"]
    assert told[-1].endswith("4 bad lines were passed over")


def test_file_that_is_not_grouped_is_told(tmp_path: Path) -> None:
    """Sorted by property, an item would be read without most of what is told of it."""
    path = tmp_path / "dump.nt"
    path.write_bytes(b"".join(sorted(WORLD.splitlines(keepends=True), key=lambda line: line.split(b" ")[1:])))

    with pytest.raises(SourceError, match=r"is not grouped by item: Q\d+ comes again after another; sort the file"):
        read(path)


def test_item_that_comes_again_far_behind_is_told(tmp_path: Path) -> None:
    """The second half of it would be taken for another item."""
    path = tmp_path / "dump.nt"
    first = WORLD.splitlines(keepends=True)[:4]
    path.write_bytes(WORLD + b"".join(first))

    with pytest.raises(SourceError, match="is not grouped by item"):
        read(path, chunk=1_000)


@pytest.mark.parametrize("form", ["nt", "json"])
def test_entity_that_is_too_large_is_passed_over(tmp_path: Path, form: str) -> None:
    """One entity without an end must not fill the memory; what comes behind it is read."""
    path = tmp_path / "dump"
    if form == "nt":
        line = f'<{ENTITY}Q9000000098> <http://schema.org/description> "{"x" * 80}"@en .\n'.encode()
        path.write_bytes(line * 2_000 + WORLD)
    else:
        path.write_bytes(b"[\n" + b'{"id":"' + b"x" * 300_000 + b'"},\n' + DUMP[2:])

    found, told = read(path, chunk=4_096, longest=50_000)

    assert found[0].qid == w.ZVANTSOV
    assert "of more than 50,000 bytes is passed over" in told[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"name,birth\n", "is no dump of Wikidata"),
        (gzip.compress(WORLD)[:-200], "breaks off or is damaged"),
        (bz2.compress(WORLD)[:-200], "breaks off or is damaged"),
        (b"PK\x03\x04 and more", "is a zip archive: unpack it first"),
    ],
)
def test_what_is_no_dump_is_told_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    """A download that broke off looks like a dump with few items."""
    path = tmp_path / "dump"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=said) as failed:
        read(path)

    assert len(str(failed.value).splitlines()) == 1


def test_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """As all files that are read are."""
    with pytest.raises(SourceError, match="cannot be read: No such file"):
        read(tmp_path / "missing.nt")


def test_progress_counts_all_bytes(tmp_path: Path) -> None:
    """A pass over Wikidata takes hours."""
    path = tmp_path / "dump.nt"
    path.write_bytes(WORLD)
    seen: list[int] = []

    read(path, progress=seen.append, chunk=2_000)

    assert sum(seen) == len(WORLD)
    assert len(seen) > 3


def test_dump_is_read_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """`lbzip2 -dc` unpacks on all cores what Python unpacks on one."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(WORLD)))

    assert [item.qid for item in read(Path("-"))[0]] == [w.ZVANTSOV, w.NAMESAKE]


def test_memory_does_not_grow_with_the_dump(tmp_path: Path) -> None:
    """The largest dump has a terabyte."""
    path = tmp_path / "dump.nt"
    with path.open("wb") as file:
        for number in range(3_000):
            subject = f"<{ENTITY}Q{9_000_000_100 + number}>"
            file.write(f'{subject} <http://schema.org/description> "{"x" * 3_000}"@en .\n'.encode())
    read(path, chunk=200_000)
    tracemalloc.start()
    try:
        read(path, chunk=200_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert path.stat().st_size > 9_000_000
    assert peak < 2_000_000
