"""Whose yes a document still needs, and which of those given still hold. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.content.model import Clearer, Document
from onrecord.incident.issued import Kept
from onrecord.incident.organisation import Clearing
from onrecord.incident.statements import Clearance, Verdict


@dataclass(frozen=True, slots=True)
class Need:
    """One sign-off that a document has to have."""

    role: Clearer
    whom: Clearing | None = None
    """Whom to call, as the profile says."""
    given: Clearance | None = None
    """The yes that holds for this version."""
    died: Clearance | None = None
    """The latest yes, given to another version: it does not hold any more."""
    refused: Clearance | None = None
    """The latest answer to this version, when it is a no or asks for other words."""
    kept: Kept | None = None
    """Somebody's word that the yes to an earlier version still holds."""

    @property
    def open(self) -> bool:
        return self.given is None


@dataclass(frozen=True, slots=True)
class SignOff:
    """Where a document's version stands."""

    document: str
    code: str
    needs: tuple[Need, ...]

    @property
    def cleared(self) -> bool:
        """Whether every sign-off is there for exactly this version; a document that needs none is cleared by nobody's
        no."""
        return all(not need.open for need in self.needs) and all(need.refused is None for need in self.needs)

    @property
    def missing(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if need.open)


def sign_off(
    document: Document,
    code: str,
    clearances: Sequence[Clearance],
    kept: Sequence[Kept] = (),
    who: Mapping[str, Clearing] | None = None,
) -> SignOff:
    """The state of one version. `clearances` are the answers to any version of the document, in one language each:
    those with the same code, person and time are one answer."""
    holding = _same_as(code, document.id, kept)
    needs = []
    for role in document.sign_off:
        mine = sorted((c for c in clearances if c.role == role), key=lambda c: c.at)
        here = [c for c in mine if c.code in holding]
        latest = here[-1] if here else None
        given = latest if latest is not None and latest.verdict is Verdict.YES else None
        refused = latest if latest is not None and given is None else None
        before = [c for c in mine if c.code not in holding and c.verdict is Verdict.YES]
        needs.append(
            Need(
                role,
                (who or {}).get(role),
                given,
                before[-1] if before and given is None else None,
                refused,
                holding[given.code] if given is not None else None,
            )
        )
    return SignOff(document.id, code, tuple(needs))


def _same_as(code: str, document: str, kept: Sequence[Kept]) -> dict[str, Kept | None]:
    """Codes whose yes counts for this one: itself, and those that a person said still hold, step by step."""
    found: dict[str, Kept | None] = {code: None}
    waiting = [code]
    while waiting:
        now = waiting.pop()
        for entry in kept:
            if entry.document == document and entry.now == now and entry.was not in found:
                found[entry.was] = entry
                waiting.append(entry.was)
    return found
