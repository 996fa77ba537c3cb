"""Files that are not held in memory: the same answers as for others, in pieces. What is large is made small here."""

import json
import random
import subprocess
import sys

import pytest

import mojibake_fix.cli.pieces as pieces_module
from mojibake_fix.cli.pieces import cut

LINES = {
    "de": "Größe, Übung und Äpfel: schöne Grüße aus München an die Bäckerei in Köln.",
    "ru": "Съешь ещё этих мягких французских булок, да выпей чаю.",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy a kočka ležela u kamen.",
    "zh": "晚上七点在老地方见，我们一起去吃饭，然后看电影。",
    "ja": "昨日は友達と一緒に映画を見て、とても楽しかったです。",
}
PLAIN = "2024-01-01 a plain line of a log, 40 % of it"


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(pieces_module, "LARGE", 2000)
    monkeypatch.setattr(pieces_module, "PIECE", 1000)
    monkeypatch.setattr(pieces_module, "LONGEST_LINE", 4000)
    monkeypatch.setattr("mojibake_fix.cli.large.PIECE", 1000)


def text_of(*names, lines=60):
    """Lines of these kinds, each some in a row."""
    chosen = [LINES.get(name, PLAIN) for name in names]
    return "".join(f"{chosen[at * len(chosen) // lines]} {at}\n" for at in range(lines))


class TestCheck:
    @pytest.mark.parametrize(
        ("data", "verdict", "encoding"),
        [
            (text_of("plain").encode(), "sound", "ascii"),
            (text_of("de").encode(), "sound", "utf-8"),
            (text_of("ru").encode("cp1251"), "legacy", "cp1251"),
            (text_of("zh").encode("gbk"), "legacy", "gbk"),
            (text_of("ja").encode("utf-16"), "legacy", "utf-16"),
            (text_of("ru").encode("utf-16-be"), "legacy", "utf-16-be"),
            (text_of("plain", "plain", "plain", "cs").encode("cp1250"), "legacy", "cp1250"),
            (text_of("de").encode().decode("cp1252").encode(), "mojibake", "utf-8"),
            (text_of("ru", "de").encode() + text_of("de").encode().decode("cp1252").encode(), "mixed", "utf-8"),
            (text_of("ru").encode() + text_of("ru").encode("cp1251"), "mixed", None),
            (b"\x89PNG\r\n\x1a\n\0\0" * 400, "binary", None),
        ],
    )
    def test_verdicts(self, fixenc, folder, data, verdict, encoding):
        folder({"a": data})
        record = json.loads(fixenc("check", "--format", "json", ".").stdout.splitlines()[0])
        assert (record["verdict"], record["error"]) == (verdict, None)
        assert record["encoding"] == encoding or (encoding, record["encoding"]) == ("gbk", "gb18030")

    def test_places_are_those_of_the_whole_file(self, fixenc, folder):
        text = text_of("plain", "ru")
        folder({"a.txt": text + LINES["de"].encode().decode("cp1252") + "\n"})
        (span, *_) = json.loads(fixenc("check", "--format", "json", ".").stdout.splitlines()[0])["spans"]
        assert text.count("\n") == 60
        assert span["start"] == len(text) + LINES["de"].encode().decode("cp1252").index(span["before"])
        assert "line=61,col=" in fixenc("check", "--format", "github", ".").stdout
        assert "61:" in fixenc("check", "--format", "html", ".").stdout
        sarif = json.loads(fixenc("check", "--format", "sarif", ".").stdout)
        assert sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 61

    def test_a_note_says_so(self, fixenc, folder):
        folder({"a.txt": text_of("de").encode().decode("cp1252")})
        assert "a.txt: note: is larger than" in fixenc("check", ".").stderr

    def test_skip_file(self, fixenc, folder):
        folder({"a.txt": "fixenc: skip-file\n" + text_of("plain", "de").encode().decode("cp1252")})
        assert fixenc("check", ".").exit_code == 0

    def test_families(self, fixenc, folder):
        folder({"a.txt": text_of("de").encode().decode("cp1252")})
        assert fixenc("check", "--only", "escapes", ".").exit_code == 0
        assert fixenc("check", ".").exit_code == 1

    def test_detect_and_diff_and_explain(self, fixenc, folder):
        folder({"a.txt": text_of("ru").encode("koi8-r")})
        assert fixenc("detect", ".").stdout.startswith("a.txt\tkoi8-r\t")
        assert fixenc("diff", ".").exit_code == 1
        assert fixenc("explain", "--file", "a.txt").exit_code == 0


class TestFix:
    @pytest.mark.parametrize("line_end", ["\n", "\r\n"])
    @pytest.mark.parametrize("last", ["", "no line end at the end"])
    @pytest.mark.parametrize(
        ("name", "encoding"), [("ru", "cp1251"), ("zh", "gbk"), ("ja", "utf-16"), ("cs", "cp1250"), ("de", "utf-16-be")]
    )
    def test_legacy(self, fixenc, folder, name, encoding, line_end, last):
        text = text_of(name).replace("\n", line_end) + last
        top = folder({"a.txt": text.encode(encoding)})
        assert fixenc("fix", "--write", ".").exit_code == 0
        assert (top / "a.txt").read_bytes() == text.encode()
        fixenc("undo")
        assert (top / "a.txt").read_bytes() == text.encode(encoding)

    def test_mojibake_between_plain_and_sound_pieces(self, fixenc, folder):
        parts = [text_of("plain"), text_of("ru"), text_of("de").encode().decode("cp1252"), text_of("plain", "zh")]
        top = folder({"a.txt": "".join(parts)})
        assert fixenc("fix", "--write", ".").exit_code == 0
        parts[2] = text_of("de")
        assert (top / "a.txt").read_text("utf-8") == "".join(parts)
        assert fixenc("check", ".").exit_code == 0

    def test_pieces_in_several_encodings_end_in_one(self, fixenc, folder):
        parts = text_of("ru"), text_of("plain"), text_of("ru")
        top = folder({"a.txt": (parts[0] + parts[1]).encode() + parts[2].encode("cp1251")})
        assert fixenc("fix", "--write", ".").exit_code == 0
        assert (top / "a.txt").read_text("utf-8") == "".join(parts)

    def test_pieces_in_two_encodings(self, fixenc, folder):
        top = folder({"a.txt": text_of("ru").encode() + text_of("ru").encode("cp1251")})
        assert fixenc("fix", "--write", ".").exit_code == 0
        assert (top / "a.txt").read_text("utf-8") == text_of("ru") * 2

    def test_a_piece_whose_encoding_is_not_sure_enough_leaves_the_file(self, fixenc, folder, tree, monkeypatch):
        monkeypatch.setattr("mojibake_fix.cli.wanted.SURE_FROM", 1.01)
        top = folder({"a.txt": text_of("ru").encode() + text_of("ru").encode("cp1251")})
        before = tree(top)
        result = fixenc("fix", "--write", ".")
        assert (result.exit_code, tree(top)) == (1, before)
        assert "left, for its encoding is not sure enough" in result.stderr

    def test_all_pieces_go_to_the_target(self, fixenc, folder):
        text = text_of("ru", "plain")
        top = folder({"a.txt": text + text_of("ru").encode("koi8-r").decode("cp1251")})
        assert fixenc("fix", "--write", "--to", "koi8-r", ".").exit_code == 0
        assert (top / "a.txt").read_bytes() == (text + text_of("ru")).encode("koi8-r")

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
    def test_a_mark_is_written_once(self, fixenc, folder, encoding):
        top = folder({"a.txt": text_of("ru").encode("cp1251")})
        assert fixenc("fix", "--write", "--to", encoding, ".").exit_code == 0
        assert (top / "a.txt").read_bytes() == text_of("ru").encode(encoding)

    def test_in_its_own_encoding(self, fixenc, folder):
        broken = text_of("de").encode().decode("cp1252")
        top = folder({"a.txt": (text_of("cs") + "\n").encode("utf-16") + broken.encode("utf-16-le")})
        assert fixenc("fix", "--write", "--keep-encoding", ".").exit_code == 0
        assert (top / "a.txt").read_bytes() == (text_of("cs") + "\n" + text_of("de")).encode("utf-16")

    def test_what_cannot_be_written_names_the_place_and_leaves_the_file(self, fixenc, folder, tree):
        top = folder({"a.txt": text_of("plain", "ru").encode("cp1251")})
        before = tree(top)
        result = fixenc("fix", "--write", "--to", "cp1252", ".")
        assert result.exit_code == 2
        assert "a.txt: in the piece that follows line " in result.stderr
        assert tree(top) == before
        assert {path.name for path in top.iterdir()} == {"a.txt"}

    def test_declarations_of_the_first_piece(self, fixenc, folder):
        head = '<?xml version="1.0" encoding="windows-1251"?>\n<a>\n'
        top = folder({"a.xml": (head + text_of("ru")).encode("cp1251")})
        assert fixenc("fix", "--write", ".").exit_code == 0
        assert (top / "a.xml").read_text("utf-8") == head.replace("windows-1251", "utf-8") + text_of("ru")

    def test_dry_run_and_copy(self, fixenc, folder, tree):
        top = folder({"in/a.txt": text_of("ru").encode("cp1251"), "in/b.txt": text_of("ru")})
        before = tree(top)
        assert "would be converted" in fixenc("fix", "--dry-run", "in").stderr
        assert tree(top) == before
        assert fixenc("fix", "--output", "out", "in").exit_code == 0
        assert tree(top / "out") == {"a.txt": text_of("ru").encode(), "b.txt": text_of("ru").encode()}

    def test_a_file_that_changes_between_the_passes(self, fixenc, folder, monkeypatch):
        import mojibake_fix.cli.large as large

        top = folder({"a.txt": text_of("ru").encode("cp1251")})
        original = large.decide_large

        def decide(finding, options):
            with (top / "a.txt").open("ab") as file:
                file.write(b"more\n")
            return original(finding, options)

        monkeypatch.setattr(large, "decide_large", decide)
        result = fixenc("fix", "--write", ".")
        assert result.exit_code == 2
        assert "a.txt: changed while it was read" in result.stderr
        assert (top / "a.txt").read_bytes() == text_of("ru").encode("cp1251") + b"more\n"

    def test_kept_as_a_copy_where_links_cannot_be_had(self, fixenc, folder, monkeypatch):
        from mojibake_fix.cli.safe.system import System

        def link(self, path, name):
            raise OSError(18, "Invalid cross-device link")

        monkeypatch.setattr(System, "link", link)
        top = folder({"a.txt": text_of("ru").encode("cp1251")})
        assert fixenc("fix", "--write", ".").exit_code == 0
        assert fixenc("undo").exit_code == 0
        assert (top / "a.txt").read_bytes() == text_of("ru").encode("cp1251")


class TestStandardInput:
    def test_repaired(self, fixenc, folder):
        folder({})
        result = fixenc("fix", "-", stdin=text_of("ru").encode("cp1251"))
        assert (result.exit_code, result.stdout_bytes) == (0, text_of("ru").encode())

    @pytest.mark.parametrize("data", [text_of("ru").encode(), b"\x89PNG\r\n\x1a\n\0\0" * 400, b"x" * 5000])
    def test_what_needs_no_repair_goes_through(self, fixenc, folder, data):
        folder({})
        result = fixenc("fix", "-", stdin=data)
        assert (result.exit_code, result.stdout_bytes) == (0, data)


class TestCut:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
    def test_pieces_are_text_and_come_to_the_whole(self, tmp_path, encoding):
        signs = random.Random(1)
        text = "".join(signs.choice("ab \näяĊ\u0a0a上\U0001f600") for _ in range(20_000))
        path = tmp_path / "a"
        path.write_bytes(text.encode(encoding))
        with path.open("rb") as file:
            parts = list(cut(file, encoding))
        assert "".join(part.decode(encoding) for part in parts) == text
        assert all(part.decode(encoding).endswith("\n") for part in parts[:-1])
        assert len(parts) > 10

    @pytest.mark.parametrize("text", ["ä" * 9000, "word " * 5000, "上" * 9000])
    def test_without_line_ends(self, tmp_path, text):
        path = tmp_path / "a"
        path.write_text(text, encoding="utf-8")
        with path.open("rb") as file:
            parts = list(cut(file))
        assert "".join(part.decode() for part in parts) == text
        assert max(map(len, parts)) <= 6000

    def test_no_place_to_cut_is_an_error(self, fixenc, folder):
        top = folder({"a.txt": ("ä" * 9000).encode("cp1252")})
        result = fixenc("fix", "--write", ".")
        assert result.exit_code == 2
        assert "without a blank, where it cannot be cut" in result.stderr
        assert (top / "a.txt").read_bytes() == b"\xe4" * 9000


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak of memory is read from Linux")
def test_memory_is_bounded(tmp_path):
    """100 MB in 10 MB beyond what the library itself takes."""
    with (tmp_path / "a.log").open("wb") as file:
        for _ in range(100):
            file.write(f"{PLAIN}\n".encode() * 22_000)
        file.write("Grüße\n".encode("cp1252"))
    code = (
        "import resource, sys; from mojibake_fix.cli import main; import mojibake_fix.api as api; "
        "api.repair_bytes('Grüße aus Köln'.encode('cp1252')); before = resource.getrusage(resource.RUSAGE_SELF); "
        "code = main(['check', '--no-cache', '.']); after = resource.getrusage(resource.RUSAGE_SELF); "
        "print(after.ru_maxrss - before.ru_maxrss); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "a.log: legacy, " in done.stdout
    assert int(done.stdout.splitlines()[-1]) < 50_000  # KB
