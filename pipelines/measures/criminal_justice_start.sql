-- How soon structured treatment started, of journeys referred from criminal justice.
case
    when referral_source = 'not_asked'::category then 'not_asked'::category
    when referral_source is null or referral_source <> 'criminal_justice'::category then 'not_applicable'::category
    when structured_start_on - referred_on <= 21 then 'started_within_21_days'::category
    when structured_start_on is not null then 'started_later'::category
    when ended_on is not null then 'left_before_starting'::category
    else 'not_started_yet'::category
end
