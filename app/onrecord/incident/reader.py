"""What one value of a file is read against, and the small readings that every type is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from onrecord.content.model import Option, Question
from onrecord.content.places import languages
from onrecord.errors import BadInput, nearest
from onrecord.incident.clean import SHORT, unseen_in
from onrecord.incident.raw import kind_of
from onrecord.incident.values import Bound, Contact, Raw, Words

DURATION_UNITS = ("minutes", "hours", "days", "weeks", "months")
PLACE_KINDS = ("road", "town", "street", "site", "station", "area", "sea", "online", "country")
FORMS_IN_WORDS = ("noun", "clause", "sentence")
"""Forms whose wording differs per language: a plain string counts for the incident's first language alone."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Of moments. Beyond them a moment has no place in every zone's calendar, and is a slip of the key."""

MOST_ROWS = 500
"""Items of a list, rows of records. More is a database, not an answer."""

_PHONE = re.compile(r"\+?[0-9 ().\-/]+")
_EMAIL = re.compile(r"[^@\s<>\"',;:]+@[\w\-]+(\.[\w\-]+)+")
_LINK = re.compile(r"(https?://)?[\w\-]+(\.[\w\-]+)+(:\d{1,5})?([/?#]\S*)?")
_HANDLE = re.compile(r"@[\w.\-]+")


@dataclass(frozen=True, slots=True)
class Reader:
    """What a value is read against: its question, the incident's languages, and where it stands."""

    question: Question | None
    languages: tuple[str, ...]
    where: str
    line: int | None

    def bad(self, message: str, hint: str = "") -> BadInput:
        name = f"{self.question.id}: " if self.question else ""
        return BadInput(name + message, hint=hint, where=self.where or None, line=self.line)

    def table(self, raw: Raw, what: str, example: str, *known: str) -> Mapping[str, Raw]:
        if not isinstance(raw, Mapping):
            raise self.bad(f"expected {what}, found {kind_of(raw)}", f"Write {example}.")
        for key in raw:
            if key not in known:
                raise self.bad(f"unknown key {key!r} in {what}", nearest(key, known))
        return raw

    def string(self, raw: Raw, what: str, limit: int = SHORT) -> str:
        if not isinstance(raw, str):
            raise self.bad(f"expected {what} in quotation marks, found {kind_of(raw)}")
        text = raw.strip()
        if not text:
            raise self.bad(f"{what} is empty", "Leave the key out, or give the status not-applicable or unknown.")
        if len(text) > limit:
            raise self.bad(f"{what} has {len(text):,} characters; at most {limit:,} fit")
        if unseen := unseen_in(text):
            raise self.bad(f"{what} contains {unseen}, which cannot be seen", "Delete it and type the words again.")
        return text

    def one_of(self, raw: Raw, what: str, known: Iterable[str]) -> str:
        names = tuple(known)
        if not isinstance(raw, str):
            raise self.bad(f"expected {what} in quotation marks, found {kind_of(raw)}", f"Known: {', '.join(names)}.")
        wanted = raw.strip().lower().replace("_", "-")
        for name in names:
            if name.lower().replace("_", "-") == wanted:
                return name
        raise self.bad(f"unknown {what} {raw!r}", nearest(raw, names))

    def decimal(self, raw: Raw, what: str) -> Decimal:
        if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | str):
            raise self.bad(f"expected {what}, found {kind_of(raw)}")
        try:
            value = Decimal(str(raw).replace("_", "").strip())
        except ArithmeticError:
            raise self.bad(f"{what} {raw!r} is not a number", "Write digits with a point: 1200000.50") from None
        if not value.is_finite() or abs(value) >= Decimal(10) ** 18:
            raise self.bad(f"{what} {raw!r} is not a number that can be stated")
        return value

    def bound(self, raw: Raw | None) -> Bound:
        if raw is None:
            return Bound.EXACTLY
        return Bound(self.one_of(raw, "bound", [bound.value for bound in Bound]))

    def moment(self, raw: Raw, what: str = "a time with its zone") -> datetime:
        if not isinstance(raw, datetime):
            raise self.bad(f"expected {what}, found {kind_of(raw)}", "Write 2026-03-12T02:25:00+01:00, without quotes.")
        if raw.tzinfo is None:
            raise self.bad(
                "a time without a zone could be any of 38 moments",
                f"Write {raw.isoformat()}+01:00 (with the offset that held there), or {raw.isoformat()}Z for UTC.",
            )
        if not FIRST_YEAR <= raw.year <= LAST_YEAR:
            raise self.bad(f"the year {raw.year} cannot be meant", f"From {FIRST_YEAR} to {LAST_YEAR}.")
        return raw

    def words(self, raw: Raw, what: str, *, limit: int = SHORT, form: str | None = None) -> Words:
        if isinstance(raw, Mapping):
            if not raw:
                raise self.bad(f"{what} has no wording in any language", 'Write { en = "...", it = "..." }.')
            known = {*languages(), *self.languages}
            for code in raw:
                if code != "any" and code not in known:
                    raise self.bad(f"unknown language {code!r}", nearest(code, known))
            texts = {code: self.string(text, f"{what} ({code})", limit) for code, text in raw.items()}
            return Words(texts.pop("any", None), tuple(texts.items()))
        text = self.string(raw, what, limit)
        if form in FORMS_IN_WORDS and self.languages:
            return Words(by_language=((self.languages[0], text),))
        return Words(text)

    def contact(self, raw: Raw) -> Contact:
        known = ("phone", "email", "link", "handle")
        table = self.table(raw, "a contact", '{ phone = "+39 0544 000 200" }', *known)
        if not table:
            raise self.bad("a contact needs one of phone, email, link, handle")
        parts = {key: check_contact(key, self.string(value, key), self.bad) for key, value in table.items()}
        return Contact(**parts)

    def option(self, raw: Raw, options: Sequence[Option], what: str) -> str:
        if not options:
            return self.string(raw, what)
        return self.one_of(raw, what, [option.id for option in options])


def check_contact(kind: str, text: str, bad: Callable[[str, str], BadInput]) -> str:
    """A telephone number, e-mail address, link or handle that has the shape of one, else BadInput by `bad`."""
    if kind == "phone":
        if not _PHONE.fullmatch(text) or sum(c.isdigit() for c in text) < 5:
            raise bad(f"{text!r} is no telephone number", "Digits, spaces, + ( ) and -, at least 5 digits.")
    elif kind == "email":
        if not _EMAIL.fullmatch(text):
            raise bad(f"{text!r} is no e-mail address", "For example press@adriabus.example.")
    elif kind == "link":
        if not _LINK.fullmatch(text) or "@" in text.split("/")[0]:
            raise bad(f"{text!r} is no link", "For example adriabus.example/news or https://adriabus.example/news.")
    elif not _HANDLE.fullmatch(text):
        raise bad(f"{text!r} is no handle", "For example @adriabus.")
    return text
