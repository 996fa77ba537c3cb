"""The measurement of strings that programs show: which are gathered, and that damage among them is told."""

import json
from pathlib import Path

import pytest

polib = pytest.importorskip("polib", reason="polib reads catalogs: pip install '.[tools]'")

from measure_strings import gather, main  # noqa: E402


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    own = tmp_path / "shop" / "locale"
    own.mkdir(parents=True)
    catalog = polib.POFile()
    catalog.append(polib.POEntry(msgid="Close", msgstr="Schließen"))
    catalog.append(polib.POEntry(msgid="Open", msgstr="Ã–ffnen und schlieÃŸen"))
    catalog.save(str(own / "shop.po"))
    catalog.save_as_mofile(str(own / "shop.mo"))
    (tmp_path / "shop" / "names.json").write_text(json.dumps({"Zürich": ["Genève", 8001]}), "utf-8")
    (tmp_path / "shop" / "menu.py").write_text("MENU = ('Datei', 'Über …')\n", "utf-8")
    (tmp_path / "towns.csv").write_text("8001;Winterthur\n9000;Sankt Gallen, Säntis\n", "utf-8")
    (tmp_path / "old.csv").write_bytes("9000;Säntis alt\n".encode("latin-1"))
    return tmp_path


def test_strings_beyond_ascii_are_gathered_once(packages: Path) -> None:
    assert gather(packages) == {
        "Schließen": "shop",
        "Ã–ffnen und schlieÃŸen": "shop",
        "Zürich": "shop",
        "Genève": "shop",
        "Über …": "shop",
        "9000;Sankt Gallen, Säntis": "towns.csv",
    }


def test_what_is_changed_is_counted_and_listed(
    packages: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["measure_strings.py", str(packages), "--list"])
    main()
    said = capsys.readouterr().out
    assert "6 strings      1 changed" in said
    assert "shop: 'Ã–ffnen und schlieÃŸen' -> 'Öffnen und schließen'" in said
    assert "Säntis'" not in said
