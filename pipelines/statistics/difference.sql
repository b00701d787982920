-- Limits of the difference of two numbers, each with limits of its own.

-- Newcombe's hybrid score limits of the difference p2 - p1, each share with its Wilson limits.
create or replace macro newcombe_low(p1, low1, high1, p2, low2, high2) as
    p2 - p1 - sqrt((p2 - low2) ^ 2 + (high1 - p1) ^ 2);
create or replace macro newcombe_high(p1, low1, high1, p2, low2, high2) as
    p2 - p1 + sqrt((high2 - p2) ^ 2 + (p1 - low1) ^ 2);
