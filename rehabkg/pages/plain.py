"""Pages that are about no single thing: the first one, lists of things, the founding article, the data."""

from __future__ import annotations

from collections.abc import Callable

from rehabkg.drawing.map import Map
from rehabkg.drawing.page import Sources, map_figure
from rehabkg.pages.article import article
from rehabkg.pages.data import data_page
from rehabkg.pages.links import Links
from rehabkg.pages.maps import all_places, article_places, map_of
from rehabkg.pages.overview import KINDS, class_label, overview, things_of
from rehabkg.pages.render import Renderer
from rehabkg.pages.words import words
from rehabkg.web.problems import Problem


def plain_pages(renderer: Renderer) -> dict[str, Callable[[str], bytes]]:
    """Return what makes each page of this kind in a language, by its path without language and suffix."""
    published, labels = renderer.published, renderer.labels

    def index(language: str) -> bytes:
        kinds, lists = overview(published, labels, language)
        return renderer.render("index.html", "index", language, kinds=kinds, lists=lists)

    def founding(language: str) -> bytes:
        found = article(published, labels, language)
        figures = [map_figure(places_map(renderer, "article", "article", language), Sources())]
        return renderer.render("article.html", "article", language, sentences=found, figures=figures)

    def all_on_a_map(language: str) -> bytes:
        drawn = places_map(renderer, "all", "map", language)
        sources = Sources(svg="embed/map.svg?of=all", png="embed/map.png?of=all") if renderer.live else Sources()
        return renderer.render("map_page.html", "map", language, figure=map_figure(drawn, sources))

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


def places_map(renderer: Renderer, of: str, path: str, language: str) -> Map:
    """Return the map of all places (`all`), or of those that the founding article marks (`article`).

    Raises `Problem` (404) for a map of anything else.
    """
    published, labels, links = (
        renderer.published,
        renderer.labels,
        Links(path, language, renderer.published.release.base),
    )
    if of not in _MAPS:
        raise Problem(404, "there is no map of that; ask for one of all or of article")
    word, places = _MAPS[of]
    title = words(language)[word]
    drawn = map_of(published, labels, links, places(published), title)
    return drawn or Map(title, language, ())


_MAPS = {"all": ("map_of_places", all_places), "article": ("map_of_article", article_places)}
