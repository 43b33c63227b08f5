"""Write the whole site, aside, then put it in place: a run that fails or is killed leaves the former one."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from rehabkg.errors import CallError, SourceError
from rehabkg.files import swap_folder
from rehabkg.pages.links import LANGUAGES
from rehabkg.pages.plain import plain_pages
from rehabkg.pages.render import Renderer, static_folder, templates_folder
from rehabkg.pages.terms import ontology_document, term_pages
from rehabkg.release.model import DESCRIPTION_FILE, Release
from rehabkg.site.book import FILE, NewBook
from rehabkg.site.documents import documents
from rehabkg.site.making import Made, Task, make
from rehabkg.site.queries import query_files
from rehabkg.site.search_files import SearchFiles
from rehabkg.web.media import RDF_FORMS
from rehabkg.web.published import Published

_IN_A_TASK = 100
# Of what is served, this needs a server to ask.
_LIVE_ONLY = ("vendor/yasgui",)


@dataclass(frozen=True, slots=True)
class Written:
    """What a run has written: how many documents, and how many of them were taken over unchanged."""

    documents: int
    taken_over: int


def write_site(
    release: Release, folder: Path, *, jobs: int = 1, lists: bool = True, tell: Callable[[int], None] = lambda _: None
) -> Written:
    """Write the site of *release* to *folder*; *tell* hears how many documents are done.

    *lists* says whether the records of the loaded lists get pages of their own. Raises `CallError` for a folder that
    holds anything but a former site, and `SourceError` where the disk refuses; either leaves the folder as it was.
    """
    folder = Path(os.path.realpath(folder))
    _refuse_files_of_others(folder)
    beside: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        new = beside / "new"
        new.mkdir()
        written = _fill(release, new, folder, jobs, lists, tell)
        swap_folder(new, folder, aside=beside / "old")
    except OSError as error:
        raise SourceError(folder, None, f"cannot be written: {error.strerror or error}") from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
    return written


def _fill(release: Release, new: Path, former: Path, jobs: int, lists: bool, tell: Callable[[int], None]) -> Written:
    published = Published.open(release)
    renderer = Renderer(published, live=False)
    search, book = SearchFiles(new), NewBook(new)
    done = taken_over = 0
    tasks = _tasks(published, new, former, lists)
    for task, made in _made(tasks, jobs):
        for document in task.documents:
            search.add(document, renderer.labels)
        book.add(made.digests)
        done += len(made.digests)
        taken_over += made.taken_over
        tell(done)
    search.flush()
    book.close()
    _plain(renderer, new)
    _take_along(release, new)
    return Written(done, taken_over)


def _tasks(published: Published, new: Path, former: Path, lists: bool) -> Iterator[Task]:
    release = published.release
    found = documents(published, lists=lists)
    code = _code()
    while part := tuple(islice(found, _IN_A_TASK)):
        yield Task(published.releases_path, release.name, new, former, code, part)


def _made(tasks: Iterator[Task], jobs: int) -> Iterator[tuple[Task, Made]]:
    """Yield each task with what was made of it, in the order of the tasks, so that any number of jobs writes alike."""
    if jobs == 1:
        for task in tasks:
            yield task, make(task)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        # A few ahead only: the documents of a million records must not wait in memory.
        waiting = [(task, pool.submit(make, task)) for task in islice(tasks, 2 * jobs)]
        while waiting:
            task, made = waiting.pop(0)
            yield task, made.result()
            waiting += [(task, pool.submit(make, task)) for task in islice(tasks, 1)]


def _plain(renderer: Renderer, new: Path) -> None:
    for path, page in plain_pages(renderer).items():
        for language in LANGUAGES:
            _write(new / f"{path}.{language}.html", page(language))
    for path, content in query_files(renderer):
        _write(new / path, content)
    for language in LANGUAGES:
        _write(new / f"search.{language}.html", renderer.render("search_files.html", "search", language))
    # A host that knows no languages gives this for the folder.
    shutil.copyfile(new / f"index.{LANGUAGES[0]}.html", new / "index.html")
    for path, content in term_pages().items():
        _write(new / "ontology" / path, content)
    for form in RDF_FORMS:
        _write(new / f"ontology.{form.suffix}", ontology_document(form))


def _take_along(release: Release, new: Path) -> None:
    """Copy what all pages share and the description, and link the dumps."""
    if (release.path / DESCRIPTION_FILE).is_file():
        # The file says for itself where things stand; nothing in it hangs on a server.
        _write(new / "dataset.ttl", (release.path / DESCRIPTION_FILE).read_bytes())
    static = static_folder()
    for file in sorted(path for path in static.rglob("*") if path.is_file()):
        name = file.relative_to(static).as_posix()
        if not name.startswith(_LIVE_ONLY):
            _write(new / "static" / name, file.read_bytes())
    for dump in sorted(release.dumps.glob("*")) if release.dumps.is_dir() else ():
        target = new / "dumps" / dump.name
        target.parent.mkdir(exist_ok=True)
        try:
            os.link(dump, target)
        except OSError:
            shutil.copyfile(dump, target)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _code() -> str:
    """Return a digest of what makes pages: the version and the templates."""
    told = hashlib.sha256(version("rehabkg").encode())
    for file in sorted(templates_folder().rglob("*.html")):
        told.update(file.read_bytes())
    return told.hexdigest()


def _refuse_files_of_others(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CallError(f"{folder} is a file; give a folder")
    if not (folder / FILE).is_file() and any(folder.iterdir()):
        raise CallError(f"{folder} holds files that are no former site; give another folder")
