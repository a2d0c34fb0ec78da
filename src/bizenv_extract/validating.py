"""Whether JSON is a report, and quotes what it points to.

The form is checked by the models, strictly: a number is no string. Beyond the form, each span must lie in the text, be
as long as its words, and quote the text where the report carries it.

>>> validate(b"[]")
Traceback (most recent call last):
bizenv_extract.errors.InputError: Input should be an object
"""

from collections.abc import Iterator

from pydantic import BaseModel, ValidationError

from bizenv_extract.errors import InputError
from bizenv_extract.schema import Record, Report, Span


def validate(json: str | bytes) -> Report:
    """Give the report that the JSON holds; raises InputError with the first fault where it is none."""
    try:
        report = Report.model_validate_json(json, strict=True)
    except ValidationError as error:
        raise InputError(_first(error)) from error
    if fault := next(faults(report), None):
        raise InputError(fault)
    return report


def _first(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(map(str, fault["loc"]))
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{where}: {fault['msg']}{more}" if where else f"{fault['msg']}{more}"


def faults(report: Report) -> Iterator[str]:
    """Give what is wrong with the spans of a report, one sentence each; nothing for a report that is sound."""
    text, length = report.text, report.source.length
    if text is not None and len(text) != length:
        yield f"the text has {len(text)} characters, the source {length}"
    for span in _spans(report):
        if not _fits(span, length) or not (text is None or text[span.start : span.end] == span.text):
            yield f"the span {span.start}-{span.end} does not quote the text"
    for record in (*report.measures, *report.outcomes, *report.rankings, *report.time_limits):
        yield from _outside(record, length)


def _spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, BaseModel):
        yield from _spans(tuple(part for _, part in value))
    elif isinstance(value, tuple):
        for part in value:
            yield from _spans(part)


def _fits(span: Span, length: int) -> bool:
    return span.end <= length and span.end - span.start == len(span.text)


def _outside(record: Record, length: int) -> Iterator[str]:
    for name, (start, end) in record.spans.items():
        if not start <= end <= length:
            yield f"{record.id}: the span {start}-{end} of {name} lies outside the text"
