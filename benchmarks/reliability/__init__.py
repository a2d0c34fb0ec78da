"""The promises of SECURITY.md, measured: `python -m benchmarks.reliability`."""
