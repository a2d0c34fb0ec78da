"""Measurements that are no part of the package: run from a clone, from the root of the project."""
