"""Regular expressions that are compiled when they are first used: one short text needs few of them, and compiling all
of them takes longer than reading it.
"""

from __future__ import annotations

import re
from typing import cast

_METHODS = ("match", "search", "finditer", "findall", "fullmatch", "sub", "split")


class _Lazy:
    """Stands for a pattern; once compiled its methods are the pattern's own."""

    def __init__(self, source: str, flags: int) -> None:
        self._given = (source, flags)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(*self._given)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazily(source: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression, not yet compiled."""
    return cast("re.Pattern[str]", _Lazy(source, flags))
