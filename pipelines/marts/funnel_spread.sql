-- One row per share, source, period, sex and substance group that ten authorities or more have: their average, and how far
-- apart they lie beyond chance.
create table mart.funnel_spread (
    indicator varchar not null,
    source varchar not null,
    period varchar not null,
    sex varchar not null,
    substance_group varchar not null,
    breakdown varchar not null,
    category varchar not null,
    areas bigint not null,
    smallest double not null,
    largest double not null,
    average double not null,
    phi double not null,
    tau2 double not null,
    primary key (indicator, source, period, sex, substance_group, breakdown, category),
    check (areas >= 10 and tau2 >= 0)
);
comment on table mart.funnel_spread is 'Of authorities with a number. Within one source: two sources of one number are not one funnel.';
comment on column mart.funnel_spread.average is 'Everybody counted over everybody asked, in all these authorities; who is in two of them counts twice.';
comment on column mart.funnel_spread.phi is 'Mean square of how many standard errors each lies from the average, the outermost tenth at each end drawn in: about 1 where chance alone is at work.';
comment on column mart.funnel_spread.tau2 is 'Variance between authorities beyond chance, of the share as an angle; 0 where there is none.';

insert into mart.funnel_spread
with share as (
    select
        v.indicator,
        v.source,
        v.period,
        v.sex,
        v.substance_group,
        v.breakdown,
        v.category,
        v.numerator,
        v.denominator as n
    from mart.indicator_value as v
    join mart.indicator as i using (indicator)
    join mart.area as a using (area_code)
    where i.kind = 'proportion'
        and is_compared_area(a.area_kind, v.area_code, a.valid_to, v.period)
        and v.status = 'ok'
        and v.denominator > 0
        and v.numerator between 0 and v.denominator
),

scored as (
    select
        * exclude (numerator),
        over(sum(numerator) over same, sum(n) over same) as average,
        (angle_of(over(numerator, n)) - angle_of(average)) * 2 * sqrt(n) as score
    from share
    window same as (partition by indicator, source, period, sex, substance_group, breakdown, category)
),

-- a few far out would hide themselves in the spread they make
drawn_in as (
    select
        *,
        greatest(
            least(score, quantile_cont(score, 0.9) over same),
            quantile_cont(score, 0.1) over same
        ) as score_drawn_in
    from scored
    window same as (partition by indicator, source, period, sex, substance_group, breakdown, category)
),

spread as (
    select
        indicator,
        source,
        period,
        sex,
        substance_group,
        breakdown,
        category,
        count(*) as areas,
        min(n) as smallest,
        max(n) as largest,
        any_value(average) as average,
        -- added up in one order, so that a build gives the same twice
        avg(score_drawn_in ^ 2 order by score_drawn_in) as phi,
        sum(4 * n) as sum_of_w,
        sum((4 * n) ^ 2) as sum_of_w2
    from drawn_in
    group by indicator, source, period, sex, substance_group, breakdown, category
)

select
    indicator,
    source,
    period,
    sex,
    substance_group,
    breakdown,
    category,
    areas,
    smallest,
    largest,
    average,
    phi,
    variance_between(areas, phi, sum_of_w, sum_of_w2) as tau2
from spread
where areas >= fewest_areas();
