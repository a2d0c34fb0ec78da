"""Reports to look at: one self-contained page, or a few rows in a notebook.

All of it reads the JSON of a report, as anybody downstream does, and nothing else.
"""
