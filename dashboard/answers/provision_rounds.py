"""Round by round: how many authorities have answered, and how many of them have this offer?"""

from typing import Any

import polars as pl

from dashboard import numbers
from dashboard.charts.rounds import rounds
from dashboard.exhibit import Exhibit
from dashboard.reading import Reading, in_a_sentence

QUESTION = "Does it change from round to round?"


def answer(reading: Reading, offer: str, name: str) -> Exhibit:
    """Authorities with a return, those in which the offer is known, and those that have it, by audit round."""
    rows = reading.ask("provision_rounds", area_code=reading.area.code)
    own = rows.filter(offer=offer).with_columns(
        (pl.col("areas_offered") + pl.col("areas_planned") + pl.col("areas_not_offered")).alias("areas_known")
    )
    source = f"Source: self-audits of services. Built {reading.build.built_on}."
    notes = (source, reading.synthetic_note) if reading.synthetic_note else (source,)
    heading = f"{name}: authorities of {in_a_sentence(reading.area.name)} at each audit round"
    return Exhibit(
        key="rounds",
        question=QUESTION,
        statement=_statement(reading.area.name, name, own),
        source=source,
        figure=rounds(own, heading, notes) if own.height > 1 else None,
        table=_table(own),
        rows=own.with_columns(pl.lit(reading.area.code).alias("area_code")),
        notes=("By returns alone: examples in reports belong to no round. A return counts until it is 18 months old.",)
        if own.height
        else (),
        cannot_tell=(
            "More authorities that offer something can be more that have answered: compare offered with known.",
        ),
        synthetic_note=reading.synthetic_note,
    )


def _statement(area: str, name: str, own: pl.DataFrame) -> str:
    if not own.height:
        return f"{area}: no round of self-audits is held."
    first, last = own.row(0, named=True), own.row(-1, named=True)
    subject = f"{area}, {name[0].lower()}{name[1:]}"
    if own.height == 1:
        return f"{subject}: {_of_known(last)}, the only round held."
    return f"{subject}: {_of_known(last)}; {_of_known(first, is_short=True)}."


def _of_known(row: dict[str, Any], *, is_short: bool = False) -> str:
    if not row["areas_known"]:
        return f"not known in {row['audit_round']}"
    offered, known = numbers.people(row["areas_offered"]), numbers.people(row["areas_known"])
    if is_short:
        return f"{offered} of {known} in {row['audit_round']}"
    one_or_many = "authority" if known == "1" else "authorities"
    return f"offered in {offered} of {known} {one_or_many} where it is known in {row['audit_round']}"


def _table(own: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "Round": row["audit_round"],
                "Authorities with a return": f"{row['areas_with_return']} of {row['areas']}",
                "Offered, of known": f"{row['areas_offered']} of {row['areas_known']}",
                "Planned": numbers.people(row["areas_planned"]),
                "Not offered": numbers.people(row["areas_not_offered"]),
            }
            for row in own.iter_rows(named=True)
        ],
        schema=dict.fromkeys(
            ("Round", "Authorities with a return", "Offered, of known", "Planned", "Not offered"), pl.String
        ),
    )
