-- Limits of a share of counts that are rounded.

-- The limits of a share whose counts are rounded: those at both ends of what the true counts may be, however many there are.
-- (Of a small share rounding still matters at hundreds: without it, 8 in 100 shown as 10 took the limits along, and three times in
-- four they held the truth.)
create or replace macro wilson_low_of_rounded(x, n, rounded_to) as
    if(rounded_to > 1, wilson_low(greatest(x - rounded_to / 2, 0), n + rounded_to / 2), wilson_low(x, n));
create or replace macro wilson_high_of_rounded(x, n, rounded_to) as
    case
        when rounded_to = 1 then wilson_high(x, n)
        when n <= rounded_to / 2 then 1
        else wilson_high(least(x + rounded_to / 2, n - rounded_to / 2), n - rounded_to / 2)
    end;
