"""gaps: elements that a text of this type needs and lacks."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.document.found import Found, say
from onrecord.checks.elements import missing
from onrecord.checks.hits import Text
from onrecord.checks.model import Context

_NAMES = {
    "acknowledgement": ("what happened", "che cosa è successo"),
    "empathy": ("a word to the people who were hit", "una parola per chi è stato colpito"),
    "apology": ("an apology in plain words", "le scuse, dette chiaramente"),
    "responsibility": ("whose responsibility it is", "di chi è la responsabilità"),
    "facts": ("facts that can be checked", "fatti verificabili"),
    "scope": ("who and what is affected, and what is not", "chi e che cosa è coinvolto, e che cosa no"),
    "unknowns": ("what is not known yet", "che cosa non si sa ancora"),
    "cause": ("the reason", "il motivo"),
    "actions": ("what has been done", "che cosa è stato fatto"),
    "plan": ("what follows, with a date", "che cosa seguirà, con una data"),
    "advice": ("what people should do now", "che cosa devono fare le persone adesso"),
    "remedy": ("what is put right, or paid", "come si rimedia o si rimborsa"),
    "next-update": ("when we speak next, with a time", "quando parleremo di nuovo, con un orario"),
    "contact": ("a way to reach us", "come contattarci"),
    "value": ("what we stand for", "i nostri valori"),
    "denial": ("what is not so", "che cosa non è vero"),
    "authority": ("which authority is in charge", "quale autorità se ne occupa"),
}


def check(text: Text, _context: Context) -> Iterator[Found]:
    """One finding per missing element, at the end of the text. Never a stop: only a person knows what is due."""
    language = text.reading.language
    end = len(text.reading.text)
    for element in missing(text):
        name = _NAMES[element][language == "it"]
        yield Found(
            rule=f"document/missing-{element}",
            category="missing",
            severity="info" if text.document == "line" else "warn",
            start=end,
            end=end,
            message=say(language, f"Not there: {name}.", f"Manca: {name}."),
            why=say(
                language,
                "A reader of this type of text looks for it, and its absence is what gets quoted.",
                "Chi legge un testo di questo tipo lo cerca, e la sua assenza è ciò che si citerà.",
            ),
            source="CDC, First Message in a Crisis",
        )
