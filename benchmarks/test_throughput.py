"""The project's own benchmark: `pytest benchmarks` (with pytest-benchmark). Nothing here fails on a clock."""

import pytest

from mojibake_fix import detect, fix, fix_many
from texts import kinds, sized

pytest.importorskip("pytest_benchmark", reason="needs pip install pytest-benchmark")


@pytest.mark.parametrize("kind", list(kinds()))
def test_fix_many(benchmark, kind):
    texts = kinds()[kind]
    benchmark.extra_info["bytes"] = sum(len(text.encode()) for text in texts)
    benchmark.pedantic(fix_many, (texts,), rounds=2, warmup_rounds=1)


@pytest.mark.parametrize("kind", ["ASCII lines", "sound lines"])
def test_fix_one_by_one(benchmark, kind):
    texts = kinds()[kind][:500]
    benchmark.pedantic(lambda: [fix(text) for text in texts], rounds=2, warmup_rounds=1)


@pytest.mark.parametrize("kind", ["sound", "mangled", "mixed"])
@pytest.mark.parametrize("size", [1_000, 100_000])
def test_fix_by_size(benchmark, kind, size):
    text = sized(kind, size)
    benchmark.pedantic(fix, (text,), rounds=3, warmup_rounds=1)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_detect(benchmark, encoding):
    data = sized("sound", 10_000).encode(encoding, "ignore")
    benchmark.pedantic(detect, (data,), rounds=5, warmup_rounds=1)
