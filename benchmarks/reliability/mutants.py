"""Mutants: how many small bugs, planted one at a time, the tests catch: `python -m benchmarks.reliability.mutants`.

A mutant differs in one place: a comparison turned, a number moved by one, `and` for `or`, a condition denied, a value
not returned. Bugs in patterns and word lists are not planted: the examples of the rules are their tests.

>>> [ast.unparse(tree) for tree in mutants("a = b < 3")]
['a = b <= 3', 'a = b < 4']
"""

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
MODULES: Final = (
    "readers/number.py",
    "readers/amount.py",
    "readers/quantity.py",
    "readers/mangling.py",
    "readers/ordinal.py",
    "readers/period.py",
    "readers/reckoning.py",
    "readers/date.py",
    "readers/place.py",
    "readers/placing.py",
    "view.py",
    "settling.py",
)
TESTS: Final = (
    "test_number",
    "test_quantity",
    "test_number_spellings",
    "test_period",
    "test_place",
    "test_repeats",
    "test_rules",
    "test_peer_specs",
    "test_metamorphic",
    "test_deadline",
    "test_gold",
    "test_reconciling",
)
TURNED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


def mutants(source: str) -> Iterator[ast.Module]:
    """Give the trees of all mutants of a module."""
    tree = ast.parse(source)
    for number, node in enumerate(ast.walk(tree)):
        if _mutated(copy.deepcopy(node)):
            other = copy.deepcopy(tree)
            _mutated(list(ast.walk(other))[number])
            yield other


def _mutated(node: ast.AST) -> bool:
    """Change a node in place; tell whether there was something to change."""
    if isinstance(node, ast.Compare):
        node.ops[0] = TURNED[type(node.ops[0])]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        node.value = not node.value
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        node.value += 1
    elif isinstance(node, ast.IfExp):
        node.body, node.orelse = node.orelse, node.body
    elif isinstance(node, ast.If):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Return) and node.value is not None:
        node.value = ast.Constant(None)
    else:
        return False
    ast.fix_missing_locations(node)
    return True


def survives(folder: Path, module: str, tree: ast.Module, tests: Sequence[str]) -> bool:
    """Tell whether the tests pass with a mutant in the place of its module."""
    path = folder / "src" / "bizenv_extract" / module
    original = path.read_text(encoding="utf-8")
    path.write_text(ast.unparse(tree), encoding="utf-8")
    files = [f"tests/{name}.py" for name in tests]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *files]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=300)  # noqa: S603
    except subprocess.TimeoutExpired:
        return False
    finally:
        path.write_text(original, encoding="utf-8")
    return done.returncode == 0


def told(tree: ast.Module, source: str) -> str:
    """Say in one line what a mutant changes."""
    plain = ast.unparse(ast.parse(source)).splitlines()
    pairs = zip(plain, ast.unparse(tree).splitlines(), strict=False)
    return next((f"{before.strip()}  ->  {after.strip()}" for before, after in pairs if before != after), "?")


def main() -> int:
    """Plant a sample of mutants and print those that live."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reliability.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=100, help="how many mutants, of all modules together")
    parser.add_argument("--seed", type=int, default=1, help="another sample")
    parser.add_argument("--modules", nargs="+", default=MODULES, help="modules to plant them in")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="tests that should notice")
    args = parser.parse_args()
    sources = {m: (ROOT / "src" / "bizenv_extract" / m).read_text(encoding="utf-8") for m in args.modules}
    planted = [(module, tree) for module, source in sources.items() for tree in mutants(source)]
    sample = random.Random(args.seed).sample(planted, min(args.sample, len(planted)))  # noqa: S311 - repeatable, not secret
    alive = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("src", "tests", "fixtures", "schemas", "pyproject.toml"):
            copied = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            copied(ROOT / part, folder / part)
        for module, tree in sample:
            if survives(folder, module, tree, args.tests):
                alive += 1
                print(f"lives: {module}: {told(tree, sources[module])}", flush=True)
    print(f"{len(sample) - alive} of {len(sample)} mutants caught, of {len(planted)} there are")
    return 0


if __name__ == "__main__":
    sys.exit(main())
