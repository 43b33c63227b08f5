"""A small page about an entity, for a frame in another program (section 5 of the specification)."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from rehabkg.reconcile.properties import Entity
from rehabkg.reconcile.types import BY_KIND


def preview(entity: Entity) -> str:
    """Return the page, whole in itself: no script, no style sheet, no picture."""
    line = entity.everything.describer.line(entity.node, entity.kind, entity.language)
    return _template().render(
        name=entity.label,
        language="ru" if entity.kind == "observation" else entity.language,
        type=BY_KIND[entity.kind].name,
        facts=line.facts,
        became=line.became,
        iri=entity.node.value,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("rehabkg.reconcile"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("preview.html")
