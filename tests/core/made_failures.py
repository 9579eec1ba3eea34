"""Failures without anything that fails, and what findings say of them."""

from d2studio.core import fixes
from d2studio.core.failures import Failure
from d2studio.core.findings import Finding, Fix


def failure(code: str, message: str = "It failed.", types: str = "", trace: str = "", **context: str) -> Failure:
    """`types` has the names of the exception's types, with blanks between them."""
    return Failure(code, message, context=context, type_names=tuple(types.split()), trace=trace)


def fix(action: str, argument: str = "") -> Fix:
    return Fix(action, fixes.LABELS[action], argument)


def actions(finding: Finding) -> list[str]:
    return [fix.action for fix in finding.fixes]
