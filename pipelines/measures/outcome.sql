-- Still open at the period's end, or why the last journey ended.
coalesce(exit_reason, 'still_in_treatment'::category)
