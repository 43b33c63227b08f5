"""The page on which a person decides: it shows both sides, keeps every decision at once, and lets nobody else in."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import WANTS_CHROMIUM, launched
from load_fixture import BAD_CALL, rehabkg
from playwright.sync_api import Page
from servers import free_port
from starlette.testclient import TestClient
from waiting import (
    FAR,
    FAR_AS_KNOWN,
    HOSTILE,
    IRIS,
    ITEM,
    ONE,
    OTHER,
    PERSON,
    SON,
    decided,
    rows,
    write_store,
    write_waiting,
)

from rehabkg.desk import words as words_module
from rehabkg.desk.app import LONGEST_BODY, Desk
from rehabkg.desk.compare import DIFFERS, NEAR, SAME, compared, reasons
from rehabkg.desk.compare import ONE as ONE_SIDE
from rehabkg.desk.guard import Guard, mark_of
from rehabkg.desk.sides import ROWS, Row, Side
from rehabkg.desk.words import desk_words
from rehabkg.link.decision import DECISIONS
from rehabkg.link.decisions import append
from rehabkg.settings import Settings
from rehabkg.show import Text
from rehabkg.store.engine import open_store

PORT, TOKEN = 8123, "a-token-of-the-test"
OWN = f"http://127.0.0.1:{PORT}"
RECORDS = urlencode({"left": ONE, "right": OTHER})
WITH_ITEM = urlencode({"left": PERSON, "right": ITEM})


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return write_store(tmp_path_factory.mktemp("desk"))


@dataclass(frozen=True)
class At:
    """A desk, and a browser without scripts that has been let in."""

    client: TestClient
    links: Path

    def post(self, path: str, **form: str) -> httpx.Response:
        """Send a form of the desk, as a browser of today does."""
        said = {"mark": mark_of(TOKEN), "who": "M. K.", "seen": "0", **form}
        return self.client.post(f"/en/{path}", data=said, headers={"Origin": OWN, "Sec-Fetch-Site": "same-origin"})

    def decided(self) -> list[tuple[str, str, str]]:
        """What the table holds."""
        return [(row.left, row.right, row.decision) for row in rows(self.links)]


def client_of(settings: Settings, **options: object) -> TestClient:
    desk = Desk(
        open_store(settings.store_path), IRIS, settings.links_path, token=TOKEN,
        today=lambda: date(2026, 11, 28), **options,
    )  # fmt: skip
    guard = Guard(desk.application(), PORT, TOKEN)
    return TestClient(guard, base_url=OWN, follow_redirects=False)


@pytest.fixture
def at(settings: Settings) -> At:
    write_waiting(settings.links_path)
    client = client_of(settings)
    assert client.get(f"/?token={TOKEN}").status_code == 303
    return At(client, settings.links_path)


# Who is let in


def test_token_goes_from_the_address_into_a_cookie_of_this_site_alone(settings: Settings) -> None:
    """An address with a secret is seen over a shoulder and kept in histories; a cookie is not."""
    client = client_of(settings)

    answer = client.get(f"/en/list?token={TOKEN}&kind=person")

    assert (answer.status_code, answer.headers["location"]) == (303, "/en/list?kind=person")
    cookie = answer.headers["set-cookie"]
    assert TOKEN in cookie
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert client.get("/en/list").status_code == 200


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/en/", {}),
        ("/", {}),
        ("/static/site.css", {}),
        ("/en/?token=another", {}),
        ("/en/?token=", {}),
        ("/en/", {"Cookie": f"rehabkg-desk-{PORT}=another"}),
        ("/en/", {"Cookie": f"rehabkg-desk-{PORT + 1}={TOKEN}"}),
        (f"/en/?token={TOKEN}", {"Host": "evil.example"}),
        (f"/en/?token={TOKEN}", {"Host": f"127.0.0.1.evil.example:{PORT}"}),
        (f"/en/?token={TOKEN}", {"Host": "127.0.0.1"}),
        (f"/en/?token={TOKEN}", {"Host": f"127.0.0.1:{PORT + 1}"}),
        (f"/en/?token={TOKEN}", {"Host": f"[::1]:{PORT}"}),
        (f"/en/?token={TOKEN}", {"Host": ""}),
    ],
)
def test_stranger_is_refused(settings: Settings, path: str, headers: dict[str, str]) -> None:
    """Without the token nothing is shown, and with it nothing under a name of somebody else (DNS rebinding)."""
    answer = client_of(settings).get(path, headers=headers)

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "Небывалов" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"http://127.0.0.1:{PORT + 1}"},
        {"Origin": f"https://127.0.0.1:{PORT}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": OWN},
    ],
)
def test_form_from_another_page_is_refused(at: At, headers: dict[str, str]) -> None:
    """A page of a stranger in the same browser must not decide, whatever it knows."""
    said = {"mark": mark_of(TOKEN), "who": "M", "seen": "0", "left": ONE, "right": OTHER, "decision": "same"}

    assert at.client.post("/en/decide", data=said, headers=headers).status_code == 403
    assert at.decided() == []


@pytest.mark.parametrize("mark", ["", "0" * 64, "ы"])
def test_form_without_its_mark_is_refused(at: At, mark: str) -> None:
    """An old browser says nothing of where a form comes from; the mark is what it cannot have from elsewhere."""
    assert at.post("decide", left=ONE, right=OTHER, decision="same", mark=mark).status_code == 403
    assert at.post("undo", left=ONE, right=OTHER, mark=mark).status_code == 403
    assert at.decided() == []


def test_answers_say_what_a_browser_may_do_with_them(at: At) -> None:
    """Nothing from elsewhere, no script, no frame, nothing kept: what is shown is of people."""
    for path in (f"/en/pair?{RECORDS}", "/static/site.css", "/nowhere"):
        headers = at.client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "script-src" not in headers["content-security-policy"]
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")
        assert headers["referrer-policy"] == "same-origin"


def test_other_methods_and_long_forms_are_refused(at: At) -> None:
    """Memory is bounded before anything is read."""
    assert at.client.put("/en/decide").status_code == 405
    assert at.post("decide", left=ONE, right=OTHER, decision="same", why="w" * LONGEST_BODY).status_code == 413
    assert at.client.post(
        "/en/decide", content=b"{}", headers={"Origin": OWN, "Content-Type": "application/json"}
    ).status_code == 415  # fmt: skip
    assert at.decided() == []


# What is shown


def test_both_sides_are_told_row_by_row_with_what_became_of_it(at: At) -> None:
    """A sentence never stands without what became of it, and be it that the list says nothing of that."""
    page = at.client.get(f"/en/pair?{RECORDS}").text

    text = " ".join(re.sub("<[^>]+>", " ", page).split())
    for said in ("Небывалов Пров Саввич", "Небывалов Пров Савич", "1893-05-03", "1937-08-26", "1957-04", "≠ differs"):
        assert said in text
    assert "nothing is said of it" in text
    assert "probability 0.910, weight +8.2 bits" in text or "probability 0.910, weight +8.3 bits" in text
    assert 'lang="ru"' in page


def test_item_is_told_as_it_was_fetched_and_leads_only_to_its_projects(at: At) -> None:
    """What strangers wrote into an item is text, and no address but those of Wikidata and Wikipedia becomes a link."""
    page = at.client.get(f"/en/pair?{WITH_ITEM}").text

    assert "invented painter" in page
    assert "1871-02-03" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'href="https://en.wikipedia.org/wiki/Nobody"' in page
    assert f'href="https://www.wikidata.org/wiki/{ITEM}"' in page
    assert not re.search(r'href="(?:javascript|https://evil)', page)
    assert 'value="close"' in page
    assert 'value="close"' not in at.client.get(f"/en/pair?{RECORDS}").text


def test_item_of_any_form_is_shown_as_far_as_it_can_be_read(at: At) -> None:
    """The file was fetched, and may hold anything: the last line of a number counts, and no type of a value is sure."""
    odd = {
        "qid": ITEM, "labels": "x", "aliases": {"en": 5}, "descriptions": [1], "birth": 5, "death": {"a": 1},
        "birth_place": [2], "coordinates": "ab", "sitelinks": "https://en.wikipedia.org/",
        "occupations": [None, "Q9000000001"],
    }  # fmt: skip
    with (at.links / "wikidata" / "items.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(odd) + "\n" + "[" * 100_000 + "\n")

    page = at.client.get(f"/en/pair?{WITH_ITEM}")

    assert page.status_code == 200
    assert "Q9000000001" in page.text
    assert "invented painter" not in page.text.replace("an invented painter", "")


def test_score_is_explained_by_bits_where_somebody_gives_them(settings: Settings) -> None:
    """Bars to the right speak for, to the left against, and the number stands beside them."""
    write_waiting(settings.links_path)
    client = client_of(settings, explain=lambda *_: [("surname-same", 9.5), ("birth-differs", -4.75)])
    client.get(f"/?token={TOKEN}")

    page = client.get(f"/ru/pair?{RECORDS}").text

    assert "за +9.5" in page
    assert "против -4.8" in page or "против -4.7" in page
    assert '<rect x="100" y="2" width="100.0"' in page
    assert '<rect x="50.0" y="2" width="50.0"' in page
    assert "фамилия совпадает" in page


@pytest.mark.parametrize(
    ("left", "right", "how"),
    [
        (("1893",), ("1893-05-03",), "near"),
        (("Пётр",), ("ПЕТР",), "same"),
        (("a", "b"), ("b",), "same"),
        (("1893",), ("1894",), "differs"),
        (("с. Никольское",), ("Выдуманная губ., с. Никольское",), "near"),
        (("1893",), (), "one"),
        (("1893", "1894"), ("1893", "1895"), "near"),
    ],
)
def test_values_are_compared_as_a_reader_does(left: tuple[str, ...], right: tuple[str, ...], how: str) -> None:
    """A year and a day of it do not differ; two years do."""
    sides = [
        Side("x", Text("x"), {"birth": Row("birth", None, tuple(map(Text, one)))} if one else {})
        for one in (left, right)
    ]

    assert [row.how for row in compared(*sides)] == [how]


def side(**rows: str | tuple[str, ...]) -> Side:
    """Return a side of a pair with rows of one text or several."""
    told = {key: (said,) if isinstance(said, str) else said for key, said in rows.items()}
    return Side("x", Text("x"), {key: Row(key, None, tuple(map(Text, said))) for key, said in told.items()})


KIN = ("surname-same", "given-name-differs", "patronymic-same", "birth-place-same", "sentence-same")


@pytest.mark.parametrize(
    ("left", "right", "found", "how"),
    [
        (side(name="Небывалов Осип"), side(name="Небылицын Иосиф"), ("surname-near", "given-name-variant"), "near"),
        (side(name="Небывалов Осип"), side(name="Небывалов Иван"), KIN, "differs"),
        (side(name="Небывалов Осип"), side(name="Небывалов И."), ("surname-same",), "differs"),
        (side(birth_place="д. Явь N р-на"), side(birth_place="N губ., д. Явь"), ("birth-place-same",), "near"),
        (side(birth_place="д. Явь"), side(birth_place="д. Навь"), ("birth-region-same",), "differs"),
        (side(birth="1893"), side(birth="1894"), ("birth-year-near",), "near"),
        (side(sentence="1937, death"), side(sentence="1937, ten years"), ("sentence-same",), "differs"),
        (side(became=("cleared", "1957")), side(became=("cleared", "1989")), ("rehabilitation-same",), "differs"),
        (side(name="N. Nobody"), side(name="Nemo", other_names=("Nobody", "N. Nobody")), (), "near"),
    ],
)
def test_mark_of_a_row_does_not_contradict_the_score(left: Side, right: Side, found: tuple[str, ...], how: str) -> None:
    """'Differs' above and 'the same place' below leave it to the reader which is true; brothers stay two names."""
    assert compared(left, right, found)[0].how == how


def test_what_has_no_row_of_its_own_stands_before_the_sources() -> None:
    """The record as printed is long: what stands below it is not seen."""
    told = side(name="a", book="b", printed="c", unheard="d")

    assert [row.key for row in compared(told, told)] == ["name", "unheard", "book", "printed"]


def test_list_that_a_record_stands_in_is_named_by_its_title(at: At) -> None:
    """Editors know their books by title, not by id; an id alone says all there is of a list without one."""
    page = at.client.get(f"/en/pair?{RECORDS}").text

    assert re.findall(r'class="list">(.*?)</span>', page) == ["Вымышленная книга"]


def test_no_score_is_shown_as_certain(at: At) -> None:
    """'1.000' reads as proof."""
    line = f"{SON},{FAR_AS_KNOWN},record,0.999999,19.9,,a,b\n{OTHER},{SON},record,0.0001,-13.3,,c,d\n"
    with (at.links / "review.csv").open("a", encoding="utf-8") as file:
        file.write(line)

    page = at.client.get("/en/list").text

    assert "<td>&gt; 0.999</td>" in page
    assert "<td>&lt; 0.001</td>" in page
    asked = urlencode({"left": SON, "right": FAR_AS_KNOWN})
    assert "probability &gt; 0.999" in at.client.get(f"/en/pair?{asked}").text


def test_basis_without_bits_is_told_by_its_direction() -> None:
    """Each code has its label in both languages; one that the scheme lacks is shown as it is."""
    found = reasons(("surname-same", "birth-differs", "not-a-code"), None, "ru")

    assert [(one.label, one.against) for one in found] == [
        ("фамилия совпадает", False), ("даты рождения разные", True), ("not-a-code", False),
    ]  # fmt: skip


def test_thing_that_is_gone_is_shown_as_the_run_noted_it(at: At) -> None:
    """A source may have been unloaded since; the pair still waits."""
    line = f'gone-list.1,{ONE},record,0.9,1.0,,"{HOSTILE.replace(chr(34), chr(34) * 2)}",\n'
    with (at.links / "review.csv").open("a", encoding="utf-8") as file:
        file.write(line)

    page = at.client.get(f"/en/pair?{urlencode({'left': 'gone-list.1', 'right': ONE})}")

    assert page.status_code == 200
    assert "Nothing is known of it here any more" in page.text
    assert "<script>alert" not in page.text


def test_list_shows_what_waits_by_kind(at: At) -> None:
    """The likeliest first; each leads to its pair."""
    assert re.findall(r'href="/en/pair\?left=([\w.-]+)&amp;right=([\w.-]+)', at.client.get("/en/list").text) == [
        (ONE, OTHER), (PERSON, ITEM), (ONE, SON),
    ]  # fmt: skip
    assert at.client.get("/en/list?kind=person").text.count("/en/pair?") == 1
    assert "Nothing waits for you here" in at.client.get("/en/list?kind=place").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/pair", 404),
        ("/en/pair?left=a.1&right=b.1", 404),
        (f"/en/pair?left={ONE}&right={ONE}", 404),
        ("/de/", 404),
        ("/en/list?kind=thing", 404),
        ("/en/list?start=-99999999999999999999", 200),
        ("/en/next?after=x", 303),
        ("/en/pair?left=%00&right=%ff", 404),
    ],
)
def test_address_that_leads_nowhere_gets_a_page(at: At, path: str, status: int) -> None:
    """Whatever stands in an address is no fault of ours."""
    answer = at.client.get(path)

    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_table_that_cannot_be_read_is_told_and_nothing_is_written(at: At) -> None:
    """A decision beside a bad row would be added to a table that no run can read."""
    (at.links / "decisions.csv").write_text("left;right\n", encoding="utf-8")

    assert at.client.get("/en/").status_code == 503
    answer = at.post("decide", left=ONE, right=OTHER, decision="same")

    assert answer.status_code == 503
    assert "the first line is" in answer.text
    assert (at.links / "decisions.csv").read_text("utf-8") == "left;right\n"


# What is decided


def test_decision_is_on_the_disk_at_once_and_the_next_pair_comes(at: At) -> None:
    """Who closes the browser loses nothing."""
    answer = at.post("decide", left=ONE, right=OTHER, decision="same", why="the same village\nand day")

    assert answer.status_code == 303
    assert [(row.who, row.why, row.when, row.kind) for row in rows(at.links)] == [
        ("M. K.", "the same village and day", "2026-11-28", "record")
    ]
    following = at.client.get(answer.headers["location"]).headers["location"]
    assert following == f"/en/pair?{WITH_ITEM}"
    assert "Saved: " in at.client.get(following).text
    assert 'value="M. K."' in at.client.get(following).text


def test_kind_stays_while_pairs_are_decided_and_skipped(at: At) -> None:
    """An editor of places does not want to be led to people; what was skipped is still there."""
    assert at.client.get("/?kind=record").headers["location"] == "/en/?kind=record"
    assert at.client.get("/en/?kind=record").headers["location"] == f"/en/pair?{RECORDS}&kind=record"
    third = at.client.get("/en/next?after=0&kind=record").headers["location"]
    assert third == f"/en/pair?{urlencode({'left': ONE, 'right': SON})}&kind=record"
    end = at.client.get("/en/next?after=2&kind=record")
    assert "Those that you left are still there" in end.text


def test_last_decision_is_undone_by_a_row_and_once(at: At) -> None:
    """The pair is undecided again, or what it was before, and the history says so."""
    append(at.links / "decisions.csv", decided(ONE, SON, "different", who="A. B."))
    at.post("decide", left=ONE, right=OTHER, decision="different")
    at.post("decide", left=ONE, right=SON, decision="same", seen="1")

    assert at.post("undo", left=ONE, right=SON).headers["location"].startswith("/en/pair?")
    assert at.post("undo", left=ONE, right=SON).headers["location"].startswith("/en/next")
    assert at.post("undo", left=ONE, right=OTHER).headers["location"] == f"/en/pair?{RECORDS}"

    assert at.decided()[1:] == [
        (ONE, OTHER, "different"), (ONE, SON, "same"), (ONE, SON, "different"), (ONE, OTHER, "undecided"),
    ]  # fmt: skip
    assert at.client.get("/en/").headers["location"] == f"/en/pair?{RECORDS}"


def test_decision_of_somebody_else_meanwhile_is_not_overruled_unseen(at: At) -> None:
    """Two people may look at one pair; the second is shown what the first decided."""
    append(at.links / "decisions.csv", decided(ONE, OTHER, "different", who="A. B."))

    answer = at.post("decide", left=ONE, right=OTHER, decision="same", why="my reason")

    assert answer.status_code == 409
    assert "Somebody decided on this pair since you opened it" in answer.text
    assert 'value="my reason"' in answer.text
    assert "A. B." in answer.text
    assert at.decided() == [(ONE, OTHER, "different")]
    assert at.post("decide", left=ONE, right=OTHER, decision="same", seen="1").status_code == 303


def test_undo_after_somebody_else_decided_leaves_their_word(at: At) -> None:
    """What would be undone is not what this person did."""
    at.post("decide", left=ONE, right=OTHER, decision="same")
    append(at.links / "decisions.csv", decided(ONE, OTHER, "different", who="A. B."))

    assert at.post("undo", left=ONE, right=OTHER).status_code == 409
    assert at.decided()[-1] == (ONE, OTHER, "different")


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"who": ""}, 422),
        ({"who": "w" * 201}, 422),
        ({"who": "M\u202eK"}, 422),
        ({"why": "w" * 2_001}, 422),
        ({"decision": "close"}, 400),
        ({"decision": "undecided"}, 400),
        ({"decision": ""}, 400),
        ({"right": "nowhere.1"}, 404),
        ({"left": OTHER}, 404),
    ],
)
def test_form_that_decides_nothing_is_told(at: At, form: dict[str, str], status: int) -> None:
    """What was typed stays in the form, and the table as it was."""
    answer = at.post("decide", **{"left": ONE, "right": OTHER, "decision": "same", **form})

    assert answer.status_code == status
    assert at.decided() == []


def test_pair_that_no_run_proposed_can_be_decided(at: At) -> None:
    """An editor who knows more than the model opens the pair by its ids."""
    asked = urlencode({"left": OTHER, "right": FAR})
    assert at.client.get(f"/en/pair?{asked}").status_code == 200

    assert at.post("decide", left=OTHER, right=FAR, decision="different").status_code == 303
    assert at.decided() == [(OTHER, FAR_AS_KNOWN, "different")]


def test_contradiction_is_shown_on_its_pairs(at: At) -> None:
    """Who made one of three decisions that cannot all hold is the one to mend it."""
    append(
        at.links / "decisions.csv",
        decided(ONE, OTHER, "same"), decided(OTHER, SON, "same"), decided(ONE, SON, "different"),
    )  # fmt: skip

    assert "Decisions that contradict each other" in at.client.get(f"/en/pair?{RECORDS}").text
    assert "Decisions that contradict each other" not in at.client.get(f"/en/pair?{WITH_ITEM}").text


def test_every_word_is_asked_for() -> None:
    """A word that no page has is dead; one that is missing fails in the rendering."""
    room = Path(words_module.__file__).parent
    texts = [path.read_text("utf-8") for path in room.rglob("*") if path.suffix in (".html", ".py")]
    asked = {
        name
        for text in texts
        for pair in re.findall(r"\bword\.(\w+)|word\[\"(\w+)\"\]|\"(\w+)\"[,\]]", text)
        for name in pair
    }

    # Rows, marks and decisions are asked for by their own names.
    named = {*ROWS, SAME, NEAR, DIFFERS, ONE_SIDE, *DECISIONS}
    dead = {word for word in desk_words("en") if not word.startswith(("kind_", "wrong_"))} - asked - named
    assert dead == set()


# The command, and a real browser


@contextlib.contextmanager
def served(settings: Settings, port: int = 0) -> Iterator[str]:
    """Run the command as an editor does; give the address that it prints."""
    call = [
        sys.executable, "-m", "rehabkg", "link", "review", "--serve", "--port", str(port), "--who", "M. K.",
        "--lang", "en", "--store", str(settings.store_path),
    ]  # fmt: skip
    with subprocess.Popen(call, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", line)
            assert found is not None, line
            yield found[0]
        finally:
            process.terminate()


def accessible(page: Page) -> None:
    """What axe-core finds is nothing, and nothing sticks out of the window."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def press(page: Page, key: str) -> None:
    """Press an access key as a keyboard does: the browser looks at the letter, which playwright leaves out with Alt."""
    said = {"key": key, "text": key, "unmodifiedText": key, "code": f"Key{key.upper()}", "modifiers": 1}
    page.context.new_cdp_session(page).send("Input.dispatchKeyEvent", {"type": "keyDown", **said})


@WANTS_CHROMIUM
def test_person_decides_in_a_browser_without_scripts(settings: Settings) -> None:
    """From the address that the command prints: read, decide by the keyboard, undo, change the language, on a phone."""
    write_waiting(settings.links_path)
    complaints: list[str] = []
    with served(settings) as address, launched() as browser:
        page = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        asked_for: list[str] = []
        page.on("request", lambda request: asked_for.append(request.url))
        page.goto(address)
        assert "token" not in page.url
        accessible(page)
        assert page.locator("tr.differs th").first.inner_text().endswith("≠ differs")

        page.fill("#why", "=the same village")
        page.press("#why", "Enter")
        page.wait_for_load_state("networkidle")
        assert rows(settings.links_path) == (), "a key that ends a line must not say that two people are one"
        press(page, "s")
        page.wait_for_selector(".done")
        assert ITEM in page.url
        assert [(row.decision, row.why) for row in rows(settings.links_path)] == [("same", "=the same village")]

        page.click(".done button")
        page.wait_for_url(f"**/en/pair?{RECORDS}")
        assert rows(settings.links_path)[-1].decision == "undecided"
        press(page, "n")
        page.wait_for_url(f"**/en/pair?{WITH_ITEM}")
        page.click(".switch")
        page.wait_for_url(f"**/ru/pair?{WITH_ITEM}")
        page.set_viewport_size({"width": 360, "height": 740})
        accessible(page)
        page.click("button[value=close]")
        page.wait_for_selector(".done")
        assert rows(settings.links_path)[-1].decision == "close"
        page.goto(page.url.partition("/ru/")[0] + "/ru/list")
        accessible(page)
    assert complaints == []
    assert [url for url in asked_for if not url.startswith("http://127.0.0.1:")] == []


def test_port_that_is_taken_gets_one_line(settings: Settings) -> None:
    """Two desks at one port would be one of them in the dark."""
    port = free_port()
    with served(settings, port):
        found = rehabkg("link", "review", "--serve", "--port", port, "--store", settings.store_path)

    assert found.code == BAD_CALL
    assert f"port {port}: " in found.err
