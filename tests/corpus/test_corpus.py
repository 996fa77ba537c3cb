"""The corpus is what its README says: sound texts, chains that can be undone, a demo folder that can be rebuilt.

Nothing here asks the repair engine; damage is undone by encoding and decoding alone.
"""

import doctest
import json
import struct
import unicodedata
import zlib
from collections import Counter

import corpus.builder.fitting
import pytest
from corpus.builder import (
    CORPUS,
    KINDS,
    all_chains,
    build_demo,
    cases,
    chains_for,
    fit,
    holds_everything,
    load_chains,
    load_demo,
    load_languages,
    load_texts,
    manifest_is_current,
    stale_demo_files,
    undo,
)
from corpus.builder.__main__ import main
from corpus.builder.texts import parse_texts

from mojibake_fix.encodings import encode
from mojibake_fix.testing import mangle
from mojibake_fix.verdicts import Verdict

TEXTS = load_texts()
LANGUAGES = sorted(TEXTS)
DEMO = load_demo()
IDS = [file.path for file in DEMO]
DAMAGED = [file for file in DEMO if not file.is_left_alone]


# ---------------------------------------------------------------- texts


def test_there_are_many_languages_and_scripts():
    assert len(LANGUAGES) >= 45
    assert len({language.script for language in load_languages().values()}) >= 20
    assert sorted(load_languages()) == LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_kind(lang):
    assert len(TEXTS[lang]) >= 10
    assert {text.kind for text in TEXTS[lang]} == set(KINDS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_are_sound_and_worth_damaging(lang):
    for text in (text.text for text in TEXTS[lang]):
        assert unicodedata.normalize("NFC", text) == text
        assert not text.isascii(), text
        assert text == text.strip(), text
        odd = [char for char in text if unicodedata.category(char) in ("Cc", "Co", "Cn", "Cs") or char == "\ufffd"]
        assert not odd, text


def test_no_text_stands_twice():
    seen = Counter(text.text for texts in TEXTS.values() for text in texts)
    assert [text for text, times in seen.items() if times > 1] == []


def test_files_end_with_a_line_feed_and_have_no_carriage_return():
    for path in sorted((CORPUS / "texts").glob("*.tsv")):
        data = path.read_bytes()
        assert data.endswith(b"\n"), path.name
        assert b"\r" not in data, path.name
        assert not data.startswith(b"\xef\xbb\xbf"), path.name


@pytest.mark.parametrize("line", ["news without tab", "poem\tÄpfel", "news\tÄpfel\tBirnen", "news\t "])
def test_a_line_that_is_no_text_is_refused(tmp_path, line):
    path = tmp_path / "xx.tsv"
    path.write_text(f"news\tGrüße\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"xx\.tsv, line 2"):
        parse_texts(path)


# ---------------------------------------------------------------- manifest


def test_manifest_is_up_to_date():
    assert manifest_is_current(), "run python -m corpus.builder"


def test_manifest_counts_what_is_there():
    manifest = json.loads((CORPUS / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["totals"]["languages"] == len(TEXTS)
    assert manifest["totals"]["lines"] == sum(map(len, TEXTS.values()))
    assert manifest["totals"]["characters"] == sum(len(text.text) for texts in TEXTS.values() for text in texts)
    assert list(manifest["languages"]) == list(TEXTS)


def test_declared_encodings_can_write_the_language():
    for lang, language in load_languages().items():
        for encoding in language.encodings:
            held = sum(fit(text.text, encoding) is not None for text in TEXTS[lang])
            assert held * 3 >= len(TEXTS[lang]) or (lang, encoding) == ("cy", "cp1252"), (lang, encoding)


# ---------------------------------------------------------------- chains


def test_every_accident_is_declared_once():
    counts = Counter(chain.name for chain in load_chains())
    assert [name for name, times in counts.items() if times > 1] == []
    assert {chain.tier for chain in load_chains()} >= {"utf-8", "legacy", "neighbours", "dos-mac", "cjk", "repeated"}


def test_chains_are_for_regions_and_languages_that_exist():
    known = {"all", *load_languages(), *(region for row in load_languages().values() for region in row.regions)}
    for chain in load_chains():
        assert {name.removeprefix("-") for name in chain.applies} <= known, chain.name


def test_lossless_is_declared_where_it_is_so():
    for chain in load_chains():
        assert chain.lossless is holds_everything(chain), chain.name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lossless_chains_give_every_text_back(lang):
    lossless = [chain for chain in chains_for(lang) if chain.lossless]
    assert lossless
    for declared in lossless:
        for text in TEXTS[lang]:
            sound = fit(text.text, declared.written)
            if sound is None:
                continue
            mangled = mangle(sound, declared.chain)
            assert mangled is not None, (declared.name, sound)
            assert undo(mangled, declared.chain) == sound, (declared.name, sound)


def test_damage_is_what_python_makes_of_it():
    """Where Python's own strict codecs get through, they make the very same damage."""
    agreed = 0
    for case in cases(seed=5):
        text = case.expected
        try:
            for step in case.steps:
                written, _, shown = step.partition(">")
                text = text.encode(written).decode(shown)
        except UnicodeError:
            continue  # a hole of the page, which we read as browsers do
        assert text == case.mangled, case
        agreed += 1
    assert agreed > 2000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_meets_utf8_damage_and_that_of_its_own_encodings(lang):
    chains = chains_for(lang)
    assert sum(chain.written == "utf-8" for chain in chains) >= 4
    for encoding in load_languages()[lang].encodings:
        if encoding not in ("gb18030", "cp950", "big5hkscs", "cp863"):  # as gbk, big5 and cp850 already
            assert any(chain.written == encoding for chain in chains), encoding


def test_every_chain_has_a_case():
    assert {case.chain for case in cases(seed=0, each=1)} == {
        chain.name for lang in LANGUAGES for chain in chains_for(lang)
    }
    assert set(all_chains()) == {chain.name for lang in LANGUAGES for chain in chains_for(lang)}


def test_an_unknown_language_has_no_chains():
    with pytest.raises(KeyError):
        chains_for("tlh")


# ---------------------------------------------------------------- fitting


def test_examples_of_fitting():
    assert doctest.testmod(corpus.builder.fitting).failed == 0


@pytest.mark.parametrize(
    ("text", "encoding", "typed"),
    [
        ("«Ёж» — №5…", "koi8-r", '"Ёж" - N5...'),
        ("Știri și țară", "cp1250", "Ştiri şi ţară"),
        ("می‌خواهی؟", "cp1256", "مي\u200cخواهي؟"),
        ("Tiếng Việt", "cp1258", "Tiê\u0301ng Viê\u0323t"),
        ("Größe", "cp1252", "Größe"),
        ("Größe", "koi8-r", None),
        ("日本語", "cp1252", None),
        ("¥480", "euc_jp", "￥480"),
        ("«Ёж» — №5…", "utf-8", "«Ёж» — №5…"),
    ],
)
def test_fitting(text, encoding, typed):
    assert fit(text, encoding) == typed
    assert typed is None or encode(typed, encoding) is not None


# ---------------------------------------------------------------- cases


def test_cases_depend_on_the_seed_alone():
    first, again, other = (list(cases(seed, each=2)) for seed in (11, 11, 12))
    assert first == again
    assert first != other
    assert len(first) > 4000


def test_cases_of_a_language_do_not_depend_on_the_others():
    assert [case for case in cases(3, 2) if case.language == "ru"] == list(cases(3, 2, ["ru"]))


def test_more_cases_keep_the_fewer():
    assert {*cases(3, 1, ["ja", "fr"])} <= {*cases(3, 3, ["ja", "fr"])}


def test_cases_are_damaged_and_can_be_undone():
    chains = all_chains()
    for case in cases(seed=1):
        assert case.mangled != case.expected
        assert case.steps == chains[case.chain].steps
        assert undo(case.mangled, chains[case.chain].chain) == case.expected
        # It is a text of the corpus, or a clause of one, in signs that its first encoding has.
        sound = {fit(text.text, chains[case.chain].written) for text in TEXTS[case.language]}
        assert any(text is not None and case.expected in text for text in sound)


# ---------------------------------------------------------------- the command


def test_command_writes_the_same_cases_for_the_same_seed(tmp_path, capsys):
    outs = [tmp_path / name for name in ("a.jsonl", "b.jsonl", "c.jsonl")]
    for out, seed in zip(outs, ("4", "4", "5"), strict=True):
        arguments = ["--cases", str(out), "--seed", seed, "--each", "2", "--language", "cs", "--language", "ko"]
        assert main(arguments) == 0
    first, again, other = (out.read_bytes() for out in outs)
    assert first == again != other
    assert first.isascii()
    rows = [json.loads(line) for line in first.decode().split("\n") if line]
    assert f"{len(rows)} cases" in capsys.readouterr().err
    assert {row["language"] for row in rows} == {"cs", "ko"}
    assert set(rows[0]) == {"language", "kind", "chain", "tier", "steps", "mangled", "expected"}


def test_command_checks(capsys):
    assert main(["--check"]) == 0, capsys.readouterr().err


def test_command_refuses_a_language_that_is_not_there(tmp_path, capsys):
    assert main(["--cases", str(tmp_path / "out.jsonl"), "--language", "tlh"]) == 2
    assert "tlh" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()


# ---------------------------------------------------------------- demo


def test_demo_folder_is_what_the_builder_makes():
    assert stale_demo_files() == []
    assert build_demo() == build_demo()


def test_demo_has_every_verdict_that_it_can_make():
    assert len(DEMO) >= 30
    assert {file.verdict for file in DEMO} == set(Verdict) - {Verdict.LOSSY, Verdict.SUSPECT}
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize("file", DEMO, ids=IDS)
def test_demo_file_is_broken_where_declared(file):
    broken, expected = file.broken(), file.expected()
    if file.is_left_alone:
        assert broken == expected
    else:
        assert broken != expected
        assert expected.decode("utf-8") == file.source
    if not file.made:
        assert unicodedata.normalize("NFC", file.source) == file.source
        lines = file.source.count("\n")
        assert 10 <= lines <= 80 or not file.source, lines


@pytest.mark.parametrize("file", DAMAGED, ids=[file.path for file in DAMAGED])
def test_demo_file_holds_all_of_its_sound_text(file):
    """Each part, read as declared, with its accidents undone piece by piece, is the sound text again."""
    repaired, rest = "", file.broken()
    for part, sound in file.pieces():
        count = sound.count("\n")
        if part is file.parts[-1]:
            data, rest = rest, b""
        else:
            at = 0
            for _ in range(count):
                at = rest.index(b"\n", at) + 1
            data, rest = rest[:at], rest[at:]
        text = data.decode(part.encoding)
        assert text.startswith("\ufeff") is file.bom
        text = text.removeprefix("\ufeff")
        if file.escape:
            assert text.isascii()
            text = json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
        if part.steps:
            for char in file.keep:
                text = text.replace(char, f"\x00{char}\x00")
            pieces = [piece if piece in file.keep else _undone(piece, part.steps) for piece in text.split("\x00")]
            text = "".join(pieces)
        repaired += text
    assert repaired == file.source


def _undone(text, steps):
    for step in reversed(steps):
        written, _, shown = step.partition(">")
        data = encode(text, "iso8859-1" if shown == "latin-1" else shown)
        assert data is not None
        text = data.decode(written)
    return text


def test_kept_characters_are_not_of_the_damage():
    for file in DEMO:
        for char in file.keep:
            assert file.source.count(char) == file.broken().decode("utf-8").count(char) > 0, file.path


def test_joined_files_have_enough_of_each_part():
    for file in DEMO:
        if file.verdict is not Verdict.MIXED:
            continue
        lines = Counter()
        for part, text in file.pieces():
            lines[part.encoding, part.steps] += sum(not line.isascii() for line in text.split("\n"))
        assert len(lines) >= 2
        assert min(lines.values()) >= 6, file.path
    journal = next(file for file in DEMO if len({part.encoding for part in file.parts}) > 1)
    lines = Counter()
    for part, text in journal.pieces():
        lines[part.encoding] += text.count("\n")
    assert min(lines["utf-8"], lines["cp1251"]) >= 15


def test_line_ends_are_kept():
    ends = {file.path: file.expected().count(b"\r\n") for file in DEMO if not file.made}
    assert sum(count > 0 for count in ends.values()) >= 4
    for file in DEMO:
        if ends.get(file.path):
            assert ends[file.path] == file.expected().count(b"\n")


def test_picture_is_a_picture():
    data = next(file.broken() for file in DEMO if file.made == "png")
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, chunks = 8, {}
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length]) == (zlib.crc32(name + body),)
        chunks[name] = body
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    assert struct.unpack(">II", chunks[b"IHDR"][:8]) == (16, 16)
    assert len(zlib.decompress(chunks[b"IDAT"])) == 16 * (1 + 16 * 3)
