"""Files that need no word are told at one look, in several processes where there are many; all others are left."""

import os
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mojibake_fix.cli.cache as cache_module
import mojibake_fix.cli.sift as sift_module
from mojibake_fix.cli.plain import are_plain, is_plain
from mojibake_fix.cli.sift import by_folder, sift, split, state_of

forks = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


def nothing(_):
    return {}


def later():
    return time.time_ns() + sift_module.SETTLED


def plain_state(place, moment, formatted=False):
    """What sifting one file says at that moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sift_module.time, "time_ns", lambda: moment)
        ((_, (found,)),) = sift(list(by_folder([place])), nothing, formatted=formatted)
    return found


@pytest.fixture
def made(folder):
    return folder({"a.txt": "plain", "empty": "", "sub/é.txt": "Zürich", "sub/z.txt": 'x = "a\\n"'})


class TestOneFile:
    @pytest.mark.parametrize("name", ["a.txt", "empty", "sub/z.txt"])
    def test_a_plain_one_is_told_by_its_state(self, made, name):
        assert plain_state(name, later()) == state_of((made / name).stat())

    @pytest.mark.parametrize("name", ["sub/é.txt", "sub", "missing", "nul\0"])
    def test_all_others_are_left(self, made, name):
        assert plain_state(name, later()) is False

    def test_one_that_was_just_touched_is_left_to_those_who_see_it_change(self, made):
        assert plain_state("a.txt", time.time_ns()) is False

    def test_a_large_one_is_left(self, made, monkeypatch):
        monkeypatch.setattr(sift_module, "_LARGEST", 4)
        assert plain_state("a.txt", later()) is False

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
    def test_a_pipe_that_took_its_place_keeps_nobody_waiting_and_loses_nothing(self, made):
        (made / "a.txt").unlink()
        os.mkfifo(made / "a.txt")
        reader = os.open("a.txt", os.O_RDONLY | os.O_NONBLOCK)
        writer = os.open("a.txt", os.O_WRONLY)
        os.write(writer, b"plain")
        assert plain_state("a.txt", later()) is False
        assert os.read(reader, 10) == b"plain"
        os.close(writer)
        os.close(reader)

    def test_one_that_grew_meanwhile_is_left(self, made, monkeypatch):
        read = os.read
        monkeypatch.setattr(os, "read", lambda descriptor, size: read(descriptor, size) + b"!")
        assert plain_state("a.txt", later()) is False

    def test_values_may_hide_what_the_file_does_not_show(self, made):
        (made / "v.json").write_text(r'["\\u00c3\\u00a9"]')
        assert plain_state("v.json", later())
        assert plain_state("v.json", later(), True) is False


class TestMany:
    TEXTS = (
        "plain",
        "",
        "a = b & c",
        "caf=C3=A9",
        r"\u00c3\u00a9",
        "=C3=",
        "=A9",
        "x\n=A9",
        "Zürich",
        "a\x0cb",
        "Hi +AOk-",
        "+1234",
    )

    @pytest.mark.parametrize("together", [1, 40, 1 << 18])
    def test_each_is_told_as_it_would_be_alone(self, folder, monkeypatch, together):
        monkeypatch.setattr(sift_module, "_TOGETHER", together)
        texts = [self.TEXTS[number * 7 % len(self.TEXTS)] for number in range(80)]
        folder({f"{number:02}": text for number, text in enumerate(texts)})
        names = [f"{number:02}" for number in range(80)]
        moment = later()
        monkeypatch.setattr(sift_module.time, "time_ns", lambda: moment)
        found = [answer for _, answers in sift([("", names)], nothing) for answer in answers]
        assert [answer is not False for answer in found] == [is_plain(text.encode()) for text in texts]

    @given(st.lists(st.sampled_from([*map(str.encode, TEXTS), b"=C3=\r", b"$B!!", b"~{!!", b"&amp;amp;", b"x" * 2000])))
    def test_together_as_alone(self, datas):
        assert are_plain(datas) == [is_plain(data) for data in datas]


def test_a_folder_of_many_files_is_parted(monkeypatch):
    monkeypatch.setattr(sift_module, "CHUNK", 3)
    groups = [("a/", list("bcdefgh")), ("b/", ["i"]), ("c/", list("jk"))]
    chunks = list(sift_module._chunks(groups))
    assert [[len(names) for _, names in chunk] for chunk in chunks] == [[3], [3], [1, 1, 2]]
    assert [above + name for chunk in chunks for above, names in chunk for name in names] == [
        above + name for above, names in groups for name in names
    ]


class TestKnown:
    def test_the_same_file_is_not_opened(self, made, monkeypatch):
        state = state_of((made / "sub/é.txt").stat())
        monkeypatch.setattr(os, "open", lambda *_: pytest.fail("opened"))
        known = {"é.txt": (state, True), "z.txt": (state_of((made / "sub/z.txt").stat()), False)}
        assert [found for _, found in sift([("sub/", ["é.txt", "z.txt"])], {"sub/": known}.get)] == [[True, False]]

    def test_another_is_read(self, made):
        known = {"a.txt": ((1, 2, 3, 4, 5), True)}
        assert list(sift([("", ["a.txt"])], lambda _: known)) == [([("", ["a.txt"])], [False])]


@pytest.mark.parametrize(
    ("place", "expected"), [("a", ("", "a")), ("/a", ("/", "a")), ("x/y/a", ("x/y/", "a")), ("x//a", ("x//", "a"))]
)
def test_a_path_and_its_folder(place, expected):
    assert split(place.replace("/", os.sep)) == tuple(part.replace("/", os.sep) for part in expected)


def test_files_by_their_folders():
    places = ["a", "b", "x/a", "x/b", "x/y/c", "x/d", "xy/e", "/f", "g"]
    found = list(by_folder([place.replace("/", os.sep) for place in places]))
    assert [above + name for above, names in found for name in names] == [
        place.replace("/", os.sep) for place in places
    ]
    assert all(os.sep not in name for _, names in found for name in names)


CODE = """
import os, sys, mojibake_fix.cli.sift as s
s.SHARED_FROM, s.CHUNK, s.SETTLED = 1, 3, 0
pids = []
fork = os.fork
def forked():
    pids.append(fork())
    return pids[-1]
os.fork = forked
places = sorted(os.listdir("."))
first, killed = sys.argv[1] == "first", sys.argv[1] == "killed"
sifted = s.sift(list(s.by_folder(places)), lambda _: {}, processes=3)
found = []
for chunk, answers in sifted:
    if killed and not found:
        for pid in pids:
            os.kill(pid, 9)
    found += map(bool, answers)
    if first:
        sifted.close()
        break
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print(len(pids), *map(int, found))
"""


@forks
class TestSeveralProcesses:
    @pytest.fixture
    def run(self, folder):
        folder({f"{number:03}": "Zürich" if number % 7 == 0 else "plain" for number in range(100)})
        time.sleep(0.05)
        return lambda how: subprocess.run(
            [sys.executable, "-c", CODE, how], capture_output=True, text=True, timeout=60, check=True
        ).stdout.split()

    def test_they_change_no_answer_and_no_order(self, run):
        assert run("all") == ["2", *(str(int(number % 7 != 0)) for number in range(100))]

    def test_one_that_was_ended_costs_a_second_look(self, run):
        found = run("killed")
        assert len(found) == 101
        assert not any(int(answer) for answer, number in zip(found[1:], range(100), strict=True) if number % 7 == 0)

    def test_none_is_left_where_nobody_listens_any_more(self, run):
        assert run("first") == ["2", "0", "1", "1"]

    def test_none_beside_threads(self, run, monkeypatch):
        monkeypatch.setattr(sift_module.threading, "active_count", lambda: 2)
        assert not sift_module._can_be_copied()


@given(
    st.dictionaries(
        st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1) | st.just("\udcff"),
        st.tuples(
            st.tuples(*[st.integers(-(1 << 63), (1 << 63) - 1)] * 5),
            st.sampled_from([("sound", "ascii", 0.999), ("sound", "utf-8", 0.9), ("binary", None, 0.95)]),
        ),
        min_size=1,
    )
)
def test_what_is_packed_is_unpacked(files):
    assert cache_module._unpacked(cache_module._packed(files)) == files


@pytest.mark.parametrize(
    "row",
    [
        (b"a/b", bytes(40), '[[["sound", "ascii", 1.0]], []]'),
        (b"a", bytes(39), '[[["sound", "ascii", 1.0]], []]'),
        (b"a", bytes(40), '[[["sound", "ascii", 1.0]], [1]]'),
        (b"a", bytes(40), '[[["sound"]], []]'),
        (b"a", bytes(40), "[[]]"),
        (b"a", bytes(40), "["),
        (b"a", None, "[]"),
        (None, bytes(40), "[]"),
        (b"", b"", "[[], []]"),
    ],
)
def test_a_broken_row_is_done_without(row):
    assert cache_module._unpacked(row) == {}


def test_what_two_runs_found_in_a_folder_stays(made, monkeypatch):
    monkeypatch.setattr(sift_module, "SETTLED", 0)
    one, other = cache_module.open_cache(), cache_module.open_cache()
    for cache, place in ((one, "a.txt"), (other, "empty")):
        cache.keep_plain([("", [place])], [plain_state(place, later())])
        cache.close()
    cache = cache_module.open_cache()
    cache.fetch([""])
    assert set(cache.known("")) == {"a.txt", "empty"}
    assert cache.look_up("a.txt").verdict == cache.look_up("empty").verdict == "sound"
    cache.close()
