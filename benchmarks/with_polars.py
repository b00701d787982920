"""The counts as a careful analyst would write them in polars, lazily where it helps: the same steps as with_pandas.

`python -m benchmarks.with_polars RAW FOLDER` writes people.csv, womens_share.csv and waits.csv into FOLDER.
"""

import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from polars import col

from benchmarks import analyst
from benchmarks.analyst import DATES, DRUGS, ENGLAND, EPISODE, KINDS, PERSON, RESIDENCE, USED_DATES, Z
from benchmarks.national_extract import files_of

FAR = date(9999, 12, 31)
TEXT_DATES = [f"{column}_text" for column in DATES]
BANDS = ["within_3_weeks", "over_3_to_6_weeks", "over_6_weeks"]


def main(raw: Path, out: Path) -> None:
    """From the files to the three tables."""
    rows = sound(read(raw)).collect(engine="streaming")
    episodes = journeys(episodes_of(rows))
    interventions = interventions_of(rows, episodes)
    first, last = rows.select(col("TRIAGED").min(), pl.max_horizontal(col(USED_DATES).max()).alias("last")).row(0)
    del rows
    periods = period_table(first, min(last, date.today()))
    people = people_by_cell(episodes, interventions, periods)
    out.mkdir(parents=True, exist_ok=True)
    people.write_csv(out / "people.csv")
    womens_share(people).write_csv(out / "womens_share.csv")
    waits_by_band(interventions, episodes, periods).write_csv(out / "waits.csv")


def read(raw: Path) -> pl.LazyFrame:
    """The columns needed, as text, with the dates as dates; their text is kept to tell a wrong date from none."""
    rows = pl.scan_csv(files_of(raw), infer_schema=False, null_values=["NA"]).select(analyst.COLUMNS)
    rows = rows.rename(dict(zip(DATES, TEXT_DATES, strict=True)))
    rows = rows.with_columns(
        *(col(f"{column}_text").str.to_date("%d/%m/%Y", strict=False).alias(column) for column in DATES),
        *(
            col(column).replace_strict(analyst.drug_kinds(), default=None).alias(f"kind{number}")
            for number, column in enumerate(DRUGS, start=1)
        ),
    )
    kinds = pl.concat_list("kind1", "kind2", "kind3")
    return rows.with_columns(kinds.list.contains(kind).alias(kind) for kind in KINDS)


def sound(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with consent that break no rule a row can break by itself."""
    birthday_is_ahead = _month_and_day("TRIAGED") < _month_and_day("DOB")
    age = col("TRIAGED").dt.year() - col("DOB").dt.year() - birthday_is_ahead.cast(pl.Int32)
    today = pl.lit(date.today())
    broken = [
        *(col(column).is_null() for column in analyst.NEEDED),
        *(col(text).is_not_null() & col(column).is_null() for text, column in zip(TEXT_DATES, DATES, strict=True)),
        *(col(column).dt.year() < 1900 for column in DATES),
        ~col("SEX").is_in(["F", "M"]).fill_null(value=False),
        col("DOB").dt.year() < 1903,
        age < 18,
        col("DOB") > col("REFLD"),
        col("TRIAGED") < col("REFLD"),
        col("DISD") < col("TRIAGED"),
        *(col(column).is_not_null() & col(f"kind{number}").is_null() for number, column in enumerate(DRUGS, start=1)),
        ~pl.any_horizontal(KINDS),
        ~col("MODAL").is_in(list(analyst.modalities())),
        col("MODEND") < col("MODST"),
        col("MODST") < col("TRIAGED"),
        col("MODST") < col("REFMODDT"),
        col("FAOMODDT") < col("REFMODDT"),
        col("FAOMODDT") > today + timedelta(days=365),
        *(col(column) > today for column in DATES if column != "FAOMODDT"),
    ]
    is_bad = pl.any_horizontal(rule.fill_null(value=False) for rule in broken)
    return rows.filter(~is_bad & (col("CONSENT") == "Y")).drop(*TEXT_DATES, "kind1", "kind2", "kind3")


def _month_and_day(column: str) -> pl.Expr:
    return col(column).dt.month().cast(pl.Int32) * 100 + col(column).dt.day()


def episodes_of(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per episode: where its lines disagree, the line with the latest discharge (none is latest), and so on."""
    area = pl.coalesce(col(c).replace_strict(analyst.residence(c), default=None) for c in RESIDENCE)
    order = [col("DISD").fill_null(FAR), "TRIAGED", "REFLD", *(col(c).fill_null("") for c in (*DRUGS, "area"))]
    return (
        rows.lazy()
        .with_columns(area=area)
        .select(*PERSON, *EPISODE, "REFLD", "TRIAGED", "DISD", *DRUGS, *KINDS, "area")
        .unique()
        .sort(order)
        .unique(EPISODE, keep="last", maintain_order=True)
        .with_columns(person=pl.struct(PERSON).rank("dense"), DISD=col("DISD").fill_null(FAR))
        .drop("FINITIAL", "SINITIAL", "DOB", "REFLD", *DRUGS)
        .collect()
    )


def journeys(episodes: pl.DataFrame) -> pl.DataFrame:
    """Episodes in order, each with its journey: what the journey is known for so far, and its start and end."""
    latest_so_far = col("latest_so_far")
    # an open episode keeps the journey open; the gap is asked for only where there was a discharge
    is_gap = (latest_so_far < FAR) & ((col("TRIAGED") - latest_so_far) > timedelta(days=21))
    begins = latest_so_far.is_null() | is_gap
    return (
        episodes.lazy()
        .sort("person", "TRIAGED", "EPISODID", "AGNCY", "CLIENTID")
        .with_columns(latest_so_far=col("DISD").cum_max().shift().over("person"))
        .with_columns(journey=begins.cum_sum())
        .with_columns(
            began=col("TRIAGED").min().over("journey"),
            ended=col("DISD").max().over("journey"),
            sex=pl.when(col("SEX") == "F").then(pl.lit("female")).otherwise(pl.lit("male")),
            **{kind: col(kind).cast(pl.UInt8).cum_max().cast(pl.Boolean).over("journey") for kind in KINDS},
        )
        .drop("SEX", "latest_so_far")
        .collect()
    )


def interventions_of(rows: pl.DataFrame, episodes: pl.DataFrame) -> pl.DataFrame:
    """One row per intervention of an episode, with its journey."""
    given = (
        rows.lazy()
        .select(*EPISODE, "MODID", "MODAL", "REFMODDT", "FAOMODDT", "MODST")
        .filter(pl.any_horizontal(col("MODID", "MODAL", "REFMODDT", "MODST").is_not_null()))
        .unique()
    )
    named = given.filter(col("MODID").is_not_null()).sort("REFMODDT", "FAOMODDT", "MODST", "MODAL")
    named = named.unique([*EPISODE, "MODID"], keep="last", maintain_order=True)
    # without a key of its own an intervention is told apart by all that is known of it, and those are distinct already
    unnamed = given.filter(col("MODID").is_null())
    mine = episodes.lazy().select(*EPISODE, "journey")
    return pl.concat([named, unnamed]).join(mine, on=EPISODE).collect()


def period_table(first: date, last: date) -> pl.DataFrame:
    """The years and quarters as a table."""
    rows = [(p.name, p.year, p.start, p.end) for p in analyst.periods(first, last)]
    return pl.DataFrame(rows, schema=["period", "year", "start", "end"], orient="row")


def people_by_cell(episodes: pl.DataFrame, interventions: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """People in treatment and those new in the period, by place, period, sex and substance group."""
    structured = [code for code, is_structured in analyst.modalities().items() if is_structured]
    started = (
        interventions.lazy()
        .filter(col("MODAL").is_in(structured) & col("MODST").is_not_null())
        .group_by("journey")
        .agg(started=col("MODST").min())
    )
    journey = episodes.lazy().select("journey", "began", "ended").unique("journey").join(started, on="journey")
    counting = journey.join_where(
        periods.lazy(), col("began") <= col("end"), col("ended") >= col("start"), col("started") <= col("end")
    )
    known = (
        counting.select("journey", "period", "start", "end")
        .sort("end")
        .join_asof(
            episodes.lazy().sort("TRIAGED", maintain_order=True),
            left_on="end",
            right_on="TRIAGED",
            by="journey",
            check_sortedness=False,
        )
        .select("period", "person", "sex", "area", *KINDS, is_new=col("began") >= col("start"))
        .collect()
    )
    cell = ["area_code", "period", "sex", "substance_group"]
    counts = [
        known.lazy()
        .with_columns(area_code=place)
        .filter(col("area_code").is_not_null())
        .group_by("area_code", "period", "person")
        .agg(col("sex").first(), col("is_new", *KINDS).max())
        .with_columns(substance_group=_substance_group())
        .group_by(cell)
        .agg(people=pl.len(), new_people=col("is_new").sum())
        .collect(engine="streaming")
        for place in _places()
    ]
    return _with_all(pl.concat(counts), cell)


def waits_by_band(interventions: pl.DataFrame, episodes: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """Waits that ended in each period, to the offer and to the start, by place, sex, group and order."""
    order = ["journey", "REFMODDT", "MODST", "MODID", "EPISODID", "AGNCY", "CLIENTID", "FAOMODDT"]
    is_first = col("journey").is_first_distinct()
    asked = (
        interventions.lazy()
        .filter(col("REFMODDT").is_not_null())
        .sort(order, nulls_last=True)
        .with_columns(
            intervention_order=pl.when(is_first).then(pl.lit("first")).otherwise(pl.lit("subsequent")),
        )
    )
    clocks = {"offered": "FAOMODDT", "started": "MODST"}
    days = (col("ended_on") - col("REFMODDT")).dt.total_days()
    ended = (
        pl.concat(asked.with_columns(clock=pl.lit(clock), ended_on=col(column)) for clock, column in clocks.items())
        .filter(col("ended_on").is_not_null())
        .select(
            "journey",
            "intervention_order",
            "clock",
            "ended_on",
            within_3_weeks=days <= 21,
            over_3_to_6_weeks=days.is_between(22, 42),
            over_6_weeks=days > 42,
        )
    )
    within = (col("ended_on") >= col("start")), (col("ended_on") <= col("end"))
    years = periods.lazy().filter(col("period") == col("year"))
    in_year = ended.join_where(years.select("year", "start", "end"), *within)
    waits = (
        in_year.drop("start")
        .join(_known_by_the_end_of(in_year, episodes), on=["journey", "end"])
        .drop("end", "year")
        .join_where(periods.lazy().select("period", "start", "end"), *within)
        .select("period", "sex", "area", "substance_group", "intervention_order", "clock", *BANDS)
        .collect()
    )
    cell = ["area_code", "period", "sex", "substance_group", "intervention_order", "clock"]
    counts = [
        waits.lazy()
        .with_columns(area_code=place)
        .filter(col("area_code").is_not_null())
        .group_by(cell)
        .agg(pl.len().alias("waits"), col(BANDS).sum())
        .collect(engine="streaming")
        for place in _places()
    ]
    return _with_all(pl.concat(counts), cell)


def _known_by_the_end_of(in_year: pl.LazyFrame, episodes: pl.DataFrame) -> pl.LazyFrame:
    """Place and drugs of each journey and year: by its end, or by the first episode if none was triaged by then."""
    wanted = in_year.select("journey", "end").unique().sort("end")
    facts = ["sex", "area", *KINDS]
    known = wanted.join_asof(
        episodes.lazy().select("journey", "TRIAGED", *facts).sort("TRIAGED", maintain_order=True),
        left_on="end",
        right_on="TRIAGED",
        by="journey",
        check_sortedness=False,
    )
    first = episodes.lazy().unique("journey", keep="first", maintain_order=True).select("journey", *facts)
    late = known.filter(col("TRIAGED").is_null()).select("journey", "end").join(first, on="journey")
    by_then = known.filter(col("TRIAGED").is_not_null()).select("journey", "end", *facts)
    known = pl.concat([by_then, late]).with_columns(substance_group=_substance_group())
    return known.select("journey", "end", "sex", "area", "substance_group")


def womens_share(people: pl.DataFrame) -> pl.DataFrame:
    """Women among women and men, with Wilson's 95 % limits."""
    measures = ["people", "new_people"]
    long = people.unpivot(measures, index=["area_code", "period", "sex", "substance_group"], variable_name="measure")
    wide = long.pivot("sex", index=["area_code", "period", "substance_group", "measure"], values="value")
    women, everyone = col("female").fill_null(0), col("all")
    share = women / everyone
    middle, spread = 2 * women + Z**2, Z * (Z**2 + 4 * women * (1 - share)).sqrt()
    below = 2 * (everyone + Z**2)
    return wide.filter(everyone > 0).select(
        "area_code",
        "period",
        "substance_group",
        "measure",
        share=share,
        low=(middle - spread) / below,
        high=(middle + spread) / below,
    )


def _places() -> list[pl.Expr]:
    return [col("area"), col("area").replace_strict(analyst.regions(), default=None), pl.lit(ENGLAND)]


def _substance_group() -> pl.Expr:
    return (
        pl.when("opiate")
        .then(pl.lit("opiate"))
        .when(col("non_opiate") & col("alcohol"))
        .then(pl.lit("non_opiate_and_alcohol"))
        .when("non_opiate")
        .then(pl.lit("non_opiate"))
        .otherwise(pl.lit("alcohol"))
    )


def _with_all(counts: pl.DataFrame, cell: Sequence[str]) -> pl.DataFrame:
    """The counts with those of both sexes and of every substance group."""
    for column in ("sex", "substance_group"):
        both = counts.with_columns(pl.lit("all").alias(column)).group_by(cell).agg(pl.all().sum())
        counts = pl.concat([counts, both], how="diagonal")
    return counts


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
