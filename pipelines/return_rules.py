"""What local returns share: the area they are for, by any code that leads to an authority of today."""

from pipelines.source import Rule

AREAS_OF_RETURNS = """
    set variable area_of_return = (
        select map(list(code), list(area_code)) from reference.residence_code where code_system = 'utla'
    );
"""
"""Run once before the first file; a code of the past leads to today's."""
UNKNOWN_AREA_CODE = Rule(
    "unknown_area_code",
    "area_code",
    "Not the ONS code of an upper-tier authority in England.",
    "area_code is not null and getvariable('area_of_return')[area_code] is null",
)
