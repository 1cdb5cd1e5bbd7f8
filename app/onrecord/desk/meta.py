"""What an incident says about itself, changed by a person."""

from __future__ import annotations

from dataclasses import replace

from onrecord.desk.session import Session, to_history
from onrecord.errors import BadInput
from onrecord.incident import store
from onrecord.incident.clean import clean_line

LONGEST = 120


def retitled(session: Session, title: str) -> Session:
    """The incident under another title. It is internal: no statement and no exported file carries it."""
    line, _ = clean_line(title, limit=LONGEST, what="This title")
    if not line:
        raise BadInput("an incident needs a title")
    renamed = replace(session, folder=store.save_meta(session.folder, title=line))
    to_history(renamed, [store.FILE])
    return renamed
