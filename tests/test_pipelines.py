"""The pages of docs/pipelines are true: the code of each runs, as one program, and its assertions hold."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mojibake_fix

FOLDER = Path(__file__).parents[1] / "docs/pipelines"
BLOCK = re.compile(r"^```(python|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRAMS = {"spark": "java", "shell": "bash"}
"""What a page needs beside packages."""
NEEDS = {
    "arrow": ["pyarrow"],
    "codec": ["pandas", "polars", "pyarrow"],
    "pandas": ["pandas", "pyarrow"],
    "polars": ["polars", "pyarrow"],
    "narwhals": ["narwhals", "pandas", "polars", "pyarrow"],
    "duckdb": ["duckdb", "pyarrow"],
    "spark": ["pyspark", "pyarrow"],
    "datasets": ["datasets", "pyarrow"],
    "dask": ["dask", "pandas", "pyarrow"],
    "ray": ["ray", "pyarrow"],
    "datatrove": ["datatrove", "orjson"],
    "scrapy": ["scrapy", "w3lib"],
    "beautifulsoup": ["bs4"],
    "warc": ["warcio"],
    "observe": ["pyarrow", "tqdm"],
    "formats": [],
    "shell": [],
}
"""The packages of each page's code."""


def test_every_page_says_what_it_needs():
    assert {page.stem for page in FOLDER.glob("*.md")} - {"README"} == set(NEEDS)
    index = (FOLDER / "README.md").read_text("utf-8")
    assert [name for name in NEEDS if f"({name}.md" not in index] == []


def blocks(page, language):
    return [code for kind, code in BLOCK.findall((FOLDER / f"{page}.md").read_text("utf-8")) if kind == language]


@pytest.fixture
def run(tmp_path):
    """Runs a program in an empty folder."""
    package = Path(mojibake_fix.__file__).parents[1]
    path = os.pathsep.join([str(package), os.environ.get("PYTHONPATH", "")])
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PYTHONPATH": path, "PATH": programs, "PYTHONUTF8": "1"}

    def call(*command):
        result = subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert result.returncode == 0, result.stdout + result.stderr

    return call


def programs():
    """Each page with each language that it has code in."""
    return [(page, language) for page in NEEDS for language in ("python", "sh") if blocks(page, language)]


def test_every_page_has_code():
    assert {page for page, _ in programs()} == set(NEEDS)


@pytest.mark.parametrize(("page", "language"), programs())
def test_the_code_of_a_page_runs(page, language, run, tmp_path):
    missing = [name for name in NEEDS[page] if importlib.util.find_spec(name) is None]
    if page in PROGRAMS and shutil.which(PROGRAMS[page]) is None:
        missing.append(PROGRAMS[page])
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    code = "\n".join(blocks(page, language))
    if language == "sh":
        run("bash", "-euo", "pipefail", "-c", code)
        return
    script = tmp_path / "page.py"
    script.write_text(code, "utf-8")
    run(sys.executable, "-W", "ignore", script.name)
