"""Scenarios, questions and documents, read strictly from the templates folders."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import cast

from onrecord.content import places
from onrecord.content.conditions import facts_of, parse_condition
from onrecord.content.model import (
    CLEARERS,
    ELEMENTS,
    FORMS,
    Clearer,
    Document,
    FactType,
    Field,
    Option,
    Question,
    Scenario,
    Step,
)
from onrecord.content.toml import TomlTable, collect, read_toml
from onrecord.errors import BadInput, nearest

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_FILE_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
_NEEDS_OPTIONS = (FactType.CHOICE, FactType.TICKS)
_WORDED = (FactType.TEXT, FactType.LONG_TEXT, FactType.LIST)


def scenario_names() -> tuple[str, ...]:
    """Ids of every scenario that can be chosen."""
    return tuple(sorted(places.listing("scenarios", ".toml")))


def document_names() -> tuple[str, ...]:
    """Ids of every document type."""
    return tuple(sorted(places.listing("documents", ".toml")))


def load_scenario(name: str) -> Scenario:
    """One scenario with the profile's questions behind its own. Raises BadInput naming the nearest scenario."""
    return _scenario(_named(name, "scenarios", "scenario"), places.template_roots())


def load_document(name: str) -> Document:
    """One document type. Raises BadInput naming the nearest one."""
    return _document(_named(name, "documents", "document"))


def load_documents(names: tuple[str, ...]) -> tuple[Document, ...]:
    return tuple(load_document(name) for name in names)


def profile_questions() -> tuple[Question, ...]:
    """What an organisation answers once: name, contacts, where updates stand."""
    path = places.find("organisation.toml")
    if path is None:
        raise BadInput("organisation.toml is missing from the templates folder")
    return _questions_file(path, profile=True)


def _named(name: str, folder: str, what: str) -> Path:
    known = places.listing(folder, ".toml")
    wanted = name.replace("_", "-")
    if wanted not in known:
        raise BadInput(f"unknown {what} {name!r}", hint=nearest(wanted, known))
    return known[wanted]


@lru_cache(maxsize=64)
def _document(path: Path) -> Document:
    table = read_toml(path)
    elements = _elements(table, "elements")
    needs = _elements(table, "needs")
    for element in needs:
        if element not in elements:
            raise table.bad(f"needs {element!r}, which is not among its elements", key="needs")
    document = Document(
        id=_file_id(path, table),
        name=table.localised("name"),
        audience=table.localised("audience"),
        public=table.boolean("public"),
        elements=elements,
        needs=needs,
        words=_limits(table, "words"),
        characters=_limits(table, "characters"),
        sign_off=cast(tuple[Clearer, ...], _closed(table, "sign_off", CLEARERS)),
        fast=table.boolean("fast", False),
        where=f"{path}:1",
    )
    table.done("words", "characters", "sign_off", "fast")
    return document


def _elements(table: TomlTable, key: str) -> tuple[str, ...]:
    return _closed(table, key, ELEMENTS)


def _closed(table: TomlTable, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
    names = table.strings(key, ())
    for name in names:
        if name not in known:
            raise table.bad(f"unknown name {name!r} in {key}", key=key, hint=nearest(name, known))
    return names


def _limits(table: TomlTable, key: str) -> dict[str, int]:
    limits = table.table(key)
    if limits is None:
        return {}
    found = {code: limits.integer(code) for code in places.languages() if code in limits}
    limits.done(*places.languages())
    return found


def _file_id(path: Path, table: TomlTable) -> str:
    name = path.name.removesuffix(".toml")
    if not _FILE_NAME.match(name):
        raise table.bad(f"the file name {name!r} is no id", hint="Use small letters, digits and '-'.")
    return name


@lru_cache(maxsize=32)
def _shared_questions(roots: tuple[Path, ...]) -> dict[str, TomlTable]:
    path = places.find("questions.toml", roots)
    if path is None:
        return {}
    table = read_toml(path)
    found = collect(table.tables("question"), lambda q: q.string("id"), lambda q: q.bad("this question stands twice"))
    table.done()
    return found


@lru_cache(maxsize=32)
def _scenario(path: Path, roots: tuple[Path, ...]) -> Scenario:
    table = read_toml(path)
    name = _file_id(path, table)
    steps = tuple(_step(t) for t in table.tables("step"))
    shared = _shared_questions(roots)
    own = [_question(_with_shared(t, shared)) for t in table.tables("question")]
    asked = {q.id for q in own}
    questions = (*own, *(q for q in profile_questions() if q.id not in asked))
    by_id = collect(
        questions, lambda q: q.id, lambda q: table.bad(f"the question {q.id!r} stands twice", key="question")
    )
    numbers = {step.number for step in steps}
    for question in own:
        for fact in facts_of(question.when):
            if fact not in by_id:
                raise BadInput(
                    f"the condition of {question.id!r} looks at {fact!r}, which no question asks",
                    hint=nearest(fact, by_id),
                    where=path,
                    line=int(question.where.rpartition(":")[2]),
                )
        if question.step is not None and question.step not in numbers:
            raise table.bad(f"the question {question.id!r} belongs to step {question.step}, which is not declared")
    scenario = Scenario(
        id=name,
        name=table.localised("name"),
        summary=table.localised("summary"),
        questions=questions,
        steps=steps,
        documents=table.strings("documents"),
        sources=tuple(_option(t) for t in table.tables("source")),
        notices=tuple(t.localised("text") for t in table.tables("notice")),
        where=f"{path}:1",
    )
    known = document_names()
    for document in scenario.documents:
        if document not in known:
            raise table.bad(f"unknown document {document!r}", key="documents", hint=nearest(document, known))
    table.done("question", "step", "source", "notice")
    return scenario


def _questions_file(path: Path, *, profile: bool) -> tuple[Question, ...]:
    table = read_toml(path)
    questions = tuple(_question(t, profile=profile) for t in table.tables("question"))
    collect(questions, lambda q: q.id, lambda q: table.bad(f"the question {q.id!r} stands twice"))
    table.done()
    return questions


def _step(table: TomlTable) -> Step:
    step = Step(number=table.integer("number"), text=table.localised("text"))
    table.done()
    return step


def _with_shared(table: TomlTable, shared: dict[str, TomlTable]) -> TomlTable:
    """`use = "next_update"` takes a shared question; keys beside it override it."""
    if "use" not in table:
        return table
    name = table.string("use")
    if name not in shared:
        raise table.bad(f"no shared question {name!r}", key="use", hint=nearest(name, shared))
    base = shared[name]
    merged = {key: base.anything(key) for key in base}
    merged.update({key: table.anything(key) for key in table if key != "use"})
    return TomlTable(merged, table.path, table._text, table.start)


def _question(table: TomlTable, *, profile: bool = False) -> Question:
    name = table.string("id")
    if not _NAME.match(name):
        raise table.bad(f"{name!r} is no id", key="id", hint="Use small letters, digits and '_'.")
    kind = FactType(table.one_of("type", [t.value for t in FactType]))
    options = tuple(_option(t) for t in table.tables("option"))
    if kind in _NEEDS_OPTIONS and not options:
        raise table.bad(f"the question {name!r} needs options", hint="Write [[question.option]] below it.")
    fields = tuple(_field(t) for t in table.tables("field"))
    if (kind is FactType.RECORDS) != bool(fields):
        raise table.bad(f"{name!r}: fields belong to questions of type 'records', and only there")
    form = table.one_of("form", FORMS, "") or None
    if form and kind not in _WORDED:
        raise table.bad(f"{name!r}: only answers in words have a form", key="form")
    if kind in _WORDED and not form:
        raise table.bad(f"{name!r}: an answer in words needs a form", hint="One of: " + ", ".join(FORMS) + ".")
    when = table.anything("when")
    question = Question(
        id=name,
        type=kind,
        label=table.localised("label"),
        text=table.localised("text"),
        why=table.localised("why"),
        element=table.one_of("element", ELEMENTS),
        clears=cast(Clearer, table.one_of("clears", CLEARERS)),
        say_unknown=table.boolean("say_unknown", False),
        example=table.localised("example", required=False),
        form=form,
        options=options,
        units=tuple(_option(t) for t in table.tables("unit")),
        fields=fields,
        when=None if when is None else parse_condition(when, table),
        step=table.integer("step", 0) or None,
        section=table.string("section", "facts"),
        never_estimate=table.boolean("never_estimate", False),
        private=table.boolean("private", False),
        profile=profile or table.boolean("profile", False),
        default_source=table.string("default_source", ""),
        where=f"{table.path}:{table.start}",
    )
    for group in (options, question.units, fields):
        ids = [o.id for o in group]
        twice = next((i for i in ids if ids.count(i) > 1), None)
        if twice:
            raise table.bad(f"{name!r} has {twice!r} twice")
    table.done("example", "form", "when", "step", "section", "never_estimate", "private", "default_source", "unit")
    return question


def _option(table: TomlTable) -> Option:
    option = Option(
        id=table.string("id"),
        label=table.localised("label"),
        say=table.localised("say", required=False),
        the=table.localised("the", required=False, complete=False),
        one=table.localised("one", required=False),
        many=table.localised("many", required=False),
        public=table.boolean("public", True),
    )
    table.done("say", "the", "one", "many", "public")
    return option


def _field(table: TomlTable) -> Field:
    field = Field(
        id=table.string("id"),
        type=FactType(table.one_of("type", [t.value for t in FactType])),
        text=table.localised("text"),
        options=tuple(_option(t) for t in table.tables("option")),
        required=table.boolean("required", True),
    )
    table.done("option", "required")
    return field
