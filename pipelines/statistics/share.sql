-- The formulas of a share and its limits: for the build, and in the file it publishes, where views use them.
-- z is the 97.5th percentile of the normal distribution at 95% confidence, the 99.9th at 99.8%.
create or replace macro z95() as 1.959963984540054;
create or replace macro z998() as 3.090232306167813;

-- The one place that divides: nothing over nothing is unknown, not infinite.
create or replace macro over(numerator, denominator) as numerator / nullif(denominator, 0)::double;

-- Wilson score limits of x in n, at any z; and at 95%. Of all in all the upper one is 1, which the last digit would miss.
create or replace macro wilson_low_at(x, n, z) as
    over(2 * x + z ^ 2 - z * sqrt(z ^ 2 + 4 * x * (1 - over(x, n))), 2 * (n + z ^ 2));
create or replace macro wilson_high_at(x, n, z) as if(
    x = nullif(n, 0),
    1,
    over(2 * x + z ^ 2 + z * sqrt(z ^ 2 + 4 * x * (1 - over(x, n))), 2 * (n + z ^ 2))
);
create or replace macro wilson_low(x, n) as wilson_low_at(x, n, z95());
create or replace macro wilson_high(x, n) as wilson_high_at(x, n, z95());
