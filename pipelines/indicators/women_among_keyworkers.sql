-- One row per place and financial year: women's whole-time equivalents over all keyworkers', from each provider's latest
-- return of the year, where it says how many of them are women's.
select
    area_code,
    period,
    'all' as sex,
    sum(women_keyworkers_wte)::double as numerator,
    sum(keyworkers_wte) filter (where women_keyworkers_wte is not null)::double as denominator,
    format(
        '{} of {} {} how many keyworkers are women',
        count(women_keyworkers_wte),
        count(*),
        if(count(*) = 1, 'return says', 'returns say')
    ) as note
from staging.caseload_in_year
group by area_code, period
