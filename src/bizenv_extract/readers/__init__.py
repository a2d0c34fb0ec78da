"""Readers of values: one format a module."""
