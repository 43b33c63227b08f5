"""Links in a release: what passes the gate, and what of a link is withheld with the people whom it names."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from canary import (
    HEAD,
    LINKS_OF_HERS,
    MATCHES,
    NAMES,
    OTHER_SOURCE,
    PEOPLE,
    SHOWN,
    SHOWN_ITEM,
    match_iri,
    planted,
    released,
    traces,
)
from invented import IRIS
from load_fixture import lines, people, rehabkg, said, written
from published import client_of

from rehabkg.assets import DEFAULT_POLICY
from rehabkg.description.sitemap import sitemap_files
from rehabkg.link.write import observed, person_iri
from rehabkg.release.lines import gzip_lines
from rehabkg.release.model import Release
from rehabkg.settings import Settings
from rehabkg.store.linked import linked_graphs

Made = Callable[[str | Path], Release]
# Of one person the record that gives the IRI, of another the one that holds two others together.
EMBARGOED = f"""{HEAD} ; policy:embargo [ policy:thing <{observed("list.1", IRIS)}> ] ,
  [ policy:thing <{observed(f"{OTHER_SOURCE}.3", IRIS)}> ] ."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A store in which the canary is linked."""
    return planted(tmp_path_factory.mktemp("links"), others=3, linked=True)


@pytest.fixture(scope="module")
def made(settings: Settings) -> Made:
    """Give a release by a policy, made once for all tests; the first of all shows everything."""
    found: dict[str, Release] = {}

    def release(policy: str | Path) -> Release:
        if str(policy) not in found:
            found[str(policy)] = released(settings, policy)
        return found[str(policy)]

    release(SHOWN)
    return release


def linked(release: Release) -> str:
    """Return what a release says of linked records."""
    return b"".join(gzip_lines(release.dumps / "link-records.nt.gz")).decode()


def person(members: Sequence[str]) -> str:
    """Return the IRI of a person as it stands in a line."""
    return f"<{person_iri(members, IRIS)}>"


def test_all_links_pass_where_all_is_shown(settings: Settings, made: Made) -> None:
    """The gate takes nothing that the policy does not ask for."""
    names = ("link-records", "link-wikidata", "wikidata")
    there = lines(made(SHOWN).path / "store", *names)

    assert there == lines(settings.store_path, *names)
    assert set(LINKS_OF_HERS) <= {needle for _, needle in traces(made(SHOWN).path, *LINKS_OF_HERS)}


def test_release_tells_of_its_links_what_is_left_of_them(made: Made) -> None:
    """Whoever builds a view anew, or counts, must find the graphs as they are there."""
    for policy in (SHOWN, DEFAULT_POLICY):
        release = made(policy)
        found = {graph: left.statements for left in linked_graphs(release.path / "store") for graph in left.graphs}

        assert found == {graph: dump.statements for graph, dump in release.graphs.items() if graph in found}
        assert len(found) == 3
        description = (release.path / "description.ttl").read_text()
        assert all(graph in description for graph in found)


def test_link_of_a_coarsened_person_would_name_her(made: Made) -> None:
    """Her other record has a name, a village and a death; an item of Wikidata has her label."""
    assert traces(made(DEFAULT_POLICY).path, *LINKS_OF_HERS, *NAMES) == set()
    assert match_iri(MATCHES[3]) in linked(made(DEFAULT_POLICY))
    assert person(PEOPLE[1]) in linked(made(DEFAULT_POLICY))


def test_item_of_a_shown_record_passes_with_what_is_told_of_it(made: Made) -> None:
    """What is withheld of one person takes nothing from another."""
    found = lines(made(DEFAULT_POLICY).path / "store", "link-wikidata", "wikidata")

    assert any(SHOWN_ITEM in line and "label" in line for line in found)
    assert any(SHOWN_ITEM in line and "exactMatch" in line for line in found)


def test_reason_that_names_somebody_withheld_does_not_pass(made: Made) -> None:
    """The match is of two others; who decided and when stays, the text that names her does not."""
    match = match_iri(MATCHES[2])
    told = [line for line in linked(made(DEFAULT_POLICY)).splitlines() if line.startswith(f"<{match}>")]

    assert any("matchDecidedBy" in line for line in told)
    assert not any("matchReason" in line for line in told)
    assert any("matchReason" in line and match in line for line in linked(made(SHOWN)).splitlines())


def test_iri_of_a_person_tells_nothing_of_an_embargoed_record(made: Made) -> None:
    """It is a digest of the smallest record's IRI, which anybody can count out: it is made of one that is left."""
    release = made(EMBARGOED)
    former, left = person(PEOPLE[1]), person(PEOPLE[1][1:])

    assert former in linked(made(SHOWN))
    assert left in linked(release)
    assert traces(release.path, former[1:-1], match_iri(MATCHES[2])) == set()


def test_records_that_only_a_withheld_one_held_together_are_apart(made: Made) -> None:
    """A claim for which no reason is published is no claim."""
    release = made(EMBARGOED)

    assert person(PEOPLE[2]) in linked(made(SHOWN))
    assert traces(release.path, person(PEOPLE[2])[1:-1], *map(match_iri, MATCHES[4:])) == set()
    assert not any(observed("list.2", IRIS) in line for line in linked(release).splitlines())


def test_linked_person_who_is_no_more_is_not_found(made: Made) -> None:
    """Nobody was withdrawn: a claim was. To answer 410 would tell that there is something to hide."""
    path = person(PEOPLE[1])[1:-1].removeprefix(IRIS.base)
    statuses = []
    for policy in (SHOWN, EMBARGOED):
        with client_of(made(policy)) as client:
            statuses.append(client.get(f"/{path}").status_code)

    assert statuses == [303, 404]


def test_sitemap_leads_to_linked_people(made: Made) -> None:
    """Their pages are what somebody who looks for a relative should find first."""
    paths = {line.decode().strip() for file in sitemap_files(made(SHOWN)) for line in gzip_lines(file)}

    assert f"doc/person/{person(PEOPLE[1])[1:-1].rpartition('/')[2]}" in paths


@pytest.fixture
def copied(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the store, to load into."""
    return shutil.copytree(settings.store_path, tmp_path / "store")


def test_links_go_out_with_the_source_that_they_rest_on(copied: Path, tmp_path: Path) -> None:
    """A link must not lead to a record that is not there, nor to another that has its number now."""
    fewer = written(tmp_path / "fewer.tsv", people(1, surname="Иволгин"))

    run = rehabkg("load", "memorial-table", fewer, "--source", OTHER_SOURCE, "--jobs", 1, "--store", copied)

    assert run.code == 0, run.err
    (told,) = [line for line in said(run) if "link" in line]
    assert "link-records" in told
    assert "'rehabkg link records'" in told
    assert {graph.name for graph in linked_graphs(copied)} == {"link-wikidata", "wikidata"}
    assert not lines(copied, "link-records")
    assert not [line for line in lines(copied) if f"observation/{OTHER_SOURCE}.2" in line]


def test_link_to_an_item_goes_out_with_its_record_alone(copied: Path, settings: Settings) -> None:
    """Others stay: to find them took days of asking."""
    assert rehabkg("unload", "list", "--store", copied).code == 0

    (of_items,) = [graph for graph in linked_graphs(copied) if graph.name == "link-wikidata"]
    before = lines(settings.store_path, "link-wikidata")
    assert of_items.statements == len(lines(copied, "link-wikidata")) < len(before)
    assert not [line for line in lines(copied, "link-wikidata") if "observation/list." in line]


def test_failed_load_leaves_the_links(copied: Path, tmp_path: Path) -> None:
    """The links go in the same version as what they rest on, or not at all."""
    nothing = written(tmp_path / "nothing.tsv", "no table")

    run = rehabkg("load", "memorial-table", nothing, "--source", OTHER_SOURCE, "--jobs", 1, "--store", copied)

    assert run.code == 1
    assert len(linked_graphs(copied)) == 3
    assert lines(copied, "link-records")
