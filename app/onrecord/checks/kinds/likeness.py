"""likeness: the sentence is like those that editors struck, though no phrase of any rule need stand in it."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.document import posts
from onrecord.checks.hits import Text
from onrecord.checks.kinds.common import Hit
from onrecord.checks.language import COMMON
from onrecord.checks.model import Context
from onrecord.checks.rule import Rule


def run(text: Text, number: int, rule: Rule, _context: Context) -> Iterator[Hit]:
    """Every sentence whose score for the rule's category is above its limit.

    Of a post the whole is scored, for a joke needs its first half; the sentence most like a struck one is named.
    """
    table = text.book.table(rule.table)
    if table is None or rule.category not in table.categories:
        return
    if rule.unless_text and text.matches(number, rule, "unless_text"):
        return
    if rule.with_text and not text.matches(number, rule, "with_text"):
        return
    if rule.table == "posts":
        remark = posts.quip(text)
        if remark is not None:
            text.note(remark.start, posts.QUIP)
        if text.likeness_of_all(rule.table)[rule.category] <= rule.limit:
            return
    excused = {m.sentence.start for m in text.matches(number, rule, "unless")} if rule.unless else frozenset()
    found: list[tuple[float, Hit]] = []
    for sentence, scores in text.weighed(rule.table):
        score = scores[rule.category]
        if (score > rule.limit or rule.table == "posts") and sentence.start not in excused:
            turns = table.told(text.own_words(sentence), sentence.terminator, rule.category, COMMON[text.book.language])
            found.append((score, Hit(sentence.start, sentence.end, note=_named(turns, text.book.language))))
    if rule.table == "posts":
        found = [max(found, key=lambda pair: pair[0])] if found else []
    for _, hit in found:
        yield hit


def _named(turns: tuple[str, ...], language: str) -> str:
    first, last = ("«", "»") if language == "it" else ("“", "”")
    return f": {', '.join(f'{first}{turn}{last}' for turn in turns)}" if turns else ""
