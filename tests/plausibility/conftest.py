"""The slow twin of the model, and a tiny model trained here."""

import pytest

LINES = {
    "de.txt": "Der alte Müller läuft über die Brücke.\nDie Bäckerin grüßt fröhlich zurück.\n",
    "ru.txt": "Старый мельник идёт через мост.\nКошка спит на тёплой крыше.\n",
    "el.txt": "Ο γέρος περπατά στη γέφυρα.\nΗ γάτα κοιμάται.\n",
}


@pytest.fixture(scope="session")
def slow(module_at, root, model):
    """`slow.bits(text)`: the shipped model's bits, computed one by one."""
    return module_at("slow_model", root / "tests/oracles/slow_model.py").SlowModel(model)


@pytest.fixture(scope="session")
def tool(module_at, root):
    """tools/train_plausibility.py as a module."""
    return module_at("train_plausibility", root / "tools/train_plausibility.py")


@pytest.fixture
def training_folder(tmp_path):
    """A folder with three small languages."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, lines in LINES.items():
        (folder / name).write_bytes((lines * 30).encode())
    return folder
