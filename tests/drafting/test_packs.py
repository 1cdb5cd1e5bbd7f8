"""Every scenario x document x language, with facts in every state and mix: nothing said that is not known, no hole."""

from __future__ import annotations

import pytest

from onrecord.content.load import load_scenario, scenario_names
from onrecord.drafting.prove import prove, prove_all


@pytest.mark.parametrize("name", scenario_names())
def test_a_pack_says_only_what_is_known_and_cleared(name: str) -> None:
    faults = [str(fault) for fault in prove(load_scenario(name), mixes=40) if not fault.note]
    assert faults == []


def test_no_template_file_lies_where_nothing_reads_it() -> None:
    strays = [str(f) for f in prove_all(["general"], mixes=0) if "folder" in f.message or "no element" in f.message]
    assert strays == []
