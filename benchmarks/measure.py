"""One command in a process of its own: its seconds, its peak memory, and how busy anything else kept the machine.

This module and whoever calls it stay small (no DuckDB, no frames): Linux counts the memory of the process that
starts a command towards the command's own peak. Linux only.
"""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BETWEEN_LOOKS = 0.02
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
QUIET = 0.1
"""Cores that something else may use: a machine that is left alone stays well below."""


@dataclass(frozen=True)
class Taken:
    """What one run of a command took."""

    seconds: float
    peak_mb: float
    others: float
    """Cores kept busy by anything that is not this command, on average over the run."""
    until: float | None = None
    """Seconds until the command said the words it was listened to for."""

    @property
    def is_quiet(self) -> bool:
        """Whether the command had the machine to itself."""
        return self.others <= QUIET


def take(command: Sequence[str], until: str = "") -> Taken:
    """Run `command` to its end, and note when it says the line `until`.

    Raises RuntimeError with its last words when it fails.
    """
    said_at = None
    with tempfile.TemporaryFile() as words:
        busy, began = _busy_seconds(), time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE if until else subprocess.DEVNULL, stderr=words)
        family = _Family(process.pid)
        family.start()
        for line in process.stdout or ():
            if line.strip() == until.encode():
                said_at = time.perf_counter() - began
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        family.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            words.seek(0)
            said = words.read().decode("utf-8", "replace")[-2000:]
            raise RuntimeError(f"{' '.join(command)[:300]} ended with {process.returncode}:\n{said}")
    tick = 1 / TICKS  # the machine's clock of work, read twice, is no finer than this
    others = _busy_seconds() - busy - used.ru_utime - used.ru_stime - 2 * tick
    # ru_maxrss (KiB) is exact, but of the largest process only; the sum over a family is looked at now and then.
    peak = max(used.ru_maxrss * 1024, family.peak)
    return Taken(seconds, peak / 1e6, max(0.0, others / seconds), said_at)


class _Family(threading.Thread):
    """Looks again and again at the memory of a process that has children: theirs and its own, summed."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._process = process
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.wait(BETWEEN_LOOKS):
            members = _with_descendants(self._process)
            if len(members) > 1:
                self.peak = max(self.peak, sum(map(_resident, members)))

    def stop(self) -> None:
        self._is_over.set()
        self.join()


def _with_descendants(process: int) -> list[int]:
    found, look_at = [], [process]
    while look_at:
        found.append(look_at.pop())
        try:
            tasks = list(Path(f"/proc/{found[-1]}/task").iterdir())
            look_at += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:  # it has just ended
            continue
    return found


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0


def _busy_seconds() -> float:
    """Core-seconds this machine has worked since it started: all but idle and waiting for a disk."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    return (sum(map(int, fields)) - int(fields[3]) - int(fields[4])) / TICKS
