-- The ratio of two numbers and its limits by the log method; none where a cell is 0, as its logarithm has none.

-- x of n beside y of m: the cells are those counted and all others, of each.
create or replace macro share_ratio(x, n, y, m) as
    case when least(x, n - x, y, m - y) > 0 then over(over(x, n), over(y, m)) end;
-- (What is counted may be more than its whole once both are rounded: there is no ratio then, and must be no root of it.)
create or replace macro share_ratio_error(x, n, y, m) as
    sqrt(greatest(over(1, x) - over(1, n) + over(1, y) - over(1, m), 0));
create or replace macro share_ratio_low(x, n, y, m) as
    share_ratio(x, n, y, m) * exp(-z95() * share_ratio_error(x, n, y, m));
create or replace macro share_ratio_high(x, n, y, m) as
    share_ratio(x, n, y, m) * exp(z95() * share_ratio_error(x, n, y, m));

-- x events in a population of n beside y events in one of m.
create or replace macro rate_ratio(x, n, y, m) as case when least(x, y) > 0 then over(over(x, n), over(y, m)) end;
create or replace macro rate_ratio_low(x, n, y, m) as
    rate_ratio(x, n, y, m) * exp(-z95() * sqrt(over(1, x) + over(1, y)));
create or replace macro rate_ratio_high(x, n, y, m) as
    rate_ratio(x, n, y, m) * exp(z95() * sqrt(over(1, x) + over(1, y)));

-- Two numbers of which only the publisher's limits are known, as of standardised rates: how wide the logarithm is between them.
create or replace macro log_error(low, high) as case when low > 0 then over(ln(over(high, low)), 2 * z95()) end;
create or replace macro limits_ratio(one, other) as case when least(one, other) > 0 then over(one, other) end;
create or replace macro limits_ratio_low(one, one_low, one_high, other, other_low, other_high) as
    limits_ratio(one, other)
    * exp(-z95() * sqrt(log_error(one_low, one_high) ^ 2 + log_error(other_low, other_high) ^ 2));
create or replace macro limits_ratio_high(one, one_low, one_high, other, other_low, other_high) as
    limits_ratio(one, other)
    * exp(z95() * sqrt(log_error(one_low, one_high) ^ 2 + log_error(other_low, other_high) ^ 2));

-- How far a count rounded to the nearest of some may be off (as of shares: rounded_share.sql); the lower
-- limit is then that of the fewest x and the most y there may be, the upper one that of the most and the fewest.
create or replace macro slack(rounded_to) as if(rounded_to > 1, rounded_to / 2, 0);
create or replace macro share_ratio_low_of_rounded(x, n, x_rounded_to, y, m, y_rounded_to) as share_ratio_low(
    x - slack(x_rounded_to), n + slack(x_rounded_to), y + slack(y_rounded_to), m - slack(y_rounded_to)
);
create or replace macro share_ratio_high_of_rounded(x, n, x_rounded_to, y, m, y_rounded_to) as share_ratio_high(
    x + slack(x_rounded_to), n - slack(x_rounded_to), y - slack(y_rounded_to), m + slack(y_rounded_to)
);
create or replace macro rate_ratio_low_of_rounded(x, n, x_rounded_to, y, m, y_rounded_to) as
    rate_ratio_low(x - slack(x_rounded_to), n, y + slack(y_rounded_to), m);
create or replace macro rate_ratio_high_of_rounded(x, n, x_rounded_to, y, m, y_rounded_to) as
    rate_ratio_high(x + slack(x_rounded_to), n, y - slack(y_rounded_to), m);
