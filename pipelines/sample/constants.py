"""What a line needs to know of an authority (by its number) or a service, as constants: quicker than a join."""

import duckdb

from pipelines.sample.world import providers

OF_AUTHORITY = {
    "dat_code": "dat",
    "area_code": "area_code",
    "old_codes": "old_codes",
    "nine_codes": "nine_codes",
    "earlier_codes": "earlier_codes",
    "wait_factor": "wait_factor",
    "women_wait_factor": "if(women_wait_longer, 1.4, 1)",
}


def add_constants(country: duckdb.DuckDBPyConnection) -> None:
    """A macro for each."""
    for name, column in OF_AUTHORITY.items():
        values = country.execute(f"select list({column} order by area) from authority").fetchall()[0][0]
        country.execute(f"create macro {name}(area) as ({_literal(values)})[area]")
    agencies = [service.agency for service in sorted(providers(), key=lambda service: service.number)]
    country.execute(f"create macro agency(provider) as ({_literal(agencies)})[provider]")


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"list_value({', '.join(map(_literal, value))})"
    return repr(value) if isinstance(value, str) else f"{value}::double"
