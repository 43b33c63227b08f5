"""The drawing of a stored query by itself: its title, and the addresses of its page for a frame and of its pictures."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from pyoxigraph import NamedNode

from rehabkg.drawing.embed import embed_code
from rehabkg.endpoint.service import Service
from rehabkg.endpoint.stored import Call
from rehabkg.errors import ParameterError
from rehabkg.iri import Iris
from rehabkg.query.bind import ANY, parameter_term
from rehabkg.query.header import StoredQuery
from rehabkg.query.results import shown

EMBEDDED = "embed/queries/"
# A parameter of queries that have labels, and of every picture.
LANGUAGE = "lang"


@dataclass(frozen=True, slots=True)
class ByItself:
    """What stands around a drawing of the answer to a call, in a language."""

    service: Service
    call: Call
    language: str

    @property
    def title(self) -> str:
        """The title of the query, and what is asked of it: a drawing by itself has no form beside it."""
        given = (self._given(name, value) for name, value in self.call.values.items() if name != LANGUAGE)
        return ": ".join(filter(None, (self.call.query.title[self.language], ", ".join(filter(None, given)))))

    def picture(self, root: str, view: str, suffix: str) -> str:
        """Return the address of the drawing as a file, SVG or PNG, from a page whose way up is *root*."""
        return f"{root}{EMBEDDED}{self.address(f'.{suffix}', view)}"

    def embed_code(self, view: str) -> Markup:
        """Return what another site copies to show the drawing."""
        return embed_code(f"{self.service.address}{EMBEDDED}{self.address(f'.{self.language}.html', view)}", self.title)

    def address(self, suffix: str, view: str) -> str:
        """Return the end of an address of the drawing: the name of the query, a suffix and what is asked."""
        page = self.call.page
        rows = {"limit": page.limit, "offset": page.offset} if page.limit is not None else {}
        # The address of a page names its language; that of a picture does not.
        language = None if suffix.endswith(".html") or LANGUAGE in self.call.values else self.language
        return self.call.address(suffix, view=view, **{LANGUAGE: language}, **rows)

    def _given(self, name: str, value: str) -> str:
        """Return a value as people read it: what a thing is called, None of what leaves a parameter open."""
        parameter = self.call.query.parameters[name]
        if value == ANY:
            return ""
        if parameter.type == "search":
            return value
        try:
            term = parameter_term(name, parameter, value, Iris(self.service.published.release.base))
        except ParameterError:
            # The query itself refuses it, with the reason.
            return value
        found = self.service.name(self.language)(term.value) if isinstance(term, NamedNode) else None
        return shown(term) if found is None else found.value


def headings_of(query: StoredQuery, language: str) -> dict[str, str]:
    """Return the headings of a query's columns in a language."""
    return {name: heading[language] for name, heading in query.columns.items()}
