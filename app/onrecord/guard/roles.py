"""Who does what to whom, when, and how far it has come: what a comparison of words does not see."""

from __future__ import annotations

from onrecord.guard.model import Difference, Item, Side
from onrecord.guard.phase import CLASHES, OBJECTS
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


def _same_word(left: Item, right: Item) -> bool:
    return any(atom[0] != "#" for atom in left.atoms & right.atoms)


def _crossed(pairs: list[tuple[Item, Item]]) -> list[Difference]:
    """Two nouns that took each other's preposition ("blamed the delay on the train", "the train on the delay")."""
    changed = [(a, b, _plain(a.head), _plain(b.head)) for a, b in pairs if a.kind == "word"]
    changed = [entry for entry in changed if entry[2] != entry[3] and "by" not in entry[2:] and "da" not in entry[2:]]
    return [
        Difference("agent_swapped", (one[0], other[0]), (one[1], other[1]))
        for place, one in enumerate(changed)
        for other in changed[place + 1 :]
        if one[2] == other[3] and one[3] == other[2] and one[0].clause == other[0].clause
    ]


def _plain(head: str) -> str:
    """An Italian preposition without its article."""
    if head[:3] in ("del", "dei", "deg"):
        return "di"
    if head[:3] in ("dal", "dai", "dag"):
        return "da"
    if head[:2] in ("ne", "su") and len(head) > 2:
        return head[:2].replace("ne", "in")
    return "a" if head in ("al", "allo", "alla", "all'", "ai", "agli", "alle") else head


_NEUTRAL = ""
# What governs a stretch of time; "by 80 minutes" measures, it sets no time.
_OF_SPANS = frozenset(["within", "after", "before", "entro", "tra", "fra", "dopo", "prima"])


def _heads(pairs: list[tuple[Item, Item]], literals: list[tuple[Item, Item]], known: Tables) -> list[Difference]:
    opposed = known.antonyms
    found: list[Difference] = []
    for left, right in pairs:
        if left.phase != right.phase and frozenset((left.phase, right.phase)) in CLASHES:
            found.append(Difference("status_changed", (left,), (right,)))
        if {left.amount, right.amount} == {"one", "many"} and _same_word(left, right):
            found.append(Difference("scope_changed", (left,), (right,)))
        if left.ours != right.ours and not left.name and not right.name:
            found.append(Difference("agent_swapped", (left,), (right,)))
        if left.head != right.head and right.head in opposed.get(left.head, ()):
            found.append(Difference("agent_swapped" if left.name else "antonym_swap", (left,), (right,)))
    found += _crossed(pairs)
    timeheads = known.classes.get("timehead", frozenset())
    for left, right in literals:
        if left.head == right.head:
            continue
        if right.head in opposed.get(left.head, ()):
            found.append(Difference("order_or_condition_changed", (left,), (right,)))
        elif left.literal is not None and left.literal.kind in ("date", "time", "duration"):
            governs = timeheads & _OF_SPANS if left.literal.kind == "duration" else timeheads
            a, b = (head if head in governs else _NEUTRAL for head in (left.head, right.head))
            if "between" in (a, b) and {a, b} <= {"between", "from", "to", "until"}:
                continue
            if a != b and known.sets.get(a, (a,)) != known.sets.get(b, (b,)):
                found.append(Difference("order_or_condition_changed", (left,), (right,)))
    return found


_COUNTS = ("number", "percent", "money", "quantity", "ratio", "ordinal")
_OF = frozenset(["of", "di", "del", "dei", "delle", "degli", "della", "dell'", "su"])


def _counted(source: Side, candidate: Side, literals: list[tuple[Item, Item]]) -> list[Difference]:
    """Numbers that count something else than before, or that are part and whole the other way round."""
    found: list[Difference] = []
    turned: list[tuple[Item, Item]] = []
    for left, right in literals:
        if left.literal is None or left.literal.kind not in _COUNTS:
            continue
        a, b = _around(source.items, left), _around(candidate.items, right)
        if a[1] and b[1] and not a[1] & b[1] and not a[0] & b[0]:
            found.append(Difference("scope_changed", (left,), (right,)))
        if (left.head in _OF) != (right.head in _OF):
            turned.append((left, right))
    if len(turned) > 1:
        found.append(Difference("scope_changed", tuple(t[0] for t in turned), tuple(t[1] for t in turned)))
    return found


def _around(items: tuple[Item, ...], one: Item) -> tuple[frozenset[str], frozenset[str]]:
    """The concepts of the two items before a number and of the three after it, in its clause."""
    place = next(i for i, item in enumerate(items) if item is one)
    before = [item for item in items[max(0, place - 2) : place] if item.clause == one.clause]
    after = [item for item in items[place + 1 : place + 4] if item.clause == one.clause]
    return frozenset().union(*map(_named, before)), frozenset().union(*map(_named, after))


def _named(item: Item) -> frozenset[str]:
    if item.literal is None:
        return item.atoms
    return frozenset((f"{item.literal.kind}:{item.literal.value}",))


class _Act:
    """One verb with who does it and to whom, as concepts."""

    __slots__ = ("agents", "objects", "phase", "unsure", "verb")

    def __init__(
        self, one: Side, verb: Verb, agents: frozenset[str], objects: frozenset[str], *, coming: bool = False
    ) -> None:
        self.unsure = _unsure(one, verb)
        self.verb, self.agents, self.objects = verb, agents, objects
        self.phase = _FUTURE if coming else _phase(verb)


def _acts(one: Side, known: Tables) -> dict[str, list[_Act]]:
    found: dict[str, list[_Act]] = {}
    for sentence in one.reading.sentences:
        verbs = sentence.verbs
        for index, verb in enumerate(verbs):
            low = verb.text.lower()
            if known.is_in("head", low) or known.is_in("noact", verb.lemma):
                continue
            if sentence.quotes and sentence.quoted(verb.start, verb.end):
                continue
            stop = verbs[index + 1].start if index + 1 < len(verbs) else sentence.end
            passive = verb.voice == "passive"
            ours = verb.person == "1p" or (verb.subject is not None and verb.subject.text.lower().startswith(_WE))
            subject = frozenset() if ours else _subject(one, verb, known)
            says = known.is_in("speaking", verb.lemma) and verb.subject is None and not subject and verb.person != "1p"
            says = says and one.words(0, verb.start).rstrip()[-1:] in _BEFORE_SAID
            says = says and one.words(verb.end, verb.end + 6).strip().split(" ")[0] not in _REPORTS
            after = _following(one, verb.end, stop, across=says)
            if passive:
                act = _Act(one, verb, _agents(one, verb, known), subject, coming=_coming(one, verb))
            elif says:
                act = _Act(one, verb, after, frozenset())
            else:
                act = _Act(one, verb, subject, after, coming=_coming(one, verb))
            found.setdefault(verb.lemma, []).append(act)
    return found


def _coming(one: Side, verb: Verb) -> bool:
    """ "is going to be closed", which the verb group does not reach back to."""
    return one.words(max(0, verb.start - 12), verb.start).lower().endswith(("going to be ", "going to "))


_BEFORE_SAID = ("", '"', "”", "»", ",", ":")
_WE = ("we ", "i ", "noi ", "io ")
_REPORTS = frozenset(("that", "che", "to", "di"))
_RELATIVE = frozenset(["which", "who", "that", "che"])
_BY = frozenset(["by", "da", "dal", "dallo", "dalla", "dai", "dagli", "dalle", "dall'"])


def _agents(one: Side, verb: Verb, known: Tables) -> frozenset[str]:
    """Who does it, after a passive: all that stands behind "by" ("da") in its clause; a pronoun is nobody."""
    if verb.agent is None:
        return frozenset()
    first = verb.agent.text.split()[0].lower()
    if known.is_in("pronoun", first):
        return frozenset()
    items = [i for i in one.items if i.kind == "word" and i.start >= verb.end]
    items = [i for i in items[:10] if i.clause == items[0].clause]
    named = [i.atoms for i in items if i.head in _BY]
    return frozenset().union(*named) if named else _inside(one, verb.agent)


def _subject(one: Side, verb: Verb, known: Tables) -> frozenset[str]:
    """Who does it: the words before the verb unless they hang on a preposition; the noun before a relative."""
    span = verb.subject
    if span is not None and known.is_in("head", span.text.split()[0].lower()):
        return frozenset()
    found = _inside(one, span)
    if found:
        return found
    before = one.words(max(0, verb.start - 12), verb.start)
    words = before.lower().split()
    if not words or words[-1] not in _RELATIVE:
        return found
    place = max(0, verb.start - 12) + before.lower().rindex(words[-1])
    nouns: set[str] = set()
    for item in reversed([i for i in one.items if i.end <= place]):
        if item.kind != "word" or one.words(item.end, place).strip(" ,"):
            break
        nouns |= item.atoms
        place = item.start
    return frozenset(nouns)


# A part of the day before a verb is no subject.
_TIME_WORDS = frozenset(
    ["morning", "afternoon", "evening", "night", "mattina", "pomeriggio", "sera", "notte", "domani", "oggi", "ieri"]
)


def _inside(one: Side, span: Span | None) -> frozenset[str]:
    if span is None:
        return frozenset()
    return frozenset().union(
        *(
            item.atoms
            for item in one.items
            if item.kind == "word"
            and span.start <= item.start < span.end
            and not item.atoms & _TIME_WORDS
            and not item.text.endswith(("ly", "mente"))
        )
    )


def _following(one: Side, start: int, stop: int, *, across: bool = False) -> frozenset[str]:
    """The words after a verb in its clause, at most four; `across` commas eight ("said the chair, Ruth Adeyemi")."""
    clause = None
    found: set[str] = set()
    count, last = 0, start
    for item in one.items:
        if start <= item.start < stop and item.kind != "cue":
            clause = item.clause if clause is None else clause
            if count == (8 if across else 4):
                break
            if item.clause != clause and (not across or one.words(last, item.start).strip() != ","):
                break
            clause, last = item.clause, item.end
            count += 1
            if item.kind == "word":
                found |= item.atoms
    return frozenset(found)


_FUTURE_FORMS = ("sarà", "saranno", "saremo", "verrà", "verranno", "avrà", "avranno", "avremo")


def _phase(verb: Verb) -> str:
    first = verb.text.split()[0].lower() if verb.text else ""
    if first in _FUTURE_FORMS:
        return _OPEN if first.startswith("av") or verb.aspect == "perfect" else _FUTURE
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


_LIGHT = frozenset(
    [
        "be",
        "have",
        "do",
        "make",
        "give",
        "take",
        "get",
        "essere",
        "avere",
        "fare",
        "dare",
        "stare",
        "venire",
        "potere",
        "dovere",
        "volere",
    ]
)


def _verbs(source: Side, candidate: Side, known: Tables) -> list[Difference]:
    left, right = _acts(source, known), _acts(candidate, known)
    found: list[Difference] = []
    for lemma, acts in left.items():
        if len(acts) > 1:
            continue
        concepts = concepts_of_form(lemma, known.language)
        others = [
            a
            for other, more in right.items()
            for a in more
            if other == lemma or (other not in _LIGHT and concepts_of_form(other, known.language) & concepts)
        ]
        if len(others) != 1:
            continue
        one, other = acts[0], others[0]
        kind = _clash(
            one, other, saying=known.is_in("saying", lemma), light=lemma in _LIGHT, italian=known.language == "it"
        )
        if kind:
            found.append(
                Difference(kind, source_text=_stretch(source, one.verb), candidate_text=_stretch(candidate, other.verb))
            )
    return found


def _clash(one: _Act, other: _Act, *, saying: bool, light: bool, italian: bool) -> str:
    if not saying and frozenset((one.phase, other.phase)) in _CLASH:
        return "status_changed"
    if light or _loose(one.verb) or _loose(other.verb) or _either(one.verb) or _either(other.verb):
        return ""
    if one.agents and other.agents and not one.agents & other.agents:
        return "agent_swapped"
    active = one.verb.voice == other.verb.voice == "active"
    if active and ((one.verb.person == "1p" and other.agents) or (other.verb.person == "1p" and one.agents)):
        return "agent_swapped"
    if one.unsure or other.unsure:
        return ""
    if active and italian and not (one.agents and other.agents):
        return ""  # the subject may follow the verb
    if _changed_side(one, other) or _changed_side(other, one):
        return "agent_swapped"
    return ""


def _either(verb: Verb) -> bool:
    """ "It's closed" is "it is closed" or "it has closed": who does it cannot be told."""
    return verb.text.lower().startswith(("'s", "’s"))


def _changed_side(one: _Act, other: _Act) -> bool:
    """Whether who does it on one side is who it is done to on the other, and nobody stayed where they were."""
    crossed = one.objects & other.agents
    return bool(crossed) and not crossed & other.objects and not one.agents & other.agents


def _loose(verb: Verb) -> bool:
    """An infinitive or gerund: what stands before it need not be who does it."""
    return verb.mood == "non-finite" and verb.agent is None


def _unsure(one: Side, verb: Verb) -> bool:
    """A lone form that may be a past or a participle ("invoices sent"; not "sent the invoices")."""
    if " " in verb.text or verb.tense != "past":
        return False
    after = one.words(verb.end, verb.end + 8).split()
    return not after or after[0].lower() not in OBJECTS


def _stretch(one: Side, verb: Verb) -> str:
    start = verb.subject.start if verb.subject else verb.start
    end = verb.agent.end if verb.agent else verb.end
    return one.words(min(start, verb.start), max(end, verb.end))
