"""What `diff` writes into a pipe: a patch that git takes, after which the files are as `fix` would make them."""

import os
import shutil
import subprocess

import pytest

from mojibake_fix.cli.patch import _quoted

git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

TEXT = "Die Mühle klappert am Bach.\n" + "plain\n" * 9 + "Später fährt er über die Brücke nach Köln.\n"
BROKEN = TEXT.encode().decode("cp1252")


def apply(top, patch):
    return subprocess.run(["git", "apply", "--verbose", "-"], cwd=top, input=patch, capture_output=True, check=False)


@git
@pytest.mark.parametrize("is_repository", [False, True])
@pytest.mark.parametrize(
    "name",
    [
        "a.txt",
        "a b.txt",
        "Größe.txt",
        "sub folder/ä b.txt",
        'quo"te.txt',
        "back\\slash.txt",
        "tab\t.txt",
        " .txt",
        "-a",
    ],
)
def test_git_applies_it(fixenc, folder, name, is_repository):
    if os.name == "nt" and set(name) & set('"\\\t'):
        pytest.skip("no name for a file on Windows")
    top = folder({name: BROKEN})
    if is_repository:
        subprocess.run(["git", "init", "-q", "."], cwd=top, check=True)
    result = fixenc("diff", ".")
    done = apply(top, result.stdout_bytes)
    assert done.returncode == 0, done.stderr
    assert (top / name).read_bytes() == TEXT.encode()


@git
@pytest.mark.parametrize("last", ["", "Ende ohne Zeilenende: groß", "plain"])
@pytest.mark.parametrize(
    ("kind", "line_end"),
    [
        *((kind, line_end) for kind in ("utf-8", "utf-8-sig") for line_end in ("\n", "\r\n", "\r")),
        *(("legacy lines", line_end) for line_end in ("\n", "\r\n")),  # they are told apart at LF
    ],
)
def test_line_ends_marks_and_legacy_bytes(fixenc, folder, tree, line_end, last, kind):
    data = (BROKEN + last.encode().decode("cp1252")).replace("\n", line_end)
    if kind == "legacy lines":
        data = TEXT.replace("\n", line_end).encode("cp1252") + data.encode()
    else:
        data = data.encode(kind)
    top = folder({"a.txt": data, "b/a.txt": data, "sound.txt": TEXT})
    patch = fixenc("diff", ".").stdout_bytes
    assert apply(top, patch).returncode == 0
    patched = tree(top)
    folder({"a.txt": data, "b/a.txt": data})
    fixenc("fix", "--write", "--level", "guess", ".")
    assert patched == tree(top)


@git
def test_absolute_paths_are_taken_from_the_current_folder(fixenc, folder):
    top = folder({"sub/a.txt": BROKEN})
    assert apply(top, fixenc("diff", top).stdout_bytes).returncode == 0
    assert (top / "sub/a.txt").read_text("utf-8") == TEXT


@git
def test_backwards(fixenc, folder):
    top = folder({"a.txt": BROKEN})
    patch = fixenc("diff", ".").stdout_bytes
    fixenc("fix", "--write", "a.txt")
    subprocess.run(["git", "apply", "-R", "-"], cwd=top, input=patch, check=True)
    assert (top / "a.txt").read_text("utf-8") == BROKEN


def test_wide_encodings_have_none(fixenc, folder):
    folder({"a.txt": BROKEN.encode("utf-16")})
    result = fixenc("diff", ".")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "fixenc: a.txt: no patch: in utf-16 a line is no line of bytes; fix --write repairs it\n" in result.stderr


@pytest.mark.parametrize(
    ("name", "quoted"), [(b"a/\xc3\xa4 b", b"a/\xc3\xa4 b"), (b'a/"\n\x01', b'"a/\\"\\n\\001"'), (b"a\\b", b'"a\\\\b"')]
)
def test_names_are_quoted_as_git_does(name, quoted):
    assert _quoted(name) == quoted


@git
def test_it_is_applied_in_a_folder_of_a_work_tree_too(fixenc, folder, monkeypatch):
    top = folder({"sub/a.txt": BROKEN})
    subprocess.run(["git", "init", "-q", "."], cwd=top, check=True)
    monkeypatch.chdir(top / "sub")
    assert apply(top / "sub", fixenc("diff", ".").stdout_bytes).returncode == 0
    assert (top / "sub/a.txt").read_bytes() == TEXT.encode()


@pytest.mark.parametrize("is_terminal", [False, True])
def test_a_file_of_several_encodings_is_told(fixenc, folder, monkeypatch, is_terminal):
    monkeypatch.setattr("mojibake_fix.cli.commands.shared.on_terminal", lambda: is_terminal)
    folder({"a.txt": TEXT.encode() + TEXT.encode("cp1252") * 3})
    result = fixenc("diff", ".")
    assert result.stdout == ""
    assert "fixenc: a.txt: no diff: its text stays, but it has lines in several encodings" in result.stderr
