"""How long a fetch keeps trying: again where the trouble may pass, with growing waits, and never for ever."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, stop_before_delay
from tenacity.wait import wait_exponential_jitter

from pipelines.errors import Refused

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Manners:
    """How patient a fetch is, and how much it takes."""

    tries: int = 5
    first_wait_seconds: float = 1
    longest_wait_seconds: float = 60
    connect_seconds: float = 10
    read_seconds: float = 30
    """Without a byte."""
    file_seconds: float = 900
    """For one file: every try, every wait and every byte."""
    limit_bytes: int = 200_000_000


class Passing(Refused):
    """Trouble that may be over in a moment: tried again, and a refusal like any other after the last try."""

    def __init__(self, words: str, wait_seconds: float = 0) -> None:
        super().__init__(words)
        self.wait_seconds = wait_seconds
        """What the publisher asks us to wait at least."""


def patiently(manners: Manners, once: Callable[[float], Answer]) -> Answer:
    """Do it, and again while it raises Passing; `once` is told by when it must be done."""
    growing = wait_exponential_jitter(
        multiplier=manners.first_wait_seconds,
        max=manners.longest_wait_seconds,
        jitter=manners.first_wait_seconds,
    )

    def wait(state: RetryCallState) -> float:
        trouble = state.outcome.exception() if state.outcome else None
        return max(growing(state), trouble.wait_seconds if isinstance(trouble, Passing) else 0)

    trying = Retrying(
        retry=retry_if_exception_type(Passing),
        stop=stop_after_attempt(manners.tries) | stop_before_delay(manners.file_seconds),
        wait=wait,
        reraise=True,
    )
    return trying(once, time.monotonic() + manners.file_seconds)
