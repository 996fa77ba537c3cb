"""`--guess`: likely guesses where characters are gone, shown, counted and written only when asked for."""

import json

import pytest

LOSSY, GUESSED = "Ein sch\ufffdner Tag für uns\n", "Ein schöner Tag für uns\n"


@pytest.mark.parametrize(("options", "expected"), [([], LOSSY), (["--guess"], GUESSED)])
def test_fix_writes_guesses_only_when_asked(fixenc, folder, options, expected):
    top = folder({"a.txt": LOSSY})
    result = fixenc("fix", "--write", *options, "a.txt")
    assert (top / "a.txt").read_text(encoding="utf-8") == expected
    assert result.exit_code == 1  # lossy it is and stays
    assert ("1 guessed" in result.stdout) == bool(options)


def test_diff_shows_what_fix_would_write(fixenc, folder):
    folder({"a.txt": LOSSY})
    assert f"+{GUESSED}" in fixenc("diff", "--guess", "a.txt").stdout
    assert fixenc("diff", "a.txt").stdout == ""


def test_explain_names_each_guess(fixenc):
    told = fixenc("explain", "--guess", LOSSY.strip()).stdout.splitlines()
    assert told[told.index("guesses:") + 1].startswith('  7:8: "\ufffd" -> "ö", 0.9')
    record = json.loads(fixenc("explain", "--guess", "--format", "json", LOSSY.strip()).stdout)
    (guess,) = record["guesses"]
    assert guess.pop("probability") > 0.9
    assert guess == {"start": 7, "end": 8, "lost": "\ufffd", "text": "ö"}
    assert record["verdict"] == "lossy"


def test_sound_text_has_nothing_to_guess(fixenc, folder):
    top = folder({"a.txt": GUESSED})
    assert fixenc("fix", "--write", "--guess", "a.txt").exit_code == 0
    assert (top / "a.txt").read_text(encoding="utf-8") == GUESSED
