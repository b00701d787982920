"""The only reader of what publishers write where a number should be: marks, notes, commas, and nothing at all.

A mark is not a number and never becomes zero: a cell is read into its number and, beside it, a status that keeps what
the mark says. A publisher whose marks mean something else says so in its source (`Column.marks`).
"""

import re
from collections.abc import Mapping

STATUSES = ("ok", "suppressed", "too_few", "unreliable", "not_published", "not_collected")
"""What can be said of a number: `unreliable` ones are there, the others but `ok` are not."""

# GSS shorthand in brackets; the bare signs are those of older tables that mean the same wherever they were seen.
MARKS: Mapping[str, str] = {
    "[c]": "suppressed",
    "[s]": "suppressed",
    "[low]": "suppressed",
    "[x]": "not_published",
    "[z]": "not_collected",
    "[u]": "unreliable",
    "[p]": "ok",
    "[r]": "ok",
    "[e]": "ok",
    "[b]": "ok",
    "c": "suppressed",
    "*": "suppressed",
    "z": "not_collected",
    "..": "not_published",
    "-": "not_published",
    "–": "not_published",
    ":": "not_published",
}
NUMBER = r"(?:-?(?:(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d{1,3})?)?"
"""A number as it is written, or nothing."""
NOTE = r"(?:\s*\[notes? [\d, ]+\])*"


def number_of(cell: str) -> str:
    """SQL for the number a text cell shows, commas and what stands after it left out; null when it shows none."""
    digits = f"regexp_extract({cell}, '^({NUMBER})', 1)"
    number = f"try_cast(replace(nullif({digits}, ''), ',', '') as double)"
    # a number larger than any the engine holds would be infinite
    finite = f"nullif(nullif({number}, 'inf'::double), '-inf'::double)"
    return f"case when {_is_read(cell)} then {finite} end"


def mark_of(cell: str, marks: Mapping[str, str]) -> str:
    """SQL for the status a text cell's mark gives it: null for a bare number and for an empty cell.

    A cell that is neither a number nor a known mark gives null for both; intake rejects it.
    """
    known = {**MARKS, **marks}
    listed = ", ".join(f"{_quoted(mark)}: '{status}'" for mark, status in known.items())
    return f"nullif(map {{{listed}}}[lower({_sign(cell)})], 'ok')"


def is_readable(cell: str, marks: Mapping[str, str]) -> str:
    """SQL that says whether a text cell shows a number, a mark that is known, or both."""
    known = ", ".join(_quoted(mark) for mark in ("", *MARKS, *marks))
    return f"({_is_read(cell)} and lower({_sign(cell)}) in ({known}) and {cell} <> '')"


def _is_read(cell: str) -> str:
    return rf"regexp_full_match({cell}, '({NUMBER})\s*(\D.*)?')"


def _sign(cell: str) -> str:
    """What stands in place of a number or after it, without references to notes."""
    return f"trim(regexp_replace(regexp_replace({cell}, '^({NUMBER})', ''), '{NOTE}$', '', 'i'))"


def _quoted(text: str) -> str:
    if not re.fullmatch(r"[^\\\x00-\x1f]*", text):
        raise ValueError(f"{text!r} cannot be a mark")
    return "'" + text.replace("'", "''") + "'"
