-- The chance that a woman waits longer than a man, with half the chance that they wait alike, and how sure it is: Brunner
-- and Munzel (2000), from counts by day.

-- Of a table with a row per cell and number of days, and how many women and men waited so long (none is 0). A woman's
-- place is the part of all men who waited less, with half of those who waited as long; men's places are among women. They are
-- kept as distances from a half, so that nothing is lost where nearly all waited alike. No variance where a woman or a
-- man is alone; nor where it would be nought: where all waited alike, or each woman longer, or less long, than each man.
create or replace macro relative_effect(table_of_days) as table
with added_up as (
    select
        cell,
        women,
        men,
        sum(women::double) over (partition by cell) as all_women,
        sum(men::double) over (partition by cell) as all_men,
        sum(women::double) over (partition by cell order by days) - women / 2 as women_below,
        sum(men::double) over (partition by cell order by days) - men / 2 as men_below
    from query_table(table_of_days)
),

place as (
    select
        cell,
        women,
        men,
        over(men_below, all_men) - 0.5::double as of_woman,
        over(women_below, all_women) - 0.5::double as of_man
    from added_up
),

moment as (
    select
        cell,
        sum(women::double) as women,
        sum(men::double) as men,
        sum(women * of_woman) as sum_of_women,
        sum(women * of_woman ^ 2) as squares_of_women,
        sum(men * of_man) as sum_of_men,
        sum(men * of_man ^ 2) as squares_of_men
    from place
    group by cell
),

variance as (
    select
        cell,
        women,
        men,
        0.5 + over(sum_of_women, women) as chance,
        over(squares_of_women - over(sum_of_women ^ 2, women), (women - 1) * women) as of_women,
        over(squares_of_men - over(sum_of_men ^ 2, men), (men - 1) * men) as of_men
    from moment
)

select
    cell,
    women::bigint as women,
    men::bigint as men,
    chance,
    nullif(of_women + of_men, 0) as variance,
    over((of_women + of_men) ^ 2, over(of_women ^ 2, women - 1) + over(of_men ^ 2, men - 1)) as freedom
from variance;

-- The 97.5th percentile of Student's distribution, by its expansion in 1 / df (Abramowitz and Stegun 26.7.5): within 0.00002
-- from nine degrees of freedom up, which is what ten women and ten men leave at least.
create or replace macro t95(df) as z95() * (
    1
    + over(z95() ^ 2 + 1, 4 * df)
    + over(5 * z95() ^ 4 + 16 * z95() ^ 2 + 3, 96 * df ^ 2)
    + over(3 * z95() ^ 6 + 19 * z95() ^ 4 + 17 * z95() ^ 2 - 15, 384 * df ^ 3)
    + over(79 * z95() ^ 8 + 776 * z95() ^ 6 + 1482 * z95() ^ 4 - 1920 * z95() ^ 2 - 945, 92160 * df ^ 4)
);

create or replace macro chance_low(chance, variance, freedom) as
    case when variance > 0 then greatest(chance - t95(freedom) * sqrt(variance), 0) end;
create or replace macro chance_high(chance, variance, freedom) as
    case when variance > 0 then least(chance + t95(freedom) * sqrt(variance), 1) end;
