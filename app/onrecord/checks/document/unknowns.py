"""unknowns: "we do not know" while the record holds, or held, a value. That is a lie with a record."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.document.found import Found, say
from onrecord.checks.hits import Text
from onrecord.checks.model import Context
from onrecord.content.model import FactType, Question
from onrecord.incident.model import State, is_held, state_of
from onrecord.reading import Sentence, read

_COUNTS = (FactType.NUMBER, FactType.PERCENTAGE, FactType.MONEY)
_TOPIC: dict[str, dict[str, tuple[str, ...]]] = {
    "count": {
        "en": ("many", "number", "figure", "count", "much"),
        "it": ("quanti", "quante", "numero", "quanto", "quanta", "cifra"),
    },
    "cause": {"en": ("why", "cause", "how", "reason"), "it": ("perché", "causa", "cause", "come", "motivo")},
    "time": {"en": ("when", "time"), "it": ("quando", "ora", "orario")},
    "hurt": {"en": ("hurt", "injured", "injury", "died"), "it": ("feriti", "ferito", "ferite", "vittime")},
}
_STOPWORDS = frozenset({"what", "which", "many", "when", "where", "come", "quando", "dove", "quanti", "quante", "cosa"})


def check(text: Text, context: Context) -> Iterator[Found]:
    """Findings of category false_unknown; the value itself is never part of a message."""
    if context.incident is None:
        return
    language = text.reading.language
    unknown = {m.sentence.start: m.sentence for m in text.hits.get("element", "unknowns")}
    for sentence in unknown.values():
        norms = {t.norm for t in sentence.words} | {lemma for t in sentence.words for lemma in t.lemmas}
        for name, fact in context.incident.facts.items():
            question = context.questions.get(name)
            if question is None or not is_held(fact) or _open(context, name, question):
                continue
            if not _about(question, sentence, norms, language):
                continue
            yield Found(
                rule="document/false-unknown",
                category="false_unknown",
                severity="block",
                start=sentence.start,
                end=sentence.end,
                message=say(
                    language,
                    f"The record holds something on “{question.label[language]}”: “we do not know” would be false.",
                    f"Agli atti c'è qualcosa su «{question.label[language]}»: «non sappiamo» sarebbe falso.",
                ),
                why=say(
                    language,
                    "Whoever asks for the record later sees that it was known.",
                    "Chi un giorno leggerà gli atti vedrà che si sapeva.",
                ),
                instead=say(
                    language,
                    "We will give a figure when it has been checked.",
                    "Daremo il dato quando sarà stato verificato.",
                ),
                stop="second-person",
            )
            break


def _open(context: Context, name: str, question: Question) -> bool:
    """A choice or a yes/no that is being checked was never a value: "not known yet" is true of it."""
    assert context.incident is not None
    fact = context.incident.facts[name]
    return state_of(fact, question) is State.OPEN and fact.value is None and not fact.held


def _about(question: Question, sentence: Sentence, norms: set[str], language: str) -> bool:
    """Whether a sentence speaks of what the question asks: its kind of word, and a word of its label or unit."""
    kind = _kind(question)
    if not kind or norms.isdisjoint(_TOPIC[kind][language]):
        return False
    if kind in ("cause", "hurt"):
        return True
    words = " ".join([question.label.get(language, ""), *(unit.many.get(language, "") for unit in question.units)])
    topic: set[str] = set()
    for part in read(words, language, markdown=False).sentences:
        for token in part.words:
            topic.add(token.norm)
            topic.update(token.lemmas)
    topic = {word for word in topic if len(word) > 3 and word not in _STOPWORDS}
    return not topic.isdisjoint(norms)


def _kind(question: Question) -> str:
    """What sort of question it is, as far as the words of an answer depend on it."""
    if question.id in ("people_hurt", "hurt_count", "dead_count"):
        return "hurt"
    if question.type in _COUNTS:
        return "count"
    if question.element == "cause":
        return "cause"
    return "time" if question.type in (FactType.DATE, FactType.DATETIME) else ""
