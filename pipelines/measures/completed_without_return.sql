-- Completed in the period, and whether a new journey of the person began anywhere within six months.
case
    when exit_reason is null or exit_reason <> 'completed'::category then 'not_completed'::category
    when has_returned then 'completed_and_returned'::category
    else 'completed_and_stayed_away'::category
end
