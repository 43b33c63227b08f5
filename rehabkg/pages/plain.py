"""Pages that are about no single thing: the first one, lists of things, the founding article, the data."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from rehabkg.pages.article import article
from rehabkg.pages.overview import KINDS, class_label, overview, things_of
from rehabkg.pages.render import Renderer

_NOTHING = Markup("")


def plain_pages(renderer: Renderer) -> dict[str, Callable[[str], bytes]]:
    """Return what makes each page of this kind in a language, by its path without language and suffix."""
    published, labels = renderer.published, renderer.labels

    def index(language: str) -> bytes:
        kinds, lists = overview(published, labels, language)
        return renderer.render("index.html", "index", language, kinds=kinds, lists=lists)

    def founding(language: str) -> bytes:
        found = article(published, labels, language)
        return renderer.render("article.html", "article", language, sentences=found, figures=_NOTHING)

    def listing(kind: str) -> Callable[[str], bytes]:
        def page(language: str) -> bytes:
            found = things_of(published, labels, kind, language)
            heading = class_label(labels, kind, language)
            return renderer.render("things.html", f"browse/{kind}", language, things=found, heading=heading)

        return page

    return {"index": index, "article": founding, **{f"browse/{kind}": listing(kind) for kind in KINDS}}
