"""A built wheel carries all that the command needs and works outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from rehabkg import assets

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a release would build it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(CHECKOUT)]
    done = subprocess.run(build, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return next(folder.glob("*.whl"))


def test_wheel_carries_every_asset(wheel: Path) -> None:
    """An installed command has no checkout to look into."""
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"rehabkg/_assets/{path.relative_to(assets.ROOT).as_posix()}"
        for folder in (
            assets.ONTOLOGY,
            assets.SHAPES,
            assets.QUERIES,
            assets.DATA,
            assets.LEXICON,
            assets.POLICIES,
            assets.DIAGRAMS,
        )
        for path in folder.rglob("*")
        if path.is_file()
    }

    # Templates, scripts and the base map lie among the code.
    package = CHECKOUT / "rehabkg"
    wanted |= {
        path.relative_to(CHECKOUT).as_posix()
        for folder in ("pages/templates", "pages/static", "drawing/data", "reconcile/templates", "reference/templates")
        for path in (package / folder).rglob("*")
        if path.is_file()
    }

    assert len(wanted) > 200
    assert wanted <= names


def test_installed_wheel_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """The tables, vocabularies and queries are found beside the installed code, not in the working directory."""
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    script = (
        "import rehabkg, rehabkg.assets as assets\n"
        "from pathlib import Path\n"
        "from rehabkg.pipeline import assemble\n"
        "from rehabkg.settings import Settings\n"
        "from rehabkg.store.version import write_version\n"
        "assert Path(rehabkg.__file__).is_relative_to(Path('site').resolve()), rehabkg.__file__\n"
        "assert assets.ROOT.name == '_assets'\n"
        "assembled = assemble(Settings())\n"
        "write_version(Path('store'), assembled.nquads(), Settings().base)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(site)}
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, check=True)

    ask = [
        sys.executable,
        "-m",
        "rehabkg",
        "query",
        "amnesty-without-rehabilitation",
        "--store",
        "store",
        "--format",
        "csv",
    ]
    done = subprocess.run(ask, cwd=tmp_path, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "group/collaborators" in done.stdout

    release = [
        sys.executable,
        "-m",
        "rehabkg",
        "release",
        "--store",
        "store",
        "--out",
        "releases",
        "--day",
        "2026-11-28",
    ]
    done = subprocess.run(release, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    page = (
        "from pathlib import Path\n"
        "from starlette.testclient import TestClient\n"
        "from rehabkg.release.model import open_release\n"
        "from rehabkg.server.app import application\n"
        "from rehabkg.web.published import Published\n"
        "with TestClient(application(Published.open(open_release(Path('releases'))), 'http://e/')) as client:\n"
        "  for path in ('/map.ru.html', '/sparql.en.html', '/static/map.js', '/queries/names?format=csv'):\n"
        "    assert client.get(path).status_code == 200, path\n"
    )
    subprocess.run([sys.executable, "-c", page], cwd=tmp_path, env=environment, check=True)
