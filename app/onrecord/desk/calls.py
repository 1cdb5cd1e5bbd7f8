"""The call key: what to say to a reporter, and the note of who asked what, with or without an open incident."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from onrecord.content.messages import load_messages
from onrecord.desk.create import local_timezone
from onrecord.desk.session import Clock, Session, to_history
from onrecord.incident import half_typed, log
from onrecord.incident.home import home
from onrecord.incident.log import Call
from onrecord.incident.typed_times import typed_moment

FIELDS = ("outlet", "person", "number", "question", "deadline", "back_by")
"""What is noted of a call, in the order in which a caller says it; `back_by`: when we promised to ring back."""
RING_BACK = timedelta(minutes=30)
"""How far ahead a call back is offered, rounded up to ten minutes."""
_KEY = "call."


def folder(session: Session | None) -> Path:
    """Where calls are noted: beside the open incident, else in the user's own state folder."""
    if session is None or session.read_only:
        return home().make().state
    return session.path


def zone_of(session: Session | None) -> str:
    """The zone in which times are typed and read."""
    return session.incident.timezone if session is not None else local_timezone()


def offered(session: Session | None, clock: Clock) -> datetime:
    """The time to ring back that the sentence offers until another is typed."""
    moment = clock().astimezone(ZoneInfo(zone_of(session))).replace(second=0, microsecond=0) + RING_BACK
    return moment + timedelta(minutes=-moment.minute % 10)


def moment(session: Session | None, clock: Clock, text: str) -> datetime | None:
    """A typed time ahead; None for an empty line. Raises BadInput for what is no time."""
    if not text.strip():
        return None
    return typed_moment(text, language="en", zone=zone_of(session), now=clock(), prefer="future")


def sentence(language: str, back_by: datetime) -> str:
    """What is read aloud: it promises a call back, with or without news, and says nothing else."""
    return load_messages(language).text("call.read_aloud", time=f"{back_by:%H:%M}")


def note(session: Session | None, clock: Clock, fields: Mapping[str, str], *, language: str, by: str) -> Call:
    """Put a call into the media log and forget what was half-typed. Raises BadInput naming what is wrong."""
    place = folder(session)
    zone = ZoneInfo(zone_of(session))
    back_by = moment(session, clock, fields.get("back_by", "")) or offered(session, clock)
    call = log.append(
        place,
        Call(
            outlet=fields.get("outlet", ""),
            question=fields.get("question", ""),
            at=clock().astimezone(zone).replace(microsecond=0),
            person=fields.get("person", ""),
            number=fields.get("number", ""),
            deadline=moment(session, clock, fields.get("deadline", "")),
            back_by=back_by,
            line_given=sentence(language, back_by.astimezone(zone)),
            by=by,
        ),
    )
    for name in FIELDS:
        half_typed.clear(place, _KEY + name)
    if session is not None:
        to_history(session, [log.FILE], by=by)
    return call


def noted(session: Session | None) -> tuple[Call, ...]:
    """The calls so far, the latest first."""
    return tuple(reversed(log.calls(folder(session))))


def half(session: Session | None) -> dict[str, str]:
    """What was typed of a call and not saved."""
    return {k.removeprefix(_KEY): v for k, v in half_typed.load(folder(session)).items() if k.startswith(_KEY)}


def keep_half(session: Session | None, name: str, text: str) -> None:
    """Keep what stands in a field now."""
    half_typed.save(folder(session), _KEY + name, text)
