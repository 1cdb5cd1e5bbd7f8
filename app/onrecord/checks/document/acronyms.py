"""acronyms: capitals that only insiders can read, in a text for the public."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.checks.document.found import Found, say
from onrecord.checks.hits import Text
from onrecord.checks.model import Context
from onrecord.reading.lazily import lazily

_KNOWN = frozenset(
    [
        "UK",
        "USA",
        "US",
        "EU",
        "UN",
        "BBC",
        "CNN",
        "ITV",
        "NHS",
        "GP",
        "MP",
        "MPS",
        "MEP",
        "CEO",
        "HR",
        "IT",
        "TV",
        "DVD",
        "CD",
        "PC",
        "ID",
        "PIN",
        "SMS",
        "GPS",
        "USB",
        "WIFI",
        "FAQ",
        "PDF",
        "VAT",
        "GDPR",
        "ATM",
        "BSE",
        "HIV",
        "AIDS",
        "DNA",
        "RNA",
        "BMW",
        "IKEA",
        "KFC",
        "NATO",
        "NASA",
        "FIFA",
        "UEFA",
        "UNESCO",
        "WHO",
        "FBI",
        "CIA",
        "NTSB",
        "AAIB",
        "HSE",
        "FDA",
        "CPSC",
        "ICO",
        "NYC",
        "LA",
        "UTC",
        "GMT",
        "BST",
        "CET",
        "CEST",
        "EST",
        "EDT",
        "CST",
        "CDT",
        "MST",
        "MDT",
        "PST",
        "PDT",
        "AM",
        "PM",
        "AD",
        "BC",
        "OK",
        "SOS",
        "RSVP",
        "NGO",
        "DIY",
        "AGM",
        "PA",
        "PO",
        "QR",
        "AI",
        "CV",
        "SUV",
        "BMX",
        "LED",
        "LPG",
        "CO",
        "LTD",
        "PLC",
        "LLC",
        "INC",
        "GMBH",
        "SPA",
        "SRL",
        "SNC",
        "NV",
        "BV",
        "AG",
        "SA",
        "RAI",
        "ENI",
        "ENEL",
        "INPS",
        "INAIL",
        "ISTAT",
        "ASL",
        "ATS",
        "NAS",
        "ARPA",
        "ANSV",
        "ANSA",
        "CONSOB",
        "IVA",
        "CAP",
        "PEC",
        "SPID",
        "CUP",
        "CGIL",
        "CISL",
        "UIL",
        "ONU",
        "UE",
        "RCS",
        "FIAT",
        "FS",
        "ATM",
        "ANSFISA",
        "DOC",
        "DOCG",
        "IGP",
        "DOP",
        "OGM",
        "TG",
        "TAV",
        "ZTL",
        "POST",
        "SIM",
        "MHZ",
        "KM",
        "KG",
        "FM",
        "II",
        "III",
        "IV",
        "VI",
        "VII",
        "VIII",
        "IX",
        "XI",
        "XII",
        "ANSF",
        "BEA",
        "RAIB",
        "MAIB",
        "NOTAM",
        "URL",
        "HTTP",
        "HTTPS",
        "PRODUCT",
        "SAFETY",
        "RECALL",
        "RICHIAMO",
        "NOTICE",
        "URGENT",
        "WARNING",
        "IMPORTANT",
    ]
)
_ACRONYM = lazily(r"(?<![\w.@/-])([A-Z]{3,5})(?![\w@-])(?:\s+\d{1,2}\b)?")
_EXPLAINED = lazily(r"\(\s*[A-Z]{2,6}\s*\)|\b[A-Z]{2,6}\s*\(")
_PUBLIC = frozenset(
    {
        "press",
        "holding",
        "line",
        "apology",
        "post",
        "customer-email",
        "status-page",
        "breach-notice",
        "service-change",
        "correction",
    }
)


def check(text: Text, _context: Context) -> Iterator[Found]:
    """One finding of category jargon when two or more unexplained abbreviations stand in a public text."""
    if text.document not in _PUBLIC:
        return
    written = text.reading.text
    if next(_ACRONYM.finditer(written), None) is None or _shouted(written[:2_000]):
        return
    explained = {name for found in _EXPLAINED.findall(written) for name in re.findall(r"[A-Z]{2,6}", found)}
    found = [
        m
        for m in _ACRONYM.finditer(written)
        if m[1] not in _KNOWN
        and m[1] not in explained
        and not text.exempt(m.start(), m.end())
        and not _code_before(written, m.start())
    ]
    if len({m[1] for m in found}) < 2:
        return
    names = ", ".join(sorted({m[1] for m in found}))
    language = text.reading.language
    yield Found(
        rule="document/acronyms",
        category="jargon",
        severity="warn",
        start=found[0].start(),
        end=found[0].end(),
        message=say(
            language,
            f"Abbreviations that only insiders read: {names}.",
            f"Sigle che capisce solo chi è del mestiere: {names}.",
        ),
        why=say(
            language,
            "Who does not know them cannot tell what happened or what to do.",
            "Chi non le conosce non capisce che cosa è successo né che cosa fare.",
        ),
        instead=say(
            language, "Write what they stand for, in everyday words.", "Scrivete per esteso, con parole comuni."
        ),
    )


def _code_before(written: str, at: int) -> bool:
    """Whether a code word stands before (flight, lot, model): then the capitals are a name of a thing."""
    return (
        written[max(0, at - 14) : at]
        .lower()
        .rstrip()
        .endswith(
            (
                "flight",
                "lot",
                "batch",
                "model",
                "code",
                "number",
                "volo",
                "lotto",
                "modello",
                "codice",
                "numero",
                "targa",
                "plate",
            )
        )
    )


def _shouted(written: str) -> bool:
    """A text in capitals throughout has no abbreviations that stand out."""
    return sum(letter.isupper() for letter in written) > 0.3 * len(written)
