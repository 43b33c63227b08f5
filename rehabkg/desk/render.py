"""The templates of the desk, filled."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from rehabkg.desk.guard import mark_of
from rehabkg.desk.words import desk_words


class Shown:
    """Fills templates for the desk of one *token*."""

    def __init__(self, token: str) -> None:
        self._mark = mark_of(token)

    @staticmethod
    def words(language: str) -> Mapping[str, str]:
        """Return the words of a language."""
        return desk_words(language)

    def page(self, template: str, language: str, **shown: Any) -> bytes:
        """Return a page in *language*, in UTF-8."""
        context = {"language": language, "word": self.words(language), "mark": self._mark, **shown}
        return _environment().get_template(template).render(context).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rehabkg.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["query"] = _query
    return environment


def own_static_folder() -> Path:
    """Return the folder of the desk's own style sheet."""
    return Path(str(resources.files("rehabkg.desk").joinpath("static")))


def _query(**asked: object) -> str:
    """Return a query with what is not None, ready for an address."""
    return urlencode({name: str(value) for name, value in asked.items() if value is not None})
