"""What the user's settings change about checks: rules that are off, terms that are allowed, rules of their own."""

from __future__ import annotations

from onrecord.checks.book import Book, open_book
from onrecord.checks.model import NO_CONTEXT, Context
from onrecord.content.settings import load_settings
from onrecord.errors import nearest
from onrecord.reading import LANGUAGES


def with_settings(context: Context | None = None) -> Context:
    """A context to which the user's settings are added. Raises BadInput where the settings cannot be read."""
    found = load_settings()
    base = context or NO_CONTEXT
    if not found.path:
        return base
    return base._replace(
        off=base.off.union(found.off), glossary=base.glossary.union(found.glossary), folder=found.folder or base.folder
    )


def unknown_rules() -> tuple[str, ...]:
    """What the settings switch off and no rule is called, one message each, with the nearest rule."""
    found = load_settings()
    left = [name for name in found.off if not name.startswith("document/")]
    names: set[str] = set()
    for language in LANGUAGES:
        # Most settings concern one language: the other's rules are opened only when a name is still unknown.
        if left:
            known = {rule.id for rule in open_book(language, found.folder).rules}
            names |= known | {_bare(name) for name in known}
            left = [name for name in left if name not in names]
    return tuple(f"{found.path}: there is no rule {name!r}. {nearest(name, names)}".rstrip() for name in left)


def switched_off(book: Book, context: Context) -> tuple[str, ...]:
    """The rules of a language, and checks of the document, that are not asked."""
    if not context.off:
        return ()
    rules = [rule.id for rule in book.rules if is_off(rule.id, context)]
    return (*rules, *sorted(name for name in context.off if name.startswith("document/")))


def is_off(rule_id: str, context: Context) -> bool:
    """Whether a rule is switched off, by its whole id or without its language."""
    return rule_id in context.off or _bare(rule_id) in context.off


def _bare(rule_id: str) -> str:
    return rule_id.partition("/")[2]
