"""`fixenc names`: mangled names are found and repaired, nothing is overwritten, everything can be undone."""

import json
import os
import unicodedata

import pytest

from mojibake_fix.cli.names import repaired_names
from mojibake_fix.cli.safe.rename import rename
from mojibake_fix.cli.safe.store import open_store
from mojibake_fix.cli.safe.system import System
from mojibake_fix.cli.wanted import Level
from mojibake_fix.types import Repair
from mojibake_fix.verdicts import Verdict

FILES = {
    "FotosÃ¤lter/MÃ¼nchen KÃ¶ln.txt": "1",
    "RÃ©sumÃ© de FranÃ§ois.txt": "2",
    "plain.txt": "3",
    "Größe.txt": "4",
}
BETTER = ["Fotosälter/München Köln.txt", "Größe.txt", "Résumé de François.txt", "plain.txt"]


def names_of(top):
    return sorted(str(path.relative_to(top)) for path in top.rglob("*.txt") if ".fixenc" not in path.parts)


def test_shows_old_and_new_and_changes_nothing(fixenc, folder):
    top = folder(FILES)
    result = fixenc("names", ".")
    assert result.stdout.splitlines() == [
        "FotosÃ¤lter/MÃ¼nchen KÃ¶ln.txt -> München Köln.txt",
        "FotosÃ¤lter -> Fotosälter",
        "RÃ©sumÃ© de FranÃ§ois.txt -> Résumé de François.txt",
    ]
    assert (result.exit_code, result.stderr) == (1, "3 of 5 would be renamed\n")
    assert names_of(top) == sorted(FILES)


def test_renames_and_gives_the_old_names_back(fixenc, folder):
    top = folder(FILES)
    result = fixenc("names", "--write", ".")
    assert (result.exit_code, result.stderr) == (0, "3 of 5 renamed\nfixenc undo 1 takes this back\n")
    assert names_of(top) == BETTER
    assert (top / BETTER[0]).read_text() == "1"
    assert "RÃ©sumÃ© de FranÃ§ois.txt: renamed to Résumé de François.txt" in fixenc("log", "1").stdout
    assert fixenc("names", ".").stdout == ""
    assert fixenc("undo").exit_code == 0
    assert names_of(top) == sorted(FILES)
    assert fixenc("log").stdout.split("\t")[2] == "3 files, 3 undone"


@pytest.mark.parametrize(
    ("written", "read"), [("utf-8", "cp437"), ("utf-8", "cp850"), ("gbk", "cp437"), ("cp866", "cp437")]
)
def test_what_unzipping_makes_of_names(fixenc, folder, written, read):
    texts = {
        "gbk": ["会议记录和工作计划.txt", "北京旅游照片.txt", "财务报表二月份.txt"],
        "cp866": ["Отчёт за январь.txt", "Фотографии с отпуска.txt", "Список покупок.txt"],
    }.get(written, ["Лекция третья.txt", "Отчёт за февраль.txt", "Übersicht über die Größen.txt"])
    top = folder({text.encode(written).decode(read): text for text in texts})
    fixenc("names", "--write", ".")
    assert names_of(top) == sorted(texts)


WAYS = {
    "eins": ("utf-8", "cp437", ["Grüße aus Köln.txt", "Straße.txt", "Übersicht über die Größen.txt"]),
    "zwei": ("utf-8", "cp850", ["Grüße aus Köln.txt", "Straße.txt", "Übersicht über die Größen.txt"]),
    "drei": ("utf-8", "latin1", ["Grüße aus Köln.txt", "Лекция третья.txt", "Straße.txt"]),
    "vier": ("cp866", "cp437", ["Отчёт за январь.txt", "Письмо другу.txt", "Список покупок.txt"]),
}


@pytest.mark.parametrize("ways", [list(WAYS), ["eins", "zwei", "drei"], ["eins", "drei", "vier"]])
def test_each_folder_is_judged_by_itself(fixenc, folder, ways):
    right = {way: WAYS[way][2] for way in ways}
    top = folder({f"{way}/{text.encode(WAYS[way][0]).decode(WAYS[way][1])}": "" for way in ways for text in right[way]})
    fixenc("names", "--write", *ways)
    assert names_of(top) == sorted(f"{way}/{text}" for way, texts in right.items() for text in texts)


def test_names_of_one_folder_that_came_in_several_ways(fixenc, folder):
    texts = ["Отчёт за январь.txt", "Письмо другу.txt", "Фотографии с отпуска.txt", "Список покупок.txt"]
    reads = ["cp437", "cp850"]
    top = folder({text.encode("cp866").decode(read): "" for text in texts[:2] for read in reads[:1]})
    folder({text.encode("cp866").decode(read): "" for text in texts[2:] for read in reads[1:]})
    folder({text.encode().decode("cp437"): "" for text in ["Grüße aus Köln.txt", "Übersicht der Größen.txt"]})
    fixenc("names", "--write", ".")
    assert names_of(top) == sorted([*texts, "Grüße aus Köln.txt", "Übersicht der Größen.txt"])


def test_of_two_names_that_are_both_sure_none_is_given(monkeypatch):
    answers = {"ä\nö": "1\n2", "ä": "1", "ö": "3"}

    def repair(text):
        return Repair(text, answers[text], Verdict.MOJIBAKE, probability=1.0)

    monkeypatch.setattr("mojibake_fix.api.repair", repair)
    assert repaired_names(["ä", "ö"], Level.SURE) == {"ä": "1"}
    assert repaired_names(["ä", "ö"], Level.GUESS) == {"ä": "1", "ö": "3"}


def test_names_that_are_no_utf8(fixenc, folder):
    top = folder({})
    texts = ["Příliš žluťoučký kůň.txt", "Úpěl ďábelské ódy.txt"]
    try:
        for text in texts:
            (top / os.fsdecode(text.encode("cp1250"))).write_text(text, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only UTF-8")
    assert fixenc("names", "--write", ".").exit_code == 0
    assert names_of(top) == sorted(texts)
    fixenc("undo")
    assert sorted(map(os.fsencode, names_of(top))) == sorted(text.encode("cp1250") for text in texts)


def test_nothing_is_overwritten(fixenc, folder):
    top = folder({"GrÃ¶ÃŸe.txt": "mangled", "Größe.txt": "sound"})
    result = fixenc("names", "--write", ".")
    assert result.exit_code == 2
    assert "fixenc: GrÃ¶ÃŸe.txt: would get a name that is there already: Größe.txt\n" in result.stderr
    assert (top / "Größe.txt").read_text() == "sound"
    assert (top / "GrÃ¶ÃŸe.txt").read_text() == "mangled"


def test_nor_at_the_last_moment(folder):
    top = folder({"a.txt": "mine", "b.txt": "yours"})
    with open_store(top) as store, pytest.raises(Exception, match="a name that is there already"):
        rename(store, store.journal.begin_run("fixenc names"), top / "a.txt", "b.txt")
    assert ((top / "a.txt").read_text(), (top / "b.txt").read_text()) == ("mine", "yours")


def test_undo_overwrites_nothing_either(fixenc, folder):
    top = folder(FILES)
    fixenc("names", "--write", ".")
    (top / "RÃ©sumÃ© de FranÃ§ois.txt").write_text("new")
    (top / "Fotosälter/München Köln.txt").unlink()
    result = fixenc("undo")
    assert result.exit_code == 2
    assert "Résumé de François.txt: would get a name that is there already" in result.stderr
    assert (top / "RÃ©sumÃ© de FranÃ§ois.txt").read_text() == "new"
    assert (top / "Résumé de François.txt").read_text() == "2"


@pytest.mark.parametrize("portable", [False, True])
def test_a_kill_at_any_operation_leaves_old_or_new_names_and_can_be_undone(tmp_path, portable, monkeypatch):
    class KilledError(BaseException):
        pass

    class Dying(System):
        def __init__(self, at):
            self.left = at

        def count(self):
            self.left -= 1
            if self.left <= 0:
                raise KilledError

        def commit(self, connection):
            self.count()
            super().commit(connection)

        def rename(self, path, name):
            self.count()
            super().rename(path, name)
            self.count()

        def sync_folder(self, path):
            self.count()
            super().sync_folder(path)

    if portable:
        monkeypatch.setattr("mojibake_fix.cli.safe.native._libc", lambda: None)
    for at in range(1, 14):
        top = tmp_path / str(at)
        top.mkdir()
        for name in ("a", "b"):
            (top / name).write_text(name)
        try:
            with open_store(top, system=Dying(at)) as store:
                run = store.journal.begin_run("fixenc names")
                rename(store, run, top / "a", "A1")
                rename(store, run, top / "b", "B1")
        except KilledError:
            pass
        left = {path.name: path.read_text() for path in top.iterdir() if path.is_file()}
        assert len(left) == 2
        assert all(name[0].lower() == text for name, text in left.items())
        undone(top)
        assert {path.name for path in top.iterdir() if path.is_file()} == {"a", "b"}, at


def undone(top):
    from mojibake_fix.cli.safe.rename import undo_renaming

    with open_store(top) as store:
        for run in store.journal.runs():
            for renaming in reversed(store.journal.renamings(run.id)):
                undo_renaming(store, renaming)


def test_decomposed_names_only_on_request(fixenc, folder):
    name = unicodedata.normalize("NFD", "Übergrößenträger.txt")
    top = folder({name: "1"})
    assert fixenc("names", ".").stdout == ""
    assert fixenc("names", "--nfc", ".").stdout == f"{name} -> Übergrößenträger.txt (composed)\n"
    assert fixenc("names", "--nfc", "--write", ".").exit_code == 0
    assert names_of(top) == ["Übergrößenträger.txt"]


def test_links_get_new_names_and_lead_where_they_led(fixenc, folder):
    top = folder({"FotosÃ¤lter/a.txt": "1"})
    try:
        (top / "RÃ©sumÃ©.txt").symlink_to("FotosÃ¤lter/a.txt")
        (top / "GrÃ¶ÃŸe").symlink_to("nowhere")
    except OSError:
        pytest.skip("no links here")
    assert fixenc("names", "--write", ".").exit_code == 0
    assert {path.name for path in top.iterdir()} - {".fixenc"} == {"Fotosälter", "Résumé.txt", "Größe"}
    assert str((top / "Résumé.txt").readlink()) == "FotosÃ¤lter/a.txt"
    assert fixenc("undo").exit_code == 0
    assert (top / "RÃ©sumÃ©.txt").read_text() == "1"


def test_sound_names_and_hidden_and_ignored_ones_stay(fixenc, folder):
    folder({"Größe.txt": "", "Ångström.txt": "", ".RÃ©sumÃ©.txt": "", "aus/MÃ¼ll.txt": "", ".gitignore": "aus"})
    result = fixenc("names", ".")
    assert (result.exit_code, result.stdout) == (0, "")


def test_json(fixenc, folder):
    folder(FILES)
    records = [json.loads(line) for line in fixenc("names", "--format", "json", ".").stdout.splitlines()]
    assert records[-1] == {
        "path": "RÃ©sumÃ© de FranÃ§ois.txt",
        "member": None,
        "new_name": "Résumé de François.txt",
        "renamed": False,
        "error": None,
    }
