"""The package works from a zip, as clusters ship it: its code, its model, its adapters, in a folder without it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mojibake_fix

CODE = """
import sys
sys.path.insert(0, sys.argv[1])
import mojibake_fix
assert ".zip" in mojibake_fix.__file__, mojibake_fix.__file__
assert mojibake_fix.fix("FranÃ§ois a dÃ®nÃ©") == "François a dîné"
assert mojibake_fix.fix_bytes("Příliš žluťoučký kůň úpěl".encode("cp1250")) == "Příliš žluťoučký kůň úpěl"
assert list(mojibake_fix.ingest(['{"a": "CafÃ©"}'], format="json")) == ['{"a": "Café"}']
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = Path(mojibake_fix.__file__).parent
    base = tmp_path_factory.mktemp("zip") / "mojibake_fix"
    return shutil.make_archive(str(base), "zip", folder.parent, folder.name)


def run(code, *arguments):
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=env, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_the_package_and_its_model_are_found_in_a_zip(archive):
    run(CODE, archive)


def test_the_adapter_is_found_in_a_zip(archive):
    pytest.importorskip("pyarrow", reason="needs pip install 'mojibake-fix[arrow]'")
    more = (
        "import pyarrow as pa, mojibake_fix.arrow\nassert mojibake_fix.arrow.fix_array(pa.array(['CafÃ©']))[0].as_py()"
    )
    run(f"{CODE}{more} == 'Café'\n", archive)
