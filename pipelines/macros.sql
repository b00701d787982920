-- The formulas, once each. z is the 97.5th percentile of the normal distribution.

-- Byar's limits of a count.
create or replace macro byar_low(x) as x * (1 - over(1, 9 * x) - over(z95(), 3 * sqrt(x))) ^ 3;
create or replace macro byar_high(x) as (x + 1) * (1 - over(1, 9 * (x + 1)) + over(z95(), 3 * sqrt(x + 1))) ^ 3;

-- A count's limits: exact below ten events, Byar's from ten (the exact ones stand in reference.poisson_limit).
create or replace macro count_low(x) as
    case when x < 10 then getvariable('poisson_low')[x::integer + 1] else byar_low(x) end;
create or replace macro count_high(x) as
    case when x < 10 then getvariable('poisson_high')[x::integer + 1] else byar_high(x) end;

-- Newcombe's hybrid score limits of the difference p2 - p1, each share with its Wilson limits.
create or replace macro newcombe_low(p1, low1, high1, p2, low2, high2) as
    p2 - p1 - sqrt((p2 - low2) ^ 2 + (high1 - p1) ^ 2);
create or replace macro newcombe_high(p1, low1, high1, p2, low2, high2) as
    p2 - p1 + sqrt((high2 - p2) ^ 2 + (p1 - low1) ^ 2);

-- Where a benchmark stands against an interval (ends included are similar).
create or replace macro against(benchmark, low, high, is_too_wide) as
    case
        when benchmark is null or low is null then 'not_compared'
        when high < benchmark then 'lower'
        when low > benchmark then 'higher'
        when is_too_wide then 'too_few_to_tell'
        else 'similar'
    end;

-- Whole women: the smallest number that reaches the share, none where it is reached already.
-- The 1e-9 keeps a share met exactly from asking for one more; an unknown share asks for nobody, not for none.
create or replace macro whole_women(k) as case when k is not null then greatest(0, ceil(k - 1e-9))::bigint end;

-- How fine a cell is, for showing whole blocks (pipelines/blocks.py): 3 a substance group, 2 a sex of all substances, 1 all.
create or replace macro level_needed(sex, substance_group) as
    case when substance_group <> 'all' then 3 when sex <> 'all' then 2 else 1 end;

-- Quarters and financial years as whole numbers: four times the year plus 0 (April to June) to 3; the year alone.
create or replace macro quarter_number(day) as ((year(day) * 12 + month(day) - 4) // 3)::smallint;

-- Whether an open build may not show a count; and the finest level at which a block of cells has nothing small in it.
create or replace macro is_small(n) as coalesce(n between 1 and 4, false);
create or replace macro finest_level(has_small, sex, substance_group) as
    coalesce(min(level_needed(sex, substance_group)) filter (has_small) - 1, 3);

-- A provider's code as it may be shown: what stands in its field and is none may be about a person.
create or replace macro as_provider_code(code) as
    case when regexp_full_match(upper(code), '[A-Z]+[0-9]+') then upper(code) else 'not a provider code' end;

-- A name of an area as publishers' spellings of it have in common. Never a leading "City of": the City of London would
-- become London.
create or replace macro plain_name(name) as
    trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(replace(lower(name), '&', ' and '),
        ', city of$|, county of$', ''), '[^a-z0-9 ]', ' ', 'g'), '\s+', ' ', 'g'), '( ua| borough| region)+\s*$', ''));

-- The first day of a period's first year: a year, a financial year (2021-22), three years (2019-21), three financial years
-- (2022-25) or a quarter (2021-22 Q1, 2021 Q1).
create or replace macro year_begins(period) as make_date(
    period[1:4]::integer,
    if((try_cast(period[6:7] as integer) - period[1:4]::integer % 100 + 100) % 100 in (1, 3), 4, 1),
    1
);

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

-- Whether a published number is nothing but its numerator over its denominator, times `per`, but for how it was rounded.
create or replace macro divides(value, numerator, denominator, per) as
    coalesce(abs(value - per * over(numerator, denominator)) <= greatest(0.06, 0.01 * abs(value)), false);

-- Whether a number is counted from records or local returns, and so may say something of few people.
create or replace macro is_own(source) as source like '%ndtms_records%' or source like '%caseload_return%';
