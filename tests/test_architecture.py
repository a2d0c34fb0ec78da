"""The laws of the house, read from the source: direction of imports, small rooms, no word lists, nothing at import.

Where code does not keep a law yet, an allow-list says where and how often. It holds exact numbers, so a list can only
shrink: whoever mends a place lowers the number, and nobody adds one.
"""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = "bizenv_extract"
SOURCE = Path(__file__).parent.parent / "src" / PACKAGE

# One direction: each module imports only from those above it.
ORDER = (
    "_version",
    "errors",
    "clock",
    "durable",
    "extras",
    "columns",
    "columnar",
    "tabular",
    "lexicon",
    "viewer",
    "viewer.hidden",
    "viewer.strings",
    "viewer.snippet",
    "schema",
    "publishing",
    "validating",
    "loading",
    "loading.limits",
    "loading.sheet",
    "loading.decoding",
    "loading.sniffing",
    "loading.rows",
    "loading.tags",
    "loading.walking",
    "loading.body",
    "loading.html",
    "loading.docx",
    "loading.glyphs",
    "loading.paragraphs",
    "loading.pdf",
    "loading.opening",
    "document",
    "segmenting",
    "rules",
    "readers",
    "readers.number",
    "readers.amount",
    "readers.currency",
    "readers.qualifier",
    "readers.lasting",
    "readers.mangling",
    "readers.quantity",
    "readers.ordinal",
    "readers.gazetteer",
    "readers.place",
    "readers.date",
    "readers.reckoning",
    "readers.period",
    "readers.electing",
    "readers.placing",
    "view",
    "sentences",
    "metadata",
    "skeleton",
    "wording",
    "rulebook",
    "matching",
    "facts",
    "facts.fact",
    "facts.noun",
    "facts.metric",
    "facts.target",
    "facts.verb",
    "facts.predicate",
    "facts.measure",
    "facts.outcome",
    "facts.ranking",
    "facts.service",
    "facts.time_limit",
    "interpreting",
    "dating",
    "aiming",
    "settling",
    "reconciling",
    "reporting",
    "pipeline",
    "scale",
    "scale.item",
    "scale.walking",
    "scale.sources",
    "scale.slicing",
    "scale.attempting",
    "scale.tables",
    "scale.working",
    "scale.pooling",
    "scale.keeping",
    "scale.running",
    "arrow",
    "spark",
    "gold",
    "judging",
    "evaluating",
    "render",
    "render.labels",
    "render.delimited",
    "render.parquet",
    "render.widths",
    "render.workbook",
    "render.terminal",
    "labelling",
    "labelling.marks",
    "labelling.offsets",
    "labelling.label_studio",
    "labelling.doccano",
    "viewer.segments",
    "viewer.lines",
    "viewer.payload",
    "viewer.page",
    "__init__",
    "commands",
    "commands.console",
    "commands.writing",
    "commands.tabling",
    "commands.extracting",
    "commands.checking",
    "commands.labelling",
    "commands.viewing",
    "commands.reconciling",
    "commands.progress",
    "commands.batching",
    "cli",
    "__main__",
)

MEDIAN, MOST, LARGEST, ROOM = 8, 20, 40, 300
CHINESE = re.compile("[\u3400-\u9fff]")
WORDS_IN_A_ROW = 3

# Word lists. The first three stand for good: the 18 names of the schema's type, the powers of ten of numerals, and the
# patterns of codes and their groups, which are grammar in pieces. The others ought to be lexicons.
WORD_LISTS = {
    "schema": 1,
    "readers.number": 1,
    "readers.quantity": 2,
    "dating": 1,
    "facts.measure": 1,
    "facts.metric": 4,
    "facts.outcome": 1,
    "facts.ranking": 1,
}
# Tables that ought to be behind a MappingProxyType.
TABLES = {
    "readers.amount": 1,
    "readers.number": 1,
    "readers.period": 1,
    "readers.qualifier": 1,
    "reporting": 3,
    "view": 4,
}
# Modules that ought to be split.
LONG_MODULES: set[str] = set()
# Shares of line widths: no values, yet floats.
FLOATS = {"view": 3}


def name_of(path: Path) -> str:
    """Give the name of a module below the package."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


TREES = {name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
TEXTS = {name_of(path): path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py"))}
each_module = pytest.mark.parametrize("name", TREES)


def imported(node: ast.AST) -> Iterator[str]:
    """Give the modules of the package that an import statement names."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [f"{node.module}.{alias.name}" for alias in node.names]
    else:
        names = []
    for name in names:
        if name == PACKAGE or name.startswith(f"{PACKAGE}."):
            below = name.removeprefix(PACKAGE).removeprefix(".")
            yield next((m for m in (below, below.rpartition(".")[0]) if m in TREES), "__init__")


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give all functions, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def docstring(node: ast.AST) -> ast.Expr | None:
    """Give the docstring of a module, class or function as a statement."""
    body = getattr(node, "body", None)
    first = body[0] if isinstance(body, list) and body else None
    text = first.value.value if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) else None
    return first if isinstance(text, str) else None


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef, text: str) -> int:
    """Count the lines of a function without its docstring, comments and blank lines."""
    told = docstring(function)
    skipped = range(told.lineno, (told.end_lineno or 0) + 1) if told else range(0)
    lines = enumerate(text.splitlines()[: function.end_lineno], 1)
    kept = (line.strip() for number, line in lines if number >= function.lineno and number not in skipped)
    return sum(1 for line in kept if line and not line.startswith("#"))


def counted(found: dict[str, list[str]], allowed: dict[str, int]) -> str:
    """Say what differs from an allow-list; nothing where all agrees."""
    names = sorted({*allowed, *(name for name, places in found.items() if places)})
    wrong = (n for n in names if len(found.get(n, ())) != allowed.get(n, 0))
    return "\n".join(f"{n}: {len(found.get(n, ()))} instead of {allowed.get(n, 0)}: {found.get(n)}" for n in wrong)


def test_every_module_has_its_place_in_the_order() -> None:
    """The order names each module once, and no other."""
    assert sorted(ORDER) == sorted(TREES)


@each_module
def test_a_module_imports_only_from_those_before_it(name: str) -> None:
    """No module reaches forward, so there are no cycles."""
    needed = {module for node in ast.walk(TREES[name]) for module in imported(node)}
    assert needed <= set(ORDER[: ORDER.index(name)])


@each_module
def test_the_project_is_imported_at_the_top_alone(name: str) -> None:
    """No project import hides within a function."""
    hidden = [module for f in functions(TREES[name]) for node in ast.walk(f) for module in imported(node)]
    assert hidden == []


@each_module
def test_no_module_is_a_drawer(name: str) -> None:
    """No `utils`, no `helpers`: what a module holds has a name."""
    assert not {"util", "utils", "helper", "helpers", "common", "misc"} & set(name.split("."))


def test_rooms_are_small() -> None:
    """Functions are short, and none is long."""
    sizes = [code_lines(function, TEXTS[name]) for name, tree in TREES.items() for function in functions(tree)]
    assert statistics.median(sizes) <= MEDIAN
    assert statistics.quantiles(sizes, n=10)[-1] <= MOST
    assert max(sizes) <= LARGEST


def test_modules_are_short() -> None:
    """A module has at most 300 lines."""
    assert {name for name, text in TEXTS.items() if len(text.splitlines()) > ROOM} == LONG_MODULES


def patterns(tree: ast.AST) -> set[ast.AST]:
    """Give all nodes within a call of `re.compile`."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile")
    return {inner for call in calls for inner in ast.walk(call)}


def word_lists(tree: ast.AST) -> Iterator[str]:
    """Give the literals that hold more than three Chinese strings, outermost ones alone."""
    hidden = patterns(tree)
    inside = set(hidden)
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict) and node not in inside:
            inside |= set(ast.walk(node)) - {node}
            constants = (n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and n not in hidden)
            if sum(1 for c in constants if isinstance(c, str) and CHINESE.search(c)) > WORDS_IN_A_ROW:
                yield f"line {node.lineno}: {ast.unparse(node)[:60]}"


def test_words_stand_in_lexicons() -> None:
    """No literal of a module is a word list, but for those of the allow-list."""
    assert counted({name: list(word_lists(tree)) for name, tree in TREES.items()}, WORD_LISTS) == ""


MUTABLE_NODES = ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
MUTABLE_CALLS = frozenset({"list", "dict", "set", "bytearray", "defaultdict", "Counter", "deque", "OrderedDict"})


def tables(tree: ast.Module) -> Iterator[str]:
    """Give the module-level names that hold something a caller could change."""
    for node in tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        value = value.left if isinstance(value, ast.BinOp) else value
        called = value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else ""
        if isinstance(value, MUTABLE_NODES) or called in MUTABLE_CALLS:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target  # type: ignore[union-attr]
            if ast.unparse(target) != "__all__":
                yield ast.unparse(target)


def test_no_global_can_change() -> None:
    """What stands at the top of a module is frozen, and no function declares a global."""
    assert counted({name: list(tables(tree)) for name, tree in TREES.items()}, TABLES) == ""
    declared = [n for n, t in TREES.items() for node in ast.walk(t) if isinstance(node, ast.Global)]
    assert declared == []


def floats(tree: ast.AST) -> Iterator[str]:
    """Give the float literals and the calls of `float`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"line {node.lineno}: {node.value}"
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "float":
            yield f"line {node.lineno}: float()"


def test_values_are_no_floats() -> None:
    """Between a text and its report there is no float; scores of an evaluation are no values."""
    way = {name: list(floats(tree)) for name, tree in TREES.items() if name not in {"gold", "judging", "evaluating"}}
    assert counted(way, FLOATS) == ""


@each_module
def test_a_module_does_nothing_at_import(name: str) -> None:
    """The top of a module imports, defines and names constants; lazy names are told to type checkers alone."""
    told = (ast.Expr, ast.Constant)  # docstrings, of the module and of constants
    body = (node for node in TREES[name].body if not (isinstance(node, told) and isinstance(node.value, told)))
    kinds = {type(node).__name__ for node in body}
    wrapped = {"__init__": {"If"}, "__main__": {"If"}}.get(name, set())
    assert kinds - wrapped <= {"Import", "ImportFrom", "FunctionDef", "ClassDef", "Assign", "AnnAssign", "TypeAlias"}


WATCH = """
import os, sys
written = []
def hook(event, args):
    if event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        written.append(args[0])
    if event in ("os.mkdir", "os.rename", "os.remove", "socket.connect", "subprocess.Popen"):
        written.append(event)
sys.addaudithook(hook)
import bizenv_extract
sys.exit(repr(written) if written else 0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="counts opened files by the flags of POSIX")
def test_importing_says_and_writes_nothing(tmp_path: Path) -> None:
    """`import bizenv_extract` prints nothing, warns of nothing, and opens no file for writing."""
    command = [sys.executable, "-B", "-W", "error", "-c", WATCH]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert list(tmp_path.iterdir()) == []
