"""Hits become facts: one module a kind of record."""
