"""What words are searched for as arrays is what is found one by one: bytes, layers, readings, and their bits."""

import functools
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mojibake_fix import fix
from mojibake_fix.encodings import decode, decode_table, encode, is_single_byte
from mojibake_fix.engine import readings
from mojibake_fix.engine.alike import alike
from mojibake_fix.engine.by_chain import read_units
from mojibake_fix.engine.decoded import decode_all
from mojibake_fix.engine.layers import readers_in, readers_of, readers_of_utf8, utf8_paths_of, utf8_paths_of_all
from mojibake_fix.engine.legacy import Outer, legacy_readings
from mojibake_fix.engine.pages import multi_byte_writers, single_byte_readers, single_byte_writers
from mojibake_fix.engine.priors import READERS, STEPS, WRITERS, step_number
from mojibake_fix.engine.propose import Vote, best_gains, count_votes
from mojibake_fix.engine.readings import C1, put, read_word
from mojibake_fix.engine.rough import Ranker
from mojibake_fix.engine.shown import hashes, shown_bytes
from mojibake_fix.engine.spoken import evidence, language_weights
from mojibake_fix.engine.words import Unit
from mojibake_fix.plausibility import load_model
from mojibake_fix.plausibility.model import codes_of

SOUND = ["déjà", "Größe", "žluť", "мост", "γάτα", "kůň", "日本", "한국", "año", "€5", "naïve", "“да”", "ç", "ﬁ😀"]
SIGNS = st.text(st.sampled_from("aé\u00a0ÃÂ©мЖ縺ﾃ”“?\ufffd\x02€š\x81한😀'–"), min_size=1, max_size=6)


@st.composite
def words(draw):
    """Words beyond ASCII: sound, mangled once or twice, or anything."""
    word = draw(st.sampled_from(SOUND) | SIGNS.filter(lambda text: not text.isascii()))
    for _ in range(draw(st.integers(0, 2))):
        data = word.encode("utf-8", "replace") if draw(st.booleans()) else encode(word, draw(st.sampled_from(READERS)))
        shown = data and decode(data, draw(st.sampled_from(READERS)))
        word = shown if shown and not shown.isascii() and "\n" not in shown else word
    return word


PATHS = st.lists(
    st.integers(0, len(STEPS) - 2).map(lambda step: (step,))
    | st.tuples(st.integers(0, len(READERS) - 1), st.integers(0, len(STEPS) - 2)),
    min_size=1,
    max_size=12,
)


@functools.cache
def a_ranker():
    weights = language_weights(evidence(["dans les rues de la ville", "und nicht mehr"], load_model()))
    return Ranker.of(weights.astype(np.float32), load_model())


@given(st.lists(words(), min_size=1, max_size=5))
def test_bytes_are_those_of_every_reader(texts):
    shown = shown_bytes(texts)
    found = {}
    for row, data in enumerate(shown.bytes_of()):
        begin = int(shown.first_reader[row])
        own = shown.readers[begin : begin + int(shown.reader_counts[row])].tolist()
        found.setdefault(int(shown.text_of[row]), []).append((data, own))
    for number, text in enumerate(texts):
        one_by_one = {}
        for reader in readers_of(text):
            data = encode(text, READERS[reader])
            if data is not None:
                one_by_one.setdefault(data, []).append(reader)
        assert found.get(number, []) == list(one_by_one.items())


@given(st.lists(st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=9), min_size=2, max_size=9))
def test_rows_have_one_hash_where_they_are_one(rows):
    keys = hashes(np.array([k for row in rows for k in row]), np.array([len(row) for row in rows])).tolist()
    assert len(set(keys)) == len(set(map(tuple, rows)))
    alone = [hashes(np.array(row), np.array([len(row)])).tolist() for row in rows]
    assert keys == [key for (key,) in alone]


@given(st.lists(words(), min_size=1, max_size=5))
def test_no_reader_of_utf8_is_passed_over(texts):
    starts = np.cumsum([0, *map(len, texts)])[:-1]
    masks = readers_of_utf8(codes_of("".join(texts)), starts).tolist()
    for text, mask in zip(texts, masks, strict=True):
        fitting = {
            reader
            for reader in readers_of(text)
            if (data := encode(text, READERS[reader])) is not None and decode(data, "utf-8") is not None
        }
        assert fitting <= set(readers_in(mask)) <= set(readers_of(text))


@given(st.lists(st.tuples(words(), st.booleans()), max_size=5))
def test_layers_of_many_words_are_those_of_each(asked):
    together = utf8_paths_of_all([text for text, _ in asked], are_cut=[is_cut for _, is_cut in asked])
    assert together == [utf8_paths_of(text, is_cut=is_cut) for text, is_cut in asked]


def test_most_sound_words_have_no_reader_of_utf8():
    texts = [word for word in SOUND if word not in ("日本", "한국")]
    masks = readers_of_utf8(codes_of("".join(texts)), np.cumsum([0, *map(len, texts)])[:-1])
    pages = set(single_byte_readers().tolist())
    assert not any(pages & set(readers_in(mask)) for mask in masks.tolist())


@given(st.lists(words(), min_size=1, max_size=4), PATHS)
@settings(max_examples=200)
def test_chains_that_are_alike_read_alike(texts, paths):
    units = [Unit("", text, " ") for text in texts]
    for path, place in zip(paths, alike(paths, texts), strict=True):
        for cores in (False, True):
            assert read_units(units, [path], cores=cores) == read_units(units, [paths[place]], cores=cores)


@given(st.lists(words(), min_size=1, max_size=6), PATHS, st.booleans())
@settings(max_examples=300)
def test_words_are_read_alike_together_and_alone(texts, paths, cores):
    units = [Unit("", text, " ") for text in texts]
    for path, together in zip(paths, read_units(units, paths, cores=cores), strict=True):
        alone = [read_word(text, path, cores=cores) for text in texts]
        whole = [readings.replay(text, path) for text in texts]
        if not cores and len(units) > 1 and None not in whole:  # a chain that fits them all is taken at its word
            alone = [None if C1.search(text) else text for text in whole]
        assert together == alone


def test_pages_that_differ_only_elsewhere_are_alike():
    paths = [(step_number(0, READERS.index(name)),) for name in ("cp1252", "cp1254", "iso8859-1", "mac-roman")]
    assert alike(paths, ["Ã©"]) == [0, 0, 0, 3]
    assert alike(paths, ["â€™"]) == [0, 0, 2, 3]


@given(words(), PATHS, st.booleans())
@settings(max_examples=200)
def test_a_word_that_is_read_whole_has_no_other_reading(text, paths, cores):
    for path in paths:
        ways = readings._ways(text, path, cores=cores, is_cut=False)
        fitting = (after for found in ways if not C1.search(after := put(text, found)))
        assert read_word(text, path, cores=cores) == next(
            (after for after in fitting if not readings.is_lost_for_good(text, after, path)), None
        )


@given(st.sampled_from([WRITERS[number - 1] for number in multi_byte_writers()]), st.lists(st.binary(max_size=8)))
def test_bytes_are_decoded_alike_together_and_alone(name, data):
    whole = [own.replace(b"\n", b"") or b"a" for own in data]
    alone = {number: decode(own, name) for number, own in enumerate(whole)}
    assert decoded(whole, name) == {number: text for number, text in alone.items() if text and not C1.search(text)}


def decoded(data, name, are_cut=None):
    """The texts of bytes by their numbers."""
    found = decode_all(data, name, are_cut=are_cut or [False] * len(data))
    starts, ends = found.starts.tolist(), (found.starts + found.sizes).tolist()
    texts = ["".join(map(chr, found.codes[start:end].tolist())) for start, end in zip(starts, ends, strict=True)]
    return dict(zip(found.number.tolist(), texts, strict=True))


def test_the_head_of_a_longer_text_may_end_within_a_character():
    data = [encode("漢字", "gbk")[:3]] * 2
    assert decoded(data, "gbk", [True, False]) == {0: "漢"}


@pytest.mark.parametrize("name", ["gb18030", "utf-8-variants"])
def test_a_replacement_character_that_bytes_spell_is_one(name):
    data = encode("a\ufffd", name)
    assert decoded([data, b"\xff\xff", b"b"], name) == {0: "a\ufffd", 2: "b"}


def test_every_page_has_ascii_where_the_search_takes_it_for_granted():
    _, tables = single_byte_writers()
    assert (tables[:, 0x20:0x80] == np.arange(0x20, 0x80)).all()


@given(st.lists(st.tuples(words(), st.integers(0, 1)), min_size=1, max_size=4))
@settings(max_examples=50, deadline=None)
def test_readings_of_pages_are_all_that_fit(asked):
    ranker = a_ranker()
    units = [Unit(", ", text, " ") for text, _ in asked]
    owner = np.array([number for _, number in asked], dtype=np.intp)
    legacy = legacy_readings([Outer(word, unit.text, ()) for word, unit in enumerate(units)], units, owner, ranker)
    data = legacy.shown.bytes_of()
    found = list(zip(legacy.row.tolist(), legacy.writer.tolist(), legacy.bits.tolist(), strict=True))
    for word, own in groupby(found, key=lambda reading: legacy.shown.text_of[reading[0]]):
        text = units[word].text
        texts = [(data[row], number, decode(data[row], WRITERS[number - 1]), bits) for row, number, bits in own]
        assert all(after not in (None, text) and not C1.search(after) for _, _, after, _ in texts)
        bits = ranker.bits([units[word].reading(after) for _, _, after, _ in texts], owner[[word] * len(texts)])
        np.testing.assert_allclose([one for _, _, _, one in texts], bits, rtol=1e-5)
        pages = {(own_data, number) for own_data, number, _, _ in texts if is_single_byte(WRITERS[number - 1])}
        fitting = {
            (own_data, number)
            for own_data in data_of(legacy.shown, data, word)
            for number in single_byte_writers()[0].tolist()
            if (after := decode(own_data, WRITERS[number - 1])) not in (None, text) and not C1.search(after)
        }
        assert pages <= fitting
        assert pages == fitting or len(pages) >= 80


def data_of(shown, data, word):
    return [own for own, number in zip(data, shown.text_of.tolist(), strict=True) if number == word]


def test_holes_of_pages_are_none_of_the_readings():
    assert "\ufffe" in decode_table("cp1252")
    assert decode(b"\x81", "cp1252") is None


def test_a_vote_names_the_chain_that_was_suffered(model, damage):
    texts = ["déjà", "été", "après"]
    weights = language_weights(evidence(["dans les rues de la ville"], model))[0]
    suffered = [("utf-8", "cp1252"), ("cp850", "cp1252"), ("mac-roman", "cp1252")]
    votes = [
        Vote([Unit(" ", damage(text, f"{written}>{read}"), " ") for text in texts], weights, 40)
        for written, read in suffered
    ]
    nobody = Vote([], weights, 40)
    count_votes([nobody, *votes], model)
    assert nobody.paths == []
    for vote, names in zip(votes, suffered, strict=True):
        assert len(vote.paths) == 40
        assert names in [(STEPS[path[0]].written, STEPS[path[0]].read) for path in vote.paths]
        assert vote.gain > 0


def test_the_votes_of_a_document_are_its_own(model, sound_lines):
    """What stands beside a document in a batch changes no vote of it."""
    lines = [lines[0] for lines in sound_lines.values()]
    weights = language_weights(evidence(lines, model))
    asked = [[Unit(" ", word, " ") for word in line.split() if not word.isascii()][:3] for line in lines]
    together = [Vote(units, row, 40) for units, row in zip(asked, weights, strict=True)]
    count_votes(together, model)
    for vote in together:
        alone = Vote(vote.units, vote.weights, 40)
        count_votes([alone], model)
        assert (alone.paths, alone.gain) == (vote.paths, vote.gain)


@given(st.lists(st.lists(words(), min_size=1, max_size=3), min_size=1, max_size=4))
@settings(deadline=None, max_examples=50)
def test_the_best_reading_of_a_word_is_that_of_its_votes(documents):
    """What the sieve asks of a word is what the vote of a document of that one word finds."""
    model = load_model()
    weights = language_weights(evidence(["dans les rues de la ville"] * len(documents), model))
    units = [Unit(" ", word, " ") for own in documents for word in own]
    owner = np.repeat(np.arange(len(documents)), [len(own) for own in documents])
    gains = best_gains(units, owner, weights, model)
    assert (gains == np.concatenate([best_gains([unit], np.zeros(1, int), weights[:1], model) for unit in units])).all()
    votes = [Vote([unit], weights[0], 40) for unit in units]
    count_votes(votes, model)
    for vote, gain in zip(votes, gains.tolist(), strict=True):
        assert vote.gain <= max(0, gain) + 0.01  # sums of the same numbers, rounded otherwise


def test_a_word_that_no_legacy_page_can_show_beside_one_under_utf8():
    assert fix("\u00ef\u00bb\u00bf\r\u1000") == "\ufeff\r\u1000"
