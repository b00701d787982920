"""Similar areas: a table of each authority's neighbours, nearest first, by whichever method its maker used.

There is no one list: the table is a file the reader brings (for England, the NHS peer groups that Fingertips shows, or
CIPFA's under licence), and its method is shown beside every comparison made with it.
"""

from pipelines.source import Column, Rule, Source, must_be_filled

NEEDED = ("area_code", "neighbour_code", "rank", "method")
UNKNOWN = "Not an area that this project knows."

SOURCE = Source(
    name="neighbours",
    title="Similar areas",
    publisher="whoever made the table",
    licence="as its maker gives it",
    origin="published",
    patterns=("*.csv",),
    columns=(
        Column("area_code", "code", required=True),
        Column("neighbour_code", "code", required=True),
        Column("rank", "integer", required=True),
        Column("distance", "number", required=True),
        Column("method", required=True),
    ),
    derived={"area": "area_coded(area_code)", "neighbour": "area_coded(neighbour_code)"},
    rules=(
        *must_be_filled(NEEDED),
        Rule("unknown_area_code", "area_code", UNKNOWN, "area_code is not null and area is null"),
        Rule("unknown_area_code", "neighbour_code", UNKNOWN, "neighbour_code is not null and neighbour is null"),
        Rule("own_neighbour", "neighbour_code", "The area is its own neighbour.", "area = neighbour"),
        Rule("rank_below_one", "rank", "Ranks begin at 1, the nearest.", "rank < 1"),
        Rule("negative_distance", "distance", "A distance is below zero.", "distance < 0"),
        Rule(
            "duplicated_neighbour",
            "neighbour_code",
            "The area has this neighbour in an earlier row, by today's codes.",
            "row_number() over (partition by method, area, neighbour order by file_number, row) > 1",
            across_rows=("method", "area", "neighbour"),
            suspect_when="count(*) > 1",
        ),
        Rule(
            "duplicated_rank",
            "rank",
            "The area has another neighbour of this rank in an earlier row.",
            "row_number() over (partition by method, area, rank order by file_number, row) > 1",
            across_rows=("method", "area", "rank"),
            suspect_when="count(*) > 1",
        ),
    ),
    allows_comments=True,
)
