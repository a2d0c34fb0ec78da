"""Packages that only some users need: loaded when they are asked for, with an error that names the extra to install.

>>> needed("json", "demo").dumps([1])
'[1]'
>>> needed("no_such_package", "demo")
Traceback (most recent call last):
bizenv_extract.errors.MissingExtraError: no_such_package is not installed: pip install 'bizenv-extract[demo]'
"""

import importlib
from typing import Any

from bizenv_extract.errors import MissingExtraError


def needed(module: str, extra: str) -> Any:
    """Give a module; raises MissingExtraError where it is not installed.

    What the module itself fails to import is another matter, and is raised as it is.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        top = module.partition(".")[0]
        if error.name not in {module, top}:
            raise
        raise MissingExtraError(f"{top} is not installed: pip install 'bizenv-extract[{extra}]'") from error
