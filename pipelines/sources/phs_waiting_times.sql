-- One row per area, quarter, service, substance and number of waits: by length, within three weeks, and the median; of archived
-- files referrals and the share of each length. Substances are not NDTMS's groups, so they and the service stand in the
-- measure and the category.
with file as (
    select
        file_number,
        max(period) as edition,
        -- only files of ongoing waits have a median
        if(count(median_days) > 0, 'ongoing', 'completed') as what
    from staging.phs_waiting_times
    group by file_number
),

numbers as (
    select
        w.*,
        f.edition,
        f.what,
        w.waited_3_weeks_or_less + w.waited_more_than_3_weeks as waits
    from staging.phs_waiting_times as w
    join file as f using (file_number)
    where w.is_number
),

length_of_wait as (
    select
        file_number,
        line,
        area_code,
        period,
        edition,
        what,
        service,
        substance,
        unnest([
            {'band': 'within_1_week', 'waits': within_1_week, 'mark': within_1_week_mark},
            {'band': 'over_1_to_2_weeks', 'waits': over_1_to_2_weeks, 'mark': over_1_to_2_weeks_mark},
            {'band': 'over_2_to_3_weeks', 'waits': over_2_to_3_weeks, 'mark': over_2_to_3_weeks_mark},
            {'band': 'over_3_to_4_weeks', 'waits': over_3_to_4_weeks, 'mark': over_3_to_4_weeks_mark},
            {'band': 'over_4_to_8_weeks', 'waits': over_4_to_8_weeks, 'mark': over_4_to_8_weeks_mark},
            {'band': 'over_8_to_12_weeks', 'waits': over_8_to_12_weeks, 'mark': over_8_to_12_weeks_mark},
            {'band': 'over_12_to_26_weeks', 'waits': over_12_to_26_weeks, 'mark': over_12_to_26_weeks_mark},
            {'band': 'over_26_to_52_weeks', 'waits': over_26_to_52_weeks, 'mark': over_26_to_52_weeks_mark},
            {'band': 'over_52_weeks', 'waits': over_52_weeks, 'mark': over_52_weeks_mark}
        ]) as of_length
    from numbers
),

share as (
    select
        w.file_number,
        w.line,
        w.area_code,
        w.period,
        f.edition,
        w.substance,
        w.referrals,
        unnest([
            {'band': 'within_1_week', 'share': share_within_1_week, 'mark': share_within_1_week_mark},
            {'band': 'over_1_to_2_weeks', 'share': share_over_1_to_2_weeks, 'mark': share_over_1_to_2_weeks_mark},
            {'band': 'over_2_to_3_weeks', 'share': share_over_2_to_3_weeks, 'mark': share_over_2_to_3_weeks_mark},
            {'band': 'over_3_to_4_weeks', 'share': share_over_3_to_4_weeks, 'mark': share_over_3_to_4_weeks_mark},
            {'band': 'over_4_to_5_weeks', 'share': share_over_4_to_5_weeks, 'mark': share_over_4_to_5_weeks_mark},
            {'band': 'over_5_to_6_weeks', 'share': share_over_5_to_6_weeks, 'mark': share_over_5_to_6_weeks_mark},
            {'band': 'over_6_to_8_weeks', 'share': share_over_6_to_8_weeks, 'mark': share_over_6_to_8_weeks_mark},
            {'band': 'over_8_to_12_weeks', 'share': share_over_8_to_12_weeks, 'mark': share_over_8_to_12_weeks_mark},
            {'band': 'over_12_to_16_weeks', 'share': share_over_12_to_16_weeks, 'mark': share_over_12_to_16_weeks_mark},
            {'band': 'over_16_to_20_weeks', 'share': share_over_16_to_20_weeks, 'mark': share_over_16_to_20_weeks_mark},
            {'band': 'over_20_weeks', 'share': share_over_20_weeks, 'mark': share_over_20_weeks_mark}
        ]) as of_length
    from staging.phs_waiting_times as w
    join file as f using (file_number)
    where w.is_archived
)

select
    file_number,
    line,
    of_length.band as column_label,
    edition,
    format('{}_waits_{}{}', what, service, if(substance = 'all', '', '_by_substance')) as measure,
    if(substance = 'all', of_length.band, format('{}_{}', substance, of_length.band)) as category,
    area_code,
    period,
    of_length.waits as value,
    null::double as numerator,
    null::double as denominator,
    of_length.mark as mark,
    null::varchar as note
from length_of_wait
union all
select
    file_number,
    line,
    'LDP_standard_waited_3_weeks_or_less',
    edition,
    format('{}_waits_within_3_weeks', what),
    format('{}_{}', service, substance),
    area_code,
    period,
    waited_3_weeks_or_less,
    waited_3_weeks_or_less,
    waits,
    waited_3_weeks_or_less_mark,
    null
from numbers
union all
select
    file_number,
    line,
    'Median_length_of_wait',
    edition,
    'median_ongoing_wait',
    format('{}_{}', service, substance),
    area_code,
    period,
    -- the file writes a nought where there is nobody to take a median of
    if(waits = 0, null, median_days),
    null,
    null,
    if(waits = 0, 'not_published', median_days_mark),
    if(waits = 0, 'nobody was waiting', null)
from numbers
where what = 'ongoing'
union all
select
    w.file_number,
    w.line,
    'TotalNumberOfReferrals',
    f.edition,
    'archived_ongoing_waits',
    w.substance,
    w.area_code,
    w.period,
    w.referrals,
    null,
    null,
    w.referrals_mark,
    null
from staging.phs_waiting_times as w
join file as f using (file_number)
where w.is_archived
union all
select
    file_number,
    line,
    of_length.band,
    edition,
    'archived_ongoing_waits_by_length',
    format('{}_{}', substance, of_length.band),
    area_code,
    period,
    of_length.share,
    null,
    referrals,
    of_length.mark,
    null
from share
