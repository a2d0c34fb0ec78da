"""`python -m bizenv_extract` is the command line."""

from bizenv_extract.cli import main

if __name__ == "__main__":
    main(prog_name="bizenv-extract")
