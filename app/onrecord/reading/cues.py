# ruff: noqa: SIM905  (word lists read better as text)
"""How a sentence means what it says: negation, hedges, attribution, conditions, apologies, promises and so on.

The words are in `<language>/lexicons/cues.tsv`, in the phrase notation; what needs more than words (the scope of a
negation, the
object of an apology, the time of a promise) is worked out here.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from onrecord.reading.lexicons import rows
from onrecord.reading.model import Cue, Literal, Sentence, Span, Token
from onrecord.reading.phrases import Match, PhraseSet

# Where a clause ends: signs, and words that begin another clause.
_SIGNS = frozenset(",;:—–()")
_NEW_CLAUSE = {
    "en": frozenset(
        "but because if when while although though unless until whereas which who so however since and".split()
    ),
    "it": frozenset("ma perché se quando mentre sebbene benché finché poiché però tuttavia che quindi e".split()),
}
# Prepositions that begin the object of an apology, and whom it is made to.
_OBJECT = {
    "en": frozenset("for that about if how when over".split()),
    "it": frozenset("per di del dello della dell' dei degli delle d' se che".split()),
}
_TO = {
    "en": frozenset("to".split()),
    "it": frozenset("a ad al allo alla all' ai agli alle con verso coi".split()),
}
# Before a verb of saying these make it a wish or a refusal, not a report of what somebody said.
_NOT_SAID = frozenset("not yet can cannot to will would may might must please could should let us".split())
# A cue governs at most so many words and signs.
_FAR = 80
_VAGUE = frozenset({"now", "soon", "recent", "days", "hours", "weeks"})


@cache
def _phrases(language: str) -> PhraseSet:
    return PhraseSet((((kind, detail), phrase) for kind, detail, phrase in rows(language, "cues")), language)


def find_cues(sentence: Sentence) -> tuple[Cue, ...]:
    """All cues of one sentence by position."""
    matches = _phrases(sentence.language).find(sentence)
    if not matches:
        return ()
    kept = _longest(matches)
    literals = [x for x in sentence.literals if x.kind in ("date", "name", "code", "link", "email", "ratio")]
    found = [cue for match in kept if not _inside(match, literals) for cue in _cue(sentence, match)]
    return tuple(sorted(found, key=lambda cue: (cue.start, cue.end, cue.kind)))


def _longest(matches: list[Match]) -> list[Match]:
    """Without matches that lie inside a longer one of the same kind ("no" in "no longer")."""
    by_kind: dict[str, list[Match]] = {}
    for match in sorted(matches, key=lambda m: (m.first, -m.last)):
        kept = by_kind.setdefault(match.key[0], [])  # type: ignore[index]
        if not kept or match.last > kept[-1].last or match.first >= kept[-1].last:
            if kept and match.first < kept[-1].last and match.first == kept[-1].first:
                continue
            kept.append(match)
    return [match for kept in by_kind.values() for match in kept]


def _inside(match: Match, literals: list[Literal]) -> bool:
    return any(x.start <= match.start and match.end <= x.end for x in literals)


def _cue(sentence: Sentence, match: Match) -> list[Cue]:
    kind, detail = str(match.key[0]), str(match.key[1])  # type: ignore[index]
    words = sentence.words
    scope: tuple[int, int] | None = None
    parts: tuple[Span, ...] = ()
    timed = False
    if detail == "since" or (kind == "cause" and match.text.lower() == "since"):
        dated = any(x.kind in ("date", "time") and 0 <= x.start - match.end <= 4 for x in sentence.literals)
        following = words[match.last].norm if match.last < len(words) else ""
        before = words[match.first - 1].norm if match.first else ""
        if (kind == "order") != (
            dated or following in ("then", "last", "yesterday") or before in ("have", "has", "had")
        ):
            return []
    before = words[match.first - 1].norm if match.first else ""
    if kind == "attribution" and before in _NOT_SAID:
        return []
    if kind in ("negation", "hedge", "condition", "quantifier", "exception", "modality"):
        scope = (match.start, _clause_end(sentence, match))
    elif kind == "apology":
        parts = _apology(sentence, match)
    elif kind == "attribution":
        parts = _speaker(sentence, match)
    elif kind in ("promise", "commitment"):
        when = _times(sentence, match)
        timed = bool(when)
        parts = tuple(Span(x.start, x.end, x.text, "time") for x in when[:1])
    return [Cue(match.start, match.end, match.text, kind, detail, scope, parts, timed)]


def _times(sentence: Sentence, match: Match) -> list[Literal]:
    """The literals that fix when a promise will be kept: after it, or at the beginning of its part of the sentence."""
    text, offset = sentence.text, sentence.start
    low = max(text.rfind(";", 0, match.start - offset), text.rfind(": ", 0, match.start - offset)) + 1 + offset
    high = text.find(";", match.end - offset)
    high = len(text) + offset if high < 0 else high + offset
    return [
        x
        for x in sentence.literals
        if _is_time(x, text, offset) and low <= x.start < high and (x.start >= match.start or x.start - low < 14)
    ]


_WITHIN = ("within", "in", "after", "every", "entro", "tra", "fra", "dopo", "ogni")


def _is_time(literal: Literal, text: str, offset: int) -> bool:
    """Whether it fixes a time: not "soon", not "in the coming days", but "within two hours"."""
    if literal.kind == "duration":
        before = (
            text[: (literal.bound_start if literal.bound else literal.start) - offset]
            .rstrip()
            .rpartition(" ")[2]
            .lower()
        )
        return before in _WITHIN
    if literal.kind not in ("date", "time"):
        return False
    value = literal.value
    return not (isinstance(value, tuple) and value[0] == "relative" and value[1] in _VAGUE)


def _after(sentence: Sentence, match: Match) -> list[Token]:
    """The tokens after the cue."""
    tokens = sentence.tokens
    return list(tokens[bisect_left(tokens, match.end, key=_start) :][:_FAR])


def _start(token: Token) -> int:
    return token[0]


def _clause_end(sentence: Sentence, match: Match) -> int:
    new_clause = _NEW_CLAUSE[sentence.language]
    end = match.end
    for token in _after(sentence, match):
        if token.word.text in _SIGNS or token.word.norm in new_clause:
            break
        if token.word.kind != "punct":
            end = token.end
    return end


def _span(sentence: Sentence, tokens: list[Token], role: str) -> Span:
    start, end = tokens[0].start, tokens[-1].end
    return Span(start, end, sentence.text[start - sentence.start : end - sentence.start], role)


def _apology(sentence: Sentence, match: Match) -> tuple[Span, ...]:
    """What the apology is for ("object") and whom it is made to ("addressee"), as far as the sentence says."""
    language = sentence.language
    roles: dict[str, list[Token]] = {}
    role = ""
    for token in _after(sentence, match):
        norm = token.word.norm
        if token.word.text in ';:—()"”»' or (role and token.word.text == ","):
            break
        if token.word.kind == "punct":
            continue
        if norm in _TO[language] and "addressee" not in roles and role != "object":
            role = "addressee"
            roles[role] = []
            continue
        if norm in _OBJECT[language] and "object" not in roles:
            role = "object"
            roles[role] = []
            if norm in ("if", "se"):
                roles[role].append(token)
            continue
        if (
            role == "object"
            and norm in _TO[language]
            and "addressee" not in roles
            and language == "en"
            and _person_follows(sentence, token)
        ):
            role = "addressee"
            roles[role] = []
            continue
        if role:
            roles[role].append(token)
    heard = roles.get("addressee") or []
    if heard and language == "en" and _infinitive(heard[0]):
        roles = {"object": heard + roles.get("object", [])}
    return tuple(_span(sentence, tokens, name) for name, tokens in roles.items() if tokens)


_PEOPLE_BEFORE = frozenset(
    "our all the every everyone anyone those customers passengers you him her them families".split()
)


def _person_follows(sentence: Sentence, token: Token) -> bool:
    following = next((t for t in sentence.words if t.start >= token.end), None)
    return following is not None and (following.word.norm in _PEOPLE_BEFORE or "capital" in following.word.tags)


def _infinitive(token: Token) -> bool:
    """Whether "sorry to ..." goes on with a verb ("sorry to hear", "sorry to say")."""
    return token.word.norm in (
        "hear",
        "say",
        "learn",
        "see",
        "inform",
        "tell",
        "announce",
        "have",
        "report",
        "read",
        "know",
        "disappoint",
    )


def _speaker(sentence: Sentence, match: Match) -> tuple[Span, ...]:
    """The name nearest to the word of saying, first before it, then after it."""
    names = [x for x in sentence.literals if x.kind == "name"]
    before = [x for x in names if x.end <= match.start and match.start - x.end < 80]
    after = [x for x in names if x.start >= match.end and x.start - match.end < 40]
    chosen = before[-1] if before and match.key[1] != "according to" else (after[0] if after else None)  # type: ignore[index]
    return () if chosen is None else (Span(chosen.start, chosen.end, chosen.text, "speaker"),)
