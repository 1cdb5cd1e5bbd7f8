# ruff: noqa: SIM905  (word lists read better as text)
"""Italian verb groups: auxiliaries, participles, moods and persons by their endings."""

from __future__ import annotations

from onrecord.reading.lexicons import words
from onrecord.reading.model import Token

_MODAL_VERBS = ("potere", "dovere", "volere")
_BETWEEN = frozenset("non mai già ancora più anche solo subito sempre appena stato stata stati state".split())
_CLITICS = frozenset("mi ti ci vi si lo la li le gli ne me te ce ve se l' c' v' s' m' t' n'".split())
_CONDITIONAL = ("rei", "resti", "rebbe", "remmo", "reste", "rebbero")
_FUTURE = ("rò", "rai", "rà", "remo", "rete", "ranno")
_IMPERFECT = (
    "avo",
    "avi",
    "ava",
    "avamo",
    "avate",
    "avano",
    "evo",
    "evi",
    "eva",
    "evamo",
    "evate",
    "evano",
    "ivo",
    "iva",
    "ivamo",
    "ivano",
)
_PAST_FORMS = frozenset("era ero eri eravamo erano fu furono aveva avevo avevamo avevano ebbe ebbero".split())
_ARTICLES = frozenset(
    "il lo la i gli le l' un uno una un' del della dello dei degli delle dell' al alla ai agli alle all' "
    "nel nella nei nelle sul sulla "
    "dal dalla dai dalle questo questa questi queste quel quella quei quelle di a da in con su per tra "
    "fra nostro nostra nostri nostre".split()
)


def tense_of(form: str) -> tuple[str, str]:
    """Tense and mood of a finite form."""
    if form.endswith(_CONDITIONAL):
        return "present", "conditional"
    if form.endswith(_FUTURE) and len(form) > 4:
        return "future", "indicative"
    if form in _PAST_FORMS or form.endswith(_IMPERFECT):
        return "past", "indicative"
    if form in (
        "sia",
        "siano",
        "abbia",
        "abbiano",
        "possa",
        "possano",
        "debba",
        "debbano",
        "fosse",
        "fossero",
        "avesse",
        "avessero",
    ):
        return ("past" if form.endswith(("sse", "ssero")) else "present"), "subjunctive"
    if form.endswith(("sse", "ssero", "ssimo")):
        return "past", "subjunctive"
    if form.endswith(("arono", "erono", "irono", "ò", "ì", "ero")) and len(form) > 3:
        return "past", "indicative"
    return "present", "indicative"


def person_of(form: str) -> str:
    """Person of a finite form, as far as its ending tells."""
    if form.endswith(("mo",)):
        return "1p"
    if form in ("sono",):
        return ""
    if form.endswith(("te",)):
        return "2"
    if form.endswith(("o", "rò", "rei", "ho")) and not form.endswith("no"):
        return "1s"
    if form.endswith(("no", "à", "a", "e", "ò", "ì", "è", "bbe")):
        return "3"
    return ""


def _verb(token: Token) -> str:
    word = token.word
    if "verb" not in word.tags:
        return ""
    known = words("it", "verbs")
    return next((lemma for lemma in word.lemmas if lemma in known), word.lemmas[0])


def _skip(tokens: tuple[Token, ...], place: int) -> int:
    while place < len(tokens) and (tokens[place].word.norm in _BETWEEN or "adverb" in tokens[place].word.tags):
        place += 1
    return place


def group_at(tokens: tuple[Token, ...], place: int) -> tuple[dict[str, str | bool], int] | None:
    """The verb group that begins at this word, or None."""
    token = tokens[place]
    word = token.word
    lemma = _verb(token)
    if not lemma or ("capital" in word.tags and place and word.norm not in ("è",)):
        return None
    before = tokens[place - 1].word.norm if place else ""
    back = place - 1
    while back >= 0 and tokens[back].word.norm in _CLITICS:
        back -= 1
    negated = back >= 0 and tokens[back].word.norm == "non"
    if ("essere" in word.lemmas and "participle" not in word.tags) or (
        "avere" in word.lemmas and "participle" not in word.tags
    ):
        return _compound(tokens, place, "essere" if "essere" in word.lemmas else "avere", negated)
    if any(modal in word.lemmas for modal in _MODAL_VERBS) and "participle" not in word.tags:
        modal = next(m for m in _MODAL_VERBS if m in word.lemmas)
        return _modal(tokens, place, modal, negated)
    if "stare" in word.lemmas and place + 1 < len(tokens) and "gerund" in tokens[place + 1].word.tags:
        tense, mood = tense_of(word.norm)
        return {
            "lemma": _verb(tokens[place + 1]),
            "tense": tense,
            "mood": mood,
            "aspect": "progressive",
            "negated": negated,
            "person": person_of(word.norm),
        }, place + 2
    if "infinitive" in word.tags or "gerund" in word.tags:
        return {"lemma": lemma, "tense": "none", "mood": "non-finite", "negated": negated}, place + 1
    if "participle" in word.tags:
        following = tokens[place + 1].word.norm if place + 1 < len(tokens) else ""
        if following.startswith("da"):
            return {"lemma": lemma, "tense": "none", "mood": "non-finite", "voice": "passive"}, place + 1
        return None
    # A finite form that can also be a noun ("causa", "prova", "controllo") is one only where no article stands
    # before it.
    if before in _ARTICLES and before not in _CLITICS:
        return None
    if before in ("la", "le", "lo", "l'", "gli") and len(word.lemmas) > 2 and word.norm.endswith(("a", "e", "o", "i")):
        return None
    tense, mood = tense_of(word.norm)
    return {"lemma": lemma, "tense": tense, "mood": mood, "negated": negated, "person": person_of(word.norm)}, place + 1


def _modal(tokens: tuple[Token, ...], place: int, modal: str, negated: bool) -> tuple[dict[str, str | bool], int]:
    norm = tokens[place].word.norm
    tense, mood = tense_of(norm)
    verb: dict[str, str | bool] = {
        "tense": tense,
        "mood": mood,
        "modal": modal,
        "negated": negated,
        "person": person_of(norm),
    }
    after = _skip(tokens, place + 1)
    if after < len(tokens) and "infinitive" in tokens[after].word.tags:
        follow = after + 1
        if "essere" in tokens[after].word.lemmas and follow < len(tokens) and "participle" in tokens[follow].word.tags:
            return {**verb, "lemma": _verb(tokens[follow]), "voice": "passive"}, follow + 1
        return {**verb, "lemma": _verb(tokens[after])}, after + 1
    return {**verb, "lemma": modal}, place + 1


# Verbs that build their active past with essere: a participle after it is no passive.
_WITH_ESSERE = frozenset(
    "andare venire arrivare partire uscire entrare rientrare tornare ritornare cadere scadere nascere "
    "morire diventare rimanere restare "
    "succedere accadere avvenire capitare scendere salire scoppiare esplodere crollare fuggire scappare "
    "crescere emergere giungere "
    "pervenire intervenire sembrare parere piacere dispiacere bastare mancare costare durare esistere "
    "riuscire scomparire sparire apparire "
    "guarire peggiorare migliorare aumentare diminuire cominciare iniziare finire terminare passare stare "
    "essere".split()
)


def _compound(
    tokens: tuple[Token, ...], place: int, auxiliary: str, negated: bool
) -> tuple[dict[str, str | bool], int]:
    norm = tokens[place].word.norm
    tense, mood = tense_of(norm)
    verb: dict[str, str | bool] = {"tense": tense, "mood": mood, "negated": negated, "person": person_of(norm)}
    after = _skip(tokens, place + 1)
    been = any(tokens[i].word.norm in ("stato", "stata", "stati", "state") for i in range(place + 1, after))
    if after < len(tokens) and "participle" in tokens[after].word.tags:
        lemma = _verb(tokens[after])
        if auxiliary == "avere":
            return {**verb, "lemma": lemma, "aspect": "perfect"}, after + 1
        reflexive = place and tokens[place - 1].word.norm in ("si", "ci", "mi", "vi", "ti", "s'", "ce")
        if been:
            return {**verb, "lemma": lemma, "aspect": "perfect", "voice": "passive"}, after + 1
        if lemma in _WITH_ESSERE or reflexive:
            return {**verb, "lemma": lemma, "aspect": "perfect"}, after + 1
        return {**verb, "lemma": lemma, "voice": "passive"}, after + 1
    if been:
        return {**verb, "lemma": auxiliary, "aspect": "perfect"}, after
    return {**verb, "lemma": auxiliary}, place + 1
