"""The formulas behind every sentence: SQL macros where the engine can do them at size, scipy where a distribution is
needed. `docs/method.md` gives each with its source and its limits.
"""

IN_PUBLISHED_FILE = ("share.sql", "difference.sql", "ratio.sql")  # views of the published file use them
FORMULAS = (
    *IN_PUBLISHED_FILE,
    "count.sql",
    "rounded_share.sql",
    "comparison.sql",
    "order_statistics.sql",
    "relative_effect.sql",
    "standardised.sql",
    "cumulative_incidence.sql",
    "funnel.sql",
    "trend.sql",
    "rank.sql",
)
