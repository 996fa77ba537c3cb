"""The notation of JSON, CSV, XML and SQL: which stretches of a text are values, and how a value is written.

A format is a pattern that matches one token after the other, without ever going back: so text of any length can be read
in parts. Each has a file here.
"""

from __future__ import annotations

from collections.abc import Callable

from mojibake_fix.notation.base import Notation, Token
from mojibake_fix.notation.of_csv import csv_notation
from mojibake_fix.notation.of_json import json_notation
from mojibake_fix.notation.of_sql import sql_notation
from mojibake_fix.notation.of_xml import xml_notation

__all__ = ["FORMATS", "Notation", "Token"]

FORMATS: dict[str, Callable[[str], Notation]] = {
    "json": json_notation,
    "csv": csv_notation,
    "xml": xml_notation,
    "sql": sql_notation,
}
"""The formats by their name; each is made for a text by the beginning of it."""
