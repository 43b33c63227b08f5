"""Pages that are about no single thing: the first one, lists of things, the founding article, the data."""

from __future__ import annotations

from collections.abc import Callable

from rehabkg.drawing.page import Figure, map_figure
from rehabkg.pages.article import article
from rehabkg.pages.data import data_page
from rehabkg.pages.links import Links
from rehabkg.pages.maps import map_asked, shown_by_itself
from rehabkg.pages.overview import KINDS, class_label, overview, things_of
from rehabkg.pages.render import Renderer


def plain_pages(renderer: Renderer) -> dict[str, Callable[[str], bytes]]:
    """Return what makes each page of this kind in a language, by its path without language and suffix."""
    published, labels = renderer.published, renderer.labels

    def index(language: str) -> bytes:
        kinds, lists = overview(published, labels, language)
        return renderer.render("index.html", "index", language, kinds=kinds, lists=lists)

    def founding(language: str) -> bytes:
        found = article(published, labels, language)
        figures = [_map("article", "article", language)]
        return renderer.render("article.html", "article", language, sentences=found, figures=figures)

    def all_on_a_map(language: str) -> bytes:
        return renderer.render("map_page.html", "map", language, figure=_map("all", "map", language))

    def _map(of: str, path: str, language: str) -> Figure:
        drawn = map_asked(renderer, of, path, language)
        sources, embed = shown_by_itself(renderer, Links(path, language, published.release.base), of, drawn.title)
        return map_figure(drawn, sources, embed=embed)

    def data(language: str) -> bytes:
        return renderer.render("data.html", "data", language, data=data_page(published, language))

    def listing(kind: str) -> Callable[[str], bytes]:
        def page(language: str) -> bytes:
            found = things_of(published, labels, kind, language)
            heading = class_label(labels, kind, language)
            return renderer.render("things.html", f"browse/{kind}", language, things=found, heading=heading)

        return page

    return {
        "index": index,
        "article": founding,
        "map": all_on_a_map,
        "data": data,
        **{f"browse/{kind}": listing(kind) for kind in KINDS},
    }
