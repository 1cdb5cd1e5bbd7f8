"""How far something has come (done, under way, future, a state, open), told from the small words before a verb form."""

# ruff: noqa: SIM905  lists of words read better as text
from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading import Token
from onrecord.reading.verbs_it import tense_of

DONE, UNDER_WAY, FUTURE, STATE, OPEN, OPEN_PAST = "done", "under way", "future", "state", "open", "open, past"
CLASHES = frozenset(
    frozenset(pair)
    for pair in (
        (DONE, FUTURE),
        (DONE, UNDER_WAY),
        (FUTURE, UNDER_WAY),
        (STATE, FUTURE),
        (STATE, UNDER_WAY),
        (OPEN, OPEN_PAST),
        (FUTURE, OPEN_PAST),
    )
)
_MODALS = frozenset("can could may might must should would ought".split())
_HAVE = frozenset("have has had having".split())
_BE = frozenset("am is are was were be".split())
_ENGLISH = (
    _MODALS | _HAVE | _BE | frozenset("will shall been being going to not never also now already still only".split())
)
_FUTURE_IT = frozenset("sarà saranno sarò saremo verrà verranno avrà avranno avremo starà staranno".split())
_MODALS_IT = frozenset(
    "potrebbe potrebbero potremmo può possono possiamo deve devono dobbiamo dovrebbe dovrebbero dovremmo".split()
)
_HAVE_IT = frozenset("ha hanno abbiamo ho aveva avevano avevamo abbia abbiano".split())
_BE_IT = frozenset("è sono era erano siamo sia siano".split())
_STAY_IT = frozenset("sta stanno stiamo stava stavano".split())
_BEEN_IT = frozenset("stato stata stati state".split())
# After a lone past form these begin what was done to: "and reported the matter", "e segnalato il fatto".
OBJECTS = frozenset("the a an its our their his her it us them il lo la i gli le l' un una uno".split())
_ITALIAN = (
    _FUTURE_IT
    | _MODALS_IT
    | _HAVE_IT
    | _BE_IT
    | _STAY_IT
    | _BEEN_IT
    | frozenset("essere già ora ancora anche non poi subito".split())
)


def phase(words: Sequence[Token], place: int, language: str) -> str:
    """How far the word at this place has come, "" when it cannot be told (a noun, an infinitive, a plain present)."""
    known = _ITALIAN if language == "it" else _ENGLISH
    before: set[str] = set()
    first = place - 1
    while first >= 0 and place - first < 7:
        word = words[first].word
        if word.norm not in known and "adverb" not in word.tags:
            break
        before.add(word.norm)
        first -= 1
    told = (_italian if language == "it" else _english)(words[place], before)
    if not told and "participle" in words[place].word.tags and place + 1 < len(words):
        return DONE if words[place + 1].word.norm in OBJECTS else ""
    return told


def _english(token: Token, before: set[str]) -> str:
    tags = token.word.tags
    if before & _MODALS:
        return OPEN_PAST if before & _HAVE else OPEN
    if "will" in before or "shall" in before or ("going" in before and "to" in before and before & _BE):
        return FUTURE
    if "gerund" in tags:
        return UNDER_WAY if before & _BE or "been" in before else ""
    if "participle" not in tags:
        return DONE if "past" in tags else ""
    if "being" in before:
        return UNDER_WAY
    if before & _HAVE or before & {"was", "were"}:
        return DONE
    return STATE if before & _BE else ""


def _italian(token: Token, before: set[str]) -> str:
    tags, norm = token.word.tags, token.word.norm
    if before & _MODALS_IT:
        return OPEN
    if before & _FUTURE_IT:
        return "" if before & {"avrà", "avranno", "avremo"} or before & _BEEN_IT else FUTURE
    if "gerund" in tags:
        return UNDER_WAY if before & _STAY_IT else ""
    if "participle" in tags:
        if before & _BEEN_IT or before & _HAVE_IT:
            return DONE
        return STATE if before & _BE_IT else ""
    if "finite" in tags and not before & _HAVE_IT and tense_of(norm)[0] == "future":
        return FUTURE
    return ""
