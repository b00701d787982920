"""Round by round: how many authorities have answered, and how many of them have this offer?"""

from typing import Any

import polars as pl

from dashboard import numbers
from dashboard.charts.rounds import rounds
from dashboard.exhibit import Exhibit
from dashboard.reading import Reading, in_a_sentence

QUESTION = "Does it change from round to round?"
OVER_ALL = "How does what is known of all offers change from round to round?"
BY_RETURNS = "By returns alone: examples in reports belong to no round. A return counts until it is 18 months old."


def over_all(reading: Reading) -> Exhibit:
    """Round by round over all offers: who has answered, how much is known, and how much of that is offered."""
    rows = reading.ask("provision_rounds", area_code=reading.area.code)
    told = pl.col("areas_offered") + pl.col("areas_planned") + pl.col("areas_not_offered")
    own = rows.group_by("audit_round", maintain_order=True).agg(
        pl.first("areas", "areas_with_return"),
        pl.col("areas").sum().alias("answers"),
        told.sum().alias("answers_known"),
        pl.col("areas_offered").sum().alias("answers_offered"),
    )
    return Exhibit(
        key="rounds_over_all",
        question=OVER_ALL,
        statement=_over_all(reading.area.name, own),
        source=f"Source: self-audits of services. Built {reading.build.built_on}.",
        table=_table_over_all(own),
        rows=own.with_columns(pl.lit(reading.area.code).alias("area_code")),
        notes=(BY_RETURNS,) if own.height else (),
        cannot_tell=(
            "Those that answer later may offer more or less than those that answered first: a share can move without "
            "any service changing.",
        ),
        synthetic_note=reading.synthetic_note,
    )


def _over_all(area: str, own: pl.DataFrame) -> str:
    if not own.height:
        return f"{area}: no round of self-audits is held."
    last, first = own.row(-1, named=True), own.row(0, named=True)
    known, offered = _share(last["answers_known"], last["answers"]), ""
    if last["answers_known"]:
        offered = f", {_share(last['answers_offered'], last['answers_known'])} of them “offered”"
    before = "the only round held"
    if own.height > 1:
        before = f"in {first['audit_round']} {_share(first['answers_known'], first['answers'])} were known"
    return f"{area}: {known} of answers on all offers are known in {last['audit_round']}{offered}; {before}."


def _share(part: int, whole: int) -> str:
    return numbers.percent(part / whole)


def _table_over_all(own: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "Round": row["audit_round"],
                "Authorities with a return": f"{row['areas_with_return']} of {row['areas']}",
                "Known, of all answers": f"{numbers.people(row['answers_known'])} of {numbers.people(row['answers'])}",
                "Offered, of known": f"{numbers.people(row['answers_offered'])} of "
                f"{numbers.people(row['answers_known'])}",
            }
            for row in own.iter_rows(named=True)
        ],
        schema=dict.fromkeys(
            ("Round", "Authorities with a return", "Known, of all answers", "Offered, of known"), pl.String
        ),
    )


def answer(reading: Reading, offer: str, name: str) -> Exhibit:
    """Authorities with a return, those in which the offer is known, and those that have it, by audit round."""
    rows = reading.ask("provision_rounds", area_code=reading.area.code)
    own = rows.filter(offer=offer).with_columns(
        (pl.col("areas_offered") + pl.col("areas_planned") + pl.col("areas_not_offered")).alias("areas_known")
    )
    source = f"Source: self-audits of services. Built {reading.build.built_on}."
    notes = reading.inside_image(source)
    heading = f"{name}: authorities of {in_a_sentence(reading.area.name)} at each audit round"
    return Exhibit(
        key="rounds",
        question=QUESTION,
        statement=_statement(reading.area.name, name, own),
        source=source,
        figure=rounds(own, heading, notes) if own.height > 1 else None,
        table=_table(own),
        rows=own.with_columns(pl.lit(reading.area.code).alias("area_code")),
        notes=(BY_RETURNS,) if own.height else (),
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
