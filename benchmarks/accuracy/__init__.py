"""How right the extractor is: figures for each set of annotated texts, and other recognisers on the same texts.

`python -m benchmarks.accuracy --gold DIR --corpus DIR` compares, `python -m benchmarks.accuracy.figures` gives the
figures; both print Markdown, and with `--write docs/accuracy.md` put it in its place there.
"""
