-- Where the records are of journeys without referrals, nobody is seen before treatment: the pathway is not published.
update staging.measure_count
set is_published = false
where measure in ('pathway', 'left_before_starting_days', 'criminal_justice_start')
    and not exists (select 1 from staging.ndtms_records_in_use where rejects = 0 and REFLD is not null);
