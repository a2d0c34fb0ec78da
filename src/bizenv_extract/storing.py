"""Write the store of compiled patterns: `python -m bizenv_extract.storing`; with `--check` say whether it is current.

>>> sorted(engine_parts("(?P<year>[0-9]{4})年", 0).numbers.items())
[('year', 1)]
"""

import importlib
import marshal
import re
import sys
import zlib
from array import array
from re import _compiler, _parser  # type: ignore[attr-defined]

from bizenv_extract import patterns
from bizenv_extract.patterns import ENGINE, STORE, Stored, key

SAMPLE = "截至2020年底，濮阳市企业开办由4个工作日压缩为1天，位居全省第一；出台办法，增长3%。"
"""A text that has all readers read, so that each pattern is asked for."""


def engine_parts(source: str, flags: int) -> Stored:
    """Give what `re` makes of a source, just before its engine takes it; as `re.compile` does."""
    parsed = _parser.parse(source, flags)
    code = zlib.compress(array("I", _compiler._code(parsed, flags)).tobytes(), 9)  # noqa: SLF001 - what is stored is just this
    numbers = dict(parsed.state.groupdict)
    names = {number: name for name, number in numbers.items()}
    groups = parsed.state.groups
    return Stored(int(flags | parsed.state.flags), code, groups - 1, numbers, tuple(map(names.get, range(groups))))


def asked_for() -> dict[str, Stored]:
    """Read a text in this process, which must not have read one before, and give all patterns that were asked for."""
    sources: dict[str, tuple[str, int]] = {}

    def noted(source: str, flags: int = 0) -> re.Pattern[str]:
        sources[key(source, flags)] = (source, flags)
        return re.compile(source, flags)

    patterns.compiled = noted
    importlib.import_module("bizenv_extract.pipeline").extract(SAMPLE)
    return {name: engine_parts(*sources[name]) for name in sorted(sources)}


def main() -> None:
    """Write the store, or check it."""
    wanted = (ENGINE, {name: tuple(parts) for name, parts in asked_for().items()})
    if "--check" not in sys.argv:
        STORE.write_bytes(marshal.dumps(wanted))
    elif marshal.loads(STORE.read_bytes()) != wanted:  # noqa: S302 - our own file
        sys.exit("patterns.bin is not current: python -m bizenv_extract.storing")


if __name__ == "__main__":
    main()
