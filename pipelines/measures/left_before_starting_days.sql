-- Days from referral to leaving, of journeys that ended with nothing started.
case
    when structured_start_on is not null or ended_on is null then 'not_applicable'::category
    when ended_on - referred_on <= 21 then 'within_3_weeks'::category
    when ended_on - referred_on <= 42 then 'over_3_to_6_weeks'::category
    when ended_on - referred_on <= 84 then 'over_6_to_12_weeks'::category
    else 'over_12_weeks'::category
end
