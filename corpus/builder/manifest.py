"""manifest.json: what is in the corpus, so that a changed text shows in review and a lost one fails a test."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

from corpus.builder.chains import all_chains, chains_for
from corpus.builder.fitting import fit
from corpus.builder.languages import load_languages
from corpus.builder.places import CORPUS, MANIFEST
from corpus.builder.texts import KINDS, parse_texts, text_files


def build_manifest() -> dict[str, Any]:
    """The manifest of the corpus as it stands. Raises `ValueError` where texts and languages.toml do not agree."""
    files, languages = text_files(), load_languages()
    if odd := sorted(files.keys() ^ languages.keys()):
        raise ValueError(f"in texts/ or in languages.toml, but not in both: {', '.join(odd)}")
    rows: dict[str, Any] = {}
    kinds_in_all: Counter[str] = Counter()
    for code, path in files.items():
        language, texts = languages[code], parse_texts(path)
        kinds = Counter(text.kind for text in texts)
        kinds_in_all.update(kinds)
        rows[code] = {
            "name": language.name,
            "script": language.script,
            "file": path.relative_to(CORPUS).as_posix(),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "lines": len(texts),
            "kinds": _in_order(kinds),
            "characters": sum(len(text.text) for text in texts),
            "encodings": {
                encoding: sum(fit(text.text, encoding) is not None for text in texts) for encoding in language.encodings
            },
            "chains": len(chains_for(code)),
        }
    return {
        "totals": {
            "languages": len(rows),
            "scripts": len({language.script for language in languages.values()}),
            "lines": sum(row["lines"] for row in rows.values()),
            "kinds": _in_order(kinds_in_all),
            "characters": sum(row["characters"] for row in rows.values()),
            "encodings": len({encoding for row in rows.values() for encoding in row["encodings"]}),
            "chains": len(all_chains()),
        },
        "languages": rows,
    }


def manifest_bytes() -> bytes:
    """The manifest as it is written."""
    return (json.dumps(build_manifest(), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def write_manifest() -> None:
    """Write manifest.json."""
    MANIFEST.write_bytes(manifest_bytes())


def manifest_is_current() -> bool:
    """Whether manifest.json is what would be written now."""
    return MANIFEST.is_file() and MANIFEST.read_bytes() == manifest_bytes()


def _in_order(kinds: Counter[str]) -> dict[str, int]:
    return {kind: kinds[kind] for kind in KINDS}
