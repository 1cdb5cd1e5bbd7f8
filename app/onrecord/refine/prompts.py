"""What a model is asked, in the way of speaking that its card names. Fixed words first: they are evaluated once."""

from __future__ import annotations

_ASK = {
    "en": "Rewrite the sentence in plain, short, everyday English. Keep every fact. Change as few words as possible.",
    "it": "Riscrivi la frase in italiano semplice, breve e quotidiano. Conserva ogni fatto. Cambia poche parole.",
}
_SHOTS = {
    "en": (
        (
            "The tenants were requested to vacate the premises prior to 9 June.",
            "The tenants were asked to leave the building before 9 June.",
        ),
        (
            "Personnel endeavoured to ascertain the origin of the odour.",
            "Staff tried to find out where the smell came from.",
        ),
    ),
    "it": (
        ("Si è provveduto a effettuare la chiusura della strada.", "È stata chiusa la strada."),
        ("I viaggiatori sono invitati a utilizzare gli autobus.", "I viaggiatori possono usare gli autobus."),
    ),
}  # fmt: skip
# Before the person's turn, between it and the model's, and after the model's.
_CHATS = {
    "chatml": ("<|im_start|>user\n", "<|im_end|>\n<|im_start|>assistant\n", "<|im_end|>\n"),
    "gemma": ("<start_of_turn>user\n", "<end_of_turn>\n<start_of_turn>model\n", "<end_of_turn>\n"),
    "llama3": (
        "<|start_header_id|>user<|end_header_id|>\n\n",
        "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
        "<|eot_id|>",
    ),
    "mistral": ("[INST] ", " [/INST] ", "</s>"),
    "zephyr": ("<|user|>\n", "</s>\n<|assistant|>\n", "</s>\n"),
    "plain": ("Official: ", "\nPlain: ", "\n\n"),
}

Part = tuple[str, bool]
"""A piece of the prompt, and whether it may hold the model's special tokens: never where a person's words stand."""


def prompt(chat: str, language: str, sentence: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The prompt up to where the model's own sentence begins: what is the same for every sentence, and what is not."""
    opening, between, closing = _CHATS[chat]
    code = language.split("-")[0]
    parts: list[Part] = []
    for number, (stiff, plain) in enumerate(_SHOTS[code]):
        parts += [(opening, True), (f"{_ASK[code]}\n\n" if number == 0 else "", False), (stiff, False), (between, True)]
        parts += [(plain, False), (closing, True)]
    parts.append((opening, True))
    return tuple(part for part in parts if part[0]), ((sentence, False), (between, True))
