"""Templates filled: one environment, one set of labels, the words and links of a page."""

from __future__ import annotations

import json
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rehabkg.pages.labels import Labels
from rehabkg.pages.links import LANGUAGES, Links
from rehabkg.pages.words import words
from rehabkg.web.published import Published

# A `<` ends no script where it is escaped so (HTML, section 4.12.1.3), and JSON reads it as before.
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


class Renderer:
    """Fills templates for one release. A page has a path relative to the root of the site, and a language.

    *live* says that a server answers, which can be asked; pages written as files lead to no question. *address* is
    how the world names that server, with a slash at the end, None where it is not known.
    """

    def __init__(self, published: Published, *, live: bool = True, address: str | None = None) -> None:
        self.published = published
        self.live = live
        self.address = address
        self.labels = Labels(published.view)

    @cached_property
    def _environment(self) -> Environment:
        return Environment(
            loader=PackageLoader("rehabkg.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def render(self, template: str, path: str, language: str, query: str = "", **shown: Any) -> bytes:
        """Return the page at *path* in *language*, in UTF-8; *query* stands behind the link to the other language."""
        other = next(one for one in LANGUAGES if one != language)
        links = Links(path, language, self.published.release.base)
        context = {
            "language": language,
            "other_language": other,
            "in_other_language": links.page(path, other, query),
            "links": links,
            "root": links.root,
            "word": words(language),
            "live": self.live,
            **shown,
        }
        return self._environment.get_template(template).render(context).encode()


def data_block(document: Any) -> Markup:
    """Return JSON as it may stand in a `<script>` that holds data."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    for letter, escaped in _IN_SCRIPT.items():
        text = text.replace(letter, escaped)
    return Markup(text)  # noqa: S704 - nothing in it can end the script


def static_folder() -> Path:
    """Return the folder of the files that all pages share."""
    return Path(str(resources.files("rehabkg.pages").joinpath("static")))


def templates_folder() -> Path:
    """Return the folder of the templates."""
    return Path(str(resources.files("rehabkg.pages").joinpath("templates")))
