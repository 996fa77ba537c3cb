"""Files with a structure: their values are repaired, and everything else comes out as it came in."""

import pytest

from mojibake_fix import formats
from mojibake_fix.formats import FORMATS, fix_file, fix_values, format_of

B, S = "GrÃ¶ÃŸe", "Größe"
CASES = [
    ("json", f'{{"{B}":  "{B}", "n": [1, "{B}", {{"k" : "caf\\u00c3\\u00a9 \\n x"}}]}}\n{{"n":"ok"}}\n',
     f'{{"{B}":  "{S}", "n": [1, "{S}", {{"k" : "caf\\u00e9 \\n x"}}]}}\n{{"n":"ok"}}\n'),
    ("json", f'"{B}"', f'"{S}"'),
    ("json", f'"a\\/b \\u00e9 {S}"', f'"a\\/b \\u00e9 {S}"'),
    ("json", f'{{"open": "{B}', f'{{"open": "{B}'),
    ("json", '"\\ud83d x"', '"\\ud83d x"'),
    ("csv", f'id,name\n1,"{B}, ""{B}"""\n2,{B} 5" x\n', f'id,name\n1,"{S}, ""{S}"""\n2,{S} 5" x\n'),
    ("csv", f'a;b\r\n"{B}\nzwei";{B}', f'a;b\r\n"{S}\nzwei";{S}'),
    ("csv", f"a\tb\r{B}\t\r\t{B}", f"a\tb\r{S}\t\r\t{S}"),
    ("xml", f'<?xml version="1.0"?>\n<a t="{B}" u=\'{B}\'>{B} &amp; <b/>x<!-- {B} --><![CDATA[{B} <x>]]></a>\n',
     f'<?xml version="1.0"?>\n<a t="{S}" u=\'{S}\'>{S} &amp; <b/>x<!-- {B} --><![CDATA[{S} <x>]]></a>\n'),
    ("xml", "<a>caf&Atilde;&copy; &amp; &lt;</a>", "<a>café &amp; &lt;</a>"),
    ("sql", f"INSERT INTO `{B}` VALUES (1,'{B}','It''s {B}','x\\'y'); -- {B}\n/* '{B}' */",
     f"INSERT INTO `{B}` VALUES (1,'{S}','It''s {S}','x\\'y'); -- {B}\n/* '{B}' */"),
    *[(name, "", "") for name in FORMATS],
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after"), CASES)
def test_values_are_repaired_and_nothing_else(name, before, after):
    assert "".join(fix_values(before, name)) == after
    assert "".join(fix_values(list(before), name)) == after, "in parts of a character"


@pytest.mark.parametrize(("name", "before", "after"), CASES)
def test_pieces_may_end_anywhere(monkeypatch, name, before, after):
    monkeypatch.setattr(formats, "PIECE", 7)
    assert "".join(fix_values(list(before), name)) == after


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "text", ["\"'<>&,;\\\n{}[]:\u20ac \"\" '' -- /* <!-- <![CDATA[ <? \r\n\t|`", "''''\"\"\"\"<<>>\\\\\\", S * 3]
)
def test_sound_text_of_any_form_comes_out_as_it_came_in(name, text):
    for size in range(len(text)):
        assert "".join(fix_values(text[size:], name)) == text[size:]


def test_what_has_no_end_is_no_value(monkeypatch):
    monkeypatch.setattr(formats, "PIECE", 10)
    monkeypatch.setattr(formats, "_HELD", 100)
    text = '"' + "x" * 500 + f", {B}\n"
    assert "".join(fix_values(list(text), "json")) == text


def test_values_of_a_column_help_each_other():
    names = ["Ñåðãåé", "Àííà", "Îëüãà", "Èâàí", "Ìàðèÿ", "Äìèòðèé", "Åëåíà", "Þðèé"]
    table = "".join(f"{number},{name}\n" for number, name in enumerate(names))
    fixed = "".join(fix_values("id,name\n" + table, "csv"))
    assert [line.split(",")[1] for line in fixed.splitlines()[1:]] == [
        "Сергей", "Анна", "Ольга", "Иван", "Мария", "Дмитрий", "Елена", "Юрий"
    ]  # fmt: skip


def test_files(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes("id;name\r\n1;Straße für 5 €\r\n2;CafÃ©\r\n".encode("cp1252"))
    assert "".join(fix_file(path)) == "id;name\r\n1;Straße für 5 €\r\n2;Café\r\n"
    assert "".join(fix_file(path, "sql")).startswith("id;name\r\n")


def test_names_tell_formats():
    assert [format_of(name) for name in ("A.CSV", "x.tsv", "x.jsonl", "x.xml", "x.sql", "x")] == [
        "csv", "csv", "json", "xml", "sql", None
    ]  # fmt: skip


def test_misuse(tmp_path):
    with pytest.raises(ValueError, match="format must say one of json, csv, xml, sql, which 'yaml' is not"):
        fix_values("x", "yaml")
    with pytest.raises(ValueError, match=r"the name of .*notes.txt' must say one of"):
        next(fix_file(tmp_path / "notes.txt"))
    with pytest.raises(FileNotFoundError):
        next(fix_file(tmp_path / "a.csv"))
    (tmp_path / "a.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with pytest.raises(ValueError, match="no text file"):
        next(fix_file(tmp_path / "a.csv"))
