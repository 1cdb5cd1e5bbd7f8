"""Draft one document: render its layout and elements, read the marks back, apply the edits that still stand."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from onrecord.content import places
from onrecord.content.load import load_scenario
from onrecord.content.model import ELEMENTS, Document, Question, Scenario
from onrecord.drafting.filters import why_missing
from onrecord.drafting.language import load_language
from onrecord.drafting.marks import Line, Piece, mark, read_lines
from onrecord.drafting.sandbox import ELEMENT_CALL, LARGEST_OUTPUT, Marked, Passage, load_passage, render
from onrecord.drafting.statement import Block, Edit, Sentence, Span, Statement
from onrecord.drafting.views import FactView, Scene, view_of
from onrecord.errors import BadTemplate, nearest
from onrecord.incident.model import Fact, Incident, State, state_of

GENERAL = "general"
"""The scenario whose passages every other scenario falls back on."""

STATEMENT_TIME = "statement_time"
"""The fact that every template has: the time the text speaks from."""


def draft(
    document: Document,
    language: str,
    incident: Incident,
    scenario: Scenario,
    *,
    at: datetime,
    edits: Sequence[Edit] = (),
) -> Statement:
    """The statement that this document is, today, for this incident. Pure: the same values give the same statement.

    `at` is an aware time. Raises BadTemplate, naming file and line, when a template asks for what it may not have.
    """
    local = at.astimezone(ZoneInfo(incident.timezone))
    scene = Scene(load_language(language), local.tzinfo or UTC, local)
    questions = {q.id: q for q in scenario.questions}
    views = fact_views(incident, questions, scene)
    layout = load_passage(find_layout(document.id, scenario.id, language))
    run = _Run(document, scenario, language, incident, views)
    marked = run.layout(layout)
    blocks = _blocks(read_lines(marked, run.files), set(document.elements))
    blocks = _with_missing(blocks, document, questions, views, scene)
    blocks, stranded = _with_edits(blocks, edits)
    return Statement(
        id=_identity(document, language, incident, scenario, run, blocks, edits, local),
        document=document.id,
        language=language,
        blocks=tuple(blocks),
        at=local,
        stranded=stranded,
    )


def fact_views(incident: Incident, questions: Mapping[str, Question], scene: Scene) -> dict[str, FactView]:
    """Every fact a template may name: the scenario's questions, answered or not, the facts outside it, the time."""
    views = {name: view_of(name, incident.fact(name), question, scene) for name, question in questions.items()}
    for name, fact in {**incident.organisation, **incident.facts}.items():
        if name not in views:
            views[name] = view_of(name, fact, None, scene)
    views[STATEMENT_TIME] = FactView(
        id=STATEMENT_TIME,
        state=State.KNOWN,
        scene=scene,
        question=None,
        fact=None,
        value=scene.at,
        label=scene.language.gaps["statement_time"],
    )
    return views


def find_layout(document: str, scenario: str, language: str) -> Path:
    """The layout of a document: the scenario's own, else the general one."""
    for folder in dict.fromkeys((scenario, GENERAL)):
        path = places.find(f"{language}/{folder}/{document}.md.j2")
        if path is not None:
            return path
    raise BadTemplate(
        f"no template for {document!r} in {language!r}",
        hint=f"Expected {language}/{scenario}/{document}.md.j2 or {language}/general/{document}.md.j2.",
    )


def find_element(element: str, document: str, scenario: str, language: str, variant: str = "") -> Path | None:
    """The passage of an element: the scenario's before the general one, the document's own before the common one.

    A variant (`element("acknowledgement:headline")`) is a passage of its own: `acknowledgement.headline.md.j2`.
    """
    names = (f"{element}.{variant}",) if variant else (f"{element}.{document}", element)
    for folder in dict.fromkeys((scenario, GENERAL)):
        # An own common passage wins over a built-in one for a single document: own words come first.
        for root in places.template_roots():
            for name in names:
                path = places.find(f"{language}/{folder}/elements/{name}.md.j2", (root,))
                if path is not None:
                    return path
    return None


class _Run:
    """One rendering: which files were used, how much came out."""

    def __init__(
        self, document: Document, scenario: Scenario, language: str, incident: Incident, views: Mapping[str, FactView]
    ) -> None:
        self.document, self.scenario, self.language, self.incident = document, scenario, language, incident
        self.views = dict(views)
        self._borrowed = _general_views(scenario, views)
        self.files: list[str] = []
        self.passages: list[Passage] = []
        self._size = 0

    def layout(self, passage: Passage) -> Marked:
        call: Any = partial(self.element, layout=passage)
        call.__name__ = ELEMENT_CALL
        return self._render(passage, {**self.views, ELEMENT_CALL: call})

    def element(self, name: str, *, layout: Passage) -> Marked:
        name, _, variant = name.partition(":")
        if name not in ELEMENTS:
            raise BadTemplate(f"unknown element {name!r}", where=layout.path, hint=nearest(name, ELEMENTS))
        path = find_element(name, self.document.id, self.scenario.id, self.language, variant)
        text = self._render(load_passage(path), self.views) if path is not None else Marked("")
        lines = [text.strip("\n"), *([] if variant else self._agreed(name))]
        return Marked(mark("E", name) + "\n".join(line for line in lines if line) + mark("e"))

    def _agreed(self, element: str) -> Iterable[str]:
        """The agreed lines of withheld facts that belong to this element: the only words such a fact has."""
        for question in self.scenario.questions:
            fact = self.incident.fact(question.id)
            if question.element != element or fact is None or not fact.agreed_line:
                continue
            if state_of(fact, question) is State.WITHHELD:
                text = fact.agreed_line.get(self.language, "")
                if text:
                    yield mark("C", fact.id) + mark("V", fact.id) + text + mark("v") + mark("c")
                else:
                    view = self.views[fact.id]
                    gap = f"[{view.label}: {view.scene.language.gaps['not_worded']}]"
                    yield mark("G", fact.id) + gap + mark("g")

    def _render(self, passage: Passage, names: Mapping[str, Any]) -> Marked:
        short = _short(passage.path)
        self.files.append(short)
        self.passages.append(passage)
        if short.startswith(f"{self.language}/{GENERAL}/"):
            names = {**self._borrowed, **names}
        text = render(passage, names, len(self.files) - 1)
        self._size += len(text)
        if self._size > LARGEST_OUTPUT:
            raise BadTemplate(f"the document renders to more than {LARGEST_OUTPUT:,} characters", where=passage.path)
        return text


def _general_views(scenario: Scenario, views: Mapping[str, FactView]) -> dict[str, FactView]:
    """For general passages in another scenario: what only the general scenario asks is silent there, not an error."""
    if scenario.id == GENERAL or not views:
        return {}
    scene = views[STATEMENT_TIME].scene
    asked = load_scenario(GENERAL).questions
    return {q.id: view_of(q.id, None, q, scene) for q in asked if q.id not in views}


def _short(path: Path) -> str:
    """A template's path inside its templates folder."""
    name = str(path)
    for root in places.template_roots():
        if name.startswith(f"{root}{os.sep}"):
            return name[len(str(root)) + 1 :].replace(os.sep, "/")
    return path.name


def _blocks(lines: Iterable[Line], elements: set[str]) -> list[Block]:
    """Lines as headings, paragraphs and list items; a heading with nothing under it goes."""
    blocks: list[Block] = []
    paragraph: list[Sentence] = []

    def close() -> None:
        if paragraph:
            blocks.append(Block("paragraph", tuple(paragraph)))
            paragraph.clear()

    for line in lines:
        text = line.text.strip()
        if not text:
            if line.source is None:
                close()
            continue
        level = len(text) - len(text.lstrip("#"))
        if 0 < level <= 6 and text[level : level + 1] in (" ", ""):
            close()
            if text[level:].strip():
                blocks.append(Block("heading", (_sentence(line, level + 1),), level))
        elif text.startswith("- "):
            close()
            if text[2:].strip():
                blocks.append(Block("item", (_sentence(line, 2),)))
        elif text.strip(" .,;:-"):
            paragraph.append(_sentence(line, 0))
    close()
    return _without_orphans(blocks)


def _without_orphans(blocks: list[Block]) -> list[Block]:
    kept: list[Block] = []
    for block in reversed(blocks):
        under = kept[-1] if kept else None
        bare = under is None or (under.kind == "heading" and under.level <= block.level)
        if block.kind == "heading" and block.level > 1 and bare:
            continue
        kept.append(block)
    return kept[::-1]


def _sentence(line: Line, skip: int) -> Sentence:
    """A line as a sentence: outer spaces and doubled spaces gone, the signs of its block left out."""
    pieces = _tidy(line.pieces, skip)
    source, number = line.source or ("", 0)
    elements = [p.element for p in pieces if p.element]
    return Sentence(
        spans=tuple(_span(p) for p in pieces),
        element=elements[0] if elements else "",
        prints=tuple(dict.fromkeys(f for p in pieces for f in (*p.facts, *([p.gap] if p.gap else [])))),
        because=tuple(dict.fromkeys(f for p in pieces for f in p.branch)),
        template=source,
        line=number,
    )


def _span(piece: Piece) -> Span:
    if piece.gap:
        return Span(piece.text, "gap", (piece.gap,))
    return Span(piece.text, "fact", piece.facts) if piece.facts else Span(piece.text)


_UNTIDY = re.compile(r"\s\s| [,.;:]|\t")


def _tidy(pieces: Sequence[Piece], skip: int) -> list[Piece]:
    if not skip and not _UNTIDY.search("".join(p.text for p in pieces)):
        return _trimmed(list(pieces))
    kept: list[Piece] = []
    last = " "
    for piece in pieces:
        chars: list[str] = []
        for char in piece.text.replace("\t", " "):
            if char == " " and last == " ":
                continue
            if skip:
                skip -= 1
                last = char
                continue
            if char in ",.;:" and last == " " and (chars or kept) and not piece.facts:
                _drop_space(chars, kept)
            chars.append(char)
            last = char
        if chars:
            kept.append(replace(piece, text="".join(chars)))
    return _trimmed(kept)


def _trimmed(kept: list[Piece]) -> list[Piece]:
    while kept and not kept[-1].text.rstrip():
        kept.pop()
    while kept and not kept[0].text.lstrip():
        kept.pop(0)
    if kept:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
    return kept


def _drop_space(chars: list[str], kept: list[Piece]) -> None:
    if chars and chars[-1] == " ":
        chars.pop()
    elif kept and kept[-1].text.endswith(" "):
        kept[-1] = replace(kept[-1], text=kept[-1].text[:-1])


def _with_missing(
    blocks: list[Block],
    document: Document,
    questions: Mapping[str, Question],
    views: Mapping[str, FactView],
    scene: Scene,
) -> list[Block]:
    """A needed element that came out empty is a visible gap, where it will stand."""
    present = {s.element for b in blocks if b.kind != "heading" for s in b.sentences}
    order = list(document.elements)
    for element in document.needs:
        if element in present:
            continue
        asked = next((q for q in questions.values() if q.element == element and not q.profile), None)
        asked = asked or next((q for q in questions.values() if q.element == element), None)
        name = asked.label[scene.language.code] if asked else scene.language.gaps.get(f"element_{element}", element)
        why = why_missing(views[asked.id]) if asked else scene.language.gaps["not_answered"]
        gap = Span(f"[{name}: {why}]", "gap", (asked.id if asked else element,))
        sentence = Sentence((gap,), element, (asked.id,) if asked else (), (), "", 0)
        blocks = _insert(blocks, sentence, order)
        present.add(element)
    return blocks


def _insert(blocks: list[Block], sentence: Sentence, order: list[str]) -> list[Block]:
    """Put a gap after the last sentence whose element stands before it in the document's order."""
    mine = order.index(sentence.element)
    best: tuple[int, int] | None = None
    for b, block in enumerate(blocks):
        if block.kind == "heading":
            continue
        for s, other in enumerate(block.sentences):
            if other.element in order and order.index(other.element) < mine:
                best = (b, s)
    if best is None:
        at = next((n for n, b in enumerate(blocks) if b.kind != "heading"), len(blocks))
        if at < len(blocks) and blocks[at].kind == "paragraph":
            rest = blocks[at].sentences
            head = [s for s in rest[:1] if not s.element]
            merged = (*head, sentence, *rest[len(head) :])
            return [*blocks[:at], replace(blocks[at], sentences=merged), *blocks[at + 1 :]]
        return [*blocks[:at], Block("paragraph", (sentence,)), *blocks[at:]]
    b, s = best
    block = blocks[b]
    if block.kind == "item":
        return [*blocks[: b + 1], Block("paragraph", (sentence,)), *blocks[b + 1 :]]
    merged = (*block.sentences[: s + 1], sentence, *block.sentences[s + 1 :])
    return [*blocks[:b], replace(block, sentences=merged), *blocks[b + 1 :]]


def _with_edits(blocks: list[Block], edits: Sequence[Edit]) -> tuple[list[Block], tuple[Edit, ...]]:
    """Edits apply, in order, where their base sentence still stands word for word; an empty text takes it out."""
    stranded: list[Edit] = []
    for edit in edits:
        spot = next(
            (
                (b, s)
                for b, block in enumerate(blocks)
                for s, sentence in enumerate(block.sentences)
                if sentence.element == edit.element and sentence.text == edit.base
            ),
            None,
        )
        if spot is None:
            stranded.append(edit)
            continue
        b, s = spot
        block, old = blocks[b], blocks[b].sentences[s]
        changed = [replace(old, spans=(Span(edit.text),), edit=edit)] if edit.text.strip() else []
        sentences = (*block.sentences[:s], *changed, *block.sentences[s + 1 :])
        blocks = [*blocks[:b], *([replace(block, sentences=sentences)] if sentences else []), *blocks[b + 1 :]]
    return blocks, tuple(stranded)


def _identity(
    document: Document,
    language: str,
    incident: Incident,
    scenario: Scenario,
    run: _Run,
    blocks: Sequence[Block],
    edits: Sequence[Edit],
    at: datetime,
) -> str:
    used = {name for block in blocks for s in block.sentences for name in s.rests_on}
    facts: list[Fact] = [f for f in (incident.fact(name) for name in sorted(used)) if f is not None]
    made_of = {
        "document": document.id,
        "language": language,
        "scenario": scenario.id,
        "templates": sorted((_short(p.path), hashlib.sha256(p.source.encode()).hexdigest()) for p in run.passages),
        "facts": [_canonical(fact) for fact in facts],
        "edits": [[e.element, e.base, e.text, e.by, _utc(e.at), e.kind] for e in edits],
        "at": _utc(at.replace(second=0, microsecond=0)),
    }
    text = json.dumps(made_of, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _canonical(fact: Fact) -> list[str]:
    release = fact.release
    return [
        fact.id,
        fact.type.value,
        fact.status.value,
        repr(fact.value),
        release.state.value if release else "",
        repr(sorted(fact.agreed_line.items())),
    ]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
