-- Limits of a count of events, at 95%.

-- Byar's limits of a count.
create or replace macro byar_low(x) as x * (1 - over(1, 9 * x) - over(z95(), 3 * sqrt(x))) ^ 3;
create or replace macro byar_high(x) as (x + 1) * (1 - over(1, 9 * (x + 1)) + over(z95(), 3 * sqrt(x + 1))) ^ 3;

-- A count's limits: exact below ten events, Byar's from ten (the exact ones stand in reference.poisson_limit).
create or replace macro count_low(x) as
    case when x < 10 then getvariable('poisson_low')[x::integer + 1] else byar_low(x) end;
create or replace macro count_high(x) as
    case when x < 10 then getvariable('poisson_high')[x::integer + 1] else byar_high(x) end;
