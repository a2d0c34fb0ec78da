"""The page: reports as one HTML file that needs nothing else, asks nobody for anything, and runs no script but its own.

The text of a report never becomes markup: it travels as JSON, and the script makes text nodes of it. Should that ever
fail, the page's policy still lets no other script or style run (they go by hash), nothing be loaded or sent, and no
string be turned into HTML (trusted types).
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bizenv_extract.viewer.hidden import safe
from bizenv_extract.viewer.payload import embedded, payload
from bizenv_extract.viewer.strings import asset, strings

SCRIPTS: Final = ("dom.js", "words.js", "state.js", "text.js", "rows.js", "charts.js", "compare.js", "main.js")
"""The script of the page, in the order in which its parts build on each other."""

PAGE: Final = """\
<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<noscript>{noscript}</noscript>
<div id="app"></div>
<script type="application/json" id="data">{data}</script>
<script type="module">{script}</script>
</body>
</html>
"""


def page(reports: Sequence[Mapping[str, Any]]) -> bytes:
    """Give the page about some reports, each in its JSON form with its text: the same bytes for the same reports.

    >>> page([])[:15]
    b'<!doctype html>'
    """
    style, script = asset("viewer.css"), "\n".join(map(asset, SCRIPTS))
    parts = {
        "policy": _policy(style, script),
        "title": _title(reports),
        "style": style,
        "noscript": " · ".join(strings()["page.noscript"]),
        "data": embedded(payload(reports)),
        "script": script,
    }
    return PAGE.format_map(parts).encode("utf-8")


def _policy(style: str, script: str) -> str:
    """Give the content security policy: our script and our style, and nothing else at all."""
    rules = (
        "default-src 'none'",
        f"script-src {_hash(script)}",
        f"style-src {_hash(style)}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    return "; ".join(rules)


def _hash(source: str) -> str:
    """Give a source by its hash, as a policy names it.

    >>> _hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode('utf-8')).digest()).decode('ascii')}'"


def _title(reports: Sequence[Mapping[str, Any]]) -> str:
    titles = [report["metadata"]["title"] for report in reports if report["metadata"]["title"]]
    return safe(" · ".join(titles) or "bizenv-extract")
