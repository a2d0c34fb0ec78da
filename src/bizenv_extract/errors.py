"""What can go wrong, as types: one base class, one name for each cause.

>>> issubclass(EmptyInputError, BizenvError)
True
"""


class BizenvError(Exception):
    """Base class of every error this package raises on purpose."""


class InputError(BizenvError):
    """The input cannot be read: a missing file, a folder, no permission."""


class EncodingError(InputError):
    """The bytes are no text in any encoding that was tried, or not in the one asked for."""


class EmptyInputError(InputError):
    """Nothing was given where a path or a text is needed."""


class ReaderError(InputError):
    """A file of a known format is damaged, encrypted or has no text."""


class RuleError(BizenvError):
    """A rule or a lexicon is not well formed; the message names file, rule and reason."""


class EvaluationError(BizenvError):
    """Gold, predictions or texts for an evaluation are missing or malformed."""


class MissingExtraError(BizenvError):
    """A package that only some outputs need is not installed; the message names the extra to install."""
