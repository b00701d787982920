"""Where women's shares, expected shares and similar areas differ from what plain loops make of the published tables."""

import duckdb

from tests.boring.code_lists import REFERENCE
from tests.boring.compare import differences, rows
from tests.boring.fair_share import BANDS, COLUMNS, GROUPS, Published, womens_shares
from tests.boring.similar_areas import similar_areas, weights

KEY = ["area_code", "provider_code", "period", "substance_group", "measure", "comparator"]
SIMILAR = ["rank", "distance", "basis", "method", "period", "known_weight"]
WHOLES = {"in_treatment": "people_in_treatment", "new_presentations": "new_presentations"}
BY_AGE = {"in_treatment": "age_band_in_treatment", "new_presentations": "age_band_of_new_presentations"}


def differences_in_fair_shares(marts: duckdb.DuckDBPyConnection, schema: str = "main") -> list[str]:
    """Every difference in similar areas and women's shares, whatever the mode and the sources of the build."""
    areas = rows(marts, f"select * from {schema}.area")
    values = rows(marts, f"select * from {schema}.indicator_value")
    neighbours = rows(marts, f"select * from {schema}.neighbour")
    alike = similar_areas(areas, values, neighbours, weights(REFERENCE))
    built = [
        ((row["area_code"], row["similar_code"]), tuple(row[column] for column in SIMILAR))
        for row in rows(marts, f"select * from {schema}.similar_area")
    ]
    by_area: dict[str, list[str]] = {}
    for area, other in alike:
        by_area.setdefault(area, []).append(other)
    published = Published(
        areas=areas,
        values=values,
        caseloads=rows(marts, f"select * from {schema}.provider_caseload"),
        age_cells=age_cells(marts) if schema == "main" else {},
        similar=by_area,
    )
    shares = [
        (tuple(row[column] for column in KEY), tuple(row[column] for column in COLUMNS))
        for row in rows(marts, f"select * from {schema}.womens_share")
    ]
    return [*differences(built, alike.items()), *differences(shares, womens_shares(published))]


def age_cells(marts: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str, str, str, str], float | None]:
    """People by area, year, measure, sex, substance group and age band; of a cell nobody is in, what its whole says."""
    found: dict[tuple[str, str, str, str, str, str], float | None] = {}
    for measure, whole in WHOLES.items():
        query = (
            f"select * from treatment_measure where measure in ('{whole}', '{BY_AGE[measure]}') and length(period) = 7"
        )
        told = {
            (row["area_code"], row["period"], row["sex"], row["substance_group"], row["category"]): row["people"]
            for row in rows(marts, query)
        }
        for (area, period, sex, group, category), people in told.items():
            if category == "all" and group in GROUPS:
                for band in BANDS:
                    of_band = told.get((area, period, sex, group, band), people)
                    key = (str(area), str(period), measure, str(sex), str(group), band)
                    found[key] = float(of_band) if isinstance(of_band, int | float) else None
    return found
