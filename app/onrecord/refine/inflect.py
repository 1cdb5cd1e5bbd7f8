"""Forms of replacement words: English verbs like the verb they replace, Italian verbs after "provvedere a" and the
like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from onrecord.reading.lexicons import rows
from onrecord.reading.model import Token

_HAVE_OR_BE = frozenset(
    "be am is are was were been being 's 're have has had having 've get gets got getting".split()  # noqa: SIM905
)
_DOUBLES = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprt]$")


@cache
def _irregular() -> dict[str, dict[str, str]]:
    """Lemma -> past and participle of irregular English verbs."""
    found: dict[str, dict[str, str]] = {}
    for lemma, forms, tags in ((*row, "")[:3] for row in rows("en", "irregular")):
        for form, tag in zip(forms.split(), tags.split(), strict=False):
            if "d" in tag:
                found.setdefault(lemma, {}).setdefault("past", form)
            if "n" in tag:
                found.setdefault(lemma, {}).setdefault("participle", form)
    return found


_SPECIAL = {"have": {"s": "has"}, "do": {"s": "does"}, "be": {"s": "is"}, "go": {"s": "goes"}}
_SAME = frozenset("let set put cut hit shut cost hurt spread".split())  # noqa: SIM905


def english(lemma: str, form: str) -> str:
    """A form (base, s, past, participle, gerund) of an English verb."""
    known = {**_irregular().get(lemma, {}), **_SPECIAL.get(lemma, {})}
    if form == "base":
        return lemma
    if lemma in _SAME and form in ("past", "participle"):
        return lemma
    if form in known:
        return known[form]
    if form == "participle" and "past" in known:
        # A verb such as "come" lists its past alone where the participle is like the base.
        return lemma if lemma in ("come", "become", "run", "overcome") else known["past"]
    doubled = lemma + lemma[-1] if _DOUBLES.match(lemma) or lemma in ("begin", "cancel", "permit", "refer") else lemma
    if form == "s":
        if lemma.endswith(("s", "x", "z", "ch", "sh")):
            return lemma + "es"
        return lemma[:-1] + "ies" if re.search(r"[^aeiou]y$", lemma) else lemma + "s"
    if form == "gerund":
        if lemma.endswith("ie"):
            return lemma[:-2] + "ying"
        return (lemma[:-1] if re.search(r"[^eoy]e$", lemma) else doubled) + "ing"
    if lemma.endswith("e"):
        return lemma + "d"
    return lemma[:-1] + "ied" if re.search(r"[^aeiou]y$", lemma) else doubled + "ed"


def english_form(words: Sequence[Token], index: int) -> str:
    """Which form the verb at `index` stands in; past or participle by what stands in the three words before it."""
    word = words[index]
    norm, lemma = word.norm, word.lemmas[0] if word.lemmas else word.norm
    if norm.endswith("ing") and norm != lemma:
        return "gerund"
    if norm == lemma:
        return "base"
    if norm.endswith("s") and not norm.endswith("ss") and "past" not in word.tags:
        return "s"
    before = [w.norm for w in words[max(0, index - 4) : index]]
    for other in reversed(before):
        if other in _HAVE_OR_BE:
            return "participle"
        if other in ("we", "they", "it", "who", "which", "and", "that"):
            break
    return "past"


# Italian -------------------------------------------------------------------------------------------------------------

_PARTICIPLES = {
    "fare": "fatto", "dire": "detto", "prendere": "preso", "chiudere": "chiuso", "aprire": "aperto", "mettere": "messo",
    "rimettere": "rimesso", "trasmettere": "trasmesso", "scrivere": "scritto", "leggere": "letto", "chiedere":
    "chiesto",
    "richiedere": "richiesto", "rispondere": "risposto", "decidere": "deciso", "risolvere": "risolto",
    "sospendere": "sospeso", "rendere": "reso", "estendere": "esteso", "spegnere": "spento", "togliere": "tolto",
    "raccogliere": "raccolto", "rimuovere": "rimosso", "disporre": "disposto", "proporre": "proposto",
    "esporre": "esposto", "predisporre": "predisposto", "ridurre": "ridotto", "introdurre": "introdotto",
    "condurre": "condotto", "correggere": "corretto", "proteggere": "protetto", "coinvolgere": "coinvolto",
    "escludere": "escluso", "includere": "incluso", "concludere": "concluso", "diffondere": "diffuso",
    "rimborsare": "rimborsato", "emettere": "emesso", "permettere": "permesso", "vedere": "visto",
    "avvertire": "avvertito", "restituire": "restituito", "sostituire": "sostituito", "distruggere": "distrutto",
}  # fmt: skip
_NO_FUTURE = frozenset(
    # irregular stems; the few that are needed have forms of their own
    ["fare", "dire", "essere", "avere", "dare", "stare", "andare", "venire", "tenere", "potere", "dovere", "sapere"]
)
_ENDINGS = {"future1p": "emo", "future3s": "à", "future3p": "anno"}


def italian(infinitive: str, form: str) -> str:
    """A form (infinitive, participle, future1p, future3s, future3p) of an Italian verb; "" where it is not known for
    sure.
    """
    verb = infinitive.lower()
    if form == "infinitive":
        return verb
    if form == "gerund":
        if verb in ("fare", "dire"):
            return verb[:2] + "cendo"
        return (
            "" if not verb.endswith(("are", "ere", "ire")) else verb[:-3] + ("ando" if verb.endswith("are") else "endo")
        )
    if form == "participle":
        if verb in _PARTICIPLES:
            return _PARTICIPLES[verb]
        if verb.endswith("are"):
            return verb[:-3] + "ato"
        return verb[:-3] + "ito" if verb.endswith("ire") and verb not in ("dire", "venire", "morire", "offrire") else ""
    if (
        form not in _ENDINGS
        or verb in _NO_FUTURE
        or verb.endswith(("vedere", "porre"))
        or not verb.endswith(("are", "ere", "ire"))
    ):
        return "faremo" if verb == "fare" and form == "future1p" else ""
    stem = verb[:-3]
    if verb.endswith("are"):
        stem = stem + "h" if stem.endswith(("c", "g")) else stem
        stem = stem[:-1] if stem.endswith(("ci", "gi")) else stem
        return stem + "er" + _ENDINGS[form]
    return stem + ("er" if verb.endswith("ere") else "ir") + _ENDINGS[form]
