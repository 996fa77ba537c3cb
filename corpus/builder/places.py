"""Where everything stands."""

from __future__ import annotations

from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent
TEXTS = CORPUS / "texts"
LANGUAGES = CORPUS / "languages.toml"
CHAINS = CORPUS / "chains.toml"
MANIFEST = CORPUS / "manifest.json"
DEMO = CORPUS / "demo"
