"""The grammar of wikitext as far as records need it: templates with parameters, links, categories, plain words.

Comments, <nowiki> and <ref> are taken out first, as MediaWiki's own preprocessor does; then braces are matched. A link
is one token, so a bar inside it parts no parameters. No pattern here can take more than time linear in its text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

# A link with its label; a label may hold links (a caption of an image does), but no line that begins with a bar:
# then the link was never closed and its brackets are text.
_LINK = r"\[\[[^\[\]{}|\n]*+(?:\|(?:[^\[\]{}\n]++|\n(?!\s*\|)|\[\[[^\[\]{}\n]*+\]\]|\[(?!\[)[^\[\]{}\n]*+\])*+)?+\]\]"
_LABELLED = re.compile(r"\[\[[^\[\]|]*+\|")
_TOKEN = re.compile(r"\{\{\{[^{}]*+\}\}\}|\{\{|\}\}|\||" + _LINK)
_EQUALS_OR_TOKEN = re.compile("=|" + _TOKEN.pattern)

_OPAQUE = re.compile(r"<!--|<(nowiki|pre|ref|gallery|math|source|syntaxhighlight)\b[^<>]*>", re.IGNORECASE)
# A closing tag that is missing need be looked for once: a page of opening tags would take quadratic time else.
_CLOSING = {
    tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE)
    for tag in ("nowiki", "pre", "ref", "gallery", "math", "source", "syntaxhighlight")
}
# Letters inside these are shown as they are; what the others hold is no part of the running text.
_LITERAL = ("nowiki", "pre", "source", "syntaxhighlight")
# XML admits no NUL, so no text of a page can imitate this mark of something taken out.
_MARK = re.compile("\0([0-9]+)\0")

_MARKUP = re.compile(r"[\[<&'\0\n]")
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_QUOTES = re.compile(r"'{2,5}")
_INNER_LINK = re.compile(r"\[\[([^\[\]|\n]*+)(?:\|([^\[\]]*+))?\]\]")
_OUTER_LINK = re.compile(r"\[((?:(?:https?|ftp):)?//[^\s\[\]]++)(?:\s++([^\[\]]*+))?\]")
_FILE = re.compile(r"\s*+(?:файл|изображение|file|image)\s*:", re.IGNORECASE)
_CATEGORY = re.compile(r"\[\[\s*+(?:категория|category)\s*+:\s*+([^\[\]|\n]*+)(?:\|[^\[\]\n]*+)?\]\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Template:
    """One use of a template: its parameters as written, and where it stands in the text.

    A parameter that is given twice has its last value, as in MediaWiki; one without a name is named by its number.
    """

    parameters: dict[str, str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wikitext:
    """A page's text without what is taken out of it: `hidden` holds literal parts by mark, `footnotes` the <ref>s."""

    text: str
    hidden: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()


def wikitext(text: str) -> Wikitext:
    """Return *text* with comments left out, and literal parts replaced by marks that `plain` puts back."""
    if "<" not in text:
        return Wikitext(text)
    kept: list[str] = []
    hidden: list[str] = []
    footnotes: list[str] = []
    unclosed: set[str] = set()
    place = 0
    while found := _OPAQUE.search(text, place):
        kept.append(text[place : found.start()])
        tag = found[1].lower() if found[1] else ""
        inner, place = _opaque(text, found, tag, unclosed)
        if inner is None:
            kept.append(found[0])
        elif tag in _LITERAL:
            kept.append(f"\0{len(hidden)}\0")
            hidden.append(inner)
        elif tag == "ref" and inner.strip():
            footnotes.append(inner.strip())
    kept.append(text[place:])
    return Wikitext("".join(kept), tuple(hidden), tuple(footnotes))


def _opaque(text: str, found: re.Match[str], tag: str, unclosed: set[str]) -> tuple[str | None, int]:
    """Return what stands inside an opaque part and where it ends; None inside a tag that nothing closes."""
    if not tag:
        end = text.find("-->", found.end())
        return "", len(text) if end < 0 else end + 3
    if found[0].endswith("/>"):
        return "", found.end()
    closing = None if tag in unclosed else _CLOSING[tag].search(text, found.end())
    if closing is None:
        unclosed.add(tag)
        return None, found.end()
    return text[found.end() : closing.start()], closing.end()


def templates(text: str, names: re.Pattern[str]) -> tuple[list[Template], int | None]:
    """Return the uses of the templates whose beginning *names* matches, and where one begins that nothing closes."""
    found: list[Template] = []
    place = 0
    while beginning := names.search(text, place):
        template = _template(text, beginning.start())
        if template is None:
            return found, beginning.start()
        found.append(template)
        place = template.end
    return found, None


def _template(text: str, start: int) -> Template | None:
    """Return the template whose braces open at *start*, None where they do not close."""
    end = text.find("}}", start)
    inner = text[start + 2 : end] if end >= 0 else "{"
    if "{" not in inner and _LABELLED.search(inner) is None:
        # Nothing inside can hide a bar or a brace: so are most pages, and parting them takes half the time.
        return Template(_parameters(inner.split("|")[1:]), start, end + 2)
    parts: list[str] = []
    depth = begin = 0
    for token in _TOKEN.finditer(text, start):
        mark = token[0]
        if mark == "|":
            if depth == 1:
                parts.append(text[begin : token.start()])
                begin = token.end()
        elif mark == "{{":
            depth += 1
            if depth == 1:
                begin = token.end()
        elif mark == "}}":
            depth -= 1
            if depth == 0:
                parts.append(text[begin : token.start()])
                return Template(_parameters(parts[1:]), start, token.end())
    return None


def _parameters(parts: list[str]) -> dict[str, str]:
    parameters: dict[str, str] = {}
    number = 0
    for part in parts:
        name, equals, value = part.partition("=")
        if equals and ("{{" in name or "[[" in name):
            name, equals, value = _named(part)
        if equals:
            parameters[name.strip()] = value.strip()
        else:
            number += 1
            parameters[str(number)] = part
    return parameters


def _named(part: str) -> tuple[str, str, str]:
    """Part a parameter at its first equals sign that stands in no link and no template."""
    depth = 0
    for token in _EQUALS_OR_TOKEN.finditer(part):
        mark = token[0]
        if mark == "=" and depth == 0:
            return part[: token.start()], mark, part[token.end() :]
        depth += (mark == "{{") - (mark == "}}")
    return "", "", part


def plain(page: Wikitext, value: str) -> str:
    """Return *value*, a part of *page*, as a reader of the page sees it: labels of links, no tags, no entities.

    A line break stays one; a template that stands inside stays as written.
    """
    if _MARKUP.search(value) is None:
        return value.strip()
    if "<" in value:
        value = _TAG.sub("", _BREAK.sub("\n", value))
    if "[" in value:
        # A caption may hold links: those inside first, then those around them.
        value = _OUTER_LINK.sub(_outer, _INNER_LINK.sub(_inner, _INNER_LINK.sub(_inner, value)))
    if "''" in value:
        value = _QUOTES.sub("", value)
    if "&" in value:
        value = html.unescape(value)
    if "\0" in value:
        value = _MARK.sub(_shower(page), value)
    return "\n".join(filter(None, map(str.strip, value.split("\n")))) if "\n" in value else value.strip()


def _shower(page: Wikitext) -> Callable[[re.Match[str]], str]:
    def shown(mark: re.Match[str]) -> str:
        number = int(mark[1])
        return page.hidden[number] if number < len(page.hidden) else ""

    return shown


def _inner(link: re.Match[str]) -> str:
    target, label = link[1], link[2]
    if _FILE.match(target):
        return ""
    return label or target.strip().removeprefix(":").replace("_", " ")


def _outer(link: re.Match[str]) -> str:
    return link[2] or link[1]


def targets(value: str) -> list[str]:
    """Return the titles of the pages that *value* links to, in their order."""
    return [title for link in _INNER_LINK.finditer(value) if (title := page_title(link[1]))]


def page_title(target: str) -> str:
    """Return the title of the page that a link names: without a section, with blanks for underscores."""
    return " ".join(target.partition("#")[0].strip().removeprefix(":").replace("_", " ").split())


def categories(text: str) -> tuple[list[str], str]:
    """Return the categories that *text* is put in, without repetition, and the text without them."""
    names: dict[str, None] = {}

    def take(found: re.Match[str]) -> str:
        names[page_title(found[1])] = None
        return ""

    rest = _CATEGORY.sub(take, text)
    names.pop("", None)
    return list(names), rest
