"""--format-aware: values are repaired, and nothing else of a file of JSON, CSV, XML or SQL."""

import json

import pytest

from mojibake_fix import formats
from mojibake_fix.cli import large, large_values, pieces

TABLE = 'CafÃ©,name\r\n1,"CafÃ© ""x"""\r\n2,GrÃ¶ÃŸe\r\n'
OBJECT = '{"GrÃ¶ÃŸe":  "CafÃ©", "k": "caf\\u00c3\\u00a9"}\n'
FIXED = '{"GrÃ¶ÃŸe":  "Café", "k": "caf\\u00e9"}\n'


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "in"
    root.mkdir()
    for name, text in (
        ("a.json", OBJECT),
        ("b.xml", "<a>CafÃ©"),
        ("c.txt", OBJECT),
        ("d.csv", "id,name\r\n1,Größe\r\n"),
    ):
        (root / name).write_bytes(text.encode())
    return root


def test_the_name_of_a_file_tells_its_format(fixenc, folder, tmp_path):
    answer = fixenc("fix", "--format-aware", "--output", tmp_path / "out", folder)
    read = {path.name: path.read_bytes().decode() for path in (tmp_path / "out").iterdir()}
    assert read["a.json"] == FIXED
    assert read["c.txt"] == FIXED.replace("GrÃ¶ÃŸe", "Größe").replace("\\u00e9", "é"), "plain text, throughout"
    assert read["d.csv"] == "id,name\r\n1,Größe\r\n"
    assert answer.exit_code == 0


def test_what_is_not_in_its_format_is_plain_text_and_that_is_told(fixenc, folder):
    answer = fixenc("fix", "--format-aware", "--dry-run", folder / "b.xml")
    assert "b.xml: note: is no XML: taken for plain text" in answer.stderr
    assert "would be repaired" in answer.stdout


def test_a_repair_in_place_is_stable_and_can_be_undone(fixenc, folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert fixenc("fix", "--write", "--format-aware", "a.json").exit_code == 0
    assert (folder / "a.json").read_bytes().decode() == FIXED
    assert fixenc("check", "--format-aware", "a.json").exit_code == 0, "the key that is mangled is no value"
    assert fixenc("undo").exit_code == 0
    assert (folder / "a.json").read_bytes().decode() == OBJECT


def test_a_format_can_be_told_and_a_path_is_none(fixenc, folder):
    assert fixenc("check", "--format-aware", folder / "c.txt").stdout.count("c.txt:") == 1
    assert "json-escape" not in fixenc("check", "--format-aware=json", folder / "c.txt").stdout
    assert "CafÃ© -> " not in fixenc("diff", "--format-aware=json", folder / "c.txt").stdout
    answer = fixenc("check", "--format-aware=yaml", folder)
    assert answer.exit_code == 2
    assert "'yaml' is not one of 'auto', 'json'" in answer.stderr


def test_standard_input_has_no_name_to_tell_its_format(fixenc):
    answer = fixenc("fix", "--format-aware", "-", stdin=b"")
    assert answer.exit_code == 2
    assert "write --format-aware=csv or the like" in answer.stderr


def test_the_name_of_standard_input_tells_its_format(fixenc):
    answer = fixenc("fix", "--format-aware", "--stdin-filename", "a.json", "-", stdin=OBJECT.encode())
    assert answer.stdout_bytes.decode() == FIXED
    plain = fixenc("fix", "--format-aware", "--stdin-filename", "a.txt", "-", stdin=OBJECT.encode())
    assert "Größe" in plain.stdout


def test_it_is_a_setting(fixenc, folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "fixenc.toml").write_text('format-aware = "auto"')
    assert fixenc("fix", "--write", "a.json", "c.txt").exit_code == 0
    assert (folder / "a.json").read_bytes().decode() == FIXED
    assert "Größe" in (folder / "c.txt").read_text("utf-8"), "its name tells no format: it is plain text"
    assert fixenc("fix", "-", stdin="Ã¤".encode()).stdout_bytes.decode() == "ä", "nor has standard input one"
    (folder / "fixenc.toml").write_text('format-aware = "yaml"')
    answer = fixenc("check", "a.json")
    assert answer.exit_code == 2
    assert "'yaml' is not one of" in answer.stderr


LOST = {
    "a.json": ('{"k\ufffdy": "Ein sch\ufffdner Tag für \\"uns\\"", "b": "Tag"}\n', "sch\ufffdner", "schöner"),
    "b.json": ('{"a": "Ein sch\\ufffdner Tag"}\n', "sch\\ufffdner", "sch\\u00f6ner"),
    "c.csv": ('id;t\ufffdxt\r\n1;"Ein sch\ufffdner Tag"\r\n2;Wir m\ufffdssen gehen\r\n', None, None),
    "d.xml": ("<a b='Ein sch\ufffdner Tag'><!-- sch\ufffdn --></a>\n", "sch\ufffdner", "schöner"),
    "e.sql": ("INSERT INTO t VALUES ('Ein sch\ufffdner Tag'); -- sch\ufffdn\n", "sch\ufffdner", "schöner"),
}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("name", LOST)
def test_guesses_stand_in_values_alone_and_only_where_asked(fixenc, tmp_path, monkeypatch, name, large):
    if large:
        monkeypatch.setattr(pieces, "LARGE", 10)
    monkeypatch.chdir(tmp_path)
    text, lost, meant = LOST[name]
    path = tmp_path / name
    path.write_bytes(text.encode())
    fixenc("fix", "--write", "--format-aware", name)
    assert path.read_bytes().decode() == text
    answer = fixenc("fix", "--write", "--format-aware", "--guess", name)
    expected = text.replace(lost, meant) if lost else text.replace("sch\ufffdner", "schöner").replace("m\ufffd", "mü")
    assert path.read_bytes().decode() == expected
    assert "guessed" in answer.stdout
    assert fixenc("undo").exit_code == 0
    assert path.read_bytes().decode() == text


@pytest.mark.parametrize("large", [False, True])
def test_guesses_and_repairs_in_one_file_and_their_places(fixenc, tmp_path, monkeypatch, large):
    if large:
        monkeypatch.setattr(pieces, "LARGE", 10)
    monkeypatch.chdir(tmp_path)
    text = '{"a": "CafÃ© am Platz", "b": "Ein sch\ufffdner Tag", "c": "GrÃ¼n"}\n'
    (tmp_path / "a.json").write_bytes(text.encode())
    shown = fixenc("check", "--format-aware", "--format", "json", "a.json").stdout
    assert json.loads(shown.splitlines()[0])["guesses"] == []
    fixenc("fix", "--output", "out", "--format-aware", "--guess", "--format", "json", "a.json")
    fixed = (tmp_path / "out/a.json").read_bytes().decode()
    assert fixed == text.replace("CafÃ©", "Café").replace("\ufffd", "ö").replace("GrÃ¼n", "Grün")
    again = fixenc("fix", "--dry-run", "--format-aware", "--guess", "--format", "json", "a.json").stdout
    (guess,) = json.loads(again.splitlines()[0])["guesses"]
    assert (fixed[guess["start"] : guess["end"]], guess["lost"]) == ("ö", "\ufffd")


def test_languages_are_evidence_for_values_too(fixenc, tmp_path):
    (tmp_path / "a.csv").write_text("1;aldýðým\n", "utf-8")
    assert fixenc("check", "--format-aware", tmp_path).exit_code == 0
    assert "1;aldýðým -> 1;aldığım" in fixenc("check", "--format-aware", "--language", "tr", tmp_path).stdout


class TestLarge:
    """Files that are not held in memory, and standard input: read as their format says, in pieces of values."""

    @pytest.fixture(autouse=True)
    def everything_is_large(self, monkeypatch):
        monkeypatch.setattr(pieces, "LARGE", 10)
        monkeypatch.setattr(large_values, "PIECE", 7)
        monkeypatch.setattr(large, "PIECE", 100)
        monkeypatch.setattr(formats, "PIECE", 40)

    def fixed(self, fixenc, path, *how):
        answer = fixenc("fix", "--format-aware", "--write", "--no-undo", *how, path)
        return answer, path.read_bytes()

    @pytest.mark.parametrize(
        "encode",
        [str.encode, lambda text: text.encode("utf-8-sig"), lambda text: text.encode("utf-16")],
        ids=["utf-8", "with a mark", "utf-16"],
    )
    def test_values_alone_are_repaired(self, fixenc, tmp_path, encode):
        path = tmp_path / "a.json"
        path.write_bytes(encode(OBJECT * 30))
        answer, data = self.fixed(fixenc, path, "--keep-encoding")
        assert data == encode(FIXED * 30)
        assert answer.exit_code == 0
        assert self.fixed(fixenc, path, "--keep-encoding")[1] == encode(FIXED * 30)

    def test_a_quoted_field_is_never_cut(self, fixenc, tmp_path):
        path = tmp_path / "a.csv"
        path.write_bytes(('CafÃ©,name\r\n1,"GrÃ¼n' + "\r\nx" * 40 + '"\r\n').encode())
        assert self.fixed(fixenc, path)[1].decode() == 'Café,name\r\n1,"Grün' + "\r\nx" * 40 + '"\r\n'

    def test_a_legacy_file_is_converted_and_a_sound_one_stays(self, fixenc, tmp_path):
        legacy, sound = tmp_path / "a.csv", tmp_path / "b.csv"
        text = "id;name\r\n" + "1;Příliš žluťoučký kůň úpěl ďábelské ódy\r\n" * 9
        legacy.write_bytes(text.encode("cp1250"))
        sound.write_bytes(text.encode())
        assert self.fixed(fixenc, legacy, "--level", "guess")[1].decode() == text
        assert self.fixed(fixenc, sound)[1].decode() == text

    @pytest.mark.parametrize(
        "data",
        [
            b"[" + '{"a": "CafÃ©"},\n'.encode() * 9 + b'{"a: 1}]\n',
            '{"a": "CafÃ©"}\n'.encode() * 9 + '{"a": "Größe"}\n'.encode("cp1252"),
        ],
        ids=["not in its format", "not in one encoding"],
    )
    def test_what_cannot_be_read_so_is_plain_text_and_that_is_told(self, fixenc, tmp_path, data):
        path = tmp_path / "a.json"
        path.write_bytes(data)
        answer, new = self.fixed(fixenc, path, "--level", "guess")
        assert "is no JSON, or not in one encoding: taken for plain text" in answer.stderr
        assert new.count("Café".encode()) == 9
        assert b"\xef\xbf\xbd" not in new

    def test_a_line_that_was_cut_spoils_no_other(self, fixenc, tmp_path):
        path = tmp_path / "a.jsonl"
        path.write_text('{"CafÃ©": "CafÃ©"}\n' * 9 + '{"CafÃ©": "Ca\n' + '{"CafÃ©": "CafÃ©"}\n' * 9, "utf-8")
        _, new = self.fixed(fixenc, path, "--level", "guess")
        assert new.decode() == '{"CafÃ©": "Café"}\n' * 9 + '{"CafÃ©": "Ca\n' + '{"CafÃ©": "Café"}\n' * 9

    def test_standard_input_is_no_other(self, fixenc):
        answer = fixenc("fix", "--format-aware=json", "-", stdin=(OBJECT * 50).encode())
        assert answer.stdout_bytes.decode() == FIXED * 50
        assert answer.exit_code == 0
        assert "judged in pieces" in answer.stderr

    def test_nothing_wanted_changes_nothing(self, fixenc, tmp_path):
        path = tmp_path / "a.json"
        path.write_bytes((OBJECT * 9).encode())
        assert self.fixed(fixenc, path, "--except", "utf8-as-single-byte")[1].decode() == OBJECT * 9
