-- Small rules of the data, once each. The formulas of statistics stand in pipelines/statistics/.

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

-- Whether a published number is nothing but its numerator over its denominator, times `per`, but for how it was rounded.
create or replace macro divides(value, numerator, denominator, per) as
    coalesce(abs(value - per * over(numerator, denominator)) <= greatest(0.06, 0.01 * abs(value)), false);

-- Whether a number is counted from records or local returns, and so may say something of few people.
create or replace macro is_own(source) as source like '%ndtms_records%' or source like '%caseload_return%';

-- Whether a period is three calendar years together (2019-21), and no single year, financial year or quarter.
create or replace macro is_three_years(period) as
    length(period) = 7
    and coalesce((try_cast(period[6:7] as integer) - period[1:4]::integer % 100 + 100) % 100 = 2, false);
