-- The formulas of a share and its limits: for the build, and in the file it publishes, where views use them.
-- z is the 97.5th percentile of the normal distribution.
create or replace macro z95() as 1.959963984540054;

-- The one place that divides: nothing over nothing is unknown, not infinite.
create or replace macro over(numerator, denominator) as numerator / nullif(denominator, 0)::double;

-- Wilson score limits of x in n.
create or replace macro wilson_low(x, n) as
    over(2 * x + z95() ^ 2 - z95() * sqrt(z95() ^ 2 + 4 * x * (1 - over(x, n))), 2 * (n + z95() ^ 2));
create or replace macro wilson_high(x, n) as
    over(2 * x + z95() ^ 2 + z95() * sqrt(z95() ^ 2 + 4 * x * (1 - over(x, n))), 2 * (n + z95() ^ 2));
