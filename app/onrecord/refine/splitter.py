"""Two sentences out of one long one, where nothing that was said about the whole is lost on its second half."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.reading import Sentence
from onrecord.refine.model import Proposal

LONG = 16
"""Words from which on a sentence is worth splitting at a comma; a semicolon may go in any."""
SHORTEST = 4
"""Words that each half must have: a shorter one reads like a telegram."""

_SEAMS = {
    "en": (
        (re.compile(r"; (?:and )?(?=(?:we|they|it|this|these|the|our|all|there|customers|passengers|no)\b)"), ""),
        (re.compile(r"; (?:however|but),? "), "But "),
        (re.compile(r"; (?:consequently|therefore|accordingly|as a result),? "), "So "),
        (re.compile(r", and (?=(?:we|they|it|this|these|there)\b)"), ""),
        (re.compile(r", (?:but|yet) (?=(?:we|they|it|this|these|there)\b)"), "But "),
        (re.compile(r", so (?=(?:we|they|it|this|these|there)\b)"), "So "),
        (re.compile(r", which means(?: that)? "), "This means that "),
    ),
    "it": (
        (re.compile(r"; (?=(?:il|lo|la|i|gli|le|un|una|non|abbiamo|stiamo|siamo|questo|questa)\b)"), ""),
        (re.compile(r"; (?:tuttavia|però|ma),? "), "Ma "),
        (re.compile(r", e (?=(?:abbiamo|stiamo|siamo|faremo|daremo|non abbiamo|non sappiamo)\b)"), ""),
        (re.compile(r", ma (?=(?:abbiamo|stiamo|siamo|non abbiamo|non sappiamo)\b)"), "Ma "),
    ),
}  # fmt: skip
# What is said at the beginning holds for everything after it: such a sentence is not cut.
_OPENERS = {
    "en": re.compile(
        r"^(?:if|when|while|unless|until|although|though|because|since|as|once|whether|provided|according|before|after|"
        r"in case)\b",
        re.IGNORECASE,
    ),
    "it": re.compile(
        r"^(?:se|quando|mentre|finché|sebbene|benché|poiché|siccome|qualora|secondo|prima|dopo|nel caso|dato|visto)\b",
        re.IGNORECASE,
    ),
}
_HOLDS_ON = frozenset({"attribution", "condition"})


def splits(sentence: Sentence) -> Iterator[Proposal]:
    """Every place where this sentence may become two."""
    text = sentence.text
    if sentence.kind != "prose" or _OPENERS[sentence.language].match(text):
        return
    for seam, word in _SEAMS[sentence.language]:
        for found in seam.finditer(text):
            if "," in found[0][:1] and len(sentence.words) < LONG:
                continue
            if not _may_cut(sentence, found.start(), found.end()):
                continue
            rest = found.end()
            new = f". {word}" if word else f". {text[rest].upper()}"
            end = rest if word else rest + 1
            yield Proposal(found.start(), end, text[found.start() : end], new, "two shorter sentences", "splitter")


def _may_cut(sentence: Sentence, start: int, end: int) -> bool:
    before, after = sentence.text[:start], sentence.text[end:]
    if len(before.split()) < SHORTEST or len(after.split()) < SHORTEST:
        return False
    place, rest = sentence.start + start, sentence.start + end
    if any(q.start < rest and place < q.end for q in sentence.quotes):
        return False
    if any(x.start < rest and place < x.end for x in sentence.literals):
        return False
    if before.count("(") != before.count(")") or ": " in before:
        return False
    # "The police say that a, and they b": the second half is still what the police say.
    if any(c.kind in _HOLDS_ON and c.start < place for c in sentence.cues):
        return False
    first = any(v.start < place and v.mood != "non-finite" for v in sentence.verbs)
    second = any(v.start >= rest and v.mood != "non-finite" for v in sentence.verbs)
    return first and second
