"""The shape of the source: imports go down, modules and functions stay small, witnesses have one caller."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import mojibake_fix

PACKAGE = Path(mojibake_fix.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
GENERATED = {"encodings/labels.py"}

ORDER = [
    "errors prefix verdicts",
    "types",
    "observe",
    "encodings",
    "plausibility",
    "engine",
    "detection",
    "documents",
    "stream",
    "notation",
    "values",
    "formats",
    "api hook testing",
    "compat",
    "arrow codecs",
    "pandas polars",
    "cli",
]
"""From the ground up; packages and modules of one line do not import each other."""
LEVEL = {name: level for level, names in enumerate(ORDER) for name in names.split()}
PEERS = {("engine", "detection"), ("detection", "engine")}
"""Neither knows the other: `documents` brings them together."""


def relative(path):
    return path.relative_to(PACKAGE).as_posix()


def module_name(path):
    parts = ["mojibake_fix", *path.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in FILES}


def is_type_checking(node):
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imports(tree, *, everywhere):
    """The modules that a module imports: at its top level, or anywhere in it; not those for the type checker alone."""
    open_ = list(tree.body)
    while open_:
        node = open_.pop()
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                yield inner if inner in MODULES else node.module
        elif not is_type_checking(node) and (
            everywhere or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ):
            open_ += list(ast.iter_child_nodes(node))


def imports_of(path, *, everywhere=False):
    return set(imports(ast.parse(path.read_text(encoding="utf-8")), everywhere=everywhere))


def part_of(module):
    return module.split(".")[1] if module.startswith("mojibake_fix.") else None


def test_every_part_has_its_level():
    parts = {part_of(name) for name in MODULES} - {None, "__main__"}
    assert parts == set(LEVEL)


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_imports_go_down(path):
    own = part_of(module_name(path))
    if own in (None, "__main__"):
        return
    for module in imports_of(path):
        other = part_of(module)
        if other is None or other == own:
            continue
        assert LEVEL[other] < LEVEL[own], f"{relative(path)} imports {module}, which is above it"
        assert (own, other) not in PEERS, f"{relative(path)} imports {module}: only documents and above know both"


def test_no_imports_go_in_circles():
    graph = {name: {m for m in imports_of(path) if m in MODULES and m != name} for name, path in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"imports go in a circle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("name", ["chardet", "charset_normalizer"])
def test_only_the_witnesses_call_other_detectors(name):
    callers = [relative(path) for path in FILES if name in {m.split(".")[0] for m in imports_of(path, everywhere=True)}]
    assert set(callers) <= {"detection/witnesses.py"}


def test_the_command_uses_public_modules_only():
    private = {"engine", "plausibility"}
    for path in (PACKAGE / "cli").rglob("*.py"):
        assert not private & {part_of(module) for module in imports_of(path, everywhere=True)}, path


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_a_module_is_short_and_says_its_job(path):
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source))
    assert relative(path) in GENERATED or len(source.splitlines()) <= 400


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_functions_are_short(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, node.name
