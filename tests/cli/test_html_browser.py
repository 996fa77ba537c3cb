"""The page of `check --format html`, opened in headless Chromium; skipped where none is installed."""

import re
import shutil
import subprocess

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER = next(filter(None, map(shutil.which, NAMES)), None)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")


def test_it_is_shown_as_meant_and_runs_nothing(fixenc, folder):
    top = folder({"a.txt": "Les FranÃ§ois dÃ©goÃ»tÃ©s <script>document.title = 'run'</script>\n"})
    (top / "page.html").write_text(fixenc("check", "--format", "html", "a.txt").stdout, encoding="utf-8")
    done = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={top / 'profile'}", "--dump-dom",
         (top / "page.html").as_uri()],
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    page = done.stdout.decode("utf-8")
    assert done.returncode == 0, done.stderr
    assert re.search(r"<title>fixenc: 1 file: ", page)
    assert "<script" not in page
    assert re.search(r'<bdi class="after">[^<]*François', page)
