"""Many documents: where they come from, who works on them, how what is made is kept."""
