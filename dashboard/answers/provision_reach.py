"""In England or a region: in how many authorities is each thing offered, and how many women live there?"""

from typing import Any

import polars as pl

from dashboard import numbers
from dashboard.answers import provision_words as words
from dashboard.charts.reach import of_known, reach
from dashboard.exhibit import Exhibit
from dashboard.reading import Reading, in_a_sentence

WOMEN = "Women where it is offered, of all counted"
QUESTION = "In how many authorities is each offer to be had, and where does nobody know?"


def answer(reading: Reading) -> Exhibit:
    """Authorities by state for every offer, and the women in treatment who live in them."""
    rows = reading.ask("provision_reach", area_code=reading.area.code)
    source = f"Source: self-audits of services and examples in reports. Built {reading.build.built_on}."
    notes = reading.inside_image(source)
    heading = (
        f"Authorities of {in_a_sentence(reading.area.name)} by what is known of each offer. "
        "Filled: offered, hatched where by old evidence. Pale: planned. White: not offered. "
        "Hatched grey: not known, which is not a no"
    )
    return Exhibit(
        key="reach",
        question=QUESTION,
        statement=_statement(reading.area.name, rows, reading.build.built_on),
        source=source,
        figure=reach(rows, heading, notes) if rows.height else None,
        table=_table(rows),
        rows=rows.with_columns(pl.lit(reading.area.code).alias("area_code")),
        notes=tuple(_notes(rows, reading)),
        cannot_tell=(
            "Women who live where something is offered are not women who were offered it.",
            "A woman treated in two authorities in the year counts in both.",
            words.NEVER_NO,
        ),
        to_discuss="Who asks the services that have not answered?",
        synthetic_note=reading.synthetic_note,
    )


def _statement(name: str, rows: pl.DataFrame, built_on: str) -> str:
    """Coverage, never without how much of it is known."""
    asked = int(rows["areas"].sum())
    known = asked - int(rows["areas_not_known"].sum())
    if not known:
        return f"{name}: nobody has said yet what women are offered in any of its authorities ({built_on})."
    offered = int(rows["areas_offered"].sum())
    of = f"{name}: {numbers.people(known)} of {numbers.people(asked)} answers on {rows.height} offers"
    if _by_examples(rows):
        return f"{of} are known, all by examples in reports, which never say no ({built_on})."
    areas = numbers.counted(rows["areas"][0], "authority", "authorities")
    return (
        f"{name}: {numbers.percent(known / asked)} of answers on {rows.height} offers in {areas} are known; "
        f"{numbers.percent(offered / known)} of those are “offered” ({built_on})."
    )


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    columns = ("Offer", "Offered, of known", "Of these by old evidence", "Planned", "Not offered", "Not known", WOMEN)
    table = pl.DataFrame(
        [
            {
                "Offer": row["name"],
                "Offered, of known": of_known(row),
                "Of these by old evidence": numbers.people(row["areas_offered_stale"]),
                "Planned": numbers.people(row["areas_planned"]),
                "Not offered": numbers.people(row["areas_not_offered"]),
                "Not known": numbers.people(row["areas_not_known"]),
                WOMEN: _women(row),
            }
            for row in rows.iter_rows(named=True)
        ],
        schema=dict.fromkeys(columns, pl.String),
    )
    is_counted = rows.height and rows["women"][0] and not words.too_few_women(rows.row(0, named=True))
    return table if is_counted else table.drop(WOMEN)


def _by_examples(rows: pl.DataFrame) -> bool:
    """Whether examples, which never say no, are all that is known here."""
    return int(rows["areas_by_example"].sum()) == int(rows["areas"].sum()) - int(rows["areas_not_known"].sum())


def _women(row: dict[str, Any]) -> str:
    if not row["women"]:
        return ""
    share = numbers.percent(row["women_offered"] / row["women"])
    unknown = numbers.percent(row["women_not_known"] / row["women"])
    return f"{numbers.people(row['women_offered'])} of {numbers.people(row['women'])} ({share}; not known {unknown})"


def _notes(rows: pl.DataFrame, reading: Reading) -> list[str]:
    if not rows.height:
        return []
    row = rows.row(0, named=True)
    notes = []
    known = int(rows["areas"].sum()) - int(rows["areas_not_known"].sum())
    if not _by_examples(rows):
        notes += words.on_examples(int(rows["areas_by_example"].sum()), known, ("known answer", "known answers"))
    stale, offered = int(rows["areas_offered_stale"].sum()), int(rows["areas_offered"].sum())
    if stale:
        rest = "rests" if stale == 1 else "rest"
        of = f"{numbers.people(stale)} of {numbers.people(offered)} answers “offered”"
        notes.append(f"{of} {rest} on evidence {words.STALE}.")
    if not row["women"]:
        notes.append("Women in treatment are counted in none of its authorities.")
    elif few := words.too_few_women(row):
        notes.append(few)
    else:
        notes.append(
            f"Women in treatment in {row['period']}, by the authority they live in, counted in "
            f"{numbers.people(row['areas_with_women'])} of {numbers.counted(row['areas'], 'authority', 'authorities')}."
        )
    if reading.build.is_synthetic:
        notes.append(words.REAL_EXAMPLES)
    return notes
