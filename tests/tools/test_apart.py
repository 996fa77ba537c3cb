"""What is measured is not trained on: lines that stand in both texts are found, left out, and proved to be."""

import hashlib

import pytest

import check_apart
import train_plausibility
from check_apart import Apart, check, line_key
from mojibake_fix.plausibility.format import read_model

SHARED = "Die Bäckerin  grüßt fröhlich zurück."


@pytest.fixture
def folders(tmp_path):
    """Text to train on and text to measure on, which have a line in common but for its white space and case."""
    train, text = tmp_path / "train", tmp_path / "text"
    train.mkdir()
    text.mkdir()
    own = "Der alte Müller läuft über die Brücke.\n" * 20
    (train / "de.txt").write_text(own + "\u00a0" + SHARED + "\n", encoding="utf-8")
    (text / "de.txt").write_text("DIE BÄCKERIN GRÜẞT FRÖHLICH ZURÜCK\nNoch eine Zeile\n\n", encoding="utf-8")
    return train, text


@pytest.mark.parametrize(("one", "other", "same"), [
    ("kurz und gut", " kurz\tund\u00a0gut\r", True),
    ("kurz und gut", "kurz und gut.", False),
    ("Kurz", "kurz", False),
    ("Ein längerer Satz, der gilt.", "ein längerer Satz der gilt", True),
    ("Ein längerer Satz, der gilt.", "ein la\u0308ngerer Satz der gilt", True),
    ("Ein längerer Satz, der gilt.", "Ein längerer Satz, der galt.", False),
])  # fmt: skip
def test_which_lines_are_the_same(one, other, same):
    assert (line_key(one) == line_key(other)) == same


@pytest.mark.parametrize("blank", ["", " ", "\u00a0\t\r"])
def test_blank_lines_do_not_count(blank):
    assert line_key(blank) is None


def test_a_common_line_is_found(folders):
    train, text = folders
    assert check(text, train, []) == Apart({"de": 2}, {"de": 1}, {"de": 1})
    assert str(check(text, train, [])).endswith("1 were trained on: de 1")


def test_training_leaves_it_out_and_says_so(folders):
    train, text = folders
    metadata = [read_model(train_plausibility.train(train, None, 1.0, 1.0, place))[1] for place in (None, text)]
    assert [one["files"][0]["left_out"] for one in metadata] == [0, 1]
    assert check(text, train, metadata[0]["files"]).trained == {"de": 1}
    assert check(text, train, metadata[1]["files"]).trained == {"de": 0}


def test_what_is_left_out_is_in_no_text(folders):
    train, text = folders
    texts, _ = train_plausibility.read_folder(train, check_apart.folder_keys(text))
    assert "Brücke" in texts[0]
    assert "Bäckerin" not in texts[0]


def test_another_text_than_the_models_proves_nothing(folders):
    train, text = folders
    said = {"file": "de.txt", "left_out": 1, "sha256": hashlib.sha256(b"another").hexdigest()}
    assert check(text, train, [said]).trained == {"de": 1}


@pytest.mark.parametrize(("own", "code"), [("Etwas ganz anderes.\n", 0), (SHARED + "\n", 1)])
def test_the_program_tells(folders, monkeypatch, capsys, own, code):
    train, text = folders
    (train / "de.txt").write_text(own, encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["check_apart", "--text", str(text), "--train", str(train)])
    assert check_apart.main() == code
    assert f"{code} were trained on" in capsys.readouterr().out
