# ruff: noqa: SIM905  (word lists read better as text)
"""Verb groups: tense, aspect, voice, mood, negation, person; and roughly who does it.

Told from auxiliaries and endings, without a parse. A form that can also be a noun counts as a verb only where a verb
can stand (after
an auxiliary, a pronoun, "to", at the beginning of an instruction).
"""

from __future__ import annotations

from functools import cache

from onrecord.reading.lexicons import words
from onrecord.reading.model import Sentence, Span, Token, Verb

_BE = frozenset("be am is are was were been being".split())
_HAVE = frozenset("have has had having".split())
_DO = frozenset("do does did".split())
_MODALS = frozenset("will shall would can could may might must should ought".split())
_BETWEEN = frozenset(
    "not never already still also now yet since then soon always just only even ever all both recently "
    "currently again later first fully".split()
)
_PERSONS = {
    "i": "1s",
    "we": "1p",
    "you": "2",
    "he": "3",
    "she": "3",
    "it": "3",
    "they": "3",
    "who": "3",
    "this": "3",
    "that": "3",
    "there": "3",
}
_STARTS_VERB = frozenset("i we you he she they it who which that to and please not never n't let".split())
_PLACES = frozenset("the a an our their your his her its my this these those some any no each every of in at".split())


# Verbs that are hardly ever nouns: a verb wherever they stand.
_ONLY_VERBS = frozenset(
    "say remain believe think know expect apologise continue include become seem appear agree require "
    "provide receive understand "
    "allow contain cause depend exist follow happen involve know let lie mean occur recommend regret rely "
    "suggest tell understand "
    "advise announce apply arrive ask begin choose confirm consider deny describe ensure explain hope "
    "inform insist investigate keep "
    "listen operate prevent protect publish refuse reject replace resolve send serve speak stay take "
    "thank warn write".split()
)


@cache
def _english() -> frozenset[str]:
    return words("en", "verbs")


def find_verbs(sentence: Sentence) -> tuple[Verb, ...]:
    """The verb groups of one sentence."""
    tokens = sentence.words
    if not tokens:
        return ()
    from onrecord.reading.verbs_it import group_at as italian

    at = italian if sentence.language == "it" else _group_at
    found: list[Verb] = []
    place = ended = 0
    while place < len(tokens):
        group = at(tokens, place)
        if group is None:
            place += 1
            continue
        verb, last = group
        found.append(_finished(sentence, tokens, place, last, verb, ended))
        place = ended = last
    return tuple(found)


def _finished(
    sentence: Sentence, tokens: tuple[Token, ...], first: int, last: int, verb: dict[str, str | bool], ended: int
) -> Verb:
    start, end = tokens[first].start, tokens[last - 1].end
    offset = sentence.start
    subject = _subject(sentence, tokens, first, ended)
    agent = _agent(sentence, tokens, last) if verb.get("voice") == "passive" else None
    person = str(verb.get("person") or (_PERSONS.get(tokens[first - 1].word.norm, "") if first else ""))
    return Verb(
        start,
        end,
        sentence.text[start - offset : end - offset],
        str(verb["lemma"]),
        str(verb["tense"]),
        str(verb.get("aspect", "simple")),
        str(verb.get("voice", "active")),
        str(verb.get("mood", "indicative")),
        str(verb.get("modal", "")),
        bool(verb.get("negated", False)),
        person,
        subject,
        agent,
    )


def _stretch(sentence: Sentence, run: list[Token], role: str) -> Span | None:
    if not run:
        return None
    start, end = run[0].start, run[-1].end
    return Span(start, end, sentence.text[start - sentence.start : end - sentence.start], role)


def _subject(sentence: Sentence, tokens: tuple[Token, ...], first: int, ended: int) -> Span | None:
    """The words right before the verb, back to a sign, a conjunction or another verb; at most eight."""
    run: list[Token] = []
    stops = words(sentence.language, "function") & _CLAUSE_STARTS
    for place in range(first - 1, max(ended - 1, first - 9), -1):
        token = tokens[place]
        gap = sentence.text[token.end - sentence.start : tokens[place + 1].start - sentence.start]
        if any(sign in gap for sign in ',;:—"“”«»()') or token.word.norm in stops:
            break
        run.append(token)
    return _stretch(sentence, run[::-1], "subject")


_CLAUSE_STARTS = frozenset(
    "and but or if when because while although though unless until since whether that which who what why "
    "how where before after "
    "e ma o se quando perché mentre sebbene che chi come dove finché poiché".split()
)


def _agent(sentence: Sentence, tokens: tuple[Token, ...], last: int) -> Span | None:
    """ "by the fire service", "dai vigili del fuoco": up to six words after the verb."""
    by = {"by"} if sentence.language == "en" else {"da", "dal", "dallo", "dalla", "dall'", "dai", "dagli", "dalle"}
    for place in range(last, min(len(tokens), last + 4)):
        if tokens[place].word.norm not in by:
            continue
        run: list[Token] = []
        for token in tokens[place + 1 : place + 7]:
            gap = sentence.text[(run[-1].end if run else token.start) - sentence.start : token.start - sentence.start]
            if (
                any(sign in gap for sign in ",;:.—")
                or (run and token.word.norm in _AFTER_AGENT)
                or token.word.kind == "number"
            ):
                break
            run.append(token)
        return _stretch(sentence, run, "agent")
    return None


_AFTER_AGENT = frozenset(
    "on at in by for from to after before until because if when and but that who which alle il dal entro "
    "dopo prima per in e ma che".split()
)


def _negations(tokens: tuple[Token, ...], place: int) -> tuple[int, bool]:
    """The next place that is no adverb, and whether a negation was passed."""
    negated = False
    while place < len(tokens) and (tokens[place].word.norm in _BETWEEN or "adverb" in tokens[place].word.tags):
        negated |= tokens[place].word.norm in ("not", "never")
        place += 1
    return place, negated


def _group_at(tokens: tuple[Token, ...], place: int) -> tuple[dict[str, str | bool], int] | None:
    word = tokens[place].word
    norm = word.norm
    if norm in _MODALS or (word.lower == "'d" and norm == "would"):
        return _modal(tokens, place)
    if norm in _BE | _HAVE | _DO or word.lower in ("'s", "'re", "'ve", "'m"):
        return _auxiliary(tokens, place, "past" if norm in ("was", "were", "had", "did") else "present")
    return _plain(tokens, place)


def _base(token: Token, *, wanted: str = "") -> str:
    """The base form when the token can be a verb in this form, else nothing."""
    word = token.word
    if word.kind != "word" or (wanted and wanted not in word.tags):
        return ""
    return next((lemma for lemma in word.lemmas if lemma in _english()), "")


def _modal(tokens: tuple[Token, ...], place: int) -> tuple[dict[str, str | bool], int] | None:
    modal = tokens[place].word.norm
    place, negated = _negations(tokens, place + 1)
    verb: dict[str, str | bool] = {
        "tense": "future" if modal in ("will", "shall") else "present",
        "modal": modal,
        "negated": negated,
    }
    if modal in ("would", "could", "might", "should", "ought"):
        verb["mood"] = "conditional"
    if place < len(tokens) and tokens[place].word.norm == "to":
        place += 1
    if place >= len(tokens):
        return None
    norm = tokens[place].word.norm
    if norm in ("be", "have"):
        rest = _auxiliary(tokens, place, str(verb["tense"]))
        if rest is not None:
            inner, last = rest
            return {**inner, **verb, "negated": negated or bool(inner.get("negated"))}, last
    lemma = _base(tokens[place])
    if lemma:
        return {**verb, "lemma": lemma}, place + 1
    return {**verb, "lemma": modal}, place


def _auxiliary(tokens: tuple[Token, ...], place: int, tense: str) -> tuple[dict[str, str | bool], int] | None:
    first = tokens[place].word
    norm = (
        first.norm
        if not first.lower.startswith("'")
        else {"'re": "are", "'ve": "have", "'m": "am"}.get(first.lower, "is")
    )
    after, negated = _negations(tokens, place + 1)
    verb: dict[str, str | bool] = {"tense": tense, "negated": negated}
    if after >= len(tokens):
        return (
            ({**verb, "lemma": "be" if norm in _BE else "have" if norm in _HAVE else "do"}, place + 1)
            if first.norm != "'s"
            else None
        )
    following = tokens[after].word
    if norm in _HAVE:
        if following.norm == "been":
            inner = _auxiliary(tokens, after, tense)
            assert inner is not None or after + 1 >= len(tokens)
            if inner is None:
                return {**verb, "lemma": "be", "aspect": "perfect"}, after + 1
            aspect = "perfect-progressive" if inner[0].get("aspect") == "progressive" else "perfect"
            return {**inner[0], **verb, "aspect": aspect, "negated": negated or bool(inner[0].get("negated"))}, inner[1]
        lemma = _base(tokens[after], wanted="participle")
        if lemma:
            return {**verb, "lemma": lemma, "aspect": "perfect"}, after + 1
        return {**verb, "lemma": "have"}, after if negated else place + 1
    if norm in _BE:
        lemma = _base(tokens[after], wanted="gerund") or ("be" if following.norm == "being" else "")
        if following.norm == "being":
            lemma = _base(tokens[after + 1], wanted="participle") if after + 1 < len(tokens) else ""
            if lemma:
                return {**verb, "lemma": lemma, "aspect": "progressive", "voice": "passive"}, after + 2
        if (
            following.norm == "going"
            and after + 2 < len(tokens)
            and tokens[after + 1].word.norm == "to"
            and _base(tokens[after + 2])
        ):
            return {**verb, "lemma": _base(tokens[after + 2]), "tense": "future"}, after + 3
        if lemma and following.norm != "being":
            return {**verb, "lemma": lemma, "aspect": "progressive"}, after + 1
        lemma = _base(tokens[after], wanted="participle")
        if lemma:
            return {**verb, "lemma": lemma, "voice": "passive"}, after + 1
        if first.norm == "'s":
            return None
        return {**verb, "lemma": "be"}, after if negated else place + 1
    lemma = _base(tokens[after])
    if lemma:
        return {**verb, "lemma": lemma}, after + 1
    return {**verb, "lemma": "do"}, after if negated else place + 1


def _plain(tokens: tuple[Token, ...], place: int) -> tuple[dict[str, str | bool], int] | None:
    """A verb without auxiliary."""
    token = tokens[place]
    lemma = _base(token)
    if not lemma:
        return None
    norm, tags = token.word.norm, token.word.tags
    before = tokens[place - 1].word.norm if place else ""
    if before in _PLACES or ("capital" in tags and place):
        return None
    if before == "to":
        if norm != lemma:
            return None
        return {"lemma": lemma, "tense": "none", "mood": "non-finite"}, place + 1
    if "gerund" in tags:
        return {"lemma": lemma, "tense": "none", "aspect": "progressive", "mood": "non-finite"}, place + 1
    if "past" in tags and norm != lemma:
        following = tokens[place + 1].word.norm if place + 1 < len(tokens) else ""
        if "participle" in tags and following == "by":
            return {"lemma": lemma, "tense": "none", "voice": "passive", "mood": "non-finite"}, place + 1
        return {"lemma": lemma, "tense": "past"}, place + 1
    if norm == lemma and (before in _STARTS_VERB or place == 0):
        imperative = place == 0 or before == "please"
        return {
            "lemma": lemma,
            "tense": "present",
            "mood": "imperative" if imperative else "indicative",
            "person": "2" if imperative else "",
        }, place + 1
    if norm == lemma and lemma in _ONLY_VERBS and place and "plural" in tokens[place - 1].word.tags:
        return {"lemma": lemma, "tense": "present", "person": "3"}, place + 1
    if norm != lemma and norm.endswith("s") and lemma in _ONLY_VERBS - {"cause", "hope", "stay", "lie"}:
        return {"lemma": lemma, "tense": "present", "person": "3"}, place + 1
    if (
        norm != lemma
        and norm.endswith("s")
        and before
        and (before in _STARTS_VERB or "capital" in tokens[place - 1].word.tags)
    ):
        return {"lemma": lemma, "tense": "present", "person": "3"}, place + 1
    return None
