-- Whether the journey ended within 84 days of its earliest triage, and how.
case
    when began_on + 84 > getvariable('records_end') and (ended_on is null or ended_on > getvariable('records_end'))
        then 'too_soon'::category
    when ended_on is null or ended_on >= began_on + 84 or exit_reason = 'completed'::category
        then 'retained_or_completed'::category
    when exit_reason in (
        'transferred'::category, 'transferred_in_custody'::category, 'died'::category
    )
        then 'other_early_exit'::category
    when exit_reason = 'not_stated'::category then 'not_stated'::category
    else 'early_unplanned_exit'::category
end
