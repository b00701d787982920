"""How far can the treatment records be trusted, provider by provider?

Open builds hide counts of 1 to 4 rows. So each count is kept as the least and the most it can be, which are the same
number where it is known; nothing shown here can be subtracted to find what is hidden.
"""

import polars as pl

from dashboard import numbers, statements
from dashboard.reading import Reading

NOBODY = "not a provider code"
FEW = "few"  # in place of a count that is hidden
TOO_OLD = (
    "These figures were built by an older version, which kept no report on the quality of records. "
    "Build the marts again to see it."
)
NO_RECORDS = "No treatment records were read for this build, so there is no provider whose records could be checked."


def missing(reading: Reading) -> str:
    """Why there is nothing to say of records; empty when there is."""
    if not reading.holds("record_quality"):
        return TOO_OLD
    return "" if reading.ask("record_files").height else NO_RECORDS


def providers(reading: Reading) -> pl.DataFrame:
    """One row per provider, worst first: the least and the most of each count of its rows."""
    files = reading.ask("record_files")
    current = pl.col("is_replaced").not_()
    kept = ("read", "rejected", "without_consent")
    totals = files.group_by("provider_code").agg(
        *(
            pl.col(f"{what}_{end}").filter(current).sum().alias(f"{what}_{end}")
            for what in kept
            for end in ("least", "most")
        ),
        *(pl.col(f"read_{end}").filter(~current).sum().alias(f"earlier_{end}") for end in ("least", "most")),
        pl.col("extracted_on").filter(current).max(),
    )
    checks = reading.ask("record_checks")
    for topic in ("sex_not_stated", "not_placed"):
        found = checks.filter(pl.col("topic") == topic).select(
            "provider_code",
            pl.col("rows").fill_null(1).alias(f"{topic}_least"),
            pl.col("rows").fill_null(4).alias(f"{topic}_most"),
            pl.col("out_of").alias(f"{topic}_out_of"),
        )
        totals = totals.join(found, on="provider_code", how="left")
    return (
        totals.with_columns(pl.selectors.numeric().fill_null(0))
        .with_columns(
            pl.max_horizontal(0, pl.col("read_least") - pl.col("rejected_most") - pl.col("without_consent_most")).alias(
                "used_least"
            ),
            (pl.col("read_most") - pl.col("rejected_least") - pl.col("without_consent_least")).alias("used_most"),
            (pl.col("rejected_most") / pl.max_horizontal(1, "read_most")).alias("rejected_share"),
        )
        .sort("rejected_share", "not_placed_most", "provider_code", descending=[True, True, False])
    )


def says_where(reading: Reading) -> bool:
    """Whether providers can be told apart by where their people live."""
    # Not in an open build: that one person from an area is treated somewhere would be enough to point at them.
    return reading.build.mode == "restricted" and reading.holds("provider_caseload")


def of_area(reading: Reading, everyone: pl.DataFrame) -> pl.DataFrame:
    """The providers with people living in the area. All of them for England, and where a build does not say."""
    if reading.area.is_england or not says_where(reading):
        return everyone
    if reading.area.is_partnership:
        found = reading.ask("providers_of_partnership", partnership_code=reading.area.code)
    else:
        found = reading.ask("providers_of_area", area_code=reading.area.code)
    here = found["provider_code"]
    return everyone.filter(pl.col("provider_code").is_in(here.implode()))


def opening(reading: Reading, everyone: pl.DataFrame, here: pl.DataFrame) -> list[str]:
    """What can be said first: how much was read and used, and how often sex or place is not known."""
    area = reading.area
    sentences = []
    whose = numbers.counted(everyone.filter(pl.col("provider_code") != NOBODY).height, "provider", "providers")
    if not area.is_england and not says_where(reading):
        sentences.append(f"This build does not say who treats people from {area.name}: all providers are here.")
    elif not area.is_england:
        if here.height == 0:
            return [f"No provider in this build has a person placed in {area.name}. Choose England to see all of them."]
        whose = f"{numbers.counted(here.height, 'provider', 'providers')} with people living in {area.name}"
        sentences.append("A provider none of whose people could be placed is not among them: choose England for all.")
    total = _sum(here)
    first = statements.rows_used(whose, total)
    if total["earlier_most"]:
        earlier = numbers.between(total["earlier_least"], total["earlier_most"])
        sentences.insert(0, f"Another {earlier} rows are of earlier extracts, each replaced whole by a later one.")
    return [first, _what_is_not_known(total), *sentences]


def _what_is_not_known(total: dict[str, int]) -> str:
    sex, placed = (
        numbers.between(total[f"{what}_least"], total[f"{what}_most"]) for what in ("sex_not_stated", "not_placed")
    )
    whole = numbers.people(total["not_placed_out_of"])
    first = (
        f"Sex is not stated in {sex} {'row' if sex == '1' else 'rows'} read" if sex != "0" else "Every row states a sex"
    )
    return f"{first}, and {placed} of {whole} episodes could not be placed in an area."


def figures(rows: pl.DataFrame) -> pl.DataFrame:
    """The providers as they may be taken away: numbers, empty where a count is hidden, and a status that says so."""

    def known(what: str) -> pl.Expr:
        return pl.when(pl.col(f"{what}_least") == pl.col(f"{what}_most")).then(pl.col(f"{what}_most"))

    return rows.select(
        "provider_code",
        known("read").alias("rows_read"),
        pl.col("used_least").alias("rows_used_at_least"),
        known("rejected").alias("rows_rejected"),
        (known("rejected") / pl.max_horizontal(1, "read_most")).alias("share_rejected"),
        known("earlier").alias("rows_of_earlier_extracts"),
        known("without_consent").alias("rows_without_consent"),
        known("sex_not_stated").alias("rows_sex_not_stated"),
        known("not_placed").alias("episodes_not_placed"),
        pl.col("not_placed_out_of").alias("episodes"),
        pl.col("extracted_on").replace("", None),
    ).with_columns(
        pl.when(pl.any_horizontal(pl.col("^(rows|episodes)_.*$").is_null()))
        .then(pl.lit("small_counts_hidden"))
        .otherwise(pl.lit("ok"))
        .alias("status")
    )


def grid(rows: pl.DataFrame) -> pl.DataFrame:
    """The same for reading and sorting on the page."""
    at_least = "" if (rows["used_least"] == rows["used_most"]).all() else ", at least"
    return figures(rows).select(
        pl.col("provider_code").replace(NOBODY, "Not a code").alias("Provider"),
        pl.col("rows_read").alias("Rows read"),
        pl.col("rows_used_at_least").alias(f"Used{at_least}"),
        pl.col("rows_rejected").alias("Rejected"),
        (pl.col("share_rejected") * 100).alias("Rejected, %"),
        pl.col("rows_of_earlier_extracts").alias("Replaced"),
        pl.col("rows_without_consent").alias("No consent"),
        pl.col("rows_sex_not_stated").alias("Sex not stated"),
        pl.col("episodes_not_placed").alias("Not placed"),
        pl.col("extracted_on").fill_null("not recorded").alias("Extract of"),
    )


def how_to_read(rows: pl.DataFrame) -> str:
    """What the headings of the table mean."""
    words = (
        "Worst first; a click on a heading sorts by it. Rejected: rows that break a rule and are kept out. Replaced: "
        "rows of an earlier extract of the same provider. Not placed: episodes whose area could not be told."
    )
    few = " Few: 1 to 4 rows of a file, a number that is hidden."
    return words + few if "small_counts_hidden" in figures(rows)["status"] else words


def codes(reading: Reading) -> list[str]:
    """Providers to choose from, by code."""
    return sorted(set(reading.ask("record_files")["provider_code"]) - {NOBODY})


def _sum(rows: pl.DataFrame) -> dict[str, int]:
    return rows.select(pl.selectors.integer()).sum().row(0, named=True)
