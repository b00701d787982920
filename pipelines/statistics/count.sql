-- Limits of a count of events: at any z or confidence where a name says `at`, else at 95%.

-- Byar's limits of a count. A lower limit that comes out below nought is missing: the formula has left its range.
create or replace macro byar_root(x, z) as 1 - over(1, 9 * x) - over(z, 3 * sqrt(x));
create or replace macro byar_low_at(x, z) as if(byar_root(x, z) < 0, null, x * byar_root(x, z) ^ 3);
create or replace macro byar_high_at(x, z) as (x + 1) * (1 - over(1, 9 * (x + 1)) + over(z, 3 * sqrt(x + 1))) ^ 3;
create or replace macro byar_low(x) as byar_low_at(x, z95());
create or replace macro byar_high(x) as byar_high_at(x, z95());

-- A count's limits: exact below ten events, Byar's from ten. The exact ones stand in reference.poisson_limit, at 95% and
-- at 99.8%, so that no build waits for a library of distributions; at another confidence they are unknown.
create or replace macro count_low_at(x, confidence) as case
    when confidence = 0.95 and x < 10 then getvariable('poisson_low')[x::integer + 1]
    when confidence = 0.95 then byar_low_at(x, z95())
    when confidence = 0.998 and x < 10 then getvariable('poisson_low_998')[x::integer + 1]
    when confidence = 0.998 then byar_low_at(x, z998())
end;
create or replace macro count_high_at(x, confidence) as case
    when confidence = 0.95 and x < 10 then getvariable('poisson_high')[x::integer + 1]
    when confidence = 0.95 then byar_high_at(x, z95())
    when confidence = 0.998 and x < 10 then getvariable('poisson_high_998')[x::integer + 1]
    when confidence = 0.998 then byar_high_at(x, z998())
end;
create or replace macro count_low(x) as count_low_at(x, 0.95);
create or replace macro count_high(x) as count_high_at(x, 0.95);

-- Limits of a count that is rounded: those at both ends of what the true count may be.
create or replace macro count_low_of_rounded(x, rounded_to) as count_low(if(x < rounded_to // 2, 0, x - rounded_to // 2));
create or replace macro count_high_of_rounded(x, rounded_to) as count_high(x + rounded_to // 2);
