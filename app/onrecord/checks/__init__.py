"""What a careful editor would say about a text, as findings that each carry a place, a reason and a way out.

    report = check_text(text, document="holding", language="en")

Document-level duties come first (elements, order, promises, facts), wording second. Rules are data under
`templates/rules`; their kinds are code here, one small file each.
"""

from __future__ import annotations

from onrecord.checks.model import CATEGORIES, DOCUMENTS, Context, Figures, Finding, Report
from onrecord.checks.run import check_text
from onrecord.checks.whynot import why_not

__all__ = ["CATEGORIES", "DOCUMENTS", "Context", "Figures", "Finding", "Report", "check_text", "why_not"]
