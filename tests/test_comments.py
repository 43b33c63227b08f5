"""Visitors say something of a statement: it waits for an editor, changes no claim, and tells nobody who they are."""

from __future__ import annotations

import asyncio
import multiprocessing
import re
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from load_fixture import GOOD, refusal, rehabkg
from pyoxigraph import Dataset, NamedNode, RdfFormat, parse
from searched import client, made
from starlette.routing import BaseRoute

from rehabkg.comments import queue as queue_module
from rehabkg.comments.annotation import OA, as_trig
from rehabkg.comments.guard import FASTEST, OLDEST, TOO_FAST, TOO_OLD, Pace, is_own_form, marked, misuse, visitor
from rehabkg.comments.model import ACCEPTED, LONGEST, MOTIVATIONS, PENDING, REFUSED, Comment, Said, clean, read
from rehabkg.comments.queue import FILE, FullError, Queue, accepted
from rehabkg.comments.routes import LONGEST_BODY, comments_section, routes
from rehabkg.comments.words import comment_words
from rehabkg.errors import NotFoundError, StoreError
from rehabkg.iri import Iris
from rehabkg.pages.render import Renderer
from rehabkg.pipeline import Assembled
from rehabkg.settings import DEFAULT_BASE
from rehabkg.web.published import Published

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
GROUP = "id/group/kalmyks"
ABOUT = DEFAULT_BASE + GROUP
SAID = Said(ABOUT, "rehabilitated, 1991", "editing", "Not 1991 but 1993.\nSee the book.", "Book, p. 7", "Vydumov", "en")
OWN = {"Sec-Fetch-Site": "same-origin", "Origin": "http://test"}
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)> http://evil.example/ {{ 7*7 }}'


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, assembled: Assembled) -> Published:
    return made(tmp_path_factory.mktemp("commented"), assembled)


class Site:
    """The addresses of comments over one release, with a clock that stands where it was put."""

    def __init__(self, published: Published, file: Path) -> None:
        self.now = NOW.timestamp()
        self.queue = Queue(file)
        self.renderer = Renderer(published)
        self.routes: list[BaseRoute] = routes(self.renderer, self.queue, clock=lambda: self.now)

    def ask(self, method: str, path: str, **said: Any) -> httpx.Response:
        async def asking() -> httpx.Response:
            async with client(self.routes) as one:
                return await one.request(method, path, **said)

        return asyncio.run(asking())

    def form(self, about: str = GROUP, language: str = "en") -> dict[str, str]:
        """Return what the form of a page holds, as a browser would send it back after a minute."""
        page = self.ask("GET", f"/comments.{language}.html", params={"about": about}).text
        found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
        self.now += 60
        return found | {"motivation": "editing", "text": SAID.text, "evidence": "Book, p. 7", "name": "", "website": ""}

    def send(self, form: dict[str, str], **headers: str) -> httpx.Response:
        return self.ask("POST", "/comments", data=form, headers=OWN | headers)


@pytest.fixture
def site(published: Published, tmp_path: Path) -> Site:
    return Site(published, tmp_path / FILE)


def test_comment_waits_for_an_editor_and_the_visitor_is_thanked(site: Site) -> None:
    """From the form to the queue, by plain HTML."""
    answer = site.send(site.form())

    assert answer.status_code == 303
    assert answer.headers["location"] == "comments/thanks.en.html?about=id%2Fgroup%2Fkalmyks"
    thanks = site.ask("GET", "/" + answer.headers["location"])
    assert thanks.status_code == 200
    assert "An editor will read it" in thanks.text
    (found,) = site.queue.listed()
    assert found.state == PENDING
    assert found.said == Said(ABOUT, None, "editing", SAID.text, "Book, p. 7", None, "en")
    assert site.queue.accepted(ABOUT) == []


def test_only_what_an_editor_accepted_is_shown(site: Site) -> None:
    """On the form and on the page of the thing; and no more once it is refused."""
    site.send(site.form())
    (found,) = site.queue.listed()

    def shown() -> bool:
        section = comments_section(site.renderer, site.queue, ABOUT, "doc/group/kalmyks", "en")
        page = site.ask("GET", f"/comments.en.html?about={GROUP}").text
        assert ("Not 1991 but 1993." in section) == ("Not 1991 but 1993." in page)
        return "Not 1991 but 1993." in section

    assert not shown()
    site.queue.decide(found.id, ACCEPTED, NOW)
    assert shown()
    other = comments_section(
        site.renderer, site.queue, DEFAULT_BASE + "id/group/crimean-tatars", "doc/group/poles", "en"
    )
    assert "Not 1991" not in other
    site.queue.decide(found.id, REFUSED, NOW)
    assert not shown()


def test_page_of_a_thing_leads_to_the_form(site: Site) -> None:
    """From wherever the page lies, in both languages."""
    english = comments_section(site.renderer, site.queue, ABOUT, "doc/group/kalmyks", "en")
    russian = comments_section(site.renderer, site.queue, ABOUT, "doc/group/kalmyks", "ru")

    assert 'href="../../comments.en.html?about=id/group/kalmyks"' in english
    assert 'href="../../comments.ru.html?about=id/group/kalmyks"' in russian
    assert "Хотите что-то сказать?" in russian


def test_form_is_in_its_language_and_kept_by_no_cache(site: Site) -> None:
    """Its mark is of its own."""
    answer = site.ask("GET", f"/comments.ru.html?about={GROUP}")

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-language"] == "ru"
    assert "Отправить" in answer.text
    assert "Send" not in answer.text
    assert site.ask("GET", f"/comments.de.html?about={GROUP}").status_code == 404
    sent = site.send(site.form(language="ru"))
    assert sent.headers["location"].startswith("comments/thanks.ru.html")


def test_every_field_has_a_label(site: Site) -> None:
    """Who hears the page knows what is asked."""
    page = site.ask("GET", f"/comments.en.html?about={GROUP}").text
    fields = re.findall(r'<(?:input|select|textarea) id="([^"]+)"', page.partition("<main")[2])

    assert len(fields) == 6
    assert set(fields) <= set(re.findall(r'<label for="([^"]+)"', page))


def test_every_word_has_both_languages() -> None:
    """A form half in another language is half a form."""
    english, russian = comment_words("en"), comment_words("ru")

    assert all(re.search("[А-Яа-я]", word) for word in russian.values())
    assert not any(re.search("[А-Яа-я]", word) for word in english.values())
    assert {f"wrong_{name}" for name in (*LONGEST, "motivation", "language", TOO_FAST, TOO_OLD, "forged")} <= set(
        english
    )


@pytest.mark.parametrize("field", ["text", "evidence", "name", "statement"])
def test_what_is_said_is_escaped_wherever_it_is_shown(field: str, site: Site) -> None:
    """A visitor's text must not act in anybody's browser, and leads nowhere."""
    form = site.form() | {field: HOSTILE}
    site.send(form)
    (found,) = site.queue.listed()
    site.queue.decide(found.id, ACCEPTED, NOW)
    section = str(comments_section(site.renderer, site.queue, ABOUT, "doc/group/kalmyks", "en"))
    page = site.ask("GET", f"/comments.en.html?about={GROUP}").text
    again = site.send(
        site.form() | {field: HOSTILE, "text": "" if field != "text" else HOSTILE, "motivation": "x"}
    ).text

    for text in (section, page, again):
        assert "&lt;script&gt;" in text or "&#34;&gt;" in text
        assert "<script>alert" not in text
        assert "<img" not in text
        assert 'href="http://evil' not in text
        assert "{{ 7*7 }}" in text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"text": ""}, "Say it in 10 to 5,000 characters."),
        ({"text": "too short"}, "Say it in 10 to 5,000 characters."),
        ({"text": "x" * 5_001}, "Say it in 10 to 5,000 characters."),
        ({"text": "\u200b" * 40}, "Say it in 10 to 5,000 characters."),
        ({"evidence": ""}, "A correction needs a place"),
        ({"evidence": "x" * 1_001}, "A correction needs a place"),
        ({"name": "x" * 101}, "A name has at most 100 characters."),
        ({"statement": "x" * 501}, "Name the statement in at most 500 characters."),
        ({"motivation": "deleting"}, "Choose what it is."),
        ({"language": "de"}, "Choose a language."),
    ],
)
def test_what_cannot_be_taken_comes_back_with_the_reason(changed: dict[str, str], words: str, site: Site) -> None:
    """And with all that was typed, so that nothing is lost."""
    answer = site.send(site.form() | {"statement": "rehabilitated, 1991"} | changed)

    assert answer.status_code == 422
    assert words in answer.text
    if "statement" not in changed:
        assert 'value="rehabilitated, 1991"' in answer.text
    assert site.queue.listed() == []


def test_addition_needs_no_evidence(site: Site) -> None:
    """A memory of a family stands in no archive."""
    assert site.send(site.form() | {"motivation": "commenting", "evidence": ""}).status_code == 303


def test_robots_are_not_kept(site: Site) -> None:
    """Who fills in what people do not see is thanked and forgotten; who is too quick is asked again."""
    assert site.send(site.form() | {"website": "http://spam.example"}).status_code == 303
    quick = site.form()
    site.now -= 58
    assert "That was very quick" in site.send(quick).text
    site.now += 2 * 24 * 3600
    assert "open too long" in site.send(quick).text
    assert "made anew" in site.send(quick | {"mark": "1.00"}).text
    assert "made anew" in site.send({name: value for name, value in quick.items() if name != "mark"}).text
    assert "made anew" in site.send(site.form("id/group/crimean-tatars") | {"about": GROUP}).text
    assert site.queue.listed() == []


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"sec-fetch-site": "same-origin", "origin": "http://test", "host": "test"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null", "host": "test"}, True),
        ({"sec-fetch-site": "same-origin", "host": "test"}, True),
        ({"origin": "https://test", "host": "test"}, True),
        ({"origin": "https://site.example", "host": "inner:8000"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "http://test", "host": "test"}, False),
        ({"sec-fetch-site": "same-site", "origin": "http://a.test", "host": "test"}, False),
        ({"sec-fetch-site": "same-origin", "origin": "http://evil.example", "host": "test"}, False),
        ({"origin": "http://evil.example", "host": "test"}, False),
        ({"origin": "http://test.evil.example", "host": "test"}, False),
        ({"origin": "null", "host": "test"}, False),
        ({"host": "test"}, False),
        ({"origin": "", "host": ""}, False),
    ],
)
def test_form_of_another_site_is_told_by_its_headers(headers: dict[str, str], own: bool) -> None:
    """A stranger's page must not speak in the name of its visitors."""
    assert is_own_form(headers, "https://site.example/") is own


def test_form_of_another_site_is_refused(site: Site) -> None:
    """403, and nothing is kept."""
    form = site.form()

    assert site.send(form, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert site.ask("POST", "/comments", data=form).status_code == 403
    assert site.queue.listed() == []


def test_visitor_who_sends_too_much_must_wait(site: Site) -> None:
    """By the number of the day; the next day begins anew."""
    form = site.form()
    answers = [site.send(form | {"text": f"This is comment number {n}."}).status_code for n in range(12)]

    assert answers == [303] * 10 + [429] * 2
    site.now += 24 * 3600
    assert site.send(site.form()).status_code == 303


def test_visitors_behind_a_proxy_of_this_machine_are_told_apart(site: Site) -> None:
    """Else ten a day were all that a site behind one could take; a visitor's own word for it counts nothing."""
    form = site.form()
    answers = [
        site.send(form | {"text": f"This is comment number {n}."}, **{"X-Forwarded-For": f"1.1.1.1, 203.0.113.{n}"})
        for n in range(12)
    ]

    assert {answer.status_code for answer in answers} == {303}
    assert visitor("203.0.113.9", "10.0.0.1") == "203.0.113.9"


def test_pace_counts_each_visitor_and_all_together() -> None:
    """A network of IPv6 is one visitor, and so is everybody without an address."""
    today = date(2026, 11, 28)
    pace = Pace(most=2, most_a_day=6)

    assert [pace.allows("10.0.0.1", today) for _ in range(3)] == [True, True, False]
    assert pace.allows("10.0.0.2", today)
    assert pace.allows("2001:db8::1", today)
    assert pace.allows("2001:db8::2", today)
    # Six are counted by now, the refused one among them.
    assert not pace.allows("10.0.0.3", today)
    assert pace.allows("10.0.0.3", date(2026, 11, 29))
    assert Pace(most=1).allows(None, today)


def test_no_address_of_a_visitor_is_written(site: Site, tmp_path: Path) -> None:
    """Neither in the file nor in its log, in no form."""
    site.send(site.form(), **{"User-Agent": "Browser of Vydumov", "X-Forwarded-For": "203.0.113.77"})

    written = b"".join(file.read_bytes() for file in sorted(tmp_path.iterdir()))
    assert SAID.text.splitlines()[0].encode() in written
    for told in (b"127.0.0.1", b"203.0.113.77", b"Browser of Vydumov", b"testclient"):
        assert told not in written
    columns = {row[1] for row in sqlite3.connect(tmp_path / FILE).execute("PRAGMA table_info(comment)")}
    assert columns == {
        "id", "about", "statement", "motivation", "text", "evidence", "name", "language", "created", "state",
        "decided", "note", "digest",
    }  # fmt: skip


def test_mark_of_a_form_is_of_one_thing_and_one_day() -> None:
    """It cannot be made without the secret, nor kept for later."""
    mark = marked(b"secret", ABOUT, 1_000_000)

    assert misuse(b"secret", mark, ABOUT, 1_000_000 + FASTEST) is None
    assert misuse(b"secret", mark, ABOUT, 1_000_000 + FASTEST - 1) == TOO_FAST
    assert misuse(b"secret", mark, ABOUT, 1_000_000 + OLDEST + 1) == TOO_OLD
    assert misuse(b"other", mark, ABOUT, 1_000_010) == "forged"
    assert misuse(b"secret", mark, ABOUT + "x", 1_000_010) == "forged"


@given(st.text(max_size=80))
def test_no_text_is_a_mark(text: str) -> None:
    """Whatever comes in that field."""
    assert misuse(b"secret", text, ABOUT, 1_000_000) == "forged"


@given(st.text(max_size=300))
def test_cleaned_text_is_seen_as_it_reads(text: str) -> None:
    """No character turns a line round or hides a part of it; cleaning again changes nothing."""
    cleaned = clean(text)

    assert not re.search("[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", cleaned)
    assert clean(cleaned) == cleaned


@given(st.dictionaries(st.sampled_from([*LONGEST, "motivation", "language"]), st.text(max_size=600)))
def test_whatever_a_form_holds_is_taken_or_named(form: dict[str, str]) -> None:
    """And what is taken keeps to the bounds."""
    said, wrong = read(form, ABOUT)

    assert len(said.text) <= LONGEST["text"]
    assert said.motivation in MOTIVATIONS
    assert wrong or (said.text and len(said.text) >= 10)


@pytest.mark.parametrize(
    ("about", "status"),
    [("", 404), ("id/group/nobody", 404), ("../../etc/passwd", 404), ("id/group/ka<lmyks", 404), ("x" * 3_000, 404)],
)
def test_nothing_is_said_of_what_is_not_there(about: str, status: int, site: Site) -> None:
    """The form and the address that takes it both look."""
    assert site.ask("GET", "/comments.en.html", params={"about": about}).status_code == status
    assert site.send(site.form() | {"about": about}).status_code == status


def test_body_is_bounded_and_must_be_a_form(site: Site) -> None:
    """Ten megabytes are no comment."""
    form = {"Content-Type": "application/x-www-form-urlencoded"} | OWN
    assert site.ask("POST", "/comments", content=b"text=" + b"a" * LONGEST_BODY, headers=form).status_code == 413
    assert site.ask("POST", "/comments", json={}, headers=OWN).status_code == 415
    assert site.ask("POST", "/comments", content=b"text=%FF", headers=form).status_code == 400
    assert site.ask("POST", "/comments", content=b"&".join([b"a=1"] * 50), headers=form).status_code == 400
    assert site.ask("GET", "/comments").status_code == 405


def test_longest_comment_in_russian_fits_into_the_body(site: Site) -> None:
    """A Russian letter takes six bytes of a form."""
    assert site.send(site.form() | {"text": "ы" * 5_000, "evidence": "ё" * 1_000}).status_code == 303


def test_same_comment_sent_twice_is_kept_once(site: Site) -> None:
    """Who pressed the button twice said it once."""
    form = site.form()

    assert [site.send(form).status_code for _ in range(2)] == [303, 303]
    assert len(site.queue.listed()) == 1


def test_queue_takes_so_many_and_no_more(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood must not fill the disk; the visitor is told to come later."""
    monkeypatch.setattr(queue_module, "MOST_PENDING", 2)
    for n in range(2):
        site.queue.add(Said(ABOUT, None, "commenting", f"Comment {n}", None, None, "en"), NOW)
    with pytest.raises(FullError):
        site.queue.add(SAID, NOW)
    answer = site.send(site.form())
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "600"


def _add(task: tuple[Path, int]) -> int:
    path, number = task
    for n in range(10):
        Queue(path).add(Said(ABOUT, None, "commenting", f"Said by {number}, {n}", None, None, "en"), NOW)
    return len(Queue(path).secret())


def test_several_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    """A server has several; the first of them makes the file."""
    path = tmp_path / FILE
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert pool.map(_add, [(path, number) for number in range(4)], chunksize=1) == [32] * 4

    found = Queue(path).listed()
    assert len({one.said.text for one in found}) == len({one.id for one in found}) == 40


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4_000])
def test_damaged_file_is_one_line_and_pages_go_on(content: bytes, published: Published, tmp_path: Path) -> None:
    """A page is whole without its comments."""
    (tmp_path / FILE).write_bytes(content)
    site = Site(published, tmp_path / FILE)

    with pytest.raises(StoreError, match="the comments cannot be read or written") as caught:
        site.queue.listed()
    assert "\n" not in str(caught.value)
    assert "Got something to say?" in comments_section(site.renderer, site.queue, ABOUT, "doc/group/kalmyks", "en")
    assert site.ask("GET", f"/comments.en.html?about={GROUP}").status_code == 503


def test_reading_makes_no_file(tmp_path: Path) -> None:
    """A site without comments has no file of them."""
    assert accepted(tmp_path / FILE, ABOUT) == []
    assert not (tmp_path / FILE).exists()


def test_withdrawn_thing_takes_no_comments(published: Published, tmp_path: Path) -> None:
    """410, and nothing of it is told."""
    gone = replace(published, release=replace(published.release, withdrawn=frozenset({ABOUT})))
    answer = Site(gone, tmp_path / FILE).ask("GET", f"/comments.en.html?about={GROUP}")

    assert answer.status_code == 410
    assert "almyk" not in answer.text


@pytest.fixture
def editors(tmp_path: Path, published: Published) -> Path:
    """Folder of releases with two comments that wait."""
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "CURRENT").write_text(f"{published.release.name}\n", encoding="utf-8")
    (folder / published.release.name).symlink_to(published.release.path)
    queue = Queue(folder / FILE)
    queue.add(SAID, NOW)
    queue.add(Said(ABOUT, None, "commenting", "Моя бабушка\x1b[31m помнила", None, None, "ru"), NOW.replace(hour=13))
    return folder


def test_editor_lists_shows_accepts_and_refuses(editors: Path) -> None:
    """By the command, which is thin."""
    first, second = (one.id for one in Queue(editors / FILE).listed())
    listed = rehabkg("comments", "list", "--releases", editors)
    assert listed.code == GOOD
    assert listed.out.index(first) < listed.out.index(second)
    shown = rehabkg("comments", "show", first, "--releases", editors).out
    assert "text       Not 1991 but 1993.\n           See the book.\n" in shown
    assert "\\x1b[31m" in rehabkg("comments", "show", second, "--releases", editors).out
    assert (
        rehabkg("comments", "accept", first, "--note", "checked", "--releases", editors).out == f"{first}: accepted\n"
    )
    assert rehabkg("comments", "refuse", second, "--releases", editors).out == f"{second}: refused\n"
    assert [one.id for one in accepted(editors / FILE, ABOUT)] == [first]
    assert first not in rehabkg("comments", "list", "--releases", editors).out
    assert first in rehabkg("comments", "list", "--state", "all", "--releases", editors).out


def test_unknown_comment_is_a_bad_call(editors: Path) -> None:
    """One line says where the ids are."""
    run = rehabkg("comments", "accept", "nothing", "--releases", editors)

    assert refusal(run, 2) == "comment 'nothing' is not there; 'rehabkg comments list' lists them"
    with pytest.raises(NotFoundError):
        Queue(editors / FILE).get("nothing")


def test_accepted_comments_are_web_annotations_of_a_graph_of_their_own(editors: Path) -> None:
    """Those accepted, without the editor's note, of what the release shows; the same comments give the same bytes."""
    queue = Queue(editors / FILE)
    first, _ = queue.listed()
    queue.decide(first.id, ACCEPTED, NOW, "checked in the book")
    hidden = Said(f"{DEFAULT_BASE}id/person/p9999", None, "commenting", "Of someone withheld", None, None, "en")
    queue.decide(queue.add(hidden, NOW), ACCEPTED, NOW)
    run = rehabkg("comments", "export", editors / "out.trig", "--releases", editors)
    assert run.code == GOOD
    content = (editors / "out.trig").read_bytes()
    quads = Dataset(parse(content, format=RdfFormat.TRIG))
    node = NamedNode(f"{DEFAULT_BASE}id/comment/{first.id}")

    def objects(subject: NamedNode, predicate: str) -> list[Any]:
        return [quad.object for quad in quads.quads_for_subject(subject) if quad.predicate.value.endswith(predicate)]

    assert {quad.graph_name.value for quad in quads} == {f"{DEFAULT_BASE}graph/comments"}
    assert objects(node, "#type") == [NamedNode(OA + "Annotation")]
    assert objects(node, "motivatedBy") == [NamedNode(OA + "editing")]
    (target,) = objects(node, "hasTarget")
    assert objects(target, "hasSource") == [NamedNode(ABOUT)]
    assert objects(objects(target, "hasSelector")[0], "exact")[0].value == "rehabilitated, 1991"
    bodies = {objects(body, "hasPurpose")[0].value: objects(body, "value")[0] for body in objects(node, "hasBody")}
    assert bodies[OA + "editing"].value == SAID.text
    assert bodies[OA + "linking"].value == "Book, p. 7"
    assert bodies[OA + "editing"].language == "en"
    assert objects(objects(node, "creator")[0], "name")[0].value == "Vydumov"
    assert b"checked in the book" not in content
    assert "бабушка".encode() not in content
    assert not any(quad.subject.value == ABOUT for quad in quads)
    assert b"withheld" not in content
    assert content == as_trig(queue.accepted(ABOUT), Iris(DEFAULT_BASE))


@given(
    text=st.text(st.characters(codec="utf-8"), min_size=10, max_size=200), name=st.text(st.characters(codec="utf-8"))
)
def test_no_text_can_leave_its_literal(text: str, name: str) -> None:
    """Whatever a visitor writes comes back as the same one string."""
    said = Said(ABOUT, text, "commenting", text, text, name, "ru")
    content = as_trig([Comment("0", said, "2026-11-28T12:00:00+00:00", ACCEPTED)], Iris(DEFAULT_BASE))
    values = [quad.object.value for quad in parse(content, format=RdfFormat.TRIG)]

    assert values.count(text) == 3 + (name == text)
