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

-- Whole women: the smallest number that reaches the share, none where it is reached already.
-- The 1e-9 keeps a share met exactly from asking for one more; an unknown share asks for nobody, not for none.
create or replace macro whole_women(k) as case when k is not null then greatest(0, ceil(k - 1e-9))::bigint end;

-- Which areas are compared with each other: the authorities of England that there were in the period.
create or replace macro is_compared_area(area_kind, area_code, valid_to, period) as
    area_kind = 'local_authority'
    and area_code[1] = 'E'
    and coalesce(valid_to >= year_begins(period), true);
