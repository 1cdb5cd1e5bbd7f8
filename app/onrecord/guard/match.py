"""Which item of the source answers which item of the candidate, and what is left over on either side."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from onrecord.guard.model import Difference, Item, Side

# What may take the other's place when it governs the other half: "X, after which Y" and "after X, Y".
_TURNED = {("THEN", "AFTER"), ("AFTER", "THEN"), ("SO", "BECAUSE"), ("BECAUSE", "SO")}
# Cues that govern only what follows them; the others may follow what they govern.
_ONLY_AFTER = frozenset(
    {
        "IF",
        "EVENIF",
        "UNLESS",
        "BEFORE",
        "AFTER",
        "UNTIL",
        "SINCE",
        "BECAUSE",
        "SO",
        "THEN",
        "WHEN",
        "INSTEAD",
        "EXCEPT",
    }
)
# Cues that a clause may follow ("they believe that ...").
_OPENS = frozenset({"SAY", "BELIEVE", "MAY", "EXPECT", "HOPE", "SUSPECT", "SORRY", "WHETHER"}) | _ONLY_AFTER
# Cues whose place says nothing: how often they stand is enough.
_ANYWHERE = frozenset({"SAY", "WHO", "OR", "SORRY", "PLEASE", "EVEN"})
_FREELY = frozenset({"PLEASE", "WHO"})
_MAY_VANISH = frozenset({"SO"})
_REACH = 5
_TOLERATED = 3


class Matched(NamedTuple):
    """Pairs of answering items, and what is left over."""

    pairs: list[tuple[Item, Item]]
    missing: list[Item]
    added: list[Item]
    moved: list[tuple[Item, Item]]


def match(source: Side, candidate: Side) -> Matched:
    """Pair the words and cues of both sides; literals are compared elsewhere."""
    left, right = source.items, candidate.items
    by_atom: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(right):
        if item.kind != "literal":
            for atom in item.atoms:
                by_atom[atom].append(place)
    taken: set[int] = set()
    pairs: list[tuple[Item, Item]] = []
    moved: list[tuple[Item, Item]] = []
    missing: list[Item] = []
    waiting: list[int] = []
    # Words first: first those that are written alike, then by any concept they share.
    for place, item in enumerate(left):
        if item.kind != "word":
            continue
        form = item.text.lower()
        found = next(
            (
                p
                for a in item.atoms
                for p in by_atom.get(a, ())
                if p not in taken and right[p].kind == "word" and right[p].text.lower() == form
            ),
            None,
        )
        if found is None:
            waiting.append(place)
        else:
            taken.add(found)
            pairs.append((item, right[found]))
    for place in waiting:
        item = left[place]
        options = [p for a in item.atoms for p in by_atom.get(a, ()) if p not in taken and right[p].kind == "word"]
        if options:
            best = max(options, key=lambda p: (len(item.atoms & right[p].atoms), -p))
            taken.add(best)
            pairs.append((item, right[best]))
        else:
            missing.append(item)
    reach_left = {i: reach(left, i) for i, item in enumerate(left) if item.kind == "cue"}
    reach_right = {i: reach(right, i) for i, item in enumerate(right) if item.kind == "cue"}
    later: list[int] = []
    for place, area in reach_left.items():
        item = left[place]
        options = [p for a in item.atoms for p in by_atom.get(a, ()) if p not in taken and right[p].kind == "cue"]
        near = [p for p in options if _near(item, area, reach_right[p])]
        if near:
            taken.add(near[0])
            pairs.append((item, right[near[0]]))
        else:
            later.append(place)
    for place in later:
        item, area = left[place], reach_left[place]
        options = [
            p for p in reach_right if p not in taken and (item.atoms & right[p].atoms or _turned(item, right[p]))
        ]
        turned = [p for p in options if _turned(item, right[p]) and not area & reach_right[p]]
        if turned:
            taken.add(turned[0])
            pairs.append((item, right[turned[0]]))
        elif options and item.atoms & right[options[0]].atoms:
            taken.add(options[0])
            moved.append((item, right[options[0]]))
        else:
            missing.append(item)
    added = [item for place, item in enumerate(right) if item.kind != "literal" and place not in taken]
    return Matched(pairs, missing, added, moved)


def reach(items: tuple[Item, ...], place: int) -> frozenset[str]:
    """The concepts that a cue governs: what follows it in its clause, often also what stands right before it."""
    item = items[place]
    near = [o for o in items[place + 1 : place + 2 + 2 * _REACH] if o.sentence == item.sentence and o.kind != "cue"]
    before = [o for o in items[max(0, place - 2) : place] if o.sentence == item.sentence and o.kind != "cue"]
    own = [o for o in near if o.clause == item.clause]
    if "ONLY" in item.atoms and (own or before):
        return _names_of((own or before[::-1])[0])
    if own:
        chosen = own[:_REACH]
        if not item.atoms & _ONLY_AFTER:
            chosen += [o for o in before if o.clause == item.clause]
    elif near and any(o.clause == item.clause for o in before) is False:
        chosen = [o for o in near if o.clause == near[0].clause][:_REACH]
        if not item.atoms & _ONLY_AFTER:
            chosen += before
    else:
        chosen = [o for o in near if o.clause == near[0].clause][:_REACH]
        if not item.atoms & _OPENS:
            chosen += before
    return frozenset().union(*map(_names_of, chosen))


def _names_of(item: Item) -> frozenset[str]:
    if item.literal is not None:
        return frozenset((f"{item.literal.kind}:{item.literal.value}",))
    return item.atoms


def _near(item: Item, area: frozenset[str], other: frozenset[str]) -> bool:
    return bool(item.atoms & _ANYWHERE) or not area or not other or bool(area & other)


def _turned(item: Item, other: Item) -> bool:
    return any((a, b) in _TURNED for a in item.atoms for b in other.atoms)


def unprefixed(missing: list[Item], added: list[Item], prefixes: frozenset[str]) -> None:
    """Take off both lists what says the same with a prefix: "not habitable" and "uninhabitable"."""
    for plain, prefixed in ((missing, added), (added, missing)):
        for word in [item for item in prefixed if item.kind == "word"]:
            bases = {
                atom[len(p) :] for atom in word.atoms for p in prefixes if atom.startswith(p) and len(atom) > len(p) + 3
            }
            base = next((item for item in plain if item.kind == "word" and item.atoms & bases), None)
            negation = next((item for item in plain if "NOT" in item.atoms), None)
            if base is not None and negation is not None:
                prefixed.remove(word)
                plain.remove(base)
                plain.remove(negation)


def addressed(missing: list[Item], pairs: list[tuple[Item, Item]], people: frozenset[str]) -> None:
    """Take off the list the people who are now addressed: "customers who paid", "if you paid"."""
    places = {a.start for a, b in pairs if "WHO" in a.atoms and b.text.lower() in ("if", "se", "chi")}
    missing[:] = [item for item in missing if item.start not in places or not item.atoms & people]


def tolerated(
    matched: Matched, source: Side, candidate: Side, generic: frozenset[str]
) -> tuple[list[Item], list[Item]]:
    """What is missing and added after all that may come and go: light verbs, a noun taken up again, a second "says"."""
    said = any("SAY" in a.atoms for a, _ in matched.pairs)
    names = any(item.name for item in source.items)
    return (
        _remaining(matched.missing, [a for a, _ in matched.pairs], said, names, generic, dropped=True),
        _remaining(matched.added, [b for _, b in matched.pairs], said, names, generic, dropped=False),
    )


def _remaining(
    items: list[Item],
    paired: list[Item],
    said: bool,
    names: bool,
    generic: frozenset[str],
    *,
    dropped: bool,
) -> list[Item]:
    left: list[Item] = []
    excused = 0
    lemmas = [{atom for atom in other.atoms if atom[0] != "#"} for other in paired if other.kind == "word"]
    for item in items:
        if item.weak or item.atoms & _FREELY or (dropped and item.atoms & _MAY_VANISH):
            continue
        if not dropped:
            if "SAY" in item.atoms and said:
                continue
            again = item.kind == "word" and (item.pointed or item.name) and any(item.atoms & one for one in lemmas)
            taken_up = item.pointed and names and item.atoms & generic
            if excused < _TOLERATED and (again or taken_up):
                excused += 1
                continue
        left.append(item)
    return left


def literal_differences(
    source: Side, candidate: Side, missing_words: list[Item], added_words: list[Item]
) -> tuple[list[Difference], list[tuple[Item, Item]]]:
    """Literals that differ, and those that answer each other.

    What one side reads as a literal and the other as a word ("end October", "the end of October") agrees when it is
    written alike; such words are taken off the lists of words left over.
    """
    right = [item for item in candidate.items if item.kind == "literal"]
    free = list(range(len(right)))
    pairs: list[tuple[Item, Item]] = []
    missing: list[Item] = []
    for item in source.items:
        if item.kind != "literal":
            continue
        same = [p for p in free if right[p].literal.key == item.literal.key]  # type: ignore[union-attr]
        if same:
            best = next((p for p in same if right[p].head == item.head), same[0])
            free.remove(best)
            pairs.append((item, right[best]))
        else:
            missing.append(item)
    found: list[Difference] = []
    missing = [item for item in missing if not _taken_off(item, added_words)]
    free = [p for p in free if not _taken_off(right[p], missing_words)]
    for item in missing:
        near = min(free, key=lambda p: _distance(item, right[p]), default=None)
        if near is not None and _distance(item, right[near]) < 3:
            free.remove(near)
            found.append(Difference(_changed(item, right[near]), (item,), (right[near],)))
        else:
            found.append(Difference(_gone(item), (item,)))
    found += [Difference("number_added", (), (right[p],)) for p in free]
    return found, pairs


def _taken_off(item: Item, words: list[Item]) -> bool:
    for word in words:
        if word.text.lower() == item.text.lower():
            words.remove(word)
            return True
    return False


_CONTACTS = ("link", "email", "phone", "handle", "hashtag")


def _distance(left: Item, right: Item) -> int:
    a, b = left.literal, right.literal
    assert a is not None
    assert b is not None
    if a.value == b.value:
        return 0
    if a.kind == b.kind:
        return 1
    if (a.kind in _CONTACTS) != (b.kind in _CONTACTS):
        return 5
    return 2 if (a.kind in ("date", "time")) == (b.kind in ("date", "time")) else 4


def _changed(left: Item, right: Item) -> str:
    a, b = left.literal, right.literal
    assert a is not None
    assert b is not None
    if a.kind in _CONTACTS:
        return "url_email_phone_altered"
    if a.kind == b.kind and a.value == b.value:
        if a.zone != b.zone:
            return "timezone_dropped" if not b.zone else "date_time_changed"
        if a.bound != b.bound:
            return "scope_changed"
        return "unit_or_scale_changed"
    if a.kind in ("date", "time"):
        return "date_time_changed"
    if a.value == b.value or a.unit != b.unit:
        return "unit_or_scale_changed"
    try:
        ratio = a.value / b.value  # type: ignore[operator]
    except (TypeError, ZeroDivisionError, ArithmeticError):
        return "number_changed"
    return (
        "unit_or_scale_changed"
        if ratio in (1000, 1_000_000, 10**9) or 1 / ratio in (1000, 1_000_000, 10**9)
        else "number_changed"
    )


def _gone(item: Item) -> str:
    assert item.literal is not None
    if item.literal.kind in _CONTACTS:
        return "url_email_phone_altered"
    return "date_time_changed" if item.literal.kind in ("date", "time") else "number_dropped"
