"""Correcting by hand: reports go out to annotation tools, what people make of them comes back as gold."""
