"""Tables in Markdown, and their place in a page.

>>> print(table(("kind", "F1"), (("outcome", share(9, 10)),)))
| kind | F1 |
| --- | --- |
| outcome | 0.900 |
"""

from collections.abc import Iterable, Sequence
from pathlib import Path


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def share(hits: int, whole: int) -> str:
    """Give a share with three digits, a dash where there is nothing to share."""
    return f"{hits / whole:.3f}" if whole else "–"


def put(page: Path, name: str, words: str) -> None:
    """Put words between the marks `<!-- name -->` and `<!-- /name -->` of a page; raises ValueError without them."""
    text = page.read_text(encoding="utf-8")
    before, opening, rest = text.partition(f"<!-- {name} -->\n")
    _, closing, after = rest.partition(f"<!-- /{name} -->")
    if not (opening and closing):
        raise ValueError(f"{page} has no place marked {name!r}")
    page.write_text(f"{before}{opening}\n{words}\n\n{closing}{after}", encoding="utf-8")
