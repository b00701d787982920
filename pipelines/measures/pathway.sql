-- Whether structured treatment of the journey ever started.
case
    when structured_start_on is not null then 'started'::category
    when ended_on is not null then 'left_before_starting'::category
    else 'not_started_yet'::category
end
