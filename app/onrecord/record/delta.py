"""Versions of one file as differences: what two neighbours have in common at both ends is copied, the middle is new.

An answer changes one place of a file. Looking for more than that costs a hundred times the time and saves next to
nothing. The encoding is git's own (its documentation, gitformat-pack, "Deltified representation").
"""

from __future__ import annotations

from collections.abc import Iterator

_COPY = 0xFFFF
"""Most bytes of one copy instruction that every version of git reads."""
_INSERT = 127


def delta(old: bytes, new: bytes) -> bytes:
    """The instructions that make `new` out of `old`."""
    head = _common(old, new)
    most = min(len(old), len(new)) - head
    tail = min(_common(old[head:][::-1], new[head:][::-1]), most) if most else 0
    parts = [_size(len(old)), _size(len(new))]
    parts += _copies(0, head)
    middle = new[head : len(new) - tail]
    parts += [bytes([len(part)]) + part for part in _pieces(middle)]
    parts += _copies(len(old) - tail, tail)
    return b"".join(parts)


def _common(one: bytes, other: bytes) -> int:
    """How many bytes two texts begin with in common, found by halves."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _INSERT):
        yield content[start : start + _INSERT]


def _copies(offset: int, length: int) -> Iterator[bytes]:
    while length > 0:
        size = min(length, _COPY)
        sign, fields = 0x80, b""
        for bit in range(4):
            if byte := (offset >> 8 * bit) & 0xFF:
                sign |= 1 << bit
                fields += bytes([byte])
        for bit in range(2):
            if byte := (size >> 8 * bit) & 0xFF:
                sign |= 0x10 << bit
                fields += bytes([byte])
        yield bytes([sign]) + fields
        offset += size
        length -= size


def _size(number: int) -> bytes:
    """A length in seven bits per byte, the smallest first."""
    parts = []
    while number > 0x7F:
        parts.append(0x80 | (number & 0x7F))
        number >>= 7
    return bytes([*parts, number])
