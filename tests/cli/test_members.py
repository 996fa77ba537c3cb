"""`names` of zip archives: members get the names that they were meant to have, and nothing else changes."""

import io
import json
import os
import random
import shutil
import struct
import subprocess
import zipfile
import zlib

import pytest

from mojibake_fix.cli.archive import read_archive, renamed
from mojibake_fix.cli.errors import RefusedError

NAMES = {
    "utf-8": ("Größe/Übersicht.txt", "naïve Café.txt", "plain.txt"),
    "cp866": ("Отчёт за январь.txt", "Фото/Отпуск в Сочи.txt", "plain.txt", "Список покупок на неделю.txt"),
    "gbk": ("会议记录/二零一九年工作总结.txt", "plain.txt", "项目计划书最终版.txt"),
    "shift_jis": ("新しいフォルダー/議事録.txt", "旅行の写真と予定表.txt"),
}
SOUND = {
    "ascii": ("a.txt", "b/c.txt"),
    "cp437": ("Größe/Übersicht für alle.txt", "schöne Grüße.txt"),
}


class Info(zipfile.ZipInfo):
    """A member whose name stands in the archive as it is given, in bytes."""

    raw, marked = b"", False

    def _encodeFilenameFlags(self):  # noqa: N802 - the standard library's own name
        return self.raw, self.flag_bits | (0x800 if self.marked else 0)


def archive(names, encoding="utf-8", *, marked=False, extra=lambda raw: b"", comments=None, streamed=False):
    class Stream(io.RawIOBase):
        def __init__(self):
            self.data = bytearray()

        def writable(self):
            return True

        def write(self, data):
            self.data += data
            return len(data)

    out = Stream() if streamed else io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for number, name in enumerate(names):
            info = Info(f"m{number}", (2001 + number, 2, 3, 4, 5, 6))
            info.raw, info.marked = name.encode(encoding), marked
            info.compress_type = (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)[number % 2]
            info.external_attr = 0o100640 << 16
            info.extra = extra(info.raw)
            info.comment = (comments or {}).get(number, b"")
            file.writestr(info, f"data of {number} ".encode() * 40)
        file.comment = "von Müller".encode("cp437")
    return bytes(out.data) if streamed else out.getvalue()


def contents(data):
    """All but the names: of each member its data and what belongs to it, and the archive's comment."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return [
            (
                file.read(info),
                info.date_time,
                info.external_attr,
                info.compress_type,
                info.CRC,
                info.extra,
                info.comment,
            )
            for info in file.infolist()
        ], file.comment


def names_in(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert all(info.filename.isascii() or info.flag_bits & 0x800 for info in file.infolist())
        return tuple(file.namelist())


@pytest.mark.parametrize("encoding", NAMES)
@pytest.mark.parametrize("streamed", [False, True])
def test_repaired_in_place_and_undone(fixenc, folder, encoding, streamed):
    data = archive(NAMES[encoding], encoding, streamed=streamed)
    top = folder({"a.zip": data})
    shown = fixenc("names", "a.zip")
    assert shown.exit_code == 1
    assert f" -> {NAMES[encoding][0]}\n" in shown.stdout
    assert (top / "a.zip").read_bytes() == data
    assert fixenc("names", "--write", "a.zip").exit_code == 0
    new = (top / "a.zip").read_bytes()
    assert names_in(new) == NAMES[encoding]
    assert contents(new) == contents(data)
    assert fixenc("names", "a.zip").stdout == ""
    assert fixenc("undo").exit_code == 0
    assert (top / "a.zip").read_bytes() == data


@pytest.mark.skipif(os.name == "nt", reason="links are POSIX's")
def test_a_link_that_leads_out_of_what_was_given_is_refused(fixenc, folder):
    data = archive(NAMES["cp866"], "cp866")
    top = folder({"c/a.zip": data})
    (top / "l.zip").symlink_to("c/a.zip")
    result = fixenc("names", "--write", "l.zip")
    assert "l.zip: is a link that leads out of what was given" in result.stderr
    assert (top / "c/a.zip").read_bytes() == data


@pytest.mark.parametrize("encoding", SOUND)
def test_sound_names_stay(fixenc, folder, tree, encoding):
    top = folder({"a.zip": archive(SOUND[encoding], encoding)})
    before = tree(top)
    result = fixenc("names", "--write", "a.zip")
    assert (result.exit_code, result.stdout) == (0, "")
    assert tree(top) == before
    assert not (top / ".fixenc").exists()


def test_names_that_are_marked_stay(fixenc, folder):
    folder({"a.zip": archive(NAMES["cp866"], marked=True)})
    assert fixenc("names", "a.zip").stdout == ""


def test_names_that_were_mangled_before_they_were_marked(fixenc, folder):
    texts = NAMES["utf-8"]
    top = folder({"a.zip": archive([text.encode().decode("cp1252") for text in texts], marked=True)})
    assert fixenc("names", "--write", "a.zip").exit_code == 0
    assert names_in((top / "a.zip").read_bytes()) == texts


def test_a_copy(fixenc, folder):
    data = archive(NAMES["gbk"], "gbk")
    top = folder({"a.zip": data, "b.zip": archive(["b.txt"])})
    assert fixenc("names", "--output", "out", "a.zip", "b.zip").exit_code == 0
    assert (top / "a.zip").read_bytes() == data
    assert names_in((top / "out/a.zip").read_bytes()) == NAMES["gbk"]
    assert (top / "out/b.zip").read_bytes() == (top / "b.zip").read_bytes()
    assert fixenc("names", "--output", "out", "a.zip").exit_code == 2
    assert fixenc("names", "--output", "out", "--force", "a.zip").exit_code == 0


def unicode_path(text, *, right=True):
    def field(raw):
        data = struct.pack("<BL", 1, zlib.crc32(raw) ^ (not right)) + text.encode()
        return struct.pack("<HH", 0x7075, len(data)) + data

    return field


def test_a_name_that_info_zip_added_is_heeded(fixenc, folder):
    folder({"a.zip": archive(["? .txt"], extra=unicode_path("Отчёт.txt"))})
    assert fixenc("names", "a.zip").stdout == ""


def test_unless_it_belongs_to_another(fixenc, folder):
    top = folder({"a.zip": archive(NAMES["cp866"], "cp866", extra=unicode_path("Wrong.txt", right=False))})
    assert fixenc("names", "--write", "a.zip").exit_code == 0
    with zipfile.ZipFile(top / "a.zip") as file:
        names = [info.orig_filename for info in file.infolist()]
    assert names == list(NAMES["cp866"])


def test_fields_that_hold_numbers_of_the_name_are_adapted(fixenc, folder):
    texts = [text.encode().decode("cp1252") for text in NAMES["utf-8"]]
    top = folder({"a.zip": archive(["x", *texts], extra=lambda raw: unicode_path(raw.decode())(raw))})
    assert fixenc("names", "--write", "a.zip").exit_code == 0
    with (top / "a.zip").open("rb") as file:
        members = read_archive(file).members
    assert [member.unicode_path is not None for member in members] == [True] * 4


def test_what_stands_before_the_archive_and_behind_it_stays(fixenc, folder):
    data = archive(NAMES["cp866"], "cp866")
    stub = b"MZ a program that unpacks itself" * 9
    top = folder({"a.exe": stub + data})
    assert fixenc("names", "--write", "a.exe").exit_code == 0
    new = (top / "a.exe").read_bytes()
    assert new.startswith(stub + b"PK\3\4")
    assert names_in(new) == NAMES["cp866"]
    assert contents(new) == contents(data)


def test_comments_are_marked_with_the_name_and_stay_readable(fixenc, folder):
    data = archive(NAMES["cp866"], "cp866", comments={0: "важно".encode("cp866"), 2: b"plain"})
    top = folder({"a.zip": data})
    fixenc("names", "--write", "a.zip")
    with zipfile.ZipFile(top / "a.zip") as file:
        assert [info.comment for info in file.infolist()] == ["важно".encode(), b"", b"plain", b""]


def test_zip64(fixenc, folder, monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    data = archive(NAMES["cp866"], "cp866")
    monkeypatch.undo()
    assert b"PK\6\6" in data
    top = folder({"a.zip": data})
    monkeypatch.chdir(top)
    assert fixenc("names", "--write", "a.zip").exit_code == 0
    new = (top / "a.zip").read_bytes()
    assert names_in(new) == NAMES["cp866"]
    assert [each[0] for each in contents(new)[0]] == [each[0] for each in contents(data)[0]]


def test_names_that_would_be_equal_are_errors(fixenc, folder):
    texts = ["Größe und Übersicht.txt", "Größe und Übersicht.txt".encode().decode("cp1252")]
    top = folder({"a.zip": archive(texts, marked=True)})
    result = fixenc("names", "--write", "a.zip")
    assert result.exit_code == 2
    assert "would get the same name as another: Größe und Übersicht.txt" in result.stderr
    assert names_in((top / "a.zip").read_bytes()) == tuple(texts)


def test_json(fixenc, folder):
    folder({"a.zip": archive(NAMES["utf-8"])})
    records = [json.loads(line) for line in fixenc("names", "--format", "json", "a.zip").stdout.splitlines()]
    assert records[1] == {
        "path": "a.zip",
        "member": "na├»ve Caf├⌐.txt",
        "new_name": "naïve Café.txt",
        "renamed": False,
        "error": None,
    }


def test_errors_of_use(fixenc, folder):
    folder({"a.zip": archive(["a"]), "b.txt": ""})
    for args in (["--write", "--output", "out", "a.zip"], ["--force", "a.zip"], ["--output", "out", "b.txt"]):
        assert fixenc("names", *args).exit_code == 2


def test_damaged_archives_are_errors_and_stay(fixenc, folder):
    data = archive(NAMES["cp866"], "cp866")
    top = folder({"a.zip": data[:-30], "b.zip": data[:200] + data[260:], "c.zip": b"PK\3\4" + bytes(50)})
    before = {path: path.read_bytes() for path in top.iterdir()}
    result = fixenc("names", "--write", *sorted(before))
    assert result.exit_code == 2
    assert result.stderr.count("fixenc: ") == 3
    assert {path: path.read_bytes() for path in before} == before


def test_no_damage_makes_us_write_nonsense():
    chance = random.Random(7)
    data = archive(NAMES["cp866"], "cp866", extra=unicode_path("x"))
    for _ in range(3000):
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 4)):
            broken[chance.randrange(len(broken))] = chance.choice((0, 1, 255, chance.randrange(256)))
        file = io.BytesIO(broken)
        try:
            found = read_archive(file)
            b"".join(renamed(file, found, {0: ("новое имя.txt", b"")}))
        except (RefusedError, struct.error):
            pass


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")
@pytest.mark.parametrize("encoding", NAMES)
def test_unzip_finds_it_sound(fixenc, folder, encoding):
    top = folder({"a.zip": archive(NAMES[encoding], encoding)})
    fixenc("names", "--write", "a.zip")
    done = subprocess.run(["unzip", "-t", "a.zip"], cwd=top, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
