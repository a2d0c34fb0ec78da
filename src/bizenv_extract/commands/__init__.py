"""The commands of the command line, each module some of them; `cli` loads the one that is called."""
