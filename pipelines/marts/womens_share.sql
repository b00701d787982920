-- One row per area or provider, financial year, substance group, measure and comparator: women's share beside the
-- comparator's and beside the share to expect from whom the place treats, and how many more women it would take to match the
-- comparator. Made from what is published, so it can give nothing away.
-- A check, not a key, proves that each cell is one row: a key of six words takes more room than the table.
create table mart.womens_share (
    area_code varchar not null,
    provider_code varchar not null,
    period varchar not null,
    substance_group varchar not null,
    measure varchar not null check (measure in ('in_treatment', 'new_presentations')),
    women bigint,
    men bigint,
    people bigint,
    share double,
    share_low double,
    share_high double,
    expected_share double,
    observed_over_expected double,
    ratio_low double,
    ratio_high double,
    expected_status varchar not null check (
        expected_status in ('ok', 'suppressed', 'too_few', 'not_published', 'one_substance_group')
    ),
    expected_share_by_age_and_substance double,
    observed_over_expected_by_age_and_substance double,
    ratio_by_age_and_substance_low double,
    ratio_by_age_and_substance_high double,
    comparator varchar not null check (comparator in ('england', 'region', 'similar', 'best_quarter', 'none')),
    comparator_share double,
    comparator_areas integer,
    comparison varchar not null check (
        comparison in ('lower', 'similar', 'higher', 'too_few_to_tell', 'not_compared')
    ),
    extra_women bigint,
    extra_women_low bigint,
    extra_women_high bigint,
    extra_women_if_places_fixed bigint,
    extra_women_if_places_fixed_low bigint,
    extra_women_if_places_fixed_high bigint,
    status varchar not null,
    source varchar not null,
    comparator_source varchar,
    rounded_to smallint not null,
    check (area_code = 'all' or provider_code = 'all')
);
comment on table mart.womens_share is 'similar: the comparator lies in the 95% interval; too_few_to_tell: it does, but the interval is more than twice as wide as the middle half of authorities. Rows of an area are those of provider all; of a provider, those of area all.';
comment on column mart.womens_share.men is 'As published where they are: with rounded counts women and men need not add up to people.';
comment on column mart.womens_share.expected_share is 'The share of women if England''s held in each substance group (mart expected_share); of all substances together only, and expected_status says why there is none.';
comment on column mart.womens_share.observed_over_expected is 'The share over the expected one: 1 is what the substance mix leads to expect; limits are those of the share over it.';
comment on column mart.womens_share.comparator_areas is 'Of the comparators similar and best_quarter: the areas with a number, which it is made of.';
comment on column mart.womens_share.extra_women is 'More women it would take to match the comparator if the number of men stays as it is; low and high from the limits of the share.';
comment on column mart.womens_share.extra_women_if_places_fixed is 'More women if the number of people in treatment stays as it is.';

insert into mart.womens_share
with share as (
    select
        v.area_code,
        'all' as provider_code,
        a.area_kind,
        v.period,
        v.substance_group,
        if(v.indicator = 'womens_share_in_treatment', 'in_treatment', 'new_presentations') as measure,
        v.numerator as women,
        -- rounded counts cannot be subtracted
        case
            when v.numerator is not null
                then coalesce(m.numerator, if(v.rounded_to = 1, v.denominator - v.numerator, null))
        end as men,
        v.denominator as people,
        v.value as share,
        v.value_low as share_low,
        v.value_high as share_high,
        v.status,
        v.source,
        v.rounded_to
    from mart.indicator_value as v
    join mart.area as a using (area_code)
    left join mart.indicator_value as m
        on m.indicator
            = if(v.indicator = 'womens_share_in_treatment', 'people_in_treatment', 'new_presentations')
        and m.sex = 'male'
        and m.source = v.source
        and m.area_code = v.area_code
        and m.period = v.period
        and m.substance_group = v.substance_group
        and m.breakdown = v.breakdown
        and m.category = v.category
    where v.indicator in ('womens_share_in_treatment', 'womens_share_of_new_presentations')
        and v.is_preferred
    union all
    select
        'all',
        c.provider_code,
        null,
        c.period,
        c.substance_group,
        'in_treatment',
        w.people,
        m.people,
        c.people,
        c.womens_share,
        c.womens_share_low,
        c.womens_share_high,
        if(c.people = 0, 'too_few', c.status),
        'ndtms_records',
        c.rounded_to
    from mart.provider_caseload as c
    join mart.provider_caseload as w
        on w.provider_code = c.provider_code
        and w.area_code = c.area_code
        and w.period = c.period
        and w.substance_group = c.substance_group
        and w.sex = 'female'
    join mart.provider_caseload as m
        on m.provider_code = c.provider_code
        and m.area_code = c.area_code
        and m.period = c.period
        and m.substance_group = c.substance_group
        and m.sex = 'male'
    where c.area_code = 'all'
        and c.sex = 'all'
        and length(c.period) = 7
),

spread as (
    select
        period,
        substance_group,
        measure,
        quantile_cont(share, 0.75) - quantile_cont(share, 0.25) as middle_half
    from share
    where area_kind = 'local_authority'
    group by period, substance_group, measure
),

matched as (
    select
        s.area_code,
        s.provider_code,
        s.period,
        s.substance_group,
        s.measure,
        s.women,
        s.men,
        s.people,
        s.share,
        s.share_low,
        s.share_high,
        s.status,
        s.source,
        s.rounded_to,
        -- where nobody is in treatment, nothing can be said of how many more it would take
        nullif(s.people, 0) as n,
        c.comparator,
        c.share as p,
        c.areas as comparator_areas,
        c.source as comparator_source,
        n.middle_half,
        if(s.substance_group = 'all', x.expected_share, null) as expected_share,
        if(s.substance_group = 'all', coalesce(x.status, 'not_published'), 'one_substance_group') as expected_status,
        if(s.substance_group = 'all' and s.source = 'ndtms_records', y.expected_share, null) as expected_by_age
    from share as s
    join mart.share_comparator as c
        on c.area_code = s.area_code
        and c.period = s.period
        and c.substance_group = s.substance_group
        and c.measure = s.measure
    left join spread as n
        on n.period = s.period
        and n.substance_group = s.substance_group
        and n.measure = s.measure
    left join mart.expected_share as x
        on x.area_code = s.area_code
        and x.provider_code = s.provider_code
        and x.period = s.period
        and x.measure = s.measure
        and x.source = s.source
    left join mart.expected_share_by_age as y
        on y.area_code = s.area_code
        and y.period = s.period
        and y.measure = s.measure
)

select
    area_code,
    provider_code,
    period,
    substance_group,
    measure,
    women,
    men,
    people,
    share,
    share_low,
    share_high,
    expected_share,
    over(share, expected_share) as observed_over_expected,
    over(share_low, expected_share) as ratio_low,
    over(share_high, expected_share) as ratio_high,
    expected_status,
    expected_by_age as expected_share_by_age_and_substance,
    over(share, expected_by_age) as observed_over_expected_by_age_and_substance,
    over(share_low, expected_by_age) as ratio_by_age_and_substance_low,
    over(share_high, expected_by_age) as ratio_by_age_and_substance_high,
    comparator,
    p as comparator_share,
    comparator_areas,
    against(p, share_low, share_high, share_high - share_low > 2 * middle_half) as comparison,
    whole_people(over(p * n - women, 1 - p)) as extra_women,
    whole_people(over(p * n - share_high * n, 1 - p)) as extra_women_low,
    whole_people(over(p * n - share_low * n, 1 - p)) as extra_women_high,
    whole_people(p * n - women) as extra_women_if_places_fixed,
    whole_people(p * n - share_high * n) as extra_women_if_places_fixed_low,
    whole_people(p * n - share_low * n) as extra_women_if_places_fixed_high,
    status,
    source,
    comparator_source,
    rounded_to
from matched;
