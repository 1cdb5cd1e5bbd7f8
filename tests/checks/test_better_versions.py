"""Real first statements and the better ones that followed: the second gets fewer and milder findings.

Quoted as reported by the pages named.
"""

from __future__ import annotations

import pytest

from onrecord.checks import check_text

WEIGHT = {"block": 5, "warn": 1, "info": 0}
PAIRS = [
    pytest.param(
        "press",
        "This is an upsetting event to all of us here at United. I apologize for having to re-accommodate "
        "these customers. Our team is moving with a sense of urgency to work with the authorities and "
        "conduct our own detailed review of what happened.",
        "I deeply apologize to the customer forcibly removed and to all the customers aboard. No one should"
        " ever be mistreated this way. I want you to know that we take full responsibility and we will work"
        " to make it right. We'll communicate the results of our review by April 30th.",
        id="United, April 2017 (usatoday.com, 11 April 2017)",
    ),
    pytest.param(
        "apology",
        "We've brought a new delivery partner on board, but they've had a couple of teething problems.",
        "A chicken restaurant without any chicken. It's not ideal. Huge apologies to our customers, "
        "especially those who travelled out of their way to find we were closed.",
        id="KFC, February 2018 (pedestrian.tv)",
    ),
    pytest.param(
        "apology",
        "An image we recently posted on Facebook missed the mark in representing women of color "
        "thoughtfully. We deeply regret the offense it caused.",
        "This did not represent the diversity of real beauty, and it should not have happened. We have "
        "removed the post and have not published any other related content. We apologize deeply and "
        "sincerely.",
        id="Dove, October 2017 (pizzabottle.com)",
    ),
    pytest.param(
        "press",
        "We have taken a much broader approach to the recall than the actual testing has indicated we need to.",
        "This week, it's our best efforts that failed, not the regulators or the Canadian food safety "
        "system. I emphasize: this is our accountability and it's ours to fix, which we are taking on "
        "fully.",
        id="Maple Leaf Foods, August 2008 (timbanks.ca)",
    ),
    pytest.param(
        "apology",
        "I am deeply sorry about the inconvenience and concern caused to our customers and others. Believe "
        "me, Toyota cars are safe.",
        "I regret that this has resulted in the safety issues described in the recalls we face today, and I"
        " am deeply sorry for any accidents that Toyota drivers have experienced.",
        id="Toyota, February 2010 (latimes.com, chicagotribune.com)",
    ),
]


def weight(text: str, document: str) -> int:
    report = check_text(text, document=document, language="en")
    return sum(WEIGHT[finding.severity] for finding in report.findings)


@pytest.mark.parametrize(("document", "first", "better"), PAIRS)
def test_the_better_version_has_fewer_and_milder_findings(document: str, first: str, better: str) -> None:
    assert weight(better, document) < weight(first, document)
