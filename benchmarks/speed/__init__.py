"""How fast: each row of docs/performance.md, measured by ratios inside one run."""
