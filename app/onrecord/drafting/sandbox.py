"""Jinja, bounded: an allow-list of its syntax, no arithmetic, no calls but `element(...)`, loops only over a fact.

Templates are refused at load when they could explode, or when they could say something false: a bare `else` (or a
`not`) on a fact's state would speak for withheld facts too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from onrecord.content.toml import read_text
from onrecord.drafting.filters import FILTERS, TESTS, say
from onrecord.drafting.marks import mark
from onrecord.drafting.views import FactView, Gap, Listed, Said
from onrecord.errors import BadTemplate, OnrecordError, nearest

LARGEST_TEMPLATE = 100_000
"""Characters of one template file."""
LARGEST_OUTPUT = 200_000
"""Characters that one statement may render to."""

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.For,
    nodes.Name,
    nodes.Getattr,
    nodes.Filter,
    nodes.Test,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
    nodes.Call,
)

ELEMENT_CALL = "element"


class Marked(str):
    """Rendered text that already carries its marks."""

    __slots__ = ()


def _finalize(value: Any) -> str:
    """What an expression prints, with its provenance around it."""
    if isinstance(value, Marked):
        return value
    if isinstance(value, FactView):
        value = say(value)
    if isinstance(value, Said):
        return "".join(mark("V", f) for f in value.facts) + value.text + mark("v") * len(value.facts)
    if isinstance(value, Gap):
        return mark("G", value.fact) + value.text + mark("g")
    if isinstance(value, str):
        return value
    if isinstance(value, Listed):
        raise BadTemplate("a list is printed without joining it", hint="Add | and_list.")
    raise BadTemplate(f"cannot print a value of kind {type(value).__name__}")


class _Environment(ImmutableSandboxedEnvironment):
    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, FactView):
            return obj.part(attribute)
        return self.undefined(obj=obj, name=attribute)

    def is_safe_callable(self, obj: Any) -> bool:
        return getattr(obj, "__name__", "") == ELEMENT_CALL


def _environment() -> _Environment:
    env = _Environment(
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        cache_size=0,
    )
    env.filters.clear()
    env.filters.update(FILTERS)
    env.tests.clear()
    env.tests.update(TESTS)
    env.globals.clear()
    return env


_ENV = _environment()


@dataclass(frozen=True, slots=True)
class Passage:
    """A checked, compiled template file."""

    path: Path
    source: str
    template: Template
    names: frozenset[str]
    """Facts it looks at."""
    elements: tuple[str, ...]
    """Elements it calls for (document layouts only)."""
    opens: tuple[tuple[str, int], ...]
    """Facts it speaks about while they are open, with the line."""

    @property
    def index(self) -> str:
        return str(self.path)


def load_passage(path: Path) -> Passage:
    """A template file, checked against the allow-list. Raises BadTemplate naming file and line."""
    stat = path.stat()
    return _load(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1024)
def _load(path: Path, _changed: int, _size: int) -> Passage:
    source = read_text(path)
    if len(source) > LARGEST_TEMPLATE:
        raise BadTemplate(f"longer than {LARGEST_TEMPLATE:,} characters", where=path)
    return compile_passage(source, path)


def compile_passage(source: str, path: Path) -> Passage:
    """A template's text, checked and compiled; `path` is for messages."""
    if re.search("[\ue000-\uf8ff]", source):
        raise BadTemplate("private-use characters are not allowed", where=path)
    try:
        tree = _ENV.parse(_with_line_marks(source, path))
    except TemplateSyntaxError as error:
        raise BadTemplate(error.message or "not a valid template", where=path, line=error.lineno) from None
    except RecursionError:
        raise BadTemplate("nested too deeply", where=path) from None
    found = _Inspection(path)
    found.walk(tree)
    _mark_branches(tree)
    try:
        code = _ENV.compile(tree, name=str(path), filename=str(path))
    except TemplateSyntaxError as error:
        raise BadTemplate(error.message or "not a valid template", where=path, line=error.lineno) from None
    template = Template.from_code(_ENV, code, {})
    return Passage(path, source, template, frozenset(found.names), tuple(found.elements), tuple(found.opens))


_TAG_LINE = re.compile(r"\s*(?:\{%.*?%\}|\{#.*?#\}|\s)+\Z")
_TRAILING_TAG = re.compile(r"(?<![+-])%\}(\s*)\Z")
_TAG = re.compile(r"\{[%{#].*?[%}#]\}")


def _with_line_marks(source: str, path: Path) -> str:
    """A mark at the start of every line that prints, so that each sentence knows its line; tag-only lines vanish,
    a tag at the end of a printing line does not swallow the line break."""
    lines = []
    for number, line in enumerate(source.splitlines(), 1):
        for opening, closing in (("{%", "%}"), ("{{", "}}"), ("{#", "#}")):
            if line.count(opening) != line.count(closing):
                raise BadTemplate("a tag must open and close on one line", where=path, line=number)
        if line.strip() and not _TAG_LINE.match(line):
            line = _TRAILING_TAG.sub(r"+%}\1", line)
            line = mark("L", f"{{}}:{number}".replace("{}", "@")) + line.strip()
        lines.append(line)
    return "\n".join(lines)


class _Inspection:
    """One walk over the tree: what is allowed, which facts are named, where a bare else could lie."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.names: set[str] = set()
        self.elements: list[str] = []
        self.opens: list[tuple[str, int]] = []
        self._loop_names: list[str] = []

    def bad(self, message: str, node: nodes.Node, hint: str = "") -> NoReturn:
        raise BadTemplate(message, where=self.path, line=node.lineno, hint=hint)

    def walk(self, node: nodes.Node, known: frozenset[str] = frozenset()) -> None:
        if not isinstance(node, _ALLOWED):
            self.bad(
                f"{type(node).__name__} is not allowed in a template", node, "Allowed: if, for, filters and tests."
            )
        match node:
            case nodes.If():
                self._if(node, known)
                return
            case nodes.For():
                self._for(node, known)
                return
            case nodes.Not():
                self.bad(
                    "'not' speaks for withheld facts too", node, "Name the states: x is open or x is silent, x is no."
                )
            case nodes.Name(name=name):
                if name not in self._loop_names and name != ELEMENT_CALL:
                    self.names.add(name)
            case nodes.Call():
                self._call(node)
                return
            case nodes.Getattr(attr=attr) if attr.startswith("_"):
                self.bad(f"{attr!r} is not allowed", node)
            case nodes.Filter(name=name) if name not in FILTERS:
                self.bad(f"unknown filter {name!r}", node, nearest(name, FILTERS))
            case nodes.Test(name=name) if name not in TESTS:
                self.bad(f"unknown test {name!r}", node, nearest(name, TESTS))
            case _:
                pass
        for child in node.iter_child_nodes():
            self.walk(child, known)

    def _call(self, node: nodes.Call) -> None:
        plain = isinstance(node.node, nodes.Name) and node.node.name == ELEMENT_CALL
        argument = node.args[0] if len(node.args) == 1 and not node.kwargs else None
        if not plain or not isinstance(argument, nodes.Const) or not isinstance(argument.value, str):
            self.bad('only element("name") may be called', node)
        self.elements.append(argument.value)

    def _for(self, node: nodes.For, known: frozenset[str]) -> None:
        target = node.target
        if not isinstance(target, nodes.Name) or node.recursive or node.else_ or node.test:
            self.bad("write {% for row in fact %} ... {% endfor %}, nothing more", node)
        if self._loop_names:
            self.bad("a loop inside a loop is not allowed", node)
        base: nodes.Node = node.iter
        while isinstance(base, nodes.Filter) and base.name == "where" and base.node is not None:
            base = base.node
        if not isinstance(base, nodes.Name):
            self.bad("a loop runs over a fact's own list", node)
        self.walk(node.iter, known)
        self._loop_names.append(target.name)
        for child in node.body:
            self.walk(child, known | {target.name})
        self._loop_names.pop()

    def _if(self, node: nodes.If, known: frozenset[str]) -> None:
        for branch in (node, *node.elif_):
            self.walk(branch.test, known)
            self.opens.extend((name, branch.lineno) for name in _opened(branch.test))
            inside = known | _established(branch.test)
            for child in branch.body:
                self.walk(child, inside)
        if node.else_:
            loose = set().union(*(_loose(branch.test) for branch in (node, *node.elif_))) - known
            if loose:
                self.bad(
                    f"a bare 'else' on {', '.join(sorted(loose))} would speak for withheld facts too",
                    node,
                    "Name the other states with elif, or ask 'is known' around it.",
                )
            for child in node.else_:
                self.walk(child, known)


def _established(test: nodes.Node) -> frozenset[str]:
    """Facts that are surely known where the test is true."""
    match test:
        case nodes.And(left=left, right=right):
            return _established(left) | _established(right)
        case nodes.Or(left=left, right=right):
            return _established(left) & _established(right)
        case nodes.Test(node=node, name=name) if name in ("known", "yes", "no", "choice", "ticked"):
            return frozenset(_fact_names(node))
        case _:
            return frozenset()


def _loose(test: nodes.Node) -> set[str]:
    """Facts whose state the test depends on. `held` is a plain yes or no about the record."""
    if isinstance(test, nodes.Test) and test.name == "held":
        return set()
    if isinstance(test, nodes.Name):
        return {test.name}
    return (
        set().union(*(_loose(child) for child in test.iter_child_nodes())) if list(test.iter_child_nodes()) else set()
    )


def _opened(test: nodes.Node) -> list[str]:
    found = [test] if isinstance(test, nodes.Test) else []
    found += list(test.find_all(nodes.Test))
    return [name for t in found if t.name == "open" for name in _fact_names(t.node)]


def _fact_names(node: nodes.Node) -> list[str]:
    if isinstance(node, nodes.Name):
        return [node.name]
    return [name.name for name in node.find_all(nodes.Name)]


def _mark_branches(tree: nodes.Node) -> None:
    """Wrap every branch body in marks naming the facts that decided it."""
    for loop in list(tree.find_all(nodes.For)):
        _wrap(loop, _fact_names(loop.iter))
    for node in list(tree.find_all(nodes.If)):
        asked: list[str] = []
        for branch in (node, *node.elif_):
            asked += _fact_names(branch.test)
            _wrap(branch, _fact_names(branch.test))
        if node.else_:
            node.else_ = _wrapped(node.else_, asked, node.lineno)


def _wrap(node: nodes.If | nodes.For, names: Iterable[str]) -> None:
    node.body = _wrapped(node.body, names, node.lineno)


def _wrapped(body: list[nodes.Node], names: Iterable[str], line: int) -> list[nodes.Node]:
    start = mark("C", ",".join(dict.fromkeys(names)))
    return [_data(start, line), *body, _data(mark("c"), line)]


def _data(text: str, line: int) -> nodes.Node:
    return nodes.Output([nodes.TemplateData(text, lineno=line)], lineno=line)


def render(passage: Passage, names: Mapping[str, Any], file_index: int) -> Marked:
    """The passage with its marks. Errors name the template's file and line."""
    try:
        text = passage.template.render(names)
    except OnrecordError as error:
        if not error.where:
            error.where, error.line = str(passage.path), _line_in(error, passage)
        raise
    except UndefinedError as error:
        missing = re.search(r"'([^']+)'", str(error))
        name = missing.group(1) if missing else ""
        raise BadTemplate(
            f"{name!r} is not a fact of this scenario" if name else str(error),
            where=passage.path,
            line=_line_in(error, passage),
            hint=nearest(name, [n for n in names if n != ELEMENT_CALL]),
        ) from None
    except (SecurityError, TypeError, ValueError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise BadTemplate(f"cannot be rendered: {error}", where=passage.path, line=_line_in(error, passage)) from None
    if len(text) > LARGEST_OUTPUT:
        raise BadTemplate(f"renders to more than {LARGEST_OUTPUT:,} characters", where=passage.path)
    return Marked(text.replace(f"{mark('L', '@')[:-1]}", mark("L", str(file_index))[:-1]))


def _line_in(error: BaseException, passage: Passage) -> int | None:
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(passage.path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
