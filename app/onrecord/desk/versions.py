"""The versions of a statement: each text that was shown for clearance or given out, and what differs from the one
before it, word by word, in every language. The draft as it stands now closes the row where it says something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from onrecord import record
from onrecord.content.load import load_document
from onrecord.desk.session import Session
from onrecord.desk.sign import asked
from onrecord.desk.unsaid import covered
from onrecord.errors import BadInput, OnrecordError, nearest
from onrecord.export import markdown
from onrecord.incident import files, issued, statements
from onrecord.incident.statements import Verdict
from onrecord.review.differences import Changed, differences

_SHOWN = re.compile(r"([a-z0-9-]+)\.([A-Za-z-]+)\.([A-Z0-9]{4})\.md")
_HOW = {"by_phone": "by phone", "in_person": "in person", "in_writing": "in writing"}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document in all its languages."""

    document: str
    code: str
    at: datetime
    """When it was first shown, or given out; now for a draft."""
    kind: Literal["shown", "issued", "draft"]
    number: int = 0
    """The number it was given out under; 0 for one that was not."""
    told: tuple[str, ...] = ()
    """What happened to it: cleared by whom, issued to whom."""
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Its sentences by language."""
    changed: Mapping[str, tuple[Changed, ...]] = field(default_factory=dict)
    """By language, what differs from the version before; everything is new in the first."""

    @property
    def name(self) -> str:
        """`press v2`, or what it is called before it has a number."""
        return f"{self.document} v{self.number}" if self.number else f"{self.document} {self.code}"


def with_versions(session: Session) -> tuple[str, ...]:
    """The documents that have any version, by name."""
    names = {one.document for one in issued.issues(session.path)}
    place = session.path / issued.SIGNED
    for path in place.iterdir() if place.is_dir() else ():
        if found := _SHOWN.fullmatch(path.name):
            names.add(found[1])
    return tuple(sorted(names))


def versions(session: Session, document: str) -> tuple[Version, ...]:
    """Every version of a document, the oldest first, each with its differences from the one before.

    Raises BadInput for a document that has none.
    """
    name = load_document(document).id
    record.settle(session.path)
    given = [one for one in issued.issues(session.path) if one.document == name]
    answers = _answers(session, name)
    shown = [(code, None) for code in answers if code not in {one.code for one in given}]
    found: list[Version] = []
    for code, done in (*shown, *((one.code, one) for one in given)):
        lines, first = answers.get(code, ([], None))
        texts: dict[str, tuple[str, ...]] = {}
        for language in session.languages if done is None else done.languages:
            path = f"{issued.SIGNED}/{name}.{language}.{code}.md"
            if done is not None:
                path = issued.name_of(name, language, done.version)
            content = files.read_bytes(session.path / path)
            if content is not None:
                texts[language] = _sentences(session, content.decode("utf-8", "replace"), language)
        told = list(lines)
        if done is not None:
            at = done.at.astimezone(session.timezone)
            told.append(f"issued {at:%H:%M} by {done.by}: {', '.join(done.to)} ({done.where})")
        moment = done.at if done is not None else first or session.now()
        kind: Literal["shown", "issued"] = "shown" if done is None else "issued"
        found.append(Version(name, code, moment, kind, done.version if done else 0, tuple(told), texts))
    found.sort(key=lambda version: version.at)
    if not found:
        names = with_versions(session)
        hint = nearest(name, names) if names else "A version is a text that was shown for clearance or issued."
        raise BadInput(f"{name} has no version yet", hint=hint)
    return _compared((*found, *_draft(session, name, found[-1].code)))


def _answers(session: Session, document: str) -> dict[str, tuple[list[str], datetime]]:
    """By code: the answers that were given to a version, and when the first came."""
    found: dict[str, tuple[list[str], datetime]] = {}
    seen: set[tuple[str, str, datetime]] = set()
    for language in session.languages:
        for given in statements.load(session.path, document, language).clearances:
            key = (given.code, given.by, given.at)
            if key in seen:
                continue
            seen.add(key)
            at = given.at.astimezone(session.timezone)
            how = _HOW.get(given.how, given.how)
            words = {
                Verdict.YES: "cleared by",
                Verdict.NO: "no, said",
                Verdict.WITH_WORDS: "yes with other words, said",
            }[given.verdict]
            noted = f", noted by {given.noted_by}" if given.noted_by else ""
            line = f"{words} {given.by}, {how}, {at:%H:%M}{noted}"
            if given.words:
                line += f": {covered(session, given.words, language)}"
            lines, first = found.setdefault(given.code, ([], given.at))
            lines.append(line)
            found[given.code] = (lines, min(first, given.at))
    return found


def _draft(session: Session, document: str, latest: str) -> tuple[Version, ...]:
    """The draft of now, where its words or the facts behind it are not those of the newest version."""
    try:
        now = asked(session, document)
    except OnrecordError:
        return ()  # a text that cannot be drafted any more is told where it is drafted
    if now.code == latest or not now.statements:
        return ()
    texts = {s.language: _sentences(session, markdown.body(s), s.language) for s in now.statements}
    return (Version(document, now.code, session.now(), "draft", texts=texts),)


def _sentences(session: Session, text: str, language: str) -> tuple[str, ...]:
    from onrecord.reading import read

    bare = covered(session, markdown.unescaped(text), language)
    return tuple(" ".join(sentence.text.split()) for sentence in read(bare, language).sentences)


def _compared(found: tuple[Version, ...]) -> tuple[Version, ...]:
    rows: list[Version] = []
    for version in found:
        before = rows[-1].texts if rows else {}
        changed = {code: differences(before.get(code, ()), lines) for code, lines in version.texts.items()}
        rows.append(replace(version, changed=changed))
    return tuple(rows)
