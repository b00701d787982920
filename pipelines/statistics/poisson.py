"""Exact limits of a Poisson count, at any count and confidence. `reference/poisson_limit.csv` holds those builds need;
this is where they come from.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def exact_limits(
    counts: "Sequence[int] | NDArray[np.int64]", confidence: float = 0.95
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """The means at which so many events or more, and so many or fewer, have half the chance the confidence leaves."""
    import numpy as np
    from scipy.stats import chi2  # loads for a second, which a build must not wait for

    events = np.asarray(counts, dtype=np.float64)
    tail = (1 - confidence) / 2
    lower = np.where(events > 0, chi2.ppf(tail, 2 * np.maximum(events, 1)) / 2, 0.0)
    return lower, chi2.ppf(confidence + tail, 2 * events + 2) / 2
