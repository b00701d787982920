"""How many workers a number of clients takes, counted up one by one."""

from fractions import Fraction


def workers_needed(clients: int, aim: int) -> int:
    """The fewest whole workers who have no more clients each than is aimed at."""
    workers = 0
    while workers * aim < clients:
        workers += 1
    return workers


def more_workers(clients: int, in_post: Fraction, aim: int) -> int:
    """The fewest whole workers to add to those in post."""
    more = 0
    while (in_post + more) * aim < clients:
        more += 1
    return more
