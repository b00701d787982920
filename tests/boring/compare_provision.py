"""Where the tables of provision differ from the recount, in words."""

import duckdb

from tests.boring.compare import differences, rows
from tests.boring.provision import Provision

KEYS = {
    "provision": ("area_code", "offer"),
    "standard_state": ("area_code", "standard"),
    "provision_coverage": ("area_code", "framework"),
    "provision_reach": ("area_code", "offer"),
    "provision_round": ("audit_round", "area_code", "offer"),
}
COLUMNS = {
    "provision": (
        *("state", "evidence_kind", "evidence_type", "evidence_id", "evidence_on", "is_stale", "source_url", "note"),
        *("evidence_area_code", "services", "services_answering", "services_offering"),
    ),
    "standard_state": ("state", "is_stale"),
    "provision_coverage": ("items", "known", "met", "coverage", "known_share"),
    "provision_reach": (
        *(
            "areas",
            "areas_offered",
            "areas_offered_stale",
            "areas_planned",
            "areas_not_offered",
            "areas_not_known",
            "period",
        ),
        *(
            "areas_with_women",
            "women",
            "women_offered",
            "women_offered_stale",
            "women_planned",
            "women_not_offered",
            "women_not_known",
        ),
    ),
    "provision_round": ("areas", "areas_with_return", "areas_offered", "areas_planned", "areas_not_offered"),
}


def differences_in_provision(marts: duckdb.DuckDBPyConnection, recounted: Provision) -> list[str]:
    """Every difference in any column of any table."""
    of_table = {
        "provision": recounted.provision,
        "standard_state": recounted.standard_state,
        "provision_coverage": recounted.coverage,
        "provision_reach": recounted.reach,
        "provision_round": recounted.rounds,
    }
    found = []
    for table, counted in of_table.items():
        built = []
        for row in rows(marts, f"select * from {table}"):
            assert set(row) == {*KEYS[table], *COLUMNS[table]}, f"{table}: a column that nothing compares"
            key = tuple(str(row[column]) for column in KEYS[table])
            built.append((key, tuple(row[column] for column in COLUMNS[table])))
        found += [f"{table} {difference}" for difference in differences(built, counted.items())]
    return found


def women_counted(marts: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], float]:
    """Women in treatment by authority and year, as they are shown."""
    asked = {"is_preferred": True, "sex": "female", "substance_group": "all", "category": "all", "status": "ok"}
    return {
        (str(row["area_code"]), str(row["period"])): float(str(row["numerator"]))
        for row in rows(marts, "select * from indicator_value where indicator = 'people_in_treatment'")
        if all(row[column] == value for column, value in asked.items())
    }
