"""Why a stopped post should not go out, in at most ten plain lines for whoever wants it sent all the same."""

from __future__ import annotations

from onrecord.checks.model import Report

_LINES = {
    "en": {
        "behavioural": [
            "It tells people what we know about them: {text}.",
            "Even if the figure is invented, every customer now knows that we watch and that we use it.",
            "The people meant may recognise themselves, and others may guess who they are.",
        ],
        "mock": [
            "It laughs at people who pay us, or at what we sell: {text}.",
            "Whoever likes the product reads that we do not respect them.",
        ],
        "harm": ["Something has gone wrong for people while we joke: the joke will be the story."],
        "victim_blame": ["It makes the people who were hit responsible: {text}."],
        "non_apology": ["It doubts the hurt instead of naming what we did: {text}."],
        "residue": ["It still holds words that were never meant to be read: {text}."],
        "end": [
            "Ask first: whom do we speak to, and what should they do after reading it? The text does not say.",
            "A post cannot be taken back: a picture of it stays when we delete it.",
            "If it goes wrong, the answer will need the privacy officer, the legal department and the press office.",
            "What can go out today: the plain fact without people's behaviour, or nothing.",
        ],
    },
    "it": {
        "behavioural": [
            "Dice alle persone che cosa sappiamo di loro: {text}.",
            "Anche se la cifra fosse inventata, ogni cliente ora sa che guardiamo e che ne parliamo.",
            "Le persone in questione possono riconoscersi, e altri possono indovinare chi sono.",
        ],
        "mock": [
            "Ride di chi ci paga o di ciò che vendiamo: {text}.",
            "Chi apprezza il prodotto legge che non lo rispettiamo.",
        ],
        "harm": ["A qualcuno è andata male mentre noi scherziamo: la notizia sarà la battuta."],
        "victim_blame": ["Dà la colpa a chi ha subìto il danno: {text}."],
        "non_apology": ["Mette in dubbio il danno invece di dire che cosa abbiamo fatto: {text}."],
        "residue": ["Contiene ancora parole che nessuno doveva leggere: {text}."],
        "end": [
            "Prima la domanda: a chi parliamo e che cosa deve fare chi legge? Il testo non lo dice.",
            "Un post non si ritira: anche se lo cancelliamo, ne resta l'immagine.",
            "Se va male, la risposta impegnerà privacy, ufficio legale e ufficio stampa.",
            "Oggi può uscire il fatto nudo, senza il comportamento delle persone, oppure niente.",
        ],
    },
}


def why_not(report: Report) -> tuple[str, ...]:
    """At most ten lines, in the language of the text; none when nothing stops it."""
    if not report.blocked:
        return ()
    lines = _LINES[report.language]
    found: list[str] = []
    for category in ("behavioural", "mock", "victim_blame", "non_apology", "residue"):
        hit = next((f for f in report.findings if f.category == category and f.severity == "block"), None)
        if hit is not None:
            words = f"“{_short(hit.text)}”" if report.language == "en" else f"«{_short(hit.text)}»"
            found += [line.replace("{text}", words) for line in lines[category]]
    if any(f.rule.endswith(("humour-during-harm", "exclamation-during-harm")) for f in report.findings):
        found += lines["harm"]
    if not found:
        found = [f.message for f in report.findings if f.severity == "block"][:5]
    return tuple([*found[:6], *lines["end"]][:10])


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 70 else flat[:67].rstrip() + "..."
