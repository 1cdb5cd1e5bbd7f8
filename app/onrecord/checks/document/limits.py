"""limits: how long a text of this type may be, and what its channel takes.

Words per type: trade practice, measured on 24 published statements (first statements 51 to 94 words, replies 16 to 29).
X counts by its own rules (developer.x.com, "Counting characters"): every link 23, characters outside Latin ranges 2,
an emoji 2, limit 280. SMS: 160 GSM-7 or 70 UCS-2 units, 153 or 67 in each part of a longer one (3GPP TS 23.038).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from onrecord.checks.document.found import Found, say
from onrecord.checks.hits import Text
from onrecord.checks.model import Context
from onrecord.reading.lazily import lazily
from onrecord.reading.words import LINK

WORDS: dict[str, tuple[int, int]] = {
    "holding": (120, 140),
    "line": (45, 52),
    "press": (400, 450),
    "apology": (200, 230),
    "customer-email": (250, 280),
    "staff-note": (250, 280),
    "status-page": (90, 100),
    "service-change": (150, 170),
    "correction": (150, 170),
    "recall-notice": (250, 280),
    "breach-notice": (900, 1000),
}
"""Most words in English and in Italian, which needs about a sixth more for the same content."""
POST_LIMIT = 280
SUBJECT_LIMIT = 60
X_LINK = 23
_LINK = lazily(LINK)
_SUBJECT = lazily(r"(?im)\A\s*(?:subject|oggetto)\s*:\s*(.+)$")
_EMOJI = lazily(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff]"
    "(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?(?:\u200d[\U0001f000-\U0001faff\u2600-\u27bf](?:\ufe0f|[\U0001f3fb-\U0001f3ff])?)*)"
)
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")


def x_length(text: str) -> int:
    """The length of a post as X counts it, after NFC; of links every one counts 23."""
    total = 0
    rest = _LINK.sub(lambda _match: _count_link(), unicodedata.normalize("NFC", text))
    total += rest.count("\ue000") * X_LINK
    rest = rest.replace("\ue000", "")
    emoji = _EMOJI.findall(rest)
    total += 2 * len(emoji)
    return total + sum(1 if _narrow(ord(letter)) else 2 for letter in _EMOJI.sub("", rest))


def _count_link() -> str:
    return "\ue000"


def _narrow(code: int) -> bool:
    return code <= 4351 or 8192 <= code <= 8205 or 8208 <= code <= 8223 or 8242 <= code <= 8247


def sms_parts(text: str) -> tuple[int, int, str]:
    """Units, parts and alphabet ("GSM-7" or "UCS-2") of a text message."""
    if all(letter in _GSM or letter in _GSM_TWICE for letter in text):
        units = sum(2 if letter in _GSM_TWICE else 1 for letter in text)
        return units, 1 if units <= 160 else -(-units // 153), "GSM-7"
    units = len(text.encode("utf-16-le")) // 2
    return units, 1 if units <= 70 else -(-units // 67), "UCS-2"


def check(text: Text, _context: Context) -> Iterator[Found]:
    """Findings of category length. A hint for longer texts, a warning where the channel would cut."""
    language = text.reading.language
    written = text.reading.text
    end = len(written)
    limit = WORDS.get(text.document)
    if limit is not None and text.words > limit[language == "it"]:
        most = limit[language == "it"]
        yield Found(
            "document/too-many-words",
            "length",
            "info",
            end,
            end,
            say(
                language,
                f"{text.words} words; a text of this type works with {most}.",
                f"{text.words} parole; per un testo di questo tipo ne bastano {most}.",
            ),
            instead=say(
                language, "Keep what people must know or do; move the rest.", "Tenete ciò che serve; spostate il resto."
            ),
        )
    if text.document == "post":
        size = x_length(written.strip())
        if size > POST_LIMIT:
            yield Found(
                "document/too-long-for-x",
                "length",
                "warn",
                end,
                end,
                say(
                    language,
                    f"{size} characters as X counts them; it takes {POST_LIMIT}.",
                    f"{size} caratteri secondo il conteggio di X, che ne accetta {POST_LIMIT}.",
                ),
            )
    if text.document == "customer-email" and (match := _SUBJECT.search(written)):
        subject = match[1].strip()
        if len(subject) > SUBJECT_LIMIT:
            yield Found(
                "document/long-subject",
                "length",
                "info",
                match.start(1),
                match.start(1) + len(subject),
                say(
                    language,
                    f"A subject of {len(subject)} characters; telephones show about {SUBJECT_LIMIT}.",
                    f"Oggetto di {len(subject)} caratteri; i telefoni ne mostrano circa {SUBJECT_LIMIT}.",
                ),
            )
