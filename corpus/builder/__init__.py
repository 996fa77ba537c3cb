"""Read the corpus, make mangled cases from it, and build its manifest and the demo folder.

Run it from the project root as `python -m corpus.builder`; see corpus/README.md.
"""

from __future__ import annotations

from corpus.builder.cases import Case, cases, undo
from corpus.builder.chains import DeclaredChain, all_chains, chains_for, holds_everything, load_chains
from corpus.builder.demo import DemoFile, build_demo, load_demo, stale_demo_files, write_demo
from corpus.builder.fitting import fit
from corpus.builder.languages import Language, load_languages
from corpus.builder.manifest import build_manifest, manifest_is_current, write_manifest
from corpus.builder.places import CORPUS
from corpus.builder.texts import KINDS, Text, load_texts

__all__ = [
    "CORPUS",
    "KINDS",
    "Case",
    "DeclaredChain",
    "DemoFile",
    "Language",
    "Text",
    "all_chains",
    "build_demo",
    "build_manifest",
    "cases",
    "chains_for",
    "fit",
    "holds_everything",
    "load_chains",
    "load_demo",
    "load_languages",
    "load_texts",
    "manifest_is_current",
    "stale_demo_files",
    "undo",
    "write_demo",
    "write_manifest",
]
