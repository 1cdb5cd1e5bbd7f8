"""Differences between versions read back as git reads them."""

from __future__ import annotations

from dulwich.pack import apply_delta
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.delta import delta


@given(st.binary(max_size=300), st.binary(max_size=300), st.binary(max_size=300), st.binary(max_size=300))
def test_a_change_in_the_middle_is_given_back_byte_for_byte(head: bytes, old: bytes, new: bytes, tail: bytes) -> None:
    one, other = head + old + tail, head + new + tail
    assert b"".join(apply_delta(one, delta(one, other))) == other


def test_a_change_in_a_large_file_costs_its_own_size() -> None:
    old = b"".join(b"line %d of a large file\n" % n for n in range(20_000))
    new = old.replace(b"line 9000 ", b"line nine thousand ")
    assert b"".join(apply_delta(old, delta(old, new))) == new
    assert len(delta(old, new)) < 120
