"""`check --baseline`: what is known is not told again, what is new is, wherever it stands; and `--exit-zero`."""

import json

import pytest

MOJIBAKE = "Les FranÃ§ois dÃ©goÃ»tÃ©s"
OTHER = "Die grÃ¶ÃŸte MÃ¼hle in KÃ¶ln"
FILES = {
    "a.txt": f"plain\n{MOJIBAKE}\n",
    "sub/legacy.txt": "Příliš žluťoučký kůň úpěl ďábelské ódy a kočka ležela".encode("cp1250"),
    "sub/lossy.txt": "Ein sch\ufffdner Tag in der Stadt\n",
    "sound.txt": "Größe",
}
KNOWN = ("--baseline", "known.json")


@pytest.fixture
def top(fixenc, folder):
    top = folder(FILES)
    result = fixenc("check", "--write-baseline", "known.json", "a.txt", "sub", "sound.txt")
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 3
    return top


def check(fixenc, *args):
    return fixenc("check", *KNOWN, *(args or ("a.txt", "sub", "sound.txt")))


def test_what_is_known_is_not_told_again(fixenc, top):
    result = check(fixenc)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith("; 3 known\n")


def test_it_holds_no_text(top):
    text = (top / "known.json").read_text("ascii")
    assert "Fran" not in text
    assert set(json.loads(text)["files"]) == {"a.txt", "sub/legacy.txt", "sub/lossy.txt"}


def test_lines_may_move_and_others_may_come(fixenc, top):
    (top / "a.txt").write_text(f"new\nlines über allem\n\n{MOJIBAKE}\nplain\n", encoding="utf-8")
    assert check(fixenc).exit_code == 0


def test_what_is_new_in_a_known_file_is_told_alone(fixenc, top):
    (top / "a.txt").write_text(MOJIBAKE + "\nsound line" * 9 + f"\n{OTHER}\n", encoding="utf-8")
    result = fixenc("check", *KNOWN, "--format", "json", "a.txt")
    assert result.exit_code == 1
    spans = json.loads(result.stdout.splitlines()[0])["spans"]
    assert any("Ã¶ÃŸt" in span["before"] for span in spans)


def test_damage_that_grows_together_with_known_damage_is_told(fixenc, top):
    (top / "a.txt").write_text(f"{MOJIBAKE} {OTHER}\n", encoding="utf-8")
    assert check(fixenc).exit_code == 1
    check(fixenc, "--write-baseline", "known.json", "a.txt")
    (top / "a.txt").write_text(f"{OTHER}\nplain\n{MOJIBAKE}\n", encoding="utf-8")
    assert check(fixenc, "a.txt").exit_code == 0


def test_what_is_found_once_more_is_new(fixenc, top):
    (top / "a.txt").write_text(f"{MOJIBAKE}\n{MOJIBAKE}\n", encoding="utf-8")
    assert check(fixenc).exit_code == 1


def test_another_loss_is_new(fixenc, top):
    (top / "sub/lossy.txt").write_text(
        "Ein sch\ufffdner Tag in der Stadt\nund eine k\ufffdhle Nacht\n", encoding="utf-8"
    )
    assert check(fixenc).stdout.startswith("sub/lossy.txt:2:11: lossy, 1 lost")


def test_the_same_in_another_file_is_new(fixenc, top):
    (top / "b.txt").write_bytes((top / "a.txt").read_bytes())
    assert check(fixenc, "b.txt").exit_code == 1


def test_from_any_folder(fixenc, top, monkeypatch):
    monkeypatch.chdir(top / "sub")
    assert fixenc("check", "--baseline", "../known.json", "..", "legacy.txt").exit_code == 0


def test_json_says_what_is_known(fixenc, top):
    records = [json.loads(line) for line in check(fixenc, "--format", "json", "a.txt", "sound.txt").stdout.splitlines()]
    assert [record["known"] for record in records[:-1]] == [True, False]


@pytest.mark.parametrize("kind", ["sarif", "github", "html"])
def test_other_formats(fixenc, top, kind):
    result = check(fixenc, "--format", kind, ".")
    assert result.exit_code == 0
    assert "mojibake" not in result.stdout.partition('"results"')[2].replace("1 mojibake", "")


def test_it_can_be_renewed(fixenc, top):
    (top / "a.txt").write_text(OTHER, encoding="utf-8")
    assert check(fixenc, "--write-baseline", "known.json", "a.txt").exit_code == 0
    assert check(fixenc, "a.txt").exit_code == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot read none.json: no such file or directory; --write-baseline makes one."),
        ("{", "cannot read none.json: it is no JSON."),
        ("[]", "none.json is no baseline of this version"),
        ('{"fixenc-baseline": 1, "files": {"a": 1}}', "none.json is no baseline of this version"),
    ],
)
def test_what_is_no_baseline_is_an_error(fixenc, folder, content, words):
    folder({"a.txt": ""} if content is None else {"none.json": content})
    result = fixenc("check", "--baseline", "none.json", ".")
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_place_that_cannot_be_written(fixenc, folder):
    folder({"a.txt": ""})
    result = fixenc("check", "--write-baseline", "none/known.json", ".")
    assert result.exit_code == 2
    assert "--write-baseline: cannot write none/known.json: " in result.stderr


@pytest.mark.parametrize("command", [["check"], ["diff"], ["fix", "--dry-run"]])
def test_exit_zero(fixenc, folder, command):
    folder({"lossy.txt": FILES["sub/lossy.txt"]})
    assert fixenc(*command, ".").exit_code == 1
    assert fixenc(*command, "--exit-zero", ".").exit_code == 0
    assert fixenc(*command, "--exit-zero", ".", "none").exit_code == 2
