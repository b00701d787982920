-- What a number beside its comparator lets anybody say, and how many more women it would take.

-- Where a benchmark stands against an interval (ends included are similar).
create or replace macro against(benchmark, low, high, is_too_wide) as
    case
        when benchmark is null or low is null then 'not_compared'
        when high < benchmark then 'lower'
        when low > benchmark then 'higher'
        when is_too_wide then 'too_few_to_tell'
        else 'similar'
    end;

-- The same in the words of an indicator that has a good end; of one that has none the words stay.
create or replace macro judged(comparison, polarity) as
    case
        when comparison not in ('lower', 'higher') or polarity not in ('low_is_good', 'high_is_good') then comparison
        when (comparison = 'higher') = (polarity = 'high_is_good') then 'better'
        else 'worse'
    end;

-- Between which shares of so many people chance alone leaves one whose truth is the benchmark: Fingertips' control limits of a
-- proportion, Wilson's limits of the benchmark itself.
create or replace macro control_low(benchmark, n, z) as
    over(2 * benchmark * n + z ^ 2 - z * sqrt(z ^ 2 + 4 * benchmark * n * (1 - benchmark)), 2 * (n + z ^ 2));
create or replace macro control_high(benchmark, n, z) as
    over(2 * benchmark * n + z ^ 2 + z * sqrt(z ^ 2 + 4 * benchmark * n * (1 - benchmark)), 2 * (n + z ^ 2));

-- Whole people: the smallest number that reaches what is aimed at, none where it is reached already.
-- The 1e-9 keeps a number met exactly from asking for one more; an unknown share asks for nobody, not for none.
create or replace macro whole_people(k) as case when k is not null then greatest(0, ceil(k - 1e-9))::bigint end;

-- Which areas are compared with each other: the authorities of England that there were in the period.
create or replace macro is_compared_area(area_kind, area_code, valid_to, period) as
    area_kind = 'local_authority'
    and area_code[1] = 'E'
    and coalesce(valid_to >= year_begins(period), true);
