"""Who does what to whom, when, and how far it has come: what a comparison of words does not see."""

from __future__ import annotations

from onrecord.guard.model import Difference, Item, Side
from onrecord.guard.tables import Tables, concepts_of_form
from onrecord.reading import Span, Verb

_DONE, _UNDER_WAY, _FUTURE, _STATE, _PRESENT, _OPEN = "done", "under way", "future", "state", "present", ""
_CLASH = {
    frozenset(pair)
    for pair in (
        (_DONE, _FUTURE), (_DONE, _UNDER_WAY), (_FUTURE, _UNDER_WAY), (_STATE, _FUTURE), (_STATE, _UNDER_WAY),
        (_DONE, _PRESENT),
    )
}  # fmt: skip


def role_differences(
    source: Side,
    candidate: Side,
    pairs: list[tuple[Item, Item]],
    literals: list[tuple[Item, Item]],
    known: Tables,
) -> list[Difference]:
    """Differences between items that answer each other: opposed prepositions, counted nouns, agents, tense."""
    found = _heads(pairs, literals, known)
    found += _counted(source, candidate, literals)
    if not found:
        found += _verbs(source, candidate, known)
    return found


_NEUTRAL = ""


def _heads(pairs: list[tuple[Item, Item]], literals: list[tuple[Item, Item]], known: Tables) -> list[Difference]:
    opposed = known.antonyms
    found: list[Difference] = []
    for left, right in pairs:
        if left.head != right.head and right.head in opposed.get(left.head, ()):
            found.append(Difference("agent_swapped" if left.name else "antonym_swap", (left,), (right,)))
    timeheads = known.classes.get("timehead", frozenset())
    for left, right in literals:
        if left.head == right.head:
            continue
        if right.head in opposed.get(left.head, ()):
            found.append(Difference("order_or_condition_changed", (left,), (right,)))
        elif left.literal is not None and left.literal.kind in ("date", "time", "duration"):
            a, b = (head if head in timeheads else _NEUTRAL for head in (left.head, right.head))
            if a != b and not known.sets.get(a, (a,)) == known.sets.get(b, (b,)):
                found.append(Difference("order_or_condition_changed", (left,), (right,)))
    return found


def _counted(source: Side, candidate: Side, literals: list[tuple[Item, Item]]) -> list[Difference]:
    """Numbers that count something else than before ("70 of the 540 jobs", "540 of the 70 jobs")."""
    found: list[Difference] = []
    for left, right in literals:
        if left.literal is None or left.literal.kind not in ("number", "percent", "money", "quantity", "ratio", "ordinal"):
            continue
        a, b = _after(source.items, left), _after(candidate.items, right)
        if a and b and not a & b:
            found.append(Difference("scope_changed", (left,), (right,)))
    return found


def _after(items: tuple[Item, ...], one: Item) -> frozenset[str]:
    """What stands around a number: the next three items of its clause, and the one before it."""
    place = next(i for i, item in enumerate(items) if item is one)
    found: set[str] = set()
    for other in items[place + 1 : place + 4]:
        if other.clause != one.clause:
            break
        found |= other.atoms if other.literal is None else {f"{other.literal.kind}:{other.literal.value}"}
    if not found:
        for other in items[max(0, place - 2) : place]:
            if other.clause == one.clause:
                found |= other.atoms if other.literal is None else {f"{other.literal.kind}:{other.literal.value}"}
    return frozenset(found)


class _Act:
    """One verb with who does it and to whom, as concepts."""

    __slots__ = ("agents", "objects", "phase", "verb")

    def __init__(self, verb: Verb, agents: frozenset[str], objects: frozenset[str]) -> None:
        self.verb, self.agents, self.objects, self.phase = verb, agents, objects, _phase(verb)


def _acts(one: Side, known: Tables) -> dict[str, list[_Act]]:
    found: dict[str, list[_Act]] = {}
    for sentence in one.reading.sentences:
        verbs = sentence.verbs
        for index, verb in enumerate(verbs):
            if sentence.quotes and sentence.quoted(verb.start, verb.end):
                continue
            stop = verbs[index + 1].start if index + 1 < len(verbs) else sentence.end
            subject, agent = _inside(one, verb.subject), _inside(one, verb.agent)
            after = _following(one, verb.end, stop)
            passive = verb.voice == "passive"
            act = _Act(verb, agent if passive else subject, subject if passive else after)
            found.setdefault(verb.lemma, []).append(act)
    return found


def _inside(one: Side, span: Span | None) -> frozenset[str]:
    if span is None:
        return frozenset()
    return frozenset().union(
        *(item.atoms for item in one.items if item.kind == "word" and span.start <= item.start < span.end)
    )


def _following(one: Side, start: int, stop: int) -> frozenset[str]:
    clause = None
    found: set[str] = set()
    count = 0
    for item in one.items:
        if start <= item.start < stop and item.kind != "cue":
            clause = item.clause if clause is None else clause
            if item.clause != clause or count == 4:
                break
            count += 1
            if item.kind == "word":
                found |= item.atoms
    return frozenset(found)


def _phase(verb: Verb) -> str:
    if verb.modal and verb.modal not in ("will", "shall"):
        return _OPEN
    if verb.mood in ("non-finite", "imperative", "conditional", "subjunctive"):
        return _OPEN
    if verb.tense == "future":
        return _FUTURE
    if verb.aspect in ("progressive", "perfect-progressive"):
        return _UNDER_WAY
    if verb.tense == "past" or verb.aspect == "perfect":
        return _DONE
    return _STATE if verb.voice == "passive" else _PRESENT


_LIGHT = frozenset("be have do make give take get essere avere fare dare stare venire potere dovere volere".split())


def _verbs(source: Side, candidate: Side, known: Tables) -> list[Difference]:
    left, right = _acts(source, known), _acts(candidate, known)
    found: list[Difference] = []
    for lemma, acts in left.items():
        if len(acts) > 1:
            continue
        concepts = concepts_of_form(lemma, known.language)
        others = [a for other, more in right.items() for a in more if other == lemma or (other not in _LIGHT and concepts_of_form(other, known.language) & concepts)]
        if len(others) != 1:
            continue
        one, other = acts[0], others[0]
        kind = _clash(one, other, saying=known.is_in("saying", lemma), light=lemma in _LIGHT)
        if kind:
            found.append(
                Difference(kind, source_text=_stretch(source, one.verb), candidate_text=_stretch(candidate, other.verb))
            )
    return found


def _clash(one: _Act, other: _Act, *, saying: bool, light: bool) -> str:
    if not saying and frozenset((one.phase, other.phase)) in _CLASH:
        return "status_changed"
    if light:
        return ""
    if one.agents and other.agents and not one.agents & other.agents:
        return "agent_swapped"
    if one.objects & other.agents and not one.agents & other.agents and not one.objects & other.objects:
        return "agent_swapped"
    if one.agents & other.objects and not one.agents & other.agents and not one.objects & other.objects:
        return "agent_swapped"
    return ""


def _stretch(one: Side, verb: Verb) -> str:
    start = verb.subject.start if verb.subject else verb.start
    end = verb.agent.end if verb.agent else verb.end
    return one.words(min(start, verb.start), max(end, verb.end))
