"""Diagrams of the classes and of the properties between them, as DOT text made from the ontology alone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from rehabkg.namespaces import XSD
from rehabkg.reference.model import Kind, Node, Reference, Section, Term

OVERVIEW = "diagram"
# What is derived would hide what is said; it has a diagram of its own.
_DERIVED = "derived"
_LINKS = "links"
# Records have classes of their own beside those of the overview, and a diagram of their own.
_RECORDS = "records-of-lists-and-books-of-memory"
# The box for the side of a property that is open to several classes.
_SEVERAL = "_several"
# Graphviz measures with the first of these that is installed; it is the widest, so no other overflows a box.
_FONT = "DejaVu Sans,Verdana,Arial,sans-serif"
_INK, _FAINT, _LINE = "#1b1b1b", "#565656", "#6b6b6b"
_HOME, _GUEST = "#e3edf7", "#ffffff"
_SMALL = "10"
_TO_ITSELF = "↻"
_KINDS_WIDTH = 38


@dataclass(slots=True)
class _Drawing:
    """What one diagram shows: links by their two ends, rows by box, subclasses that are only named."""

    links: dict[tuple[str, str], list[Term]] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)
    classes: set[str] = field(default_factory=set)
    named: dict[str, list[str]] = field(default_factory=dict)
    ups: list[tuple[str, str]] = field(default_factory=list)


def diagrams(reference: Reference) -> dict[str, str]:
    """Return the DOT text of each diagram by name: the main classes, then each section with links."""
    sections = [section for section in reference.sections if section.slug not in (_DERIVED, _LINKS, _RECORDS)]
    main = [one for section in sections for one in section.terms if one.kind is Kind.OBJECT and not one.reserved]
    found = {OVERVIEW: _dot(OVERVIEW, reference, _drawing(reference, main, detailed=False), set(reference.terms))}
    for section in reference.sections:
        drawing = _drawing(reference, section.terms, detailed=True)
        if drawing.links:
            home = {one.name for one in section.terms}
            found[of_section(section)] = _dot(of_section(section), reference, drawing, home)
    return found


def of_section(section: Section) -> str:
    """Return the name of the diagram of *section*."""
    return f"{OVERVIEW}-{section.slug}"


def _drawing(reference: Reference, terms: Iterable[Term], *, detailed: bool) -> _Drawing:
    drawing = _Drawing()
    for one in terms:
        if one.kind is Kind.CLASS:
            drawing.classes.add(one.name)
        else:
            _add_property(drawing, reference, one, detailed=detailed)
    drawing.classes |= {end for ends in drawing.links for end in ends} - {_SEVERAL}
    for name in sorted(drawing.classes):
        for up in _above(reference, name):
            if up in drawing.classes:
                _add_kind(drawing, reference, name, up)
    drawing.classes -= {name for names in drawing.named.values() for name in names}
    return drawing


def _add_property(drawing: _Drawing, reference: Reference, one: Term, *, detailed: bool) -> None:
    tail, head = _end(reference, one.domains), _end(reference, one.ranges)
    narrower_of_a_link = one.kind is Kind.OBJECT and _above(reference, one.name) and not one.domains + one.ranges
    if tail is None or one.kind is Kind.ANNOTATION or narrower_of_a_link:
        return
    if one.kind is Kind.OBJECT and head is not None and tail == head != _SEVERAL:
        drawing.rows.setdefault(tail, []).append(_row(one, _TO_ITSELF, one.subs))
        drawing.classes.add(tail)
    elif one.kind is Kind.OBJECT and head is not None and tail != head:
        drawing.links.setdefault((tail, head), []).append(one)
    elif detailed:
        drawing.rows.setdefault(tail, []).append(_row(one, _value(one), ()))


def _add_kind(drawing: _Drawing, reference: Reference, name: str, up: str) -> None:
    one = reference.terms[name]
    linked = name in drawing.rows or any(name in ends for ends in drawing.links)
    if linked or one.subs:
        drawing.ups.append((name, up))
    else:
        drawing.named.setdefault(up, []).append(name)


def _end(reference: Reference, nodes: tuple[Node, ...]) -> str | None:
    """Return the box of one side of a property, None where it is a class or datatype of others."""
    ours = reference.of(nodes[0]) if nodes else None
    return ours.name if ours is not None else None if nodes else _SEVERAL


def _above(reference: Reference, name: str) -> list[str]:
    return [up.name for node in reference.terms[name].supers if (up := reference.of(node)) is not None]


def _value(one: Term) -> str:
    """Return what the values of a property are: the name of a datatype, or the schemes of its examples."""
    schemes = dict.fromkeys(e.iri.split("/")[-2] for e in one.examples if isinstance(e, Node))
    if schemes:
        return ", ".join(schemes)
    return next((node.iri.removeprefix(XSD) for node in one.ranges if node.iri.startswith(XSD)), "")


def _dot(name: str, reference: Reference, drawing: _Drawing, home: set[str]) -> str:
    lines = [
        f'digraph "{name}" {{',
        '  graph [bgcolor="white", pad="0.2", ranksep="0.35", nodesep="0.3", rankdir="LR"];',
        f'  node [shape="plain", fontname="{_FONT}", fontsize="12", fontcolor="{_INK}"];',
        f'  edge [fontname="{_FONT}", fontsize="{_SMALL}", fontcolor="{_INK}", color="{_LINE}"];',
        '  edge [arrowsize="0.7"];',
    ]
    for one in sorted(drawing.classes):
        fill = _HOME if one in home else _GUEST
        lines.append(f'  "{one}" [label=<{_class_box(reference.terms[one], drawing, fill)}>];')
    if _SEVERAL in drawing.rows or any(_SEVERAL in ends for ends in drawing.links):
        rows = drawing.rows.get(_SEVERAL, [])
        lines.append(f'  "{_SEVERAL}" [label=<{_box(_title("several classes", "разные классы"), rows, _GUEST)}>];')
    lines += [f'  "{up}" -> "{one}" [dir="back", arrowtail="empty", style="dashed"];' for one, up in drawing.ups]
    for (tail, head), properties in sorted(drawing.links.items()):
        lines.append(f'  "{tail}" -> "{head}" [label="{"".join(_label_lines(properties))}"];')
    return "\n".join([*lines, "}"]) + "\n"


def _label_lines(properties: Iterable[Term]) -> Iterator[str]:
    for one in properties:
        yield one.name + "\\l"
        yield from (f"· {name}\\l" for name in one.subs)


def _class_box(one: Term, drawing: _Drawing, fill: str) -> str:
    russian = next((text.value for text in one.labels if text.language == "ru"), "")
    rows = drawing.rows.get(one.name, [])
    kinds = textwrap.wrap(", ".join(drawing.named.get(one.name, [])), _KINDS_WIDTH)
    return _box(_title(one.name, russian), rows, fill, kinds=kinds, dashed=bool(one.reserved))


def _title(name: str, below: str) -> str:
    return f"<b>{escape(name)}</b><br/>{_small(escape(below))}" if below else f"<b>{escape(name)}</b>"


def _row(one: Term, value: str, narrower: Iterable[str]) -> str:
    sign = "" if value == _TO_ITSELF else ":"
    said = f'{sign} <font color="{_FAINT}">{escape(value)}</font>' if value else ""
    lines = [escape(one.name) + said]
    lines += [f"· {escape(name)}" for name in narrower]
    return f'<font point-size="{_SMALL}">' + '<br align="left"/>'.join(lines) + '</font><br align="left"/>'


def _box(title: str, rows: Iterable[str], fill: str, *, kinds: Iterable[str] = (), dashed: bool = False) -> str:
    style = ' style="dashed"' if dashed else ""
    cells = [f'<tr><td border="0">{title}</td></tr>']
    if kinds:
        lines = "".join(_small(f"<i>{escape(line)}</i>") + '<br align="left"/>' for line in kinds)
        cells.append(f'<tr><td border="1" sides="T" align="left" balign="left">{lines}</td></tr>')
    if rows:
        cells.append(f'<tr><td border="1" sides="T" align="left" balign="left">{"".join(rows)}</td></tr>')
    table = f'<table border="1" cellborder="0" cellspacing="0" cellpadding="4" color="{_LINE}" bgcolor="{fill}"'
    return f"{table}{style}>{''.join(cells)}</table>"


def _small(text: str) -> str:
    return f'<font point-size="{_SMALL}" color="{_FAINT}">{text}</font>'
