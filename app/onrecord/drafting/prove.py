"""Prove a pack of templates: nothing undeclared, nothing said that is not known, no hole, whatever the facts are.

Static faults are read off the files; the rest is drafted: each fact alone through all states, all facts the same,
the values of facts that share a file pair by pair, and seeded mixes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from onrecord.content import places
from onrecord.content.load import document_names, load_document, load_scenario, scenario_names
from onrecord.content.model import ELEMENTS, Document, Question, Scenario
from onrecord.drafting.draft import STATEMENT_TIME, draft, find_element, find_layout
from onrecord.drafting.samples import AT, estimate, sample_fact, states, variants
from onrecord.drafting.sandbox import Passage, load_passage
from onrecord.drafting.statement import Sentence, Statement
from onrecord.errors import OnrecordError, nearest
from onrecord.incident.model import Fact, Incident, State, is_held, state_of

MIXES = 200
DATA = ("lexicons", "guard", "plain", "likeness")
"""Folders of a language that hold word lists, not passages."""
SEED = 20171211
"""Any fixed number will do: the same mixes in every run."""

_QUOTATION = re.compile('["“”„«»]')
_FEELINGS = {
    "en": re.compile(
        r"\bwe(?: are|'re| were| feel)\b[^.]{0,30}\b(sadden\w*|devastat\w*|heartbroken|shock\w*|proud|horrified|"
        r"distress\w*|disappointed|delighted|pleased|appalled|dismayed|thrilled)\b",
        re.I,
    ),
    "it": re.compile(
        r"\b(?:siamo|restiamo|ci sentiamo)\b[^.]{0,30}\b(addolorat\w|rattristat\w|devastat\w|sconvolt\w|orgoglios\w|"
        r"sgoment\w|lieti|liete|turbat\w|costernat\w|delus\w)\b",
        re.I,
    ),
}
_NOT_KNOWN = {
    "en": re.compile(r"\b(?:do|does) not (?:yet )?know\b|\bnot (?:yet )?known\b|\bnot yet (?:clear|certain)\b", re.I),
    "it": re.compile(
        r"\bnon (?:lo )?(?:sappiamo|conosciamo|è (?:ancora )?not[oa])\b|\bnon sono (?:ancora )?not[ie]\b", re.I
    ),
}
_HOLES = (
    (re.compile(r"  "), "a double space"),
    (re.compile(r" [,.;:!?](?:\s|$)"), "a space before a sign"),
    (re.compile(r"[,;:]\s*[.;,]"), "two signs in a row"),
    (
        re.compile(r"\b(?:and|or|of|the|by|at|with|e|o|di|il|la|per|con|entro|alle)\s*[.,;:](?:\s|$)", re.I),
        "a dangling word",
    ),
    (re.compile(r"\(\s*\)|\[\s*\]"), "empty brackets"),
    (re.compile(r"\b(None|True|False|undefined)\b"), "a value of the program"),
    (re.compile(r"[{}]|[\ue000-\uf8ff]"), "template signs"),
    (re.compile(r"\.\.(?!\.)"), "two full stops"),
)
_SECRET = re.compile(r"Zorb(clear|source|party|reason)", re.I)
_ELEMENT_FILE = re.compile(r"([a-z-]+)(?:\.([a-z-]+))?\Z")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a pack. `note` is for the author, not a fault: an unused question."""

    where: str
    message: str
    hint: str = ""
    note: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" + (f"\n  {self.hint}" if self.hint else "")


def prove_all(only: Iterable[str] = (), *, mixes: int = MIXES) -> Iterator[Fault]:
    """Every fault of the packs named (all scenarios if none), files first, drafts after."""
    names = tuple(only) or scenario_names()
    yield from _stray_files()
    for name in names:
        try:
            scenario = load_scenario(name)
        except OnrecordError as error:
            yield _fault(error)
            continue
        yield from prove(scenario, mixes=mixes)


def prove(scenario: Scenario, *, mixes: int = MIXES) -> Iterator[Fault]:
    """Every fault of one scenario."""
    used: set[str] = set()
    broken = False
    for language in places.languages():
        for name in scenario.documents:
            document = load_document(name)
            try:
                passages = tuple(passages_of(document, scenario, language))
            except OnrecordError as error:
                yield _fault(error)
                broken = True
                continue
            for passage in passages:
                used |= passage.names
                faults = list(_static(passage, document, scenario, language))
                broken = broken or bool(faults)
                yield from faults
    conditions = {f for q in scenario.questions if q.when is not None for f in _condition_facts(q)}
    for question in scenario.questions:
        if question.id not in used | conditions and not question.private:
            yield Fault(question.where, f"the question {question.id!r} feeds no passage", note=True)
    if broken:
        return
    for language in places.languages():
        yield from _fast_path_is_enough(scenario, language)
        proven: set[tuple[Path, str, str]] = set()
        for name in scenario.documents:
            yield from _drafts(load_document(name), scenario, language, mixes, proven)


def passages_of(document: Document, scenario: Scenario, language: str) -> Iterator[Passage]:
    """The layout of a document and every element passage it calls for."""
    layout = load_passage(find_layout(document.id, scenario.id, language))
    yield layout
    for call in dict.fromkeys(layout.elements):
        element, _, variant = call.partition(":")
        path = find_element(element, document.id, scenario.id, language, variant)
        if path is not None:
            yield load_passage(path)


def _static(passage: Passage, document: Document, scenario: Scenario, language: str) -> Iterator[Fault]:
    questions = {q.id: q for q in scenario.questions}
    general = "/general/" in passage.path.as_posix()
    for name in sorted(passage.names - questions.keys() - {STATEMENT_TIME}):
        if not general:
            yield Fault(str(passage.path), f"{name!r} is asked by no question", nearest(name, questions))
    for call in passage.elements:
        element = call.partition(":")[0]
        if element not in ELEMENTS:
            yield Fault(str(passage.path), f"unknown element {element!r}", nearest(element, ELEMENTS))
        elif element not in document.elements:
            yield Fault(
                str(passage.path), f"{document.id} has no element {element!r}", nearest(element, document.elements)
            )
    for name, opened in passage.opens:
        question = questions.get(name)
        # The wording decides: a passage may stay the same for an open fact, but it may not say that it is open.
        if question is not None and not question.say_unknown and _says_unknown_after(passage, opened, language):
            yield Fault(f"{passage.path}:{opened}", f"that {name!r} is not known may not be said (say_unknown = false)")
    for number, line in enumerate(passage.source.splitlines(), 1):
        text = re.sub(r"\{[%{#].*?[%}#]\}", "", line)
        where = f"{passage.path}:{number}"
        if _QUOTATION.search(text):
            yield Fault(where, "quotation marks in a passage", "Quotations come only from a recorded quote.")
        if language in _FEELINGS and _FEELINGS[language].search(text):
            yield Fault(where, "a feeling of ours", "The first feeling belongs to the people affected.")


def _says_unknown_after(passage: Passage, line: int, language: str) -> bool:
    """Whether the branch that opens on this line says that something is not known."""
    depth = 0
    for text in passage.source.splitlines()[line:]:
        if re.search(r"\{%-?\s*(elif|else)\b", text) and depth == 0:
            return False
        depth += len(re.findall(r"\{%-?\s*(?:if|for)\b", text)) - len(re.findall(r"\{%-?\s*end(?:if|for)\b", text))
        if depth < 0:
            return False
        if language in _NOT_KNOWN and _NOT_KNOWN[language].search(re.sub(r"\{[%{#].*?[%}#]\}", "", text)):
            return True
    return False


def _stray_files() -> Iterator[Fault]:
    """Files in template folders that nothing would ever read."""
    documents, scenarios = document_names(), (*scenario_names(), "general")
    for root in places.template_roots():
        for language in places.languages():
            for folder in sorted(p for p in (root / language).glob("*") if p.is_dir() and p.name not in DATA):
                if folder.name not in scenarios:
                    yield Fault(str(folder), "a folder of no scenario", nearest(folder.name, scenarios))
                for path in sorted(folder.rglob("*")):
                    if path.is_file():
                        yield from _stray(path, folder, documents)


def _stray(path: Path, folder: Path, documents: tuple[str, ...]) -> Iterator[Fault]:
    name = path.name.removesuffix(".md.j2")
    if name == path.name:
        yield Fault(str(path), "not a template", "Templates end in .md.j2.")
    elif path.parent == folder:
        if name not in documents:
            yield Fault(str(path), f"no document {name!r}", nearest(name, documents))
    else:
        found = _ELEMENT_FILE.match(name)
        if not found or found.group(1) not in ELEMENTS:
            yield Fault(str(path), f"no element {name.partition('.')[0]!r}", nearest(name.partition(".")[0], ELEMENTS))


# --- drafts ---------------------------------------------------------------------------------------------------------


def incident_of(scenario: Scenario, facts: Mapping[str, Fact | None]) -> Incident:
    """An incident with just these facts."""
    return Incident(
        title="Zorb",
        scenario=scenario.id,
        opened=AT,
        timezone="Europe/Rome",
        languages=places.languages(),
        facts={name: fact for name, fact in facts.items() if fact is not None},
    )


def mixes_of(
    scenario: Scenario,
    document: Document,
    language: str,
    mixes: int,
    proven: set[tuple[Path, str, str]] | None = None,
) -> Iterator[tuple[str, dict[str, Fact | None]]]:
    """Sets of facts with a name for messages. `proven`: pairs of facts that another document has tried in a file."""
    questions = scenario.questions
    typical = {q.id: sample_fact(q, State.KNOWN) for q in questions}
    for question in questions:
        for state, held in states():
            yield (
                f"{question.id} {state.value}{' held' if held else ''}",
                {
                    **typical,
                    question.id: sample_fact(question, state, held=held),
                },
            )
        for variant in range(variants(question)):
            yield (
                f"{question.id} variant {variant}",
                {**typical, question.id: sample_fact(question, State.KNOWN, variant)},
            )
        yield f"{question.id} estimated", {**typical, question.id: estimate(question)}
    for state, held in states():
        for variant in range(4):
            yield f"all {state.value} {variant}", {q.id: sample_fact(q, state, variant, held=held) for q in questions}
    yield from _pairs(scenario, document, language, typical, set() if proven is None else proven)
    chance = random.Random(f"{SEED} {scenario.id} {document.id} {language}")
    everything = list(states())
    for number in range(mixes):
        facts: dict[str, Fact | None] = {}
        for question in questions:
            state, held = chance.choice(everything) if chance.random() < 0.5 else (State.KNOWN, False)
            facts[question.id] = sample_fact(question, state, chance.randrange(variants(question) + 2), held=held)
        yield f"mix {number}", facts


def _pairs(
    scenario: Scenario,
    document: Document,
    language: str,
    typical: Mapping[str, Fact | None],
    proven: set[tuple[Path, str, str]],
) -> Iterator[tuple[str, dict[str, Fact | None]]]:
    """For facts that one file looks at: every pair of their states, and of their values.

    An element's file says the same in every document, so each pair is tried once in a file; how documents put elements
    together, the mixes show.
    """
    questions = {q.id: q for q in scenario.questions}
    for passage in passages_of(document, scenario, language):
        for first, second in combinations(sorted(passage.names & questions.keys()), 2):
            if (passage.path, first, second) in proven:
                continue
            proven.add((passage.path, first, second))
            for a, b in _pairwise(questions[first], questions[second]):
                yield f"{first} x {second}", {**typical, first: a, second: b}


def _pairwise(first: Question, second: Question) -> Iterator[tuple[Fact | None, Fact | None]]:
    shapes_a, shapes_b = list(_shapes(first)), list(_shapes(second))
    for n, a in enumerate(shapes_a):
        for m, b in enumerate(shapes_b):
            if len(shapes_a) * len(shapes_b) <= 60 or (n + m) % 3 == 0:
                yield a, b


def _shapes(question: Question) -> Iterator[Fact | None]:
    for variant in range(min(variants(question), 6)):
        yield sample_fact(question, State.KNOWN, variant)
    for state, held in states():
        if state is not State.KNOWN:
            yield sample_fact(question, state, held=held)


def _drafts(
    document: Document, scenario: Scenario, language: str, mixes: int, proven: set[tuple[Path, str, str]]
) -> Iterator[Fault]:
    told: set[str] = set()
    for name, facts in mixes_of(scenario, document, language, mixes, proven):
        incident = incident_of(scenario, facts)
        try:
            statement = draft(document, language, incident, scenario, at=AT)
        except OnrecordError as error:
            fault = _fault(error)
            if str(fault) not in told:
                told.add(str(fault))
                yield replace(fault, message=f"{fault.message} (with {name})")
            continue
        for fault in faults_of(statement, incident, scenario):
            if fault.message.partition(":")[0] + fault.where not in told:
                told.add(fault.message.partition(":")[0] + fault.where)
                yield replace(fault, message=f"{fault.message} (with {name})")


def faults_of(statement: Statement, incident: Incident, scenario: Scenario) -> Iterator[Fault]:
    """What is wrong with one draft: a value that may not be said, a false "not known", a hole."""
    questions = {q.id: q for q in scenario.questions}
    place = f"{statement.language}/{scenario.id}/{statement.document}"
    if _SECRET.search(statement.text):
        yield Fault(place, "a source, a reason or a name of who cleared stands in the text")
    for sentence in statement.sentences:
        where = f"{sentence.template}:{sentence.line}" if sentence.template else place
        plain = "".join(span.text for span in sentence.spans if span.kind != "gap")
        for pattern, what in _HOLES:
            if pattern.search(sentence.text if what != "empty brackets" else plain):
                yield Fault(where, f"{what}: {sentence.text!r}")
        for name in sentence.prints:
            fact = incident.fact(name)
            gap = any(span.kind == "gap" and name in span.facts for span in sentence.spans)
            if fact is not None and not gap and state_of(fact, questions.get(name)) is not State.KNOWN:
                yield Fault(where, f"prints {name!r}, which is not known: {sentence.text!r}")
        unknown = _NOT_KNOWN.get(statement.language)
        if unknown is not None and unknown.search(plain):
            yield from _false_unknown(sentence, incident, questions, where)


def _false_unknown(
    sentence: Sentence, incident: Incident, questions: Mapping[str, Question], where: str
) -> Iterator[Fault]:
    """`We do not yet know` stands only on a fact that is open and for which the record never held a value."""
    about = [n for n in sentence.because if state_of(incident.fact(n), questions.get(n)) is State.OPEN]
    if not about:
        yield Fault(where, f"says it is not known, but no open fact stands behind it: {sentence.text!r}")
    for name in about:
        if is_held(incident.fact(name)) and not any(not is_held(incident.fact(n)) for n in about):
            yield Fault(where, f"says {name!r} is not known, but the record holds a value: {sentence.text!r}")


def _fast_path_is_enough(scenario: Scenario, language: str) -> Iterator[Fault]:
    """Five answers and the profile give a holding statement without a gap, whatever is chosen."""
    if "holding" not in scenario.documents:
        return
    document = load_document("holding")
    fast = [q for q in scenario.questions if q.step is not None]
    base: dict[str, Fact | None] = {
        q.id: sample_fact(q, State.KNOWN)
        for q in scenario.questions
        if q.profile and q.id in ("organisation", "press_contact")
    }
    cases: list[tuple[str, dict[str, Fact | None]]] = [
        ("all answered", {q.id: _first_answer(q, 0) for q in fast}),
        ("all not known", {q.id: _not_known(q) for q in fast}),
    ]
    cases += [
        (f"{q.id} variant {v}", {**cases[0][1], q.id: _first_answer(q, v)}) for q in fast for v in range(variants(q))
    ]
    cases += [(f"{q.id} not known", {**cases[0][1], q.id: _not_known(q)}) for q in fast]
    limit = document.words.get(language, 10**6)
    for name, facts in cases:
        incident = incident_of(scenario, {**base, **facts})
        try:
            statement = draft(document, language, incident, scenario, at=AT)
        except OnrecordError as error:
            yield _fault(error)
            return
        place = f"{language}/{scenario.id}/holding"
        for gap in statement.gaps:
            yield Fault(place, f"the fast path leaves a gap {gap.text} (with {name})")
        if statement.words > limit:
            yield Fault(place, f"{statement.words} words, more than {limit} (with {name})")


def _first_answer(question: Question, variant: int) -> Fact | None:
    """An answer as the fast path gives it: with one pick for the source, not yet cleared."""
    fact = sample_fact(question, State.KNOWN, variant)
    return replace(fact, release=None) if fact is not None else None


def _not_known(question: Question) -> Fact | None:
    if question.id == "next_update":
        return sample_fact(question, State.KNOWN)
    return sample_fact(question, State.OPEN)


def _condition_facts(question: Question) -> Iterator[str]:
    from onrecord.content.conditions import facts_of

    yield from facts_of(question.when)


def _fault(error: OnrecordError) -> Fault:
    where = f"{error.where}:{error.line}" if error.line else error.where
    return Fault(where or "templates", error.message, error.hint)
