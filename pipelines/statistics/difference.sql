-- Limits of the difference of two numbers, each with limits of its own, and what they let anybody say.

-- One number less another, each with its limits, whatever these were made by (MOVER). Of two shares with Wilson's limits
-- this is Newcombe's hybrid score interval.
create or replace macro mover_low(one, one_low, one_high, other, other_low, other_high) as
    one - other - sqrt((one - one_low) ^ 2 + (other_high - other) ^ 2);
create or replace macro mover_high(one, one_low, one_high, other, other_low, other_high) as
    one - other + sqrt((one_high - one) ^ 2 + (other - other_low) ^ 2);

-- Newcombe's hybrid score limits of the difference p2 - p1, each share with its Wilson limits.
create or replace macro newcombe_low(p1, low1, high1, p2, low2, high2) as
    mover_low(p2, low2, high2, p1, low1, high1);
create or replace macro newcombe_high(p1, low1, high1, p2, low2, high2) as
    mover_high(p2, low2, high2, p1, low1, high1);

-- What the limits of women's number less men's let anybody say. Polarity decides nothing here: higher is not better.
create or replace macro gap_direction(low, high, is_too_wide) as
    case
        when low is null or high is null then 'not_compared'
        when low > 0 then 'women_higher'
        when high < 0 then 'women_lower'
        when is_too_wide then 'too_few_to_tell'
        else 'no_clear_difference'
    end;
