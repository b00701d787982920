"""What nobody publishes by sex: an ask back to each publisher."""

import polars as pl

from dashboard import numbers
from dashboard.reading import Reading, source_name


def by_publisher(reading: Reading) -> list[tuple[str, str, list[str]]]:
    """For each source of numbers for all persons only: its name, the ask, and the numbers."""
    rows = reading.ask("not_by_sex")
    asks = []
    for source in rows["source"].unique(maintain_order=True):
        names = rows.filter(pl.col("source") == source)["name"].to_list()
        figures = "this figure" if len(names) == 1 else f"these {len(names)} figures"
        ask = f"{source_name(source)}: please publish {figures} for women and men."
        asks.append((source, ask, names))
    return asks


def statement(reading: Reading) -> str:
    """How much of what publishers give says nothing of women."""
    rows = reading.ask("not_by_sex")
    if not rows.height:
        return "Every published number held here is given for women and men."
    return (
        f"{numbers.counted(rows.height, 'published number is', 'published numbers are')} given for all persons only: "
        "nobody can say from them whether women fare as men do."
    )
