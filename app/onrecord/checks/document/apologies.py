from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.document.found import Found
from onrecord.checks.hits import Text
from onrecord.checks.model import Context


def check(text: Text, context: Context) -> Iterator[Found]:
    yield from ()
