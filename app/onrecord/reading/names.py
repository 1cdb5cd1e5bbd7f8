# ruff: noqa: SIM905  (word lists read better as text)
"""Names of people, organisations, places and products, by capitals, context and small lists; no model.

At the beginning of a sentence a capital says nothing: a word there is a name when it is known as one, when the text
has it
elsewhere inside a sentence, when a further name follows, or when it is no ordinary word and stands where a subject
stands. Lower-case
brands come from `names`, or are told by an inner capital ("iPlayer", "easyJet").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from onrecord.reading.lazily import lazily
from onrecord.reading.lexicons import rows, words
from onrecord.reading.model import Literal, Sentence, Token, Word

_TITLES = frozenset(
    "mr mrs ms mx dr prof professor sir dame lord lady rev sergeant captain inspector councillor cllr sig "
    "sig.ra sigg dott dott.ssa dottor "
    "dottoressa ing avv signor signora onorevole".split()
)
_INSIDE = {
    "en": frozenset("of the & de di del della la le van von der den du da al bin 's".split()),
    "it": frozenset("di del della dei delle degli de da dal la lo & d' dell' dall' van von l'".split()),
}
_PLACE_BEFORE = {
    "en": frozenset("in near outside across around".split()),
    "it": frozenset("a ad da in presso verso di".split()),
}
_SUBJECT_BEFORE = {
    "en": frozenset(
        "'s has have had is are was were will would can could may might must should said says does did "
        "and told announced confirmed "
        "apologised launched opened closed takes wants knows believes".split()
    ),
    "it": frozenset(
        "ha hanno aveva è era sono sarà si non informa comunica annuncia conferma ribadisce ritira "
        "richiama si e".split()
    ),
}
_CONNECT_MAX = 2
_CAPITALS = frozenset({"capital", "mixed"})
# Capitals that stand before a name without being part of it, even when a capital follows.
_NEVER_FIRST = _TITLES | frozenset(
    "january february march april may june july august september october november december jan feb mar "
    "apr jun jul aug sep sept oct nov "
    "dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun dear "
    "subject press statement update "
    "correction notice note hazard remedy i q ps line director president minister mayor manager head "
    "spokesperson captain inspector "
    "coroner judge governor chairman ceo chief executive company customer customers staff earth terra "
    "lunedì martedì mercoledì giovedì venerdì "
    "sabato domenica sindaco ministro prefetto direttore presidente gentile egregio oggetto comunicato "
    "stampa responsabile sua suo".split()
)


@cache
def _places(language: str) -> frozenset[str]:
    return frozenset(word.replace("-", " ") for word in words(language, "places")) | words(language, "places")


@cache
def _kinds(language: str) -> dict[str, str]:
    return {form: kind for kind, forms in rows(language, "namewords") for form in forms.split()}


@cache
def _ordinary(language: str) -> frozenset[str]:
    common = words(language, "common")
    return common | words("it", "verbs") if language == "it" else common


@lru_cache(maxsize=8)
def _known(names: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]] | None:
    """A pattern for the names that were given, longest first."""
    details = {re.sub(r"\s+", " ", name).strip().casefold(): detail for name, detail in names if name.strip()}
    if not details:
        return None
    forms = sorted(details, key=len, reverse=True)
    pattern = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return lazily(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), details


def is_ordinary(word: Word, language: str) -> bool:
    """Whether a word is an ordinary one, by the lists or by its form."""
    common = _ordinary(language)
    if word.norm in common or any(lemma in common for lemma in word.lemmas):
        return True
    if language == "en":
        return bool(word.tags & {"gerund", "adverb"}) or ("plural" in word.tags and word.lemmas[0] in common)
    return bool(word.tags & {"verb", "adverb", "gerund", "participle"})


def find_names(
    sentence: Sentence,
    tokens: tuple[Token, ...],
    capitals: list[int],
    names: tuple[tuple[str, str], ...],
    elsewhere: frozenset[str] = frozenset(),
) -> Iterator[Literal]:
    """Names of one sentence; given names first. `capitals` are the places of tokens that may have a capital."""
    offset = sentence.start
    known = _known(names)
    if known is not None:
        pattern, details = known
        for match in pattern.finditer(sentence.text):
            detail = details[re.sub(r"\s+", " ", match[0]).casefold()]
            start, end = match.span()
            yield Literal(start + offset, end + offset, match[0], "name", _value(match[0]), detail=detail)
    shouted = _shouted(tokens)
    function, inside = _function(sentence.language), _INSIDE[sentence.language]
    last = 0
    for place in capitals:
        word = tokens[place].word
        if place < last or word.kind != "word" or not (word.tags & _CAPITALS):
            continue
        if place == 0 and word.norm in function and _alone(tokens, inside):
            continue
        last = _run(tokens, place, sentence.language)
        literal = _name(sentence, tokens, place, last, shouted, elsewhere)
        if literal is not None:
            yield literal


def _alone(tokens: tuple[Token, ...], inside: frozenset[str]) -> bool:
    """Whether the first word begins no run of capitals: most sentences begin with an article or a pronoun."""
    if len(tokens) < 2:
        return True
    word = tokens[1].word
    return word.kind == "word" and not word.tags & _CAPITALS and word.norm not in inside


def _shouted(tokens: tuple[Token, ...]) -> bool:
    """Whether the sentence is in capitals throughout: then capitals tell nothing."""
    if not any("upper" in t.word.tags for t in tokens[:4]):
        return False
    plain = [t for t in tokens if t.word.kind == "word" and len(t.word.text) > 1]
    return len(plain) >= 3 and sum("upper" in t.word.tags for t in plain) * 2 > len(plain)


def _run(tokens: tuple[Token, ...], first: int, language: str) -> int:
    """The place after the last word of a run of capitals, small connecting words inside it included."""
    last = first + 1
    inside = _INSIDE[language]
    place = last
    connectors = 0
    while place < len(tokens):
        token = tokens[place]
        word = token.word
        if token.start - tokens[place - 1].end > 3 or "\n" in (word.text,):
            break
        if word.kind == "word" and word.tags & {"capital", "mixed"} and word.norm not in ("i",):
            last = place + 1
            connectors = 0
        elif (
            word.kind == "number" and connectors == 0 and word.text.isdigit() and len(word.text) <= 2 and place == last
        ):
            break
        elif word.norm in inside and connectors < _CONNECT_MAX:
            connectors += 1
        elif word.text == "." and len(tokens[place - 1].word.text) == 1:
            pass  # an initial
        else:
            break
        place += 1
    return last


def _name(
    sentence: Sentence, tokens: tuple[Token, ...], first: int, last: int, shouted: bool, elsewhere: frozenset[str]
) -> Literal | None:
    language = sentence.language
    notnames = words(language, "notnames")
    titled = False
    opening = _opens_sentence(tokens, first)
    while first < last:
        word = tokens[first].word
        if word.norm in _TITLES:
            titled = True
        elif not (
            (word.norm in notnames and not _part_of_name(tokens, first, last, language))
            or (word.norm in _INSIDE[language] and word.norm != "&")
            or (opening and not titled and _plain_start(sentence, tokens, first, last, elsewhere))
        ):
            break
        first += 1
        if first < last and tokens[first].word.text == ".":
            first += 1
        opening = opening and first < last and not titled and tokens[first].word.norm in _INSIDE[language]
    while last > first and (
        tokens[last - 1].word.norm in notnames | _INSIDE[language] or tokens[last - 1].word.kind != "word"
    ):
        if not _keeps_tail(tokens, first, last, language):
            last -= 1
        else:
            break
    if first >= last:
        return None
    run = tokens[first:last]
    if shouted and not any(t.word.norm in _places(language) for t in run):
        return None
    if all(t.word.norm in notnames for t in run) or (
        sentence.kind == "heading" and all(is_ordinary(t.word, language) for t in run)
    ):
        return None
    if (len(run) == 1 and len(run[0].word.text) == 1) or run[0].word.norm in ("i",):
        return None
    start, end = run[0].start, run[-1].end
    text = sentence.text[start - sentence.start : end - sentence.start]
    return Literal(start, end, text, "name", _value(text), detail=_detail(tokens, first, last, titled, language))


def _part_of_name(tokens: tuple[Token, ...], first: int, last: int, language: str) -> bool:
    """ "British Airways", "Board of Trade": an adjective or title that a name begins with."""
    word, second = tokens[first].word.norm, tokens[first + 1].word if last - first > 1 else None
    if second is None or word in _NEVER_FIRST:
        return False
    return any(t.word.norm in _kinds(language) for t in tokens[first + 1 : last]) or "capital" in second.tags


def _keeps_tail(tokens: tuple[Token, ...], first: int, last: int, language: str) -> bool:
    word = tokens[last - 1].word
    return last - first > 1 and word.norm in _kinds(language) and word.norm not in _INSIDE[language]


def _opens_sentence(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether only signs stand before, or a colon, a quotation mark, a bullet, a line break."""
    if place == 0:
        return True
    before = tokens[place - 1].word
    return before.kind == "punct" and (
        before.text in ':“"«‘•*]}' or all(t.word.kind == "punct" for t in tokens[:place])
    )


def _plain_start(
    sentence: Sentence, tokens: tuple[Token, ...], first: int, last: int, elsewhere: frozenset[str]
) -> bool:
    """Whether the capital at the beginning of a sentence belongs to an ordinary word."""
    word, language = tokens[first].word, sentence.language
    if word.norm in _function(language):
        return True
    if word.norm in words(language, "firstnames") and last - first > 1:
        return False
    shouted = len(word.text) > 1 and bool(word.tags & {"upper", "mixed"})
    if shouted and word.norm not in words(language, "notnames"):
        return language == "it" and is_ordinary(word, language)
    ordinary = is_ordinary(word, language)
    if last - first > 1:
        # "Change Healthcare said": an ordinary word right before a capital belongs to the name, unless the name is
        # complete without it ("Coach Dario Fontes", "Customers Ireland").
        second = tokens[first + 1].word
        complete = second.norm in words(language, "firstnames") or second.norm in _places(language)
        apart = complete or "capital" not in second.tags or "plural" in word.tags
        return ordinary and (apart or word.norm in words(language, "notnames"))
    if word.norm in _places(language) or word.norm in words(language, "firstnames"):
        return False
    if ordinary:
        return True
    if word.text in elsewhere:
        return False
    after = tokens[first + 1].word.norm if first + 1 < len(tokens) else ""
    return after not in _SUBJECT_BEFORE[language]


@cache
def _function(language: str) -> frozenset[str]:
    """Words that never begin a name: articles, pronouns, prepositions, conjunctions."""
    return words(language, "function")


def _value(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("’", "'").strip()


def _detail(tokens: tuple[Token, ...], first: int, last: int, titled: bool, language: str) -> str:
    run = [t.word for t in tokens[first:last]]
    norms = [w.norm for w in run]
    if " ".join(norms) in _places(language) or "-".join(norms) in _places(language):
        return "place"
    kinds = _kinds(language)
    ends = [norms[-1], norms[0]] if language == "en" else [norms[0], norms[-1]]
    for norm in ends:
        if norm in kinds and len(run) > 1:
            return kinds[norm]
    if titled or (norms[0] in words(language, "firstnames") and len(run) > 1):
        return "person"
    if len(run) == 1 and "upper" in run[0].tags and len(run[0].text) > 2:
        return "organisation"
    before = tokens[first - 1].word.norm if first else ""
    if before in _PLACE_BEFORE[language] and len(run) <= 2 and language == "en":
        return "place"
    if norms[0] in words(language, "firstnames"):
        return "person"
    return ""
