"""Words that changed places: the same words on both sides, but standing beside each other's neighbours.

A reordered or split sentence moves whole groups of words, so that most words keep a neighbour. Where two words
have lost all direct neighbours and each now stands among those of the other, they were exchanged.
"""

from __future__ import annotations

from itertools import combinations

from onrecord.guard.model import Difference, Item, Side

_NEAR, _AROUND = 1, 3
_BY = frozenset(("by", "da", "dal", "dallo", "dalla", "dall'", "dai", "dagli", "dalle"))
_ADVERBS = ("ly", "mente")
_INSIDE = frozenset(("", "of", "de", "di", "del", "della", "dei", "delle", "dell'", "dell’", "d'", "&"))
Pair = tuple[Item, Item]


def exchanged(source: Side, candidate: Side, pairs: list[Pair], kinds: dict[str, str]) -> list[Difference]:
    """Pairs of words or literals that took each other's place, and names whose parts were torn apart."""
    left = {id(a): number for number, (a, _) in enumerate(pairs)}
    right = {id(b): number for number, (_, b) in enumerate(pairs)}
    near = _neighbours(source.items, left, _NEAR), _neighbours(candidate.items, right, _NEAR)
    moved = [
        n
        for n, (a, _) in enumerate(pairs)
        if a.kind != "cue"
        and not a.text.endswith(_ADVERBS)
        and near[0].get(n)
        and near[1].get(n)
        and not near[0][n] & near[1][n]
    ]
    found = [
        Difference("liability_added", (pairs[n][0],), (pairs[n][1],))
        for n in moved
        if any(kinds.get(atom) == "liability" for atom in pairs[n][0].atoms)
    ]
    if len(moved) > 1:
        wide = _neighbours(source.items, left, _AROUND), _neighbours(candidate.items, right, _AROUND)
        for one, other in combinations(moved, 2):
            first, second = pairs[one][0], pairs[other][0]
            if _when(first) != _when(second) and not (first.name or second.name):
                continue
            if bool(first.phase) != bool(second.phase) or _turned(pairs[one]) or _turned(pairs[other]):
                continue
            kept = len(wide[0][one] & wide[1][one]) + len(wide[0][other] & wide[1][other])
            crossed = len(wide[0][one] & wide[1][other]) + len(wide[0][other] & wide[1][one])
            if crossed and crossed >= kept:
                found.append(_difference(pairs[one], pairs[other]))
    return found + _torn(source, candidate)


def _turned(pair: Pair) -> bool:
    """Whether it became, or was, who does it in a passive: it changed places, not roles."""
    return (pair[0].head in _BY) != (pair[1].head in _BY)


def _when(item: Item) -> bool:
    """Times stand where they like; only another time can take their place."""
    return item.literal is not None and item.literal.kind in ("date", "time", "duration")


def _difference(one: Pair, other: Pair) -> Difference:
    kinds = {one[0].literal.kind if one[0].literal else "", other[0].literal.kind if other[0].literal else ""}
    kind = "agent_swapped" if "" in kinds else "date_time_changed" if kinds <= {"date", "time"} else "scope_changed"
    return Difference(kind, (one[0], other[0]), (one[1], other[1]))


def _neighbours(items: tuple[Item, ...], numbers: dict[int, int], reach: int) -> dict[int, set[int]]:
    """By pair: the pairs that stand within so many items, in the same sentence."""
    row = [numbers.get(id(item)) for item in items]
    found: dict[int, set[int]] = {}
    for place, number in enumerate(row):
        if number is None:
            continue
        beside = found.setdefault(number, set())
        for other in range(max(0, place - reach), min(len(items), place + reach + 1)):
            answer = row[other]
            if other != place and answer is not None and items[other].sentence == items[place].sentence:
                beside.add(answer)
    return found


def _torn(source: Side, candidate: Side) -> list[Difference]:
    """Parts of a name that no longer follow each other anywhere."""
    after = _name_steps(candidate)
    return [
        Difference("name_changed", (a, b), source_text=source.words(a.start, b.end))
        for (_, _), (a, b) in _name_steps(source).items()
        if (a.text.lower(), b.text.lower()) not in after
    ]


def _name_steps(one: Side) -> dict[tuple[str, str], Pair]:
    return {
        (a.text.lower(), b.text.lower()): (a, b)
        for a, b in zip(one.items, one.items[1:], strict=False)
        if a.name
        and b.name
        and one.words(a.end, b.start).strip() in _INSIDE
        and a.text[:1].isupper()
        and b.text[:1].isupper()
    }
