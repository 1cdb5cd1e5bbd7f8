"""A card and a small GGUF file written by hand, for tests of models."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

from onrecord.content.cards import ModelCard


def gguf(
    *,
    architecture: str = "llama",
    template: str = "{% for m in messages %}<|im_start|>{{ m }}{% endfor %}",
    extra: dict[str, int] | None = None,
    weights: int = 64,
) -> bytes:
    """A model file with one tensor of `weights` numbers: enough for a header, useless for writing."""

    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value.encode())) + value.encode()

    def string(key: str, value: str) -> bytes:
        return text(key) + struct.pack("<I", 8) + text(value)

    def number(key: str, value: int) -> bytes:
        return text(key) + struct.pack("<II", 4, value)

    pairs = [
        string("general.architecture", architecture),
        string("general.name", "Tiny Test"),
        string("general.license", "mit"),
        string("tokenizer.chat_template", template),
        number(f"{architecture}.context_length", 512),
        number(f"{architecture}.block_count", 2),
        number(f"{architecture}.embedding_length", 64),
        *(number(key, value) for key, value in (extra or {}).items()),
    ]
    head = b"GGUF" + struct.pack("<IQQ", 3, 1, len(pairs)) + b"".join(pairs)
    head += text("w") + struct.pack("<IQIQ", 1, weights, 0, 0)
    head += b"\0" * (-len(head) % 32)
    return head + b"\0" * (4 * weights)


def card(path: Path, **more: object) -> ModelCard:
    """A card that fits a file."""
    content = path.read_bytes() if path.exists() else b""
    values: dict[str, object] = {
        "id": "tiny",
        "name": "Tiny Test",
        "file": path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": max(1, len(content)),
        "context": 512,
        "chat": "chatml",
        "languages": ("en",),
        "licence": "mit",
        "memory": 1,
    }
    return ModelCard(**{**values, **more})  # type: ignore[arg-type]
