"""The counts as a careful analyst would write them in pandas, from the text of the files to the counts.

`python -m benchmarks.with_pandas RAW FOLDER` writes people.csv, womens_share.csv and waits.csv into FOLDER.
"""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd  # type: ignore[import-untyped]

from benchmarks import analyst
from benchmarks.analyst import DATES, DRUGS, ENGLAND, EPISODE, KINDS, PERSON, RESIDENCE, USED_DATES, Z
from benchmarks.national_extract import files_of

FAR = pd.Timestamp(2200, 1, 1)
THREE_WEEKS = pd.Timedelta(days=21)


def main(raw: Path, out: Path) -> None:
    """From the files to the three tables."""
    rows = sound(read(raw))
    episodes = journeys(episodes_of(rows))
    interventions = interventions_of(rows, episodes)
    first, last = rows["TRIAGED"].min().date(), min(rows[USED_DATES].max().max().date(), date.today())
    del rows
    episodes = episodes.drop(columns=EPISODE)  # in order now, and text is dear to carry along
    periods = list(analyst.periods(first, last))
    people = pd.concat([people_in(period, episodes, interventions) for period in periods])
    out.mkdir(parents=True, exist_ok=True)
    people.to_csv(out / "people.csv", index=False)
    womens_share(people).to_csv(out / "womens_share.csv", index=False)
    waits_by_band(interventions, episodes, periods).to_csv(out / "waits.csv", index=False)


def read(raw: Path) -> pd.DataFrame:
    """The columns needed, as text, with the dates as dates; a text that is no date is remembered as such."""
    rows = pd.concat(
        [pd.read_csv(path, usecols=analyst.COLUMNS, dtype=str, engine="pyarrow") for path in files_of(raw)],
        ignore_index=True,
    )
    rows["has_wrong_date"] = False
    for column in DATES:
        day = pd.to_datetime(rows[column], format="%d/%m/%Y", errors="coerce")
        day = day.where(day.dt.year >= 1900)
        rows["has_wrong_date"] |= rows[column].notna() & day.isna()
        rows[column] = day
    for number, column in enumerate(DRUGS, start=1):
        rows[f"kind{number}"] = rows[column].map(analyst.drug_kinds())
    for kind in KINDS:
        rows[kind] = (rows["kind1"] == kind) | (rows["kind2"] == kind) | (rows["kind3"] == kind)
    return rows


def sound(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with consent that break no rule a row can break by itself."""
    r, today = rows, pd.Timestamp.today().normalize()
    age = r["TRIAGED"].dt.year - r["DOB"].dt.year
    age -= _month_and_day(r["TRIAGED"]) < _month_and_day(r["DOB"])
    is_bad = r["has_wrong_date"] | r[analyst.NEEDED].isna().any(axis=1) | ~r["SEX"].isin(["F", "M"])
    is_bad |= (r["DOB"].dt.year < 1903) | (age < 18) | (r["DOB"] > r["REFLD"])
    is_bad |= (r["TRIAGED"] < r["REFLD"]) | (r["DISD"] < r["TRIAGED"])
    for number, column in enumerate(DRUGS, start=1):
        is_bad |= r[column].notna() & r[f"kind{number}"].isna()
    is_bad |= ~r[KINDS].any(axis=1)
    is_bad |= r["MODAL"].notna() & ~r["MODAL"].isin(list(analyst.modalities()))
    is_bad |= (r["MODEND"] < r["MODST"]) | (r["MODST"] < r["TRIAGED"])
    is_bad |= (r["MODST"] < r["REFMODDT"]) | (r["FAOMODDT"] < r["REFMODDT"])
    is_bad |= r["FAOMODDT"] > today + pd.Timedelta(days=365)
    for column in DATES:
        if column != "FAOMODDT":
            is_bad |= r[column] > today
    return rows[~is_bad & (rows["CONSENT"] == "Y")]


def _month_and_day(day: pd.Series) -> pd.Series:
    return day.dt.month * 100 + day.dt.day


def episodes_of(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per episode: where its lines disagree, the line with the latest discharge (none is latest), and so on."""
    area = rows[RESIDENCE[0]].map(analyst.residence(RESIDENCE[0]))
    for column in RESIDENCE[1:]:
        area = area.fillna(rows[column].map(analyst.residence(column)))
    lines = rows[[*PERSON, *EPISODE, "REFLD", "TRIAGED", "DISD", *DRUGS, *KINDS]].assign(area=area)
    lines = lines.drop_duplicates()
    order = {"DISD": FAR, **dict.fromkeys([*DRUGS, "area"], "")}
    lines = lines.fillna(order).sort_values(["DISD", "TRIAGED", "REFLD", *DRUGS, "area"])
    episodes = lines.drop_duplicates(EPISODE, keep="last")
    return episodes.assign(
        person=episodes.groupby(PERSON, sort=False).ngroup(),
        area=episodes["area"].replace("", None).astype("category"),
    ).drop(columns=["FINITIAL", "SINITIAL", "DOB", "REFLD", *DRUGS])


def journeys(episodes: pd.DataFrame) -> pd.DataFrame:
    """Episodes in order, each with its journey: what the journey is known for so far, and its start and end."""
    found = episodes.sort_values(["person", "TRIAGED", "EPISODID", "AGNCY", "CLIENTID"], ignore_index=True)
    latest_so_far = found.groupby("person")["DISD"].cummax().groupby(found["person"]).shift()
    begins = latest_so_far.isna() | (found["TRIAGED"] > latest_so_far + THREE_WEEKS)
    found["journey"] = begins.cumsum()
    of_journey = found.groupby("journey")
    found["began"] = of_journey["TRIAGED"].transform("min")
    found["ended"] = of_journey["DISD"].transform("max")
    for kind in KINDS:
        found[kind] = of_journey[kind].cummax()
    found["sex"] = found["SEX"].map({"F": "female", "M": "male"}).astype("category")
    return found.drop(columns="SEX")


def interventions_of(rows: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    """One row per intervention of an episode, with its journey."""
    given = rows[[*EPISODE, "MODID", "MODAL", "REFMODDT", "FAOMODDT", "MODST"]]
    given = given[given[["MODID", "MODAL", "REFMODDT", "MODST"]].notna().any(axis=1)].drop_duplicates()
    # without a key of its own an intervention is told apart by what is known of it
    without_key = ["MODAL", "REFMODDT", "FAOMODDT", "MODST"]
    named = given[given["MODID"].notna()].sort_values(["REFMODDT", "FAOMODDT", "MODST", "MODAL"], na_position="first")
    named = named.drop_duplicates([*EPISODE, "MODID"], keep="last")
    unnamed = given[given["MODID"].isna()].drop_duplicates([*EPISODE, *without_key])
    return pd.concat([named, unnamed]).merge(episodes[[*EPISODE, "journey"]], on=EPISODE)


def people_in(period: analyst.Period, episodes: pd.DataFrame, interventions: pd.DataFrame) -> pd.DataFrame:
    """People in treatment in a period and those new in it, by place, sex and substance group."""
    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    structured = [code for code, is_structured in analyst.modalities().items() if is_structured]
    started = interventions[interventions["MODAL"].isin(structured) & (interventions["MODST"] <= end)]
    known = episodes[(episodes["TRIAGED"] <= end) & (episodes["ended"] >= start)]
    known = known[known["journey"].isin(started["journey"])].drop_duplicates("journey", keep="last")
    known = known.assign(is_new=known["began"] >= start)
    counts = []
    for place in _places(known["area"]):
        person = known.assign(area_code=place).dropna(subset="area_code")
        person = person.groupby(["area_code", "person"], sort=False).agg(
            sex=("sex", "first"), is_new=("is_new", "any"), **{kind: (kind, "any") for kind in KINDS}
        )
        person["substance_group"] = _substance_group(person)
        of_cell = person.groupby(["area_code", "sex", "substance_group"])["is_new"]
        counts.append(of_cell.agg(people="size", new_people="sum").reset_index())
    return _with_all(pd.concat(counts), ["area_code"]).assign(period=period.name)


def waits_by_band(
    interventions: pd.DataFrame, episodes: pd.DataFrame, periods: Sequence[analyst.Period]
) -> pd.DataFrame:
    """Waits that ended in each period, to the offer and to the start, by place, sex, group and order."""
    asked = interventions[interventions["REFMODDT"].notna()]
    asked = asked.sort_values(["journey", "REFMODDT", "MODST", "MODID", "EPISODID", "AGNCY", "CLIENTID", "FAOMODDT"])
    is_first = ~asked.duplicated("journey")
    asked = asked.assign(intervention_order=pd.Categorical(np.where(is_first, "first", "subsequent")))
    clocks = {"offered": "FAOMODDT", "started": "MODST"}
    ended = pd.concat([asked.assign(clock=clock, ended_on=asked[column]) for clock, column in clocks.items()])
    ended = ended[ended["ended_on"].notna()].astype({"clock": "category"})
    days = (ended["ended_on"] - ended["REFMODDT"]).dt.days
    ended = ended[["journey", "intervention_order", "clock", "ended_on"]]
    ended["within_3_weeks"] = days <= 21
    ended["over_3_to_6_weeks"] = (days > 21) & (days <= 42)
    ended["over_6_weeks"] = days > 42
    counts = [
        _waits_in_year(year, [p for p in periods if p.year == year.name], ended, episodes)
        for year in periods
        if year.is_year
    ]
    return pd.concat(counts)


def _waits_in_year(
    year: analyst.Period, periods: Sequence[analyst.Period], ended: pd.DataFrame, episodes: pd.DataFrame
) -> pd.DataFrame:
    """Waits of a year and of its quarters: place and drugs as the journey's were known by the end of the year."""
    in_year = ended[ended["ended_on"].between(pd.Timestamp(year.start), pd.Timestamp(year.end))]
    of_these = episodes[episodes["journey"].isin(in_year["journey"])]
    # by the year's end, and its first episode where none was triaged by then
    known = of_these[(of_these["TRIAGED"] <= pd.Timestamp(year.end)) | ~of_these.duplicated("journey")]
    known = known.drop_duplicates("journey", keep="last")
    known = known.assign(substance_group=_substance_group(known))
    waits = in_year.merge(known[["journey", "sex", "area", "substance_group"]], on="journey")
    cell = ["area_code", "sex", "substance_group", "intervention_order", "clock"]
    bands = ["within_3_weeks", "over_3_to_6_weeks", "over_6_weeks"]
    counts = []
    for period in periods:
        inside = waits[waits["ended_on"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))]
        for place in _places(inside["area"]):
            placed = inside.assign(area_code=place, waits=1).dropna(subset="area_code")
            counts.append(placed.groupby(cell)[["waits", *bands]].sum().reset_index().assign(period=period.name))
    return _with_all(pd.concat(counts), ["area_code", "period", "intervention_order", "clock"])


def womens_share(people: pd.DataFrame) -> pd.DataFrame:
    """Women among women and men, with Wilson's 95 % limits."""
    wide = people.pivot(
        index=["area_code", "period", "substance_group"], columns="sex", values=["people", "new_people"]
    )
    shares = []
    for measure in ("people", "new_people"):
        counts = wide[measure].fillna(0)
        women, everyone = counts["female"], counts["all"]
        share = women / everyone
        middle, spread = 2 * women + Z**2, Z * np.sqrt(Z**2 + 4 * women * (1 - share))
        low, high = ((middle + side * spread) / (2 * (everyone + Z**2)) for side in (-1, 1))
        shares.append(pd.DataFrame({"share": share, "low": low, "high": high}).assign(measure=measure).reset_index())
    return pd.concat(shares).dropna(subset="share")


def _places(area: pd.Series) -> list[pd.Series | str]:
    return [area, area.map(analyst.regions()), ENGLAND]


def _substance_group(rows: pd.DataFrame) -> pd.Categorical:
    group = np.select(
        [rows["opiate"], rows["non_opiate"] & rows["alcohol"], rows["non_opiate"]],
        ["opiate", "non_opiate_and_alcohol", "non_opiate"],
        "alcohol",
    )
    return pd.Categorical(group)


def _with_all(counts: pd.DataFrame, cell: Sequence[str]) -> pd.DataFrame:
    """The counts with those of both sexes and of every substance group."""
    for column in ("sex", "substance_group"):
        both = counts.assign(**{column: "all"})
        keys = [*cell, "sex", "substance_group"]
        counts = pd.concat([counts, both.groupby(keys).sum(numeric_only=True).reset_index()])
    return counts


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
