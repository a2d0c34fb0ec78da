"""Load: the bytes of a file become a `Sheet`, its text and what the file itself says of it; one module for a format."""
