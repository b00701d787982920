-- Trends: whether a weighted line through some years rises or falls by more than chance.

-- By how many years the last year of a period is after its first: 1 in 2021-22, 2 in 2019-21.
create or replace macro years_later(period) as
    (try_cast(period[6:7] as integer) - period[1:4]::integer % 100 + 100) % 100;

-- How many years a period is of: 2021 and 2021-22 are one, 2019-21 (calendar years) and 2022-25 (financial ones) three; a
-- quarter is none.
create or replace macro years_in(period) as
    case
        when length(period) = 4 then 1
        when length(period) = 7 then if(years_later(period) = 1, 1, 3)
        else 0
    end;

-- What a year weighs: one over its variance, from its 95% interval; or from its counts, as if all years were one share.
create or replace macro weight_of_interval(low, high) as over(3.92, high - low) ^ 2;
create or replace macro weight_of_counts(n, all_x, all_n) as over(n, over(all_x, all_n) * (1 - over(all_x, all_n)));

-- The line through weighted points, from their sums; its chi-square is its slope over its standard error, squared.
create or replace macro spread_of_years(w, wx, wxx) as wxx - over(wx ^ 2, w);
create or replace macro slope(w, wx, wy, wxx, wxy) as over(wxy - over(wx * wy, w), spread_of_years(w, wx, wxx));
create or replace macro slope_chi_square(slope, w, wx, wxx) as slope ^ 2 * spread_of_years(w, wx, wxx);

-- Which way a line goes; one that is level but for the last places of its numbers goes neither.
create or replace macro way_of_slope(slope, w, wx, wxx) as
    if(abs(slope) * sqrt(spread_of_years(w, wx, wxx)) > 1e-9, sign(slope), 0);

-- Above this a slope is no chance: the 99.8th percentile of chi-square with one degree of freedom.
create or replace macro clear_slope() as 9.54953570608324;

-- The word for a trend: none where leaving out one of its years would turn it.
create or replace macro trend_word(slope, chi_square, is_of_one_sign, polarity) as
    case
        when slope is null or chi_square is null then 'cannot_be_calculated'
        when chi_square <= clear_slope() or not is_of_one_sign then 'no_significant_change'
        else if(slope > 0, 'increasing', 'decreasing')
            || case
                when polarity not in ('low_is_good', 'high_is_good') then ''
                when (slope > 0) = (polarity = 'high_is_good') then '_and_getting_better'
                else '_and_getting_worse'
            end
    end;
