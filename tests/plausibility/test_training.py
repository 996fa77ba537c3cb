"""Training: the same folder gives the same bytes, and what was trained on is plausible."""

import hashlib

import pytest

from mojibake_fix.plausibility.format import read_model
from mojibake_fix.plausibility.model import Model


def test_the_same_folder_gives_the_same_bytes(tool, training_folder):
    assert tool.train(training_folder, None, 1.0, 1.0) == tool.train(training_folder, None, 1.0, 1.0)


def test_another_folder_gives_other_bytes(tool, training_folder):
    before = tool.train(training_folder, None, 1.0, 1.0)
    (training_folder / "fr.txt").write_bytes("Le vieux meunier traverse la forêt.\n".encode() * 20)
    assert tool.train(training_folder, None, 1.0, 1.0) != before


def test_the_model_prefers_what_it_was_trained_on(tool, training_folder):
    model = Model.from_arrays(*read_model(tool.train(training_folder, None, 1.0, 1.0)))
    known, other, mangled = model.totals(["Die Bäckerin grüßt", "Xqz Äßöwkpp ßryxvü", "Die BÃ¤ckerin grÃ¼Ãt"])
    assert known < other
    assert known < mangled


def test_the_metadata_names_the_files(tool, training_folder):
    _, metadata = read_model(tool.train(training_folder, None, 1.0, 1.0))
    assert [row["file"] for row in metadata["files"]] == ["de.txt", "el.txt", "ru.txt"]
    for row in metadata["files"]:
        data = (training_folder / row["file"]).read_bytes()
        assert (row["bytes"], row["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_the_licences_are_those_of_the_table(tool, training_folder, tmp_path):
    table = tmp_path / "sources.tsv"
    rows = ["split\tlicence\tbytes", "train\tCC0-1.0\t10", "train\tCC0-1.0\t5", "dev\tMIT\t7", "train\tCC-BY-4.0\t1"]
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    _, metadata = read_model(tool.train(training_folder, table, 1.0, 1.0))
    assert metadata["licences"] == {"CC0-1.0": 15, "CC-BY-4.0": 1}


def test_an_empty_folder_is_an_error(tool, tmp_path):
    with pytest.raises(SystemExit, match="holds no"):
        tool.train(tmp_path, None, 1.0, 1.0)
