-- Limits of a share of counts that are rounded.

-- The limits of a share whose counts are rounded: those at both ends of what the true counts may be, where rounding matters: below
-- 100 for counts rounded to 5, and below 20 times what the sum of several rounded counts may be off.
create or replace macro wilson_low_of_rounded(x, n, rounded_to) as
    if(rounded_to > 1 and n < 20 * rounded_to, wilson_low(greatest(x - rounded_to / 2, 0), n + rounded_to / 2), wilson_low(x, n));
create or replace macro wilson_high_of_rounded(x, n, rounded_to) as
    case
        when rounded_to = 1 or n >= 20 * rounded_to then wilson_high(x, n)
        when n <= rounded_to / 2 then 1
        else wilson_high(least(x + rounded_to / 2, n - rounded_to / 2), n - rounded_to / 2)
    end;
