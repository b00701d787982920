"""What a published file's two sources of one number say of each other, in sentences for whoever runs `check`."""

from collections.abc import Iterator

import duckdb


def sentences(marts: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """A line for each number and pair of sources; none where no number has two."""
    rows = marts.execute(
        """
        select what, shown_source, beside_source,
            count(*) filter (where agreement <> 'not_compared'),
            count(*) filter (where agreement in ('same', 'rounding')),
            median(abs(difference) / nullif(abs(shown), 0)) filter (where agreement = 'differs'),
            max(abs(difference))
        from reconciliation group by all order by all
        """
    ).fetchall()
    for what, shown, beside, compared, agree, middle, largest in rows:
        if compared:
            words = f"{what}: {shown} beside {beside}, {compared:,} compared, {agree:,} agree within rounding"
            if middle is not None:
                words += f"; where they differ, half by more than {middle:.1%}, none by more than {largest:,.4g}"
            yield words
