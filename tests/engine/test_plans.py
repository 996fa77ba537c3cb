"""Plans: replayed, inverted, printed as Python; a text that does not fit is an error, never a guess."""

import ast
import sys

import pytest

from mojibake_fix import Edit, MojibakeFixError, Plan, PlanError, repair
from mojibake_fix.testing import chain_of

UTF8 = chain_of("utf-8>cp1252")
CYRILLIC = chain_of("cp1251>cp1252")
TWICE = chain_of("utf-8>cp1252", "utf-8>cp1252")

WHOLE = [  # sound text, the accidents
    ("Käse und Öl aus Übersee", ["utf-8>cp1252"]),
    ("Dziękuję za żółtą książkę", ["utf-8>latin-1"]),
    ("Ça marche à l’œil", ["utf-8>cp1252", "utf-8>cp1252"]),
    ("Здравствуй, мир!", ["cp1251>cp1252"]),
    ("Μελίνα και Νίκος", ["utf-8>cp437"]),
    ("日本語の文章", ["utf-8>latin-1"]),
    ("שלום לכולם", ["utf-8>cp1255"]),
    ("Đặng Thị Ánh Tuyết", ["utf-8>cp1258"]),
    ("Мирный атом", ["koi8-r>cp1251", "utf-8>mac-roman"]),
    ("Gió thổi mạnh từ phía đông", ["viscii>cp1258"]),
    ("Gió thổi mạnh từ phía đông", ["tcvn>cp1252"]),
    ("Gió thổi mạnh từ phía đông", ["vni>cp1252", "utf-8>cp1252"]),
    ("错误", ["utf-8>cp936"]),
    ("請稍候再試", ["big5>cp936"]),
    ("ça va \U0001f600", ["utf-8-variants>cp1252"]),
    ("plain letters!", ["ascii>utf-16-le"]),
]


def all_of(chain):
    return Plan((Edit(0, None, chain),))


def run(source, text):
    names = {}
    exec(source, names)
    return names["repair"](text)


@pytest.mark.parametrize(("sound", "steps"), WHOLE)
def test_a_plan_for_the_whole_text(damage, sound, steps):
    broken = damage(sound, *steps)
    plan = all_of(chain_of(*steps))
    assert plan.apply(broken) == sound
    assert plan.invert(sound) == broken
    assert run(plan.as_python(), broken) == sound


def test_a_plan_holds_for_other_text_with_the_same_damage(damage):
    plan = repair(damage("Über den Dächern von Köln", "utf-8>cp1252")).plan
    assert plan.apply(damage("Süße Früchtchen", "utf-8>cp1252")) == "Süße Früchtchen"


def test_a_plan_with_places(damage):
    first, second = damage("Größe", "utf-8>cp1252"), damage("Привет", "cp1251>cp1252")
    text = f"[{first}] und ({second})!"
    start = text.index(second)
    plan = Plan((Edit(1, 1 + len(first), UTF8), Edit(start, start + len(second), CYRILLIC)))
    assert plan.apply(text) == "[Größe] und (Привет)!"
    assert plan.invert("[Größe] und (Привет)!") == text
    assert run(plan.as_python(), text) == "[Größe] und (Привет)!"
    assert plan.chains == (UTF8, CYRILLIC)


@pytest.mark.parametrize("text", ["Привет", "Käse", "Ã", "Ãa", "\ud800", "日本"])
def test_a_text_that_does_not_fit_is_an_error(text):
    with pytest.raises(PlanError, match="does not fit the plan at 0: it is no utf-8 read as cp1252"):
        all_of(UTF8).apply(text)


def test_a_text_that_is_too_short_is_an_error():
    with pytest.raises(PlanError, match="does not fit the plan at 3"):
        Plan((Edit(3, 9, UTF8),)).apply("caÃ©")


@pytest.mark.parametrize("plan", [all_of(CYRILLIC), Plan((Edit(0, 3, CYRILLIC),)), Plan((Edit(0, 8, UTF8),))])
def test_a_text_that_cannot_be_broken_is_an_error(plan):
    with pytest.raises(PlanError, match="cannot be broken again"):
        plan.invert("日本語")


def test_the_error_is_a_value_error_and_ours():
    assert issubclass(PlanError, ValueError)
    assert issubclass(PlanError, MojibakeFixError)


@pytest.mark.parametrize("text", ["", "Käse", "\ud800\0", "one\ntwo"])
def test_an_empty_plan_does_nothing(text):
    assert Plan().apply(text) == Plan().invert(text) == run(Plan().as_python(), text) == text
    assert str(Plan()) == "nothing to do"


@pytest.mark.parametrize("reader", ["cp1252", "cp1253", "cp1255", "cp1250", "cp874", "latin-1", "mac-roman", "cp932"])
def test_the_python_of_a_plan_is_of_the_standard_library_alone(reader):
    plan = Plan((Edit(0, 4, chain_of(f"utf-8>{reader}")), Edit(6, 9, TWICE)))
    for node in ast.walk(ast.parse(plan.as_python())):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
            assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("sound", ["“Á Í Ï Ð Ý à”", "Ő Ű ő", "Ёлка", "אָ", "ไทย"])
def test_the_python_of_a_plan_reads_holes_as_the_plan_does(damage, sound):
    """Á is C3 81 in UTF-8, and windows-1252 has no character at 81."""
    for page in ("cp1252", "cp1250", "cp1253", "cp1255", "cp1257", "cp874"):
        plan = all_of(chain_of(f"utf-8>{page}"))
        assert run(plan.as_python(), damage(sound, f"utf-8>{page}")) == sound


@pytest.mark.parametrize(
    "steps", ["viscii>cp1252", "tcvn>cp1253", "vni>latin-1", "utf-8-variants>cp1252", "utf-8>cp936"]
)
def test_the_python_of_a_plan_imports_what_python_lacks(steps):
    source = all_of(chain_of(steps)).as_python()
    assert "from mojibake_fix.encodings import" in source
    with pytest.raises(ValueError):  # noqa: PT011 - of whichever kind the codec raises
        run(source, "Привет, 世界 ö")


def test_the_python_of_a_plan_refuses_what_does_not_fit():
    with pytest.raises(ValueError):  # noqa: PT011 - of whichever kind the codec raises
        run(all_of(UTF8).as_python(), "Привет")


def test_an_escaped_text_has_a_plan():
    plan = repair("Caf\\u00c3\\u00a9").plan
    assert plan.apply("Caf\\u00c3\\u00a9") == "Café"
    assert run(plan.as_python(), "Caf\\u00c3\\u00a9") == "Café"
    with pytest.raises(PlanError):
        plan.invert("Café")


def test_a_plan_in_words():
    assert str(all_of(TWICE)) == "all: utf-8 read as cp1252, twice"
    assert str(Plan((Edit(2, 7, CYRILLIC),))) == "2:7: cp1251 read as cp1252"
