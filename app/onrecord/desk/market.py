"""A listed company's gate: what may leave before the market has been told (night.md 9). Legal alone sets the state."""

from __future__ import annotations

from onrecord.content.load import load_document
from onrecord.content.model import FactType
from onrecord.desk.session import Session
from onrecord.drafting.statement import Statement
from onrecord.incident.values import Choice

MARKET_STATE = "market_state"
_FIGURES = (FactType.NUMBER, FactType.MONEY, FactType.PERCENTAGE)


def market_stop(session: Session, statement: Statement) -> str:
    """Why a text may not leave as long as the market state is what it is; empty when it may.

    Not decided: only holding and line, and no figures. Delayed: nothing public. In both nothing to staff or customers.
    A company that is not listed has no answer here and no gate. The value counts whatever its clearance: the careful
    reading wins.
    """
    fact = session.incident.fact(MARKET_STATE)
    state = fact.value.id if fact is not None and isinstance(fact.value, Choice) else ""
    document = load_document(statement.document)
    if state == "delayed":
        return "publication is delayed under market rules: nothing leaves without legal"
    if state != "not_decided":
        return ""
    if not document.fast:
        return "the market state is not decided: only the holding statement and the line may leave"
    prints = {name for sentence in statement.sentences for name in sentence.prints}
    figures = [name for name in prints if (q := session.questions.get(name)) is not None and q.type in _FIGURES]
    if figures:
        return "the market state is not decided: no figure may leave"
    return ""
