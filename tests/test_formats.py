"""Files with a structure: their values are repaired, and everything else comes out as it came in."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix import formats, ingest
from mojibake_fix.formats import (
    FORMATS,
    fix_file,
    fix_stream,
    fix_values,
    format_of,
    repair_formatted,
    repair_formatted_data,
)

B, S = "GrÃ¶ÃŸe", "Größe"
CASES = [
    ("json", f'{{"{B}":  "{B}", "n": [1, "{B}", {{"k" : "caf\\u00c3\\u00a9 \\n x"}}]}}\n{{"n":"ok"}}\n',
     f'{{"{B}":  "{S}", "n": [1, "{S}", {{"k" : "caf\\u00e9 \\n x"}}]}}\n{{"n":"ok"}}\n'),
    ("json", f'"{B}"', f'"{S}"'),
    ("json", f'"a\\/b \\u00e9 {S}"', f'"a\\/b \\u00e9 {S}"'),
    ("json", f'{{"open": "{B}', f'{{"open": "{S}'),
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


def test_a_stream_that_is_no_more_in_its_format_is_plain_text_from_there_on(monkeypatch, caplog):
    monkeypatch.setattr(formats, "PIECE", 10)
    monkeypatch.setattr(formats, "_HELD", 100)
    sound = "[" + f'"{B}", ' * 9
    text = sound + '"' + "x" * 500 + f", {B}\n{B}: 1"
    assert "".join(fix_values(list(text), "json")) == text.replace(B, S)
    assert [record.getMessage() for record in caplog.records] == [
        "from some place on the text is no json: it is repaired as plain text"
    ]


BAD = [
    ("json", f'{{"{B}": 1,}}'),
    ("json", f'{{"a": 1}}\n{B}\n'),
    ("csv", f'a,b\n"{B},1\n'),
    ("xml", f"<a>{B}</b>"),
    ("sql", f"INSERT INTO t VALUES ('{B}, 1);\n"),
]


@pytest.mark.parametrize(("name", "text"), BAD)
def test_what_is_not_in_the_format_is_repaired_as_plain_text_and_that_is_told(caplog, name, text):
    assert repair_formatted_data(text.encode(), name) is None
    good = {"json": "{}", "csv": "a,b", "xml": "<a/>", "sql": "-- x"}[name]
    assert [answer.text for answer in repair_formatted([good, text], name)] == [good, text.replace(B, S)]
    assert caplog.records[0].getMessage() == f"1 of 2 texts are no {name}: repaired as plain text"


# ---------------------------------------------------------------- repairs


@pytest.mark.parametrize(("name", "before", "after"), CASES)
def test_a_repair_says_what_was_done_to_which_values(name, before, after):
    repair = repair_formatted_data(before.encode(), name)
    if repair is None:
        assert before.startswith('{"open"')
        return
    assert (repair.original, repair.text) == (before, after)
    at, out = 0, []
    for span in repair.spans:
        assert before[span.start : span.end] == span.before
        out += [before[at : span.start], span.after]
        at = span.end
    assert "".join([*out, before[at:]]) == after
    if repair.plan.edits:
        assert repair.plan.apply(before) == after


@pytest.mark.parametrize(("name", "text", "lost"), [
    ("xml", f'<?xml version="1.0"?>\n<a>{B}</a>\n', []),
    ("xml", f'<?xml version="1.0"?>\n<a>{B}<b>Z?rich</b></a>\n', ["?"]),
    ("sql", f"UPDATE t SET a='{B}' WHERE b=?;", []),
    ("json", f'{{"k\ufffd": "{B}"}}', ["\ufffd"]),
])  # fmt: skip
def test_a_question_mark_of_the_structure_is_no_loss(name, text, lost):
    (repair,) = repair_formatted([text], name)
    assert [loss.text for loss in repair.losses] == lost
    assert repair.verdict == ("lossy" if lost else "mojibake")


def test_the_repair_of_bytes_tells_of_their_encoding():
    repair = repair_formatted_data("id;name\r\n1;Straße für 5 €\r\n2;Größe\r\n".encode("cp1252"), "csv")
    assert (repair.text, repair.detection.encoding) == ("id;name\r\n1;Straße für 5 €\r\n2;Größe\r\n", "cp1252")
    assert str(repair_formatted_data("name;Größe".encode("cp1252"), "csv").verdict) == "legacy"
    assert str(repair_formatted_data(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "csv").verdict) == "binary"


# ---------------------------------------------------------------- properties: other readers see the same structure

words = st.sampled_from(
    [B, S, "plain", 'cafÃ©, "x"', "Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "a\nb", "it's", "<&>", "", "ÃƒÂ©", "5 €", "\\", "日本"]
)
scalars = st.one_of(words, st.integers(), st.none(), st.booleans())
trees = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=12
)


def shape(tree):
    """A tree of JSON without what its strings say."""
    if isinstance(tree, dict):
        return [(key, shape(value)) for key, value in tree.items()]
    return [shape(item) for item in tree] if isinstance(tree, list) else tree if not isinstance(tree, str) else str


@given(trees, st.booleans(), st.sampled_from([None, 2]))
def test_json_keeps_its_shape_and_keys(tree, ascii_only, indent):
    text = json.dumps(tree, ensure_ascii=ascii_only, indent=indent)
    fixed = "".join(fix_values(text, "json"))
    assert shape(json.loads(fixed)) == shape(tree)
    skeleton = re.compile(r'"(?:[^"\\]|\\.)*"')
    assert skeleton.sub('""', fixed) == skeleton.sub('""', text)


@given(
    st.lists(st.lists(words, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(",;\t|"), st.booleans()
)
def test_csv_keeps_its_rows_and_fields(rows, delimiter, quoted):
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows([["a", "b"], *rows])
    fixed = "".join(fix_values(out.getvalue(), "csv"))
    again = list(csv.reader(io.StringIO(fixed, newline=""), delimiter=delimiter))
    assert [len(row) for row in again] == [2, *map(len, rows)]
    assert [row for row in again if all(field.isascii() for field in row)] == [
        row for row in [["a", "b"], *rows] if all(field.isascii() for field in row)
    ]
    assert fixed.count('"') == out.getvalue().count('"')


@given(st.lists(words, max_size=5), st.lists(words, max_size=3))
def test_xml_keeps_its_elements_and_attributes(texts, attributes):
    root = ElementTree.Element("root", {f"a{number}": value for number, value in enumerate(attributes)})
    for number, text in enumerate(texts):
        ElementTree.SubElement(root, f"e{number}").text = text
    before = ElementTree.tostring(root, encoding="unicode")
    after = ElementTree.fromstring("".join(fix_values(before, "xml")))
    assert [(node.tag, sorted(node.attrib)) for node in after.iter()] == [
        (node.tag, sorted(node.attrib)) for node in root.iter()
    ]


@given(st.lists(words, max_size=5))
def test_sql_keeps_its_statements(texts):
    notation = [text.replace("\\", "").replace("'", "''") for text in texts]
    statement = f"INSERT INTO `{B}` VALUES ({', '.join(repr(B)[0] + text + chr(39) for text in notation)}); -- {B}\n"
    fixed = "".join(fix_values(statement, "sql"))
    literal = re.compile("'(?:[^']|'')*'")
    assert literal.sub("''", fixed) == literal.sub("''", statement)


@given(st.text(alphabet="ab\"'<>&,;\\\n{}[]: Ã©ö-/*!?\t|`=", max_size=60), st.sampled_from(sorted(FORMATS)))
def test_any_text_is_taken_and_one_run_is_enough(text, name):
    once = "".join(fix_values(text, name))
    assert "".join(fix_values(once, name)) == once
    assert once.count("\n") == text.count("\n")
    repair = repair_formatted_data(text.encode(), name)
    assert repair is None or repair.text.count("\n") == text.count("\n")


def test_values_of_a_column_help_each_other():
    names = ["Ñåðãåé", "Àííà", "Îëüãà", "Èâàí", "Ìàðèÿ", "Äìèòðèé", "Åëåíà", "Þðèé"]
    table = "".join(f"{number},{name}\n" for number, name in enumerate(names))
    fixed = "".join(fix_values("id,name\n" + table, "csv"))
    assert [line.split(",")[1] for line in fixed.splitlines()[1:]] == [
        "Сергей", "Анна", "Ольга", "Иван", "Мария", "Дмитрий", "Елена", "Юрий"
    ]  # fmt: skip


NAMES = ["Сергей", "Анна", "Ольга", "Иван", "Елена"]
BROKEN = [name.encode("cp1251").decode("cp1252") for name in NAMES]
GERMAN = ["Müller", "Größe", "Jörg", "Käthe", "Björn"]


@pytest.mark.parametrize("row", ["{},{},x", "{},{},x\n"])
def test_columns_of_csv_are_the_same_in_each_record(row):
    """A record need not end in a line end."""
    fixed = ingest([row.format(*pair) for pair in enumerate(BROKEN)], format="csv")
    assert list(fixed) == [row.format(*pair) for pair in enumerate(NAMES)]


@pytest.mark.parametrize(
    "row",
    [
        "INSERT INTO `t` VALUES ({},'{}','{}');\n",
        "INSERT INTO t (id, name, place) VALUES ({}, trim('{}', ' '), '{}'); -- (; ,\n",
        "UPDATE \"t\" SET id={}, name='{}', place='{}';\n",
        "INSERT INTO s VALUES (-1,'x','y'), ({},'{}','{}');\n",
    ],
)
def test_values_of_sql_are_judged_by_their_place_in_the_row(row):
    """What stands in one column, mangled, takes nothing from the evidence of another, and gets none from it."""
    broken, sound = (
        "".join(row.format(*each) for each in zip(range(len(names)), names, GERMAN, strict=True))
        for names in (BROKEN, NAMES)
    )
    assert "".join(fix_values(broken, "sql")) == sound
    assert "".join(fix_values(sound, "sql")) == sound


def test_files(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes("id;name\r\n1;Straße für 5 €\r\n2;CafÃ©\r\n".encode("cp1252"))
    assert "".join(fix_file(path)) == "id;name\r\n1;Straße für 5 €\r\n2;Café\r\n"
    assert "".join(fix_file(path, "sql")).startswith("id;name\r\n")
    assert "".join(fix_stream(io.BytesIO(path.read_bytes()), "csv")) == "".join(fix_file(path))


class TestLongFiles:
    """Of a file that is longer than a piece, not all is as its first piece is."""

    @pytest.fixture(autouse=True)
    def short_pieces(self, monkeypatch):
        monkeypatch.setattr("mojibake_fix.stream.PIECE", 400)

    HEAD = '{"note": "nothing but plain words", "number": 12}\n' * 20

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-32-be", "shift_jis", "cp1251"])
    def test_plain_ascii_ahead_says_nothing_of_what_follows(self, encoding):
        word = {"shift_jis": "東京の天気予報です", "cp1251": "Погода в Москве сегодня"}.get(
            encoding, "Die Straße ist schön"
        )
        text = self.HEAD + f'{{"note": "{word}"}}\n' * 30
        assert "".join(fix_stream(io.BytesIO(text.encode(encoding)), "json")).removeprefix("\ufeff") == text

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_one_long_line(self, encoding):
        text = "[" + '{"a": "Größe und Mädchen"},' * 100 + '{"b": "Straße CafÃ©"}]'
        fixed = "".join(fix_stream(io.BytesIO(text.encode(encoding)), "json"))
        assert fixed == text.replace("CafÃ©", "Café")

    def test_another_encoding_later_on(self):
        head, tail = "1,Die Größe der Mädchen\n" * 30, "2,Die Straße ist für alle schön\n" * 30
        data = head.encode() + tail.encode("cp1252")
        assert "".join(fix_stream(io.BytesIO(data), "csv")) == head + tail
        with pytest.raises(UnicodeDecodeError):
            "".join(fix_stream(io.BytesIO(data), "csv", errors="strict"))


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
    with pytest.raises(ValueError, match="is no text: there are no values"):
        next(fix_file(tmp_path / "a.csv"))


class TestLinesOfJson:
    @pytest.mark.parametrize(
        "bad", ['{"naÃ¯f": "coupÃ©', '{"naÃ¯f": "coupÃ©"', "\0\0\0", 'said "naÃ¯f" to', '{"a": "\\', '"'], ids=repr
    )
    def test_one_that_is_broken_spoils_no_other(self, bad):
        good, right = '{"naÃ¯f": "voilÃ\u00a0 un Ã©tÃ©"}', '{"naÃ¯f": "voilà un été"}'
        text = "\n".join([good, bad, good, good])
        (answer,) = repair_formatted([text], "json")
        lines = answer.text.split("\n")
        assert [lines[0], *lines[2:]] == [right] * 3
        assert "".join(fix_values(text, "json")) == answer.text
        assert ("naÃ¯f" in lines[1]) == ("{" in bad and "naÃ¯f" in bad)  # a key stays


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (r'["\u003cb\u003eÃ©tÃ©\u003c/b\u003e"]', r'["\u003cb\u003eété\u003c/b\u003e"]'),
        (r'["<b>Ã©tÃ©<\/b>"]', r'["<b>été<\/b>"]'),
        (r'["Ã©tÃ© \u2028\u0026 \"x\" \t"]', r'["été \u2028\u0026 \"x\" \t"]'),
        (r'["\u00C3\u00A9t\u00C3\u00A9"]', r'["\u00E9t\u00E9"]'),
        (r'["\u00c3\u00a9t\u00c3\u00a9"]', r'["\u00e9t\u00e9"]'),
        (r'["\ud83d\uDE00 Ã©tÃ© \ud83d\uDE00"]', r'["\ud83d\uDE00 été \ud83d\uDE00"]'),
    ],
)
def test_what_was_escaped_in_json_stays_so(before, after):
    assert "".join(fix_values(before, "json")) == after


POSTGRES = """-- PostgreSQL database dump
SET standard_conforming_strings = on;
COPY public."naÃ¯f" (id, "Ã©tÃ©", note) FROM stdin;
1\tC'est l'Ã©tÃ©\timage/*
2\t\\N\tL'hiver -- naÃ¯f
\\.


ALTER TABLE "naÃ¯f" OWNER TO "Ã©tÃ©";
COPY public.b (id) FROM stdin;
\\.
INSERT INTO "Ã©tÃ©" VALUES ('C:\\', 'Ã©tÃ©', E'l\\'Ã©tÃ©');
CREATE FUNCTION f() AS $body$ it's "Ã©tÃ©" $body$;
COMMENT ON TABLE "Ã©tÃ©" IS 'Ã©tÃ©';
"""


class TestDialectsOfSql:
    def test_postgres(self):
        right = (
            POSTGRES.replace("l'Ã©tÃ©", "l'été").replace("-- naÃ¯f", "-- naïf").replace("'Ã©tÃ©'", "'été'")
            .replace("E'l\\'Ã©tÃ©'", "E'l\\'été'")
        )  # fmt: skip
        assert "".join(fix_values(POSTGRES, "sql")) == right
        assert "".join(fix_values(iter(POSTGRES), "sql")) == right
        (answer,) = repair_formatted([POSTGRES], "sql")
        assert answer.text == right

    def test_mysql(self):
        text = (
            "-- MySQL dump\n# it's of naÃ¯f\nINSERT INTO `Ã©tÃ©` VALUES (\"l'Ã©tÃ©\", 'l\\'Ã©tÃ©', 'a\"b Ã©tÃ©');\n"
            "ALTER TABLE `Ã©tÃ©` COMMENT 'Ã©tÃ©';\n"
        )
        right = text.replace("Ã©tÃ©", "été").replace("`été`", "`Ã©tÃ©`")
        assert "".join(fix_values(text, "sql")) == right

    def test_sql_server(self):
        text = "SET IDENTITY_INSERT [dbo].[it's] ON\nGO\nINSERT [dbo].[Ã©tÃ©] VALUES (N'C:\\', N'l''Ã©tÃ©')\nGO\n"
        assert "".join(fix_values(text, "sql")) == text.replace("''Ã©tÃ©", "''été")

    def test_none_that_is_told(self):
        text = "INSERT INTO t VALUES (1, 'C:\\', 'Ã©tÃ©'); ALTER TABLE \"Ã©tÃ©\" ADD x INT; UPDATE t SET a = 'Ã©tÃ©';"
        assert "".join(fix_values(text, "sql")) == text.replace("'Ã©tÃ©'", "'été'")
        text = "INSERT INTO t VALUES (1, 'l\\'Ã©tÃ©', 'Ã©tÃ©');"
        assert "".join(fix_values(text, "sql")) == text.replace("Ã©tÃ©", "été")
