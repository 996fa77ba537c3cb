"""Files of a copy: there as a whole or not at all, and nothing is overwritten unless by force."""

import pytest

from mojibake_fix.cli import write
from mojibake_fix.cli.errors import RefusedError

OLD, NEW = "Žluťoučký kůň".encode("cp1250"), "Žluťoučký kůň".encode()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "kun.txt"
    path.write_bytes(OLD)
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("force", [False, True])
def test_copies_overwrite_only_by_force(file, force):
    destination = file.with_name("copy.txt")
    destination.write_bytes(b"precious")
    if force:
        write.create_file(destination, file, NEW, force=True)
        assert destination.read_bytes() == NEW
    else:
        with pytest.raises(RefusedError, match="exists already"):
            write.create_file(destination, file, NEW, force=False)
        assert destination.read_bytes() == b"precious"
    assert names(file.parent) == ["copy.txt", "kun.txt"]
