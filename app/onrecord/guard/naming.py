"""What a difference is called and how it is told to a person."""

from __future__ import annotations

from onrecord.guard.model import Difference, Item, Reason, Side
from onrecord.guard.tables import Tables

_MESSAGES = {
    "number_changed": "The number is another one.",
    "number_dropped": "A number is gone.",
    "number_added": "A number was added.",
    "unit_or_scale_changed": "The unit, currency or order of magnitude is another one.",
    "date_time_changed": "The date or time is another one, or gone.",
    "timezone_dropped": "The time zone is gone.",
    "name_changed": "A name is another one.",
    "name_dropped": "A name is gone.",
    "name_added": "A name was added.",
    "negation_dropped": "A “not” is gone, or stands elsewhere.",
    "negation_added": "A “not” was added.",
    "hedge_dropped": "What was possible or believed is now certain.",
    "hedge_added": "What was stated is now only possible, hoped or believed.",
    "absolute_added": "It now claims more: always, never, all, fully.",
    "scope_changed": "It now covers more or less than before.",
    "commitment_added": "A promise or compensation was added.",
    "commitment_dropped": "A promise or offer is gone.",
    "liability_added": "A fault or responsibility was added.",
    "cause_added": "A cause was added.",
    "quote_altered": "The quoted words are not the same word for word.",
    "url_email_phone_altered": "A link, address or telephone number is another one, or gone.",
    "agent_swapped": "Somebody else does it, or it is done to somebody else.",
    "status_changed": "It is at another stage: planned, going on, finished.",
    "order_or_condition_changed": "The order or the condition is another one.",
    "apology_dropped": "The apology is gone.",
    "meta_text": "It talks about the text instead of being it.",
    "chatty_suffix": "Chatter was added.",
    "language_switched": "It is in another language.",
    "truncated": "It breaks off.",
    "repeated": "Something is said twice.",
    "hallucinated_sentence": "Something was added that the source does not say.",
    "attribution_dropped": "It no longer says who says so.",
    "antonym_swap": "A word was replaced by its opposite, or by one that is not known to mean the same.",
}
_DROPPED = {
    "negation": "negation_dropped",
    "hedge": "hedge_dropped",
    "absolute": "scope_changed",
    "scope": "scope_changed",
    "commitment": "commitment_dropped",
    "liability": "scope_changed",
    "cause": "order_or_condition_changed",
    "order": "order_or_condition_changed",
    "apology": "apology_dropped",
    "attribution": "attribution_dropped",
    "status": "status_changed",
    "meta": "truncated",
    "chatter": "truncated",
}
_ADDED = {
    "negation": "negation_added",
    "hedge": "hedge_added",
    "absolute": "absolute_added",
    "scope": "scope_changed",
    "commitment": "commitment_added",
    "liability": "liability_added",
    "cause": "cause_added",
    "order": "order_or_condition_changed",
    "apology": "liability_added",
    "attribution": "agent_swapped",
    "status": "status_changed",
    "meta": "meta_text",
    "chatter": "chatty_suffix",
}


def _class(item: Item, known: Tables) -> str:
    if item.name:
        return "name"
    for atom in sorted(item.atoms):
        if atom in known.kinds:
            return known.kinds[atom]
    return "word"


def name_leftovers(
    missing: list[Item], added: list[Item], moved: list[tuple[Item, Item]], source: Side, candidate: Side, known: Tables
) -> list[Difference]:
    """Put what is missing, added or elsewhere into kinds: opposites and names first, then by what the words are."""
    found: list[Difference] = []
    for left, right in moved:
        found.append(Difference(_moved(left, known), (left,), (right,)))
    missing, added = list(missing), list(added)
    for left in tuple(missing):
        other = next((r for r in added if _opposite(left, r, known)), None)
        if other is not None:
            missing.remove(left)
            added.remove(other)
            found.append(Difference("antonym_swap", (left,), (other,)))
    names_gone, names_new = [m for m in missing if m.name], [a for a in added if a.name]
    if names_gone and names_new:
        found.append(Difference("name_changed", tuple(names_gone), tuple(names_new)))
    elif names_gone:
        found.append(Difference("name_dropped", tuple(names_gone)))
    elif names_new:
        found.append(Difference("name_added", (), tuple(names_new)))
    gone = _grouped([m for m in missing if not m.name], known)
    new = _grouped([a for a in added if not a.name], known)
    for kind, items in gone.items():
        if kind == "word":
            name = (
                "truncated"
                if not added and _ends(items, source)
                else ("antonym_swap" if "word" in new else "scope_changed")
            )
            found.append(Difference(name, tuple(items), tuple(new.pop("word", ()))))
        else:
            found.append(Difference(_DROPPED[kind], tuple(items)))
    for kind, items in new.items():
        name = _ADDED.get(kind) or _loose(items, source, candidate)
        found.append(Difference(name, (), tuple(items)))
    return found


def _moved(item: Item, known: Tables) -> str:
    kind = _class(item, known)
    return {
        "negation": "negation_dropped",
        "hedge": "hedge_dropped",
        "order": "order_or_condition_changed",
        "cause": "order_or_condition_changed",
    }.get(kind, "scope_changed")


def _opposite(left: Item, right: Item, known: Tables) -> bool:
    return any(right.atoms & known.antonyms[a] for a in left.atoms if a in known.antonyms)


def _grouped(items: list[Item], known: Tables) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(_class(item, known), []).append(item)
    return groups


def _ends(items: list[Item], source: Side) -> bool:
    return bool(source.items) and items[-1].start >= source.items[-1].start


def _loose(items: list[Item], source: Side, candidate: Side) -> str:
    """Added words of no class: in a sentence of their own, or inside another."""
    first, last = items[0], candidate.items[-1]
    alone = {item.sentence for item in items}
    if len(alone) == 1 and (first.sentence > 0 or len(candidate.reading.sentences) > len(source.reading.sentences)):
        return "meta_text" if first.sentence == 0 and last.sentence > 0 else "hallucinated_sentence"
    return "hallucinated_sentence"


def reasons(differences: list[Difference], source: Side, candidate: Side) -> tuple[Reason, ...]:
    """The differences as a press officer reads them, each stretch of text beside the other."""
    found: dict[tuple[str, str, str], Reason] = {}
    for one in differences:
        left = one.source_text or _spans(one.source, source)
        right = one.candidate_text or _spans(one.candidate, candidate)
        found.setdefault((one.kind, left, right), Reason(one.kind, _told(one.kind, left, right), left, right))
    return tuple(found.values())


def _spans(items: tuple[Item, ...], one: Side) -> str:
    """The words of the items; neighbours are joined with what stands between them."""
    parts: list[list[int]] = []
    for item in sorted(items, key=lambda i: i.start):
        if parts and item.start - parts[-1][1] <= 12 and "." not in one.words(parts[-1][1], item.start):
            parts[-1][1] = max(parts[-1][1], item.end)
        else:
            parts.append([item.start, item.end])
    return " … ".join(one.words(start, end) for start, end in parts)


def _told(kind: str, left: str, right: str) -> str:
    message = _MESSAGES[kind]
    if left and right:
        return f"{message} Was: “{left}”; now: “{right}”."
    if left:
        return f"{message} Gone or changed: “{left}”."
    if right:
        return f"{message} New: “{right}”."
    return message
