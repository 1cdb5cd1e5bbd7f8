"""Sign-off of a version: asking for it by its code, noting the answer with name and way, and what still holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.content.messages import load_messages
from onrecord.content.model import Document
from onrecord.desk.clear import HOW, called
from onrecord.desk.drafts import document_of, draft_document
from onrecord.desk.edit import older
from onrecord.desk.session import Session, to_history
from onrecord.drafting.statement import Statement
from onrecord.errors import BadInput, Blocked, ReadOnly, nearest
from onrecord.export import markdown
from onrecord.incident import files, issued, statements
from onrecord.incident.clean import clean_line, clean_text
from onrecord.incident.statements import Clearance, Verdict
from onrecord.review.gate import Need, SignOff, sign_off
from onrecord.review.version import code_of, typed_code, version_of

LONGEST = 80
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A version as somebody is asked about it: its code, its texts, and whose yes it needs."""

    document: Document
    code: str
    statements: tuple[Statement, ...]
    state: SignOff


def asked(session: Session, document: Document | str) -> Asked:
    """Where a document stands now. Drafts it in all languages of the incident: they are signed and go out together."""
    wanted = document_of(session, document)
    drafts = tuple(draft_document(session, wanted, language) for language in session.languages)
    code = code_of(drafts, session.incident)
    return Asked(wanted, code, drafts, state_of(session, wanted, code))


def state_of(session: Session, document: Document, code: str) -> SignOff:
    """Whose yes this version has and lacks."""
    first = statements.load(session.path, document.id, session.languages[0])
    return sign_off(document, code, first.clearances, issued.kept(session.path), session.folder.profile.who_clears)


def cleared(session: Session, drafts: Sequence[Statement]) -> bool:
    """Whether exactly these texts, all languages of the incident, have every sign-off, or went out under a delegation.
    A demo never has."""
    if session.incident.demo or {s.language for s in drafts} != set(session.languages):
        return False
    document = document_of(session, drafts[0].document)
    code = code_of(drafts, session.incident)
    state = state_of(session, document, code)
    sent = (one for one in issued.issues(session.path) if one.delegation and one.document == document.id)
    return (bool(state.needs) and state.cleared) or any(one.code == code for one in sent)


def sign(
    session: Session,
    document: str,
    *,
    by: str,
    role: str,
    how: str,
    code: str,
    noted_by: str,
    verdict: Verdict = Verdict.YES,
    words: str = "",
) -> SignOff:
    """Note a person's answer to the version with this code, in all languages of the incident together.

    Nobody's identity is proved by it. Raises Blocked when the code is not the one of the text as it stands now or the
    text has gaps, BadInput for a missing name, another role than the document asks for, or an unknown way.
    """
    _writable(session)
    now = asked(session, document)
    name, _ = clean_line(by, limit=LONGEST, what="This name")
    note, _ = clean_line(noted_by, limit=LONGEST, what="This name")
    said, _ = clean_text(words, what="These words")
    wanted = role.strip().lower()
    if not now.document.sign_off:
        raise BadInput(f"{now.document.id} needs nobody's sign-off")
    if wanted not in now.document.sign_off:
        raise BadInput(f"{now.document.id} does not ask for {role!r}", hint=nearest(wanted, now.document.sign_off))
    if not name:
        raise BadInput("an answer needs the name of the person who gave it", hint="--by NAME")
    if how not in HOW:
        raise BadInput(f"unknown way {how!r}", hint=", ".join(HOW))
    if how == "by_phone" and (not note or note.casefold() == name.casefold()):
        raise BadInput(
            "a yes by telephone is noted by somebody else than the person who gave it", hint="--noted-by NAME"
        )
    if verdict is Verdict.WITH_WORDS and not said.strip():
        raise BadInput("yes with other words: which?", hint='--words "..."')
    _same_code(now, code)
    if verdict is Verdict.YES:
        _whole(session, now)
    moment = session.now().replace(microsecond=0)
    names: list[str] = []
    for statement in reversed(now.statements):  # the language that decides is the last on disk: all of it or nothing
        text = markdown.body(statement).encode("utf-8")
        shown = f"{issued.SIGNED}/{statement.document}.{statement.language}.{now.code}.md"
        if (session.path / shown).exists():
            # Asked about again: the words are the same, only the minute in the dateline differs.
            text = (session.path / shown).read_bytes()
        else:
            issued.freeze(session.path, shown, text)
        file = statements.load(session.path, statement.document, statement.language).with_clearance(
            Clearance(
                version=version_of(statement, session.incident),
                verdict=verdict,
                by=name,
                how=how,
                at=moment,
                noted_by=note,
                code=now.code,
                words=said.strip(),
                role=wanted,
                text=files.digest(text),
            )
        )
        names += [shown, f"{statements.FOLDER}/{statements.save(session.path, file).name}"]
    to_history(session, names, by=note or name)
    return state_of(session, now.document, now.code)


def keep(session: Session, document: str, *, code: str, by: str, reason: str) -> SignOff:
    """A person says that what changed behind the text (a source, a time, a release) does not affect the clearance.

    Only where every language's text stayed word for word; then the yes given to the earlier version holds for this one.
    Raises Blocked when the text itself changed: that has to be signed anew.
    """
    _writable(session)
    now = asked(session, document)
    _same_code(now, code)
    name, _ = clean_line(by, limit=LONGEST, what="This name")
    why, _ = clean_text(reason, what="This reason")
    if not name or not why.strip():
        raise BadInput("keeping a clearance needs a name and a reason", hint="--by NAME --reason TEXT")
    died = [need.died for need in now.state.needs if need.died is not None]
    if not died:
        raise BadInput("there is no clearance of an earlier version to keep")
    was = max(died, key=lambda c: c.at)
    for statement in now.statements:
        shown = session.path / issued.SIGNED / f"{statement.document}.{statement.language}.{was.code}.md"
        then = _at(session, now.document, statement.language, was)
        if not shown.is_file() or shown.read_text("utf-8") != markdown.body(then):
            raise Blocked(
                f"the {statement.language} text is not word for word what {was.by} cleared",
                hint=f"It has to be signed anew: {now.code}.",
            )
    issued.add_kept(
        session.path,
        issued.Kept(now.document.id, was.code, now.code, name, why.strip(), session.now().replace(microsecond=0)),
    )
    to_history(session, ["log.toml"], by=name)
    return state_of(session, now.document, now.code)


def told(session: Session, state: SignOff, language: str = "en") -> tuple[str, ...]:
    """The gate in words: who cleared it, what is missing, whom to call, which earlier yes died."""
    text = load_messages(language).text
    rows = []
    for need in state.needs:
        role = text(f"clearer.{need.role}")
        if need.given is not None:
            rows.append(f"{role}: {_given(session, need)}")
            continue
        whom = called(session, need.role)
        call = f"; call {whom}" if whom else ""
        row = f"{role}: missing{call}; read out the code {state.code}"
        if need.refused is not None:
            answer = "no" if need.refused.verdict is Verdict.NO else f"with other words: {need.refused.words}"
            row = f"{role}: {need.refused.by} said {answer}"
        if need.died is not None:
            row += f" (the yes of {need.died.by}, code {need.died.code}, was for another version)"
        rows.append(row)
    return tuple(rows)


def _given(session: Session, need: Need) -> str:
    given = need.given
    assert given is not None
    how = {"by_phone": "by phone", "in_person": "in person", "in_writing": "in writing"}.get(given.how, given.how)
    noted = f", noted by {given.noted_by}" if given.noted_by else ""
    named = session.folder.profile.who_clears.get(need.role)
    if named is not None and not _same(named.name, given.by):
        noted += f"; the profile names {named.name}"
    kept = f"; still holds, says {need.kept.by}: {need.kept.reason}" if need.kept is not None else ""
    at = given.at.astimezone(session.timezone)
    return f"cleared by {given.by}, {how}, {at:%H:%M}, code {given.code}{noted}{kept}"


def _same(one: str, other: str) -> bool:
    """Whether two names can be one person's: `Bianchi` and `Anna Bianchi`."""
    mine, theirs = set(one.casefold().split()), set(other.casefold().split())
    return mine <= theirs or theirs <= mine


def _at(session: Session, document: Document, language: str, was: Clearance) -> Statement:
    """The text as it would read at the minute in which an earlier version was cleared."""
    moment = was.at
    return draft_document(replace(session, clock=lambda: moment), document, language)


def _same_code(now: Asked, code: str) -> None:
    if typed_code(code) != now.code:
        raise Blocked(
            f"{code!r} is not the code of {now.document.id} as it stands now ({now.code})",
            hint="The text or a fact in it has changed since the code was given; read the text again.",
        )


def _whole(session: Session, now: Asked) -> None:
    for statement in now.statements:
        if statement.gaps:
            raise Blocked(
                f"{now.document.id} ({statement.language}) has a gap: {statement.gaps[0].text}",
                hint="Answer its question first; a text with gaps cannot be cleared.",
            )
    behind = older(session, now.document.id)
    if behind:
        raise Blocked(
            f"{behind[0].language} was not looked at since {behind[0].than} was changed",
            hint="Change it there too, or say that it says the same.",
        )


def _writable(session: Session) -> None:
    if session.read_only:
        raise ReadOnly(
            f"not saved: {session.read_only}", where=session.path, hint="Close it there, then open it again."
        )
